"""How quickly the running product answers: health, the first loss after a click, events, frames.

Measures, on the real server with the real page in headless Chromium (software rendering):

* ``GET /api/health`` in ms while two trainings run at Max; baseline: the same server at rest.
* Click on Play to the first loss painted, in ms, with a warm worker; baseline: the server alone
  (create, start, first metrics on a bare Socket.IO client).
* Progress events from the worker's clock to the page's, in ms, while training at Max.
* Frames a second of tab 1 while training at Max; baseline: the same page at rest.
* Bytes of script, gzipped, of the first load of ``/`` and ``/app/watch``.

``python -m benchmarks.latency [--quick]``; writes benchmarks/results/latency.json.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import requests
import socketio

from benchmarks._command import command, exit_code
from benchmarks._machine import node
from benchmarks._results import Figures, Results
from benchmarks._server import wait_until_warm, warm_server
from benchmarks._statistics import tail


def health_ms(base: str, calls: int) -> list[float]:
    """Times of `calls` health requests over one connection, in ms."""
    with requests.Session() as session:
        times = []
        for _ in range(calls):
            began = time.perf_counter()
            session.get(f"{base}/api/health", timeout=10).raise_for_status()
            times.append((time.perf_counter() - began) * 1e3)
            time.sleep(0.005)
        return times


class Watcher:
    """A bare client that starts runs and notes when their first metrics come."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._http = requests.Session()
        self._socket = socketio.Client(websocket_extra_options={"skip_utf8_validation": True})
        self._first = threading.Event()
        self._socket.on("training_metrics", lambda _: self._first.set())
        self._socket.connect(base, transports=["websocket"])

    def start(self, max_iters: int) -> str:
        """Start a run at Max; returns its id."""
        body: dict[str, Any] = {"feature_type": "watch_learn", "dataset_id": "shakespeare"}
        body |= {"speed_multiplier": 0, "hyperparameters": {"max_iters": max_iters}}
        answer = self._http.post(f"{self._base}/api/sessions/create", json=body, timeout=10)
        session_id: str = answer.json()["session_id"]
        self._socket.call("start_training", {"session_id": session_id})
        return session_id

    def first_metrics_ms(self) -> float:
        """From the request to the first metrics of a fresh run, in ms."""
        self._first.clear()
        began = time.perf_counter()
        session_id = self.start(500)
        if not self._first.wait(30):
            raise TimeoutError("no metrics within 30 s")
        elapsed = (time.perf_counter() - began) * 1e3
        self.end(session_id)
        return elapsed

    def end(self, session_id: str) -> None:
        """Delete a run."""
        self._http.delete(f"{self._base}/api/sessions/{session_id}", timeout=10)

    def close(self) -> None:
        """Disconnect."""
        self._socket.disconnect()


def server_figures(base: str, quick: bool) -> dict[str, Any]:
    """Health at rest and under load, and the server's part of the first loss."""
    calls = 200 if quick else 1000
    rest = health_ms(base, calls)
    watcher = Watcher(base)
    try:
        first = []
        for _ in range(5 if quick else 15):
            wait_until_warm(base)
            first.append(watcher.first_metrics_ms())
        runs = [watcher.start(10_000), watcher.start(10_000)]
        busy = health_ms(base, calls)
        for run in runs:
            watcher.end(run)
    finally:
        watcher.close()
    return {
        "health_rest_ms": tail(rest),
        "health_two_trainings_ms": tail(busy),
        "server_first_metrics_ms": tail(first),
    }


def page_figures(base: str, quick: bool) -> dict[str, Any]:
    """What the browser's script measures."""
    script = Path(__file__).with_name("_page.mjs")
    line = [node(), str(script), base, "quick" if quick else "full"]
    done = subprocess.run(line, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        raise RuntimeError(f"the page's part failed:\n{done.stderr}")
    raw = json.loads(done.stdout.splitlines()[-1])
    return {
        "click_to_first_loss_ms": tail(raw["click_to_first_loss_ms"]),
        "worker_to_page_ms": tail(raw["worker_to_page_ms"]),
        "frames_per_second_rest": raw["frames_per_second_rest"],
        "frames_per_second_training": raw["frames_per_second_training"],
        "script_bytes": raw["script_bytes"],
    }


def measured(quick: bool) -> Figures:
    """Everything, on one server."""
    with warm_server() as base:
        figures = server_figures(base, quick)
        wait_until_warm(base)
        return figures | page_figures(base, quick)


def misses(figures: Figures) -> list[str]:
    """What is not as good as promised."""
    bars = {
        "health p99 under 50 ms": figures["health_two_trainings_ms"]["p99"] < 50,
        "30 frames a second": figures["frames_per_second_training"] >= 30,
        "landing script under 100 kB": figures["script_bytes"]["/"] < 100_000,
    }
    return [name for name, holds in bars.items() if not holds]


def main(arguments: list[str]) -> int:
    """Measure, print and keep the figures. Returns 1 when a bar is missed."""
    quick: bool = command("latency", __doc__, "fewer repeats").parse_args(arguments).quick
    figures = Results("latency", "quick" if quick else "").measure("all", measured, quick)
    for name, value in figures.items():
        print(f"{name:30s} {value}")
    return exit_code(misses(figures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
