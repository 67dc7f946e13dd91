"""Fast clients get everything at once, slow ones get it merged, and nobody waits for anybody."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.sessions import metrics_emitter
from backend.sessions.metrics_emitter import MAX_BACKLOG, MetricsEmitter
from backend.sessions.room import Room
from tests.unit.examples import examples
from tests.unit.sessions.stage import Wire
from tests.unit.waiting import until

SLOW = MAX_BACKLOG + 1


class Hall:
    """An emitter, one room, and a clock that the test turns."""

    def __init__(self) -> None:
        self.now_s = 1000.0
        self.wire = Wire()
        self.emitter = MetricsEmitter(self.wire, self._with_state)
        self.room = Room("s", self.emitter.deliver)
        self.step = 0

    def monotonic(self) -> float:
        return self.now_s

    def _with_state(self, session_id: str, use: Callable[[dict[str, Any]], None]) -> None:
        with self.room.lock:
            use({"session_id": session_id, "seq": self.room.seq})

    def join(self, *clients: str, mode: Any = "snapshots") -> None:
        for client in clients:
            self.emitter.join("s", client, mode)

    def progress(self, count: int = 1) -> None:
        for _ in range(count):
            self.step += 1
            figures = {"iters_per_sec": 1.0, "learning_rate": 0.1, "grad_norm": None}
            self.room.publish(
                "training_progress",
                step=self.step,
                steps=[self.step],
                train_losses=[float(self.step)],
                **figures,
            )

    def checkpoint(self) -> None:
        self.room.publish("training_metrics", step=self.step, train_loss=1.0, val_loss=None)

    def frame(self, step: int) -> None:
        self.room.publish(
            "attention_frame",
            step=step,
            n_layer=1,
            n_head=1,
            size=1,
            tokens=["a"],
            weights=bytes([step % 256]),
        )

    def slow(self, client: str, backlog: int = SLOW) -> None:
        self.wire.backlogs[client] = backlog

    def keep_what_is_sent_waiting(self) -> None:
        """From now on each event that is sent makes its client's backlog longer."""
        send = self.wire.send

        def fill(client: str, event: str, payload: dict[str, Any]) -> None:
            send(client, event, payload)
            self.wire.backlogs[client] += 1

        self.wire.send = fill  # type: ignore[method-assign]

    def frames(self, client: str) -> list[int]:
        return [p["step"] for n, p in self.wire.sent.get(client, []) if n == "attention_frame"]

    def losses(self, client: str) -> list[float]:
        """Every loss that a client was sent, in order."""
        return [
            loss
            for name, payload in self.wire.sent.get(client, [])
            if name == "training_progress"
            for loss in payload["train_losses"]
        ]


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_everybody_in_the_room_gets_everything_in_order(hall: Hall) -> None:
    hall.join("ann", "ben")
    hall.progress(2)
    hall.checkpoint()
    for client in ("ann", "ben"):
        assert [p["seq"] for _, p in hall.wire.sent[client]] == [1, 2, 3]


def test_rooms_are_apart(hall: Hall) -> None:
    hall.emitter.join("another", "eve", "frames")
    hall.join("ann")
    hall.progress()
    hall.frame(1)
    assert "eve" not in hall.wire.sent


def test_leaving_ends_it(hall: Hall) -> None:
    hall.join("ann")
    hall.progress()
    assert hall.emitter.is_in("s", "ann")
    hall.emitter.leave("s", "ann")
    hall.emitter.leave("s", "ann")
    hall.emitter.leave("never", "ann")
    hall.progress()
    assert hall.losses("ann") == [1.0] and not hall.emitter.is_in("s", "ann")


def test_a_client_that_is_gone_is_forgotten_everywhere(hall: Hall) -> None:
    hall.join("ann", "ben")
    hall.emitter.join("t", "ann", "frames")
    hall.emitter.join("u", "ben", "frames")
    assert sorted(hall.emitter.forget_client("ann")) == ["s", "t"]
    assert hall.emitter.forget_client("ann") == []
    assert not hall.emitter.frames_wanted("t") and hall.emitter.frames_wanted("u")


def test_a_session_that_is_gone_is_forgotten(hall: Hall) -> None:
    hall.join("ann")
    hall.emitter.forget_session("s")
    hall.emitter.forget_session("s")
    hall.progress()
    assert "ann" not in hall.wire.sent


# ---- slow clients --------------------------------------------------------------------------------


def test_a_slow_client_gets_merged_losses_and_every_checkpoint_in_order(hall: Hall) -> None:
    hall.join("ann", "ben")
    hall.slow("ben")
    hall.progress(10)
    hall.checkpoint()
    hall.progress(5)
    assert len(hall.wire.sent["ann"]) == 16, "the fast one waits for nobody"
    assert "ben" not in hall.wire.sent
    hall.slow("ben", 0)
    assert not hall.emitter.drain()
    names = hall.wire.names("ben")
    assert names == ["training_progress", "training_metrics", "training_progress"]
    assert hall.losses("ben") == hall.losses("ann")
    first = hall.wire.sent["ben"][0][1]
    assert first["steps"] == list(range(1, 11)) and first["step"] == 10 and first["seq"] == 10


def test_what_follows_waits_behind_what_is_held(hall: Hall) -> None:
    hall.join("ben")
    hall.slow("ben")
    hall.checkpoint()
    hall.slow("ben", 0)
    hall.progress()
    assert "ben" not in hall.wire.sent, "else it would overtake"
    hall.emitter.drain()
    assert hall.wire.names("ben") == ["training_metrics", "training_progress"]


def test_draining_stops_where_the_client_gets_slow_again(hall: Hall) -> None:
    hall.join("ben")
    hall.slow("ben")
    for _ in range(30):
        hall.checkpoint()
    hall.keep_what_is_sent_waiting()
    hall.slow("ben", MAX_BACKLOG - 3)
    assert hall.emitter.drain(), "the rest still waits"
    assert len(hall.wire.sent["ben"]) == 4


events = st.lists(
    st.sampled_from(["progress", "checkpoint", "frame", "slow", "fast", "drain"]), max_size=60
)


@examples(150)
@given(events)
def test_whatever_a_client_does_it_misses_no_loss_and_no_checkpoint(script: list[str]) -> None:
    hall = Hall()
    hall.join("ann", "ben")
    checkpoints = 0
    for word in script:
        match word:
            case "progress":
                hall.progress()
            case "checkpoint":
                hall.checkpoint()
                checkpoints += 1
            case "frame":
                hall.frame(hall.step)
            case "slow":
                hall.slow("ben")
            case "fast":
                hall.slow("ben", 0)
            case "drain":
                hall.emitter.drain()
    hall.slow("ben", 0)
    hall.emitter.drain()
    assert hall.losses("ben") == hall.losses("ann")
    assert hall.wire.names("ben").count("training_metrics") == checkpoints
    numbers = [p["seq"] for _, p in hall.wire.sent.get("ben", [])]
    assert numbers == sorted(set(numbers))


def test_too_much_for_too_slow_a_client_becomes_the_whole_state(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics_emitter, "MAX_HELD_BYTES", 20_000)
    hall.join("ann", "ben")
    hall.slow("ben")
    for _ in range(50):
        hall.checkpoint()
    box = hall.emitter._outboxes["s"]["ben"]
    assert box.behind and not box.held and box.held_bytes == 0, "nothing is kept for it"
    hall.slow("ben", 0)
    hall.emitter.drain()
    hall.checkpoint()
    sent = [(n, p["seq"]) for n, p in hall.wire.sent["ben"]]
    assert sent == [("session_state", 50), ("training_metrics", 51)], "no gap and nothing twice"


def test_a_client_that_takes_nothing_is_disconnected(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics_emitter, "time", hall)
    hall.join("ann", "ben")
    hall.slow("ben")
    hall.progress()
    hall.now_s += metrics_emitter.STUCK_S - 1
    hall.emitter.drain()
    assert hall.wire.disconnected == []
    hall.now_s += 2
    hall.emitter.drain()
    assert hall.wire.disconnected == ["ben"]
    assert not hall.emitter.is_in("s", "ben") and hall.emitter.is_in("s", "ann")


def test_a_client_that_takes_little_by_little_is_not(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics_emitter, "time", hall)
    hall.join("ben")
    hall.slow("ben", 100)
    hall.progress()
    for backlog in range(99, 90, -1):
        hall.now_s += metrics_emitter.STUCK_S - 1
        hall.slow("ben", backlog)
        hall.emitter.drain()
    assert hall.wire.disconnected == []


def test_a_client_that_takes_while_another_session_fills_its_queue_is_not(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics_emitter, "time", hall)
    hall.join("ben")
    hall.emitter.join("t", "ben", "snapshots")
    other = Room("t", hall.emitter.deliver)
    hall.slow("ben")
    hall.progress()
    for _ in range(5):
        hall.now_s += metrics_emitter.STUCK_S - 1
        hall.slow("ben", MAX_BACKLOG)
        other.publish("training_metrics", step=1, train_loss=1.0, val_loss=None)
        hall.slow("ben")
        hall.emitter.drain()
    assert hall.wire.disconnected == []


def test_sessions_take_turns_at_a_client_that_takes_one_at_a_time(hall: Hall) -> None:
    hall.join("ben")
    hall.emitter.join("t", "ben", "snapshots")
    other = Room("t", hall.emitter.deliver)
    hall.keep_what_is_sent_waiting()
    hall.slow("ben")
    for _ in range(6):
        hall.checkpoint()
        other.publish("training_metrics", step=1, train_loss=1.0, val_loss=None)
        hall.slow("ben", MAX_BACKLOG)
        hall.emitter.drain()
    sent = [payload["session_id"] for _, payload in hall.wire.sent["ben"]]
    assert sent.count("s") == sent.count("t") == 3


def test_a_long_silence_of_the_session_is_not_the_clients_fault(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics_emitter, "time", hall)
    hall.join("ben")
    hall.progress()
    hall.now_s += 3600
    hall.slow("ben")
    hall.progress()
    hall.emitter.drain()
    assert hall.wire.disconnected == []


def test_joining_anew_drops_what_was_held(hall: Hall) -> None:
    hall.join("ben")
    hall.slow("ben")
    hall.checkpoint()
    hall.slow("ben", 0)
    hall.join("ben")
    hall.emitter.drain()
    assert "ben" not in hall.wire.sent, "the state or tail that it is sent holds that event"


def test_nothing_is_sent_after_leaving(hall: Hall) -> None:
    hall.join("ben")
    hall.slow("ben")
    hall.checkpoint()
    hall.emitter.leave("s", "ben")
    hall.slow("ben", 0)
    hall.emitter.drain()
    assert "ben" not in hall.wire.sent


def test_who_leaves_while_others_are_served_is_sent_nothing(hall: Hall) -> None:
    hall.join("ann", "ben")
    hall.slow("ann")
    hall.slow("ben")
    hall.checkpoint()
    hall.slow("ann", 0)
    hall.slow("ben", 0)
    taken = hall.wire.send

    def leave_meanwhile(client: str, event: str, payload: dict[str, Any]) -> None:
        taken(client, event, payload)
        hall.emitter.leave("s", "ben")

    hall.wire.send = leave_meanwhile  # type: ignore[method-assign]
    hall.emitter.drain()
    assert hall.wire.names("ann") == ["training_metrics"] and "ben" not in hall.wire.sent


# ---- frames --------------------------------------------------------------------------------------


def test_frames_replace_snapshots_for_whom_they_are(hall: Hall) -> None:
    hall.join("ann")
    hall.join("ben", mode="frames")
    assert hall.emitter.frames_wanted("s")
    snapshot = {"step": 1, "layer": 0, "head": 0, "matrix": [[1.0]], "tokens": ["a"]}
    hall.room.publish("attention_snapshot", **snapshot)
    hall.frame(1)
    hall.checkpoint()
    assert hall.wire.names("ann") == ["attention_snapshot", "training_metrics"]
    assert hall.wire.names("ben") == ["attention_frame", "training_metrics"]
    hall.join("ben")
    assert not hall.emitter.frames_wanted("s")


def test_at_most_two_frames_are_unacknowledged_and_the_newest_wins(hall: Hall) -> None:
    hall.join("ben", mode="frames")
    for step in range(1, 8):
        hall.frame(step)
    assert hall.frames("ben") == [1, 2]
    hall.emitter.acknowledge_frame("s", "ben", 1)
    assert hall.frames("ben") == [1, 2, 7]
    hall.emitter.acknowledge_frame("s", "ben", 7)
    assert hall.frames("ben") == [1, 2, 7], "nothing new"
    for step in (8, 9, 10):
        hall.frame(step)
    assert hall.frames("ben") == [1, 2, 7, 8, 9]


@pytest.mark.parametrize("step", [0, 99])
def test_odd_acknowledgements_are_harmless(hall: Hall, step: int) -> None:
    hall.join("ben", mode="frames")
    hall.emitter.acknowledge_frame("s", "ben", step)
    hall.emitter.acknowledge_frame("s", "nobody", step)
    hall.emitter.acknowledge_frame("never", "ben", step)
    hall.frame(1)
    assert hall.frames("ben") == [1]


def test_a_client_that_acknowledges_nothing_costs_nobody_anything(hall: Hall) -> None:
    hall.join("ann", "ben", mode="frames")
    for step in range(1, 20):
        hall.frame(step)
        hall.emitter.acknowledge_frame("s", "ann", step)
    hall.checkpoint()
    assert hall.frames("ann") == list(range(1, 20)) and hall.frames("ben") == [1, 2]
    assert hall.wire.names("ben")[-1] == "training_metrics", "checkpoints need no credit"
    assert not hall.emitter.drain(), "and nothing polls for it"


def test_a_frame_that_the_client_was_too_slow_for_is_sent_later(hall: Hall) -> None:
    hall.join("ben", mode="frames")
    hall.slow("ben")
    hall.frame(1)
    hall.frame(2)
    assert hall.emitter.drain(), "it waits for the client"
    hall.slow("ben", 0)
    hall.emitter.drain()
    assert hall.frames("ben") == [2]


def test_a_new_training_gives_back_the_credit(hall: Hall) -> None:
    hall.join("ben", mode="frames")
    for step in (498, 499, 500):
        hall.frame(step)
    hall.room.publish("training_started")
    hall.frame(1)
    assert hall.frames("ben") == [498, 499, 1], "the last one of the old training is of no use"
    hall.emitter.acknowledge_frame("s", "ben", 1)
    hall.frame(2)
    hall.frame(3)
    assert hall.frames("ben") == [498, 499, 1, 2, 3]


# ---- the background task -------------------------------------------------------------------------


def test_the_task_sends_what_is_held_and_survives_an_error(
    hall: Hall, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Enough(BaseException):
        pass

    drain = hall.emitter.drain
    calls: list[int] = []
    over = threading.Event()

    def fail_once() -> bool:
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError("once")
        if over.is_set():
            raise Enough
        return drain()

    def run() -> None:
        with pytest.raises(Enough):
            hall.emitter.run_forever()

    monkeypatch.setattr(hall.emitter, "drain", fail_once)
    hall.join("ben")
    hall.slow("ben")
    task = threading.Thread(target=run, daemon=True)
    task.start()
    hall.checkpoint()
    until(lambda: len(calls) > 2, "polling while something is held")
    hall.slow("ben", 0)
    until(lambda: hall.wire.names("ben") == ["training_metrics"], "the held event")
    assert "sending what was held failed" in caplog.text
    over.set()
    hall.slow("ben")
    hall.checkpoint()
    task.join(10)
    assert not task.is_alive()
