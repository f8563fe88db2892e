"""Japanese: words that point out of the question, and questions left unfinished."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.question.followup.fragments import bare
from qa.question.followup.grammar import Grammar
from qa.question.followup.places import places
from qa.question.followup.records import (
    PERSONAL,
    Fragment,
    Mention,
    Pointer,
    PointerKind,
    Shape,
    What,
)
from qa.question.followup.topics import by_patterns

__all__ = ["JAPANESE"]

_SOURCES = "(?:記事|報告書|報告|文書|論文|資料|文献|出典|寄稿|レポート|対談|文章|ページ|論考)"
_PATTERNS: tuple[tuple[PointerKind, re.Pattern[str]], ...] = (
    (PointerKind.SOURCE, re.compile(f"(?:その|あの|同じ|上記の|前述の|先ほどの|さっきの|同)(?:政策)?{_SOURCES}")),
    (PointerKind.THIS_SOURCE, re.compile(f"この(?:政策)?{_SOURCES}|本稿|本報告書")),
    (PointerKind.SOMEBODY, re.compile("(?<![共協合大混帯異一])同(?:氏|教授|首相|博士|議員|大臣|長官|外相|総理|大統領|研究員)|[このそあ]の(?:人物|人|方|著者|筆者|学者|専門家|教授|研究者|首相|大臣)(?!々|が|数|口|法|向|針|式|面|々)|この人|その人|同じ(?:人物|著者|筆者|人)")),
    (PointerKind.THEY, re.compile("彼女?ら|彼女?たち|両者|両氏|[そこ]れら(?:の国)?|[そこ]の人たち")),
    (PointerKind.SHE, re.compile("彼女(?![らた])")),
    (PointerKind.HE, re.compile("(?<![一-鿿])彼(?![岸方氏女らた等我])")),
    (PointerKind.THERE, re.compile("(?<![あどここ])そこ(?=[にでへはの])(?!で、|で質|で聞)|あそこ|現地|同地")),
    (PointerKind.THING, re.compile("(?:(?<![一-鿿])同(?=国|社|紙|省|機構|条約|制度|グループ|協議|宣言|戦略|法|協定|演説|会談|組織|委員会)|[そこあ]の(?!他|ほか|後|まま|上|もの|うえ|うち|ため|間|ほど|ところ|数[年か]|世|点|時|たび|前|頃|ころ|くらい|よう|種|外|中|通り|とおり|辺|面|方|人|意味|際|年|日|月|代わり|かわり))[一-鿿ァ-ヺー]{1,8}")),
    (PointerKind.IT, re.compile("それ(?!ぞれ|とも|でも|では|なら|から|まで|ゆえ|で|に[つ連]れ|にしても|以[外上降来]|ら|どころ|なり|ほど|だけ)|これ(?!まで|から|ら|以[外上降来]|ほど|だけ|で)")),
    (PointerKind.FORMER, re.compile("前者")),
    (PointerKind.LATTER, re.compile("後者")),
)  # fmt: skip
_OPENER = r"(?:それでは|それなら|それじゃあ|それじゃ|では|じゃあ|じゃ|で|そして|また|あと|ちなみに|一方|だったら|なら)?[、,，\s]*"
_SAYS = re.compile("(?:と|で|て|が|ので|から|ため|ば|なら|れば|とき|時|際に?|し)[、,]?$")
_ASKS = (
    "なぜ|何故|どうして|なんで|いつ|いつから|いつまで|どこで|どこ|どこに|誰が|だれが|誰|何人|いくら|いくつ|何発|何年に?|どのように|どうやって|"
    "理由は|その理由は|根拠は|その根拠は|原因は|出典は|誰の発言|誰が言った|どれくらい|どのくらい|具体的には|どんな"
)
_DROPPED = "(?:いつ|なぜ|どうして|どこで|誰が|だれが|どのように|いつから)[一-鿿]{1,3}(?![一-鿿])(?![はがをもとに])[ぁ-ん]{1,12}"
_WHY = re.compile(
    rf"^{_OPENER}(?P<text>(?P<dropped>{_DROPPED})|{_ASKS})(?:です|なの|なん|でしょう|だと|のこと|言った|ん)*(?:か|何ですか|何|何でしょうか)?[？?。]*$"
)
_MORE = re.compile(
    rf"^{_OPENER}(?:他|ほか|その他|そのほか|それ以外)(?:に|の|)(?:は|も|何が|どんな|何か)*(?:あります|ある|の|です)?か?[？?。]*$|^{_OPENER}(?:例えば|たとえば|もっと(?:詳しく|教えて)?|詳しく|続けて|それから|続きは)[？?。]*$"
)
_ABOUT = re.compile(
    r"^(?P<opened>(?:それでは|それなら|それじゃあ|それじゃ|では|じゃあ|じゃ|で、|そして|また|あと|ちなみに|一方|なら)[、,，\s]*)?(?P<text>[^、,。？?]{1,16}?)"
    r"(?P<after>について|に関して|に対して|に対する考え|の場合|に|で|の方|のほう)?(?P<topic>は|も|では|だと|だったら|なら)(?P<tail>どうですか|どうなのですか|どうでしょうか|どう|どうなりますか|いかがですか|同じですか|同様ですか)?[？?。]*$"
)
_WHOLE = re.compile("何|誰|だれ|いつ|どこ|なぜ|どの|どれ|どんな|いくら|ます|です|した|する|れる|ない|ている|本当|とは$")

_HAN = "\u3400-\u9fff"
_ROLES = "氏|さん|首相|大統領|教授|准教授|博士|外相|防衛相|長官|報道官|大臣|議員|主席|研究員|女史"
_ASKED = re.compile(
    rf"(?P<name>(?:[{_HAN}]{{2,6}}|[ァ-ヺー・＝]{{2,20}}))(?:(?:{_ROLES})|(?=(?:は|が)[^、]{{0,40}}(?:誰|どんな人|どのような人|何者|述べ|言[いっ]|"
    r"主張|提言|提案|考え|評価|警告|語っ|批判|発言|指摘)|とは(?:誰|どんな人|どのような人|何者)))"
)
_TOPICS = (
    re.compile("(?<![^、])(?P<x>[^、]+?)(?:について|に関して|に対して|をどう|への|に対する)"),
    re.compile("^(?P<x>[^、]+?)(?:とは|って|というのは|は|が|を|の(?:目的|内容|意味|定義|役割))"),
)


def pointers(question: str, names: Sequence[Mention]) -> list[Pointer]:
    """The words that point out of the question, in their order."""
    found: list[Pointer] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(question):
            start, end = match.span()
            if any(start < other.end and other.start < end for other in found):
                continue
            if not _within(question, start, end, kind, names):
                found.append(Pointer(start, end, kind))
    return sorted(found, key=lambda pointer: pointer.start)


def fragment(question: str) -> Fragment | None:
    """The question as one that is not whole; None where it is."""
    if short := bare(question, _WHY, _MORE):
        return short
    match = _ABOUT.match(question)
    if not match or _WHOLE.search(match["text"]):
        return None
    if "の" in match["text"] and not (match["opened"] or match["text"].startswith(("他の", "ほかの"))):
        return None
    opened = bool(match["opened"] or (not match["tail"] and (match["after"] or match["text"].startswith("他の"))))
    return Fragment(Shape.ABOUT, match["text"], "", match["after"] or "", opened)


def _within(question: str, start: int, end: int, kind: PointerKind, names: Sequence[Mention]) -> bool:
    """Whether the question itself says who or what is meant."""
    before = re.sub(f"^{_OPENER}", "", question[:start])
    if kind in (PointerKind.FORMER, PointerKind.LATTER):
        return bool(re.search("と|、", before))
    if kind is PointerKind.THERE:
        return any(name.what is What.PLACE and name.end <= start for name in names)
    if kind in PERSONAL:
        people = [name for name in names if name.what is What.PERSON and name.end <= start]
        owner = question[end : end + 1] == "の" and question[end + 1 : end + 3] != "こと"
        return bool(people) and (owner or _clauses(before) or bool(_SAYS.search(before)))
    if kind in (PointerKind.IT, PointerKind.THING, PointerKind.THEY):
        tied = (
            kind is PointerKind.THING and question[start : start + 2] == "その" and bool(re.search("[はがと]$", before))
        )
        return _clauses(before) or tied or bool(re.search("(?:と|や|および|及び)$", before))
    return False


def _clauses(before: str) -> bool:
    """Whether a clause that says something stands before."""
    return any(len(clause) > 2 for clause in re.split("[、,。]", before)[:-1])


JAPANESE = Grammar(
    pointers=pointers,
    fragment=fragment,
    says=lambda person, text: f"{person}は{text}についてどう言っていますか？",
    topic=lambda question, names: by_patterns(_TOPICS, question, names),
    places=lambda: places("ja"),
    asked=_ASKED,
    subject=lambda name, question: f"{name}は{question}",
    joint="と",
    brackets=("（", "）"),
    question_mark="？",
    spaced=False,
    woman="女史",
    nobody="新聞社|省|庁|軍|ケ|グループ|専門家|国民|有識者|論者|両国|各国|米軍|首脳|日米|韓国軍|自衛隊|本人|著者|筆者|何",
    views="見解|考え",
    genitive="の",
)
