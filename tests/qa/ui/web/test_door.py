"""The form at the door of a page with a password: in with the password alone, out for good, and back to what was asked for."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.resources import files
from itertools import product

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import BrowserContext, Page, expect
from starlette.responses import Response
from starlette.types import Scope

from qa.engine import Engine
from qa.ui.web.access import Password
from qa.ui.web.door import Door
from qa.ui.web.serve import Who, application
from qa.ui.web.words.languages import page_languages
from tests.browser import PATIENCE
from tests.qa.ui.web.conftest import Window
from tests.qa.ui.web.running import running

WORD = "pässwört: 引證 1"
READER = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}


@contextmanager
def client_of(engine: Engine) -> Iterator[TestClient]:
    who = Who(local=False, names=frozenset({"books.example"}), password=Password.of(WORD, cost=16))
    with TestClient(application(engine, who=who), base_url="http://books.example", follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def served_once(engine: Engine) -> Iterator[TestClient]:
    with client_of(engine) as client:
        yield client


@pytest.fixture
def http(served_once: TestClient) -> TestClient:
    served_once.cookies.clear()
    return served_once


@pytest.mark.parametrize("tag", list(page_languages()))
def test_readers_are_shown_the_form_where_they_are(http: TestClient, tag: str) -> None:
    shown = http.get("/library", params={"lang": tag, "q": '"><b>'}, headers=READER)
    words = page_languages()[tag]
    assert shown.status_code == 401
    assert "www-authenticate" not in shown.headers
    assert f'<html lang="{tag}"' in shown.text
    assert words.password_needed in shown.text
    assert f'value="/library?lang={tag}&amp;q=%22%3E%3Cb%3E"' in shown.text
    assert "<b>" not in shown.text
    looks = re.findall(r'href="(/static/[^"]+)"', shown.text)
    assert [http.get(path).status_code for path in looks] == [200, 200]


def test_nothing_but_the_form_and_its_look_is_there_for_readers(http: TestClient) -> None:
    for path in ("/", "/library", "/openapi.json", "/document/000", "/nothing", "/static/0/page.js", "/enter/"):
        shown = http.get(path, headers=READER)
        assert (shown.status_code, "<form" in shown.text) == (401, True)
    for path in ("/leave", "/library/add", "/api/verify"):
        assert http.post(path, headers=READER).status_code == 401


def test_in_and_out_for_good(http: TestClient) -> None:
    entered = http.post("/enter?lang=ja", data={"password": WORD, "to": "/library?lang=ja"})
    assert (entered.status_code, entered.headers["location"]) == (303, "/library?lang=ja")
    given = entered.headers["set-cookie"].lower()
    assert "httponly" in given
    assert "samesite=strict" in given
    assert WORD not in given
    kept = dict(http.cookies)
    inside = http.get("/library?lang=ja", headers=READER)
    assert inside.status_code == 200
    assert page_languages()["ja"].leave in inside.text
    assert http.get("/api/documents").status_code == 200
    assert http.get("/enter", headers=READER).status_code == 303
    assert http.post("/leave").status_code == 303
    assert not http.cookies
    assert http.get("/", headers=READER).status_code == 401
    http.cookies.update(kept)
    assert http.get("/", headers=READER).status_code == 401
    left = http.get("/api/documents")
    assert left.status_code == 401
    assert "www-authenticate" not in left.headers  # a browser would ask in its own way, for what a page fetches


def test_who_comes_by_basic_is_not_offered_a_way_out(http: TestClient) -> None:
    shown = http.get("/", headers=READER, auth=("", WORD))
    assert shown.status_code == 200
    assert "/leave" not in shown.text


def test_wrong_ones_are_told_and_counted_with_all_others(engine: Engine) -> None:
    with client_of(engine) as http:
        wrong_ones(http)


def wrong_ones(http: TestClient) -> None:
    statuses = [http.get("/api/documents", auth=("", f"wrong {number}")).status_code for number in range(5)]
    for number in range(7):
        shown = http.post("/enter?lang=ko", data={"password": f"wrong {number}", "to": "/library"}, headers=READER)
        statuses.append(shown.status_code)
        assert 'role="alert"' in shown.text
        assert 'value="/library"' in shown.text
        assert "set-cookie" not in shown.headers
    assert statuses == [401] * 10 + [429] * 2
    assert int(shown.headers["retry-after"]) > 0
    assert http.post("/enter", data={"password": WORD}).status_code == 429


def test_where_no_try_is_left_the_right_one_is_not_told_from_wrong_ones() -> None:
    async def run() -> None:
        door = Door(WORD.__eq__)
        owner, guessing = ({"type": "http", "client": (f"192.0.2.{number}", 1)} for number in (1, 2))
        assert (await door.tried(WORD, owner)).right
        tries = [await door.tried(f"wrong {number}", guessing) for number in range(11)]
        assert [bool(one.wait) for one in tries] == [False] * 10 + [True]
        last = await door.tried(WORD, guessing)
        assert (last.right, last.wait > 0) == (False, True)
        assert all([(await door.tried(WORD, owner)).right for _ in range(50)])

    with ThreadPoolExecutor(1) as pool:  # a browser may hold the event loop of this thread
        pool.submit(asyncio.run, run()).result()


@pytest.mark.parametrize("body", [b"", b"password", b"password=%FF", b"\xff\xfe", b"password=" + b"a" * 900_000])
def test_what_is_no_password_opens_nothing(http: TestClient, body: bytes) -> None:
    assert http.post("/enter", content=body).status_code == 401


@pytest.mark.parametrize(
    "to", ["", "http://a.example/", "//a.example", "/\\a.example", "library", "/enter", "javascript:1"]
)
def test_it_leads_nowhere_else(http: TestClient, to: str) -> None:
    assert http.post("/enter", data={"password": WORD, "to": to}).headers["location"] == "/"


def test_a_link_from_elsewhere_is_followed_by_the_page_itself(http: TestClient) -> None:
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    shown = http.get("/library", headers=READER | link)
    assert shown.status_code == 401
    assert 'http-equiv="refresh"' in shown.text
    assert http.post("/enter", data={"password": WORD}, headers=link).status_code == 403


def scope(cookie: str = "", host: str = "books.example") -> Scope:
    headers = [(b"host", host.encode()), (b"cookie", cookie.encode())]
    return {"type": "http", "scheme": "https", "headers": headers}


def given_by(door: Door, host: str = "books.example") -> str:
    response = Response()
    door.let_in(response, scope(host=host))
    assert "; Secure" in response.headers["set-cookie"]
    return response.headers["set-cookie"].partition(";")[0]


def test_a_cookie_opens_the_door_that_gave_it_as_long_as_it_may() -> None:
    now = [1000.0]
    door = Door(WORD.__eq__, clock=lambda: now[0])
    cookie = given_by(door)
    assert door.admits(scope(cookie))
    assert not door.admits(scope())
    assert not Door(WORD.__eq__, clock=lambda: now[0]).admits(scope(cookie))
    now[0] += 12 * 60 * 60 - 1
    assert door.admits(scope(cookie))
    now[0] += 2
    assert not door.admits(scope(cookie))


def test_no_other_cookie_opens_it() -> None:
    door = Door(WORD.__eq__)
    name, value = given_by(door).split("=")
    ends, nonce, sign = value.split(".")
    for parts in product((ends, "99999999999", ""), (nonce, "0" * 32, ""), (sign, "0" * 64, "", "é")):
        forged = f"{name}={'.'.join(parts)}"
        assert door.admits(scope(forged)) is (list(parts) == [ends, nonce, sign])


def test_libraries_on_two_ports_of_a_name_each_have_their_own() -> None:
    door = Door(WORD.__eq__)
    first, second = given_by(door, "localhost:7860"), given_by(door, "localhost:7861")
    assert first.split("=")[0] != second.split("=")[0]
    assert door.admits(scope(f"{first}; {second}", "localhost:7861"))


@pytest.fixture(scope="module")
def guarded(engine: Engine) -> Iterator[str]:
    who = Who(local=False, names=frozenset({"localhost"}), password=Password.of(WORD, cost=16))
    with running(application(engine, who=who)) as address:
        yield address


@pytest.fixture
def context(windows: Window) -> Iterator[BrowserContext]:
    with windows(viewport={"width": 390, "height": 800}, locale="en-GB", http_credentials=None) as context:
        yield context


def visited(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    return page


AXE = files("axe_playwright_python").joinpath("axe.min.js")


@pytest.mark.browser
@pytest.mark.parametrize("tag", ["en", "ko"])
def test_in_the_browser(context: BrowserContext, guarded: str, tag: str) -> None:
    words = page_languages()[tag]
    page = visited(context, f"{guarded}/library?lang={tag}")
    expect(page.get_by_label(words.password)).to_be_focused()
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text(words.wrong_password)
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate("axe.run()")["violations"] == []
    page.get_by_label(words.password).fill(WORD)
    page.get_by_role("button", name=words.enter).click()
    page.wait_for_url(f"{guarded}/library?lang={tag}")
    expect(page.get_by_role("table")).to_be_visible()
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate("axe.run()")["violations"] == []

    other = visited(context, guarded.replace("127.0.0.1", "localhost"))  # another site, where nobody came in
    other.evaluate("address => { location.href = address }", f"{guarded}/questions?lang={tag}")
    expect(other.get_by_role("button", name=words.leave)).to_be_visible()

    page.get_by_role("button", name=words.leave).click()
    expect(page.get_by_label(words.password)).to_be_visible()
    other.evaluate("fetch('/check').then((response) => { document.title = String(response.status) })")
    expect(other).to_have_title("401")


@pytest.mark.browser
def test_a_question_after_the_cookie_has_ended_asks_for_the_password(context: BrowserContext, guarded: str) -> None:
    page = visited(context, f"{guarded}/?lang=en")
    page.get_by_label("Password").fill(WORD)
    page.keyboard.press("Enter")
    box = page.get_by_role("textbox", name="Your question")
    box.fill("Who is Helen Marsh?")
    context.clear_cookies()
    page.keyboard.press("Enter")
    page.get_by_label("Password").fill(WORD)
    page.keyboard.press("Enter")
    expect(page.locator("#answer:not([data-verdict=asking])")).to_be_visible()
    expect(page.locator("h1.q")).to_have_text("Who is Helen Marsh?")


@pytest.mark.browser
def test_without_scripts(windows: Window, guarded: str) -> None:
    with windows(java_script_enabled=False, locale="zh-TW") as context:
        page = context.new_page()
        page.goto(f"{guarded}/questions")
        page.get_by_label("密碼").fill(WORD)
        page.get_by_role("button", name="進入").click()
        page.get_by_role("button", name="登出").click()
        expect(page.get_by_label("密碼")).to_be_visible()
        page.close()
        context.clear_cookies()
