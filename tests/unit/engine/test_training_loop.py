"""The loop around a trainer, with a trainer, orders and a clock that the test makes.

Nothing waits here: waiting for an order turns the clock.
"""

from __future__ import annotations

import json
import math
import queue
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
import torch

from backend.contract.rest import HeadJob
from backend.engine import worker
from backend.engine.channel import Message, encode
from backend.engine.worker import Parked, Stopped, Training
from backend.training.events import (
    AttentionMaps,
    Checkpoint,
    Completed,
    Event,
    Pulse,
    Sample,
    StepDone,
    Weights,
)

JOB = {
    "speed": 0,
    "frames": False,
    "step_first": False,
    "spent_s": 0.0,
    "faults": {},
    "text_bytes": 4,
}


@dataclass
class Clock:
    """Monotonic seconds that pass when somebody says so."""

    now_s: float = 1000.0

    def monotonic(self) -> float:
        return self.now_s


@dataclass
class Orders:
    """Orders that come at given moments; whoever waits for one turns the clock."""

    clock: Clock
    planned: list[tuple[float, Message]] = field(default_factory=list)

    def plan(self, after_s: float, kind: str, **fields: Any) -> None:
        self.planned.append((self.clock.now_s + after_s, Message(kind, fields)))

    def get_nowait(self) -> Message:
        if self.planned and self.planned[0][0] <= self.clock.now_s:
            return self.planned.pop(0)[1]
        raise queue.Empty

    def get(self, timeout: float) -> Message:
        assert self.planned or timeout < 1, "it would rest for ever"
        until_s = self.clock.now_s + timeout
        if self.planned and self.planned[0][0] <= until_s:
            self.clock.now_s = max(self.clock.now_s, self.planned[0][0])
            return self.planned.pop(0)[1]
        self.clock.now_s = until_s
        raise queue.Empty


@dataclass
class Said:
    """What went over the channel, and when."""

    at_s: float
    kind: str
    fields: dict[str, Any]
    blob: bytes


class Recorder:
    """A channel that remembers; refuses what the real one would."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.said: list[Said] = []

    def send(self, kind: str, fields: dict[str, Any] | None = None, blob: bytes = b"") -> None:
        encode(kind, fields, blob)
        self.said.append(Said(self._clock.now_s, kind, json.loads(json.dumps(fields or {})), blob))

    def kinds(self) -> list[str]:
        return [s.kind for s in self.said]

    def of(self, kind: str) -> list[Said]:
        return [s for s in self.said if s.kind == kind]


class Trainer:
    """Losses 1/step; a checkpoint every `interval` steps or when asked for; counts what it did."""

    def __init__(
        self, clock: Clock, steps: int = 20, interval: int = 10, cost_s: float = 0.001
    ) -> None:
        self._clock, self._steps, self._interval, self._cost_s = clock, steps, interval, cost_s
        self.current_step = 0
        self.engine, self.engine_reason = "pytorch", "It is a test."
        self.pulses = 0
        self.threads = 1
        self.asked: list[int] = []
        self.stops: set[int] = set()
        self.looked: list[int] = []

    @property
    def done(self) -> bool:
        return self.current_step >= self._steps

    def start(self) -> Iterator[Event]:
        yield from self._checkpoint()

    def step(self, checkpoint: bool = False) -> Iterator[Event]:
        for _ in range(self.pulses):
            self._clock.now_s += 1.0
            yield Pulse(self.current_step)
        self._clock.now_s += self._cost_s
        self.current_step += 1
        if checkpoint:
            self.asked.append(self.current_step)
        yield StepDone(self.current_step, 1 / self.current_step, 0.01, 2.0)
        if checkpoint or self.done or self.current_step % self._interval == 0:
            yield from self._checkpoint()
        elif self.current_step in self.stops:
            yield self.weights()

    def _checkpoint(self) -> Iterator[Event]:
        step = self.current_step
        yield self.weights()
        yield Checkpoint(step, 1.0, math.nan)
        yield Sample(step, "\n", "text", "0123")
        yield self.probe_attention()
        if self.done:
            yield Completed(step, 1.0, math.inf, None, 3.5, True)

    def probe_attention(self) -> AttentionMaps:
        self.looked.append(self.current_step)
        weights = np.full((2, 3, 2, 2), 0.5, np.float32)
        weights[0, 0, 0, 0] = math.nan
        return AttentionMaps(self.current_step, "ab", weights)

    def weights(self) -> Weights:
        return Weights(self.current_step, b"weights at %d" % self.current_step)

    def save(self) -> bytes:
        return b"saved at %d" % self.current_step


@dataclass
class Stage:
    """A training and everything around it."""

    clock: Clock
    orders: Orders
    channel: Recorder
    trainer: Trainer

    def run(self, resumed: bool = False, **job: Any) -> None:
        given: Any = (self.channel, self.orders, self.trainer, {**JOB, **job}, resumed)
        Training(*given).run()

    def losses(self) -> list[tuple[int, float]]:
        """Every loss that was told, in order."""
        return [
            pair
            for s in self.channel.of("progress")
            for pair in zip(s.fields["steps"], s.fields["train_losses"], strict=True)
        ]


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    clock = Clock()
    monkeypatch.setattr(worker, "time", clock)
    return Stage(clock, Orders(clock), Recorder(clock), Trainer(clock))


def expected_losses(steps: int) -> list[tuple[int, float]]:
    return [(n, 1 / n) for n in range(1, steps + 1)]


CHECKPOINT = ["weights", "checkpoint", "sample", "attention"]


def test_a_run_says_everything_in_order(stage: Stage) -> None:
    stage.run()
    kinds = [k for k in stage.channel.kinds() if k != "progress"]
    assert kinds == CHECKPOINT * 3 + ["completed"]
    assert stage.losses() == expected_losses(20)
    steps = [s.fields["step"] for s in stage.channel.said]
    assert steps == sorted(steps), "steps never go backwards"


def test_numbers_that_are_not_finite_are_null(stage: Stage) -> None:
    stage.run()
    assert stage.channel.of("checkpoint")[0].fields["val_loss"] is None
    completed = stage.channel.of("completed")[0].fields
    assert completed["val_loss"] is None and completed["train_loss"] == 1.0


def test_attention_is_float32_at_checkpoints(stage: Stage) -> None:
    stage.run()
    maps = stage.channel.of("attention")[0]
    assert maps.fields == {"step": 0, "tokens": ["a", "b"], "n_layer": 2, "n_head": 3}
    assert np.frombuffer(maps.blob, np.float32).shape == (2 * 3 * 2 * 2,)


def test_checkpoints_at_every_step_make_no_more_progress_events(stage: Stage) -> None:
    stage.trainer = Trainer(stage.clock, steps=300, interval=1)
    stage.run()
    told = stage.channel.of("progress")
    assert len(told) <= 30 * 0.3 + 2, [s.at_s for s in told]
    assert [step for step, _ in stage.losses()] == list(range(1, 301)), "and none is left out"


def test_heads_travel_with_the_weights(stage: Stage) -> None:
    stage.run()
    told = stage.channel.of("weights")
    assert [s.fields["step"] for s in told] == [0, 10, 20]
    assert [s.blob for s in told] == [b"weights at 0", b"weights at 10", b"weights at 20"]
    jobs = [HeadJob.model_validate(head) for head in told[1].fields["heads"]]
    assert [(j.layer, j.head) for j in jobs] == [(la, h) for la in range(2) for h in range(3)]
    kinds = [kind for kind in stage.channel.kinds() if kind != "progress"]
    assert kinds[:2] == ["weights", "checkpoint"], "who is told of a step can ask about it"


def test_heads_of_a_stop_between_checkpoints_are_measured_at_that_stop(stage: Stage) -> None:
    stage.trainer.stops = {3, 4}
    stage.run()
    assert [s.fields["step"] for s in stage.channel.of("weights")] == [0, 3, 4, 10, 20]
    assert {3, 4} < set(stage.trainer.looked)
    assert stage.losses() == expected_losses(20), "looking changes nothing"


@pytest.mark.parametrize("cost_s", [0.0001, 0.003, 0.02, 0.1])
def test_losses_are_merged_into_thirty_messages_a_second_and_none_is_left_out(
    stage: Stage, cost_s: float
) -> None:
    stage.trainer = Trainer(stage.clock, steps=600, interval=10**6, cost_s=cost_s)
    stage.run()
    assert stage.losses() == expected_losses(600)
    times = [s.at_s for s in stage.channel.of("progress")]
    for start in times:
        within = sum(start <= t < start + 1 for t in times)
        assert within <= 31, f"{within} messages within a second"
    last = stage.channel.of("progress")[-1].fields
    assert last["iters_per_sec"] == pytest.approx(1 / cost_s, rel=0.05)


def test_the_pace_is_kept(stage: Stage) -> None:
    stage.trainer = Trainer(stage.clock, steps=100)
    stage.run(speed=1)
    assert stage.clock.now_s - 1000 == pytest.approx(5, abs=0.2)
    assert stage.losses() == expected_losses(100)


def test_a_new_speed_counts_at_once(stage: Stage) -> None:
    stage.trainer = Trainer(stage.clock, steps=100)
    stage.orders.plan(1.0, "speed", speed=0)
    stage.run(speed=1)
    assert stage.clock.now_s - 1000 == pytest.approx(1.1, abs=0.1)


def test_what_was_done_is_told_before_a_long_wait(stage: Stage) -> None:
    stage.trainer = Trainer(stage.clock, steps=3)
    stage.run(speed=1)
    assert [len(s.fields["steps"]) for s in stage.channel.of("progress")] == [1, 1, 1]


def test_a_pause_rests_until_it_is_over_and_changes_no_number(stage: Stage) -> None:
    stage.orders.plan(0.0055, "pause")
    stage.orders.plan(60.0, "resume")
    stage.run()
    paused, resumed = stage.channel.of("paused")[0], stage.channel.of("resumed")[0]
    assert paused.fields == resumed.fields == {"step": 6}
    assert resumed.at_s - paused.at_s == pytest.approx(60, abs=0.1)
    assert stage.losses() == expected_losses(20)
    told = stage.channel.said
    before = [s.fields["step"] for s in told[: told.index(paused)] if s.kind == "progress"]
    assert before[-1] == 6, "what was done is told before the rest"
    rate = next(s for s in told[told.index(resumed) :] if s.kind == "progress")
    assert rate.fields["iters_per_sec"] != pytest.approx(6 / 60, rel=0.5), "a rest is not slowness"


def test_the_time_of_a_training_counts_waits_for_its_pace_but_no_rests(stage: Stage) -> None:
    stage.orders.plan(0.5, "pause")
    stage.orders.plan(60.0, "resume")
    stage.run(speed=1, spent_s=100.0)
    seconds = stage.channel.of("completed")[0].fields["seconds"]
    assert seconds == pytest.approx(101, abs=0.25), "with those before it was parked"


def test_threads_are_the_trainers(stage: Stage) -> None:
    stage.orders.plan(0.0, "threads", count=2)
    stage.run()
    assert stage.trainer.threads == 2


def test_a_resting_worker_says_that_it_is_alive(stage: Stage) -> None:
    stage.orders.plan(0.0, "pause")
    stage.orders.plan(60.0, "resume")
    stage.run()
    assert len(stage.channel.of("alive")) == pytest.approx(60 / worker.HEARTBEAT_S, abs=1)


def test_long_work_says_that_it_is_alive(stage: Stage) -> None:
    stage.trainer = Trainer(stage.clock, steps=1)
    stage.trainer.pulses = 60
    stage.run()
    assert len(stage.channel.of("alive")) == pytest.approx(60 / worker.HEARTBEAT_S, abs=1)


def test_a_step_of_a_resting_run_is_one_iteration_with_its_checkpoint(stage: Stage) -> None:
    stage.orders.plan(0.0045, "pause")
    stage.orders.plan(1.0, "step")
    stage.orders.plan(1.0, "step")
    stage.orders.plan(2.0, "stop")
    with pytest.raises(Stopped):
        stage.run()
    assert stage.trainer.asked == [6, 7]
    after = stage.channel.kinds()[stage.channel.kinds().index("paused") + 1 :]
    assert [kind for kind in after if kind != "progress"] == CHECKPOINT * 2
    assert [s.fields["step"] for s in stage.channel.of("progress")][-2:] == [6, 7]


def test_a_first_step_starts_does_one_iteration_and_rests(stage: Stage) -> None:
    stage.orders.plan(1.0, "resume")
    stage.run(step_first=True)
    kinds = stage.channel.kinds()
    assert kinds[: 2 + 2 * 4] == [*CHECKPOINT, "progress", *CHECKPOINT, "paused"]
    assert stage.channel.of("paused")[0].fields == {"step": 1}
    assert stage.losses() == expected_losses(20)


def test_a_resume_during_the_first_step_outdates_its_rest(stage: Stage) -> None:
    stage.orders.plan(0.0, "resume")
    stage.run(step_first=True)
    assert "paused" not in stage.channel.kinds()
    assert stage.losses() == expected_losses(20)


@pytest.mark.parametrize("after_s", [0.0, 0.0035, 5.0])
def test_stop_ends_at_the_next_event(stage: Stage, after_s: float) -> None:
    stage.trainer.pulses = 3
    stage.orders.plan(after_s, "stop")
    stage.orders.plan(after_s + 0.01, "pause")
    with pytest.raises(Stopped):
        stage.run()
    assert stage.clock.now_s - 1000 <= after_s + 1.1, "not even the iteration is finished"
    done = stage.trainer.current_step
    assert stage.losses() == expected_losses(done), "and yet every loss is told"


def test_losses_that_wait_for_their_thirtieth_of_a_second_are_told_before_the_end(
    stage: Stage,
) -> None:
    stage.orders.plan(0.0105, "stop")
    with pytest.raises(Stopped):
        stage.run()
    assert stage.losses() == expected_losses(11)


def test_stop_wakes_a_rest(stage: Stage) -> None:
    stage.orders.plan(0.0, "pause")
    stage.orders.plan(100.25, "stop")
    with pytest.raises(Stopped):
        stage.run()
    assert stage.clock.now_s == pytest.approx(1100.25, abs=0.01)


def test_a_resting_run_is_parked(stage: Stage) -> None:
    stage.orders.plan(0.0025, "pause")
    stage.orders.plan(0.0025, "park")
    with pytest.raises(Parked):
        stage.run()
    assert stage.channel.kinds()[-1] == "paused"


def test_stop_wins_over_park(stage: Stage) -> None:
    for kind in ("pause", "park", "stop"):
        stage.orders.plan(0.0025, kind)
    with pytest.raises(Stopped):
        stage.run()


def test_a_parked_run_goes_on_where_it_was(stage: Stage) -> None:
    stage.trainer.current_step = 7
    stage.run(resumed=True)
    assert stage.channel.said[0].kind == "resumed"
    assert stage.channel.said[0].fields == {"step": 7}
    assert stage.losses() == expected_losses(20)[7:]


def test_a_parked_run_that_was_told_to_step_does_one_and_rests(stage: Stage) -> None:
    stage.trainer.current_step = 7
    stage.orders.plan(1.0, "stop")
    with pytest.raises(Stopped):
        stage.run(resumed=True, step_first=True)
    assert stage.channel.kinds() == ["progress", *CHECKPOINT, "paused"]
    assert stage.trainer.asked == [8]


def test_frames_come_at_most_twenty_times_a_second(stage: Stage) -> None:
    stage.trainer = Trainer(stage.clock, steps=2000, interval=10**6)
    stage.run(frames=True)
    times = [s.at_s for s in stage.channel.of("frame")]
    assert len(times) == pytest.approx(2 * 20, abs=3)
    assert max(b - a for a, b in zip(times[2:-1], times[3:], strict=True)) <= 0.0511
    frame = stage.channel.of("frame")[0]
    assert frame.fields == {"step": 1, "tokens": ["a", "b"], "n_layer": 2, "n_head": 3}
    assert frame.blob == bytes([0] + [128] * 23), "a byte a weight; what is no number is 0"


def test_at_speed_1_every_iteration_is_a_frame(stage: Stage) -> None:
    stage.trainer = Trainer(stage.clock, steps=200, interval=50, cost_s=0.0123)
    stage.run(frames=True, speed=1)
    assert [s.fields["step"] for s in stage.channel.of("frame")] == list(range(1, 201))


def test_frames_begin_and_end_when_told(stage: Stage) -> None:
    stage.trainer = Trainer(stage.clock, steps=1000, interval=10**6)
    stage.orders.plan(0.3, "frames", on=True)
    stage.orders.plan(0.6, "frames", on=False)
    stage.run()
    times = [s.at_s - 1000 for s in stage.channel.of("frame")]
    assert times[0] == pytest.approx(0.3, abs=0.01) and times[-1] < 0.61
    assert len(times) == pytest.approx(7, abs=1)


def test_whoever_begins_to_watch_a_resting_run_sees_it_at_once(stage: Stage) -> None:
    stage.orders.plan(0.0035, "pause")
    stage.orders.plan(10.0, "frames", on=True)
    stage.orders.plan(20.0, "stop")
    with pytest.raises(Stopped):
        stage.run()
    assert [(s.at_s, s.fields["step"]) for s in stage.channel.of("frame")] == [(1010.0, 4)]


def test_an_unknown_order_is_an_error(stage: Stage) -> None:
    stage.orders.plan(0.0, "dance")
    with pytest.raises(ValueError, match="unknown order 'dance'"):
        stage.run()


# ---- one job ---------------------------------------------------------------------------------


def do_job(stage: Stage, monkeypatch: pytest.MonkeyPatch, trainer: Any) -> Said:
    """Do a job with this trainer; returns its last word."""

    def trainer_of(job: Message) -> Any:
        return trainer() if callable(trainer) else trainer

    monkeypatch.setattr(worker, "trainer_of", trainer_of)
    given: Any = (stage.channel, stage.orders, Message("train", JOB, b"text"))
    worker.train(*given)
    return stage.channel.said[-1]


def test_a_job_ends_with_completed(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert do_job(stage, monkeypatch, stage.trainer).kind == "completed"
    first = stage.channel.said[0]
    assert first.kind == "engine", "who trains is told before anything it did"
    assert first.fields == {"engine": "pytorch", "engine_reason": "It is a test."}


def test_a_job_that_was_stopped_says_where(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.orders.plan(0.0035, "stop")
    last = do_job(stage, monkeypatch, stage.trainer)
    assert (last.kind, last.fields) == ("stopped", {"step": 4})
    kept = stage.channel.of("weights")[-1]
    assert (kept.fields["step"], kept.blob) == (4, b"weights at 4")
    assert stage.channel.kinds()[-2:] == ["weights", "stopped"], "kept before the end is told"


def test_a_step_that_was_kept_is_not_kept_twice(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.trainer.stops = {4}
    stage.orders.plan(0.0035, "stop")
    do_job(stage, monkeypatch, stage.trainer)
    assert [kept.fields["step"] for kept in stage.channel.of("weights")] == [0, 4]


def test_a_parked_job_hands_over_its_state(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.orders.plan(0.0035, "pause")
    stage.orders.plan(0.0035, "park")
    last = do_job(stage, monkeypatch, stage.trainer)
    assert (last.kind, last.blob) == ("parked", b"saved at 4")
    assert last.fields == {"spent_s": pytest.approx(0.004)}


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (MemoryError(), "out_of_memory"),
        (torch.OutOfMemoryError("CUDA out of memory"), "out_of_memory"),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory"), "out_of_memory"),
        (RuntimeError("not enough memory: you tried 9 GB"), "out_of_memory"),
        (RuntimeError("shapes do not match"), "training_failed"),
        (ValueError("out of memory? no: a bad value, to alloc nothing"), "training_failed"),
        (KeyError("text"), "training_failed"),
    ],
)
def test_a_failed_job_says_why(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, error: Exception, kind: str
) -> None:
    def fail() -> None:
        raise error

    last = do_job(stage, monkeypatch, fail)
    assert (last.kind, last.fields["error_type"]) == ("failed", kind)
