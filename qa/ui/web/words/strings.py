"""What the page says, apart from its language: one frozen record a language, and how it writes dates and numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError

from index.faults import Fault
from index.records import SectionKind
from qa.records import Property, Verdict
from qa.verdict import Ended
from qa.wording import Likelihood

__all__ = ["PageStrings"]

_DATE = re.compile("([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class PageStrings:
    """The page in one language. Braces are filled by `str.format`; a pair is (one, many)."""

    tag: str
    name: str
    language: str

    question: str
    placeholder: str
    ask: str
    next_question: str
    next_question_hint: str
    new_topic: str
    understood: str
    understood_in: str
    ask_again: str
    as_written: str
    options: str
    documents: str
    authors: str
    speakers: str
    speakers_organisations: str
    speakers_unnamed: str
    """Those whom texts quote without a name."""
    after: str
    before: str
    date_hint: str
    bad_dates: str
    not_held: str
    text_languages: str
    passages: str
    examples: str
    unanswered_example: str

    library: str
    library_more: str
    library_unread: str
    """Under the list of documents; `{n}` files."""
    unread_may_say: str
    """With a no; `{n}` files."""

    headings: Mapping[Verdict, str]
    remarks: Mapping[Verdict, str]
    likelihoods: Mapping[Likelihood, str]
    """Under a quotation of an uncertain answer, by how likely it is to answer."""
    quotations: tuple[str, str]
    sources: tuple[str, str]
    ask_everywhere: str
    refused: str
    empty: str
    too_long: str
    failed: str
    failed_hint: str

    citations: str
    further: str
    nearest: str
    outside: str

    gloss: str
    gloss_hint: str
    """What the words under quotations are, and, `{sources}`, what they are from."""
    gloss_library: str
    gloss_vectors: str
    """What Korean words are told by, which no dictionary has."""
    gloss_none: str
    translation: str
    """A switch: quotations in the reader's language."""
    translation_hint: str
    translated_by: str
    """Over a translation, by the language model `{model}`."""
    translating: str
    untrue: str
    """Before a sentence of a translation that the quotation does not bear out."""
    lacking: str
    """`{numbers}` of the quotation."""
    untranslated: str
    """Why follows, in English."""
    written: str
    written_hint: str
    writing: str
    stop_writing: str
    writing_failed: str
    uncited: str
    miscited: str
    unsupported: str

    reprint: str
    no_publisher: str
    published: str
    reposted: str
    undated: str
    said_by: str
    as_told: str
    quotes_from: str
    reports_from: str
    pair: str
    section: str
    place: str
    characters: str
    pages: tuple[str, str]
    """Patterns for one page, `{start}`, and for a run of them, `{start}` and `{end}`."""
    sent: str
    """Where a language model is set: what is sent to it; `{model}`."""
    unseen: str
    """What the framed signs in a text are: characters that are not seen, or turn a line round."""
    recognised: str
    """What is said of a place whose text was recognised in a picture; `{sure}` is how surely, in per cent."""
    date_basis: str
    footnotes: str
    no_entry: str
    address: str
    whole: str
    copy: str
    copied: str
    close: str
    left_out: str
    warnings: tuple[str, str]
    not_found: str

    kinds: Mapping[SectionKind, str]
    languages: Mapping[str, str]
    months: tuple[str, ...]
    dates: tuple[str, str, str]
    """Patterns for a year, a month and a day: `{y}`, `{m}`, `{d}`, and `{month}` by name."""
    comma: str
    listing: str
    """Between names and other parts of a list, where `comma` is between parts of a sentence."""
    quotes: tuple[str, str]

    views: str
    view_author: str
    view_speaker: str
    view_publisher: str
    reprinted_in: str
    own_words: str
    reported_words: str
    silent: str
    under: str
    """Where a sentence stands, in what is copied of it: `{heading}` is a quotation."""
    nearest_said: str
    no_answer: str
    nearest_hint: str
    nearest_copied: str
    outside_said: str
    outside_copied: str
    unsound: str
    """How many quotations (`{n}`) failed their check."""

    all_evidence: str
    all_evidence_hint: str
    evidence_reading: str
    """While it is read: `{read}` of `{passages}` passages."""
    evidence_found: str
    """`{found}`, counted, in `{sources}`, counted."""
    evidence_read: str
    """Afterwards: `{read}` of `{passages}` passages."""
    evidence_ends: Mapping[Ended, str]
    evidence_stopped: str
    evidence_none: str
    evidence_holders: str
    """Whose words alone count: `{names}`."""
    sentences: tuple[str, str]
    probability: str
    """That a sentence is evidence: `{p}`."""
    stop_reading: str
    download: str
    """A button for a file of the format `{format}`."""
    about: str
    about_remark: str
    properties: Mapping[Property, str]
    not_stated: str
    from_text: str
    from_metadata: str
    greeting: str
    may_ask: str
    """Before titles of documents."""
    skip: str
    pages_label: str
    """What the links to the other pages are called together."""
    asked_page: str
    password_needed: str
    password: str
    enter: str
    wrong_password: str
    too_many_passwords: str
    """`{n}` seconds until the next is looked at."""
    leave: str
    library_page: str
    promise: str
    """`{documents}`, counted."""
    promise_text: str
    hero_placeholder: str
    example_says: str
    """`{name}` of somebody in the library."""
    example_wrote: str
    """`{title}` of a document."""
    specimen: str
    reading_closely: str
    """`{n}` passages."""
    in_line: str
    """`{n}` is the place, from 1."""
    stop: str
    stopped: str
    not_yet: str
    nearest_so_far: str
    everything: str
    """`{documents}`, counted."""
    narrow: str
    clear: str
    remove_filter: str
    """`{name}` of what is filtered by."""
    apply: str
    axis: str
    share: str
    shared: str
    export: str
    edit_question: str
    statements: tuple[str, str]
    """A pair."""
    voices: tuple[str, str]
    """A pair."""
    quoted_of: str
    """`{n}` of `{documents}`, counted."""
    searched: str
    """`{documents}`, counted."""
    show_in_source: str
    trail_said: str
    """Labels of who says it, who wrote it, in what and when."""
    trail_written: str
    trail_in: str
    trail_when: str
    same_source: str
    directly: str
    """How somebody is quoted."""
    indirectly: str
    date_conflict: str
    """`{place}` is one of `date_places`."""
    date_places: Mapping[str, str]
    """A mapping."""
    verbatim: str
    verbatim_hint: str
    copy_as: str
    plain_text: str
    failed_copy: str
    open_source: str
    pane: str
    pane_empty: str
    quotation_of: str
    previous: str
    next: str
    contents: str
    left_out_short: str
    file: str
    page_picture: str
    back: str
    gloss_note: str
    order: str
    """How views are laid out."""
    order_source: str
    order_speaker: str
    order_date: str
    silent_read: str
    only_left_out: str
    no_passage_has: str
    """Before the words of a question that no passage has."""
    lift: str
    """`{name}` of a filter."""
    lift_it: str
    gone: str
    gone_kept: str
    """`{n}` seconds."""
    gone_long: str
    try_now: str
    busy: str
    asked_title: str
    asked_here: str
    asked_none: str
    forget: str
    still: str
    not_still: str
    """`{n}` of `{m}` quotations."""
    seen_same: str
    """What is said of a link that was shared."""
    seen_other: str
    seen_lost: str
    """Which documents they were quoted from: `{names}`."""
    seen_library: str
    """What has become of the library: `{changes}`, of those that follow."""
    seen_added: str
    """`{names}` of documents."""
    seen_changed: str
    seen_removed: tuple[str, str]
    """A pair."""
    seen_elsewhere: str
    column_title: str
    column_who: str
    column_when: str
    column_language: str
    column_passages: str
    column_wary: str
    counted_passages: tuple[str, str]
    """A pair."""
    nothing_wary: str
    ask_of: str
    no_page: str
    home: str

    drop: str
    choose_files: str
    preparing: str
    adding: str
    """`{done}` of `{total}`."""
    waiting: str
    added: str
    not_added: str
    left_out_reasons: Mapping[str, str]
    """Why a part of a file is not in the text (`index.records.Dropped`), by the reason in English."""
    named: str
    """What is said of a file, after its name."""
    faults: Mapping[Fault, str]
    """Why a file was not read or a library cannot be used; `{value}` is told with some. What is not here is said as the error says it, in English."""
    remove_document: str
    removed: str
    """`{title}` of a document."""
    undo: str
    describe: str
    save: str
    authors_hint: str
    useful: str
    wrong: str
    export_marks: str
    marks_here: str
    """Where what was marked is kept, if in the library."""
    marked_useful: str
    marked_wrong: str

    set_title: str
    set_hint: str
    choose_set: str
    set_failed: str
    """`{reason}` is in English."""
    set_large: str
    """`{n}` thousand bytes."""
    set_stopped: str
    """`{done}` of `{total}`."""
    set_done: str
    """`{done}` of `{total}`."""
    set_right: str
    """Of an answer, beside what the question set expects."""
    set_unsure: str
    set_wrong: str
    set_cited: str
    """`{n}` of `{m}` facts."""
    set_report: str
    set_file: str
    column_kind: str
    column_asked: str
    set_all: str
    set_figures: Mapping[str, str]
    """What the figures of a report are called, by their names there."""

    def called(self, tag: str) -> str:
        """A language by its tag: the page's own word for it, else that of CLDR; the tag where neither has one."""
        if tag in self.languages:
            return self.languages[tag]
        try:
            return (
                Locale.parse(tag, sep="-", resolve_likely_subtags=False).get_display_name(self.tag.replace("-", "_"))
                or tag
            )
        except (ValueError, UnknownLocaleError):
            return tag

    def left_out_because(self, reason: str) -> tuple[str, str]:
        """Why a part of a file was left out, and in which language that is: the page's where it has words for it."""
        said = self.left_out_reasons.get(reason, "")
        return (said, self.tag) if said else (reason, "en")

    def fault(self, fault: Fault, value: str) -> str:
        """What is wrong, and what to do about it; empty for what has no code."""
        return self.faults.get(fault, "").format(value=value)

    def date(self, iso: str) -> str:
        """An ISO 8601 date as this language writes it, as exact as it was given; anything else unchanged."""
        parts = _DATE.fullmatch(iso)
        if parts is None:
            return iso
        year, month, day = (int(part) if part else 0 for part in parts.groups())
        pattern = self.dates[2 if day else 1 if month else 0]
        return pattern.format(y=year, m=month, d=day, month=self.months[month - 1] if month else "")

    def count(self, forms: tuple[str, str], number: int) -> str:
        """A counted noun: `1 quotation`, `3 quotations`."""
        return forms[0 if number == 1 else 1].format(n=number)
