"""What is counted of answers over the news, of rows whose counts can be read off; what an earlier tree is asked by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.answer_tables import headline
from benchmarks.asked import Row
from benchmarks.figures import results
from benchmarks.news_figures import LANGUAGES, coverage, figures, of, spread
from benchmarks.news_tables import TABLES
from benchmarks.newsqa import MIXED, drawn, sample_mixed, write
from corpora.news_set import news_sentences


def row(verdict: str = "answered", *, facts: int = 2, shown: int = 1, **changes: Any) -> Row:
    """A question of so many sentences that answer, all found, the first of them quoted."""
    cited = shown if verdict == "answered" else 0
    quoted = shown if verdict in ("answered", "uncertain") else 0
    return {
        "id": "q",
        "kind": "fact",
        "language": "en",
        "text_language": "ja",
        "answerable": True,
        "lost": 0,
        "verdict": verdict,
        "facts_found": [True] * facts,
        "facts_shown": [at < quoted for at in range(facts)],
        "facts_cited": [at < cited for at in range(facts)],
        "citation_holds": quoted > 0,
        "nearest_holds": False,
        "odds": 0.5,
        **changes,
    }


def no(verdict: str, **changes: Any) -> Row:
    return row(verdict, facts=0, shown=0, answerable=False, **changes)


FAILED: Row = {
    name: value
    for name, value in row().items()
    if name in ("id", "kind", "language", "text_language", "answerable", "lost")
} | {"error": "CertificateError: a quotation is not at 1–2 of x in y; rebuild"}


def test_what_is_shown_cited_and_called_answered() -> None:
    found = of([row(), row(shown=2), row(shown=0), row("uncertain"), row("not_in_library"), FAILED])
    assert (found["questions"], found["errors"]) == (6, 1)
    assert (found["found, any"], found["found, all"]) == (0.833, 0.833)
    assert (found["shown, any"], found["cited, any"], found["cited, all"]) == (0.5, 0.333, 0.167)
    assert found["right, of what is called answered"] == 0.667
    parts = [found[f"answerable, {one}"] for one in ("answered", "uncertain", "refused")]
    assert parts == [0.5, 0.167, 0.167]
    assert found["unanswerable, refused"] is None


def test_what_cannot_be_answered_is_answered_uncertain_or_refused() -> None:
    found = of([no("answered"), no("uncertain"), no("not_in_library"), no("outside_filters"), row()])
    parts = [found[f"unanswerable, {one}"] for one in ("answered", "uncertain", "refused")]
    assert parts == [0.25, 0.25, 0.5]
    assert found["right, of what is called answered"] == 0.5  # the one that cannot be answered is never right
    assert found["cited, any"] == 1.0


def test_a_sentence_quoted_as_nearest_is_not_shown() -> None:
    assert of([row("not_in_library", nearest_holds=True)])["shown, any"] == 0.0


def test_the_spread_is_of_the_languages_that_were_asked() -> None:
    assert spread({"en": {"x": 0.9}, "ja": {"x": 0.65}, "ko": {"x": None}}, "x") == 0.25
    assert spread({"en": {"x": 0.9}}, "x") is None


def test_a_threshold_answers_less_and_is_right_more_often() -> None:
    rows = [
        row(odds=0.9),
        row(odds=0.6),
        row("not_in_library", odds=0.3, nearest_holds=True),
        no("answered", odds=0.2),
        FAILED,
    ]
    points = coverage(rows)
    assert [point["threshold"] for point in points] == [0.2, 0.3, 0.6, 0.9]
    assert [point["answered, of what can be"] for point in points] == [
        0.75,
        0.75,
        0.5,
        0.25,
    ]  # an error is never answered
    assert [point["right, of what is answered"] for point in points] == [0.75, 1.0, 1.0, 1.0]
    assert coverage([row(odds=None)]) == []


def test_figures_of_a_run() -> None:
    rows = [row(), row(language="ja", text_language="ja", kind="date", shown=0), no("not_in_library", odds=0.1), FAILED]
    found = figures(rows)
    assert found["question and text in one language"]["questions"] == 1
    assert found["by pair"]["en"]["ja"]["questions"] == 3
    assert found["by kind"]["date"]["cited, any"] == 0.0
    assert found["spread between languages of the question"] == {"shown": 0.5, "cited": 0.5}
    assert found["calibration error"] == pytest.approx(0.3)  # .5 where all can be, .1 where nothing can
    assert found["calibration error, as asked"] == pytest.approx(1.1 / 3, abs=1e-3)  # .5 twice, .1 once
    assert list(found["errors"].values()) == [1]
    assert figures([row(odds=None)])["calibration error"] is None


def test_the_last_run_is_what_the_tables_are_of() -> None:
    held = {
        **results(),
        "newsqa": {"runs": {"before": figures([row(shown=0)]), "now": figures([row(), no("answered")])}},
    }
    assert "| now, all | 2 | 1.00 | 1.00 | 1.00 | .00 | .50 |" in TABLES["news"](held)
    assert "| before, all | 1 | 1.00 | .00 | .00 |" in TABLES["news"](held)
    assert "| English | – (–) | – (–) | – (–) | 1.00 (1.00) | – (–) | 1.00 (1.00) |" in TABLES["news pairs"](held)
    assert "| now | – | – | .00 |" in TABLES["news odds"](held)
    assert TABLES["news kinds"](held).splitlines()[2:] == ["| fact | 1 | 1.00 | 1.00 | 1.00 | .50 |"]
    assert "news in five languages | 1.00 | 1.00 | 1.00 | 1.00 | .00 |" in headline(held)
    assert len(LANGUAGES) == 5


def test_without_a_run_there_are_no_rows() -> None:
    assert all(len(made({}).splitlines()) == 2 for made in TABLES.values())


def test_each_article_of_a_mixed_library_stands_in_the_language_that_its_questions_expect(tmp_path: Path) -> None:
    data = Path(__file__).resolve().parent.parent / "questions" / "newsqa"
    write(data, MIXED, tmp_path / "mixed")
    texts = {path.stem: path.read_text("utf-8") for path in (tmp_path / "mixed").iterdir()}
    languages = {drawn(document) for document in news_sentences(data)}
    assert len(languages) > 1
    asked = list(sample_mixed(data, 50))
    assert len(asked) == 50
    assert {text for text, _ in asked} <= languages
    for _, question in asked:
        assert all(fact[0].quote in texts[fact[0].document] for fact in question.facts)
