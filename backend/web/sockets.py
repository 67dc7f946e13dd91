"""The Socket.IO events of clients: parse, ask the rooms below, always acknowledge.

Every handler goes through one wrapper: whatever a client sends, it gets an acknowledgement, and a
failure is also emitted to it alone as ``error``. Nothing a client sends disconnects it.
"""

from __future__ import annotations

import itertools
import json
import logging
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_socketio import SocketIO

from backend.contract.base import RequestModel
from backend.contract.errors import ContractError
from backend.contract.events import (
    CLIENT_EVENTS,
    ErrorEvent,
    FrameAck,
    GenerateEvent,
    InspectEvent,
    Join,
    JoinedRoom,
    Refusal,
    SessionRef,
    SetSpeed,
)
from backend.contract.parse import parse
from backend.sessions.record import SessionRecord
from backend.web.services import Services

log = logging.getLogger(__name__)
Ack = dict[str, Any]
_EVENT_NAME = re.compile(r'\["(\w{1,80})",')
#: Stands for a payload that could not be read; no model takes it.
UNREADABLE = "JSON that is broken, nested too deeply, or holds a number with too many digits"


@dataclass(frozen=True)
class ReadyJson:
    """A JSON object as text, to be sent as it is: made where its making delays nobody."""

    text: str


Handler = Callable[[str, Any], Ack | ReadyJson | None]


class FiniteJson:
    """The JSON of the wire: only finite numbers leave the server."""

    #: Where finished JSON goes; nobody outside can know it, so no string of a client holds it.
    _MARK = f"ready-{secrets.token_hex(16)}"

    @classmethod
    def dumps(cls, value: Any, **options: Any) -> str:
        """Compact JSON, with `ReadyJson` as it is; raises ValueError for NaN and Infinity."""
        ready: list[str] = []

        def place(part: Any) -> str:
            if not isinstance(part, ReadyJson):
                raise TypeError(f"{type(part).__name__} has no JSON form")
            ready.append(part.text)
            return cls._MARK

        settings = {"separators": (",", ":"), **options, "allow_nan": False, "default": place}
        parts = json.dumps(value, **settings).split(f'"{cls._MARK}"')
        return "".join(itertools.chain(*zip(parts, [*ready, ""], strict=True)))

    @staticmethod
    def loads(text: str | bytes, **options: Any) -> Any:
        """JSON as it is; an event whose payload Python cannot read keeps its name.

        Nesting or numbers beyond Python's limits would otherwise fail below the handlers, where
        nobody acknowledges, and the client would wait for ever.

        Raises:
            ValueError: what is neither JSON nor the beginning of an event.
        """
        try:
            return json.loads(text, **options)
        except (ValueError, RecursionError) as error:
            if isinstance(text, str) and (event := _EVENT_NAME.match(text)):
                return [event.group(1), UNREADABLE]
            raise ValueError(f"unreadable: {error}") from None


class SocketTransport:
    """The emitter's way to clients, over Flask-SocketIO."""

    def __init__(self, socketio: SocketIO) -> None:
        self._socketio = socketio

    def send(self, client: str, event: str, payload: dict[str, Any]) -> None:
        # Bytes stand at the top or nowhere. The library would look for them among all numbers of a
        # matrix, which takes longer than writing them; finished JSON it takes as it is.
        binary = any(isinstance(value, bytes) for value in payload.values())
        ready = payload if binary else ReadyJson(FiniteJson.dumps(payload))
        self._socketio.emit(event, ready, to=client)

    def backlog(self, client: str) -> int:
        server = self._socketio.server
        eio_sid = server.manager.eio_sid_from_sid(client, "/")
        connection = server.eio.sockets.get(eio_sid)
        return connection.queue.qsize() if connection is not None else 0

    def disconnect(self, client: str) -> None:
        log.warning("client %s takes nothing; it is disconnected", client)
        self._socketio.server.disconnect(client)


def install(socketio: SocketIO, services: Services) -> None:
    """Handle every client event of the contract."""
    client_commands = Commands(services, SocketTransport(socketio))
    for name, model in CLIENT_EVENTS.items():
        socketio.on(name)(_acknowledged(socketio, model, getattr(client_commands, name)))

    def unknown(event: str, *_: Any) -> Ack:
        refusal = ContractError(
            "invalid_request",
            f"There is no event {event[:80]!r}.",
            field="event",
            limit=", ".join(CLIENT_EVENTS),
        )
        return _refuse(socketio, refusal, None)

    def gone(*_: Any) -> None:
        client_commands.disconnect(request.sid)  # type: ignore[attr-defined]

    socketio.on("*")(unknown)
    socketio.on("disconnect")(gone)


def _acknowledged(
    socketio: SocketIO, model: type[RequestModel], handler: Handler
) -> Callable[..., Ack | ReadyJson]:
    """A handler that parses, acknowledges, and turns every failure into a refusal."""

    def handle(*arguments: Any) -> Ack | ReadyJson:
        data = arguments[0] if arguments else None
        try:
            extra = handler(request.sid, parse(model, data))  # type: ignore[attr-defined]
            if isinstance(extra, ReadyJson):
                return ReadyJson(f'{{"ok":true,{extra.text[1:]}')
            return {"ok": True, **(extra or {})}
        except ContractError as refusal:
            return _refuse(socketio, refusal, data)
        except Exception:
            log.exception("handling a client's event failed")
            failure = ContractError(
                "internal_error", "Something went wrong on our side. Try again."
            )
            return _refuse(socketio, failure, data)

    return handle


def _refuse(socketio: SocketIO, refusal: ContractError, data: Any) -> Ack:
    """Tell the caller alone, as an event and as the acknowledgement."""
    detail = {"field": refusal.field, "limit": refusal.limit, "value": refusal.value}
    fields = {"error_type": refusal.error_type, "message": refusal.message, **detail}
    session_id = data.get("session_id") if isinstance(data, dict) else None
    known = session_id if isinstance(session_id, str) and session_id.isascii() else None
    event = ErrorEvent(**fields, session_id=known[:80] if known else None)
    socketio.emit("error", event.wire(), to=request.sid)  # type: ignore[attr-defined]
    return Refusal(**fields).wire()


class Commands:
    """One method for each client event, under the event's name; each returns what its ack adds."""

    def __init__(self, services: Services, transport: SocketTransport) -> None:
        self._manager = services.manager
        self._emitter = services.manager.emitter
        self._questions = services.questions
        self._transport = transport

    def join(self, client: str, message: Join) -> None:
        """Enter the room; the missing tail or the whole state comes at once."""
        record = self._manager.get(message.session_id)
        with record.room.lock:
            self._manager.get(message.session_id)  # it may have been deleted meanwhile
            self._enter(client, record, message.attention)
            missing = record.room.since(message.since) if message.since is not None else None
            if missing is None:
                self._transport.send(client, "session_state", record.state().wire())
            else:
                unwanted = "attention_snapshot" if message.attention == "frames" else None
                for event in missing:
                    if event.name != unwanted:
                        self._transport.send(client, event.name, event.payload)
        self._manager.frames_changed(record.id)

    def _enter(self, client: str, record: SessionRecord, attention: Any) -> None:
        self._emitter.join(record.id, client, attention)
        self._transport.send(client, "joined_room", JoinedRoom(session_id=record.id).wire())

    def leave(self, client: str, message: SessionRef) -> None:
        """Leave the room; leaving twice is the same as once."""
        record = self._manager.get(message.session_id)
        self._emitter.leave(record.id, client)
        self._manager.frames_changed(record.id)

    def start_training(self, client: str, message: SessionRef) -> Ack:
        """Train from scratch, watching."""
        record = self._manager.get(message.session_id)
        if not self._emitter.is_in(record.id, client):
            self._enter(client, record, "snapshots")
        return {"queued": self._manager.start(record.id)}

    def pause_training(self, client: str, message: SessionRef) -> None:
        """Rest."""
        self._manager.pause(message.session_id)

    def resume_training(self, client: str, message: SessionRef) -> None:
        """Go on."""
        self._manager.resume(message.session_id)

    def stop_training(self, client: str, message: SessionRef) -> None:
        """End."""
        self._manager.stop(message.session_id)

    def step_training(self, client: str, message: SessionRef) -> None:
        """One iteration, watching."""
        record = self._manager.get(message.session_id)
        if not self._emitter.is_in(record.id, client):
            self._enter(client, record, "snapshots")
        self._manager.step(record.id)

    def set_speed(self, client: str, message: SetSpeed) -> None:
        """Another pace."""
        self._manager.set_speed(message.session_id, message.speed_multiplier)

    def inspect(self, client: str, message: InspectEvent) -> ReadyJson:
        """As REST's."""
        record = self._manager.get(message.session_id)
        return ReadyJson(self._questions.inspect(record, message))

    def generate(self, client: str, message: GenerateEvent) -> Ack:
        """As REST's."""
        return self._questions.generate(self._manager.get(message.session_id), message).wire()

    def frame_ack(self, client: str, message: FrameAck) -> None:
        """Credit for another frame."""
        record = self._manager.get(message.session_id)
        self._emitter.acknowledge_frame(record.id, client, message.step)

    def disconnect(self, client: str) -> None:
        """The client is gone; its sessions go on."""
        for session_id in self._emitter.forget_client(client):
            self._manager.frames_changed(session_id)
