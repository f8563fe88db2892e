"""Who gets in: nobody without the password, where one is set."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from index.settings import Settings
from qa.engine import Engine
from qa.errors import ServerError
from qa.ui.terminal.cli import commands, main
from qa.ui.web.access import Password, write_password
from qa.ui.web.serve import Who, admitted, application, serve

WORD = "pässwört: 引證 1"
PATHS = (
    "/",
    "/openapi.json",
    "/api/documents",
    "/v1/models",
    "/config",
    "/gradio_api/info",
    "/nothing",
    "/static/page.css",
)


@pytest.fixture
def http(engine: Engine) -> Iterator[TestClient]:
    who = Who(local=False, names=frozenset({"books.example"}), password=Password.of(WORD, cost=16))
    with TestClient(application(engine, who=who), base_url="http://books.example") as client:
        yield client


def test_nothing_is_there_for_who_has_no_password(http: TestClient) -> None:
    for path in PATHS:
        response = http.get(path)
        assert response.status_code == 401
        assert response.headers["www-authenticate"].startswith("Basic")
        assert "content-security-policy" in response.headers
    for path in ("/mcp", "/v1/chat/completions", "/gradio_api/queue/join", "/api/verify"):
        assert http.post(path, json={}).status_code == 401


def test_a_wrong_password_opens_nothing_and_is_tried_a_few_times_only(http: TestClient) -> None:
    statuses = [http.get("/api/documents", auth=("anna", f"wrong {number}")).status_code for number in range(12)]
    assert statuses == [401] * 10 + [429] * 2


def test_the_password_opens_whatever_the_name_and_for_programs_as_a_key(http: TestClient) -> None:
    assert http.get("/api/documents", auth=("anna", WORD)).status_code == 200
    for _ in range(30):  # none of them is a try
        assert http.get("/openapi.json", auth=("", WORD)).status_code == 200
    assert http.get("/v1/models", headers={"Authorization": f"Bearer {WORD}".encode()}).status_code == 200  # type: ignore[dict-item]
    assert http.get("/api/documents", auth=("anna", WORD + " ")).status_code == 401


def test_a_key_of_plain_letters(engine: Engine) -> None:
    who = Who(local=False, names=frozenset({"books.example"}), password=Password.of("correct horse battery", cost=16))
    with TestClient(application(engine, who=who), base_url="http://books.example") as client:
        assert client.get("/v1/models", headers={"Authorization": "Bearer correct horse battery"}).status_code == 200


@pytest.mark.parametrize(
    "header", ["", "Basic", "Basic !!!", "Basic YQ==", "Bearer", "Bearer ", "Digest a", "Basic /w==", "\x00"]
)
def test_what_is_no_password_is_none(http: TestClient, header: str) -> None:
    assert http.get("/api/documents", headers={"Authorization": header}).status_code == 401


def test_the_hash_tells_the_password_from_others() -> None:
    password = Password.of(WORD)
    assert password.is_of(WORD)
    assert not any(map(password.is_of, ("", WORD[:-1], WORD + "2", WORD.upper(), "x" * 100_000)))


def test_a_password_file(tmp_path: Path) -> None:
    path = tmp_path / "password"
    write_password(path, WORD)
    assert path.stat().st_mode & 0o777 == 0o600
    assert WORD not in path.read_text("utf-8")
    assert Password.read(path).is_of(WORD)
    write_password(path, "another one")
    assert Password.read(path).is_of("another one")
    assert [one.name for one in tmp_path.iterdir()] == ["password"]


@pytest.mark.parametrize("text", ["", "short", "x" * 1025])
def test_a_password_of_a_length_that_will_not_do(tmp_path: Path, text: str) -> None:
    with pytest.raises(ServerError, match=f"the password has {len(text)} characters"):
        write_password(tmp_path / "password", text)


@pytest.mark.parametrize(
    "line",
    [
        "",
        WORD,
        "scrypt$32768$8$3$aa$bb",
        f"scrypt$3$8$1${'a' * 32}${'b' * 64}",
        f"scrypt$99999999$8$1${'a' * 32}${'b' * 64}",
        f"scrypt$16777216$8$1${'a' * 32}${'b' * 64}",
        f"scrypt$0$8$1${'a' * 32}${'b' * 64}",
        f"scrypt$1024$0$1${'a' * 32}${'b' * 64}",
        f"scrypt$1024$8$0${'a' * 32}${'b' * 64}",
    ],
)
def test_what_is_no_hash_is_said(tmp_path: Path, line: str) -> None:
    path = tmp_path / "password"
    path.write_text(line, "utf-8")
    path.chmod(0o600)
    with pytest.raises(ServerError, match="yinzheng password"):
        Password.read(path)


def test_a_password_file_that_is_not_there_or_is_anybodys(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match="cannot be read"):
        Password.read(tmp_path / "none")
    with pytest.raises(ServerError, match="cannot be read"):
        Password.read(tmp_path)
    path = tmp_path / "password"
    write_password(path, WORD)
    if os.name == "posix":
        path.chmod(0o666)
        with pytest.raises(ServerError, match="others may write"):
            Password.read(path)


def test_the_command_that_makes_it(tmp_path: Path) -> None:
    path = tmp_path / "password"
    done = CliRunner().invoke(commands, ["password", str(path)], input=f"{WORD}\n{WORD}\n")
    assert done.exit_code == 0
    assert Password.read(path).is_of(WORD)


@pytest.mark.parametrize(
    ("host", "given", "local"),
    [
        ("127.0.0.1", {}, True),
        ("127.8.8.8", {}, True),
        ("::1", {}, True),
        ("localhost", {"host_names": "localhost"}, True),
        ("0.0.0.0", {"open_to_all": True}, False),
        ("127.0.0.1", {"host_names": "books.example", "open_to_all": True}, False),
    ],
)
def test_who_may_come(host: str, given: dict[str, object], local: bool) -> None:
    assert admitted(Settings.model_validate(given), host).local is local


@pytest.mark.parametrize(
    ("host", "names"),
    [("0.0.0.0", ""), ("::", ""), ("192.168.1.2", ""), ("127.0.0.1", "books.example"), ("books.example", "")],
)
def test_others_do_not_come_unless_somebody_says_so(host: str, names: str) -> None:
    with pytest.raises(ServerError, match=r"--password-file FILE.*--open-to-all"):
        admitted(Settings(host_names=names), host)


def test_that_is_known_before_a_library_is_looked_for(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match="--open-to-all"):
        serve(Settings(cache=tmp_path), tmp_path / "none.sqlite", host="0.0.0.0", port=0)


def test_the_command_says_who_may_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given: list[tuple[Settings, dict[str, object]]] = []
    monkeypatch.setattr("qa.ui.web.serve", lambda settings, _, **named: given.append((settings, named)))
    path = tmp_path / "password"
    asked = ["serve", "--password-file", str(path), "--name", "a.example", "--name", "b.example", "--no-edit"]
    assert main(asked) == main(["serve", "--open-to-all"]) == main(["serve"]) == 0
    (first, named), (second, _), (third, unsaid) = given
    assert (first.password_file, first.host_names, first.open_to_all) == (path, "a.example,b.example", False)
    assert (second.password_file, second.open_to_all) == (None, True)
    assert (third.open_to_all, third.host_names, unsaid["edit"], named["edit"]) == (False, "", None, False)
    monkeypatch.undo()
    assert main(["serve", "--host", "0.0.0.0", "--port", "17861"]) == ServerError.exit_code
    assert "others can reach the page" in capsys.readouterr().err


def test_names_are_those_that_are_given(tmp_path: Path) -> None:
    path = tmp_path / "password"
    write_password(path, WORD)
    who = admitted(Settings(host_names=" Books.example, papers.example ", password_file=path), "127.0.0.1")
    assert {"books.example", "papers.example", "localhost"} <= who.names
    assert who.password
    assert who.password.is_of(WORD)
