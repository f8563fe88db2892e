"""What is known when a question crosses into a language: the dictionary, and what the passages of that language hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from index.bridge.dictionary import Dictionary, Meaning
from index.bridge.heard import strong
from index.bridge.korean import latin_of_hangul
from index.bridge.learnt import script_of
from qa.retrieval.crossing.renderings import (
    ALL_HAN,
    KINDS,
    Rendering,
    read_in_korean,
    tokens_of_name,
    tokens_of_run,
)

__all__ = ["Held", "Remembered"]

Remembered = dict[tuple[object, ...], tuple[Rendering, ...]]
"""What a word was found to be in the passages of one language, by how it was looked for."""
_REMEMBERED = 1 << 14
_MOST = 16
_HEARD = {"letters": ("kana", "han"), "han": ("letters",), "kana": ("letters", "han"), "hangul": ("letters",)}
"""In which scripts names are heard of one in another; Hangul is read in Chinese characters, and most of its words are no names."""
_EASTERN = 0.9
"""How alike a name in kana must be to one in Chinese characters; between letters and others less is enough."""
_KINDS = {"zh": ("zh",), "ja": ("ja",), "ko": ("ko", "hanja")}
"""Under which kinds the dictionary lists words of a language."""


@dataclass(frozen=True, slots=True)
class Held:
    """The dictionary and the passages of one language, of which only what they hold is a rendering.

    `holds` says whether the passages of the language `target` hold a rendering, and `may_hold`, sooner, whether they hold each
    of its tokens; `named` gives what a name is in other scripts, and `heard` the names that sound like a key, of each script
    those that are so much alike, as documents have them; `people` are authors and speakers with names in Chinese characters,
    folded, by how their surname is read. `remembered` is kept as long as the passages are the same, and shared by threads.
    """

    dictionary: Dictionary
    target: str
    holds: Callable[[Rendering], bool]
    may_hold: Callable[[Rendering], bool]
    named: Callable[[str], Sequence[str]]
    heard: Callable[[str, tuple[tuple[str, float], ...]], Sequence[tuple[float, str]]]
    people: Mapping[str, Sequence[str]]
    kinds: frozenset[str] = KINDS
    remembered: Remembered = field(default_factory=dict)

    def found(self, key: tuple[object, ...], make: Callable[[], Iterable[Rendering]]) -> tuple[Rendering, ...]:
        """What `make` gives, made where it is not remembered by the key."""
        if (known := self.remembered.get(key)) is None:
            known = tuple(make())
            if len(self.remembered) >= _REMEMBERED:
                self.remembered.clear()
            self.remembered[key] = known
        return known

    def listed(self, gloss: str) -> bool:
        """Whether the dictionary lists words of the target language that have the gloss."""
        return any(self.dictionary.words_for(kind, gloss) for kind in _KINDS.get(self.target, ()))

    def translated(self, gloss: str, hanja: bool = False) -> tuple[Rendering, ...]:
        """The words that the dictionary lists under a gloss, as passages write them; with `hanja` also as Korean reads them."""
        kinds = [kind for kind in _KINDS.get(self.target, ()) if hanja or kind != "hanja"]
        return self.found(
            ("gloss", gloss, hanja),
            lambda: filter(
                self.may_hold,
                (_listed(meaning, kind) for kind in kinds for meaning in self.dictionary.words_for(kind, gloss)),
            ),
        )

    def glossed(self, meanings: Iterable[Meaning]) -> Iterator[Rendering]:
        """English glosses, and the beginning of such as have other endings."""
        for meaning in meanings:
            for one in self.found(("english", meaning.gloss), lambda: filter(self.may_hold, _english(meaning.gloss))):  # noqa: B023 - it is made at once
                yield one.weighing(one.weight * meaning.weight)

    def spelt(self, name: str) -> Iterator[Rendering]:
        """A Korean name of three or four syllables in letters."""
        for words in latin_of_hangul(name, lambda word: self.holds(Rendering((word,), 1.0, "sound"))):
            yield Rendering(words, 0.9, "sound")

    def paired(self, name: str) -> Iterator[Rendering]:
        """What a document itself gives a name as, in another script."""
        for other in self.named(name):
            if words := tokens_of_name(other):
                yield Rendering(words, 1.0, "pair")

    def alike(self, sound: str, name: str, least: float = 0.8) -> tuple[Rendering, ...]:
        """Names of the documents, in another script, that sound like it."""
        if len(strong(sound)) <= (1 if least < 0.9 else 2):
            return ()
        return self.found(("alike", sound, name, least), lambda: self._alike(sound, name, least))

    def _alike(self, sound: str, name: str, least: float) -> Iterator[Rendering]:
        script = script_of(name)
        needed = tuple((other, least if "letters" in (script, other) else _EASTERN) for other in _HEARD[script])
        others = self.heard(sound, needed)
        least = max(least, max((likeness for likeness, _ in others), default=1.0) - 0.05)
        likely = {other for likeness, other in others if likeness >= least}
        for likeness, other in others:
            if other in likely and not any(other in longer for longer in likely - {other}):
                yield Rendering(tokens_of_run(other), 0.8 * likeness**2, "sound")
                yield from (one.weighing(0.8 * likeness**2) for one in self.paired(other))

    def kept(self, renderings: Iterable[Rendering]) -> tuple[Rendering, ...]:
        """The likeliest renderings that the library holds, each once; whether it does is asked of no more than are needed."""
        best: dict[tuple[tuple[str, ...], bool], Rendering] = {}
        for one in renderings:
            known = best.get((one.words, one.readings))
            if one.words and one.how in self.kinds and (known is None or known.weight < one.weight):
                best[one.words, one.readings] = one
        if not best:
            return ()
        likeliest = sorted(best.values(), key=lambda one: (-one.weight, one.words))
        return tuple(islice(filter(self.holds, likeliest), _MOST))


def _listed(meaning: Meaning, kind: str) -> Rendering:
    """A word that the dictionary lists under `kind`, as passages write it."""
    word, _, weight = meaning
    if kind in ("ko", "hanja"):
        how = "reading" if kind == "hanja" else "dictionary"
        return Rendering(read_in_korean(word.replace(" ", "")), weight, how, readings=True)
    if len(word) == 1 and ALL_HAN.fullmatch(word):
        return Rendering((word,), weight * 0.5, "dictionary", prefix=True)
    return Rendering(tokens_of_run(word), weight, "dictionary")


def _english(gloss: str) -> Iterator[Rendering]:
    words = tuple(gloss.split())
    yield Rendering(words, 1.0, "dictionary", readings=True)
    root = words[0].rstrip("ey")
    if len(words) == 1 and len(root) > 4 and root != words[0]:  # contribute: contribution, contributor
        yield Rendering((root,), 0.5, "dictionary", readings=True, prefix=True)
