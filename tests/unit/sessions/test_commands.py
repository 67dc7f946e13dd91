"""Every command in every status has one defined answer, and commands race safely."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from backend.contract.errors import ContractError
from backend.engine.process import WorkerGone, WorkerNotStarted
from backend.sessions.record import SessionRecord
from backend.sessions.training_task import TrainingTask
from tests.unit.sessions.conftest import STOP_S, MakeStage
from tests.unit.sessions.stage import STATES, Stage, await_status, silent
from tests.unit.waiting import until

COMMANDS: dict[str, Callable[[Stage, str], object]] = {
    "start": lambda s, key: s.manager.start(key),
    "step": lambda s, key: s.manager.step(key),
    "pause": lambda s, key: s.manager.pause(key),
    "resume": lambda s, key: s.manager.resume(key),
    "set_speed": lambda s, key: s.manager.set_speed(key, 5),
    "stop": lambda s, key: s.manager.stop(key),
    "delete": lambda s, key: s.manager.delete(key),
}
NO = "invalid_state"
GONE = "session_not_found"
#: Command -> the answer in each status: None is success, else the error's type.
ANSWERS: dict[str, list[str | None]] = {
    #            idle starting running paused queued parked stopping stopped completed error deleted
    "start":     [None, NO,   NO,     NO,    NO,    NO,    NO,      None,   None,     None, GONE],
    "step":      [None, NO,   NO,     None,  NO,    None,  NO,      None,   None,     None, GONE],
    "pause":     [NO,   None, None,   NO,    NO,    NO,    NO,      NO,     NO,       NO,   GONE],
    "resume":    [NO,   NO,   NO,     None,  NO,    None,  NO,      NO,     NO,       NO,   GONE],
    "set_speed": [None, None, None,   None,  None,  None,  None,    None,   None,     None, GONE],
    "stop":      [NO,   None, None,   None,  None,  None,  NO,      NO,     NO,       NO,   GONE],
    "delete":    [None, None, None,   None,  None,  None,  None,    None,   None,     None, GONE],
}  # fmt: skip
TABLE = [
    (command, status, expected)
    for command, row in ANSWERS.items()
    for status, expected in zip(STATES, row, strict=True)
]


def answer(action: Callable[[], object]) -> str | None:
    try:
        action()
    except ContractError as refusal:
        assert refusal.message.endswith("."), "a sentence"
        return refusal.error_type
    return None


@pytest.mark.parametrize(("command", "status", "expected"), TABLE)
def test_every_command_in_every_status(
    stage: Stage, command: str, status: str, expected: str | None
) -> None:
    record = stage.reach(status)
    assert answer(lambda: COMMANDS[command](stage, record.id)) == expected


def test_a_refusal_names_the_status(stage: Stage) -> None:
    record = stage.running()
    with pytest.raises(ContractError) as refusal:
        stage.manager.resume(record.id)
    error = refusal.value
    assert (error.field, error.value) == ("status", "running")
    assert (
        error.message
        == "This session is running, so it cannot resume. Only a paused one can resume."
    )


@pytest.mark.parametrize("wrong", ["", "x", None, 7, ["a"], {}])
def test_a_wrong_id_is_not_found(stage: Stage, wrong: Any) -> None:
    for command in COMMANDS.values():
        assert answer(lambda command=command: command(stage, wrong)) == GONE


@pytest.mark.parametrize("change", [str.upper, lambda key: key[:-1], lambda key: key + " "])
def test_an_id_must_be_exact(stage: Stage, change: Callable[[str], str]) -> None:
    assert answer(lambda: stage.manager.get(change(stage.create().id))) == GONE


# ---- the ordinary life ---------------------------------------------------------------------------


def test_a_whole_life(stage: Stage) -> None:
    record = stage.create()
    assert not stage.manager.start(record.id)
    assert record.status == "running", "at once, before the worker is there"
    until(lambda: record.run is not None, "the worker")
    stage.manager.pause(record.id)
    await_status(record, "paused")
    stage.manager.step(record.id)
    until(lambda: record.current_iter == 1, "the step")
    stage.manager.resume(record.id)
    await_status(record, "running")
    stage.run_of(record).complete()
    await_status(record, "completed")
    assert stage.told(record) == [
        "training_started",
        "training_paused",
        "training_resumed",
        "training_completed",
    ]
    standing = record.standing()
    assert standing.started_at and standing.completed_at and not standing.error_message


def test_the_engine_is_what_the_worker_says_and_forgotten_with_its_training(stage: Stage) -> None:
    """Whatever the server itself believes."""
    record = stage.running()
    assert record.standing().engine is None
    stage.run_of(record).say("engine", engine="pytorch", engine_reason="It does not fit.")
    until(lambda: record.engine is not None, "the word")
    for view in (record.standing(), record.session(), record.state()):
        assert (view.engine, view.engine_reason) == ("pytorch", "It does not fit.")
    name, told = stage.wire.sent["ann"][-1]
    assert (name, told["engine"]) == ("engine_chosen", "pytorch")
    stage.run_of(record).complete()
    await_status(record, "completed")
    assert record.standing().engine == "pytorch", "it trained what is on the page"
    stage.manager.start(record.id)
    assert (record.standing().engine, record.standing().engine_reason) == (None, "")


def test_the_world_is_told_when_the_worker_confirms(stage: Stage) -> None:
    record = stage.running()
    run = stage.run_of(record)
    run.deaf = True
    stage.manager.pause(record.id)
    assert record.status == "running"
    run.say("paused", step=4)
    await_status(record, "paused")


def test_step_starts_an_idle_session_and_rests(stage: Stage) -> None:
    record = stage.create()
    stage.manager.step(record.id)
    await_status(record, "paused")
    assert stage.engine.runs[0].job.step_first
    assert record.current_iter == 1
    assert [p["step"] for p in record.history.losses] == [0, 1]
    assert stage.told(record) == ["training_started", "training_paused"]


def test_orders_before_the_worker_is_there_are_kept_in_order(stage: Stage) -> None:
    record = stage.reach("starting")
    stage.manager.pause(record.id)
    stage.manager.step(record.id)
    stage.manager.resume(record.id)
    stage.engine.gate.set()
    until(lambda: record.run is not None, "the worker")
    assert stage.run_of(record).orders == ["pause", "step", "resume"]
    await_status(record, "running")


def test_speed_and_frames_that_changed_before_the_worker_was_there_reach_it(stage: Stage) -> None:
    record = stage.reach("starting")
    for speed in (1, 5, 10):
        stage.manager.set_speed(record.id, speed)  # type: ignore[arg-type]
    stage.manager.emitter.join(record.id, "ben", "frames")
    stage.manager.frames_changed(record.id)
    stage.engine.gate.set()
    until(lambda: record.run is not None, "the worker")
    assert stage.run_of(record).given == [("speed", {"speed": 10}), ("frames", {"on": True})]


def test_frames_are_made_only_while_somebody_watches_them(stage: Stage) -> None:
    record = stage.running()
    emitter = stage.manager.emitter
    emitter.join(record.id, "ben", "frames")
    stage.manager.frames_changed(record.id)
    emitter.leave(record.id, "ben")
    stage.manager.frames_changed(record.id)
    assert stage.run_of(record).given == [("frames", {"on": True}), ("frames", {"on": False})]


def test_speed_is_told_and_kept_for_replay(stage: Stage) -> None:
    record = stage.reach("stopped")
    stage.manager.set_speed(record.id, 10)
    stage.manager.start(record.id)
    until(lambda: len(stage.engine.runs) == 2, "the replay")
    assert stage.engine.runs[1].job.speed == 10
    assert "speed_changed" in stage.told(record)


def test_replay_starts_from_scratch_with_the_same_seed(stage: Stage) -> None:
    record = stage.reach("paused")
    stage.manager.step(record.id)
    until(lambda: record.current_iter == 1, "the step")
    stage.manager.stop(record.id)
    seq = record.room.seq
    stage.manager.start(record.id)
    until(lambda: len(stage.engine.runs) == 2 and record.history.losses, "the replay")
    first, second = (run.job for run in stage.engine.runs)
    assert (first.seed, first.text, first.model) == (second.seed, second.text, second.model)
    assert second.state is None and not second.step_first
    state = record.state()
    assert [p.step for p in state.loss_history] == [0]
    assert state.progress.steps == [] and state.current_iter == 0
    assert state.seq > seq, "events of a session are never numbered twice"
    assert not {"completed_at", "error_message", "style_metrics"} & state.wire().keys()


# ---- races ---------------------------------------------------------------------------------------


def at_once(*actions: Callable[[], object]) -> list[str | None]:
    """The answers of actions that begin together."""
    answers: list[str | None] = [None] * len(actions)
    gate = threading.Barrier(len(actions))

    def act(index: int) -> None:
        gate.wait()
        answers[index] = answer(actions[index])

    threads = [threading.Thread(target=act, args=(n,)) for n in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return answers


def test_two_starts_make_one_run(stage: Stage) -> None:
    record = stage.create()
    answers = at_once(*[lambda: stage.manager.start(record.id)] * 6)
    assert sorted(answers, key=str) == [None] + [NO] * 5
    until(lambda: record.run is not None, "the worker")
    assert len(stage.engine.runs) == 1


def test_start_and_step_make_one_run(stage: Stage) -> None:
    record = stage.create()
    at_once(lambda: stage.manager.start(record.id), lambda: stage.manager.step(record.id))
    until(lambda: record.run is not None, "the worker")
    assert len(stage.engine.runs) == 1


def test_two_deletes_and_one_finds_nothing(stage: Stage) -> None:
    record = stage.running()
    answers = at_once(*[lambda: stage.manager.delete(record.id)] * 2)
    assert None in answers and set(answers) <= {None, GONE}
    assert stage.told(record) == ["training_started", "training_stopped", "session_removed"]


def test_a_hundred_pauses_and_resumes_end_where_the_last_one_said(stage: Stage) -> None:
    record = stage.running()
    for _ in range(100):
        stage.manager.pause(record.id)
        stage.manager.resume(record.id)
    stage.manager.pause(record.id)
    until(lambda: stage.told(record).count("training_paused") == 101, "the last pause")
    assert record.status == "paused"


# ---- stopping ------------------------------------------------------------------------------------


def seconds(action: Callable[[], object]) -> float:
    began_s = time.monotonic()
    action()
    return time.monotonic() - began_s


def test_stop_is_honoured_when_the_worker_does_not_answer(stage: Stage) -> None:
    record = stage.running()
    run = stage.run_of(record)
    run.deaf = True
    assert STOP_S <= seconds(lambda: stage.manager.stop(record.id)) < STOP_S + 1
    assert record.status == "stopped" and run.killed
    assert stage.told(record)[-1] == "training_stopped"
    assert len(record.history.losses) == 1, "what it showed is kept"


def test_a_worker_that_answers_is_not_waited_for_nor_killed(stage: Stage) -> None:
    record = stage.running()
    run = stage.run_of(record)
    assert seconds(lambda: stage.manager.stop(record.id)) < STOP_S
    assert record.status == "stopped" and not run.killed


def test_an_old_stop_does_not_end_the_next_training(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker's last word came, its task has not ended, and somebody presses Replay already."""
    record = stage.reach("stopping")
    old_may_end = threading.Event()
    finish = TrainingTask._finish

    def finish_late(task: TrainingTask) -> None:
        old_may_end.wait(20)
        finish(task)

    monkeypatch.setattr(TrainingTask, "_finish", finish_late)
    stage.run_of(record).say("stopped", step=0)
    await_status(record, "stopped")
    waiting = [t for t in threading.enumerate() if t.name == "the stop"]
    stage.manager.start(record.id)
    until(lambda: record.run is not None, "the new worker")
    for thread in waiting:
        thread.join(10)
    old_may_end.set()
    assert len(waiting) <= 1
    assert record.status == "running" and not stage.run_of(record).killed


def test_a_start_that_meets_a_delete_is_deleted_too(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = stage.create()
    forget = stage.manager._forget
    meanwhile = [lambda: stage.manager.start(record.id)]

    def forget_late(given: SessionRecord) -> bool:
        while meanwhile:
            meanwhile.pop()()
        return forget(given)

    monkeypatch.setattr(stage.manager, "_forget", forget_late)
    stage.manager.delete(record.id)
    assert record.status == "stopped"
    assert stage.told(record) == ["training_started", "training_stopped", "session_removed"]


def test_a_delete_that_meets_a_start_wins(stage: Stage) -> None:
    record = stage.create()
    stage.manager.delete(record.id)
    with pytest.raises(ContractError) as refusal:
        stage.manager._begin(record, step_first=False)
    assert refusal.value.error_type == GONE


def test_a_worker_that_cannot_be_killed_is_not_heard(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = stage.running()
    run = stage.run_of(record)
    run.deaf = True
    kills: list[int] = []
    monkeypatch.setattr(run, "kill", lambda: kills.append(1))
    stage.manager.stop(record.id)
    run.checkpoint(50)
    until(lambda: len(kills) == 2, "the second attempt")
    assert [p["step"] for p in record.history.losses] == [0]


def test_what_a_stopped_worker_still_says_is_not_heard(stage: Stage) -> None:
    record = stage.running()
    run = stage.run_of(record)
    run.deaf = True
    stage.manager.stop(record.id)
    seq = record.room.seq
    run.checkpoint(50)
    run.complete()
    stage.manager.start(record.id)
    until(lambda: len(stage.engine.runs) == 2, "the replay")
    until(lambda: record.run is stage.engine.runs[1], "the new worker")
    assert record.status == "running"
    names = [m.name for m in record.room.since(seq) or []]
    assert "training_completed" not in names


def test_a_start_while_it_stops_does_not_lose_the_new_training(stage: Stage) -> None:
    record = stage.reach("stopping")
    with pytest.raises(ContractError, match="is stopping, so it cannot start. Wait a moment"):
        stage.manager.start(record.id)
    await_status(record, "stopped")
    stage.manager.start(record.id)
    until(lambda: len(stage.engine.runs) == 2, "the replay")
    assert record.status == "running"


def test_delete_while_it_stops_tells_both_in_order(stage: Stage) -> None:
    record = stage.reach("stopping")
    stage.manager.delete(record.id)
    assert stage.told(record)[-2:] == ["training_stopped", "session_removed"]
    reasons = [p["reason"] for n, p in stage.wire.sent["ann"] if n == "training_stopped"]
    assert reasons == ["user_requested"], "who asked first is told"


@pytest.mark.parametrize("command", ["stop", "delete"])
def test_ending_while_starting_ends_what_comes_up(stage: Stage, command: str) -> None:
    record = stage.reach("starting")
    assert seconds(lambda: COMMANDS[command](stage, record.id)) < 1, "nobody waits for the process"
    assert record.status == "stopped"
    stage.engine.gate.set()
    until(lambda: stage.engine.runs and stage.engine.runs[0].over, "its end")
    assert stage.engine.runs[0].orders == ["stop"]
    assert not stage.engine.runs[0].killed, "its process can serve another"
    assert record.run is None and "training_metrics" not in stage.wire.names("ann")


@pytest.mark.parametrize("command", ["stop", "delete"])
def test_ending_while_queued_leaves_the_queue(stage: Stage, command: str) -> None:
    record = stage.reach("queued")
    COMMANDS[command](stage, record.id)
    assert record.status == "stopped"
    assert stage.manager.counts()["queued"] == 0
    assert stage.told(record)[:2] == ["training_queued", "training_stopped"]
    assert record.standing().queue_position is None


@pytest.mark.parametrize("command", ["stop", "delete"])
def test_ending_while_parked_drops_the_saved_run(stage: Stage, command: str) -> None:
    record = stage.reach("parked")
    COMMANDS[command](stage, record.id)
    assert record.status == "stopped" and record.parked is None


def test_a_worker_that_ends_instead_of_stopping_is_a_stop(stage: Stage) -> None:
    record = stage.running()
    run = stage.run_of(record)
    run.deaf = True
    threading.Timer(0.01, run.lose).start()
    stage.manager.stop(record.id)
    assert record.status == "stopped" and record.error_message is None


def test_completing_while_it_is_told_to_stop_is_completed(stage: Stage) -> None:
    record = stage.running()
    run = stage.run_of(record)
    run.deaf = True
    threading.Timer(0.01, run.complete).start()
    stage.manager.stop(record.id)
    assert record.status == "completed"
    assert "training_stopped" not in stage.told(record)


# ---- failing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (WorkerGone("it was ended by signal 9 (SIGKILL)"), "ended unexpectedly"),
        (silent(), "no longer answered"),
    ],
)
def test_a_lost_worker_ends_its_session_alone(stage: Stage, failure: Exception, told: str) -> None:
    record, other = stage.running(), stage.running()
    stage.run_of(record).lose(failure)
    await_status(record, "error")
    assert told in str(record.error_message)
    name, payload = stage.wire.sent["ann"][-1]
    assert (name, payload["error_type"]) == ("error", "worker_lost")
    assert other.status == "running"
    assert len(record.history.losses) == 1, "what it showed is kept"
    stage.manager.start(record.id)
    until(lambda: record.status == "running" and record.run, "a new start")


@pytest.mark.parametrize("kind", ["out_of_memory", "training_failed"])
def test_a_failed_training_says_why(stage: Stage, kind: str) -> None:
    record = stage.running()
    stage.run_of(record).say("failed", error_type=kind, detail="MemoryError")
    await_status(record, "error")
    assert stage.wire.sent["ann"][-1][1]["error_type"] == kind


def test_a_worker_that_cannot_be_had_is_an_error(stage: Stage) -> None:
    stage.engine.failure = WorkerNotStarted("it could not be started (it ended with code 1)")
    record = stage.create()
    stage.manager.start(record.id)
    await_status(record, "error")
    assert "could be started" in str(record.error_message)
    assert stage.manager._places.free == 2


def test_nonsense_from_a_worker_fails_its_session(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    record = stage.running()
    stage.run_of(record).say("progress", step="three")
    await_status(record, "error")
    assert stage.wire.sent["ann"][-1][1]["error_type"] == "training_failed"
    assert "failed" in caplog.text


def test_a_diverged_run_is_completed_with_advice(stage: Stage) -> None:
    record = stage.running()
    stage.run_of(record).complete(step=31, train_loss=None, val_loss=None, diverged=True)
    await_status(record, "completed")
    assert stage.told(record)[-2:] == ["error", "training_completed"]
    assert record.diverged and "step 31" in str(record.error_message)
    assert stage.style.asked == []


# ---- style ---------------------------------------------------------------------------------------


def test_the_style_report_comes_last_and_holds_up_nobody(make_stage: MakeStage) -> None:
    from backend.style.report import build_report

    stage = make_stage(max_running=1)
    record = stage.create(feature_type="style_transfer")
    stage.manager.start(record.id)
    until(lambda: record.run is not None, "the worker")
    waiting = stage.create()
    assert stage.manager.start(waiting.id)
    stage.run_of(record).complete()
    until(lambda: waiting.status == "running", "the one that waits, while the report is made")
    until(lambda: stage.style.asked == [record.id], "the question")
    stage.style.report = build_report(
        "a cat sat", "a cat ran", [0.5] * 9, [0.6] * 9, 2.0, prompt="\n", step=5
    )
    stage.style.gate.set()
    until(lambda: record.style is not None, "the report")
    assert stage.told(record)[-2:] == ["training_completed", "style_metrics"]


def test_a_report_of_an_older_training_is_dropped(stage: Stage) -> None:
    record = stage.create(feature_type="style_transfer")
    stage.manager.start(record.id)
    until(lambda: record.run is not None, "the worker")
    stage.run_of(record).complete()
    until(lambda: stage.style.asked, "the question")
    stage.manager.start(record.id)
    stage.style.report = object()
    stage.style.gate.set()
    until(lambda: len(stage.engine.runs) == 2, "the replay")
    assert record.style is None and record.status == "running"
