"""The page's Gradio theme: system fonts, so that nothing is fetched, and the style sheet's colours in Gradio's own parts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

__all__ = ["head", "theme"]

_ICON = (
    "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='6' fill='%239b2d1f'/%3E"
    "%3Cpath d='M9 8h6v8c0 4-2 7-5 8l-1-2c2-1 3-3 3-5H9zm9 0h6v8c0 4-2 7-5 8l-1-2c2-1 3-3 3-5h-3z' fill='%23fff'/%3E%3C/svg%3E"
)


def head() -> str:
    """For the page's head: both colour schemes, no referrer for links out, the icon, the style sheet.

    The style sheet goes here and not through Gradio's `css`, which rewrites every rule and loses some on the way.
    """
    style = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
    return (
        '<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">'
        f'<link rel="icon" href="data:image/svg+xml,{_ICON}"><style>{style}</style>'
    )


def theme() -> Any:
    """A `gr.themes.Base` in which Gradio's colours are the variables of `style.css`, light and dark alike."""
    names = {
        "body_background_fill": "var(--yz-paper)",
        "body_text_color": "var(--yz-ink)",
        "body_text_color_subdued": "var(--yz-muted)",
        "background_fill_primary": "var(--yz-sheet)",
        "background_fill_secondary": "var(--yz-paper)",
        "block_background_fill": "transparent",
        "block_border_color": "var(--yz-line)",
        "block_label_text_color": "var(--yz-muted)",
        "block_title_text_color": "var(--yz-ink)",
        "block_info_text_color": "var(--yz-muted)",
        "border_color_primary": "var(--yz-line)",
        "border_color_accent": "var(--yz-accent)",
        "color_accent_soft": "var(--yz-wash)",
        "link_text_color": "var(--yz-accent)",
        "input_background_fill": "var(--yz-sheet)",
        "input_background_fill_focus": "var(--yz-sheet)",
        "input_border_color": "var(--yz-edge)",
        "input_border_color_focus": "var(--yz-accent)",
        "input_placeholder_color": "var(--yz-muted)",
        "button_primary_background_fill": "var(--yz-button)",
        "button_primary_background_fill_hover": "var(--yz-button-hover)",
        "button_primary_text_color": "var(--yz-button-ink)",
        "button_primary_border_color": "var(--yz-button)",
        "button_secondary_background_fill": "var(--yz-sheet)",
        "button_secondary_background_fill_hover": "var(--yz-wash)",
        "button_secondary_text_color": "var(--yz-ink)",
        "button_secondary_border_color": "var(--yz-line)",
        "slider_color": "var(--yz-accent)",
        "error_text_color": "var(--yz-accent)",
    }
    dark = {f"{name}_dark": value for name, value in names.items() if name != "slider_color"}
    stone = gr.themes.colors.stone
    base = gr.themes.Base(
        primary_hue=stone,
        neutral_hue=stone,
        font=["system-ui", "sans-serif"],
        font_mono=["ui-monospace", "Consolas", "monospace"],
    )
    return base.set(
        **names,
        **dark,
        slider_color_dark="var(--yz-accent)",
        color_accent="var(--yz-accent)",
        block_border_width="0px",
        block_shadow="none",
        input_shadow="none",
        input_shadow_focus="none",
        button_primary_shadow="none",
        button_secondary_shadow="none",
        input_border_width="1px",
        layout_gap="0.75rem",
    )
