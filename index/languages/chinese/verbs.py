"""Chinese reporting verbs in both scripts, and when a word that looks like one reports nothing."""

from __future__ import annotations

import re

__all__ = ["ACCORDING", "CITED", "MODAL", "QUOTING", "SEEN", "THOUGHT", "VERB", "reports_nothing"]

_PLAIN = (
    "坚持认为|堅持認為|一致认为|一致認為|认为|認為|指出|表示|声称|聲稱|宣称|宣稱|坚称|堅稱|辩称|辯稱|强调|強調|透露|补充|補充|写道|寫道|"
    "警告|主张|主張|坦言|直言|断言|斷言|披露|告诉|告訴|呼吁|呼籲|呼籲|宣布|宣佈|预测|預測|指责|指責|大谈|大談|放话|放話|指示|指(?=[，,：:])|"
    r"(?<![名名号號职職堪简簡俗统統昵对對尊敬据據自所])[称稱](?![为為作呼号號赞讚霸職职])|"
    r"(?<![来來据據小传傳学學演解听聽所以是般按虽雖])(?<!句话)(?<!句話)(?<!或者)(?<!应该)(?<!應該)[说說](?![法明服不到起客话話谎謊是的了出教事])"
)
_COMMA = "回答|答复|答覆|担心|擔心|相信|提到|声明|聲明|规定|規定|承认|承認|解释|解釋|批评|批評|重申|要求|表明|显示|顯示|抱怨|感叹|感嘆|提醒|反驳|反駁|评论|評論|总结|總結|推测|推測|质疑|質疑|建议|建議|回应|回應|估计|估計"
_COLON = "拷问|拷問|质问|質問|问道|問道|发问|發問|回答|答道|反问|反問|写道|寫道|喊话|喊話|留言|直呼|题为|題為"
_TAIL = "(?:说|說|称|稱|道)"
_REPORT = "报道|報道|報導|报导"
VERB = re.compile(
    rf"(?P<report>(?:{_REPORT})(?:{_TAIL}|(?=[，,：:])))|(?P<plain>(?:{_PLAIN}|分析|介绍|介紹|回忆|回憶|发文|發文|撰文)(?:(?<!称)(?<!稱)(?<!说)(?<!說){_TAIL})?)"
    rf"|(?P<comma>{_COMMA})(?P<tail>{_TAIL})?|(?P<colon>(?:{_COLON})(?=[：:]))"
)
QUOTING = re.compile(
    "希望|同意|承诺|承諾|决定|決定|重申|(?:称|稱|描述|形容|定位|定性)(?:为|為)|称作|稱作|表达|表達|誓言|保证|保證|赞扬|讚揚|称赞|稱讚|要求|形容|批评|批評|指责|指責|抨击|抨擊|嘲讽|嘲諷|质疑|質疑|警告|呼吁|呼籲"
)
_NEEDS_TAIL = ("分析", "介绍", "介紹", "回忆", "回憶", "发文", "發文", "撰文")
_WITH_OBJECT = ("指责", "指責", "指示", "告诉", "告訴", "呼吁", "呼籲")
_SHOWING = ("表明", "显示", "顯示")
_SHOWN_BY = re.compile("(?:报道|報道|報導|报告|報告|调查|調查|民调|民調|研究|数据|數據|文件|统计|統計)$")
THOUGHT = re.compile("认为|認為|相信|希望|担心|擔心")
ACCORDING = re.compile(
    rf"(?P<by>据|據|根据|根據|按照|引述|援引)(?P<np>(?!其)[^，,。；;：:！？!?\n]{{2,60}}?)"
    rf"(?P<verb>{_REPORT}|透露|消息|介绍|介紹|披露|称|稱|的说法|的說法|的数据|的數據|的统计|的統計|(?<=》))(?P<after>[，,])"
)
SEEN = re.compile(r"(?P<by>在)(?P<np>[^，,。；;：:！？!?\n在]{1,30})(?P<verb>看来|看來)(?P<after>[，,])")
CITED = re.compile(r"(?:援引|引述|引用|转引|轉引)(?P<np>.{2,60}?)(?:的(?:说法|說法|话|話|消息|报告|報告|观点|觀點))?$")
_OPEN = '“「『"'
MODAL = re.compile(
    "(?:可能|或许|或許|也许|也許|[可能将將不都也就还還]会|[可能将將不都也就还還]會|将|將|不|不[愿願肯敢]|未|没有|沒有|是否|拒绝|拒絕|无法|無法|应|應|应该|應該|可以|要|想|能|被(?:广泛|廣泛|普遍|外界)?|如果|若|据|據)$"
)
_NOUN = re.compile(r"(?:的|发表|發表|作出|做出|发出|發出|这一|这种|一個|一个)$")
_UNDER = re.compile(
    r"^(?:凡|如|若|或者|或|有)?(?:[违違]反|不?符合|依[照据據]|按照|超[过過出]|遵守|[执執]行|不按照?|未按照?)"
)
"""What is done with a rule, of which it then says nothing."""
_SUFFERED = re.compile("(?:[备備饱飽]?受到?|遭到?|引[来來发發起]|面[临臨对對])[^，,。]{0,20}$")
"""Before a verb that is a noun there: 受…质疑, whoever questions says nothing of what follows."""
_CLOSES_NOUN = re.compile(r"[了过過的、。）)和与與]|[，,]?$")


def reports_nothing(match: re.Match[str], masked: str, before: str) -> bool:
    """Whether a verb is used as a noun, in a mood that reports nothing, or without what it needs."""
    after = masked[match.end() : match.end() + 1]
    if _UNDER.match(before.strip()):
        return True
    if MODAL.search(before) and not before.endswith(("委员会", "委員會")):
        return True
    if (
        match["comma"]
        and not match["tail"]
        and after not in ("，", ",", "：", ":", *_OPEN)
        and not _SHOWN_BY.search(before)
        and not re.search("》(?:据此|據此)?$", before)
    ):
        return True
    if match["comma"] and _SUFFERED.search(before) and "受访" not in before and "受訪" not in before:
        return True
    if match["plain"] in _NEEDS_TAIL or (match["plain"] in _WITH_OBJECT and after in ("，", ",")):
        return True
    if match["comma"] in _SHOWING and not _SHOWN_BY.search(before):
        return True
    return bool(_NOUN.search(before)) or bool(_CLOSES_NOUN.match(masked, match.end()) and after not in ("，", ","))
