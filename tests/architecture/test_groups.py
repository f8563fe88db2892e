"""Tests that share what is costly to make are run by one process: nothing fails where they are not, it only takes as long again."""

from __future__ import annotations

import pytest


def test_this_file_is_kept_together(request: pytest.FixtureRequest) -> None:
    """pytest-xdist hands on the group of a test in its identifier, and a later pytest may not let it."""
    if not request.config.getoption("loadgroup", default=False):
        pytest.skip("one process runs all tests")
    group = request.node.get_closest_marker("xdist_group")
    assert group
    assert request.node.nodeid.endswith(f"@{group.args[0]}")
