"""Frames: what goes in comes out, and whatever is no frame ends the conversation."""

from __future__ import annotations

import io
import math
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.engine.channel import Channel, Message, ProtocolError, encode
from tests.unit.examples import examples

quick = examples(30)
finite = st.floats(allow_nan=False, allow_infinity=False)
scalars = st.none() | st.booleans() | st.integers(-(2**60), 2**60) | finite | st.text()
values = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=4
)
fields = st.dictionaries(st.text().filter(lambda k: k not in ("kind", "sent_s")), values)
messages = st.tuples(st.text(), fields, st.binary())


class Trickle(io.RawIOBase):
    """A stream that gives at most three bytes at a time, as a pipe may."""

    def __init__(self, data: bytes) -> None:
        self._rest = data

    def read(self, size: int = -1) -> bytes:
        part, self._rest = self._rest[: min(size, 3)], self._rest[min(size, 3) :]
        return part


def reader_of(data: bytes) -> Channel:
    return Channel(Trickle(data), io.BytesIO())  # type: ignore[arg-type]


def received(data: bytes) -> list[Message]:
    channel = reader_of(data)
    return list(iter(channel.receive, None))


@quick
@given(st.lists(messages, max_size=4))
def test_what_is_sent_is_received(sent: list[tuple[str, dict[str, object], bytes]]) -> None:
    pipe = io.BytesIO()
    channel = Channel(io.BytesIO(), pipe)
    for kind, values, blob in sent:
        channel.send(kind, values, blob)
    assert [(m.kind, m.fields, m.blob) for m in received(pipe.getvalue())] == sent


@quick
@given(messages, st.floats(0, 1))
def test_a_frame_that_is_cut_is_an_error(
    message: tuple[str, dict[str, object], bytes], part: float
) -> None:
    frame = encode(*message)
    cut = 1 + int(part * (len(frame) - 2))
    channel = reader_of(frame[:cut])
    if cut < 12:
        assert channel.receive() is None, "not even a prefix: the end of the stream"
    else:
        with pytest.raises(ProtocolError, match="ended inside"):
            channel.receive()


@quick
@given(st.binary(min_size=12))
def test_garbage_is_never_a_message(garbage: bytes) -> None:
    with pytest.raises(ProtocolError):
        reader_of(b"\xff" + garbage).receive()


@quick
@given(st.binary(), st.binary(max_size=20))
def test_a_header_of_anything_is_a_message_or_an_error(header: bytes, blob: bytes) -> None:
    prefix = encode("x")[:4] + len(header).to_bytes(4, "big") + len(blob).to_bytes(4, "big")
    try:
        message = reader_of(prefix + header + blob).receive()
    except ProtocolError:
        return
    assert message is not None and isinstance(message.kind, str)


@pytest.mark.parametrize(
    "header",
    [
        b"[1]",
        b"7",
        b"null",
        b"{}",
        b'{"kind": 5, "sent_s": 1.0}',
        b'{"kind": "x"}',
        b'{"kind": "x", "sent_s": "now"}',
        b'{"kind": "x", "sent_s": NaN}',
        b'{"kind": "x", "sent_s": 1.0, "loss": Infinity}',
        b'{"kind": "x", "sent_s": 1.0, "deep": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b"\xff\xfe",
    ],
    ids=lambda header: header[:40].decode("latin-1"),
)
def test_a_bad_header_is_an_error(header: bytes) -> None:
    frame = encode("x")[:4] + len(header).to_bytes(4, "big") + bytes(4) + header
    with pytest.raises(ProtocolError):
        reader_of(frame).receive()


def test_a_frame_that_says_it_is_huge_is_refused_before_it_is_read() -> None:
    with pytest.raises(ProtocolError, match="expected a frame"):
        reader_of(encode("x")[:4] + b"\xff" * 8).receive()


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_numbers_that_are_not_finite_are_not_sent(number: float) -> None:
    pipe = io.BytesIO()
    with pytest.raises(ValueError, match="not JSON compliant"):
        Channel(io.BytesIO(), pipe).send("progress", {"losses": [1.0, number]})
    assert pipe.getvalue() == b"", "half a frame would break the conversation"


def test_threads_do_not_mix_their_frames() -> None:
    class Slow(io.BytesIO):
        def write(self, data: bytes) -> int:  # type: ignore[override]
            for start in range(0, len(data), 100):
                super().write(data[start : start + 100])
            return len(data)

    pipe = Slow()
    channel = Channel(io.BytesIO(), pipe)
    threads = [
        threading.Thread(
            target=lambda n=n: [channel.send("x", {"n": n}, bytes([n]) * 999) for _ in range(50)]
        )
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    got = received(pipe.getvalue())
    assert len(got) == 200
    assert all(m.blob == bytes([m["n"]]) * 999 for m in got)
