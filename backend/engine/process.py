"""One worker process seen from the server: start it, speak to it, notice its end, end it.

Works the same with real and green threads: pipes, threads and queues come from the standard
library, which the entry module may have patched. A fresh interpreter is started, never a fork.
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path
from typing import Any

from backend.engine.channel import Channel, Message, ProtocolError, encode

log = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parents[2]
_STDERR_LINES = 40
_PIPE_BYTES = 2**20
#: How long a child that closed its output may still take to end by itself.
_LAST_BREATH_S = 2.0


class WorkerGone(Exception):
    """The process ended or stopped making sense; the text says how."""


class WorkerNotStarted(WorkerGone):
    """No process could be had at all."""


class WorkerSilent(Exception):
    """Nothing came within the time that was allowed."""


def widen(pipe: int) -> None:
    """Let a pipe hold all that a checkpoint says, where the system allows it (Linux).

    In the usual 64 kB it does not fit: a child would wait in its training until the server comes to
    read. One that says more than the server reads still waits.
    """
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


class WorkerProcess:
    """A child running ``python -m <module>``; its messages wait in a queue until they are read."""

    def __init__(self, module: str) -> None:
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        self._child = subprocess.Popen(
            [sys.executable, "-u", "-m", module],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._child.stdin and self._child.stdout
        widen(self._child.stdout.fileno())
        self._channel = Channel(self._child.stdout, self._child.stdin)  # type: ignore[arg-type]
        self._inbox: queue.Queue[Message | None] = queue.Queue()
        self._stderr: deque[str] = deque(maxlen=_STDERR_LINES)
        self._ending = ""
        threading.Thread(target=self._read, daemon=True).start()
        threading.Thread(target=self._drain_stderr, daemon=True).start()

    @property
    def pid(self) -> int:
        """Process id of the child."""
        return self._child.pid

    @property
    def alive(self) -> bool:
        """Whether the child is running and still makes sense."""
        return not self._ending and self._child.poll() is None

    def send(self, kind: str, fields: dict[str, Any] | None = None, blob: bytes = b"") -> None:
        """Send one message.

        Raises:
            WorkerGone: the child is no longer there.
            ValueError: a number in `fields` is not finite.
        """
        frame = encode(kind, fields, blob)
        try:
            self._channel.write(frame)
        except (OSError, ValueError) as error:  # a broken pipe, or one that `kill` closed
            raise WorkerGone(self._how_it_ended()) from error

    def receive(self, timeout_s: float | None = None) -> Message:
        """The next message.

        Raises:
            WorkerGone: the child ended or sent garbage.
            WorkerSilent: nothing came in time.
        """
        try:
            message = self._inbox.get(timeout=timeout_s)
        except queue.Empty:
            raise WorkerSilent(f"no message for {timeout_s:.0f} s") from None
        if message is None:
            self._inbox.put(None)
            raise WorkerGone(self._how_it_ended())
        return message

    def kill(self) -> None:
        """End the child now, with everything in its process group, and leave no zombie."""
        if self._child.poll() is None:  # a number that was waited for may be another's by now
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._child.pid, signal.SIGKILL)
            self._child.wait()
        assert self._child.stdin
        with contextlib.suppress(OSError):
            self._child.stdin.close()

    def _read(self) -> None:
        assert self._child.stdout
        try:
            while (message := self._channel.receive()) is not None:
                self._inbox.put(message)
        except ProtocolError as error:
            self._ending = f"it sent something unreadable ({error})"
            log.error("worker %d: %s", self.pid, self._ending)
            self.kill()
        finally:
            self._inbox.put(None)
            self._child.stdout.close()

    def _drain_stderr(self) -> None:
        assert self._child.stderr
        with self._child.stderr as lines:
            for line in lines:
                self._stderr.append(line.decode("utf-8", "replace").rstrip())

    def _how_it_ended(self) -> str:
        try:
            code = self._child.wait(_LAST_BREATH_S)
        except subprocess.TimeoutExpired:
            self.kill()
            code = self._child.wait()
        if self._stderr:
            log.error("worker %d ended; its last words:\n%s", self.pid, "\n".join(self._stderr))
        if self._ending:
            return self._ending
        if code < 0:
            return f"it was ended by signal {-code} ({signal.Signals(-code).name})"
        return f"it ended with code {code}"
