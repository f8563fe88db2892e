"""All evidence as files: JSON as its schema says, CSV that no spreadsheet computes, Markdown that is drawn verbatim."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from qa.answer.collecting import with_evidence
from qa.engine import Engine
from qa.forms import made_evidence_schema
from qa.proof.saved import evidence_schema
from qa.ui.exports import as_csv, as_json, as_markdown
from qa.verdict import EVIDENCE_SCHEMA, Ended
from tests.qa.answer.test_collecting import BEGUN, QUESTION, alone, made


@cache
def schema() -> Draft202012Validator:
    return Draft202012Validator(evidence_schema())


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff"), "without it Excel reads another encoding"
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def test_the_schema_is_that_of_the_types() -> None:
    made_now = "write it anew: python -m qa.forms evidence > qa/proof/evidence.schema.json"
    assert evidence_schema() == made_evidence_schema(), made_now
    Draft202012Validator.check_schema(evidence_schema())
    assert evidence_schema()["$id"] == EVIDENCE_SCHEMA


def test_the_files_of_real_evidence_say_the_same(engine: Engine) -> None:
    found = engine.all_evidence(QUESTION, at_least=0.02, most=8)
    value = json.loads(as_json(found))
    schema().validate(value)
    assert value["passages_read"] == 8
    table, drawn = rows(as_csv(found)), as_markdown(found, engine.document)
    assert {row["quote"] for row in table} == {citation["quote"] for citation in value["citations"]}
    for row, citation in ((row, value["citations"][int(row["number"]) - 1]) for row in table):
        assert row["sha256"] == citation["certificate"]["sha256"]
        assert (int(row["start"]), int(row["end"])) == (citation["start"], citation["end"])
    assert all(citation.document.source.title in drawn for citation in found.citations)


@pytest.mark.parametrize("wrong", [{"ended": "tired"}, {"passages_read": -1}, {"verdict": "answered"}])
def test_a_departure_from_the_schema_is_one(wrong: dict[str, object]) -> None:
    value = BEGUN.to_dict()
    assert schema().is_valid(value)
    assert not schema().is_valid({**value, **wrong})


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", " ="])
def test_no_cell_is_a_formula_and_json_is_verbatim(sign: str) -> None:
    quote = f'{sign}HYPERLINK("http://x.example"), he wrote.'
    found = with_evidence(BEGUN, [made("one", quote, 0.9)], 1, alone)
    (row,) = rows(as_csv(found))
    assert row["quote"] == f"'{quote}"
    assert json.loads(as_json(found))["citations"][0]["quote"] == quote


def test_a_copy_names_the_sentence_that_it_repeats() -> None:
    batch = [made("one", "It was closed.", 0.9), made("two", "It was closed.", 0.8)]
    found = with_evidence(BEGUN, batch, 1, lambda _: ("one", "two"))
    assert [(row["number"], row["copy_of"]) for row in rows(as_csv(found))] == [("1", ""), ("2", "1")]


class _Quoted(HTMLParser):
    """The text of the block quotations of a page."""

    inside, text = 0, ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.inside += tag == "blockquote"

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "blockquote"

    def handle_data(self, data: str) -> None:
        self.text += data * self.inside


@given(st.text("ab 甲。*_`[]<>#|~&!\\-+=>.)(1:/w\"'", min_size=1).filter(lambda text: any(map(str.isalnum, text))))
def test_a_quotation_is_drawn_verbatim_from_markdown(quote: str) -> None:
    found = with_evidence(BEGUN, [made("one", quote, 0.9)], 1, alone)
    page = _Quoted()
    page.feed(MarkdownIt("commonmark").render(as_markdown(found)))
    assert page.text.strip() == quote.strip()


def test_why_reading_ended_is_said_for_every_reason() -> None:
    said = {as_markdown(replace(BEGUN, ended=ended)) for ended in (None, *Ended)}
    assert len(said) == 1 + len(Ended)
