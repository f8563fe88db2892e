"""The forms of questions in five languages, for each kind of answer: regular expressions that name `topic` and `holder`.

Those of a kind are tried in their order, whole questions from their beginning (`qa.question.intent`).
"""

from __future__ import annotations

__all__ = ["COMPARE", "DEFINITION", "PERSON", "RECOMMENDATION", "REFERENCE", "SPEECH", "VIEW"]

_ZH_SIDES = "各方|各国|各國|各家|各位作者|各位学者|各位學者|各篇|各个来源|各個來源|各来源|各來源|各资料|各資料|各文献|各文獻|各媒体|各媒體|不同来源|不同來源|不同作者|不同文件|不同文章|不同资料|不同資料|双方|雙方|这些文章|這些文章|这些来源|這些來源|专家们|專家們|学者们|學者們|分析人士"
_JA_SIDES = "各論者|各媒体|各社|各国|各者|各氏|各紙|各筆者|各著者|各資料|各文書|各記事|それぞれ|双方|複数の資料|情報源|出典|資料|論者|専門家|識者|文書|記事"
_KO_SIDES = "각 ?측|각국|각 ?출처|각 ?자료|각 ?저자|각 ?보고서|여러 출처|출처들|출처|자료들|자료|저자들|보고서들|전문가들|서로 다른 출처|양측"

COMPARE = (
    r"^how (?:do|does|did|are|is) (?:the |these |those |all |our )*(?:different |various |several |other |two |three )*"
    r"(?:sources?|sides?|authors?|documents?|reports?|articles?|papers?|parties|countries|experts?|analysts?|participants?|speakers?)"
    r"(?: (?:differ|disagree|compare|diverge|divided|split)(?: (?:on|over|about|in|regarding)(?: their views? (?:of|on))?)?"
    r"| (?:view|see|regard|judge|assess|evaluate|describe|treat|think (?:of|about)|feel about|talk about))\s*(?P<topic>.+)$",
    r"^(?:what|which) (?:are|is|do) (?:the |all )*(?:different |various |differing |opposing |conflicting |main )*"
    r"(?:views?|opinions?|positions?|perspectives?|sides?|stances?)(?: of (?:the )?(?:different )?(?:sources|sides|authors))? (?:on|of|about|towards?|regarding)\s*(?P<topic>.+)$",
    r"^(?:who (?:is|are) for and (?:who (?:is|are) )?against|where do (?:the )?(?:sources|authors|documents|sides) (?:disagree|differ|stand) (?:on|about|over))\s*(?P<topic>.+)$",
    r"^(?:compare|contrast) (?:the )?(?:views?|positions?|opinions?|sources?) (?:on|of|about)\s*(?P<topic>.+)$",
    r"^what (?:do|did) (?:the )?(?:different |various |several |other )*(?:analysts?|experts?|authors?|scholars?|observers?|commentators?|parties|sides) (?:say|think|believe|hold) (?:about|of|on)\s*(?P<topic>.+?)(?:,? (?:and|but) (?:where|how|on what) do they (?:differ|disagree|diverge))?\W*$",
    r"^(?:what|which) (?:are|is) the (?:main )?(?:differences?|disagreements?|contradictions?|arguments?)(?: (?:between|among) (?:the )?(?:sources|sides|authors|documents|reports))? (?:for and against|on|over|about|regarding)\s*(?P<topic>.+)$",
    r"^do (?:the )?(?:sources|sides|authors|documents|reports|analysts|experts) (?:agree|disagree|differ|contradict each other) (?:on|about|over)\s*(?P<topic>.+)$",
    r"^(?P<topic>.+?)[:：,，]?\s*(?:what do|how do) (?:the )?(?:different )?(?:sources|sides|authors|documents) (?:say|think|differ|disagree)\W*$",
    f"^(?:(?:{_ZH_SIDES})"
    "(?:都|分别|分別|各自?)?(?:对于?|對於?|就|在|关于|關於|是?(?:如何|怎样|怎么|怎樣|怎麼)看待?))(?P<topic>.+?)"
    "(?:的?(?:问题|問題)上?)?(?:(?:分别|分別|都|各|各自)*(?:持|有|是|抱)?(?:什么|什麼|怎样的?|怎樣的?|何种|何種|哪些|何|怎么|怎麼|如何)(?:看法|态度|態度|立场|立場|观点|觀點|意见|意見|不同|分歧|差异|差異|看|说法|說法|评价|評價|的)*"
    "|的?(?:看法|态度|態度|立场|立場|观点|觀點|意见|意見|说法|說法|评价|評價|分歧|描述)(?:有|是|上)?(?:什么|什麼|何|哪些|怎样|怎樣|如何)?(?:不同|分歧|差异|差異|区别|區別)?)\\W*$",
    "^(?:关于|關於|对于?|對於?|就)?(?P<topic>.+?)(?:的问题|的問題|问题|問題)?[，,]?"
    f"(?:{_ZH_SIDES})"
    "(?:的?(?:看法|态度|態度|立场|立場|观点|觀點|意见|意見|说法|說法)|(?:分别|分別|都|各自?)?(?:怎么|怎麼|怎样|怎樣|如何|有何|有什么|有什麼|持)).*$",
    "^(?P<topic>.+?)(?:について|に関して|に対して|に対する|をめぐって?|を巡って?)、?(?:の)?"
    f"(?:{_JA_SIDES})"
    ".*?(?:どう|どのような|何|違|異な|見方|立場|意見|評価|見解).*$",
    f"^(?:{_JA_SIDES})(?:の資料|たち)?(?:は|の|によって)(?P<topic>.+?)(?:を|について|に関して|に対して)(?:の)?.*?(?:どう|どのような|何|違|異な|見方|立場|意見|評価|見解).*$",
    f"^(?P<topic>.+?)(?:は|が)、?(?:{_JA_SIDES})(?:に(?:よって|より)|ごとに|間で|の間で|で)、?(?:どう|どのように|いかに|どれほど)(?:違|異|食い違|分かれ).*$",
    "^(?P<topic>.+?)(?:에 대해서?|에 대한|을 둘러싸고|를 둘러싸고|에 관해서?|에 관한) ?"
    f"(?:{_KO_SIDES})"
    ".*?(?:어떻게|어떤|무엇|다른|차이|견해|입장|의견).*$",
    f"^(?P<topic>.+?)(?:은|는|이|가) (?:{_KO_SIDES})(?:마다|별로|에 따라|에서|들?의? 사이에서)? ?(?:어떻게|얼마나)? ?(?:다르|다릅|다른|달라|차이|엇갈).*$",
    f"^(?:{_KO_SIDES})(?:은|는|이|가|의|들은|들이)? ?(?P<topic>.+?)(?:을|를|에 대해서?|에 대한|에 관해서?).*?(?:어떻게|어떤|무엇|다른|차이|견해|입장|의견).*$",
)
RECOMMENDATION = (
    r"^what (?:does|do|did|would) (?P<holder>.+?) (?:suggest|propose|recommend|advise|say|think|believe|argue|hold)(?: that)? (?P<topic>.+?) (?:(?:should|must|ought to|needs? to|has to|have to|to) )?do\b.*$",
    r"^what (?:should|must) (?P<topic>.+?) do,? (?:according to|in the (?:view|opinion) of) (?P<holder>.+?)\W*$",
    r"^(?:what|which)(?: \w+)? (?:does|do|did|has|have|is|are|would) (?P<holder>.+?) (?:recommend(?:s|ed|ing)?|advis(?:e|es|ed|ing)|urg(?:e|es|ed|ing)|counsel(?:s|led)?)\b\s*(?P<topic>.*)$",
    r"^what (?:is|are|was|were) (?P<holder>.+?)['’]s? (?:\w+ )?(?:recommendations?|advice|policy proposals?)\b\s*(?:for|to|on)?\s*(?P<topic>.*)$",
    r"^what (?:recommendations?|advice|policy proposals?) (?:does|do|did|has|have) (?P<holder>.+?) (?:make|made|give|given|gave|offer|offered|put forward|have)\b\s*(?:for|to|on)?\s*(?P<topic>.*)$",
    "^(?P<holder>[^，,、？?的对對向给給]+?)(?:对|對|向|给|給|就|为|為)(?P<topic>[^，,？?]*?)(?:都)?(?:提出|给出|給出|提|给|給|作出|做出|有)了?(?:哪些|什么|什麼|怎样的|怎樣的|何种|何種|几[条点项]|幾[條點項])(?:政策|具体|具體|主要)*(?:建议|建議|忠告|对策|對策)\\W*$",
    "^(?P<holder>[^，,、？?的对對向给給]+?)(?:都)?(?:提出|给出|給出|作出|做出|有)了?(?:哪些|什么|什麼|怎样的|怎樣的|何种|何種|几[条点项]|幾[條點項])(?:政策|具体|具體|主要)*(?:建议|建議|忠告|对策|對策)\\W*$",
    "^(?P<holder>[^，,、？?]+?(?:报告|報告|文章|论文|論文|简报|簡報|评论|評論|社论|社論))(?:都|中|里|裡)?(?:提出|给出|給出|作出|做出|有)了?(?:哪些|什么|什麼|怎样的|怎樣的|何种|何種|几[条点项]|幾[條點項])(?:政策|具体|具體|主要)*(?:建议|建議|忠告|对策|對策)\\W*$",
    "^(?P<holder>[^，,、？?]{2,20}?)(?:认为|認為|主张|主張|觉得|覺得|提议|提議)(?P<topic>[^，,？?]*?)(?:应该?|應該?|应当|應當|必须|必須|需要)(?:怎么|怎麼|如何|怎样|怎樣|做什么|做什麼|做些什么|做些什麼|采取什么|採取什麼|采取哪些|採取哪些)[^，,？?]*\\W*$",
    "^(?P<holder>[^，,、？?的]+?)(?:建议|建議)(?P<topic>[^，,？?]*?)(?:怎么|怎麼|如何|怎样|怎樣|做什么|做什麼|采取什么|採取什麼|采取哪些|採取哪些)[^，,？?]*\\W*$",
    "^(?P<holder>[^，,、？?]+?)的(?:政策)?(?:建议|建議)(?:是|有)(?:什么|什麼|哪些|哪几|哪幾).*$",
    "^(?P<holder>.+?)(?:氏|さん|博士|教授)?は、?(?P<topic>.*?)(?:に|へ|に対し(?:て)?|に向け(?:て)?)?、?(?:どのような|どんな|何を|何|いかなる).*?(?:提言|勧告|助言|推奨|勧め|アドバイス).*$",
    "^(?P<holder>.+?)(?:氏|さん|博士|教授)?は、?(?P<topic>.*?)(?:は|が)?、?(?:何を|どう|どのように|いかに)(?:する|す|対応す|対応する|行動す|行動する)べきだ?と.*$",
    "^(?P<holder>.+?)(?:氏|さん|博士|教授)?の(?P<topic>.*?)(?:への|に対する|向けの)?(?:提言|勧告|助言|政策提案)(?:は|とは|の内容).*$",
    "^(?P<holder>.+?)(?:은|는|이|가) (?P<topic>.*?)(?:에게|에|한테)? ?(?:무엇을|어떤|무슨|어떻게).*?(?:권고|조언|제언|권하|권장|건의).*$",
    "^(?P<holder>[^ ]+?(?: [^ ]+?){0,3}?)(?:은|는|이|가) (?P<topic>.+?)(?:에게|에|한테) ?(?:무엇을|어떤|무슨|어떻게).*?(?:제안|요구|촉구).*$",
    "^(?P<holder>[^ ]+?(?: [^ ]+?){0,3}?)(?:은|는|이|가) (?P<topic>.+?)(?:은|는|이|가) ?(?:무엇을|어떻게) 해야 한다고.*$",
    "^(?P<holder>.+?)의 (?P<topic>.*?)(?:권고|조언|제언|정책 제안)(?:은|는|이|가)?.*$",
)
VIEW = (
    r"^(?:what|how) (?:does|do|did|would) (?P<holder>.+?) (?:think|believe|view|see|regard|feel|judge|assess|evaluate|rate|make of|expect|predict|anticipate|foresee|hope|fear)\b(?: (?:of|about|on|that))?\s*(?P<topic>.*)$",
    r"^what (?:is|are|was|were) (?P<holder>.+?)['’]s? (?:views?|opinions?|positions?|stance|assessment|take|attitude|thoughts?|judge?ment)\b\s*(?:of|on|about|towards?|regarding)?\s*(?P<topic>.*)$",
    r"^what (?:is|are|was|were) the (?:views?|opinions?|positions?|stance|assessment|attitude) of (?P<holder>.+?) (?:on|about|towards?|regarding)\s*(?P<topic>.+)$",
    r"^(?:does|do|did) (?P<holder>.+?) (?:think|believe|agree|consider|feel|expect|hold|support|oppose|favou?r)\b(?: that)?\s*(?P<topic>.+)$",
    r"^(?:(?:what|how|why|where|when|who|which),? )?(?:in (?P<holder>[^,]+?)['’]s? (?:view|opinion|eyes|assessment|judge?ment)),\s*(?P<topic>.+)$",
    r"^(?P<topic>.+?),? in (?P<holder>[^,]+?)['’]s? (?:view|opinion|eyes|assessment|judge?ment)\W*$",
    r"^(?:what|how|why|where),? according to (?P<holder>[^,]+),\s*(?P<topic>.+)$",
    r"^according to (?P<holder>[^,]+),\s*(?P<topic>.+)$",
    r"^(?:why) (?:does|do|did) (?P<holder>.+?) (?:think|believe|consider|oppose|support|argue)\b(?: that)?\s*(?P<topic>.+)$",
    "^(?P<holder>[^，,、？?]+?)(?:是)?(?:怎样|怎么|怎樣|怎麼|如何)(?:看待|看|评价|評價|评估|評估|理解|判断|判斷|认为|認為|评论|評論)(?P<topic>.+)$",
    "^(?P<holder>[^，,、？?]+?)(?:对于?|對於?|就|关于|關於)(?P<topic>.+?)(?:的(?:问题|問題))?(?:持|有|是|抱)?(?:什么|什麼|怎样的?|怎樣的?|何种|何種|怎么|怎麼|如何|哪些|何)?(?:样的|樣的)?(?:看法|态度|態度|立场|立場|观点|觀點|意见|意見|评价|評價|看待|看|想)(?:是什么|是什麼|如何|怎样|怎樣|的)?\\W*$",
    "^(?P<holder>[^，,、？?]{2,20}?)(?:认为|認為|觉得|覺得|相信|预计|預計|预期|預期|预料|預料|担心|擔心|希望|期待)(?P<topic>.+)$",
    "^(?:在|依|照|按)?(?P<holder>[^，,、？?]{2,20}?)(?:看来|看來|之见|之見|的看法|的观点|的觀點)[，,](?P<topic>.+)$",
    "^(?P<holder>.+?)(?:氏|さん|博士|教授|大統領|首相)?は、?(?P<topic>.+?)(?:を|に対して|について|に関して)、?(?:どう|どのように|いかに)(?:.{0,4})(?:評価|考え|見て|見る|見な|捉え|とらえ|思).*$",
    "^(?P<holder>.+?)(?:氏|さん|博士|教授|大統領|首相)?は、?(?P<topic>.+?)と(?:考え|見て|見る|見な|予想|予測|評価|みて|みる).*$",
    "^(?P<holder>.+?)(?:氏|さん|博士|教授|大統領|首相)?の(?P<topic>.+?)(?:に対する|についての|に関する)(?:見解|意見|立場|評価|考え|見方|姿勢).*$",
    "^(?P<holder>[^ ]+?(?: [^ ]+?){0,3}?)(?:은|는|이|가) (?P<topic>.+?)(?:을|를|에 대해서?|에 관해서?) ?(?:어떻게|어떤).{0,6}?(?:생각|평가|보고|보는|보나|보았|봅니|여기|판단).*$",
    "^(?P<holder>[^ ]+?(?: [^ ]+?){0,3}?)(?:은|는|이|가) (?P<topic>.+?)(?:것으로|것이라고|거라고|다고|라고|인지) ?(?:보|봅|봤|본|생각|예상|전망|판단|평가|믿|기대|우려).*$",
    "^(?P<holder>[^ ]+?(?: [^ ]+?){0,3}?)의 (?P<topic>.+?)에 대한 (?:견해|의견|입장|평가|생각|태도).*$",
)
SPEECH = (
    r"^what (?:is|are|was|were) (?P<holder>.+?)['’]s? (?:\w+ )?(?:questions?|arguments?|claims?|warnings?|proposals?|remarks?|statements?|concerns?|criticisms?|responses?|reactions?)\b\s*(?:of|on|about|to|regarding)?\s*(?P<topic>.*)$",
    r"^(?:what|how|which|whom?|why)(?: [\w-]+){0,3} (?:does|do|did|has|have|had|would) (?P<holder>.+?) (?:say|said|tell|told|state|argue|claim|warn|propose|suggest|call for|announce|declare|respond|react|advocate|want|demand|mention|write|point out|stress|explain|give|raise)\b\s*(?P<topic>.*)$",
    "^(?P<holder>[^，,、？?]{2,30}?)(?:关于|關於|针对|針對|在|就|对|對|于|於)(?P<topic>.+?)(?:说|說|表示|主张|主張|提出|指出|强调|強調|警告|回应|回應|表态|表態|提议|提議|呼吁|呼籲|声称|聲稱)(?:了|过|過)?(?:什么|什麼|哪些|怎样|怎樣|何|如何).*$",
    "^(?P<holder>[^，,、？?]{2,20}?)(?:对|對|就)(?P<topic>.+?)(?:作|作出|做出|有)(?:何|什么|什麼|怎样的?|怎樣的?)(?:表态|表態|回应|回應|反应|反應|表示|评论|評論).*$",
    "^(?:(?:关于|關於|对于?|對於?|就|针对|針對)[^，,？?]+[，,])?(?P<holder>[^，,、？?ぁ-ん]{2,20}?)(?:对此|對此)?(?:又|都|是)?(?:怎么|怎麼|怎样|怎樣|如何)?(?:说|說|表示|主张|主張|提出|指出|强调|強調|警告|提议|提議|呼吁|呼籲)(?:了|过|過)?(?![的法明服辞辭])(?P<topic>.+)$",
    "^(?P<holder>.+?)(?:氏|さん|博士|教授|大統領|首相|報道官)?は、?(?P<topic>.*?)(?:で|に|について|に関して)?、?(?:何|どう|どのよう).*?(?:述べ|言|主張|提案|発言|語|指摘|警告|表明|反応).*$",
    "^(?P<holder>[^ ]+?(?: [^ ]+?){0,3}?)(?:은|는|이|가) (?P<topic>.*?)(?:무엇|뭐|어떻게|어떤).*?(?:말|주장|제안|발언|언급|경고|반응|밝혔|지적).*$",
    "^(?P<holder>[^ ]+?(?: [^ ]+?){0,3}?)(?:은|는|이|가) (?P<topic>.+?)(?:다고|라고) ?(?:합니까|하나요|하는가|했|말|주장|밝|지적).*$",
    "^(?P<holder>[^,]+?)에 (?:따르면|의하면),? ?(?P<topic>.+)$",
    "^(?P<holder>.+?)(?:氏|さん|博士|教授|大統領|首相)?に(?:よると|よれば)、?(?P<topic>.+)$",
    "^(?:据|據|根据|根據|按照)(?P<holder>[^，,、？?]{2,20}?)(?:的说法|的說法|说|說|称|稱|介绍|介紹|透露|所说|所說)?[，,](?P<topic>.+)$",
    r"^(?P<topic>.+), according to (?P<holder>[^,]+?)\W*$",
)
DEFINITION = (
    r"^what (?:is|are|was|were) (?:meant by |the meaning of |the definition of |an? |the )?(?P<topic>.+?)\W*$",
    r"^what (?:does|do|did) (?:an? |the )?(?P<topic>.+?) (?:mean|stand for|refer to|denote)\W*$",
    r"^(?:define|explain|tell me what is meant by) (?:an? |the )?(?P<topic>.+?)\W*$",
    "^(?:什么|什麼|甚么|甚麼|啥|何)(?:是|叫|叫做|谓|謂|为|為)(?P<topic>.+?)\\W*$",
    "^(?P<topic>.+?)(?:到底|究竟)?(?:是|指)(?:的是|指)?(?:什么|什麼|甚么|甚麼|啥|何物)(?:意思|概念|机制|機制|组织|組織|东西|東西)?\\W*$",
    "^(?P<topic>.+?)的(?:定义|定義|含义|含義|意思)(?:是(?:什么|什麼))?\\W*$",
    "^(?P<topic>.+?)(?:と(?:いうの)?は|って)(?:一体|いったい)?、?(?:何|なに|なん|どのような(?:もの|こと|意味|組織|仕組み|概念)|どういう(?:もの|こと|意味))?(?:ですか|でしょうか|か|を指しますか|を意味しますか|のこと(?:ですか)?)?\\W*$",
    "^(?P<topic>.+?)(?:이?란|은|는|이|가) (?:무엇|뭐|무슨 뜻|어떤 (?:것|조직|개념|의미))(?:입니까|인가요?|이에요|예요|죠|일까요|을 (?:의미|뜻)(?:합니까|하나요))?\\W*$",
    "^(?P<topic>.+?)의 (?:정의|뜻|의미)(?:는|은)?.*$",
)
PERSON = (
    r"^who (?:is|was|are|were) (?:the )?(?P<holder>.+?)\W*$",
    r"^(?:what do (?:you|we|the documents|the sources) know about|tell me about) (?P<holder>.+?)\W*$",
    "^(?P<holder>[^，,？?]{2,30}?)(?:到底|究竟)?(?:是谁|是誰|是什么人|是什麼人|是何人|何许人也|何許人也)\\W*$",
    "^(?:谁|誰)是(?P<holder>[^，,？?]{2,30}?)\\W*$",
    "^(?P<holder>.+?)(?:氏|さん|博士|教授)?(?:とは|って|は)、?(?:誰|だれ|どんな人|どのような人|どういう人|どんな人物|どのような人物|どういう人物|何者)(?:.*)$",
    "^(?P<holder>.+?)(?:은|는|이|가|이란|란) (?:누구|어떤 사람|어떤 인물)(?:.*)$",
)
REFERENCE = (
    r"^what (?:is|are|was) the (?:source|origin|reference|citation|footnote)s? (?:of|for|behind)\s*(?P<topic>.+)$",
    r"^(?:which|what) (?:source|document|study|survey|report|footnote|reference|article|paper)s? (?:is|are|was|were) (?:cited|given|quoted|named|used) (?:for|as the source (?:of|for)|in support of)\s*(?P<topic>.+)$",
    r"^where (?:do|does|did) (?P<topic>.+?) (?:come|stem|originate) from\W*$",
    r"^(?:which|what) (?:source|document|study|survey|report|footnote)s? (?:is|are|was|were|does|do)? ?(?:the |this )?(?P<topic>.+?) (?:based on|from|taken from|cited from|cite)\W*$",
    "^(?:关于|關於|有关|有關)?(?P<topic>(?:(?!认为|認為|觉得|覺得).)+?)(?:的)?(?:出自|来自|來自|引自|源自|来源于|來源於)(?:哪里|哪裡|哪儿|何处|何處|哪份|哪篇|哪个|哪個|什么|什麼).*$",
    "^(?:关于|關於|有关|有關)?(?P<topic>.+?)的(?:出处|出處|来源|來源|资料来源|資料來源|数据来源|數據來源)(?:是(?:什么|什麼|哪里|哪裡|哪)|在哪).*$",
    "^(?P<topic>.+?)の(?:出典|典拠|情報源|引用元|出所)(?:は|を).*$",
    "^(?P<topic>.+?)(?:의 출처|의 근거 자료|의 인용 출처)(?:는|은|가).*$",
    "^(?P<topic>.+?)(?:은|는|이|가) (?:어느|어떤|무슨) (?:자료|문헌|보고서|출처|논문|기사)(?:에서|를|을|에) ?(?:인용|나온|나왔|근거|출처).*$",
)
