"""Teach the encoder's layers to read: does this passage answer the question, and with which words.

    python -m training.reader --data PATH --out FOLDER [--steps N]

A cross-encoder over `<s> question </s></s> passage </s>`: a start and an end for the answer, with the first token for
"nothing here" (Devlin et al. 2019, SQuAD 2.0), and the odds of relevance from the first token. Wrong passages are others
of the same article, those that share most of the question's characters, and the right one with the answering sentence
taken out. Questions and passages of XQuAD are paired across languages. The twelve layers and the token types are trained.
A run that was stopped goes on from its last checkpoint and gives the same weights.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.public import Asked, Paragraph, asked, paragraphs
from index.model import default_model
from index.script import width
from index.sentences import sentences

__all__ = ["Lesson", "Lessons", "ReaderNet", "coded"]

BATCH = 16
RATE = 1e-4
WARM_UP = 120
LONGEST = 288
MINED = 8
MIX = {"cmrc2018": 0.22, "drcd": 0.22, "jsquad": 0.1, "jaquad": 0.14, "xquad": 0.32}
OFTEN = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question, a passage, and where in it the answer stands; None where the passage does not answer."""

    question: str
    passage: str
    span: tuple[int, int] | None


class Lessons:
    """The training parts, ready to be drawn from."""

    def __init__(self, data: Path) -> None:
        self.parts: dict[str, dict[str, Paragraph]] = {}
        self.questions: dict[str, list[Asked]] = {}
        self.mined: dict[str, list[str]] = {}
        for name in ("cmrc2018", "drcd", "jsquad", "jaquad"):
            folders = [data / name / "train"] + ([data / name / "train-more"] if name == "jaquad" else [])
            self.parts[name] = {key: part for folder in folders for key, part in paragraphs(folder).items()}
            self.questions[name] = [q for folder in folders for q in asked(folder) if q.spans]
            self._mine(self.questions[name], list(self.parts[name].values()))
        self.parts["xquad"] = paragraphs(data / "xquad" / "train")
        self.versions: dict[str, dict[str, Asked]] = defaultdict(dict)
        by_language: dict[str, list[Asked]] = defaultdict(list)
        for q in asked(data / "xquad" / "train"):
            if q.spans:
                self.versions[q.id.partition("-")[2]][q.language] = q
                by_language[q.language].append(q)
        for language, found in by_language.items():
            there = [part for key, part in self.parts["xquad"].items() if key.startswith(f"{language}-")]
            self._mine(found, there)

    def _mine(self, questions: list[Asked], parts: list[Paragraph]) -> None:
        """Passages that share most with each question and are not the one that answers it."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), sublinear_tf=True, min_df=1)
        held = vectorizer.fit_transform([part.text for part in parts])
        for at in range(0, len(questions), 500):
            some = questions[at : at + 500]
            scores = (vectorizer.transform([q.text for q in some]) @ held.T).toarray()
            for question, row in zip(some, scores, strict=True):
                best = [parts[i].id for i in row.argsort()[::-1][: MINED + 1]]
                self.mined[question.id] = [key for key in best if key != question.paragraph][:MINED]

    def draw(self, dice: random.Random) -> Lesson:
        """A lesson; three of five are answered by their passage."""
        name = dice.choices(list(MIX), list(MIX.values()))[0]
        if name == "xquad":
            versions = self.versions[dice.choice(sorted(self.versions))]
            languages = sorted(versions)
            weights = [5 if language in OFTEN else 1 for language in languages]
            asking, answering = (dice.choices(languages, weights)[0] for _ in range(2))
            text, question = versions[asking].text, versions[answering]
        else:
            question = dice.choice(self.questions[name])
            text = question.text
        part = self.parts[name][question.paragraph]
        title = part.title if name != "xquad" and dice.random() < 0.4 else ""
        fate = dice.random()
        if fate < 0.6:
            return _answered(text, part.text, dice.choice(question.spans), title, dice)
        if fate < 0.75:
            kept = _without(part.text, question)
            if width(kept) > 60:
                at = dice.randrange(len(kept))
                return _answered(text, kept, (at, at + 1), title, dice, silent=True)
        key = dice.choice(self.mined[question.id])
        other = self.parts[name][key]
        if any(other.text[a:b] and part.text[a:b] in other.text for a, b in question.spans):
            return _answered(text, part.text, dice.choice(question.spans), title, dice)
        at = dice.randrange(len(other.text))
        return _answered(text, other.text, (at, at + 1), other.title if title else "", dice, silent=True)


def _without(text: str, question: Asked) -> str:
    """The passage without the sentences that hold an answer."""
    said = {text[a:b] for a, b in question.spans}
    kept = [s.text for s in sentences(text) if not any(answer in s.text for answer in said)]
    return "".join(kept) if not text.isascii() and " " not in text[:40] else " ".join(kept)


def _answered(
    question: str, text: str, span: tuple[int, int], title: str, dice: random.Random, silent: bool = False
) -> Lesson:
    """Whole sentences around the span, of the length of the product's passages, under their title."""
    parts = sentences(text)
    first = next((i for i, s in enumerate(parts) if s.end > span[0]), len(parts) - 1)
    last = next((i for i, s in enumerate(parts) if s.end >= span[1]), len(parts) - 1)
    goal = dice.uniform(80, 300)
    while (first > 0 or last < len(parts) - 1) and width(text[parts[first].start : parts[last].end]) < goal:
        if first > 0 and (last == len(parts) - 1 or dice.random() < 0.5):
            first -= 1
        else:
            last += 1
    start = parts[first].start
    head = f"{title.replace('_', ' ')}\n" if title else ""
    passage = head + text[start : parts[last].end]
    if silent:
        return Lesson(question, passage, None)
    return Lesson(question, passage, (span[0] - start + len(head), span[1] - start + len(head)))


def coded(tokenizer: Any, lessons: list[Lesson], longest: int = LONGEST) -> dict[str, Any]:
    """Token ids, types (1 for the passage) and, of each lesson, the first and last token of its answer (0: none)."""
    import torch

    batch = tokenizer(
        [lesson.question for lesson in lessons],
        [lesson.passage for lesson in lessons],
        truncation="only_second",
        max_length=longest,
        padding=True,
        return_offsets_mapping=True,
        return_tensors="pt",
    )
    types = torch.zeros_like(batch["input_ids"])
    ends = torch.zeros((len(lessons), 2), dtype=torch.long)
    for i, lesson in enumerate(lessons):
        inside = [k for k, s in enumerate(batch.sequence_ids(i)) if s == 1]
        types[i, inside] = 1
        if lesson.span is not None:
            offsets = batch["offset_mapping"][i]
            covered = [k for k in inside if offsets[k][1] > lesson.span[0] and offsets[k][0] < lesson.span[1]]
            if covered:
                ends[i, 0], ends[i, 1] = covered[0], covered[-1]
    return {
        "input_ids": batch["input_ids"],
        "attention_mask": batch["attention_mask"],
        "token_type_ids": types,
        "ends": ends,
    }


def ReaderNet(folder: Path) -> Any:  # noqa: N802  (torch is imported late, so the class is made in here)
    """The network: the encoder's embeddings and layers, and heads for the ends of the answer and for relevance."""
    import torch
    from transformers import AutoModel

    class Net(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.base = AutoModel.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager")
            self.ends = torch.nn.Linear(self.base.config.hidden_size, 2)
            self.relevance = torch.nn.Linear(self.base.config.hidden_size, 1)

        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> tuple[Any, Any]:
            hidden = self.base(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
            ).last_hidden_state.float()
            allowed = (token_type_ids == 1) & (attention_mask == 1)
            allowed[:, 0] = True
            ends = self.ends(hidden).masked_fill(~allowed.unsqueeze(-1), -1e4)
            return ends, self.relevance(hidden[:, 0]).squeeze(-1)

    return Net()


def main() -> None:
    """Train and keep checkpoints; the last is `FOLDER/last.pt`."""
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy
    from transformers import AutoTokenizer

    from index.settings import Settings

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--steps", type=int, default=3000)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    folder = default_model(Settings().cache, plain=True)
    tokenizer: Any = AutoTokenizer.from_pretrained(folder)
    torch.manual_seed(0)
    model = ReaderNet(folder)
    model.train()
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0  # drawing its masks takes a quarter of the time
    for parameter in model.base.embeddings.parameters():
        parameter.requires_grad_(False)
    types = model.base.embeddings.token_type_embeddings.weight.requires_grad_(True)
    heads = [*model.ends.parameters(), *model.relevance.parameters(), types]
    layers = list(model.base.encoder.parameters())
    optimizer = torch.optim.AdamW(
        [{"params": layers, "rate": RATE}, {"params": heads, "rate": 10 * RATE}], lr=RATE, weight_decay=0.01
    )
    lessons = Lessons(arguments.data)
    last, begin = arguments.out / "last.pt", 0

    def kept() -> dict[str, Any]:
        return {k: v for k, v in model.state_dict().items() if "word_embeddings" not in k and "position" not in k}

    if last.is_file():
        state = torch.load(last, weights_only=True)
        model.load_state_dict(state["weights"], strict=False)
        optimizer.load_state_dict(state["optimizer"])
        begin = state["step"]
        print("going on from step", begin, flush=True)
    started, steps, recent = time.time(), arguments.steps, [0.0, 0.0, 0.0]
    for step in range(begin, steps):
        dice = random.Random(f"reader {step}")
        drawn = sorted((lessons.draw(dice) for _ in range(BATCH)), key=lambda lesson: len(lesson.passage))
        fraction = min(1.0, (step + 1) / WARM_UP, max(0.02, (steps - step) / (steps - WARM_UP)))
        for group in optimizer.param_groups:
            group["lr"] = group["rate"] * fraction
        optimizer.zero_grad()
        losses = [0.0, 0.0, 0.0]
        total: Any = 0.0
        with torch.autocast("cpu", dtype=torch.bfloat16):  # one for both halves, so that the weights are rounded once
            for half in (drawn[: BATCH // 2], drawn[BATCH // 2 :]):
                batch = coded(tokenizer, half)
                ends = batch.pop("ends")
                spans, relevance = (scores.float() for scores in model(**batch))
                span_loss = (cross_entropy(spans[..., 0], ends[:, 0]) + cross_entropy(spans[..., 1], ends[:, 1])) / 2
                truth = (ends[:, 0] > 0).float()
                odds_loss = binary_cross_entropy_with_logits(relevance, truth)
                total = total + (span_loss + odds_loss) / 4
                right = ((relevance > 0).float() == truth).float().mean().item()
                for i, value in enumerate((span_loss.item(), odds_loss.item(), right)):
                    losses[i] += value / 2
        total.backward()
        torch.nn.utils.clip_grad_norm_([*layers, *heads], 1.0)
        optimizer.step()
        recent = [0.98 * a + 0.02 * b if step > begin else b for a, b in zip(recent, losses, strict=True)]
        if step % 50 == 49:
            shown = [round(value, 3) for value in recent]
            print(step + 1, shown, round((time.time() - started) / (step + 1 - begin), 2), "s a step", flush=True)
        if step % 200 == 199 or step + 1 == steps:
            torch.save(
                {"weights": kept(), "optimizer": optimizer.state_dict(), "step": step + 1}, last.with_suffix(".new")
            )
            last.with_suffix(".new").replace(last)


if __name__ == "__main__":
    main()
