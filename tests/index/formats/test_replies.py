"""Whose words stand in a message: its writer's, and those of whom it quotes."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from corpora.made_files import eml
from index.document import make_document
from index.formats import read
from index.records import Source
from tests.index.formats.tracing import trace

ASKED = "Could the ferry wait for the train from the north on Sundays, when there is only one of them?"
ANSWER = "It will wait for ten minutes from the first of May on, and the master has been told so."
TOLD = "The timetable was printed before anybody had asked the railway about it, I am afraid."


def turns(text: str, **headers: str) -> list[tuple[str, str]]:
    data = eml(text, **headers).as_bytes()
    trace(read(data, "a.eml"))
    held = make_document(Path("a.eml"), data, Source())
    return [
        (section.turn.speaker if section.turn else "", " ".join(held.text[section.start : section.end].split()))
        for section in held.sections
        if section.kind == "body"
    ]


def quoted(text: str, mark: str = "> ") -> str:
    return "\n".join(f"{mark}{line}" for line in text.replace(", ", ",\n").splitlines())


@pytest.mark.parametrize(
    "lead",
    [
        "On Tue, 14 Mar 2023 at 09:12, Oumar Diallo <oumar@example.org> wrote:",
        "On 3/14/2023 9:12 AM, Oumar Diallo\n<oumar at example.org> wrote:",
        "Oumar Diallo <oumar@example.org> writes:",
        "2023年3月14日 Oumar Diallo <oumar@example.org>：",
    ],
)
def test_what_is_quoted_is_told_by_its_writer(lead: str) -> None:
    found = turns(f"Dear all,\n\n{lead}\n{quoted(ASKED)}\n\n{ANSWER}\n")
    assert found == [("", "Dear all,"), ("Oumar Diallo", ASKED), ("", ANSWER)]


def test_a_name_in_the_head_of_the_message_is_known_without_an_address() -> None:
    found = turns(f"Am 14. März schrieb Oumar Diallo:\n{quoted(ASKED)}\n\n{ANSWER}", To="Oumar Diallo <o@example.org>")
    assert [who for who, _ in found] == ["Oumar Diallo", ""]


def test_quotations_within_quotations_and_answers_between_them() -> None:
    inner = quoted(f"Vera Lund <v@example.org> wrote:\n{quoted(ASKED)}\n\n{ANSWER}")
    found = turns(f"Oumar Diallo <o@example.org> wrote:\n{inner}\n\n{TOLD}\n\n{quoted(ASKED, '>> ')}\n\nI see.")
    told = [("Vera Lund", ASKED), ("Oumar Diallo", ANSWER), ("", TOLD), ("Vera Lund", ASKED), ("", "I see.")]
    assert found == told


def test_what_nobody_is_named_for_keeps_its_signs() -> None:
    assert (
        turns(f"{ANSWER}\n\n> one thing\n> and another\n\n{TOLD}")[0][1] == f"{ANSWER} > one thing > and another {TOLD}"
    )


@pytest.mark.parametrize("rule", ["-----Original Message-----", "________________________________"])
def test_the_message_under_an_answer_is_told_by_its_head(rule: str) -> None:
    head = "From: Oumar Diallo\nSent: Tuesday, March 14, 2023 9:12 AM\nTo: Petra Lindqvist\nSubject: Sundays"
    found = turns(f"{ANSWER}\n\n{rule}\n{head}\n\n{ASKED}\n")
    assert found == [("", f"{ANSWER} {rule} {' '.join(head.split())}"), ("Oumar Diallo", ASKED)]


def test_fields_of_a_list_are_no_head_of_a_message() -> None:
    fields = "Place: the old quay\nTime: nine o'clock\nHost: Oumar Diallo"
    assert {who for who, _ in turns(f"{ANSWER}\n\n{fields}\n\n{TOLD}")} == {""}


def test_the_line_that_says_whose_words_are_quoted_may_be_quoted_too() -> None:
    inner = f"> On Jun 4, 2024, at 9:12 AM, Oumar Diallo <oumar@example.org> wrote:\n>\n{quoted(ASKED)}"
    assert turns(f"{ANSWER}\n\n{inner}\n") == [("", ANSWER), ("Oumar Diallo", ASKED)]


CITED = "Vera Lund &lt;v@example.org&gt; wrote:"
PAGES = {
    "over it": f"<p>{CITED}</p><blockquote><p>{TOLD}</p></blockquote>",
    "in it": f"<blockquote type='cite'><div>On 3 Jun 2024, at 08:00, {CITED}</div><br><div>{TOLD}</div></blockquote>",
    "in a head": "<hr><p><b>From:</b> Vera Lund &lt;v@example.org&gt;<br><b>Sent:</b> Tuesday, June 4, 2024 9:12 AM<br>"
    f"<b>To:</b> Oumar Diallo<br><b>Subject:</b> Sundays</p><p>{TOLD}</p>",
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_what_a_message_written_as_a_page_quotes_is_told_by_its_writer(page: str) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "Oumar Diallo <oumar@example.org>", "Sundays"
    message.set_content(f"<html><body><div>{ANSWER}</div><br>{page}</body></html>", subtype="html")
    trace(read(message.as_bytes(), "a.eml"))
    held = make_document(Path("a.eml"), message.as_bytes(), Source())
    said = {said.speakers for said in held.attributions if TOLD in held.text[said.start : said.end]}
    assert said == {("Vera Lund",)}
    assert not any(said.start <= held.text.index(ANSWER) < said.end for said in held.attributions)


def test_a_quotation_of_nobody_known_in_a_page_is_the_writers_own() -> None:
    message = EmailMessage()
    message["From"] = "Oumar Diallo <oumar@example.org>"
    message.set_content(
        f"<html><body><p>{ANSWER}</p><blockquote><p>{TOLD}</p></blockquote></body></html>", subtype="html"
    )
    assert make_document(Path("a.eml"), message.as_bytes(), Source()).attributions == ()


def test_a_message_is_known_by_its_head_whatever_its_name() -> None:
    text = f"From: Oumar Diallo <o@example.org>\nTo: Petra Lindqvist\nSubject: Sundays\n\n{ASKED}\n\n> {TOLD}\n"
    held = make_document(Path("a.txt"), text.encode(), Source())
    assert (held.source.title, held.source.authors) == ("Sundays", ("Oumar Diallo",))
    memo = f"From: the quay\nWeather: fair\n\n{ASKED}\n"
    assert make_document(Path("b.txt"), memo.encode(), Source()).source.authors == ()
