"""Tables of the README, the model card and the page about language models, of what the result files hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import fmean
from typing import Any

from benchmarks.tables import LANGUAGES, Results, table

__all__ = ["TABLES"]

_WRITTEN = {
    "right": "what the passage says",
    "other passage": "what another passage of the article says",
    "number": "with another number",
    "name": "with another name or phrase from the article",
    "same passage": "with another name or phrase from the same passage",
}
_READ = {
    "CMRC 2018, Chinese": ("cmrc2018/dev", "zh"),
    "CMRC 2018, asked in Traditional, as it is": ("cmrc2018/dev", "the other script"),
    "CMRC 2018, asked in Traditional, rewritten as the product does": ("cmrc2018/dev", "the other script, as written"),
    "DRCD, Traditional Chinese": ("drcd/dev", "zh-Hant"),
    "JSQuAD, Japanese": ("jsquad/dev", "ja"),
    "JaQuAD, Japanese": ("jaquad/dev", "ja"),
    "XQuAD, Chinese on Chinese": ("xquad/dev-zh", "zh"),
    "XQuAD, English on Chinese": ("xquad/dev-zh", "en"),
    "XQuAD, English on English": ("xquad/dev-en", "en"),
    "XQuAD, Chinese on English": ("xquad/dev-en", "zh"),
}


def share(value: float | None) -> str:
    """Two places without the nought; a dash for nothing."""
    return "–" if value is None else f"{value:.2f}".removeprefix("0")


def gloss(held: Results) -> str:
    """Words under quotations, by the two languages."""
    rows = []
    for name, figures in held["gloss"]["pairs"].items():
        own, into = (LANGUAGES.get(tag, "English") for tag in name.split(" → "))
        shares = [share(figures[key]) for key in ("glossed", "met", "first", "chance")]
        rows.append((own, into, str(figures["glosses"]), *shares))
    head = (
        "quotation",
        "words",
        "glosses",
        "content words glossed",
        "a meaning stands there",
        "the first does",
        "by chance",
    )
    return table(head, rows)


def questions(held: Results) -> str:
    """The fixed questions by language."""
    found = held["questions"]
    rows = []
    for language, figures in (*found["by_language"].items(), ("all", found["all"])):
        rest = (found["every_fact_cited"][language], figures["answerable_answered"], figures["unanswerable_refused"])
        title = f"{LANGUAGES.get(language, language)} ({figures['questions']})"
        rows.append(
            (title, share(figures["found"]), share(_shown(figures)), share(figures["answered"]), *map(share, rest))
        )
    head = ("questions in", "facts found within 5 passages", "facts shown", "facts cited", "every fact cited")
    return table((*head, "answered, of what can be", "refused, of what cannot"), rows)


def headline(held: Results) -> str:
    """The fixed questions, where they and the documents share a language and where not; other documents beside them."""
    by, runs = held["questions"]["by_language"], held["corpora"]
    rows = []
    for one in ("zh-Hans", "en"):
        title = f"the five documents, in Chinese; asked in {LANGUAGES[one].split()[-1]}"
        rows.append((title, *_headline(by[one], "found", "answered")))
    for corpus, what in _CORPORA.items():
        if measured := [run[corpus] for run in runs.values() if isinstance(run, dict) and corpus in run]:
            last = measured[-1].get("of documents that nothing was trained on") or measured[-1]["all"]
            rows.append((what, *_headline(last, "facts_found", "facts_cited")))
    if news := held.get("newsqa", {}).get("runs"):
        found = next(reversed(news.values()))["all"]
        names = ("found, any", "shown, any", "cited, any", "answerable, answered", "unanswerable, refused")
        rows.append(("news in five languages", *(share(found[name]) for name in names)))
    head = ("documents", "facts found within 5 passages", "facts shown", "facts cited", "answered, of what can be")
    return table((*head, "refused, of what cannot"), rows)


_CORPORA = {
    "corpus-b": "nine documents of corpus-b, which nothing was made on",
}


def _headline(figures: Mapping[str, Any], found: str, cited: str) -> list[str]:
    said = (
        figures[found],
        _shown(figures),
        figures[cited],
        figures["answerable_answered"],
        figures["unanswerable_refused"],
    )
    return [share(value) for value in said]


def _shown(figures: Mapping[str, Any]) -> float | None:
    """The share of facts shown; what was measured before an answer could be uncertain shows what it cites."""
    names = ("shown", "facts_shown", "answered", "facts_cited")
    return next((figures[name] for name in names if name in figures), None)


def held_out(held: Results) -> str:
    """Questions written before any answer was seen."""
    names = ("found", "answered", "answerable_answered", "unanswerable_refused")
    rows = []
    for batch, now in held["held-out"]["now"].items():
        first = held["held-out"]["first reading"][batch]["all"]
        for title, figures in ((f"{batch}, at first reading", first), (f"{batch}, now", now["all"])):
            rows.append((title, str(figures["questions"]), *(share(figures[name]) for name in names)))
    head = ("", "questions", "facts found within 5 passages", "facts cited", "answered, of what can be")
    return table((*head, "refused, of what cannot"), rows)


def corpora(held: Results) -> str:
    """Two corpora that nothing was made on."""
    names = ("facts_cited", "answerable_answered", "unanswerable_refused")
    rows = []
    for label, run in held["corpora"].items():
        if isinstance(run, dict):
            for corpus, figures in run.items():
                one = figures.get("all", figures)
                if set(names) <= one.keys():
                    row = (f"{corpus}, {label}", str(one["questions"]), str(one["errors"]))
                    rows.append(
                        (*row, share(one["facts_found"]), share(_shown(one)), *(share(one[name]) for name in names))
                    )
    head = (
        "",
        "questions",
        "errors",
        "facts found within 5 passages",
        "facts shown",
        "facts cited",
        "answered, of what can be",
    )
    return table((*head, "refused, of what cannot"), rows)


def reading(held: Results) -> str:
    """What the reader finds in the paragraph that answers."""
    results = held["reader"]["results"]
    names = ("f1", "exact", "told_apart")
    by: dict[tuple[str, str], Mapping[str, Any]] = {(r["set"], r["questions_in"]): r for r in results}
    rows = [(title, *(share(by[key][name]) for name in names)) for title, key in _READ.items()]
    others = [r for (place, asked), r in by.items() if place == "xquad/dev-zh" and asked not in ("zh", "en")]
    means = (share(fmean(r[name] for r in others)) for name in names)
    rows.append(("XQuAD, ten other languages on Chinese, mean", *means))
    return table(("questions, on paragraphs", "F1", "exact", "told apart (AUC)"), rows)


def checked(held: Results) -> str:
    """Which sentences of a language model are marked."""
    result = held["generation"]["with the reader"]
    rows = []
    for kind, name in _WRITTEN.items():
        groups = (result[group][kind] for group in ("one language", "across two"))
        rows.append((name, *(f"{group['marked']:.2f} ({group['sentences']})" for group in groups)))
    return table(("a sentence", "marked, one language (of)", "marked, across two (of)"), rows)


def misses(held: Results) -> str:
    """Where the way to a fact ended, and how many passages hold it once they are read."""
    *_, run = held["misses"]["runs"].values()
    rows = []
    for part, figures in run.items():
        told, count = figures["all"], figures["all"]["facts"]
        within = [count - told[name] for name in ("not within five passages", "not within five that are read")]
        rows.append((part, str(count), *(share(n / count) for n in (*within, *told["ended"].values()))))
    ended = next(iter(run.values()))["all"]["ended"]
    return table(("", "facts", "within 5 as found", "within 5 as read", *ended), rows)


def speed(held: Results) -> str:
    """Time and memory beside an earlier commit, and what was aimed at."""
    latency = held["latency"]
    run = latency["as the processor is"]
    rows = []
    for name, goal in run["goals"].items():
        bound = next(word for word in ("at most", "at least") if word in goal)
        sign = {"at most": "≤", "at least": "≥"}[bound]
        rows.append((name, f"{sign} {goal[bound]:g}", f"{goal['figure']:.2f}", "yes" if goal["reached"] else "no"))
    return table(("", "goal", "measured", "reached"), rows)


TABLES: dict[str, Callable[[Results], str]] = {
    "gloss": gloss,
    "questions": questions,
    "headline": headline,
    "held out": held_out,
    "corpora": corpora,
    "reading": reading,
    "checked": checked,
    "misses": misses,
    "speed": speed,
}
