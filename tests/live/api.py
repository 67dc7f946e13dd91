"""REST as a stranger would speak it; every JSON answer is held to the OpenAPI document."""

from __future__ import annotations

from typing import Any

import requests

from tests.live.schemas import complaints_about_answer, strict_json, template_of

TIMEOUT_S = 40
#: A run that takes less than a second.
SMALL: dict[str, Any] = {
    "hyperparameters": {
        "max_iters": 20,
        "eval_interval": 10,
        "batch_size": 4,
        "warmup_steps": 0,
    },
    "model": {"n_embd": 8, "n_layer": 1, "n_head": 2, "block_size": 16},
    "seed": 7,
    "speed_multiplier": 0,
}


def small(**changes: Any) -> dict[str, Any]:
    """The body of a create call for a small run; hyperparameters and model merge by field."""
    body: dict[str, Any] = {"feature_type": "watch_learn", "dataset_id": "shakespeare", **SMALL}
    for key, value in changes.items():
        merges = key in ("hyperparameters", "model") and isinstance(value, dict)
        body[key] = {**SMALL[key], **value} if merges else value
    return body


class Api:
    """One browser: it keeps the cookie that it was given."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.http = requests.Session()
        # A stranger's proxy settings are not what is tested.
        self.http.trust_env = False

    def close(self) -> None:
        """Let go of the connections."""
        self.http.close()

    def request(self, method: str, path: str, **options: Any) -> requests.Response:
        """One call; raises AssertionError when a JSON answer is not what the document says."""
        answer = self.http.request(method, self.base + path, timeout=TIMEOUT_S, **options)
        if path.startswith("/api") and answer.content and method != "HEAD":
            kind = answer.headers["Content-Type"]
            if not answer.ok:
                assert kind == "application/json", f"{answer.status_code} {kind}: {answer.text!r}"
            if kind == "application/json":
                body = strict_json(answer.text)
                wrong = complaints_about_answer(method, template_of(path), answer.status_code, body)
                assert not wrong, f"{method} {path} {answer.status_code}: {wrong}"
        return answer

    def get(self, path: str, **options: Any) -> requests.Response:
        """GET."""
        return self.request("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> requests.Response:
        """POST a JSON body, or whatever `options` say."""
        return self.request("POST", path, **({"json": body} if body is not None else {}), **options)

    def delete(self, path: str, **options: Any) -> requests.Response:
        """DELETE."""
        return self.request("DELETE", path, **options)

    def create(self, body: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
        """Create a session that must be accepted."""
        answer = self.post("/api/sessions/create", body or small(), **options)
        assert answer.status_code == 201, f"{answer.status_code}: {answer.text}"
        session: dict[str, Any] = answer.json()
        return session

    def status(self, session_id: str) -> dict[str, Any]:
        """How far a session is."""
        answer = self.get(f"/api/sessions/{session_id}")
        assert answer.status_code == 200, f"{answer.status_code}: {answer.text}"
        status: dict[str, Any] = answer.json()
        return status

    def history(self, session_id: str, query: str = "") -> dict[str, Any]:
        """The whole story of a session."""
        answer = self.get(f"/api/sessions/{session_id}/history{query}")
        assert answer.status_code == 200, f"{answer.status_code}: {answer.text}"
        story: dict[str, Any] = answer.json()
        return story


def assert_refused(answer: requests.Response, status: int, error_type: str) -> dict[str, Any]:
    """The contract's error shape with this status and type; returns the body."""
    got = f"{answer.status_code} {answer.text[:300]}"
    assert answer.status_code == status, got
    body: dict[str, Any] = answer.json()
    assert body["error_type"] == error_type, got
    assert body["error"] == body["message"] and body["message"].strip(), got
    assert "Traceback" not in answer.text and "/backend/" not in answer.text, got
    return body
