"""What cannot be certified is left out, and said; it takes no answer with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.build import build
from index.encoder.embed import Embedder
from index.records import Sentence
from index.settings import Settings
from index.store.library import Library
from qa.answer.citing import sound
from qa.engine import Engine
from qa.errors import CertificateError
from qa.proof.saved import check_answer
from qa.reading.candidate import Candidate
from qa.reading.evidence import Evidence
from qa.reading.reader import Reader
from qa.records import Answer, Hit, Verdict
from qa.ui.terminal.answers import print_answer
from qa.ui.web.html.result import answer_html
from qa.ui.web.html.sheet import Sheet
from qa.ui.web.wanted import Wanted
from qa.ui.web.words.languages import page_languages

BULLETS = """# Harbour plan

- the city council of Lindhaven set aside forty million crowns for dredging the western harbour basin, after the pilots' guild had warned for three years that container ships with a draught above eleven metres could no longer turn there at low tide without the help of two tugs
- the ferry company Nordlys will move its terminal from the old fish quay to pier seven before the summer timetable starts, because the new ships are thirty metres longer than the berth allows and the queue of lorries blocks the tram line every Friday afternoon
- the harbour museum keeps its place in the brick warehouse, pays no rent until the roof has been mended, and opens on Mondays too, which the association of friends of the museum had asked for in a letter with nine hundred signatures
"""


@pytest.fixture(scope="module")
def bullets(settings: Settings, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bullets")
    (folder / "plan.md").write_text(BULLETS, encoding="utf-8")
    library = folder / "library.sqlite"
    build([folder / "plan.md"], library, embedder, settings.model_copy(update={"passage_length": 60}), strict=True)
    return library


@pytest.fixture(scope="module")
def harbour(bullets: Path, settings: Settings, embedder: Embedder, reader: Reader) -> Iterator[Engine]:
    short = settings.model_copy(update={"passage_length": 60})
    opened = Engine.open(short, bullets, embedder=embedder, reader=reader)
    yield opened
    opened.close()


def test_no_sentence_leaves_its_passage(bullets: Path) -> None:
    with Library.open(bullets) as library:
        passages = [library.passage(number) for number in library.passage_numbers()]
        assert len(passages) > 3  # each bullet is longer than a passage
        for passage in passages:
            assert passage.sentences
            text = library.document(passage.document).text
            for sentence in passage.sentences:
                assert passage.start <= sentence.start < sentence.end <= passage.end
                assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip()


@pytest.mark.parametrize(
    "question",
    [
        "Why does the ferry company Nordlys move its terminal?",
        "渡轮公司为什么要搬迁码头？",
        "What does the museum say about the moon landing?",
        "博物馆对登月有什么看法？",
    ],
)
def test_bullets_without_full_stops_are_answered_or_refused(harbour: Engine, question: str) -> None:
    answer = harbour.ask(question)
    assert answer.left_out == ()
    for citation in (*answer.citations, *answer.nearest):
        assert citation.passage.start <= citation.start < citation.end <= citation.passage.end
        assert citation.quote == citation.document.text[citation.start : citation.end]


def support(hit: Hit, start: int, end: int, text: str) -> Evidence:
    return Evidence(Candidate(hit, Sentence(start, end, text)), 0.5)


def test_what_fails_is_left_out_and_its_copy_takes_its_place(harbour: Engine) -> None:
    hit = harbour.retrieve("ferry terminal", 1, read=False)[0]
    held = hit.passage.sentences[0]
    good = support(hit, held.start, held.end, held.text)
    moved = support(hit, held.start + 1, held.end + 1, held.text)
    outside = support(hit, held.start, hit.passage.end + 1, hit.document.text[held.start : hit.passage.end + 1])
    kept, left_out = sound([good, moved, replace(outside, copies=(good,), topic="Harbour plan")])
    assert kept == [good, replace(good, topic="Harbour plan")]
    assert [(one.document, one.start, one.end) for one in left_out] == [
        (hit.document.id, held.start + 1, held.end + 1),
        (hit.document.id, held.start, hit.passage.end + 1),
    ]
    assert "is not at" in left_out[0].reason
    assert "rebuild" in left_out[0].reason
    assert "does not belong" in left_out[1].reason


def damaged(engine: Engine, monkeypatch: pytest.MonkeyPatch, every: bool) -> Answer:
    """An answer made of sentences of which the last, or every one, is not where it says it is."""
    from qa import composing as module

    real = module.answering

    def answering(*given: object, **more: object) -> object:
        made = real(*given, **more)  # type: ignore[arg-type]
        assert made.chosen
        broken = [support(s.hit, s.sentence.start, s.sentence.end, f"{s.sentence.text}!") for s in made.chosen]
        return replace(made, chosen=broken if every else [*made.chosen, *broken])

    monkeypatch.setattr(module, "answering", answering)
    return engine.ask("What did Kissinger say deterrence requires?")


def test_the_others_are_shown_and_it_is_said(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = damaged(engine, monkeypatch, every=False)
    assert answer.verdict is Verdict.ANSWERED
    assert len(answer.left_out) == len(answer.statements) >= 1
    value = check_answer(answer.to_dict())
    assert value["left_out"][0]["document"] == answer.citations[0].document.id
    print_answer(answer)
    assert "left out: a quotation is not at" in capsys.readouterr().out
    for strings in page_languages().values():
        assert strings.unsound.format(n=len(answer.left_out)) in answer_html(
            Sheet(answer, Wanted(q=answer.question, tag=strings.tag))
        )


def test_where_nothing_holds_there_is_no_answer_and_no_no(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CertificateError, match="the library may be damaged"):
        damaged(engine, monkeypatch, every=True)


@pytest.mark.parametrize(("number", "unknown"), [(1, {"left_out", "odds"}), (2, {"odds"})])
def test_an_answer_of_an_earlier_version_is_read(engine: Engine, number: int, unknown: set[str]) -> None:
    value = {**engine.ask("What did Kissinger say deterrence requires?").to_dict(), "odds": None}
    old = {name: part for name, part in value.items() if name not in unknown}
    assert check_answer({**old, "schema": f"urn:yinzheng:answer:{number}"}) == value
