"""Who trains now, who waits for a place, and who rests without one.

So many sessions have a place as may train at once; the others wait in the order in which they came.
A resting session holds its place only while nobody waits for it: then its run is saved (parked) and
gets a place again when it is told to go on. Works on the manager's sessions, under its lock; a
session's own lock is always taken after that one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from backend.sessions.record import SessionRecord


class Places:
    """The places and the queue before them.

    Args:
        sessions: all of the server, by id.
        lock: guards `sessions` and everything here.
        limit: how many may train or rest with a worker at once.
        launch: gives a session its place, from scratch or from where it was parked; called with
            both locks held.
    """

    def __init__(
        self,
        sessions: Mapping[str, SessionRecord],
        lock: threading.RLock,
        limit: int,
        launch: Callable[[SessionRecord], None],
    ) -> None:
        self._sessions = sessions
        self._lock = lock
        self._limit = limit
        self._launch = launch
        self._queue: list[SessionRecord] = []

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._queue)

    @property
    def free(self) -> int:
        """How many places nobody has."""
        return self._limit - sum(s.has_place for s in self._sessions.values())

    def take(self, record: SessionRecord) -> bool:
        """Launch a session now or let it wait; both locks are held. Returns whether it waits."""
        if self.free > 0 and not self._queue:
            self._launch(record)
            return False
        record.status = "queued"
        self._queue.append(record)
        self._ask_to_park()
        self._tell_queue()
        return True

    def unpark(self, record: SessionRecord) -> None:
        """Find a place again for a parked session that was told to go on; let others be."""
        if record.parked is None or record.status == "queued":
            return
        steps, record.orders = record.orders.count("step"), []
        if record.wanted == "running":
            self.take(record)
        elif record.wanted == "paused" and steps:
            record.orders = ["step"] * (steps - 1)  # its worker begins with the first
            self.take(record)

    def leave_queue(self, record: SessionRecord) -> bool:
        """Let a session wait no longer; both locks are held. Returns whether it did."""
        if record not in self._queue:
            return False
        self._queue.remove(record)
        self._tell_queue()
        return True

    def admit(self) -> None:
        """Start whoever waits longest, while there is room; put back what was parked too early."""
        with self._lock:
            for record in self._sessions.values():
                with record.room.lock:
                    self.unpark(record)
            while self._queue and self.free > 0:
                record = self._queue.pop(0)
                with record.room.lock:
                    self._launch(record)
            self._ask_to_park()
            self._tell_queue()

    def close(self) -> None:
        """Nobody waits any more: the server ends."""
        self._queue.clear()

    def _ask_to_park(self) -> None:
        """Ask resting sessions to free their place for those who wait."""
        missing = len(self._queue) - sum(s.parking for s in self._sessions.values())
        for record in sorted(self._sessions.values(), key=lambda s: s.touched_s):
            with record.room.lock:
                rests = record.status == record.wanted == "paused" and not record.parking
                if missing > 0 and rests and record.run is not None:
                    missing -= 1
                    record.parking = True
                    record.run.send("park")

    def _tell_queue(self) -> None:
        """Tell those who wait where they stand, when that changed."""
        ends_s = sorted(s.remaining_s() for s in self._sessions.values() if s.status == "running")
        for index, record in enumerate(self._queue):
            position = index + 1
            if record.queue_position == position:
                continue
            rounds, place = divmod(index, len(ends_s)) if ends_s else (0, 0)
            estimate_s = ends_s[place] * (rounds + 1) if ends_s else 0.0
            with record.room.lock:
                record.queue_position, record.estimated_start_s = position, estimate_s
                record.room.publish(
                    "training_queued", position=position, estimated_start_s=estimate_s
                )
