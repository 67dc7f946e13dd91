"""Every route and every event is in the tables that test hosts, origins and bad input."""

from __future__ import annotations

import json
import re
import subprocess
import sys

from backend.contract.events import CLIENT_EVENTS
from backend.contract.openapi import ROUTES
from tests.live.server import ROOT
from tests.live.tables import CALLS, EVENTS, PAGES

_LIST_ROUTES = """
import json
from backend.app import create_app
from backend.settings import Settings
rules = create_app(Settings()).app.url_map.iter_rules()
print(json.dumps([[r.rule, sorted(r.methods - {"HEAD", "OPTIONS"})] for r in rules]))
"""


def served() -> set[tuple[str, str]]:
    """Every (method, rule) that the application answers, from its own map."""
    command = [sys.executable, "-W", "ignore", "-c", _LIST_ROUTES]
    out = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return {(method, rule) for rule, methods in json.loads(out) for method in methods}


def test_every_route_is_in_the_contract_and_in_the_tables() -> None:
    found = served()
    calls = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule))
        for method, rule in found
        if rule.startswith("/api/")
    }
    documented = {(route.method, route.path) for route in ROUTES}
    assert calls == documented, f"served and documented differ: {calls ^ documented}"
    tested = {(call.method, call.template) for call in CALLS}
    assert calls == tested, f"served and in tests/live/tables.py differ: {calls ^ tested}"
    pages = {(method, rule) for method, rule in found if not rule.startswith("/api/")}
    assert pages == {("GET", rule) for rule in PAGES}, pages


def test_every_event_is_in_the_tables() -> None:
    assert set(EVENTS) == set(CLIENT_EVENTS), set(EVENTS) ^ set(CLIENT_EVENTS)


def test_every_example_uses_every_field_of_its_call() -> None:
    """Bad values are tried in each field, so an example must have them all."""
    for route in ROUTES:
        if route.request is None or route.path.endswith("/create"):
            continue  # test_create.py walks the fields of create
        call = next(c for c in CALLS if (c.method, c.template) == (route.method, route.path))
        missing = set(route.request.model_fields) - set(call.body or {})
        assert not missing, f"{call}: {missing}"
    for name, model in CLIENT_EVENTS.items():
        optional = {"seed"}  # as REST's, where it is tried
        missing = set(model.model_fields) - set(EVENTS[name]) - {"session_id"} - optional
        assert not missing, f"{name}: {missing}"
