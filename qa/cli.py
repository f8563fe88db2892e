"""`yinzheng ask | search | index | show | evaluate | verify | schema | serve`: thin faces on the same calls.

Nothing heavy is imported before it is known that it is needed, so that help and mistakes are answered at once.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.errors import LibraryError, YinzhengError
from qa.errors import QuestionError
from qa.options import Within, as_json_option, asking, examples, library_option

if TYPE_CHECKING:
    from qa.engine import Engine

__all__ = ["commands", "main"]

_EXIT_CODES = """\b
Exit codes:
  0    done; an honest no is an answer
  1    a figure is below its floor; a saved quotation no longer holds as it was saved
  2    the question, the question file, a saved answer or the command cannot be used
  3    a document or the library cannot be used
  4    the model cannot be used
  5    the settings, a file or the port cannot be used
  6    a quotation failed its check
  130  stopped from the keyboard
"""


@click.group(
    invoke_without_command=True,
    epilog=_EXIT_CODES + "\n" + examples('yinzheng ask "What is the NCG?"', "yinzheng ask --help"),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(None, "-V", "--version", package_name="yinzheng", message="yinzheng %(version)s")
@click.pass_context
def commands(context: click.Context) -> None:
    """Ask your own documents in any language; get an answer you can check word for word."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@commands.command(
    epilog=examples('yinzheng ask "What is the NCG?"', 'yinzheng ask "秋山信将是谁？" --source 004 --json')
)
@asking
def ask(question: str, k: str, within: Within, library: Path | None, as_json: bool) -> None:
    """Answer a question, in any language, with quotations from the documents."""
    with _engine(library, k, question, within) as (engine, count):
        answer = engine.ask(question, count, filters=within.filters())
    if as_json:
        return _print_json(answer.to_dict())
    from qa.report import print_answer

    return print_answer(answer)


@commands.command(
    epilog=examples(
        'yinzheng search "在日米軍" -k 3',
        'yinzheng search "extended deterrence" --after 2024-04 --language zh --explain',
    )
)
@asking
@click.option("--explain", is_flag=True, help="Say why each was found; JSON always does.")
def search(question: str, k: str, within: Within, library: Path | None, as_json: bool, explain: bool) -> None:
    """Find the passages nearest to a question, without composing an answer."""
    with _engine(library, k, question, within) as (engine, count):
        hits = engine.retrieve(question, count, filters=within.filters())
    if as_json:
        return _print_json([hit.to_dict() for hit in hits])
    from qa.report import print_hits

    return print_hits(hits, explain=explain)


@commands.command(epilog=examples("yinzheng index ~/papers", "yinzheng index --rebuild seeds"))
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--rebuild", is_flag=True, help="Make the library anew from these paths alone.")
@library_option
@as_json_option
def index(paths: Sequence[Path], library: Path | None, rebuild: bool, as_json: bool) -> None:
    """Add files and folders to the library, or bring it up to date with them; without a PATH, the seeds."""
    from index.settings import Settings

    settings = Settings.load(os.environ)
    target = settings.library if library is None else library
    given = list(paths) or [settings.seeds]
    missing = [path for path in given if not path.exists()]
    if missing:
        raise LibraryError(f"{missing[0]} does not exist; give files or folders that do")

    from dataclasses import asdict

    from index.bridge.dictionary import Dictionary
    from index.build import build
    from index.build import rebuild as build_anew
    from index.embed import SentenceTransformersEmbedder
    from qa.cross_encoder import load_reader
    from qa.report import print_summary
    from qa.terminal import progress_bar

    embedder = SentenceTransformersEmbedder.load(settings, _notify)
    load_reader(settings, _notify)  # made now, as the dictionary is, so that the first question need not wait
    Dictionary.open(settings.cache, _notify).close()
    with progress_bar() as progress:
        make = build_anew if rebuild else build
        summary = make(given, target, embedder, settings, progress=progress)
    _print_json(asdict(summary)) if as_json else print_summary(summary, target)
    for message in summary.failed:
        _notify(message)
    if summary.failed:
        raise click.exceptions.Exit(LibraryError.exit_code)


@commands.command(epilog=examples("yinzheng show", "yinzheng show 004", "yinzheng show 000 --dropped"))
@click.argument("document", metavar="[DOC]", required=False)
@click.option("--dropped", is_flag=True, help="What was left out of the text, and why.")
@library_option
@as_json_option
def show(document: str | None, library: Path | None, dropped: bool, as_json: bool) -> None:
    """Show a document (id or unique prefix): its source, its outline, its text; without DOC, list all."""
    from index.library import Library
    from index.settings import Settings
    from qa.show import document_dict, print_document, print_documents

    settings = Settings.load(os.environ)
    path = settings.library if library is None else library
    if library is None and not path.is_file():
        with _engine(None):
            pass
    with Library.open(path) as opened:
        if document is None:
            held = [opened.document(identifier) for identifier in opened.document_ids()]
            alike = opened.duplicates()
            values = [document_dict(item, text=False, alike=alike) for item in held]
            _print_json(values) if as_json else print_documents(held)
        else:
            one, alike = opened.document(document), opened.duplicates()
            _print_json(document_dict(one, alike=alike)) if as_json else print_document(
                one, dropped=dropped, alike=alike
            )


@commands.command(
    epilog=examples("yinzheng evaluate", "yinzheng evaluate my-questions.jsonl --floors my-floors.json --json")
)
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option("--floors", metavar="FILE", type=click.Path(path_type=Path), help="Fail below these figures.")
@click.option("--raise-floors", is_flag=True, help="Raise the floors of FILE to what is reached.")
@click.option("--lower-floors", metavar="REASON", default="", help="Let them fall too; the reason is kept in FILE.")
@library_option
@as_json_option
def evaluate(
    file: Path | None, floors: Path | None, raise_floors: bool, lower_floors: str, library: Path | None, as_json: bool
) -> None:
    """Ask the questions of FILE, whose facts are known, and count what was found, cited and rightly refused.

    Without FILE, the questions about the seeds.
    """
    from index.settings import Settings
    from qa.floors import floors_corpus, read_floors, write_floors
    from qa.questions import read_questions

    settings = Settings.load(os.environ)
    questions = read_questions(file or settings.seeds.parent / "tests" / "questions" / "seeds.jsonl")
    wanted = read_floors(floors) if floors else {}
    if (raise_floors or lower_floors) and not floors:
        raise QuestionError("there are no floors to change; name their file with --floors")

    from qa import evaluate as evaluation
    from qa.report import print_report
    from qa.terminal import progress_bar

    with _engine(library) as (engine, _), progress_bar() as progress:
        report = evaluation.evaluate(engine, questions, lambda done, total: progress("asking", done, total))
    _print_json(report.to_dict()) if as_json else print_report(report)
    if floors and (raise_floors or lower_floors):
        figures = {"all": report.figures(), **report.by("language")}
        for change in write_floors(floors, figures, str(report.library["corpus"]), lower_floors):
            _notify(f"floor {change}")
        return
    if floors and floors_corpus(floors) not in ("", report.library["corpus"]):
        _notify(f"the floors in {floors} were measured on other documents; set them anew with --raise-floors")
        raise click.exceptions.Exit(1)
    faults = evaluation.below(report, wanted)
    for fault in faults:
        _notify(f"below the floor: {fault}")
    if faults:
        raise click.exceptions.Exit(1)


@commands.command(epilog=examples("yinzheng verify answer.json", "yinzheng verify *.json --json"))
@click.argument("answers", metavar="ANSWER...", nargs=-1, required=True, type=click.Path(path_type=Path))
@library_option
@as_json_option
def verify(answers: Sequence[Path], library: Path | None, as_json: bool) -> None:
    """Check saved answers (`yinzheng ask … --json > ANSWER`, or - for standard input) against the library as it is now.

    Each quotation is verbatim (where the answer says, character by character), moved, changed, gone, or elsewhere.
    """
    from index.library import Library
    from index.settings import Settings
    from qa.errors import AnswerError
    from qa.findings import print_verification
    from qa.saved import read_answer
    from qa.verification import verify_in

    path = Settings.load(os.environ).library if library is None else library
    codes, values = {0}, []
    with Library.open(path) as opened:
        for answer in answers:
            try:
                found = verify_in(opened, read_answer(answer))
            except AnswerError as error:  # the others are checked all the same
                _notify(str(error))
                codes.add(error.exit_code)
                values.append({"file": str(answer), "error": str(error)})
                continue
            codes.add(0 if found.holds else 1)
            values.append({"file": str(answer), **found.to_dict()})
            if not as_json:
                print_verification(found, str(answer))
    if as_json:
        _print_json(values)
    if code := max(codes):
        raise click.exceptions.Exit(code)


@commands.command(epilog=examples("yinzheng schema > answer.schema.json"))
def schema() -> None:
    """Print the JSON Schema of what `yinzheng ask --json` prints."""
    from qa.saved import answer_schema

    _print_json(answer_schema())


@commands.command(epilog=examples("yinzheng serve", "yinzheng serve --port 8000 --open"))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=7860, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--open/--no-open", "browser", default=False, help="Open the page in a browser.  [default: no]")
@library_option
def serve(host: str, port: int, browser: bool, library: Path | None) -> None:
    """Serve the page."""
    from index.settings import Settings

    settings = Settings.load(os.environ)

    from qa.web import serve as serve_page

    serve_page(settings, library, host=host, port=port, open_browser=browser)


@contextmanager
def _engine(
    library: Path | None, k: str = "5", question: str | None = None, within: Within | None = None
) -> Iterator[tuple[Engine, int]]:
    """An open engine; what can be seen to be wrong without it is refused before the model is loaded."""
    from index.settings import Settings
    from qa.question import checked_count, checked_question

    count = checked_count(int(k) if k.removeprefix("-").isdecimal() and len(k) < 20 else k)
    if question is not None:
        checked_question(question)
    if within is not None:
        within.filters()
    settings = Settings.load(os.environ)

    from qa.engine import Engine
    from qa.terminal import progress_bar

    with progress_bar() as progress:
        engine = Engine.open(settings, library, notify=_notify, progress=progress)
    try:
        yield engine, count
    finally:
        engine.close()


def _notify(message: str) -> None:
    """One line on standard error, whatever a file's name or a foreign message may hold."""
    line = "".join(char if char.isprintable() else " " for char in str(message))
    print(f"yinzheng: {line}", file=sys.stderr)


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code. Errors are one line on standard error."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # a file's name may hold bytes that are not text
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        given = sys.argv[1:] if arguments is None else arguments
        with commands.make_context("yinzheng", list(given)) as context:  # click's own main has views on broken pipes
            commands.invoke(context)
        sys.stdout.flush()
    except YinzhengError as error:
        _notify(str(error))
        return error.exit_code
    except click.exceptions.Exit as stop:
        sys.stdout.flush()
        return stop.exit_code
    except click.ClickException as error:
        where = getattr(error, "ctx", None)
        _notify(f"{error.format_message()} See: {where.command_path if where else 'yinzheng'} --help")
        return 2
    except (KeyboardInterrupt, click.Abort):
        _notify("stopped")
        return 130
    except BrokenPipeError:  # the reader has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.filename is None:  # not a path of the user's: a fault of ours, to be seen whole
            raise
        _notify(f"{error.filename}: {error.strerror}; check the path, its rights and the room on the disk")
        return 5
    return 0
