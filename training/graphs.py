"""Write the graphs in which questions are encoded and passages are read, and measure the ranges of the reader's activations.

    python -m training.graphs --data PATH          # needs the extra `training`; writes the files below
    python -m training.graphs --graphs             # the graphs alone

`index/encoder/encoder.onnx`, `qa/reading/reader.onnx` and `qa/reading/reader.int8.onnx` hold operations, shapes and places, no weights: those are laid out in the user's
cache when the models are made (`index.encoder.external_data`). `qa/reading/reader.ranges.safetensors` says how wide each channel of the reader's
activations is on public training questions (NewsQA of this project's data, CMRC 2018, DRCD, JaQuAD, CLAPNQ: their licences in
docs/model-card.md); `index.encoder.layers` smooths by them.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper

from corpora.news_set import news_questions, news_sentences
from corpora.rows import rows
from index.encoder.external_data import WEIGHTS, laid_out, places
from index.encoder.layers import LAYERS, float_tensors
from index.encoder.model import default_model
from index.settings import Settings
from qa.reading.folder import reader_tensors, reader_weights

ROOT = Path(__file__).resolve().parent.parent
ENCODER, READER = ROOT / "index" / "encoder" / "encoder.onnx", ROOT / "qa" / "reading" / "reader.onnx"
READER_INT8 = ROOT / "qa" / "reading" / "reader.int8.onnx"
RANGES = ROOT / "qa" / "reading" / "reader.ranges.safetensors"
_OURS = "com.microsoft"
_HEADS, _WIDTH = 12, 384
_EPSILON = 1e-12
_LEAST = 1e-9
"""What keeps the range of a token of noughts from being none."""
_QUESTIONS = 300
_KINDS = {"float32": TensorProto.FLOAT, "int8": TensorProto.INT8, "int64": TensorProto.INT64}


class Graph:
    """Operations over tensors that lie in a file beside the graph."""

    def __init__(self, tensors: Sequence[tuple[str, NDArray[Any]]]) -> None:
        self.nodes: list[Any] = []
        self._tensors = {
            name: _outside(name, values, place)
            for (name, values), place in zip(tensors, places(tensors).values(), strict=True)
        }
        self._small: list[Any] = []

    def small(self, name: str, values: NDArray[Any]) -> str:
        """A constant of a few numbers, which stands in the graph itself."""
        self._small.append(onnx.numpy_helper.from_array(values, name))
        return name

    def put(self, operation: str, given: Sequence[str], made: str, *more: str, ours: bool = False, **how: Any) -> str:
        """An operation; the name of its first result. `ours`: one of onnxruntime's own."""
        self.nodes.append(helper.make_node(operation, list(given), [made, *more], domain=_OURS if ours else "", **how))
        return made

    def model(self, outputs: Sequence[tuple[str, Sequence[Any]]]) -> Any:
        """The whole, with words `(1, tokens, 384)` float32 and types `(1, tokens)` int64 as inputs."""
        graph = helper.make_graph(
            self.nodes,
            "layers",
            [
                helper.make_tensor_value_info("words", TensorProto.FLOAT, [1, "tokens", _WIDTH]),
                helper.make_tensor_value_info("types", TensorProto.INT64, [1, "tokens"]),
            ],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs],
            [*self._tensors.values(), *self._small],
        )
        imports = [helper.make_opsetid("", 20), helper.make_opsetid(_OURS, 1)]
        return helper.make_model(graph, opset_imports=imports, ir_version=10, producer_name="yinzheng")

    def norm(self, one: str, other: str, part: str, made: str) -> str:
        """Layer normalisation of a sum, in operations that are quicker than the one for it: it is not vectorised."""
        whole = self.put("Add", [one, other], f"{made}.sum")
        mean = self.put("ReduceMean", [whole, "last"], f"{made}.mean", keepdims=1)
        centred = self.put("Sub", [whole, mean], f"{made}.centred")
        square = self.put("Mul", [centred, centred], f"{made}.square")
        variance = self.put("ReduceMean", [square, "last"], f"{made}.variance", keepdims=1)
        deviation = self.put("Sqrt", [self.put("Add", [variance, "epsilon"], f"{made}.safe")], f"{made}.deviation")
        standard = self.put("Div", [centred, deviation], f"{made}.standard")
        scaled = self.put("Mul", [standard, f"{part}.scale"], f"{made}.scaled")
        return self.put("Add", [scaled, f"{part}.shift"], made)

    def product(self, given: str, name: str, made: str) -> str:
        """A matrix product with its bias, in 8 bits where the tensors are."""
        if f"{name}.steps" not in self._tensors:
            return self.put(
                "Add", [self.put("MatMul", [given, f"{name}.weight"], f"{made}.bare"), f"{name}.bias"], made
            )
        apart = f"{name}.apart" in self._tensors
        even = self.put("Mul", [given, f"{name}.smoothing"], f"{made}.even") if apart else given
        widest = self.put("ReduceMax", [self.put("Abs", [even], f"{made}.size"), "last"], f"{made}.widest", keepdims=1)
        own = self.put("Add", [widest, "least"], f"{made}.range")
        tensors = [f"{name}.{part}" for part in ("weight", "steps", "zeros")]
        ranged = self.put("Div", [even, own], f"{made}.ranged")
        whole = self.put("DynamicQuantizeMatMul", [ranged, *tensors], f"{made}.whole", ours=True)
        scaled = self.put("Mul", [whole, own], f"{made}.scaled")
        if not apart:
            return self.put("Add", [scaled, f"{name}.bias"], made)
        wide = self.put("Gather", [given, f"{name}.apart"], f"{made}.wide", axis=2)
        floats = self.put("MatMul", [wide, f"{name}.apart.weight"], f"{made}.floats")
        return self.put("Add", [self.put("Add", [scaled, floats], f"{made}.bare"), f"{name}.bias"], made)


def _outside(name: str, values: NDArray[Any], place: tuple[int, int]) -> Any:
    tensor = TensorProto()
    tensor.name, tensor.data_type = name, _KINDS[str(values.dtype)]
    tensor.dims.extend(values.shape)
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", WEIGHTS), ("offset", place[0]), ("length", place[1])):
        entry = tensor.external_data.add()
        entry.key, entry.value = key, str(value)
    return tensor


def layers(graph: Graph) -> str:
    """From words and types to the last layer's result, `(1, tokens, 384)`."""
    graph.small("last", np.array([2], np.int64))
    graph.small("epsilon", np.array(_EPSILON, np.float32))
    graph.small("least", np.array(_LEAST, np.float32))
    graph.small("first", np.array([0], np.int64))
    graph.small("along", np.array([1], np.int64))
    graph.put("Shape", ["words"], "tokens", start=1, end=2)
    graph.put("Slice", ["positions", "first", "tokens", "along"], "placed")
    graph.put("Add", ["words", graph.put("Gather", ["kinds", "types"], "typed", axis=0)], "told")
    given = graph.norm("told", "placed", "embedded", "embedded")
    for layer in range(LAYERS):
        asked = graph.product(given, f"{layer}.qkv", f"{layer}.asked")
        parts = [f"{layer}.{name}" for name in ("query", "key", "value")]
        graph.put("Split", [asked], *parts, axis=2, num_outputs=3)
        seen = graph.put("MultiHeadAttention", parts, f"{layer}.seen", ours=True, num_heads=_HEADS)
        attended = graph.product(seen, f"{layer}.attended", f"{layer}.attended")
        between = graph.norm(attended, given, f"{layer}.between", f"{layer}.between")
        up = graph.put("Gelu", [graph.product(between, f"{layer}.up", f"{layer}.up")], f"{layer}.bent", ours=True)
        down = graph.product(up, f"{layer}.down", f"{layer}.down")
        given = graph.norm(down, between, f"{layer}.after", f"{layer}.after")
    return given


WATCHED = {"qkv": "{before}", "attended": "{layer}.seen", "up": "{layer}.between", "down": "{layer}.bent"}
"""The result that each product is given."""


def encoder_graph(tensors: Sequence[tuple[str, NDArray[Any]]]) -> Any:
    """A text to the mean of its tokens, `(1, 384)`, not of unit length."""
    graph = Graph(tensors)
    graph.small("over", np.array([1], np.int64))
    graph.put("ReduceMean", [layers(graph), "over"], "mean", keepdims=0)
    return graph.model([("mean", [1, _WIDTH])])


def reader_graph(tensors: Sequence[tuple[str, NDArray[Any]]], watched: bool = False) -> Any:
    """A question with a passage to the logits of start and end, `(1, tokens, 2)`, of relevance, `(1, 1)`, and of evidence, `(1, tokens, 1)`."""
    graph = Graph(tensors)
    last = layers(graph)
    graph.put("Add", [graph.put("MatMul", [last, "ends.weight"], "ends.bare"), "ends.bias"], "ends")
    graph.put("Add", [graph.put("MatMul", [last, "evidence.weight"], "evidence.bare"), "evidence.bias"], "evidence")
    graph.small("beginning", np.array(0, np.int64))
    first = graph.put("Gather", [last, "beginning"], "beginning.token", axis=1)
    graph.put(
        "Add", [graph.put("MatMul", [first, "relevance.weight"], "relevance.bare"), "relevance.bias"], "relevance"
    )
    seen = [(name, [1, "tokens", None]) for name in _results().values()] if watched else []
    return graph.model([("ends", [1, "tokens", 2]), ("relevance", [1, 1]), ("evidence", [1, "tokens", 1]), *seen])


def _results() -> dict[str, str]:
    """Of each product the name of what it is given."""
    before = ["embedded", *(f"{layer}.after" for layer in range(LAYERS))]
    return {
        f"{layer}.{part}": name.format(before=before[layer], layer=layer)
        for layer in range(LAYERS)
        for part, name in WATCHED.items()
    }


def ranges(data: Path) -> dict[str, NDArray[np.float16]]:
    """The greatest absolute value of each channel that a product is given, over questions with the passages they are asked of."""
    import tempfile

    import onnxruntime

    from index.encoder.tokens import Pieces, windows

    cache = Settings().cache
    words = default_model(cache)
    weights = reader_weights()
    pieces = Pieces.of(words)
    table = pieces.table
    found: dict[str, NDArray[Any]] = {}
    results = _results()
    with tempfile.TemporaryDirectory() as folder:
        tensors = list(reader_tensors(weights, None))
        Path(folder, WEIGHTS).write_bytes(laid_out(tensors))
        onnx.save(reader_graph(tensors, watched=True), str(Path(folder, "watched.onnx")))
        session = onnxruntime.InferenceSession(str(Path(folder, "watched.onnx")))
        for question, passage in texts(data):
            for window in windows(pieces.encoded(question), pieces.encoded(passage), pieces):
                given = {"words": table[window.ids].astype(np.float32)[None], "types": window.types[None]}
                made = session.run(list(dict.fromkeys(results.values())), given)
                values = dict(zip(dict.fromkeys(results.values()), made, strict=True))
                for name, result in results.items():
                    widest = np.abs(values[result][0]).max(axis=0)
                    found[name] = np.maximum(found[name], widest) if name in found else widest
    return {name: values.astype(np.float16) for name, values in found.items()}


def texts(data: Path) -> Iterator[tuple[str, str]]:
    """Questions with passages of the public sets' training parts, some of them not the right ones."""
    dice = random.Random("ranges")
    for name in ("cmrc2018/train", "drcd/train", "jaquad/train", "clapnq/train"):
        corpus, asked = list(rows(data / name / "corpus.jsonl")), list(rows(data / name / "queries.jsonl"))
        held: Mapping[str, str] = {one["id"]: one["text"] for one in corpus}
        for query in dice.sample(asked, _QUESTIONS // 5):
            right = held.get(query["doc"]) or dice.choice(corpus)["text"]
            yield query["text"], right[:600]
            yield query["text"], dice.choice(corpus)["text"][:600]
    articles = news_sentences(data / "newsqa" / "train")
    for question in dice.sample(news_questions(data / "newsqa" / "train"), 2 * _QUESTIONS // 5):
        language, own = dice.choice(sorted(question.texts)), dice.choice(sorted(question.texts))
        sentences = articles[question.document][language]
        start = dice.randrange(max(1, len(sentences) - 6))
        yield question.texts[own], " ".join(sentences[start : start + 7])


def main() -> None:
    """Write the files."""
    from safetensors.numpy import load_file, save_file

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="the public sets; measures the ranges anew")
    parser.add_argument("--graphs", action="store_true", help="the graphs alone")
    arguments = parser.parse_args()
    if not arguments.graphs:
        save_file(ranges(arguments.data), RANGES)
    weights = reader_weights()
    onnx.save(reader_graph(list(reader_tensors(weights, None))), str(READER))
    onnx.save(reader_graph(list(reader_tensors(weights, load_file(RANGES)))), str(READER_INT8))
    onnx.save(encoder_graph(list(float_tensors(weights))), str(ENCODER))  # of the same shapes
    for path in (ENCODER, READER, READER_INT8, RANGES):
        print(path.name, path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
