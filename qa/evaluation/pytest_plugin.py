"""Where the pytest plug-in was before it moved to `yinzheng.pytest_plugin`: an environment that was installed then loads
it from here until it is installed anew."""

from __future__ import annotations

from yinzheng.pytest_plugin import (
    pytest_addoption,
    pytest_collect_file,
    pytest_configure,
    pytest_unconfigure,
)

__all__ = ["pytest_addoption", "pytest_collect_file", "pytest_configure", "pytest_unconfigure"]
