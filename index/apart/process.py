"""The process that reads: it is asked, answers, and ends when nobody asks any more."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
from dataclasses import dataclass, field
from math import ceil
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from index.apart.messages import Answer, Ask, Going, receive, send
from index.bounds import bounded_memory, more_time, no_bound
from index.document import make_document
from index.errors import SourceError, YinzhengError
from index.faults import Fault
from index.files import FilePart, parts
from index.formats import Unread, kept_in
from index.ingredients import made_of
from index.limits import each_step
from index.passages import passages
from index.sources import read_sources

__all__ = ["serve"]

_IDLE = 60.0
"""Seconds that it waits to be asked."""
_MB = 2**20
_MESSAGE = 300

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Opened:
    """The file that was opened last."""

    asked: tuple[object, ...] = ()
    parts: tuple[FilePart, ...] = ()
    unread: tuple[Unread, ...] = field(default=())


def serve(link: Connection) -> None:
    """Answer what is asked, one after another."""
    opened = _Opened()
    while link.poll(_IDLE):
        try:
            asked: Ask = receive(link)
        except EOFError:
            return
        os.chdir(asked.folder)
        os.environ.clear()
        os.environ.update(asked.environ)
        answer = _answered(asked, opened, link)
        try:
            send(link, answer)
        except (MemoryError, ValueError):
            opened = _Opened()
            send(link, _too_much(asked))


def _answered(asked: Ask, opened: _Opened, link: Connection) -> Answer:
    """What comes of it; whatever goes wrong is what is wrong with that file."""
    try:
        bounded_memory(asked.memory)
        with kept_in(asked.cache), each_step(lambda: _go_on(link, asked.seconds)):
            _go_on(link, asked.seconds)
            return Answer(_done(asked, opened, link))
    except YinzhengError as error:
        return Answer.of(error)
    except MemoryError:
        opened.asked, opened.parts, opened.unread = (), (), ()
        gc.collect()
        return _too_much(asked)
    except RecursionError:
        said = f"{_named(asked, opened)} is nested too deeply to be read; save its text in a simpler form"
        return Answer.of(SourceError(said, Fault.TOO_DEEP))
    except Exception as error:  # whatever a file does to what reads it
        log.debug("reading %s failed", asked.path, exc_info=True)
        what = " ".join(f"{type(error).__name__}: {error}".split())[:_MESSAGE]
        said = f"{_named(asked, opened)} cannot be read ({what}); it may be damaged: save it anew, or its text alone"
        return Answer.of(SourceError(said, Fault.DAMAGED))
    finally:
        no_bound()


def _go_on(link: Connection, seconds: float) -> None:
    """It may compute for so many seconds from now on, and says so."""
    more_time(seconds)
    send(link, Going(seconds))


def _done(asked: Ask, opened: _Opened, link: Connection) -> Any:
    if asked.task == "sources":
        return read_sources(asked.path)
    which = (asked.path, asked.folder, asked.source)
    if asked.task == "open" or opened.asked != which:
        opened.asked = ()
        opened.parts, opened.unread = parts(asked.path, asked.source)
        opened.asked = which
    if asked.task == "open":
        return [(p.id, p.path, p.source, made_of(p.path, p.data, p.source)) for p in opened.parts], opened.unread
    if asked.number >= len(opened.parts):
        raise SourceError(f"{asked.path} was changed while it was read; index it again", Fault.CHANGED)
    part = opened.parts[asked.number]
    _go_on(link, asked.seconds * max(1, ceil(len(part.data) / _MB)))
    document = make_document(part.path, part.data, part.source, asked.name)
    cut = passages(document, asked.passage_length)
    if not cut:
        raise SourceError(f"{part.path} has no running text to search; take it out or add text to it", Fault.NO_TEXT)
    return document, cut


def _named(asked: Ask, opened: _Opened) -> Path:
    """The file that is at fault, where that is known the one in the archive."""
    inside = asked.task == "make" and asked.number < len(opened.parts)
    return opened.parts[asked.number].path if inside else asked.path


def _too_much(asked: Ask) -> Answer:
    said = (
        f"{asked.path} takes more than {asked.memory:,} MB of memory to read; split it, save its text alone, or allow more "
        "(YINZHENG_READING_MEMORY)"
    )
    return Answer.of(SourceError(said, Fault.TOO_COSTLY))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asks is told, and ends this process
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    serve(Connection(int(sys.argv[1])))
