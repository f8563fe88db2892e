"""`python -m qa` is `yinzheng`."""

from __future__ import annotations

import sys

from qa.ui.terminal.cli import main

if __name__ == "__main__":
    sys.exit(main())
