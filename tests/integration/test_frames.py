"""Attention frames: one binary event for all heads, on credit, in place of the snapshots."""

from __future__ import annotations

from collections.abc import Callable

from tests.live.api import Api
from tests.live.client import Client
from tests.live.story import picture, train

LONG = {"max_iters": 10_000, "eval_interval": 5000, "batch_size": 128}
SHAPE = {"n_layer": 2, "n_head": 2}


def test_a_frame_holds_every_head(
    client: Client, connect: Callable[..., Client], create: Callable[..., str]
) -> None:
    """Compared with the JSON snapshots of the same step, byte for byte."""
    session_id = create(model=SHAPE)
    frames = connect(acknowledge_frames=True)
    client.order("join", session_id)
    frames.order("join", session_id, attention="frames")
    client.order("step_training", session_id)
    client.wait("training_paused")
    frame = frames.wait("attention_frame", lambda e: e["step"] == 1)
    size = frame["size"]
    assert frame["n_layer"] == 2 and frame["n_head"] == 2, frame
    assert frame["tokens"] == client.events("attention_snapshot")[0]["tokens"]
    assert len(frame["tokens"]) == size and isinstance(frame["weights"], bytes)
    assert len(frame["weights"]) == 2 * 2 * size * size
    snapshots = [e for e in client.events("attention_snapshot") if e["step"] == 1]
    assert len(snapshots) == 4
    for snapshot in snapshots:
        start = (snapshot["layer"] * 2 + snapshot["head"]) * size * size
        for row in range(size):
            for column in range(size):
                byte = frame["weights"][start + row * size + column]
                exact = snapshot["matrix"][row][column] * 255
                assert abs(byte - exact) <= 0.52, f"{snapshot['layer']} {row} {column}: {byte}"
    frames.settle(session_id)
    assert "attention_snapshot" not in frames.names(), "frames stand in place of the snapshots"
    assert "attention_frame" not in client.names()


def test_frames_come_on_credit(client: Client, create: Callable[..., str]) -> None:
    session_id = create(hyperparameters=LONG)
    client.order("join", session_id, attention="frames")
    client.order("start_training", session_id)
    client.wait("training_progress", lambda e: e["step"] >= 300)
    frames = client.events("attention_frame")
    assert len(frames) == 2, f"two without an acknowledgement, not {len(frames)}"
    # One acknowledgement of both is credit for two more; the newest that waited comes at once.
    client.order("frame_ack", session_id, step=frames[-1]["step"])
    newest = client.wait("attention_frame", lambda e: e["step"] > frames[-1]["step"])
    assert newest["step"] > 100, "what was in between is dropped"
    client.wait("attention_frame", lambda e: e["step"] > newest["step"])
    heard = len(client.heard)
    client.wait("training_progress", lambda e: e["step"] >= 600, after=heard)
    assert client.names()[heard:].count("attention_frame") == 0, "no credit, no frame"


def test_frames_come_at_most_twenty_times_a_second(
    connect: Callable[..., Client], create: Callable[..., str]
) -> None:
    session_id = create(hyperparameters=LONG)
    client = connect(acknowledge_frames=True)
    client.order("join", session_id, attention="frames")
    client.order("start_training", session_id)
    client.wait("training_progress", lambda e: e["step"] >= 1500)
    client.order("stop_training", session_id)
    stamps = [e["timestamp"] for e in client.events("attention_frame")]
    assert len(stamps) >= 3, stamps
    # The ration's own bound, and the frame of the model at rest that greets a watcher.
    assert len(stamps) <= 20 * (stamps[-1] - stamps[0]) + 3 + 1, stamps


def test_the_way_of_watching_can_change(client: Client, create: Callable[..., str]) -> None:
    session_id = create(hyperparameters=LONG)
    client.order("join", session_id)
    client.order("start_training", session_id)
    client.wait("attention_snapshot")
    client.order("join", session_id, attention="frames")
    client.wait("attention_frame")
    client.order("join", session_id, attention="snapshots")
    client.settle(session_id)
    before = client.names().count("attention_frame")
    heard = len(client.heard)
    client.wait("training_progress", lambda e: e["step"] >= 300, after=heard)
    assert client.names().count("attention_frame") <= before + 1, "one may have been on its way"


def test_joining_for_frames_with_since_brings_no_snapshots(
    client: Client, connect: Callable[..., Client], create: Callable[..., str]
) -> None:
    session_id = create()
    train(client, session_id)
    late = connect()
    late.order("join", session_id, attention="frames", since=0)
    late.settle(session_id)
    assert "attention_snapshot" not in late.names(), late.names()
    assert late.names().count("training_metrics") == 3, late.names()


def test_watching_frames_changes_no_number(
    client: Client, connect: Callable[..., Client], create: Callable[..., str], api: Api
) -> None:
    plain, watched = create(), create()
    train(client, plain)
    frames = connect(acknowledge_frames=True)
    frames.order("join", watched, attention="frames")
    other = connect()
    train(other, watched)
    assert frames.wait("attention_frame")
    assert picture(other, watched) == picture(client, plain)
    assert api.history(watched)["attention"] == api.history(plain)["attention"]


def test_at_speed_1_every_iteration_is_a_frame(
    connect: Callable[..., Client], create: Callable[..., str]
) -> None:
    """The clocks of iterations and frames tick alike; jitter must not make one slip."""
    session_id = create(hyperparameters=LONG, model=SHAPE, speed_multiplier=1)
    client = connect(acknowledge_frames=True)
    client.order("join", session_id, attention="frames")
    client.order("start_training", session_id)
    client.wait("attention_frame", lambda e: e["step"] >= 60)
    client.order("stop_training", session_id)
    steps = [e["step"] for e in client.events("attention_frame") if 10 < e["step"] <= 60]
    missing = set(range(11, 61)) - set(steps)
    assert len(missing) <= 2, f"frames of {sorted(missing)} are missing"
    assert steps == sorted(set(steps))
