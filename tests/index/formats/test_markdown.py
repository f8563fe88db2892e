"""Markdown: its text without its signs, each character with its place in the file."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.formats import read
from index.formats.markdown.loader import is_markdown, read_markdown
from index.records import Extracted, SectionKind
from index.text.sentences import CELL_MARK


def lines(extracted: Extracted) -> list[str]:
    return [line.replace(CELL_MARK, " · ") for line in extracted.text.splitlines()]


def marked(extracted: Extracted, kind: SectionKind) -> list[str]:
    return [extracted.text[block.start : block.end] for block in extracted.marked if block.kind is kind]


def leads_back(raw: str, extracted: Extracted) -> None:
    """Every character that stands for one of the file's is that character; so is every part that was left out."""
    assert extracted.offsets.length == len(extracted.text)
    for i, char in enumerate(extracted.text):
        span = extracted.offsets.source(i, i + 1)
        assert 0 <= span.start <= span.end <= len(raw)
        if len(span) == 1:
            assert raw[span.start] in (char, "\n", "\r", "\0", "\t") or char in "⁰¹²³⁴⁵⁶⁷⁸⁹"
    for part in extracted.dropped:
        assert raw[part.source_start : part.source_end] == part.text
    for block in extracted.marked:
        assert 0 <= block.start < block.end <= len(extracted.text)
        assert "\n" not in extracted.text[block.start : block.end]
        assert block.under == -1 or (
            block.under < block.start and extracted.text[block.under - 1 : block.under] in "\n"
        )


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("# One\n\ntext\n", ["One", "text"]),
        ("One\n===\n\nTwo\n---\ntext", ["One", "Two", "text"]),
        ("### Two ##\n#hashtag", ["Two", "#hashtag"]),
        ("Roses\nViolets\nSugar", ["Roses", "Violets", "Sugar"]),
        ("a **b** *c* __d__ _e_ ~~f~~ `g*h*`", ["a b c d e f g*h*"]),
        (r"1\) not \*a\* list, snake_case", ["1) not *a* list, snake_case"]),
        ("a &amp; b &lt;c&gt; &#8212; &copy;", ["a & b <c> — ©"]),
        ('[the report](https://a.org/x_y "T") and <https://b.org/c>', ["the report and https://b.org/c"]),
        ("see [it][1] and [this]\n\n[1]: https://a.org\n[this]: /b 'T'\n", ["see it and this"]),
        ("a\n\n![A map of the bay](map.png)\n\nb", ["a", "A map of the bay", "b"]),
        ("words ![economy_v1](e.png) go on", ["words  go on"]),
        ("> quoted *words*\n> go on\n>\n> more", ["quoted words go on", "more"]),
        ("* one\n* two\n  goes on\n\n  and more\n  * deep\n", ["one", "two goes on", "and more", "deep"]),
        ("3. three\n4) four\n", ["3. three", "4) four"]),
        ("1. 2. both\n", ["1. 2. both"]),
        ("- [ ] open\n- [x] done\n", ["open", "done"]),
        ("a<!-- not said -->b\n\n<!-- nor\nthis -->\n\nc", ["ab", "c"]),
        ("one<br>two  \nthree\\\nfour", ["one", "two", "three", "four"]),
        (
            "<div class='x'>\n<p>in <b>tags</b> &amp; out</p>\n</div>\n\n<b>bold</b> x<sup>2</sup>",
            ["in tags & out", "bold x²"],
        ),
        ("```python\n# no heading\nx = a**b**c\n```\n", ["# no heading", "x = a**b**c"]),
        ("{{< figure src='a.png' >}}\n\na {% ref 'b' %} b\n\n# H {#id}\n", ["a  b", "H"]),
        (":::info\nA note.\n:::\n\n> [!NOTE]\n> Mind it.", ["A note.", "Mind it."]),
        ("```\n{{ kept }}\n```", ["{{ kept }}"]),
        ("**「甲」**是，**乙（丙）**也是。", ["「甲」是，乙（丙）也是。"]),
        ("a ==marked== b, 1 == 1", ["a marked b, 1 == 1"]),
        (
            "说[^1]，又说。[^b-c]\n\n[^1]: 见书。\n[^b-c]: 又见\n    第二行。\n",
            ["说[^1]，又说。[^b-c]", "[^1]: 见书。", "[^b-c]: 又见第二行。"],
        ),
        ("a\n***\nb\n\n---\n\nc", ["a", "b", "c"]),
        ("     Set in here it goes\non to the end.", ["Set in here it goes on to the end."]),
        ("text\n\n    code here\n\ntext", ["text", "code here", "text"]),
        ("| a | b\\|c |\n|---|:-:|\n| 1 | `x\\|y` |\n| | 2 |\n", ["a: 1 · b|c: x|y", "b|c: 2"]),
        ("a | b\n--|--\n1 | 2", ["a: 1 · b: 2"]),
        ("- | a | b |\n  |---|---|\n  | r | 2 |\n", ["r · b: 2"]),
        ("> x | y\n> --|--\n> r | [2](u)\n", ["r · y: 2"]),
        ("| | |\n|---|---|\n| a | b |\n", ["a · b"]),
        ("\ufeff# T\n\na", ["T", "a"]),
        ("a\tb\n-\ttabbed\n\n\t  more", ["a\tb", "tabbed", "more"]),
        ("", []),
    ],
)
def test_what_is_read(raw: str, expected: list[str]) -> None:
    extracted = read_markdown(raw)
    assert lines(extracted) == expected
    leads_back(raw, extracted)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("这一行断了，\n接着说。", "这一行断了，接着说。"),
        ("これはとても長い一行でしかも\nまだ続く。", "これはとても長い一行でしかもまだ続く。"),
        ("a long line that was hyph-\nenated there", "a long line that was hyphenated there"),
        ("a well-known man and a well-\nknown woman are here", "a well-known man and a well-known woman are here"),
        (
            "지하수는 물이다. 모두가 마시는 지하\n수는 지구의 담수이다.",
            "지하수는 물이다. 모두가 마시는 지하수는 지구의 담수이다.",
        ),
        ("물이 매우 부족한 나라가 많아지고\n있다고 한다. 물이", "물이 매우 부족한 나라가 많아지고 있다고 한다. 물이"),
        ("- an item that is long\n  enough to wrap over", "an item that is long enough to wrap over"),
    ],
)
def test_lines_that_were_wrapped_are_joined_as_their_language_has_it(raw: str, expected: str) -> None:
    extracted = read_markdown(raw)
    assert lines(extracted) == [expected]
    leads_back(raw, extracted)


def test_lines_that_were_meant_stay_apart() -> None:
    raw = "The long first paragraph of this text was broken to a width of sixty\ncolumns, as one sees.\n\nDate: May\nPlace: Bern\n"
    assert lines(read_markdown(raw))[1:] == ["Date: May", "Place: Bern"]


def test_an_item_knows_what_leads_in_to_it() -> None:
    extracted = read_markdown(
        "Before.\n\nThe aims are:\n\n- one\n  - deep\n- two\n\nOver. Here it is.\n\n- not led in to\n"
    )
    under = {
        extracted.text[b.start : b.end]: extracted.text[b.under :].split("\n")[0] if b.under >= 0 else ""
        for b in extracted.marked
        if b.unit
    }
    assert under == {"one": "The aims are:", "deep": "one", "two": "The aims are:", "not led in to": ""}


@pytest.mark.parametrize(
    ("front", "title", "authors", "published"),
    [
        (
            'title: "A \\u2019title\\u2019 \\\n  that goes on"\nauthor: Ann Lee\ndate: 2024-05-01T10:00',
            "A ’title’ that goes on",
            ("Ann Lee",),
            "2024-05-01",
        ),
        (
            "title: >\n  Folded\n  title\nauthors:\n  - Ann\n  - name: Bo\ndate: '2024-05'",
            "Folded title",
            ("Ann", "Bo"),
            "2024-05",
        ),
        ("title: One: two\nauthor: [Ann, Bo]\ndate: 2024", "One: two", ("Ann", "Bo"), "2024"),
        ("tags: [a]\npublished_time: 2021-02-24 10:31:51-05:00", "", (), "2021-02-24"),
    ],
)
def test_front_matter(front: str, title: str, authors: tuple[str, ...], published: str) -> None:
    raw = f"---\n{front}\n---\n\nThe text.\n"
    extracted = read_markdown(raw)
    said = extracted.suggested
    assert (said.title, said.authors, said.published, lines(extracted)) == (title, authors, published, ["The text."])
    leads_back(raw, extracted)


def test_toml_is_front_matter_too_and_a_rule_is_not() -> None:
    assert read_markdown('+++\ntitle = "A"\n+++\n\ntext').title == "A"
    assert lines(read_markdown("---\n\nsome text\n\n---\n\nmore")) == ["some text", "more"]
    assert read_markdown("---\ntitle: [broken\n  : x\n").title == ""


def test_the_title_is_the_only_top_heading() -> None:
    assert read_markdown("a word before\n\n# The *whole* **story**\n\n## Part\n\ntext\n").title == "The whole story"
    assert read_markdown("# One\n\ntext\n\n# Two\n").title == ""
    both = read_markdown("---\ntitle: Said\n---\n# said\n\n## Part\n\ntext")
    assert (both.title, marked(both, SectionKind.TITLE)) == ("Said", ["said"])


def test_a_name_says_that_it_is_markdown_and_a_text_must_be_plain_about_it() -> None:
    raw = "<p>a</p>\n\n<div>b</div>\n\n**c** <br>\n"
    assert lines(read(raw.encode(), "x.md")) == ["a", "b", "c"]
    assert not is_markdown("a **b** `c` [d](https://e.org)\n---\n|---|\n```\nnot closed\n")
    assert not is_markdown("#hashtag\n####### seven\n")
    assert is_markdown("text\n\n## Part\n\nmore")
    assert is_markdown("```\ncode\n```\n")


_BITS = (
    "a", "词", "가", " ", "\n", "\n\n", "\r\n", "\t", "# ", "## ", "- ", "1. ", "> ", "*", "**", "_", "`", "```\n", "~~", "[", "](u)",
    "](u 't')", "![", "|", "|-|-|\n", "| a | b |\n", "<b>", "</b>", "<div>\n", "</div>\n", "<!-- c -->", "&amp;", "&lt;", "\\", "\\|", "[^1]",
    "[^1]: ", "^[n]", "---\n", "===\n", "    ", "  \n", "{{< x >}}", "==", "<br>", "http://a.b", "<http://a.b/%20>", "[a]: /u\n", "[a]", ":::x\n", "\0", "\ue000", "$", "é",
)  # fmt: skip


@given(st.lists(st.sampled_from(_BITS), max_size=40).map("".join))
@example("- \ta\n\n      b\n")
@example("> - a\n>   b\n c\n")
@example("1. | a |\n   |---|\n   | \\| |\n")
@example("*a\r\n*b**\n")
def test_any_markdown_leads_back(raw: str) -> None:
    leads_back(raw, read_markdown(raw))
