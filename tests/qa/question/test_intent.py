"""What a question asks for, by its wording, in five languages."""

from __future__ import annotations

import pytest

from qa.question.intent import (
    AnswerKind,
    intent_of,
    untitled,
)

CASES = [
    # compare: the sides are not named one by one
    ("How do the sources differ on the cost of the tram line?", AnswerKind.COMPARE, "the cost of the tram line", ""),
    (
        "What do the analysts say about an Asian NATO, and where do they differ?",
        AnswerKind.COMPARE,
        "an Asian NATO",
        "",
    ),
    ("Do the sources agree on the cost?", AnswerKind.COMPARE, "the cost", ""),
    ("各来源对三号线造价的说法有何不同？", AnswerKind.COMPARE, "三号线造价", ""),
    ("各方對亞洲版北約的看法有何不同？", AnswerKind.COMPARE, "亞洲版北約", ""),
    ("アジア版NATOについて各氏の見方はどう異なりますか？", AnswerKind.COMPARE, "アジア版NATO", ""),
    ("利用者数の予測は資料によってどう違いますか？", AnswerKind.COMPARE, "利用者数の予測", ""),
    ("3호선 건설비에 대해 자료들은 어떻게 다릅니까?", AnswerKind.COMPARE, "3호선 건설비", ""),
    ("건설비는 자료마다 어떻게 다릅니까?", AnswerKind.COMPARE, "건설비", ""),
    # recommendation
    ("What does Akiyama recommend Japan do?", AnswerKind.RECOMMENDATION, "Japan", "Akiyama"),
    ("What does Okafor say the council should do?", AnswerKind.RECOMMENDATION, "the council", "Okafor"),
    ("公共交通研究所的報告提出了哪些建議？", AnswerKind.RECOMMENDATION, "", "公共交通研究所的報告"),
    ("项昊宇认为地区国家应该怎么做？", AnswerKind.RECOMMENDATION, "地区国家", "项昊宇"),
    ("項昊宇は地域諸国にどのような政策を提言していますか？", AnswerKind.RECOMMENDATION, "地域諸国", "項昊宇"),
    ("박서연은 한국의 지방 도시들에 무엇을 제안합니까?", AnswerKind.RECOMMENDATION, "한국의 지방 도시들", "박서연"),
    # view
    ("What does Matthew Brummer expect Japan to do?", AnswerKind.VIEW, "Japan to", "Matthew Brummer"),
    (
        "Why, according to Lian Degui, is Washington reluctant?",
        AnswerKind.VIEW,
        "is Washington reluctant",
        "Lian Degui",
    ),
    (
        "How can security be shared, in Guo Xiaobing’s opinion?",
        AnswerKind.VIEW,
        "can security be shared",
        "Guo Xiaobing",
    ),
    ("何志远怎么看三号线？", AnswerKind.VIEW, "三号线", "何志远"),
    ("馬修.布魯默預計日本會怎麼做？", AnswerKind.VIEW, "日本會怎麼做", "馬修.布魯默"),
    ("ハン・ジウ教授はメイワンの決定をどう評価していますか？", AnswerKind.VIEW, "メイワンの決定", "ハン・ジウ"),
    ("매슈 브루머는 일본이 어떻게 할 것으로 봅니까?", AnswerKind.VIEW, "일본이 어떻게 할", "매슈 브루머"),
    # speech
    ("What did Mayor Lin Suyun say about the delay?", AnswerKind.SPEECH, "the delay", "Mayor Lin Suyun"),
    ("林素云说了什么？", AnswerKind.SPEECH, "", "林素云"),
    ("金正恩2024年1月关于韩国说了什么？", AnswerKind.SPEECH, "2024年1月韩国", "金正恩"),
    ("林素雲市長は延期について何と言いましたか？", AnswerKind.SPEECH, "延期", "林素雲市長"),
    ("저우치밍 의원은 뭐라고 말했습니까?", AnswerKind.SPEECH, "", "저우치밍 의원"),
    # definition
    ("What is a complete street?", AnswerKind.DEFINITION, "complete street", ""),
    ("What does NCG stand for?", AnswerKind.DEFINITION, "NCG", ""),
    ("“完整街道”是什么意思？", AnswerKind.DEFINITION, "完整街道", ""),
    ("無架空線供電是什麼？", AnswerKind.DEFINITION, "無架空線供電", ""),
    ("超低床車両とは何ですか？", AnswerKind.DEFINITION, "超低床車両", ""),
    ("수요 위험 분담제란 무엇인가요?", AnswerKind.DEFINITION, "수요 위험 분담제", ""),
    # person
    ("Who is Helen Marsh?", AnswerKind.PERSON, "", "Helen Marsh"),
    ("青木直子是什么人？", AnswerKind.PERSON, "", "青木直子"),
    ("溫斯坦是誰？", AnswerKind.PERSON, "", "溫斯坦"),
    ("佐伯直樹とは誰ですか？", AnswerKind.PERSON, "", "佐伯直樹"),
    ("오민석은 누구입니까?", AnswerKind.PERSON, "", "오민석"),
    # reference
    ("Which source is cited for the plutonium stock?", AnswerKind.REFERENCE, "the plutonium stock", ""),
    ("卡林和赫克的警告出自哪篇文章？", AnswerKind.REFERENCE, "卡林和赫克的警告", ""),
    ("二號線超支37%的出處是什麼？", AnswerKind.REFERENCE, "二號線超支37%", ""),
    ("北朝鮮のプルトニウム在庫量の出典は何ですか？", AnswerKind.REFERENCE, "北朝鮮のプルトニウム在庫量", ""),
    ("이 수치의 출처는 무엇입니까?", AnswerKind.REFERENCE, "이 수치", ""),
]
HOLDERS = [
    ("沈一鸣怎么说？", "沈一鸣"),
    ("關於停課，何曉雯怎麼說？", "何曉雯"),
    ("赵明礼对此怎么说？", "赵明礼"),
    ("大塚さんは何を主張しましたか？", "大塚"),
    ("騒音について住民は何と言っていますか？", "住民"),
    ("휴교에 대해 한소영은 뭐라고 말했나요?", "한소영"),
]
FACTS = [
    "Who is the president of the institute?",  # an office, not a person
    "What is the name of Akiyama’s wife?",
    "라인은 언제 개통되었습니까?",
    "什么时候举行听证会？",
]


@pytest.mark.parametrize(("question", "kind", "topic", "holder"), CASES, ids=[case[0] for case in CASES])
def test_a_question_shows_by_its_wording_what_it_asks_for(
    question: str, kind: AnswerKind, topic: str, holder: str
) -> None:
    intent = intent_of(question)
    assert (intent.kind, intent.topic, intent.holder) == (kind, topic, holder)


@pytest.mark.parametrize(("question", "holder"), HOLDERS)
def test_whose_words_are_asked_for_is_a_name_and_no_part_of_the_question(question: str, holder: str) -> None:
    intent = intent_of(question)
    assert (intent.kind, intent.holder) == (AnswerKind.SPEECH, holder)


@pytest.mark.parametrize("question", FACTS)
def test_what_is_not_recognised_is_an_ordinary_question(question: str) -> None:
    assert intent_of(question).kind is AnswerKind.FACT


@pytest.mark.parametrize(
    ("holder", "name"),
    [
        ("Mayor Lin Suyun", "Lin Suyun"),
        ("Prime Minister Kishida", "Kishida"),
        ("the Minister of Defence", "the Minister of Defence"),
        ("林素雲市長", "林素雲"),
        ("저우치밍 의원", "저우치밍"),
        ("市長", "市長"),
    ],
)
def test_a_title_is_told_from_a_name(holder: str, name: str) -> None:
    assert untitled(holder) == name
