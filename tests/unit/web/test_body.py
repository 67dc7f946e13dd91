"""What clients send: sizes, encodings, JSON, and that failures have one shape."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from flask import Request
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder

from backend.contract.errors import ContractError
from backend.web import body as body_module
from backend.web.body import (
    MAX_BODY_BYTES,
    MAX_UPLOAD_BYTES,
    PrivateRequest,
    check_size,
    json_body,
)
from tests.unit.examples import examples


def request_of(data: bytes, length: int | None = None, kind: str = "") -> Request:
    """A request with this body that says it has `length` bytes."""
    builder = EnvironBuilder(method="POST", input_stream=io.BytesIO(data), content_type=kind)
    said = str(len(data) if length is None else length)
    return Request({**builder.get_environ(), "CONTENT_LENGTH": said})


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b'{"a": [1, null, "\xc3\xa9"]}', {"a": [1, None, "é"]}),
        (b" 7 ", 7),
        (b'"\\ud800"', "\ud800"),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b"1e3", 1000.0),
    ],
)
def test_json_is_read(data: bytes, value: Any) -> None:
    assert json_body(request_of(data)) == value


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded"])
def test_the_declared_type_does_not_matter(kind: str) -> None:
    assert json_body(request_of(b'{"a": 1}', kind=kind)) == {"a": 1}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "not valid JSON"),
        (b"{", "not valid JSON"),
        (b"{'a': 1}", "not valid JSON"),
        (b'{"a": 1}x', "not valid JSON"),
        (b"NaN", "not valid JSON"),
        (b'{"a": Infinity}', "not valid JSON"),
        (b'{"a": -Infinity}', "not valid JSON"),
        (b"\xef\xbb\xbf{}", "not valid JSON"),
        (b'{"a": "\x00"}', "not valid JSON"),
        (b"9" * 5000, "not valid JSON"),
        ('{"a": 1}'.encode("utf-16"), "not UTF-8"),
        (b'"\xe9"', "not UTF-8"),
        (b'"\xed\xa0\x80"', "not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
    ],
    ids=lambda part: str(part)[:30],
)
def test_what_is_not_json_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(ContractError, match=told) as refusal:
        json_body(request_of(data))
    assert refusal.value.error_type == "invalid_request"


@examples(200)
@given(st.binary(max_size=50))
def test_no_bytes_break_it(data: bytes) -> None:
    try:
        json_body(request_of(data))
    except ContractError as refusal:
        assert refusal.status == 400


def test_a_body_of_the_largest_size_is_taken() -> None:
    check_size(request_of(b"", length=MAX_BODY_BYTES))


def test_a_larger_one_is_refused_after_it_was_sent() -> None:
    """Answering while the client still sends would cut its connection instead of telling it."""
    size = MAX_BODY_BYTES + 1
    request = request_of(bytes(size))
    with pytest.raises(ContractError) as refusal:
        check_size(request)
    error = refusal.value
    assert (error.error_type, error.limit, error.value) == (
        "file_too_large",
        MAX_UPLOAD_BYTES,
        size,
    )
    assert "10.1 MB, the limit is 10 MB" in error.message
    assert request.environ["wsgi.input"].read() == b"", "it was read to its end"


def test_what_is_far_too_large_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_module, "_DRAIN_BYTES", 1000)
    request = request_of(bytes(5000), length=10**12)
    with pytest.raises(ContractError):
        check_size(request)
    assert len(request.environ["wsgi.input"].read()) == 4000


def test_a_client_that_promises_more_than_it_sends_is_not_waited_for() -> None:
    with pytest.raises(ContractError):
        check_size(request_of(b"x" * 10, length=MAX_BODY_BYTES * 2))


def test_files_stay_in_memory() -> None:
    """The library itself puts what is larger than half a megabyte into a file."""
    builder = EnvironBuilder(
        method="POST", data={"file": (io.BytesIO(b"secret" * 2**18), "letter.txt")}
    )
    environ = builder.get_environ()
    received = PrivateRequest(environ).files["file"]
    environ["wsgi.input"].close()
    assert type(received.stream) is io.BytesIO
    assert received.stream.getbuffer().nbytes == 6 * 2**18


# ---- failures ------------------------------------------------------------------------------------


def refused(answer: Any, status: int, error_type: str) -> dict[str, Any]:
    assert answer.status_code == status and answer.mimetype == "application/json"
    told: dict[str, Any] = json.loads(answer.data)
    assert set(told) == {"error", "message", "error_type", "field", "limit", "value"}
    assert told["error"] == told["message"] and told["error_type"] == error_type
    return told


def test_a_refusal_keeps_its_details(client: FlaskClient) -> None:
    refused(client.post("/api/echo", data=b"{"), 400, "invalid_request")
    too_large = client.post("/api/echo", data=bytes(MAX_BODY_BYTES + 1))
    assert refused(too_large, 400, "file_too_large")["limit"] == MAX_UPLOAD_BYTES


@pytest.mark.parametrize("path", ["/api/nothing", "/api", "/api/", "/nothing.js", "/api/echo/x"])
def test_an_unknown_address(client: FlaskClient, path: str) -> None:
    refused(client.get(path), 404, "not_found")


def test_a_wrong_method_says_which_are_right(client: FlaskClient) -> None:
    answer = client.delete("/api/echo")
    refused(answer, 405, "method_not_allowed")
    assert answer.headers["Allow"] == "OPTIONS, POST"


def test_a_bug_tells_nothing(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    answer = client.get("/api/bug")
    refused(answer, 500, "internal_error")
    assert b"secret" not in answer.data and b"KeyError" not in answer.data
    assert "/home/someone/secret" in caplog.text, "the log has the trace"


# ---- accidents -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "plan"),
    [("die=20", {"die": 20}), ("hang=3,garbage=4", {"hang": 3, "garbage": 4}), ("", {})],
)
def test_accidents_are_planned_where_they_are_allowed(
    client: FlaskClient, text: str, plan: dict[str, int]
) -> None:
    answer = client.get("/api/faults/1", headers={"X-Llmb-Faults": text})
    assert answer.get_json() == plan


@pytest.mark.parametrize("text", ["die=20", "nonsense", "die", "die=x", "=", "smile=3"])
def test_accidents_are_refused_elsewhere_and_nonsense_everywhere(
    client: FlaskClient, text: str
) -> None:
    headers = {"X-Llmb-Faults": text}
    refused(client.get("/api/faults/0", headers=headers), 400, "invalid_request")
    if text != "die=20":
        refused(client.get("/api/faults/1", headers=headers), 400, "invalid_request")
