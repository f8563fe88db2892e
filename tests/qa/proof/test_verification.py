"""A saved answer against libraries that have changed since: files edited, moved, renamed, deleted; the answer edited."""

from __future__ import annotations

import copy
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.build import build, build_facts
from index.document import make_document
from index.encoder.embed import Embedder
from index.errors import LibraryMissing
from index.passages import passages
from index.records import Source
from index.settings import Settings
from index.store.entries import entries
from index.store.library import Library
from qa import verify
from qa.engine import Engine
from qa.errors import AnswerError
from qa.proof.checks import QuotationCheck, State, Verification
from qa.proof.saved import read_answer
from qa.proof.verification import verify_in
from qa.reading.span_reader import SpanReader
from qa.ui.terminal.cli import main

FLEET = """The harbour fleet

The harbour of Vellmar has been dredged since the spring. Ships of every size now reach the quay at low water.

The council decided in March 2024 that the harbour fleet is to have 37 tugs by the end of the decade. The mayor said that the money for them is already set aside. Nobody on the council spoke against it.

A museum of the old tugs opens next summer. It will stand where the fish market was.
"""
BREAD = """On bread

To bake sourdough bread, feed the starter the evening before and let the dough rest for twelve hours.

A hot oven and a little steam give the loaf its crust. The crumb stays moist for three days in a cloth.
"""
CHAIN = """On chains

A bicycle chain lasts about four thousand kilometres when it is cleaned and oiled after every ride in the rain.

Replace the cassette with every third chain. The chain rings last longer than both of them together.
"""
QUESTION = "What did the council of Vellmar decide in March 2024?"
Edit = Callable[[Path], None]


@pytest.fixture(scope="module")
def kept(
    tmp_path_factory: pytest.TempPathFactory,
    settings: Settings,
    embedder: Embedder,
    reader: SpanReader,
) -> tuple[Path, dict[str, Any]]:
    """A folder with `files` and the library made of them, and an answer from it, as JSON. Copy it, do not change it."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "files").mkdir()
    write_files(folder / "files")
    build([folder / "files"], folder / "library.sqlite", embedder, settings, strict=True)
    engine = Engine.open(settings, folder / "library.sqlite", embedder=embedder, reader=reader)
    answer = json.loads(json.dumps(engine.ask(QUESTION, 2).to_dict()))
    engine.close()
    assert "37 tugs" in answer["citations"][0]["quote"]
    return folder, answer


@pytest.fixture
def after(
    kept: tuple[Path, dict[str, Any]], tmp_path: Path, settings: Settings, embedder: Embedder
) -> Iterator[Callable[[Edit], Verification]]:
    """What verifying says after the files were edited, and indexed again; they are put back afterwards."""
    files, library = kept[0] / "files", tmp_path / "library.sqlite"
    shutil.copy(kept[0] / "library.sqlite", library)

    def after(edit: Edit) -> Verification:
        edit(files)
        assert not build([files], library, embedder, settings, strict=True).failed
        return verify(kept[1], library=library)

    yield after
    for path in files.iterdir():
        path.unlink()
    write_files(files)


def write_files(folder: Path) -> None:
    for name, text in (("fleet", FLEET), ("bread", BREAD), ("chain", CHAIN)):
        (folder / f"{name}.txt").write_text(text)


def rewrite(name: str, *replaced: tuple[str, str]) -> Edit:
    def edit(files: Path) -> None:
        text = (files / f"{name}.txt").read_text()
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new)
        (files / f"{name}.txt").write_text(text)

    return edit


def first(found: Verification) -> QuotationCheck:
    assert "37 tugs" in found.checks[0].quote
    return found.checks[0]


# ------------------------------------------------------------------------------------------------------ all evidence


@pytest.fixture(scope="module")
def collected(kept: tuple[Path, dict[str, Any]], settings: Settings, embedder: Embedder, reader: SpanReader) -> Path:
    """All evidence of the library of `kept`, saved."""
    engine = Engine.open(settings, kept[0] / "library.sqlite", embedder=embedder, reader=reader)
    found = engine.all_evidence(QUESTION, at_least=0.02)
    engine.close()
    assert any("37 tugs" in citation.quote for citation in found.citations)
    assert verify(found, library=kept[0] / "library.sqlite").holds
    path = kept[0] / "evidence.json"
    path.write_text(json.dumps(found.to_dict()))
    return path


def test_all_evidence_that_was_saved_is_held_against_the_library(collected: Path) -> None:
    found = verify(collected, library=collected.with_name("library.sqlite"))
    assert found.holds
    assert found.checks
    assert {(check.part, check.state) for check in found.checks} == {("citations", State.VERBATIM)}


def test_evidence_of_which_a_number_was_changed_does_not_hold(collected: Path) -> None:
    edited = json.loads(collected.read_text().replace("37 tugs", "38 tugs"))
    found = verify(edited, library=collected.with_name("library.sqlite"))
    assert not found.holds
    changed = next(check for check in found.checks if "38 tugs" in check.quote)
    assert (changed.state, changed.altered) == (State.CHANGED, True)


def test_what_is_no_evidence_is_named(collected: Path) -> None:
    edited = json.loads(collected.read_text())
    edited["citations"][0].pop("quote")
    with pytest.raises(AnswerError, match=r"citations\[0\]: 'quote' is a required property"):
        verify(edited, library=collected.with_name("library.sqlite"))
    edited = json.loads(collected.read_text())
    edited["statements"][0]["citations"] = [99]
    assert verify(edited, library=collected.with_name("library.sqlite")).contradictions


# ---------------------------------------------------------------------------------------- the documents were changed


def test_nothing_was_changed(after: Callable[[Edit], Verification], kept: tuple[Path, dict[str, Any]]) -> None:
    found = after(lambda files: None)
    assert found.holds
    assert {check.state for check in found.checks} == {State.VERBATIM}
    assert (first(found).same_file, first(found).renamed, first(found).altered) == (True, False, False)
    assert len(found.checks) == len(kept[1]["citations"]) + len(kept[1]["nearest"])


def test_text_put_in_before_it(after: Callable[[Edit], Verification]) -> None:
    more = "A storm broke the northern mole in the winter, and it was mended within a week.\n\nThe council decided"
    check = first(after(rewrite("fleet", ("The council decided", more))))
    assert (check.state, check.same_file, check.altered) == (State.MOVED, False, False)
    assert check.now is not None
    assert (check.now.document, check.now.text) == ("fleet", check.quote)
    added = more.replace("\n\n", "\n")  # which is how the text of a document parts its paragraphs
    assert check.now.start == check.start + len(added) - len("The council decided")


def test_text_put_in_after_it(after: Callable[[Edit], Verification]) -> None:
    found = after(rewrite("fleet", ("next summer", "in the summer after next")))
    assert (first(found).state, first(found).same_file, first(found).holds) == (State.VERBATIM, False, True)


def test_a_number_in_it_was_changed(after: Callable[[Edit], Verification]) -> None:
    found = after(rewrite("fleet", ("37 tugs", "41 tugs")))
    check = first(found)
    assert check.state is State.CHANGED
    assert check.now is not None
    assert check.now.text == check.quote.replace("37", "41")
    assert [(c.was, c.now) for c in check.changes if c.was != c.now] == [("37", "41")]
    assert "".join(c.was for c in check.changes) == check.quote
    assert not found.holds


@pytest.mark.parametrize(
    ("old", "new"),
    [("37 tugs", "37\u00a0tugs"), ("37 tugs", "37 Tugs"), ("decade.", "decade!"), ("March 2024", "March, 2024")],
)
def test_verbatim_means_every_character(old: str, new: str, after: Callable[[Edit], Verification]) -> None:
    check = first(after(rewrite("fleet", (old, new))))
    assert check.state is State.CHANGED, check
    assert check.now is not None
    assert check.now.text != check.quote


def test_the_sentence_was_taken_out(after: Callable[[Edit], Verification]) -> None:
    sentence = FLEET[FLEET.index("The council decided") : FLEET.index("The mayor")]
    check = first(after(rewrite("fleet", (sentence, ""))))
    assert (check.state, check.now, check.same_file) == (State.GONE, None, False)


def test_the_file_was_deleted(after: Callable[[Edit], Verification]) -> None:
    check = first(after(lambda files: (files / "fleet.txt").unlink()))
    assert (check.state, check.now, check.same_file) == (State.GONE, None, None)


def test_its_words_went_into_another_file(after: Callable[[Edit], Verification]) -> None:
    def edit(files: Path) -> None:
        (files / "chronicle.txt").write_text(f"A chronicle of Vellmar\n\n{BREAD}\n{FLEET}")
        (files / "fleet.txt").unlink()

    check = first(after(edit))
    assert (check.state, check.same_file, check.renamed) == (State.ELSEWHERE, None, False)
    assert check.now is not None
    assert (check.now.document, check.now.text) == ("chronicle", check.quote)


def test_the_file_was_renamed(after: Callable[[Edit], Verification]) -> None:
    found = after(lambda files: (files / "fleet.txt").rename(files / "harbour.txt"))
    check = first(found)
    assert (check.state, check.same_file, check.renamed) == (State.VERBATIM, True, True)
    assert check.now is not None
    assert check.now.document == "harbour"
    assert found.holds


def test_another_file_has_its_name(after: Callable[[Edit], Verification]) -> None:
    def edit(files: Path) -> None:
        (files / "fleet.txt").rename(files / "harbour.txt")
        (files / "bread.txt").rename(files / "fleet.txt")

    check = first(after(edit))
    assert (check.state, check.renamed, check.now and check.now.document) == (State.VERBATIM, True, "harbour")


def test_a_reprint_still_has_what_was_changed(after: Callable[[Edit], Verification]) -> None:
    def edit(files: Path) -> None:
        (files / "reprint.txt").write_text(f"Reprinted with thanks\n\n{FLEET}")
        rewrite("fleet", ("37 tugs", "41 tugs"))(files)

    check = first(after(edit))
    assert (check.state, check.also) == (State.CHANGED, ("reprint",))


def test_a_reprint_still_has_what_was_deleted(after: Callable[[Edit], Verification]) -> None:
    def edit(files: Path) -> None:
        for name in ("reprint", "second"):
            (files / f"{name}.txt").write_text(f"A {name} one, with thanks\n\n{FLEET}")
        (files / "fleet.txt").unlink()

    check = first(after(edit))
    assert (check.state, check.now and check.now.document, check.also) == (State.ELSEWHERE, "reprint", ("second",))


def test_of_several_places_the_one_in_the_same_surroundings(
    after: Callable[[Edit], Verification], kept: tuple[Path, dict[str, Any]]
) -> None:
    sentence = kept[1]["citations"][0]["quote"]

    def edit(files: Path) -> None:
        text = (files / "fleet.txt").read_text()
        before = (
            f"The gazette had asked for it since the flood of 1962, and now it had it on its first page. {sentence} "
            "Beside it stood a drawing of the quay with the mayor, who holds a rope in one hand and waves.\n\n"
        )
        (files / "fleet.txt").write_text(text.replace("The harbour of", before + "The harbour of"))

    check = first(after(edit))
    assert check.state is State.MOVED
    assert check.now is not None
    assert check.now.start > check.start + 100  # not the nearer one, which the gazette has


def test_a_library_of_other_settings_and_another_cleaning(
    kept: tuple[Path, dict[str, Any]], tmp_path: Path, settings: Settings, embedder: Embedder
) -> None:
    """The engine refuses what another cleaning made; for verifying it counts only what the documents say."""
    facts = replace(build_facts(embedder, settings), passage_length=50, cleaning=99)
    documents = [make_document(path, path.read_bytes(), Source()) for path in sorted((kept[0] / "files").iterdir())]
    with Library.create(tmp_path / "other.sqlite", facts) as library:
        library.change(entries([(document, passages(document, 50)) for document in documents], embedder, print))
    assert verify(kept[1], library=tmp_path / "other.sqlite").holds


def test_who_said_it_is_checked_too(after: Callable[[Edit], Verification], kept: tuple[Path, dict[str, Any]]) -> None:
    def edit(files: Path) -> None:
        (files / "sources.toml").write_text('["fleet.txt"]\npublished = "2024-05"\nauthors = ["A. Berg"]\n')

    found = after(edit)
    assert (first(found).state, dict(first(found).said)) == (
        State.VERBATIM,
        {"author": "A. Berg", "published": "2024-05"},
    )
    assert not found.holds


# ----------------------------------------------------------------------------------------- the answer was changed


def tampered(answer: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The answer with another value at `path` (`citations.0.quote`); a function is given the old one."""
    found = copy.deepcopy(answer)
    at: Any = found
    *way, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
    for step in way:
        at = at[step]
    at[last] = value(at[last]) if callable(value) else value
    return found


@pytest.mark.parametrize(
    ("path", "value", "state", "contradiction"),
    [
        ("citations.0.quote", lambda quote: quote.replace("37", "73"), State.CHANGED, "says what its citations do not"),
        ("citations.0.quote", lambda quote: quote.replace("37 ", ""), State.CHANGED, "characters are quoted from"),
        ("citations.0.quote", "Bread rises at night.", State.GONE, "characters are quoted from"),
        ("citations.0.quote", BREAD[10:60], State.ELSEWHERE, "says what its citations do not"),
        ("citations.0.start", lambda start: start - 1, State.MOVED, "certified at"),
        ("citations.0.end", lambda end: end + 1, State.MOVED, "certified at"),
        ("citations.0.end", 10**12, State.MOVED, "certified at"),
        ("citations.0.certificate.start", lambda start: start + 1, State.VERBATIM, "certified at"),
        ("citations.0.number", 5, State.VERBATIM, "number 5 stands where 1 belongs"),
        ("statements.0.text", lambda text: text.replace("37", "73"), State.VERBATIM, "says what its citations do not"),
        ("statements.0.citations", [9], State.VERBATIM, "not all there"),
        ("statements.0.topic", "Fleets", State.VERBATIM, "does not stand under its topic"),
        (
            "views",
            [{"holder": "x", "speaker": True, "documents": ["bread"], "citations": [1]}],
            State.VERBATIM,
            "its documents are bread",
        ),
        (
            "generated",
            {"model": "m", "sentences": [{"text": "x", "citations": [9], "odds": 1, "supported": True}], "error": ""},
            State.VERBATIM,
            "called supported by 9",
        ),
    ],
)
def test_an_answer_that_was_tampered_with(
    path: str, value: Any, state: State, contradiction: str, kept: tuple[Path, dict[str, Any]]
) -> None:
    found = verify(tampered(kept[1], path, value), library=kept[0] / "library.sqlite")
    check = found.checks[0]
    assert check.state is state
    assert check.altered == (state is not State.VERBATIM)  # the document is as it was
    assert not found.holds
    assert any(contradiction in fault for fault in found.contradictions), found.contradictions


@pytest.mark.parametrize(
    ("path", "value"),
    [("author", "C. Aule"), ("speakers", ["mayor"]), ("chains", [["x"]]), ("direct", True), ("published", "1999")],
)
def test_words_put_into_another_mouth(path: str, value: Any, kept: tuple[Path, dict[str, Any]]) -> None:
    wrong = tampered(kept[1], f"citations.0.{path}", value)
    found = verify(wrong, library=kept[0] / "library.sqlite")
    assert found.checks[0].state is State.VERBATIM
    assert [name for name, _ in found.checks[0].said] == [path]
    assert not found.holds


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b"\xff\xfe{\x00}\x00", "is not UTF-8"),
        (b"[]", "it has no `schema`"),
        (b"null", "it has no `schema`"),
        (b'{"question": "x"}', "it has no `schema`"),
        (b'{"schema": "urn:yinzheng:answer:99"}', "this version reads 'urn:yinzheng:answer:3'"),
        (b'{"schema": ["urn:yinzheng:answer:2"]}', "this version reads"),
        (b'{"schema": "urn:yinzheng:answer:1"}', "is not an answer: the answer: '\\w+' is a required property"),
        (b'{"schema": NaN}', "NaN is no number of JSON"),
        (b'{"schema": -Infinity}', "-Infinity is no number"),
        (b'{"schema": 1e999}', "too large a number"),
        (b'{"schema": ' + b"9" * 5000 + b"}", "is not JSON"),
        (b'{"schema": "a", "schema": "b"}', "the key 'schema' stands twice"),
        (b"[" * 100_000, "nested too deeply|is not JSON"),
    ],
    ids=range(15),
)
def test_what_is_no_answer_is_refused(data: bytes, fault: str, tmp_path: Path) -> None:
    (tmp_path / "answer.json").write_bytes(data)
    with pytest.raises(AnswerError, match=fault) as raised:
        read_answer(tmp_path / "answer.json")
    assert str(tmp_path / "answer.json") in str(raised.value)
    assert len(str(raised.value)) < 500
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("citations.0.start", -1, r"citations\[0\].start: -1 is less than the minimum"),
        ("citations.0.quote", ["x" * 10_000], r"citations\[0\].quote: .{1,170};"),
        ("statements.0.citations", [], r"statements\[0\].citations: \[\] should be non-empty"),
        ("library.more", 1, r"library: Additional properties are not allowed"),
        ("citations.0.certificate", None, r"citations\[0\].certificate: None is not of type 'object'"),
    ],
)
def test_what_breaks_the_schema_is_refused_with_its_place(
    path: str, value: Any, fault: str, kept: tuple[Path, dict[str, Any]]
) -> None:
    broken = copy.deepcopy(kept[1])
    broken["library"].setdefault("more", None) if path == "library.more" else None
    with pytest.raises(AnswerError, match=fault):
        verify(tampered(broken, path, value), library=kept[0] / "library.sqlite")


def test_a_huge_file_and_one_that_is_not_there(tmp_path: Path) -> None:
    with (tmp_path / "huge.json").open("wb") as file:
        file.truncate(64_000_001)
    with pytest.raises(AnswerError, match="larger than any answer"):
        read_answer(tmp_path / "huge.json")
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(AnswerError, match="cannot be read"):
            read_answer(path)


# --------------------------------------------------------------------------------------------- the ways to call it


def test_from_python(kept: tuple[Path, dict[str, Any]], tmp_path: Path, engine: Engine) -> None:
    (tmp_path / "answer.json").write_text(json.dumps(kept[1]))
    library = kept[0] / "library.sqlite"
    assert verify(tmp_path / "answer.json", library=library) == verify(str(tmp_path / "answer.json"), library=library)
    with pytest.raises(LibraryMissing):
        verify(kept[1], library=tmp_path / "none.sqlite")
    made = engine.ask("美韓「核磋商小組」(NCG)是什麼？")
    assert verify(made, library=engine.library.path).holds
    assert verify_in(engine.library, made.to_dict()).count(State.VERBATIM) == len(made.citations) + len(made.nearest)


def test_what_comes_nearest_is_checked_too(kept: tuple[Path, dict[str, Any]]) -> None:
    answer = {**kept[1], "verdict": "not_in_library", "statements": [], "citations": [], "views": []}
    answer["nearest"] = [copy.deepcopy(kept[1]["citations"][0])]
    with Library.open(kept[0] / "library.sqlite") as library:
        found = verify_in(library, answer)
        assert [(check.part, check.state) for check in found.checks] == [("nearest", State.VERBATIM)]
        assert found.holds
        answer["nearest"][0]["quote"] = "Never said."
        assert not verify_in(library, answer).holds


def run(
    capsys: pytest.CaptureFixture[str], kept: tuple[Path, dict[str, Any]], *arguments: str | Path
) -> tuple[int, str, str]:
    code = main(["verify", "--library", str(kept[0] / "library.sqlite"), *map(str, arguments)])
    output = capsys.readouterr()
    return code, output.out, output.err


def test_the_command(
    capsys: pytest.CaptureFixture[str],
    kept: tuple[Path, dict[str, Any]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    good, bad, none = tmp_path / "good.json", tmp_path / "bad.json", tmp_path / "none.json"
    good.write_text(json.dumps(kept[1]), "utf-8")
    wrong = tampered(kept[1], "citations.0.quote", lambda quote: quote.replace("37", "73"))
    bad.write_text(json.dumps(wrong), "utf-8")
    code, out, err = run(capsys, kept, good)
    assert (code, err) == (0, "")
    assert re.search(r"^\[1\] verbatim · fleet \d+–\d+ · holds$", out, re.MULTILINE)
    assert re.search(r"^\d quotations? verbatim|^(\d) of \1 quotations? verbatim", out, re.MULTILINE)
    code, out, err = run(capsys, kept, good, bad)
    assert (code, err) == (1, "")
    assert "the saved answer was changed: ask again" in out
    assert "[-73-]{+37+}" in out
    code, out, err = run(capsys, kept, bad, none, good)
    assert code == 2
    assert err.startswith(f"yinzheng: {none} cannot be read")
    assert out.count("· library:") == 2  # the others are checked all the same
    code, out, err = run(capsys, kept, good, bad, none, "--json")
    values = json.loads(out)
    assert [value.get("holds") for value in values] == [True, False, None]
    assert values[1]["states"]["changed"] == 1
    assert values[1]["checks"][0]["changes"]
    assert "cannot be read" in values[2]["error"]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(good.read_bytes())))
    assert run(capsys, kept, "-")[0] == 0
    assert main(["verify", "--library", str(tmp_path / "none.sqlite"), str(good)]) == 3
    assert main(["verify"]) == 2


def test_no_model_is_loaded(kept: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    """It is quick, and works where there is no model: only the library's file is opened."""
    (tmp_path / "answer.json").write_text(json.dumps(kept[1]))
    heavy = {"torch", "sentence_transformers", "transformers", "tokenizers", "faiss", "gradio", "qa.engine"}
    code = (
        "import sys; from qa.ui.terminal.cli import main\n"
        "code = main(['verify', '--library', sys.argv[1], sys.argv[2]])\n"
        f"print(code, sorted({heavy!r} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(kept[0] / "library.sqlite"), str(tmp_path / "answer.json")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "0 []"
