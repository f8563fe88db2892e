"""Korean: words that point out of the question, and questions left unfinished."""

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

__all__ = ["KOREAN"]

_SOURCES = "(?:기사|보고서|문서|글|논문|자료|대담|칼럼|출처|문헌|브리프)"
_PEOPLE = "(?:사람|저자|필자|학자|전문가|교수|인물|분|연구원|장관|총리)"
_PARTICLE = "(?P<particle>께서는|께서|에게서|에게는|에게|한테|으로|로서|로|에서는|에서|에는|에도|에|은|는|이|가|을|를|의|와|과|도|만|보다)?"
_END = "(?![가-힣])"
_HE = "(?<![가-힣])그(?P<particle>는|가|를|의|에게는|에게|와|도|한테|만|께서는)" + _END
_PATTERNS: tuple[tuple[PointerKind, re.Pattern[str]], ...] = (
    (PointerKind.SOURCE, re.compile(f"(?<![가-힣])(?:그|해당|같은|위의?|상기|앞의|방금) ?{_SOURCES}{_PARTICLE}{_END}")),
    (PointerKind.THIS_SOURCE, re.compile(f"(?<![가-힣])(?:이|본) {_SOURCES}{_PARTICLE}{_END}")),
    (PointerKind.SOMEBODY, re.compile(f"(?<![가-힣])(?:그|이|해당|같은) {_PEOPLE}{_PARTICLE}{_END}")),
    (PointerKind.THEY, re.compile(f"(?<![가-힣])그(?:녀)?들{_PARTICLE}{_END}|(?<![가-힣])이들{_PARTICLE.replace('particle', 'other')}{_END}")),
    (PointerKind.SHE, re.compile(f"(?<![가-힣])그녀{_PARTICLE}{_END}")),
    (PointerKind.HE, re.compile(_HE)),
    (PointerKind.THERE, re.compile(f"(?<![가-힣])(?:거기|그곳|그 나라|그 지역){_PARTICLE}{_END}|(?<![가-힣])현지(?=에|의| )")),
    (PointerKind.IT, re.compile(f"(?<![가-힣])(?:그것|이것){_PARTICLE}{_END}|(?<![가-힣])(?:그건|이건|그게|이게|이를|이에 대해(?:서는)?){_END}")),
    (PointerKind.THING, re.compile("(?<![가-힣])(?:그|해당) (?!외|밖|후|뒤|동안|중|때|이후|다음|대신|결과|전|당시|자체|누구|어떤|무엇|정도|만큼|이상|이하|사이|날|해|순간|이유로|나라|지역|남자|여자|사람|대가)[가-힣]{2,8}|(?<![가-힣])이 (?:제도|기구|협의체|회의|정책|합의|조약|그룹|계획|전략|개념|무기|선언|협정|수치|문제|제안|주장|조직)[가-힣]{0,3}")),
    (PointerKind.FORMER, re.compile("(?<![가-힣])전자(?P<particle>는|의|가|를)" + _END)),
    (PointerKind.LATTER, re.compile("(?<![가-힣])후자(?P<particle>는|의|가|를)" + _END)),
)  # fmt: skip
_OPENER = r"(?:그럼|그러면|그렇다면|그리고|근데|그런데|또|또한|혹시|한편|네)?[,\s]*"
_ASKS = (
    "왜|왜요|왜죠|왜 그런가요|왜 그렇습니까|왜 그렇죠|언제|언제요|언제부터|언제부터요|언제까지|어디서|어디에서|어디에|어디요|누가|누구요|누가 그랬나요|몇 명|몇 명이요|몇 개|"
    "얼마나|얼마요|어떻게|어떻게요|이유는|이유는요|이유가 뭔가요|이유는 무엇입니까|이유는 무엇인가요|근거는|근거는요|근거는 무엇입니까|근거는 무엇인가요|원인은|출처는|출처는요|어느 해|구체적으로|구체적으로는"
)
_DROPPED = (
    "(?:왜|언제|어디서|어디에서|누가|언제부터) (?![가-힣]+(?:입니까|인가요|이죠|지내))[가-힣]{1,8}(?:까|요|죠|나|지|니)"
)
_WHY = re.compile(rf"^{_OPENER}(?P<text>(?P<dropped>{_DROPPED})|{_ASKS})[?？.]*$")
_MORE = re.compile(
    rf"^{_OPENER}(?:(?:그 ?외에|그 ?밖에|이 ?외에|다른|더|또 다른)[^?]{{0,8}}?(?:는|은|는요|은요|있나요|있습니까|있어요|없나요|무엇이 있나요|뭐가 있나요)?|더 알려 ?줘|더 자세히|자세히|예를 들면|예를 들어|계속|또요|또)[?？.]*$"
)
_ABOUT = re.compile(
    r"^(?P<opened>(?:그럼|그러면|그렇다면|그리고|근데|그런데|또|또한|혹시|한편)[,\s]+)?(?P<text>[^,.?？]{1,16}?)(?P<after>에 대해서|에 대해|에 대한 (?:의견|입장|생각)|에 관해서|에 관해|에서|의 경우|에게|한테)?"
    r"(?P<topic>에선|은|는|도|엔|선)(?P<polite>요)?(?P<tail> (?:어떻습니까|어때요|어떤가요|어떻게 되나요|어떻게 됩니까|마찬가지인가요|어떠한가요))?[?？.]*$"
)
_WHOLE = re.compile(
    "무엇|누구|언제|어디|어떻|어떤|얼마|왜|몇|뭐|까$|나요$|인가$|니까|습니다|했|한다|하는|있는|되는|[이란]란$|(?:^| )다른 것$"
)
_SAYS = re.compile("(?:고|며|면서|지만|는데|해서|때|면|자|후|뒤|라고|다고) ?[,]? ?$")

_ROLES = "대통령|총리|교수|장관|박사|씨|의원|대사|여사|위원장|주석|연구원|대변인"
_ASKED = re.compile(
    rf"(?<![가-힣])(?P<name>[가-힣]{{2,}}(?: [가-힣]{{2,}})?)(?: ?(?:{_ROLES})(?![가-힣]{{2}})|(?=(?:은|는|이|가) [^,]{{0,40}}(?:누구|말하|말했|말합|말씀|주장|제안|권고|생각|평가|경고|비판|"
    r"밝혔|언급|지적|어떤 사람)))"
)
_TOPICS = (
    re.compile("(?:^|[은는이가] )(?P<x>[^,]+?)(?:에 대해|에 관해|에 대한|을 어떻게|를 어떻게|에 관한)"),
    re.compile("^(?P<x>[^,]+?)(?:이?란|[은는이가을를의])(?= )"),
)


def pointers(question: str, names: Sequence[Mention]) -> list[Pointer]:
    """The words that point out of the question, in their order."""
    found: list[Pointer] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(question):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            if not _within(question, match, kind, names):
                groups = match.groupdict()
                particle = groups.get("particle") or groups.get("other") or _contracted(match.group())
                found.append(Pointer(*match.span(), kind, owner=particle == "의", particle=particle))
    return sorted(found, key=lambda pointer: pointer.start)


def fragment(question: str) -> Fragment | None:
    """The question as one that is not whole; None where it is."""
    if short := bare(question, _WHY, _MORE):
        return short
    match = _ABOUT.match(question)
    if not match or _WHOLE.search(match["text"]) or len(match["text"].split()) > 3:
        return None
    opened = bool(match["opened"] or (not match["tail"] and (match["polite"] or match["after"])))
    return Fragment(Shape.ABOUT, match["text"], "", match["after"] or "", opened)


def with_particle(name: str, particle: str) -> str:
    """A name with the form of a particle that its last sound asks for; without it, what a vowel takes."""
    pairs = {"은": "은는", "는": "은는", "이": "이가", "가": "이가", "을": "을를", "를": "을를", "과": "과와", "와": "과와", "으로": ("으로", "로"), "로": ("으로", "로")}  # fmt: skip
    if particle not in pairs:
        return name + particle
    last = name[-1:]
    closed = "가" <= last <= "힣" and (ord(last) - 0xAC00) % 28 != 0
    if particle in ("으로", "로") and closed and (ord(last) - 0xAC00) % 28 == 8:
        closed = False
    return name + pairs[particle][0 if closed else 1]


def _contracted(words: str) -> str:
    return {"그건": "는", "이건": "는", "그게": "가", "이게": "가", "이를": "를"}.get(
        words, "에 대해" if "에 대해" in words else ""
    )


def _within(question: str, match: re.Match[str], kind: PointerKind, names: Sequence[Mention]) -> bool:
    """Whether the question itself says who or what is meant."""
    start = match.start()
    before = re.sub(f"^{_OPENER}", "", question[:start])
    if kind in (PointerKind.FORMER, PointerKind.LATTER):
        return bool(re.search("[와과] |,", before))
    if kind is PointerKind.THERE:
        return any(name.what is What.PLACE and name.end <= start for name in names)
    if kind in PERSONAL:
        people = [name for name in names if name.what is What.PERSON and name.end <= start]
        owner = match.groupdict().get("particle") == "의"
        told = bool(re.search("(?:다고|라고|냐고|는지|할지)", question[match.end() :])) and match.groupdict().get(
            "particle"
        ) in ("가", "는")
        return bool(people) and (owner or told or "," in before or bool(_SAYS.search(before)))
    if kind in (PointerKind.IT, PointerKind.THING, PointerKind.THEY):
        joined = re.search("[와과] $", before) or (
            kind is PointerKind.THING and re.search("[은는이가] $", before) and match.group().startswith("그 ")
        )
        return bool(joined) or ("," in before and len(before) > 4) or (len(before) > 3 and bool(_SAYS.search(before)))
    return False


def _put(question: str, pointer: Pointer, words: str) -> str:
    return f"{question[: pointer.start]}{with_particle(words, pointer.particle)}{question[pointer.end :]}"


def _noted(question: str, pointer: Pointer, bracket: str) -> str:
    """The words in brackets stand before the particle of the noun."""
    pointed = question[pointer.start : pointer.end]
    before, after = question[: pointer.start], question[pointer.end :]
    cut = re.search("(?:[은는이가을를의와과도]|에서|에)$", pointed)
    if cut and len(pointed) - len(cut[0]) > 3:
        return f"{before}{pointed[: cut.start()]}{bracket}{cut[0]}{after}"
    return f"{before}{pointed}{bracket}{after}"


def _replaced(name: str, rest: str) -> tuple[str, str]:
    """A new name has the particle of the old one, as its own last sound asks for it."""
    match = re.match("(?:은|는|이|가|을|를|과|와|으로|로)(?=[ ,?])", rest)
    return (with_particle(name, match[0]), rest[match.end() :]) if match else (name, rest)


KOREAN = Grammar(
    pointers=pointers,
    fragment=fragment,
    says=lambda person, text: f"{with_particle(person, '은')} {text}에 대해 무엇이라고 말합니까?",
    topic=lambda question, names: by_patterns(_TOPICS, question, names),
    places=lambda: places("ko"),
    asked=_ASKED,
    put=_put,
    noted=_noted,
    subject=lambda name, question: f"{with_particle(name, '은')} {question}",
    replaced=_replaced,
    woman="여사",
    nobody="대학|정부|신문|부|군|국|위원회|전문가|언론|문서|보고서|그룹|전략|들|기구|협의그룹|저자|사람|누가",
    views="의견|입장|생각",
    genitive="의",
)
