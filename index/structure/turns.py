"""Turns of a transcript: which lines somebody's label stands before, whose turn each line is in, and which turns ask.

A label is known by its shape and by the document around it: labels come again, take turns, stand where paragraphs begin,
and what follows them is spoken (somebody says "I" or "you", or asks). A list of terms and a mail's head have such lines
too, but nobody speaks there. What reads a format that has speakers (subtitles) marks each label, on a line of its own, as a
block of the kind `speaker`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.offsets import Span
from index.records import SectionKind
from index.structure.lines import Line, Spoken, is_prose
from index.text.asking import ANSWERING, asks_by_name, is_question
from index.text.script import width
from index.text.sentences import sentences

__all__ = ["question_asked", "split_turns"]

_WORDS = r"[^:：。！？!?;；“”\"「」『』《》〈〉|/\\\n]"
_CLOCK = r"[\[(（]?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?[\])）]?"
_HEADING = re.compile(rf"(?P<label>{_WORDS}{{1,60}}?)\s*+(?P<colon>[:：])?+\s*+$")
_CIRCLE = re.compile(
    r"[○◯〇◎]\s?(?P<label>[^\s:：（(]{1,16}(?:[（(][^（()）]{1,16}[）)][^\s（(]{0,8})?(?: [가-힣]{1,5}){0,2})(?:[\s\u3000]{1,}|[:：]\s*|$)(?P<rest>.*)$"
)
_QA = re.compile(
    r"(?P<label>[QAＱＡ]\d{0,3}|[問问答문답]\d{0,3})(?:\s*[.．:：、)）]\s*|\s*[\s\u3000]\s+|[\u3000\t]|(?<=Q) )(?P<rest>.*)$"
)
_CHEVRON = re.compile(rf">>++\s*+(?:(?P<label>{_WORDS}{{1,40}}?)\s*+[:：]\s*+)?(?P<rest>.*)$")
_DASH = re.compile(r"(?P<label>)(?:――|──|——|ーー|―|—)\s*+(?P<rest>[^\s―─—].*)$")
_STAMP = re.compile(rf"(?P<label>{_WORDS}{{1,40}}?)\s+{_CLOCK}\s*[:：]?(?P<rest>)$")
_INLINE = re.compile(
    rf"(?:[-–—•*]\s*+)?(?:{_CLOCK}\s*+(?:[-–]\s*+)?)?(?P<label>{_WORDS}{{1,48}}?)\s*+(?:{_CLOCK}\s*+)?[:：](?!//)\s*+(?P<rest>.*)$"
)
_SUBTITLE = re.compile(r"\d{1,2}:\d\d:\d\d[,.]\d{3}\s*-->")

_PARTICLE = re.compile(r"(?:of|the|de|del|della|van|von|der|bin|al|el|la|le|du|da|dos|y|and|for|from|at|in|to|&)$")
_GLOSS = re.compile(r"(?<!\s)\s*+[（(][^（()）]{1,40}[）)]\s*$")
_GRAMMAR = re.compile(r"[的是了嗎吗呢么麼說说]|ました|ます|です|では|には|ので|から|第[一二三四五六七八九十\d]")
_NO_SPEAKER = re.compile(
    r"(?:note|notes|warning|tip|caution|example|examples|important|hint|see also|source|sources|photo|figure|table|chapter|step|section|part|appendix|"
    r"summary|abstract|keywords?|title|author|authors|date|time|venue|place|location|from|to|cc|bcc|subject|sent|re|url|link|tel|phone|fax|e-?mail|address|"
    r"update|breaking|correction|disclaimer|copyright|contact|image|video|background|conclusion|results?|methods?|objectives?|participants?|present|attendees|agenda|"
    r"price|size|color|type|name|version|status|total|"
    r"注|注意|备注|備註|註|例|例如|提示|警告|[图圖表]|[来來]源|[资資]料[来來]源|[结結][论論]|摘要|[时時][间間]|日期|地[点點]|作者|[标標]题|[标標]題|[关關][键鍵][词詞字]|[电電][话話]|地址|"
    r"[发發]件人|收件人|主[题題]|抄送|出席|出席者|列席|主持|[记記][录錄]|差出人|件名|宛先|日時|場所|会場|会議名|議題|参加者|資料|備考|出典|図|表|住所|電話|"
    r"일시|장소|제목|참석자|출처|자료|주소|전화|보낸 ?사람|받는 ?사람|참고|주의|예)\s*\d{0,3}",
    re.I,
)
"""What parts of a text, and the fields of a record, are called."""
_SPOKEN = re.compile(
    r"\b(?:I|I[’']\w+|[Ww]e|[Ww]e[’']\w+|[Mm]y|[Oo]ur|[Yy]ou|[Yy]our|[Tt]hank(?:s| you)|[Hh]i|[Hh]ello|[Yy]es|[Yy]eah|[Nn]o)\b|[我您你咱]|[?？]|謝謝|谢谢|各位|私|僕|俺|ございます|ですね|ですよ|ますね|いただ|お答え|ください|저는|제가|우리|습니다|세요|죠|네[,.]"
)
_ENDED = re.compile(r"[.?!。？！…—–-][”’」』\"'）)\]】]*\s*$|[）)]$")
_PERSON = re.compile(
    r"[A-Z]{2,}|(?:[A-Z][\w’'.-]+ ){1,4}[A-Z][\w’'.-]+$|(?:Mr|Ms|Mrs|Dr|Prof|Sen|Rep|Gov|Gen)\b"
    r"|(?:先生|女士|委員|委员|議員|议员|大臣|長|长|知事|教授|記者|记者|主持人|司儀|司会|司會|主持|氏|様|さん|君|発言人|發言人|发言人|代表|위원|의원|장관|대표|위원장|교수|기자|사회자|씨)$"
)
_CAPITALS = re.compile(r"[^a-z]*[A-Z]{2}[^a-z]*$|(?:[^a-z]|Mc|Mac)+$")
_OVER = re.compile(
    r"(?:[-–—(\[\s]*(?:END|End of \w+)\b.*|\d{1,2}:\d\d\s*[AaPp]\.?[Mm]\b.*|[（(]?(?:以上|完|끝)[）)]?)$"
)
_CLOSING = re.compile(
    r"(?:[（(\[].{1,12}[）)\]]|(?:以上[，,、]?)?(?:謝謝|谢谢|感謝|感谢|お願い|よろしく|감사).{0,12}|Thank(?:s| you).{0,30}|Please\.?)$",
    re.I,
)
_SHORTEST_QUESTION = 20
_ASKED_WIDTH = 90
_FAR = 4
_MUCH = 0.25
_PARAGRAPH = 6

Cut = tuple[list[Line], list[tuple[Line, str]]]
"""The lines with whose turn each is in, and labels that say again who is speaking already."""


@dataclass(frozen=True, slots=True)
class _Label:
    """A line that may open a turn: its label, without marks, and where in the line what is said begins."""

    at: int
    form: str
    label: str
    end: int
    rest: int

    @property
    def key(self) -> str:
        return re.sub(r"\s+", "", _GLOSS.sub("", self.label)).casefold()


def split_turns(lines: Sequence[Line]) -> Cut:
    """`lines` with each label apart from what is said after it; as they are where the text is no transcript.

    They also stay as they are where the format says whose words they are.
    """
    if any(line.spoken for line in lines):
        return list(lines), []
    labels = {label.at: label for label in _labels(lines)}
    if not labels:
        return list(lines), []
    found: list[Line] = []
    again: list[tuple[Line, str]] = []
    until = _until(list(labels.values()), lines)
    dashes = all(label.form == "dash" for label in labels.values())
    block = number = 0
    blocks: list[int] = []
    current: _Label | None = None

    def keep(line: Line, speaker: str | None = None) -> None:
        found.append(line if speaker is None else replace(line, teaser=False, spoken=Spoken(number, speaker)))
        blocks.append(0 if speaker is None else block)

    for i, line in enumerate(lines):
        label = labels.get(i)
        if label:
            block += 1
            mark = replace(line, end=line.start + label.end, text=line.text[: label.end], kind=SectionKind.SPEAKER)
            mark = replace(mark, marked=True, prose=False, teaser=False)
            if current and label.key and label.key == current.key:
                again.append((mark, "label of a turn that goes on"))
            else:
                number += 1
                if label.end:
                    keep(mark)
            current = None if label.form == "dash" else label
            rest = line.text[label.rest :]
            if rest:
                said = replace(line, start=line.start + label.rest, text=rest, kind=SectionKind.BODY, marked=False)
                keep(replace(said, prose=is_prose(rest)), label.label)
        elif (line.marked and line.kind in (SectionKind.HEADING, SectionKind.TITLE)) or (
            i + 1 == len(lines) and _OVER.match(line.text)
        ):
            current = None
            keep(line)
        elif current and i <= until.get(current.at, i):
            keep(line, current.label)
        elif dashes and number:
            number, block = number + 1, block + 1
            current = _Label(i, "answer", "", 0, 0)
            keep(line, "")
        else:
            keep(line)
    return _asking(found, blocks), again


def _until(labels: Sequence[_Label], lines: Sequence[Line]) -> dict[int, int]:
    """The last line that a turn can have, by the line of its label, where turns are of one paragraph: talk in a longer text."""
    gaps = sorted(b.at - a.at - 1 for a, b in pairwise(labels))
    inline = all(label.form == "inline" and label.rest < len(lines[label.at].text) for label in labels)
    if len(gaps) < 2 or not inline or _share(bool(_CAPITALS.match(label.label)) for label in labels) > 0.8:
        return {}
    most = 2 * gaps[int(0.8 * len(gaps))] + (gaps[-1] > 0)
    return {label.at: label.at + most for label in labels}


def _asking(lines: list[Line], blocks: Sequence[int]) -> list[Line]:
    """The lines with whether what stands under their label asks, and which turn they answer."""
    inside: dict[int, list[Line]] = {}
    for line, block in zip(lines, blocks, strict=True):
        if line.spoken:
            inside.setdefault(block, []).append(line)
    spoken = {block: held[0].spoken for block, held in inside.items() if held[0].spoken}
    asked = {block: _questions(held) for block, held in inside.items()}
    ending = Counter(spoken[block].speaker for block, (_, ends, _) in asked.items() if ends)
    spoke = Counter(turn.speaker for turn in spoken.values())
    found = list(lines)
    told: dict[int, Spoken] = {}
    last = 0
    for block, (any_, ends, mostly) in asked.items():
        turn = spoken[block]
        asker = _is_dash(turn.speaker) or asks_by_name(turn.speaker)
        if asker:
            asks = any_ or sum(width(line.text) for line in inside[block]) >= _SHORTEST_QUESTION
        else:
            asker = ending[turn.speaker] * 2 >= spoke[turn.speaker]
            asks = any_ if asker else ends and mostly
        answers = last if last and last != turn.number and turn.number - last <= _FAR and not (asks and asker) else 0
        told[block] = replace(turn, asks=asks, answers=answers)
        last = turn.number if asks else last
    for i, block in enumerate(blocks):
        if block:
            found[i] = replace(found[i], spoken=told[block])
    return found


def _is_dash(label: str) -> bool:
    return bool(label) and not re.search(r"\w", label)


def _questions(inside: Sequence[Line]) -> tuple[bool, bool, bool]:
    """Whether there is a question in what is said, whether it ends in one (thanks apart), and whether that is much of it."""
    said = [s.text for line in inside for s in sentences(line.text) if not _CLOSING.match(s.text)]
    asked = [is_question(sentence) for sentence in said]
    share = sum(width(s) for s, asks in zip(said, asked, strict=True) if asks) / (sum(map(width, said)) or 1)
    return any(asked), any(asked[-1:]), share >= _MUCH


def question_asked(text: str, start: int, end: int) -> Span:
    """The question in a turn: its last sentences from the first that asks on, as many as a heading has room for."""
    said = sentences(text, start, end)
    asked = [i for i, sentence in enumerate(said) if is_question(sentence.text)] or [len(said) - 1]
    last = asked[-1]
    first = last
    while first > asked[0] and width(text[said[first - 1].start : said[last].end]) <= _ASKED_WIDTH:
        first -= 1
    if not said:
        return Span(start, end)
    return Span(said[first].start, said[last].end)


def _labels(lines: Sequence[Line]) -> list[_Label]:
    """The labels of turns in a text; none where it is no transcript."""
    seen = [label for i, line in enumerate(lines) if (label := _read(i, line, begins=_begins(lines, i)))]
    if not seen:
        return []
    by_form: dict[str, list[_Label]] = {}
    for label in seen:
        by_form.setdefault(label.form, []).append(label)
    subtitles = any(_SUBTITLE.match(line.text) for line in lines)
    asked = sum(asks_by_name(label.label) for label in by_form.get("qa", []))
    found = by_form.get("told", [])
    for form in ("heading:", "circle", "chevron", "stamp", "inline"):
        given = by_form.get(form, [])
        kept = _recurring(given, lines, form, subtitles=subtitles, asked=asked)
        found += kept
    if not any(label.form == "heading:" for label in found):
        found += _bare_headings(by_form.get("heading", []), lines)
    found += _asked_and_answered(by_form.get("qa", []), lines, also=bool(found))
    if not found:
        found = _dashes(by_form.get("dash", []), lines)
    one_each = {label.at: label for label in reversed(found)}
    return [one_each[at] for at in sorted(one_each)]


def _read(at: int, line: Line, *, begins: bool) -> _Label | None:
    """The label that a line has by its shape alone; outside headings only where a paragraph or a sentence `begins`."""
    text = line.text
    if line.marked and line.kind is SectionKind.SPEAKER:
        return _Label(at, "told", text.strip(" :：>○"), len(text), len(text))
    if line.marked and line.kind is SectionKind.HEADING:
        match = _HEADING.match(text)
        if match and _is_label(match["label"], heading=True):
            return _Label(at, "heading:" if match["colon"] else "heading", match["label"], len(text), len(text))
        return None
    if (line.marked and line.kind is SectionKind.TITLE) or _OVER.match(text) or not begins:
        return None
    for form, pattern in (
        ("circle", _CIRCLE),
        ("qa", _QA),
        ("chevron", _CHEVRON),
        ("dash", _DASH),
        ("stamp", _STAMP),
        ("inline", _INLINE),
    ):
        match = pattern.match(text)
        if match is None:
            continue
        label = (match["label"] or "").strip() if form != "dash" else "――"
        if form in ("inline", "stamp") and not _is_label(label):
            continue
        rest = match.start("rest")
        end = len(text[:rest].rstrip()) if form != "dash" else 0
        return _Label(at, form, label, end, 0 if form == "dash" else rest)
    return None


def _begins(lines: Sequence[Line], at: int) -> bool:
    """Whether a line does not go on with the sentence of the line before it."""
    if not at:
        return True
    before = lines[at - 1]
    return before.marked or before.group != lines[at].group or not before.prose or bool(_ENDED.search(before.text))


def _is_label(words: str, *, heading: bool = False) -> bool:
    """Whether words may be somebody's name, office or part in a talk."""
    words = _GLOSS.sub("", words.strip())
    if not words or _NO_SPEAKER.fullmatch(words) or _GRAMMAR.search(words) or not re.search(r"[^\W\d_]", words):
        return False
    if not re.search("[\u3041-\u9fff\uac00-\ud7a3]", words):
        parts = re.sub(r"[(（\[].*$", "", words).replace(",", "").split()
        named = [part for part in parts if not _PARTICLE.match(part)]
        if heading and 0 < len(parts) <= 3:
            return True
        return 0 < len(parts) <= 8 and bool(named) and all(part[:1].isupper() or part[:2].isdigit() for part in named)
    return width(words) <= 16 and not re.search("[，,、]", words)


def _body(label: _Label, lines: Sequence[Line]) -> str:
    """What is said in the label's own line and, up to a sentence end, in those of the same paragraph or right under it."""
    said = lines[label.at].text[label.rest :]
    for line in lines[label.at + 1 : label.at + 1 + _PARAGRAPH]:
        if said.strip() and (_ENDED.search(said) or line.group != lines[label.at].group or not line.group):
            break
        said = f"{said} {line.text}".strip()
    return said


def _share(found: Iterable[bool]) -> float:
    held = list(found)
    return sum(held) / len(held) if held else 0.0


def _recurring(given: list[_Label], lines: Sequence[Line], form: str, *, subtitles: bool, asked: int) -> list[_Label]:
    """The labels of one form that open turns; `asked` is how many a `Q` opens beside them."""
    times = Counter(label.key for label in given)
    again = [label for label in given if times[label.key] > 1]
    shaped = [label for label in given if form != "inline" or _PERSON.search(label.label) or asks_by_name(label.label)]
    once = form == "heading:" or bool(again)
    kept = [label for label in given if times[label.key] > 1 or (once and label in shaped)]
    if form == "inline" and again:
        capitals = _share(bool(_CAPITALS.match(label.label)) for label in again)
        if capitals > 0.8:
            kept = [label for label in kept if _CAPITALS.match(label.label)]
    keys = {label.key for label in kept}
    if subtitles and form == "inline":
        return [label for label in given if _PERSON.search(label.label) or times[label.key] > 1]
    spoken = _share(bool(_SPOKEN.search(_body(label, lines))) for label in kept)
    ended = _share(bool(_ENDED.search(_body(label, lines))) or width(_body(label, lines)) >= 30 for label in kept)
    if form in ("circle", "chevron"):
        return kept if form == "chevron" and len(given) > 1 else given if len(given) > 1 and _by_name(given) else []
    if len(keys) + min(asked, 1) > 1 and again and len(kept) + asked > 2 and spoken >= 0.25 and ended >= 0.6:
        return kept if form != "inline" or _dense(kept, lines) else []
    if len({label.key for label in shaped}) > 1 and len(shaped) == len(given):
        spoken = _share(bool(_SPOKEN.search(_body(label, lines))) for label in shaped)
        ended = _share(bool(_ENDED.search(_body(label, lines))) for label in shaped)
        return shaped if spoken >= 0.5 and ended >= 0.8 and _dense(shaped, lines) else []
    return []


def _by_name(given: list[_Label]) -> bool:
    """Whether circles stand before names or offices rather than before items of a list."""
    times = Counter(label.key for label in given)
    return (
        _share(times[label.key] > 1 or bool(_PERSON.search(re.sub(r"[（(].*$", "", label.label))) for label in given)
        >= 0.5
    )


def _dense(kept: Sequence[_Label], lines: Sequence[Line]) -> bool:
    """Whether labels stand throughout a text from the first one on, or are in capitals, which nothing else has."""
    if _share(bool(_CAPITALS.match(label.label)) for label in kept) > 0.8:
        return True
    span = kept[-1].at - kept[0].at + 1
    alone = sum(label.rest >= len(lines[label.at].text) for label in kept)
    return (len(kept) + alone) * 3 >= span


def _bare_headings(given: list[_Label], lines: Sequence[Line]) -> list[_Label]:
    """Headings that are names, without a colon: two that come again in turn, and what stands under them is spoken."""
    times = Counter(label.key for label in given)
    kept = [label for label in given if times[label.key] > 1]
    headings = sum(line.marked and line.kind is SectionKind.HEADING for line in lines)
    spoken = _share(bool(_SPOKEN.search(_body(label, lines))) for label in kept)
    if len({label.key for label in kept}) < 2 or len(kept) * 2 < headings or spoken < 0.5:
        return []
    people = _share(bool(_PERSON.search(label.label)) or asks_by_name(label.label) for label in kept)
    asked = any(is_question(s.text) for label in kept for s in sentences(_body(label, lines)))
    if people < 0.6 and not asked:
        return []
    return [label for label in given if times[label.key] > 1 or _PERSON.search(label.label)]


def _asked_and_answered(given: list[_Label], lines: Sequence[Line], *, also: bool) -> list[_Label]:
    """`Q` and `A`: both, or the first beside labels of other forms."""
    asked = [label for label in given if asks_by_name(label.label)]
    answered = [label for label in given if ANSWERING.fullmatch(label.label)]
    if not asked or not (answered or also):
        return []
    questions = _share(any(is_question(s.text) for s in sentences(_body(label, lines))) for label in asked)
    if not also and questions < 0.5:
        return []
    return [*asked, *answered] if len(answered) * 3 >= len(asked) else asked


def _dashes(given: list[_Label], lines: Sequence[Line]) -> list[_Label]:
    """Long dashes before an interviewer's questions, with the answers in the paragraphs between them."""
    questions = _share(any(is_question(s.text) for s in sentences(_body(label, lines))) for label in given)
    apart = all(b.at - a.at > 1 for a, b in pairwise(given))
    return given if len(given) > 1 and questions >= 0.6 and apart else []
