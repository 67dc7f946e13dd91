"""Whatever a stranger sends, on every call and every event: a clear refusal, and life goes on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from backend.contract.openapi import ROUTES
from tests.live.api import Api, assert_refused
from tests.live.client import Client
from tests.live.raw import Wire, http
from tests.live.server import Server
from tests.live.tables import (
    BAD_BODIES,
    BAD_PAYLOADS,
    CALLS,
    EVENTS,
    NOBODY,
    NOT_NUMBERS,
    ODD_TEXTS,
    Call,
    with_raw,
)

JSON_CALLS = [c for c in CALLS if c.method == "POST" and not c.template.endswith("upload")]
ASKED = ("/generate", "/inspect", "/from-text", "/quiz", "/documents")
ASKING = [c for c in JSON_CALLS if c.template.endswith(ASKED)]
NUMBERS = {"max_new_tokens", "temperature", "top_k", "seed", "step"}


@pytest.fixture(scope="module")
def stepped(shared_server: Server) -> Iterator[str]:
    """A session that rests after its first step."""
    session_id: str = shared_server.api.create()["session_id"]
    client = shared_server.connect()
    client.order("step_training", session_id)
    client.wait("training_paused")
    client.close()
    yield session_id
    shared_server.api.delete(f"/api/sessions/{session_id}")


@pytest.mark.parametrize("call", JSON_CALLS, ids=str)
def test_bodies_that_are_no_json_object(api: Api, stepped: str, call: Call) -> None:
    for name, body in BAD_BODIES.items():
        for kind in ("application/json", "text/plain", ""):
            answer = api.post(call.at(stepped), data=body, headers={"Content-Type": kind})
            assert answer.status_code == 400, f"{name} as {kind!r}: {answer.text}"
            assert_refused(answer, 400, "invalid_request")


@pytest.mark.parametrize("call", ASKING, ids=str)
def test_odd_values_in_every_field(api: Api, stepped: str, call: Call) -> None:
    for field in call.body or {}:
        for name, raw in (NOT_NUMBERS if field in NUMBERS else ODD_TEXTS).items():
            answer = api.post(call.at(stepped), data=with_raw(call.body or {}, (field,), raw))
            if field == "step" and name == "4,000 digits":
                assert answer.status_code == 200, answer.text  # the newest step is not after it
            elif field in NUMBERS or answer.status_code != 200:
                assert_refused(answer, 400, answer.json()["error_type"])
                assert answer.json()["error_type"] in ("invalid_request", "text_too_short"), name


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_other_methods_are_refused_in_json(api: Api, call: Call) -> None:
    allowed = {route.method for route in ROUTES if route.path == call.template}
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - allowed:
        answer = api.request(method, call.at())
        assert_refused(answer, 405, "method_not_allowed")
        assert allowed <= set(answer.headers["Allow"].split(", ")), answer.headers["Allow"]


def test_addresses_that_do_not_exist(api: Api) -> None:
    for path in (
        "/api",
        "/api/",
        "/api/nowhere",
        "/api/health/",
        "/api/sessions/",
        "/api/sessions/a/b/c",
        "/api/%2e%2e/health/x",
        "/assets/../../pyproject.toml",
        "/..%2f..%2fpyproject.toml",
        "/%00",
        "/nowhere.html",
    ):
        for method in ("GET", "POST", "DELETE") if path.startswith("/api") else ("GET",):
            answer = api.request(method, path)
            assert answer.status_code == 404, f"{method} {path}: {answer.status_code}"
            assert answer.headers["Content-Type"] == "application/json", f"{method} {path}"
            assert_refused(answer, 404, "not_found")


@pytest.mark.parametrize(
    "call", [c for c in CALLS if "{session}" in c.path], ids=str
)  # fmt: skip
def test_every_wrong_id_gets_the_same_answer(api: Api, stepped: str, call: Call) -> None:
    expected = api.request(call.method, call.at(NOBODY), json=call.body).json()
    assert expected["error_type"] == "session_not_found", expected
    guesses = (stepped.upper(), stepped[:-1], stepped + "x", stepped.replace("-", ""), "%00")
    for guess in (*guesses, "%ff", "%ed%a0%80", "{}", "'%20or%201=1", "x" * 4000, "..", "%20"):
        answer = api.request(call.method, call.at(guess), json=call.body)
        if guess == "..":  # the client library takes it for a way up
            assert answer.status_code in (404, 405), f"{guess}: {answer.text}"
            continue
        assert answer.status_code == 404, f"{guess}: {answer.text}"
        assert answer.json() == expected, f"{guess}: {answer.text}"


def test_queries_that_are_not_understood(api: Api, stepped: str) -> None:
    for query in ("", "?format=", "?format=html", "?format=JSON", "?format=%00"):
        answer = api.get(f"/api/sessions/{stepped}/export{query}")
        assert_refused(answer, 400, "invalid_request")
    for step in ("", "-1", "1.0", "x", "+1", "0x1", "%D9%A3", "9" * 16, "9" * 5000):
        answer = api.get(f"/api/sessions/{stepped}/export?format=safetensors&step={step}")
        refused = assert_refused(answer, 400, "invalid_request")
        assert refused["field"] == "step", refused
    answer = api.get(f"/api/sessions/{stepped}/history?attention=some")
    assert_refused(answer, 400, "invalid_request")


def test_a_body_without_a_length(server: Server) -> None:
    text = json.dumps({"text": "rain and sun and rain again over the hills. " * 3}).encode()
    head = b"POST /api/datasets/from-text HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    chunked = head + b"Transfer-Encoding: chunked\r\n\r\n"
    whole = b"%x\r\n%s\r\n0\r\n\r\n" % (len(text), text)
    assert http(server.port, chunked + whole).split()[1] == b"201"
    for length in (b"abc", b"-5"):
        answer = http(server.port, head + b"Content-Length: " + length + b"\r\n\r\n" + text)
        assert answer.split()[1] == b"400", answer[:300]


# ---- events -------------------------------------------------------------------------------------


@pytest.mark.parametrize("event", EVENTS)
def test_payloads_that_make_no_sense(client: Client, stepped: str, event: str) -> None:
    for name, payload in BAD_PAYLOADS.items():
        ack = client.ask(event, payload)
        assert ack["ok"] is False, f"{event} {name}: {ack}"
        assert ack["error_type"] in ("invalid_request", "session_not_found"), f"{name}: {ack}"
    unknown = client.refused(event, "session_not_found", session_id=NOBODY, **EVENTS[event])
    others = (stepped.upper(), stepped[:-1], "")
    for guess in others:
        ack = client.ask(event, session_id=guess, **EVENTS[event])
        assert ack == unknown, f"{guess}: {ack}"
    assert client.connected


@pytest.mark.parametrize("event", [e for e, fields in EVENTS.items() if fields])
def test_odd_values_in_every_field_of_an_event(server: Server, stepped: str, event: str) -> None:
    valid = {"session_id": stepped, **EVENTS[event]}
    number = 0
    with Wire(server.port) as wire:
        for field in EVENTS[event]:
            numeric = not isinstance(EVENTS[event][field], str)
            for name, raw in (NOT_NUMBERS if numeric else ODD_TEXTS).items():
                number += 1
                ack = wire.ask(number, event, with_raw(valid, (field,), raw).decode())
                huge_step = name == "4,000 digits" and field in ("step", "since")
                if numeric and not huge_step:
                    assert ack["ok"] is False, f"{event}.{field} {name}: {ack}"
                    assert ack["error_type"] == "invalid_request", f"{field} {name}: {ack}"


def test_an_event_that_does_not_exist(client: Client) -> None:
    for name in ("trian", "message", "json", "__init__", "connect_error", "\ud800"):
        ack = client.ask(name, {"a": 1})
        assert ack["ok"] is False and ack["error_type"] == "invalid_request", f"{name}: {ack}"


def test_events_without_or_with_too_many_arguments(server: Server) -> None:
    with Wire(server.port) as wire:
        for number, packet in enumerate(('["join"]', '["join",{},{},{}]', '["nowhere"]')):
            wire.send(f"42{number}{packet}")
            ack = json.loads(wire.until(f"43{number}[").removeprefix(f"43{number}"))[0]
            assert ack["ok"] is False and ack["error_type"] == "invalid_request", f"{packet}: {ack}"


@pytest.mark.parametrize("event", EVENTS)
def test_json_that_python_cannot_read_is_acknowledged(server: Server, event: str) -> None:
    deep, digits = "[" * 100_000 + "]" * 100_000, "9" * 5_000
    with Wire(server.port) as wire:
        for number, payload in enumerate((deep, f'{{"session_id":{deep}}}', digits, '{"a":')):
            ack = wire.ask(number, event, payload)
            assert ack["ok"] is False and ack["error_type"] == "invalid_request", ack


@pytest.mark.parametrize(
    "packet",
    [
        "",
        "x",
        "9",
        "4",
        "42",
        "42[]",
        "42{}",
        "42[5]",
        "42[null,{}]",
        "42[{}]",
        "42[[]]",
        '42["disconnect"]',
        '42["connect"]',
        '43999["x"]',
        "44{}",
        "45999-[",
        '451-["join",{"_placeholder":true,"num":7}]',
        '459999999999-["join"]',
        "4" + "[" * 100_000,
        '42["join"',
        '42/other,["join",{}]',
        "40/other",
        "1",
    ],
    ids=lambda packet: packet[:30],
)
def test_no_packet_hurts_anybody_else(
    server: Server, client: Client, create: Callable[..., str], packet: str
) -> None:
    """The one who breaks the protocol may be hung up on; everybody else hears nothing of it."""
    with Wire(server.port) as wire:
        wire.send(packet)
        session_id = create()
        client.order("join", session_id)
    assert client.connected


def test_nothing_of_this_was_an_error_of_ours(server: Server) -> None:
    """What a client sends is never an uncaught error of our code."""
    ours: list[Any] = [line for line in server.log().splitlines() if "handling a client" in line]
    assert not ours, ours
    assert "a request failed" not in server.log(), server.log()[-3000:]
