"""Which sentences of a turn may answer: an interviewer's question is context of the answer to it, and nobody's view."""

from __future__ import annotations

import re

from index.records import Section
from index.text.asking import asks_by_name, is_question

__all__ = ["may_answer"]

_WHAT_WAS_ASKED = re.compile(
    r"\b(?:ask(?:ed|s|ing)?|questions?|questioned|interviewers?|reporters?|journalists?)\b|[問问](?:了|到|[過过]|的|[題题])|提[問问]|追[問问]|[記记]者"
    r"|質問|尋ね|聞い[たて]|물었|물어|질문|기자|여쭤",
    re.I,
)
_REPLY = re.compile(
    r"\b(?:answer(?:s|ed)?|repl(?:y|ies|ied)|respon(?:d|ds|ded|se)|say|says|said|explain(?:s|ed)?)\b|回[答應应覆复]|答[覆复]|[怎如][麼么何]?[說说答]|解[釋释]"
    r"|答え|返答|述べ|説明|대답|답[했하변]|말했|설명|밝혔",
    re.I,
)
"""What was said to it is asked for: *what did she answer when asked*, 被問到時怎麼回答."""


def may_answer(section: Section, sentence: str, question: str) -> bool:
    """Whether a sentence of `section` may answer `question`.

    What asks may not, unless the question is what was asked; of a turn whose label names nobody (`Q`, 記者) nothing may.
    """
    turn = section.turn
    if turn is None or not turn.asks or (_WHAT_WAS_ASKED.search(question) and not _REPLY.search(question)):
        return True
    nobody = asks_by_name(turn.speaker) or not re.search(r"\w", turn.speaker)
    return not (nobody or is_question(sentence))
