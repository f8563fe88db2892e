"""What draws a page of a PDF, as a program of its own, for one picture: PDFium is code that trusts no file, and is trusted by none here.

    python drawing.py SECONDS MEGABYTES [size] PAGE … < FILE.pdf

With `size` it writes the width and height of each page, from 1, in points, a line each, empty where there is no such page; else one
page as a PNG. It ends with 1 where the file is no PDF that can be read, and is ended where it takes more than it may.
"""

from __future__ import annotations

import io
import sys

from index.bounds import bounded_memory, more_time

__all__: list[str] = []

_SCALE, _MOST = 2.0, 2_500
"""Pixels a point, and how many a side has at most."""


def _main(seconds: str, megabytes: str, *asked: str) -> int:
    from pypdfium2 import PdfDocument, PdfiumError

    bounded_memory(int(megabytes))
    more_time(float(seconds))
    try:
        opened = PdfDocument(sys.stdin.buffer.read())
    except PdfiumError:
        return 1
    sizes, pages = asked[0] == "size", [int(page) for page in asked if page != "size"]
    for page in pages:
        there = 1 <= page <= len(opened)
        width, height = opened.get_page_size(page - 1) if there else (0.0, 0.0)
        if sizes:
            print(f"{width} {height}" if there else "")
        elif there:
            scale = min(_SCALE, _MOST / max(width, height, 1.0))
            held = io.BytesIO()
            opened[page - 1].render(scale=scale).to_pil().save(held, "PNG")
            sys.stdout.buffer.write(held.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
