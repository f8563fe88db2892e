"""English: what is known of it."""

from __future__ import annotations

from index.languages.english.dates import english as dates
from index.languages.english.page import PAGE
from index.languages.english.reporting import english
from index.languages.language import Language, Names, Speech

__all__ = ["ENGLISH"]

_STOP_WORDS = frozenset(
    "a about according after all also am an and any are as at be because been before being between both but by can could "
    "did do does doing for from had has have having he her him his how i if in into is it its many me more most much my no "
    "not of on one or other our out over own say said says shall she should so some such than that the their them then there "
    "these they this those to was we were what when where which while who whom whose why will with would you your s t".split()
)
_TELLING = frozenset(
    "about and are did does from how of should that the were what when where which who whom why with would".split()
)
"""Words that are no words of its neighbours."""
_TITLES = r"Prime Minister|President|Vice President|Chancellor|Minister|Secretary|Senator|Governor|Mayor|Judge|Justice|Professor|Prof\.|Dr\.?|Mr\.?|Mrs\.?|Ms\.?|Sir|General|Admiral|Ambassador|Representative"
_INTRODUCED = r"[a-z]{2,18}(?:ist|er|or|ian|man|woman|ant|ent|chief|ary)|Minister|President|Chancellor|Secretary|Senator|Governor|Mayor|Judge|Professor|General|Ambassador"
"""Roles before a name, in small letters by how they end."""

_SPEECH = Speech(
    cues=english,
    full_stops=True,
    capitals=True,
    so_called=("so-called", "so called"),
    pronouns="He$|She$|he$|she$|It$|it$|They$|they$",
    subject_pronouns="[Hh]e$|[Ss]he$|[Tt]hey$|[Ii]t$",
    plural=("They", "they"),
    no_names="I|We|we|you|You|who|which|that",
)
_NAMES = Names(
    titles=_TITLES,
    introduced=_INTRODUCED,
    no_roles=frozenset("under over after other either former later never another whether rather however order".split()),
    spokespeople="[Ss]pokes(?:man|woman|person)",
    no_person_starts="the ",
)
ENGLISH = Language(
    tags={"en": "Latn"},
    name="English",
    stop_words=_STOP_WORDS,
    telling_words=_TELLING,
    dates=dates,
    speech=_SPEECH,
    names=_NAMES,
    page=PAGE,
)
