"""A crashed, hung or raving worker ends its own session, with a cause, and nothing else."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import psutil
import pytest

from tests.live.api import Api, assert_refused, small
from tests.live.client import Client
from tests.live.server import Server, eventually, running
from tests.live.story import losses, train

LONG = {"max_iters": 10_000, "eval_interval": 10_000, "batch_size": 128}


def planned(accident: str) -> dict[str, Any]:
    return {"headers": {"X-Llmb-Faults": accident}}


class Hanging:
    """A session that hangs from its fifth step on, begun before all else: giving up takes 30 s."""

    def __init__(self, server: Server) -> None:
        self.api, self.client = Api(server.base), Client(server.base)
        body = small(hyperparameters=LONG, seed=3)
        self.id: str = self.api.create(body, **planned("hang=5"))["session_id"]
        self.client.order("start_training", self.id)
        self.client.wait("training_progress")
        self.since_s = time.monotonic()


@pytest.fixture(scope="module")
def hanging(shared_server: Server) -> Iterator[Hanging]:
    found = Hanging(shared_server)
    yield found
    found.client.close()
    found.client.check()
    found.api.delete(f"/api/sessions/{found.id}")
    found.api.close()


@pytest.fixture(autouse=True)
def beside_a_hanging_one(hanging: Hanging) -> Hanging:
    return hanging


@pytest.mark.parametrize(
    ("accident", "error_type", "cause"),
    [
        ("die=12", "worker_lost", "unexpectedly"),
        ("garbage=12", "worker_lost", "unexpectedly"),
        ("exhaust=12", "out_of_memory", "memory"),
    ],
)
def test_an_accident_ends_one_session_within_three_seconds(
    client: Client, connect: Callable[..., Client], create: Callable[..., str], api: Api,
    server: Server, accident: str, error_type: str, cause: str,
) -> None:  # fmt: skip
    healthy = create(hyperparameters=LONG, speed_multiplier=2)
    watcher = connect()
    watcher.order("start_training", healthy)
    watcher.wait("training_progress", lambda e: e["step"] >= 5)
    # At a pace at which each step is told: what a worker has not said yet dies with it.
    session_id = create(**planned(accident), speed_multiplier=1)
    client.order("join", session_id)
    client.order("start_training", session_id)
    client.wait("training_progress", lambda e: e["step"] >= 10)
    began_s = time.monotonic()
    error = client.wait("error")
    assert time.monotonic() - began_s < 5, "three seconds, and some for a busy machine"
    assert error["error_type"] == error_type and cause in error["message"], error
    status = api.status(session_id)
    assert status["status"] == "error" and status["error_message"] == error["message"], status
    story = api.history(session_id)
    assert [p["step"] for p in story["loss_history"]] == [0, 10], "what it showed is kept"
    assert story["progress"]["steps"][:10] == list(range(1, 11)), story["progress"]["steps"]
    answer = api.post(f"/api/sessions/{session_id}/generate", {"step": 10})
    assert answer.json()["step"] == 10, "its past can be asked"
    for command in ("pause_training", "resume_training", "stop_training"):
        client.refused(command, "invalid_state", session_id=session_id)
    # Everybody else goes on, and a new start works.
    reached = api.status(healthy)["current_iter"]
    train(client, create())
    watcher.wait("training_progress", lambda e: e["step"] > reached + 10)
    told = losses(watcher, healthy)
    assert told.keys() == set(range(1, len(told) + 1)), "no gap in the healthy one"
    zombies = [p for p in psutil.Process(server.process.pid).children() if p.status() == "zombie"]
    assert not zombies, zombies


def test_a_failed_session_can_be_replayed(
    client: Client, create: Callable[..., str], api: Api
) -> None:
    """The accident happens again: the same session, the same plan. Its error is told again."""
    session_id = create(**planned("die=12"))
    client.order("start_training", session_id)
    client.wait("error")
    heard = len(client.heard)
    client.order("start_training", session_id)
    client.wait("training_started", after=heard)
    assert "error_message" not in api.status(session_id), "forgotten with the old training"
    client.wait("error", after=heard)


@pytest.fixture(scope="module")
def bare() -> Iterator[Server]:
    """A server without warm workers: the only training process is the one that trains."""
    with running(warm_workers=0) as server:
        yield server


def begin(server: Server) -> tuple[str, Client]:
    """A long run on the only worker, and its watcher."""
    session_id: str = server.api.create(small(hyperparameters=LONG))["session_id"]
    client = server.connect()
    client.order("start_training", session_id)
    client.wait("training_progress", lambda e: e["step"] > 5, within_s=60)
    return session_id, client


def test_a_worker_that_dies_while_it_rests(bare: Server) -> None:
    session_id, client = begin(bare)
    client.order("pause_training", session_id)
    client.wait("training_paused")
    bare.only_worker().kill()
    error = client.wait("error", within_s=5)
    assert error["error_type"] == "worker_lost", error
    assert bare.api.status(session_id)["status"] == "error"
    bare.api.delete(f"/api/sessions/{session_id}")
    client.check()


def test_a_worker_that_dies_while_it_is_told_to_stop(bare: Server) -> None:
    session_id, client = begin(bare)
    worker = bare.only_worker()
    worker.suspend()
    client.tell("stop_training", session_id=session_id)
    worker.kill()
    client.wait("training_stopped", within_s=5)
    assert bare.api.status(session_id)["status"] == "stopped"
    heard = len(client.heard)
    client.order("start_training", session_id)
    client.wait("training_progress", after=heard, within_s=60)
    bare.api.delete(f"/api/sessions/{session_id}")
    client.check()


def test_a_hung_run_can_be_stopped_at_once(
    client: Client, create: Callable[..., str], api: Api
) -> None:
    session_id = create(hyperparameters=LONG, **planned("hang=1"))
    client.order("start_training", session_id)
    client.wait("training_progress")
    assert client.order("pause_training", session_id) == {"ok": True}
    began_s = time.monotonic()
    client.order("stop_training", session_id)
    client.wait("training_stopped")
    assert time.monotonic() - began_s < 2.5, time.monotonic() - began_s
    assert api.status(session_id)["status"] == "stopped"
    assert api.delete(f"/api/sessions/{session_id}").status_code == 200
    create()


def test_the_helper_that_answers_questions_is_replaced(
    client: Client, create: Callable[..., str], server: Server, api: Api
) -> None:
    session_id = create()
    train(client, session_id)
    helper = next(c for c in server.children() if "inspect_worker" in " ".join(c.cmdline()))
    helper.send_signal(signal.SIGKILL)
    path = f"/api/sessions/{session_id}/generate"
    answer = eventually(lambda: (a := api.post(path, {})).ok and a, 30, "an answer again")
    assert len(answer.json()["text"]) == 100
    assert api.post("/api/datasets/upload", files={"file": ("a.txt", b"rain and sun. " * 20)}).ok


def test_plans_that_make_no_sense_are_refused(api: Api) -> None:
    for text in ("explode=5", "die", "die=x", "die=1,", "=5"):
        answer = api.post("/api/sessions/create", small(), headers={"X-Llmb-Faults": text})
        assert_refused(answer, 400, "invalid_request")


def test_a_hung_run_is_given_up_after_half_a_minute(hanging: Hanging) -> None:
    error = hanging.client.wait("error", within_s=45)
    waited_s = time.monotonic() - hanging.since_s
    assert error["error_type"] == "worker_lost" and "no longer answered" in error["message"], error
    if waited_s < 44:  # it was heard in time to measure
        heard_s = next(h.at_s for h in hanging.client.heard if h.name == "error")
        assert 25 < heard_s - hanging.since_s < 40, heard_s - hanging.since_s
    assert hanging.api.status(hanging.id)["status"] == "error"
    # What it had not said yet, a thirtieth of a second's worth, went with it.
    kept = hanging.api.history(hanging.id)["progress"]["steps"]
    assert kept == [1, 2, 3, 4, 5][: len(kept)] and kept, kept
