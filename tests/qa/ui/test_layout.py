"""How an answer is laid out, and what the terminal shows of it: headings, views by source, silence, what is nearest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.errors import LibraryError
from index.offsets import OffsetMap, Span
from index.records import Attribution, Document, Passage, Section, SectionKind, Source
from qa.engine import Engine
from qa.records import Answer, Citation, Statement, Verdict, View
from qa.ui.layout import by_source, laid_out
from qa.ui.terminal.answers import print_answer

VIEWS = "How do the different sources view nuclear sharing?"
ADVICE = "秋山信将向日本提出了哪些建议？"
RAMEN = "How do I make tonkotsu ramen?"
TEXT = "Advice\nThe harbour must close. Boats, the mayor said, are welcome."


def make_document(name: str) -> Document:
    return Document(
        name,
        f"{name}.txt",
        name.encode().hex(),
        Source(title=f"Title of {name}", publisher="A paper", authors=("An author",), published="2024"),
        TEXT,
        "en",
        OffsetMap.identity(len(TEXT)),
        (Section(7, len(TEXT), SectionKind.BODY, ("Advice",)),),
        attributions=(Attribution(31, len(TEXT), ("the mayor",), Span(38, 52), direct=False),),
    )


ONE, TWIN, OTHER, QUIET = (make_document(name) for name in ("one", "twin", "other", "quiet"))
KNOWN = {document.id: document for document in (ONE, TWIN, OTHER, QUIET)}


def quote(number: int, document: Document, start: int, end: int) -> Citation:
    passage = Passage(document.id, 7, len(TEXT), TEXT[7:], document.sections[0], "en")
    return Citation(number, document, passage, start, end, TEXT[start:end], 0.9)


def make_answer(**parts: object) -> Answer:
    empty = Answer("q", "en", Verdict.ANSWERED, (), (), (), {"documents": 4}, "model", 0.1)
    return replace(empty, **parts)  # type: ignore[arg-type]


CLOSED, AGAIN, HEADING, MAYOR, ELSEWHERE = (
    quote(1, ONE, 7, 30),
    quote(2, TWIN, 7, 30),
    quote(3, ONE, 0, 6),
    quote(4, ONE, 31, len(TEXT)),
    quote(5, OTHER, 7, 30),
)
COMPARED = make_answer(
    statements=(
        Statement(CLOSED.quote, (1, 2, 3), "Advice"),
        Statement(MAYOR.quote, (4,)),
        Statement(ELSEWHERE.quote, (5,)),
    ),
    citations=(CLOSED, AGAIN, HEADING, MAYOR, ELSEWHERE),
    views=(
        View("An author", False, ("one", "twin"), (1, 2, 3)),
        View("An author", False, ("other",), (5,)),
        View("the mayor", True, ("one", "twin"), (4,)),
    ),
    silent=("quiet", "gone"),
)


def known(name: str) -> Document:
    if name not in KNOWN:
        raise LibraryError(f"{name!r} names no document")
    return KNOWN[name]


def test_a_heading_is_told_from_copies() -> None:
    cited = {citation.number: citation for citation in COMPARED.citations}
    item = laid_out(COMPARED.statements[0], cited)
    assert (item.quote, item.heading, item.others) == (CLOSED, HEADING, (AGAIN,))
    bare = laid_out(Statement(CLOSED.quote, (1, 2)), cited)
    assert (bare.quote, bare.heading, bare.others) == (CLOSED, None, (AGAIN,))
    other = laid_out(Statement("In other words.", (1, 4)), cited)
    assert (other.quote, other.heading, other.others) == (None, None, (CLOSED, MAYOR))


def test_views_of_one_source_stand_together_with_what_is_said_there() -> None:
    sides = by_source(COMPARED)
    assert [side.documents for side in sides] == [("one", "twin"), ("other",)]
    assert [[held.view.holder for held in side.held] for side in sides] == [["An author", "the mayor"], ["An author"]]
    assert [item.statement for side in sides for held in side.held for item in held.told] == list(COMPARED.statements)


def test_piped_views_are_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(COMPARED, known)
    assert capsys.readouterr().out.splitlines() == [
        "The documents say:",
        "",
        "Title of one · A paper · 2024 · one.txt · also in Title of twin, counted once",
        "  An author:",
        "    [3] Advice",
        "    [1][2] The harbour must close.",
        "        7–30",
        "  the mayor (quoted or reported):",
        "    [4] Boats, the mayor said, are welcome.",
        "        31–66 · said by the mayor",
        "",
        "Title of other · A paper · 2024 · other.txt",
        "  An author:",
        "    [5] The harbour must close.",
        "        7–30",
        "",
        "Silent on this (2):",
        "– Title of quiet (quiet)",
        "– gone",
        "",
        "4 documents · 0.10 s",
    ]


def test_a_terminal_draws_a_table(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    print_answer(COMPARED, known)
    shown = capsys.readouterr().out
    assert all(part in shown for part in ("source", "who", "word for word", "│", "[1][2]", "The harbour must close."))
    assert shown.count("Title of one") == 1


@pytest.mark.parametrize("width", ["60", "100"])
def test_a_table_cuts_no_quotation_short(
    width: str, engine: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = engine.ask(VIEWS)
    monkeypatch.setenv("COLUMNS", width)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    print_answer(answer, engine.library.document)
    rows = [line.split("│") for line in capsys.readouterr().out.splitlines() if line.startswith("│")]
    words = "".join("".join(row[4].split()) for row in rows)
    for citation in answer.citations:
        assert "".join(citation.quote.split()) in words


def test_many_silent_sources_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(replace(COMPARED, silent=tuple(f"d{n}" for n in range(13))))
    lines = capsys.readouterr().out.splitlines()
    assert "Silent on this (13):" in lines
    assert len([line for line in lines if line.startswith("– ")]) == 10
    assert "  and 3 more" in lines


def test_a_single_view_is_no_table(capsys: pytest.CaptureFixture[str]) -> None:
    single = replace(COMPARED, views=COMPARED.views[:1], statements=COMPARED.statements[:1], silent=())
    print_answer(single, known)
    lines = capsys.readouterr().out.splitlines()
    assert lines[2:4] == ["[3] Advice", "[1] The harbour must close."]
    assert [line[:3] for line in lines if line.startswith("[")] == ["[3]", "[1]", "[2]"]


@pytest.mark.parametrize(
    ("verdict", "heading"),
    [
        (Verdict.NOT_IN_LIBRARY, "Nearest to it they say, which does not answer it:"),
        (Verdict.OUTSIDE_FILTERS, "Not within the filters. Outside them the documents say:"),
    ],
)
def test_what_comes_with_a_no_has_numbers_of_its_own(
    verdict: Verdict, heading: str, capsys: pytest.CaptureFixture[str]
) -> None:
    print_answer(make_answer(verdict=verdict, nearest=(CLOSED,)))
    lines = capsys.readouterr().out.splitlines()
    assert heading in lines
    assert "(1) The harbour must close." in lines
    assert not [line for line in lines if line.startswith("[")]


@pytest.mark.parametrize(
    ("odds", "told"),
    [(0.7, "likely"), (0.66, "likely"), (0.5, "as likely as not"), (0.32, "unlikely"), (0.0, "unlikely")],
)
def test_what_may_answer_is_headed_so_with_its_odds_in_words(
    odds: float, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = (Statement(CLOSED.quote, (1,)),)
    print_answer(make_answer(verdict=Verdict.UNCERTAIN, statements=said, citations=(replace(CLOSED, score=odds),)))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "These may answer; read them before you rely on them:"
    assert "[1] The harbour must close." in lines
    assert f"    {told} to answer" in lines


def test_real_views_recommendations_and_a_no(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    answer = engine.ask(VIEWS)
    sides = by_source(answer)
    assert sum(len(side.held) for side in sides) == len(answer.views) > 2
    assert sum(len(held.told) for side in sides for held in side.held) == len(answer.statements)
    advice = engine.ask(ADVICE)
    print_answer(advice, engine.library.document)
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("[")]
    assert lines[::2] == ["[1] 加强防卫能力", "[3] 加强日美韩三国协调", "[5] 通过战略对话减少威胁"]
    assert [line[:3] for line in lines[1::2]] == ["[2]", "[4]", "[6]"]
    print_answer(engine.ask(RAMEN), engine.library.document)
    assert "Nearest to it they say, which does not answer it:" in capsys.readouterr().out
