"""The JSON of an answer, defined once: its types, bounds and what each part means.

The records' `to_dict` are typed by it, `answer.schema.json` is made of it, and a saved answer is checked by it. Nothing
imports it to ask a question: the records need it for their types alone.
"""

from __future__ import annotations

import json
import re
import sys
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal, NotRequired

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    StrictInt,
    StrictStr,
    TypeAdapter,
    with_config,
)
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema
from typing_extensions import TypeAliasType, TypedDict

from index.records import SectionKind
from qa.verdict import EVIDENCE_SCHEMA, EVIDENCED, SCHEMA, Ended, Property, Verdict

__all__ = [
    "AllEvidence",
    "Answer",
    "Certificate",
    "Citation",
    "Fact",
    "Generated",
    "GeneratedSentence",
    "Hit",
    "LeftOut",
    "Library",
    "Match",
    "Note",
    "Place",
    "Stated",
    "Statement",
    "Understood",
    "View",
    "adapter",
    "evidence_adapter",
    "made_evidence_schema",
    "made_schema",
]

# A name of its own takes no part in the configuration of those who use it: there types are strict one by one.
_CLOSED = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class _OneOf:
    """One of the values of an enumeration, as a string."""

    def __init__(self, kind: type[StrEnum]) -> None:
        self._values = [one.value for one in kind]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """For pydantic."""
        return core_schema.literal_schema(self._values)


def _each_once(values: list[Any]) -> list[Any]:
    if any(value in values[:place] for place, value in enumerate(values)):
        raise ValueError("something stands twice in it")
    return values


_EACH_ONCE = Field(json_schema_extra={"uniqueItems": True})
_CHECKED = AfterValidator(_each_once)


Document = TypeAliasType(
    "Document",
    Annotated[StrictStr, Field(description="Id of the document: the stem of its file's name.", min_length=1)],
)
File = TypeAliasType(
    "File", Annotated[StrictStr, Field(description="Path of the file, as it was given when the library was made.")]
)
Title = TypeAliasType("Title", Annotated[StrictStr, Field(description="Title of the document.")])
Publisher = TypeAliasType(
    "Publisher", Annotated[StrictStr, Field(description="Who published it; empty where that is not known.")]
)
OriginalPublisher = TypeAliasType(
    "OriginalPublisher",
    Annotated[
        StrictStr, Field(description="Whom it was reprinted from; empty where it is no reprint, or that is not known.")
    ],
)
Authors = TypeAliasType(
    "Authors",
    Annotated[
        list[StrictStr],
        Field(strict=True, description="Authors of the section, or of the document where the section names none."),
    ],
)
Published = TypeAliasType(
    "Published",
    Annotated[
        StrictStr,
        Field(
            description="Date of publication, ISO 8601, as exact as it is known (2024, 2024-04, 2024-04-03); empty where it is not."
        ),
    ],
)
Reposted = TypeAliasType(
    "Reposted",
    Annotated[
        StrictStr, Field(description="Date of a repost, ISO 8601, as exact as it is known; empty where there is none.")
    ],
)
Language = TypeAliasType(
    "Language",
    Annotated[
        StrictStr,
        Field(
            description="Language of the passage, BCP 47; zh-Hans and zh-Hant tell the scripts of Chinese apart; `mixed` where no language has most of it, `und` where it is not known.",
            min_length=1,
        ),
    ],
)
Script = TypeAliasType(
    "Script",
    Annotated[
        StrictStr,
        Field(
            description="Script, ISO 15924: Hans, Hant, Jpan, Kore, Latn, …; Zyyy where it cannot be told.",
            pattern=r"^[A-Z][a-z]{3}$",
        ),
    ],
)
Section = TypeAliasType(
    "Section", Annotated[list[StrictStr], Field(strict=True, description="Headings above it, outermost first.")]
)
Kind = TypeAliasType(
    "Kind", Annotated[StrictStr, _OneOf(SectionKind), Field(description="What part of the document it stands in.")]
)
Start = TypeAliasType(
    "Start",
    Annotated[
        StrictInt,
        Field(
            description="First character in the document's text, which `yinzheng show DOC --json` prints. Characters are Unicode code points.",
            ge=0,
        ),
    ],
)
End = TypeAliasType(
    "End", Annotated[StrictInt, Field(description="The character after the last, in the document's text.", ge=1)]
)
SourceStart = TypeAliasType(
    "SourceStart",
    Annotated[
        StrictInt,
        Field(
            description="First character in the decoded file, or in the text of its pages (PDF) or paragraphs (Word).",
            ge=0,
        ),
    ],
)
SourceEnd = TypeAliasType(
    "SourceEnd",
    Annotated[
        StrictInt,
        Field(
            description="The character after the last, in the same. Between the two the file may hold markup, footnote marks or line breaks.",
            ge=0,
        ),
    ],
)
Page = TypeAliasType(
    "Page",
    Annotated[
        StrictInt | None,
        Field(description="Page of a PDF, or slide, on which it begins, from 1; null for other files.", ge=1),
    ],
)
Recognised = TypeAliasType(
    "Recognised",
    Annotated[
        float,
        Field(
            description="Where the text was recognised in a picture (OCR): how sure the recognition is of the least sure line; left out where the file itself says its characters.",
            ge=0,
            le=1,
        ),
    ],
)
Time = TypeAliasType(
    "Time",
    Annotated[
        StrictStr,
        Field(
            description="When it begins to be said, where the file gives times (subtitles): hours, minutes, seconds.",
            pattern=r"^\d{2,}:\d{2}:\d{2}$",
        ),
    ],
)
Cited = TypeAliasType(
    "Cited",
    Annotated[
        list[Annotated[StrictInt, Field(ge=1)]],
        Field(strict=True, description="Numbers of citations, at least one, each once.", min_length=1),
        _CHECKED,
        _EACH_ONCE,
    ],
)


@with_config(_CLOSED)
class Statement(TypedDict):
    """One thing that the documents say."""

    text: Annotated[
        str,
        Field(
            description="The quote of its first citation, or of its second where the first is its heading.",
            min_length=1,
        ),
    ]
    citations: Annotated[
        Cited,
        Field(
            description="Its evidence: the heading that is its topic, where it has one; the citation quoted as `text`; and the same words in reprints and near-duplicates."
        ),
    ]
    topic: Annotated[
        str,
        Field(
            description="The heading under which it stands, as the document writes it, where there is one statement for each heading; empty otherwise."
        ),
    ]


@with_config(_CLOSED)
class Certificate(TypedDict):
    """What the quotation was compared with, character by character. `yinzheng verify` compares it again."""

    sha256: Annotated[str, Field(description="SHA-256 of the file's bytes.", pattern=r"^[0-9a-f]{64}$")]
    text_sha256: Annotated[
        str,
        Field(
            description="SHA-256 of the document's text in UTF-8, as it was cleaned. Where it is the same, so is every character.",
            pattern=r"^[0-9a-f]{64}$",
        ),
    ]
    cleaning: Annotated[int, Field(description="Version of the cleaning that made the text of the file.", ge=0)]
    start: Annotated[
        Start, Field(description="First character of the quotation in that text; the citation's own `start`.")
    ]
    end: Annotated[End, Field(description="The character after its last; the citation's own `end`.")]
    recognised: NotRequired[Recognised]


@with_config(_CLOSED)
class Note(TypedDict):
    """A footnote whose mark stands in the quotation or right after it."""

    label: Annotated[str, Field(description="The mark.")]
    at: Annotated[
        int, Field(description="Where in the document's text the mark stood; it is not part of the text.", ge=0)
    ]
    text: Annotated[
        str, Field(description="The entry of the reference list that it points to; empty where there is none.")
    ]
    url: Annotated[str, Field(description="The first address in that entry; empty where there is none.")]


class Place(TypedDict):
    """Where a quotation or a passage stands."""

    document: Document
    file: File
    title: Title
    publisher: Publisher
    original_publisher: OriginalPublisher
    authors: Authors
    published: Published
    reposted: Reposted
    language: Language
    script: Script
    section: Section
    kind: Kind
    start: Start
    end: End
    source_start: SourceStart
    source_end: SourceEnd
    page: Page
    time: NotRequired[Time]
    recognised: NotRequired[Recognised]


class _Numbered(TypedDict):
    number: Annotated[int, Field(description="Its number, from 1, in the order in which the answer brings it.", ge=1)]


@with_config(_CLOSED)
class Gloss(TypedDict):
    """A word of a quotation and what it may mean in another language."""

    start: Annotated[int, Field(description="Where it begins in the quotation.", ge=0)]
    end: Annotated[int, Field(description="Where it ends in the quotation.", ge=1)]
    term: Annotated[str, Field(description="The word, as it stands there.", min_length=1)]
    meanings: Annotated[
        list[Annotated[str, Field(min_length=1)]],
        Field(description="What it may mean, the most usual first.", min_length=1),
    ]
    source: Annotated[
        Literal["CC-CEDICT", "JMdict", "JMnedict", "KANJIDIC2", "CLDR", "library"],
        Field(
            description="What says so: a dictionary, or a document of the library that gives a name in both scripts."
        ),
    ]


@with_config(_CLOSED)
class Glosses(TypedDict):
    """The words of a quotation in another language, from dictionaries: help to read it, no translation."""

    into: Annotated[str, Field(description="The language of the meanings.")]
    covered: Annotated[
        bool, Field(description="Whether any dictionary here goes from the quotation's language into that one.")
    ]
    words: Annotated[list[Gloss], Field(description="The words that mean something by themselves, in order.")]


@with_config(_CLOSED)
class GeneratedSentence(TypedDict):
    """A sentence that a language model wrote."""

    text: Annotated[str, Field(description="The sentence.", min_length=1)]
    citations: Annotated[
        list[int],
        Field(
            description="The citations that it names; there may be none, or one that is not there, and then it is not supported."
        ),
    ]
    odds: Annotated[float, Field(description="The reader's probability that the evidence says it.", ge=0, le=1)]
    supported: Annotated[bool, Field(description="Whether all that it cites is there and says it.")]


@with_config(_CLOSED)
class Translation(TypedDict):
    """A quotation as a language model puts it in another language: help to read it, never the quotation."""

    into: Annotated[str, Field(description="The language.")]
    model: Annotated[str, Field(description="Name of the language model.")]
    sentences: Annotated[
        list[GeneratedSentence],
        Field(description="Its sentences, each held against the quotation, whose number it names."),
    ]
    lacks: Annotated[
        list[str], Field(description="Numbers and dates of the quotation that stand in none of its sentences.")
    ]
    holds: Annotated[
        bool, Field(description="Whether it is whole, every sentence is supported, and no number is lacking.")
    ]
    error: Annotated[str, Field(description="Why there is nothing, or not all; empty where all is well.")]


@with_config(_CLOSED)
class Citation(_Numbered, Place):
    """A quotation, word for word, with its place and who says it."""

    quote: Annotated[str, Field(description="The words: text[start:end] of the document.", min_length=1)]
    score: Annotated[
        float, Field(description="Odds that it answers the question; for what comes nearest, too.", ge=0, le=1)
    ]
    certificate: Certificate
    author: Annotated[
        str,
        Field(description="Whose text the quotation stands in; empty where nobody is named, and in editor's notes."),
    ]
    speakers: Annotated[
        list[Annotated[str, Field(min_length=1)]],
        Field(description="Everybody who is quoted or reported in it, each once; none where the author alone speaks."),
    ]
    chains: Annotated[
        list[Annotated[list[Annotated[str, Field(min_length=1)]], Field(min_length=1)]],
        Field(
            description="Who says it according to whom: each chain is outermost first, so that the last of it says the words (“X reports that Y said” is [X, Y])."
        ),
    ]
    direct: Annotated[bool, Field(description="Whether it stands in quotation marks.")]
    notes: Annotated[list[Note], Field(description="Footnotes attached to it, each with its reference.")]
    glosses: NotRequired[
        Annotated[Glosses, Field(description="Its words in another language, where they were asked for.")]
    ]
    translation: NotRequired[
        Annotated[
            Translation,
            Field(description="What a language model makes of it in another language, where that was asked for."),
        ]
    ]


@with_config(_CLOSED)
class Match(TypedDict):
    """Words of the question that met words of a passage."""

    asked: Annotated[str, Field(description="The words of the question.")]
    met: Annotated[str, Field(description="The words of the passage.")]
    how: Annotated[str, Field(description="How they met: same, number, kanji, dictionary, reading, sound or pair.")]
    weight: Annotated[float, Field(description="Its share of the score by words.")]


@with_config(_CLOSED)
class Hit(Place):
    """A passage that was found."""

    text: Annotated[str, Field(description="The passage: text[start:end] of the document.", min_length=1)]
    score: Annotated[float, Field(description="Its fused score; only the order counts.")]
    odds: Annotated[
        float | None,
        Field(description="Odds that it answers the question; null where it was not read closely.", ge=0, le=1),
    ]
    span: Annotated[
        list[Annotated[int, Field(ge=0)]] | None,
        Field(
            description="Start and end, in the document's text, of the likeliest answer; null where there is none.",
            min_length=2,
            max_length=2,
        ),
    ]
    ranks: Annotated[
        dict[str, Annotated[int, Field(ge=1)]],
        Field(description="Its rank, from 1, in each leg of the search that found it."),
    ]
    scores: Annotated[dict[str, float], Field(description="Its score in each of these legs.")]
    matches: Annotated[list[Match], Field(description="The words by which it was found.")]


@with_config(_CLOSED)
class View(TypedDict):
    """What one side holds."""

    holder: Annotated[
        str,
        Field(
            description="Who holds it, as the document writes it: the speaker, or the author where nobody is quoted, or the publisher where no author is named.",
            min_length=1,
        ),
    ]
    speaker: Annotated[bool, Field(description="Whether the holder is a speaker, not the author or the publisher.")]
    documents: Annotated[
        list[Annotated[str, Field(min_length=1)]],
        Field(
            description="Ids of the documents that say it: those of its citations, the first one's first, and their reprints and near-duplicates.",
            min_length=1,
        ),
        _CHECKED,
        _EACH_ONCE,
    ]
    citations: Annotated[Cited, Field(description="The citations that say it.")]


@with_config(_CLOSED)
class Understood(TypedDict):
    """How a question that leans on the one before it was understood; null for one that stands alone."""

    asked: Annotated[str, Field(description="What the user wrote.", min_length=1)]
    question: Annotated[str, Field(description="What was searched for.", min_length=1)]
    carried: Annotated[
        list[Annotated[str, Field(min_length=1)]], Field(description="Names taken over from the conversation.")
    ]
    sources: Annotated[
        list[Annotated[str, Field(min_length=1)]],
        Field(description="Ids of the documents that the search kept to, if any."),
    ]


@with_config(_CLOSED)
class Generated(TypedDict):
    """What a language model made of the evidence: never evidence itself; null where none was asked."""

    model: Annotated[str, Field(description="Name of the language model.")]
    sentences: Annotated[list[GeneratedSentence], Field(description="Its sentences.")]
    error: Annotated[str, Field(description="Why there is nothing, or not all; empty where all is well.")]


@with_config(_CLOSED)
class Library(TypedDict):
    """The library that was asked."""

    path: Annotated[str, Field(description="Its file.")]
    documents: Annotated[int, Field(description="How many documents it holds.", ge=0)]
    passages: Annotated[int, Field(description="How many passages it holds.", ge=0)]
    generation: Annotated[int, Field(description="How often it was changed.", ge=0)]
    corpus: Annotated[str, Field(description="A digest of its documents: the same for the same files.")]
    unread: NotRequired[
        Annotated[
            int,
            Field(
                description="How many files of what it was made of could not be read; left out where there is none.",
                ge=1,
            ),
        ]
    ]


@with_config(_CLOSED)
class LeftOut(TypedDict):
    """A quotation that failed its check."""

    document: Document
    start: Start
    end: End
    reason: Annotated[str, Field(description="What was wrong with it.", min_length=1)]


@with_config(_CLOSED)
class Stated(TypedDict):
    """Where a document's text states something of the document itself."""

    quote: Annotated[str, Field(description="The words: text[start:end] of the document.", min_length=1)]
    start: Start
    end: End
    source_start: SourceStart
    source_end: SourceEnd
    page: Page
    certificate: Certificate


@with_config(_CLOSED)
class Fact(TypedDict):
    """Something known of a document itself."""

    document: Document
    file: File
    title: Title
    sha256: Annotated[str, Field(description="SHA-256 of the file's bytes.", pattern=r"^[0-9a-f]{64}$")]
    property: Annotated[str, _OneOf(Property), Field(description="What it is that is known.")]
    value: Annotated[
        str, Field(description="The value, dates as ISO 8601, as exact as they are known; empty where nothing says it.")
    ]
    stated: Annotated[
        Stated | None,
        Field(
            description="Where the text states it; null where it is known from the file's metadata or sources.toml alone, or not at all."
        ),
    ]


@with_config(_CLOSED)
class Answer(TypedDict):
    """An answer of Yinzheng: a verdict with certified quotations, as `yinzheng ask --json` prints it."""

    schema: Annotated[Literal["urn:yinzheng:answer:3"], Field(description="What this is: the $id of this schema.")]
    question: Annotated[str, Field(description="The question, as it was searched for.", min_length=1)]
    language: Annotated[
        str, Field(description="Language of the question, BCP 47; `und` where it is not known.", min_length=1)
    ]
    verdict: Annotated[
        str,
        _OneOf(Verdict),
        Field(
            description="answered: the quotations answer. disagree: they do, and contradict one another. uncertain: the quotations may answer, which is for the reader to judge. not_in_library: the documents do not say. outside_filters: nothing within the filters answers, but something outside them does, or may. small_talk: nothing was asked of the documents, and `about` names some of them."
        ),
    ]
    odds: Annotated[
        float | None,
        Field(
            description="The probability that any sentence within the filters answers; null where nothing was weighed.",
            ge=0,
            le=1,
        ),
    ]
    statements: Annotated[
        list[Statement], Field(description="What the documents say, in the order in which it is read.")
    ]
    citations: Annotated[
        list[Citation], Field(description="The evidence, numbered from 1 in the order in which the statements cite it.")
    ]
    nearest: Annotated[
        list[Citation], Field(description="What comes nearest but does not answer, numbered from 1 on its own.")
    ]
    views: Annotated[list[View], Field(description="Who holds what, where the question asks for positions.")]
    silent: Annotated[
        list[Annotated[str, Field(min_length=1)]],
        Field(description="Ids of the documents that say nothing of it, where the question asks for positions."),
        _CHECKED,
        _EACH_ONCE,
    ]
    understood: Annotated[
        Understood | None,
        Field(
            description="How a question that leans on the one before it was understood; null for one that stands alone."
        ),
    ]
    generated: Annotated[
        Generated | None,
        Field(
            description="What a language model made of the evidence: never evidence itself; null where none was asked."
        ),
    ]
    left_out: Annotated[
        list[LeftOut],
        Field(description="Quotations that were found, failed their check and are no part of the answer."),
    ]
    passages: Annotated[list[Hit], Field(description="The passages that were found, best first.")]
    library: Library
    model: Annotated[str, Field(description="The encoder by which they were found.")]
    seconds: Annotated[float, Field(description="How long it took.", ge=0)]
    about: NotRequired[
        Annotated[
            list[Fact],
            Field(
                description="What is known of the documents themselves, where the question is about them; nothing is quoted then. Left out where it is not."
            ),
        ]
    ]


@with_config(_CLOSED)
class AllEvidence(TypedDict):
    """All evidence on a question: every sentence of the library that bears on it, as `yinzheng evidence --json` prints it."""

    schema: Annotated[Literal["urn:yinzheng:evidence:1"], Field(description="What this is: the $id of this schema.")]
    question: Annotated[str, Field(description="The question, as it was searched for.", min_length=1)]
    language: Annotated[
        str, Field(description="Language of the question, BCP 47; `und` where it is not known.", min_length=1)
    ]
    at_least: Annotated[float, Field(description="The least `score` of a sentence that is given.", ge=0, le=1)]
    holders: Annotated[
        list[Annotated[str, Field(min_length=1)]],
        Field(
            description="Whose own words alone are evidence, where the question asks for somebody's view; empty otherwise."
        ),
    ]
    views: Annotated[
        list[View],
        Field(description="Who says what: one for each speaker in each source, those of one source together."),
    ]
    statements: Annotated[
        list[Statement],
        Field(
            description="The sentences, each once: the first of its citations is the sentence, the others are the same words in reprints and near-duplicates."
        ),
    ]
    citations: Annotated[
        list[Citation],
        Field(
            description="The evidence, numbered from 1 in the order of reading; `score` is the probability that this sentence, whatever the others are, is evidence."
        ),
    ]
    left_out: Annotated[
        list[LeftOut], Field(description="Sentences that were found, failed their check and are no evidence.")
    ]
    passages_read: Annotated[int, Field(description="How many passages were read.", ge=0)]
    passages: Annotated[int, Field(description="How many passages there are within the filters.", ge=0)]
    ended: Annotated[
        Annotated[str, _OneOf(Ended)] | None,
        Field(
            description="Why no more was read. all_read: there is no more within the filters. nothing_more: those read last hold nothing likely. most_read: as many were read as may be. library_changed: ask again. Null while reading goes on."
        ),
    ]
    library: Library
    seconds: Annotated[float, Field(description="How long it took.", ge=0)]


@cache
def adapter() -> TypeAdapter[Any]:
    """What checks the JSON of an answer, but for what its verdict demands."""
    return TypeAdapter(Answer)


@cache
def evidence_adapter() -> TypeAdapter[Any]:
    """What checks the JSON of all evidence."""
    return TypeAdapter(AllEvidence)


class _Plain(GenerateJsonSchema):
    """Without titles, which only say the names again."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        """Never."""
        return False


_WITH_EVIDENCE = {"statements": {"minItems": 1}, "citations": {"minItems": 1}}
_OF_DOCUMENTS = {
    "verdict": {"const": Verdict.ANSWERED.value},
    "statements": {"maxItems": 0},
    "citations": {"maxItems": 0},
    "about": {"minItems": 1},
}
_WITHOUT = {"statements": {"maxItems": 0}, "citations": {"maxItems": 0}, "views": {"maxItems": 0}}


def made_schema() -> dict[str, Any]:
    """The JSON Schema of an answer (draft 2020-12), made of these types: `answer.schema.json`."""
    made, definitions = _made(adapter())
    return {
        **_head(SCHEMA, "Answer", made),
        "if": {"properties": {"verdict": {"enum": [verdict.value for verdict in EVIDENCED]}}},
        "then": {
            "anyOf": [{"properties": _WITH_EVIDENCE}, {"properties": _OF_DOCUMENTS, "required": ["about"]}],
        },
        "else": {"properties": _WITHOUT},
        "$defs": definitions,
    }


def made_evidence_schema() -> dict[str, Any]:
    """The JSON Schema of all evidence (draft 2020-12), made of these types: `evidence.schema.json`."""
    made, definitions = _made(evidence_adapter())
    return {**_head(EVIDENCE_SCHEMA, "All evidence", made), "$defs": definitions}


def _made(types: TypeAdapter[Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The schema of these types, and what it refers to by name."""
    made = _plain(types.json_schema(schema_generator=_Plain))
    return made, {_name(name): part for name, part in made.pop("$defs").items()}


def _head(identifier: str, title: str, made: dict[str, Any]) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": identifier,
        "title": title,
        **{key: made[key] for key in ("description", "type", "properties", "required", "additionalProperties")},
    }


def _plain(part: Any) -> Any:
    if isinstance(part, list):
        return [_plain(one) for one in part]
    if not isinstance(part, dict):
        return part
    found = {key: _plain(value) for key, value in part.items() if not (key == "title" and isinstance(value, str))}
    if isinstance(found.get("$ref"), str):
        found["$ref"] = "#/$defs/" + _name(found["$ref"].rpartition("/")[2])
    return found


def _name(name: str) -> str:
    plain = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
    return "passage" if plain == "hit" else plain


if (
    __name__ == "__main__"
):  # python -m qa.forms > qa/proof/answer.schema.json, and with `evidence` > qa/proof/evidence.schema.json
    made = made_evidence_schema() if sys.argv[1:] == ["evidence"] else made_schema()
    print(json.dumps(made, ensure_ascii=False, indent=2))
