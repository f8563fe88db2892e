"""Read files that no loader was written by: `python -m benchmarks.formats --files PATH` writes benchmarks/results/formats.json.

PATH is a folder with a folder for each package whose sample files or manuals are read, named `package-version`. Of each format at most
ten files are taken, from as many packages as there are, in the order of the hash of their contents. For each file:

- read, or not, with the reason that a user is given;
- the invariants: every sentence within its passage (`index.passages.check_passages`), every character with its way back;
- words: the share of the words that an independent reader finds which stand in the text or in what is reported as left out.
  Those readers are pdfminer's page text for PDF, the XML of the parts that hold text for DOCX, PPTX, XLSX, ODT and EPUB, the file
  itself for SRT, VTT and CSV, the standard library's parsers for web pages, messages, saved pages (MHTML, WARC) and JSON, what
  markdown-it shows of Markdown, and for RTF the page beside it (`.html`) that it was written from. A word counts as often as it
  stands.
- words made: the share of the words of the text that the independent reader finds nowhere: what was glued, cut or misread.

With `--only` some formats alone are read, and what the result file says of the others stays. With `--first PATH` the figures of
another result file are kept beside these: those of the same files as they were read before anything was mended for them.

A file that fails in any other way than with a reason ends the run.
"""

from __future__ import annotations

import argparse
import email
import email.policy
import hashlib
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from markdown_it import MarkdownIt
from warcio.archiveiterator import ArchiveIterator

from index.document import make_document
from index.errors import SourceError
from index.formats import open_path
from index.formats.decode import decode
from index.formats.warc import WARC_ENDINGS
from index.passages import check_passages, passages
from index.records import Document
from index.settings import Settings
from index.text.script import EASTERN

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "benchmarks" / "results" / "formats.json"
MOST = 10
FORMATS = {
    "docx": (".docx",),
    "pptx": (".pptx",),
    "xlsx": (".xlsx",),
    "csv": (".csv",),
    "eml": (".eml",),
    "odt": (".odt",),
    "subtitles": (".srt", ".vtt"),
    "json": (".json", ".jsonl"),
    "warc": WARC_ENDINGS,
    "epub": (".epub",),
    "rtf": (".rtf",),
    "mhtml": (".mhtml", ".mht"),
    "pdf": (".pdf",),
    "html": (".html", ".htm"),
    "markdown": (".md",),
}
_PARTS = {
    "docx": r"word/document\.xml",
    "pptx": r"ppt/slides/slide\d+\.xml",
    "xlsx": r"xl/sharedStrings\.xml",
    "odt": r"content\.xml",
    "epub": r".*\.x?html",
}
_UNSHOWN = frozenset(
    (
        "head",
        "script",
        "style",
        "nav",
        "title",
        "instrText",
        "delText",
        "rPh",
        "tracked-changes",
        "tableStyleId",
        "AlternateContent",
    )
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_WORD = re.compile(rf"[{EASTERN}]|(?:(?![{EASTERN}])[^\W\d_]){{2,}}")
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_CUE = re.compile(r"\{\\[^}]*\}|-->|^(?:WEBVTT|NOTE|STYLE|REGION)|^\d+$|<[^>]*>|^[\w-]+$", re.M)


def chosen(folder: Path) -> Iterator[tuple[str, str, Path]]:
    """The format, the package and the path of each file that is read."""
    for kind, endings in FORMATS.items():
        by_package: dict[str, list[tuple[str, Path]]] = {}
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name.lower().endswith(endings) and not _is_reference(path):
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                by_package.setdefault(path.relative_to(folder).parts[0], []).append((digest, path))
        queues = [sorted(files) for _, files in sorted(by_package.items())]
        taken: set[str] = set()
        while any(queues) and len(taken) < MOST:
            for package, queue in zip(sorted(by_package), queues, strict=True):
                if queue and len(taken) < MOST:
                    digest, path = queue.pop(0)
                    if digest not in taken:
                        taken.add(digest)
                        yield kind, package, path


def _is_reference(path: Path) -> bool:
    """Whether a page is only what an RTF file beside it is held against."""
    return path.suffix == ".html" and path.with_suffix(".rtf").is_file()


def independent(kind: str, path: Path) -> str:
    """The text of a file by another reader; empty where there is none for its format."""
    data = path.read_bytes()
    if kind == "pdf":
        from pdfminer.high_level import extract_text

        return str(extract_text(io.BytesIO(data)))
    if kind in _PARTS:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            names = [name for name in file.namelist() if re.fullmatch(_PARTS[kind], name)]
            return "\n".join(_xml(file.read(name)) for name in names)
    if kind == "eml":
        body = email.message_from_bytes(data, policy=email.policy.default).get_body(("plain",))
        return str(body.get_content()) if body else ""
    if kind == "json":
        rows = path.read_text("utf-8").splitlines() if path.suffix == ".jsonl" else [path.read_text("utf-8")]
        return "\n".join(text for row in rows for text in _strings(json.loads(row)))
    if kind == "mhtml":
        message = email.message_from_bytes(data, policy=email.policy.default)
        page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
        sent = page.get_payload(decode=True) if page else b""
        return _shown(
            sent.decode(page.get_content_charset("utf-8"), "replace") if isinstance(sent, bytes) and page else ""
        )
    if kind == "html":
        return _shown(decode(data, path.name))
    if kind == "markdown":
        return _shown(MarkdownIt("gfm-like", {"linkify": False}).render(_FRONT.sub("", data.decode("utf-8"))))
    if kind == "warc":
        return "\n".join(_shown(decode(page, path.name)) for page in _archived(data))
    if kind == "rtf" and (page_beside := path.with_suffix(".html")).is_file():
        return _shown(page_beside.read_text("utf-8"))
    if kind in ("subtitles", "csv"):
        text = data.decode("utf-8", "replace")
        return unescape(_CUE.sub(" ", text)) if kind == "subtitles" else text
    return ""


def _archived(data: bytes) -> Iterator[bytes]:
    """The web pages of an archive."""
    for record in ArchiveIterator(io.BytesIO(data)):
        kind = record.http_headers.get_header("Content-Type", "") if record.http_headers else ""
        if record.rec_type == "response" and "html" in kind:
            yield record.content_stream().read()


def _shown(page: str) -> str:
    shown = _Shown()
    shown.feed(page)
    return shown.text


def _strings(value: object) -> Iterator[str]:
    """The texts of a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (text for one in value for text in _strings(one))
    elif isinstance(value, dict):
        yield from (text for one in value.values() for text in _strings(one))


class _Shown(HTMLParser):
    """The text of a page, but for what is never shown."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self._hidden += tag in ("head", "script", "style", "template", "noscript") or bool(
            self._hidden and tag not in _VOID
        )
        self.text += "\n"

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= bool(self._hidden and tag not in _VOID)
        self.text += "\n"

    def handle_data(self, data: str) -> None:
        self.text += "" if self._hidden else data


def _xml(data: bytes) -> str:
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError:
        return ""
    found: list[str] = []

    def walk(node: ElementTree.Element) -> None:
        name = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else "script"
        if name not in _UNSHOWN:
            found.append(node.text or "")
            if name in ("p", "tr", "tab", "br", "si", "h", "li", "td", "div"):
                found.append(" ")
            for child in node:
                walk(child)
                found.append(child.tail or "")
            if name in ("p", "h", "li", "td", "dt", "dd", "div", "h1", "h2", "h3", "si"):
                found.append("\n")

    walk(root)
    return "".join(found)


def words(text: str) -> Counter[str]:
    """The words of a text in an alphabet, in small letters, and each character of Chinese, Japanese and Korean; how often each stands."""
    return Counter(word.casefold() for word in _WORD.findall(text))


def read(kind: str, package: str, path: Path) -> dict[str, object]:
    """What became of one file."""
    row: dict[str, object] = {
        "file": path.name,
        "from": package,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
    try:
        found, unread = open_path(path)
        made = [make_document(Path(one.name), one.data, one.source) for one in found]
    except SourceError as error:
        return {**row, "not read": str(error).replace(str(path), path.name)}
    for document in made:
        _check(document)
    row["documents"] = len(made)
    row["left out with a reason"] = len(unread) + sum(len(document.dropped) for document in made)
    wanted = words(independent(kind, path))
    if wanted:
        held = words("\n".join(_all(document) for document in made))
        shared = sum(min(count, held[word]) for word, count in wanted.items())
        row["words"] = sum(wanted.values())
        row["words found"] = round(shared / sum(wanted.values()), 4)
        shown = words("\n".join(document.text for document in made))
        row["words made"] = round(sum(n for word, n in shown.items() if word not in wanted) / max(shown.total(), 1), 4)
    return row


def _all(document: Document) -> str:
    left = "\n".join(one.text for one in document.dropped)
    return f"{document.source.title}\n{document.text}\n{left}"


def _check(document: Document) -> None:
    check_passages(document, passages(document, Settings().passage_length))
    assert document.offsets.length == len(document.text), document.id
    for at in range(0, len(document.text), max(len(document.text) // 2000, 1)):
        source = document.offsets.source(at, at + 1)
        assert 0 <= source.start <= source.end, (document.id, at)


def main() -> None:
    """Read, write the result file after each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=Path, required=True, help="folder with a folder for each package")
    parser.add_argument("--out", type=Path, default=RESULT, help="file to write the figures to")
    parser.add_argument("--only", nargs="+", choices=FORMATS, default=list(FORMATS), help="formats to read")
    parser.add_argument("--first", type=Path, help="result file of the same files as they were read first")
    given = parser.parse_args()
    first = json.loads(given.first.read_text(encoding="utf-8"))["formats"] if given.first else {}
    files: dict[str, list[dict[str, object]]] = {}
    if set(given.only) < set(FORMATS) and given.out.exists():
        before = json.loads(given.out.read_text(encoding="utf-8"))
        files = {kind: rows for kind, rows in before["files"].items() if kind not in given.only}
        first = first or before.get("at first reading", {})
    for kind, package, path in chosen(given.files):
        if kind not in given.only:
            continue
        files.setdefault(kind, []).append(read(kind, package, path))
        print(kind, files[kind][-1], flush=True)
        told = {"formats": _shares(files), **({"at first reading": first} if first else {}), "files": files}
        result = {"command": "python -m benchmarks.formats --files FILES", **told}
        given.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _shares(files: dict[str, list[dict[str, object]]]) -> dict[str, object]:
    """Of each format how many files were read, and of how many an independent reader's words were all found."""
    return {
        kind: {
            "files": len(every),
            "read": sum("not read" not in row for row in every),
            "compared by words": sum("words found" in row for row in every),
            "all words found": sum(row.get("words found") == 1 for row in every),
            "words found": _mean(every, "words found"),
            "words made": _mean(every, "words made"),
        }
        for kind in FORMATS
        if (every := files.get(kind))
    }


def _mean(rows: list[dict[str, object]], key: str) -> float | None:
    """The mean over the files that were compared."""
    values = [float(str(row[key])) for row in rows if key in row]
    return round(sum(values) / len(values), 4) if values else None


if __name__ == "__main__":
    main()
