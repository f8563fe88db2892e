"""Every regular expression of the two packages, and how it is used: found in what their modules hold and in their source."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

__all__ = ["METHODS", "Found", "found_patterns", "unread_patterns"]

METHODS = ("match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")
_USED = r"\b{}(?:\(\))?\.({})\b"
_HANDED_ON = r"(?<![\w.])(?!re\b)[a-z]\w*\.({})\("
_ELSEWHERE = {"index.languages.korean.reporting._BEFORE": ("match",)}
"""What another module applies: `index.languages.verb_last`."""
_COMPOSED = "index.languages.registry"


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern, where it is from (`index.stated._AMONG`, or `index.stated:195` within a function), and how it is applied.

    Where the source does not tell how, it counts as applied in every way.
    """

    pattern: re.Pattern[Any]
    where: str
    methods: tuple[str, ...]


@cache
def found_patterns() -> tuple[Found, ...]:
    """All of them, each once."""
    every: dict[tuple[Any, int, tuple[str, ...]], Found] = {}
    for module in _modules():
        source = Path(str(module.__file__)).read_text("utf-8")
        own = set(re.findall(r"^(\w+)(?:: [^=\n]+)? = |^def (\w+)\(", source, re.MULTILINE))
        own_names = {name for pair in own for name in pair}
        for name, value in list(vars(module).items()):
            if name not in own_names:  # imported: it is found where it is from
                continue
            for pattern in _held(module, value):
                found = Found(
                    pattern,
                    f"{module.__name__}.{name}",
                    _ELSEWHERE.get(f"{module.__name__}.{name}") or _methods(source, name),
                )
                every.setdefault((pattern.pattern, pattern.flags, found.methods), found)
        for found in _inline(module, source):
            every.setdefault((found.pattern.pattern, found.pattern.flags, found.methods), found)
    return tuple(every.values())


def unread_patterns() -> tuple[str, ...]:
    """Where a pattern is put together within a function of what only the function knows, so that it is not among the found."""
    places: list[str] = []
    for module in _modules():
        for call in _calls(Path(str(module.__file__)).read_text("utf-8")):
            if _evaluated(call.args[0], module) is None:
                places.append(f"{module.__name__}:{call.lineno}")
    return tuple(places)


def _modules() -> tuple[ModuleType, ...]:
    found: list[ModuleType] = []
    for package in ("index", "qa"):
        inside = importlib.import_module(package)
        found.append(inside)
        for one in pkgutil.walk_packages(inside.__path__, f"{package}."):
            if not one.name.endswith("__main__"):
                found.append(importlib.import_module(one.name))
    return tuple(found)


def _held(module: ModuleType, value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """The patterns in what a module holds: itself, in tuples and records, or what a part of it makes without being told anything."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, list | tuple | set | frozenset) and depth < 4:
        for one in value:
            yield from _held(module, one, depth + 1)
    elif isinstance(value, dict) and depth < 4:
        for one in value.values():
            yield from _held(module, one, depth + 1)
    elif is_dataclass(value) and not isinstance(value, type) and depth < 4:
        for field in fields(value):
            yield from _held(module, getattr(value, field.name), depth + 1)
    elif depth == 0 and _makes_itself(module, value):
        yield from _held(module, value(), depth + 1)


def _makes_itself(module: ModuleType, value: Any) -> bool:
    """Whether it is made of all languages (`composed`), or kept by a function that takes nothing."""
    if getattr(value, "__module__", "") == _COMPOSED and "<lambda>" in getattr(value, "__qualname__", ""):
        return True
    kept = hasattr(value, "cache_info") and getattr(value, "__module__", "") == module.__name__
    returned = getattr(value, "__annotations__", {}).get("return", "")
    return kept and "Pattern" in str(returned) and set(value.__annotations__) == {"return"}


def _methods(source: str, name: str) -> tuple[str, ...]:
    used = set(re.findall(_USED.format(re.escape(name), "|".join(METHODS)), source))
    if not used:  # it is handed on, under the name of a variable
        used = set(re.findall(_HANDED_ON.format("|".join(METHODS)), source)) & {
            "match",
            "fullmatch",
            "search",
            "finditer",
        }
    return tuple(one for one in METHODS if one in used) or ("match", "search")


def _inline(module: ModuleType, source: str) -> Iterator[Found]:
    """Patterns that a function applies by `re.sub(…)` and the like."""
    for call in _calls(source):
        text = _evaluated(call.args[0], module)
        if text is not None:
            flags = _evaluated(call.keywords[-1].value, module) if _has_flags(call) else 0
            method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            methods = (method,) if method in METHODS else ("match", "search")
            yield Found(re.compile(text, flags or 0), f"{module.__name__}:{call.lineno}", methods)


def _has_flags(call: ast.Call) -> bool:
    return bool(call.keywords) and call.keywords[-1].arg == "flags"


def _calls(source: str) -> Iterator[ast.Call]:
    """Calls of the module `re` within functions; what is compiled outside is held by the module."""
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    for node in {id(node): node for function in functions for node in ast.walk(function)}.values():
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in (*METHODS, "compile")
            and node.args
        ):
            yield node


def _evaluated(node: ast.expr, module: ModuleType) -> Any:
    """What an expression of the source is, of what its module holds; None where it is of something else."""
    try:
        return eval(compile(ast.Expression(node), str(module.__file__), "eval"), dict(vars(module)))
    except NameError:
        return None
