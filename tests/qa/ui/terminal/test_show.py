"""What `show` says of a document beside its text: dates that contradict each other, and its near-duplicates."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.build import make_document
from index.records import Document
from index.sources import read_sources
from index.store.duplicates import Likeness
from qa.ui.terminal.show import document_dict, print_document
from tests.conftest import SEEDS


def seed(number: str) -> Document:
    path = next(SEEDS.glob(f"{number}_*.txt"))
    return make_document(path, path.read_bytes(), read_sources(SEEDS)[path.name], number)


def shown(document: Document, capsys: pytest.CaptureFixture[str], *alike: Likeness) -> list[str]:
    print_document(document, alike=alike)
    return capsys.readouterr().out.splitlines()


def test_the_two_dates_of_a_repost(capsys: pytest.CaptureFixture[str]) -> None:
    assert [line for line in shown(seed("001"), capsys) if line.startswith("warning: ")] == [
        "warning: 2025-03-14 (head, line 3), the date of a repost, is not when the text was published, 2024-07 "
        "(as stated for the file)",
        "warning: 2025-03-14 (head, line 3) does not suit the text, which opens with a report of 7月21日 "
        "(dateline, line 6)",
    ]


def test_the_two_dates_of_a_brief(capsys: pytest.CaptureFixture[str]) -> None:
    warning = "2024-04 (head, line 20) contradicts 2024-02 (imprint, line 280)"
    assert f"warning: {warning}" in shown(seed("004"), capsys)
    value = document_dict(seed("004"), text=False)
    assert value["warnings"] == [warning]
    assert [(date["value"], date["place"], date["line"]) for date in value["page_dates"]] == [
        ("2024-04", "head", 20),
        ("2024-02", "imprint", 280),
    ]


@pytest.mark.parametrize("number", ["000", "002", "003"])
def test_no_warning_where_nothing_contradicts(number: str) -> None:
    assert seed(number).warnings == ()


def test_near_duplicates_are_named_from_the_documents_side(capsys: pytest.CaptureFixture[str]) -> None:
    alike = (
        Likeness("003", "reprint", 0.9, 0.8),
        Likeness("part", "003", 1.0, 0.1),
        Likeness("003", "collection", 0.96, 0.3),
        Likeness("x", "y", 1.0, 1.0),
    )
    lines = [line for line in shown(seed("003"), capsys, *alike) if line.startswith("near-duplicate: ")]
    assert lines == [
        "near-duplicate: same text as reprint (90% of this, 80% of that)",
        "near-duplicate: has an excerpt in part (100% of that)",
        "near-duplicate: excerpt from collection (96% of this)",
    ]
    value = document_dict(seed("003"), alike=alike)
    assert [(near["document"], near["same"]) for near in value["near_duplicates"]] == [
        ("reprint", True),
        ("part", False),
        ("collection", False),
    ]


def test_the_whole_text_is_shown_headings_and_references_too(capsys: pytest.CaptureFixture[str]) -> None:
    document = seed("004")
    print_document(document)
    assert document.text in capsys.readouterr().out


def test_no_field_begins_a_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    forged = "\n[9] A quotation that no document holds"
    document = seed("002")
    known = replace(
        document.source, title=f"Title{forged}", publisher=f"P{forged}", authors=(f"A{forged}",), note=f"N{forged}"
    )
    print_document(replace(document, source=known, text="", sections=(), notes=(), dropped=()))
    lines = capsys.readouterr().out.splitlines()
    assert not [line for line in lines if line.startswith("[9]")]
    assert sum("[9]" in line for line in lines) == 3
