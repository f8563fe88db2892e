"""Whatever the text and the format, what can be quoted of it holds together, or the document is refused by name."""

from __future__ import annotations

import html
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import make_document
from index.errors import SourceError
from index.passages import check_passages, passages
from index.records import Document, Source
from tests.examples import examples

WORDS = st.sampled_from(
    [
        *(
            "一个词",
            "词。",
            "（二）",
            "第二条",
            "他说：",
            "한국의",
            "물이다.",
            "これは",
            "です。",
            "word",
            "Word.",
            "said:",
            "1.",
            "2)",
            "-",
            "*",
        ),
        *(
            "“",
            "”",
            "「",
            "」",
            "|",
            "#",
            ">",
            "[^1]",
            "**",
            "a" * 90,
            "长" * 70,
            "https://a.org/b",
            "3.5",
            "…",
            "\u00a0",
            "\t",
        ),
    ]
)
LINES = st.lists(WORDS, max_size=14).map(" ".join)
TEXTS = st.lists(
    st.tuples(LINES, st.sampled_from(["\n", "\n\n", "\r\n", "  \n", "\n- ", "\n1. ", "\n    ", "\n| "])), max_size=14
).map(lambda lines: "".join(line + end for line, end in lines))


def documents(text: str) -> list[tuple[str, bytes]]:
    """The text as a file of each format that is plain enough to be written here."""
    lines = [html.escape(line) for line in text.splitlines()]
    items = "".join(f"<li>{line}" for line in lines)
    cells = "".join(f"<tr><td>{line}<td>{line[::-1]}" for line in lines)
    return [
        ("a.txt", text.encode()),
        ("a.md", text.encode()),
        ("b.md", f"---\ntitle: T\n---\n# H\n\n{text}\n\n- {text}\n".encode()),
        ("a.html", f"<html><body><h1>T</h1><p>{'<p>'.join(lines)}<ul>{items}</ul><table>{cells}</table>".encode()),
        ("b.txt", f"<h2>T</h2><p>{'<br>'.join(lines)}</p><ol>{items}</ol><table>{cells}</table>".encode()),
    ]


@examples(25)
@given(TEXTS)
def test_no_sentence_leaves_its_passage_in_any_format(text: str) -> None:
    for name, data in documents(text):
        if not text.strip() and name in ("a.txt", "a.md"):
            continue
        document = make_document(Path(name), data, Source())
        for length in (50, 300):
            check_passages(document, passages(document, length))


def test_what_does_not_hold_together_is_refused_by_name() -> None:
    document = make_document(Path("c.txt"), "一句话在这里。又一句话在这里。".encode(), Source())
    (passage,) = passages(document, 300)
    moved = replace(passage.sentences[0], end=passage.end + 1)
    with pytest.raises(SourceError, match=r"^c\.txt cannot be quoted from: a sentence at 0 leaves passage"):
        check_passages(document, (replace(passage, sentences=(moved,)),))
    broken: Document = replace(document, text=document.text + "。")
    with pytest.raises(SourceError, match=r"^c\.txt cannot be quoted from: its text has 17 characters"):
        check_passages(broken, ())
