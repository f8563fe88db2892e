"""What servers of one library share: one key, one count of tries, one list of who left, however many processes there are."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from index.settings import Settings
from qa.engine import Engine
from qa.errors import ServerError
from qa.ui.web.access import Password
from qa.ui.web.door import Door
from qa.ui.web.serve import serve
from qa.ui.web.sessions import Sessions, beside
from tests.postgresql import INITDB, emptied, postgresql

WORD = "correct horse"


Opened = Callable[..., Sessions]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return beside(tmp_path / "library.sqlite")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A database of a PostgreSQL server that runs for the tests."""
    pytest.importorskip("psycopg", reason="pip install 'yinzheng[postgresql]'")
    if INITDB is None:
        pytest.skip("no PostgreSQL (Debian: apt install postgresql)")
    with postgresql() as at:
        yield at


@pytest.fixture(params=["file", "database"])
def opened(request: pytest.FixtureRequest, path: Path) -> Iterator[Opened]:
    """Opens what servers share, once more each time: a file, or a database."""
    with ExitStack() as stack:

        def another(*clock: Callable[[], float]) -> Sessions:
            if request.param == "file":
                found = Sessions.open(path, *clock)
            else:
                found = Sessions.in_database(request.getfixturevalue("address"), *clock)
            stack.callback(found.close)
            return found

        if request.param == "database":
            emptied(request.getfixturevalue("address"))
        yield another


def test_the_file_is_its_owners_alone(path: Path) -> None:
    Sessions.open(path).close()
    assert path.name == "library.sqlite.sessions"
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)
    with pytest.raises(ServerError, match="others may read or write"):
        Sessions.open(path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only the superuser gives files away")
def test_one_that_came_with_somebody_elses_library_is_not_used(path: Path) -> None:
    Sessions.open(path).close()
    os.chown(path, 12345, 12345)
    with pytest.raises(ServerError, match="others may read or write"):
        Sessions.open(path)


def test_all_have_one_key_and_each_purpose_another(opened: Opened) -> None:
    first, second = opened(), opened()
    assert first.signed("door", "a") == second.signed("door", "a")
    assert len({first.signed("door", "a"), first.signed("other", "a"), first.signed("door", "b")}) == 3
    assert first.token("changes") == second.token("changes") != Sessions.of_this_process().token("changes")


def test_processes_that_begin_at_once_have_one_key(path: Path) -> None:
    told = f"from pathlib import Path; from qa.ui.web.sessions import Sessions; print(Sessions.open(Path({str(path)!r})).token('x'))"

    def begun(_: int) -> str:
        return subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(begun, range(4)))) == 1


def test_tries_are_counted_together(opened: Opened) -> None:
    now = [1000.0]
    servers = [opened(lambda: now[0]) for _ in range(2)]
    assert [servers[turn % 2].take_a_try("a") for turn in range(10)] == [0.0] * 10
    assert servers[0].until_a_try("a") == servers[1].take_a_try("a") == pytest.approx(6.0)
    assert servers[1].until_a_try("b") == 0.0
    now[0] += 6
    assert [server.take_a_try("a") > 0 for server in servers] == [False, True]
    now[0] -= 3000  # a clock that is set back gives none, and takes none
    assert servers[0].take_a_try("a") > 0
    now[0] += 100_000
    assert [servers[0].take_a_try("a") > 0 for _ in range(11)] == [False] * 10 + [True]


def test_threads_take_no_more_tries_than_there_are(opened: Opened) -> None:
    servers = [opened() for _ in range(2)]
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda turn: servers[turn % 2].take_a_try("a"), range(40)))
    assert taken.count(0.0) == 10


def test_what_ended_is_forgotten_when_it_would_have_ended(opened: Opened) -> None:
    now = [1000.0]
    first, second = (opened(lambda: now[0]) for _ in range(2))
    first.end("one", 2000.0)
    assert second.has_ended("one")
    now[0] = 2001.0
    second.end("two", 3000.0)
    assert (first.has_ended("one"), first.has_ended("two")) == (False, True)


def test_what_was_taken_out_is_known_for_a_while(opened: Opened, path: Path) -> None:
    now = [1000.0]
    first, second = (opened(lambda: now[0]) for _ in range(2))
    strange = Path(os.fsdecode(b"/folder/\xff.txt"))
    first.took_out("a", strange)
    first.took_out("b", Path("/folder/b.txt"))
    assert (second.taken_out("a"), second.taken_out("c")) == (strange, None)
    second.put_back("a")
    assert first.taken_out("a") is None
    now[0] += 13 * 60 * 60
    assert second.taken_out("b") is None
    second.took_out("c", Path("/folder/c.txt"))
    assert not path.exists() or b"b.txt" not in path.read_bytes()


def test_a_cookie_opens_every_server_until_it_is_given_back_or_the_password_is_another(opened: Opened) -> None:
    from tests.qa.ui.web.test_door import given_by, scope

    line = Password.of(WORD, cost=16).line
    first, second = (Door(WORD.__eq__, opened(), line) for _ in range(2))
    cookie = given_by(first)
    assert second.admits(scope(cookie))
    assert not Door(WORD.__eq__, opened(), Password.of(WORD, cost=16).line).admits(scope(cookie))
    from starlette.responses import Response

    second.let_out(Response(), scope(cookie))
    assert not first.admits(scope(cookie))


def test_what_is_no_file_of_ours_is_told(path: Path) -> None:
    path.write_bytes(b"no database" * 1000)
    path.chmod(0o600)
    with pytest.raises(ServerError, match="end all servers of the library and remove it"):
        Sessions.open(path)
    with pytest.raises(ServerError, match="name another file with YINZHENG_SESSIONS"):
        Sessions.open(path.parent / "nowhere" / "x")


def test_a_page_with_a_password_is_not_served_without_it(
    path: Path, monkeypatch: pytest.MonkeyPatch, engine: Engine, tmp_path: Path
) -> None:
    path.mkdir()
    (tmp_path / "PASSWORD").write_text(Password.of(WORD, cost=16).line)
    (tmp_path / "PASSWORD").chmod(0o600)
    monkeypatch.setattr(Engine, "open", lambda *_, **__: engine)
    settings = Settings(password_file=tmp_path / "PASSWORD", sessions=path)
    with pytest.raises(ServerError, match="name another file with YINZHENG_SESSIONS"):
        serve(settings, port=0)


def test_a_database_that_was_begun_again_is_used_on(tmp_path: Path) -> None:
    psycopg = pytest.importorskip("psycopg", reason="pip install 'yinzheng[postgresql]'")
    if INITDB is None:
        pytest.skip("no PostgreSQL (Debian: apt install postgresql)")
    with postgresql() as address:
        sessions = Sessions.in_database(address)
        key = sessions.token("x")
        with psycopg.connect(address, autocommit=True) as other:
            for act in (lambda: sessions.end("one", 1e12), lambda: sessions.has_ended("one")):
                ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
                other.execute(ended)
                act()
        assert sessions.has_ended("one")
        another = Sessions.in_database(address)
        assert another.token("x") == key
        another.close()
    with pytest.raises(ServerError, match="YINZHENG_SESSIONS_DATABASE, where servers keep who is in, cannot be used"):
        sessions.has_ended("one")
    sessions.close()


def test_a_database_that_is_not_there_is_told_without_its_password() -> None:
    pytest.importorskip("psycopg", reason="pip install 'yinzheng[postgresql]'")
    with pytest.raises(ServerError, match="see that it runs and that its address is right") as told:
        Sessions.in_database("postgresql://me:secret@127.0.0.1:1/none")
    assert "secret" not in str(told.value)


def test_without_its_client_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ServerError, match=r"pip install 'yinzheng\[postgresql\]'"):
        Sessions.in_database("postgresql://127.0.0.1:1/none")
