"""nginx on this computer with the configuration that is given to users (`deploy/nginx.conf`), on other ports."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.trees import ROOT

__all__ = ["NGINX", "behind_nginx", "configured"]

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin:/opt/homebrew/bin")
"""The program; None where it is not installed."""
_AROUND = """
daemon off;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""
_SERVERS = ("127.0.0.1:7861", "127.0.0.1:7862")


def configured(folder: Path, port: int, servers: Sequence[int]) -> Path:
    """The configuration in a folder, for nginx at `port` of this computer before servers at those ports; where it is."""
    site = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for written, given in zip(_SERVERS, servers, strict=True):
        if site.count(written) != 2:
            raise ValueError(f"deploy/nginx.conf does not name {written} in both of its upstreams")
        site = site.replace(written, f"127.0.0.1:{given}")
    site, listens = re.subn("listen 8080;", f"listen 127.0.0.1:{port};", site)
    if listens != 1:
        raise ValueError("deploy/nginx.conf does not listen at 8080")
    (folder / "site.conf").write_text(site, encoding="utf-8")
    whole = folder / "nginx.conf"
    whole.write_text(_AROUND.format(folder=folder), encoding="utf-8")
    return whole


@contextmanager
def behind_nginx(folder: Path, servers: Sequence[int]) -> Iterator[str]:
    """The address of nginx before two servers of this computer, while it runs. Raises RuntimeError where it does not begin."""
    if NGINX is None:
        raise RuntimeError("nginx is not installed (Debian: apt install nginx-light)")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    whole, log = configured(folder, port, servers), folder / "nginx.log"
    with log.open("wb") as output:
        process = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(whole)], stdout=output, stderr=output)
        try:
            while not _listens(port):
                if process.poll() is not None:
                    raise RuntimeError(f"nginx did not begin: {log.read_text('utf-8', 'replace')}")
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


def _listens(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0
