"""Numbers with what they count, in five languages."""

from __future__ import annotations

import pytest

from qa.question.quantities import quantities


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("三号线全长11.6公里,设14座车站", [("11.6", "length"), ("14", "")]),
        ("台军兵力约有 9 万人", [("9 万", "people")]),
        ("将库存量从 50 千克更新为 70 千克", [("50", "weight"), ("70", "weight")]),
        ("市政府估计工程总造价为48亿元,工期四年。", [("48亿", "money")]),
        ("日均客流為5.4萬人次", [("5.4萬", "people")]),
        ("costs $5.6 billion, or 300 million yuan a year", [("$5.6 billion", "money"), ("300 million", "money")]),
        ("ninety thousand passengers a day", [("ninety thousand", "people")]),
        ("by 40 per cent on average", [("40", "share")]),
        ("ready in eighteen months", [("eighteen", "time")]),
        ("床面の高さを35センチ以下に抑え、定員は280人", [("35", "length"), ("280", "people")]),
        ("약 6억 위안, 23년째", [("6억", "money")]),
    ],
)
def test_a_quantity_has_its_number_and_what_it_is_measured_in(text: str, found: list[tuple[str, str]]) -> None:
    assert [(quantity.number, quantity.unit) for quantity in quantities(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "2023年5月16日",
        "on 12 September",
        "Line 3",
        "三号线",
        "트램 3호선",
        "9月12日の採決",
        "9월 12일",
        "the 3rd line",
        "AGM-158",
    ],
)
def test_dates_and_numbers_that_name_a_thing_are_no_quantities(text: str) -> None:
    assert quantities(text) == []
