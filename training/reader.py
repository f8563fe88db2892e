"""Teach the encoder's layers to read: does this passage answer the question, and with which words.

    python -m training.reader --data PATH --out FOLDER [--steps N] [--minutes N] [--after CHECKPOINT]

A cross-encoder over `<s> question </s></s> passage </s>`: a start and an end for the answer, with the first token for
"nothing here" (Devlin et al. 2019, SQuAD 2.0), and the odds of relevance from the first token. What it is taught with is in
`training/lessons.py`. The twelve layers and the token types are trained. A run that was stopped goes on from its last
checkpoint and, where steps are its limit, gives the same weights.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path
from typing import Any

from index.encoder.model import default_model
from training.lessons import Lesson, Lessons

__all__ = ["ReaderNet", "coded"]

BATCH = 16
RATE = 1e-4
WARM_UP = 100
LONGEST = 288


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
    parser.add_argument("--minutes", type=float, default=1e9, help="stop, with the rate at its lowest, after so long")
    parser.add_argument("--rate", type=float, default=RATE, help="of the layers; ten times as much for the heads")
    parser.add_argument("--after", type=Path, help="checkpoint of an earlier run to begin from, with a new schedule")
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
    optimizer = torch.optim.AdamW([{"params": layers}, {"params": heads}], lr=arguments.rate, weight_decay=0.01)
    rates = (arguments.rate, 10 * arguments.rate)
    lessons = Lessons(arguments.data)
    last, begin = arguments.out / "last.pt", 0

    def kept() -> dict[str, Any]:
        return {k: v for k, v in model.state_dict().items() if "word_embeddings" not in k and "position" not in k}

    spent = 0.0
    first = last if last.is_file() else arguments.after
    if first is not None:
        state = torch.load(first, weights_only=True)
        model.load_state_dict(state["weights"], strict=False)
        optimizer.load_state_dict(state["optimizer"])
        if first == last:
            begin, spent = state["step"], state.get("seconds", 0.0)
        print("going on from step", state["step"], flush=True)
    started, steps, recent = time.time(), arguments.steps, [0.0, 0.0, 0.0]
    for step in range(begin, steps):
        gone = (spent + time.time() - started) / (60 * arguments.minutes)
        dice = random.Random(f"reader {step} {arguments.after and arguments.after.stem}")
        drawn = sorted((lessons.draw(dice) for _ in range(BATCH)), key=lambda lesson: len(lesson.passage))
        left = min(1 - gone, (steps - step) / (steps - WARM_UP))
        fraction = min(1.0, (step + 1) / WARM_UP, max(0.02, left))
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * fraction
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
        over = step + 1 == steps or gone >= 1
        if step % 50 == 49 or over:
            shown = [round(value, 3) for value in recent]
            print(step + 1, shown, round((time.time() - started) / (step + 1 - begin), 2), "s a step", flush=True)
        if step % 100 == 99 or over:
            state = {"weights": kept(), "optimizer": optimizer.state_dict(), "step": step + 1}
            state["seconds"] = spent + time.time() - started
            torch.save(state, last.with_suffix(".new"))
            last.with_suffix(".new").replace(last)
        if over:
            break


if __name__ == "__main__":
    main()
