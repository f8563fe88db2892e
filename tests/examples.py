"""How many examples a property test tries: always the same ones in `make test`, a hundred times as many in `make thorough`."""

from __future__ import annotations

from hypothesis import settings

__all__ = ["EVERYDAY", "THOROUGH", "examples", "register"]

EVERYDAY, THOROUGH = "everyday", "thorough"
_NUMBER, _TIMES = 60, 100


def register() -> None:
    """Make both profiles known and choose the everyday one; `--hypothesis-profile thorough` chooses the other.

    No clock in either, because a busy machine is no fault of the code. Thorough examples are drawn at random: what falls
    is printed as a blob, and belongs in the test as an `@example`.
    """
    settings.register_profile(EVERYDAY, max_examples=_NUMBER, derandomize=True, deadline=None, print_blob=True)
    settings.register_profile(THOROUGH, max_examples=_NUMBER * _TIMES, deadline=None, print_blob=True)
    settings.load_profile(EVERYDAY)


def examples(number: int) -> settings:
    """For a test that needs more examples than the others, or can only pay for fewer."""
    return settings(max_examples=number * settings().max_examples // _NUMBER)
