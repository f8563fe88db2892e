"""A language that another package adds: what it brings is used from the file to the page, and what it lacks degrades plainly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import build
from index.document import make_document
from index.encoder.embed import Embedder
from index.errors import PluginError
from index.languages.registry import languages
from index.plugins import plugins
from index.records import Document, Source
from index.settings import Settings
from index.speech.quotations import is_statement, quotations
from index.text.alphabets import _detector
from index.text.script import content_words, language_of
from index.text.script_code import script_code
from index.text.sentences import sentences
from index.when.dates import dates_in
from qa.engine import Engine
from qa.languages import checklist
from qa.question.followup.conversation import Conversation
from qa.question.followup.records import Known
from qa.question.followup.registry import grammars, pattern
from qa.question.followup.turns import Turn
from qa.reading.span_reader import SpanReader
from qa.records import Verdict
from qa.ui.web.words.languages import page_languages, preferred
from tests.conftest import ROOT
from tests.plugged import install, write

TEXT = (
    "Die Brücke von Altmühl\n\n"
    "Die alte Brücke über die Altmühl wird seit dem 3. Oktober 1990 nur noch von Fußgängern benutzt. "
    "Der Umbau bzw. Ausbau hat vier Jahre gedauert und war teurer als erwartet.\n\n"
    "Ministerin Anna Weber sagte, die Brücke werde im nächsten Sommer für Radfahrer geöffnet. "
    "Die Stadt hat dafür zwei Millionen Euro bereitgestellt.\n"
)
ENTRIES = {
    "yinzheng.languages": {"de": "tests.german:GERMAN"},
    "yinzheng.followups": {"de": "tests.german:GRAMMAR"},
    "yinzheng.page_words": {"de": "tests.german:PAGE"},
}


def forget() -> None:
    for held in (plugins, languages, grammars, pattern, page_languages, _detector):
        held.cache_clear()


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, tmp_path / "package", "plug_german", "", ENTRIES)


def made() -> Document:
    return make_document(Path("bruecke.txt"), TEXT.encode(), Source())


@pytest.mark.usefixtures("german")
def test_what_it_brings_is_read_in_its_documents() -> None:
    document = made()
    assert (document.language, script_code("de", "")) == ("de", "Latn")
    assert [(said.speakers, said.direct) for said in document.attributions] == [(("Anna Weber",), False)]
    assert [date.value for date in dates_in(document.text)] == ["1990-10-03"]
    assert sum("Umbau bzw. Ausbau" in one.text for one in sentences(document.text)) == 1
    assert content_words("Wer hat die Brücke gebaut?") == ["brücke", "gebaut"]
    quoted = "Das ist die sogenannte „Brücke der langen Geduld“."
    assert [is_statement(quoted, quote) for quote in quotations(quoted)] == [False]


def test_without_it_the_same_text_is_read_more_plainly() -> None:
    """What degrades: nobody is found who speaks, no date in words, a sentence ends behind *bzw.*, small words count."""
    document = made()
    assert document.language == "de", "told by the lingua library"
    assert document.attributions == ()
    assert dates_in(document.text) == ()
    assert sum("Umbau bzw. Ausbau" in one.text for one in sentences(document.text)) == 0
    assert content_words("Wer hat die Brücke gebaut?") == ["wer", "hat", "die", "brücke", "gebaut"]


@pytest.mark.usefixtures("german")
def test_documents_in_it_are_indexed_and_asked(
    tmp_path: Path, settings: Settings, embedder: Embedder, reader: SpanReader
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "bruecke.txt").write_text(TEXT, encoding="utf-8")
    library = tmp_path / "german.sqlite"
    assert build([folder], library, embedder, settings, strict=True).added == ("bruecke",)
    engine = Engine.open(settings, library, embedder=embedder, reader=reader)
    try:
        answer = engine.ask("Wann wird die Brücke für Radfahrer geöffnet?")
        assert answer.language == "de"
        assert answer.verdict is Verdict.ANSWERED
        assert "im nächsten Sommer" in answer.citations[0].quote
        assert answer.citations[0].speech.innermost == ("Anna Weber",)
        understood = Conversation().then(answer).resolve("Und Fußgänger?", engine.named)
        assert understood is not None
        assert understood.question.startswith("Wann wird die Brücke")
    finally:
        engine.close()


@pytest.mark.usefixtures("german")
def test_follow_up_questions_and_the_page_have_it() -> None:
    def anna(question: str) -> tuple[Known, ...]:
        at = question.find("Anna Weber")
        return (Known("Anna Weber", at, at + 10, "Anna Weber"),) if at >= 0 else ()

    assert language_of("Was sagte Anna Weber über die Brücke?") == "de"
    talk = Conversation((Turn("Was sagte Anna Weber über die Brücke?"),))
    understood = talk.resolve("Und was hat er über die Stadt gesagt?", anna)
    assert understood is not None
    assert understood.question == "Und was hat Anna Weber über die Stadt gesagt?"
    assert list(page_languages())[-1] == "de"
    assert preferred("de-AT, en;q=0.5") == "de"


@pytest.mark.usefixtures("german")
def test_the_checklist_says_what_it_has() -> None:
    held = {part.name for part in checklist() if "de" in part.known}
    assert {"dates", "speech.cues", "page.abbreviations", "Grammar", "PageStrings"} <= held
    assert "names.surnames" not in held


def test_the_page_of_the_checklist_is_the_checklist() -> None:
    from qa.languages import table

    page = (ROOT / "docs" / "how-to" / "add-a-language.md").read_text(encoding="utf-8")
    written = page.partition("<!-- checklist -->\n")[2].partition("\n<!-- end of checklist -->")[0]
    assert written == table(), "write it anew: python -c 'from qa.languages import table; print(table())'"


CHEROKEE = """
from index.languages.language import Language
CHEROKEE = Language(tags={"chr": "Cher"}, name="Cherokee", is_written_in=lambda text: any("\u13a0" <= c <= "\u13ff" for c in text))
"""


def test_a_language_may_say_itself_what_is_written_in_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert language_of("ᎣᏏᏲ ᏙᎯᏧ") == "und", "the lingua library does not know it"
    forget()
    install(monkeypatch, tmp_path, "plug_cherokee", CHEROKEE, {"yinzheng.languages": {"chr": "plug_cherokee:CHEROKEE"}})
    assert language_of("ᎣᏏᏲ ᏙᎯᏧ") == "chr"
    assert script_code("chr", "ᎣᏏᏲ") == "Cher"
    assert language_of("今天天气很好") == "zh-Hans"


def test_a_language_that_is_there_already_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    entries = {"yinzheng.languages": {"ja": "index.languages.japanese.language:JAPANESE"}}
    install(monkeypatch, tmp_path, "plug_japanese", "", entries)
    with pytest.raises(PluginError, match=r"plug-in ja of plug_japanese 1.0 .* must be new"):
        languages()


def test_what_is_no_language_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for number, (name, code, fault) in enumerate(
        [("xx", "XX = 1", "is no Language"), ("yy", "1 / 0", "cannot be imported: division by zero")]
    ):
        folder = tmp_path / str(number)
        with monkeypatch.context() as patched:
            module = f"plug_{name}"
            write(folder, module, code, {"yinzheng.languages": {name: f"{module}:XX"}})
            patched.syspath_prepend(str(folder))
            forget()
            with pytest.raises(PluginError, match=rf"plug-in {name} of {module} 1.0 .*{fault}"):
                languages()
