"""Requests made up from the OpenAPI document: every answer is as the document says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CHECKS

from backend.contract.openapi import openapi
from tests.live.server import Server

schema = schemathesis.openapi.from_dict(openapi())
WANTED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "unsupported_method",
)


@pytest.fixture(scope="module")
def session_id(shared_server: Server) -> Iterator[str]:
    """A living session, so that some requests reach beyond "not found"."""
    made: str = shared_server.api.create()["session_id"]
    client = shared_server.connect()
    client.order("step_training", made)
    client.wait("training_paused")
    client.close()
    yield made
    shared_server.api.delete(f"/api/sessions/{made}")


@schema.parametrize()
@settings(
    max_examples=25,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_documented(
    case: schemathesis.Case, shared_server: Server, session_id: str
) -> None:
    living: Any = case.path_parameters
    if "session_id" in living and case.method != "DELETE" and len(str(living["session_id"])) % 2:
        living["session_id"] = session_id
    answer = case.call(base_url=shared_server.base, timeout=30)
    case.validate_response(answer, checks=[CHECKS.get_one(name) for name in WANTED])
    assert answer.headers["x-content-type-options"] == ["nosniff"], answer.headers
