"""What can go wrong between a question and an answer.

index.errors.YinzhengError
├── QuestionError      the question, how many passages are asked for, or a filter cannot be used
├── EvaluationError    a question file or a floors file cannot be used
├── AnswerError        a saved answer cannot be read, or is not an answer
├── CertificateError   a quotation is not in its document; a fault of ours, never shown as a quotation
└── ServerError        the page cannot be served
"""

from __future__ import annotations

from index.errors import YinzhengError

__all__ = ["AnswerError", "CertificateError", "EvaluationError", "QuestionError", "ServerError", "YinzhengError"]


class QuestionError(YinzhengError):
    """The question, how many passages are asked for, or a filter cannot be used."""

    exit_code = 2


class EvaluationError(YinzhengError):
    """A question file or a floors file cannot be used."""

    exit_code = 2


class AnswerError(YinzhengError):
    """A saved answer cannot be read, or is not an answer."""

    exit_code = 2


class CertificateError(YinzhengError):
    """A quotation is not in its document."""

    exit_code = 6


class ServerError(YinzhengError):
    """The page cannot be served."""

    exit_code = 5
