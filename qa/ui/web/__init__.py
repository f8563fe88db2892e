"""The web page: questions in, quotations out, each shown inside its passage and its document.

    address ──wanted──► handlers ──answers, seats──► engine ──html──► page, or events ──serve──► http://127.0.0.1:7860

Importing this package imports neither Gradio nor the engine's model.
"""

from __future__ import annotations

from qa.ui.web.serve import address, serve

__all__ = ["address", "serve"]
