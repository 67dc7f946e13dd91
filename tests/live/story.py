"""What a run told, checked against the promises that hold for every run."""

from __future__ import annotations

import math
from typing import Any

from tests.live.client import Client, Record

Payload = dict[str, Any]


def train(client: Client, session_id: str, within_s: float = 60) -> Payload:
    """Start a session and wait for its completion."""
    before = len(client.heard)
    client.order("start_training", session_id)
    done = client.wait(
        "training_completed",
        lambda e: e["session_id"] == session_id,
        within_s=within_s,
        after=before,
    )
    client.settle(session_id)
    return done


def losses(client: Record, session_id: str) -> dict[int, float | None]:
    """Mini-batch losses by step, as the progress events told them; each step exactly once."""
    told: dict[int, float | None] = {}
    for event in client.events("training_progress", session_id=session_id):
        assert len(event["steps"]) == len(event["train_losses"]) > 0, event
        assert event["step"] == event["steps"][-1], event
        for step, loss in zip(event["steps"], event["train_losses"], strict=True):
            assert step not in told, f"step {step} was told twice"
            told[step] = loss
    return told


def picture(client: Record, session_id: str) -> Payload:
    """Everything that one training showed, without times: what two viewers must agree on."""
    checkpoints = client.events("training_metrics", session_id=session_id)
    return {
        "losses": losses(client, session_id),
        "metrics": [(e["step"], e["train_loss"], e["val_loss"]) for e in checkpoints],
        "samples": [
            (e["step"], e["prompt"], e["text"], e["quality"])
            for e in client.events("generated_sample", session_id=session_id)
        ],
        "attention": [
            (e["step"], e["layer"], e["head"], e["tokens"], e["matrix"])
            for e in client.events("attention_snapshot", session_id=session_id)
        ],
        "heads": [
            (e["step"], e["heads"]) for e in client.events("heads_measured", session_id=session_id)
        ],
    }


def assert_whole(client: Record, session: Payload, max_iters: int, interval: int) -> None:
    """A client that joined before the start heard all of it, in order, nothing twice."""
    session_id = session["session_id"]
    events = [
        (h.name, h.data)
        for h in client.heard
        if h.data.get("session_id") == session_id and "seq" in h.data and h.name != "session_state"
    ]
    seqs = [data["seq"] for _, data in events]
    assert seqs == sorted(set(seqs)), f"out of order or doubled: {seqs}"
    assert seqs == list(range(seqs[0], seqs[0] + len(seqs))), f"a gap: {seqs}"
    assert all(data["timestamp"] > 1.7e9 for _, data in events)
    assert losses(client, session_id).keys() == set(range(1, max_iters + 1))

    model = session["model_config"]
    heads = [(la, h) for la in range(model["n_layer"]) for h in range(model["n_head"])]
    group = ["training_metrics", "generated_sample"] + ["attention_snapshot"] * len(heads)
    names = [name for name, _ in events]
    assert names[0] == "training_started", names
    assert names[-1] == "training_completed", names
    assert names[1] == "engine_chosen", names
    checkpoints = []
    index = 2
    while index < len(names) - 1:
        if names[index] in ("training_progress", "heads_measured"):
            index += 1
            continue
        assert names[index : index + len(group)] == group, names[index : index + len(group)]
        block = [data for _, data in events[index : index + len(group)]]
        assert len({data["step"] for data in block}) == 1, block
        assert [(d["layer"], d["head"]) for d in block[2:]] == heads
        checkpoints.append(block[0]["step"])
        stops = [d["step"] for n, d in events[:index] if n == "heads_measured"]
        assert checkpoints[-1] in stops, "who is told of a checkpoint can ask about it"
        index += len(group)
    due = sorted({*range(0, max_iters + 1, interval), max_iters})
    assert checkpoints == due, f"{checkpoints} instead of {due}"
    measured = [data for name, data in events if name == "heads_measured"]
    assert len({data["step"] for data in measured}) == len(measured), "a stop is told once"
    for data in measured:
        assert [(job["layer"], job["head"]) for job in data["heads"]] == heads, data
    steps = [data["step"] for _, data in events if "step" in data]
    assert steps == sorted(steps), f"steps went back: {steps}"


def assert_attention(event: Payload, tokens: list[str] | None = None) -> None:
    """One head: square, lower triangular, rows that sum to 1, at most four decimals."""
    size = len(event["tokens"])
    assert tokens is None or event["tokens"] == tokens
    assert len(event["matrix"]) == size
    for row, weights in enumerate(event["matrix"]):
        assert len(weights) == size
        assert math.isclose(sum(weights), 1, abs_tol=1e-4 * size), f"row {row}: {sum(weights)}"
        assert all(w == 0 for w in weights[row + 1 :]), f"row {row} looks ahead"
        assert all(0 <= w <= 1 and round(w, 4) == w for w in weights), weights
