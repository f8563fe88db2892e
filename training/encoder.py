"""Teach the default encoder that a question and the passage that answers it lie close, whatever their languages.

    python -m training.encoder --data PATH --out FOLDER [--steps N]

Contrastive learning (InfoNCE, van den Oord et al. 2018) with in-batch negatives of mixed languages. A passage in the
question's own language that does not answer it stands beside each passage in another language that does, so that the
language alone is never the sign. Every fourth batch is of dictionary words. The twelve layers are trained, the embeddings
are not. A run that was stopped goes on from its last checkpoint and gives the same weights.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpora.public import Asked, asked, paragraphs
from index.encoder.model import default_model
from index.text.script import width
from index.text.sentences import sentences
from training.word_pairs import word_pairs

__all__ = ["Example", "Examples", "crop"]

TEMPERATURE = 0.02
BATCH = 32
HARD = 12
WORDS = 128
RATE = 5e-5
WARM_UP = 40
EVERY = 4
"""Each how many batches is one of words."""
LONGEST = 256
MONOLINGUAL = ("cmrc2018", "drcd", "jsquad", "jaquad")


@dataclass(frozen=True, slots=True)
class Example:
    """A question, where its answer stands, and which passages are not its answer though they look so."""

    question: str
    paragraph: str
    span: tuple[int, int]
    group: str
    distractors: tuple[str, ...]


class Examples:
    """The training parts, ready to be drawn from."""

    def __init__(self, data: Path) -> None:
        self.texts: dict[str, str] = {}
        self.same: dict[str, str] = {}
        """Of each passage the name that its translations share."""
        self.alone: dict[str, list[Example]] = {}
        self.across: dict[str, dict[str, Asked]] = defaultdict(dict)
        by_title: dict[str, list[str]] = defaultdict(list)
        for name in (*MONOLINGUAL, "xquad"):
            for part in paragraphs(data / name / "train").values():
                key = f"{name}/{part.id}"
                self.texts[key] = part.text
                self.same[key] = f"{name}/{part.id.partition('-')[2]}" if name == "xquad" else key
                by_title[self._title(name, part.id, part.title)].append(key)
        self._beside = {key: keys for keys in by_title.values() for key in keys}
        for name in MONOLINGUAL:
            self.alone[name] = [
                Example(q.text, f"{name}/{q.paragraph}", q.spans[0], f"{name}/{q.paragraph}", ())
                for q in asked(data / name / "train")
                if q.spans
            ]
        for q in asked(data / "xquad" / "train"):
            if q.spans:
                self.across[q.id.partition("-")[2]][q.language] = q

    @staticmethod
    def _title(name: str, identifier: str, title: str) -> str:
        return f"xquad/{identifier.partition('p')[0]}" if name == "xquad" else f"{name}/{title}"

    def beside(self, key: str) -> list[str]:
        """Other passages of the same article in the same language."""
        return [other for other in self._beside[key] if other != key]

    def draw(self, dice: random.Random) -> Example:
        """An example; three of five across languages, where Chinese and English come oftener."""
        if dice.random() < 0.4:
            example = dice.choice(self.alone[dice.choices(MONOLINGUAL, (3, 3, 2, 2))[0]])
            return Example(
                example.question, example.paragraph, example.span, example.group, tuple(self.beside(example.paragraph))
            )
        versions = self.across[dice.choice(sorted(self.across))]
        languages = sorted(versions)
        weights = [4 if language in ("zh", "en") else 1 for language in languages]
        asking, answering = (dice.choices(languages, weights)[0] for _ in range(2))
        question, answer = versions[asking], versions[answering]
        own, there = f"xquad/{question.paragraph}", f"xquad/{answer.paragraph}"
        return Example(question.text, there, answer.spans[0], self.same[there], tuple(self.beside(own)))


def crop(text: str, span: tuple[int, int], dice: random.Random, longest: float = 300) -> str:
    """Whole sentences around text[span], as long as a passage of the product or as short as one sentence."""
    parts = sentences(text)
    first = next((i for i, s in enumerate(parts) if s.end > span[0]), len(parts) - 1)
    last = next((i for i, s in enumerate(parts) if s.end >= span[1]), len(parts) - 1)
    goal = dice.choice((0.0, 120.0, longest, longest))
    while (first > 0 or last < len(parts) - 1) and width(text[parts[first].start : parts[last].end]) < goal:
        if first > 0 and (last == len(parts) - 1 or dice.random() < 0.5):
            first -= 1
        else:
            last += 1
    return text[parts[first].start : parts[last].end]


def batch(examples: Examples, dice: random.Random) -> tuple[list[str], list[str], np.ndarray]:
    """Questions, passages (the first ones answer, in the same order), and which pairs must not count as wrong."""
    drawn = [examples.draw(dice) for _ in range(BATCH)]
    held = [crop(examples.texts[e.paragraph], e.span, dice) for e in drawn]
    groups = [e.group for e in drawn]
    hard = [e for e in drawn if e.distractors]
    for example in dice.sample(hard, min(HARD, len(hard))):
        key = dice.choice(example.distractors)
        if examples.same[key] == example.group:
            continue
        text = examples.texts[key]
        at = dice.randrange(len(text))
        held.append(crop(text, (at, at + 1), dice))
        groups.append(examples.same[key])
    same = np.array([[a == b for b in groups] for a in groups[:BATCH]])
    np.fill_diagonal(same, False)
    return [e.question for e in drawn], held, same


def words(pairs: dict[str, list[tuple[str, str]]], dice: random.Random) -> tuple[list[str], list[str], np.ndarray]:
    """Words and what they are in another language, as a batch."""
    kinds = sorted(pairs)
    drawn = [dice.choice(pairs[dice.choice(kinds)]) for _ in range(WORDS)]
    drawn = [(a, b) if dice.random() < 0.5 else (b, a) for a, b in dict.fromkeys(drawn)]
    left, right = [a for a, _ in drawn], [b for _, b in drawn]
    same = np.array([[a == b or c == d for b, d in drawn] for a, c in drawn])
    np.fill_diagonal(same, False)
    return left, right, same


def main() -> None:
    """Train and keep checkpoints; the last is `FOLDER/last.pt`."""
    import torch
    from torch.nn.functional import cross_entropy, normalize
    from transformers import AutoModel, AutoTokenizer

    from index.settings import Settings

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--steps", type=int, default=900)
    parser.add_argument(
        "--minutes", type=float, default=0, help="end the schedule so that it fits into so many minutes"
    )
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    folder = default_model(Settings().cache, plain=True)
    tokenizer: Any = AutoTokenizer.from_pretrained(folder)
    model: Any = AutoModel.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager")
    for parameter in model.embeddings.parameters():
        parameter.requires_grad_(False)
    trained = list(model.encoder.parameters())
    optimizer = torch.optim.AdamW(trained, lr=RATE, weight_decay=0.01, betas=(0.9, 0.98))
    examples = Examples(arguments.data)
    pairs = word_pairs(lambda text: len(tokenizer(text, add_special_tokens=False)["input_ids"]))
    print({kind: len(found) for kind, found in pairs.items()}, flush=True)
    last, begin = arguments.out / "last.pt", 0
    if last.is_file():
        state = torch.load(last, weights_only=True)
        model.encoder.load_state_dict(state["layers"])
        optimizer.load_state_dict(state["optimizer"])
        begin = state["step"]
        print("going on from step", begin, flush=True)

    def embedded(texts: Sequence[str], prompt: str) -> Any:
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        found: list[Any] = [None] * len(texts)
        for at in range(0, len(order), 16):
            chosen = order[at : at + 16]
            coded = tokenizer(
                [prompt + texts[i] for i in chosen],
                padding=True,
                truncation=True,
                max_length=LONGEST,
                return_tensors="pt",
            )
            hidden = model(**coded).last_hidden_state
            mask = coded["attention_mask"].unsqueeze(-1)
            means = (hidden.float() * mask).sum(1) / mask.sum(1)
            for place, vector in zip(chosen, normalize(means, dim=-1), strict=True):
                found[place] = vector
        return torch.stack(found)

    model.train()
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0  # drawing its masks takes a quarter of the time
    losses: dict[str, list[float]] = {"questions": [], "words": []}
    started, steps = time.time(), arguments.steps
    for step in range(begin, arguments.steps):
        dice = random.Random(f"encoder {step}")
        torch.manual_seed(step)
        kind = "words" if step % EVERY == EVERY - 1 else "questions"
        left, right, same = words(pairs, dice) if kind == "words" else batch(examples, dice)
        rate = RATE * min(1.0, (step + 1) / WARM_UP, max(0.02, (steps - step) / (steps - WARM_UP)))
        for group in optimizer.param_groups:
            group["lr"] = rate
        with torch.autocast("cpu", dtype=torch.bfloat16):  # one for both, so that the weights are rounded once
            asked_for = embedded(left, "query: ")
            held = embedded(right, "query: " if kind == "words" else "passage: ")
        asked_for, held = asked_for.float(), held.float()
        scores = asked_for @ held.T / TEMPERATURE
        scores = scores.masked_fill(torch.from_numpy(same), -1e4)
        target = torch.arange(len(left))
        loss = cross_entropy(scores, target) + 0.3 * cross_entropy(scores[:, : len(left)].T, target)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        losses[kind].append(loss.item())
        if step % 20 == 19:
            recent = {name: round(float(np.mean(found[-12:])), 3) for name, found in losses.items() if found}
            print(step + 1, recent, round((time.time() - started) / (step + 1 - begin), 2), "s a step", flush=True)
        if step % 60 == 59 or step + 1 == steps:
            state = {"layers": model.encoder.state_dict(), "optimizer": optimizer.state_dict(), "step": step + 1}
            torch.save(state, last.with_suffix(".new"))
            last.with_suffix(".new").replace(last)
    (arguments.out / "log.json").write_text(json.dumps(losses))


if __name__ == "__main__":
    main()
