"""Years counted from the beginning of a reign or a republic: 令和6年, 民國113年 and 檀紀4357年 are 2024."""

from __future__ import annotations

__all__ = ["ERA", "era_year"]

ERAS = {
    "明治": 1867,
    "大正": 1911,
    "昭和": 1925,
    "平成": 1988,
    "令和": 2018,
    **dict.fromkeys(("民國", "民国"), 1911),
    **dict.fromkeys(("檀紀", "檀纪", "단기"), -2333),
}
"""What is added to the year of an era, by its name, to have that of the common one."""
_LETTERS = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
ERA = rf"{'|'.join(ERAS)}|(?<![A-Za-z\d])[{''.join(_LETTERS)}](?=\d{{1,2}}年)"
"""An era's name, or the letter that Japanese forms write for one, as part of a pattern."""
_LONGEST = 200
"""Years that an era of this list has lasted; the years of 檀紀 are many more."""


def era_year(era: str, count: int) -> int | None:
    """The year of the common era that is the `count`th of an era; None where the era has no such year."""
    begins = ERAS[_LETTERS.get(era.upper(), era)]
    return begins + count if (0 < count <= _LONGEST) == (begins > 0) else None
