"""`yinzheng doctor`, `backup`, `restore` and `follow`: whether a library is whole, and copies of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.errors import LibraryError, YinzhengError
from qa.ui.terminal.options import as_json_option, examples, library_option
from qa.ui.terminal.session import notify, print_json
from qa.wording import counted

if TYPE_CHECKING:
    from index.copies import Copied

__all__ = ["backup", "doctor", "follow", "restore"]


@click.command(epilog=examples("yinzheng doctor", "yinzheng doctor --library build/mine.sqlite --json"))
@library_option
@as_json_option
def doctor(library: Path | None, as_json: bool) -> None:
    """Check that library and models are as they were written.

    Every record, every place, every vector: everything is read, and nothing is changed. What is found is said with how to mend it; where it is trouble, the exit
    code is 3.
    """
    from dataclasses import asdict

    from index.settings import Settings
    from qa.doctor import examine
    from qa.ui.terminal.draw import say

    settings = Settings.load(os.environ)
    path = settings.library_or_default(library)
    found = []
    for one in examine(settings, path, notify):  # told as it is found: a large library takes a while
        found.append(one)
        if not as_json:
            say((f"{one.about}: ", "bold"), (one.what, "red" if one.trouble else "yellow"))
            say((f"  to mend it: {one.mend}", "dim"))
    sound = not any(one.trouble for one in found)
    if as_json:
        print_json({"library": str(path), "sound": sound, "findings": [asdict(one) for one in found]})
    elif sound:
        say(("sound", "green"), f": everything in {path}, and what it is read with, is as it was written")
    if not sound:
        raise click.exceptions.Exit(LibraryError.exit_code)


@click.command(epilog=examples("yinzheng backup mine.backup", "yinzheng backup --replace mine.backup"))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--replace", is_flag=True, help="FILE may be there already; it stays as it is until the new one is whole."
)
@library_option
@as_json_option
def backup(file: Path, replace: bool, library: Path | None, as_json: bool) -> None:
    """Copy the library to FILE, and check the copy.

    Also while it is asked and changed; FILE is there only once it is whole. The files of the documents are not in it.
    """
    from index.copies import backup as copy_to
    from index.settings import Settings

    _told(copy_to(Settings.load(os.environ).library_or_default(library), file, replace=replace), as_json=as_json)


@click.command(epilog=examples("yinzheng restore mine.backup"))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--fewer", is_flag=True, help="The backup may lack documents that the library holds.")
@library_option
@as_json_option
def restore(file: Path, fewer: bool, library: Path | None, as_json: bool) -> None:
    """Put the backup at FILE into the place of the library.

    Also while it is asked; the backup is checked before.
    """
    from index.copies import restore as copy_from
    from index.settings import Settings
    from index.store.load import follow

    settings = Settings.load(os.environ)
    target = settings.library_or_default(library)
    _told(copy_from(file, target, fewer=fewer), as_json=as_json)
    follow(target, settings)


@click.command(epilog=examples("yinzheng follow /shared/mine.backup", "yinzheng follow --every 30 /shared/mine.backup"))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--every",
    type=click.FloatRange(min=1),
    metavar="SECONDS",
    help="Go on, and look again so often; what fails is told, and tried again.",
)
@library_option
@as_json_option
def follow(file: Path, every: float | None, library: Path | None, as_json: bool) -> None:
    """Make the library a copy of the one that FILE is a backup of.

    It may be asked meanwhile; FILE is checked before. For several computers that serve one library: it is changed on one of them, which writes FILE (yinzheng backup --replace); the others
    follow. A library that is no such copy, or was changed itself, is left as it is.
    """
    import time

    from index.copies import follow as be_like
    from index.settings import Settings
    from index.store.load import follow as bring_up_to_date

    settings = Settings.load(os.environ)
    target = settings.library_or_default(library)
    while True:
        try:
            if copied := be_like(file, target):
                _told(copied, as_json=as_json)
                bring_up_to_date(target, settings)
            elif every is None:
                notify(f"library {target} is what {file} is, already")
        except YinzhengError as error:
            if every is None:
                raise
            notify(str(error))
        if every is None:
            return
        time.sleep(every)


def _told(copied: Copied, *, as_json: bool) -> None:
    from dataclasses import asdict

    from qa.ui.terminal.answers import print_marks
    from qa.ui.terminal.draw import say

    if as_json:
        print_json({**asdict(copied), "file": str(copied.file)})
        return
    held = f"{counted(copied.documents, 'document')}, {counted(copied.passages, 'passage')}"
    say(("wrote ", "bold"), f"{copied.file} ({copied.bytes / 2**20:,.1f} MB): {held}, each as it was written")
    print_marks(copied.marks_without_place)
