"""Which engine trains a run is what the process that trains it says, from the first moment on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.live.api import Api, small
from tests.live.client import Client
from tests.live.server import Server, running
from tests.live.story import train
from tests.unit.training.fused_support import library_or_skip


@pytest.fixture(scope="module")
def slow_server() -> Iterator[Server]:
    """A server that is told to leave compiled code alone."""
    with running(engine="torch") as server:
        yield server.wait_until_warm()


def trained(server: Server) -> tuple[dict[str, Any], list[dict[str, Any]], dict[str, Any]]:
    """A small run: the answer to its creation, what was said of its engine, its last status."""
    api, client = Api(server.base), Client(server.base)
    session = api.create(small())
    session_id = session["session_id"]
    client.order("join", session_id)
    train(client, session_id)
    told, status = client.events("engine_chosen"), api.status(session_id)
    story = api.history(session_id)
    assert (story["engine"], story["engine_reason"]) == (status["engine"], status["engine_reason"])
    api.delete(f"/api/sessions/{session_id}")
    client.close()
    client.check()
    api.close()
    return session, told, status


def test_a_worker_that_may_not_use_compiled_code_says_so(slow_server: Server) -> None:
    session, told, status = trained(slow_server)
    assert (session["engine"], session["engine_reason"]) == (None, ""), "nobody trains it yet"
    reason = "PyTorch was asked for."
    assert [(e["engine"], e["engine_reason"]) for e in told] == [("pytorch", reason)]
    assert (status["engine"], status["engine_reason"]) == ("pytorch", reason)
    assert slow_server.health()["engine_reason"] == reason


def test_compiled_code_is_told_too(server: Server) -> None:
    library_or_skip()
    session, told, status = trained(server)
    assert session["engine"] is None
    assert [(e["engine"], e["engine_reason"]) for e in told] == [("fused", "")]
    assert (status["engine"], status["engine_reason"]) == ("fused", "")
