"""What an interviewer asks is found before what is answered to it, and settles nothing."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from index.build import build
from index.encoder.embed import Embedder
from index.settings import Settings
from qa.engine import Engine
from qa.reading.span_reader import SpanReader

INTERVIEW = """# 紙の海図を作る人

灯台のそばの小さな工房で、海図を描きつづける森田葉子さんに聞いた。

――海図の値段はいくらですか。

森田　一枚2,450円です。紙が高くなったので、来年は2,600円にします。

――海図の値段は、なぜ上がるのですか。

森田　インクと紙を外国から買っているからです。船で運ぶ費用も増えました。

――海図はどこで買えますか。値段は同じですか。

森田　港の売店と、工房の窓口だけです。どちらも同じ値段で売っています。
"""


def test_the_question_of_an_interview_does_not_end_the_reading(
    tmp_path: Path, settings: Settings, embedder: Embedder, reader: SpanReader
) -> None:
    folder, library = tmp_path / "documents", tmp_path / "library.sqlite"
    folder.mkdir()
    (folder / "interview.md").write_text(INTERVIEW, encoding="utf-8")
    build([folder], library, embedder, settings, strict=True)
    with closing(Engine.open(settings, library, embedder=embedder, reader=reader)) as engine:
        asks = [
            hit.passage.section.turn is not None and hit.passage.section.turn.asks
            for hit in engine.retrieve("海図の値段はいくらですか？", 2, read=False)
        ]
        answer = engine.ask("海図の値段はいくらですか？")
    assert all(asks)
    assert answer.odds  # where nothing is read these are 0
    assert "2,450円" in (*answer.citations, *answer.nearest)[0].quote
