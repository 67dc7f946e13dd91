"""The numbered events of one session, and the tail that is told again to whoever was away.

Every event gets the next `seq`. The tail is bounded in bytes; attention frames are not in it, since
only the newest ever matters.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from backend.contract.events import SERVER_EVENTS

TAIL_BYTES = 8 * 2**20
_SMALL_EVENT_BYTES = 1500


@dataclass(frozen=True, eq=False)
class RoomMessage:
    """One event of a session.

    Attributes:
        name: the event's name in the contract.
        seq: its number in the session.
        timestamp: Unix seconds.
        build: makes the fields besides session_id, timestamp and seq; called when first needed.
        size_bytes: about how much memory it holds.
    """

    name: str
    seq: int
    session_id: str
    timestamp: float
    build: Callable[[], dict[str, Any]]
    size_bytes: int = _SMALL_EVENT_BYTES

    @cached_property
    def payload(self) -> dict[str, Any]:
        """The event as it goes over the wire, checked against the contract; made once for all."""
        envelope = {"session_id": self.session_id, "timestamp": self.timestamp, "seq": self.seq}
        return SERVER_EVENTS[self.name](**envelope, **self.build()).wire()


class Room:
    """Numbers events, keeps their tail, and hands each to `deliver` in the same breath.

    Args:
        session_id: whose events these are.
        deliver: takes every message in order, while the room's lock is held; must not block.
    """

    def __init__(self, session_id: str, deliver: Callable[[RoomMessage], None]) -> None:
        self._session_id = session_id
        self._deliver = deliver
        self._tail: deque[RoomMessage] = deque()
        self._tail_bytes = 0
        self._dropped_seq = 0
        self._happened_s: float | None = None
        self.seq = 0
        self.lock = threading.RLock()

    @contextmanager
    def at(self, happened_s: float) -> Iterator[None]:
        """Date what is published within: when a worker said it, in Unix seconds, not when heard."""
        self._happened_s = happened_s
        try:
            yield
        finally:
            self._happened_s = None

    def publish(self, name: str, /, **fields: Any) -> None:
        """Say an event whose fields are small."""
        self.publish_built(name, lambda: fields)

    def publish_built(
        self, name: str, build: Callable[[], dict[str, Any]], size_bytes: int = _SMALL_EVENT_BYTES
    ) -> None:
        """Say an event whose fields are made when somebody needs them."""
        with self.lock:
            self.seq += 1
            happened_s = self._happened_s or time.time()
            message = RoomMessage(name, self.seq, self._session_id, happened_s, build, size_bytes)
            if name != "attention_frame":
                self._keep(message)
            self._deliver(message)

    def since(self, seq: int) -> list[RoomMessage] | None:
        """Every kept event after `seq`, or None when some of them are gone or never were."""
        with self.lock:
            if not self._dropped_seq <= seq <= self.seq:
                return None
            return [message for message in self._tail if message.seq > seq]

    def _keep(self, message: RoomMessage) -> None:
        self._tail.append(message)
        self._tail_bytes += message.size_bytes
        while self._tail_bytes > TAIL_BYTES:
            gone = self._tail.popleft()
            self._tail_bytes -= gone.size_bytes
            self._dropped_seq = gone.seq
