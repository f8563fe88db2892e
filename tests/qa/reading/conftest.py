"""A cross-encoder as a user names one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.encoder.model import default_model
from index.settings import Settings


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Path:
    """A tiny cross-encoder's folder, as a user has one: weights by chance, the default model's tokenizer."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    folder = tmp_path_factory.mktemp("named") / "cross-encoder"
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=250_037,
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=512,
        num_labels=1,
        pad_token_id=1,
        initializer_range=1.0,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(default_model(settings.cache) / name, folder)
    return folder
