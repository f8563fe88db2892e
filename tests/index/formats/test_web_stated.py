"""What web pages say of themselves, what they hide, and what stands in their linked data alone."""

from __future__ import annotations

import json

import pytest

from index.formats import read
from index.records import Extracted, SectionKind
from tests.index.formats.tracing import trace

PROSE = [
    "The council of Lindhaven voted last night to close the old grain quay before the winter, after a debate of five hours.",
    "Barges have unloaded there since the war, and the masters of three of them said they would not know where to go.",
    "The harbour office offered them berths on the northern side, where the water is a foot shallower at every low tide.",
    "A second vote is due in spring, when the cost of dredging will be known to everybody who has to pay a part of it.",
]
TEXT = "".join(f"<p>{line}</p>" for line in PROSE)


def page(body: str, head: str = "") -> Extracted:
    found = read(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode(), "x.html")
    trace(found)
    return found


def linked(*nodes: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(nodes[0] if len(nodes) == 1 else list(nodes))}</script>'


PERSON = {"@type": "Person", "name": "Ida Renn"}
PAPER = {"@type": "NewsMediaOrganization", "name": "The Quay Post"}
ARTICLE = {"@type": "Report", "headline": "Grain quay to close", "datePublished": "2023-10-04T22:10:00+02:00"}


@pytest.mark.parametrize(
    "head",
    [
        linked({**ARTICLE, "author": [PERSON], "publisher": PAPER}),
        linked({"@graph": [{"@type": "WebSite", "name": "Other"}, {**ARTICLE, "author": PERSON, "publisher": PAPER}]}),
        linked(
            {"@graph": [{**ARTICLE, "author": {"@id": "#ida"}, "publisher": {"@id": "#post"}}]},
            {**PERSON, "@id": "#ida"},
            {**PAPER, "@id": "#post"},
        ),
        linked({**ARTICLE, "author": [PERSON, PAPER]}),
    ],
)
def test_linked_data_says_title_author_date_and_publisher(head: str) -> None:
    said = page(f"<main>{TEXT}</main>", head).suggested
    assert (said.title, said.authors) == ("Grain quay to close", ("Ida Renn",))
    assert (said.publisher, said.published) == ("The Quay Post", "2023-10-04")


def test_meta_elements_say_it_where_there_is_no_linked_data() -> None:
    meta = {"og:title": "Grain quay to close | The Quay Post", "og:site_name": "The Quay Post"}
    meta |= {"article:published_time": "2023-10-04T22:10:00Z", "article:modified_time": "2023-11-30"}
    said = page(
        f"<main>{TEXT}</main>", "".join(f'<meta property="{a}" content="{b}">' for a, b in meta.items())
    ).suggested
    assert (said.title, said.publisher, said.published) == ("Grain quay to close", "The Quay Post", "2023-10-04")


def test_an_entry_and_a_time_say_it() -> None:
    by = '<p>By <span class="p-author h-card">Ida Renn</span>, <time class="dt-published" datetime="2023-10-04">last week</time></p>'
    said = page(f'<article class="h-entry"><h1 class="p-name">Grain quay to close</h1>{by}{TEXT}</article>').suggested
    assert (said.title, said.authors, said.published) == ("Grain quay to close", ("Ida Renn",), "2023-10-04")
    said = page(f'<article><h1>Grain quay</h1><time datetime="2023-10-04T08:00">today</time>{TEXT}</article>').suggested
    assert said.published == "2023-10-04"


def test_text_that_only_the_linked_data_holds_is_read_from_there() -> None:
    body = 'The “quay”\u00a0is to close.\n<p>Barges &amp; tugs said <b>"no"</b>.</p>'
    shell = '<div id="app"></div><p>Loading, one moment.</p>'
    said = linked({**ARTICLE, "articleBody": body + " " + PROSE[1]})
    found = read(f"<!doctype html><head>{said}</head><body>{shell}</body>".encode(), "x.html")
    assert found.text.splitlines() == ["The “quay”\u00a0is to close.", 'Barges & tugs said "no".', PROSE[1]]
    assert "Loading, one moment." in [part.text for part in found.dropped]
    at = found.text.index("tugs")
    span = found.offsets.source(at, at + 4)
    assert found.decoded[span.start : span.end] == "tugs"
    span = found.offsets.source(found.text.index("“"), found.text.index("quay"))
    assert found.decoded[span.start : span.end] == r"\u201c"
    shown = page(f"<main>{TEXT}</main>", linked({**ARTICLE, "articleBody": " ".join(PROSE)}))
    assert shown.text.splitlines() == PROSE


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>{}</p>",
        '<div style="color:red; display: none"><p>{}</p></div>',
        "<template><p>{}</p></template>",
        "<noscript><p>{}</p></noscript>",
    ],
)
def test_what_a_page_hides_is_reported_and_not_quoted(hidden: str) -> None:
    words = "Nobody who opens the page can see this sentence, which is left from a draft."
    found = page(f"<main>{TEXT}{hidden.format(words)}<p>{PROSE[0][:60]} in the end.</p></main>")
    assert words not in found.text
    assert any(words in part.text and part.reason == "hidden by the page" for part in found.dropped)


def test_captions_are_captions_and_asides_and_embedded_posts_are_out() -> None:
    first, *rest = (f"<p>{line}</p>" for line in PROSE)
    inserted = [
        '<div class="photo"><img src="a.jpg"><p class="photo-caption">The grain quay on Sunday.</p></div>',
        '<blockquote class="social-tweet"><p>I was there and nobody asked the men on the barges, as usual.</p></blockquote>',
        '<div role="complementary"><p>Our letter comes every Friday and is free for all who give us an address.</p></div>',
        '<p><a href="/other">Ferry company finds a new pier for the summer</a></p>',
    ]
    found = page(f"<article><h1>Grain quay to close</h1>{first}{''.join(inserted)}{''.join(rest)}</article>")
    assert [line for line in found.text.splitlines() if line not in PROSE] == [
        "Grain quay to close",
        "The grain quay on Sunday.",
    ]
    captions = [found.text[b.start : b.end] for b in found.marked if b.kind is SectionKind.CAPTION]
    assert captions == ["The grain quay on Sunday."]


def test_the_lead_is_in() -> None:
    lead = "Masters of barges ask where they are to unload after the vote on the old quay"
    found = page(
        f"<header><h1>Grain quay to close</h1><p class=x>{lead}</p></header><article>{TEXT}</article>",
        f'<meta name="description" content="{lead}">',
    )
    assert lead in found.text.splitlines()


def test_a_break_that_a_word_may_have_is_no_part_of_it() -> None:
    found = page(f"<main><p>Quarrel&shy;ford and Vessel\u00adbend had no dyke.</p>{TEXT}</main>")
    assert "Quarrelford and Vesselbend had no dyke." in found.text


def test_linked_data_that_is_broken_says_nothing_and_breaks_nothing() -> None:
    head = '<script type="application/ld+json">{"headline": "A", </script>'
    assert page(f"<main>{TEXT}</main>", head).text.splitlines() == PROSE
    body = rf'{{"@type":"Article","articleBody":"Half a pair \ud83d and \u12 and \q here. {PROSE[1]}"}}'
    found = read(f'<!doctype html><script type="application/ld+json">{body}</script>'.encode(), "x.html")
    assert found.text.startswith("Half a pair \ufffd and ")


def test_a_title_is_what_stands_over_the_text_without_the_name_of_the_site() -> None:
    for title in (
        "Grain quay to close - Shipping - The Quay Post",
        "QuayPost | Grain quay to close",
        "Grain quay to close：港报",
    ):
        found = page(
            f"<h1>The Quay Post</h1><main><h1>Grain quay to close</h1>{TEXT}</main>", f"<title>{title}</title>"
        )
        assert found.title == "Grain quay to close", title
        assert found.text.startswith("Grain quay to close\n")


def test_a_title_that_goes_on_over_the_text_is_found_there() -> None:
    head = '<meta property="og:title" content="Grain quay to close this winter (picture: R. Ott)">'
    found = page(f"<h2>Today</h2><main><h2>Grain quay to close this winter Editor Ida Renn</h2>{TEXT}</main>", head)
    titles = [found.text[block.start : block.end] for block in found.marked if block.kind is SectionKind.TITLE]
    assert titles == ["Grain quay to close this winter Editor Ida Renn"]


@pytest.mark.parametrize(
    ("byline", "after", "authors"),
    [
        ('<p class="byline">By Ida T. Renn</p>', "", ("Ida T. Renn",)),
        ('<p><a rel="author" href="/s">Ida T. Renn</a></p>', "", ("Ida T. Renn",)),
        ("", '<div class="author">Ferrymaster</div>', ()),  # one who writes comments
        ('<p class="author">Submitted</p>', "", ()),
        ('<p class="author">quaypost.example</p>', "", ()),
    ],
)
def test_a_name_that_is_guessed_counts_where_it_stands_beside_the_title(
    byline: str, after: str, authors: tuple[str, ...]
) -> None:
    body = f"<article><h1>Grain quay to close</h1>{byline}{TEXT}</article>{after}"
    assert page(body, "<title>Grain quay to close</title>").suggested.authors == authors


def test_the_day_of_another_text_is_not_that_of_this_one() -> None:
    others = "".join(f'<li><a href="/{n}">A boat (2018/6/{n} 14:10)</a></li>' for n in (16, 17, 18))
    body = f"<main><h1>Grain quay to close</h1>{TEXT}</main><ul>{others}</ul>"
    assert page(body, "<title>Grain quay to close</title>").suggested.published == ""
    dated = body.replace("</h1>", "</h1><p>Published 2018/6/18 5:50</p>")
    assert page(dated, "<title>Grain quay to close</title>").suggested.published == "2018-06-18"
