"""What the weights of all sessions take together: who makes room, and what always stays."""

from __future__ import annotations

from backend.sessions.record import SessionRecord
from tests.unit.sessions.conftest import MakeStage
from tests.unit.sessions.stage import Stage, await_status
from tests.unit.waiting import until

EACH = len(b"weights")


def steps_of(record: SessionRecord) -> list[int]:
    """Steps whose weights a session keeps."""
    with record.room.lock:
        return sorted(record.history.weights)


def trained(stage: Stage, steps: int) -> SessionRecord:
    """A session that kept the weights of step 0 and so many more, and still trains."""
    record = stage.running()
    for step in range(1, steps + 1):
        stage.run_of(record).checkpoint(step)
    until(lambda: len(record.history.losses) > steps, "its last checkpoint")
    return record


def finished(stage: Stage, steps: int) -> SessionRecord:
    record = trained(stage, steps)
    stage.run_of(record).complete(best_step=0)
    await_status(record, "completed")
    return record


def test_what_was_unused_for_longest_makes_room_and_keeps_its_first_best_and_last(
    make_stage: MakeStage,
) -> None:
    stage = make_stage(weights_bytes=30 * EACH)
    oldest, newer = finished(stage, 12), finished(stage, 12)
    assert (len(steps_of(oldest)), len(steps_of(newer))) == (13, 13)
    stage.manager.get(oldest.id)  # somebody looks at it again
    live = trained(stage, 8)
    assert steps_of(live) == list(range(9))
    assert len(steps_of(newer)) == 30 - 13 - 9 and len(steps_of(oldest)) == 13
    for step in range(9, 22):
        stage.run_of(live).checkpoint(step)
    until(lambda: len(live.history.losses) == 22, "its last checkpoint")
    assert len(steps_of(newer)) == 3 and len(steps_of(oldest)) == 5
    assert steps_of(live) == list(range(22)), "whoever trains is spared"
    for record in (oldest, newer):
        assert {0, 12} <= set(steps_of(record))
        assert list(record.history.heads) == steps_of(record)


def test_those_that_train_are_thinned_when_nothing_else_is_left(make_stage: MakeStage) -> None:
    stage = make_stage(weights_bytes=10 * EACH)
    old = finished(stage, 12)
    live = trained(stage, 40)
    assert len(steps_of(old)) == 3 and len(steps_of(live)) == 7
    assert {0, 40} <= set(steps_of(live))


def test_nothing_goes_as_long_as_everything_fits(make_stage: MakeStage) -> None:
    stage = make_stage(weights_bytes=26 * EACH)
    records = [finished(stage, 12), finished(stage, 12)]
    assert [steps_of(record) for record in records] == [list(range(13))] * 2
