"""What the stages hand to one another: frozen, slotted records."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum

from index.offsets import OffsetMap, Span
from index.places import FilePlace, places_of

__all__ = [
    "READING",
    "SEARCHED",
    "Attribution",
    "Block",
    "Document",
    "Dropped",
    "Extracted",
    "Note",
    "PageDate",
    "Passage",
    "Section",
    "SectionKind",
    "Sentence",
    "Source",
    "Turn",
    "above",
    "in_context",
]


class SectionKind(StrEnum):
    """What a part of a document is."""

    BODY = "body"
    TITLE = "title"
    HEADING = "heading"
    SPEAKER = "speaker"
    """The label of a turn: who is about to speak."""
    FRONT = "front"
    """Date line, byline, genre line, credit: said about the text, not in it."""
    EDITOR_NOTE = "editor_note"
    BIOGRAPHY = "biography"
    CAPTION = "caption"
    PULL_QUOTE = "pull_quote"
    REFERENCES = "references"
    IMPRINT = "imprint"


SEARCHED = frozenset({SectionKind.BODY, SectionKind.EDITOR_NOTE, SectionKind.BIOGRAPHY, SectionKind.CAPTION})
"""Kinds whose passages are searched; the others are kept in the document and shown, never retrieved as content."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is known about where a file's text comes from. Dates are ISO 8601, as exact as the source is (`2024-04`)."""

    title: str = ""
    publisher: str = ""
    original_publisher: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    reposted: str = ""
    language: str = ""
    url: str = ""
    rights: str = ""
    note: str = ""
    sha256: str = ""

    def completed(self, suggested: Source) -> Source:
        """This, and what `suggested` says where this says nothing."""
        said = {field.name: getattr(self, field.name) or getattr(suggested, field.name) for field in fields(Source)}
        return replace(self, **said)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or line of an extracted text: text[start:end], of some kind.

    `level` is a heading's depth as the markup or the type says it, 1 for the top; 0 where nothing says it. A `unit` is an
    item, a row or a line that was meant as one: nothing is joined to it. `under` is where the block starts that it cannot
    be understood without (the caption over a row, the words that lead in to an item, the item over it); -1 where none.
    `speaker` is whose words it is where the format says that they are not the author's; empty elsewhere.
    """

    start: int
    end: int
    kind: SectionKind = SectionKind.BODY
    level: int = 0
    unit: bool = False
    under: int = -1
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a loader makes of a file: its text, the way back to the decoded file, and what the markup said of its parts.

    `offsets` and `dropped` count in `decoded`: the file's characters (text, HTML), or the text of its pages (PDF) or
    paragraphs (Word) one after another. `places` are the lines of a PDF, each with its page and box. `suggested` is
    what the file says of itself, for whatever is not known better.
    """

    text: str
    offsets: OffsetMap
    marked: tuple[Block, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    title: str = ""
    url: str = ""
    decoded: str = ""
    places: tuple[FilePlace, ...] = ()
    suggested: Source = field(default_factory=Source)
    blocks: bool = False
    """Whether markup tells its paragraphs, items and cells from its headings, so that none need be guessed."""
    whole: bool = False
    """Whether each of its lines is a whole paragraph, item or row, so that none need be put together."""
    kept: bool = False
    """Whether its lines are rows, cues, fields or slides as the file has them: none is page furniture or joined to the next."""
    printed: bool = False
    """Whether it was made for paper (PDF, Word, ODT, RTF): no web page stands around its text."""
    warnings: tuple[str, ...] = ()
    """What of the file could not be read as it stands: a line each."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A part of the decoded file that is not in the document's text, and why."""

    source_start: int
    source_end: int
    text: str
    reason: str
    beside: int = -1
    """Where the text goes on that a reading belongs to, if that is not where the reading itself stands."""


READING = "reading of the characters before it"
"""Why furigana and other readings are not in the text; a passage is found by them all the same."""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote mark that stood at text[at]; `text` is the reference entry it points to, empty where there is none.

    `url` is the first address in the entry.
    """

    label: str
    at: int
    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is in an interview, a briefing or minutes; `speaker` as the label says it, empty where none does.

    `name` and `role` are what the document adds to the label where it introduces the speaker. A turn `asks` where it puts
    a question to another. document.text[question.start:question.end] is the question that a turn follows.
    """

    speaker: str
    name: str = ""
    role: str = ""
    asks: bool = False
    question: Span | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A run of paragraphs of one kind under one heading: document.text[start:end], without the heading itself.

    In a transcript it is one turn, without its label.
    """

    start: int
    end: int
    kind: SectionKind
    path: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    turn: Turn | None = None

    @property
    def label(self) -> str:
        """The headings above this part, outermost first."""
        return " › ".join(self.path)

    def written_by(self, source: Source) -> tuple[str, ...]:
        """Whose text it is, in a document from `source`; nobody's where it is an editor's note or said about authors."""
        if self.kind in (SectionKind.EDITOR_NOTE, SectionKind.BIOGRAPHY):
            return ()
        return self.authors or source.authors


@dataclass(frozen=True, slots=True)
class Attribution:
    """document.text[start:end] is said by `speakers`, outermost first: "X reports that Y said Z" gives (X, Y).

    `direct` where the span stands in quotation marks (which it leaves out); `verb` is the span of what reports it.
    """

    start: int
    end: int
    speakers: tuple[str, ...]
    verb: Span
    direct: bool


@dataclass(frozen=True, slots=True)
class PageDate:
    """A date read at document.text[start:end]: `value` in ISO 8601, `text` as it is written.

    `place` is head, imprint, or dateline (the day of the report that the text opens with, which gives no year: `XXXX-07-21`
    where the year is not known). `page` and `line` of the file count from 1, and are 0 where they are not known.
    """

    value: str
    place: str
    text: str
    start: int
    end: int
    page: int = 0
    line: int = 0

    @property
    def where(self) -> str:
        """The place in words: `head, line 3`."""
        number = f", page {self.page}" if self.page else f", line {self.line}" if self.line else ""
        return f"{self.place}{number}"


@dataclass(frozen=True, slots=True)
class Document:
    """A cleaned text, its structure, and the way from each of its characters back to the file.

    `id` is the file's stem, `file` its path as given, `sha256` that of the file's bytes. `page_dates` are those that the
    page says of itself, all of them; a line in `warnings` says which contradict each other and where each was read.
    `made_of` is a digest of all that it is made of (`index.ingredients`), empty where that is not noted.
    """

    id: str
    file: str
    sha256: str
    source: Source
    text: str
    language: str
    offsets: OffsetMap
    sections: tuple[Section, ...] = ()
    notes: tuple[Note, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    places: tuple[FilePlace, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    page_dates: tuple[PageDate, ...] = ()
    warnings: tuple[str, ...] = ()
    made_of: str = ""

    def __repr__(self) -> str:
        """One line, without the text."""
        return f"Document({self.id!r}, {self.source.title!r}, {len(self.text):,} characters)"

    def notes_in(self, start: int, end: int) -> tuple[Note, ...]:
        """Notes whose mark stood inside text[start:end] or right after it."""
        return tuple(note for note in self.notes if start < note.at <= end)

    def said_in(self, start: int, end: int) -> tuple[Attribution, ...]:
        """What is said, by whom, within text[start:end] or around it, in the order of the text."""
        until = bisect_left(self.attributions, end, key=lambda said: said.start)
        return tuple(said for said in self.attributions[:until] if said.end > start)

    def author(self, section: Section) -> str:
        """Whose text a section is; empty where nothing says it, as of an editor's note or of what is said of authors."""
        return ", ".join(section.written_by(self.source))

    def passage(
        self, start: int, end: int, section: Section, language: str, sentences: tuple[Sentence, ...] = ()
    ) -> Passage:
        """text[start:end], which stands in `section`, as a passage."""
        return Passage(
            document=self.id,
            start=start,
            end=end,
            text=self.text[start:end],
            section=section,
            language=language,
            sentences=sentences,
            author=self.author(section),
            path=tuple(filter(None, (self.source.title, *section.path))),
            attributions=self.said_in(start, end),
        )

    def source_span(self, start: int, end: int) -> Span:
        """The range of the decoded file that holds text[start:end]."""
        return self.offsets.source(start, end)

    def printed(self, start: int, end: int) -> tuple[FilePlace, ...]:
        """The printed lines that hold text[start:end], each with its page and box; none where the file has no pages."""
        return places_of(self.places, self.offsets.sources(start, end))

    def recognised(self, start: int, end: int) -> float | None:
        """How sure the least sure line is that holds text[start:end], from 0 to 1, where it was recognised in a picture.

        None where the file itself says each of its characters.
        """
        sure = [place.confidence for place in self.printed(start, end) if place.confidence is not None]
        return min(sure, default=None)


@dataclass(frozen=True, slots=True)
class Sentence:
    """document.text[start:end], a sentence or a heading-sized line, without the white space around it."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of one section that is found and shown as a whole: document.text[start:end] == text, always.

    `author` is whose text it is: in a round table the participant's, not the paper's. `path` is the document's title and
    the headings above. `attributions` is what is said within it, by whom.
    """

    document: str
    start: int
    end: int
    text: str
    section: Section
    language: str
    sentences: tuple[Sentence, ...] = field(default=())
    author: str = ""
    path: tuple[str, ...] = ()
    attributions: tuple[Attribution, ...] = ()

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who speaks, is quoted or paraphrased in it, each once, in the order of the text; by a full name as well."""
        named = [self.section.turn.name] if self.section.turn and self.section.turn.name else []
        return tuple(dict.fromkeys([*(name for said in self.attributions for name in said.speakers), *named]))

    @property
    def id(self) -> str:
        """Identity: the document and the span, never the text."""
        return f"{self.document}:{self.start}-{self.end}"


def in_context(document: Document, passage: Passage) -> str:
    """A passage as it is matched: its headings and its author stand before its text, as they do for a reader."""
    headings = above(document, passage)
    return f"{headings}\n{passage.text}" if headings else passage.text


def above(document: Document, passage: Passage) -> str:
    """The headings and the author of a passage, in one line; of a turn its speaker and the question that it answers."""
    section = passage.section
    turn = section.turn
    if turn is None:
        return " ".join([*section.path, *(section.authors or document.source.authors)])
    asked = document.text[turn.question.start : turn.question.end] if turn.question else ""
    who = (turn.speaker, turn.name, turn.role)
    return " ".join(filter(None, (*section.path, *dict.fromkeys(who), " ".join(asked.split()))))
