"""A question set that is run, and its report → HTML."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from qa.evaluation.requirement import Require, shortfall
from qa.evaluation.results import Figures, Report, Result
from qa.ui.web.html.drawing import draw
from qa.ui.web.wanted import Wanted
from qa.ui.web.words.strings import PageStrings
from qa.verdict import Verdict

__all__ = ["report_html", "result_html", "set_html"]


def set_html(words: PageStrings, token: str, most: int) -> Markup:
    """Where a question set is chosen, of at most so many bytes, by whoever has the `token`."""
    return draw("quality", "choose", words=words, token=token, most=most, large=words.set_large.format(n=most // 1000))


def result_html(wanted: Wanted, result: Result) -> Markup:
    """A question that was asked: whether its answer is as expected, and the way to its answer."""
    words = wanted.words
    passed = not shortfall(result, Require.CITED)
    state, told = ("right", words.set_right) if passed else ("wrong", words.set_wrong)
    if result.uncertain:
        state, told = "unsure", words.set_unsure
    cited = words.set_cited.format(n=result.answered, m=result.facts) if result.facts else ""
    parts = [told, words.headings[Verdict(result.verdict)], cited, result.kind, f"{result.seconds:.2f} s"]
    return draw(
        "quality",
        "result",
        state=state,
        told=" · ".join(part for part in parts if part),
        href=Wanted(lang=wanted.lang, theme=wanted.theme).to(q=result.question),
        question=result.question,
        tag=result.language,
        language=words.called(result.language),
    )


def report_html(words: PageStrings, report: Report) -> Markup:
    """The figures of all that was asked, and of each language and kind."""
    tables = [
        (words.column_language, _rows(words.languages, words, report.by("language"))),
        (words.column_kind, _rows({}, words, report.by("kind"))),
    ]
    tables[0][1].insert(0, (words.set_all, *_row(words, report.figures())))
    return draw("quality", "report", words=words, names=list(words.set_figures.values()), tables=tables)


_Row = tuple[str, int, list[tuple[str, str]]]


def _rows(names: Mapping[str, str], words: PageStrings, figures: Mapping[str, Figures]) -> list[_Row]:
    return [(names.get(value, value), *_row(words, those)) for value, those in figures.items()]


def _row(words: PageStrings, figures: Figures) -> tuple[int, list[tuple[str, str]]]:
    shares = [(label, _percent(figures[name])) for name, label in words.set_figures.items()]
    return int(figures["questions"] or 0), shares


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{round(share * 100)} %"
