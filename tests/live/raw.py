"""Bytes on a socket, for what well-behaved clients cannot be made to send."""

from __future__ import annotations

import contextlib
import json
import socket
import time
from typing import Any

import websocket

TIMEOUT_S = 8.0


def http(port: int, request: bytes) -> bytes:
    """Send bytes and read the answer until the server closes or has sent a whole one."""
    with socket.create_connection(("127.0.0.1", port), TIMEOUT_S) as connection:
        connection.sendall(request)
        answer = b""
        with contextlib.suppress(ConnectionResetError):
            while part := connection.recv(65536):
                answer += part
                head, _, body = answer.partition(b"\r\n\r\n")
                for line in head.lower().split(b"\r\n"):
                    if line.startswith(b"content-length:") and len(body) >= int(line[15:]):
                        return answer
        return answer


class Wire:
    """A Socket.IO connection spoken by hand."""

    def __init__(self, port: int, receive_buffer: int | None = None) -> None:
        url = f"ws://localhost:{port}/socket.io/?EIO=4&transport=websocket"
        options = []
        if receive_buffer is not None:
            options = [(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)]
        self.socket = websocket.WebSocket(sockopt=options)
        self.socket.connect(url, timeout=TIMEOUT_S)
        assert self.socket.recv()[:1] == "0"
        self.socket.send("40")
        assert self.socket.recv()[:2] == "40"

    def emit(self, name: str, payload: Any, ack: int | None = None) -> None:
        """An event as a well-behaved client would write it."""
        self.socket.send(f"42{'' if ack is None else ack}{json.dumps([name, payload])}")

    def send(self, packet: str) -> None:
        """A packet as it is."""
        self.socket.send(packet)

    def until(self, start: str) -> str:
        """The next packet that begins with `start`; pings are answered, all else is dropped."""
        deadline_s = time.monotonic() + TIMEOUT_S
        while time.monotonic() < deadline_s:
            packet = self.socket.recv()
            if packet == "2":
                self.socket.send("3")
            elif isinstance(packet, str) and packet.startswith(start):
                return packet
        raise AssertionError(f"no packet {start!r} within {TIMEOUT_S} s")

    def ask(self, number: int, event: str, payload: str) -> dict[str, Any]:
        """Emit an event with raw JSON as payload; returns its acknowledgement."""
        self.send(f'42{number}["{event}",{payload}]')
        answer = self.until(f"43{number}[").removeprefix(f"43{number}")
        ack: dict[str, Any] = json.loads(answer)[0]
        return ack

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        with contextlib.suppress(Exception):
            self.socket.close()
