"""Cleaning: what is not the article leaves, with a reason and its place; what is the article stays, all of it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Document, SectionKind, Source
from index.text.script import width
from tests.index.documents import NAMES, document, seed, seed_text

PROSE = "这是一篇很普通的文章，它有一个段落，段落里面有很多的句子。每一个句子都说了一件事情，而且它们都以句号结尾。"
MORE = (
    "第二个段落讲的是另外一些事情，例如春天的花、夏天的雨和秋天的月亮。冬天没有什么可讲，因为外面太冷，人们都在家里。"
)
ENGLISH = (
    "This is a paragraph of a plain essay, long enough that nobody would take it for a menu. It has two sentences."
)


def vanished(raw: str, made: Document) -> list[str]:
    """Lines of the raw text of which anything but white space, markup and footnote marks is neither kept nor reported."""
    left = list(raw)
    spans = [(s.start, s.end) for s in made.offsets.sources(0, len(made.text))]
    spans += [(part.source_start, part.source_end) for part in made.dropped]
    for start, end in spans:
        left[start:end] = " " * (end - start)
    bare = re.sub(r"</?[a-z][^>]*>|&#?\w+;|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\[(?=\s*\n)", lambda m: " " * len(m.group()), "".join(left))
    return [line.strip() for line in bare.splitlines() if line.strip()]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_a_seed_vanishes_silently(name: str) -> None:
    assert [line for line in vanished(seed_text(name), seed(name)) if line not in ("[", "#")] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_was_dropped_is_reported_with_its_place_and_a_reason(name: str) -> None:
    raw = seed_text(name)
    for part in seed(name).dropped:
        assert raw[part.source_start : part.source_end] == part.text
        assert part.reason
    places = [part.source_start for part in seed(name).dropped]
    assert places == sorted(places)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_both_kept_and_dropped(name: str) -> None:
    kept = {at for s in seed(name).offsets.sources(0, len(seed(name).text)) for at in range(s.start, s.end)}
    for part in seed(name).dropped:
        assert kept.isdisjoint(range(part.source_start, part.source_end)), part


def test_000_ends_at_the_sites_own_mark() -> None:
    made, raw = seed("000"), seed_text("000")
    article = raw[raw.index("【人民報消息】") : raw.index("△")]
    assert article in made.text
    searched = [made.text[s.start : s.end] for s in made.sections if s.kind is SectionKind.BODY]
    assert searched == [article]
    assert made.text.endswith("△(轉自美國之音)\n")
    for chrome in ("大陸最賺錢地鐵", "海南暴雨", "上海已死", "反饋信箱", "分享:", "人氣", "電子報", "捐款"):
        assert chrome not in made.text
        assert any(chrome in part.text for part in made.dropped)


def test_001_ends_before_the_other_headlines() -> None:
    made, raw = seed("001"), seed_text("001")
    paragraphs = [line for line in raw[: raw.index("相关内容")].splitlines() if width(line) > 30]
    assert len(paragraphs) == 12 + 1  # and the caption
    assert all(paragraph in made.text for paragraph in paragraphs)
    teasers = [part for part in made.dropped if part.reason == "after the end of the article"]
    assert len(teasers) == 2 + 20
    for words in ("相关内容", "热门资讯", "长春市", "IBM", "马铃薯", "WWDC25", "手机支架"):
        assert words not in made.text
    captions = [made.text[s.start : s.end] for s in made.sections if s.kind is SectionKind.CAPTION]
    assert captions == [
        "当地时间2024年4月10日,美国华盛顿特区,美国总统拜登与日本首相岸田文雄在白宫玫瑰园举行新闻发布会。 视觉中国"
    ]
    assert [part.text for part in made.dropped if part.reason == "counter"] == ["0"]


def test_002_has_nothing_to_drop() -> None:
    assert seed("002").dropped == ()
    assert seed("002").text.split() == seed_text("002").split()


def test_003_keeps_the_text_and_leaves_the_markup() -> None:
    made = seed("003")
    assert not re.search(r"<|>|&\w+;|https?://|1712111942000|weserv", made.text)
    plain = re.sub(r"<[^>]*>", "", seed_text("003")[seed_text("003").index("韩国首尔") :])
    assert "".join(made.text[made.text.index("韩国首尔") :].split()) == "".join(plain.split())
    assert [made.text[s.start : s.end] for s in made.sections if s.kind is SectionKind.CAPTION] == [
        "资料照片：美国总统拜登和日本首相岸田文雄。（2023年1月13日）"
    ]


def test_004_loses_its_logos_and_nothing_else() -> None:
    made = seed("004")
    logos = ["EUROPEAN", "LEADERSHIP", "NETWORK", "APLN", "ASIA-PACIFIC LEADERSHIP NETWORK"]
    assert [part.text for part in made.dropped] == logos * 2
    assert {part.reason for part in made.dropped} == {"repeated outside the text"}
    for words in ("政策简报", "秋山信将博士", "© The ELN and the APLN 2024", "- 36 Some Japanese scholars"):
        assert words in made.text


# Web pages

MENU = "首页 新闻 国际 财经 体育"
FOOT = "分享到：\n微信 微博\n\n相关阅读\n另外一件事情的标题很长\n又有一件事情的标题更长\n\n关于我们 | 联系我们 | 网站地图\n某某网 版权所有"


def page(*paragraphs: str) -> Document:
    return document("\n\n".join([MENU, "一个相当长的标题在这里", "2024-07-01 08:00 来源：某某报", *paragraphs, FOOT]))


def body(made: Document) -> list[str]:
    return "\n".join(made.text[s.start : s.end] for s in made.sections if s.kind is SectionKind.BODY).split("\n")


def test_a_page_is_left_out_around_its_article() -> None:
    made = page(PROSE, MORE)
    assert body(made) == [PROSE, MORE]
    assert made.source.title == "一个相当长的标题在这里"
    assert {part.text for part in made.dropped} == {MENU, *(line for line in FOOT.split("\n") if line)}


def test_links_and_offers_among_the_paragraphs_are_left_out_with_their_reasons() -> None:
    made = page(PROSE, "延伸阅读：另外一件事情", "（扫描二维码，关注某某网公众号）", "广告", MORE)
    assert body(made) == [PROSE, MORE]
    assert [(part.text, part.reason) for part in made.dropped[1:4]] == [
        ("延伸阅读：另外一件事情", "a link to another page"),
        ("（扫描二维码，关注某某网公众号）", "an offer of the site"),
        ("广告", "a button of the page"),
    ]


def test_a_list_of_other_pages_ends_where_the_article_goes_on() -> None:
    made = page(PROSE, "延伸閱讀\n另外一件事情的標題很長\n又有一件事情的標題更長", "一、起因", MORE)
    assert body(made) == [PROSE, MORE]
    assert "一、起因" in made.text
    assert "另外一件事情的標題很長" not in made.text


@pytest.mark.parametrize(
    "ending",
    [
        "“燈亮著就好。”",
        "云麓市交通运输局\n2025年2月20日",
        "附件：线路图.pdf",
        "1. 滨河路口站\n2. 北环路菜场站",
        "联系方式\n\n电话：0000-123",
        "本站使用 cookies 的那一天，我把它们都删了。后来我发现，删了以后什么都记不住，连我自己也一样，这就是全部。",
    ],
)
def test_the_last_lines_of_an_article_are_kept_however_short(ending: str) -> None:
    made = page(PROSE, MORE, ending)
    assert [line for line in ending.split("\n") if line and line not in made.text] == []


def test_buttons_under_each_part_of_a_page_do_not_end_it() -> None:
    posts = [line for text in (PROSE, MORE, "谢谢，我知道了。", "不客气。") for line in (text, "回复 点赞 举报")]
    made = page(*posts)
    assert body(made) == [PROSE, MORE, "谢谢，我知道了。", "不客气。"]


def test_names_after_the_end_are_kept_as_front_matter() -> None:
    made = page(PROSE, MORE, "- END -", "撰文｜苏迟")
    assert body(made) == [PROSE, MORE]
    assert "撰文｜苏迟" in [made.text[s.start : s.end] for s in made.sections if s.kind is SectionKind.FRONT]


# Texts that are nobody's web page

KEPT_WHOLE = {
    "a poem": "床前明月光\n疑是地上霜\n举头望明月\n低头思故乡",
    "a list": "苹果\n香蕉\n梨\n桃\n葡萄",
    "one line": "核磋商小组",
    "a refrain": "回家吧\n回家吧\n天黑了\n回家吧\n回家吧",
    "an essay with a signature": f"{PROSE}\n\n{MORE}\n\n王小明\n2024年7月1日",
    "an essay with a place and a date": f"{PROSE}\n\n{MORE}\n\n2024年夏，写于北京",
    "an English letter": f"Dear Sir,\n\n{ENGLISH}\n\n{ENGLISH.replace('plain', 'second')}\n\nYours faithfully,\n\nJ. Doe",
    "Chinese ellipses": f"{PROSE}\n\n他走了……\n她也走了……\n大家都走了……\n没有人了……",
    "list items that break off": f"{PROSE}\n\n- 苹果、梨、香蕉…\n- 牛、羊…\n- 桌子、椅子…\n- 天、地…\n- 春、夏…",
    "numbered items that break off": f"{PROSE}\n\n1. 苹果、梨...\n2. 牛、羊...\n3. 桌子、椅子...\n4. 天、地...",
    "one line that breaks off": f"{PROSE}\n\n其余的事情，以后再说…",
    "an ending said twice": f"{PROSE}\n\n永远！\n\n永远！永远！",
    "a box to tick": f"{PROSE}\n\n请在方框□内打勾，然后把这张表格寄回给我们，地址写在背面，邮资由我们来付。\n\n谢谢",
    "a square in the last line": f"{PROSE}\n\n{MORE[:-1]}，见□号。\n\n附件：两份",
    "questions and answers": f"问：什么是核磋商小组？\n答：它是美韩之间的机制。\n问：何时成立？\n答：2023年4月。\n\n{PROSE}",
    "a long list before prose": "\n".join(f"第{i}种水果的名字" for i in range(1, 20)) + f"\n{PROSE}",
    "short lines over a guessed title": f"主持人：张三\n嘉宾：李四、王五、赵六和别人\n\n{PROSE}\n\n{MORE}",
    "an essay on cookies": f"{PROSE}\n\n本站使用 cookies 的那一天，我把它们都删了。后来我发现，删了以后什么都记不住，连我自己也一样。\n\n{MORE}",
    "a report with pages' words as headings": f"Comments\n\n{ENGLISH}\n\nContact\n\n{ENGLISH.replace('plain', 'second')}\n\nJ. Doe, 555 0142",
    "an interview of one-word lines": f"{PROSE}\n\n分享？\n\n不。\n\n收藏？\n\n不。\n\n{MORE}",
    "a reading list of a book": f"{PROSE}\n\n延伸閱讀\n\n王小明，《山中書》，2001年\n李四，《水邊書》，2003年",
    "a heading over each part": f"一、起因\n\n{PROSE}\n\n二、经过\n\n{MORE}",
}


@pytest.mark.parametrize("text", KEPT_WHOLE.values(), ids=KEPT_WHOLE)
def test_content_that_only_looks_like_furniture_is_kept(text: str) -> None:
    made = document(text)
    kept = set(re.sub(r"[ \u3000]", "", made.text).split("\n"))
    lost = [line for line in text.split("\n") if line and re.sub(r"[ \u3000]", "", line) not in kept]
    assert len(made.dropped) <= (1 if "said twice" in text or "回家吧" in text else 0), made.dropped
    assert not [line for line in lost if line not in ("回家吧",)]


@pytest.mark.parametrize("name", ["a poem", "a list", "one line", "questions and answers", "a long list before prose"])
def test_what_has_no_title_is_searched_whole(name: str) -> None:
    made = document(KEPT_WHOLE[name])
    searched = "\n".join(made.text[s.start : s.end] for s in made.sections if s.kind is SectionKind.BODY)
    said = (
        re.sub("^[问答]：", "", line) for line in KEPT_WHOLE[name].split("\n")
    )  # who speaks is no part of what is said
    assert searched.split("\n") == [line for line in said if line]


@pytest.mark.parametrize(
    ("tail", "first"),
    [
        (
            "相关阅读\n某地举行盛大的活动，吸引了很多人来参加...\n某公司发布了新的产品，价格比以前更低...\n"
            "某人说了一些话，引起了网友们的热烈讨论...\n某球队赢得了比赛，球迷们走上街头庆祝...",
            "相关阅读",
        ),
        (
            "甲新闻很重要;乙新闻\n甲新闻很重要;乙新闻\n丙新闻也重要\n丙新闻也重要\n关于我们\n联系方式",
            "甲新闻很重要;乙新闻",
        ),
    ],
)
def test_teasers_after_an_article_are_dropped(tail: str, first: str) -> None:
    made = document(f"{PROSE}\n\n{MORE}\n\n{tail}")
    assert made.text.split() == [PROSE, MORE]
    assert made.dropped[0].text == first
    assert {part.reason for part in made.dropped} == {"after the end of the article"}


@pytest.mark.parametrize("mark", ["△", "■", "（完）", "(完)", "【全文完】", "□(轉自某報)", "（END）"])
def test_an_end_mark_ends_the_article_and_is_kept_as_front_matter(mark: str) -> None:
    made = document(f"{PROSE}\n\n{MORE}{mark}\n\n分享\n\n人气：3,443")
    assert [made.text[s.start : s.end] for s in made.sections if s.kind is SectionKind.BODY] == [f"{PROSE}\n{MORE}"]
    assert [made.text[s.start : s.end] for s in made.sections if s.kind is SectionKind.FRONT] == [mark]
    assert [part.text for part in made.dropped] == ["分享", "人气：3,443"]


def test_a_mark_with_more_prose_behind_it_ends_nothing() -> None:
    made = document(f"{PROSE}（完）\n\n{MORE}")
    assert made.dropped == ()


def test_an_article_does_not_end_before_its_prose() -> None:
    notice = "© {}. All rights reserved. This material of ours may not be published, broadcast or rewritten by anybody."
    text = "\n".join(["Harbour", *map(notice.format, ("2021 The Times", "2022 A Press Agency", "2023 Northern News"))])
    made = document(f"{text}\n")
    assert (made.text.strip(), made.dropped) == (text, ())


def test_what_stands_over_a_known_title_is_dropped_and_over_a_guessed_one_kept() -> None:
    text = f"首页 新闻\n\n一个相当长的标题\n\n某某报\n\n{PROSE}"
    known = document(text, Source(title="一个相当长的标题"))
    assert [(part.text, part.reason) for part in known.dropped] == [("首页 新闻", "before the title")]
    assert document(text).dropped == ()
    for made in (known, document(text)):
        assert made.source.title == "一个相当长的标题"
        kinds = {made.text[s.start : s.end]: s.kind for s in made.sections}
        assert kinds["一个相当长的标题"] is SectionKind.TITLE
        assert kinds["某某报"] is SectionKind.FRONT


def test_a_title_under_its_own_breadcrumb_is_kept_once() -> None:
    made = document(f"一个相当长的标题\n\n一个相当长的标题\n\n{PROSE}", Source(title="一个相当长的标题"))
    assert made.text.split() == ["一个相当长的标题", PROSE]
    assert [part.reason for part in made.dropped] == ["repeated outside the text"]


LINES = st.sampled_from(
    [
        *(
            "首页",
            "分享:",
            "3,443",
            "2024年7月1日",
            "一个相当长的标题在这里",
            "王小明",
            "...",
            "相关阅读",
            "References",
        ),
        *(PROSE, MORE, ENGLISH, PROSE + "△", MORE[:-1], "某地举行活动，很多人来参加...", "他走了……", "- 苹果、梨…"),
        *("1. 第一条", "2 Smith, 2020.", "作者简介", "编者按：这是按语。", "甲：某大学教授", "甲", "[主语]", "© 2024"),
        *("m² 与 10⁶。¹", "“引文。”", "# 标题", "\u3000缩进的一行", "图为某人。 新华社"),
    ]
)


@given(st.lists(st.tuples(LINES, st.sampled_from(["\n", "\n\n", "\r\n", "\n \n"])), min_size=1, max_size=16))
def test_nothing_ever_vanishes_silently(parts: list[tuple[str, str]]) -> None:
    raw = "".join(line + end for line, end in parts)
    made = document(raw)
    assert [line for line in vanished(raw, made) if line != "#"] == []
    for part in made.dropped:
        assert raw[part.source_start : part.source_end] == part.text
    assert all(made.text[s.start : s.end].strip() for s in made.sections)


CONTENTS = """Manual of the mill

Contents

1. The wheel ..................... 2
   1.1 Its buckets ............... 2
2. The stones . . . . . . . . . .  4
   How they are dressed              5
3. The sluice                       11

1. The wheel

The wheel is turned by water that falls on it from above. It was made anew in 1931.

1.1 Its buckets

There are 36 buckets of elm. Each holds nine litres and is made by hand.

2. The stones

The stones come from the same quarry as those of the bridge. They weigh a ton each.

How they are dressed

A stone is dressed every eighty hours with a pick of hard steel. That takes a day.

3. The sluice

The sluice is opened at six in the morning and closed at dusk, but on Sundays.
"""


def test_a_list_of_contents_is_left_out() -> None:
    made = document(CONTENTS)
    out = [part.text for part in made.dropped if part.reason == "in a list of contents"]
    assert [re.sub(r"[ .]*\d+$", "", line) for line in out] == [
        "1. The wheel",
        "1.1 Its buckets",
        "2. The stones",
        "How they are dressed",
        "3. The sluice",
    ]
    assert "36 buckets" in made.text


@pytest.mark.parametrize(
    "lines",
    [
        "Wheel ..... 2\nBuckets ..... 3\nStones ..... 4\nSluice ..... 9",
        "1. The wheel ..... 9\n2. The stones ..... 7\n3. The sluice ..... 5\n1.1 Its buckets ..... 2",
    ],
)
def test_figures_at_the_ends_of_lines_make_no_list_of_contents(lines: str) -> None:
    """Prices of things that are no headings; or figures that do not go up."""
    at = CONTENTS.index("1. The wheel\n")
    made = document(f"Manual of the mill\n\n{lines}\n\n{CONTENTS[at:]}")
    assert all(line in made.text for line in lines.split("\n"))
