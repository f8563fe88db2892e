"""Sentences that ask, and words for those whose part it is to ask, in Chinese, Japanese, Korean and English."""

from __future__ import annotations

import re

__all__ = ["ANSWERING", "asks_by_name", "is_question"]

ASKING = re.compile(
    r"(?:Q\d{0,3}|Questions?|Questioner|Interviewer|Reporters?|Journalists?|Press|Media|Audience(?: member)?|Member of the audience"
    r"|[問问]|提[問问]|[發发][問问]|[記记]者|采访者|採訪者|采访人|主[訪访]|[媒][體体](?:提[問问])?|[記记]者提[問问]|[觀观][眾众](?:提[問问])?|[聽听][眾众]"
    r"|質問|質問者|聞き手|インタビュアー|インタビューアー|取材者|報道陣|문|질문|질문자|기자|기자단|인터뷰어|진행자)\s*[A-Z\d一二三四五六七八九十]{0,2}",
    re.I,
)
"""A label that says nothing but that its turn asks; a name is none."""
ANSWERING = re.compile(r"(?:A\d{0,3}|Answers?|答|回答|答[覆复]|답|답변)\s*\d{0,3}", re.I)
_CLOSERS = "”’」』\"')）】》〉]"
_QUESTION = re.compile(
    rf"[?？][{re.escape(_CLOSERS)}]*$"
    r"|(?:嗎|吗|呢|麼|么)[。.]?$|(?:^|[，,。我們们也還还要])(?:請問|请问|請教|请教|想要?再?[請请]?[教問问]|想要?[詢询][問问])|^想(?:要)?(?:知道|[瞭了]解|[聽听])"
    r"|(?:ます|です|ました|でした|でしょう|ません|の|る|た|い|ない)か[。.]?$|(?:伺い|お聞かせ(?:ください|願い)|お尋ね(?:し|いたし)|お聞きし)(?:ます|たい(?:と思います)?|ください)?[。.]?$|見解を(?:求め|伺い)"
    r"|(?:습니까|ㅂ니까|입니까|합니까|나요|가요|까요|는지요)[.。]?$|(?:질문|여쭤|여쭙)"
    r"|教えて(?:ください|いただ|下さい)|(?:알려|말씀해|설명해) ?주(?:세요|시|십)|[請请](?:您|你)?(?:再)?(?:[談谈][談谈]|[說说]明|[說说][說说]|介[紹绍])|^(?:please )?(?:tell|explain|describe)\b"
    r"|\b(?:my question is|I(?:’m| am|'m| was) (?:just )?wondering|I(?:’d| would|'d)? (?:want(?:ed)?|like) to (?:ask|know)|can you (?:tell|talk|explain|say)|could you (?:tell|talk|explain|say))\b",
    re.I,
)


def is_question(sentence: str) -> bool:
    """Whether a sentence asks something, by its mark, its ending or its opening."""
    return bool(_QUESTION.search(sentence.strip()))


def asks_by_name(label: str) -> bool:
    """Whether a label names nobody but says that its turn asks: `Q`, 記者, `Interviewer`."""
    return bool(ASKING.fullmatch(label.strip()))
