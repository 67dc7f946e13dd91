"""One place to train: whoever comes later waits visibly; resting runs give their place away."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.live.api import Api, assert_refused, small
from tests.live.client import Client
from tests.live.server import Server, eventually
from tests.live.story import assert_whole, picture, train

#: Holds the place until it is told to stop.
LONG = {"max_iters": 10_000, "eval_interval": 10_000, "batch_size": 128}


@pytest.fixture
def server(narrow_server: Server) -> Iterator[Server]:
    """The server with one place; `api`, `client` and `create` follow it here."""
    yield narrow_server
    assert narrow_server.process.poll() is None, narrow_server.log()
    eventually(lambda: narrow_server.health()["workers"]["busy"] == 0, 10, "a free place")


def test_the_queue_tells_positions(client: Client, create: Callable[..., str], api: Api) -> None:
    first = create(hyperparameters=LONG, speed_multiplier=1)
    second, third = create(), create(seed=8)
    assert client.order("start_training", first)["queued"] is False
    client.wait("training_progress")
    assert client.order("start_training", second)["queued"] is True
    assert client.order("start_training", third)["queued"] is True

    def position(session_id: str, after: int = 0) -> int:
        told = client.wait("training_queued", lambda e: e["session_id"] == session_id, after=after)
        assert told["estimated_start_s"] > 0, told
        place: int = told["position"]
        return place

    assert (position(second), position(third)) == (1, 2)
    status = api.status(third)
    assert status["status"] == "queued" and status["queue_position"] == 2, status
    assert status["estimated_start_s"] > 0 and "started_at" not in status, status
    assert api.get("/api/health").json()["sessions"] == {"total": 3, "running": 1, "queued": 2}
    for command in ("start_training", "pause_training", "resume_training", "step_training"):
        ack = client.refused(command, "invalid_state", session_id=third)
        assert ack["value"] == "queued", ack

    heard = len(client.heard)
    client.order("stop_training", second)  # leaves the queue without ever having trained
    stopped = client.wait("training_stopped", lambda e: e["session_id"] == second)
    assert stopped["current_step"] == 0 and stopped["reason"] == "user_requested", stopped
    assert position(third, after=heard) == 1, "it is told again when it changes"
    client.order("stop_training", first)
    client.wait("training_completed", lambda e: e["session_id"] == third)
    names = [h.name for h in client.heard if h.data.get("session_id") == second]
    assert "training_started" not in names, names
    assert "queue_position" not in api.status(third), api.status(third)


def test_waiting_changes_no_number(
    client: Client, connect: Callable[..., Client], create: Callable[..., str], api: Api
) -> None:
    alone = create()
    train(client, alone)
    first, waited = create(hyperparameters=LONG), create()
    client.order("start_training", first)
    other = connect()
    other.order("join", waited)
    assert other.order("start_training", waited)["queued"] is True
    client.order("stop_training", first)
    other.wait("training_completed")
    other.settle(waited)
    assert picture(other, waited) == picture(client, alone)
    names = other.names()
    assert names.index("training_queued") < names.index("training_started"), names


def test_a_resting_run_frees_its_place_and_goes_on_unchanged(
    client: Client, connect: Callable[..., Client], create: Callable[..., str]
) -> None:
    recipe = {"max_iters": 40, "eval_interval": 20}
    alone = create(hyperparameters=recipe)
    train(client, alone)
    rested, other = create(hyperparameters=recipe), create(seed=9)
    tab = connect()
    tab.order("join", rested)
    for _ in range(3):
        tab.order("step_training", rested)
    tab.wait("training_metrics", lambda e: e["step"] == 3)
    train(client, other)  # needs the place
    tab.order("resume_training", rested)
    tab.wait("training_completed")
    tab.settle(rested)
    told, expected = picture(tab, rested), picture(client, alone)
    assert told["losses"] == expected["losses"]
    assert [m for m in told["metrics"] if m[0] % 20 == 0] == expected["metrics"]


def test_four_sessions_are_kept(server: Server, client: Client, api: Api) -> None:
    ids = []
    for _ in range(5):
        ids.append(api.create(small(hyperparameters=LONG))["session_id"])
    # The one that was longest unused made room.
    assert_refused(api.get(f"/api/sessions/{ids[0]}"), 404, "session_not_found")
    alive = ids[1:]
    for session_id in alive:
        client.order("start_training", session_id)
    body = assert_refused(api.post("/api/sessions/create", small()), 429, "too_many_sessions")
    assert body["limit"] == 4 and body["value"] == 4, body
    for session_id in alive:
        assert api.delete(f"/api/sessions/{session_id}").status_code == 200
    api.delete(f"/api/sessions/{api.create()['session_id']}")


def test_what_nobody_uses_expires(client: Client, connect: Callable[..., Client], api: Api) -> None:
    """Finished, resting and idle ones with their texts; never one that trains or waits."""
    text = "Rain and sun and wind over the quiet hills of home, again and again. " * 3
    dataset = api.post("/api/datasets/from-text", {"text": text}).json()["dataset_id"]
    resting = api.create(small(hyperparameters=LONG))["session_id"]
    client.order("step_training", resting)
    client.wait("training_paused")
    finished = api.create(small(dataset_id=dataset))["session_id"]
    train(client, finished)
    running = api.create(small(hyperparameters=LONG, speed_multiplier=1))["session_id"]
    client.order("start_training", running)
    waiting = api.create(small())["session_id"]
    client.order("start_training", waiting)
    for gone in (finished, resting):
        client.wait("session_removed", lambda e, g=gone: e["session_id"] == g)
        assert_refused(api.get(f"/api/sessions/{gone}"), 404, "session_not_found")
    stopped = client.wait("training_stopped")
    assert stopped["session_id"] == resting and stopped["reason"] == "expired", stopped
    assert_refused(api.get(f"/api/datasets/{dataset}/text"), 404, "dataset_not_found")
    assert api.status(running)["status"] == "running"
    assert api.status(waiting)["status"] == "queued"
    client.order("stop_training", running)
    client.wait("training_completed", lambda e: e["session_id"] == waiting)
    for session_id in (running, waiting):
        api.delete(f"/api/sessions/{session_id}")


def test_an_unused_text_expires(api: Api) -> None:
    text = "Rain and sun and wind over the quiet hills of home, again and again. " * 3
    dataset = api.post("/api/datasets/from-text", {"text": text}).json()["dataset_id"]
    # Looking is using, so look only once, late.
    eventually(_after(7.0), 15, "time goes by")
    assert_refused(api.get(f"/api/datasets/{dataset}/text"), 404, "dataset_not_found")


def _after(seconds: float) -> Callable[[], bool]:
    import time

    until_s = time.monotonic() + seconds
    return lambda: time.monotonic() > until_s


def test_accidents_are_refused_without_the_flag(api: Api) -> None:
    for planned in ("die=5", "hang=1", "x", "="):
        answer = api.post("/api/sessions/create", small(), headers={"X-Llmb-Faults": planned})
        assert_refused(answer, 400, "invalid_request")


def test_a_polling_client_and_a_whole_run(connect: Callable[..., Client], api: Api) -> None:
    session = api.create()
    client = connect(transport="polling")
    client.order("join", session["session_id"])
    train(client, session["session_id"])
    assert_whole(client, session, 20, 10)
    api.delete(f"/api/sessions/{session['session_id']}")
