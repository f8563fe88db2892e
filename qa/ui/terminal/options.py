"""The options that several commands share, those of filters among them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from qa.retrieval.filters import Filters

__all__ = [
    "Within",
    "as_json_option",
    "asking",
    "conversing",
    "examples",
    "filtering",
    "library_option",
    "timings_option",
]

_Command = Callable[..., Any]
as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
library_option = click.option(
    "--library", metavar="FILE", type=click.Path(path_type=Path), help="Library file; without it, the default one."
)

timings_option = click.option(
    "--timings", is_flag=True, help="Say on standard error how long each stage took, opening the library among them."
)


@dataclass(frozen=True, slots=True)
class Within:
    """The filters as they were typed."""

    given: Mapping[str, Any]

    def filters(self) -> Filters:
        """The filters. Raises QuestionError for one that cannot be used."""
        from qa.retrieval.filters import Filters

        return Filters.of(**self.given)


def _repeated(name: str, field: str, metavar: str, told: str) -> _Command:
    return click.option(f"--{name}", field, metavar=metavar, multiple=True, help=f"{told}; may be repeated.")


_FILTERS: Mapping[str, _Command] = {
    "sources": _repeated("source", "sources", "DOC", "Only this document (id or unique prefix) or publisher"),
    "authors": _repeated("author", "authors", "NAME", "Only what this person wrote; part of a name will do"),
    "speakers": _repeated("speaker", "speakers", "NAME", "Only where this person is quoted or reported"),
    "after": click.option(
        "--after", metavar="DATE", help="Only documents of this date (2024, 2024-04, 2024-04-03) on."
    ),
    "before": click.option("--before", metavar="DATE", help="Only documents up to this date, itself included."),
    "languages": _repeated("language", "languages", "TAG", "Only passages in this language (zh, zh-Hant, en, …)"),
    "kinds": _repeated("kind", "kinds", "KIND", "Only this kind of text: body, editor_note, biography, caption"),
}


_COUNT = click.option(
    "-k", "--passages", "k", metavar="N", default="5", help="How many passages, 1 to 100.  [default: 5]"
)


def asking(command: _Command) -> _Command:
    """What `ask` and `search` take; the filters come as one value, `within`."""

    return click.argument("question", metavar="QUESTION")(conversing(as_json_option(command)))


def conversing(command: _Command) -> _Command:
    """What `asking` takes, without a question and JSON."""
    return _COUNT(filtering(command))


def filtering(command: _Command) -> _Command:
    """The filters, as one value, and the library."""

    @wraps(command)
    def called(**values: Any) -> Any:
        given = {field: values.pop(field) for field in _FILTERS}
        return command(within=Within(given), **values)

    wrapped: _Command = called
    for option in reversed([*_FILTERS.values(), library_option]):
        wrapped = option(wrapped)
    return wrapped


def examples(*lines: str) -> str:
    """An epilog of examples, a line each."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
