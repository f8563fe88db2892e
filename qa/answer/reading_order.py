"""Sentences chosen → statements in reading order, with what each of them cannot stand without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.records import Sentence
from qa.reading.cues import ordinal
from qa.reading.evidence import Evidence

__all__ = ["in_reading_order", "with_enumeration"]

_APART = 8
"""How many sentences apart the members of an enumeration stand at most."""


def with_enumeration(chosen: Sequence[Evidence]) -> list[Evidence]:
    """With a member of an enumeration ("first", 二是) its other members, as far as they stand in the same section.

    With a sentence that only says what comes next, what does: the enumeration that it announces, or one sentence. Where the likeliest
    sentence brings others with it, they are the answer, and sentences of less than half its odds are left out.
    """
    if chosen and len(_counted([chosen[0]])) > 1:
        chosen = [item for item in chosen if 2 * item.odds >= chosen[0].odds]
    return _counted(chosen)


def _counted(chosen: Sequence[Evidence]) -> list[Evidence]:
    found = list(chosen)
    for item in [one for each in chosen for one in (each, *_announced(each))]:
        if item not in found:
            found.append(item)
        place = item.known.cues.ordinal
        if not place:
            continue
        inside = item.known.in_section
        at = next((n for n, s in enumerate(inside) if s.start == item.sentence.start), None)
        if at is None:
            continue
        for step in (-1, 1):
            wanted, n = place + step, at + step
            while 0 <= n < len(inside) and 0 < wanted <= place + 4 and abs(n - at) <= _APART * abs(wanted - place):
                if ordinal(inside[n].text) == wanted:
                    found.append(item.moved(inside[n]))
                    wanted += step
                n += step
    return list({one.place: one for one in reversed(found)}.values())[::-1]


def _announced(item: Evidence) -> list[Evidence]:
    """What stands right after a sentence that announces it, or after one that an enumeration follows; nothing otherwise."""
    inside, cues = item.known.in_section, item.known.cues
    at = next((n for n, s in enumerate(inside) if s.end >= item.sentence.end), len(inside))
    following = inside[at + 1] if at + 1 < len(inside) else None
    if following is None or not (cues.announces or (ordinal(following.text) == 1 and not cues.ordinal)):
        return []
    return [item.moved(following)]


def in_reading_order(chosen: Sequence[Evidence]) -> list[Evidence]:
    """By document, that of the likeliest sentence first, and in each as they stand; those that point back with what they point to."""
    order = {item.hit.document.id: place for place, item in reversed(list(enumerate(chosen)))}
    placed = sorted(chosen, key=lambda item: (order[item.hit.document.id], item.sentence.start))
    found: list[Evidence] = []
    for item in map(_with_antecedent, placed):
        last = found[-1] if found else None
        if last and last.hit.passage.id == item.hit.passage.id and item.sentence.start < last.sentence.end:
            text = item.hit.document.text[last.sentence.start : item.sentence.end]
            whole = Sentence(last.sentence.start, item.sentence.end, text)
            found[-1] = replace(last, known=last.known.moved(whole), odds=min(1.0, last.odds + item.odds), copies=())
        else:
            found.append(item)
    return found


def _with_antecedent(item: Evidence) -> Evidence:
    """The sentence with the one before it, in its passage, where it begins with a word that points back."""
    inside = item.hit.passage.sentences
    place = next((n for n, s in enumerate(inside) if s.start == item.sentence.start), 0)
    if not place or item.copies or not item.known.cues.points_back:
        return item
    document, before = item.hit.document, inside[place - 1]
    if item.known.speech.whole or "\n" in document.text[before.end : item.sentence.start]:
        return item
    text = document.text[before.start : item.sentence.end]
    return replace(item, known=item.known.moved(Sentence(before.start, item.sentence.end, text)))
