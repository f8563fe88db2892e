"""Korean: what is known of it."""

from __future__ import annotations

from index.languages.eastern_dates import eastern
from index.languages.korean.page import PAGE
from index.languages.korean.reporting import korean
from index.languages.language import Language, Names, Speech

__all__ = ["KOREAN"]

_SURNAMES = "김이박최정강조윤장임한오서신권황안송류전홍고문손양배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용"
_ROLES = "교수|연구사|연구원|장관|차관|대표|의원|대변인|회장|사장|소장|센터장|국장|과장|위원장|총리|대통령|기자|변호사|원장|시장|팀장|작가|감독|씨|박사"

KOREAN = Language(
    tags={"ko": "Kore"},
    name="Korean",
    dates=eastern,
    speech=Speech(
        cues=korean,
        full_stops=True,
        resumed="[가-힣]",
        so_called=("소위", "이른바"),
        pronouns="그(?:녀)?들?[은는이가]?$",
        plural=("들", "들은", "들이"),
    ),
    names=Names(
        honours="씨|여사|님",
        after_name=rf"(?<![가-힣])(?P<name>[{_SURNAMES}][가-힣]{{2}})(?<!당)(?P<role>(?: [가-힣]{{1,12}}){{0,5}} ?(?:{_ROLES}))$",
    ),
    page=PAGE,
)
