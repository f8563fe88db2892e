"""The web page: `python app.py`, then http://127.0.0.1:7860.

GRADIO_SERVER_NAME and GRADIO_SERVER_PORT name another address, YINZHENG_LIBRARY another library. On an address that others reach,
YINZHENG_PASSWORD_FILE names the file with the password's hash, or YINZHENG_OPEN_TO_ALL=true lets everybody in.
"""

from __future__ import annotations

import os
import sys

from index.settings import Settings
from index.text.visible import visible
from qa.errors import YinzhengError
from qa.ui.web import address, serve


def main() -> int:
    """Serve the page; the exit code says what kept it from being served."""
    try:
        host, port = address(os.environ)
        serve(Settings.load(os.environ), host=host, port=port)
    except YinzhengError as error:
        print(visible(f"error: {error}"), file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
