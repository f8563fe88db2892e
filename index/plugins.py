"""What other packages add, by entry points: known by name at once, imported only when it is needed.

group                    name of an entry           what it is
yinzheng.languages       a language's tag           `index.languages.language.Language`
yinzheng.followups       a language's tag           `qa.question.followup.grammar.Grammar`
yinzheng.page_words      a language's tag           `qa.ui.web.words.strings.PageStrings`
yinzheng.formats         a file name's ending       a class that makes an `index.formats.loader.Loader`
yinzheng.embedders       what `model` may say       settings, notify → `index.encoder.embed.Embedder`
yinzheng.readers         what `reader` may say      settings, notify → `qa.reading.reader.Reader`
yinzheng.vector_indexes  what `vector_index` may say  `index.store.vector_index.MakeIndex`
yinzheng.vector_engines  what `vector_index` may say  settings → `index.store.vector_engine.VectorEngine`
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from index.errors import PluginError, YinzhengError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["PlugIn", "known", "plugin", "plugins", "reason"]

_Kind = TypeVar("_Kind")


@dataclass(frozen=True, slots=True)
class PlugIn:
    """One entry point: `name` in its `group`, and the package that brings it."""

    group: str
    name: str
    package: str
    entry: EntryPoint = field(repr=False, compare=False)

    def __str__(self) -> str:
        return f"plug-in {self.name} of {self.package} ({self.group}: {self.entry.value})"

    def load(self, kind: type | None = None) -> Any:
        """The object, imported now. Raises PluginError where that fails, or where it is no `kind`."""
        try:
            found = self.entry.load()
        except Exception as error:  # whatever another's module does when it is imported
            raise PluginError(
                f"{self} cannot be imported: {reason(error)}; mend or uninstall {self.package}"
            ) from error
        if kind is not None and not isinstance(found, kind):
            raise PluginError(f"{self} is no {kind.__name__}; mend or uninstall {self.package}")
        return found

    def make(self, kind: type[_Kind], *arguments: object) -> _Kind:
        """What the object makes when it is called. Raises PluginError where that fails, or where it is no `kind`.

        An error of this package's own passes as it is.
        """
        maker = self.load()
        try:
            found = maker(*arguments)
        except YinzhengError:
            raise
        except Exception as error:  # whatever another's code does
            raise PluginError(f"{self} cannot be made: {reason(error)}; mend or uninstall {self.package}") from error
        if not isinstance(found, kind):
            raise PluginError(
                f"{self} makes no {kind.__name__}{_lacking(found, kind)}; mend or uninstall {self.package}"
            )
        return found


def reason(error: Exception) -> str:
    """The first line of what an error says, or its name where it says nothing."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _lacking(found: object, kind: type) -> str:
    """Which members of a kind something lacks, in brackets; empty where it lacks none."""
    lacking = [
        name for name in vars(kind) if (name == "__len__" or not name.startswith("_")) and not hasattr(found, name)
    ]
    return f" (it lacks {', '.join(lacking)})" if lacking else ""


@cache
def plugins(group: str) -> tuple[PlugIn, ...]:
    """All of a group, by name; nothing of theirs is imported."""
    from importlib.metadata import entry_points

    found = {
        PlugIn(
            group, entry.name, f"{entry.dist.name} {entry.dist.version}" if entry.dist else "an unnamed package", entry
        )
        for entry in entry_points(group=group)
    }
    return tuple(sorted(found, key=lambda one: (one.name, one.package)))


def known(*groups: str) -> str:
    """The names of these groups as a message lists them: `known: a, b`."""
    names = dict.fromkeys(one.name for group in groups for one in plugins(group))
    return f"known: {', '.join(names) or 'none'}"


def plugin(group: str, name: str) -> PlugIn | None:
    """The one of this name; None where there is none. Raises PluginError where two packages bring one."""
    found = [one for one in plugins(group) if one.name == name]
    if len(found) > 1:
        several = " and ".join(map(str, found))
        raise PluginError(f"{several} have one name; uninstall all of these packages but one")
    return found[0] if found else None
