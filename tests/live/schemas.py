"""The generated documents as judges: does this answer, does this event look as promised?"""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from backend.contract.events import SERVER_EVENTS

DOCS = Path(__file__).resolve().parents[2] / "docs"


@cache
def _document(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((DOCS / name).read_text("utf-8"))
    return document


@cache
def _event_judge(model: str) -> Any:
    definitions = _document("events.schema.json")["$defs"]
    return jsonschema_rs.validator_for({"$ref": f"#/$defs/{model}", "$defs": definitions})


@cache
def _answer_judge(method: str, path: str, status: int) -> Any | None:
    document = _document("openapi.json")
    responses = document["paths"][path][method.lower()]["responses"]
    chosen = responses.get(str(status)) or responses["default"]
    schema = chosen["content"].get("application/json", {}).get("schema")
    if not schema:
        return None
    return jsonschema_rs.validator_for({**schema, "components": document["components"]})


def complaints_about_event(name: str, payload: Any) -> list[str]:
    """What is wrong with a server event; empty when all is as promised."""
    if name not in SERVER_EVENTS:
        return [f"there is no event {name!r} in the contract"]
    if name == "attention_frame":
        # Bytes have no JSON type: the model itself is the judge.
        SERVER_EVENTS[name].model_validate(payload)
        return []
    judge = _event_judge(SERVER_EVENTS[name].__name__)
    return [f"{name}: {e.message} at {e.instance_path}" for e in judge.iter_errors(payload)]


def complaints_about_ack(payload: Any) -> list[str]:
    """What is wrong with an acknowledgement."""
    if not isinstance(payload, dict) or not isinstance(payload.get("ok"), bool):
        return [f"an acknowledgement is an object with ok, not {payload!r}"]
    if payload["ok"]:
        return []
    return [f"ack: {e.message}" for e in _event_judge("Refusal").iter_errors(payload)]


def complaints_about_answer(method: str, path: str, status: int, body: Any) -> list[str]:
    """What is wrong with a REST answer; `path` as in the OpenAPI document, or any unknown one."""
    if path not in _document("openapi.json")["paths"]:
        path, method = "/api/health", "GET"
    elif method.lower() not in _document("openapi.json")["paths"][path]:
        method = next(iter(_document("openapi.json")["paths"][path]))
    judge = _answer_judge(method, path, status)
    return [] if judge is None else [f"{path}: {e.message}" for e in judge.iter_errors(body)]


def template_of(path: str) -> str:
    """The OpenAPI path that a concrete one is an instance of, or the path itself."""
    bare = path.split("?")[0]
    parts = bare.split("/")
    known = _document("openapi.json")["paths"]
    if bare in known:
        return bare
    for template in known:
        wanted = template.split("/")
        if len(wanted) == len(parts) and all(
            w == p or w.startswith("{") for w, p in zip(wanted, parts, strict=True)
        ):
            return str(template)
    return bare


def strict_json(text: str) -> Any:
    """JSON as browsers read it: NaN and Infinity are errors."""

    def refuse(name: str) -> Any:
        raise ValueError(f"{name} in an answer")

    return json.loads(text, parse_constant=refuse)


def all_finite(value: Any) -> bool:
    """Whether every number in a structure is finite."""
    if isinstance(value, dict):
        return all(all_finite(v) for v in value.values())
    if isinstance(value, list):
        return all(all_finite(v) for v in value)
    return not isinstance(value, float) or math.isfinite(value)
