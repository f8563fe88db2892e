"""From the words before a reporting verb to a name: affiliation, role and title taken off."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from index.languages.chinese.words import tagged, word_ends
from index.languages.registry import Languages, composed, pattern
from index.offsets import Span

__all__ = ["Name", "entities", "is_person", "leading", "may_be_personal", "name_of", "roles", "together", "untitled"]

_DOTTED = re.compile(r"[\u3400-\u9fffA-Z]{1,16}(?:[·.‧・•][\u3400-\u9fffA-Z]{1,10}){1,4}$")
_STOPPED = re.compile(r"\b(?P<word>[A-Za-zÀ-ɏ]{2,})\.$")
_SHORTENED = frozenset("Jr Sr Inc Ltd Co Corp Bros St".split())
"""What is written with a full stop behind a name."""
_GLOSS = re.compile(r"(?<!\s)\s*+[（(][^（()）]{1,80}[)）]\s*$")
_TITLE = re.compile(r"《[^《》\n]{1,40}》")
_HAN = re.compile(r"[\u3400-\u9fff]+$")
_EASTERN = re.compile("[\u3400-\u9fff\u3041-\u30fa\uac00-\ud7a3]")
_CONTEXT = 12
"""Characters after a country that tell whether its name ends there."""
_latin = pattern(
    lambda one: one.names.titles,
    r"(?P<article>the )?(?P<role>(?:(?:[a-z][\w’'-]* ){0,8}?(?:{}) )?(?:[a-z][\w’'-]* ){0,8})(?P<name>[A-Z][\w.’'-]*(?: (?:(?:of|de|van|von|bin|al) )?[A-Z][\w.’'-]*){0,5})$",
)
_KATAKANA_NAME = re.compile(r"(?<=の|る)[\u30a1-\u30fa\u30fc]+(?:[・＝=][\u30a1-\u30fa\u30fc]+)+$")
"""A foreign name in kana, with what it is before it: 代表者のアウリア・アリアニ."""
_FOREIGN = re.compile(r"(?<=[\u3400-\u9fff ])[A-Z][\w.’'-]{1,20}(?: [A-Z][\w.’'-]{0,20}){0,3}$", re.A)
_PEOPLE = ("人", "者", "员", "員", "家", "长", "長", "师", "師", "手", "官", "星")
_role = pattern(lambda one: one.names.roles)
_entity = pattern(lambda one: one.names.lands)
_joint = pattern(lambda one: one.names.joint)


@composed
def _titled_after(known: Languages) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one.names.after_name) for one in known if one.names.after_name)


@composed
def _surnames(known: Languages) -> frozenset[str]:
    return frozenset("".join(one.names.surnames for one in known))


@composed
def _common_ends(known: Languages) -> frozenset[str]:
    return frozenset("".join(one.names.common_ends for one in known))


@dataclass(frozen=True, slots=True)
class Name:
    """text[start:end] names somebody; `person` is whether a person, `role` what was taken off before it."""

    start: int
    end: int
    person: bool = False
    role: str = ""


def roles() -> re.Pattern[str]:
    """Titles and offices, as they stand before or after a name without a space."""
    return _role()


def entities() -> re.Pattern[str]:
    """Countries, alliances, and what stands for them."""
    return _entity()


def name_of(text: str, phrase: Span) -> Name | None:
    """The name in a noun phrase of `text`; the phrase itself where it names a group, an institution or a document."""
    found = _name_in(text[phrase.start : phrase.end])
    return found and replace(found, start=found.start + phrase.start, end=found.end + phrase.start)


@lru_cache(maxsize=4096)
def _name_in(words: str) -> Name | None:
    start, end = 0, len(words)
    gloss = _GLOSS.search(words)
    if gloss:
        end = gloss.start()
    words = words[:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    words = words.strip()
    if not words:
        return None
    if not _EASTERN.search(words):
        return _abroad(words, start, end)
    if titled := next(filter(None, (one.search(words) for one in _titled_after())), None):
        return Name(start + titled.start("name"), start + titled.end("name"), person=True, role=titled["role"])
    if (foreign := _FOREIGN.search(words)) and (
        _role().search(words[: foreign.start()]) or words[: foreign.start()].rstrip().endswith("的")
    ):
        return Name(start + foreign.start(), end, person=True, role=words[: foreign.start()])
    untitled_end = untitled(words)
    if kana := _KATAKANA_NAME.search(untitled_end):
        return Name(
            start + kana.start(), start + kana.end(), person=True, role=words[: kana.start()] + words[kana.end() :]
        )
    titles = list(_TITLE.finditer(words))
    if titles and titles[-1].end() == len(words):
        return Name(start + titles[-1].start(), end)
    roles = list(_role().finditer(words))
    dotted = _DOTTED.search(words)
    if dotted:
        cut = max([dotted.start(), *(role.end() for role in roles), _after_nouns(words)])
        return Name(start + max(cut, words.rfind("的") + 1), end, person=True, role=words[:cut])
    if roles:
        last = roles[-1].end()
        tail = words[last:].lstrip("、兼的 ")
        apart = len(roles[-1][0]) == 1 or words.startswith("的", last)  # a thing of theirs may follow
        named = bool(gloss) or (_looks_personal(tail) if apart else tail[-1:] not in _common_ends())
        if named and 2 <= len(tail) <= (8 if gloss else 4) and _HAN.match(tail):
            return Name(end - len(tail), end, person=True, role=words[:last])
        if not tail:
            return _titled(words, roles[-1].start(), start, end)
    return _untold(words, start, end, glossed=bool(gloss))


def _untold(words: str, start: int, end: int, *, glossed: bool) -> Name:
    """A name that no known office stands before."""
    if before := _before_name(words):
        return Name(start + before, end, person=True, role=words[:before])
    tail = words.rpartition("的")[2]
    if len(tail) < len(words) and ((glossed and len(tail) <= 8) or _looks_personal(tail)):
        return Name(end - len(tail), end, person=True)
    return Name(start, end, person=_looks_personal(words))


def _after_nouns(words: str) -> int:
    """Where the name begins in `主教练罗德·里德`: behind the last common noun before the word at its first dot."""
    at = cut = 0
    noun = False
    for word, tag in tagged(re.split("[·.‧・•]", words)[0]):
        cut = at if noun else cut
        at += len(word)
        noun = tag in ("n", "nt", "ns") and len(word) > 1
    return cut


def _before_name(words: str) -> int:
    """Where a name that jieba knows begins behind a noun that says who that is (`制片人尼尔`), 0 where there is none."""
    found = list(tagged(words))
    named = 0
    while found and found[-1][1].startswith("nr"):
        named += len(found.pop()[0])
    if not found or named < 2 or found[-1][1] not in ("n", "l") or not found[-1][0].endswith(_PEOPLE):
        return 0
    return len(words) - named


def _abroad(words: str, start: int, end: int) -> Name:
    """A name in the Latin alphabet."""
    lead = len(words) - len(words.lstrip(" '’-"))
    stop = _STOPPED.search(words)
    ends = 1 if stop and stop["word"] not in _SHORTENED else 0
    words, start, end = words[lead : len(words) - ends], start + lead, end - ends
    match = _latin().match(words)
    if not match:
        return Name(start, end)
    if re.search(r"\b(?:of|for|in|at) $", match["role"]):
        return Name(start, end)  # an office: the mayor of St. Ives
    person = (
        bool(match["role"] or " " in match["name"]) and not match["article"] and not match["name"].startswith("The ")
    )
    return Name(start + match.start("name"), end, person=person, role=match["role"])


def _titled(words: str, cut: int, start: int, end: int) -> Name:
    """`words` end in a title: the name before it, where there is one."""
    head = words[:cut].rpartition("の")[2]
    shift = start + cut - len(head)
    if head != words[:cut] and 2 <= len(head) <= 6 and not _is_a_thing(head):
        return Name(shift, start + cut, person=True, role=words[cut:])
    if _looks_personal(words[:cut]):
        return Name(start, start + cut, person=True, role=words[cut:])
    return Name(start, end)


def _is_a_thing(words: str) -> bool:
    """Whether words are what an office is about, not who holds it: 選挙 of 選挙委員."""
    return all(tag in ("n", "v", "vn", "j", "nz", "ns", "nt") for _, tag in tagged(words))


def _looks_personal(words: str) -> bool:
    return may_be_personal(words) and words[0] in _surnames()


def may_be_personal(words: str) -> bool:
    """Whether two to four Chinese characters may be somebody's name, whose surname is a common one if there are not three."""
    return (
        2 <= len(words) <= 4
        and bool(_HAN.match(words))
        and not _does(words)
        and (words[0] in _surnames() or len(words) == 3)
        and words[-1] not in _common_ends()
        and not _entity().match(words)
    )


def _does(words: str) -> bool:
    """Whether a surname is followed by a verb: 袁顶撞."""
    found = tagged(words)
    return len(found) == 2 and len(found[0][0]) == 1 and words[0] in _surnames() and found[1][1] == "v"


@lru_cache(maxsize=4096)
def untitled(words: str) -> str:
    """`words` without a title at their end: `佐藤教授` → 佐藤."""
    roles = list(_role().finditer(words))
    return words[: roles[-1].start()] if roles and roles[-1].end() == len(words) else words


def together(text: str, phrase: Span) -> tuple[Span, ...]:
    """The parts of a phrase that joins names by "and": `甲和乙` → 甲, 乙."""
    words = text[phrase.start : phrase.end]
    joint = _joint().search(words)
    if not joint:
        return (phrase,)
    return (Span(phrase.start, phrase.start + joint.start()), Span(phrase.start + joint.end(), phrase.end))


def leading(text: str, start: int, end: int) -> Span | None:
    """The country, institution or titled document with which text[start:end] begins."""
    match = _TITLE.match(text, start, end) or _entity().match(text, start, end)
    if not match or (
        match[0][0] != "《" and not _ends_a_word(text[start : min(end, match.end() + _CONTEXT)], len(match[0]))
    ):
        return None
    return Span(match.start(), match.end())


def _ends_a_word(words: str, at: int) -> bool:
    """Whether a word ends at words[at]: not 印度 of 印度尼西亚."""
    return at >= len(words) or not _HAN.match(words[at]) or at in word_ends(words)


@composed
def _no_person(known: Languages) -> re.Pattern[str]:
    starts = known.joined(lambda one: one.names.no_person_starts)
    ends = known.joined(lambda one: one.names.no_person_ends)
    return re.compile(f"[《》“”%0-9]|^(?:{starts})|(?:{ends})$")


def is_person(name: str) -> bool:
    """Whether a speaker's name is a person's, and not a country's, a paper's or a group's."""
    return len(name) > 1 and not _no_person().search(name)
