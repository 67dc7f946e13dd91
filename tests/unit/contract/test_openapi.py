"""The documents made from the models: whole, valid, and fresh."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import backend.contract
from backend.contract import __main__ as contract_main
from backend.contract.base import RequestModel, WireModel
from backend.contract.errors import STATUS, ContractError, ErrorBody, ErrorType
from backend.contract.events import CLIENT_EVENTS, SERVER_EVENTS, SKIPPABLE
from backend.contract.openapi import ROUTES, event_schemas, openapi

ROOT = Path(__file__).resolve().parents[3]
#: Bases that never travel themselves, and the two halves that only travel within others.
ABSTRACT = {"WireModel", "RequestModel", "RoomEvent", "SessionCore"}


def models() -> dict[str, type[Any]]:
    """Every model that the contract defines, by name."""
    found: dict[str, type[Any]] = {}
    for module in pkgutil.iter_modules(backend.contract.__path__):
        if module.name != "__main__":
            members = vars(importlib.import_module(f"backend.contract.{module.name}"))
            found |= {
                m.__name__: m
                for m in members.values()
                if inspect.isclass(m) and issubclass(m, WireModel | RequestModel)
            }
    return found


def references(node: Any) -> set[str]:
    """Every ``$ref`` below a node."""
    if isinstance(node, dict):
        own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*(references(value) for value in node.values()))
    return set().union(*(references(value) for value in node)) if isinstance(node, list) else set()


@pytest.mark.parametrize("route", ROUTES, ids=lambda r: f"{r.method} {r.path}")
def test_every_route_is_in_the_document(route: Any) -> None:
    operation = openapi()["paths"][route.path][route.method.lower()]
    assert set(operation["responses"]) == {str(route.status), "default"}
    placeholders = {part[1:-1] for part in route.path.split("/") if part.startswith("{")}
    told = operation.get("parameters", [])
    assert {p["name"] for p in told if p["in"] == "path"} == placeholders
    assert {p["name"] for p in told if p["in"] == "query"} == {name for name, _, _ in route.query}
    assert ("requestBody" in operation) == bool(route.request or route.upload)


def test_nothing_else_is_in_the_document() -> None:
    told = {(method.upper(), path) for path, ways in openapi()["paths"].items() for method in ways}
    assert told == {(route.method, route.path) for route in ROUTES}
    ids = [way["operationId"] for ways in openapi()["paths"].values() for way in ways.values()]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", sorted(models().keys() - ABSTRACT))
def test_every_model_is_in_the_document(name: str) -> None:
    assert name in openapi()["components"]["schemas"]
    assert name in event_schemas()["$defs"]


@pytest.mark.parametrize("document", [openapi, event_schemas])
def test_every_reference_leads_somewhere(document: Any) -> None:
    whole = document()
    for reference in references(whole):
        node = whole
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]


def test_every_event_is_in_the_schemas_by_its_name() -> None:
    tables = event_schemas()["$defs"]
    for name, events in (("ServerEvents", SERVER_EVENTS), ("ClientEvents", CLIENT_EVENTS)):
        rows = tables[name]["properties"]
        assert {event: row["$ref"].split("/")[-1] for event, row in rows.items()} == {
            event: model.__name__ for event, model in events.items()
        }
    assert SERVER_EVENTS.keys() > SKIPPABLE


def test_every_error_type_has_a_status_and_one_shape() -> None:
    assert set(STATUS) == set(ErrorType.__args__)  # type: ignore[attr-defined]
    for kind, status in STATUS.items():
        error = ContractError(kind, "No.")
        assert error.status == status and 400 <= status <= 500
        assert error.body().wire() == {
            "error": "No.",
            "message": "No.",
            "error_type": kind,
            "field": None,
            "limit": None,
            "value": None,
        }
    required = openapi()["components"]["schemas"]["ErrorBody"]["required"]
    assert set(required) == {"error", "message", "error_type"}
    assert ErrorBody.model_fields.keys() >= {"field", "limit", "value"}


def test_what_a_person_sends_is_strict_and_what_is_sent_is_finite() -> None:
    for name, model in models().items():
        assert model.model_config["extra"] == "forbid", name
        assert model.model_config["allow_inf_nan"] is False, name
        assert model.model_config["frozen"], name
        if issubclass(model, RequestModel):
            assert model.model_config["strict"], name


def test_the_generated_documents_are_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    assert contract_main.main(["--check"]) == 0, capsys.readouterr().err


def test_stale_documents_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(contract_main, "DOCS", tmp_path)
    assert contract_main.main(["--check"]) == 1
    assert "openapi.json is stale. Run: ./setup.sh types" in capsys.readouterr().err
    assert contract_main.main([]) == 0
    assert contract_main.main(["--check"]) == 0
    schemas = json.loads((tmp_path / "events.schema.json").read_text("utf-8"))
    schemas["$defs"].pop("ServerEvents")
    (tmp_path / "events.schema.json").write_text(json.dumps(schemas))
    assert contract_main.main(["--check"]) == 1
    assert "openapi" not in capsys.readouterr().err


@pytest.mark.skipif(
    not (ROOT / "frontend/node_modules/json-schema-to-typescript").is_dir(),
    reason="the page's packages are not installed",
)
def test_the_pages_types_are_fresh() -> None:
    command = ["node", str(ROOT / "frontend/scripts/types.mjs"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
