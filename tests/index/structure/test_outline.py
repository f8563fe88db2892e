"""The outline of a text: sections, who speaks in them, footnotes, and the parts that are not content."""

from __future__ import annotations

import re

import pytest

from index.records import SEARCHED, Document, SectionKind, Source
from tests.index.documents import NAMES, document, seed, seed_text

ABOVE = "日本面临的战略风险情况"
ADVICE = "日本应对措施的几点建议"
TAIWAN, KOREA = "台湾突发情况", "朝鲜半岛突发情况"

GOLDEN: dict[str, list[tuple[str, tuple[str, ...], tuple[str, ...]]]] = {
    "000": [("title", (), ()), ("front", (), ()), ("body", (), ()), ("front", (), ())],
    "001": [("title", (), ()), ("front", (), ()), ("body", (), ()), ("caption", (), ()), ("body", (), ())],
    "002": [
        ("editor_note", (), ()),
        ("biography", (), ()),
        ("front", ("“核共享”只会加剧地区安全风险",), ("廉德瑰",)),
        ("body", ("“核共享”只会加剧地区安全风险",), ("廉德瑰",)),
        ("front", ("“戴高乐之问”的警示",), ("郭晓兵",)),
        ("body", ("“戴高乐之问”的警示",), ("郭晓兵",)),
        ("front", ("亚太需要真正践行“新安全观”",), ("项昊宇",)),
        ("body", ("亚太需要真正践行“新安全观”",), ("项昊宇",)),
    ],
    "003": [
        ("title", (), ()),
        ("front", (), ()),
        ("caption", (), ()),
        ("front", (), ()),
        ("body", (), ()),
        ("body", ("更加强势自信的日本",), ()),
        ("body", ("如何推行",), ()),
    ],
    "004": [
        ("title", (), ()),
        ("front", (), ()),
        ("body", (), ()),
        ("biography", ("作者简介", "秋山信将博士"), ()),
        ("body", ("执行摘要",), ()),
        ("body", (ABOVE, TAIWAN), ()),
        ("body", (ABOVE, TAIWAN, "军事能力"), ()),
        ("body", (ABOVE, TAIWAN, "盟国的支持"), ()),
        ("body", (ABOVE, TAIWAN, "国内政治因素"), ()),
        ("body", (ABOVE, KOREA, "军事能力"), ()),
        ("body", (ABOVE, KOREA, "朝鲜的政策变化"), ()),
        ("body", ("风险评估", TAIWAN), ()),
        ("body", ("风险评估", "朝鲜突发情况的风险"), ()),
        ("body", (ADVICE, "加强防卫能力"), ()),
        ("body", (ADVICE, "加强日美韩三国协调"), ()),
        ("body", (ADVICE, "通过战略对话减少威胁"), ()),
        ("body", ("结论",), ()),
        ("references", ("References",), ()),
        ("imprint", (), ()),
        ("pull_quote", (), ()),
    ],
}


def searched(made: Document) -> str:
    return "\n".join(made.text[s.start : s.end] for s in made.sections if s.kind in SEARCHED)


def text_under(made: Document, heading: str) -> str:
    return "\n".join(made.text[s.start : s.end] for s in made.sections if heading in s.path)


@pytest.mark.parametrize("name", NAMES)
def test_the_outline_of_a_seed(name: str) -> None:
    assert [(str(s.kind), s.path, s.authors) for s in seed(name).sections] == GOLDEN[name]


@pytest.mark.parametrize("name", NAMES)
def test_sections_are_in_order_and_all_that_is_between_them_is_headings(name: str) -> None:
    made = seed(name)
    headings = {heading for section in made.sections for heading in section.path}
    at = 0
    for section in made.sections:
        assert at <= section.start < section.end
        assert set(made.text[at : section.start].split("\n")) - {""} <= headings
        at = section.end
    assert made.text[at:] == "\n"


# Who speaks


@pytest.mark.parametrize(
    ("words", "author"),
    [
        ("地区国家应坚定拒绝以任何方式在亚太地区复制“核共享”安排", "廉德瑰"),
        ("在同盟体系内部维持“核垄断”", "廉德瑰"),
        ("美国是否真的愿意牺牲纽约来保卫巴黎", "郭晓兵"),
        ("二靠共同承诺不首先使用核武器", "郭晓兵"),
        ("战略稳定评估机制", "项昊宇"),
        ("2024年7月中国倡议五核国", "项昊宇"),
    ],
)
def test_who_says_what_in_the_round_table(words: str, author: str) -> None:
    made = seed("002")
    at = made.text.index(words)
    (section,) = [s for s in made.sections if s.start <= at < s.end]
    assert section.authors == (author,)
    assert section.kind is SectionKind.BODY


def test_the_editor_is_none_of_the_three() -> None:
    made = seed("002")
    note = next(s for s in made.sections if s.kind is SectionKind.EDITOR_NOTE)
    assert made.text[note.start : note.end].startswith("编者按:")
    assert note.authors == ()
    lives = next(s for s in made.sections if s.kind is SectionKind.BIOGRAPHY)
    assert [line.split(":")[0] for line in made.text[lives.start : lives.end].split("\n")] == [
        "廉德瑰",
        "郭晓兵",
        "项昊宇",
    ]


# Sentences that the page cut


@pytest.mark.parametrize(
    "sentence",
    [
        "台军兵力约有 9 万人，这意味着中国入台部队可达到台军的 4.6 倍。",  # 如果美国表现出…
        "日本提供的后勤支援、护航以及保护美国在日本的军事资产，是美国有效支持台湾的必要条件。",  # 中国可能会主张说…
        "以上两项是保持快速持久行动并挫败对方入侵意图的能力。",  # 日本国内有些人认为…
        "一旦对韩国实施核打击，就有可能遭到美国的斩首或战略性攻击。朝鲜似乎已经放弃了统一半岛的目标，但仍希望通过统治一个朝鲜族国家",  # a page break alone
        "为控制朝鲜核武器的相关风险，世界将不得不接受违反国际核不扩散机制规则的行为",  # [现有沟通渠道] 已被纳入…
    ],
)
def test_a_sentence_that_was_cut_in_two_is_whole_again(sentence: str) -> None:
    made, raw = seed("004"), seed_text("004")
    assert sentence not in raw
    assert sentence in searched(made)
    at = made.text.index(sentence)
    spans = made.offsets.sources(at, at + len(sentence))
    assert len(spans) == 2
    assert "".join(raw[span.start : span.end] for span in spans) == sentence


def test_headings_broken_by_a_line_wrap_are_one() -> None:
    assert "日本面临的 战略风险情况" in seed_text("004")
    assert any("日本面临的战略风险情况" in section.path for section in seed("004").sections)


# Footnotes


def test_each_of_the_35_marks_resolves_to_its_entry() -> None:
    made, raw = seed("004"), seed_text("004")
    entries = dict(re.findall(r"^- (\d+) (.+)$", raw, re.MULTILINE))
    assert len(entries) == 36
    assert sorted(int(note.label) for note in made.notes) == list(range(1, 36))  # 36 has an entry and no mark
    for note in made.notes:
        assert note.text == entries[note.label].strip()


def test_a_mark_is_known_by_the_words_it_followed() -> None:
    made, raw = seed("004"), seed_text("004")
    superscript = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
    for note in made.notes:
        before = made.text[max(note.at - 12, 0) : note.at].split("\n")[-1]
        assert before + note.label.translate(superscript) in raw
        assert note in made.notes_in(note.at - len(before), note.at)
    assert not re.search("[⁰¹²³⁴⁵⁶⁷⁸⁹]", made.text)


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("从根本上强化", "1"),
        ("严重且迫在眉睫的威胁", "3"),
        ("44% 的人支持不派遣自卫队", "14"),
        ("军备控制”的方法，", "34"),
    ],
)
def test_a_sentence_has_the_notes_that_stood_in_it(words: str, label: str) -> None:
    made = seed("004")
    at = made.text.index(words)
    assert label in {note.label for note in made.notes_in(at, at + 200)}


def test_numbers_raised_for_another_reason_stay() -> None:
    prose = "The area is 300 m² and 10⁶ people live there, so the report says at some length.¹ It is a big place.²"
    made = document(f"{prose}\n\nReferences\n\n1. Smith, 2020.\n2. Jones, 2021.\n")
    assert "300 m² and 10⁶ people live there, so the report says at some length. It is" in made.text
    assert [(note.label, note.text) for note in made.notes] == [("1", "Smith, 2020."), ("2", "Jones, 2021.")]


def test_without_a_reference_list_every_raised_number_stays() -> None:
    text = "The area is 300 m² and the report says so.¹ This goes on until the line is long enough to be prose, it is."
    made = document(text)
    assert made.text == text + "\n"
    assert made.notes == ()


# What is never retrieved as content


@pytest.mark.parametrize(
    "words",
    [
        "Prime Minister's Office",
        "峯村健司",
        "Tosaki",
        "https://",
        "由 ELN 和 APLN 出版发行",
        "St James's Square",
        "泛欧非政府组织",
        "秋山信将\n",
        "日本专家学者对中台关系脆弱现状的认识，表明台海武装冲突的风险可能正在增加。",
    ],
)
def test_references_imprint_and_pull_quotes_are_kept_but_not_searched(words: str) -> None:
    made = seed("004")
    assert words in made.text
    assert words not in searched(made)


@pytest.mark.parametrize("name", ["000", "001", "003"])
def test_titles_dates_and_credits_are_kept_but_not_searched(name: str) -> None:
    made = seed(name)
    assert made.source.title in made.text
    assert made.source.title not in searched(made)
    for words in ("2024年10月5日發表", "轉自美國之音", "创始人", "2025-03-14", "GMT"):
        assert words not in searched(made)


# Texts made on the spot

PROSE = "这是一篇很普通的文章，它有一个段落，段落里面有很多的句子。每一个句子都说了一件事情，而且它们都以句号结尾。"
MORE = "第二个段落讲的是另外一些事情，例如春天的花、夏天的雨和秋天的月亮。冬天没有什么可讲，因为外面太冷。"


def kinds(made: Document) -> list[tuple[str, tuple[str, ...], str]]:
    return [(str(s.kind), s.path, made.text[s.start : s.end]) for s in made.sections]


def test_markdown_headings_make_sections() -> None:
    made = document(f"# 起因\n\n{PROSE}\n\n# 经过\n\n{MORE}\n")
    assert kinds(made) == [("body", ("起因",), PROSE), ("body", ("经过",), MORE)]


def test_a_reference_list_whose_entries_run_over_lines() -> None:
    made = document(
        f"{PROSE}¹\n\n{MORE}²\n\n参考文献\n\n1. 张三：《一本书名很长的书》，\n北京出版社，2020年。\n2. 李四，2021年。\n"
    )
    assert made.notes[0].text == "张三：《一本书名很长的书》， 北京出版社，2020年。"
    assert made.notes[1].text == "李四，2021年。"
    assert searched(made) == f"{PROSE}\n{MORE}"


def test_a_bibliography_without_numbers_is_not_searched() -> None:
    made = document(
        f"{PROSE}\n\n{MORE}\n\nReferences\n\nSmith, J. (2020). A book. London.\n\nJones, K. (2021). Another. https://a.org\n"
    )
    assert searched(made) == f"{PROSE}\n{MORE}"
    assert made.sections[-1].kind is SectionKind.REFERENCES


def test_a_text_about_references_keeps_its_text() -> None:
    made = document(f"{PROSE}\n\n参考文献\n\n{MORE}")
    assert MORE in searched(made)


def test_authors_named_in_the_sources_are_found_as_bylines() -> None:
    made = document(
        f"甲的题目\n张三丰\n{PROSE}\n乙的题目\n李四光\n{MORE}", Source(authors=("张三丰", "李四光"), title="圆桌")
    )
    assert [(s.path, s.authors) for s in made.sections if s.kind is SectionKind.BODY] == [
        (("甲的题目",), ("张三丰",)),
        (("乙的题目",), ("李四光",)),
    ]


def test_english_words_are_not_glued_where_a_page_break_cut_a_sentence() -> None:
    first = (
        "The alliance needs to be able to respond at once to a crisis in the strait, and for this reason the allies of "
        "the United States in the region"
    )
    made = document(
        f"{first}\n\nhave begun to plan for it together. This is new, and it is not welcome to all of them.\n"
    )
    assert "the region have begun to plan" in made.text


def test_a_poem_is_no_heap_of_headings() -> None:
    poem = "床前明月光\n疑是地上霜\n举头望明月\n低头思故乡"
    assert kinds(document(poem)) == [("body", (), poem)]


# Short lines that are content


@pytest.mark.parametrize(
    "raw",
    [
        "<p>The <b>lighthouse</b> was built in 1848 &amp; is 31&nbsp;m tall.<sup>1</sup></p><p>It was automated in 1986.</p>",
        "<ul><li>Pro plan costs 29 dollars a month</li><li>It has support</li></ul><p>This is all there is to it.</p>",
        "<table><tr><td>Pro plan</td><td>29 dollars</td></tr></table><p>This is all there is to it, it says.</p>",
        "The museum opens at nine\nIt closes at five in the afternoon, except on Sundays.\n",
        "Open every day\n\nEntrance is free\n\nIt closes at five.\n",
    ],
)
def test_short_lines_of_content_are_no_headings(raw: str) -> None:
    assert [path for _, path, _ in kinds(document(raw)) if path] == []


def test_only_marked_headings_are_headings_where_there_are_any() -> None:
    made = document(f"# 起因\n\n{PROSE}\n\n很短的一行\n\n{MORE}\n\n# 经过\n\n{MORE}尾。\n")
    assert {s.path for s in made.sections} == {("起因",), ("经过",)}
    assert "很短的一行" in searched(made)


def test_a_heading_with_nothing_under_it_is_text() -> None:
    made = document(f"# 起因\n\n## 细节\n\n{PROSE}\n\n## 空的\n\n## 最后\n\n{MORE}\n\n# 完了\n")
    assert {s.path for s in made.sections} == {("起因", "细节"), ("起因", "最后")}
    assert "空的" in searched(made)
    assert "完了" in searched(made)
