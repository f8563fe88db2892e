"""Korean: what stands on web pages around a text, and over its parts."""

from __future__ import annotations

from index.languages.language import PageWords

__all__ = ["PAGE"]

PAGE = PageWords(
    reported="보도",
    buttons=(
        "공유 공유하기 스크랩 인쇄 인쇄하기 구독 구독하기 좋아요 추천 답글 공감 비공감 신고 로그인 회원가입 검색 메뉴 닫기 광고 더보기 댓글_더보기 글자_크기_변경하기 글자크기 "
        "sns_보내기 url_복사 최신순 공감순"
    ),
    menu="뉴스 연예 스포츠 날씨 정치 경제 사회 국제 세계 문화 생활 생활/문화 오피니언 포토 동영상 회사소개 이용약관 개인정보처리방침 고객센터",
    button="본문.{0,2}바로가기|(?:sns|기사).{0,4}보내기",
    notice=r"무단\s?(?:전재|복제)",
    offer=r"쿠키.{0,20}(?:사용|동의)|구독(?:해 주세요|하세요)|뉴스레터.{0,6}(?:신청|구독)|기사\s?추천은",
    list=r"(?:관련|많이 본|인기|추천|최신|실시간|함께 볼만한|이 시각)\s?(?:기사|뉴스|글|콘텐츠|검색어|영상)|.{0,8}\s?주요\s?뉴스|태그",
    link_lead="관련기사",
    comments="댓글",
    credit=r"(?:입력|수정|등록|승인)\s?\d{4}",
    credit_ends=r"\S{2,4}\s(?:기자|특파원)(?:\s\S+@\S+)?$",
    ago=r"(?<!\d)\d+\s?(?:분|시간|일) 전",
    top_headings="서론|결론|요약",
    biographies="저자 소개",
    editor_notes=r"편집자\s*주",
    reference_lists="참고문헌|각주",
    bibliographies="참고문헌",
    byline="글|글쓴이|저자|지은이|작성자|기자|필자",
    byline_ends="기자|특파원|논설위원|선임기자|통신원|객원기자|지음",
    papers="일보|신문|뉴스|타임스|통신|방송|경제|매일|저널",
    updated="수정|갱신|업데이트",
    divisions=("제{}편", "제{}장", "제{}절", "제{}관", "제{}조"),
)
