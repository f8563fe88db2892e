"""Makes the Word and PDF files of this folder: `python make.py` in it, with LibreOffice and the Noto CJK fonts.

The tests read the files as they were committed and need neither.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).parent
LOCKED = {"EncryptFile": "true", "DocumentOpenPassword": "secret"}

EN = """T The Price of Quiet Waters
B Helena Marsh and Tomás Oyelaran
H Introduction
P The strait is narrow, shallow and busy, and for most of the past century nobody thought much about who kept it open. That has changed. Three incidents in eighteen months have shown how thin the arrange­ments are on which a fifth of the region’s trade depends.{Office of Maritime Statistics, Annual Digest 2023, table 4. https://oms.example.org/digest}
P This paper asks a plain question: who pays for quiet waters, and who ought to? We inter­viewed forty-one offi­cials, pilots and insurers between March and September, and read the budgets of six coast guards line by line.
H What the numbers say
S Spending by coast guards
P Spending rose everywhere, but not evenly. The two largest services account for more than two thirds of the increase, and most of that went into hulls rather than crews. A senior officer told us that “ships are easy to announce and sailors are hard to keep”.{Interview, 14 May 2024.}
P Insurers draw their own con­clusions. Premiums for a single passage have doubled since the first incident, and several under­writers now ask for the name of the escort before they quote. The well-known exception is the coal trade, which sails uninsured.
S Spending by port states
P Port states spend less and talk more. Their share of the joint fund has fallen every year since it was set up, while their share of the traffic has grown. A minister of one of them said that the fund was “a collection plate that everybody passes on”, and that the well-known formula for contri­butions had been overtaken by events before it was signed.
P None of this is hidden. It is printed each year in the annex of a report that, as far as we could establish, eleven people read.{Downloads of the annex as counted by the secretariat, 2019 to 2023.} We are grateful to nine of them for talking to us.
H Three ways to share the cost
P The first is to charge the ships. A levy of four cents a tonne would cover the joint patrols with something to spare, and it would fall on those who use the strait. Shipowners object that they already pay twice, once in light dues and once in premiums.
P The second is to charge the shores. Every port that loads or unloads would pay by volume, and could recover the sum as it liked. This has the merit of being simple and the fault of being unen­forceable.
P The third is to go on as now, and to hope. It is the cheapest until the day on which it is not. When that day comes the bill will be sent to whoever happens to be nearest, and it will not be itemised.
H Conclusion
P Quiet waters look free because the price is paid elsewhere and by others. A levy on ships is the least bad way to bring the price home. It should be small, it should be automatic, and it should begin before the fourth incident rather than after it.
"""

ZH = """T 海峡安宁的代价
B 马晓雯
H 一、引言
P 这条海峡又窄又浅，往来船只却极为繁忙。近一个世纪以来，几乎没有人认真想过由谁来维持它的畅通。如今情况变了。一年半之内接连发生的三起事件表明，本地区五分之一的贸易所依赖的安排其实十分脆弱。{海事统计局：《2023年年度摘要》，表4。https://oms.example.org/digest}
P 本文要回答一个朴素的问题：安宁的海面由谁付钱，又应当由谁付钱？三月至九月间，我们访问了四十一位官员、引航员和保险业者，并逐行阅读了六国海岸警卫队的预算。
H 二、数字说明了什么
S （一）海岸警卫队的支出
P 各国支出都在增加，但并不均衡。最大的两支力量占去增量的三分之二以上，而且大部分用在了船体而不是人员身上。一位高级军官对我们说：“船容易宣布，水手难留住。”{访谈，2024年5月14日。}
P 保险公司自有判断。自第一起事件以来，单次通航的保费翻了一番，好几家承保人在报价之前先要问清护航者是谁。众所周知的例外是煤炭运输，它们干脆不投保。
S （二）港口国的支出
P 港口国花得少，说得多。自联合基金成立以来，它们的出资比例逐年下降，而它们在运输量中的份额却在上升。其中一国的部长说，这个基金是“人人往下传的募捐盘”。
H 三、结论
P 海面看上去不要钱，是因为代价由别处的别人付了。对船舶征收小额费用，是把代价带回家的最不坏的办法。它应当数额小、自动征收，而且要在第四起事件之前而不是之后开始。
"""

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:meta><dc:title>{title}</dc:title><meta:initial-creator>{author}</meta:initial-creator><dc:creator>{author}</dc:creator><meta:creation-date>2024-06-03T10:00:00</meta:creation-date><dc:date>2024-06-03T10:00:00</dc:date></office:meta>
<office:font-face-decls><style:font-face style:name="F" svg:font-family="'{font}'"/></office:font-face-decls>
<office:styles>
<style:default-style style:family="paragraph"><style:text-properties style:font-name="F" fo:font-size="10.5pt" style:font-name-asian="F" style:font-size-asian="10.5pt" fo:language="{lang}" fo:country="{country}" style:language-asian="zh" style:country-asian="CN" fo:hyphenate="false"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph" style:class="text"/>
<style:style style:name="Text_20_body" style:display-name="Text body" style:family="paragraph" style:parent-style-name="Standard" style:class="text"><style:paragraph-properties fo:margin-bottom="{gap}" fo:text-indent="{indent}" fo:text-align="justify" fo:orphans="2" fo:widows="2"/></style:style>
<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Standard" style:class="chapter"><style:paragraph-properties fo:margin-bottom="0.4cm" fo:text-align="center"/><style:text-properties fo:font-size="22pt" style:font-size-asian="22pt" fo:font-weight="bold" style:font-weight-asian="bold"/></style:style>
<style:style style:name="Author" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-bottom="0.6cm" fo:text-align="center"/></style:style>
<style:style style:name="Heading" style:family="paragraph" style:parent-style-name="Standard" style:class="text"><style:paragraph-properties fo:margin-top="0.5cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"/></style:style>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:parent-style-name="Heading" style:default-outline-level="1" style:class="text"><style:text-properties fo:font-size="16pt" style:font-size-asian="16pt" fo:font-weight="bold" style:font-weight-asian="bold"/></style:style>
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph" style:parent-style-name="Heading" style:default-outline-level="2" style:class="text"><style:text-properties fo:font-size="13pt" style:font-size-asian="13pt" fo:font-weight="bold" style:font-weight-asian="bold"/></style:style>
<style:style style:name="Header" style:family="paragraph" style:parent-style-name="Standard"/><style:style style:name="Footer" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:text-align="center"/></style:style>
<style:style style:name="Footnote" style:family="paragraph" style:parent-style-name="Standard"><style:text-properties fo:font-size="8pt" style:font-size-asian="8pt"/></style:style>
<style:style style:name="Footnote_20_anchor" style:display-name="Footnote anchor" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<text:notes-configuration text:note-class="footnote" text:citation-body-style-name="Footnote_20_anchor" style:num-format="1" text:start-numbering-at="document" text:footnotes-position="page"/>
</office:styles>
<office:automatic-styles>
<style:page-layout style:name="pm"><style:page-layout-properties fo:page-width="14.8cm" fo:page-height="21cm" fo:margin-top="1.2cm" fo:margin-bottom="1.2cm" fo:margin-left="2cm" fo:margin-right="2cm"/><style:header-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-bottom="0.4cm"/></style:header-style><style:footer-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-top="0.4cm"/></style:footer-style></style:page-layout>
<style:style style:name="Sect" style:family="section"><style:section-properties text:dont-balance-text-columns="false"><style:columns fo:column-count="2" fo:column-gap="0.7cm"/></style:section-properties></style:style>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm"><style:header><text:p text:style-name="Header">{running}</text:p></style:header><style:footer><text:p text:style-name="Footer"><text:page-number>1</text:page-number></text:p></style:footer></style:master-page></office:master-styles>
<office:body><office:text>
"""


def flat(source: str, running: str, lang: str, *, columns: bool, table: bool) -> str:
    """The Flat ODT of one of the texts above."""
    lines = [line.split(" ", 1) for line in source.splitlines()]
    zh = lang == "zh"
    parts = [
        HEAD.format(
            title=lines[0][1], author=lines[1][1], running=running, lang=lang, country="CN" if zh else "US",
            font="Noto Serif CJK SC" if zh else "DejaVu Serif",
            gap="0cm" if zh else "0.25cm", indent="0.74cm" if zh else "0cm",
        )
    ]  # fmt: skip
    number = 0
    for n, (mark, text) in enumerate(lines):
        body = escape(text)
        while "{" in body:
            number += 1
            before, rest = body.split("{", 1)
            note, after = rest.split("}", 1)
            body = (
                f'{before}<text:note text:id="ftn{number}" text:note-class="footnote"><text:note-citation>{number}'
                f'</text:note-citation><text:note-body><text:p text:style-name="Footnote">{note}</text:p>'
                f"</text:note-body></text:note>{after}"
            )
        if mark in "HS":
            level = "HS".index(mark) + 1
            parts.append(f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{body}</text:h>')
        else:
            style = {"T": "Title", "B": "Author", "P": "Text_20_body"}[mark]
            parts.append(f'<text:p text:style-name="{style}">{body}</text:p>')
        if n == 1 and columns:
            parts.append('<text:section text:style-name="Sect" text:name="Columns">')
        if n == 4 and table:
            cells = [["Year", "Budget"], ["2021", "3.1 bn"], ["2023", "4.4 bn"]]
            rows = "".join(
                "<table:table-row>"
                + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
                + "</table:table-row>"
                for row in cells
            )
            parts.append(f'<table:table><table:table-column table:number-columns-repeated="2"/>{rows}</table:table>')
    parts.append(("</text:section>" if columns else "") + "</office:text></office:body></office:document>")
    return "".join(parts)


def main() -> None:
    """Write each file."""
    for name, source, running, lang, columns, table, kinds in (
        ("report-en", EN, "Quiet Waters · Working Paper 7", "en", False, True, ("docx",)),
        ("report-en", EN, "Quiet Waters · Working Paper 7", "en", False, False, ("pdf",)),
        ("columns-en", EN, "Quiet Waters · Working Paper 7", "en", True, False, ("pdf",)),
        ("brief-zh", ZH, "海洋研究简报　第7期", "zh", False, False, ("docx", "pdf")),
    ):
        path = HERE / f"{name}.fodt"
        path.write_text(flat(source, running, lang, columns=columns, table=table), encoding="utf-8")
        for kind in kinds:
            subprocess.run(["soffice", "--headless", "--convert-to", kind, "--outdir", HERE, path], check=True)
        path.unlink()
    locked = "pdf:writer_pdf_Export:" + json.dumps(
        {
            key: {"type": "boolean" if key == "EncryptFile" else "string", "value": value}
            for key, value in LOCKED.items()
        }
    )
    path = HERE / "locked.fodt"
    path.write_text(flat(ZH, "", "zh", columns=False, table=False), encoding="utf-8")
    subprocess.run(["soffice", "--headless", "--convert-to", locked, "--outdir", HERE, path], check=True)
    path.unlink()


if __name__ == "__main__":
    main()
