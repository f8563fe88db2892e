"""English: what stands on web pages around a text, and over its parts."""

from __future__ import annotations

from index.languages.language import PageWords

__all__ = ["PAGE"]

_BEFORE_NAMES = "AD|Asst|Aug|Capt|Col|Conn|Dec|Def|Dr|Ex|Feb|Gen|Jan|Lt|MR|Maj|Mar|Md|Mr|Mrs|Ms|Mt|Nov|Oct|Pres|Pvt|Rep|Rev|Sen|Sept|Sgt|St|pp"
"""Learnt from sentences (training/abbreviations.py)."""
PAGE = PageWords(
    abbreviations=rf"{_BEFORE_NAMES}|Prof|Gov|vs?|p|ed|et al|cf",
    reported=r"\([A-Z][\w ]+\)\s*[-–—]|report",
    buttons=(
        "share tweet email e-mail print save bookmark copy_link copy like love reply quote report follow "
        "facebook twitter x linkedin whatsapp telegram reddit pinterest pocket line instagram youtube "
        "weibo wechat rss advertisement ad sponsored log_in login sign_in sign_up register subscribe "
        "join search menu close accept accept_all reject_all load_more load_more_comments show_more "
        "see_more view_more read_more post_comment back_to_top top yes no helpful upvote downvote"
    ),
    menu=(
        "home news live world politics business economy sport sports culture arts opinion science tech "
        "technology health travel weather video videos photos podcasts lifestyle more about about_us "
        "contact contact_us help faq archive services publications newsroom forums members what's_new "
        "privacy_policy privacy terms terms_of_use terms_of_service cookie_policy accessibility "
        "accessibility_statement sitemap careers advertise"
    ),
    button=(
        r"(?:share|tweet|print|save|email|follow|like|join|log in|sign in)\s(?:this|it|on|to|via|with|us)\b.{0,24}|"
        r"like\s+loading\W*|page \d+ of\b.{0,6}|\d+ min(?:ute)? read|listen to this \w+|"
        r"(?:follow|support) [\w ]{3,30}|last edited\b.{0,30}|reactions?:.{0,40}|(?:un)?watch|"
        r"(?:you must |please )?(?:log in|sign in|register)\b.{0,24}\bto (?:reply|comment|post)\b.{0,10}|"
        r"(?:accept|reject|manage)\s(?:all|cookies|preferences|options|settings)\b.{0,16}|"
        r"skip to\b.{0,20}|(?:was|is) this (?:page|article|answer|information)\b.{0,24}|"
        r"report a problem\b.{0,24}|(?:show|hide) (?:all|more|less|only|key)\b.{0,20}|"
        r"(?:please )?(?:turn on|enable) (?:javascript|notifications)\b.{0,40}|"
        r".{0,30}\bturn on notifications"
    ),
    notice="all rights reserved",
    offer=(
        r"(?:we|this (?:web)?site|our partners)\b.{0,40}\bcookies?\b|"
        r"^(?:sign up|subscribe|register|join)\b.{0,60}\b(?:newsletter|email|updates|free|free trial|now|today)\b|"
        r"\bunsubscribe\b|\byour inbox\b|^(?:enter )?your e-?mail address|"
        r"\bfree articles? (?:left|remaining)\b|^enjoyed this\b.{0,60}|^support (?:us|our)\b.{0,40}|"
        r"^(?:donate|buy us a coffee)\b.{0,30}"
    ),
    list=(
        "(?:most|top|popular|trending|latest|recent|related|recommended|similar|editors?['’]?s?)(?: (?:read|viewed|popular|shared|commented|stories|articles|posts|news|links|threads|topics|content|reading|videos|searches|headlines|picks|pages)){1,2}|"
        r"related|(?:more|from) (?:from|on|in|like|the archive|stories|news|articles)\b.{0,24}|"
        "you (?:may|might) (?:also )?(?:like|be interested).{0,12}|tags?|topics|archives?|categories|"
        "recommended(?: for you| by .{1,20})?"
    ),
    link_lead="read more|read also|also read|see also|related|watch|listen|previous|next|older|newer",
    link=(
        "^(?:(?:previous|next|older|newer) (?:post|article|page|story))$|"
        r"^(?:posted|filed) (?:in|under)\b.*|^tagged\b.*"
    ),
    comments="comments?|responses?",
    comments_counted="comments?|responses?",
    comment_headings=r"\d+ thoughts? on\b.*|leave a (?:reply|comment)",
    credit=(
        r"by\s+[A-Z]|words by\b|photographs? by\b|text by\b|reported by\b|"
        r"(?:published|updated|posted|last updated?|reference|ref)\b[^.]{0,12}[:：\s]"
    ),
    ago=r"\b(?:minutes?|hours?|days?|weeks?|months?|years?) ago\b|\bsays:$",
    here="you are here",
    end="END",
    captions="Photo|File photo",
    top_headings=(
        "abstract|executive summary|summary|introduction|conclusions?|references|notes|endnotes|bibliography|appendix.*"
    ),
    biographies="About the authors?",
    editor_notes="Editor[’']s note",
    imprints="All rights reserved",
    reference_lists="References|Notes|Endnotes|Bibliography|Works cited",
    bibliographies="References|Bibliography|Works cited",
    byline="[Bb]y|BY|(?:[Ww]ords|[Tt]ext|[Ss]tory|[Rr]eporting|[Ww]ritten|[Rr]eported) by|Authors?",
    desk=r"\b(?:[Ss]taff|[Cc]orrespondents?|[Ww]riters?|[Ee]ditors?|[Rr]eporters?|[Bb]ureau|[Ss]pecial)\b",
    papers=(
        r"\b(?:Times|Post|Gazette|Herald|News|Journal|Daily|Tribune|Observer|Guardian|Press|Standard|Review|Chronicle|"
        r"Telegraph|Mail|Star|Courier|Bulletin|Weekly|Magazine|Dispatch|Examiner|Independent|Mercury|Sentinel)"
    ),
    updated=r"\b(?:updated|modified|revised|edited)\b",
    divisions=(
        r"(?:Part|PART|Title|TITLE)\s{1,3}{}",
        r"(?:Chapter|CHAPTER)\s{1,3}{}",
        r"(?:Article|ARTICLE|Art\.|Section|SECTION|Sec\.|SEC\.)\s{1,4}{}|§+{}",
    ),
)
