"""Chat clients that speak as OpenAI's do, asked by that company's own client."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import openai
import pytest
from markdown_it import MarkdownIt

from qa.engine import Engine
from qa.proof.saved import check_answer
from qa.records import Answer
from qa.ui.web.chat import _link
from qa.ui.web.plain import answer_markdown
from qa.ui.web.serve import application
from tests.qa.ui.web.running import running

QUESTION = "Which proposals does Nobumasa Akiyama make to Japan?"


@pytest.fixture(scope="module")
def address(engine: Engine) -> Iterator[str]:
    with running(application(engine)) as found:
        yield found


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0, timeout=300) as found:
        yield found


def user(text: Any) -> Any:
    return {"role": "user", "content": text}


def drawn(markdown: str) -> list[str]:
    """The text of each block quotation, as a client draws it."""
    found: list[str] = []
    within = False
    for token in MarkdownIt().parse(markdown):
        within = (within or token.type == "blockquote_open") and token.type != "blockquote_close"
        if within and token.type == "inline":
            found.append(
                "".join("\n" if one.type in ("softbreak", "hardbreak") else one.content for one in token.children or ())
            )
    return found


def test_there_is_one_model(client: openai.OpenAI) -> None:
    assert [one.id for one in client.models.list()] == ["yinzheng"]
    assert client.models.retrieve("yinzheng").owned_by == "yinzheng"
    with pytest.raises(openai.NotFoundError, match="there is no model 'gpt'"):
        client.models.retrieve("gpt")


def test_a_question_is_answered_with_quotations_and_links(client: openai.OpenAI, engine: Engine, address: str) -> None:
    found = client.chat.completions.create(model="yinzheng", messages=[user(QUESTION)], temperature=0.3)
    answer, message = engine.ask(QUESTION), found.choices[0].message
    assert message.content
    assert drawn(message.content) == [one.text for one in answer.statements]
    assert found.choices[0].finish_reason == "stop"
    told = found.model_extra["answer"] if found.model_extra else {}
    assert check_answer(told)["statements"] == [one.to_dict() for one in answer.statements]
    places = [one.url_citation for one in message.annotations or ()]
    assert [place.title for place in places] == [one.document.source.title for one in answer.citations]
    for number, place in enumerate(places, start=1):
        assert place.url.startswith(f"{address}/?q=")
        assert place.url.endswith(f"#{number}")
        assert place.title in message.content[place.start_index : place.end_index].replace("\\", "")


def test_a_link_leads_to_the_number_that_the_page_shows() -> None:
    request: Any = SimpleNamespace(base_url="http://a/")
    answer = {"question": "q", "understood": None, "statements": [{"citations": [1, 2]}, {"citations": [3]}]}
    assert [_link(request, answer, number) for number in (1, 2, 3)] == [f"http://a/?q=q#{n}" for n in (1, 1, 2)]


def test_streamed_it_is_the_same(client: openai.OpenAI) -> None:
    whole = client.chat.completions.create(model="yinzheng", messages=[user(QUESTION)]).choices[0].message.content
    chunks = list(
        client.chat.completions.create(
            model="any", messages=[user(QUESTION)], stream=True, stream_options={"include_usage": True}
        )
    )
    assert "".join(one.choices[0].delta.content or "" for one in chunks if one.choices) == whole
    assert [one.choices[0].finish_reason for one in chunks if one.choices][-1] == "stop"
    assert chunks[-1].usage
    assert chunks[-1].usage.total_tokens == 0


def test_a_question_leans_on_those_before(client: openai.OpenAI) -> None:
    talk = [
        {"role": "system", "content": "Be brief."},
        user(QUESTION),
        {"role": "assistant", "content": "…"},
        user("?"),
        user(
            [
                {"type": "text", "text": "And what does he say about China?"},
                {"type": "image_url", "image_url": {"url": "data:,"}},
            ]
        ),
    ]
    found = client.chat.completions.create(model="yinzheng", messages=talk)  # type: ignore[arg-type]
    assert found.model_extra
    assert found.model_extra["answer"]["understood"]["carried"] == ["Nobumasa Akiyama"]


def test_a_no_is_said_in_the_language_of_the_question(client: openai.OpenAI) -> None:
    said = [
        client.chat.completions.create(model="yinzheng", messages=[user(question)]).choices[0].message.content or ""
        for question in (
            "Who won the football world cup of 1954?",
            "1954年のサッカーワールドカップで優勝したのはどこですか。",
        )
    ]
    assert said[0].startswith("The documents do not say")
    assert re.search("[ぁ-ん]", said[1])


@pytest.mark.parametrize(
    ("messages", "said"),
    [
        ([], "messages"),
        ([{"role": "system", "content": "a"}], "no message is the user's"),
        ([user("")], "the question is empty"),
        ([user([{"type": "image_url", "image_url": {"url": "data:,"}}])], "the question is empty"),
        ([user("a" * 2001)], "2,001 characters"),
        ([{"role": "nobody", "content": "a"}], "messages.0.role"),
    ],
)
def test_what_cannot_be_asked_is_said(client: openai.OpenAI, messages: Any, said: str) -> None:
    with pytest.raises(openai.BadRequestError, match=said):
        client.chat.completions.create(model="yinzheng", messages=messages)


def test_nothing_in_a_document_is_markup(engine: Engine) -> None:
    answer = engine.ask(QUESTION)
    hostile = (
        "![x](http://evil.example/?leak) [a](javascript:1) <img src=x>\n# one\n- two\n1. three\n```\n| a | & **b** ~c~"
    )
    told = Answer.to_dict(answer)
    statement = {**told["statements"][0], "text": hostile}
    citation = {**told["citations"][0], "title": hostile, "publisher": hostile, "authors": [hostile], "author": hostile}
    made = "\n\n".join(
        answer_markdown({**told, "statements": [statement], "citations": [citation, *told["citations"][1:]]}, str)
    )
    tokens = [one for token in MarkdownIt().parse(made) for one in (token, *(token.children or ()))]
    assert drawn(made) == [hostile]
    assert not {"image", "html_inline", "html_block", "heading_open", "fence", "list_item_open", "code_inline"} & {
        token.type for token in tokens
    }
    assert all(token.attrGet("href") in {"1", "2", "3", "4", "5"} for token in tokens if token.type == "link_open")
