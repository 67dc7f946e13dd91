"""A session's three views: which fields are there, which are left out, which are null."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from backend.contract.rest import Session, SessionState, SessionStatus
from tests.unit.sessions.stage import STATES, TEXT, Stage

ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
ALWAYS = {
    "session_id",
    "status",
    "feature_type",
    "dataset_id",
    "dataset_title",
    "preset",
    "parameter_count",
    "speed_multiplier",
    "engine",
    "engine_reason",
    "created_at",
    "current_iter",
    "max_iters",
    "progress",
    "iters_per_sec",
    "diverged",
}
QUEUED = {"queue_position", "estimated_start_s"}
ENDED = {"started_at", "completed_at"}
#: Optional fields that are there in each status; in every other they are left out, never null.
OPTIONAL: dict[str, set[str]] = {
    "idle": set(),
    "starting": {"started_at"},
    "running": {"started_at"},
    "paused": {"started_at"},
    "queued": QUEUED,
    "parked": {"started_at"},
    "stopping": {"started_at"},
    "stopped": ENDED,
    "completed": {*ENDED, "total_time_seconds"},
    "error": {*ENDED, "error_message"},
    "deleted": ENDED,
}


def as_sent(model: Any) -> dict[str, Any]:
    sent: dict[str, Any] = json.loads(model.model_dump_json(by_alias=True))
    assert sent == model.wire(), "REST and Socket.IO say the same"
    return sent


@pytest.mark.parametrize("status", STATES)
def test_optional_fields_are_left_out_where_they_mean_nothing(stage: Stage, status: str) -> None:
    sent = as_sent(stage.reach(status).standing())
    assert sent.keys() == ALWAYS | OPTIONAL[status]
    assert [name for name, value in sent.items() if value is None] == ["engine"], "none has told"


@pytest.mark.parametrize("status", STATES)
def test_the_state_is_session_and_status_together(stage: Stage, status: str) -> None:
    record = stage.reach(status)
    state = as_sent(record.state())
    for part in (record.session(), record.standing()):
        shared = as_sent(part)
        assert shared.keys() <= state.keys()
        for name in shared.keys() - {"progress", "status"}:
            assert state[name] == shared[name], name
    assert set(state["progress"]) == {"steps", "train_losses"}
    assert state["seq"] == record.room.seq
    assert state["attention"] is None, "null when there is none yet, as the engine"
    assert "style_metrics" not in state
    assert ("best_step" in state) == bool(record.history.losses)


def test_a_session_tells_all_that_defines_it(stage: Stage) -> None:
    session = as_sent(stage.create().session())
    assert session["status"] == "idle" and session["engine"] is None
    assert session.keys() == {
        *(ALWAYS - {"current_iter", "max_iters", "progress", "iters_per_sec", "diverged"}),
        "model_config",
        "training_config",
        "parameters",
        "reference_losses",
        "device",
        "seed",
        "probe_text",
    }
    assert session["model_config"]["vocab_size"] == len(set(TEXT))
    assert session["parameter_count"] == sum(p["count"] for p in session["parameters"])


def test_moments_are_iso_8601_in_utc(stage: Stage) -> None:
    sent = as_sent(stage.reach("stopped").standing())
    for name in ("created_at", "started_at", "completed_at"):
        assert ISO.fullmatch(sent[name]), name
    assert sent["created_at"] <= sent["started_at"] <= sent["completed_at"]


def test_losses_that_are_not_finite_are_null(stage: Stage) -> None:
    record = stage.create()
    record.history.add_losses(0, None, None)
    record.history.add_progress([1, 2], [2.0, None])
    state = as_sent(record.state())
    assert state["loss_history"] == [{"step": 0, "train_loss": None, "val_loss": None}]
    assert state["progress"] == {"steps": [1, 2], "train_losses": [2.0, None]}


def test_the_rate_is_told_only_while_it_runs(stage: Stage) -> None:
    record = stage.running()
    record.iters_per_sec = 33.0
    assert record.standing().iters_per_sec == 33.0
    stage.manager.stop(record.id)
    assert record.standing().iters_per_sec == 0.0


def test_a_long_runs_curve_is_bounded(stage: Stage) -> None:
    record = stage.create()
    record.history.add_progress(list(range(1, 10_001)), [float(n % 97) for n in range(10_000)])
    assert len(record.state().progress.steps) <= 2000


def test_views_are_models_of_the_contract(stage: Stage) -> None:
    record = stage.create()
    views = (record.session(), record.standing(), record.state())
    assert [type(view) for view in views] == [Session, SessionStatus, SessionState]
