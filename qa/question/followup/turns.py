"""What a conversation keeps of a question and its answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from index.speech.names import is_person
from qa.errors import QuestionError
from qa.records import Answer

__all__ = ["Turn"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was asked, and what its answer cites: `people` by how often, and `sources` (document ids) likewise.

    `question` is what was searched for, `asked` what the user wrote.
    """

    question: str
    asked: str = ""
    carried: tuple[str, ...] = ()
    people: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sources: tuple[str, ...] = ()

    @classmethod
    def of(cls, answer: Answer | Mapping[str, Any]) -> Turn:
        """From an answer, or from the JSON that `yinzheng ask --json` printed.

        Raises QuestionError for what is not an answer.
        """
        held = answer.to_dict() if isinstance(answer, Answer) else answer
        try:
            understood = held.get("understood") or {}
            said: Counter[str] = Counter()
            wrote: dict[str, dict[str, None]] = {}
            documents: Counter[str] = Counter()
            for citation in held["citations"]:
                documents[str(citation["document"])] += 1
                speakers = [name for name in citation["speakers"] if is_person(name)]
                authors = [citation["author"]] if citation["author"] else list(citation["authors"])
                for name in speakers[-1:] or authors[:1]:
                    said[name] += 1
                    wrote.setdefault(name, {})
                    if not speakers:
                        wrote[name][str(citation["document"])] = None
            for fact in held.get("about", ()):
                documents[str(fact["document"])] += 1
            return cls(
                str(held["question"]),
                str(understood.get("asked") or held["question"]),
                tuple(map(str, understood.get("carried", ()))),
                tuple((name, tuple(wrote[name])) for name, count in said.most_common() if count * 2 > said.total()),
                tuple(name for name, _ in documents.most_common()),
            )
        except (AttributeError, KeyError, TypeError) as error:
            raise QuestionError(
                f"what the question follows is not an answer ({error}); give one that `ask` returned, or its JSON"
            ) from error
