"""Result files → the pictures of docs/retrieval.md and docs/results.md: `python -m benchmarks.plots` writes docs/images/*.svg.

Each is a white card, so that it reads on a light page and on a dark one; the colours are Okabe and Ito's, which colour-blind
readers tell apart, and no two things differ by colour alone. `--png FOLDER` writes them as PNG too, to look at.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from benchmarks.curves import calibration, curve
from benchmarks.figures import results
from benchmarks.news_tables import latest
from benchmarks.peer_tables import COLUMNS, peer_run, short, value
from benchmarks.tables import (
    ANSWERED,
    LANGUAGES,
    PRODUCT,
    REFUSED,
    Results,
    mean_row,
    nomiracl_parts,
    nomiracl_points,
    others,
    row,
)

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
BLUE, SKY, ORANGE, GREEN, RED, PINK = "#0072B2", "#56B4E9", "#E69F00", "#009E73", "#D55E00", "#CC79A7"
DARK, GREY, PALE = "#222222", "#767676", "#D9D9D9"
DENSE = ("LangChain + FAISS", "LlamaIndex", "Haystack", "txtai")
PUBLISHED = {"GPT-4": (0.044, 0.436), "Mixtral-8x7B": (0.228, 0.212), "Mistral-7B": (0.620, 0.080)}
"""NoMIRACL in Chinese, wrongly refused and wrongly answered, counted from the stored replies of Thakur et al. (2024)."""

STYLE = {
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "text.color": DARK,
    "axes.labelcolor": DARK,
    "axes.edgecolor": GREY,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.color": DARK,
    "ytick.color": DARK,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "grid.color": PALE,
    "grid.linewidth": 0.7,
    "legend.frameon": False,
    "svg.hashsalt": "yinzheng",
}


def by_language(held: Results) -> Figure:
    """R@1 and R@5 of the product, of the four libraries and of BM25, by the language of the question."""
    run = {name: figures for name, figures in peer_run(held).items() if "rows" in figures.get("xquad zh", {})}
    rows = {name: {r["asked in"]: r for r in figures["xquad zh"]["rows"]} for name, figures in run.items()}
    plain = [name for name in rows if name.startswith(DENSE)]
    words = [name for name in rows if name.startswith("BM25")]
    languages = sorted(rows["Yinzheng"], key=lambda name: rows["Yinzheng"][name]["R@1"])
    figure, axes = plt.subplots(1, 2, figsize=(8.4, 4.9), sharey=True, layout="constrained")
    for axis, name in zip(axes, ("R@1", "R@5"), strict=True):
        for place, language in enumerate(languages):
            dense = [rows[peer][language][name] for peer in plain]
            if dense:
                axis.plot([min(dense), max(dense)], [place, place], color=GREY, lw=7, alpha=0.45, solid_capstyle="butt")
                axis.plot([max(dense)] * 2, [place - 0.22, place + 0.22], color=DARK, lw=1.6)
            axis.plot(max(rows[peer][language][name] for peer in words), place, "x", color=RED, ms=7, mew=2)
            axis.plot(rows["Yinzheng"][language][name], place, "o", color=BLUE, ms=8)
        axis.set_title(
            f"{name}: the answer is in " + ("the first passage" if name == "R@1" else "one of the first five")
        )
        axis.set_xlim(-0.03, 1.03)
        axis.set_xticks([0, 0.25, 0.5, 0.75, 1.0], ["0", ".25", ".50", ".75", "1"])
        axis.grid(axis="x")
    axes[0].set_yticks(range(len(languages)), [LANGUAGES[name] for name in languages])
    handles = [
        plt.Line2D([], [], marker="o", ls="", color=BLUE, ms=8, label="Yinzheng"),
        plt.Line2D([], [], color=GREY, lw=7, alpha=0.45, label="LangChain, LlamaIndex, Haystack, txtai: range"),
        plt.Line2D([], [], marker="|", ls="", color=DARK, ms=11, mew=1.6, label="the best of them"),
        plt.Line2D([], [], marker="x", ls="", color=RED, ms=7, mew=2, label="BM25, the best of three"),
    ]
    figure.legend(
        handles=handles, loc="outside lower center", ncols=4, columnspacing=1.5, handletextpad=0.9, fontsize=9
    )
    return figure


def ablation(held: Results) -> Figure:
    """What each lever adds, for English and ten other languages over Chinese text."""
    part = held["retrieval"]["parts"]["xquad zh"]
    names = list(dict.fromkeys(r["configuration"] for r in part["rows"]))
    figure, axes = plt.subplots(1, 2, figsize=(8.4, 0.52 * len(names) + 1.1), sharey=True, layout="constrained")
    for axis, title, asked in zip(
        axes, ("English questions", "Ten other languages"), (["en"], others(part)), strict=True
    ):
        for place, name in enumerate(reversed(names)):
            value = mean_row(part, asked, name, "R@1") or 0.0
            within = mean_row(part, asked, name, "R@5") or 0.0
            colour = BLUE if name == PRODUCT else SKY
            axis.barh(place, within, height=0.62, color=PALE)
            axis.barh(place, value, height=0.62, color=colour)
            single = row(part, asked[0], name) if len(asked) == 1 else None
            if single:
                low, high = single["R@1 interval"]
                axis.plot([low, high], [place, place], color=DARK, lw=1.1)
            axis.text(within + 0.015, place, f"{value:.2f} / {within:.2f}".replace("0.", "."), va="center", fontsize=9)
        axis.set_title(f"{title} over Chinese text")
        axis.set_xlim(0, 1.22)
        axis.set_xticks([0, 0.25, 0.5, 0.75, 1.0], ["0", ".25", ".50", ".75", "1"])
        axis.grid(axis="x")
    axes[0].set_yticks(range(len(names)), list(reversed(names)))
    handles = [
        Rectangle((0, 0), 1, 1, color=BLUE, label="R@1"),
        Rectangle((0, 0), 1, 1, color=PALE, label="R@5"),
        plt.Line2D([], [], color=DARK, lw=1.1, label="95 % interval of R@1"),
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=3, fontsize=9)
    return figure


def refusal(held: Results) -> Figure:
    """NoMIRACL: what a threshold refuses wrongly against what it answers wrongly."""
    figure, axis = plt.subplots(figsize=(6.4, 5.2), layout="constrained")
    axis.add_patch(Rectangle((0, 0), REFUSED, ANSWERED, color=GREEN, alpha=0.22, lw=0))
    axis.text(0.008, 0.012, "goal", color="#00664B", fontsize=10)
    axis.plot([0, 1], [1, 0], color=GREY, lw=1, ls=(0, (2, 3)))
    axis.text(0.80, 0.225, "chance", color=GREY, fontsize=9, rotation=-39, ha="center", va="center")
    styles = {"zh": (ORANGE, "-"), "ja": (RED, "--"), "ko": (PINK, "-."), "en": (SKY, (0, (1, 1)))}
    parts = nomiracl_parts(held)
    for language, part in parts.items():
        points = curve(part["odds"]["answerable"], part["odds"]["unanswerable"])
        colour, dash = styles[language]
        _path(axis, points, color=colour, ls=dash, lw=1.6, label=LANGUAGES[language])
    if parts:
        _path(axis, nomiracl_points(held), color=BLUE, lw=2.8, label="all, one threshold")
        means = [sum(p[n] for p in parts.values()) / len(parts) for n in ("wrongly refused", "wrongly answered")]
        axis.plot(*means, "o", color=BLUE, ms=9, mec="white", mew=1.5, label="as shipped", zorder=5)
    axis.plot(*zip(*PUBLISHED.values(), strict=True), "D", color=DARK, ms=5, label="published, Chinese", zorder=5)
    for name, place in PUBLISHED.items():
        said = axis.annotate(name, place, xytext=(6, 4), textcoords="offset points", fontsize=9, zorder=6)
        said.set_path_effects([withStroke(linewidth=3, foreground="white")])
    axis.set_xlabel("refused though something answers")
    axis.set_ylabel("answered though nothing does")
    axis.set_xlim(0, 1)
    axis.set_ylim(0, 1)
    ticks = [0, 0.25, 0.5, 0.75, 1.0]
    axis.set_xticks(ticks, ["0", "25 %", "50 %", "75 %", "100 %"])
    axis.set_yticks(ticks, ["0", "25 %", "50 %", "75 %", "100 %"])
    axis.grid()
    axis.set_aspect("equal")
    axis.legend(loc="upper right", fontsize=9, frameon=True, framealpha=1, edgecolor=PALE)
    return figure


def _path(axis: Axes, points: Any, **style: Any) -> None:
    axis.step([p.refused for p in points], [p.answered for p in points], where="post", **style)


def reliability(held: Results) -> Figure:
    """How often what was said to be answered with such odds was."""
    figure, axis = plt.subplots(figsize=(6.4, 5.2), layout="constrained")
    axis.plot([0, 1], [0, 1], color=GREY, lw=1, ls=(0, (2, 3)))
    axis.text(0.84, 0.795, "as said", color=GREY, fontsize=9, rotation=45, ha="center", va="center")
    parts = held["retrieval"]["parts"]
    groups = {
        "libraries without some of the answers": ([n for n in parts if n.startswith("odds ")], BLUE, "o", "-"),
        "NoMIRACL, ten candidates": ([n for n in parts if n.startswith("nomiracl ")], RED, "s", "--"),
    }
    for name, (inside, colour, marker, dash) in groups.items():
        if not inside:
            continue
        good = [v for part in inside for v in parts[part]["odds"]["answerable"]]
        bad = [v for p in inside for kind, of in parts[p]["odds"].items() if kind != "answerable" for v in of]
        error, bins = calibration(good, bad)
        label = f"{name} ({len(good) + len(bad):,} questions, error {error:.2f})".replace("0.", ".")
        axis.plot([b[0] for b in bins], [b[1] for b in bins], color=colour, ls=dash, lw=1.6, zorder=3)
        sizes = [20 + 300 * b[2] for b in bins]
        axis.scatter(
            [b[0] for b in bins], [b[1] for b in bins], s=sizes, color=colour, marker=marker, label=label, zorder=4
        )
    axis.set_xlabel("odds that the library answers, as said")
    axis.set_ylabel("share that it answers")
    axis.set_xlim(0, 1.02)
    axis.set_ylim(0, 1.02)
    ticks = [0, 0.25, 0.5, 0.75, 1.0]
    axis.set_xticks(ticks, ["0", ".25", ".50", ".75", "1"])
    axis.set_yticks(ticks, ["0", ".25", ".50", ".75", "1"])
    axis.grid()
    axis.set_aspect("equal")
    legend = figure.legend(loc="outside lower center", fontsize=9)
    for handle in legend.legend_handles:
        if handle is not None and hasattr(handle, "set_sizes"):
            handle.set_sizes([45])
    return figure


def newsqa(held: Results) -> Figure:
    """News in five languages: what is shown and cited by the language of the question, and what a threshold is worth."""
    runs = held["newsqa"]["runs"]
    run = latest(held)
    figure, axes = plt.subplots(1, 2, figsize=(8.4, 3.9), layout="constrained")
    asked = run["by language of the question"]
    for place, figures in enumerate(reversed(asked.values())):
        axes[0].barh(place, figures["shown, any"] or 0, height=0.62, color=SKY)
        axes[0].barh(place, figures["cited, any"] or 0, height=0.62, color=BLUE)
    axes[0].set_yticks(range(len(asked)), [LANGUAGES[name] for name in reversed(asked)])
    axes[0].set_title("Evidence shown, by language of the question")
    handles = [
        Rectangle((0, 0), 1, 1, color=BLUE, label="cited"),
        Rectangle((0, 0), 1, 1, color=SKY, label="as uncertain"),
    ]
    axes[0].legend(handles=handles, loc="lower center", bbox_to_anchor=(0.4, -0.3), ncols=2, fontsize=9)
    styles = [(ORANGE, "--"), (GREY, "-."), (PINK, ":"), (GREEN, "--")]
    for number, (label, of) in enumerate(runs.items()):
        points = [p for p in of["coverage"] if p["right, of what is answered"] is not None]
        colour, dash = (BLUE, "-") if of is run else styles[number % len(styles)]
        across, up = ([p[name] for p in points] for name in ("answered, of what can be", "right, of what is answered"))
        axes[1].plot(across, up, color=colour, ls=dash, lw=2.4 if of is run else 1.6, label=label)
        now = of["all"]
        axes[1].plot(now["answerable, answered"], now["right, of what is called answered"], "o", color=colour, ms=7)
    axes[1].set_title("Right, as a threshold answers more")
    axes[1].set_xlabel("answered, of what can be (dot: as it is called)")
    axes[1].set_ylabel("right, of what is answered")
    axes[1].set_ylim(0, 1.02)
    axes[1].set_yticks([0, 0.25, 0.5, 0.75, 1.0], ["0", ".25", ".50", ".75", "1"])
    axes[1].legend(loc="lower left", fontsize=9)
    for axis in axes:
        axis.set_xlim(0, 1.02)
        axis.set_xticks([0, 0.25, 0.5, 0.75, 1.0], ["0", ".25", ".50", ".75", "1"])
        axis.grid(axis="x" if axis is axes[0] else "both")
    return figure


def peers(held: Results) -> Figure:
    """The product beside other libraries, given the same passages: what they find, and what they cost."""
    run = peer_run(held)
    columns = [one for one in COLUMNS["peers in one run"] if any(value(of, one) is not None for of in run.values())]
    rows = {name: of for name, of in run.items() if any(value(of, one) is not None for one in columns)}
    names = list(reversed(rows))
    wide = 2 if len(columns) < 5 else 3
    high = -(-len(columns) // wide)
    figure, axes = plt.subplots(high, wide, figsize=(9.6, 2.3 * high), sharey=True, layout="constrained", squeeze=False)
    for axis in axes.flat[len(columns) :]:
        axis.set_visible(False)
    for axis, column in zip(axes.flat, columns, strict=False):
        scale = 1000 if column.head.endswith(", ms") or column.head.startswith("95th") else 1
        for place, name in enumerate(names):
            number = value(rows[name], column)
            if number is None:
                continue
            own = name == "Yinzheng"
            axis.plot(number * scale, place, "o" if own else "D", color=BLUE if own else DARK, ms=8 if own else 5)
            axis.annotate(
                column.written(number),
                (number * scale, place),
                (7, 0),
                textcoords="offset points",
                va="center",
                fontsize=8,
            )
        head = f"the same, {column.head}, ms" if column.head.startswith("95th") else column.head
        axis.set_title(head, fontsize=9.5)
        axis.set_ylim(-0.6, len(names) - 0.4)
        if column.most:
            axis.set_xlim(0.5, 1.08)
            axis.set_xticks([0.5, 0.75, 1.0], [".5", ".75", "1"])
        else:
            axis.set_xscale("log")
            low, high = axis.get_xlim()
            axis.set_xlim(low, high * 3)
            axis.minorticks_off()
        axis.grid(axis="x")
        axis.set_yticks(range(len(names)), [short(name) for name in names])
    return figure


PLOTS: Mapping[str, Callable[[Results], Figure]] = {
    "retrieval-languages": by_language,
    "retrieval-ablation": ablation,
    "retrieval-refusal": refusal,
    "retrieval-reliability": reliability,
    "newsqa": newsqa,
    "peers": peers,
}


def main() -> None:
    """Draw what there are results for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--png", type=Path, help="folder for PNG files, to look at")
    parser.add_argument("--only", choices=PLOTS, action="append", help="these alone")
    arguments = parser.parse_args()
    held = results()
    for name, draw in PLOTS.items():
        if arguments.only and name not in arguments.only:
            continue
        if name in ("retrieval-languages", "peers") and "Yinzheng" not in peer_run(held):
            continue
        if name == "newsqa" and not latest(held):
            continue
        with mpl.rc_context(STYLE):
            figure = draw(held)
            figure.savefig(FOLDER / f"{name}.svg", metadata={"Date": None}, pad_inches=0.15, bbox_inches="tight")
            if arguments.png:
                figure.savefig(arguments.png / f"{name}.png", dpi=110, pad_inches=0.15, bbox_inches="tight")
            plt.close(figure)


if __name__ == "__main__":
    main()
