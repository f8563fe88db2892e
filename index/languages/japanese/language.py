"""Japanese: what is known of it. Names, roles and titles in characters are those of Chinese."""

from __future__ import annotations

from index.languages.eastern_dates import eastern
from index.languages.japanese.page import PAGE
from index.languages.japanese.reporting import japanese
from index.languages.language import Language, Names, Speech

__all__ = ["JAPANESE"]

JAPANESE = Language(
    tags={"ja": "Jpan"},
    name="Japanese",
    grammar=frozenset(map(chr, range(0x3041, 0x3097))),
    dates=eastern,
    speech=Speech(
        cues=japanese,
        resumed="と|って|など",
        so_called=("いわゆる",),
        pronouns="彼は?$|彼女は?$|同氏$",
    ),
    names=Names(
        roles="総裁|首席|担当|氏(?=$)|さん(?=$)|准教授|所員",
        genitive="の",
        honours="氏|さん|様|君|選手",
    ),
    page=PAGE,
)
