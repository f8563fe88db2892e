"""Reference lists, and the marks that point into them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.formats import read
from index.records import Document, SectionKind
from index.structure.references import (
    address,
    entries,
    list_end,
    marks,
    names_list,
)
from tests.index.documents import document

LABELS = {str(number) for number in range(1, 13)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("它说了。¹", [("¹", "1")]),
        ("它说了。¹²", [("¹²", "12")]),
        ("它说了¹⁻³，而且", [("¹⁻³", "1 2 3")]),
        ("it said¹,³ and more", [("¹,³", "1 3")]),
        ("a place of 300 m² and 10⁶ people, 10⁻⁶ of them", []),
        ("它说了。⁹⁹", [("⁹⁹", "99")]),  # a mark whose entry is lost
        ("它说了[1]。", [("[1]", "1")]),
        ("it said [12], and", [(" [12]", "12")]),
        ("it said [1] and", [(" [1]", "1")]),
        ("it said [1][2].", [(" [1]", "1"), ("[2]", "2")]),
        ("it said [1, 4–6].", [(" [1, 4–6]", "1 4 5 6")]),
        ("它说了［2］，〔3〕【4】", [("［2］", "2"), ("〔3〕", "3"), ("【4】", "4")]),
        ("a raised one[²]", [("[²]", "2")]),
        ("half of it raised[1-³]", [("[1-³]", "1 2 3")]),
        ("half of it raised[1,⁹⁹]", [("⁹⁹", "99")]),  # which is a mark without its bracket
        ("it said [99].", []),  # no such entry
        ("it said [1, 99].", []),
        ("it said [3-1].", []),
        ("[1] A numbered line", []),
        ("an array [2024] or a[i]", []),
        ("[sic] (1) {1}", []),
    ],
)
def test_marks(text: str, expected: list[tuple[str, str]]) -> None:
    found = marks(text, LABELS)
    assert [(text[mark.start : mark.end], " ".join(mark.labels)) for mark in found] == expected
    assert marks(text, set()) == []


@given(st.text(st.sampled_from(list("ab 1[]【】，,-–¹²⁻^。")), max_size=30))
@example("1[1-²】")
def test_marks_do_not_overlap(text: str) -> None:
    at = 0
    for mark in marks(text, LABELS):
        assert at <= mark.start < mark.end <= len(text)
        assert mark.labels
        at = mark.end


@pytest.mark.parametrize(
    ("line", "label", "text"),
    [
        ("1. Smith, 2020.", "1", "Smith, 2020."),
        ("- 1 Smith, 2020.", "1", "Smith, 2020."),
        ("[1] Smith, 2020.", "1", "Smith, 2020."),
        ("[1]王某：《书》，2020年。", "1", "王某：《书》，2020年。"),
        ("［12］ 王某", "12", "王某"),
        ("(3) Smith", "3", "Smith"),
        ("4、王某", "4", "王某"),
        ("5．王某", "5", "王某"),
        ("6.王某", "6", "王某"),
        ("⁷ Smith", "7", "Smith"),
        ("[^note]: Smith", "note", "Smith"),
    ],
)
def test_entries(line: str, label: str, text: str) -> None:
    assert entries([line]) == {label: text}


def test_what_an_entry_runs_on_over_is_joined() -> None:
    lines = ["1. Smith, A book,", "London, 2020. https://a.org/a-", "long/path.html.", "2. Jones."]
    assert entries(lines) == {"1": "Smith, A book, London, 2020. https://a.org/a-long/path.html.", "2": "Jones."}
    assert list_end(["References", *lines, "An end."], 0) == 5


def test_a_decimal_begins_no_entry() -> None:
    assert entries(["1. Smith sold", "2.5 million", "2. Jones"]) == {"1": "Smith sold 2.5 million", "2": "Jones"}


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        ("Smith, <https://a.org/x>.", "https://a.org/x"),
        ("Smith, https://a.org/x.pdf.", "https://a.org/x.pdf"),
        ("王某，https://a.org/x。下文", "https://a.org/x"),
        ("Smith (https://a.org/x_(y)).", "https://a.org/x_(y)"),
        ("two: https://a.org/1; https://a.org/2", "https://a.org/1"),
        ("Smith, 2020.", ""),
    ],
)
def test_address(entry: str, url: str) -> None:
    assert address(entry) == url


@pytest.mark.parametrize("words", ["References", "NOTES", "参考文献", "注释", "脚注"])
def test_names_of_lists(words: str) -> None:
    assert names_list(words)
    assert not names_list(f"{words} to all of this")


# In a document

FIRST = "这是一篇很普通的文章，它有一个段落，段落里面有很多的句子[1]。每一个句子都说了一件事情[2-3]，而且它们都以句号结尾。[1]"
SECOND = "第二个段落讲的是另外一些事情，例如春天的花、夏天的雨和秋天的月亮。冬天没有什么可讲[9]，因为外面太冷。"


def notes(made: Document) -> list[tuple[str, str, str, str]]:
    return [(note.label, made.text[note.at - 2 : note.at], note.text, note.url) for note in made.notes]


def test_marks_in_brackets_are_taken_out_and_resolved() -> None:
    made = document(
        f"{FIRST}\n\n{SECOND}\n\n参考文献\n\n[1]王某：《书》，2020年，https://a.org/1。\n[2] 李某，2021年。\n[3] 张某[J]，2022年。\n"
    )
    book = ("王某：《书》，2020年，https://a.org/1。", "https://a.org/1")
    assert notes(made) == [
        ("1", "句子", *book),
        ("2", "事情", "李某，2021年。", ""),
        ("3", "事情", "张某[J]，2022年。", ""),
        ("1", "尾。", *book),
    ]
    body = next(s for s in made.sections if s.kind is SectionKind.BODY)
    text = made.text[body.start : body.end]
    assert "[1]" not in text
    assert "可讲[9]，" in text  # nothing says that this is a mark
    listed = next(s for s in made.sections if s.kind is SectionKind.REFERENCES)
    assert made.text[listed.start : listed.end].startswith("[1]王某")


def test_footnotes_of_markdown() -> None:
    made = document(f"{SECOND}[^a]\n\n{FIRST}\n\n[^a]: Smith, <https://a.org/x>.\n")
    assert notes(made) == [("a", "冷。", "Smith, <https://a.org/x>.", "https://a.org/x")]
    assert made.sections[-1].kind is SectionKind.REFERENCES
    assert "[1]" in made.text


def test_raised_numbers_of_a_fragment() -> None:
    raw = f"<p>{SECOND}<sup>1</sup></p><p>The area is 300 m<sup>2</sup>.</p><p>参考文献</p><p>1. 王某，2020年。</p>"
    assert "冷。¹\n" in read(raw.encode(), "x.html").text
    made = document(raw, name="x.html")
    assert notes(made) == [("1", "冷。", "王某，2020年。", "")]
    assert "300 m²" in made.text


# Headings whose depth is known


THIRD = "港口的改建比计划晚了两年，费用也多出了三成。渔民说，如果再有一个季节不能出海，他们就只好把船卖掉。"
FOURTH = "图书馆每天早上九点开门，周末则要晚一个小时。借书证在服务台办理，需要带一张照片和一份住址的证明。"


def test_markdown_says_how_deep_a_heading_is() -> None:
    made = document(f"# 甲\n\n{FIRST}\n\n### 乙\n\n{SECOND}\n\n## 丙\n\n{THIRD}\n\n# 丁\n\n{FOURTH}\n")
    assert [s.path for s in made.sections] == [("甲",), ("甲", "乙"), ("甲", "丙"), ("丁",)]


def test_markup_says_how_deep_a_heading_is() -> None:
    made = document(f"<h2>甲</h2><p>{FIRST}</p><h3>乙</h3><p>{SECOND}</p><h2>丙</h2><p>{THIRD}</p>", name="x.html")
    assert [s.path for s in made.sections] == [("甲",), ("甲", "乙"), ("丙",)]
