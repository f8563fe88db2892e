"""A tokenizer for a few texts, made of the pieces that stand in them: the whole one takes most of a second to load.

How a Unigram tokenizer cuts a text depends on the pieces that are substrings of it, their scores and the least score of all;
with only those it cuts these texts as the whole one does. The pieces lie sorted in the model's folder, mapped into memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["PieceVocabulary", "tokenizer_of", "vocabulary_files"]

CHARSMAP = "charsmap.bin"
_PIECES, _NUMBERS, _SCORES = "pieces.npy", "piece_numbers.npy", "piece_scores.npy"
_LONGEST = 16
"""Characters of the longest piece."""
_SPACE = "▁"


def tokenizer_of(
    pieces: Sequence[tuple[str, float]], unknown: int, charsmap: bytes, marks: Mapping[str, str], begin: int, end: int
) -> Tokenizer:
    """A tokenizer that reads all text as text; `marks` are the special tokens by their names in tokenizer_config.json.

    Three things keep a literal `<s>` or `<mask>` from becoming the special token. `tokenizer.json` names no special
    tokens to look for (the template adds them by id); `split_special_tokens` keeps transformers from looking for those
    that it adds itself; and, as the pieces include them, a last cut between `<` and the name leaves nothing to match.

    As with the original's fast tokenizer, a combining mark is lost after a character that the table replaces, where the
    two have fewer than six bytes: `²` with an accent becomes `2`.
    """
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    bos, eos = marks["bos_token"], marks["eos_token"]
    names = "|".join(sorted({token.removeprefix("<") for token in marks.values()}))
    tokenizer = Tokenizer(models.Unigram(list(pieces), unk_id=unknown, byte_fallback=False))
    # The table goes character by character and cannot compose: NFC before it for a decomposed kana, Hangul or accent,
    # and after it for what it leaves decomposed, such as half-width ｶﾞ.
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Precompiled(charsmap), normalizers.NFC()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Metaspace(replacement=_SPACE, prepend_scheme="always", split=True),
            pre_tokenizers.Split(Regex(f"<(?=(?:{names}))"), behavior="merged_with_previous"),
        ]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, begin), (eos, end)],
    )
    return tokenizer


def vocabulary_files(pieces: Sequence[tuple[str, float]], charsmap: bytes) -> Iterator[tuple[str, bytes]]:
    """The files that `PieceVocabulary` reads; `pieces` with their scores, in the order of their numbers."""
    if longest := max((piece for piece, _ in pieces), key=len, default=""):
        assert len(longest) <= _LONGEST, longest
    texts = np.array([piece for piece, _ in pieces], dtype=f"<U{_LONGEST}")
    order = np.argsort(texts, kind="stable")
    scores = np.array([score for _, score in pieces], dtype="<f8")
    yield CHARSMAP, charsmap
    for name, values in ((_PIECES, texts[order]), (_NUMBERS, order.astype("<i4")), (_SCORES, scores[order])):
        file = BytesIO()
        np.save(file, values, allow_pickle=False)
        yield name, file.getvalue()


@dataclass(frozen=True, slots=True)
class PieceVocabulary:
    """The pieces of a model's folder: `texts` sorted, `(n,)`, with the number and the score of each."""

    texts: NDArray[np.str_]
    numbers: NDArray[np.int32]
    scores: NDArray[np.float64]
    charsmap: bytes
    marks: Mapping[str, str]
    begin: int
    end: int

    @classmethod
    def of(cls, folder: Path) -> PieceVocabulary:
        """Map the files into memory."""
        texts, numbers, scores = (
            np.load(folder / name, mmap_mode="r", allow_pickle=False) for name in (_PIECES, _NUMBERS, _SCORES)
        )
        config = json.loads((folder / "config.json").read_bytes())
        told = json.loads((folder / "tokenizer_config.json").read_bytes())
        marks = {name: value for name, value in told.items() if name.endswith("_token")}
        charsmap = (folder / CHARSMAP).read_bytes()
        return cls(texts, numbers, scores, charsmap, marks, int(config["bos_token_id"]), int(config["eos_token_id"]))

    def for_texts(self, texts: Sequence[str]) -> tuple[Tokenizer, NDArray[np.int64]]:
        """A tokenizer of the pieces that these texts may be cut into, and the number in the whole one of each of its own."""
        from tokenizers import normalizers

        plain = normalizers.Sequence([normalizers.NFC(), normalizers.Precompiled(self.charsmap), normalizers.NFC()])
        whole = _SPACE.join(
            ["", *(" ".join(plain.normalize_str(text).split()).replace(" ", _SPACE) for text in texts), ""]
        )
        held = set(np.unique(self._within(whole)).tolist())
        held |= {self._place(piece) for piece in self.marks.values()} | {int(np.argmin(self.scores))}
        places = np.array(sorted(place for place in held if place >= 0))
        pieces = list(zip(self.texts[places].tolist(), self.scores[places].tolist(), strict=True))
        unknown = [piece for piece, _ in pieces].index(self.marks["unk_token"])
        tokenizer = tokenizer_of(pieces, unknown, self.charsmap, self.marks, self.begin, self.end)
        return tokenizer, self.numbers[places].astype(np.int64)

    def _within(self, text: str) -> NDArray[np.intp]:
        """Where the pieces stand in `texts` that are substrings of `text`, some more than once."""
        codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
        runs = np.lib.stride_tricks.sliding_window_view(np.concatenate([codes, np.zeros(_LONGEST, "<u4")]), _LONGEST)
        found: list[NDArray[Any]] = []
        for length in range(1, min(_LONGEST, len(codes)) + 1):
            parts = np.zeros((len(codes) - length + 1, _LONGEST), "<u4")
            parts[:, :length] = runs[: len(parts), :length]
            words = parts.view(f"<U{_LONGEST}")[:, 0]
            places = np.minimum(np.searchsorted(self.texts, words), len(self.texts) - 1)
            found.append(places[self.texts[places] == words])
        return np.concatenate(found)

    def _place(self, piece: str) -> int:
        """Where a piece stands in `texts`; -1 for one that is none."""
        place = int(np.searchsorted(self.texts, piece))
        return place if place < len(self.texts) and self.texts[place] == piece else -1
