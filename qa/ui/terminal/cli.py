"""`yinzheng ask | chat | search | index | info | remove | doctor | backup | restore | follow | show | evaluate | remember | marks | verify | schema | serve | password`: thin faces on the same calls.

Nothing heavy is imported before it is known that it is needed, so that help and mistakes are answered at once.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from click.shell_completion import shell_complete

from index.errors import LibraryError, SourceError, YinzhengError
from qa.ui.terminal.care import backup, doctor, follow, restore
from qa.ui.terminal.evaluate import evaluate, remember
from qa.ui.terminal.evidence import evidence
from qa.ui.terminal.options import (
    Within,
    as_json_option,
    asking,
    conversing,
    examples,
    library_option,
    timings_option,
)
from qa.ui.terminal.session import (
    notify,
    open_engine,
    print_json,
    told_of,
    told_safely,
)

__all__ = ["commands", "main"]

_COMPLETE = "_YINZHENG_COMPLETE"
_EXIT_CODES = """\b
Exit codes:
  0    done; an uncertain answer and an honest no are answers
  1    a figure is below its floor, a question is broken, or a saved quotation
       no longer holds as it was saved
  2    the question, the question file, a saved answer or the command cannot
       be used
  3    a document or the library cannot be used
  4    the model cannot be used
  5    the settings, a file, the port, a cluster, or what holds the vectors
       elsewhere cannot be used
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
    epilog=examples(
        'yinzheng ask "What is the NCG?"',
        'yinzheng ask "秋山信将是谁？" --source 004 --json > who.json',
        'yinzheng ask "and what does he say about China?" --following who.json',
    )
)
@asking
@click.option(
    "--following",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="The answer before this question, as --json printed it; may be repeated, oldest first.",
)
@click.option(
    "--write", is_flag=True, help="Let the language model of the settings write, too; each sentence is checked."
)
@click.option(
    "--gloss",
    "gloss",
    metavar="[LANG]",
    is_flag=False,
    flag_value="",
    help="Put the words of each quotation in this language (en, zh-Hans, zh-Hant, ja, ko) under it, from dictionaries; without LANG, in that of the question.",
)
@click.option(
    "--translate",
    "translate",
    metavar="[LANG]",
    is_flag=False,
    flag_value="",
    help="Let the language model of the settings put each quotation into this language (en, zh-Hans, zh-Hant, ja, ko), or that of the question; each sentence is checked.",
)
@timings_option
def ask(
    question: str,
    k: str,
    within: Within,
    library: Path | None,
    as_json: bool,
    following: Sequence[Path],
    write: bool,
    gloss: str | None,
    translate: str | None,
    timings: bool,
) -> None:
    """Answer a question with quotations from the documents.

    In any language, whatever that of the documents is. With --following, a question that leans on the one before, as "and what
    does he say about China?" does, is asked as it is meant there, and the answer says how it was understood.
    """
    talk = None
    if following:
        from qa.ui.terminal.chat import read_conversation

        talk = read_conversation(following)
    if gloss or translate:
        from qa.question.check import checked_language

        for language in (gloss, translate):
            checked_language(language or "")
    if write or translate is not None:
        from index.settings import Settings
        from qa.writing.writer import Generator, chosen_one

        chosen_one(Generator.load(Settings.load(os.environ)))
    with told_of(timings), open_engine(library, k, question, within) as (engine, count):
        understood = engine.understood(talk, question) if talk else None
        answer = engine.ask(question, count, filters=within.filters(), understood=understood)
        if gloss is not None:
            answer = engine.glossed(answer, gloss)
        if translate is not None:
            answer = engine.translated(answer, translate)
        if as_json:
            return print_json((engine.written(answer) if write else answer).to_dict())
        from qa.ui.terminal.answers import print_answer, print_written

        print_answer(answer, engine.document)
        if write:
            print_written(answer, engine.write(answer))
    return None


@commands.command(epilog=examples("yinzheng chat", "yinzheng chat --source 004 -k 3"))
@conversing
def chat(k: str, within: Within, library: Path | None) -> None:
    """Ask one question after another, as in a conversation.

    Each may lean on those before. How a question was understood is said above its answer. A line that begins with = is asked as it is written; /new
    forgets what was said so far; Ctrl+D ends it.
    """
    from qa.ui.terminal.chat import converse

    with open_engine(library, k, within=within) as (engine, count):
        converse(engine, count, within.filters())


@commands.command(
    epilog=examples(
        'yinzheng search "在日米軍" -k 3',
        'yinzheng search "extended deterrence" --after 2024-04 --explain',
    )
)
@asking
@click.option("--explain", is_flag=True, help="Say why each was found; JSON always does.")
@timings_option
def search(
    question: str, k: str, within: Within, library: Path | None, as_json: bool, explain: bool, timings: bool
) -> None:
    """Find the passages nearest to a question.

    No answer is made of them. Those that were read closely stand first, by the odds that they answer.
    """
    with told_of(timings), open_engine(library, k, question, within) as (engine, count):
        hits = engine.retrieve(question, count, filters=within.filters())
    if as_json:
        return print_json([hit.to_dict() for hit in hits])
    from qa.ui.terminal.answers import print_hits

    return print_hits(hits, explain=explain)


@commands.command(
    epilog=examples("yinzheng index ~/papers", "yinzheng index https://example.org/page", "yinzheng index --rebuild")
)
@click.argument("paths", metavar="[PATH|ADDRESS]...", nargs=-1, type=click.Path(path_type=str))
@click.option("--rebuild", is_flag=True, help="Make the library anew from these paths alone.")
@click.option(
    "--fewer", is_flag=True, help="With --rebuild: the new library may lack documents that the old one holds."
)
@click.option("--private", is_flag=True, help="An ADDRESS may be one of this computer or of a private network.")
@click.option(
    "--ray",
    metavar="CLUSTER",
    help="Read and embed on the Ray cluster at this address (auto, HOST:PORT or ray://HOST:PORT); this process writes.",
)
@library_option
@as_json_option
def index(
    paths: Sequence[str],
    library: Path | None,
    rebuild: bool,
    fewer: bool,
    private: bool,
    ray: str | None,
    as_json: bool,
) -> None:
    """Add files and folders to the library, or bring it up to date.

    Without a PATH, those that it was made of; a library that is not there yet is made of the seeds. The page at an ADDRESS
    (https://…) is fetched and kept beside the library; nothing else is ever fetched.
    """
    from index.fetched import fetch_all, is_address
    from index.settings import Settings
    from index.store.inventory import remembered_roots

    settings = Settings.load(os.environ)
    target = settings.library_or_default(library)
    asked = [Path(path) for path in paths if not is_address(path)]
    given = asked if paths else list(remembered_roots(target)) or [settings.seeds]
    if missing := [path for path in given if not path.exists()]:
        held = "" if paths else "; its documents are still in the library, take them out with: yinzheng remove PATH"
        raise LibraryError(f"{missing[0]} does not exist; give files or folders that do{held}")

    fetched, unfetched = fetch_all([path for path in paths if is_address(path)], target, private=private)
    given += fetched
    if not given:
        raise SourceError("; ".join(unfetched))

    from dataclasses import asdict, replace

    from index.bridge.dictionary import Dictionary
    from index.build import build
    from index.build import rebuild as build_anew
    from index.encoder.load import load_embedder
    from index.store.load import follow
    from qa.reading.load import load_reader
    from qa.ui.terminal.answers import print_summary
    from qa.ui.terminal.draw import progress_bar
    from qa.ui.terminal.elsewhere import elsewhere

    embedder = load_embedder(settings, notify)
    load_reader(settings, notify)  # made now, as the dictionary is, so that the first question need not wait
    Dictionary.open(settings.cache, notify).close()
    with elsewhere(ray, settings, embedder) as (encoding, more), progress_bar(lines=True) as progress:
        if rebuild:
            summary = build_anew(given, target, encoding, settings, progress=progress, fewer=fewer, **more)
        else:
            summary = build(given, target, encoding, settings, progress=progress, **more)
    summary = replace(summary, failed=(*unfetched, *summary.failed))
    print_json(asdict(summary)) if as_json else print_summary(summary, target)
    for message in summary.failed:
        notify(message)
    follow(target, settings)
    if summary.failed:
        raise click.exceptions.Exit(LibraryError.exit_code)


@commands.command(epilog=examples("yinzheng remove 004", "yinzheng remove ~/papers/old"))
@click.argument("documents", metavar="DOC|PATH...", nargs=-1, required=True)
@library_option
@as_json_option
def remove(documents: Sequence[str], library: Path | None, as_json: bool) -> None:
    """Take documents out of the library, with all their words.

    The files themselves stay. DOC is an id or a unique beginning of one, PATH a file, a folder or an archive.
    """
    from dataclasses import asdict

    from index.removal import remove as take_out
    from index.settings import Settings
    from index.store.load import follow
    from qa.ui.terminal.library import print_removal

    settings = Settings.load(os.environ)
    target = settings.library_or_default(library)
    removal = take_out(target, documents)
    print_json(asdict(removal)) if as_json else print_removal(removal)
    follow(target, settings)


@commands.command(epilog=examples("yinzheng info", "yinzheng info --json"))
@library_option
@as_json_option
def info(library: Path | None, as_json: bool) -> None:
    """Say what the library holds, and which files were not read.

    With the reason of each, and the folders and files that the library was made of.
    """
    from index.settings import Settings
    from index.store.library import Library
    from qa.ui.terminal.library import library_dict, print_library

    with Library.open(Settings.load(os.environ).library_or_default(library)) as opened:
        print_json(library_dict(opened)) if as_json else print_library(opened)


@commands.command(epilog=examples("yinzheng show", "yinzheng show 004", "yinzheng show 000 --dropped"))
@click.argument("document", metavar="[DOC]", required=False)
@click.option("--dropped", is_flag=True, help="What was left out of the text, and why.")
@library_option
@as_json_option
def show(document: str | None, library: Path | None, dropped: bool, as_json: bool) -> None:
    """List all documents, or show one.

    DOC is an id or a unique beginning of one. Of a document its source, its outline and its text are shown.
    """
    from index.settings import Settings
    from index.store.library import Library
    from qa.ui.terminal.show import document_dict, print_document, print_documents

    settings = Settings.load(os.environ)
    path = settings.library_or_default(library)
    if library is None and not path.is_file():
        with open_engine(None):
            pass
    with Library.open(path) as opened:
        if document is None:
            held = [opened.document(identifier) for identifier in opened.document_ids()]
            alike = opened.duplicates()
            values = [document_dict(item, text=False, alike=alike) for item in held]
            print_json(values) if as_json else print_documents(held)
        else:
            one = opened.document(document)
            alike = opened.alike(one.id)
            print_json(document_dict(one, alike=alike)) if as_json else print_document(
                one, dropped=dropped, alike=alike
            )


@commands.command(epilog=examples("yinzheng verify answer.json", "yinzheng verify *.json --json"))
@click.argument("answers", metavar="ANSWER...", nargs=-1, required=True, type=click.Path(path_type=Path))
@library_option
@as_json_option
def verify(answers: Sequence[Path], library: Path | None, as_json: bool) -> None:
    """Check saved answers against the library as it is now.

    An ANSWER is what `yinzheng ask … --json` or `yinzheng evidence … --json` printed, - is standard input.
    Each quotation is verbatim (where the answer says, character by character), moved, changed, gone, or elsewhere.
    """
    from index.settings import Settings
    from index.store.library import Library
    from qa.errors import AnswerError
    from qa.proof.saved import read_answer
    from qa.proof.verification import verify_in
    from qa.ui.terminal.verifications import print_verification

    path = Settings.load(os.environ).library if library is None else library
    codes, values = {0}, []
    with Library.open(path) as opened:
        for answer in answers:
            try:
                found = verify_in(opened, read_answer(answer, or_evidence=True))
            except AnswerError as error:  # the others are checked all the same
                notify(str(error))
                codes.add(error.exit_code)
                values.append({"file": str(answer), "error": str(error)})
                continue
            codes.add(0 if found.holds else 1)
            values.append({"file": str(answer), **found.to_dict()})
            if not as_json:
                print_verification(found, str(answer))
    if as_json:
        print_json(values)
    if code := max(codes):
        raise click.exceptions.Exit(code)


@commands.command(epilog=examples("yinzheng marks > questions.jsonl", "yinzheng marks --json"))
@library_option
@as_json_option
def marks(library: Path | None, as_json: bool) -> None:
    """Print what was marked on the page as a question set.

    It is what was called useful or wrong, for `yinzheng evaluate`. With --json: the marks themselves, and of each whether its document still holds it. What it does not is no
    part of the question set.
    """
    from index.settings import Settings
    from index.store.library import Library
    from qa.evaluation.marked import question_set, standing

    path = Settings.load(os.environ).library_or_default(library)
    with Library.open(path) as opened:
        found = opened.marks()
        stand, gone = standing(found, lambda name: opened.document(name).text)
    if as_json:
        return print_json([{**asdict(one), "stands": one in stand} for one in found])
    for one in gone:
        notify(f"left out: {one.document} does not hold “{one.quote}” any more")
    for line in question_set(stand):
        click.echo(line, nl=False)
    return None


@commands.command(epilog=examples("yinzheng schema > answer.schema.json"))
@click.option("--evidence", is_flag=True, help="Of what `yinzheng evidence --json` prints.")
def schema(evidence: bool) -> None:
    """Print the JSON Schema of what `yinzheng ask --json` prints."""
    from qa.proof.saved import answer_schema, evidence_schema

    print_json(evidence_schema() if evidence else answer_schema())


@commands.command(
    epilog=examples(
        "yinzheng serve", "yinzheng serve --port 8000 --open", "yinzheng serve --host 0.0.0.0 --password-file PASSWORD"
    )
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=7860, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--open/--no-open", "browser", default=False, help="Open the page in a browser.  [default: no]")
@click.option(
    "--password-file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Let in who knows the password whose hash is in FILE; make it with: yinzheng password FILE.",
)
@click.option(
    "--open-to-all", is_flag=True, help="Serve others without a password: whoever comes reads the whole library."
)
@click.option(
    "--name", "names", metavar="HOST", multiple=True, help="A name by which others reach the page; may be repeated."
)
@click.option(
    "--edit/--no-edit",
    default=None,
    help="Let the library be changed on the page.  [default: where only this computer reaches it]",
)
@click.option(
    "--log",
    type=click.Choice(["requests", "questions"]),
    help="Log requests, a line of JSON each, without a word that was asked; or with the questions.",
)
@library_option
def serve(
    host: str,
    port: int,
    browser: bool,
    password_file: Path | None,
    open_to_all: bool,
    names: Sequence[str],
    edit: bool | None,
    log: str | None,
    library: Path | None,
) -> None:
    """Serve the page, and the same for programs.

    Programs ask by HTTP (/openapi.json says how), assistants by MCP (/mcp), chat clients by OpenAI's API (/v1).
    """
    from index.settings import Settings

    settings = Settings.load(os.environ)
    given = {"password_file": password_file, "open_to_all": open_to_all, "host_names": ",".join(names), "log": log}
    settings = settings.model_copy(update={name: value for name, value in given.items() if value})

    from qa.ui.web import serve as serve_page

    serve_page(settings, library, host=host, port=port, open_browser=browser, edit=edit)


@commands.command(epilog=examples("yinzheng password PASSWORD"))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
def password(file: Path) -> None:
    """Ask for a password and write its hash to FILE.

    `yinzheng serve --password-file FILE` then lets in whoever knows it.
    """
    from qa.ui.web.access import write_password

    write_password(file, click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))


commands.add_command(evidence)
commands.add_command(evaluate)
commands.add_command(remember)
commands.add_command(doctor)
commands.add_command(follow)
commands.add_command(backup)
commands.add_command(restore)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code. Errors are one line on standard error."""
    if instruction := os.environ.get(_COMPLETE, ""):  # a shell asks what may follow
        return shell_complete(commands, {}, "yinzheng", _COMPLETE, instruction)
    if isinstance(sys.stdout, io.TextIOWrapper):  # a file's name may hold bytes that are not text
        sys.stdout.reconfigure(errors="backslashreplace")
    if arguments is None:  # the process is ours
        told_safely()
    try:
        given = sys.argv[1:] if arguments is None else arguments
        with commands.make_context("yinzheng", list(given)) as context:  # click's own main has views on broken pipes
            commands.invoke(context)
        sys.stdout.flush()
    except YinzhengError as error:
        notify(str(error))
        return error.exit_code
    except click.exceptions.Exit as stop:
        sys.stdout.flush()
        return stop.exit_code
    except click.ClickException as error:
        where = getattr(error, "ctx", None)
        notify(f"{error.format_message()} See: {where.command_path if where else 'yinzheng'} --help")
        return 2
    except (KeyboardInterrupt, click.Abort):
        notify("stopped")
        return 130
    except BrokenPipeError:  # the reader has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.filename is None:  # not a path of the user's: a fault of ours, to be seen whole
            raise
        notify(f"{error.filename}: {error.strerror}; check the path, its rights and the room on the disk")
        return 5
    return 0
