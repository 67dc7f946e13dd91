"""A Socket.IO client that keeps what it hears and holds every word to the event schemas."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import socketio

from tests.live.schemas import all_finite, complaints_about_ack, complaints_about_event

PATIENCE_S = 30.0
Payload = dict[str, Any]


class Heard(NamedTuple):
    """An event, and when it came (`time.monotonic`)."""

    name: str
    data: Any
    at_s: float


class Record:
    """What was heard on one connection, in order."""

    def __init__(self, heard: Iterable[Heard] = ()) -> None:
        self.heard: list[Heard] = list(heard)
        self.problems: list[str] = []
        self._news = threading.Condition()

    def note(self, heard: Heard) -> None:
        """Keep an event and what is wrong with it."""
        try:
            wrong = complaints_about_event(heard.name, heard.data)
            if not all_finite(heard.data):
                wrong.append(f"{heard.name}: a number that is not finite")
        except Exception as error:
            wrong = [f"{heard.name}: {error}"]
        with self._news:
            self.heard.append(heard)
            self.problems += wrong
            self._news.notify_all()

    def events(self, *names: str, session_id: str | None = None) -> list[Payload]:
        """Payloads of these events (of all without names), in the order in which they came."""
        with self._news:
            return [
                h.data
                for h in self.heard
                if (not names or h.name in names)
                and (session_id is None or h.data.get("session_id") == session_id)
            ]

    def names(self) -> list[str]:
        """Names of everything heard, in order."""
        with self._news:
            return [h.name for h in self.heard]

    def summary(self) -> list[str]:
        """The last events in a few words, for a failing test."""
        with self._news:
            return [
                f"{h.name}({h.data.get('step', h.data.get('message', ''))})"
                if isinstance(h.data, dict)
                else h.name
                for h in self.heard[-30:]
            ]

    def check(self) -> None:
        """Raise AssertionError when anything that was heard broke the contract."""
        assert not self.problems, self.problems[:5]


class Client(Record):
    """One connection.

    Args:
        base: the server's address.
        transport: ``websocket`` or ``polling``; asserted, because the library falls back silently.
        acknowledge_frames: whether frames are answered at once, as a page that draws them would.
        headers: extra headers of the handshake.
    """

    def __init__(
        self,
        base: str,
        transport: str = "websocket",
        acknowledge_frames: bool = False,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.gone = threading.Event()
        self._acknowledge_frames = acknowledge_frames
        # Checking each letter in Python takes longer than all else that is heard.
        options = {"skip_utf8_validation": True}
        self._io = socketio.Client(reconnection=False, websocket_extra_options=options)
        _keep_order(self._io)
        self._io.on("*", self._hear)
        self._io.on("disconnect", lambda *_: self.gone.set())
        self._io.connect(base, headers=headers or {}, transports=[transport], wait_timeout=10)
        assert self._io.transport() == transport, f"{self._io.transport()} instead of {transport}"

    def _hear(self, name: str, *arguments: Any) -> None:
        data = arguments[0] if arguments else None
        if name == "attention_frame" and self._acknowledge_frames:
            self.tell("frame_ack", session_id=data["session_id"], step=data["step"])
        self.note(Heard(name, data, time.monotonic()))

    # ---- speaking -------------------------------------------------------------------------------

    def ask(self, name: str, *raw: Any, **payload: Any) -> Payload:
        """Emit, and wait for the acknowledgement; `raw` stands for a payload of any type."""
        answered = threading.Event()
        answers: list[Any] = []

        def take(*arguments: Any) -> None:
            answers.append(arguments[0] if arguments else None)
            answered.set()

        self._io.emit(name, raw[0] if raw else payload, callback=take)
        assert answered.wait(PATIENCE_S), f"{name} was never acknowledged"
        wrong = complaints_about_ack(answers[0])
        assert not wrong, wrong
        ack: Payload = answers[0]
        return ack

    def order(self, name: str, session_id: str, **payload: Any) -> Payload:
        """Ask for something that must be granted."""
        ack = self.ask(name, session_id=session_id, **payload)
        assert ack["ok"] is True, f"{name} was refused: {ack}"
        return ack

    def refused(self, name: str, error_type: str, **payload: Any) -> Payload:
        """Ask for something that must be refused, by acknowledgement and by event."""
        before = len(self.heard)
        ack = self.ask(name, **payload)
        assert ack["ok"] is False and ack["error_type"] == error_type, f"{name}: {ack}"
        error = self.wait("error", lambda e: e["message"] == ack["message"], after=before)
        assert error["error_type"] == error_type, f"{error} and {ack}"
        return ack

    def tell(self, name: str, **payload: Any) -> None:
        """Emit without waiting for anything."""
        self._io.emit(name, payload)

    # ---- listening ------------------------------------------------------------------------------

    def wait(
        self,
        names: str | Iterable[str],
        that: Callable[[Payload], bool] = lambda _: True,
        within_s: float = PATIENCE_S,
        after: int = 0,
    ) -> Payload:
        """The first event of these names for which `that` holds, heard already or to come.

        Args:
            after: how many of the events heard so far do not count.
        """
        wanted = {names} if isinstance(names, str) else set(names)
        deadline_s = time.monotonic() + within_s
        seen = after
        with self._news:
            while True:
                for heard in self.heard[seen:]:
                    if heard.name in wanted and that(heard.data):
                        found: Payload = heard.data
                        return found
                    if heard.name == "error" and "seq" in heard.data and "error" not in wanted:
                        diverged = heard.data["error_type"] == "diverged"
                        assert diverged, f"{heard.data} instead of {sorted(wanted)}"
                seen = len(self.heard)
                left_s = deadline_s - time.monotonic()
                if left_s <= 0 or not self._news.wait(left_s):
                    raise AssertionError(
                        f"no {sorted(wanted)} within {within_s} s; heard {self.summary()}"
                    )

    @property
    def connected(self) -> bool:
        """Whether the connection stands."""
        return bool(self._io.connected)

    def settle(self, session_id: str) -> None:
        """Return when everything that the server sent before this moment was heard."""
        # An acknowledgement comes after whatever stood in this client's queue before it.
        self.order("frame_ack", session_id, step=0)

    def close(self) -> None:
        """Disconnect; twice is fine."""
        with contextlib.suppress(Exception):
            self._io.disconnect()


def _keep_order(io: socketio.Client) -> None:
    """Handle messages one after the other: the library gives each a thread, and they overtake."""
    trigger = io.eio._trigger_event

    def one_by_one(event: str, *arguments: Any, **options: Any) -> Any:
        return trigger(event, *arguments, **{**options, "run_async": False})

    io.eio._trigger_event = one_by_one
