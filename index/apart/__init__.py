"""Files are read in processes of their own, whose time and memory have bounds: what a file does there ends with that process.

In: where files lie, and what is known of it. Out: documents and their passages. Knows neither models nor the library.
"""

from __future__ import annotations

from index.apart.ahead import Event, Held, Made, Opened, Reads, Unusable, read_ahead
from index.apart.reading import Apart, Part

__all__ = ["Apart", "Event", "Held", "Made", "Opened", "Part", "Reads", "Unusable", "read_ahead"]
