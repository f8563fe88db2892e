"""What a plain text says of itself in its head: title, date, names, paper; never what a sentence of it says."""

from __future__ import annotations

import pytest

from index.records import Source
from index.stated import authors_in, date_in
from tests.index.documents import document

HANS = "镇上的旧磨坊明年春天重新开放，修缮工程用了三年，花费由镇政府和磨坊主人各出一半。"
JA = "町の古い水車小屋が来春また開かれることになり、改修には三年かかり、費用は町と持ち主が半分ずつ出した。"
KO = "마을의 오래된 방앗간이 내년 봄에 다시 문을 연다. 고치는 데 세 해가 걸렸고 비용은 마을과 주인이 반씩 냈다."
EN = "The old mill of the town will open again next spring. The repair took three years, and town and owner paid half each."


@pytest.mark.parametrize(
    ("head", "text", "expected"),
    [
        ("旧磨坊明年重开\n\n2023年11月5日　河湾日报　记者 周一鸣", HANS, ("旧磨坊明年重开", "2023-11-05", ("周一鸣",), "河湾日报")),
        ("旧磨坊明年重开\n\n（本报记者 王立 陈思远）", HANS, ("旧磨坊明年重开", "", ("王立", "陈思远"), "")),
        ("舊磨坊明年重開\n\n記者林志遠／台中報導\n民國一一〇年二月三日", HANS, ("舊磨坊明年重開", "2021-02-03", ("林志遠",), "")),
        ("水車小屋、来春に再開\n\n令和四年六月九日　河湾新聞　大野真理", JA, ("水車小屋、来春に再開", "2022-06-09", ("大野真理",), "河湾新聞")),
        ("방앗간 다시 문 연다\n\n2022년 3월 14일 강변일보 한지우 기자", KO, ("방앗간 다시 문 연다", "2022-03-14", ("한지우",), "강변일보")),
        ("The mill opens again\n\nThe Riverside Herald, 7 March 2022\nBy Ada Quill and Tom Reed, Staff Writers", EN,
         ("The mill opens again", "2022-03-07", ("Ada Quill", "Tom Reed"), "The Riverside Herald")),
        ("2019-05-06 Talk with the miller", EN, ("2019-05-06 Talk with the miller", "2019-05-06", (), "")),
    ],
)  # fmt: skip
def test_the_head_of_a_text_says_what_it_is(
    head: str, text: str, expected: tuple[str, str, tuple[str, ...], str]
) -> None:
    source = document(f"{head}\n\n{text}\n\n{text[::-1][::-1]}").source
    assert (source.title, source.published, source.authors, source.publisher) == expected
    assert source.note.endswith("as stated in the text")


def test_a_talk_is_called_by_its_first_line() -> None:
    source = document(
        "Talk with the miller\n3 April 2021\n\nQ: When did you begin?\n\nA: In spring. It was wet."
    ).source
    assert (source.title, source.published) == ("Talk with the miller", "2021-04-03")
    assert document("Q: When did you begin?\n\nA: In spring.\n\nQ: And then?").source.title == "made"


def test_what_is_known_better_stays() -> None:
    known = Source(title="The mill", rights="CC0")
    made = document(f"The mill opens again\n\n7 March 2022\nBy Ada Quill\n\n{EN}", known)
    assert made.source == known


@pytest.mark.parametrize(
    "line",
    [
        "By Tuesday the river had risen",
        "记者会今天下午举行",
        "文章写于三月",
        "著者は語った。",
        "By Ada Quill's account the mill closed in 1911.",
        "기자는 말했다",
        "作者：",
        "撰文",
    ],
)
def test_other_lines_name_no_author(line: str) -> None:
    assert authors_in(line) == ()


@pytest.mark.parametrize(
    "line",
    [
        "By the river in May 2022 we met",
        "2022年3月14日，镇政府宣布重开磨坊。",
        "上周三",
        "in 2022",
        "第3条 2022年3月14日起施行。",
    ],
)
def test_other_lines_are_no_date_lines(line: str) -> None:
    assert date_in(line) == ""


def test_a_sentence_of_the_text_says_nothing_of_it() -> None:
    source = document(f"{EN} It closed on 3 May 1911.\n\nBy Tuesday the river had risen. {EN}").source
    assert (source.published, source.authors) == ("", ())
