"""Teach the encoder's layers to read: does this passage answer the question, and with which words.

    python -m training.reader --data PATH --out FOLDER [--steps N] [--minutes N] [--after CHECKPOINT]

A cross-encoder over `<s> question </s></s> passage </s>`: a start and an end for the answer, with the first token for
"nothing here" (Devlin et al. 2019, SQuAD 2.0), the odds of relevance from the first token, and for each sentence the odds that
it is evidence, from the mean of its tokens. What it is taught with is in `training/lessons.py`. The twelve layers and the token types are trained. A run that was stopped goes on from its last
checkpoint and, where steps are its limit, gives the same weights.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from index.encoder.model import default_model
from training.lesson import Lesson
from training.lessons import Lessons

__all__ = ["ReaderNet", "coded", "shipped"]

BATCH = 16
RATE = 1e-4
WARM_UP = 100
LONGEST = 288


def coded(tokenizer: Any, lessons: list[Lesson], longest: int = LONGEST) -> dict[str, Any]:
    """Token ids, types (1 for the passage) and what they are to be read as.

    `ends`, `(lessons, 2)`: the first and last token of the answer, 0 where there is none, -100 where nobody said which.
    `answers`, `(lessons,)`. `inside`, `(sentences, tokens)` of the whole batch laid end to end: the share of each token in
    its sentence; `evidence`, `(sentences,)`: 1 where the sentence is part of the answer.
    """
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
    width = types.shape[1]
    rows: list[Any] = []
    evidence: list[float] = []
    for i, lesson in enumerate(lessons):
        inside = [k for k, s in enumerate(batch.sequence_ids(i)) if s == 1]
        types[i, inside] = 1
        if lesson.span is not None:
            offsets = batch["offset_mapping"][i]
            covered = [k for k in inside if offsets[k][1] > lesson.span[0] and offsets[k][0] < lesson.span[1]]
            if covered:
                ends[i, 0], ends[i, 1] = covered[0], covered[-1]
        elif lesson.answers:
            ends[i] = -100
        for start, end, is_evidence in lesson.sentences():
            offsets = batch["offset_mapping"][i]
            covered = [k for k in inside if offsets[k][1] > start and offsets[k][0] < end]
            if covered:
                row = torch.zeros(len(lessons) * width)
                row[[i * width + k for k in covered]] = 1 / len(covered)
                rows.append(row)
                evidence.append(float(is_evidence))
    return {
        "input_ids": batch["input_ids"],
        "attention_mask": batch["attention_mask"],
        "token_type_ids": types,
        "ends": ends,
        "answers": torch.tensor([float(lesson.answers) for lesson in lessons]),
        "inside": torch.stack(rows),
        "evidence": torch.tensor(evidence),
    }


def ReaderNet(folder: Path) -> Any:  # noqa: N802  (torch is imported late, so the class is made in here)
    """The network: the encoder's embeddings and layers, and heads for the ends of the answer, relevance and evidence."""
    import torch
    from transformers import AutoModel

    class Net(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.base = AutoModel.from_pretrained(folder, dtype=torch.float32, attn_implementation="sdpa")
            self.ends = torch.nn.Linear(self.base.config.hidden_size, 2)
            self.relevance = torch.nn.Linear(self.base.config.hidden_size, 1)
            self.evidence = torch.nn.Linear(self.base.config.hidden_size, 1)

        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> tuple[Any, Any, Any]:
            hidden = self.base(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
            ).last_hidden_state.float()
            allowed = (token_type_ids == 1) & (attention_mask == 1)
            allowed[:, 0] = True
            ends = self.ends(hidden).masked_fill(~allowed.unsqueeze(-1), -1e4)
            return ends, self.relevance(hidden[:, 0]).squeeze(-1), self.evidence(hidden).squeeze(-1)

    return Net()


def _plain_attention(base: Any) -> None:
    """Attention as products of matrices: in 16 bits on a processor a step takes three quarters of the time."""
    import torch
    from transformers import AttentionInterface, AttentionMaskInterface
    from transformers.masking_utils import eager_mask

    def attend(_: Any, q: Any, k: Any, v: Any, mask: Any, scaling: float | None = None, **__: Any) -> tuple[Any, None]:
        with torch.autocast("cpu", enabled=False):
            scores = torch.matmul(q * (scaling or q.shape[-1] ** -0.5), k.transpose(2, 3))
            chances = torch.softmax(scores if mask is None else scores + mask.to(scores.dtype), dim=-1)
            return torch.matmul(chances, v).transpose(1, 2).contiguous(), None

    AttentionInterface.register("plain", attend)
    AttentionMaskInterface.register("plain", eager_mask)
    base.set_attn_implementation("plain")


def shipped(names: Mapping[str, Any]) -> dict[str, Any]:
    """The weights of the reader that comes with this package, under the names of the network; a head that it lacks is left out."""
    import torch

    from qa.reading.folder import reader_weights

    found = {}
    for name, values in reader_weights().items():
        key = name if name in names else f"base.{name}"
        if key in names:
            found[key] = torch.from_numpy(values.astype("float32")).reshape(names[key].shape)
    return found


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
    parser.add_argument("--shipped", action="store_true", help="begin from the reader that comes with this package")
    parser.add_argument("--frozen", type=int, default=0, help="how many layers, the lowest, stay as they are")
    parser.add_argument(
        "--compile",
        action="store_true",
        help="needs a C++ compiler; two minutes more, then steps in two thirds of the time",
    )
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
    _plain_attention(model.base)
    for parameter in model.base.embeddings.parameters():
        parameter.requires_grad_(False)
    for layer in model.base.encoder.layer[: arguments.frozen]:
        layer.requires_grad_(False)
    types = model.base.embeddings.token_type_embeddings.weight.requires_grad_(True)
    types.requires_grad_(not arguments.frozen)
    heads = [
        *model.ends.parameters(),
        *model.relevance.parameters(),
        *model.evidence.parameters(),
        *([types] if types.requires_grad else []),
    ]
    layers = [parameter for parameter in model.base.encoder.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW([{"params": layers}, {"params": heads}], lr=arguments.rate, weight_decay=0.01)
    rates = (arguments.rate, 10 * arguments.rate)
    lessons = Lessons(arguments.data)
    last, begin = arguments.out / "last.pt", 0

    def kept() -> dict[str, Any]:
        return {k: v for k, v in model.state_dict().items() if "word_embeddings" not in k and "position" not in k}

    if arguments.shipped:
        model.load_state_dict(shipped(model.state_dict()), strict=False)
    spent = 0.0
    first = last if last.is_file() else arguments.after
    if first is not None:
        state = torch.load(first, weights_only=True)
        model.load_state_dict(state["weights"], strict=False)
        optimizer.load_state_dict(state["optimizer"])
        if first == last:
            begin, spent = state["step"], state.get("seconds", 0.0)
        print("going on from step", state["step"], flush=True)
    run: Any = torch.compile(model, dynamic=True) if arguments.compile else model
    started, steps, recent = time.time(), arguments.steps, [0.0, 0.0, 0.0, 0.0]
    for step in range(begin, steps):
        gone = (spent + time.time() - started) / (60 * arguments.minutes)
        dice = random.Random(f"reader {step} {arguments.after and arguments.after.stem}")
        drawn = sorted((lessons.draw(dice) for _ in range(BATCH)), key=lambda lesson: len(lesson.passage))
        left = min(1 - gone, (steps - step) / max(1, steps - WARM_UP))
        fraction = min(1.0, (step + 1) / WARM_UP, max(0.02, left))
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * fraction
        optimizer.zero_grad()
        losses = [0.0, 0.0, 0.0, 0.0]
        total: Any = 0.0
        with torch.autocast("cpu", dtype=torch.bfloat16):  # one for both halves, so that the weights are rounded once
            for half in (drawn[: BATCH // 2], drawn[BATCH // 2 :]):
                batch = coded(tokenizer, half)
                ends, truth, inside, marked = (batch.pop(name) for name in ("ends", "answers", "inside", "evidence"))
                spans, relevance, signs = (scores.float() for scores in run(**batch))
                known = max(1, int((ends[:, 0] >= 0).sum()))
                span_loss = sum(cross_entropy(spans[..., i], ends[:, i], reduction="sum") for i in (0, 1)) / 2 / known
                odds_loss = binary_cross_entropy_with_logits(relevance, truth)
                with torch.autocast("cpu", enabled=False):
                    told = inside @ signs.reshape(-1)
                evidence_loss = binary_cross_entropy_with_logits(told, marked)
                total = total + (span_loss + odds_loss + 2 * evidence_loss) / 6
                right = ((relevance > 0).float() == truth).float().mean().item()
                for i, value in enumerate((span_loss.item(), odds_loss.item(), evidence_loss.item(), right)):
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
