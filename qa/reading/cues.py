"""Words by which a sentence shows what it does: it advises, judges, points back, counts, defines. In five languages.

They order sentences that are about the question anyway; no sentence is quoted or refused for a cue alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

__all__ = [
    "Cues",
    "advises",
    "announces",
    "career",
    "continues",
    "defining_subject",
    "introduced",
    "judges",
    "ordinal",
    "points_back",
]

_ADVISES = re.compile(
    "必须|必須|应当|應當|应该|應該|应(?:设|予|先|坚|尽|以|在|与|就|加|通|采|继|考|努|优|保|避|建|推|寻|开|认)|應(?:設|予|先|當|堅|盡|以|在|與|就|加|通|採|繼|考|努|優|保|避|建|推|尋|開|認)"
    "|需要|有必要|至关重要|至關重要|不可或缺|当务之急|當務之急|呼吁|呼籲|建议|建議|倡议|倡議|务必|務必|不应|不應|不能|切勿|旨在|目标(?:是|，)|目標(?:是|，)|优先|優先|关键在于|關鍵在於"
    "|べき|必要(?:が|で|と|だ)|重要(?:で|だ|と)|求められ|なければならな|ねばならな|提言|望まし|不可欠"
    "|해야|필요(?:가|하|로)|중요하|권고|제안|바람직|되어야|않으면 안"
    r"|\b(?:should|must|ought to|needs? to|has to|have to|recommend\w*|urge\w*|advis\w+|propos\w+|call(?:s|ed)? (?:for|on)|essential|crucial|vital|imperative|it is (?:important|necessary))\b",
    re.IGNORECASE,
)
_JUDGES = re.compile(
    "认为|認為|相信|担心|擔心|质疑|質疑|批评|批評|反对|反對|支持|欢迎|歡迎|赞成|贊成|主张|主張|警告|强烈|強烈|危险|危險|风险|風險|错误|錯誤|严重|嚴重|侵蚀|侵蝕|损人|損人|绝非|絕非|只会|只會|无异|無異|恐怕|无法|無法"
    "|应该|應該|应当|應當|必须|必須|不应|不應|重要|有助|有利|不利|最好|最坏|恶化|惡化|加剧|加劇|破坏|破壞|维护|維護|值得|合理|正当|正當|因此|由此可见|由此可見|基于以上|总之|總之|归根|歸根|本质|本質|无关|無關|不可能|可能性|前所未有|所谓|所謂"
    "|考え|批判|反対|賛成|懸念|危険|評価|べき|重要|必要|過ちだ|したがって|よって|つまり"
    "|생각|비판|반대|찬성|우려|위험|평가|해야|중요|필요|따라서|결국"
    r"|\b(?:think|believe|argue|worr\w+|fear\w*|critic\w+|oppos\w+|support\w*|welcom\w+|favou?r\w*|danger\w*|risk\w*|wrong|right|serious\w*|severe\w*|erode\w*|undermine\w*|threat\w*|important|essential|should|must|ought|"
    r"would only|will only|unlikely|impossible|unacceptable|unprecedented|so-called|therefore|thus|in short|worth|better|worse|harm\w*|benefit\w*)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    '^["“‘「『（(]?(?:但是?|而且?|因此|所以|同时|同時|此外|不过|不過|然而|其实|其實|对此|對此)?[,，、]?'
    "(?:这|這|该|該|此(?!外|前|后|後|次|刻|时|時)|其(?!中|他|它|次|实|實|余|餘)|上述|前者|后者|後者|他们|她们|它们|他們|她們|它們|它|他(?!国|國|人)|她|那(?:么|麼|样|樣)?(?!么|麼)|对此|對此|为此|為此|由此|"
    "こうした|このよう|この|その(?!他|後)|これ|それ(?!ぞれ)|同氏|彼ら?|彼女|"
    "이(?:는|것|러한|런|와|를| )|그(?:는|녀|들|것|러한|런|의| )|해당 )"
    r"|^[\"“‘(]?(?:(?:but|and|so|yet|however|therefore|thus|moreover),? )?(?:this|that|these|those|it|its|they|their|he|his|she|her|such|the (?:former|latter))\b",
    re.IGNORECASE,
)
_THEM = re.compile(
    '^["“‘「『（(]?(?:但是?|而且?|因此|所以|同时|同時|此外|不过|不過|然而|对此|對此)?[,，、]?(?:他(?!国|國|人|们|們)|她|同氏|彼は|彼女は|그는|그녀는)'
    r"|^[\"“‘(]?(?:(?:but|and|so|yet|however|still|moreover),? )?(?:he|she)\b",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile('[:：]\\s*$|[?？][”」』"]?\\s*$')


def continues(text: str) -> bool:
    """Whether it goes on with whoever the sentence before is about: `she`, 他, 同氏, 그는."""
    return _THEM.match(text) is not None


def announces(text: str) -> bool:
    """Whether it only says what comes next: it ends with a colon, or asks what the next sentence answers."""
    return _ANNOUNCES.search(text) is not None


_DEFINES = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), strength)
    for pattern, strength in (
        (
            "^(?P<s>.{2,60}?)(?:是指|指的是|即指|意指|意为|意為|的意思是|的定义是|的定義是|的概念是|被?定义为|被?定義為)",
            3,
        ),
        ("(?:所谓|所謂)(?P<s>.{2,40}?)[,，、]?(?:就?是|即|指)", 3),
        (
            '[“「『‘《"](?P<s>[^“”「」『』‘’《》"]{2,40})[”」』’》"](?:[(（][^()（）]{1,40}[)）])?[,，、]?(?:即(?!将|將|使|便|刻|日)|亦即|也就是|也即|就是|すなわち|つまり|즉)',
            3,
        ),
        (
            r"[“\"‘](?P<s>[^“”\"‘’]{2,60})[,.]?[”\"’],? (?:that is(?: to say)?,|i\.e\.|namely|meaning)",
            3,
        ),
        ("^(?P<s>.{2,60}?)(?:とは|というのは)", 3),
        ("^(?P<s>.{2,60}?)(?:이란|란) ", 3),
        (r"^(?P<s>.{2,80}?) (?:refers? to|means?|denotes?|(?:is|are|was) defined as|stands? for)\b", 3),
        (
            "^(?P<s>.{2,40}?)(?:是|乃|系|係)(?:由|一[个個种種项項套类類]|美|日|中|指|为了|為了|.{1,12}(?:组织|組織|机构|機構|机制|機制|条约|條約|协议|協議|概念|战略|戰略|政策|承诺|承諾|制度|系统|系統|武器))",
            2,
        ),
        (
            "^(?P<s>.{2,40}?)(?:は|が).{4,}(?:である|です|であり、|を指す|を指し|という|のことだ|組織|機構|概念|制度)[。\\s]*$",
            2,
        ),
        (
            "^(?P<s>.{2,40}?)(?:은|는).{4,}(?:이다|입니다|을 말한다|를 말한다|을 뜻한다|를 뜻한다|조직|개념|제도)[.\\s]*$",
            2,
        ),
        (r"^(?:an? |the )?(?P<s>[^\"“”;:!?]{2,70}?),? (?:is|are|was|were) (?:an?|the|one of)\b", 2),
        ("^(?P<s>.{2,40}?)(?:的)?(?:目的|宗旨|任务|任務|职能|職能|作用)(?:就)?(?:是|在于|在於|为|為)", 2),
        ("^(?P<s>.{2,40}?)(?:旨在|致力于|致力於|用于|用於|负责|負責)", 1),
        ("(?:宣布|宣佈|决定|決定)?(?:成立|设立|設立|建立|创立|創立)的(?P<s>.{2,24}?)(?:相似|，|,|。|$)", 1),
        ("^(?P<s>.{2,40}?)(?:于|於|在).{2,20}(?:成立|设立|設立|建立|创立|創立|签署|簽署|通过|通過|生效)", 1),
        (r"^(?:the )?(?P<s>.{2,70}?) (?:was|were) (?:established|founded|set up|created|signed|adopted|launched)\b", 1),
        (r"^(?:the )?(?P<s>.{2,70}?)(?:['’]s)? (?:purpose|aim|goal|task|mission|role) is\b", 2),
        (r"^(?:the )?(?P<s>.{2,70}?) (?:aims? to|is intended to|is designed to|serves? to)\b", 1),
    )
)


def advises(text: str) -> bool:
    """Whether it says what should be done."""
    return _ADVISES.search(text) is not None


def judges(text: str) -> bool:
    """Whether it takes a position, and does not merely report."""
    return _JUDGES.search(text) is not None


def points_back(text: str) -> bool:
    """Whether it begins with a pronoun or a demonstrative, so that the sentence before says what it is about."""
    return _POINTS_BACK.match(text) is not None


def defining_subject(text: str) -> list[tuple[str, int]]:
    """What the sentence says the meaning, the nature, the purpose or the beginning of, and how plainly: 3, 2 or 1.

    Empty for a sentence that has not the form of a definition.
    """
    return [(found["s"], strength) for form, strength in _DEFINES if (found := form.search(text))]


_ROLE = re.compile(
    "总统|總統|首相|总理|總理|主席|部长|部長|大臣|外相|防相|发言人|發言人|教授|院长|院長|所长|所長|主任|研究员|研究員|学者|學者|博士|大使|专家|專家|记者|記者|作者|上将|上將|中将|中將|将军|將軍|司令|议员|議員|议长|議長|总裁|總裁|国务卿|國務卿|顾问|顧問|讲师|講師|领导人|領導人|市长|市長|省长|省長|州长|州長|县长|縣長|会长|會長|理事长|理事長|董事|经理|經理|工程师|工程師|律师|律師|医生|醫生|经济学家|經濟學家|科学家|科學家|代表|秘书|秘書|编辑|編輯|创始人|創辦人|负责人|負責人|政治学者|评论员|評論員|议长|校长|校長|店主|成员|顾问"
    "|大統領|大臣|教授|研究員|所長|報道官|議員|会長|社長|代表|市長|知事|町長|村長|記者|理事|部長|課長|弁護士|医師|アナリスト|エコノミスト|ジャーナリスト|技術者|作家|監督|評論家|店主"
    "|대통령|총리|장관|교수|연구원|소장|대변인|의원|전문가|대표|회장|사장|시장(?!에|의|이 |가격)|위원장|기자|특파원|변호사|의사(?!소통)|작가|감독|학자|박사|상인|이사장|국장|총장|대사|경제학자|분석가"
    r"|\b(?:president|prime minister|minister|secretary|spokes\w+|professor|director|fellow|scholar|researcher|analyst|expert|ambassador|general|admiral|commander|senator|author|journalist|lecturer|chair\w*|adviser|advisor|head|leader|mayor|governor|councillor|councilor|economist|engineer|auditor|lawyer|doctor|physician|founder|owner|editor|reporter|correspondent|columnist|writer|chief|executive|CEO|manager|member|judge|teacher|scientist|historian|official|officer|representative|delegate|activist|taught|teaches)\b",
    re.IGNORECASE,
)
_ORDINALS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        "^(?:在[^,，]{1,12}[,，])?(?:一[是靠要则則](?!否|一)|第一[,，、是]?|其一|首先[,，]?|一、|（一）|一方面)|^(?:first(?:ly)?|one (?:is|reason))\\b|^(?:第一に|まず)|^(?:첫째|우선)|^[(（]?1[).）、]|^(?:方案|选项|選項|案)[一甲A1]|^option (?:one|1|A)\\b",
        "^(?:二[是靠要则則]|第二[,，、是]?|其二|其次[,，]?|二、|（二）|另一方面)|^second(?:ly)?\\b|^(?:第二に|次に)|^(?:둘째|다음으로)|^[(（]?2[).）、]|^(?:方案|选项|選項|案)[二乙B2]|^option (?:two|2|B)\\b",
        "^(?:三[是靠要则則]|第三[,，、是]?|其三|再次[,，]?|三、|（三）|最后[,，]?|最後[,，]?)|^(?:third(?:ly)?|finally)\\b|^(?:第三に|最後に)|^(?:셋째|마지막으로)|^[(（]?3[).）、]|^(?:方案|选项|選項|案)[三丙C3]|^option (?:three|3|C)\\b",
        "^(?:四[是靠要则則]|第四[,，、是]?|其四|四、|（四）)|^fourth(?:ly)?\\b|^第四に|^넷째|^[(（]?4[).）、]",
        "^(?:五[是靠要则則]|第五[,，、是]?|其五|五、|（五）)|^fifth(?:ly)?\\b|^第五に|^다섯째|^[(（]?5[).）、]",
    )
)


_CAREER = re.compile(
    "曾任|曾担任|曾擔任|担任过|擔任過|历任|歷任|现任|現任|兼任|任职于|任職於|毕业于|畢業於|出生于|出生於|生于|生於|借调|借調|就任|出任|当选|當選|获.{0,8}(?:学位|學位)"
    "|務め(?:る|た|て)|就任|入社|歴任|卒業|生まれ|出身|在籍|専門は|を経て|맡(?:았|고|아)|역임|지냈|졸업|태어|출신|취임|입사|재직|전공"
    r"|\b(?:taught|teaches|served|serves|worked (?:as|for|at)|was (?:born|educated|appointed|elected)|graduated|joined|holds a|has been (?:an?|the)|studied|former(?:ly)?|chairs?|heads?|leads?)\b",
    re.IGNORECASE,
)


def career(text: str) -> bool:
    """Whether it tells of somebody's life: what they were, where they worked, studied, were born."""
    return _CAREER.search(text) is not None


def introduced(text: str) -> bool:
    """Whether it says what somebody is: an office, a post, a profession."""
    return _ROLE.search(text) is not None


def ordinal(text: str) -> int:
    """Which member of an enumeration it begins with, from 1: `first`, `二是`; 0 for none."""
    return next((place for place, form in enumerate(_ORDINALS, start=1) if form.match(text)), 0)


@dataclass(frozen=True)
class Cues:
    """The cues of one sentence, each looked for once, when it is first asked for."""

    text: str

    @cached_property
    def judges(self) -> bool:
        """Whether it takes a position (`judges`)."""
        return judges(self.text)

    @cached_property
    def advises(self) -> bool:
        """Whether it says what should be done (`advises`)."""
        return advises(self.text)

    @cached_property
    def points_back(self) -> bool:
        """Whether the sentence before says what it is about (`points_back`)."""
        return points_back(self.text)

    @cached_property
    def continues(self) -> bool:
        """Whether it goes on with whoever the sentence before is about (`continues`)."""
        return continues(self.text)

    @cached_property
    def announces(self) -> bool:
        """Whether it only says what comes next (`announces`)."""
        return announces(self.text)

    @cached_property
    def ordinal(self) -> int:
        """Which member of an enumeration it begins with (`ordinal`)."""
        return ordinal(self.text)

    @cached_property
    def career(self) -> bool:
        """Whether it tells of somebody's life (`career`)."""
        return career(self.text)

    @cached_property
    def introduced(self) -> bool:
        """Whether it says what somebody is (`introduced`)."""
        return introduced(self.text)

    @cached_property
    def defining_subject(self) -> list[tuple[str, int]]:
        """What it says the meaning of, and how plainly (`defining_subject`)."""
        return defining_subject(self.text)
