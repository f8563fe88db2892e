from __future__ import annotations

import pytest
from opencc import OpenCC

from index.errors import SourceError
from index.formats.decode import decode, decode_name
from index.formats.encodings import MULTIBYTE, plausibility
from tests.conftest import ROOT

SEEDS = [path.read_text(encoding="utf-8") for path in sorted(ROOT.joinpath("seeds").glob("*.txt"))]
JA = """日本政府は二十四日、防衛省の統合作戦司令部を来年三月に発足させると発表した。在日米軍との調整を担い、陸海空の自衛隊を一元的に指揮する。\
岸田首相は会見で「同盟の抑止力と対処力を高めるために欠かせない」と述べた。専門家の間では、指揮権の独立をどう保つかが課題だとの指摘が出ている。\
ミサイル防衛やサイバー攻撃への備えも急がれるが、予算の裏付けはまだ十分ではない。野党は国会での説明が足りないと批判している。
港の改修工事は当初の予定より二年遅れ、費用は三割増えた。市の担当者は「資材の値上がりと人手不足が重なった」と説明するが、\
漁業者からは「漁に出られない日が続けば廃業するしかない」という声も上がる。県は来月、住民説明会を開く。"""
KO = """정부는 지난 24일 한미일 정상회의에서 북한의 핵과 미사일 위협에 공동으로 대응하기로 합의했다고 밝혔다. 대통령실 관계자는 \
"확장억제의 실행력을 높이는 것이 무엇보다 중요하다"며 "세 나라의 협력은 역내 안정에 기여할 것"이라고 말했다. 전문가들은 중국의 반응을 \
지켜볼 필요가 있다고 지적했다. 일부 야당 의원들은 국회의 동의 없이 추진되는 군사 협력에 우려를 나타냈다.
항만 공사는 예정보다 두 해 늦어졌고 비용은 삼 할이 늘었다. 시 담당자는 자재값이 오르고 일손이 모자랐다고 설명했지만, 어민들은 \
바다에 나가지 못하는 날이 이어지면 문을 닫을 수밖에 없다고 호소했다."""
TRADITIONAL = OpenCC("s2t").convert
TEXTS = {
    "gb18030": SEEDS,
    "gbk": [*SEEDS[1:3], TRADITIONAL(SEEDS[1])],
    "big5hkscs": [SEEDS[0], TRADITIONAL(SEEDS[1]), TRADITIONAL(SEEDS[2])],
    "cp950": [SEEDS[0]],
    "cp932": [JA],
    "euc_jp": [JA],
    "iso2022_jp": [JA],
    "cp949": [KO],
    "euc_kr": [KO],
    "utf-16-le": [*SEEDS, JA, KO],
    "utf-16-be": [*SEEDS, JA, KO],
    "utf-16": [*SEEDS, JA, KO],
    "utf-8-sig": [*SEEDS, JA, KO],
    "utf-8": [*SEEDS, JA, KO],
}


@pytest.mark.parametrize("encoding", TEXTS)
@pytest.mark.parametrize("length", [30, 100, 1000])
def test_reads_each_encoding_at_each_length(encoding: str, length: int) -> None:
    wrong = []
    tried = 0
    for text in TEXTS[encoding]:
        for start in range(0, max(1, len(text) - length), max(7, len(text) // 40)):
            data = text[start : start + length].encode(encoding, "ignore")
            piece = data.decode(encoding)
            if sum(char > "\x7f" for char in piece) < len(piece) / 2:  # a list of addresses says little
                continue
            tried += 1
            if decode(data, "x.txt") != piece:
                wrong.append(piece)
    assert tried
    assert wrong == []


@pytest.mark.parametrize("encoding", TEXTS)
def test_reads_whole_texts_with_each_line_end(encoding: str) -> None:
    for text in TEXTS[encoding]:
        for end in ("\n", "\r\n"):
            data = text.replace("\n", end).encode(encoding, "ignore")
            assert decode(data, "x.txt") == data.decode(encoding)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Le président français a déclaré hier que la coopération européenne sera renforcée dès l’été.", "cp1252"),
        ("Die Regierung prüft, ob zusätzliche Mittel möglich wären. Außen- und Kanzleramt äußerten sich.", "latin-1"),
        ("Министерство заявило, что переговоры продолжатся на следующей неделе в столице.", "cp1251"),
        ("Министерство заявило, что переговоры продолжатся на следующей неделе в столице.", "koi8-r"),
        ("Rząd ogłosił w środę, że współpraca wojskowa zostanie rozszerzona o nowe źródła.", "cp1250"),
        ("The harbour was dredged in 1987.", "utf-16-le"),
        ("The harbour was dredged in 1987.", "utf-16-be"),
        ("The harbour was dredged in 1987.", "utf-16"),
        ("The harbour was dredged in 1987, says 港務局.", "utf-32"),
    ],
)
def test_reads_alphabets(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding, "ignore"), "x.txt") == text.encode(encoding, "ignore").decode(encoding)


@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [
        ("gb2312", "gb18030", "囧"),
        ("big5", "big5hkscs", "咗嘅"),
        ("Shift_JIS", "cp932", "①髙﨑"),
        ("x-sjis", "cp932", "ｱｲｳ"),
        ("euc-kr", "cp949", "뷁"),
        ("iso-8859-1", "cp1252", "“é”"),
        ("windows-1251", "cp1251", "Да"),
    ],
)
def test_a_page_says_its_encoding(label: str, encoding: str, text: str) -> None:
    for meta in (f'<meta charset="{label}">', f"<META content='text/html; charset={label}' http-equiv=Content-Type>"):
        page = f"<html><head>{meta}</head><body><p>{text}</p></body></html>"
        assert decode(page.encode(encoding), "x.html") == page


def test_what_a_page_says_gives_way_to_what_it_is() -> None:
    page = '<html><head><meta charset="gb2312"></head><body><p>海峡安宁的代价</p></body></html>'
    assert decode(page.encode(), "x.html") == page
    assert decode(page.replace("gb2312", "no-such").encode("gbk"), "x.html") == page.replace("gb2312", "no-such")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \r\n\t ", "is empty"),
        ("\u3000\n".encode(), "only white space"),
        (bytes(range(256)) * 20, "not a text file"),
        (b"\x7fELF\x02\x01\x01" + bytes(300) + b"\x90\xf3\x02" * 99, "not a text file"),
        ("海峡".encode()[:-1] + b"\xff\xfe\x81" * 30, "not a text file"),
    ],
)
def test_refuses_what_is_no_text(data: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=f"^x.txt .*{words}"):
        decode(data, "x.txt")


def test_noise_is_not_plausible() -> None:
    right = plausibility(SEEDS[0])
    data = SEEDS[0].encode("big5hkscs", "ignore")
    likely = [encoding for encoding in MULTIBYTE if plausibility(data.decode(encoding, "replace")) > right / 2]
    assert right > 0.5
    assert likely == ["big5hkscs", "cp950"]


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("二〇二四年报告.txt", "gbk"),
        ("防衛白書.txt", "cp932"),
        ("보고서.pdf", "cp949"),
        ("海峽簡報.txt", "big5"),
        ("plain.txt", "ascii"),
        ("日本.txt", "utf-8"),
    ],
)
def test_reads_file_names(name: str, encoding: str) -> None:
    assert decode_name(name.encode(encoding)) == name
