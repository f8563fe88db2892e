"""Files are read in a process of their own, whose time and memory have bounds: what a file does there ends with that process.

In: where a file lies, and what is known of it. Out: documents and their passages. Knows neither models nor the library.
"""

from __future__ import annotations

from index.apart.reading import Apart, Part

__all__ = ["Apart", "Part"]
