"""What can go wrong between a question and an answer.

index.errors.YinzhengError
├── QuestionError      the question, how many passages are asked for, or a filter cannot be used
├── EvaluationError    a question file, a floors file or a baseline cannot be used
├── AnswerError        a saved answer cannot be read, or is not an answer
├── GeneratorError     a language model failed; the quoted answer stands
├── CertificateError   a quotation is not in its document; a fault of ours, never shown as a quotation
├── ServerError        the page cannot be served
└── index.errors.LibraryError
    └── NotHeld        a filter names nothing in the library, or several documents where it is to name one
"""

from __future__ import annotations

from index.errors import LibraryError, YinzhengError

__all__ = [
    "AnswerError",
    "CertificateError",
    "EvaluationError",
    "GeneratorError",
    "NotHeld",
    "QuestionError",
    "ServerError",
    "YinzhengError",
]


class QuestionError(YinzhengError):
    """The question, how many passages are asked for, or a filter cannot be used."""

    exit_code = 2


class EvaluationError(YinzhengError):
    """A question file, a floors file, a baseline or a saved answer cannot be used."""

    exit_code = 2


class AnswerError(YinzhengError):
    """A saved answer cannot be read, or is not an answer."""

    exit_code = 2


class GeneratorError(YinzhengError):
    """A language model cannot be asked, or did not answer to the end; the quoted answer stands."""

    exit_code = 4


class CertificateError(YinzhengError):
    """A quotation is not in its document."""

    exit_code = 6


class ServerError(YinzhengError):
    """The page cannot be served."""

    exit_code = 5


class NotHeld(LibraryError):
    """A filter names nothing in the library, or several documents where it is to name one."""
