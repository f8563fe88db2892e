"""What can go wrong with a language model's server, in words that say what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["BROKEN_OFF", "EMPTY", "LIMIT", "SILENT", "SLOW", "explained"]

SLOW = "did not finish within {seconds:g} s; name a smaller model, or raise YINZHENG_GENERATOR_TIMEOUT"
SILENT = "said nothing for {seconds:g} s; see whether it is busy, or raise YINZHENG_GENERATOR_SILENCE"
LIMIT = "did not come to an end within {tokens} tokens and was stopped; ask something narrower, or name another model"
EMPTY = (
    "sent no text; see that YINZHENG_GENERATOR_URL is its OpenAI-compatible address, which mostly ends in /v1, "
    "or name another model"
)
BROKEN_OFF = "broke off in the middle; look at its own log, then ask again"
_GARBAGE = "does not answer as OpenAI does; see that YINZHENG_GENERATOR_URL is its OpenAI-compatible address"
_UNREACHED = "cannot be reached; start it, or correct YINZHENG_GENERATOR_URL"
_BY_STATUS: Mapping[int, str] = MappingProxyType(
    {
        400: "cannot use the request ({told}); name a model with a longer context, or another one",
        401: "refuses the key ({told}); set YINZHENG_GENERATOR_KEY to one that it takes",
        403: "refuses the key ({told}); set YINZHENG_GENERATOR_KEY to one that may use this model",
        404: "is not there ({told}); correct YINZHENG_GENERATOR_URL, which mostly ends in /v1, or YINZHENG_GENERATOR_MODEL",
        422: "cannot use the request ({told}); see that its server is OpenAI-compatible, or name another model",
        429: "takes no more questions for now ({told}); ask again later",
    }
)
_FAILED = "failed ({told}); look at its own log, then ask again"
_MOVED = "answers from elsewhere ({told}); set YINZHENG_GENERATOR_URL to that address itself"
_LONGEST = 160


def explained(error: Exception) -> str:
    """The fault and its remedy; of what the server said itself, the beginning, as plain text."""
    import openai

    if isinstance(error, openai.APIStatusError):
        told = _told(error.status_code, error)
        if 300 <= error.status_code < 400:
            return _MOVED.format(told=told)
        return _BY_STATUS.get(error.status_code, _FAILED).format(told=told)
    if isinstance(error, openai.APIConnectionError):
        return BROKEN_OFF if "incomplete" in str(error.__cause__) else _UNREACHED
    if isinstance(error, openai.APIError):  # said in the middle of a stream
        return _FAILED.format(told=_plain(error.message))
    return _GARBAGE


def _told(status: int, error: Exception) -> str:
    body = getattr(error, "body", None)
    said = body.get("message") if isinstance(body, dict) else None
    return f"{status}: {_plain(said)}" if isinstance(said, str) and said.strip() else str(status)


def _plain(text: str) -> str:
    """One line that a terminal shows as it is."""
    kept = "".join(" " if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") else char for char in text)
    line = " ".join(kept.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
