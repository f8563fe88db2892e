"""`yinzheng ask | search | index | show | evaluate | serve`: thin faces on the same calls."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import click
import typer

from index.errors import LibraryError, YinzhengError
from index.settings import Settings

__all__ = ["app", "main"]

_EPILOG = (
    "Exit codes: 0 done (an honest no is an answer) · 1 a floor was not reached · 2 the question or the command cannot be "
    "used · 3 a document or the library · 4 the model · 5 the settings, the cache or the port · 6 a quotation failed its check"
)
app = typer.Typer(
    name="yinzheng",
    help="Ask your own documents in any language; get an answer you can check word for word.",
    epilog=_EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

LibraryOption = Annotated[
    Path | None, typer.Option("--library", metavar="FILE", help="Library file; without it the default one.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
CountOption = Annotated[str, typer.Option("-k", "--passages", metavar="N", help="How many passages, 1 to 100.")]
SourceOption = Annotated[
    list[str] | None,
    typer.Option("--source", metavar="DOC", help="Only this document (id or unique prefix); may be repeated."),
]


@app.command(epilog='Examples:  yinzheng ask "What is the NCG?"  ·  yinzheng ask "秋山信将是谁？" --source 004 --json')
def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="In any language.")],
    k: CountOption = "5",
    source: SourceOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question with quotations from the documents."""
    from qa.report import print_answer

    with _engine(library, k, question) as (engine, count):
        answer = engine.ask(question, count, source)
        _print_json(answer.to_dict()) if as_json else print_answer(answer)


@app.command(epilog='Example:  yinzheng search "在日米軍" -k 3')
def search(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="In any language.")],
    k: CountOption = "5",
    source: SourceOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find the passages nearest to a question, without composing an answer."""
    from qa.report import print_hits

    with _engine(library, k, question) as (engine, count):
        hits = engine.retrieve(question, count, source)
        _print_json([hit.to_dict() for hit in hits]) if as_json else print_hits(hits)


@app.command(epilog="Examples:  yinzheng index ~/papers  ·  yinzheng index --rebuild seeds")
def index(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH…", help="Files and folders; without any, the seeds.")
    ] = None,
    library: LibraryOption = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make the library anew from these paths alone.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Add documents to the library, or bring it up to date with them."""
    from dataclasses import asdict

    from index.build import build
    from index.build import rebuild as build_anew
    from index.embed import SentenceTransformersEmbedder
    from qa.report import print_summary, progress_bar

    settings = Settings.load(os.environ)
    target = settings.library if library is None else library
    given = paths or [settings.seeds]
    missing = [path for path in given if not path.exists()]
    if missing:
        raise LibraryError(f"{missing[0]} does not exist; give files or folders that do")
    embedder = SentenceTransformersEmbedder.load(settings, _notify)
    with progress_bar() as progress:
        make = build_anew if rebuild else build
        summary = make(given, target, embedder, settings, progress=progress)
    _print_json(asdict(summary)) if as_json else print_summary(summary, target)
    if summary.failed:
        raise typer.Exit(LibraryError.exit_code)


@app.command(epilog="Examples:  yinzheng show  ·  yinzheng show 004  ·  yinzheng show 000 --dropped")
def show(
    document: Annotated[
        str | None, typer.Argument(metavar="DOC", help="Id or unique prefix; without one, all are listed.")
    ] = None,
    library: LibraryOption = None,
    dropped: Annotated[bool, typer.Option("--dropped", help="What was left out of the text, and why.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show a document as it is in the library: its source, its outline, its text."""
    from index.library import Library
    from qa.report import document_dict, print_document, print_documents

    settings = Settings.load(os.environ)
    path = settings.library if library is None else library
    if not path.is_file() and library is None:
        with _engine(None, "5", None):
            pass
    with Library.open(path) as opened:
        if document is None:
            held = [opened.document(identifier) for identifier in opened.document_ids()]
            _print_json([document_dict(item, text=False) for item in held]) if as_json else print_documents(held)
        else:
            one = opened.document(document)
            _print_json(document_dict(one)) if as_json else print_document(one, dropped=dropped)


@app.command(epilog="Example:  yinzheng evaluate tests/questions/seeds.jsonl --floors tests/questions/floors.json")
def evaluate(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Question file; without one, that of the seeds.")
    ] = None,
    library: LibraryOption = None,
    floors: Annotated[Path | None, typer.Option("--floors", metavar="FILE", help="Fail below these figures.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Ask a set of questions with known facts, and count what was found, cited and rightly refused."""
    from qa import evaluate as evaluation
    from qa.floors import read_floors
    from qa.questions import read_questions
    from qa.report import print_report, progress_bar

    settings = Settings.load(os.environ)
    questions = read_questions(file or settings.seeds.parent / "tests" / "questions" / "seeds.jsonl")
    wanted = read_floors(floors) if floors else {}
    with _engine(library, "5", None) as (engine, _):
        with progress_bar() as progress:
            report = evaluation.evaluate(engine, questions, lambda done, total: progress("asking", done, total))
        _print_json(report.to_dict()) if as_json else print_report(report)
        faults = evaluation.below(report, wanted)
    for fault in faults:
        print(f"yinzheng: below the floor: {fault}", file=sys.stderr)
    if faults:
        raise typer.Exit(1)


@app.command(epilog="Example:  yinzheng serve --port 8000")
def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port to listen on.")] = 7860,
    library: LibraryOption = None,
    browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = False,
) -> None:
    """Serve the page."""
    from qa.web import serve as serve_page

    serve_page(Settings.load(os.environ), library, host=host, port=port, open_browser=browser)


@contextmanager
def _engine(library: Path | None, k: str, question: str | None) -> Iterator[tuple[Any, int]]:
    """An open engine; what can be seen to be wrong without it is refused before the model is loaded."""
    from qa.question import checked_count, checked_question

    count = checked_count(int(k) if k.lstrip("+-").isdecimal() else k)
    if question is not None:
        checked_question(question)
    settings = Settings.load(os.environ)
    from qa.engine import Engine
    from qa.report import progress_bar

    with progress_bar() as progress:
        engine = Engine.open(settings, library, notify=_notify, progress=progress)
    try:
        yield engine, count
    finally:
        engine.close()


def _notify(message: str) -> None:
    print(f"yinzheng: {message}", file=sys.stderr)


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code. Errors are one line on standard error."""
    return _guarded(lambda: app(args=arguments, standalone_mode=False))


def _guarded(run: Callable[[], object]) -> int:
    try:
        code = run()
    except YinzhengError as error:
        print(f"yinzheng: {error}", file=sys.stderr)
        return error.exit_code
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        print(f"yinzheng: {error.format_message()} (see yinzheng --help)", file=sys.stderr)
        return 2
    except (KeyboardInterrupt, click.Abort):
        print("yinzheng: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code if isinstance(code, int) else 0
