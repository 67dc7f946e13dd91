"""Who watches which session, and what each of them still has to be sent.

A fast client is sent every event as it happens. A slow one is sent fewer progress and frame events
(the newest wins, losses are merged), never fewer checkpoints; what waits for it is bounded, and
when even that is too much it gets the whole state instead of the pieces. Nobody waits for anybody
else.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from backend.contract.events import AttentionMode
from backend.sessions.room import RoomMessage

log = logging.getLogger(__name__)
#: Packets that may wait in the server library's own queue of a client before ours holds back. A
#: client that polls is handed all of them at once, with answers to its orders, and engine.io's own
#: Python client ends the connection over more than 16.
MAX_BACKLOG = 12
MAX_HELD_BYTES = 8 * 2**20
MAX_UNACKED_FRAMES = 2
#: A client that takes nothing for this long is disconnected.
STUCK_S = 30.0
_POLL_S = 0.02


class Transport(Protocol):
    """What the web room offers: a way to clients that never blocks."""

    def send(self, client: str, event: str, payload: dict[str, Any]) -> None:
        """Queue an event for one client."""

    def backlog(self, client: str) -> int:
        """How many packets of this client wait to be written."""

    def disconnect(self, client: str) -> None:
        """Close a client's connection."""


def merge_progress(older: dict[str, Any], newer: dict[str, Any]) -> dict[str, Any]:
    """Two progress payloads as one: every loss of both, the figures of the newer."""
    losses = older["train_losses"] + newer["train_losses"]
    return {**newer, "steps": older["steps"] + newer["steps"], "train_losses": losses}


@dataclass
class Queue:
    """One client's queue in the server library, which all sessions that it watches fill together.

    Attributes:
        backlog: packets that waited in it when last looked at.
        taken_s: when the client was last seen to take something, or had nothing to take.
    """

    backlog: int = 0
    taken_s: float = field(default_factory=time.monotonic)

    def look(self, backlog: int) -> None:
        """Note how many packets wait by now.

        Nothing is sent into a long queue. One that was short at the last look and is long again was
        filled since then by whoever looked, so what one session sends hides no taking from another.
        """
        if self.backlog <= MAX_BACKLOG or backlog < self.backlog:
            self.taken_s = time.monotonic()
        self.backlog = backlog

    @property
    def long(self) -> bool:
        """Whether it is too long for another event."""
        return self.backlog > MAX_BACKLOG


@dataclass
class Outbox:
    """What one client of one session was not sent yet.

    Attributes:
        client: the client's id.
        queue: what it has not taken yet, of this session and all others.
        mode: whether it wants attention as snapshots or as frames.
        held: payloads in order, with their event names and sizes.
        frame: the newest frame that waits for credit.
        unacked: steps of the frames that were sent and not acknowledged.
        behind: what waited was too much and was let go; the client needs the whole state.
    """

    client: str
    queue: Queue
    mode: AttentionMode
    held: deque[tuple[str, dict[str, Any], int]] = field(default_factory=deque)
    held_bytes: int = 0
    frame: dict[str, Any] | None = None
    unacked: list[int] = field(default_factory=list)
    behind: bool = False

    def wants(self, name: str) -> bool:
        """Whether an event is for this client at all."""
        if name == "attention_frame":
            return self.mode == "frames"
        return name != "attention_snapshot" or self.mode == "snapshots"

    def hold(self, message: RoomMessage) -> None:
        """Keep an event until the client can take it."""
        if self.behind:
            return
        last = self.held[-1] if self.held else None
        if message.name == "training_progress" and last and last[0] == "training_progress":
            merged = merge_progress(last[1], message.payload)
            self.held[-1] = ("training_progress", merged, last[2])
        else:
            self.held.append((message.name, message.payload, message.size_bytes))
            self.held_bytes += message.size_bytes
        if self.held_bytes > MAX_HELD_BYTES:
            self.held.clear()
            self.held_bytes = 0
            self.behind = True

    def forget_frames(self) -> None:
        """Another training begins: its steps start over, the last one's frames are of no use."""
        self.frame = None
        self.unacked.clear()

    @property
    def waiting(self) -> bool:
        """Whether something goes out as soon as the client takes more; credit is not waited for."""
        frame = self.frame is not None and len(self.unacked) < MAX_UNACKED_FRAMES
        return bool(self.held) or self.behind or frame


class MetricsEmitter:
    """Outboxes of every watching client.

    Args:
        transport: the way to clients.
        with_state: calls back with the ``session_state`` payload of a session while its room is
            silent, so that no event is missed between the state and what follows; does nothing
            when the session is gone.
    """

    def __init__(
        self,
        transport: Transport,
        with_state: Callable[[str, Callable[[dict[str, Any]], None]], None],
    ) -> None:
        self._transport = transport
        self._with_state = with_state
        self._lock = threading.RLock()
        self._outboxes: dict[str, dict[str, Outbox]] = {}
        self._rounds = 0
        self._work = threading.Event()

    def join(self, session_id: str, client: str, mode: AttentionMode) -> None:
        """Let a client watch a session from now on; joining again begins anew."""
        with self._lock:
            known = [boxes[client].queue for boxes in self._outboxes.values() if client in boxes]
            queue = known[0] if known else Queue()
            self._outboxes.setdefault(session_id, {})[client] = Outbox(client, queue, mode)

    def is_in(self, session_id: str, client: str) -> bool:
        """Whether a client watches a session."""
        with self._lock:
            return client in self._outboxes.get(session_id, {})

    def leave(self, session_id: str, client: str) -> None:
        """End a client's watching of one session; unknown ones are ignored."""
        with self._lock:
            self._outboxes.get(session_id, {}).pop(client, None)

    def forget_client(self, client: str) -> list[str]:
        """A client is gone; returns the sessions it watched."""
        with self._lock:
            watched = [key for key, boxes in self._outboxes.items() if boxes.pop(client, None)]
        return watched

    def forget_session(self, session_id: str) -> None:
        """A session is gone."""
        with self._lock:
            self._outboxes.pop(session_id, None)

    def frames_wanted(self, session_id: str) -> bool:
        """Whether anybody watches this session's attention as frames."""
        with self._lock:
            return any(b.mode == "frames" for b in self._outboxes.get(session_id, {}).values())

    def deliver(self, message: RoomMessage) -> None:
        """Send an event to everybody in its room who wants it, or hold it for the slow."""
        with self._lock:
            for box in list(self._outboxes.get(message.session_id, {}).values()):
                if not box.wants(message.name):
                    continue
                if message.name == "training_started":
                    box.forget_frames()
                if message.name == "attention_frame":
                    box.frame = message.payload
                    self._send_frame(box)
                elif box.held or box.behind or self._is_slow(box):
                    box.hold(message)
                else:
                    self._transport.send(box.client, message.name, message.payload)
                if box.waiting:
                    self._work.set()

    def acknowledge_frame(self, session_id: str, client: str, step: int) -> None:
        """A client has drawn the frame of `step`: it may be sent another."""
        with self._lock:
            box = self._outboxes.get(session_id, {}).get(client)
            if box is not None:
                box.unacked = [s for s in box.unacked if s > step]
                self._send_frame(box)

    def run_forever(self) -> None:
        """Drain what is held as clients catch up; disconnect those that do not. Never returns."""
        while True:
            self._work.wait()
            self._work.clear()
            try:
                left = self.drain()
            except Exception:
                log.exception("sending what was held failed")
                left = True
            if left:
                time.sleep(_POLL_S)
                self._work.set()

    def drain(self) -> bool:
        """Send what clients can take by now. Returns whether something still waits."""
        with self._lock:
            waiting = [
                (session_id, box)
                for session_id, boxes in self._outboxes.items()
                for box in boxes.values()
                if box.waiting
            ]
        # Each in its turn is first to use what room there is in the queue that they share.
        first = self._rounds % max(1, len(waiting))
        self._rounds += 1
        for session_id, box in waiting[first:] + waiting[:first]:
            self._drain(session_id, box)
        return any(box.waiting for _, box in waiting)

    def _drain(self, session_id: str, box: Outbox) -> None:
        with self._lock:
            if self._outboxes.get(session_id, {}).get(box.client) is not box:
                return  # it left, or joined anew
            while box.held and not self._is_slow(box):
                name, payload, size_bytes = box.held.popleft()
                box.held_bytes -= size_bytes
                self._transport.send(box.client, name, payload)
            self._send_frame(box)
            catches_up = box.behind and not self._is_slow(box)
            stuck = box.waiting and time.monotonic() - box.queue.taken_s > STUCK_S
        if catches_up:
            # Outside our lock: a room's lock is always taken before it, never within.
            self._with_state(session_id, lambda state: self._catch_up(session_id, box, state))
        if stuck:
            self._transport.disconnect(box.client)
            self.forget_client(box.client)

    def _catch_up(self, session_id: str, box: Outbox, state: dict[str, Any]) -> None:
        with self._lock:
            if self._outboxes.get(session_id, {}).get(box.client) is not box:
                return
            box.behind = False
            self._transport.send(box.client, "session_state", state)

    def _send_frame(self, box: Outbox) -> None:
        if box.frame is None or len(box.unacked) >= MAX_UNACKED_FRAMES or self._is_slow(box):
            return
        box.unacked.append(box.frame["step"])
        self._transport.send(box.client, "attention_frame", box.frame)
        box.frame = None

    def _is_slow(self, box: Outbox) -> bool:
        box.queue.look(self._transport.backlog(box.client))
        return box.queue.long
