"""Every quotation is compared with its document, character by character, before it leaves the engine.

One that fails is left out before the answer is made of the others, and the answer says so (`qa.answer.citing.sound`): the verdict,
who holds which view and who is silent rest on what is left. What `certify` finds afterwards is a fault of ours: it stops the
whole answer, in production as in tests, and the error is what the user sees.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from index.records import Document, Passage
from index.text.script import same_words
from qa.errors import CertificateError
from qa.proof.contradictions import contradictions
from qa.proof.values import values_of
from qa.records import Answer, Certificate, Citation, Fact, View

__all__ = ["certified", "certify", "check_sources", "fault", "same_words"]

_REPORT = "please report this"


def certify(answer: Answer, cleaning: int, group: Callable[[str], Collection[str]]) -> Answer:
    """The answer with a certificate for each of its quotations, those of `nearest` too; what it had must be the same.

    `cleaning` is the version that made the library's texts (`Library.cleaning`), `group` names the documents that count
    as one source with a document (`Library.group`). Certify an answer again after anything is put into it.

    Raises CertificateError where a quotation is not at its place in its document, is empty, lies outside its passage, or
    has another certificate; where a view names a document that is neither cited in it nor a near-duplicate of one that
    is; and where `contradictions` finds the parts at odds: numbers out of order, a statement that is not its first
    quotation or cites what does not say the same, a topic that is no heading above it, a sentence called supported by
    what is not there.
    """
    whole = replace(
        answer,
        citations=tuple(certified(citation, "citation", cleaning) for citation in answer.citations),
        nearest=tuple(certified(citation, "nearest quotation", cleaning) for citation in answer.nearest),
        about=tuple(_of_document(fact, cleaning) for fact in answer.about),
    )
    for fault in contradictions(replace(whole, passages=()).to_dict()):  # which say nothing
        raise CertificateError(f"the answer contradicts itself: {fault}; {_REPORT}")
    for view in answer.views:
        check_sources(view, answer.citations, group)
    return whole


def fault(document: Document, passage: Passage, start: int, end: int, quote: str) -> str:
    """What is wrong with a quotation of document.text[start:end] from a passage; empty where nothing is."""
    if not quote.strip() or document.text[start:end] != quote:
        return f"is not at {start}–{end} of {document.id}; the library may be damaged: rebuild it with yinzheng index --rebuild"
    within = passage.document == document.id and 0 <= passage.start <= start <= end <= passage.end
    return (
        "" if within and end <= len(document.text) else f"does not belong where it stands in {document.id}; {_REPORT}"
    )


def certified(citation: Citation, name: str, cleaning: int) -> Citation:
    """The citation, called `name` in messages, with its certificate; raises CertificateError as `certify` does."""
    document = citation.document
    named = f"{name} {citation.number}"
    if wrong := fault(document, citation.passage, citation.start, citation.end, citation.quote):
        raise CertificateError(f"{named} {wrong}")
    certificate = Certificate.of(document, citation.start, citation.end, cleaning)
    if citation.certificate not in (None, certificate):
        raise CertificateError(f"{named} has the certificate of something else than {document.id}; {_REPORT}")
    return replace(citation, certificate=certificate)


def _of_document(fact: Fact, cleaning: int) -> Fact:
    """The fact with the certificate of where the text states it, if it does; its value must be what the library holds."""
    document, span = fact.document, fact.span
    if fact.value and fact.value not in values_of(document, fact.name):
        raise CertificateError(f"{fact.name.value} {fact.value!r} is not what is known of {document.id}; {_REPORT}")
    if span is None:
        return fact
    if not fact.quote.strip() or not 0 <= span.start < span.end <= len(document.text):
        raise CertificateError(f"{fact.name.value} is not at {span.start}–{span.end} of {document.id}; {_REPORT}")
    return replace(fact, certificate=Certificate.of(document, span.start, span.end, cleaning))


def check_sources(view: View, citations: Sequence[Citation], group: Callable[[str], Collection[str]]) -> None:
    """Raise CertificateError where a view names a document that is not cited in it and no near-duplicate of one that is."""
    says = {citation.document.id for citation in citations if citation.number in view.citations}
    same = says.union(*map(group, says))
    if others := [name for name in view.documents if name not in same]:
        raise CertificateError(f"what {view.holder} holds is not in {', '.join(others)}; {_REPORT}")
