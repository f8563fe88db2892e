"""A language model behind an OpenAI-compatible address: pieces of text as they come, or one error that says what to do.

The request runs in a thread of its own with an event loop, so that a silence, the end of the time allowed and a reader who
has seen enough all close the connection at once, whatever the server does.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import AsyncGenerator, Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from pydantic import SecretStr

from index.errors import SettingsError
from index.settings import Settings
from qa.errors import GeneratorError
from qa.writing.faults import (
    BROKEN_OFF,
    EMPTY,
    LIMIT,
    SILENT,
    SLOW,
    explained,
)

if TYPE_CHECKING:
    from openai import AsyncOpenAI

__all__ = ["Chat"]

_MOST_TOKENS = 800
_MOST_CHARACTERS = 8_000
"""For servers that keep no count of tokens."""
_RETRIES = 2
"""Of a request that was refused for the moment or did not get through; what has begun to answer is not asked again."""
_CONNECTING = 10.0
_CLOSING = 10.0
"""Seconds in which a thread that was told to stop has closed its connection; it needs a few milliseconds."""
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Chat:
    """Where a language model is, what it is called, and how many seconds it may take and be silent."""

    url: str
    model: str
    key: SecretStr
    timeout: float
    silence: float

    @classmethod
    def load(cls, settings: Settings) -> Chat | None:
        """What the settings name; None where they name no address. Raises SettingsError where the model has no name."""
        if not settings.generator_url:
            return None
        if not settings.generator_model:
            raise SettingsError("the language model has an address but no name; set YINZHENG_GENERATOR_MODEL")
        return cls(
            settings.generator_url,
            settings.generator_model,
            settings.generator_key,
            settings.generator_timeout,
            settings.generator_silence,
        )

    def pieces(self, messages: Sequence[dict[str, str]]) -> Generator[str, None, None]:
        """The text as it comes; closing the iterator closes the connection. Raises GeneratorError, with what to do."""
        with contextlib.closing(_Talk(self, messages)) as talk:
            while (said := talk.next()) is not None:
                yield said

    def error(self, fault: str) -> GeneratorError:
        """A fault of this model as an error; the key, should a server have repeated it, is not in it."""
        parts = urlsplit(self.url)
        place = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        text, key = f"language model {self.model} at {place} {fault}", self.key.get_secret_value()
        return GeneratorError(text.replace(key, "…") if key else text)


class _Talk:
    """One request, in its thread."""

    def __init__(self, chat: Chat, messages: Sequence[dict[str, str]]) -> None:
        self._chat, self._messages = chat, messages
        self._said: queue.SimpleQueue[str | BaseException | None] = queue.SimpleQueue()
        self._loop = asyncio.new_event_loop()
        self._task = self._loop.create_task(self._run())
        self._thread = threading.Thread(target=self._serve, name="yinzheng-generator", daemon=True)
        self._thread.start()

    def next(self) -> str | None:
        """The next piece; None at the end. Raises what ended it before its time."""
        said = self._said.get()
        if isinstance(said, BaseException):
            raise said
        return said

    def close(self) -> None:
        """Close the connection and wait until it is closed."""
        with contextlib.suppress(RuntimeError):  # the loop has come to its end by itself
            self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(_CLOSING)

    def _serve(self) -> None:
        self._loop.run_until_complete(asyncio.wait([self._task]))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()
        self._said.put(None if self._task.cancelled() else self._task.exception())

    async def _run(self) -> None:
        import openai

        chat = self._chat
        try:
            async with asyncio.timeout(chat.timeout), _client(chat) as client:
                await self._listen(client)
        except TimeoutError:
            raise chat.error(SLOW.format(seconds=chat.timeout)) from None
        except (openai.OpenAIError, ValueError, TypeError, AttributeError) as error:
            raise chat.error(explained(error)) from None  # what caused it may hold the request, and so the key

    async def _listen(self, client: AsyncOpenAI) -> None:
        """Hand on every piece until the model has finished."""
        chat, length, finish = self._chat, 0, None
        async with contextlib.aclosing(self._chunks(client)) as chunks:
            async for chunk in chunks:
                for choice in (chunk.choices or ())[:1]:
                    text = (choice.delta and choice.delta.content) or ""
                    finish = choice.finish_reason or finish
                    length += len(text)
                    if text:
                        self._said.put(text)
                if length > _MOST_CHARACTERS:
                    finish = "length"
                    break
        if not length:
            raise chat.error(EMPTY)
        if finish == "length":
            raise chat.error(LIMIT.format(tokens=_MOST_TOKENS))
        if finish is None:
            raise chat.error(BROKEN_OFF)

    async def _chunks(self, client: AsyncOpenAI) -> AsyncGenerator[Any, None]:
        """Whatever the server sends, each within the silence allowed."""
        chat = self._chat
        try:
            async with asyncio.timeout(chat.silence):
                stream = await self._asked(client)
            async with stream:
                while True:
                    async with asyncio.timeout(chat.silence):
                        chunk = await anext(stream, None)
                    if chunk is None:
                        return
                    yield chunk
        except TimeoutError:
            raise chat.error(SILENT.format(seconds=chat.silence)) from None

    async def _asked(self, client: AsyncOpenAI) -> Any:
        """The stream of an answer. Newer hosted models have another name for the limit and no temperature."""
        import openai

        asked: dict[str, Any] = {"model": self._chat.model, "messages": list(self._messages), "stream": True}
        try:
            return await client.chat.completions.create(**asked, max_tokens=_MOST_TOKENS, temperature=0)
        except openai.BadRequestError as error:
            if not any(name in error.message for name in ("max_tokens", "temperature")):
                raise
        return await client.chat.completions.create(**asked, max_completion_tokens=_MOST_TOKENS)


def _client(chat: Chat) -> AsyncOpenAI:
    """A client that sends the key and the question to the address, and nothing to anywhere else."""
    import openai

    local = urlsplit(chat.url).hostname in _LOCAL
    client = openai.AsyncOpenAI(
        base_url=chat.url,
        api_key=chat.key.get_secret_value() or "none",
        max_retries=_RETRIES,
        http_client=openai.DefaultAsyncHttpxClient(
            timeout=openai.Timeout(None, connect=_CONNECTING), follow_redirects=False, trust_env=not local
        ),
    )
    client.organization = client.project = None  # which the environment may hold for somebody else's server
    return client
