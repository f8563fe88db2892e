"""A PostgreSQL server for as long as tests run, of Debian's package: at a socket in a folder of its own, and at no address."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

__all__ = ["INITDB", "emptied", "postgresql"]

_FOLDERS = os.pathsep.join([os.environ.get("PATH", ""), *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin")))])
INITDB = shutil.which("initdb", path=_FOLDERS)
"""The program that makes its folder; None where PostgreSQL is not installed."""


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a server while it runs."""
    assert INITDB
    programs = Path(INITDB).resolve().parent
    with tempfile.TemporaryDirectory(prefix="postgresql-") as folder:
        as_who: Sequence[str] = ()
        if os.geteuid() == 0:  # whom it does not run for
            user = pwd.getpwnam("postgres" if "postgres" in {one.pw_name for one in pwd.getpwall()} else "nobody")
            os.chown(folder, user.pw_uid, user.pw_gid)
            as_who = ("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")

        def run(program: str, *given: str) -> None:
            subprocess.run(
                [*as_who, str(programs / program), *given], check=True, stdout=subprocess.DEVNULL, cwd=folder
            )

        data = f"{folder}/data"
        run("initdb", "-D", data, "-U", "tests", "-A", "trust", "--no-sync")
        run("pg_ctl", "-D", data, "-w", "-l", f"{folder}/log", "-o", f"-c listen_addresses= -k {folder} -F", "start")
        try:
            yield f"postgresql://tests@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


def emptied(address: str) -> None:
    """Take all tables out."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS keys, ended, tries, removed")
