"""A website cannot drive the server: hosts and origins for REST, polling and WebSocket alike."""

from __future__ import annotations

import contextlib

import pytest
import requests
import websocket

from tests.live.api import Api, assert_refused
from tests.live.raw import http
from tests.live.server import Server
from tests.live.tables import CALLS, PAGES, Call

STRANGE_HOSTS = (
    "evil.example",
    "evil.example:{port}",
    "localhost.evil.example:{port}",
    "127.0.0.1.evil.example",
    "127.0.0.1@evil.example",
    "xlocalhost",
    "192.168.1.20:{port}",
    "127.1",
    "2130706433",
    "0.0.0.0:{port}",
    "[::]:{port}",
    "localhost:{port}, evil.example",
    "localhost:abc",
    "localhost evil.example",
    "loc\u0430lhost".encode().decode("latin-1"),
)
OWN_HOSTS = (
    "localhost:{port}",
    "LocalHost:{port}",
    "localhost.:{port}",
    "app.localhost:{port}",
    "127.0.0.1:{port}",
    "[::1]:{port}",
    "localhost",
)
STRANGE_ORIGINS = (
    "null",
    "http://evil.example",
    "https://evil.example:{port}",
    "http://localhost:{other}",
    "http://evil.localhost:{port}",
    "http://localhost:3000.evil.example",
    "http://localhost:30001",
    "http://localhost:3000/",
    "https://localhost:3000",
    "http://localhost:3000 http://evil.example",
    "http://localhost",
    "http://xlocalhost:3000",
    "file://",
    "chrome-extension://abcdefgh",
    "*",
    "",
)
OWN_ORIGINS = (
    "http://localhost:{port}",
    "http://127.0.0.1:{port}",
    "http://localhost:3000",
    "http://127.0.0.1:3000",
)
POLLING = "/socket.io/?EIO=4&transport=polling"
ADDRESSES = [*CALLS, *(Call("GET", rule, path) for rule, path in PAGES.items())]
ADDRESSES += [Call("GET", "polling", POLLING), Call("POST", "polling", POLLING + "&sid=x")]
ADDRESSES += [Call("OPTIONS", "preflight", "/api/sessions/create"), Call("GET", "nowhere", "/x/y")]


def fill(pattern: str, server: Server) -> str:
    return pattern.format(port=server.port, other=server.port + 1)


def send(server: Server, call: Call, **headers: str) -> requests.Response:
    url = server.base + call.at()
    body = {"json": call.body} if call.body else call.options
    encoded = {name: value.encode("latin-1") for name, value in headers.items()}
    return requests.request(call.method, url, headers=encoded, timeout=20, **body)


@pytest.mark.parametrize("call", ADDRESSES, ids=str)
def test_strange_hosts_and_origins_reach_nothing(server: Server, call: Call) -> None:
    for pattern in STRANGE_HOSTS:
        answer = send(server, call, Host=fill(pattern, server))
        assert_refused(answer, 403, "forbidden_host")
        assert "Access-Control-Allow-Origin" not in answer.headers
    for pattern in STRANGE_ORIGINS:
        answer = send(server, call, Origin=fill(pattern, server))
        assert_refused(answer, 403, "forbidden_origin")
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("call", ADDRESSES, ids=str)
def test_security_headers_stand_on_every_answer(server: Server, call: Call) -> None:
    for answer in (send(server, call), send(server, call, Host="evil.example")):
        headers = answer.headers
        assert "default-src 'self'" in headers["Content-Security-Policy"], headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], headers
        assert headers["X-Content-Type-Options"] == "nosniff", headers
        assert headers["X-Frame-Options"] == "DENY", headers


def test_own_hosts_and_origins_are_welcome(server: Server) -> None:
    call = CALLS[0]
    for pattern in OWN_HOSTS:
        answer = send(server, call, Host=fill(pattern, server))
        assert answer.status_code == 200, f"{pattern}: {answer.text}"
    for pattern in OWN_ORIGINS:
        origin = fill(pattern, server)
        answer = send(server, call, Origin=origin)
        assert answer.status_code == 200, f"{pattern}: {answer.text}"


def test_a_missing_or_doubled_host_is_refused(server: Server) -> None:
    for request in (
        b"GET /api/health HTTP/1.0\r\n\r\n",
        b"GET /api/health HTTP/1.1\r\nConnection: close\r\n\r\n",
        b"GET /api/health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n"
        b"Connection: close\r\n\r\n",
        b"GET /api/health HTTP/1.1\r\nHost: evil.example\r\nHost: localhost\r\n"
        b"Connection: close\r\n\r\n",
    ):
        answer = http(server.port, request)
        assert answer.split(b"\r\n")[0].split()[1] in (b"400", b"403"), answer[:200]


def test_forwarded_headers_change_nothing(server: Server) -> None:
    names = ("X-Forwarded-Host", "X-Forwarded-For", "X-Original-Host", "X-Host")
    flattering = {name: "localhost" for name in names} | {"Forwarded": "host=localhost"}
    assert_refused(
        requests.get(
            f"{server.base}/api/health", headers={**flattering, "Host": "evil.example"}, timeout=20
        ),
        403,
        "forbidden_host",
    )
    slandering = {name: "evil.example" for name in names} | {"Forwarded": "host=evil.example"}
    answer = requests.get(f"{server.base}/api/health", headers=slandering, timeout=20)
    assert answer.status_code == 200, answer.text


def handshake(server: Server, host: str, origin: str | None) -> int:
    """Status of a WebSocket handshake."""
    url = f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket"
    options = {"suppress_origin": True} if origin is None else {"origin": origin}
    socket = websocket.WebSocket()
    with contextlib.closing(socket):
        try:
            socket.connect(url, host=host, timeout=20, **options)
        except websocket.WebSocketBadStatusException as refused:
            assert b"forbidden_" in (refused.resp_body or b""), refused.resp_body
            return int(refused.status_code)
        return 101


def test_websockets_are_guarded_too(server: Server) -> None:
    own = f"localhost:{server.port}"
    for pattern in STRANGE_HOSTS:
        if pattern.isascii():
            assert handshake(server, fill(pattern, server), None) == 403, pattern
    for pattern in STRANGE_ORIGINS:
        if pattern:  # the library cannot send an empty one
            assert handshake(server, own, fill(pattern, server)) == 403, pattern
    for pattern in OWN_HOSTS:
        assert handshake(server, fill(pattern, server), None) == 101, pattern
    for pattern in OWN_ORIGINS:
        assert handshake(server, own, fill(pattern, server)) == 101, pattern


def test_a_page_on_port_3000_works_without_the_proxy(server: Server) -> None:
    for origin in ("http://localhost:3000", "http://127.0.0.1:3000"):
        asked = {
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        }
        url = f"{server.base}/api/sessions/create"
        preflight = requests.options(url, headers=asked, timeout=20)
        assert preflight.ok, preflight.text
        assert preflight.headers["Access-Control-Allow-Origin"] == origin
        assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
        assert "content-type" in preflight.headers["Access-Control-Allow-Headers"].lower()
        for path in ("/api/health", "/api/nowhere", POLLING):
            answer = requests.get(server.base + path, headers={"Origin": origin}, timeout=20)
            assert answer.headers["Access-Control-Allow-Origin"] == origin, path
            assert answer.headers["Access-Control-Allow-Credentials"] == "true", path


def test_without_an_origin_no_other_page_is_named(api: Api) -> None:
    assert "Access-Control-Allow-Origin" not in api.get("/api/health").headers


def test_the_debugger_is_never_on(server: Server) -> None:
    answer = requests.get(f"{server.base}/?__debugger__=yes&cmd=resource&f=debugger.js", timeout=20)
    assert "debugger" not in answer.text.lower().replace("__debugger__", ""), answer.text[:200]
