"""The command line: the same calls, as JSON and as lines; mostly in this process, in its own where that matters."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.errors import ClusterError, EngineError, PluginError
from index.settings import Settings
from qa.engine import Engine
from qa.errors import (
    AnswerError,
    CertificateError,
    EvaluationError,
    GeneratorError,
    QuestionError,
    ServerError,
    YinzhengError,
)
from qa.retrieval.filters import Filters
from qa.ui.terminal.cli import commands, main
from tests.conftest import ROOT
from tests.terminal import read_terminal

YINZHENG = str(Path(sys.executable).with_name("yinzheng"))
NCG = "美韓「核磋商小組」(NCG)是什麼？"
DRAWN = re.compile("[\x1b\u2500-\u259f]")
"""What only a terminal should see: escapes, box characters and bars."""

PROGRESS = re.compile(r"(?:reading|embedding) \d+ of \d+(?:, (?:about \d+ minutes?|less than a minute) left)?")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, settings: Settings, library_path: Path
) -> Run:
    """Run a command in this process, over the library of the seeds: exit code, output, errors."""
    monkeypatch.setenv("YINZHENG_CACHE", str(settings.cache))
    monkeypatch.setenv("YINZHENG_LIBRARY", str(library_path))

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(list(arguments))
        output = capsys.readouterr()
        return code, output.out, output.err

    return run


def environment(settings: Settings, library_path: Path) -> dict[str, str]:
    return {**os.environ, "YINZHENG_CACHE": str(settings.cache), "YINZHENG_LIBRARY": str(library_path)}


def timeless(value: dict[str, Any]) -> dict[str, Any]:
    return {**value, "seconds": 0}


# ------------------------------------------------------------------------------------------------ a process of its own


def test_a_cold_ask_prints_the_answer_and_nothing_else(
    settings: Settings, library_path: Path, engine: Engine, tmp_path: Path
) -> None:
    """`python -m qa` is the same program; no library's warning reaches the user."""
    done = subprocess.run(
        [sys.executable, "-m", "qa", "ask", NCG, "-k", "2", "--json"],
        env=environment(settings, library_path),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == 0
    assert timeless(json.loads(done.stdout)) == timeless(engine.ask(NCG, 2).to_dict())


@pytest.mark.parametrize(("arguments", "code"), [(["--help"], 0), (["ask", "x", "-k", "0"], 2), (["asks"], 2)])
def test_help_and_mistakes_are_answered_at_once(arguments: list[str], code: int) -> None:
    """What costs the time is what is imported: a few modules, and nothing heavy."""
    done = subprocess.run([YINZHENG, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == code
    told = (
        "import sys; from qa.ui.terminal.cli import main; code = main(sys.argv[1:]); sys.stdout = sys.__stderr__\n"
        "print('\\n', code, len(sys.modules), *sorted({'torch', 'numpy', 'transformers', 'rich', 'gradio'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", told, *arguments], capture_output=True, text=True, check=True)
    ended, modules, *heavy = done.stderr.splitlines()[-1].split()
    assert (int(ended), heavy) == (code, [])
    assert int(modules) < 400


def test_a_reader_that_has_seen_enough(settings: Settings, library_path: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; '{YINZHENG}' show 004 | head -n 1"],
        env=environment(settings, library_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "东亚战略风险评估： 日本视角\n"


def test_a_terminal_sees_a_table_and_colour(settings: Settings, library_path: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [YINZHENG, "show"],
        env={**environment(settings, library_path), "TERM": "xterm-256color", "COLUMNS": "120"},
        stdout=theirs,
        stderr=subprocess.PIPE,
    ) as process:
        os.close(theirs)
        seen = read_terminal(ours)
    assert process.returncode == 0
    assert "人民報" in seen.decode()
    assert {"\x1b", "│"} <= set(DRAWN.findall(seen.decode()))


# ------------------------------------------------------------------------------------------------------ JSON


def test_search_as_json(run: Run, engine: Engine) -> None:
    code, out, err = run("search", NCG, "-k", "3", "--source", "000", "--source", "003", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == [hit.to_dict() for hit in engine.retrieve(NCG, 3, ["000", "003"])]


def test_filters_of_search_and_ask(run: Run, engine: Engine) -> None:
    given = (
        "--source",
        "人民報",
        "--source",
        "003",
        "--after",
        "2024-04-03",
        "--before",
        "2024-10",
        "--language",
        "zh",
    )
    filters = Filters.of(["人民報", "003"], after="2024-04-03", before="2024-10", languages="zh")
    code, out, err = run("search", NCG, *given, "--kind", "body", "--kind", "caption", "--json")
    assert (code, err) == (0, "")
    expected = engine.retrieve(NCG, filters=replace(filters, kinds=("body", "caption")))
    assert json.loads(out) == [hit.to_dict() for hit in expected]
    code, out, _ = run("ask", NCG, *given, "--json")
    assert timeless(json.loads(out)) == timeless(engine.ask(NCG, filters=filters).to_dict())
    code, out, _ = run("search", "核共享", "-k", "100", "--author", "秋山", "--speaker", "金正恩", "--json")
    assert out != "[]\n"
    assert {hit["document"][:3] for hit in json.loads(out)} == {"004"}
    code, out, _ = run("ask", "基辛格认为有效威慑需要哪三大要素？", "--kind", "caption")
    assert out.startswith("Not within the filters. Outside them the documents say:\n")


@pytest.mark.parametrize(
    ("option", "code", "fault"),
    [
        (("--after", "04/2024"), 2, "after is '04/2024', not a date; write it as 2024, 2024-04 or 2024-04-03"),
        (("--after", "2025", "--before", "2024"), 2, "exchange the two dates"),
        (("--kind", "title"), 2, "choose from: biography, body, caption, editor_note"),
        (("--author", "Smith"), 3, "no passage has the author 'Smith'; the library has: 秋山信将"),
        (("--speaker", "Smith"), 3, "no passage has the speaker 'Smith'; the library has: 日本"),
        (("--language", "fr"), 3, "the library has: zh-Hans, zh-Hant"),
        (("--source", "Times"), 3, "published by: 人民報"),
    ],
)
def test_a_filter_that_cannot_be_used(run: Run, option: tuple[str, ...], code: int, fault: str) -> None:
    done, out, err = run("search", NCG, *option)
    assert (done, out) == (code, "")
    assert fault in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("option", ["--gloss", "--translate"])
def test_a_language_without_help_is_refused_before_anything_is_opened(run: Run, tmp_path: Path, option: str) -> None:
    code, out, err = run("ask", NCG, option, "xx", "--library", str(tmp_path / "none.sqlite"))
    assert (code, out) == (2, "")
    assert err == "yinzheng: there is no help to read in 'xx' here; name one of en, zh-Hans, zh-Hant, ja, ko\n"


def test_search_explains(run: Run, engine: Engine) -> None:
    code, out, err = run("search", NCG, "-k", "2", "--explain")
    assert (code, err) == (0, "")
    for hit in engine.retrieve(NCG, 2):
        assert hit.passage.text in out
        for leg, rank in hit.ranks.items():
            assert re.search(rf"^    {leg} +rank {rank}, score {hit.scores[leg]:.4f}$", out, re.MULTILINE)
    assert "lexical  rank" not in run("search", NCG, "-k", "2")[1]


def test_show_as_json(run: Run, engine: Engine) -> None:
    code, out, err = run("show", "004", "--json")
    assert (code, err) == (0, "")
    value = json.loads(out)
    document = engine.library.document("004")
    assert value["document"] == document.id == "004_4265a66dfc9597a6"
    assert value["text"] == document.text  # what start and end of a citation count in
    assert value["characters"] == len(document.text)
    assert value["authors"] == ["秋山信将"]
    assert {"kind", "path", "authors", "start", "end"} == set(value["sections"][0])
    assert {"label", "at", "text", "url"} == set(value["notes"][0])
    said = next(item for item in value["attributions"] if "习近平" in item["speakers"])
    assert set(said) == {"start", "end", "speakers", "verb", "direct"}
    assert value["text"][said["verb"]["start"] : said["verb"]["end"]] == "指出"
    assert {"source_start", "source_end", "text", "reason"} == set(value["dropped"][0])
    code, out, _ = run("show", "--json")
    listed = json.loads(out)
    assert [item["document"] for item in listed] == engine.library.document_ids()
    assert all("text" not in item for item in listed)


def mixed(folder: Path) -> Path:
    """A folder of a working day: two documents, one that is empty, and files that are no documents."""
    folder.mkdir()
    (folder / "bread.txt").write_text("Bread needs flour and water. It rests for an hour.", "utf-8")
    (folder / "ovens.csv").write_text("Oven,Degrees\nStone,290\n", "utf-8")
    (folder / "empty.txt").touch()
    (folder / "logo.svg").touch()
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("x")
    return folder


def test_every_file_is_accounted_for(run: Run, tmp_path: Path) -> None:
    folder, library = mixed(tmp_path / "papers"), tmp_path / "own.sqlite"
    named = ("--library", str(library))
    code, out, err = run("index", str(folder), *named)
    assert code == 3
    assert out.splitlines() == [
        "added 2: bread, ovens",
        "skipped 2:",
        "  .git (hidden folder (1 files))",
        "  logo.svg (not of a kind that is read (.svg))",
        "failed 1, with the reason below",
        f"library: {library}",
    ]
    empty = f"{folder / 'empty.txt'} is empty; remove it or put the document's text in it"
    assert err.splitlines()[-1] == f"yinzheng: {empty}"
    code, out, _ = run("info", *named)
    assert code == 0
    assert out.splitlines()[1:] == [
        "holds: 2 documents, 2 passages",
        out.splitlines()[2],
        f"made of: {folder}",
        "failed 1:",
        f"  {empty}",
        "skipped 2:",
        f"  {folder / '.git'}: hidden folder (1 files)",
        f"  {folder / 'logo.svg'}: not of a kind that is read (.svg)",
    ]
    told = json.loads(run("info", *named, "--json")[1])
    assert (told["documents"], told["roots"], told["failed"]) == (
        2, [str(folder)], [{"file": str(folder / "empty.txt"), "reason": empty}],
    )  # fmt: skip
    (folder / "empty.txt").unlink()
    code, out, _ = run("index", *named)  # without a path: what it was made of
    assert (code, out.splitlines()[0]) == (0, "unchanged 2: bread, ovens")
    (folder / "bread.txt").rename(tmp_path / "bread.txt")
    code, _, err = run("index", "--rebuild", *named)
    assert (code, "would lack 1 of 2 documents (bread)" in err) == (3, True)
    code, out, _ = run("index", "--rebuild", "--fewer", *named)
    assert (code, out.splitlines()[0]) == (0, "added 1: ovens")


def test_a_no_says_what_was_not_read(run: Run, tmp_path: Path) -> None:
    folder, library = mixed(tmp_path / "papers"), tmp_path / "own.sqlite"
    run("index", str(folder), "--library", str(library))
    code, out, _ = run("ask", "Who won the battle of Hastings?", "--library", str(library))
    assert code == 0
    assert "! 2 files could not be read and may say it; see: yinzheng info" in out
    _, out, _ = run("ask", "Who won the battle of Hastings?", "--library", str(library), "--json")
    assert json.loads(out)["library"]["unread"] == 2


def test_a_document_is_taken_out(run: Run, tmp_path: Path) -> None:
    folder, library = mixed(tmp_path / "papers"), tmp_path / "own.sqlite"
    named = ("--library", str(library))
    run("index", str(folder), *named)
    code, out, _ = run("remove", "bre", *named)
    assert (code, out) == (
        0, f"removed 1: bread\n{folder / 'bread.txt'} is still there: indexing its folder adds it again\n",
    )  # fmt: skip
    shutil.rmtree(folder)
    code, _, err = run("index", *named)
    assert code == 3
    assert "does not exist; give files or folders that do; its documents are still in the library, take them out" in err
    code, out, _ = run("remove", str(folder), *named, "--json")
    assert (code, json.loads(out)) == (0, {"removed": ["ovens"], "still_there": [], "finished": False})
    code, _, err = run("remove", "nothing", *named)
    assert (code, "names no document" in err) == (3, True)


def test_index_as_json_and_again(run: Run, tmp_path: Path) -> None:
    folder, library = tmp_path / "papers", tmp_path / "own.sqlite"
    folder.mkdir()
    text = "Bread needs flour :100: [bold]water[/bold] \\[1] and salt. It rests\tfor an hour."
    (folder / "bread.txt").write_text(text, "utf-8")
    code, out, err = run("index", str(folder), "--library", str(library), "--json")
    assert (code, [line for line in err.splitlines() if not PROGRESS.fullmatch(line)]) == (0, [])
    fields = ("added", "updated", "unchanged", "removed", "failed", "skipped", "marks_without_place")
    empty = dict[str, list[str]].fromkeys(fields, [])
    assert json.loads(out) == {**empty, "added": ["bread"]}
    before = library.read_bytes()
    code, out, _ = run("index", str(folder), "--library", str(library))
    assert (code, out) == (0, f"unchanged 1: bread\nlibrary: {library}\n")
    assert library.read_bytes() == before
    code, out, _ = run("show", "bread", "--library", str(library))
    assert ":100: [bold]water[/bold] \\[1] and salt. It rests\tfor" in out  # printed as it is: no markup, no emoji


def test_evaluate_as_json_and_its_floors(run: Run, tmp_path: Path) -> None:
    first = (ROOT / "tests" / "questions" / "seeds.jsonl").read_text("utf-8").splitlines()[0]
    questions, floors = tmp_path / "one.jsonl", tmp_path / "floors.json"
    questions.write_text(first, "utf-8")
    floors.write_text('{"all": {"found": 0.01}, "ja": {"questions": 2}}', "utf-8")
    code, out, err = run("evaluate", str(questions), "--floors", str(floors), "--json")
    assert code == 1
    assert err == "yinzheng: below the floor: ja: questions is 1.000, the floor is 2.000\n"
    value = json.loads(out)
    assert list(value) == ["yinzheng", "library", "model", "all", "by_language", "by_kind", "seconds", "results"]
    assert value["all"]["questions"] == 5
    assert list(value["by_language"]) == ["zh-Hans", "zh-Hant", "en", "ja", "ko"]


# ------------------------------------------------------------------------------------------------------ piped lines


def test_an_answer_in_lines(run: Run, engine: Engine) -> None:
    code, out, err = run("ask", NCG)
    assert (code, err) == (0, "")
    assert not DRAWN.search(out)
    assert out.startswith("The documents say:\n")
    for citation in engine.ask(NCG).citations:
        assert f"[{citation.number}] {citation.quote}\n" in out
        assert f"{citation.start}–{citation.end}" in out
    assert "人民報 ← 美國之音" in out


@pytest.mark.parametrize("arguments", [("show",), ("show", "003"), ("show", "000", "--dropped"), ("--help",)])
def test_what_is_piped_is_plain(run: Run, arguments: tuple[str, ...]) -> None:
    code, out, err = run(*arguments)
    assert (code, err) == (0, "")
    assert not DRAWN.search(out)
    assert len(out.splitlines()) >= 5


def test_the_list_is_one_line_a_document_with_tabs(run: Run, engine: Engine) -> None:
    lines = run("show")[1].splitlines()
    assert [line.split("\t")[0] for line in lines] == ["document", *engine.library.document_ids()]
    assert {len(line.split("\t")) for line in lines} == {5}


def test_what_was_left_out_is_told_with_its_reason(run: Run, engine: Engine) -> None:
    out = run("show", "000", "--dropped")[1]
    dropped = engine.library.document("000").dropped
    assert out.endswith(f"{len(dropped)} parts left out\n")
    assert all(part.reason in out for part in dropped)


@pytest.mark.parametrize("prefix", ["004", "004_", "004_4265a66dfc9597a6"])
def test_a_unique_prefix_names_a_document(run: Run, prefix: str) -> None:
    code, out, _ = run("show", prefix)
    assert (code, out.splitlines()[0]) == (0, "东亚战略风险评估： 日本视角")


@pytest.mark.parametrize(
    ("prefix", "fault"), [("00", "names 5 documents: 000_"), ("4", "names no document"), ("", "no document")]
)
def test_a_prefix_of_several_or_none(run: Run, prefix: str, fault: str) -> None:
    code, out, err = run("show", prefix)
    assert (code, out) == (3, "")
    assert fault in err
    assert len(err.splitlines()) == 1


# ------------------------------------------------------------------------------------------------------ help


@pytest.mark.parametrize("name", ["", *commands.commands])
def test_help_has_an_example_that_runs(run: Run, name: str) -> None:
    code, out, err = run(*([name] if name else []), "--help")
    assert (code, err) == (0, "")
    assert "Examples:\n" in out
    examples = [line.strip() for line in out.split("Examples:\n")[1].splitlines() if line.strip()]
    assert examples
    assert all(example.startswith(f"yinzheng {name}".strip()) for example in examples)
    assert run(*([name] if name else []), "-h")[1] == out


@pytest.mark.parametrize("name", ["", *commands.commands])
def test_help_fits_a_terminal_of_80_columns_and_nothing_of_it_is_cut_short(run: Run, name: str) -> None:
    for line in run(*filter(None, [name]), "--help")[1].splitlines():
        assert len(line) <= 80, line
        assert line.startswith("Usage:") or not line.endswith("..."), line


def test_without_a_command_help_is_shown(run: Run) -> None:
    assert run() == run("--help")


def test_version(run: Run) -> None:
    code, out, _ = run("--version")
    assert code == 0
    assert re.fullmatch(r"yinzheng \d+\.\d+\.\d+\n", out)


def test_the_exit_codes_of_the_help_are_those_of_the_errors(run: Run) -> None:
    out = run("--help")[1]
    told = dict(re.findall(r"^\s{2,}(\d+) {2,}(\S.*)$", out, flags=re.MULTILINE))
    assert list(told) == ["0", "1", "2", "3", "4", "5", "6", "130"]

    def all_kinds(kind: type[YinzhengError]) -> list[type[YinzhengError]]:
        return [kind, *(below for sub in kind.__subclasses__() for below in all_kinds(sub))]

    words = {
        QuestionError: "question",
        EvaluationError: "question file",
        AnswerError: "saved answer",
        CertificateError: "quotation",
        GeneratorError: "model",
        ServerError: "port",
        PluginError: "settings",
        EngineError: "vectors",
        ClusterError: "cluster",
    }
    for kind in all_kinds(YinzhengError)[1:]:
        meaning = told[str(kind.exit_code)]
        expected = words.get(kind) or {"Settings": "settings", "Source": "document", "Model": "model"}.get(
            kind.__name__.removesuffix("Error"), "library"
        )
        assert expected in meaning, kind
