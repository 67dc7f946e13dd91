"""A worker program without torch, for the tests of pool and inspector: it does as its job says.

A job's text is a list of words, done one after the other; see `obey`. Questions of the inspector
are named by their kind.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from backend.contract.errors import ContractError
from backend.engine.channel import Channel, Message

MODULE = "tests.unit.engine.fake_worker"
#: Environment variable: how a process begins its life, if not well.
START = "LLMB_TEST_WORKER_START"


def hang() -> None:
    """Do nothing and hear nothing, but do not outlive a test run that was killed."""
    sys.stdin.buffer.read()


def obey(channel: Channel, word: str) -> None:
    """Do one word of a job."""
    match word:
        case "say":
            channel.send("progress", {"pid": os.getpid()})
        case "alive":
            channel.send("alive")
        case "echo":
            order = channel.receive()
            assert order is not None
            channel.send("echo", {"order": order.kind, **order.fields})
        case "complete" | "fail" | "stop" | "park":
            kind = {"complete": "completed", "fail": "failed", "stop": "stopped", "park": "parked"}
            channel.send(kind[word], {"pid": os.getpid()}, b"state" if word == "park" else b"")
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "exit":
            print("a last word", file=sys.stderr, flush=True)
            sys.exit(3)
        case "hang":
            hang()
        case "garbage":
            channel.write(b"\xffnot a frame, not even close")
            hang()
        case "child":
            child = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"])
            channel.send("child", {"pid": child.pid})
        case "close":
            channel.close_output()
            hang()
        case _:
            raise ValueError(f"no such word: {word!r}")


def answer(channel: Channel, question: Message) -> None:
    """Answer a question of the inspector."""
    match question.kind:
        case "echo":
            channel.send("answer", {**question.fields, "pid": os.getpid()}, question.blob)
        case "refuse":
            refusal = ContractError("text_too_short", "Too short.", field="f", limit=2, value=1)
            channel.send("refused", refusal.body().wire())
        case "break":
            channel.send("failed")
        case _:
            obey(channel, question.kind.removeprefix("read_upload_"))


class Pipe(Channel):
    """Frames over the standard streams."""

    def __init__(self) -> None:
        self._output = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)
        super().__init__(sys.stdin.buffer, self._output)

    def close_output(self) -> None:
        """Say nothing any more, and live on."""
        self._output.close()


def main() -> None:
    """Say ready, then obey until the input closes."""
    start = os.environ.get(START, "")
    if start == "silent":
        hang()
    if start:
        sys.exit(f"told to begin with {start}")
    channel = Pipe()
    channel.send("ready", {"devices": ["cpu", "fake"]})
    while (message := channel.receive()) is not None:
        if message.kind == "warm":
            channel.send("warm")
        elif message.kind == "calibrate":
            channel.send("calibrated", {"pays_from": {"fake": message["block_size"] * 1000}})
        elif message.kind == "train":
            for word in message.blob[: message["text_bytes"]].decode().split():
                obey(channel, word)
        elif message.kind not in ("stop", "pause", "late"):
            answer(channel, message)


if __name__ == "__main__":
    main()
