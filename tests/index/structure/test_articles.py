"""Numbered articles of laws: sections with their number and the chapters above them, told by their run alone."""

from __future__ import annotations

import pytest

from index.records import SEARCHED
from tests.index.documents import document

CHINESE = """渡口管理办法

第一章　总则

第一条　为了保障渡口的安全，方便两岸居民往来，制定本办法。
第二条　本办法所称渡口，是指供车辆和行人过河的场所。
前款所称场所不包括浮桥。

第二章　营运

第三条　渡船每天早晨六时开航，晚上十时停航。
第四条　遇有下列情形之一的，渡船应当停航：
（一）大雾；
（二）水位超过警戒线。
第五条　违反前条规定的，处三百元以下罚款。
"""
JAPANESE = """渡船条例

（目的）
第一条　この条例は、渡船の安全な運航を図ることを目的とする。
（運航）
第二条　渡船は、日の出から日没まで運航するものとする。
２　霧が深いときは、運航を休むことができる。
第二条の二　前条の規定は、救急の場合には適用しない。
（罰則）
第三条　前条の規定に違反した者は、五千円以下の過料に処する。
"""
KOREAN = """나루터 관리 조례

제1장 총칙

제1조(목적) 이 조례는 나루터의 안전한 운영을 목적으로 한다.
제2조(정의) 이 조례에서 나루터란 배가 닿는 곳을 말한다.

제2장 운항

제3조(운항 시간) 나룻배는 해가 뜰 때부터 질 때까지 다닌다.
제4조(과태료) 이를 어긴 사람에게는 10만원 이하의 과태료를 물린다.
"""
ENGLISH = """Ferry Act

Part 1

Article 1

The purpose of this Act is to keep the ferries of the river safe for everybody who uses them.

Article 2

A ferry shall not leave in fog. It shall carry a lamp from dusk to dawn.

Part 2

Article 3

Whoever breaks a rule of this Act shall pay a fine of forty shillings to the parish.
"""
SIGNS = """Fährordnung

§ 1 Die Fähre verkehrt täglich von Sonnenaufgang bis Sonnenuntergang zwischen beiden Ufern.
§ 2 Bei Nebel ruht der Betrieb. Der Fährmann entscheidet darüber.
§ 2a Rettungsfahrten sind davon ausgenommen, wenn der Fährmann zustimmt.
§ 3 Wer gegen diese Ordnung verstößt, zahlt vierzig Mark.
"""


def paths(text: str) -> dict[str, str]:
    """Each searched section's path by the last word of its text."""
    made = document(text)
    return {
        " › ".join(section.path): made.text[section.start : section.end].strip()
        for section in made.sections
        if section.kind in SEARCHED
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CHINESE, {"第一章总则 › 第二条": "浮桥。", "第二章营运 › 第四条": "警戒线。", "第二章营运 › 第五条": "罚款。"}),
        (JAPANESE, {"第一条（目的）": "目的とする。", "第二条（運航）": "できる。", "第二条の二": "適用しない。", "第三条（罰則）": "処する。"}),
        (KOREAN, {"제1장 총칙 › 제2조(정의)": "말한다.", "제2장 운항 › 제4조(과태료)": "물린다."}),
        (ENGLISH, {"Part 1 › Article 2": "dawn.", "Part 2 › Article 3": "parish."}),
        (SIGNS, {"§ 2": "darüber.", "§ 2a": "zustimmt.", "§ 3": "Mark."}),
    ],
)  # fmt: skip
def test_each_article_is_a_section_under_its_chapter(text: str, expected: dict[str, str]) -> None:
    found = paths(text)
    for path, end in expected.items():
        whole = [held for under, held in found.items() if under.endswith(path)]
        assert whole, (path, list(found))
        assert whole[0].endswith(end)


def test_the_article_keeps_its_number_in_its_text() -> None:
    found = paths(CHINESE)
    assert any(text.startswith("第三条　渡船每天早晨六时开航") for text in found.values())


@pytest.mark.parametrize(
    "text",
    [
        "第三条规定渡船应当停航，记者在岸边看到船夫仍在载客。\n\n第二条规定得更严，居民却说没有人遵守。\n\n第九条只是一句空话，村长这样说。",
        "渡口今天停航。\n"
        + "村里人说，这条河很久没有这么大的水了，大家只好绕道走桥。\n" * 9
        + "第一条 注意。\n第二条 等待。\n第三条 回家。\n",
        "Section 3 of the pier is closed.\n\nSection 1 opens on Monday, the harbour master said.\n\nSection 9 stays shut.",
    ],
)
def test_a_text_that_names_articles_is_no_law(text: str) -> None:
    assert not any("条" in path or "Section" in path for path in paths(text))
