"""Who has been named so far in a document: short forms and pronouns lead back to full names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.languages.registry import Languages, composed, pattern
from index.offsets import Span
from index.speech.names import Name, leading, name_of, roles, untitled
from index.speech.subjects import past_openers

__all__ = ["Cast", "pronoun_of"]

_GLOSSED = re.compile(r"(?<=[\u3400-\u9fff])\s*[（(][A-Z]")
_LATIN = re.compile(r"[A-Za-z]")
_FULL_NAME = re.compile(
    r"\b(?P<first>[A-Z][a-z’'-]+)(?: [A-Z]\.| (?!(?:Mrs?|Ms|Dr|Sir) )[A-Z][a-z’'-]+)? (?P<last>[A-Z][\w’'-]+)\b(?! [A-Z])"
)
_NO_GIVEN = frozenset(
    "The A An In On At But And For From Of To By This That Mr Mrs Ms Dr Sir When While After Before".split()
)
_ALONE = re.compile(
    r"(?:^|[.\"”\n] ?|, |\bthat |\b(?:Mr|Ms|Mrs|Dr)\.? )(?P<before>[A-Z][\w’'-]+) (?:said|says|told|added|adds|also|has|had|was|wrote|argued|argues|believes|thinks)\b"
    r"|\b(?:said|says|added|adds|Mr|Ms|Mrs|Dr)\.? (?P<after>[A-Z][\w’'-]+)\b"
)
"""Where a surname stands alone: its second mention shows whose it is."""
_STOP = re.compile(r"(?<=[a-z]{2})\.$")
"""The end of a sentence behind a name, and not of `Jr.`"""
_WITHIN = re.compile(r"(?<=[A-Za-zÀ-ɏ])[A-Za-zÀ-ɏ]")
_OWNED = re.compile(r"[’']s\s+")
_CAPITALS = re.compile(r"(?:[A-Z][\w.’'-]* ){0,4}")
_PARTS = re.compile(r"[·.‧・• ]+")
_SHORTEST, _LONGEST = 2, 16
_SHORT_PRONOUN = 8
_NEXT = 80
"""Characters behind a name in which a pronoun is likely to mean it."""
_HE_OR_SHE = re.compile(
    r"(?P<she>\b(?:[Ss]he|[Hh]er|[Hh]erself)\b|她(?![们們])|彼女(?!ら)|그녀)|(?P<he>\b(?:[Hh]e|[Hh]is|[Hh]im|[Hh]imself)\b|(?<!其)他(?![们們])|彼(?![女ら]))"
)
_pronoun = pattern(lambda one: one.speech.pronouns)
_pointing = pattern(lambda one: one.speech.pointing)
_of_office = pattern(
    lambda one: one.names.roles,
    r"(?<=[\u3400-\u9fff])(?:{})\s?(?P<name>[A-Z][\w.’'-]{1,20}(?: [A-Z][\w.’'-]{0,20}){0,3})",
    re.A,
)
_media = pattern(lambda one: one.speech.media, "(?:{})$")
_report = pattern(lambda one: one.speech.report, "^(?:{})$")
_document = pattern(lambda one: one.speech.documents, "(?:{})$")
_spokesperson = pattern(lambda one: one.names.spokespeople)
_genitive = pattern(lambda one: one.names.genitive)
_introduced = pattern(
    lambda one: one.names.introduced,
    r"\b(?P<role>{}) (?P<name>[A-Z][\w’'-]{1,20}(?: [A-Z][\w.’'-]{0,20}){1,3})",
)


def pronoun_of(text: str, start: int, end: int) -> int:
    """1 where the first pronoun in text[start:end] is *he*, -1 where it is *she*, 0 where there is none."""
    found = _HE_OR_SHE.search(text, start, min(end, len(text)))
    return 0 if not found else 1 if found["he"] else -1


@composed
def _no_roles(known: Languages) -> frozenset[str]:
    return known.words(lambda one: one.names.no_roles)


@composed
def _plural(known: Languages) -> tuple[str, ...]:
    return tuple(ending for one in known for ending in one.speech.plural)


class Cast:
    """The people, media and documents of one text, in the order in which they come up."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._full: dict[str, str] = {}
        self._short: dict[str, list[str]] = {}
        self._begun: set[str] = set()
        self._spoke: dict[str, int] = {}
        self._called: dict[str, int] = {}
        self._people: set[str] = set()
        self._spokespeople: set[str] = set()
        self._person = self._outer = self._group = self._medium = self._document = ""
        for match in _GLOSSED.finditer(text):
            left = max(match.start() - _LONGEST, 0)
            words = re.search(r"(?<![\u3400-\u9fffA-Z·.‧・])[\u3400-\u9fffA-Z·.‧・]+$", text[left : match.start()])
            close = text.find("）" if "（" in match[0] else ")", match.end(), match.end() + 60)
            if words and close > 0:
                name = name_of(text, Span(past_openers(text, left + words.start(), close), close + 1))
                if name and name.person:
                    self.add(name)

        for match in _introduced().finditer(text):
            if match["role"] not in _no_roles():
                self.add(Name(match.start("name"), match.end("name"), person=True, role=match["role"]))

        alone = {match["before"] or match["after"] for match in _ALONE.finditer(text)}
        for match in _FULL_NAME.finditer(text):
            if match["last"] in alone and match["last"] not in self._full and match["first"] not in _NO_GIVEN:
                self.add(Name(match.start(), match.end(), person=True))
        for match in _of_office().finditer(text):
            self.add(Name(match.start("name"), match.end("name"), person=True, role=match[0]))

    @property
    def known(self) -> int:
        """How many names and short forms it knows, and of how many people it knows that they speak for others; it forgets none."""
        return len(self._full) + len(self._spokespeople)

    def again(self) -> Cast:
        """A cast that knows the same names, before anyone has spoken."""
        fresh = Cast("")
        fresh._text, fresh._full, fresh._begun = self._text, self._full, self._begun
        fresh._short = self._short
        fresh._people, fresh._spokespeople = self._people, self._spokespeople
        return fresh

    def add(self, name: Name) -> None:
        """Remember a person's full name and the short forms that may stand for it."""
        full = _STOP.sub("", self._text[name.start : name.end])
        if not name.person:
            return
        if _spokesperson().search(name.role):
            self._spokespeople.add(full)
        if full in self._full:
            return
        self._people.add(full)
        self._full[full] = full
        parts = _PARTS.split(full)
        short = [part for part in parts if len(part) > 1] if len(parts) > 1 else []
        if len(parts) == 1 and len(full) in (3, 4, 5) and not _LATIN.search(full):
            short = [full[:2], full[-2:]] if len(full) > 3 else [full[-2:]]
        for part in short:
            if self._full.setdefault(part, full) == full:
                self._short.setdefault(full, []).append(part)
        self._begun.update(name[:_SHORTEST] for name in (full, *short))

    def is_person(self, name: str) -> bool:
        """Whether a resolved name is a person's."""
        return name in self._people

    def is_pronoun(self, words: str) -> bool:
        """Whether a speaker is only called *he*, *they* and the like."""
        return len(words) < _SHORT_PRONOUN and bool(_pronoun().search(words))

    def forms(self, name: str) -> tuple[str, ...]:
        """How somebody may be called: the name and the short forms that stand for it."""
        return tuple(dict.fromkeys((name, *self._short.get(name, ()))))

    def last(self, name: str, left: int, at: int) -> int:
        """Where in text[left:at] somebody is last named, or said to have spoken, ends; -1 where nowhere."""
        named = [(self._text.rfind(form, left, at), len(form)) for form in self.forms(name)]
        spoke = self._spoke.get(name, -1)
        return max(*(start + length for start, length in named if start >= 0), spoke if left <= spoke < at else -1, -1)

    def spoke_last(self, name: str) -> bool:
        """Whether nobody is known to have spoken since."""
        return bool(self._spoke) and self._spoke.get(name, -1) == max(self._spoke.values())

    def called(self, name: str) -> int:
        """Whether the text goes on with *he* (1) or *she* (-1) where it has named somebody, 0 where it does neither or both as often."""
        if name not in self._called:
            found = 0
            for form in self.forms(name):
                at = self._text.find(form)
                while at >= 0:
                    found += pronoun_of(self._text, at + len(form), at + len(form) + _NEXT)
                    at = self._text.find(form, at + len(form))
            self._called[name] = (found > 0) - (found < 0)
        return self._called[name]

    def others(self, start: int, end: int, name: str) -> set[str]:
        """The full names of the known people named in text[start:end] but for one."""
        return {
            full
            for full in self._people
            if full != name and any(self._text.find(form, start, end) >= 0 for form in self.forms(full))
        }

    def speaks_for(self, name: str) -> bool:
        """Whether somebody was introduced as a spokesperson."""
        return name in self._spokespeople

    def full(self, words: str) -> str:
        """The full name for a short form, `words` themselves where there is none."""
        return self._full.get(words, words)

    def known_at(self, at: int, end: int) -> Span | None:
        """The longest known name that starts at text[at]."""
        if self._text[at : at + _SHORTEST] not in self._begun:
            return None
        for length in range(min(_LONGEST, end - at), 1, -1):
            if self._text[at : at + length] in self._full and not _WITHIN.match(self._text, at + length):
                return Span(at, at + length)
        return None

    def led_by(self, start: int, end: int) -> str:
        """The person, country or document that text[start:end] begins with, empty where none is recognised.

        Where an office follows a country, whoever holds it is meant: 印尼总统佐科, *Indonesia's President Joko Widodo*.
        """
        known = self.known_at(start, end)
        found = known or leading(self._text, start, end)
        if not found:
            return ""
        if owned := _OWNED.match(self._text, found.end, end):
            return self._holder(owned.end(), end)
        if not known and (role := roles().match(self._text, found.end, end)):
            return self._holder(role.end(), end)
        return self.full(self._text[found.start : found.end])

    def _holder(self, start: int, end: int) -> str:
        """Who is known of those that an office stands before, empty where nobody is."""
        office = _CAPITALS.match(self._text, start, end)
        words = (start + at.end() for at in re.finditer(r"(?<!\S)\S+ ", office[0])) if office else ()
        known = next(filter(None, (self.known_at(at, end) for at in (start, *words))), None)
        return self.full(self._text[known.start : known.end]) if known else ""

    def named(self, phrase: Span, *, thought: bool = False) -> str:
        """The name that a noun phrase resolves to; empty for a pronoun that points to nobody."""
        words = self._text[phrase.start : phrase.end].strip()
        if self.is_pronoun(words):
            if words.endswith(_plural()):
                return self._group or self._person
            return self._person if thought else self._outer or self._person
        if _report().match(words):
            return self._medium or words
        pointing = _pointing().match(words)
        name = name_of(self._text, phrase)
        if pointing and not (name and name.person):
            if _media().search(words) and self._medium:
                return self._medium
            if _document().search(words) and self._document:
                return self._document
        if name is None:
            return ""
        named = self._text[name.start : name.end]
        if named in self._full:
            if name.role:
                self.add(name)
            return self._full[named]
        shorter = untitled(_genitive().split(named)[-1])
        if shorter in self._full:
            return self._full[shorter]
        self.add(name)
        return named

    def spoke(self, chain: Iterable[str], *, document: bool = False, at: int = -1) -> None:
        """Remember a chain of speakers, outermost first, for what may point back to them; `at` is where the text says it."""
        names = list(chain)
        if at >= 0:
            self._spoke.update(dict.fromkeys(names, at))
        people = [name for name in names if name in self._people]
        if people:
            self._outer, self._person = people[0], people[-1]
        for name in names:
            if name.startswith("《") and document:
                self._document = name
            if name not in self._people and not name.startswith("《"):
                self._group = name
            if (
                name not in self._people
                and (_media().search(name) or name.startswith("《"))
                and not _report().match(name)
            ):
                self._medium = name

    def came_up(self, name: str) -> None:
        """A sentence began with `name`: a pronoun after it means that person."""
        if name in self._people:
            self._outer = self._person = name
        elif name.startswith("《"):
            self._medium = name

    def title_came_up(self, title: str) -> None:
        """A document's title was mentioned: "the law" after it means that one."""
        self._document = title
