"""What every part of the JSON is made of: how strict it is, and the values that stand in several places."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, GetCoreSchemaHandler, StrictFloat, StrictInt, StrictStr
from pydantic_core import core_schema
from typing_extensions import TypeAliasType

from index.records import SectionKind

__all__ = [
    "CHECKED",
    "CLOSED",
    "EACH_ONCE",
    "Authors",
    "Cited",
    "Document",
    "End",
    "File",
    "Kind",
    "Language",
    "OneOf",
    "OriginalPublisher",
    "Page",
    "Published",
    "Publisher",
    "Recognised",
    "Reposted",
    "Script",
    "Section",
    "SourceEnd",
    "SourceStart",
    "Start",
    "Time",
    "Title",
]


# A name of its own takes no part in the configuration of those who use it: there types are strict one by one.
CLOSED = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class OneOf:
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


EACH_ONCE = Field(json_schema_extra={"uniqueItems": True})
CHECKED = AfterValidator(_each_once)


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
    "Kind", Annotated[StrictStr, OneOf(SectionKind), Field(description="What part of the document it stands in.")]
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
        StrictFloat,
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
        CHECKED,
        EACH_ONCE,
    ],
)
