"""The page in five languages: none lacks a word, each writes dates its own way, and a browser gets the one it asks for."""

from __future__ import annotations

from dataclasses import fields
from string import Formatter

import pytest

from index.document import make_document
from index.faults import Fault
from index.records import SectionKind, Source
from index.text.script import language_of
from qa.records import Verdict
from qa.ui.web.examples import EXAMPLES
from qa.ui.web.words.languages import page_languages, preferred
from qa.ui.web.words.strings import PageStrings
from qa.wording import Likelihood
from tests.index.formats.tracing import FORMATS


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("tag", page_languages())
def test_every_language_says_everything(tag: str) -> None:
    strings, english = page_languages()[tag], page_languages()["en"]
    assert strings.tag == tag
    for field in fields(PageStrings):
        said, model = getattr(strings, field.name), getattr(english, field.name)
        assert said, field.name
        if isinstance(said, str):
            assert blanks(said) == blanks(model), field.name
            assert said == said.strip() or field.name in {"comma", "listing"}
    assert set(strings.headings) == set(strings.remarks) == set(Verdict)
    assert set(strings.likelihoods) == set(Likelihood)
    assert len(set(strings.likelihoods.values())) == len(Likelihood)
    assert set(strings.kinds) == set(SectionKind) - {SectionKind.BODY, SectionKind.HEADING}
    assert set(strings.languages) == set(page_languages())
    assert len(strings.months) == 12
    assert set(strings.left_out_reasons) == set(english.left_out_reasons)
    assert set(strings.faults) == (set(Fault) - {Fault.OTHER} if tag != "en" else {Fault.TOO_LARGE, Fault.CLOSED})
    valued = {code for code, said in strings.faults.items() if "value" in blanks(said)}
    assert valued == set(strings.faults) & {Fault.TOO_LARGE, Fault.SAVE_AS, Fault.PLUG_IN, Fault.QUESTION_LINE}


@pytest.mark.parametrize("tag", EXAMPLES)
def test_examples_are_in_their_language(tag: str) -> None:
    assert len(EXAMPLES[tag]) == len(EXAMPLES["en"])
    assert language_of("".join(EXAMPLES[tag])) == tag


def test_every_language_has_examples() -> None:
    assert list(EXAMPLES) == list(page_languages())


@pytest.mark.parametrize(
    ("tag", "iso", "written"),
    [
        ("en", "2024-10-05", "5 October 2024"),
        ("en", "2024-07", "July 2024"),
        ("zh-Hans", "2024-10-05", "2024年10月5日"),
        ("zh-Hant", "2024-04", "2024年4月"),
        ("ja", "2024", "2024年"),
        ("ko", "2024-10-05", "2024년 10월 5일"),
        ("en", "autumn 2024", "autumn 2024"),
        ("en", "2024-13", "2024-13"),
        ("en", "2024-00-05", "2024-00-05"),
        ("en", "", ""),
    ],
)
def test_dates(tag: str, iso: str, written: str) -> None:
    assert page_languages()[tag].date(iso) == written


@pytest.mark.parametrize(
    ("accept", "tag"),
    [
        ("", "en"),
        ("de-DE,fr;q=0.8", "en"),
        ("ja-JP,ja;q=0.9,en;q=0.8", "ja"),
        ("ko", "ko"),
        ("zh", "zh-Hans"),
        ("zh-CN,en;q=0.5", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK;q=0.9,en;q=0.95", "en"),
        ("zh-Hant-CN", "zh-Hant"),
        ("zh-Hans-HK", "zh-Hans"),
        ("fr;q=1,ko;q=0.4,ja;q=0.6", "ja"),
        ("ja;q=0,ko;q=0.1", "ko"),
        ("ja;q=x,ko;q=0.1", "ko"),
        (";;,,=", "en"),
    ],
)
def test_the_language_a_browser_prefers(accept: str, tag: str) -> None:
    assert preferred(accept) == tag


@pytest.mark.parametrize(
    ("tag", "language", "called"),
    [
        ("ko", "ja", "일본어"),
        ("zh-Hans", "ar", "阿拉伯语"),
        ("zh-Hant", "ar", "阿拉伯文"),
        ("en", "sr-Latn", "Serbian (Latin)"),
        ("ja", "no language", "no language"),
        ("ja", "", ""),
    ],
)
def test_every_language_has_a_name(tag: str, language: str, called: str) -> None:
    assert page_languages()[tag].called(language) == called


def test_counts_agree_with_their_nouns() -> None:
    english = page_languages()["en"]
    assert [english.count(english.sources, n) for n in (0, 1, 2)] == ["0 documents", "1 document", "2 documents"]


@pytest.mark.parametrize("name", ["brief-zh.pdf", "columns-en.pdf", "essay-en.html", "news-zh.html", "report-en.docx"])
def test_why_a_part_of_a_file_is_left_out_is_said_in_every_language(name: str) -> None:
    document = make_document(FORMATS / name, (FORMATS / name).read_bytes(), Source(), name)
    reasons = {one.reason for one in document.dropped}
    assert reasons <= set(page_languages()["en"].left_out_reasons)
    for words in page_languages().values():
        assert [words.left_out_because(reason)[1] for reason in reasons] == [words.tag] * len(reasons)
    assert page_languages()["ja"].left_out_because("of a package of yours") == ("of a package of yours", "en")
