"""The readers there are: the one that comes with this package, and any Sentence Transformers cross-encoder."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache as once
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any
from unicodedata import category

import numpy as np
from numpy.typing import NDArray

from index.embed import fast_bfloat16, some_threads
from index.errors import ModelError
from index.model import SOURCE, default_model, packed_weights
from index.script import language_of
from index.sealed import Sealed
from index.settings import Settings
from qa.reader import Floats, Reader, Reading, best_span

__all__ = ["NamedCrossEncoder", "SpanReader", "load_reader"]

FORMAT = 1
NONE = "none"
DEFAULT_READER = "the reader of this package, on multilingual-e5-small"
_MEGABYTES = 45
_LONGEST, _STRIDE = 320, 64
"""Tokens of a window, about as many as in training, and how far two windows overlap: in windows of 448 the F1 on CMRC 2018
dev is nine points lower."""
_LONGEST_QUESTION = 128
"""Tokens; of a longer question the beginning is read, so that every window has room for the passage."""
_BATCH = 16
_HEADS = ("ends.weight", "ends.bias", "relevance.weight", "relevance.bias")


def load_reader(settings: Settings, notify: Callable[[str], None] | None = None) -> Reader | None:
    """The reader that `settings` name; None where they say `none`. Raises ModelError where it cannot be made or loaded."""
    if settings.reader == NONE:
        return None
    if settings.reader:
        return NamedCrossEncoder.load(settings.reader)
    return SpanReader.load(settings, notify)


class SpanReader:
    """The reader that comes with this package: answer span, relevance and "nothing here"."""

    def __init__(self, model: Any, heads: dict[str, Any], table: NDArray[np.float16], tokenizer: Any) -> None:
        self._model, self._heads, self._table, self._tokenizer = model, heads, table, tokenizer

    @classmethod
    def load(cls, settings: Settings, notify: Callable[[str], None] | None = None) -> SpanReader:
        """Make it in the user's cache, once, and load it; raises ModelError where that cannot be done.

        The word embeddings are those of the default embedding model, read from its file as they are needed.
        """
        import torch
        from safetensors.torch import load_file
        from tokenizers import Tokenizer
        from transformers import BertConfig, BertModel

        words = default_model(settings.cache, notify=notify)
        folder = _sealed().folder(settings.cache, notify)
        config = BertConfig.from_pretrained(folder, local_files_only=True)
        config._attn_implementation = "sdpa"
        tensors = load_file(folder / "model.safetensors")
        half = settings.precision == "bfloat16" or (settings.precision == "auto" and fast_bfloat16())
        kind = torch.bfloat16 if half else torch.float32
        with torch.device("meta"):
            model = BertModel(config, add_pooling_layer=False)
        weights = {name: tensor.to(kind) for name, tensor in tensors.items() if name not in _HEADS}
        weights["embeddings.word_embeddings.weight"] = torch.zeros((1, config.hidden_size), dtype=kind)
        model.load_state_dict(weights, strict=False, assign=True)
        for name, buffer in model.named_buffers():  # positions and types, which no file holds
            owner = model.get_submodule(name.rpartition(".")[0])
            fresh = torch.zeros(buffer.shape, dtype=buffer.dtype)
            if name.endswith("position_ids"):
                fresh = torch.arange(buffer.shape[-1]).expand(buffer.shape)
            owner.register_buffer(name.rpartition(".")[2], fresh, persistent=False)
        tokenizer = Tokenizer.from_file(str(words / "tokenizer.json"))
        tokenizer.enable_truncation(_LONGEST, stride=_STRIDE, strategy="only_second")
        tokenizer.no_padding()
        return cls(
            model.eval(),
            {name: tensors[name].float() for name in _HEADS},
            _table(words / "model.safetensors", "embeddings.word_embeddings.weight"),
            tokenizer,
        )

    @property
    def name(self) -> str:
        """What the user calls it."""
        return DEFAULT_READER

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """One reading for each passage; of a long one, the reading of its most relevant window."""
        windows: list[tuple[int, Any]] = []
        asked = _marked(self._cut(question))
        for place, passage in enumerate(passages):
            encoding = self._tokenizer.encode(asked, passage)
            windows += [(place, window) for window in (encoding, *encoding.overflowing)]
        windows.sort(key=lambda pair: len(pair[1].ids))
        found: dict[int, Reading] = {}
        for at in range(0, len(windows), _BATCH):
            some = windows[at : at + _BATCH]
            for (place, window), scores, relevance in zip(some, *self._scores([w for _, w in some]), strict=True):
                reading = _reading(window, scores, relevance, len(passages[place]), passages[place])
                if place not in found or reading.relevance > found[place].relevance:
                    found[place] = reading
        return [found[place] for place in range(len(passages))]

    def _cut(self, question: str) -> str:
        # encoded as if it were the passage, which is what the tokenizer cuts to length
        offsets = self._tokenizer.encode("", question).offsets[3:-1]
        return question if len(offsets) <= _LONGEST_QUESTION else question[: offsets[_LONGEST_QUESTION - 1][1]]

    def _scores(self, encodings: Sequence[Any]) -> tuple[list[Floats], list[float]]:
        """Of each window the logits of start and end, `(tokens, 2)`, and of relevance."""
        import torch

        longest = max(len(e.ids) for e in encodings)
        ids = np.ones((len(encodings), longest), dtype=np.int64)
        mask, types = np.zeros_like(ids), np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            count = len(encoding.ids)
            ids[row, :count], mask[row, :count] = encoding.ids, 1
            types[row, :count] = [part == 1 for part in encoding.sequence_ids]
        kind = self._model.dtype
        with torch.inference_mode(), some_threads():
            hidden = self._model(
                inputs_embeds=torch.from_numpy(self._table[ids]).to(kind),
                attention_mask=torch.from_numpy(mask),
                token_type_ids=torch.from_numpy(types),
            ).last_hidden_state.float()
            ends = hidden @ self._heads["ends.weight"].T + self._heads["ends.bias"]
            relevance = hidden[:, 0] @ self._heads["relevance.weight"].T + self._heads["relevance.bias"]
        rows = ends.numpy().astype(np.float64)
        return [row[: len(e.ids)] for row, e in zip(rows, encodings, strict=True)], relevance[:, 0].tolist()


class NamedCrossEncoder:
    """A cross-encoder that the user names, as Sentence Transformers loads it: relevance, but no words."""

    def __init__(self, model: Any, name: str) -> None:
        self._model, self._name = model, name

    @classmethod
    def load(cls, name: str) -> NamedCrossEncoder:
        """Load a folder or a name; raises ModelError where it cannot be found or loaded."""
        folder = Path(name).expanduser()
        local = folder.is_dir()
        if not local and ("/" not in name or name.startswith((".", "/", "~"))):
            raise ModelError(f"reader folder {name} does not exist; correct YINZHENG_READER, unset it, or say none")
        if local:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        from sentence_transformers import CrossEncoder

        try:
            model = CrossEncoder(str(folder) if local else name, device="cpu", num_labels=1, local_files_only=local)
        except (OSError, ValueError, RuntimeError, KeyError, TypeError, ImportError) as error:
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise ModelError(
                f"reader {name} cannot be loaded: {reason}; name a cross-encoder's folder in YINZHENG_READER, or unset it"
            ) from error
        return cls(model, name)

    @property
    def name(self) -> str:
        """What the user calls it."""
        return self._name

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """One reading for each passage: its relevance as a logit, and no span."""
        import torch

        if not passages:
            return []
        with some_threads():
            scores = self._model.predict(
                [(question, passage) for passage in passages],
                activation_fn=torch.nn.Identity(),
                show_progress_bar=False,
            )
        return [_without_words(float(score), len(passage)) for score, passage in zip(scores, passages, strict=True)]


def _without_words(relevance: float, length: int) -> Reading:
    """A reading that knows whether there is an answer, not where: it may as well be at any character."""
    everywhere = np.full(length, 1 / (1 + np.exp(-relevance)) / max(length, 1))
    return Reading(relevance, (0, 0), 0.0, everywhere, everywhere)


def _reading(window: Any, scores: Floats, relevance: float, length: int, text: str) -> Reading:
    inside = np.array([part == 1 for part in window.sequence_ids])
    logits = np.where(inside[:, None], scores, -np.inf)
    logits[0] = scores[0]  # the first token stands for "nothing here"
    chances = np.exp(logits - logits.max(axis=0))
    chances /= chances.sum(axis=0)
    starts, ends = np.zeros(length), np.zeros(length)
    for place in np.flatnonzero(inside):
        first, last = window.offsets[place]
        if last > first:
            starts[first] += chances[place, 0]
            ends[last - 1] += chances[place, 1]
    if not inside.any():
        return Reading(relevance, (0, 0), 0.0, starts, ends)
    first_token, last_token, best = best_span(
        np.where(inside, scores[:, 0], -np.inf), np.where(inside, scores[:, 1], -np.inf)
    )
    start, end = window.offsets[first_token][0], window.offsets[last_token][1]
    start += len(text[start:end]) - len(text[start:end].lstrip())
    while end < len(text) and _continues(text[end]):
        end += 1
    return Reading(relevance, (start, end), best - float(scores[0].sum()), starts, ends)


def _continues(character: str) -> bool:
    """Whether it belongs to the character before it, as accents and Korean letters of decomposed text do."""
    return category(character).startswith("M") or "\u1160" <= character <= "\u11ff"


def _marked(question: str) -> str:
    """The question with a mark at its end, so that who leaves it out is read alike."""
    last = question.rstrip()[-1:]
    if not last or not (last.isalnum() or category(last).startswith("M")):
        return question
    return f"{question.rstrip()}{'？' if language_of(question)[:2] in ('zh', 'ja') else '?'}"


@once
def _sealed() -> Sealed:
    content = files("qa").joinpath("reader.safetensors").read_bytes()
    digest = sha256(content).hexdigest()
    source: dict[str, Any] = {**SOURCE, "difference": digest}
    return Sealed(
        f"yinzheng-reader-{digest[:8]}-v{FORMAT}", "reader", FORMAT, source, _MEGABYTES, lambda: _files(content)
    )


def _files(difference: bytes) -> Iterator[tuple[str, bytes]]:
    from safetensors.numpy import load, save

    from index.deltas import unpack
    from index.e5_folder import bert_settings, embedding_weights, layer_weights
    from index.e5s import E5s

    model = E5s.from_bytes(packed_weights())
    plain = bert_settings(model)
    config = {name: value for name, value in plain.items() if not name.endswith("_token_id")}
    config |= {"vocab_size": 1, "pad_token_id": 0}  # words come as vectors; the tokenizer pads
    deltas = unpack(load(difference))
    tensors = layer_weights(model, difference)
    for name, held in embedding_weights(model).items():
        delta = deltas.get(name)
        tensors[name] = (
            held if delta is None else (held.astype(np.float32) + delta.reshape(held.shape)).astype(np.float16)
        )
    for name in _HEADS:
        tensors[name] = deltas[name].astype(np.float32)
    yield "config.json", (json.dumps(config, indent=2) + "\n").encode()
    yield "model.safetensors", save(tensors, metadata={"format": "pt"})


def _table(path: Path, name: str) -> NDArray[np.float16]:
    """A tensor of a safetensors file, mapped into memory rather than read."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        entry = json.loads(file.read(length))[name]
    if entry["dtype"] != "F16":
        raise ModelError(f"{path} holds {name} as {entry['dtype']}, not F16; remove its folder to have it made again")
    return np.memmap(path, np.float16, "r", 8 + length + entry["data_offsets"][0], tuple(entry["shape"]))
