"""A server of its own for a benchmark: started on a free port, warm, and gone afterwards."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parents[1]
_WARM_S = 120.0


def free_port() -> int:
    """A port that nobody holds at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def warm_server(**environment: str) -> Iterator[str]:
    """The base URL of a server whose first worker is warm.

    Raises:
        TimeoutError: it did not become warm.
    """
    port = free_port()
    settings = {**os.environ, "PORT": str(port), "LOG_LEVEL": "WARNING", **environment}
    server = subprocess.Popen(
        [sys.executable, "-m", "backend"], cwd=ROOT, env=settings, stdout=subprocess.DEVNULL
    )
    try:
        base = f"http://localhost:{port}"
        wait_until_warm(base)
        yield base
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(15)


def wait_until_warm(base: str, busy: int = 0, ready: int = 1) -> None:
    """Wait until so many workers stand ready and not more than `busy` are busy."""
    end = time.monotonic() + _WARM_S
    while time.monotonic() < end:
        try:
            workers: dict[str, Any] = requests.get(f"{base}/api/health", timeout=5).json()[
                "workers"
            ]
        except requests.ConnectionError:
            workers = {"ready": 0, "busy": 0}
        if workers["ready"] >= ready and workers["busy"] <= busy:
            return
        time.sleep(0.2)
    raise TimeoutError(f"no warm worker within {_WARM_S:.0f} s")
