"""What a line of a saved web page is when it is not of the article: a button, a menu, a link, an offer, a notice.

Known by the words that sites of all kinds use for these, in the languages that are read; a line counts only if all of
it, or at least half of its items, are such words, or if it is built as such lines are.
"""

from __future__ import annotations

import re
from enum import StrEnum

from index.text.script import width

__all__ = ["Sign", "is_credit", "is_reaction", "sign"]


class Sign(StrEnum):
    """What a line is a sign of; the value is the reason given when it is left out."""

    NONE = ""
    BUTTON = "a button of the page"
    MENU = "a menu of the page"
    TRAIL = "the way to the page"
    LINK = "a link to another page"
    LIST = "a list of other pages"
    OFFER = "an offer of the site"
    NOTICE = "a notice of the site"
    LISTED = "in a list of other pages"
    COMMENTS = "comments of readers"
    END = "the end of the article"


def _words(text: str) -> frozenset[str]:
    return frozenset(word.replace("_", " ") for word in text.split())


_BUTTONS = _words(
    "share tweet email e-mail print save bookmark copy_link copy like love reply quote report follow facebook twitter x "
    "linkedin whatsapp telegram reddit pinterest pocket line instagram youtube weibo wechat rss advertisement ad sponsored "
    "log_in login sign_in sign_up register subscribe join search menu close accept accept_all reject_all load_more "
    "load_more_comments show_more see_more view_more read_more post_comment back_to_top top yes no "
    "分享 分享到 分享至 转发 轉發 收藏 点赞 點讚 赞 讚 踩 举报 檢舉 打印 列印 关闭 關閉 复制链接 複製連結 微信 微博 朋友圈 "
    "qq空间 qq 字号 字級 大 中 小 登录 登入 注册 註冊 会员登录 會員登入 会员中心 搜索 搜尋 订阅 訂閱 追蹤 广告 廣告 回复 回覆 发表 發表 "
    "加载更多 查看更多 展开全文 打开app 下载app 打開app 回到顶部 返回顶部 回到頂部 line分享 "
    "シェア シェアする ツイート ツイートする ブックマーク b!ブックマーク はてな 印刷 印刷する メールで送る 保存 保存する コピー いいね "
    "返信 ログイン 会員登録 無料会員登録 有料会員登録 検索 メニュー 閉じる 広告 pr もっと見る 続きを読む ページトップへ "
    "공유 공유하기 스크랩 인쇄 인쇄하기 구독 구독하기 좋아요 추천 답글 공감 비공감 신고 로그인 회원가입 검색 메뉴 닫기 광고 더보기 "
    "댓글_더보기 在看 阅读 閱讀 阅读原文 閱讀原文 閲覧数 写留言 寫留言 参考になった なるほど ありがとう 共感した 通報する 違反報告 helpful upvote downvote 글자_크기_변경하기 글자크기 sns_보내기 url_복사 최신순 공감순"
)
_MENU = _words(
    "home news live world politics business economy sport sports culture arts opinion science tech technology health travel "
    "weather video videos photos podcasts lifestyle more about about_us contact contact_us help faq archive services "
    "publications newsroom forums members what's_new privacy_policy privacy terms terms_of_use terms_of_service cookie_policy "
    "accessibility accessibility_statement sitemap careers advertise english 中文 日本語 한국어 français deutsch español "
    "首页 首頁 新闻 新聞 国际 國際 国内 要闻 即時 政治 社会 社會 生活 财经 財經 体育 體育 運動 娱乐 娛樂 科技 汽车 房产 军事 视频 "
    "影音 图片 专题 论坛 地方 言論 繁體 繁体 简体 简体版 繁體版 电子报 電子報 关于我们 關於我們 联系我们 聯絡我們 联系方式 广告服务 "
    "招聘信息 加入我们 网站地图 網站地圖 法律声明 隐私政策 隱私權政策 著作權聲明 服务条款 服務條款 政务公开 办事服务 互动交流 无障碍阅读 "
    "長者模式 长者模式 反馈 反饋信箱 意见反馈 ホーム トップ ニュース 速報 経済 スポーツ 国際 地域 文化 特集 連載 コラム 動画 写真 "
    "ランキング ヘルプ お問い合わせ 運営会社 会社概要 利用規約 プライバシーポリシー 個人情報保護方針 サイトマップ "
    "뉴스 연예 스포츠 날씨 정치 경제 사회 국제 세계 문화 생활 생활/문화 오피니언 포토 동영상 회사소개 이용약관 개인정보처리방침 고객센터"
)
_BUTTON = re.compile(
    r"(?:share|tweet|print|save|email|follow|like|join|log in|sign in)\s(?:this|it|on|to|via|with|us)\b.{0,24}|"
    r"like\s+loading\W*|page \d+ of\b.{0,6}|\d+ min(?:ute)? read|listen to this \w+|(?:follow|support) [\w ]{3,30}|last edited\b.{0,30}|reactions?:.{0,40}|(?:un)?watch|(?:you must |please )?(?:log in|sign in|register)\b.{0,24}\bto (?:reply|comment|post)\b.{0,10}|page \d+ of\b.{0,6}|last edited\b.{0,30}|reactions?:.{0,40}|(?:un)?watch|(?:accept|reject|manage)\s(?:all|cookies|preferences|options|settings)\b.{0,16}|"
    r"skip to\b.{0,20}|(?:was|is) this (?:page|article|answer|information)\b.{0,24}|report a problem\b.{0,24}|(?:show|hide) (?:all|more|less|only|key)\b.{0,20}|"
    r"(?:please )?(?:turn on|enable) (?:javascript|notifications)\b.{0,40}|.{0,30}\bturn on notifications|"
    r"(?:分享|转发|轉發)(?:到|至|给|給|此|本|這)?.{0,8}|字[号號级級體体][:：\s].{0,12}|.{0,8}(?:有帮助|有幫助|有用)(?:吗|嗎)|"
    r"(?:请|請)?先?(?:登录|登入)(?:后|後|才能).{0,10}|跳(?:到|至|转).{0,8}|本文へ.{0,8}|본문.{0,2}바로가기|この記事を(?:シェア|共有|保存|印刷).{0,6}|(?:sns|기사).{0,4}보내기",
    re.I,
)
_NOTICE = re.compile(
    r"[©ⓒ]|all rights reserved|版[权權]所有|[转轉][载載]必究|(?:无断|無断|無斷)[转転轉][载載]|무단\s?(?:전재|복제)|ICP\s?[备備]|公网安备|"
    r"网站标识码|^版[权權][声聲]明[:：]",
    re.I,
)
_OFFER = re.compile(
    r"(?:we|this (?:web)?site|our partners)\b.{0,40}\bcookies?\b|使用.{0,8}cookies?|クッキー.{0,20}(?:使用|同意)|쿠키.{0,20}(?:사용|동의)|"
    r"^(?:sign up|subscribe|register|join)\b.{0,60}\b(?:newsletter|email|updates|free|free trial|now|today)\b|\bunsubscribe\b|\byour inbox\b|"
    r"^(?:enter )?your e-?mail address|\bfree articles? (?:left|remaining)\b|^enjoyed this\b.{0,60}|^support (?:us|our)\b.{0,40}|^(?:donate|buy us a coffee)\b.{0,30}|"
    r"(?:扫|掃).{0,8}(?:码|碼|一扫|一掃)|(?:识别|識別).{0,4}(?:二维码|QR)|[点點](?:击|擊).{0,8}(?:关注|關注|订阅|訂閱)|(?:关注|關注|加入|追蹤).{0,16}(?:公众号|公眾號|微信|好友|群|粉絲團|粉絲專頁|LINE)|"
    r"^(?:打开|打開|下载|下載).{0,8}(?:APP|客户端)|(?:欢迎|歡迎).{0,6}(?:捐款|订阅|訂閱|赞助|贊助)|(?:请|請)我(?:们|們)?喝.{0,2}咖啡|^(?:订阅|訂閱).{0,10}(?:电子报|電子報)$|"
    r"有料記事です|会員限定|残り\s?\d+\s?文字|(?:購読|登録)の(?:ご案内|お申し込み)|ご意見.{0,8}(?:こちら|お寄せ)|メルマガ登録|"
    r"구독(?:해 주세요|하세요)|뉴스레터.{0,6}(?:신청|구독)|기사\s?추천은",
    re.I,
)
_ABOUT = (
    r"(?:read|viewed|popular|shared|commented|stories|articles|posts|news|links|threads|topics|content|reading|videos|"
    r"searches|headlines|picks|pages)"
)
_LIST = re.compile(
    rf"(?:most|top|popular|trending|latest|recent|related|recommended|similar|editors?['’]?s?)(?: {_ABOUT}){{1,2}}|"
    r"related|(?:more|from) (?:from|on|in|like|the archive|stories|news|articles)\b.{0,24}|you (?:may|might) (?:also )?(?:like|be interested).{0,12}|"
    r"tags?|topics|archives?|categories|recommended(?: for you| by .{1,20})?|"
    r"(?:相关|相關|往期|热门|熱門|最新|推荐|推薦|精彩|延伸|扩展|今日|更多|编辑|編輯|人气|人氣|点击|點閱|热点|熱點|猜你|[你您]可能(?:会|會|還|还|也)?|大家都在)"
    r".{0,8}?(?:阅读|閱讀|新闻|新聞|内容|內容|文章|资讯|資訊|链接|連結|报道|報導|推荐|推薦|视频|影音|排行|排行榜|榜|焦点|焦點|喜欢|喜歡|感兴趣|搜索|搜尋|标签|標籤|头条|頭條|回顾|回顧|看)|"
    r"(?:関連|人気|新着|注目|最新|おすすめ|アクセス|閲覧)の?(?:記事|ニュース|ランキング|タグ|リンク|トピックス|動画|コンテンツ)|.{0,10}関連する.{2,6}|.{0,8}ランキング|あわせて読みたい|こちらも.{0,4}おすすめ|"
    r"(?:관련|많이 본|인기|추천|최신|실시간|함께 볼만한|이 시각)\s?(?:기사|뉴스|글|콘텐츠|검색어|영상)|.{0,8}\s?주요\s?뉴스|"
    r"标签|標籤|タグ|태그|关键词|關鍵字",
    re.I,
)
_LINK = re.compile(
    r"^(?:[☞👉]|(?:read more|read also|also read|see also|related|watch|listen|阅读更多|延伸阅读|延伸閱讀|相关阅读|相關閱讀|相关新闻|相關新聞|推荐阅读|"
    r"点击查看|點擊查看|点击阅读|上一篇|下一篇|上一条|下一条|previous|next|older|newer|前の記事|次の記事|関連記事|관련기사)\s*[:：]\s*\S)|"
    r"^(?:上一篇|下一篇|上一条|下一条|前の記事|次の記事|(?:previous|next|older|newer) (?:post|article|page|story))$|"
    r"^[←<«]\s.{2,40}$|はこちら$|^(?:posted|filed) (?:in|under)\b.*|^tagged\b.*",
    re.I,
)
_COMMENTS = re.compile(
    r"(?:\d+\s*)?(?:comments?|responses?|评论|評論|留言|コメント|댓글|条评论|跟帖)\s*[(（]?\d+[)）]?|\d+ (?:comments?|responses?|条评论|則留言)|"
    r"\d+ thoughts? on\b.*|leave a (?:reply|comment)|(?:网友|網友|最新|热门|熱門|精选|精選)(?:评论|評論|留言)|(?:发表|發表)(?:评论|評論|留言)|コメントを(?:書く|投稿).{0,4}",
    re.I,
)
_CREDIT = re.compile(
    r"^[(（【\[]?(?:by\s+[A-Z]|words by\b|photographs? by\b|text by\b|reported by\b|(?:published|updated|posted|last updated?|reference|ref)\b[^.]{0,12}[:：\s]|"
    r"(?:本报|本報|特约|特約)?(?:记者|記者|作者|文|撰文|编译|編譯|来源|來源|信息来源|责任编辑|責任編輯|责编|編輯|编辑|攝影|摄影|发布时间|發布時間|聞き手|取材|構成)\s*[／/:：＝=｜|\s]|"
    r"(?:입력|수정|등록|승인)\s?\d{4})|\S{2,4}\s(?:기자|특파원)(?:\s\S+@\S+)?$|\S+@\S+\.\w+$",
    re.I,
)
_AGO = re.compile(
    r"\b(?:minutes?|hours?|days?|weeks?|months?|years?) ago\b|\bsays:$|\d+\s*(?:分钟|小时|天|分鐘|小時|時間|日|分)前|\d+\s?(?:분|시간|일) 전",
    re.I,
)
_END = re.compile(r"[-—–=~·\s]*(?:END|完|全文完|本文完)[-—–=~·\s]*")
_NUMBER = re.compile(r"#\d{1,5}")
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_SEPARATOR = re.compile(r"\s*[|｜·•›>＞»／\t\u3000【】\[\]]\s*|\s/\s|\s{2,}")
_TRAIL = re.compile(r"\s*[›>＞»／]\s*|\s/\s")
_ARROW = re.compile(r"\S\s*[›>＞»]\s*(?=\S)")
_HERE = re.compile(r"^(?:you are here|当前位置|目前位置|現在位置|您的位置|现在的位置)\s*[:：]", re.I)
_ENDED = re.compile(r"[。！!]|[.](?=\s|$)")
_WIDTH = 24
_ITEM_WIDTH = 8


def sign(text: str) -> Sign:
    """What one line is a sign of."""
    if _NOTICE.search(text):
        return Sign.NOTICE
    if _OFFER.search(text):
        return Sign.OFFER
    words = _EDGES.sub("", text)
    if _COMMENTS.fullmatch(text.strip("·|: ")):
        return Sign.COMMENTS
    if _LINK.search(text) and not _ENDED.search(text):
        return Sign.LINK
    if _BUTTON.fullmatch(words) or _BUTTON.fullmatch(text):
        return Sign.BUTTON
    if width(text) > 2 * _WIDTH or _ENDED.search(words):
        return Sign.NONE
    if _END.fullmatch(text):
        return Sign.END
    if _NUMBER.fullmatch(text):
        return Sign.BUTTON
    if _LIST.fullmatch(words):
        return Sign.LIST
    return _by_items(text)


def _by_items(text: str) -> Sign:
    steps = [step for step in _TRAIL.split(text) if step]
    if _HERE.search(text) or (len(steps) > 1 and _plain(steps[0]) in _MENU and width(text) <= _WIDTH):
        return Sign.TRAIL
    if len(_ARROW.findall(text)) > 1 and all(width(step) <= _ITEM_WIDTH for step in steps):
        return Sign.TRAIL
    whole = [item for item in map(_plain, _SEPARATOR.split(text)) if item]
    items = [part for item in whole for part in ([item] if item in _BUTTONS | _MENU else map(_plain, item.split()))]
    items = whole if any(width(item) > _ITEM_WIDTH for item in items) else [item for item in items if item]
    buttons, menu = sum(item in _BUTTONS for item in items), sum(item in _MENU for item in items)
    if not items or (buttons + menu) * 2 < len(items) or (len(items) <= 2 and buttons + menu < len(items)):
        return Sign.NONE
    return Sign.BUTTON if buttons > menu else Sign.MENU


def _plain(item: str) -> str:
    return _EDGES.sub("", item).casefold()


def is_credit(text: str) -> bool:
    """Whether a line says who wrote, took, edited or published something, or when."""
    return width(text) <= _WIDTH and bool(_CREDIT.search(text))


def is_reaction(text: str) -> bool:
    """Whether a line is what stands over or under a reader's comment: `Reply`, `2 hours ago`."""
    return bool(_AGO.search(text)) or (sign(text) is Sign.BUTTON and width(text) <= _WIDTH)
