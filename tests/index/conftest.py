"""How the property tests of this package run: without a clock, because a busy machine is no fault of the code."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("yinzheng", deadline=None, max_examples=60)
settings.load_profile("yinzheng")
