"""Where files are read and embedded that are given on the command line: here, or on a cluster that is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from index.encoder.embed import Embedder
from index.settings import Settings
from qa.ui.terminal.session import notify
from qa.wording import counted

__all__ = ["elsewhere"]


@contextmanager
def elsewhere(
    cluster: str | None, settings: Settings, embedder: Embedder
) -> Iterator[tuple[Embedder, Mapping[str, Any]]]:
    """What embeds, and what else `build` takes, with a Ray cluster at this address or, without one, here. Raises ClusterError."""
    if cluster is None:
        yield embedder, {}
        return
    from index.cluster import joined

    with joined(cluster, settings, embedder) as there:
        notify(f"Reading on the Ray cluster at {cluster}, {counted(len(there), 'worker')}")
        yield there.embedder, {"crew": there.crew(), "together": there.together}
