"""Who trains, who waits at which place, and who gives up its place while it rests."""

from __future__ import annotations

import threading

import pytest

from backend.contract.errors import ContractError
from backend.sessions.record import SessionRecord
from backend.sessions.training_task import TrainingTask
from tests.unit.sessions.conftest import MakeStage
from tests.unit.sessions.stage import Stage, await_status
from tests.unit.waiting import until


def positions(*records: SessionRecord) -> list[int | None]:
    return [r.standing().queue_position for r in records]


def started(stage: Stage, count: int) -> list[SessionRecord]:
    """Sessions that were started one after the other; those that got a place have a worker."""
    records = [stage.create() for _ in range(count)]
    for record in records:
        stage.manager.start(record.id)
    until(lambda: all(r.run for r in records if r.status == "running"), "the workers")
    return records


def test_beyond_the_places_runs_wait_and_are_told_where(stage: Stage) -> None:
    records = started(stage, 4)
    assert [r.status for r in records] == ["running", "running", "queued", "queued"]
    assert positions(*records) == [None, None, 1, 2]
    assert stage.manager.counts() == {"total": 4, "running": 2, "queued": 2}
    told = [p for n, p in stage.wire.sent["ann"] if n == "training_queued"]
    assert [p["position"] for p in told] == [1, 2]
    assert all(p["estimated_start_s"] > 0 for p in told)
    assert len(stage.engine.runs) == 2


def test_they_begin_in_the_order_in_which_they_came(stage: Stage) -> None:
    records = started(stage, 5)
    for leaving, begins, left in [(0, 2, [1, 2]), (1, 3, [1]), (2, 4, [])]:
        stage.run_of(records[leaving]).complete()
        until(lambda n=begins: records[n].run is not None, "the next one's worker")  # type: ignore[misc]
        assert records[begins].status == "running"
        assert positions(*records[begins + 1 :]) == left
    assert stage.told(records[4]) == ["training_queued"] * 3 + ["training_started"]


@pytest.mark.parametrize("how", ["stop", "delete", "lose", "fail"])
def test_every_end_of_a_training_frees_its_place(stage: Stage, how: str) -> None:
    first, _, waiting = started(stage, 3)
    run = stage.run_of(first)
    match how:
        case "stop":
            stage.manager.stop(first.id)
        case "delete":
            stage.manager.delete(first.id)
        case "lose":
            run.lose()
        case "fail":
            run.say("failed", error_type="training_failed", detail="")
    await_status(waiting, "running")


def test_a_worker_that_never_comes_up_does_not_hold_up_the_queue(make_stage: MakeStage) -> None:
    stage = make_stage(max_running=1)
    starting = stage.reach("starting")
    waiting = stage.create()
    assert stage.manager.start(waiting.id)
    stage.manager.stop(starting.id)
    assert waiting.status == "running", "although the first one's process is still on its way"


def test_leaving_the_queue_moves_the_others_up(stage: Stage) -> None:
    records = started(stage, 5)
    stage.manager.stop(records[2].id)
    assert positions(*records[2:]) == [None, 1, 2]
    last = [p["position"] for n, p in stage.wire.sent["ann"] if n == "training_queued"]
    assert last == [1, 2, 3, 1, 2]


def test_a_first_step_waits_too_and_rests_when_it_is_done(stage: Stage) -> None:
    first, _, waiting = [*started(stage, 2), stage.create()]
    stage.manager.step(waiting.id)
    assert waiting.status == "queued"
    stage.manager.stop(first.id)
    await_status(waiting, "paused")
    assert waiting.current_iter == 1


# ---- parking -------------------------------------------------------------------------------------


def test_a_resting_run_gives_its_place_to_who_waits_and_gets_one_back(stage: Stage) -> None:
    resting, other = stage.reach("paused"), stage.running()
    waiting = stage.create()
    assert stage.manager.start(waiting.id)
    await_status(waiting, "running")
    until(lambda: resting.parked is not None, "the parking")
    assert resting.status == "paused" and "park" in stage.engine.runs[0].orders
    assert stage.told(resting)[-1] == "training_paused", "it is told nothing of it"

    stage.manager.resume(resting.id)
    assert resting.status == "queued"
    assert stage.told(resting)[-1] == "training_queued"
    stage.manager.stop(other.id)
    await_status(resting, "running")
    assert stage.engine.runs[-1].job.state == b"0"
    assert not stage.engine.runs[-1].job.step_first
    assert stage.told(resting)[-1] == "training_resumed"
    assert stage.told(resting).count("training_started") == 1


def test_the_one_that_rested_longest_untouched_is_parked(stage: Stage) -> None:
    first, second = stage.reach("paused"), stage.reach("paused")
    stage.manager.get(first.id)
    stage.manager.start(stage.create().id)
    until(lambda: second.parked is not None, "the parking")
    assert first.parked is None and not first.parking


def test_only_as_many_are_parked_as_wait(make_stage: MakeStage) -> None:
    stage = make_stage(max_running=3)
    resting = [stage.reach("paused") for _ in range(3)]
    stage.manager.start(stage.create().id)
    until(lambda: any(r.parked is not None for r in resting), "the parking")
    stage.manager.start(stage.create().id)
    until(lambda: sum(r.parked is not None for r in resting) == 2, "the second parking")
    until(lambda: stage.manager.counts()["running"] == 2, "both run")
    assert sum(r.parking for r in resting) == 0


def test_one_that_is_about_to_go_on_is_not_asked_to_park(stage: Stage) -> None:
    going, resting = stage.reach("paused"), stage.reach("paused")
    stage.run_of(going).deaf = True
    stage.manager.resume(going.id)
    stage.manager.get(resting.id)
    assert (going.status, going.wanted) == ("paused", "running")
    stage.manager.start(stage.create().id)
    until(lambda: resting.parked is not None, "the parking of the other")
    assert "park" not in stage.run_of(going).orders


def test_a_step_of_a_parked_run_is_done_when_there_is_a_place(make_stage: MakeStage) -> None:
    stage = make_stage(max_running=1)
    resting = stage.reach("paused")
    other = stage.create()
    stage.manager.start(other.id)
    until(lambda: resting.parked is not None and other.status == "running", "the parking")
    stage.manager.step(resting.id)
    assert resting.status == "queued"
    stage.manager.stop(other.id)
    until(lambda: resting.current_iter == 1, "the step")
    await_status(resting, "paused")
    assert stage.engine.runs[-1].job.step_first
    assert stage.told(resting)[-1] == "training_paused"


def parking(stage: Stage) -> SessionRecord:
    """A session whose worker was asked to park and has not answered yet."""
    record = stage.reach("paused")
    stage.running()
    stage.run_of(record).deaf = True
    stage.manager.start(stage.create().id)
    assert record.parking
    return record


def end_parking(stage: Stage, record: SessionRecord) -> None:
    stage.run_of(record).say("parked", b"5", spent_s=1.5)
    until(lambda: not record.parking, "the parking")
    until(lambda: record.ended.is_set() or record.run is not None, "the worker's end")


def test_a_resume_that_crosses_the_parking_is_not_lost(stage: Stage) -> None:
    record = parking(stage)
    stage.manager.resume(record.id)
    end_parking(stage, record)
    until(lambda: record.status == "queued", "its place in the queue")
    stage.run_of(next(s for s in stage.manager._sessions.values() if s.run)).complete()
    await_status(record, "running")
    assert stage.engine.runs[-1].job.state == b"5"


def test_steps_that_cross_the_parking_are_all_done(stage: Stage) -> None:
    record = parking(stage)
    for _ in range(3):
        stage.manager.step(record.id)
    end_parking(stage, record)
    await_status(record, "queued")
    stage.run_of(next(s for s in stage.manager._sessions.values() if s.run)).complete()
    until(lambda: record.current_iter == 8, "three steps from the fifth")
    await_status(record, "paused")


def test_a_resume_and_a_pause_that_cross_the_parking_do_not_take_a_step(stage: Stage) -> None:
    record = parking(stage)
    stage.manager.resume(record.id)
    stage.manager.pause(record.id)
    end_parking(stage, record)
    until(lambda: stage.manager.counts()["running"] == 2, "the one that waited")
    assert (record.status, record.wanted) == ("paused", "paused")
    assert record.parked == b"5" and record.orders == []


@pytest.mark.parametrize("command", ["stop", "delete"])
def test_an_end_that_crosses_the_parking_wins(stage: Stage, command: str) -> None:
    record = parking(stage)
    run = stage.run_of(record)
    stage.manager.step(record.id)
    crossing = threading.Timer(0.02, lambda: run.say("parked", b"5", spent_s=1.5))
    crossing.start()
    (stage.manager.stop if command == "stop" else stage.manager.delete)(record.id)
    crossing.join()
    assert record.status == "stopped"
    assert record.parked is None and record not in stage.manager._places._queue
    until(lambda: stage.manager.counts()["running"] == 2, "the one that waited")


def test_a_worker_that_dies_while_it_parks_is_an_error(stage: Stage) -> None:
    record = parking(stage)
    stage.run_of(record).lose()
    await_status(record, "error")
    assert not record.parking
    until(lambda: stage.manager.counts()["running"] == 2, "the one that waited")


def test_the_old_workers_task_leaves_the_new_worker_alone(
    make_stage: MakeStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A resume between a worker's last word and the end of its task finds the place free."""
    stage = make_stage(max_running=1)
    record = stage.reach("paused")
    old_may_end, old_ended = threading.Event(), threading.Event()
    finish = TrainingTask._finish

    def finish_late(task: TrainingTask) -> None:
        if old_ended.is_set():
            finish(task)
        else:
            assert old_may_end.wait(20)
            finish(task)
            old_ended.set()

    monkeypatch.setattr(TrainingTask, "_finish", finish_late)
    waiting = stage.create()
    stage.manager.start(waiting.id)
    stage.manager.stop(waiting.id)
    until(lambda: record.parked is not None, "the parking")
    stage.manager.resume(record.id)
    until(lambda: record.run is not None, "the new worker")
    old_may_end.set()
    assert old_ended.wait(20)
    assert record.run is stage.engine.runs[-1] and not record.ended.is_set()


# ---- how many are kept ---------------------------------------------------------------------------


def test_the_longest_unused_session_makes_room(make_stage: MakeStage) -> None:
    stage = make_stage(max_sessions=3)
    first, second, third = (stage.create() for _ in range(3))
    stage.manager.get(first.id)
    stage.create()
    assert stage.told(second) == ["session_removed"]
    assert stage.manager.counts()["total"] == 3
    with pytest.raises(ContractError):
        stage.manager.get(second.id)
    assert stage.manager.get(first.id) and stage.manager.get(third.id)


def test_trainings_that_are_alive_make_no_room(make_stage: MakeStage) -> None:
    stage = make_stage(max_sessions=3)
    stage.running()
    stage.reach("paused")
    stage.manager.start(stage.create().id)
    with pytest.raises(ContractError) as refusal:
        stage.create()
    error = refusal.value
    assert (error.error_type, error.status) == ("too_many_sessions", 429)
    assert (error.limit, error.value) == (3, 3)


def test_a_session_is_listed_to_its_owner_alone(stage: Stage) -> None:
    mine, other = stage.create(owner="mine"), stage.create(owner="other")
    assert [s.session_id for s in stage.manager.of_owner("mine").sessions] == [mine.id]
    assert [s.session_id for s in stage.manager.of_owner("other").sessions] == [other.id]
    assert stage.manager.of_owner(None).sessions == []
    assert stage.manager.of_owner("").sessions == []


@pytest.mark.parametrize(
    ("status", "kept"),
    [
        ("idle", False),
        ("running", True),
        ("queued", True),
        ("paused", False),
        ("parked", False),
        ("stopped", False),
        ("completed", False),
        ("error", False),
    ],
)
def test_what_nobody_uses_expires_unless_it_trains_or_waits(
    stage: Stage, status: str, kept: bool
) -> None:
    record = stage.reach(status)
    record.touched_s -= 2000
    stage.manager.expire()
    assert (record.id in stage.manager._sessions) == kept
    if not kept:
        assert stage.told(record)[-1] == "session_removed"
    if status in ("paused", "parked"):
        reasons = [p["reason"] for n, p in stage.wire.sent["ann"] if n == "training_stopped"]
        assert reasons == ["expired"]


def test_using_a_session_keeps_it(stage: Stage) -> None:
    record = stage.create()
    record.touched_s -= 2000
    stage.manager.get(record.id)
    stage.manager.expire()
    assert stage.manager.get(record.id) is record


def test_an_error_does_not_end_the_housekeeping(
    make_stage: MakeStage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stage = make_stage(idle_s=0.01)
    calls: list[int] = []

    class Enough(BaseException):
        pass

    def expire() -> None:
        calls.append(1)
        if len(calls) == 3:
            raise Enough
        raise RuntimeError("once")

    monkeypatch.setattr(stage.manager, "expire", expire)
    with pytest.raises(Enough):
        stage.manager.keep_house()
    assert "expiring" in caplog.text


def test_shutdown_tells_every_room_and_starts_nothing(stage: Stage) -> None:
    records = started(stage, 4)
    stage.manager.shutdown()
    assert [r.status for r in records] == ["stopped"] * 4
    for record in records:
        assert stage.told(record)[-1] == "training_stopped"
    reasons = {p["reason"] for n, p in stage.wire.sent["ann"] if n == "training_stopped"}
    assert reasons == {"shutdown"}
    stage.engine.runs[0].say("stopped", step=0)
    stage.manager._places.admit()
    assert len(stage.engine.runs) == 2


def test_the_time_before_parking_is_not_lost(stage: Stage) -> None:
    record = parking(stage)
    stage.manager.resume(record.id)
    end_parking(stage, record)
    until(lambda: record.status == "queued", "its place in the queue")
    stage.run_of(next(s for s in stage.manager._sessions.values() if s.run)).complete()
    await_status(record, "running")
    assert stage.engine.runs[-1].job.spent_s == 1.5
