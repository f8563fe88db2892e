"""How many examples a property test tries: always the same ones in `make test`, a hundred times as many in `make thorough`."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

__all__ = ["EVERYDAY", "THOROUGH", "examples", "register"]

EVERYDAY, THOROUGH = "everyday", "thorough"
_NUMBER, _TIMES = 60, 100


def register() -> None:
    """Make both profiles known and choose the everyday one; `--hypothesis-profile thorough` chooses the other.

    No clock in either, because a busy machine is no fault of the code. Thorough examples are drawn at random: what falls
    is printed as a blob, and belongs in the test as an `@example`.
    """
    timeless = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
    settings.register_profile(EVERYDAY, timeless, max_examples=_NUMBER, derandomize=True)
    settings.register_profile(THOROUGH, timeless, max_examples=_NUMBER * _TIMES)
    settings.load_profile(EVERYDAY)


def examples(number: int) -> settings:
    """For a test that needs more examples than the others, or can only pay for fewer."""
    return settings(max_examples=number * settings().max_examples // _NUMBER)
