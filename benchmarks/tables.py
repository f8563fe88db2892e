"""Tables of docs/retrieval.md, of what the result files hold; `benchmarks.figures` writes them into the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from benchmarks.curves import Point, best, calibration, curve, together

__all__ = ["LANGUAGES", "TABLES", "Results", "nomiracl_points", "table"]

LANGUAGES = {
    "zh": "Chinese",
    "en": "English",
    "ar": "Arabic",
    "de": "German",
    "el": "Greek",
    "es": "Spanish",
    "hi": "Hindi",
    "ro": "Romanian",
    "ru": "Russian",
    "th": "Thai",
    "tr": "Turkish",
    "vi": "Vietnamese",
    "ja": "Japanese",
    "ko": "Korean",
    "zh-Hans": "Simplified Chinese",
    "zh-Hant": "Traditional Chinese",
}
SETS = {"cmrc2018": "CMRC 2018", "drcd": "DRCD", "jsquad": "JSQuAD", "jaquad": "JaQuAD", "xquad zh": "XQuAD, Chinese"}
PRODUCT = "the product"
REFUSED, ANSWERED = 0.15, 0.20
"""The goals on NoMIRACL."""

Results = Mapping[str, Any]


def share(value: float | None) -> str:
    """Three places without the nought; a dash for nothing."""
    return "–" if value is None else "1.000" if value >= 0.9995 else f"{value:.3f}".removeprefix("0")


def percent(value: float) -> str:
    """Whole hundredths with one place."""
    return f"{100 * value:.1f} %"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def row(part: Results, asked: str, configuration: str = PRODUCT) -> dict[str, Any] | None:
    """The figures of one configuration for questions in one language."""
    found = [r for r in part["rows"] if r["configuration"] == configuration and r["asked in"] == asked]
    return found[0] if found else None


def mean_row(part: Results, asked: Sequence[str], configuration: str, name: str) -> float | None:
    """The mean of a figure over languages that questions are asked in."""
    found = [r[name] for language in asked if (r := row(part, language, configuration))]
    return sum(found) / len(found) if found else None


def others(part: Results) -> list[str]:
    """The languages that are neither Chinese nor English."""
    return sorted({r["asked in"] for r in part["rows"]} - {"zh", "en"})


def goals(held: Results) -> str:
    """What was aimed at, what was reached."""
    parts = held["retrieval"]["parts"]
    found = {name: figures["found"] for name, figures in held["questions"]["by_language"].items()}
    worst, first = min(found, key=lambda n: found[n]), max(found, key=lambda n: found[n])
    english = row(parts["xquad zh"], "en") or {}
    span = parts["spans"]["F1"]
    points = nomiracl_points(held)
    fewest = best(points, REFUSED) if points else None
    lines: list[tuple[str, str, str, bool]] = [
        (
            "facts of the fixed questions within 5 passages, in every language",
            "≥ .95",
            f"{share(found[worst])} ({LANGUAGES[worst]})",
            found[worst] >= 0.95,
        ),
        (
            "the worst language behind the best",
            "≤ .05",
            share(found[first] - found[worst]),
            found[first] - found[worst] <= 0.05,
        ),
        ("XQuAD, English → Chinese, R@1", "≥ .90", share(english["R@1"]), english["R@1"] >= 0.90),
        ("XQuAD, English → Chinese, R@5", "≥ .98", share(english["R@5"]), english["R@5"] >= 0.98),
        ("CMRC 2018, F1 of the span", "≥ 70", f"{span:.1f}", span >= 70),
    ]
    if fewest:
        reached = fewest.answered <= ANSWERED
        said = f"{percent(fewest.answered)} at {percent(fewest.refused)}"
        goal = f"≤ {ANSWERED:.0%} at ≤ {REFUSED:.0%}".replace("%", " %")
        lines.append(("NoMIRACL, wrongly answered at wrongly refused, one threshold", goal, said, reached))
    return table(("", "goal", "measured", "reached"), [(a, b, c, "yes" if d else "no") for a, b, c, d in lines])


def seeds(held: Results) -> str:
    """The fixed questions by language."""
    part = held["questions"]
    groups = {**part["by_language"], "all": part["all"]}
    names = ("found", "answered", "answerable_answered", "unanswerable_refused")
    rows = [
        (LANGUAGES.get(name, name), str(f["questions"]), str(f["facts"]), *(share(f[n]) for n in names))
        for name, f in groups.items()
    ]
    head = ("questions in", "questions", "facts", "found within 5", "cited", "answered, of what can be")
    return table((*head, "refused, of what cannot"), rows)


def kinds(held: Results) -> str:
    """The fixed questions by kind."""
    rows = []
    for kind, figures in held["questions"]["by_kind"].items():
        if figures["facts"]:
            rows.append((kind, str(figures["facts"]), share(figures["found"]), share(figures["answered"])))
    return table(("kind", "facts", "found within 5", "cited"), rows)


def xquad(held: Results) -> str:
    """Questions in twelve languages."""
    parts = held["retrieval"]["parts"]
    homes = [parts[name] for name in ("xquad zh", "xquad zh beside cmrc", "xquad en")]
    names = ("R@1", "R@5", "nDCG@10")
    rows = []
    for language in ("zh", "en", *others(homes[0])):
        found = [row(part, language) for part in homes]
        rows.append((LANGUAGES[language], *(share(f[n]) if f else "–" for f in found for n in names)))
    homes_said = ("→ zh", "→ zh, more", "→ en")
    return table(("questions in", *(f"{home} {name}" for home in homes_said for name in names)), rows)


def own(held: Results) -> str:
    """Sets in one language."""
    rows = []
    for name in ("cmrc2018", "drcd", "jsquad", "jaquad"):
        part = held["retrieval"]["parts"][name]
        figures = next(r for r in part["rows"] if r["configuration"] == PRODUCT)
        low, high = figures["R@1 interval"]
        shown = (figures[n] for n in ("R@5", "MRR@10", "nDCG@10", "paragraph R@1", "paragraph R@5"))
        first = f"{share(figures['R@1'])} ({share(low)}–{share(high)})"
        rows.append((SETS[name], str(figures["questions"]), str(part["passages"]), first, *map(share, shown)))
    head = ("set", "questions", "passages", "R@1 (95 %)", "R@5", "MRR@10", "nDCG@10")
    return table((*head, "paragraph R@1", "paragraph R@5"), rows)


def ablation(held: Results) -> str:
    """Each lever's share."""
    parts = held["retrieval"]["parts"]
    part, home = parts["xquad zh"], parts["xquad en"]
    rows = []
    for name in dict.fromkeys(r["configuration"] for r in part["rows"]):
        cells = [
            mean_row(where, asked, name, figure)
            for where, asked in ((part, ["en"]), (part, others(part)), (home, ["zh"]), (part, ["zh"]))
            for figure in ("R@1", "R@5")
        ]
        single = [parts[s]["rows"] for s in ("cmrc2018", "drcd", "jsquad", "jaquad")]
        of = [r["R@1"] for inside in single for r in inside if r["configuration"] == name]
        rows.append((name, *map(share, cells), share(sum(of) / len(of)) if of else "–"))
    ways = ("en → zh", "ten others → zh", "zh → en", "zh → zh")
    return table(("", *(f"{way} {figure}" for way in ways for figure in ("R@1", "R@5")), "four sets R@1"), rows)


def quoted(held: Results) -> str:
    """Evidence and spans."""
    evidence, span = (held["retrieval"]["parts"][name] for name in ("expmrc", "spans"))
    names = ("evidence within 5 passages", "first quotation is evidence", "precision", "recall", "F1")
    rows = [(f"ExpMRC: {name}", str(evidence["questions"]), share(evidence[name])) for name in names]
    rows += [(f"CMRC 2018 span: {name}", str(span["questions"]), f"{span[name]:.1f}") for name in ("F1", "EM")]
    return table(("", "questions", "figure"), rows)


def nomiracl_parts(held: Results) -> dict[str, Any]:
    """What was measured on NoMIRACL, by language."""
    parts = held["retrieval"]["parts"]
    return {name.split()[1]: part for name, part in parts.items() if name.startswith("nomiracl ")}


def nomiracl_points(held: Results) -> list[Point]:
    """The curve at one threshold for all languages, each of which counts alike."""
    odds = [(p["odds"]["answerable"], p["odds"]["unanswerable"]) for p in nomiracl_parts(held).values()]
    return together(odds) if odds else []


def nomiracl(held: Results) -> str:
    """Ten candidates, of which one or none answers."""
    rows = []
    parts = nomiracl_parts(held)
    for language, part in parts.items():
        point = best(curve(part["odds"]["answerable"], part["odds"]["unanswerable"]), REFUSED)
        said = (percent(part["wrongly answered"]), percent(part["wrongly refused"]))
        number = sum(part["questions"].values())
        at = (percent(point.answered), percent(point.refused))
        rows.append((LANGUAGES[language], str(number), share(part["auc"]), *said, *at))
    if parts:
        point = best(nomiracl_points(held), REFUSED)
        count = sum(sum(part["questions"].values()) for part in parts.values())
        means = [sum(p[n] for p in parts.values()) / len(parts) for n in ("auc", "wrongly answered", "wrongly refused")]
        at = (percent(point.answered), percent(point.refused))
        rows.append(("at one threshold", str(count), share(means[0]), percent(means[1]), percent(means[2]), *at))
    head = ("language", "questions", "AUC", "as shipped: wrongly answered", "wrongly refused")
    limit = f"at most {REFUSED:.0%} refused".replace("%", " %")
    return table((*head, f"{limit}: wrongly answered", "wrongly refused "), rows)


def odds(held: Results) -> str:
    """Libraries that lack what some questions ask for."""
    rows = []
    for name, part in held["retrieval"]["parts"].items():
        if name.startswith("odds "):
            of = part["odds"]
            error, _ = calibration(of["answerable"], [v for kind in of if kind != "answerable" for v in of[kind]])
            number, by = part["questions"], part["wrongly answered by kind"]
            near, far = (
                f"{percent(by[kind])} of {number[kind]}" if kind in number else "–" for kind in ("near", "far")
            )
            refused = f"{percent(part['wrongly refused'])} of {number['answerable']}"
            rows.append((SETS[name.removeprefix("odds ")], share(part["auc"]), share(error), refused, near, far))
    head = ("set", "AUC", "calibration error", "wrongly refused", "wrongly answered, near")
    return table((*head, "wrongly answered, far"), rows)


TABLES: dict[str, Callable[[Results], str]] = {
    "goals": goals,
    "seeds": seeds,
    "kinds": kinds,
    "xquad": xquad,
    "own": own,
    "ablation": ablation,
    "quoted": quoted,
    "nomiracl": nomiracl,
    "odds": odds,
}
