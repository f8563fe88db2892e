"""`yinzheng evaluate` and `yinzheng remember`: a question set is run, and grows."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa.errors import CertificateError, EvaluationError, QuestionError
from qa.ui.terminal.options import as_json_option, examples, library_option
from qa.ui.terminal.session import notify, open_engine, print_json

if TYPE_CHECKING:
    from qa.evaluation.baseline import Comparison
    from qa.evaluation.requirement import Require
    from qa.evaluation.results import Report

__all__ = ["evaluate", "remember"]

_PATH = click.Path(path_type=Path)
_CITED = "cited"


@click.command(
    epilog=examples(
        "yinzheng evaluate",
        "yinzheng evaluate questions.jsonl --save baseline.json",
        "yinzheng evaluate --baseline baseline.json --html report.html",
        "yinzheng evaluate questions.jsonl --floors floors.json --json",
    )
)
@click.argument("file", metavar="[FILE]", required=False, type=_PATH)
@click.option("--baseline", metavar="FILE", type=_PATH, help="Compare with this earlier run; fail where one is broken.")
@click.option("--save", metavar="FILE", type=_PATH, help="Keep the run, to be a baseline.")
@click.option("--junit", metavar="FILE", type=_PATH, help="Write JUnit XML for a build server.")
@click.option("--html", metavar="FILE", type=_PATH, help="Write a page with plots and all evidence, in one file.")
@click.option(
    "--require",
    type=click.Choice(["verdict", "found", "cited"]),
    help="Fail where a question has not its verdict right, and with it its facts found or cited. "
    "In JUnit and on the page, where it is not given, a question passes with its facts cited.",
)
@click.option("--floors", metavar="FILE", type=_PATH, help="Fail below these figures.")
@click.option("--raise-floors", is_flag=True, help="Raise the floors of FILE to what is reached.")
@click.option("--lower-floors", metavar="REASON", default="", help="Let them fall too; the reason is kept in FILE.")
@library_option
@as_json_option
def evaluate(
    file: Path | None,
    baseline: Path | None,
    save: Path | None,
    junit: Path | None,
    html: Path | None,
    require: str | None,
    floors: Path | None,
    raise_floors: bool,
    lower_floors: str,
    library: Path | None,
    as_json: bool,
) -> None:
    """Ask the questions of FILE, and count what is right.

    Their facts are known: which of them were found, which cited, and what was rightly refused. Without FILE: questions.jsonl in the working directory, where `yinzheng remember` puts them.
    """
    from qa.evaluation.baseline import compare, read_report
    from qa.evaluation.files import checked_target
    from qa.evaluation.floors import read_floors
    from qa.evaluation.question_file import FILE_NAME, read_questions
    from qa.evaluation.requirement import Require

    asked = file or Path(FILE_NAME)
    questions = read_questions(asked)
    wanted = read_floors(floors) if floors else {}
    if (raise_floors or lower_floors) and not floors:
        raise QuestionError("there are no floors to change; name their file with --floors")
    before = read_report(baseline) if baseline else None
    for target, what in (save, "the run"), (junit, "JUnit XML"), (html, "the page"):
        if target:
            checked_target(target, what)

    from qa.evaluation.evaluate import evaluate as run
    from qa.ui.terminal.draw import progress_bar
    from qa.ui.terminal.evaluations import print_comparison, print_report

    with open_engine(library) as (engine, _), progress_bar() as progress:
        report = run(engine, questions, lambda done, total: progress("asking", done, total))
    comparison = compare(before, report) if before else None
    level = Require(require or _CITED)
    _write(report, comparison, level, asked, save=save, junit=junit, html=html)
    if as_json:
        print_json(report.to_dict() | ({"comparison": comparison.to_dict()} if comparison else {}))
    else:
        print_report(report, asked)
        if comparison:
            print_comparison(comparison, baseline or asked)
    if floors and (raise_floors or lower_floors):
        return _change_floors(report, floors, lower_floors)
    return _verdict(report, comparison, level if require else None, floors, wanted)


def _write(
    report: Report,
    comparison: Comparison | None,
    require: Require,
    asked: Path,
    *,
    save: Path | None,
    junit: Path | None,
    html: Path | None,
) -> None:
    from qa.evaluation.files import write_whole

    if save:
        import json

        write_whole(save, json.dumps(report.to_dict(), ensure_ascii=False, indent=1) + "\n")
    if junit:
        from qa.evaluation.junit import junit_xml

        write_whole(junit, junit_xml(report, asked.stem, require, comparison))
    if html:
        from qa.evaluation.page.page import evaluation_page

        write_whole(html, evaluation_page(report, asked.name, require, comparison))


def _change_floors(report: Report, floors: Path, reason: str) -> None:
    from qa.evaluation.floors import write_floors

    figures = {"all": report.figures(), **report.by("language")}
    for change in write_floors(floors, figures, report.corpus, reason):
        notify(f"floor {change}")


def _verdict(
    report: Report,
    comparison: Comparison | None,
    require: Require | None,
    floors: Path | None,
    wanted: dict[str, dict[str, float]],
) -> None:
    """Say what is amiss, a line each, and leave with the exit code for it."""
    from qa.evaluation.baseline import AnswerChange
    from qa.evaluation.floors import below, floors_corpus
    from qa.evaluation.requirement import shortfall

    faults = []
    if floors and floors_corpus(floors) not in ("", report.corpus):
        faults.append(f"the floors in {floors} were measured on other documents; set them anew with --raise-floors")
    else:
        faults += [f"below the floor: {fault}" for fault in below(report, wanted)]
    if comparison:
        faults += [f"broken: {d.id} ({d.language}): {', '.join(d.told)}" for d in comparison.of(AnswerChange.BROKEN)]
    if require:
        failing = ((result, shortfall(result, require)) for result in report.results)
        faults += [f"not as required: {result.id} ({result.language}): {fault}" for result, fault in failing if fault]
    for fault in faults:
        notify(fault)
    if any(result.verified < len(result.quotations) for result in report.results):
        notify("a quotation is not in its document; rebuild the library with yinzheng index --rebuild PATH")
        raise click.exceptions.Exit(CertificateError.exit_code)
    if faults:
        raise click.exceptions.Exit(1)


@click.command(
    epilog=examples(
        "yinzheng remember answer.json",
        "yinzheng remember - < answer.json",
        "yinzheng remember answer.json --citation 1 --id akiyama-who --kind person",
        "yinzheng remember answer-ja.json --as akiyama-who",
    )
)
@click.argument("answer", metavar="ANSWER.json", type=_PATH)
@click.option("--file", metavar="FILE", type=_PATH, help="The question file.  [default: questions.jsonl]")
@click.option("--id", "identifier", metavar="ID", default="", help="Its name; without it, one made of its words.")
@click.option("--kind", metavar="KIND", default="", help="What sort of question it is.  [default: fact]")
@click.option("--citation", "citations", metavar="N", multiple=True, type=int, help="Keep this one; may be repeated.")
@click.option("--unanswerable", is_flag=True, help="It should have been refused.")
@click.option("--as", "join", metavar="ID", default="", help="It is this question of FILE in another language.")
@library_option
@as_json_option
def remember(
    answer: Path,
    file: Path | None,
    identifier: str,
    kind: str,
    citations: Sequence[int],
    unanswerable: bool,
    join: str,
    library: Path | None,
    as_json: bool,
) -> None:
    """Add a question to a question file from its answer.

    ANSWER.json is what `yinzheng ask … --json` printed, - is standard input.

    What the answer cites becomes what the question rests on from now on; a no becomes a question that must be refused.
    Look at the answer first: what is remembered is taken to be right. The file is questions.jsonl in the working
    directory, because a question set belongs beside what it is about and under its version control; `yinzheng evaluate`
    looks for it there too.
    """
    from index.settings import Settings
    from index.store.library import Library
    from qa.evaluation.files import checked_target
    from qa.evaluation.question_file import FILE_NAME
    from qa.evaluation.remember import Saved
    from qa.evaluation.remember import remember as add
    from qa.proof.saved import read_answer
    from qa.ui.terminal.draw import say
    from qa.wording import counted

    settings = Settings.load(os.environ)
    saved = Saved.of(read_answer(answer))
    path = checked_target(file or Path(FILE_NAME), "the question")
    if join and (identifier or kind or citations or unanswerable):
        raise EvaluationError(f"--as adds a language to {join} and changes nothing else; leave out the other options")
    with Library.open(settings.library_or_default(library)) as opened:
        done = add(
            saved,
            path,
            opened,
            identifier=identifier,
            kind=kind,
            join=join,
            citations=citations,
            unanswerable=unanswerable,
        )
    if as_json:
        return print_json({"file": str(path), **done.to_dict()})
    rests = "must be refused" if done.answerable is False else f"rests on {counted(done.facts, 'fact')}"
    return say((done.id, "bold"), f" ({done.language}) {rests} · {path}")
