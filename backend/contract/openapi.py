"""The REST calls as a table, and the OpenAPI document and event schemas made from it.

`ROUTES` is what exists: the web room must serve exactly these (a test walks both).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from backend import __version__
from backend.contract.ask import (
    Generated,
    GenerateRequest,
    Inspection,
    InspectRequest,
    Quiz,
    QuizRequest,
)
from backend.contract.base import RequestModel, WireModel
from backend.contract.errors import ErrorBody
from backend.contract.events import CLIENT_EVENTS, SERVER_EVENTS, Refusal
from backend.contract.rest import (
    CreateSession,
    DatasetList,
    DatasetText,
    Deleted,
    DocumentRequest,
    FromText,
    Health,
    PresetList,
    Session,
    SessionList,
    SessionState,
    SessionStatus,
    UserDataset,
)
from backend.contract.style import ExampleList

_PLAIN = str.maketrans(" /-", "___", "{}.")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_REF = "#/components/schemas/{model}"


@dataclass(frozen=True)
class Route:
    """One REST call: what it takes, what it answers on success, and its query parameters.

    Attributes:
        query: name, schema and whether it must be given, of each.
    """

    method: str
    path: str
    summary: str
    response: type[WireModel] | None = None
    request: type[RequestModel] | None = None
    status: int = 200
    query: tuple[tuple[str, dict[str, Any], bool], ...] = ()
    upload: bool = False
    media_types: tuple[str, ...] = ("application/json",)


ROUTES: tuple[Route, ...] = (
    Route("GET", "/api/health", "Is the server well, and how busy", Health),
    Route("GET", "/api/datasets", "The bundled texts", DatasetList),
    Route("GET", "/api/datasets/{dataset_id}/text", "A person's own text, cleaned", DatasetText),
    Route(
        "POST",
        "/api/datasets/upload",
        "Bring a .txt or .docx file",
        UserDataset,
        status=201,
        upload=True,
    ),
    Route(
        "POST", "/api/datasets/from-text", "Bring a pasted text", UserDataset, FromText, status=201
    ),
    Route("GET", "/api/examples", "Texts of our own to try Style Transfer with", ExampleList),
    Route(
        "POST",
        "/api/documents",
        "A text as a Word document; nothing is kept",
        request=DocumentRequest,
        media_types=(DOCX,),
    ),
    Route("GET", "/api/presets", "Named architectures and recipes", PresetList),
    Route("POST", "/api/sessions/create", "Set up a run", Session, CreateSession, status=201),
    Route("GET", "/api/sessions", "The runs of this browser", SessionList),
    Route("GET", "/api/sessions/{session_id}", "How far a run is", SessionStatus),
    Route(
        "GET",
        "/api/sessions/{session_id}/history",
        "The whole story of a run",
        SessionState,
        query=(("attention", {"enum": ["all"]}, False),),
    ),
    Route("DELETE", "/api/sessions/{session_id}", "Stop and forget a run", Deleted),
    Route(
        "POST",
        "/api/sessions/{session_id}/generate",
        "What would it write",
        Generated,
        GenerateRequest,
    ),
    Route(
        "POST",
        "/api/sessions/{session_id}/inspect",
        "What does it look at and expect",
        Inspection,
        InspectRequest,
    ),
    Route(
        "POST",
        "/api/sessions/{session_id}/quiz",
        "Which is which: five pieces of a style session's text and of the machine's",
        Quiz,
        QuizRequest,
    ),
    Route(
        "GET",
        "/api/sessions/{session_id}/export",
        "Take a run home: history, losses, or the weights of a kept step",
        query=(
            ("format", {"enum": ["json", "csv", "safetensors"]}, True),
            ("step", {"type": "integer", "minimum": 0}, False),
        ),
        media_types=("application/json", "text/csv", "application/octet-stream"),
    ),
    Route("GET", "/api/openapi.json", "This document"),
)


def _models() -> list[tuple[type[BaseModel], JsonSchemaMode]]:
    """Every model of the wire with the side from which its schema is seen, each once."""
    answers = {r.response for r in ROUTES if r.response} | set(SERVER_EVENTS.values())
    answers |= {ErrorBody, Refusal}
    requests = {r.request for r in ROUTES if r.request} | set(CLIENT_EVENTS.values())
    by_name = sorted(answers, key=lambda m: m.__name__)
    asked = sorted(requests, key=lambda m: m.__name__)
    return [(m, "serialization") for m in by_name] + [(m, "validation") for m in asked]


def _schemas(ref_template: str) -> dict[str, Any]:
    _, document = models_json_schema(_models(), by_alias=True, ref_template=ref_template)
    definitions: dict[str, Any] = document["$defs"]
    return definitions


def _body(route: Route) -> dict[str, Any] | None:
    if route.upload:
        part = {
            "type": "object",
            "required": ["file"],
            "properties": {"file": {"type": "string", "format": "binary"}},
        }
        return {"required": True, "content": {"multipart/form-data": {"schema": part}}}
    if route.request is None:
        return None
    schema = {"$ref": _REF.format(model=route.request.__name__)}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _operation(route: Route) -> dict[str, Any]:
    error = {"application/json": {"schema": {"$ref": _REF.format(model="ErrorBody")}}}
    schema = {"$ref": _REF.format(model=route.response.__name__)} if route.response else {}
    parameters: list[dict[str, Any]] = [
        {"name": part[1:-1], "in": "path", "required": True, "schema": {"type": "string"}}
        for part in route.path.split("/")
        if part.startswith("{")
    ]
    parameters += [
        {"name": name, "in": "query", "required": required, "schema": schema}
        for name, schema, required in route.query
    ]
    operation: dict[str, Any] = {
        "summary": route.summary,
        "operationId": f"{route.method} {route.path}".lower().translate(_PLAIN),
        "responses": {
            str(route.status): {
                "description": "done",
                "content": {kind: {"schema": schema} for kind in route.media_types},
            },
            "default": {"description": "refused, with the reason", "content": error},
        },
    }
    if parameters:
        operation["parameters"] = parameters
    if body := _body(route):
        operation["requestBody"] = body
    return operation


@cache
def openapi() -> dict[str, Any]:
    """The OpenAPI 3.1 document of every REST call."""
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": "LLMBreaker", "version": __version__},
        "paths": paths,
        "components": {"schemas": _schemas(_REF)},
    }


def event_schemas() -> dict[str, Any]:
    """JSON Schema of all payloads: two maps from event name to payload, and every definition."""
    definitions = _schemas("#/$defs/{model}")

    def table(title: str, events: dict[str, Any]) -> dict[str, Any]:
        return {
            "title": title,
            "type": "object",
            "additionalProperties": False,
            "required": list(events),
            "properties": {name: {"$ref": f"#/$defs/{m.__name__}"} for name, m in events.items()},
        }

    definitions["ServerEvents"] = table("ServerEvents", dict(SERVER_EVENTS))
    definitions["ClientEvents"] = table("ClientEvents", dict(CLIENT_EVENTS))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": definitions}
