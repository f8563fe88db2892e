"""The JSON Schema of an answer: real answers pass, every departure from it fails, and it says what the records say."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from index.offsets import OffsetMap, Span
from index.places import FilePlace
from index.records import Attribution, Document, Note, Section, SectionKind, Source
from qa import records
from qa.engine import Engine
from qa.errors import AnswerError
from qa.forms import made_schema
from qa.proof.certificate import certify
from qa.proof.saved import answer_schema, check_answer
from qa.proof.verification import verify_in
from qa.records import (
    SCHEMA,
    Answer,
    Citation,
    Fact,
    Generated,
    GeneratedSentence,
    Gloss,
    Glosses,
    Hit,
    LeftOut,
    Match,
    Property,
    Statement,
    Translation,
    Understood,
    Verdict,
    View,
)
from qa.ui.terminal.cli import main
from qa.verdict import EVIDENCED
from tests.conftest import ROOT

TEXT = "美方表示，协议有效。中方未置评。"
Path_ = tuple[str | int, ...]


@cache
def full() -> Answer:
    """An answer by hand that has something in every place where there can be something."""
    section = Section(0, len(TEXT), SectionKind.BODY, ("甲部",), ("丁",))
    said = Attribution(5, 9, ("报道", "美方"), Span(2, 4), True)
    document = Document(
        *("one", "one.pdf", "0" * 64, Source(title="题", authors=("丁",), published="2024-04"), TEXT, "zh-Hans"),
        OffsetMap.identity(len(TEXT)),
        (section,),
        (Note("1", 10, "来源", "https://example.org"),),
        places=(FilePlace(0, len(TEXT), 1, 0.0, 0.0, 1.0, 1.0, "00:01:04", 0.93),),
        attributions=(said,),
    )
    passage = document.passage(0, len(TEXT), section, "zh-Hans")
    words = Glosses("en", (Gloss(0, 2, "美方", ("American side",), "CC-CEDICT"),))
    put = Translation("en", "m", (GeneratedSentence("It holds.", (1,), 0.8, True),), ("3",), "stopped")
    first = Citation(1, document, passage, 0, 10, TEXT[:10], 0.9, glosses=words, translation=put)
    hit = Hit(4, document, passage, 1.5, {"dense": 1}, {"dense": 2.5}, (Match("a", "b", "same", 0.5),), 0.7, Span(0, 4))
    answer = Answer(
        question="问？",
        language="zh-Hans",
        verdict=Verdict.ANSWERED,
        statements=(Statement(TEXT[:10], (1,), "甲部"), Statement(TEXT[10:], (2,))),
        citations=(first, replace(first, number=2, start=10, end=len(TEXT), quote=TEXT[10:], translation=None)),
        passages=(hit,),
        library={"path": "l.sqlite", "documents": 1, "passages": 1, "generation": 1, "corpus": "ab", "unread": 2},
        model="m",
        seconds=0.5,
        nearest=(first,),
        views=(View("美方", True, ("one", "two"), (1,)),),
        silent=("three",),
        understood=Understood("他呢？", "美方呢？", ("美方",), ("one",)),
        generated=Generated("m", (GeneratedSentence("It holds.", (1,), 0.8, True),), "stopped"),
        left_out=(LeftOut("one", 3, 9, "a quotation is not where it stands"),),
        odds=0.82345,
        about=(Fact(document, Property.AUTHOR, "丁", Span(0, 2)),),
    )
    return certify(answer, 3, lambda _: ("one", "two"))


@cache
def value() -> dict[str, Any]:
    return check_answer(json.loads(json.dumps(full().to_dict())))


# ----------------------------------------------------------------------------------------------- real answers


@pytest.mark.parametrize(
    ("question", "asked", "verdict"),
    [
        ("美韓「核磋商小組」(NCG)是什麼？", {}, None),
        ("秋山信将向日本提出了哪些建议？", {}, None),  # a statement for each heading
        ("How do the sources differ on nuclear sharing?", {"k": 8}, None),
        ("How long does sourdough bread have to rest?", {}, "not_in_library"),
        ("基辛格认为有效威慑需要哪三大要素？", {"sources": ["000"]}, None),
        ("基辛格认为有效威慑需要哪三大要素？", {"sources": ["001"]}, None),
    ],
)
def test_real_answers_pass(question: str, asked: dict[str, Any], verdict: str | None, engine: Engine) -> None:
    found = json.loads(json.dumps(engine.ask(question, **asked).to_dict()))
    assert verdict in (None, found["verdict"])
    check_answer(found)
    for citation in found["citations"]:
        assert citation["certificate"]["cleaning"] == engine.library.cleaning
        assert citation["certificate"]["sha256"] == engine.library.document(citation["document"]).sha256
        assert citation["script"] in ("Hans", "Hant")


def test_an_answer_with_everything_in_it_passes() -> None:
    assert value()["citations"][0]["chains"] == [["报道", "美方"]]
    assert value()["citations"][0]["notes"] == [{"label": "1", "at": 10, "text": "来源", "url": "https://example.org"}]
    assert value()["citations"][0]["page"] == 1
    assert value()["citations"][0]["recognised"] == value()["citations"][0]["certificate"]["recognised"] == 0.93
    assert value()["odds"] == 0.8235


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict(verdict: Verdict) -> None:
    no = verdict not in EVIDENCED
    empty: dict[str, Any] = {"statements": [], "citations": [], "views": [], "about": []}
    check_answer({**value(), "verdict": verdict.value, **(empty if no else {})})
    with pytest.raises(AnswerError, match=r"is not an answer: (statements|citations|views): "):
        check_answer({**value(), "verdict": verdict.value, **({} if no else empty)})


# ------------------------------------------------------------------------------------------------- departures


def test_the_schema_is_that_of_the_types() -> None:
    assert answer_schema() == made_schema(), "write it anew: python -m qa.forms > qa/proof/answer.schema.json"
    assert list(answer_schema()["properties"]) == list(made_schema()["properties"])


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(answer_schema())
    assert answer_schema()["$id"] == answer_schema()["properties"]["schema"]["const"] == SCHEMA


def resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        target = answer_schema()["$defs"][schema["$ref"].rpartition("/")[2]]
        schema = {**target, **{name: part for name, part in schema.items() if name != "$ref"}}
    if "anyOf" in schema:  # or null
        first, second = schema["anyOf"]
        assert second == {"type": "null"}
        held = resolved(first)
        rest = {name: part for name, part in schema.items() if name != "anyOf"}
        return {**held, **rest, "type": [held["type"], "null"]}
    return schema


def walk(part: Any, schema: Mapping[str, Any], path: Path_ = ()) -> Iterator[tuple[Path_, Mapping[str, Any]]]:
    """Each place of `part`, with what the schema says of it."""
    schema = resolved(schema)
    yield path, schema
    if isinstance(part, dict):
        for name, held in part.items():
            inner = schema["properties"][name] if "properties" in schema else schema["additionalProperties"]
            yield from walk(held, inner, (*path, name))
    if isinstance(part, list) and part:
        yield from walk(part[0], schema["items"], (*path, 0))


PLACES = dict(walk(value(), answer_schema()))
OBJECTS = [path for path, schema in PLACES.items() if "properties" in schema]
WRONG: tuple[Any, ...] = (None, True, 1.5, -1, "", "\u0000", [], {}, [None], {"a": 1})
SCHEMA_ALONE = Draft202012Validator(answer_schema())
TYPES = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
    "array": list,
    "object": dict,
}


def changed(path: Path_, **to: Any) -> dict[str, Any]:
    """The answer with another value at `path`, or without it."""
    found = copy.deepcopy(value())
    at: Any = found
    for step in path[:-1]:
        at = at[step]
    if to:
        at[path[-1]] = to["value"]
    else:
        del at[path[-1]]
    return found


def names(path: Path_) -> str:
    return ".".join(map(str, path)) or "answer"


def test_the_walk_reaches_every_property() -> None:
    """What follows is worth what this walk is worth."""
    everywhere = {
        name for d in (answer_schema(), *answer_schema()["$defs"].values()) for name in d.get("properties", ())
    }
    assert everywhere == {step for path in PLACES for step in path if isinstance(step, str)} - {"dense"}
    assert len(PLACES) > 150


LEFT_OUT = frozenset({"about", "glosses", "recognised", "time", "translation", "unread"})
"""What stands in an answer only where there is any, or where it was asked for."""


@pytest.mark.parametrize("path", [path for path in PLACES if path], ids=names)
def test_every_part_is_described_needed_and_of_one_type(path: Path_) -> None:
    schema, parent = PLACES[path], PLACES[path[:-1]]
    if isinstance(path[-1], str) and "properties" in parent:
        assert schema["description"].endswith("."), path
        if path[-1] in LEFT_OUT:
            check_answer(changed(path))
        else:
            with pytest.raises(AnswerError):
                check_answer(changed(path))
    given = schema.get("type", [])
    allowed = tuple(TYPES[name] for name in ([given] if isinstance(given, str) else given))
    tried = 0
    for wrong in WRONG:
        kinds = tuple(kind for one in allowed for kind in (one if isinstance(one, tuple) else (one,)))
        right = isinstance(wrong, kinds) and not (isinstance(wrong, bool) and bool not in kinds)
        if right:
            continue
        tried += 1
        with pytest.raises(AnswerError):
            check_answer(changed(path, value=wrong))
        assert not SCHEMA_ALONE.is_valid(changed(path, value=wrong))  # who has the schema alone comes to the same
    assert tried >= 5


@pytest.mark.parametrize("path", OBJECTS, ids=names)
def test_nothing_else_may_stand_there(path: Path_) -> None:
    with pytest.raises(AnswerError, match=r"Additional properties|'more'"):
        check_answer(changed((*path, "more"), value=1))


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("citations", 0, "start"), -1),
        (("citations", 0, "start"), 0.0),
        (("citations", 0, "number"), 0),
        (("citations", 0, "score"), 1.1),
        (("citations", 0, "quote"), ""),
        (("citations", 0, "certificate"), None),  # never certified
        (("citations", 0, "certificate", "sha256"), "0" * 63),
        (("citations", 0, "certificate", "text_sha256"), "G" * 64),
        (("citations", 0, "script"), "hans"),
        (("citations", 0, "kind"), "sidebar"),
        (("citations", 0, "chains"), [[]]),
        (("citations", 0, "page"), 0),
        (("citations", 0, "time"), "1:04"),
        (("citations", 0, "recognised"), 93),
        (("library", "unread"), 0),
        (("statements", 0, "citations"), []),
        (("statements", 0, "citations"), [1, 1]),
        (("views", 0, "citations"), []),
        (("views", 0, "documents"), []),
        (("silent",), ["a", "a"]),
        (("passages", 0, "span"), [1]),
        (("passages", 0, "span"), [1, 2, 3]),
        (("verdict",), "maybe"),
        (("schema",), "urn:yinzheng:answer:0"),
        (("seconds",), -1),
    ],
)
def test_bounds(path: Path_, wrong: Any) -> None:
    with pytest.raises(AnswerError):
        check_answer(changed(path, value=wrong))


# ------------------------------------------------------------------------------ records, their JSON, the schema


DERIVED = {"Answer": {"schema"}, "Translation": {"holds"}}
"""Keys of the JSON that are no field of the record."""
PLACED = {"document", "passage"}
"""Fields that are told by what is in them."""


@pytest.mark.parametrize(
    ("made", "definition"),
    [
        (full(), ""),
        (full().statements[0], "statement"),
        (full().citations[0], "citation"),
        (full().citations[0].certificate, "certificate"),
        (full().citations[0].glosses, "glosses"),
        (full().citations[0].translation, "translation"),
        (full().citations[0].glosses and full().citations[0].glosses.words[0], "gloss"),
        (full().views[0], "view"),
        (full().understood, "understood"),
        (full().generated, "generated"),
        (full().generated and full().generated.sentences[0], "generated_sentence"),
        (full().passages[0], "passage"),
        (full().passages[0].matches[0], "match"),
    ],
    ids=lambda made: made if isinstance(made, str) else type(made).__name__,
)
def test_the_record_its_json_and_the_schema_agree(made: Any, definition: str) -> None:
    schema = answer_schema()["$defs"][definition] if definition else answer_schema()
    keys, names = list(made.to_dict()), {field.name for field in fields(made)}
    assert keys == list(schema["properties"])
    assert [key for key in keys if key not in LEFT_OUT] == schema["required"]  # in this order, too
    if isinstance(made, Citation | Hit):
        assert names - PLACED - ({"number"} if isinstance(made, Hit) else set()) <= set(keys)
    else:
        assert set(keys) == names | DERIVED.get(type(made).__name__, set())


def test_every_record_with_a_json_form_is_in_the_schema() -> None:
    told = {name for name in records.__all__ if hasattr(getattr(records, name), "to_dict")}
    assert {name.lower() for name in told} - {"answer", "hit"} == {
        name.replace("_", "") for name, part in answer_schema()["$defs"].items() if "properties" in part
    } - {"note", "library", "passage", "stated"}


def test_kinds_and_verdicts_are_those_of_the_records() -> None:
    assert answer_schema()["$defs"]["kind"]["enum"] == [kind.value for kind in SectionKind]
    assert answer_schema()["properties"]["verdict"]["enum"] == [verdict.value for verdict in Verdict]
    assert set(answer_schema()["$defs"]["note"]["properties"]) == {field.name for field in fields(Note)}


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == answer_schema()


def test_the_example_in_the_documentation_is_an_answer_that_holds(engine: Engine) -> None:
    page = (ROOT / "docs" / "answer.md").read_text("utf-8")
    example = page.split("```json\n")[1].split("\n```")[0]
    found = check_answer(json.loads(example))
    assert found["citations"]
    assert verify_in(engine.library, found).holds
    told = [*answer_schema()["properties"], *answer_schema()["$defs"]["citation"]["properties"]]
    assert [name for name in told if f"`{name}`" not in page] == []
