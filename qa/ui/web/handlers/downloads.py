"""What is taken along: a quotation with its citation, an answer or all evidence as a file."""

from __future__ import annotations

import json

from fastapi import Request
from fastapi.responses import Response

from qa.answer.all_evidence import AllEvidence
from qa.errors import QuestionError, YinzhengError
from qa.ui.exports import as_csv, as_markdown
from qa.ui.web.exports import ANSWERS, QUOTATIONS, without_folders
from qa.ui.web.handlers.desk import Desk
from qa.ui.web.handlers.replies import number_in, refusal, wanted_in
from qa.ui.web.handlers.threads import away
from qa.ui.web.html.sheet import Sheet
from qa.ui.web.limits import Busy
from qa.ui.web.wanted import Wanted

__all__ = ["Downloads"]


class Downloads:
    """The handlers of what is taken along."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def copy(self, request: Request) -> Response:
        """A quotation of the answer with its citation, as text in one of the forms."""
        wanted, form = wanted_in(request), request.query_params.get("form", "")
        number = request.query_params.get("n", "")
        try:
            answer = await self._desk.seated(wanted)
        except (YinzhengError, Busy) as error:
            return self._refusal(wanted, error)
        sheet = Sheet(answer, wanted)
        item = next((one for one in sheet.quoted() if str(one.n) == number), None)
        if form not in QUOTATIONS or item is None:
            return Response("", 404)
        return Response(
            QUOTATIONS[form](sheet, item), media_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"}
        )

    async def export(self, request: Request, form: str) -> Response:
        """The answer, or all evidence, as a file."""
        wanted = wanted_in(request)
        if form not in ANSWERS:
            return Response("", 404)
        kind, make = ANSWERS[form]
        try:
            answer = await self._desk.seated(wanted)
            if request.query_params.get("all") == "yes":
                read = number_in(request.query_params.get("read", ""))
                text: str | bytes = self._evidence_as(form, await self._desk.evidence(wanted, answer, read))
                name = f"evidence.{form}"
            else:
                text, name = await away(lambda: make(Sheet(answer, wanted))), f"answer.{form}"
        except (YinzhengError, Busy) as error:
            return self._refusal(wanted, error)
        kept = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(text, media_type=kind, headers=kept)

    def _refusal(self, wanted: Wanted, error: Exception) -> Response:
        reason = refusal(wanted, error, self._desk.engine.library.path)
        return Response(reason, 422, media_type="text/plain; charset=utf-8")

    def _evidence_as(self, form: str, found: AllEvidence | None) -> str:
        if found is None or form not in ("md", "csv", "json"):
            raise QuestionError(f"all evidence is not kept as .{form}; choose md, csv or json")
        if form == "json":
            return json.dumps(without_folders(found.to_dict()), ensure_ascii=False, indent=2) + "\n"
        return {"md": as_markdown, "csv": as_csv}[form](found, self._desk.engine.document)
