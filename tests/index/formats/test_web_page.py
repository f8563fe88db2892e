from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.formats import read
from index.records import Extracted, SectionKind
from tests.examples import examples
from tests.index.formats.tracing import FORMATS, bare, trace


def marked(extracted: Extracted, kind: SectionKind) -> list[str]:
    return [extracted.text[block.start : block.end] for block in extracted.marked if block.kind is kind]


def test_keeps_the_article_of_a_news_page() -> None:
    found = read((FORMATS / "news-zh.html").read_bytes(), "news-zh.html")
    trace(found)
    assert found.text.splitlines() == [
        "三国防长就联合演训达成一致",
        "记者 陈晓岚 2024年06月12日 09:30",
        "本报讯　三国国防部长11日在新加坡举行会谈，就今年秋季举行多领域联合演训达成一致。会谈持续了约两个小时，三方在会后发表了联合声明，确认今后每年轮流主办。",
        "资料图：参加去年演训的护卫舰驶离港口。",
        "声明说：“三方重申，任何以武力改变现状的单方面尝试都不可接受。”东盟一名官员对此表示谨慎欢迎——他说，地区国家“不愿选边站队”。",
        "分歧仍在",
        "不过，分析人士指出，三国在费用分摊和情报共享上仍有分歧。会谈持续了约两个小时，却没有触及最敏感的指挥权问题。",
        "“真正的考验不在声明的措辞，而在秋天能派出多少艘舰、多少架飞机。”国防大学研究员刘维安说。",
        "按照计划，工作层磋商将于7月举行，演训的具体科目届时公布。费用超过\xa03\xa0亿元的部分，由主办国承担。",
        "责任编辑认为，会谈持续了约两个小时这一细节本身就说明，各方都有话要说，也都愿意把话说完。",
    ]
    assert marked(found, SectionKind.TITLE) == ["三国防长就联合演训达成一致"]
    assert marked(found, SectionKind.HEADING) == ["分歧仍在"]
    assert marked(found, SectionKind.CAPTION) == ["资料图：参加去年演训的护卫舰驶离港口。"]
    assert marked(found, SectionKind.FRONT) == ["记者 陈晓岚 2024年06月12日 09:30"]


def test_says_what_a_page_says_of_itself() -> None:
    said = read((FORMATS / "news-zh.html").read_bytes(), "news-zh.html").suggested
    assert (said.title, said.authors, said.publisher) == ("三国防长就联合演训达成一致", ("陈晓岚",), "晨报网")
    assert (said.published, said.url) == ("2024-06-12", "https://news.example.cn/world/2024/0612/8841.html")
    said = read((FORMATS / "essay-en.html").read_bytes(), "essay-en.html").suggested
    assert (said.title, said.authors) == ("Who pays for the harbour?", ("Marta Holm",))
    assert (said.publisher, said.published) == ("The Tidewater Review", "2023-11-05")


def test_keeps_the_article_of_an_essay() -> None:
    found = read((FORMATS / "essay-en.html").read_bytes(), "essay-en.html")
    trace(found)
    lines = found.text.splitlines()
    assert lines[:2] == ["Who pays for the harbour?", "By Marta Holm, 5 November 2023"]
    assert lines[2].startswith("The council voted on Tuesday to dredge the outer harbour, and nobody")
    assert "pay for it.¹ The port authority’s own estimate, buried in an annex, is £48\xa0million." in lines[2]
    assert "1987\u00a0· Depth: 11.2 m" in lines
    assert lines[-1] == "Minutes of the council, 31 October 2023, item 7."
    assert [block.level for block in found.marked if block.kind is SectionKind.HEADING] == [2, 2]
    gone = " ".join(part.text for part in found.dropped)
    for words in ("Subscribe", "Sign up", "Tweet", "The ferry that would not float", "Privacy"):
        assert words in gone
        assert words not in found.text


def test_repeated_words_keep_their_own_place() -> None:
    found = read((FORMATS / "news-zh.html").read_bytes(), "news-zh.html")
    words = "会谈持续了约两个小时"
    places = [at for at in range(len(found.text)) if found.text.startswith(words, at)]
    sources = [found.offsets.source(at, at + len(words)).start for at in places]
    inside = found.decoded.index("<article>"), found.decoded.index("</article>")
    assert len(places) == 3
    assert sources == [at for at in range(*inside) if found.decoded.startswith(words, at)]
    assert any(words in part.text for part in found.dropped)  # the reader's comment that says it too


def test_a_page_in_an_older_encoding_without_an_article_element() -> None:
    found = read((FORMATS / "old-big5.htm").read_bytes(), "old-big5.htm")
    trace(found)
    assert marked(found, SectionKind.TITLE) == ["港口擴建案再度延期"]
    assert "「貨主不會等我們，他們已經把航線轉到鄰近的港口去了」。\n" in found.text


@pytest.mark.parametrize("name", ["news-zh.html", "essay-en.html", "old-big5.htm"])
def test_nothing_vanishes(name: str) -> None:
    found = read((FORMATS / name).read_bytes(), name)
    body = found.decoded[found.decoded.lower().index("<body") :]
    shown = bare(found.text) + "".join(bare(part.text) for part in found.dropped)
    missing = [word for word in visible_words(body) if bare(word) not in shown]
    assert missing == []


def visible_words(markup: str) -> list[str]:
    plain = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", "", markup, flags=re.I | re.S)
    return [word for piece in re.split(r"<[^>]*>", plain) for word in html.unescape(piece).split()]


def test_a_page_without_an_article_is_kept_whole() -> None:
    found = read(b"<html><body><p>One.<p>Two.</body></html>", "x.html")
    trace(found)
    assert found.text == "One.\nTwo.\n"


def test_a_page_may_leave_tags_out_or_open() -> None:
    page = "<!DOCTYPE html><head><title>T</title><meta name=a><p>Anfang &amp; <b>Ende</i> hier.<div><p>Zweiter <a href=x>Satz"
    found = read(page.encode(), "x.html")
    trace(found)
    assert found.text == "Anfang & Ende hier.\nZweiter Satz\n"


def test_a_deeply_nested_page_is_read() -> None:
    words = "<p>Deep down here there is a sentence that goes on for a while.</p>"
    found = read(f"<html><body>{'<div>' * 3000}{words}{'</div>' * 3000}</body></html>".encode(), "x.html")
    trace(found)
    assert "Deep down here" in found.text


WORDS = st.sampled_from(["海峡", "安宁", "the same words", "會談。", "said & done", "<", "3 亿", "“引文”", "¶", "한국"])
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=1, max_size=30).map(" ".join), min_size=1, max_size=8)


@examples(40)
@given(PARAGRAPHS, st.sampled_from(["p", "div", "li", "h2", "blockquote", "td"]), st.booleans())
def test_offsets_are_true_on_any_page(paragraphs: list[str], tag: str, crowded: bool) -> None:
    body = "".join(f"<{tag}>{html.escape(text)}<!-- {n} --></{tag}>\n" for n, text in enumerate(paragraphs))
    aside = "<nav><ul>" + "".join(f"<li><a href=x>{html.escape(text)}</a>" for text in paragraphs) + "</ul></nav>"
    found = read(f"<!doctype html><body>{aside if crowded else ''}<main>{body}</main></body>".encode(), "x.html")
    trace(found)


MANUAL = """<html><head><title>Manual</title></head><body>
<div class="manual"><h1>Manual of the harbour</h1>
<div class="section"><h2>Lights<a class="headerlink" href="#lights">¶</a></h2>
<p>The lights of the pier are lit at dusk and put out at dawn.</p>
<div class="box"><p>Subscribe now to get the latest news of the harbour by mail.</p></div></div>
<div class="section"><h2>Bells</h2><p>The bell is rung in fog, once in a minute, by the keeper.</p><ul><li>Two strokes: all is well</li></ul></div>
<div class="section"><h2>Flags</h2><p>A red flag is shown where the harbour is closed to ships.</p></div></div>
<div class="box"><p>Read our terms of use before you write to the harbour's office.</p></div>
</body></html>"""


def test_sections_made_like_those_that_stay_are_not_overlooked(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = MANUAL.index("The lights of")
    monkeypatch.setattr("index.formats.web.page.article_nodes", lambda raw: frozenset({kept}))
    found = read(MANUAL.encode(), "manual.html")
    trace(found)
    assert found.text.splitlines() == [
        "Manual of the harbour",
        "Lights",
        "The lights of the pier are lit at dusk and put out at dawn.",
        "Bells",
        "The bell is rung in fog, once in a minute, by the keeper.",
        "Two strokes: all is well",
        "Flags",
        "A red flag is shown where the harbour is closed to ships.",
    ]


def test_the_sign_that_links_to_a_heading_is_none_of_its_words() -> None:
    page = (
        "<html><body><main><h1>Rules<a href='#r'>¶</a></h1><p>The first rule is that the gate is shut at night.</p>"
        "<h2><a href='#s'>Gates</a></h2><p>A note<a href='#n'>*</a> says who has the keys of the gate.</p></main></body></html>"
    )
    found = read(page.encode(), "rules.html")
    assert marked(found, SectionKind.HEADING) == ["Rules", "Gates"]
    assert "A note*" in found.text
    assert [part.reason for part in found.dropped if "¶" in part.text] == ["hidden by the page"]
