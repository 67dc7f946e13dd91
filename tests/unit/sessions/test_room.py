"""Numbers of events, and the tail for those who come back."""

from __future__ import annotations

import threading

import pytest
from pydantic import ValidationError

from backend.contract.events import SERVER_EVENTS
from backend.sessions import room as room_module
from backend.sessions.room import Room, RoomMessage


@pytest.fixture
def delivered() -> list[RoomMessage]:
    return []


@pytest.fixture
def room(delivered: list[RoomMessage]) -> Room:
    return Room("the-session", delivered.append)


def names(messages: list[RoomMessage] | None) -> list[tuple[str, int]]:
    assert messages is not None
    return [(m.name, m.seq) for m in messages]


def test_every_event_gets_the_next_number(room: Room, delivered: list[RoomMessage]) -> None:
    for step in range(5):
        room.publish("training_paused", current_step=step)
    assert [m.seq for m in delivered] == [1, 2, 3, 4, 5] and room.seq == 5
    payload = delivered[2].payload
    assert payload.pop("timestamp") > 1.7e9, "Unix seconds"
    assert payload == {"session_id": "the-session", "seq": 3, "current_step": 2}


def test_numbers_are_gapless_and_in_order_from_many_threads(
    room: Room, delivered: list[RoomMessage]
) -> None:
    def speak() -> None:
        for _ in range(200):
            room.publish("training_started")

    threads = [threading.Thread(target=speak) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [m.seq for m in delivered] == list(range(1, 801))


def test_whoever_returns_gets_what_it_missed(room: Room) -> None:
    for step in range(4):
        room.publish("training_paused", current_step=step)
    assert names(room.since(2)) == [("training_paused", 3), ("training_paused", 4)]
    assert room.since(4) == []
    assert len(room.since(0) or []) == 4


@pytest.mark.parametrize("seq", [5, 10**9])
def test_a_number_that_never_was_gets_the_whole_state(room: Room, seq: int) -> None:
    for _ in range(4):
        room.publish("training_started")
    assert room.since(seq) is None


def test_frames_are_numbered_and_not_told_again(room: Room, delivered: list[RoomMessage]) -> None:
    room.publish("training_started")
    room.publish(
        "attention_frame", step=1, n_layer=1, n_head=1, size=1, tokens=["a"], weights=b"\xff"
    )
    room.publish("training_started")
    assert [m.name for m in delivered][1] == "attention_frame"
    assert names(room.since(0)) == [("training_started", 1), ("training_started", 3)]
    assert delivered[1].payload["weights"] == b"\xff", "bytes travel as they are"


def test_the_tail_is_bounded_and_its_loss_is_known(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_module, "TAIL_BYTES", 5000)
    for _ in range(10):
        room.publish_built("training_started", dict, 1000)
    assert names(room.since(5)) == [("training_started", n) for n in range(6, 11)]
    assert room.since(4) is None, "the fifth is gone"
    room.publish_built("training_started", dict, 10**6)
    assert room.since(10) is None and room.since(11) == []


def test_a_payload_is_made_once_and_only_when_it_is_needed(
    room: Room, delivered: list[RoomMessage]
) -> None:
    made: list[int] = []

    def build() -> dict[str, int]:
        made.append(1)
        return {"current_step": 3}

    room.publish_built("training_resumed", build)
    assert made == []
    assert delivered[0].payload is delivered[0].payload
    assert made == [1]


def test_what_is_not_in_the_contract_is_not_sent(room: Room, delivered: list[RoomMessage]) -> None:
    room.publish("training_paused", current_step=-1)
    room.publish("training_paused", current_step=1, extra=2)
    for message in delivered:
        with pytest.raises(ValidationError):
            _ = message.payload
    room.publish("no_such_event")
    with pytest.raises(KeyError):
        _ = delivered[-1].payload


def test_events_are_dated_by_when_they_happened(room: Room, delivered: list[RoomMessage]) -> None:
    with room.at(12.5):
        room.publish("training_started")
    room.publish("training_started")
    assert delivered[0].payload["timestamp"] == 12.5
    assert delivered[1].payload["timestamp"] > 1.7e9


def test_every_event_of_a_room_carries_who_when_and_which(room: Room) -> None:
    private = {"joined_room", "session_state"}
    for name, model in SERVER_EVENTS.items():
        if name not in private:
            assert {"session_id", "timestamp", "seq"} <= model.model_fields.keys(), name
