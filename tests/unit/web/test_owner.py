"""The cookie by which a browser is known."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from backend.web.owner import COOKIE


def test_the_first_answer_sets_it_and_the_next_knows_it(client: FlaskClient) -> None:
    first = client.get("/api/who")
    token = first.get_json()["owner"]
    assert first.get_json()["known"] is None
    header = first.headers["Set-Cookie"]
    assert header.startswith(f"{COOKIE}={token};")
    for part in ("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=31536000"):
        assert part in header
    second = client.get("/api/who")
    assert second.get_json() == {"known": token, "owner": token}
    assert "Set-Cookie" not in second.headers


def test_an_answer_that_did_not_ask_sets_it_too(client: FlaskClient) -> None:
    client.get("/api/anonymous")
    assert client.get("/api/anonymous").get_json()["known"]


def test_a_refusal_sets_it_too(client: FlaskClient) -> None:
    assert COOKIE in client.get("/api/nothing").headers["Set-Cookie"]


def test_files_do_not(client: FlaskClient) -> None:
    """A cached file must not carry anybody's token."""
    for path in ("/", "/assets/app-1a2b.js"):
        assert "Set-Cookie" not in client.get(path).headers


def test_every_browser_gets_its_own_and_it_cannot_be_guessed(client: FlaskClient) -> None:
    tokens = set()
    for _ in range(20):
        tokens.add(client.get("/api/who").get_json()["owner"])
        client.delete_cookie(COOKIE)
    assert len(tokens) == 20 and all(len(token) == 43 for token in tokens)


@pytest.mark.parametrize(
    "forged", ["", "x", "a" * 42, "a" * 44, "a" * 42 + "!", "a" * 42 + "é", "../" + "a" * 40]
)
def test_a_made_up_token_is_nobody(client: FlaskClient, forged: str) -> None:
    client.set_cookie(COOKIE, forged)
    told = client.get("/api/who").get_json()
    assert told["known"] is None and told["owner"] != forged
