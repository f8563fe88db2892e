"""Pull quotes: what was set apart to be read twice is found; what merely resembles its neighbour is not."""

from __future__ import annotations

import pytest

from index.records import SectionKind
from index.structure.pullquotes import pull_quotes
from tests.index.documents import seed

LONG = (
    "美国对台湾防卫承诺的可信度，是决定中国是否会攻打台湾的重要因素。美国根据《与台湾关系法》做出的承诺并非正式结盟，"
    "而是单方面声明支持台湾的意图。与日美同盟不同，美台之间没有共同的指挥和通信系统或作战计划，因此不易开展联合行动。"
)
QUOTE = "美台之间没有共同的指挥和通信系统或作战计划，因此不易开展联合行动。"
OTHER = "朝鲜在质和量两方面都提高了导弹作战能力，开发了突防能力更强的弹头，也开发了射程更远的洲际弹道导弹，令人忧虑。"


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        ([LONG, OTHER], set()),
        ([LONG, QUOTE, OTHER], {1}),
        ([QUOTE, LONG, OTHER], {0}),
        ([LONG, OTHER, OTHER[:20] + "别的话说在这里，与原文完全不同，谁也没有写过。"], set()),
        ([LONG, QUOTE.replace("不易", "很难")], {1}),  # a designer may shorten or change a word
        ([LONG, "不易开展联合行动"], set()),  # too short to be set apart
        ([LONG, LONG], set()),  # said twice at full length: nothing tells which is the quote
        ([QUOTE, OTHER, QUOTE, OTHER[::-1], QUOTE], set()),  # a formula that comes again and again
        ([], set()),
        (["", "。", "12"], set()),
    ],
)
def test_pull_quotes(paragraphs: list[str], expected: set[int]) -> None:
    assert pull_quotes(paragraphs, [True] * len(paragraphs)) == expected


ENGLISH = [
    "Spending rose everywhere, but not evenly. The two largest services account for more than two thirds of the increase.",
    "Insurers draw their own conclusions. Premiums for a single passage have doubled since the first incident, and several "
    "underwriters now ask for the name of the escort before they quote. The exception is the coal trade, which sails on.",
    "The first is to charge the ships. A levy would cover the patrols with something to spare, and would fall on those who "
    "use the strait. Shipowners object that they already pay twice, once in light dues and once in premiums for insurance.",
    "The second is to charge the shores. Every port would pay by volume, and could recover the sum as it liked. This has "
    "the merit of being simple and the fault of being unenforceable, which is why the ports have always preferred it so.",
]


def test_english_paragraphs_share_letters_and_are_no_quotes_of_one_another() -> None:
    assert pull_quotes(ENGLISH, [True] * 4) == set()
    quote = (
        "Premiums have doubled since the first incident, and several underwriters now ask for the name of the escort"
    )
    assert pull_quotes([*ENGLISH, quote], [True] * 5) == {4}


def test_only_what_stands_alone_can_be_one() -> None:
    assert pull_quotes([LONG, QUOTE], [True, False]) == set()


def test_one_from_a_paragraph_that_a_page_break_cut_in_two() -> None:
    assert pull_quotes([LONG[:70], QUOTE, LONG[70:], OTHER], [True] * 4) == {1}


def test_one_far_from_what_it_repeats_is_a_repetition_not_a_quote() -> None:
    others = [f"{i}号{OTHER[:-1]}，{chr(0x4E00 + 40 * i) * 30}。" for i in range(12)]
    assert pull_quotes([LONG, *others, QUOTE], [True] * 14) == set()


def test_reports_of_one_wording_differ_in_their_numbers() -> None:
    months = [
        f"{m}月，全市零售总额为{100 + 37 * m}亿元，同比增长{m}.{m}%，网上零售增长较快，餐饮收入恢复。"
        for m in range(1, 7)
    ]
    months[3] += "其中汽车销售受到天气的影响，比上个月略有下降，但是家电和家具的销售有明显的增长。"
    assert pull_quotes(months, [True] * 6) == set()


def test_all_pull_quotes_of_the_policy_brief_are_found() -> None:
    made = seed("004")
    quotes = [made.text[s.start : s.end].split("\n") for s in made.sections if s.kind is SectionKind.PULL_QUOTE]
    assert [line[:13] for lines in quotes for line in lines] == [
        "日本在《国家防卫战略》中称",
        "日本专家学者对中台关系脆弱现状"[:13],
        "如果美国表现出缺乏制约中国的能力"[:13],
        "无论卡林和赫克认为金正恩已决定"[:13],
        "中国可能会主张说，由于日本与拥"[:13],
        "朝鲜似乎已经放弃了统一半岛的目标"[:13],
        "日本国内有些人认为，鉴于中国划定"[:13],
        "[现有沟通渠道]",
        "已被纳入中国的升级战略，通过战略"[:13],
        "军力建设对威慑来说意义重大，但同"[:13],
    ]
