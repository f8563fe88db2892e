"""From a question to an answer whose every word is in its document, and in the file."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import qa
from index.build import build, rebuild
from index.encoder.embed import Embedder
from index.errors import LibraryError, LibraryMismatch, LibraryMissing
from index.formats import read
from index.settings import Settings
from index.store.library import Library
from index.text.script import fold
from qa.composing import JUDGED
from qa.engine import Engine
from qa.errors import QuestionError
from qa.evaluation.question_file import read_questions
from qa.proof.saved import check_answer
from qa.reading.span_reader import SpanReader
from qa.records import Answer, Verdict
from qa.ui.terminal.answers import print_answer, print_hits
from qa.verdict import EVIDENCED
from tests.conftest import ROOT
from tests.evaluated import Evaluated
from tests.index.store.libraries import at_rest

SEEDS = ROOT / "seeds"
QUESTIONS = read_questions(ROOT / "tests" / "questions" / "seeds.jsonl")
NCG = "What is the Nuclear Consultative Group?"

TREATY = (
    "The Nuclear Consultative Group was founded in April 2023 by the Washington Declaration. "
    "It lets Seoul and Washington plan together for a nuclear emergency on the Korean peninsula."
)
KITCHEN = (
    "To bake sourdough bread, feed the starter the evening before and let the dough rest for twelve hours. "
    "A hot oven and a little steam give the loaf its crust."
)
BICYCLE = (
    "A bicycle chain lasts about four thousand kilometres when it is cleaned and oiled after every ride in the rain. "
    "Replace the cassette with every third chain."
)


@pytest.fixture(scope="module")
def answers(evaluated: Evaluated) -> list[tuple[str, Answer]]:
    """Every question of the fixed set, in every language, with its answer."""
    return list(evaluated.answers.items())


@pytest.fixture
def rereading(settings: Settings, library_path: Path, embedder: Embedder, reader: SpanReader) -> Iterator[Engine]:
    """An engine that reads again whatever it is asked."""
    opened = Engine.open(settings, library_path, embedder=embedder, reader=reader)
    yield opened
    opened.close()


def bare(text: str) -> str:
    """Text without markup, footnote marks and white space."""
    plain = html.unescape(re.sub(r"</?[a-zA-Z][^>]*>|<!--.*?-->", "", text, flags=re.DOTALL))
    return re.sub(r"\s+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+", "", plain)


def test_every_quotation_is_verbatim_in_its_document_and_in_the_file(answers: list[tuple[str, Answer]]) -> None:
    raw = {path.stem: path.read_text("utf-8") for path in SEEDS.glob("*.txt")}
    quoted = 0
    for name, answer in answers:
        for citation in answer.citations:
            value = citation.to_dict()
            text, file = citation.document.text, raw[value["document"]]
            assert value["quote"] == text[value["start"] : value["end"]], name
            assert citation.passage.start <= citation.start < citation.end <= citation.passage.end, name
            parts = citation.document.offsets.sources(citation.start, citation.end)
            assert value["source_start"] == min(part.start for part in parts), name
            assert value["source_end"] == max(part.end for part in parts), name
            pieces = "".join(file[part.start : part.end] for part in parts)
            assert bare(value["quote"]) in bare(pieces), name
            if len(parts) == 1:
                assert bare(value["quote"]) in bare(file[value["source_start"] : value["source_end"]]), name
            quoted += 1
    assert quoted > len(answers) / 2  # the test is not vacuous


def test_an_answer_holds_together(answers: list[tuple[str, Answer]]) -> None:
    for name, answer in answers:
        assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1)), name
        used = {number for statement in answer.statements for number in statement.citations}
        assert used == {c.number for c in answer.citations}, name
        yes = answer.verdict in EVIDENCED
        assert yes == bool(answer.citations) == bool(answer.statements), name
        assert len(answer.passages) == 5, name  # a no shows the nearest evidence too
        shown = [(c.document.id, c.start, c.end) for c in answer.citations]
        assert len(set(shown)) == len(shown), name


PLACE = {
    *("document", "file", "title", "publisher", "authors", "published", "language", "section"),
    *("start", "end", "source_start", "source_end", "score"),
}


def test_the_json_of_an_answer(engine: Engine) -> None:
    answer = engine.ask("美韓「核磋商小組」(NCG)是什麼？", 3, ["000"])
    value = answer.to_dict()
    assert check_answer(value) is value  # the schema has its keys
    assert json.loads(json.dumps(value)) == value
    assert value["verdict"] == "answered"
    assert value["language"] == "zh-Hant"
    assert value["question"] == "美韓「核磋商小組」(NCG)是什麼？"
    assert value["library"]["documents"] == 5
    assert len(value["passages"]) == 3
    for citation in value["citations"]:
        assert set(citation) >= PLACE | {"number", "quote", "author", "speakers", "direct", "notes"}
        assert "text" not in citation
    for passage in value["passages"]:
        assert set(passage) >= PLACE | {"text"}
        assert "quote" not in passage
    seed = SEEDS / "000_2cb995d306f6a6b1.txt"
    first = value["citations"][0]
    assert first["document"] == seed.stem
    assert first["file"] == str(seed)
    assert first["title"] == "分析:日本可能尋求和美國建立核子磋商機制 以應對核戰緊急狀態"
    assert first["publisher"] == "人民報"
    assert first["published"] == "2024-10-05"
    assert first["language"] == "zh-Hant"
    assert first["authors"] == []
    assert isinstance(first["section"], list)


def test_the_json_of_a_hit(engine: Engine) -> None:
    (hit,) = engine.retrieve("秋山信将", 1, ["004"])
    value = hit.to_dict()
    assert set(value) >= PLACE | {"text"}
    assert value["authors"] == ["秋山信将"]
    assert value["text"] == hit.document.text[value["start"] : value["end"]]
    raw = (SEEDS / "004_4265a66dfc9597a6.txt").read_text("utf-8")
    assert bare(value["text"])[:10] in bare(raw[value["source_start"] : value["source_end"]])
    assert set(value) >= {"ranks", "scores", "odds", "span", "matches"}
    assert json.loads(json.dumps(value)) == value
    assert 0 <= value["odds"] <= 1
    assert value["span"] is None or value["start"] <= value["span"][0] < value["span"][1] <= value["end"]
    assert value["matches"]
    for match in value["matches"]:
        assert set(match) == {"asked", "met", "how", "weight"}


def test_the_same_question_has_the_same_answer_and_k_changes_only_the_passages(rereading: Engine) -> None:
    few, many = rereading.ask(NCG, 1).to_dict(), rereading.ask(NCG, 30).to_dict()
    assert (len(few["passages"]), len(many["passages"])) == (1, 30)
    assert many["passages"][:1] == few["passages"]
    assert many["citations"] == few["citations"]


def test_eight_threads_get_the_answers_that_one_gets(rereading: Engine) -> None:
    texts = [text for q in QUESTIONS[:3] for text in q.texts.values()][:8]

    def timeless(text: str) -> dict[str, Any]:
        return {**rereading.ask(text).to_dict(), "seconds": 0}

    alone = [timeless(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(timeless, texts)) == alone


# ------------------------------------------------------------------------------------- what is read


def test_the_first_hits_are_read_and_the_others_are_not(engine: Engine) -> None:
    hits = engine.retrieve(NCG, 30)
    assert [hit.odds is None for hit in hits] == [False] * 8 + [True] * 22
    assert all(hit.span is None for hit in hits[8:])
    odds = [hit.odds for hit in hits[:8] if hit.odds is not None]
    assert all(0 <= value <= 1 for value in odds)
    assert sum(odds) <= 1 + 1e-9


def test_a_span_is_verbatim_within_its_passage(engine: Engine) -> None:
    spans = 0
    for question in QUESTIONS:
        for text in question.texts.values():
            for hit in engine.retrieve(text, 5):
                if hit.span is None:
                    continue
                spans += 1
                assert hit.passage.start <= hit.span.start < hit.span.end <= hit.passage.end
                inside = hit.passage.text[hit.span.start - hit.passage.start : hit.span.end - hit.passage.start]
                said = hit.document.text[hit.span.start : hit.span.end]
                assert said == inside != ""
                assert said[0].strip()  # it does not begin with white space
                assert hit.to_dict()["span"] == [hit.span.start, hit.span.end]
    assert spans > len(QUESTIONS)  # the test is not vacuous


def test_the_span_is_what_was_asked_for(engine: Engine) -> None:
    hits = [hit for hit in engine.retrieve("基辛格认为有效威慑需要哪三大要素？", 5) if "三大要素" in hit.passage.text]
    (said,) = [hit.document.text[hit.span.start : hit.span.end] for hit in hits if hit.span]
    assert any(word in said for word in ("实力", "决心", "可信度"))


def test_without_a_reader_there_are_odds_and_no_span(
    settings: Settings, library_path: Path, embedder: Embedder
) -> None:
    unread = Engine.open(settings.model_copy(update={"reader": "none"}), library_path, embedder=embedder)
    hits = unread.retrieve(NCG, 10)
    answer = unread.ask(NCG)
    unread.close()
    assert [hit.odds is None for hit in hits] == [False] * 8 + [True] * 2
    assert max(hit.odds for hit in hits if hit.odds is not None) > 0
    assert all(hit.span is None for hit in hits)
    assert len(answer.passages) == 5


@pytest.mark.parametrize("question", ["核共享" * 600, "nuclear " * 249, "抑止力とは何ですか。" * 180])
def test_a_question_as_long_as_may_be_is_read(engine: Engine, question: str) -> None:
    assert len(engine.retrieve(question, 5)) == 5
    assert len(engine.ask(question).passages) == 5


def test_an_engine_makes_its_dictionary_in_the_cache_of_its_settings(engine: Engine, settings: Settings) -> None:
    from index.bridge.dictionary import Dictionary

    assert engine._dictionary is Dictionary.shared(settings.cache)


# ------------------------------------------------------------------------------------- a library of one's own


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two documents that have nothing to do with one another."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "treaty.txt").write_text(TREATY, "utf-8")
    (folder / "kitchen.txt").write_text(KITCHEN, "utf-8")
    return folder


@pytest.fixture
def own(folder: Path, tmp_path: Path, settings: Settings, embedder: Embedder, reader: SpanReader) -> Iterator[Engine]:
    """An engine over a library of that folder."""
    path = tmp_path / "own.sqlite"
    build([folder], path, embedder, settings, strict=True)
    opened = Engine.open(settings, path, embedder=embedder, reader=reader)
    yield opened
    opened.close()


def documents(engine: Engine) -> set[str]:
    return {hit.document.id for hit in engine.retrieve(NCG, 100)}


def test_what_the_filters_exclude_is_told_from_what_is_not_there(own: Engine) -> None:
    assert own.ask(NCG).verdict is Verdict.ANSWERED
    assert own.ask(NCG, sources=["treaty"]).verdict is Verdict.ANSWERED
    excluded = own.ask(NCG, sources=["kitchen"])
    assert excluded.verdict is Verdict.OUTSIDE_FILTERS
    assert not excluded.citations
    assert excluded.passages[0].document.id == "treaty"  # the nearest evidence is shown
    absent = own.ask("Who won the chess championship of 1972?", sources=["kitchen"])
    assert absent.verdict is Verdict.NOT_IN_LIBRARY
    assert {hit.document.id for hit in absent.passages} == {"kitchen"}


def test_the_other_script_is_no_second_source(
    tmp_path: Path, settings: Settings, embedder: Embedder, reader: SpanReader
) -> None:
    from opencc import OpenCC

    folder = tmp_path / "scripts"
    folder.mkdir()
    seed = next(SEEDS.glob("003_*.txt")).read_text("utf-8")
    (folder / "simplified.txt").write_text(seed, "utf-8")
    (folder / "traditional.txt").write_text(OpenCC("s2t").convert(seed), "utf-8")
    path = tmp_path / "scripts.sqlite"
    build([folder], path, embedder, settings, strict=True)
    opened = Engine.open(settings, path, embedder=embedder, reader=reader)
    assert opened.library.group("simplified") == ("simplified", "traditional")
    answers = [opened.ask(q.texts["zh-Hans"]) for q in QUESTIONS if "zh-Hans" in q.texts]
    opened.close()
    both = 0
    for answer in answers:
        folded = ["".join(fold(statement.text).split()) for statement in answer.statements]
        assert len(set(folded)) == len(folded)
        for statement in answer.statements:
            cited = [answer.citations[number - 1] for number in statement.citations]
            assert statement.text == cited[0].quote
            both += {citation.document.id for citation in cited} == {"simplified", "traditional"}
    assert both


def test_a_citation_of_a_pdf_has_its_page(
    tmp_path: Path,
    settings: Settings,
    embedder: Embedder,
    reader: SpanReader,
    own: Engine,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "pdf.sqlite"
    build([ROOT / "tests" / "data" / "formats" / "report-en.pdf"], path, embedder, settings, strict=True)
    opened = Engine.open(settings, path, embedder=embedder, reader=reader)
    hits = opened.retrieve("What is the price of quiet waters?", 100)
    answer = opened.ask("What is the price of quiet waters?")
    opened.close()
    pages = [hit.to_dict()["page"] for hit in hits]
    assert pages == [hit.document.printed(hit.passage.start, hit.passage.end)[0].page for hit in hits]
    assert len(set(pages)) > 1
    assert all(isinstance(citation.to_dict()["page"], int) for citation in answer.citations)
    print_hits(hits)
    assert all(f" · p. {page} · " in capsys.readouterr().out for page in pages[:1])
    print_answer(answer)
    assert capsys.readouterr().out.splitlines()[-1].startswith("1 document · ")
    assert own.ask(NCG).citations[0].to_dict()["page"] is None


def test_a_library_changed_underneath_is_noticed(
    own: Engine, folder: Path, settings: Settings, embedder: Embedder
) -> None:
    before = own.ask(NCG)
    assert documents(own) == {"treaty", "kitchen"}
    (folder / "bicycle.txt").write_text(BICYCLE, "utf-8")
    (folder / "kitchen.txt").unlink()
    (folder / "treaty.txt").write_text(f"{BICYCLE}\n\n{TREATY}", "utf-8")  # the same words, elsewhere
    build([folder], own.library.path, embedder, settings)
    after = own.ask(NCG)
    assert after.citations[0].quote[:60] == before.citations[0].quote[:60]  # it may go on
    assert after.citations[0].start > before.citations[0].start
    assert after.library["generation"] > before.library["generation"]
    assert documents(own) == {"treaty", "bicycle"}
    with pytest.raises(LibraryError, match="'kitchen' names no document"):
        own.ask(NCG, sources=["kitchen"])


def test_a_library_replaced_underneath_is_noticed(
    own: Engine, folder: Path, settings: Settings, embedder: Embedder
) -> None:
    assert documents(own) == {"treaty", "kitchen"}
    rebuild([folder / "treaty.txt"], own.library.path, embedder, settings, fewer=True)
    assert documents(own) == {"treaty"}
    assert own.ask(NCG).library["documents"] == 1
    other = settings.model_copy(update={"passage_length": 123})
    rebuild([folder], own.library.path, embedder, other)
    with pytest.raises(LibraryMismatch, match="passage_length 123, now it is 300"):
        own.ask(NCG)
    rebuild([folder], own.library.path, embedder, settings)
    assert documents(own) == {"treaty", "kitchen"}
    own.library.path.unlink()
    with pytest.raises(LibraryMissing, match="there is no library at"):
        own.ask(NCG)


def test_a_library_that_is_written_to_meanwhile_is_read_as_it_was(own: Engine) -> None:
    """What a question reads is of one generation, and who writes does not wait for it."""
    with own._snapshots.newest() as desk:
        generation = desk.generation
        with Library.open(own.library.path) as other:
            other.change(remove=["kitchen"])
            assert other.generation == generation + 1
        assert own.library.generation == desk.library.generation == generation
        assert desk.library.document("kitchen").text
    assert documents(own) == {"treaty"}


# ------------------------------------------------------------------------------------- from qa import ask, retrieve


@pytest.fixture
def first_use(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment whose default library is yet to be built, from one seed."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    shutil.copy(SEEDS / "003_0341b8b049a47092.txt", seeds)
    monkeypatch.setenv("YINZHENG_SEEDS", str(seeds))
    monkeypatch.setenv("YINZHENG_LIBRARY", str(tmp_path / "data" / "library.sqlite"))
    monkeypatch.setenv("YINZHENG_CACHE", str(settings.cache))
    return tmp_path / "data" / "library.sqlite"


def test_the_default_library_is_built_at_first_use_and_again_when_it_is_gone(first_use: Path) -> None:
    with ThreadPoolExecutor(4) as pool:  # four at once build it once
        found = list(pool.map(lambda _: qa.retrieve("岸田文雄访问华盛顿", 2), range(4)))
    assert all(hits == found[0] for hits in found)
    assert [hit.document.id[:3] for hit in found[0]] == ["003", "003"]
    answer = qa.ask("岸田文雄访问华盛顿", 2, sources=["003"])
    assert answer.to_dict()["library"]["path"] == str(first_use)
    assert answer.library["generation"] == 1
    beside = {"library.sqlite-wal", "library.sqlite-shm"}  # while it is open
    assert {path.name for path in first_use.parent.iterdir()} - beside == {*at_rest(first_use)}
    first_use.unlink()
    assert qa.retrieve("岸田文雄访问华盛顿", 2) == found[0]
    assert first_use.is_file()


def test_a_library_named_in_python(own: Engine, first_use: Path) -> None:
    path = own.library.path
    assert qa.retrieve(NCG, 1, library=path) == own.retrieve(NCG, 1)
    assert qa.ask(NCG, library=str(path)).citations == own.ask(NCG).citations
    assert not first_use.exists()
    with pytest.raises(LibraryMissing, match="there is no library at"):
        qa.ask(NCG, library=path.with_name("none.sqlite"))
    with pytest.raises(QuestionError):
        qa.ask("", library=path)


def test_a_first_build_is_seen_whole_or_not_at_all(
    tmp_path: Path, folder: Path, settings: Settings, embedder: Embedder, reader: SpanReader
) -> None:
    path = tmp_path / "new" / "library.sqlite"
    fresh = settings.model_copy(update={"library": path, "seeds": folder})

    def stopped(step: str, done: int, total: int) -> None:
        assert not path.exists()
        if step == "embedding":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Engine.open(fresh, embedder=embedder, reader=reader, progress=stopped)
    assert not path.exists()
    path.parent.mkdir(exist_ok=True)
    path.touch()  # what a full disk leaves
    opened = Engine.open(fresh, embedder=embedder, reader=reader)
    assert opened.describe()["documents"] == 2
    opened.close()


def test_a_library_without_documents_is_no_answer(
    tmp_path: Path, own: Engine, settings: Settings, embedder: Embedder, reader: SpanReader
) -> None:
    own.library.change(remove=["treaty", "kitchen"])
    with pytest.raises(LibraryMissing, match=r"holds no documents; add some with: yinzheng index PATH"):
        Engine.open(settings, own.library.path, embedder=embedder, reader=reader)
    assert own.retrieve(NCG) == []  # one that was open already finds nothing
    assert own.ask(NCG).verdict is Verdict.NOT_IN_LIBRARY


def test_what_a_reader_drops_is_not_quoted(engine: Engine) -> None:
    """The reader's own account of what is not in the text: none of it may be in a passage."""
    for identifier in engine.library.document_ids():
        document = engine.library.document(identifier)
        raw = Path(document.file).read_bytes()
        assert read(raw, document.file).text
        for hit in engine.retrieve("相关内容 广告 订阅", 100, [identifier]):
            for part in document.offsets.sources(hit.passage.start, hit.passage.end):
                for dropped in document.dropped:
                    inside = part.start < dropped.source_end and dropped.source_start < part.end
                    assert not inside, (identifier, dropped)


# ------------------------------------------------------------------------------------- filters and diversity


def test_filters_of_the_functions(own: Engine, first_use: Path) -> None:
    path = own.library.path
    found = qa.retrieve(NCG, 2, sources="treaty", languages="en", kinds="body", library=path)
    assert {hit.document.id for hit in found} == {"treaty"}
    assert qa.retrieve(NCG, 2, after="1900", library=path) == []  # neither has a date
    assert qa.ask(NCG, before="2030", library=path).verdict is Verdict.OUTSIDE_FILTERS
    with pytest.raises(QuestionError, match="not a date"):
        qa.ask(NCG, after="yesterday", library=path)
    assert not first_use.exists()


def test_a_question_for_several_views_shows_each_source(engine: Engine) -> None:
    several, one = engine.retrieve("各方对“核共享”有何不同看法？"), engine.retrieve("郭晓兵如何看“核共享”？")
    assert len({hit.document.id for hit in several}) >= 3
    for hits in (several, one):
        sections = Counter((hit.document.id, hit.passage.section.start) for hit in hits)
        assert max(sections.values()) <= 3
        assert [hit.odds for hit in hits] == sorted((hit.odds or 0.0 for hit in hits), reverse=True)


def test_what_was_read_stands_first_by_its_odds(engine: Engine) -> None:
    question = "What does deterrence require?"
    read, found = engine.retrieve(question, 20), engine.retrieve(question, 20, read=False)
    odds = [hit.odds for hit in read if hit.odds is not None]
    assert odds == sorted(odds, reverse=True)
    assert [hit.odds for hit in read[: len(odds)]] == odds
    assert len(odds) == JUDGED
    assert {hit.number for hit in read} == {hit.number for hit in found}
    assert [hit.number for hit in read] != [hit.number for hit in found]
    rest = [hit.number for hit in read[JUDGED:]]
    assert rest == [hit.number for hit in found if hit.number in set(rest)]


def test_the_odds_of_a_passage_do_not_hang_on_how_many_are_wanted(engine: Engine) -> None:
    question = "What does deterrence require?"
    alone, *_ = engine.retrieve(question, 1)
    among = {hit.number: hit.odds for hit in engine.retrieve(question, 5)}
    assert alone.odds == pytest.approx(among[alone.number], abs=1e-3)


@pytest.mark.parametrize("question", ["核" * 2000, "a" * 2000, "e" + "\u0301" * 1000])
def test_a_question_longer_than_the_reader_reads_is_answered_or_not_but_does_not_fail(
    engine: Engine, question: str
) -> None:
    assert engine.ask(question).verdict
