"""Who has been named so far in a document: short forms and pronouns lead back to full names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.offsets import Span
from index.speech.chinese.subjects import past_openers
from index.speech.names import ROLE, Name, leading, name_of, untitled

__all__ = ["Cast"]

_GLOSSED = re.compile(r"(?<=[\u3400-\u9fff])\s*[（(][A-Z]")
_PRONOUN = re.compile(
    r"(?:他|她|它|牠)(?:们|們)?$|He$|She$|he$|she$|It$|it$|They$|they$|彼は?$|彼女は?$|同氏$|그(?:녀)?는?$|그녀는?$"
)
_POINTING = re.compile(r"(?:这|這|该|該|本|同)(?:家|份|位|名|个|個|则|則|部|项|項|篇)?")
_MEDIA = re.compile(r"(?:报|報|报道|報道|報導|媒体|媒體|社|台|网|網|刊|周刊|文章|新闻|新聞|通讯社|电视台|时报|時報)$")
_REPORT = re.compile(r"^(?:报道|報道|報導|文章|该报道|該報道|媒体报道)$")
_DOCUMENT = re.compile(r"(?:法|法律|法案|条例|條例|文件|报告|報告|白皮书|白皮書|战略|戰略|声明|聲明|条约|條約)$")
_SPOKESPERSON = re.compile(r"发言人|發言人|[Ss]pokes(?:man|woman|person)")
_LATIN = re.compile(r"[A-Za-z]")
_INTRODUCED = re.compile(
    r"\b(?P<role>[a-z]{2,18}(?:ist|er|or|ian|man|woman|ant|ent|chief|ary)|Minister|President|Chancellor|Secretary|Senator|Governor|Mayor|Judge|Professor|General|Ambassador) (?P<name>[A-Z][\w’'-]{1,20}(?: [A-Z][\w.’'-]{0,20}){1,3})"
)
_NO_ROLE = frozenset("under over after other either former later never another whether rather however order".split())
_FULL_NAME = re.compile(r"\b(?P<first>[A-Z][a-z’'-]+)(?: [A-Z]\.| [A-Z][a-z’'-]+)? (?P<last>[A-Z][\w’'-]+)\b(?! [A-Z])")
_NO_GIVEN = frozenset(
    "The A An In On At But And For From Of To By This That Mr Mrs Ms Dr Sir When While After Before".split()
)
_ALONE = re.compile(
    r"(?:^|[.\"”\n] ?|, |\bthat |\b(?:Mr|Ms|Mrs|Dr)\.? )(?P<before>[A-Z][\w’'-]+) (?:said|says|told|added|adds|also|has|had|was|wrote|argued|argues|believes|thinks)\b"
    r"|\b(?:said|says|added|adds|Mr|Ms|Mrs|Dr)\.? (?P<after>[A-Z][\w’'-]+)\b"
)
"""Where a surname stands alone: its second mention shows whose it is."""
_OF_OFFICE = re.compile(
    rf"(?<=[\u3400-\u9fff])(?:{ROLE.pattern})\s?(?P<name>[A-Z][\w.’'-]{{1,20}}(?: [A-Z][\w.’'-]{{0,20}}){{0,3}})", re.A
)
_PARTS = re.compile(r"[·.‧・• ]+")
_LONGEST = 16


class Cast:
    """The people, media and documents of one text, in the order in which they come up."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._full: dict[str, str] = {}
        self._people: set[str] = set()
        self._spokespeople: set[str] = set()
        self._person = self._outer = self._group = self._medium = self._document = ""
        for match in _GLOSSED.finditer(text):
            left = max(match.start() - _LONGEST, 0)
            words = re.search(r"[\u3400-\u9fffA-Z·.‧・]+$", text[left : match.start()])
            close = text.find("）" if "（" in match[0] else ")", match.end(), match.end() + 60)
            if words and close > 0:
                name = name_of(text, Span(past_openers(text, left + words.start(), close), close + 1))
                if name and name.person:
                    self.add(name)

        for match in _INTRODUCED.finditer(text):
            if match["role"] not in _NO_ROLE:
                self.add(Name(match.start("name"), match.end("name"), person=True, role=match["role"]))

        alone = {match["before"] or match["after"] for match in _ALONE.finditer(text)}
        for match in _FULL_NAME.finditer(text):
            if match["last"] in alone and match["last"] not in self._full and match["first"] not in _NO_GIVEN:
                self.add(Name(match.start(), match.end(), person=True))
        for match in _OF_OFFICE.finditer(text):
            self.add(Name(match.start("name"), match.end("name"), person=True, role=match[0]))

    def again(self) -> Cast:
        """A cast that knows the same names, before anyone has spoken."""
        fresh = Cast("")
        fresh._text, fresh._full = self._text, self._full
        fresh._people, fresh._spokespeople = self._people, self._spokespeople
        return fresh

    def add(self, name: Name) -> None:
        """Remember a person's full name and the short forms that may stand for it."""
        full = self._text[name.start : name.end]
        if not name.person:
            return
        if _SPOKESPERSON.search(name.role):
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
            self._full.setdefault(part, full)

    def is_person(self, name: str) -> bool:
        """Whether a resolved name is a person's."""
        return name in self._people

    def speaks_for(self, name: str) -> bool:
        """Whether somebody was introduced as a spokesperson."""
        return name in self._spokespeople

    def full(self, words: str) -> str:
        """The full name for a short form, `words` themselves where there is none."""
        return self._full.get(words, words)

    def known_at(self, at: int, end: int) -> Span | None:
        """The longest known name that starts at text[at]."""
        for length in range(min(_LONGEST, end - at), 1, -1):
            if self._text[at : at + length] in self._full:
                return Span(at, at + length)
        return None

    def led_by(self, start: int, end: int) -> str:
        """The person, country or document that text[start:end] begins with, empty where none is recognised."""
        found = self.known_at(start, end) or leading(self._text, start, end)
        return self.full(self._text[found.start : found.end]) if found else ""

    def named(self, phrase: Span, *, thought: bool = False) -> str:
        """The name that a noun phrase resolves to; empty for a pronoun that points to nobody."""
        words = self._text[phrase.start : phrase.end].strip()
        if _PRONOUN.search(words) and len(words) < 8:
            if words.endswith(("们", "們", "They", "they")):
                return self._group or self._person
            return self._person if thought else self._outer or self._person
        if _REPORT.match(words):
            return self._medium or words
        pointing = _POINTING.match(words)
        name = name_of(self._text, phrase)
        if pointing and not (name and name.person):
            if _MEDIA.search(words) and self._medium:
                return self._medium
            if _DOCUMENT.search(words) and self._document:
                return self._document
        if name is None:
            return ""
        named = self._text[name.start : name.end]
        if named in self._full:
            if name.role:
                self.add(name)
            return self._full[named]
        shorter = untitled(re.split("的|の", named)[-1])
        if shorter in self._full:
            return self._full[shorter]
        self.add(name)
        return named

    def spoke(self, chain: Iterable[str], *, document: bool = False) -> None:
        """Remember a chain of speakers, outermost first, for what may point back to them."""
        names = list(chain)
        people = [name for name in names if name in self._people]
        if people:
            self._outer, self._person = people[0], people[-1]
        for name in names:
            if name.startswith("《") and document:
                self._document = name
            if name not in self._people and not name.startswith("《"):
                self._group = name
            if name not in self._people and (_MEDIA.search(name) or name.startswith("《")) and not _REPORT.match(name):
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
