"""Write the mean vectors of the parallel questions for the two models that ship, so that no indexing computes them again.

    python -m training.means

`index/encoder/question_means.safetensors` holds them by the embedder's fingerprint and the language family (`index.encoder.alignment`). Run it
again when the weights, the prompts or the questions change; a test compares.
"""

from __future__ import annotations

from pathlib import Path

from index.encoder.alignment import question_means
from index.encoder.load import load_embedder
from index.encoder.model import PLAIN_MODEL
from index.settings import Settings

TARGET = Path(__file__).resolve().parent.parent / "index" / "encoder" / "question_means.safetensors"


def main() -> None:
    """Write the file."""
    from safetensors.numpy import save

    found = {}
    for model in ("", PLAIN_MODEL):
        embedder = load_embedder(Settings(model=model), print)
        means = question_means(embedder.questions)
        found |= {f"{embedder.fingerprint}.{name}": values for name, values in means.items()}
    TARGET.write_bytes(save(found))
    print(TARGET.name, TARGET.stat().st_size, "bytes,", len(found), "vectors")


if __name__ == "__main__":
    main()
