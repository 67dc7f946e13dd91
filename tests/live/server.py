"""A real server in its own process: start it on a free port, watch its children, end it.

Owns processes and nothing else; what is said to a server is the business of `api` and `client`.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import requests

from tests.live.api import Api
from tests.live.client import Client

ROOT = Path(__file__).resolve().parents[2]
START_S = 60.0


def free_port() -> int:
    """A port that nobody holds at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def eventually(what: Callable[[], Any], within_s: float, why: str) -> Any:
    """Ask until the answer is true; fail with `why` and the last answer when it never is."""
    deadline_s = time.monotonic() + within_s
    while not (answer := what()):
        if time.monotonic() > deadline_s:
            raise AssertionError(f"not within {within_s} s: {why}; at last it was {answer!r}")
        time.sleep(0.02)
    return answer


class Server:
    """``python -m backend`` with the given settings; its log is kept for when something fails."""

    def __init__(self, **settings: object) -> None:
        self.port = free_port()
        self.base = f"http://localhost:{self.port}"
        # A file, not a pipe: nobody has to drain it.
        self._log = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        given = {name.upper(): str(value) for name, value in settings.items()}
        # The developer's own .env must not change what is tested.
        calm = {
            "HOST": "127.0.0.1",
            "MAX_RUNNING": "3",
            "MAX_SESSIONS": "40",
            "WARM_WORKERS": "1",
            "SESSION_IDLE_SECONDS": "3600",
            "DATASETS_DIR": "datasets",
            "PAGE_DIR": "frontend/dist",
            "ALLOWED_ORIGINS": "http://localhost:3000,http://127.0.0.1:3000",
            "LOG_LEVEL": "INFO",
            "FAULT_HOOKS": "false",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "backend"],
            cwd=ROOT,
            env={**os.environ, **calm, "PORT": str(self.port), **given},
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        #: Where it puts temporary files, when that is a folder of its own.
        self.temporary_files: Path | None = None
        self._clients: list[Client] = []
        self._seen: dict[int, psutil.Process] = {}
        self.api = Api(self.base)

    # ---- its life -------------------------------------------------------------------------------

    def wait_until_ready(self) -> Server:
        """Return once it answers; raises AssertionError with its log when it does not."""

        def answers() -> bool:
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended by itself:\n{self.log()}")
            with contextlib.suppress(requests.ConnectionError):
                return requests.get(f"{self.base}/api/health", timeout=5).ok
            return False

        eventually(answers, START_S, "GET /api/health answers")
        return self

    def wait_until_warm(self, ready: int = 1) -> Server:
        """Return once `ready` training processes wait for work."""
        eventually(
            lambda: self.health()["workers"]["ready"] >= ready, START_S, f"{ready} warm workers"
        )
        return self

    def end(self, number: int = signal.SIGTERM, within_s: float = 10.0) -> int:
        """Send a signal and wait for the exit code."""
        if self.process.poll() is None:
            self.children()
            self.process.send_signal(number)
        return self.process.wait(within_s)

    def close(self) -> None:
        """End it and everything it started, whatever state it is in."""
        for client in self._clients:
            client.close()
        self.api.close()
        try:
            self.end(within_s=15.0)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for child in self._seen.values():
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
        self._log.close()

    # ---- looking at it --------------------------------------------------------------------------

    def log(self) -> str:
        """What it printed so far."""
        self._log.flush()
        with open(self._log.fileno(), encoding="utf-8", errors="replace", closefd=False) as again:
            again.seek(0)
            return again.read()

    def health(self) -> dict[str, Any]:
        """Its own answer to how it is."""
        answer: dict[str, Any] = self.api.get("/api/health").json()
        return answer

    def children(self) -> list[psutil.Process]:
        """Every process it has started and that still lives."""
        with contextlib.suppress(psutil.NoSuchProcess):
            for child in psutil.Process(self.process.pid).children(recursive=True):
                self._seen.setdefault(child.pid, child)
        return [child for child in self._seen.values() if _lives(child)]

    def workers(self) -> list[psutil.Process]:
        """Its training processes, idle ones included."""
        return [c for c in self.children() if _command(c).endswith("backend.engine.worker")]

    def only_worker(self) -> psutil.Process:
        """The one training process of a server that keeps none ready."""
        workers = self.workers()
        assert len(workers) == 1, workers
        return workers[0]

    # ---- talking to it --------------------------------------------------------------------------

    def connect(self, **options: Any) -> Client:
        """A Socket.IO client over WebSocket; closed with the server at the latest."""
        client = Client(self.base, **options)
        self._clients.append(client)
        return client


def _lives(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def _command(process: psutil.Process) -> str:
    with contextlib.suppress(psutil.NoSuchProcess):
        return " ".join(process.cmdline())
    return ""


@contextlib.contextmanager
def running(**settings: object) -> Iterator[Server]:
    """A server for the length of a block."""
    server = Server(**settings)
    try:
        yield server.wait_until_ready()
    finally:
        server.close()
