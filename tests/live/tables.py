"""Every call and every client event with an example, and what strangers may send instead.

The walk in ``tests/integration/test_walk.py`` fails when a route or an event is missing here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from tests.live.api import small

NOBODY = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Call:
    """One REST call with an example: ``{session}`` and ``{dataset}`` stand for living ones."""

    method: str
    template: str
    path: str
    body: dict[str, Any] | None = None
    options: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.template}"

    def at(self, session: str = NOBODY, dataset: str = "user_none") -> str:
        """The concrete path."""
        return self.path.replace("{session}", session).replace("{dataset}", dataset)


_SESSION = "/api/sessions/{session_id}"
CALLS = (
    Call("GET", "/api/health", "/api/health"),
    Call("GET", "/api/openapi.json", "/api/openapi.json"),
    Call("GET", "/api/presets", "/api/presets"),
    Call("GET", "/api/datasets", "/api/datasets"),
    Call("GET", "/api/examples", "/api/examples"),
    Call("POST", "/api/documents", "/api/documents", {"text": "To be\n\nor not", "format": "docx"}),
    Call("GET", "/api/datasets/{dataset_id}/text", "/api/datasets/{dataset}/text"),
    Call(
        "POST",
        "/api/datasets/upload",
        "/api/datasets/upload",
        options={"files": {"file": ("a.txt", b"rain and sun and rain. " * 10)}},
    ),
    Call(
        "POST",
        "/api/datasets/from-text",
        "/api/datasets/from-text",
        {"text": "rain and sun and rain again over the hills. " * 3},
    ),
    Call("POST", "/api/sessions/create", "/api/sessions/create", small()),
    Call("GET", "/api/sessions", "/api/sessions"),
    Call("GET", _SESSION, "/api/sessions/{session}"),
    Call("DELETE", _SESSION, "/api/sessions/{session}"),
    Call("GET", f"{_SESSION}/history", "/api/sessions/{session}/history"),
    Call(
        "POST",
        f"{_SESSION}/generate",
        "/api/sessions/{session}/generate",
        {
            "prompt": "To be",
            "max_new_tokens": 5,
            "temperature": 0.7,
            "top_k": 5,
            "seed": 1,
            "step": 0,
        },
    ),
    Call(
        "POST",
        f"{_SESSION}/inspect",
        "/api/sessions/{session}/inspect",
        {"text": "To be", "step": 0, "top": 3},
    ),
    Call("POST", f"{_SESSION}/quiz", "/api/sessions/{session}/quiz", {"seed": 1}),
    Call("GET", f"{_SESSION}/export", "/api/sessions/{session}/export?format=csv"),
)
#: What serves the page; no JSON, the same guard.
PAGES = {
    "/": "/",
    "/app": "/app",
    "/app/<path:place>": "/app/watch",
    "/<file:name>": "/favicon.svg",
}

#: A valid payload for every event, but for its session_id.
EVENTS: dict[str, dict[str, Any]] = {
    "join": {"attention": "snapshots", "since": 0},
    "leave": {},
    "start_training": {},
    "pause_training": {},
    "resume_training": {},
    "stop_training": {},
    "step_training": {},
    "set_speed": {"speed_multiplier": 2},
    "inspect": {"text": "To be", "step": 0, "top": 3},
    "generate": {"prompt": "To be", "max_new_tokens": 5, "temperature": 0.7, "top_k": 5, "step": 0},
    "frame_ack": {"step": 0},
}

#: Bodies that are no JSON object of finite numbers.
BAD_BODIES: dict[str, bytes] = {
    "nothing": b"",
    "half": b'{"text": "',
    "words": b"hello",
    "a list": b"[1, 2]",
    "null": b"null",
    "true": b"true",
    "a number": b"3",
    "a string": b'"text"',
    "NaN": b'{"text": NaN}',
    "Infinity": b'{"text": Infinity}',
    "-Infinity": b'{"text": -Infinity}',
    "deep lists": b"[" * 100_000,
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "deep and whole": b'{"text":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    "5,000 digits": b'{"text": ' + b"9" * 5_000 + b"}",
    "latin-1": b'{"text": "caf\xe9"}',
    "utf-16": '{"text": "x"}'.encode("utf-16"),
    "utf-32": '{"text": "x"}'.encode("utf-32"),
    "NUL": b"\x00",
    "NUL inside": b'{"text": "a\x00b"}',
    "surrogate bytes": b'{"text": "\xed\xa0\x80"}',
    "an unknown field": b'{"surprise": 1}',
    "an unknown field that is half a character": b'{"\\ud800": 1}',
}

#: Raw JSON that no number field may take, and what it is called.
NOT_NUMBERS: dict[str, str] = {
    "true": "true",
    "false": "false",
    "a string": '"5"',
    "an empty string": '""',
    "a list": "[5]",
    "an object": "{}",
    "4,000 digits": "9" * 4_000,
    "minus 4,000 digits": "-" + "9" * 4_000,
    "beyond floats": "1e999",
    "NaN": "NaN",
    "half a character": '"\\ud800"',
}
#: What text fields may or may not take; never the cause of a failure.
ODD_TEXTS: dict[str, str] = {
    "half a character": '"\\ud800"',
    "NUL": '"\\u0000"',
    "right to left": '"\\u202e"',
    "a number": "5",
    "true": "true",
    "a list": '["x"]',
    "deep": "[" * 900 + "]" * 900,
}

#: What a stranger may emit in place of a payload.
BAD_PAYLOADS: dict[str, Any] = {
    "null": None,
    "a number": 5,
    "a string": "x",
    "a list": [1],
    "true": True,
    "bytes": b"\x00\xff",
    "an empty object": {},
    "a number as id": {"session_id": 5},
    "null as id": {"session_id": None},
    "a list as id": {"session_id": ["x"]},
    "half a character as id": {"session_id": "\ud800"},
    "NUL as id": {"session_id": "\x00"},
    "a long id": {"session_id": "x" * 100_000},
    "bytes as id": {"session_id": b"x"},
    "NaN": {"session_id": float("nan")},
    "an unknown field": {"session_id": NOBODY, "surprise": 1},
    "an unknown field that is half a character": {"session_id": NOBODY, "\ud800": 1},
}


def with_raw(body: dict[str, Any], path: tuple[str, ...], raw: str) -> bytes:
    """`body` as JSON with the raw text `raw` in place of the field at `path`."""
    mark = "@@raw@@"
    copy: dict[str, Any] = json.loads(json.dumps(body))
    place = copy
    for key in path[:-1]:
        place = place.setdefault(key, {})
    place[path[-1]] = mark
    return json.dumps(copy).replace(f'"{mark}"', raw).encode()
