"""Chinese, in both scripts: what is known of it."""

from __future__ import annotations

from index.languages.chinese.names import COMMON_ENDS, ENTITIES, ROLES, SURNAMES
from index.languages.chinese.page import PAGE
from index.languages.chinese.reporting import after_quotation, chinese
from index.languages.chinese.subjects import noun_phrase, past_openers
from index.languages.eastern_dates import eastern
from index.languages.language import Language, Names, Speech

__all__ = ["CHINESE"]

_SPEECH = Speech(
    cues=chinese,
    after_quotation=after_quotation,
    past_openers=past_openers,
    noun_phrase=noun_phrase,
    so_called=("所谓", "所謂"),
    we="我们|我們|我方|我国|我國",
    pronouns="(?:他|她|它|牠)(?:们|們)?$",
    subject_pronouns="[他她它](?:们|們)?$",
    plural=("们", "們"),
    pointing="(?:这|這|该|該|本|同)(?:家|份|位|名|个|個|则|則|部|项|項|篇)?",
    media="报|報|报道|報道|報導|媒体|媒體|社|台|网|網|刊|周刊|文章|新闻|新聞|通讯社|电视台|时报|時報",
    report="报道|報道|報導|文章|该报道|該報道|媒体报道",
    documents="法|法律|法案|条例|條例|文件|报告|報告|白皮书|白皮書|战略|戰略|声明|聲明|条约|條約",
    counting="(?:另)?一(?:种|種|派|些人)",
    about="针对|針對|对于|對於|由于|由於|对|對",
    no_subject="可以|应该|應該|必须|必須|^[在从從为為把將将以把被跟]|^[对對](?!外)|^来自(?!.*的)|^(?:停止|继续|繼續|不断|开始|避免|无非|無非|特别是)|[是向]$",
    no_names="这|這|那|我|我们|我們|本文|人们|有人|谁|誰",
)
_NAMES = Names(
    surnames=SURNAMES,
    common_ends=COMMON_ENDS,
    roles=ROLES,
    lands=ENTITIES,
    honours="先生|女士|小姐|太太|夫人",
    spokespeople="发言人|發言人",
    genitive="的",
    joint=r"(?<!\s)\s*+[和与與及、]\s*+(?:以及)?",
    no_person_starts="[一几多许越各双雙兩两三]",
    no_person_ends="人士|专家|專家|学者|學者|政府|媒体|媒體|记者|記者|官员|官員|人|方|国|國|报|報|社|部|党|黨|厅|院|军|軍|文件|报道|報道|国内|本|日美|美日|政治家|台|网|會|会|署|局|省|机构",
)
CHINESE = Language(
    tags={"zh-Hans": "Hans", "zh-Hant": "Hant"},
    name="Chinese",
    grammar=frozenset("的是了吗嗎呢么麼谁誰哪何怎在和与與有不"),
    dates=eastern,
    speech=_SPEECH,
    names=_NAMES,
    page=PAGE,
)
