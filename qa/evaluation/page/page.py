"""A report as one page: figures, plots and the evidence of every question, beside the baseline's; a file of its own.

What documents and questions say is text to it, never markup, and the page may load nothing and run nothing but what it
carries: its policy names its one style sheet and its one script by their hashes.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from index.text.visible import visible_html
from qa.evaluation.baseline import AnswerChange, Comparison, Difference
from qa.evaluation.page.plots import reliability, times
from qa.evaluation.requirement import Require, shortfall
from qa.evaluation.results import (
    CitedQuote,
    Figures,
    Report,
    Result,
)
from qa.wording import counted

__all__ = ["Cell", "Entry", "evaluation_page"]

_COLUMNS = {
    "found": "Facts found",
    "answered": "Facts cited",
    "shown": "Facts shown",
    "verified": "Quotations verified",
    "answers_right": "Right, of what is answered",
    "answerable_answered": "Answered, of what can be",
    "answerable_uncertain": "Uncertain, of what can be",
    "unanswerable_refused": "Refused, of what cannot",
    "unanswerable_uncertain": "Uncertain, of what cannot",
    "verdicts_right": "Verdicts right",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A share, now and in the baseline; None where nothing counts."""

    label: str
    now: float | None
    before: float | None

    @property
    def change(self) -> int:
        """By how many hundredths it rose, as the two are shown."""
        if self.now is None or self.before is None:
            return 0
        return round(self.now * 100) - round(self.before * 100)


@dataclass(frozen=True, slots=True)
class Entry:
    """A question in one language as the page lists it; `fault` is empty where it passes."""

    result: Result
    fault: str
    difference: Difference | None

    @property
    def change(self) -> str:
        """What became of it since the baseline; empty where nothing did or there is none."""
        found = self.difference
        return "" if found is None or found.change is AnswerChange.SAME else found.change.value

    @property
    def before(self) -> Result | None:
        """The baseline's result, where it is another."""
        return self.difference.before if self.difference and self.change else None

    def only_here(self, quotation: CitedQuote, other: Result | None) -> bool:
        """Whether the other run did not quote this."""
        return other is not None and (quotation.document, quotation.quote) not in {
            (held.document, held.quote) for held in other.quotations
        }


def evaluation_page(
    report: Report, name: str, require: Require = Require.CITED, comparison: Comparison | None = None
) -> str:
    """The page. `name` is that of the question file; `require` says which questions are marked as failed."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("qa.evaluation.page", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = _part("evaluation.css"), _part("evaluation.js")
    entries = [
        Entry(result, shortfall(result, require), comparison.at(result.id, result.language) if comparison else None)
        for result in report.results
    ]
    before = comparison.before if comparison else None
    drawn = environment.get_template("evaluation.html").render(
        name=name,
        report=report,
        require=require,
        comparison=comparison,
        changes=[change for change in AnswerChange if change is not AnswerChange.SAME],
        style=Markup(style),
        script=Markup(script),
        policy=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'",
        headline=_cells(report.figures(), before.figures() if before else {}),
        tables=[(title, _rows(report, before, key)) for title, key in (("Language", "language"), ("Kind", "kind"))],
        reliability=reliability(report.results),
        times=times(report.results),
        seconds=report.seconds(),
        entries=entries,
        languages=list(report.by("language")),
        kinds=list(report.by("kind")),
        failed=sum(bool(entry.fault) for entry in entries),
        questions=len({result.id for result in report.results}),
        counted=counted,
        percent=_percent,
    )
    return visible_html(drawn)


def _rows(report: Report, before: Report | None, key: str) -> list[tuple[str, int, list[Cell]]]:
    """For each value of `key`: how many questions it has, and its figures."""
    then = before.by(key) if before else {}
    return [
        (value, int(figures["questions"] or 0), _cells(figures, then.get(value, {})))
        for value, figures in report.by(key).items()
    ]


def _cells(now: Figures, before: Figures) -> list[Cell]:
    return [Cell(label, now[figure], before.get(figure)) for figure, label in _COLUMNS.items()]


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{round(share * 100)} %"


def _part(name: str) -> str:
    return (files("qa.evaluation.page") / "templates" / name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"
