"""What the weights of all sessions may take together.

A single session's are bounded by its history; here the stops of those that nobody used for longest
make room for the others'. Takes one session's lock at a time, so it must be called without any.
"""

from __future__ import annotations

from collections.abc import Mapping

from backend.sessions.record import ALIVE, SessionRecord


class WeightBudget:
    """Thins kept weights until they fit.

    Args:
        sessions: all of the server, by id.
        limit_bytes: what they may take; every session keeps its first, best and newest all the
            same.
    """

    def __init__(self, sessions: Mapping[str, SessionRecord], limit_bytes: int) -> None:
        self._sessions = sessions
        self._limit_bytes = limit_bytes

    def keep(self) -> None:
        """Thin finished sessions, the longest unused first, and only then those that train."""
        records = list(self._sessions.values())
        over_bytes = sum(map(_taken, records)) - self._limit_bytes
        if over_bytes <= 0:
            return
        for record in sorted(records, key=lambda r: (r.status in ALIVE, r.touched_s)):
            with record.room.lock:
                before_bytes = record.history.weights_bytes
                record.history.thin_weights(max(0, before_bytes - over_bytes))
                over_bytes -= before_bytes - record.history.weights_bytes
            if over_bytes <= 0:
                return


def _taken(record: SessionRecord) -> int:
    with record.room.lock:
        return record.history.weights_bytes
