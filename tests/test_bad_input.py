"""Whatever is put in: one line that names the fault and the remedy, an exit code that is documented, nothing lost."""

from __future__ import annotations

import os
import re
import resource
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.bridge.dictionary import Dictionary
from index.build import build
from index.encoder.embed import Embedder
from index.encoder.model import default_model
from index.errors import SourceError
from index.settings import Settings
from qa.engine import Engine
from qa.reading.span_reader import SpanReader
from qa.ui.terminal.cli import main
from tests.conftest import ROOT

YINZHENG = str(Path(sys.executable).with_name("yinzheng"))
QUESTION = "岸田文雄访问华盛顿"
SEED = "003_0341b8b049a47092.txt"

Refused = Callable[..., None]


def put_seeds(folder: Path) -> Path:
    """A folder of two seeds with what is known of them, as it was given."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    tables = (ROOT / "seeds" / "sources.toml").read_text("utf-8").split("\n\n")
    chosen = [table for table in tables if table.startswith(('["001', '["003'))]
    (folder / "sources.toml").write_text("\n\n".join(chosen), "utf-8")
    for path in (ROOT / "seeds").glob("00[13]_*.txt"):
        shutil.copy(path, folder)
    return folder


@pytest.fixture(scope="module")
def cache(settings: Settings, reader: SpanReader, dictionary: Dictionary) -> Path:
    """The cache folder with all that belongs in it, so that no test makes any of it where it should not."""
    return settings.cache


@pytest.fixture(scope="module")
def name(cache: Path) -> str:
    """What the folder of the default model is called."""
    return default_model(cache).name


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("given") / "seeds"


@pytest.fixture
def seeds(place: Path) -> Path:
    """Two seeds, always at the same place, whatever the test before did to them."""
    return put_seeds(place)


@pytest.fixture(scope="module")
def of_both(tmp_path_factory: pytest.TempPathFactory, place: Path, settings: Settings, embedder: Embedder) -> bytes:
    """The bytes of a library of these seeds."""
    path = tmp_path_factory.mktemp("both") / "library.sqlite"
    build([put_seeds(place)], path, embedder, settings, strict=True)
    return path.read_bytes()


@pytest.fixture
def refused(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    cache: Path,
    seeds: Path,
    tmp_path: Path,
) -> Refused:
    """Run a command that must fail, in an environment where nothing is wrong but what the test makes wrong."""
    for name in [name for name in os.environ if name.startswith("YINZHENG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("YINZHENG_CACHE", str(cache))
    monkeypatch.setenv("YINZHENG_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.setenv("YINZHENG_SEEDS", str(seeds))

    def refused(code: int, *arguments: str | Path, says: tuple[str, ...], out: str = "") -> None:
        capsys.readouterr()
        assert main([str(argument) for argument in arguments]) == code
        output = capsys.readouterr()
        assert output.out == out
        check(output.err, *says)

    return refused


def check(err: str, *says: str) -> None:
    """One line, from us, that says all of this, after those of the progress."""
    assert "Traceback" not in err
    err = re.sub(r"^(?:\w+ [\d,]+ of [\d,]+.*\n)+", "", err)
    assert err.startswith("yinzheng: ")
    assert err.endswith("\n")
    assert err.count("\n") == 1
    assert len(err) < 1000
    for word in says:
        assert word in err


def held(library: bytes | Path) -> list[tuple[object, ...]]:
    """What a library holds: its documents and passages; not what it notes of files that it could not read."""
    if isinstance(library, Path):
        library = library.read_bytes()
    opened = sqlite3.connect(":memory:")
    opened.deserialize(
        library[:18] + b"\1\1" + library[20:]
    )  # in memory there is no log beside it: as one that has none
    try:
        tables = ("documents", "passages", "question_means", "names")
        names = {name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return [
            row for table in tables if table in names for row in opened.execute(f"SELECT * FROM {table} ORDER BY 1, 2")
        ]
    finally:
        opened.close()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, settings: Settings, embedder: Embedder) -> bytes:
    """The bytes of a library of one seed."""
    path = tmp_path_factory.mktemp("sound") / "library.sqlite"
    build([ROOT / "seeds" / SEED], path, embedder, settings, strict=True)
    return path.read_bytes()


@pytest.fixture
def library(tmp_path: Path, sound: bytes) -> Path:
    """A sound library, at the place of the default one."""
    path = tmp_path / "library.sqlite"
    path.write_bytes(sound)
    return path


# -------------------------------------------------------------------------------------------- question and command

ASKED_FOR = "give a whole number from 1 to 100"


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([""], ("the question is empty", "write what you want to know")),
        ([" \t\n "], ("the question is empty",)),
        (["?!…"], ("the question is empty",)),
        (["問" * 100_000], ("the question has 100,000 characters", "ask in at most 2,000")),
        (["\udcff\udcfe\udc80"], ("bytes that are not text", "plain text")),
        (["\x00\x01\x02"], ("bytes that are not text",)),
        (["x", "-k", "0"], ("0 passages", ASKED_FOR)),
        (["x", "-k", "-1"], ("-1 passages", ASKED_FOR)),
        (["x", "-k", "101"], ("101 passages", ASKED_FOR)),
        (["x", "-k", "10000"], ("10000 passages", ASKED_FOR)),
        (["x", "-k", "x"], ("'x' passages", ASKED_FOR)),
        (["x", "-k", "1.5"], ("'1.5' passages", ASKED_FOR)),
        (["x", "-k", "--5"], ("'--5' passages", ASKED_FOR)),
        (["x", "-k", ""], ("'' passages", ASKED_FOR)),
        (["x", "-k", "9" * 500], ("passages cannot be asked for", ASKED_FOR)),
        (["x", "--nope"], ("No such option", "--nope", "--help")),
        (["x", "y"], ("unexpected extra argument", "--help")),
        ([], ("Missing argument 'QUESTION'", "--help")),
        (["x", "--library"], ("'--library' requires an argument", "--help")),
    ],
)
def test_questions_and_counts(
    refused: Refused, tmp_path: Path, command: str, arguments: list[str], says: tuple[str, ...]
) -> None:
    refused(2, command, *arguments, says=says)
    assert not (tmp_path / "library.sqlite").exists()  # refused before anything was made


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["answer"], ("No such command 'answer'", "yinzheng --help")),
        (["--nope"], ("No such option", "--nope")),
        (["serve", "--port", "0"], ("'--port'", "0 is not in the range")),
        (["serve", "--port", "65536"], ("'--port'", "65536")),
        (["serve", "--port", "http"], ("'--port'", "'http' is not a valid integer")),
        (["evaluate", "none.jsonl"], ("none.jsonl", "No such file", "yinzheng evaluate FILE")),
        (["evaluate", f"{ROOT}/seeds/{SEED}"], (SEED, "line 1", "is not a question", "correct or remove it")),
        (["evaluate", f"{ROOT}/tests/data/model-reference.npz"], ("model-reference.npz", "not UTF-8")),
        (
            ["evaluate", f"{ROOT}/tests/questions/seeds.jsonl", "--floors", f"{ROOT}/seeds/{SEED}"],
            ("floors file", SEED, "not JSON"),
        ),
    ],
)
def test_commands(refused: Refused, arguments: list[str], says: tuple[str, ...]) -> None:
    refused(2, *arguments, says=says)


def test_an_argument_that_cannot_be_decoded() -> None:
    done = subprocess.run([YINZHENG, "ask", b"\xff\xfe\x80"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    check(done.stderr, "bytes that are not text")


# ------------------------------------------------------------------------------------------------------ settings


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("YINZHENG_LIBARY", "x", ("YINZHENG_LIBARY is not a setting", "YINZHENG_LIBRARY")),
        ("YINZHENG_PASSAGE_LENGTH", "long", ("'passage_length'",)),
        ("YINZHENG_PASSAGE_LENGTH", "-1", ("'passage_length'",)),
        ("YINZHENG_PRECISION", "float8", ("'precision'",)),
        ("YINZHENG_SETTINGS", "/nowhere/settings.toml", ("/nowhere/settings.toml does not exist",)),
    ],
)
@pytest.mark.parametrize("arguments", [("ask", "x"), ("show",), ("index",), ("serve",)])
def test_settings(
    refused: Refused,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    name: str,
    value: str,
    says: tuple[str, ...],
) -> None:
    monkeypatch.setenv(name, value)
    refused(5, *arguments, says=says)


@pytest.mark.parametrize("content", [b"libary = 'x'\n", b"passage_length = ", b"\xff"])
def test_a_settings_file(refused: Refused, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    monkeypatch.setenv("YINZHENG_SETTINGS", str(path))
    refused(5, "show", says=("libary" if b"libary" in content else str(path),))


# ------------------------------------------------------------------------------------------------------ seeds


def missing(folder: Path) -> None:
    (folder / SEED).unlink()


def elsewhere(folder: Path) -> None:
    (folder / SEED).rename(folder.parent / SEED)
    (folder / SEED).symlink_to(folder.parent / SEED)


def empty(folder: Path) -> None:
    (folder / SEED).write_bytes(b"")


def binary(folder: Path) -> None:
    (folder / SEED).write_bytes(bytes(range(256)) * 64)
    sources = folder / "sources.toml"
    tables = sources.read_text("utf-8").split("\n\n")
    kept = [t if SEED not in t else t[: t.index("sha256")] for t in tables]  # so that it is not the hash that tells
    sources.write_text("\n\n".join(kept), "utf-8")


def wrongly_hashed(folder: Path) -> None:
    with (folder / SEED).open("ab") as file:
        file.write(b" ")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (missing, (SEED, "is missing", "put it back")),
        (elsewhere, (SEED, "link that leads out of the folder", "copy it")),
        (empty, (SEED,)),
        (binary, (SEED,)),
        (wrongly_hashed, (SEED, "is not the file that sources.toml describes", "put the original back")),
    ],
)
def test_a_seed_that_cannot_be_used(
    of_both: bytes,
    refused: Refused,
    seeds: Path,
    tmp_path: Path,
    settings: Settings,
    embedder: Embedder,
    reader: SpanReader,
    capsys: pytest.CaptureFixture[str],
    spoil: Callable[[Path], None],
    says: tuple[str, ...],
) -> None:
    library = tmp_path / "library.sqlite"
    library.write_bytes(of_both)
    spoil(seeds)
    # bringing a library up to date tells of the fault, and keeps what it knew of the file
    assert main(["index", str(seeds)]) == 3
    check(capsys.readouterr().err, *says)
    assert held(library) == held(of_both)
    # and a first library is made whole or not at all
    fresh = settings.model_copy(update={"library": tmp_path / "first.sqlite", "seeds": seeds})
    with pytest.raises(SourceError, match=SEED):
        Engine.open(fresh, embedder=embedder, reader=reader)
    assert not list(tmp_path.glob("*first.sqlite*"))


def test_a_library_made_anew_without_a_document_it_held(
    of_both: bytes, refused: Refused, seeds: Path, tmp_path: Path
) -> None:
    library = tmp_path / "library.sqlite"
    library.write_bytes(of_both)
    wrongly_hashed(seeds)
    says = (SEED, "is not the file that sources.toml describes", "the library is as it was")
    refused(3, "index", "--rebuild", seeds, says=says)
    assert library.read_bytes() == of_both
    assert not list(tmp_path.glob(".library*"))


def test_no_seeds(refused: Refused, seeds: Path, tmp_path: Path) -> None:
    shutil.rmtree(seeds)
    for arguments in ["ask", "x"], ["search", "x"], ["show"], ["evaluate", f"{ROOT}/tests/questions/seeds.jsonl"]:
        refused(3, *arguments, says=("there is no library at", "no documents at", str(seeds), "yinzheng index PATH"))
    refused(3, "index", says=(str(seeds), "does not exist", "give files or folders that do"))
    seeds.mkdir()
    refused(3, "ask", "x", says=(str(seeds), "no documents there", ".txt"))
    assert not (tmp_path / "library.sqlite").exists()


@pytest.mark.parametrize("name", ["none.txt", "none", "a\nb.txt"])
def test_paths_that_are_not_there(refused: Refused, library: Path, sound: bytes, name: str) -> None:
    refused(3, "index", library.with_name(name), says=("does not exist",))
    assert library.read_bytes() == sound


def test_a_file_that_is_not_of_a_kind_that_is_read(
    refused: Refused, library: Path, sound: bytes, seeds: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = seeds / "odd.xyz"
    odd.write_bytes(b"x")
    assert main(["index", str(odd)]) == 3
    check(capsys.readouterr().err, str(odd), ".txt")
    assert held(library) == held(sound)


# ------------------------------------------------------------------------------------------------------ model


def test_a_cache_that_is_a_file(refused: Refused, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"mine")
    monkeypatch.setenv("YINZHENG_CACHE", str(tmp_path / "cache"))
    refused(4, "ask", "x", says=("embedding model", str(tmp_path / "cache"), "choose another cache folder"))
    assert (tmp_path / "cache").read_bytes() == b"mine"
    assert not (tmp_path / "library.sqlite").exists()


def test_a_cache_that_cannot_be_written_to(refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YINZHENG_CACHE", "/proc/nowhere/cache")  # not even root may
    refused(4, "ask", "x", says=("embedding model", "/proc/nowhere", "cache folder"))


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """As on a full disk: no file may grow beyond `size` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_cache(refused: Refused, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    monkeypatch.setenv("YINZHENG_CACHE", str(tmp_path / "cache"))
    with largest_file(1_000_000):
        assert main(["search", "x"]) == 4
    assert not (tmp_path / "cache" / name).exists()
    assert not list((tmp_path / "cache").glob("*.new"))


def test_a_full_disk_under_the_library(
    library: Path, sound: bytes, seeds: Path, refused: Refused, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with largest_file(len(sound) // 8):  # less than what is written beside the library before it is taken over
        assert main(["index", str(seeds)]) == 3
    check(capsys.readouterr().err, str(library), "it is as it was before", "check the disk's space")
    assert library.read_bytes() == sound
    library.unlink()
    with largest_file(50_000):
        assert main(["ask", "x"]) == 3
    check(capsys.readouterr().err, str(library), "check the disk's space")
    assert not library.exists()
    assert not list(tmp_path.glob(".library*"))


def test_a_model_folder_that_is_not_there(refused: Refused, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (str(tmp_path / "none"), "./none", "~/none/none", "none"):
        monkeypatch.setenv("YINZHENG_MODEL", name)
        refused(4, "ask", "x", says=(name, "does not exist", "YINZHENG_MODEL"))


def test_a_reader_that_is_not_there(
    refused: Refused, library: Path, sound: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for named in (str(tmp_path / "none"), "./none", "~/none/none", "nothing"):
        monkeypatch.setenv("YINZHENG_READER", named)
        refused(4, "ask", "x", says=(named, "does not exist", "YINZHENG_READER", "none"))
    (tmp_path / "folder").mkdir()
    monkeypatch.setenv("YINZHENG_READER", str(tmp_path / "folder"))
    refused(4, "search", "x", says=(str(tmp_path / "folder"), "cannot be loaded", "YINZHENG_READER"))
    assert library.read_bytes() == sound


def test_a_folder_that_is_no_model(tmp_path: Path) -> None:
    """In a process of its own: what the libraries underneath have to say about it must not reach the user."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "notes.txt").write_text("no model", "utf-8")
    environment = {
        **os.environ,
        "YINZHENG_MODEL": str(tmp_path / "folder"),
        "YINZHENG_LIBRARY": str(tmp_path / "library.sqlite"),
    }
    done = subprocess.run([YINZHENG, "ask", "x"], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (4, "")
    check(done.stderr, str(tmp_path / "folder"), "cannot be loaded", "YINZHENG_MODEL")


def test_a_broken_model_is_made_again_with_a_notice(library: Path, cache: Path, name: str, tmp_path: Path) -> None:
    """In a process of its own, with a copy of the cache whose weights were cut off."""
    broken = tmp_path / "cache" / name
    broken.parent.mkdir()
    for path in cache.iterdir():
        if path.name != name and path.suffix != ".lock":
            (broken.parent / path.name).symlink_to(path)
    shutil.copytree(cache / name, broken, ignore=shutil.ignore_patterns("*.safetensors"))
    (broken / "model.safetensors").write_bytes(b"half of it")
    environment = {**os.environ, "YINZHENG_CACHE": str(tmp_path / "cache"), "YINZHENG_LIBRARY": str(library)}
    done = subprocess.run(
        [YINZHENG, "search", QUESTION, "-k", "1"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    check(done.stderr, "The embedding model", "is broken", "model.safetensors", "making it again")
    assert done.stdout.startswith("1. ")
    assert (broken / "model.safetensors").stat().st_size > 100_000_000
    assert not [path for path in broken.parent.iterdir() if path.suffix in (".new", ".old")]


# ------------------------------------------------------------------------------------------------------ library


@pytest.mark.parametrize("arguments", [("ask", "x"), ("index",), ("evaluate", f"{ROOT}/tests/questions/seeds.jsonl")])
def test_a_library_made_otherwise(
    refused: Refused, monkeypatch: pytest.MonkeyPatch, library: Path, sound: bytes, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("YINZHENG_PASSAGE_LENGTH", "200")
    refused(3, *arguments, says=(str(library), "passage_length 300, now it is 200", "yinzheng index --rebuild PATH"))
    assert library.read_bytes() == sound


def test_a_library_made_by_another_model(
    refused: Refused, monkeypatch: pytest.MonkeyPatch, library: Path, sound: bytes, cache: Path, name: str
) -> None:
    monkeypatch.setenv("YINZHENG_MODEL", str(cache / name))  # the same weights, under another name
    refused(3, "ask", "x", says=(str(library), "was made with model intfloat/multilingual-e5-small", "--rebuild"))
    assert library.read_bytes() == sound


def garbage(path: Path) -> None:
    path.write_bytes(b"not a database at all" * 100)


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:10_000])


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("spoil", [garbage, nothing, cut_short, folder])
def test_a_file_that_is_no_library(refused: Refused, library: Path, spoil: Callable[[Path], None]) -> None:
    spoil(library)
    before = library.read_bytes() if library.is_file() else b""
    refused(3, "show", "--library", library, says=(str(library), "yinzheng index"))
    refused(3, "ask", "x", "--library", library, says=(str(library), "yinzheng index"))
    assert library.is_dir() or library.read_bytes() == before


def test_a_library_that_is_not_there(refused: Refused, tmp_path: Path) -> None:
    for command in (["ask", "x"], ["search", "x"], ["show"], ["show", "004"]):
        refused(3, *command, "--library", tmp_path / "none.sqlite", says=("there is no library at", "none.sqlite"))
    assert not (tmp_path / "none.sqlite").exists()


def test_a_library_in_a_place_where_none_can_be(
    refused: Refused, monkeypatch: pytest.MonkeyPatch, seeds: Path, tmp_path: Path
) -> None:
    refused(3, "index", seeds, "--library", "/proc/nowhere/library.sqlite", says=("/proc/nowhere",))
    (tmp_path / "file").write_bytes(b"mine")
    monkeypatch.setenv("YINZHENG_LIBRARY", str(tmp_path / "file" / "library.sqlite"))
    refused(3, "ask", "x", says=(str(tmp_path / "file"),))
    assert (tmp_path / "file").read_bytes() == b"mine"
    refused(5, "show", "--library", "x" * 300, says=("File name too long", "check the path"))


def test_an_unknown_source(refused: Refused, library: Path, sound: bytes) -> None:
    refused(3, "ask", QUESTION, "--source", "999", says=("'999' names no document", "the library holds: 003_"))
    refused(3, "search", QUESTION, "--source", "003", "--source", "a\nb", says=("names no document",))
    assert library.read_bytes() == sound


# ------------------------------------------------------------------------------------------------------ port


def test_a_port_in_use(refused: Refused, library: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused(5, "serve", "--port", str(port), "--library", library, says=(str(port), "--port"))


def test_a_host_that_is_not_ours(refused: Refused, library: Path) -> None:
    refused(5, "serve", "--host", "192.0.2.1", "--library", library, says=("192.0.2.1",))  # an address for examples
