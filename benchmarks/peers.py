"""The product beside what a user would pick instead, on the same texts with the same encoder, in one run.

    python -m venv PEERS; PEERS/bin/pip install -r benchmarks/peers.txt
    PEERS/bin/python -m benchmarks.peers --data PATH [--model FOLDER] [--most N] [--only NAME,…]

Each library is used as its own quick start uses it; `defaults` says how. Those that leave out the prompts which E5 was
trained with have a second row with them. Texts: the paragraphs of XQuAD dev in Chinese, asked in twelve languages; and
the five seeds, as files and as the product cleans them, asked the fixed questions. Nothing is tuned for any of them.

A passage is found in its text by its characters without white space. Libraries show passages of very different lengths,
so facts are also counted in the first 1,500 characters of what is shown. Writes benchmarks/results/peers.json.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import re
import time
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HAYSTACK_TELEMETRY_ENABLED", "False")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

from benchmarks.product import product_of, product_of_files
from benchmarks.retrieval import dumped, interval
from corpora.public import (
    LICENCES,
    articles,
    asked,
    paragraphs,
)
from corpora.vectors import default_folder, identity
from index.build import make_document
from index.encoder.load import load_embedder
from index.settings import Settings
from index.sources import read_sources
from qa.evaluation.question_file import Question, read_questions

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "benchmarks" / "results" / "peers.json"
K = 5
BUDGET = 1500
QUERY, PASSAGE = "query: ", "passage: "
_NOTHING = re.compile(r"\s+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage that was found: of which text, what it says, and the notes that come with it."""

    name: str
    text: str
    notes: tuple[str, ...] = ()


class Peer(Protocol):
    """A retriever: it is given texts by name, or a folder of files, and then questions."""

    defaults: str
    packages: tuple[str, ...]

    def index(self, texts: Mapping[str, str]) -> None:
        """Take in the texts."""

    def search(self, question: str) -> list[Shown]:
        """The best passages, at most K."""


# ------------------------------------------------------------------------------------------------------------- peers


class Yinzheng:
    """The product. Of files it is given the files, of paragraphs one document for each title, untitled."""

    defaults = "passages of at most 300 Chinese characters, cut at sentence ends; all legs"
    packages = ()

    def __init__(self, model: Path) -> None:
        self._embedder = load_embedder(Settings(model=str(model)))
        self._places: dict[str, list[tuple[int, str]]] = {}

    def index(self, texts: Mapping[str, str]) -> None:
        """Paragraphs of XQuAD, by their ids; or, where they are those of the seeds, the files themselves."""
        if texts.keys() == {path.stem for path in _files()}:
            self._opened = product_of_files([ROOT / "seeds"], self._embedder)
        else:
            from corpora.public import Paragraph

            made = articles([Paragraph(n, n.partition("p")[0], t) for n, t in texts.items()], titled=False, split=True)
            self._places = {a.document.id: sorted((start, n) for n, start in a.starts.items()) for a in made}
            self._opened = product_of(made, self._embedder)
        self._product = self._opened.__enter__()

    def search(self, question: str) -> list[Shown]:
        """As `yinzheng search`."""
        found = []
        for hit in self._product.engine.retrieve(question, K, read=False):
            places = self._places.get(hit.document.id)
            name = places[bisect_left(places, (hit.passage.start + 1, "")) - 1][1] if places else hit.document.id
            notes = hit.document.notes_in(hit.passage.start, hit.passage.end)
            found.append(Shown(name, hit.passage.text, tuple(note.text for note in notes)))
        return found


class LangChain:
    """LangChain's tutorial: recursive splitter, HuggingFaceEmbeddings, FAISS."""

    defaults = "RecursiveCharacterTextSplitter(1000, 200), HuggingFaceEmbeddings without prompts, FAISS.from_documents"
    packages = (
        "langchain-core",
        "langchain-community",
        "langchain-huggingface",
        "langchain-text-splitters",
        "faiss-cpu",
    )

    def __init__(self, model: Path, *, prompts: bool = False) -> None:
        from langchain_huggingface import HuggingFaceEmbeddings

        given: dict[str, Any] = {}
        if prompts:
            given = {"encode_kwargs": {"prompt": PASSAGE}, "query_encode_kwargs": {"prompt": QUERY}}
        self._embeddings = HuggingFaceEmbeddings(model_name=str(model), **given)

    def index(self, texts: Mapping[str, str]) -> None:
        """Split, embed, store."""
        from langchain_community.vectorstores import FAISS
        from langchain_core.documents import Document

        self._store = FAISS.from_documents(self._split(texts, Document), self._embeddings)

    @staticmethod
    def _split(texts: Mapping[str, str], document: Any) -> list[Any]:
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        return list(
            splitter.split_documents([document(page_content=t, metadata={"name": n}) for n, t in texts.items()])
        )

    def search(self, question: str) -> list[Shown]:
        """`similarity_search`."""
        found = self._store.similarity_search(question, k=K)
        return [Shown(item.metadata["name"], item.page_content) for item in found]


class LlamaIndex:
    """LlamaIndex's starter: VectorStoreIndex with a local embedding model."""

    defaults = "SentenceSplitter(1024 tokens, 200 over), HuggingFaceEmbedding without prompts, VectorStoreIndex"
    packages = ("llama-index-core", "llama-index-embeddings-huggingface")

    def __init__(self, model: Path, *, prompts: bool = False) -> None:
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        given = {"query_instruction": QUERY, "text_instruction": PASSAGE} if prompts else {}
        self._model = HuggingFaceEmbedding(model_name=str(model), **given)

    def index(self, texts: Mapping[str, str]) -> None:
        """`VectorStoreIndex.from_documents`."""
        from llama_index.core import Document, VectorStoreIndex

        made = [
            Document(
                text=text,
                metadata={"file_name": name},
                excluded_embed_metadata_keys=["file_name"],
            )
            for name, text in texts.items()
        ]
        self._retriever = VectorStoreIndex.from_documents(made, embed_model=self._model).as_retriever(
            similarity_top_k=K
        )

    def search(self, question: str) -> list[Shown]:
        """The retriever of the index."""
        found = self._retriever.retrieve(question)
        return [Shown(item.node.metadata["file_name"], item.node.get_content()) for item in found]


class Haystack:
    """Haystack's tutorial: splitter, Sentence Transformers embedders, in-memory store and embedding retriever."""

    defaults = "DocumentSplitter() (200 words between spaces), embedders without prefix, InMemoryEmbeddingRetriever"
    packages = ("haystack-ai", "sentence-transformers-haystack")

    def __init__(self, model: Path, *, prompts: bool = False) -> None:
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
            SentenceTransformersTextEmbedder,
        )

        passage, query = (PASSAGE, QUERY) if prompts else ("", "")
        self._passages = SentenceTransformersDocumentEmbedder(model=str(model), prefix=passage, progress_bar=False)
        self._questions = SentenceTransformersTextEmbedder(model=str(model), prefix=query, progress_bar=False)
        self._passages.warm_up()
        self._questions.warm_up()

    def index(self, texts: Mapping[str, str]) -> None:
        """Split, embed, write."""
        from haystack import Document
        from haystack.components.preprocessors import DocumentSplitter
        from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        store = InMemoryDocumentStore(shared=False)
        made = [Document(content=text, meta={"name": name}) for name, text in texts.items()]
        splitter = DocumentSplitter()
        splitter.warm_up()
        store.write_documents(self._passages.run(documents=splitter.run(documents=made)["documents"])["documents"])
        self._retriever = InMemoryEmbeddingRetriever(document_store=store, top_k=K)

    def search(self, question: str) -> list[Shown]:
        """Embed the question, retrieve."""
        vector = self._questions.run(text=question)["embedding"]
        found = self._retriever.run(query_embedding=vector)["documents"]
        return [Shown(item.meta["name"], item.content) for item in found]


class Txtai:
    """txtai's quick start: an embeddings database; files are segmented first."""

    defaults = "Segmentation(paragraphs=True), Embeddings(content=True), the model's own prompts"
    packages = ("txtai",)

    def __init__(self, model: Path) -> None:
        from txtai import Embeddings

        self._embeddings = Embeddings(path=str(model), content=True)

    def index(self, texts: Mapping[str, str]) -> None:
        """`Embeddings.index`."""
        from txtai.pipeline import Segmentation

        cut = Segmentation(paragraphs=True)
        self._parts = [(name, part) for name, text in texts.items() for part in cut(text)]
        self._embeddings.index([part for _, part in self._parts])

    def search(self, question: str) -> list[Shown]:
        """`Embeddings.search`."""
        return [Shown(*self._parts[int(item["id"])]) for item in self._embeddings.search(question, K)]


class BM25:
    """BM25 alone, over LangChain's pieces."""

    packages: tuple[str, ...] = ("rank-bm25",)

    def __init__(self, cut: Callable[[str], list[str]], defaults: str) -> None:
        self._cut, self.defaults = cut, defaults

    def index(self, texts: Mapping[str, str]) -> None:
        """Count the words."""
        from langchain_core.documents import Document
        from rank_bm25 import BM25Okapi

        self._parts = LangChain._split(texts, Document)
        self._scores = BM25Okapi([self._cut(part.page_content) or [""] for part in self._parts])

    def search(self, question: str) -> list[Shown]:
        """Those that hold any of the words, best first."""
        scores = self._scores.get_scores(self._cut(question))
        best = sorted((i for i, score in enumerate(scores) if score), key=lambda i: -scores[i])[:K]
        return [Shown(self._parts[i].metadata["name"], self._parts[i].page_content) for i in best]


class BM25S:
    """bm25s as its readme uses it, over LangChain's pieces."""

    defaults = 'bm25s.tokenize(stopwords="en"), bm25s.BM25(); pieces as LangChain cuts them'
    packages = ("bm25s",)

    def index(self, texts: Mapping[str, str]) -> None:
        """Count the words."""
        import bm25s
        from langchain_core.documents import Document

        self._parts = LangChain._split(texts, Document)
        held = bm25s.tokenize([part.page_content for part in self._parts], stopwords="en", show_progress=False)
        self._scores = bm25s.BM25()
        self._scores.index(held, show_progress=False)

    def search(self, question: str) -> list[Shown]:
        """`BM25.retrieve`; what holds none of the words is left out."""
        import bm25s

        words = bm25s.tokenize([question], stopwords="en", show_progress=False)
        if not any(self._scores.vocab_dict.get(word) is not None for word in words.vocab):
            return []
        found, scores = self._scores.retrieve(words, k=min(K, len(self._parts)), show_progress=False)
        parts = [self._parts[int(i)] for i, score in zip(found[0], scores[0], strict=True) if score > 0]
        return [Shown(part.metadata["name"], part.page_content) for part in parts]


def _jieba(text: str) -> list[str]:
    import jieba

    return [word for word in jieba.lcut(text.lower()) if any(map(str.isalnum, word))]


PEERS: dict[str, Callable[[Path], Peer]] = {
    "Yinzheng": Yinzheng,
    "LangChain + FAISS": LangChain,
    "LangChain + FAISS, E5's prompts": lambda model: LangChain(model, prompts=True),
    "LlamaIndex": LlamaIndex,
    "LlamaIndex, E5's prompts": lambda model: LlamaIndex(model, prompts=True),
    "Haystack": Haystack,
    "Haystack, E5's prompts": lambda model: Haystack(model, prompts=True),
    "txtai": Txtai,
    "BM25 (rank-bm25)": lambda _: BM25(
        lambda text: text.split(" "), 'text.split(" "), as its readme has it; LangChain\'s pieces'
    ),
    "BM25 (bm25s)": lambda _: BM25S(),
    "BM25 (rank-bm25, jieba)": lambda _: BM25(_jieba, "words as jieba cuts them; LangChain's pieces"),
}


# ------------------------------------------------------------------------------------------------------------- texts


@dataclass(frozen=True, slots=True)
class Text:
    """A text without white space and footnote marks, and where each character of it stood."""

    bare: str
    offsets: tuple[int, ...] = field(repr=False)

    @classmethod
    def of(cls, text: str) -> Text:
        """The text as passages are looked for in it."""
        gone = {at for match in _NOTHING.finditer(text) for at in range(match.start(), match.end())}
        kept = tuple(at for at in range(len(text)) if at not in gone)
        return cls("".join(text[at] for at in kept), kept)

    def place(self, part: str) -> tuple[int, int]:
        """Where a part of the text stands, in the bare text; (0, 0) where it was changed beyond recognition."""
        bare = _NOTHING.sub("", part)
        at = self.bare.find(bare)
        return (at, at + len(bare)) if at >= 0 and bare else (0, 0)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Bare places of text[start:end]."""
        return bisect_left(self.offsets, start), bisect_left(self.offsets, end)

    def all(self, quote: str) -> list[tuple[int, int]]:
        """Every place of a quotation."""
        bare, found, at = _NOTHING.sub("", quote), [], -1
        while bare and (at := self.bare.find(bare, at + 1)) >= 0:
            found.append((at, at + len(bare)))
        return found


def _files() -> list[Path]:
    return sorted((ROOT / "seeds").glob("*.txt"))


def raw() -> dict[str, str]:
    """The seeds as they were given."""
    return {path.stem: path.read_bytes().decode() for path in _files()}


def cleaned() -> dict[str, str]:
    """The seeds as the product cleans them."""
    sources = read_sources(ROOT / "seeds")
    return {path.stem: make_document(path, path.read_bytes(), sources[path.name]).text for path in _files()}


# ---------------------------------------------------------------------------------------------------------- measures


def xquad(peer: Peer, data: Path, most: int | None) -> dict[str, Any]:
    """Questions in twelve languages against Chinese paragraphs, each a text of its own."""
    folder = data / "xquad" / "dev-zh"
    texts = {part.id: part.text for part in paragraphs(folder).values()}
    places = {name: Text.of(text) for name, text in texts.items()}
    indexing = _seconds(lambda: peer.index(texts))
    rows: list[dict[str, Any]] = []
    seconds: list[float] = []
    by_language: dict[str, list[Any]] = {}
    for question in asked(folder):
        by_language.setdefault(question.language, []).append(question)
    for language, inside in sorted(by_language.items()):
        first, within = [], []
        for question in inside[:: max(1, len(inside) // most) if most else 1][:most]:
            began = time.process_time()
            shown = peer.search(question.text)
            seconds.append(time.process_time() - began)
            spans = [places[question.paragraph].span(a, b) for a, b in question.spans]
            bounds = [places[item.name].place(item.text) for item in shown if item.name == question.paragraph]
            right = [
                item.name == question.paragraph
                and any(s <= a and b <= e for s, e in [places[item.name].place(item.text)] for a, b in spans)
                for item in shown
            ]
            assert (0, 0) not in bounds, "a passage is not a part of its text"
            first.append(float(any(right[:1])))
            within.append(float(any(right)))
        rows.append(
            {
                "asked in": language,
                "questions": len(first),
                "R@1": round(sum(first) / len(first), 4),
                "R@5": round(sum(within) / len(within), 4),
                "R@1 interval": interval(first),
                "R@5 interval": interval(within),
            }
        )
    return {**_timed(indexing, seconds), "rows": rows}


def seeds(peer: Peer, texts: Mapping[str, str], judged: Mapping[str, str]) -> dict[str, Any]:
    """The fixed questions; facts are looked for in the texts `judged`, of which what is shown is a part."""
    questions = read_questions(ROOT / "tests" / "questions" / "seeds.jsonl")
    places = {name: Text.of(text) for name, text in judged.items()}
    indexing = _seconds(lambda: peer.index(texts))
    counts: dict[str, dict[str, float]] = {}
    seconds: list[float] = []
    lengths: list[int] = []
    for question in questions:
        for language, text in question.texts.items():
            began = time.process_time()
            shown = peer.search(text)
            seconds.append(time.process_time() - began)
            lengths.append(sum(len(_NOTHING.sub("", item.text)) for item in shown))
            count = counts.setdefault(language, {"questions": 0, "facts": 0, "found": 0, "found in budget": 0})
            count["questions"] += 1
            count["facts"] += len(question.facts)
            count["found"] += _found(question, shown, places)
            count["found in budget"] += _found(question, _within(shown), places)
    every = {name: sum(count[name] for count in counts.values()) for name in next(iter(counts.values()))}
    return {
        **_timed(indexing, seconds),
        "mean characters shown": round(sum(lengths) / len(lengths)),
        "all": _shares(every),
        "by language": {language: _shares(count) for language, count in counts.items()},
    }


def _shares(count: Mapping[str, float]) -> dict[str, float]:
    facts = count["facts"]
    shares = {name: round(count[name] / facts, 4) for name in ("found", "found in budget")}
    return {"questions": int(count["questions"]), "facts": int(facts), **shares}


def _within(shown: Sequence[Shown]) -> list[Shown]:
    """The first BUDGET characters of what is shown, the last passage cut off."""
    kept, left = [], BUDGET
    for item in shown:
        bare = _NOTHING.sub("", item.text)[:left]
        left -= len(bare)
        kept.append(Shown(item.name, bare, item.notes))
        if not left:
            break
    return kept


def _found(question: Question, shown: Sequence[Shown], places: Mapping[str, Text]) -> int:
    """How many of the facts lie within what is shown, or stand in a note that comes with it."""
    held: dict[str, set[int]] = {}
    for item in shown:
        held.setdefault(item.name, set()).update(range(*places[item.name].place(item.text)))
    notes = [(item.name, _NOTHING.sub("", note)) for item in shown for note in item.notes]

    def there(document: str, quote: str) -> bool:
        for name, text in places.items():
            if name.startswith(document):
                if any(held.get(name, set()).issuperset(range(a, b)) for a, b in text.all(quote)):
                    return True
                if any(name == where and _NOTHING.sub("", quote) in note for where, note in notes):
                    return True
        return False

    return sum(any(there(option.document, option.quote) for option in fact) for fact in question.facts)


def _seconds(call: Callable[[], None]) -> float:
    began = time.process_time()
    call()
    return time.process_time() - began


def _timed(indexing: float, seconds: Sequence[float]) -> dict[str, float]:
    """Of the processor, so that other programs do not count."""
    return {"index seconds": round(indexing, 2), "question seconds": round(sorted(seconds)[len(seconds) // 2], 4)}


# -------------------------------------------------------------------------------------------------------------- run


def fingerprint(name: str, model: str, most: int | None, packages: Sequence[str]) -> str:
    """Stands for what a peer's figures depend on: of the product its code, of the others their versions."""
    digest = hashlib.sha256(repr((name, model, most, [(p, _version(p)) for p in packages])).encode())
    digest.update(Path(__file__).read_bytes())
    if name == "Yinzheng":
        from benchmarks.retrieval import code

        digest.update(code().encode())
    return digest.hexdigest()[:12]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def measure(name: str, model: Path, data: Path, most: int | None) -> dict[str, Any]:
    """All figures of one peer, or why there are none."""
    try:
        peer = PEERS[name](model)
    except ImportError as error:
        return {"missing": str(error)}
    found: dict[str, Any] = {"defaults": peer.defaults, "versions": {p: _version(p) for p in peer.packages}}
    found["xquad zh"] = xquad(peer, data, most)
    plain, clean = raw(), cleaned()
    found["seeds, files"] = seeds(peer, plain, clean if name == "Yinzheng" else plain)
    found["seeds, cleaned"] = found["seeds, files"] if name == "Yinzheng" else seeds(peer, clean, clean)
    return found


def main() -> None:
    """Measure the peers asked for that are not measured yet with this encoder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public question sets")
    parser.add_argument(
        "--model", type=Path, help="folder of the encoder that all use; the default model where not given"
    )
    parser.add_argument("--most", type=int, help="how many questions of each language; all where not given")
    parser.add_argument("--only", default="", help=f"peers, by the beginnings of their names: {', '.join(PEERS)}")
    parser.add_argument(
        "--again", action="store_true", help="measure also what was measured with the same code and model"
    )
    parser.add_argument("--out", type=Path, default=RESULT, help="another result file, for a trial")
    arguments = parser.parse_args()
    import torch

    torch.set_num_threads(1)
    model = arguments.model or default_folder()
    encoder = identity(model)
    wanted = [name.strip() for name in arguments.only.split(",") if name.strip()]
    report = json.loads(arguments.out.read_text(encoding="utf-8")) if arguments.out.is_file() else {}
    for name in PEERS:
        if wanted and not any(name.startswith(start) for start in wanted):
            continue
        runs = report.get("runs", {})
        known = runs.get(encoder, {}).get(name, {})
        made = fingerprint(name, encoder, arguments.most, known.get("versions", {}))
        if known.get("fingerprint") == made and not arguments.again:
            print(f"{name}: as it was", flush=True)
            continue
        began = time.perf_counter()
        figures = measure(name, model, arguments.data, arguments.most)
        made = fingerprint(name, encoder, arguments.most, figures.get("versions", {}))
        rows = {**runs.get(encoder, {}), name: {"fingerprint": made, **figures}}
        report = {
            "command": "python -m benchmarks.peers --data PATH",
            "measures": {
                "R@1, R@5": "share of questions with the answer inside the first passage, or one of the five",
                "found": "share of facts that lie within the five passages, whatever their length",
                "found in budget": f"the same within the first {BUDGET} characters of them, white space not counted",
                "seconds": "of the processor, one thread, to index and, in the median, for a question",
            },
            "data": [f"{LICENCES['xquad']}, dev"],
            "versions": {p: _version(p) for p in ("torch", "sentence-transformers", "transformers")},
            "python": platform.python_version(),
            "runs": {**runs, encoder: {peer: rows[peer] for peer in PEERS if peer in rows}},
        }
        arguments.out.write_text(dumped(report), encoding="utf-8")
        print(f"{name}: {time.perf_counter() - began:.1f} s", flush=True)


if __name__ == "__main__":
    main()
