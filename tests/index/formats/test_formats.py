"""Readers: from bytes to text, and from each character of the text back to the file."""

from __future__ import annotations

import codecs
import html
import textwrap

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.errors import SourceError
from index.formats import read
from index.formats.decode import decode
from index.formats.text import read_text
from index.formats.web.html import looks_like_html, read_html
from index.records import Extracted, SectionKind

HANS = "美国承诺使用包括核武器在内的力量保护日本，这是两国在会议上达成的共识。"
HANT = "美國承諾使用包括核武器在內的力量保護日本，這是兩國在會議上達成的共識。"
JAPANESE = "日本の安全保障環境は、戦後最も厳しく複雑である。政府は努力を続けている。"
KOREAN = "한국과 미국은 핵협의그룹을 설립했다. 이는 북한의 위협에 대응하기 위한 것이다."


# Bytes to characters


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (HANS, "utf-8"),
        (HANT, "utf-8-sig"),
        (HANS, "utf-16"),
        (HANS, "gb18030"),
        (HANT, "gb18030"),
        (HANT, "big5"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (KOREAN, "cp949"),
        ("plain English, no accents", "ascii"),
        ("line\r\nline\rline\n", "utf-8"),
    ],
)
def test_decode(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "f") == text


@pytest.mark.parametrize("data", [b"PK\x03\x04\x00\x00\x08\x00", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\x00"])
def test_what_only_begins_as_a_document_is_refused_too(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"^f .*;"):
        read(data, "f")


def test_utf_16_of_either_order_is_known_by_its_mark() -> None:
    assert decode(codecs.BOM_UTF16_BE + HANS.encode("utf-16-be"), "f") == HANS
    assert decode(codecs.BOM_UTF16_LE + HANS.encode("utf-16-le"), "f") == HANS


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "f is empty"),
        (b" \n\t\r\n", "f is empty"),
        ("\u3000\n\u3000".encode(), "f holds only white space"),
        (codecs.BOM_UTF8, "f holds only white space"),
        (codecs.BOM_UTF16_LE, "f holds only white space"),
        (b"PK\x03\x04\x00\x00\x08\x00", "f is not a text file"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\x00", "f is not a text file"),
        (bytes(range(256)) * 4, "f is not a text file"),
        (b"\x01\x02\x03\x04abc" * 9, "f is not a text file"),
        (codecs.BOM_UTF8 + b"\xff\xff", "f is not a text file"),
        (codecs.BOM_UTF16_LE + b"a", "f is not a text file"),
    ],
)
def test_what_is_not_text_is_refused_in_one_line(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason) as caught:
        decode(data, "f")
    assert "\n" not in str(caught.value)


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=80))
def test_utf_8_is_never_taken_for_anything_else(text: str) -> None:
    try:
        found = decode(text.encode(), "f")
    except SourceError:
        assert not text.strip("\ufeff").strip() or any(char < " " or char == "\ufffd" for char in text)
    else:
        assert found == text.removeprefix("\ufeff")


# Fragments of web pages


def lines(extracted: Extracted) -> list[str]:
    return [line.strip() for line in extracted.text.split("\n") if line.strip()]


def marked(extracted: Extracted) -> list[tuple[SectionKind, str]]:
    return [(block.kind, extracted.text[block.start : block.end]) for block in extracted.marked]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<p>a &amp; b &lt;c&gt; &#8212; &#x4e2d;&nbsp;d</p>", ["a & b <c> — 中\xa0d"]),
        ("<p>a &unknown; b & c AT&T</p>", ["a &unknown; b & c AT&T"]),
        ("<p>one<br>two<br/>three<br />four</p>", ["one", "two", "three", "four"]),
        ("<div>a <b>b <i>c</i></b> <span>d</span></div>e", ["a b c d", "e"]),
        ("a<!-- not shown -->b", ["ab"]),
        ("<p>a</p><script>var b = '<p>c</p>';</script><style>p{}</style><p>d</p>", ["a", "d"]),
        ("<svg><text>a</text></svg><noscript>b</noscript><p>c", ["c"]),
        ("<p>a<p>b<li>c<li>d", ["a", "b", "c", "d"]),
        ("<p>a <b>bold", ["a bold"]),
        ("</div></p>a</b>", ["a"]),
        ("<head><title>x</title><body><p>a</p>", ["a"]),
        ("<p>a line\n   and its rest</p>\n<p>another</p>", ["a line and its rest", "another"]),
        ("<div>line one\nline two</div>", ["line one", "line two"]),
        ("<pre>line one\nline two</pre>", ["line one", "line two"]),
        ("<p>1 < 2 and 3 > 2</p>", ["1 < 2 and 3 > 2"]),
        ("<p>a</p>\n------\n<p>b</p>", ["a", "b"]),
        ("<p>a</p>\r\n------\r\n<p>b</p>", ["a", "b"]),
        ("<p>---</p><div>===</div><p>a\n***\nb</p>c<br>___", ["---", "===", "a *** b", "c", "___"]),
        ("<pre>a\n---\nb</pre>a <b>---</b> b &amp;---\n", ["a", "---", "b", "a --- b &---"]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", ["a\u00a0· b"]),
        ("<p>x<table><tr><th>H<th>I<tr><td>a<td><b>1</b>0</table>y", ["x", "a\u00a0· I: 10", "y"]),
        (f"<table><tr><td>{'prose ' * 20}</td><td>b</td></tr></table>", [("prose " * 20).strip(), "b"]),
        ("<table><tr><td><table><tr><td>a<td>b</table></td><td>c</td></tr></table>d", ["a", "b", "c", "d"]),
        ("<p>see [the report](https://a.org/x) now</p>", ["see the report now"]),
        ("<p>a<p hidden>b<p>c<ul><li hidden>d<li>e</ul>", ["a", "c", "e"]),
        ("<div style='color:red; display : none'>a<div>b</div>c</div><p>d</p>", ["d"]),
        ("<p>a <span style='visibility:hidden'>b <b>c</b></span>d</p><p hidden='until-found'>e</p>", ["a d", "e"]),
        ("", []),
    ],
)
def test_what_is_read_of_a_fragment(raw: str, expected: list[str]) -> None:
    assert lines(read_html(raw)) == expected


def test_a_link_over_the_text_is_its_title() -> None:
    raw = "<!--17-->\n[标题](https://a.org/1)\n------\n<p>正文[二](https://a.org/2)</p>"
    extracted = read_html(raw)
    assert (extracted.title, extracted.url) == ("标题", "https://a.org/1")
    assert marked(extracted) == [(SectionKind.TITLE, "标题")]
    assert [(part.reason, part.text) for part in extracted.dropped] == [
        ("comment in the markup", "<!--17-->"),
        ("address of the link", "](https://a.org/1)"),
        ("rule in the markup", "------"),
        ("address of the link", "](https://a.org/2)"),
    ]
    assert all(raw[part.source_start : part.source_end] == part.text for part in extracted.dropped)


@pytest.mark.parametrize(
    ("raw", "kind", "text"),
    [
        ("<p>a<br><br><strong>更加强势自信的日本</strong><br>b</p>", SectionKind.HEADING, "更加强势自信的日本"),
        ("<h2>Part <i>one</i></h2><p>b</p>", SectionKind.HEADING, "Part one"),
        ("<div><small style='x'>资料照片：某人</small></div>b", SectionKind.CAPTION, "资料照片：某人"),
        ("<figure><img><figcaption>A man</figcaption></figure>", SectionKind.CAPTION, "A man"),
        ("<div><i>Wed, 03 Apr 2024 02:07:29 GMT</i></div>b", SectionKind.FRONT, "Wed, 03 Apr 2024 02:07:29 GMT"),
    ],
)
def test_what_the_markup_says_of_a_line_is_marked(raw: str, kind: SectionKind, text: str) -> None:
    assert marked(read_html(raw)) == [(kind, text)]


@pytest.mark.parametrize(
    "raw",
    ["<p>some <strong>bold words</strong> in a line</p>", f"<b>{'long ' * 20}</b>", "<i>no date</i>", "<p>2024</p>"],
)
def test_a_line_that_is_only_partly_so_is_not_marked(raw: str) -> None:
    assert marked(read_html(raw)) == []


def test_scripts_and_styles_are_reported() -> None:
    raw = "<style>a{}</style><p>b</p><script>c</script>"
    extracted = read_html(raw)
    assert [part.text for part in extracted.dropped] == ["<style>a{}", "<script>c"]
    assert read_html("<p>a</p><svg>b").dropped[0].text == "<svg>b"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<p>a</p><br>", True),
        ("<P CLASS='x'>a</P><BR/>", True),
        ("if a<b and c>d then e<f", False),
        ("a <b> c", False),
        ("List<String> x = new List<int>(); <T>", False),
        ("plain", False),
    ],
)
def test_looks_like_html(raw: str, expected: bool) -> None:
    assert looks_like_html(raw) is expected


WORDS = st.text(st.sampled_from(list("天地玄黄abcé,。.!? \u3000-")), min_size=1, max_size=12)
TEXTS = st.one_of(
    WORDS,
    st.sampled_from(
        ["&amp;", "&#20013;", "&nbsp;", "&copy", "&x", "<!-- c -->", "\n", "\n\n", "<br>", "<br/>", "<img>"]
    ),
)


@st.composite
def markup(draw: st.DrawFn, depth: int = 3) -> str:
    pieces = []
    for _ in range(draw(st.integers(0, 4))):
        tag = draw(st.sampled_from(["", "p", "div", "b", "i", "strong", "small", "h2", "li", "a", "script", "style"]))
        inner = draw(markup(depth - 1) if depth and tag not in ("script", "style") else TEXTS)
        close = f"</{tag}>" if draw(st.integers(0, 5)) or tag in ("script", "style") else ""
        pieces.append(f"<{tag}>{inner}{close}" if tag else draw(TEXTS))
    return "".join(pieces)


@given(markup())
def test_every_character_comes_from_the_range_it_maps_to(raw: str) -> None:
    """It is the character there, what the entity there means, or white space for a tag or a line break."""
    extracted = read_html(raw)
    at = 0
    for i, char in enumerate(extracted.text):
        span = extracted.offsets.source(i, i + 1)
        source = raw[span.start : span.end]
        assert char in html.unescape(source) or (char in " \n" and not source.strip())
        assert span.start >= at  # in the order of the file
        at = span.start
    for part in extracted.dropped:
        assert raw[part.source_start : part.source_end] == part.text
    for block in extracted.marked:
        assert extracted.text[block.start : block.end].strip()


@given(st.lists(WORDS.map(str.strip).filter(bool), min_size=1, max_size=6))
@example(["---"])
def test_paragraphs_are_read_back_as_they_were_written(paragraphs: list[str]) -> None:
    raw = "".join(f"<p class='x'>{html.escape(text)}</p>\n" for text in paragraphs)
    assert lines(read_html(raw)) == [text.strip() for text in paragraphs]


# Plain text


@given(st.text(st.sampled_from(list("天地ab。. \n\r\t#")), max_size=120))
def test_plain_text_maps_back(raw: str) -> None:
    extracted = read_text(raw)
    for i, char in enumerate(extracted.text):
        span = extracted.offsets.source(i, i + 1)
        assert raw[span.start : span.end] == char or (
            char == " " and raw[span.start : span.end] in ("\n", "\r", "\r\n")
        )
    if "#" not in raw and extracted.text != raw:
        assert "".join(extracted.text.split()) == "".join(raw.split())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_markdown_headings_lose_their_signs(end: str) -> None:
    raw = end.join(["# One", "text # not a heading", "#hashtag", "###  Two ##", "####### seven"])
    extracted = read(raw.encode(), "x.txt")
    assert marked(extracted) == [(SectionKind.TITLE, "One"), (SectionKind.HEADING, "Two")]
    assert extracted.text == "One\ntext # not a heading #hashtag\nTwo\n####### seven\n"


MARKDOWN = """---
title: "A title"
author: [Ann Lee, Bo Chan]
date: 2024-05-01T10:00
---
# Heading

A **bold** word, `a_b**c**`, __strong__ snake__case__x and [a **link**](https://a.org/x).

***
```python
# no heading
x = a**b**c
```
| a | b |
|---|:-:|
| 1 | 2 |
> quoted
"""


def test_the_signs_of_markdown_are_left_out() -> None:
    extracted = read(MARKDOWN.encode(), "x.txt")
    assert lines(extracted) == [
        "Heading",
        "A bold word, a_b**c**, strong snake__case__x and a link.",
        "# no heading",
        "x = a**b**c",
        "a: 1\u00a0· b: 2",
        "quoted",
    ]
    trace_back = [MARKDOWN[d.source_start : d.source_end] == d.text for d in extracted.dropped]
    assert all(trace_back)
    assert [d.text for d in extracted.dropped[5:]] == ["](https://a.org/x)", "***", "```python", "```", "|---|:-:|"]
    said = extracted.suggested
    assert (extracted.title, said.authors, said.published) == ("A title", ("Ann Lee", "Bo Chan"), "2024-05-01")
    assert marked(extracted)[0] == (SectionKind.HEADING, "Heading")
    for i, char in enumerate(extracted.text):
        span = extracted.offsets.source(i, i + 1)
        assert MARKDOWN[span.start : span.end] in (char, "")


def test_the_only_top_heading_of_markdown_is_its_title() -> None:
    extracted = read(b"# The *whole* **story**\n\n## Part\n\ntext\n", "x.txt")
    assert extracted.title == "The whole story"
    assert marked(extracted) == [(SectionKind.TITLE, "The whole story"), (SectionKind.HEADING, "Part")]
    two = read(b"# One\n\ntext\n\n# Two\n", "x.txt")
    assert marked(two) == [(SectionKind.HEADING, "One"), (SectionKind.HEADING, "Two")]


def test_plain_text_keeps_its_signs() -> None:
    raw = "a **b** `c` [d](https://e.org)\n---\n|---|\n```\nnot closed\n"
    assert read(raw.encode(), "x.txt").text == raw
    assert lines(read(raw.encode(), "x.md"))[0] == "a b c d"


ENGLISH = (
    "In December 2022 the government released three strategic documents that mark a great change in its posture. "
    "They name the neighbour across the sea as the greatest challenge, and they announce that the means to strike "
    "back will be bought. Whether this deters anyone is another question, which this paper looks at."
)


@pytest.mark.parametrize("width", [40, 60, 72, 80])
def test_lines_broken_to_a_width_are_paragraphs_again(width: int) -> None:
    paragraphs = [ENGLISH, ENGLISH[::-1].replace(".", ","), ENGLISH.swapcase().swapcase()]
    raw = "\n\n".join(textwrap.fill(text, width, break_on_hyphens=False) for text in paragraphs)
    extracted = read_text(raw)
    assert extracted.text == "\n\n".join(paragraphs)
    at = extracted.text.rindex("strike back")
    span = extracted.offsets.source(at, at + 11)
    assert raw[span.start : span.end].split() == ["strike", "back"]


def test_lines_of_items_that_were_broken_to_a_width_are_items_again() -> None:
    items = [ENGLISH, ENGLISH.replace("December", "January")]
    raw = "\n".join(
        textwrap.fill(item, 60, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False) for item in items
    )
    assert read_text(raw).text == "\n".join(f"- {item}" for item in items)


def test_words_that_the_width_cut_are_whole_again() -> None:
    english = [
        "The co-operation of the two states came to an end in the win-",
        "ter of that year, as all who knew both of them had expected",
        "it to do for many years, and with it ended the free trade by",
        "way of the river, which nobody had thought of as an old co-",
        "operation that would not last.",
    ]
    joined = read_text("\n".join(english)).text
    assert "in the winter of" in joined
    assert "an old co-operation that" in joined
    korean = "지하수는 지구에 존재하는 담수의 대부분을 차지하며 기후변화에 적응하는 데에 큰 도움이 될 것으로 보인다. 지하수는 물이다. "
    text = (korean * 3).strip()
    broken = "\n".join(text[i : i + 31].strip() for i in range(0, len(text), 31))
    joined = read_text(broken).text
    assert "\n" not in joined
    assert joined.count("지하수는") == 6


def test_chinese_lines_broken_to_a_width_are_joined_without_spaces() -> None:
    text = HANS * 6
    assert read_text("\n".join(text[i : i + 30] for i in range(0, len(text), 30))).text == text


COMMANDS = (
    "    $ ls -l harbour\n    total 4\n    drwxr-xr-x 2 ann ann 4096 May  3 quay\n    $ cat quay/log\n    nothing"
)


@pytest.mark.parametrize("text", [ENGLISH, HANS * 4])
def test_a_paragraph_that_was_broken_is_whole_again_whatever_stands_beside_it(text: str) -> None:
    short = text[: text.index(",") + 60 if text is ENGLISH else 40]
    step = 34 if text is not ENGLISH else 0
    broken, brief = (
        "\n".join(one[i : i + step] for i in range(0, len(one), step)) if step else textwrap.fill(one, 70)
        for one in (text, short)
    )
    assert "\n" in brief
    raw = "\n\n".join([broken, COMMANDS, "A list:", "one\ntwo\nthree\nfour", brief, textwrap.indent(broken, "    ")])
    assert read_text(raw).text.split("\n\n") == [
        *(text, COMMANDS, "A list:", "one\ntwo\nthree\nfour", short, f"    {text}"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "raw",
    [
        "床前明月光\n疑是地上霜\n举头望明月\n低头思故乡",
        "Short lines\nof verse that\nhave no one\nwidth at all, but end where\nthe poet wants",
        "2024-01-01 ok\n2024-01-02 ok\n2024-01-03 ok\n2024-01-04 ok\n2024-01-05 ok",
        "- one thing\n- another one\n- third thing\n- fourth one here",
        "他来了，很高兴。\n她走了，很难过。\n我还在，很孤单。\n你也在，很安静。",
        f"{HANS * 3}\n{HANS * 3}\n{HANS * 3}\n{HANS * 3}\n{HANS * 3}",
    ],
)
def test_lines_that_were_meant_are_left(raw: str) -> None:
    assert read_text(raw).text == raw


def test_what_is_inside_decides_how_a_file_is_read() -> None:
    assert lines(read(b"<p>a</p><p>b</p>", "x.txt")) == ["a", "b"]
    assert read(b"a < b\n", "x.html").text == "a < b\n"
