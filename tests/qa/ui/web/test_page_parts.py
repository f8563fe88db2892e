"""What the page is made with: addresses, questions to try, links that tell what changed, exports, the answers that are kept."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.datastructures import QueryParams

from index.errors import LibraryError
from index.records import Document
from index.store.catalogue import Catalogue
from index.store.history import History, Written
from qa.engine import Engine
from qa.errors import QuestionError
from qa.records import Verdict
from qa.ui.web.answers import Answers
from qa.ui.web.events import event
from qa.ui.web.examples import examples
from qa.ui.web.exports import ANSWERS, QUOTATIONS
from qa.ui.web.html.shared import shared_notes
from qa.ui.web.html.sheet import Sheet
from qa.ui.web.seen import Changed, Checked, Quoted, Seen, changed_since, checked, quoted_by, seen_of
from qa.ui.web.wanted import Wanted, outdated
from qa.ui.web.why import _shared, reasons
from qa.ui.web.words.languages import page_languages
from tests.answers import answered
from tests.qa.ui.test_layout import COMPARED, known
from tests.qa.ui.web.drawn import text_of

AKIYAMA = "What does Akiyama recommend Japan do?"
LEANS = "and what does he say about China?"


def wanted(address: str, accept: str = "en") -> Wanted:
    return Wanted.of(QueryParams(address), accept)


def test_an_address_is_taken_apart_and_put_together() -> None:
    address = (
        "q=%E9%97%AE%3F&source=004&source=002&author=A+%26+B&language=zh-Hant&after=2024&k=7&following=x&following=y"
        "&plain=yes&order=date&lang=ja"
    )
    found = wanted(address)
    assert found == Wanted(
        q="问?",
        source=("004", "002"),
        author=("A & B",),
        language=("zh-Hant",),
        after="2024",
        k=7,
        following=("x", "y"),
        plain=True,
        order="date",
        lang="ja",
        tag="ja",
    )
    assert found.to() == f"/?{address}"
    assert wanted(found.to(q="other").partition("?")[2]).q == "other"


def test_what_an_address_cannot_say_is_left_out() -> None:
    found = wanted("k=99&order=up&theme=pink&lang=xx&source=&following=" + "&following=".join("abcdefg"), "ko,en;q=0.5")
    assert found == Wanted(k=20, following=("c", "d", "e", "f", "g"), tag="ko")
    assert wanted("k=-1&k=x").k == 5
    assert wanted(f"k={'9' * 5000}").k == 5
    with pytest.raises(QuestionError):
        wanted("after=yesterday").filters()


@pytest.mark.parametrize(
    ("older", "now"),
    [
        ("q=x&since=2023&until=2024-04", "/?q=x&after=2023&before=2024-04"),
        ("q=x&before=Who+is+it%3F", "/?q=x&following=Who+is+it%3F"),
        ("q=x&until=2024&before=one&before=two", "/?q=x&before=2024&following=one&following=two"),
        ("q=x&before=2020&before=two", "/?q=x&following=2020&following=two"),
    ],
)
def test_an_address_of_an_older_page_says_what_it_said(older: str, now: str) -> None:
    assert outdated(QueryParams(older))
    assert wanted(older).to() == now
    assert not outdated(QueryParams(now.partition("?")[2]))


@pytest.mark.parametrize("before", ["April 2024", "2024-13"])
def test_a_date_that_is_none_is_no_question_before(before: str) -> None:
    given = wanted(f"q=x&after=&before={before}")
    assert (given.before, given.following) == (before, ())
    assert wanted(given.to().partition("?")[2]) == given
    with pytest.raises(QuestionError):
        given.filters()


def test_an_address_has_room_for_the_questions_that_it_follows() -> None:
    def then(*following: str) -> tuple[str, ...]:
        return Wanted(q="长" * 2000, following=following).then()

    long = "问" * 2000
    assert then("一", "二", "三", "四") == ("一", "二", "三", "四", "长" * 2000)
    assert then("一", long, "三", "四") == ("三", "四", "长" * 2000)
    assert then(long) == ("长" * 2000,)
    assert Wanted().then() == ()


def test_everywhere_is_without_filters() -> None:
    assert wanted("q=x&source=1&before=2024&lang=en").everywhere() == Wanted(q="x", wide=True, lang="en")


def test_questions_to_try_are_those_of_the_library(engine: Engine) -> None:
    words = page_languages()["ja"]
    own = examples(engine.catalogue(), words)
    assert [unanswered for _, unanswered in own] == [False, False, False, True]
    other = {name: source for name, source in engine.catalogue().sources.items() if name.startswith("002")}
    passages = tuple(one for one in engine.catalogue().passages if one.document in other)
    made = [text for text, _ in examples(Catalogue(other, passages), words)]
    assert len(made) == 3
    assert all(text.endswith("。") for text in made)
    assert not examples(Catalogue({}, ()), words)


def edited(was: str, now: str) -> Callable[[str], Document]:
    """The documents of `known`, in one of which something reads otherwise."""

    def lookup(name: str) -> Document:
        document = known(name)
        return replace(document, text=document.text.replace(was, now)) if name == "one" else document

    return lookup


def test_a_link_tells_whether_what_it_quoted_still_stands() -> None:
    seen = Seen.of(seen_of(COMPARED))
    assert seen
    assert checked(seen, known) == Checked(5, 5)
    assert checked(seen, edited("harbour", "channel")) == Checked(5, 4, ("one",))
    text = known("one").text
    assert checked(seen, edited(text, f"Before all that. {text}")) == Checked(5, 5)  # which stand elsewhere now

    def gone(name: str) -> Document:
        raise LibraryError(name)

    assert checked(seen, gone).same == 0
    for nonsense in ("", "x", "W10", "bnVsbA", "WzEsMl0", "e30", "eyJvZiI6IFsxXSwgInF1b3RlZCI6IDF9"):
        assert Seen.of(nonsense) is None
    half = base64.urlsafe_b64encode(b'[["\\ud800", 0, 1, "x"]]').decode()
    assert Seen.of(half) is None
    far = Seen((Quoted("one", 0, 10**12, "x"), Quoted("one", -3, 2, "x"), Quoted("one", 5, 2, "x")))
    assert checked(far, known) == Checked(3, 0, ("one",))


def test_a_link_keeps_nobody_busy_with_short_quotations() -> None:
    """They are not looked for all over a long document, though few characters are compared."""
    short = Seen((replace(quoted_by(COMPARED)[0], start=0, end=1, digest=hashlib.sha256(b"q").hexdigest()[:10]),))
    text = "a" * 1_000_000
    near, far = edited(known("one").text, "aq"), edited(known("one").text, f"{text}q")
    assert checked(short, near).same == 1
    assert checked(short, far).same == 0


def test_a_link_tells_what_has_changed_in_the_library() -> None:
    answer = replace(COMPARED, library={**COMPARED.library, "generation": 3, "documents": 4})
    seen = Seen.of(seen_of(answer, "0a1b"))
    assert seen
    assert (seen.origin, seen.generation, seen.documents) == ("0a1b", 3, 4)
    assert seen.quoted == quoted_by(answer)
    now = History("0a1b", 6, {"one": Written(1, 5), "two": Written(2, 3), "new": Written(6, 6)})
    changed = changed_since(seen, now)
    assert changed == Changed(("new",), ("one",), 2)
    same = changed_since(seen, History("0a1b", 3, dict.fromkeys(("one", "two", "three", "four"), Written())))
    assert same is not None
    assert not same
    assert changed_since(seen, replace(now, origin="ffff")) is None
    assert changed_since(replace(seen, origin=""), replace(now, origin="")) is None

    notes = shared_notes(Sheet(answer, Wanted(q="q", seen=seen_of(answer, "0a1b"))), known, now)
    assert [fine for _, fine in notes] == [True, True]
    told = text_of(str(notes[1][0]))
    assert told.startswith("The library has changed since this link was made — new: “new”; changed: “")
    assert told.endswith("; 2 documents taken out.")
    wrong = shared_notes(Sheet(COMPARED, Wanted(q="q", seen=seen_of(answer, "0a1b"), tag="zh-Hans")), gone_one, now)
    assert "5 条引文中有" in str(wrong[0][0])
    assert [fine for _, fine in wrong] == [False, False, True]


def gone_one(name: str) -> Document:
    """The documents of `known` without one of them."""
    if name == "one":
        raise LibraryError(name)
    return known(name)


def test_a_quotation_in_every_form() -> None:
    sheet = Sheet(COMPARED, Wanted(q="q"))
    item = sheet.items()[0]
    made = {form: make(sheet, item) for form, make in QUOTATIONS.items()}
    for text in made.values():
        assert "The harbour must close." in text
    assert made["text"].startswith("“The harbour must close.”\nunder the heading “Advice”\n")
    assert made["markdown"].startswith("> The harbour must close.\n")
    assert made["html"].startswith('<blockquote dir="auto" lang="en"><p>The harbour must close.</p>')
    assert made["bibtex"].startswith(
        "@misc{one,\n  title = {{Title of one}},\n  author = {{An author}},\n  year = {2024},"
    )
    (csl,) = json.loads(made["csl"])
    assert csl["issued"] == {"date-parts": [[2024]]}
    assert csl["author"] == [{"literal": "An author"}]
    assert made["ris"].split("\r\n")[:3] == ["TY  - GEN", "TI  - Title of one", "AU  - An author"]
    assert made["ris"].endswith("ER  - \r\n")


def test_what_is_no_answer_is_copied_as_none() -> None:
    near = answered("Something else.")
    near = replace(near, verdict=Verdict.NOT_IN_LIBRARY, statements=(), citations=(), nearest=near.citations)
    sheet = Sheet(near, Wanted(q="q"))
    for form in ("text", "markdown", "html"):
        assert "not an answer to it: When was it built?" in QUOTATIONS[form](sheet, sheet.quoted()[0])


def test_hostile_words_do_nothing_in_an_export() -> None:
    answer = answered("=cmd|'x'!A1 <b>*bold*</b> {x}", title="=T {} \\ <i>")
    sheet = Sheet(answer, Wanted(q="q"))
    files = {form: make(sheet) for form, (_, make) in ANSWERS.items()}
    assert "<b>" not in str(files["html"])
    assert "\\<b\\>\\*bold\\*" in str(files["md"])
    (row,) = list(csv.DictReader(io.StringIO(str(files["csv"])[1:])))
    assert row["quote"].startswith("'=")
    assert row["title"].startswith("'=")
    assert "\\{x\\}" in QUOTATIONS["bibtex"](sheet, sheet.items()[0])


def test_an_answer_as_files() -> None:
    sheet = Sheet(COMPARED, Wanted(q="q"))
    files = {form: make(sheet) for form, (_, make) in ANSWERS.items()}
    assert str(files["md"]).startswith("# q\n\nWhat the documents say")
    assert "## 1\\. Advice" in str(files["md"]) or "## 1. Advice" in str(files["md"])
    assert json.loads(str(files["json"]))["citations"][0]["file"] == "one.txt"
    rows = list(csv.DictReader(io.StringIO(str(files["csv"])[1:])))
    assert [row["number"] for row in rows] == ["1", "2", "3"]
    word = files["docx"]
    assert isinstance(word, bytes)
    with zipfile.ZipFile(io.BytesIO(word)) as packed:
        assert "The harbour must close." in packed.read("word/document.xml").decode()


def test_an_event_keeps_its_lines() -> None:
    assert event("answer", "a\nb\u2028c") == "event: answer\ndata: a\ndata: b\u2028c\n\n"
    assert event("end", "") == "event: end\ndata: \n\n"


def test_an_answer_is_made_once(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = Answers(engine)
    asked = Wanted(q=AKIYAMA)
    assert answers.known(asked) is None
    answer = answers.answer(asked)
    monkeypatch.setattr(engine, "ask", None)
    assert answers.answer(replace(asked, q=f" {AKIYAMA} ", lang="ja", tag="ja", order="date")) is answer
    assert answers.known(replace(asked, before="2020")) is None


def test_a_question_leans_on_those_in_its_address(engine: Engine) -> None:
    answers = Answers(engine)
    after = Wanted(q=LEANS, following=(AKIYAMA,))
    understood = answers.understood(after)
    assert understood is not None
    assert understood.question == "and what does Akiyama say about China?"
    assert understood.sources == ("004_4265a66dfc9597a6",)
    assert answers.understood(replace(after, plain=True)) is None
    assert answers.understood(replace(after, following=())) is None
    assert answers.understood(replace(after, wide=True)) == replace(understood, sources=())
    meant = answers.understood(replace(after, meant="What does Akiyama say about Taiwan?"))
    assert meant is not None
    assert (meant.question, meant.sources) == ("What does Akiyama say about Taiwan?", understood.sources)


def test_what_could_not_be_asked_is_none_to_lean_on(engine: Engine) -> None:
    answers = Answers(engine)
    after = Wanted(q=LEANS, following=("？？", AKIYAMA, "a" * 2001))
    understood = answers.understood(after)
    assert understood is not None
    assert understood.question == "and what does Akiyama say about China?"


def test_what_was_asked_before_makes_no_answer_anew(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = Answers(engine)
    after = Wanted(q=LEANS, following=(AKIYAMA,))
    assert (answers.quick(Wanted(q=AKIYAMA)), answers.quick(after)) == (True, False)
    first, leaning = answers.answer(Wanted(q=AKIYAMA)), answers.answer(after)
    assert leaning.understood is not None
    assert answers.quick(after)
    monkeypatch.setattr(engine, "ask", None)
    assert answers.answer(Wanted(q=AKIYAMA, following=("？", "?"))) is first
    assert answers.answer(replace(after, following=("?", AKIYAMA))) is leaning


def test_evidence_is_kept_whether_or_not_what_was_before_is_told(engine: Engine) -> None:
    answers = Answers(engine)
    asked = Wanted(q=AKIYAMA, following=("?",))
    answers.answer(asked)
    found = next(engine.evidence(AKIYAMA, most=1))
    answers.keep(asked, found)
    assert answers.found(replace(asked, following=())) is found
    assert answers.found(asked) is found


def test_the_filter_that_keeps_an_answer_away_is_named(engine: Engine) -> None:
    answers = Answers(engine)
    asked = Wanted(q="What did Kissinger say deterrence requires?", author=("秋山信将",), after="2024")
    answer = answers.answer(asked)
    assert answer.verdict is Verdict.OUTSIDE_FILTERS
    (reason,) = reasons(answers, asked, answer)
    assert "Written by" in reason.told
    assert "author" not in reason.href
    assert "after=2024" in reason.href


def test_words_that_stand_only_where_nothing_is_searched(engine: Engine) -> None:
    answers = Answers(engine)
    asked = Wanted(q="厦门晶欣电子取得了什么专利？", tag="zh-Hans")
    answer = answers.answer(asked)
    assert answer.verdict is Verdict.NOT_IN_LIBRARY
    unknown, reason = reasons(answers, asked, answer)
    assert "厦门晶欣电子" in unknown.told
    assert "厦门晶欣电子取得" in reason.passage
    assert "正文" in reason.told


@pytest.mark.parametrize(
    ("question", "text", "both"),
    [
        ("Which patent did Xiamen Jingxin obtain?", "news: xiamen jingxin, menu", "xiamen jingxin"),
        ("Which patent did Xiamen obtain?", "Xiamenese", ""),
        ("厦门晶欣电子取得了什么专利？", "厦门晶欣电子取得一种", "厦门晶欣电子取得"),
        ("谁说的？", "谁说", ""),
        ("", "x", ""),
    ],
)
def test_what_a_question_shares_with_a_text(question: str, text: str, both: str) -> None:
    assert _shared(question, text) == both
