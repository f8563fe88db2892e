"""What is known when a question crosses into a language: the dictionary, and what the passages of that language hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from index.bridge.dictionary import Dictionary, Meaning
from index.bridge.heard import strong
from index.bridge.korean import latin_of_hangul
from index.bridge.learnt import script_of
from index.bridge.readings import pairs, same_hangul
from index.text.script import tokens
from qa.retrieval.crossing.renderings import ALL_HAN, KINDS, Rendering, tokens_of_run

__all__ = ["Held", "Through", "kinds_of"]

Through = dict[str, list[tuple[str, Meaning]]]
"""By a gloss, the words of the target language that share it, each with the kind of the dictionary that lists it."""
_MOST = 16
_HEARD = {"letters": ("kana", "han"), "han": ("letters",), "kana": ("letters", "han"), "hangul": ("letters",)}
"""In which scripts names are heard of one in another; Hangul is read in Chinese characters, and most of its words are no names."""
_EASTERN = 0.9
"""How alike a name in kana must be to one in Chinese characters; between letters and others less is enough."""


@dataclass(frozen=True, slots=True)
class Held:
    """The dictionary and the passages of one language, of which only what they hold is a rendering.

    `holds` says whether the passages of that language hold a rendering; `named` gives what a name is in other scripts, and
    `heard` the names that sound like a key, of each script those that are so much alike, as documents have them; `people` are authors and speakers with names in Chinese characters, folded, by how their surname is read.
    """

    dictionary: Dictionary
    holds: Callable[[Rendering], bool]
    named: Callable[[str], Sequence[str]]
    heard: Callable[[str, tuple[tuple[str, float], ...]], Sequence[tuple[float, str]]]
    people: Mapping[str, Sequence[str]] = field(default_factory=dict)
    kinds: frozenset[str] = KINDS

    def pivots(self, meanings: dict[str, list[Meaning]], target: str) -> Through:
        """Words of the target language by the glosses that they share with these."""
        glosses = {meaning.gloss for some in meanings.values() for meaning in some}
        found: Through = {}
        for kind in (kind for kind in kinds_of(target) if kind != "hanja"):
            for gloss, others in self.dictionary.words(kind, glosses).items():
                found.setdefault(gloss, []).extend((kind, other) for other in others)
        return found

    def translated(self, meanings: Iterable[Meaning], kind: str) -> Iterator[Rendering]:
        """The words that the dictionary lists under `kind`, as passages write them."""
        for meaning in meanings:
            if kind in ("ko", "hanja"):
                how = "reading" if kind == "hanja" else "dictionary"
                yield Rendering(
                    tuple(pairs(same_hangul(meaning.word.replace(" ", "")))), meaning.weight, how, readings=True
                )
            elif len(meaning.word) == 1 and ALL_HAN.fullmatch(meaning.word):
                yield Rendering((meaning.word,), meaning.weight * 0.5, "dictionary", prefix=True)
            else:
                yield Rendering(tuple(tokens_of_run(meaning.word)), meaning.weight, "dictionary")

    def glossed(self, meanings: Iterable[Meaning]) -> Iterator[Rendering]:
        """English glosses, and the beginning of such as have other endings."""
        for meaning in meanings:
            words = tuple(meaning.gloss.split())
            yield Rendering(words, meaning.weight, "dictionary", readings=True)
            root = words[0].rstrip("ey")
            if len(words) == 1 and len(root) > 4:  # contribute: contribution, contributor
                yield Rendering((root,), meaning.weight * 0.5, "dictionary", readings=True, prefix=True)

    def spelt(self, name: str) -> Iterator[Rendering]:
        """A Korean name of three or four syllables in letters."""
        for words in latin_of_hangul(name, lambda word: self.holds(Rendering((word,), 1.0, "sound"))):
            yield Rendering(words, 0.9, "sound")

    def paired(self, name: str) -> Iterator[Rendering]:
        """What a document itself gives a name as, in another script."""
        for other in self.named(name):
            words = tuple(tokens(other))
            if words:
                yield Rendering(words, 1.0, "pair")

    def alike(self, sound: str, name: str, least: float = 0.8) -> Iterator[Rendering]:
        """Names of the documents, in another script, that sound like it."""
        if len(strong(sound)) <= (1 if least < 0.9 else 2):
            return
        script = script_of(name)
        needed = tuple((other, least if "letters" in (script, other) else _EASTERN) for other in _HEARD[script])
        others = self.heard(sound, needed)
        least = max(least, max((likeness for likeness, _ in others), default=1.0) - 0.05)
        likely = {other for likeness, other in others if likeness >= least}
        for likeness, other in others:
            if other in likely and not any(other in longer for longer in likely - {other}):
                yield Rendering(tuple(tokens_of_run(other)), 0.8 * likeness**2, "sound")
                yield from (one._replace(weight=0.8 * likeness**2) for one in self.paired(other))

    def kept(self, renderings: Iterable[Rendering]) -> tuple[Rendering, ...]:
        """The likeliest renderings that the library holds, each once; whether it does is asked of no more than are needed."""
        best: dict[tuple[tuple[str, ...], bool], Rendering] = {}
        for one in renderings:
            known = best.get((one.words, one.readings))
            if one.words and one.how in self.kinds and (known is None or known.weight < one.weight):
                best[one.words, one.readings] = one
        likeliest = sorted(best.values(), key=lambda one: (-one.weight, one.words))
        return tuple(
            islice(filter(self.holds, likeliest), _MOST)
        )  # whether one is held is asked of no more than needed


def kinds_of(target: str) -> tuple[str, ...]:
    """Under which kinds the dictionary lists words of a language."""
    return {"zh": ("zh",), "ja": ("ja",), "ko": ("ko", "hanja")}.get(target, ())
