"""Faults that a good server does not commit when asked to: each ends in one error that says what to do."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from typing import Any

import pytest
from pydantic import SecretStr

from index.errors import SettingsError
from index.settings import Settings
from qa.errors import GeneratorError
from qa.writing.server import Chat
from qa.writing.writer import Generator, chosen_one
from tests.conftest import ROOT

KEY = "sk-never-shown-81f3"
ASKED = [{"role": "user", "content": "When was it built?"}]
Answering = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


def chunk(text: str | None = None, finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": {} if text is None else {"content": text}, "finish_reason": finish}
    value = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
    return f"data: {json.dumps(value)}\n\n".encode()


DONE = b"data: [DONE]\n\n"


def stream(*parts: bytes, then: Callable[[], object] = lambda: None, endless: bool = False) -> Answering:
    """Sends the parts, and with `endless` again and again; `then` is what it does after each of them."""

    def answer(request: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/event-stream")
        request.end_headers()
        for part in cycle(parts) if endless else parts:
            request.wfile.write(part)
            request.wfile.flush()
            then()

    return answer


def pause() -> None:
    time.sleep(0.02)


def refuse(status: int, body: object, **headers: str) -> Answering:
    def answer(request: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        request.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    return answer


@pytest.fixture
def serve() -> Iterator[Callable[..., tuple[Chat, list[dict[str, Any]]]]]:
    """A server that answers each request with the next of what it is given, the last one ever after."""
    servers: list[ThreadingHTTPServer] = []

    def started(*answers: Answering, **settings: Any) -> tuple[Chat, list[dict[str, Any]]]:
        seen: list[dict[str, Any]] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                seen.append({**asked, "headers": {name.lower(): value for name, value in self.headers.items()}})
                try:
                    answers[min(len(seen), len(answers)) - 1](self, asked)
                except OSError:  # whoever asked has gone
                    seen.append({"gone": True})

            def log_message(self, *_: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        chosen = Settings(
            generator_url=f"http://user:secret-word@127.0.0.1:{server.server_port}/v1",
            generator_model="m",
            generator_key=SecretStr(KEY),
            **settings,
        )
        chat = Chat.load(chosen)
        assert chat is not None
        return chat, seen

    yield started
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_stream_is_handed_on(serve: Any) -> None:
    chat, seen = serve(stream(chunk("It is "), chunk("tall."), chunk(finish="stop"), DONE))
    assert list(chat.pieces(ASKED)) == ["It is ", "tall."]
    assert seen[0]["messages"] == ASKED
    assert (seen[0]["stream"], seen[0]["temperature"], seen[0]["max_tokens"]) == (True, 0, 800)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ([refuse(401, {"error": {"message": f"bad key {KEY}"}})], "refuses the key (401: bad key …)"),
        ([refuse(403, {})], "refuses the key (403)"),
        ([refuse(404, {"error": {"message": "model 'm' not found"}})], "is not there (404: model 'm' not found)"),
        ([refuse(400, {"error": {"message": "too long"}})], "cannot use the request (400: too long)"),
        ([refuse(422, {"detail": "no"})], "cannot use the request (422)"),
        ([refuse(429, {}, Retry_After="0")], "takes no more questions for now (429)"),
        (
            [refuse(500, {"error": {"message": "out\x1b[31m of\nmemory"}}, Retry_After="0")],
            "failed (500: out [31m of memory)",
        ),
        ([refuse(307, {}, Location="http://127.0.0.1:9/v1")], "answers from elsewhere (307)"),
        ([refuse(200, b"<html>hello</html>")], "sent no text"),
        ([stream(b"data: {not json\n\n")], "does not answer as OpenAI does"),
        ([stream(b'data: {"choices": 7}\n\n')], "does not answer as OpenAI does"),
        ([stream(b'data: {"choices": [{"delta": {"content": 7}}]}\n\n', DONE)], "does not answer as OpenAI does"),
        ([stream(b'data: {"error": {"message": "it burst"}}\n\n')], "failed (it burst)"),
        ([stream(chunk(finish="stop"), DONE)], "sent no text"),
        ([stream(chunk("It is"))], "broke off in the middle"),
        ([stream(chunk("It is"), chunk(finish="length"), DONE)], "did not come to an end within 800 tokens"),
        ([stream(*[chunk("word " * 500)] * 10, DONE)], "did not come to an end within 800 tokens"),
    ],
)
def test_faults(serve: Any, answers: list[Answering], told: str) -> None:
    chat, _ = serve(*answers)
    with pytest.raises(GeneratorError) as raised:
        list(chat.pieces(ASKED))
    assert told in str(raised.value)
    assert str(raised.value).startswith("language model m at http://127.0.0.1:")
    assert KEY not in str(raised.value)
    assert "secret-word" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_what_was_refused_for_the_moment_is_asked_again(serve: Any) -> None:
    chat, seen = serve(
        refuse(429, {}, Retry_After="0"),
        refuse(503, {}, Retry_After="0"),
        stream(chunk("Yes."), chunk(finish="stop"), DONE),
    )
    assert list(chat.pieces(ASKED)) == ["Yes."]
    assert len(seen) == 3


def test_what_is_refused_for_good_is_asked_three_times(serve: Any) -> None:
    chat, seen = serve(refuse(503, {}, Retry_After="0"))
    with pytest.raises(GeneratorError):
        list(chat.pieces(ASKED))
    assert len(seen) == 3


def test_a_model_that_wants_another_name_for_its_limit_gets_it(serve: Any) -> None:
    refusal = refuse(400, {"error": {"message": "Unsupported parameter: 'max_tokens'; use 'max_completion_tokens'"}})
    chat, seen = serve(refusal, stream(chunk("Yes."), chunk(finish="stop"), DONE))
    assert list(chat.pieces(ASKED)) == ["Yes."]
    assert seen[1]["max_completion_tokens"] == 800
    assert "temperature" not in seen[1]


def test_a_silence_and_a_trickle_without_end_are_ended(serve: Any) -> None:
    over = threading.Event()
    silent, _ = serve(stream(chunk("It"), chunk("is"), then=over.wait), generator_silence=0.3)
    with pytest.raises(GeneratorError, match=r"said nothing for 0\.3 s"):
        list(silent.pieces(ASKED))
    over.set()
    slow, _ = serve(stream(chunk("word "), then=pause, endless=True), generator_timeout=0.5)
    with pytest.raises(GeneratorError, match=r"did not finish within 0\.5 s"):
        list(slow.pieces(ASKED))


def test_closing_closes_the_connection(serve: Any) -> None:
    chat, seen = serve(stream(chunk("word "), then=pause, endless=True))
    with closing(chat.pieces(ASKED)) as pieces:
        next(pieces)
    assert not [thread for thread in threading.enumerate() if thread.name == "yinzheng-generator"]
    while {"gone": True} not in seen:  # or the run's own limit ends it
        pause()


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    chat = Chat.load(Settings(generator_url=f"http://127.0.0.1:{port}/v1", generator_model="m"))
    assert chat is not None
    with pytest.raises(GeneratorError, match="cannot be reached; start it, or correct YINZHENG_GENERATOR_URL"):
        list(chat.pieces(ASKED))


def test_the_environment_of_another_server_is_not_sent(serve: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-other")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-other")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-other")
    chat, seen = serve(stream(chunk("Yes."), chunk(finish="stop"), DONE))
    list(replace(chat, url=chat.url.replace("user:secret-word@", "")).pieces(ASKED))
    assert not [value for value in seen[0]["headers"].values() if "other" in value]
    assert seen[0]["headers"]["authorization"] == f"Bearer {KEY}"


def test_the_key_is_in_no_representation(serve: Any) -> None:
    chat, _ = serve(stream())
    settings = Settings(generator_key=SecretStr(KEY))
    for shown in (repr(chat), str(chat), repr(settings), settings.model_dump_json(), str(settings.model_dump())):
        assert KEY not in shown


def test_without_an_address_there_is_none_and_without_a_name_it_is_said() -> None:
    assert Generator.load(Settings()) is None
    with pytest.raises(SettingsError, match="set YINZHENG_GENERATOR_URL"):
        chosen_one(None)
    with pytest.raises(SettingsError, match="set YINZHENG_GENERATOR_MODEL"):
        Generator.load(Settings(generator_url="http://localhost:1/v1"))


def test_the_client_is_imported_only_when_a_model_is_asked() -> None:
    code = "import sys, qa.engine, qa.writing.writer, qa.ui.terminal.cli; print('openai' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
