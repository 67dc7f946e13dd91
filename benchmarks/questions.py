"""How quickly the past answers: every head, layer and letter of a stop, over Socket.IO.

Measures ``inspect`` of the session's probe text at one stop after another, from the question to the
parsed answer on a bare client, in ms: the default model while it trains at Max, and at rest; the
largest answer there is (6 layers of 8 heads on 256 characters). Baseline: the same question about a
single character, whose answer is small.

``python -m benchmarks.questions [--quick]``; writes benchmarks/results/questions.json.
"""

from __future__ import annotations

import sys
import time
from typing import Any

import requests
import socketio

from benchmarks._command import command, exit_code
from benchmarks._results import Figures, Results
from benchmarks._server import warm_server
from benchmarks._statistics import tail

#: A stop must answer within 100 ms in the browser; the server may use less than half of it.
BAR_MS = 40.0
LARGEST = {"n_layer": 6, "n_head": 8, "n_embd": 64, "block_size": 256}


class Asker:
    """A client with one session after another."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._http = requests.Session()
        # The library checks text byte by byte in Python, 250 ns each; browsers do not notice.
        self._socket = socketio.Client(websocket_extra_options={"skip_utf8_validation": True})
        self._socket.connect(base, transports=["websocket"])

    def start(self, max_iters: int, model: dict[str, int] | None = None) -> dict[str, Any]:
        """Train at Max; returns the session."""
        body = {
            "feature_type": "attention_cinema",
            "dataset_id": "shakespeare",
            "speed_multiplier": 0,
            "seed": 1,
            "model": model or {},
            "hyperparameters": {"max_iters": max_iters, **({"batch_size": 1} if model else {})},
        }
        answer = self._http.post(f"{self._base}/api/sessions/create", json=body, timeout=10)
        session: dict[str, Any] = answer.json()
        self._socket.call("join", {"session_id": session["session_id"], "attention": "frames"})
        self._socket.call("start_training", {"session_id": session["session_id"]})
        return session

    def get(self, session: dict[str, Any], call: str = "") -> dict[str, Any]:
        """The session's status, or another of its REST answers."""
        url = f"{self._base}/api/sessions/{session['session_id']}{call}"
        told: dict[str, Any] = self._http.get(url, timeout=30).json()
        return told

    def wait(self, session: dict[str, Any], step: int) -> None:
        """Until the session reached a step."""
        deadline_s = time.monotonic() + 120
        while self.get(session)["current_iter"] < step:
            if time.monotonic() > deadline_s:
                raise TimeoutError(f"step {step} was not reached within 120 s")
            time.sleep(0.1)

    def ask_ms(self, session: dict[str, Any], text: str, calls: int) -> list[float]:
        """Times of `calls` questions, at one kept stop after another."""
        stops = self.get(session, "/history")["snapshot_steps"]
        times = []
        for n in range(calls):
            asked = {"session_id": session["session_id"], "text": text}
            asked["step"] = stops[n % len(stops)]
            began = time.perf_counter()
            told = self._socket.call("inspect", asked, timeout=60)
            times.append((time.perf_counter() - began) * 1e3)
            if not told["ok"] or told["step"] != asked["step"]:
                raise RuntimeError(f"step {asked['step']} was not answered: {told}")
        return times

    def end(self, session: dict[str, Any]) -> None:
        """Delete a session."""
        url = f"{self._base}/api/sessions/{session['session_id']}"
        self._http.delete(url, timeout=10)

    def close(self) -> None:
        """Disconnect."""
        self._socket.disconnect()


def measure(base: str, quick: bool) -> dict[str, Any]:
    """All figures of one server."""
    calls = 100 if quick else 500
    asker = Asker(base)
    try:
        busy = asker.start(10_000)
        asker.wait(busy, 100)
        figures = {
            "training_at_max_ms": tail(asker.ask_ms(busy, busy["probe_text"], calls)),
            "training_one_character_ms": tail(asker.ask_ms(busy, "e", calls)),
        }
        asker.end(busy)
        rested = asker.start(500)
        asker.wait(rested, 500)
        figures["at_rest_ms"] = tail(asker.ask_ms(rested, rested["probe_text"], calls))
        largest = asker.start(10, LARGEST)
        asker.wait(largest, 10)
        figures["largest_ms"] = tail(asker.ask_ms(largest, largest["probe_text"], calls // 20))
    finally:
        asker.close()
    return figures


def on_a_server(quick: bool) -> Figures:
    """All figures, of a server of its own."""
    with warm_server() as base:
        return measure(base, quick)


def main(arguments: list[str]) -> int:
    """Measure, print and keep the figures. Returns 1 when the bar is missed."""
    quick: bool = command("questions", __doc__, "fewer repeats").parse_args(arguments).quick
    figures = Results("questions", "quick" if quick else "").measure("all", on_a_server, quick)
    for name, value in figures.items():
        print(f"{name:30s} {value}")
    median_ms = figures["training_at_max_ms"]["median"]
    too_slow = f"{median_ms} ms is not under {BAR_MS:.0f} ms"
    return exit_code([too_slow] if median_ms >= BAR_MS else [])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
