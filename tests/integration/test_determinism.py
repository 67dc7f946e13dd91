"""The same configuration, text and seed give the same numbers, whatever happens around them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.live.api import Api, small
from tests.live.client import Client
from tests.live.server import Server
from tests.live.story import picture, train

#: Everything that draws random numbers is in it.
RECIPE = {
    "hyperparameters": {"max_iters": 24, "eval_interval": 8, "batch_size": 40, "input_noise": 0.1},
    "model": {"n_embd": 16, "n_layer": 2, "n_head": 2, "block_size": 32, "dropout": 0.1},
}


@pytest.fixture(scope="module")
def reference(shared_server: Server) -> Iterator[dict[str, Any]]:
    """What the run shows at Max speed, with nothing else around."""
    api, client = Api(shared_server.base), Client(shared_server.base)
    session_id = api.create(small(**RECIPE))["session_id"]
    client.order("join", session_id)
    train(client, session_id)
    yield picture(client, session_id)
    client.close()
    client.check()
    api.delete(f"/api/sessions/{session_id}")
    api.close()


def same(told: dict[str, Any], reference: dict[str, Any]) -> None:
    for key in ("losses", "metrics", "samples", "attention"):
        assert told[key] == reference[key], key


@pytest.mark.parametrize("speed", [1, 2, 5, 10])
def test_at_every_speed(
    client: Client, create: Callable[..., str], reference: dict[str, Any], speed: int
) -> None:
    session_id = create(**RECIPE, speed_multiplier=speed)
    train(client, session_id)
    same(picture(client, session_id), reference)


def test_stepped(client: Client, create: Callable[..., str], reference: dict[str, Any]) -> None:
    session_id = create(**RECIPE)
    for _ in range(24):
        client.order("step_training", session_id)
    client.wait("training_completed")
    client.settle(session_id)
    told = picture(client, session_id)
    assert told["losses"] == reference["losses"]
    assert [m[0] for m in told["metrics"]] == list(range(25)), "a checkpoint after every step"
    for key in ("metrics", "samples", "attention"):
        due = [entry for entry in told[key] if entry[0] % 8 == 0]
        assert due == reference[key], key


def test_paused_and_resumed_and_sped_up(
    client: Client, create: Callable[..., str], reference: dict[str, Any]
) -> None:
    session_id = create(**RECIPE, speed_multiplier=5)
    client.order("start_training", session_id)
    for step in (4, 9, 14):
        client.wait("training_progress", lambda e, s=step: e["step"] >= s)
        client.order("pause_training", session_id)
        client.order("set_speed", session_id, speed_multiplier=10)
        client.order("resume_training", session_id)
        client.order("set_speed", session_id, speed_multiplier=5)
    client.wait("training_completed")
    client.settle(session_id)
    same(picture(client, session_id), reference)


def test_beside_other_runs_and_questions(
    client: Client, connect: Callable[..., Client], create: Callable[..., str],
    reference: dict[str, Any], api: Api,
) -> None:  # fmt: skip
    lasting = {"max_iters": 10_000, "batch_size": 128}
    beside = create(hyperparameters=lasting, model={"n_embd": 32}, seed=99)
    other = connect()
    other.order("start_training", beside)
    session_id = create(**RECIPE)
    client.order("start_training", session_id)
    client.wait("training_progress")
    for step in range(3):
        answer = api.post(f"/api/sessions/{session_id}/generate", {"step": step, "seed": 1})
        assert answer.status_code == 200, answer.text
    client.wait("training_completed")
    client.settle(session_id)
    assert api.status(beside)["status"] == "running", "they trained side by side"
    same(picture(client, session_id), reference)


def test_another_seed_is_another_run(
    client: Client, create: Callable[..., str], reference: dict[str, Any]
) -> None:
    session_id = create(**RECIPE, seed=8)
    train(client, session_id)
    told = picture(client, session_id)
    assert told["losses"] != reference["losses"] and told["samples"] != reference["samples"]
