"""Names that documents give: in pairs and by their sound, held against plain lists of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.bridge.heard import strong
from index.bridge.learnt import SCRIPTS, HeardNames, NamePairs, script_of
from index.bridge.sound import alike

KEYS = st.text(alphabet="PSKTLMNlaiu", max_size=14)
NAMES = st.sampled_from(["biden", "バイデン", "拜登", "바이든", "kelly", "凯利", "ケリー"])


@given(
    heard=st.sets(st.tuples(NAMES, KEYS.filter(strong)), max_size=80),
    sound=KEYS,
    least=st.dictionaries(st.sampled_from(SCRIPTS), st.sampled_from([0.0, 0.5, 0.8, 0.9, 1.0])),
)
def test_names_that_sound_alike_are_those_of_the_whole_list(
    heard: set[tuple[str, str]], sound: str, least: dict[str, float]
) -> None:
    kinds = strong(sound)
    expected = [
        (alike(sound, theirs), name)
        for theirs, name in sorted((theirs, name) for name, theirs in heard)
        if kinds
        and strong(theirs)[0] == kinds[0]
        and abs(len(strong(theirs)) - len(kinds)) <= 1
        and script_of(name) in least
        and alike(sound, theirs) >= least[script_of(name)]
    ]
    assert list(HeardNames(HeardNames.make(heard)).alike(sound, tuple(least.items()))) == expected


@given(pairs=st.sets(st.tuples(NAMES, NAMES), max_size=20), asked=NAMES)
def test_a_name_has_the_others_that_documents_give(pairs: set[tuple[str, str]], asked: str) -> None:
    ordered = sorted(pairs, key=lambda pair: (pair[0].encode(), pair[1].encode()))
    assert NamePairs(NamePairs.make(ordered)).of(asked) == tuple(other for name, other in ordered if name == asked)


def test_scripts() -> None:
    assert [script_of(name) for name in ("kelly", "ケリー", "凯利", "켈리")] == list(SCRIPTS)
