"""Who may call, from which page: tables of hosts and origins, and the headers of every answer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.web.guard import SECURITY_HEADERS, Guard, host_name, is_loopback_name
from tests.unit.examples import examples

LAN = "192.168.1.20"
LAN6 = "fe80::1"
VITE = "http://localhost:3000"


class Called(Exception):
    """The request came through."""


def guarded(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [("X-Own", "1")])
    return [b"inside"]


GUARD = Guard(guarded, frozenset({VITE}), frozenset({LAN, LAN6, "teacher.local"}))


def ask(**environ: str) -> tuple[str, dict[str, str], bytes]:
    """Status, headers and body of an answer; keywords are the request's headers."""
    told: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], *rest: Any) -> None:
        told.extend([status, dict(headers)])

    given = {f"HTTP_{name.upper()}": value for name, value in environ.items()}
    base = {"REQUEST_METHOD": "GET", "PATH_INFO": "/api/health", "wsgi.url_scheme": "http"}
    body = b"".join(GUARD({**base, **given}, start_response))
    return told[0], told[1], body


def verdict(**headers: str) -> str:
    """``ok``, or the type of the refusal."""
    status, _, body = ask(**headers)
    if status == "200 OK":
        assert body == b"inside"
        return "ok"
    assert status == "403 Forbidden"
    return str(json.loads(body)["error_type"])


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:5000",
        "LocalHost:5000",
        "localhost.",
        "localhost.:5000",
        "127.0.0.1",
        "127.0.0.1:80",
        "[::1]",
        "[::1]:5000",
        "[0:0:0:0:0:0:0:1]:5000",
        "app.localhost:5000",
        "A.B.LOCALHOST",
        " localhost:5000 ",
        LAN,
        f"{LAN}:5000",
        f"[{LAN6}]:5000",
        "Teacher.Local:5000",
        "teacher.local.",
    ],
)
def test_hosts_of_this_machine(host: str) -> None:
    assert verdict(host=host) == "ok"


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "evil.example:5000",
        "localhost.evil.example",
        "localhost:5000.evil.example",
        "notlocalhost",
        "evil-localhost",
        "localhostx:5000",
        "localhost..",
        "127.0.0.1.evil.example",
        "127.0.0.1.nip.io",
        "127.0.0.2",
        "127.1",
        "2130706433",
        "0x7f.0.0.1",
        "0.0.0.0",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::2]",
        "::1",
        "[::1",
        "::1]:5000",
        "[localhost]",
        "[127.0.0.1]",
        "localhost@evil.example",
        "evil.example@localhost",
        "evil.example/localhost",
        "evil.example#localhost",
        "evil.example localhost",
        "localhost,evil.example",
        "localhost:",
        "localhost:port",
        "localhost:123456",
        "localhost:-1",
        "localhost:5000\nx",
        "lo\u0441alhost",
        "localhost\x00",
        "192.168.1.2",
        "192.168.1.200",
        "teacher.local.evil.example",
        ".",
        ":",
        "null",
    ],
)
def test_hosts_of_strangers(host: str) -> None:
    assert verdict(host=host) == "forbidden_host"


def test_a_missing_host_is_a_stranger() -> None:
    assert verdict() == "forbidden_host"


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("localhost:5000", "http://localhost:5000"),
        ("LOCALHOST:5000", "http://localhost:5000"),
        ("localhost", "http://localhost"),
        ("127.0.0.1:5000", "http://127.0.0.1:5000"),
        ("[::1]:5000", "http://[::1]:5000"),
        ("app.localhost:5000", "http://app.localhost:5000"),
        (f"{LAN}:5000", f"http://{LAN}:5000"),
        ("localhost:5000", VITE),
        ("127.0.0.1:5000", VITE),
    ],
)
def test_origins_of_its_own_page(host: str, origin: str) -> None:
    assert verdict(host=host, origin=origin) == "ok"


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "http://evil.example",
        "https://localhost:5000",
        "http://localhost",
        "http://localhost:5001",
        "http://localhost:50000",
        "http://localhost:500",
        "http://localhost:3000.evil.example",
        "http://localhost:30000",
        "http://localhost:3000/",
        "http://localhost:5000/",
        "http://localhost:3000, http://evil.example",
        "http://localhost:5000 http://evil.example",
        "http://evil.example?http://localhost:5000",
        "http://localhost:5000@evil.example",
        "http://127.0.0.1:5000",
        "http://[::1]:5000",
        "HTTP://LOCALHOST:5000",
        "localhost:5000",
        "//localhost:5000",
        "file://",
        "*",
        "http://app.localhost:5000",
        f"http://{LAN}:5000",
    ],
)
def test_origins_of_other_pages(origin: str) -> None:
    assert verdict(host="localhost:5000", origin=origin) == "forbidden_origin"


def test_a_strangers_host_is_refused_whatever_its_origin() -> None:
    host = "evil.example"
    assert verdict(host=host, origin=f"http://{host}") == "forbidden_host"
    assert verdict(host=host, origin=VITE) == "forbidden_host"


@pytest.mark.parametrize(
    "header",
    ["x_forwarded_host", "x_forwarded_for", "forwarded", "x_original_host", "x_host", "referer"],
)
def test_forwarded_headers_count_for_nothing(header: str) -> None:
    assert verdict(host="evil.example", **{header: "localhost:5000"}) == "forbidden_host"
    forged = {header: "evil.example"}
    assert verdict(host="localhost:5000", **forged) == "ok"
    origin = "http://evil.example"
    assert verdict(host="localhost:5000", origin=origin, **forged) == "forbidden_origin"


def test_a_proxys_scheme_is_not_believed() -> None:
    forged = {"x_forwarded_proto": "https"}
    told = verdict(host="localhost:5000", origin="https://localhost:5000", **forged)
    assert told == "forbidden_origin"


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "localhost"},
        {"host": "evil.example"},
        {"host": "localhost", "origin": "null"},
    ],
)
def test_every_answer_has_the_security_headers(headers: dict[str, str]) -> None:
    _, told, _ = ask(**headers)
    assert dict(SECURITY_HEADERS).items() <= told.items()
    assert told["X-Content-Type-Options"] == "nosniff" and told["X-Frame-Options"] == "DENY"
    policy = told["Content-Security-Policy"]
    for rule in ("default-src 'self'", "object-src 'none'", "frame-ancestors 'none'"):
        assert rule in policy
    assert "'unsafe-eval'" not in policy and "http" not in policy and "*" not in policy
    assert "script-src 'self' 'wasm-unsafe-eval';" in policy, "no inline script"


def test_the_apps_own_headers_stay() -> None:
    assert ask(host="localhost")[1]["X-Own"] == "1"


def test_a_refusal_is_the_contracts_error() -> None:
    status, headers, body = ask(host="evil.example")
    told = json.loads(body)
    assert headers["Content-Type"] == "application/json"
    assert headers["Content-Length"] == str(len(body))
    assert told["error"] == told["message"] and "evil" not in told["message"]
    assert "Access-Control-Allow-Origin" not in headers and "X-Own" not in headers


@examples(200)
@given(st.text(max_size=30))
def test_no_header_breaks_it(header: str) -> None:
    verdict(host=header)
    verdict(host="localhost", origin=header)
    name = host_name(header)
    assert name is None or not set(name) & set(" /@#?,[]")


@examples(200)
@given(st.from_regex(r"[a-z0-9.-]{1,20}", fullmatch=True))
def test_only_names_of_this_machine_are_loopback(name: str) -> None:
    expected = name in ("localhost", "127.0.0.1") or name.endswith(".localhost")
    assert is_loopback_name(name) == expected
