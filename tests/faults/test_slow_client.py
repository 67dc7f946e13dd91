"""A client that stops reading costs bounded memory and nobody else's time."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable
from typing import Any

import psutil
import pytest

from tests.live.api import Api, small
from tests.live.client import Client
from tests.live.raw import Wire
from tests.live.server import Server, eventually
from tests.live.story import assert_whole, losses

#: Twelve heads of 64 x 64 make 0.4 MB of snapshots a checkpoint: more than sockets hold.
HEAVY = {
    "model": {"n_embd": 24, "n_layer": 3, "n_head": 4, "block_size": 64},
    "hyperparameters": {"max_iters": 72, "eval_interval": 3, "batch_size": 2},
}


def packets(wire: Wire, until: Callable[[str, Any], bool], within_s: float) -> list[Any]:
    """Read on after a silence: every event as (name, payload) until one matches."""
    heard: list[Any] = []
    deadline_s = time.monotonic() + within_s
    while time.monotonic() < deadline_s:
        packet = wire.socket.recv()
        if packet == "2":
            wire.send("3")
        elif isinstance(packet, str) and packet.startswith("42"):
            name, payload = json.loads(packet[2:])
            heard.append((name, payload))
            if until(name, payload):
                return heard
    raise AssertionError(f"not within {within_s} s; heard {[name for name, _ in heard][-20:]}")


def test_a_silent_client_costs_nobody_else_anything(
    server: Server, client: Client, api: Api
) -> None:
    session = api.create(small(**HEAVY))
    session_id = session["session_id"]
    process = psutil.Process(server.process.pid)
    with contextlib.ExitStack() as stack:
        silent = [stack.enter_context(Wire(server.port, receive_buffer=4096)) for _ in range(2)]
        for wire in silent:
            wire.emit("join", {"session_id": session_id}, ack=1)
        client.order("join", session_id)
        before_bytes = process.memory_info().rss
        client.order("start_training", session_id)
        worst_s = 0.0
        while "training_completed" not in client.names():
            began_s = time.monotonic()
            assert api.get("/api/health").ok
            worst_s = max(worst_s, time.monotonic() - began_s)
            assert time.monotonic() - client.heard[0].at_s < 90, client.summary()
        client.settle(session_id)
        assert_whole(client, session, 72, 3)  # the one that reads misses nothing
        # A send that waits for a silent client waits for as long as it is silent: the whole run.
        assert worst_s < 5.0, f"health took {worst_s:.2f} s"
        grown = process.memory_info().rss - before_bytes
        assert grown < 150 * 2**20, f"grew by {grown / 2**20:.0f} MB for two silent clients"

        # One of them wakes up: it gets everything that must not be lost, in order.
        # What was too much to hold comes as the whole state.
        heard = packets(
            silent[0],
            lambda name, payload: (
                name == "training_completed" or payload.get("status") == "completed"
            ),
            30,
        )
        story = api.history(session_id)
        states = [name for name, _ in heard].count("session_state")
        assert states == 2, f"one at the join, one to catch up, not {states}"
        told: dict[int, Any] = {}
        checkpoints: set[int] = set()
        for name, payload in heard:
            if name == "session_state":
                steps, values = payload["progress"]["steps"], payload["progress"]["train_losses"]
                told |= dict(zip(steps, values, strict=True))
                checkpoints |= {p["step"] for p in payload["loss_history"]}
            elif name == "training_progress":
                told |= dict(zip(payload["steps"], payload["train_losses"], strict=True))
            elif name == "training_metrics":
                checkpoints.add(payload["step"])
        assert told == losses(client, session_id), "no loss is left out"
        assert checkpoints == {p["step"] for p in story["loss_history"]}
        seqs = [p["seq"] for _, p in heard if "seq" in p]
        assert seqs == sorted(seqs), "in order"
    api.delete(f"/api/sessions/{session_id}")
    assert api.get("/api/health").ok


def test_a_client_that_does_not_acknowledge_frames_is_not_slow(
    client: Client, connect: Callable[..., Client], create: Callable[..., str]
) -> None:
    session_id = create(hyperparameters={"max_iters": 200, "eval_interval": 50})
    mute = connect()
    mute.order("join", session_id, attention="frames")
    client.order("start_training", session_id)
    client.wait("training_completed")
    mute.wait("training_completed")
    assert mute.names().count("attention_frame") == 2, mute.names()
    assert losses(mute, session_id) == losses(client, session_id)


@pytest.mark.slow
def test_a_client_that_stays_stuck_is_disconnected(
    server: Server, client: Client, create: Callable[..., str]
) -> None:
    session_id = create(**{**HEAVY, "hyperparameters": {"max_iters": 10_000, "eval_interval": 4}})
    with Wire(server.port, receive_buffer=4096) as wire:
        wire.emit("join", {"session_id": session_id}, ack=1)
        client.order("start_training", session_id)
        eventually(lambda: "takes nothing" in server.log(), 100, "it is hung up on")
        client.wait("training_progress", after=len(client.heard))
