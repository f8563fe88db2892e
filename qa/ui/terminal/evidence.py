"""`yinzheng evidence`: every sentence that bears on a question, as it is found, or as a file for others."""

from __future__ import annotations

from pathlib import Path

import click

from qa.question.check import AT_LEAST, MOST_READ, READ_AT_MOST
from qa.ui.terminal.options import Within, as_json_option, examples, filtering, timings_option
from qa.ui.terminal.session import open_engine, told_of

__all__ = ["evidence"]


@click.command(
    epilog=examples(
        'yinzheng evidence "What is the NCG?"',
        'yinzheng evidence "美国的延伸威慑可信吗？" --at-least .2 --csv > evidence.csv',
        'yinzheng evidence "What does Akiyama say?" --markdown > evidence.md',
    )
)
@click.argument("question", metavar="QUESTION")
@click.option(
    "--at-least",
    metavar="P",
    type=click.FloatRange(0, 1),
    default=AT_LEAST,
    show_default=True,
    help="Only sentences that are evidence with at least this probability, 0 to 1.",
)
@click.option(
    "--most",
    metavar="N",
    type=click.IntRange(1, MOST_READ),
    default=READ_AT_MOST,
    show_default=True,
    help=f"How many passages to read at most, 1 to {MOST_READ:,}.",
)
@filtering
@as_json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, a row for each sentence, as spreadsheets read it.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print Markdown.")
@timings_option
def evidence(
    question: str,
    at_least: float,
    most: int,
    within: Within,
    library: Path | None,
    as_json: bool,
    as_csv: bool,
    as_markdown: bool,
    timings: bool,
) -> None:
    """Print every sentence that bears on a question.

    By source and by who says it. Sentences are shown as they are found, in the order of retrieval. Reading ends where nothing likely comes any more. With
    --json, --csv or --markdown all of them are printed at the end, source by source.
    """
    wanted = [name for name, is_wanted in (("json", as_json), ("csv", as_csv), ("markdown", as_markdown)) if is_wanted]
    if len(wanted) > 1:
        raise click.UsageError(f"--{wanted[0]} and --{wanted[1]} cannot be printed at once; choose one of them.")
    with told_of(timings), open_engine(library, question=question, within=within) as (engine, _):
        from qa.ui.terminal.collected import print_export, print_found

        found = engine.evidence(question, filters=within.filters(), at_least=at_least, most=most)
        if wanted:
            print_export(found, wanted[0], engine.document)
        else:
            print_found(found, engine.document)
