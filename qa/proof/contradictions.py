"""What the parts of an answer, or of all evidence, may not say against one another, in its JSON: new or saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from index.text.script import same_words
from qa.records import translation_holds
from qa.verdict import EVIDENCE_SCHEMA, EVIDENCED

__all__ = ["contradictions"]

_Part = Mapping[str, Any]


def contradictions(answer: _Part) -> tuple[str, ...]:
    """A line for each, the part first (`statements[0]: …`); none for an answer that has left the engine.

    `answer` is what `Answer.to_dict` makes, or a saved answer that `saved.read_answer` has let pass.
    """
    return tuple(_found(answer))


def _found(answer: _Part) -> Iterator[str]:
    cited = {citation["number"]: citation for citation in answer["citations"]}
    if answer["schema"] == EVIDENCE_SCHEMA:
        yield from _of_all(answer, cited)
        used = {number for statement in answer["statements"] for number in statement["citations"]}
        if unused := [number for number in cited if number not in used]:
            yield f"statements: none of them cites {_listed(unused)}"
        for place, view in enumerate(answer["views"]):
            yield from (f"views[{place}]: {fault}" for fault in _of_view(view, cited, ()))
        if answer["passages_read"] > answer["passages"]:
            yield f"passages_read: {answer['passages_read']} of {answer['passages']}"
        return
    about = answer.get("about", ())
    quoted = bool(answer["citations"] or answer["statements"])
    known = answer["verdict"] == "answered" and not quoted and any(fact["value"] for fact in about)
    yes = answer["verdict"] in EVIDENCED and not known
    if not yes == bool(answer["citations"]) == bool(answer["statements"]):
        yield f"verdict: {answer['verdict']} with {len(cited)} citations and {len(answer['statements'])} statements"
    yield from _of_all(answer, cited)
    for place, citation in enumerate(answer["nearest"]):
        yield from (f"nearest[{place}]: {fault}" for fault in _of_citation(citation, place + 1))
    for place, fact in enumerate(about):
        yield from (f"about[{place}]: {fault}" for fault in _of_fact(fact))
    order = list(dict.fromkeys(number for statement in answer["statements"] for number in statement["citations"]))
    if order != list(cited):
        yield f"statements: they cite {_listed(order)} in this order, and there are {_listed(list(cited))}"
    for place, view in enumerate(answer["views"]):
        yield from (f"views[{place}]: {fault}" for fault in _of_view(view, cited, answer["silent"]))
    for place, sentence in enumerate(answer["generated"]["sentences"] if answer["generated"] else ()):
        held = sentence["citations"] and all(number in cited for number in sentence["citations"])
        if sentence["supported"] and not held:
            yield f"generated.sentences[{place}]: called supported by {_listed(sentence['citations'])}, which is not there"


def _of_all(answer: _Part, cited: Mapping[int, _Part]) -> Iterator[str]:
    """Of the citations and the statements, which all evidence has as an answer has them."""
    for place, citation in enumerate(answer["citations"]):
        yield from (f"citations[{place}]: {fault}" for fault in _of_citation(citation, place + 1))
    for place, statement in enumerate(answer["statements"]):
        yield from (f"statements[{place}]: {fault}" for fault in _of_statement(statement, cited))


def _of_fact(fact: _Part) -> Iterator[str]:
    stated = fact["stated"]
    if stated and not fact["value"]:
        yield "it states what it has no value of"
    if stated and stated["end"] - stated["start"] != len(stated["quote"]):
        yield f"{len(stated['quote'])} characters are quoted from {stated['start']}–{stated['end']}"
    if stated and (stated["certificate"]["start"], stated["certificate"]["end"]) != (stated["start"], stated["end"]):
        yield "it is certified elsewhere than it is stated"
    if stated and stated["certificate"]["sha256"] != fact["sha256"]:
        yield "it is certified in another file than it is of"


def _of_citation(citation: _Part, number: int) -> Iterator[str]:
    certificate, place = citation["certificate"], (citation["start"], citation["end"])
    if citation["number"] != number:
        yield f"number {citation['number']} stands where {number} belongs"
    if not citation["quote"].strip() or place[1] - place[0] != len(citation["quote"]):
        yield f"{len(citation['quote'])} characters are quoted from {place[0]}–{place[1]}"
    if (certificate["start"], certificate["end"]) != place:
        yield f"quoted from {place[0]}–{place[1]}, certified at {certificate['start']}–{certificate['end']}"
    if translation := citation.get("translation"):
        sentences = translation["sentences"]
        if any(sentence["citations"] != [number] for sentence in sentences):
            yield f"its translation cites others than {number}"
        supported = [sentence["supported"] for sentence in sentences]
        if translation["holds"] != translation_holds(supported, translation["lacks"], translation["error"]):
            yield "its translation is said to hold, or not to, otherwise than its sentences are"


def _of_statement(statement: _Part, cited: Mapping[int, _Part]) -> Iterator[str]:
    numbers: Sequence[int] = statement["citations"]
    if not numbers or len(set(numbers)) != len(numbers) or any(number not in cited for number in numbers):
        yield f"it cites {_listed(numbers)}, which are not all there, each once"
        return
    quotes = [cited[number]["quote"] for number in numbers]
    headed = len(quotes) > 1 and quotes[0] == statement["topic"]
    said = quotes[1:] if headed else quotes
    if statement["text"] != said[0] or not all(same_words(statement["text"], quote) for quote in said):
        yield "it says what its citations do not"
    if statement["topic"] and any(statement["topic"] not in cited[number]["section"] for number in numbers[:1]):
        yield f"citation {numbers[0]} does not stand under its topic {statement['topic']!r}"


def _of_view(view: _Part, cited: Mapping[int, _Part], silent: Sequence[str]) -> Iterator[str]:
    numbers: Sequence[int] = view["citations"]
    if not numbers or any(number not in cited for number in numbers):
        yield f"it cites {_listed(numbers)}, which are not all there"
        return
    says = [cited[number]["document"] for number in numbers]
    if view["documents"][:1] != says[:1] or not set(says) <= set(view["documents"]):
        yield f"its documents are {_listed(view['documents'])}, those of its citations {_listed(says)}"
    if both := set(view["documents"]) & set(silent):
        yield f"{_listed(sorted(both))} says it and is called silent"


def _listed(items: Sequence[object]) -> str:
    return ", ".join(map(str, items)) or "nothing"
