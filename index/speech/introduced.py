"""Who the labels of a transcript stand for: full names and offices, where its text gives them once."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from index.languages.registry import Languages, composed
from index.records import Document, Section, SectionKind
from index.speech.names import roles
from index.text.asking import ANSWERING, asks_by_name

__all__ = ["introduced"]

_GLOSSED = re.compile(r"(?P<out>[^（()）]{1,30}?)\s*[（(](?P<inside>[^（()）]{1,40})[）)](?P<after>.*)$")
_ADDRESS = re.compile(r"(?:君|さん|氏|様|先生|女士)$")
_LATIN = re.compile(r"[A-Za-z][\w.,’' -]*$")
_HONOURS = frozenset("MR MS MRS DR PROF SIR MISS".split())
_SMALL = frozenset("of the and for".split())
_OFFICE_BEFORE = r"(?P<role>[\u3400-\u9fff]{{0,12}}(?:{role}))\s?"

_REACH = 80
"""Characters in which an office before a label has room."""


@composed
def _office_after(known: Languages) -> re.Pattern[str]:
    return re.compile(rf"(?P<role>[\u3400-\u9fff]{{0,6}}?(?:{known.joined(lambda one: one.names.roles)}))")


def introduced(document: Document) -> tuple[Section, ...]:
    """The sections of `document`, with the name and the office of each speaker as far as the document gives them."""
    labels = dict.fromkeys(s.turn.speaker for s in document.sections if s.turn)
    if not labels:
        return document.sections
    text = "\n".join(document.text[s.start : s.end] for s in document.sections if s.kind is not SectionKind.SPEAKER)
    text = f"{document.source.title}\n{text}"
    known = {label: _who(label, text) for label in labels}
    return tuple(
        replace(s, turn=replace(s.turn, name=known[s.turn.speaker][0], role=known[s.turn.speaker][1])) if s.turn else s
        for s in document.sections
    )


def _who(label: str, text: str) -> tuple[str, str]:
    """Name and office behind a label, each empty where nothing more than the label is known."""
    if not label or asks_by_name(label) or ANSWERING.fullmatch(label) or not re.search(r"\w", label):
        return "", ""
    if glossed := _GLOSSED.match(label):
        out, inside, after = glossed["out"].strip(), glossed["inside"].strip(), glossed["after"].strip()
        if after:  # 三島（由）委員: so much of the name as tells one from another
            return _full(
                out, text, rf"{re.escape(out)}{re.escape(inside[0])}[\u3400-\u9fff]{{0,2}}(?=[君さ氏様委議でが、。])"
            ), after
        if _ADDRESS.search(inside):
            return _ADDRESS.sub("", inside), out
        role, _, name = inside.rpartition(" ")
        return (name, role) if role and roles().search(role) else ("", inside)
    if _LATIN.match(label):
        return _latin(label, text)
    offices = list(roles().finditer(label))
    if offices and offices[-1].end() == len(label) and offices[-1].start() > 1:
        return "", label[offices[-1].start() :]
    return "", _office(label, text)


def _office(label: str, text: str) -> str:
    """The office that stands behind a label in the text, else the one before it; empty where there is none."""
    first = at = text.find(label)
    while at >= 0:
        if after := _office_after().match(text, at + len(label)):
            return after["role"]
        at = text.find(label, at + 1)
    if first < 0:
        return ""
    pattern = re.compile(_OFFICE_BEFORE.format(role=roles().pattern) + re.escape(label))
    before = pattern.search(text, max(first - _REACH, 0))
    return before["role"] if before else ""


def _latin(label: str, text: str) -> tuple[str, str]:
    """A label in the Latin alphabet: `SECRETARY KERRY` is an office and a surname that the text may have in full."""
    words = label.replace(",", " ").split()
    if words[0].upper() == "THE":
        return "", ""
    surname = words[-1]
    capitals = label.upper() == label
    full = ""
    if _plain(surname) in _plain(text):  # a search for a pattern that ignores case is dear
        full = _full(surname, text, rf"(?i:\b(?-i:[A-Z][a-z’'-]+ (?:[A-Z]\. )?)(?:{re.escape(surname)}))\b")
    role = " ".join(words[:-1]) if capitals and len(words) > 1 and words[0].strip(".") not in _HONOURS else ""
    if full and full.split()[0].upper().strip(".") in {*_HONOURS, *(word.strip(".") for word in words[:-1])}:
        full = ""
    return ("" if full.casefold() == label.casefold() else full), " ".join(
        word.lower() if word.lower() in _SMALL else word.capitalize() for word in role.split()
    )


@lru_cache(maxsize=8)
def _plain(text: str) -> str:
    """Without case, as patterns ignore it."""
    return text.casefold().replace("ı", "i")


def _full(short: str, text: str, pattern: str) -> str:
    """The first longer form of a name in the text that matches."""
    found = (_ADDRESS.sub("", match[0]) for match in re.finditer(pattern, text))
    return next((name for name in found if name.casefold() != short.casefold()), "")
