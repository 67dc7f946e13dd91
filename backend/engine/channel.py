"""Framed messages over a pair of byte streams: the one language of server and workers.

A frame is eight bytes (two of magic, two reserved, four for the header's length), four bytes for
the blob's length, a JSON header ``{"kind": …, …}`` and a blob of raw bytes. Numbers in headers are
finite. Garbage is noticed at the magic and ends the conversation; it is never interpreted.
"""

from __future__ import annotations

import json
import struct
import threading
import time
from dataclasses import dataclass, field
from typing import Any, BinaryIO, NoReturn

_PREFIX = struct.Struct(">2sHII")
_MAGIC = b"LB"
_MAX_HEADER = 64 * 2**20
_MAX_BLOB = 512 * 2**20


class ProtocolError(Exception):
    """The other side sent something that is not a frame."""


@dataclass(frozen=True)
class Message:
    """One frame: what it is, its finite JSON values, raw bytes, and when it was sent (Unix s)."""

    kind: str
    fields: dict[str, Any] = field(default_factory=dict)
    blob: bytes = b""
    sent_s: float = field(default_factory=time.time)

    def __getitem__(self, key: str) -> Any:
        return self.fields[key]


def encode(kind: str, fields: dict[str, Any] | None = None, blob: bytes = b"") -> bytes:
    """One frame as bytes.

    Raises:
        ValueError: a number in `fields` is not finite.
    """
    stamped = {"kind": kind, "sent_s": time.time(), **(fields or {})}
    header = json.dumps(stamped, allow_nan=False).encode()
    return _PREFIX.pack(_MAGIC, 0, len(header), len(blob)) + header + blob


def _message(header: bytes, blob: bytes) -> Message:
    """The message of a frame's two parts.

    Raises:
        ProtocolError: the header is not a JSON object of a kind, with finite numbers.
    """
    try:
        fields = json.loads(header, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"unreadable header: {error}") from error
    if not isinstance(fields, dict):
        raise ProtocolError(f"a header that is no object: {header[:80]!r}")
    kind, sent_s = fields.pop("kind", None), fields.pop("sent_s", None)
    if not isinstance(kind, str) or not isinstance(sent_s, float):
        raise ProtocolError(f"a header without kind and time: {header[:80]!r}")
    return Message(kind, fields, blob, sent_s)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a finite number")


class Channel:
    """Blocking messages over `reader` and `writer`; several threads may send, one receives."""

    def __init__(self, reader: BinaryIO, writer: BinaryIO) -> None:
        self._reader = reader
        self._writer = writer
        self._sending = threading.Lock()

    def send(self, kind: str, fields: dict[str, Any] | None = None, blob: bytes = b"") -> None:
        """Write one frame.

        Raises:
            BrokenPipeError: the other side is gone.
            ValueError: a number in `fields` is not finite.
        """
        self.write(encode(kind, fields, blob))

    def write(self, frame: bytes) -> None:
        """Write a frame that `encode` made.

        Raises:
            BrokenPipeError: the other side is gone.
        """
        with self._sending:
            self._writer.write(frame)
            self._writer.flush()

    def receive(self) -> Message | None:
        """The next frame, or None at the end of the stream.

        Raises:
            ProtocolError: what came is not a frame.
        """
        prefix = self._read(_PREFIX.size)
        if prefix is None:
            return None
        magic, reserved, header_size, blob_size = _PREFIX.unpack(prefix)
        if magic != _MAGIC or reserved or header_size > _MAX_HEADER or blob_size > _MAX_BLOB:
            raise ProtocolError(f"expected a frame, got {prefix!r}")
        header, blob = self._read(header_size), self._read(blob_size)
        if header is None or blob is None:
            raise ProtocolError("the stream ended inside a frame")
        return _message(header, blob)

    def _read(self, size: int) -> bytes | None:
        """Exactly `size` bytes, or None when the stream ends first."""
        parts: list[bytes] = []
        while size:
            part = self._reader.read(size)
            if not part:
                return None
            parts.append(part)
            size -= len(part)
        return b"".join(parts)
