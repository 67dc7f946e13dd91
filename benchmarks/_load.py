"""Runs on real servers, for the parts of `benchmarks.load`, and what processes take of a machine.

Owns starting, ordering and counting runs over REST and Socket.IO. Linux only: it reads /proc and
narrows the cores that the server counts.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import requests
import socketio

from backend.data.corpus import Corpus
from backend.training.presets import resolve
from backend.training.trainer import Trainer
from benchmarks._machine import idle_seconds
from benchmarks._server import warm_server
from benchmarks._texts import text_named

TEXT, PRESET = "shakespeare", "tuned"
LONG = {"max_iters": 10_000}


class Runs:
    """Runs of one server, and an ear that receives all their events."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._http = requests.Session()
        # Checking each letter in Python would take more of the machine than all else that is heard;
        # a browser does it in compiled code.
        self._socket = socketio.Client(websocket_extra_options={"skip_utf8_validation": True})
        self._socket.on("*", lambda *_: None)
        self._socket.connect(base, transports=["websocket"])

    def start(self, speed: int = 0, *, heard: bool = True) -> str:
        """Start a run; returns its id once it has done a step."""
        body = {"feature_type": "watch_learn", "dataset_id": TEXT, "preset": PRESET}
        fields = {**body, "speed_multiplier": speed, "hyperparameters": LONG, "seed": 7}
        answer = self._http.post(f"{self._base}/api/sessions/create", json=fields, timeout=60)
        answer.raise_for_status()
        session_id: str = answer.json()["session_id"]
        if heard:
            self.order("join", session_id)
        self.order("start_training", session_id)
        while self.step(session_id) < 1:
            time.sleep(0.02)
        return session_id

    def order(self, name: str, session_id: str) -> None:
        """Give an order, which must be obeyed."""
        acknowledged = self._socket.call(name, {"session_id": session_id}, timeout=60)
        if not acknowledged["ok"]:
            raise RuntimeError(f"{name} was refused: {acknowledged}")

    def step(self, session_id: str) -> int:
        """How far a run is."""
        status = self._http.get(f"{self._base}/api/sessions/{session_id}", timeout=60).json()
        step: int = status["current_iter"]
        return step

    def rates(self, ids: list[str], seconds: float) -> list[float]:
        """Iterations a second of each run over the next seconds."""
        began = [(time.perf_counter(), self.step(i)) for i in ids]
        time.sleep(seconds)
        ended = [(time.perf_counter(), self.step(i)) for i in ids]
        return [(b[1] - a[1]) / (b[0] - a[0]) for a, b in zip(began, ended, strict=True)]

    def health_ms(self) -> float:
        """How long the server takes to answer a health request, in ms."""
        return 1e3 * time_of(lambda: self._http.get(f"{self._base}/api/health", timeout=60))

    def end(self, ids: list[str]) -> None:
        """Delete runs."""
        for session_id in ids:
            self._http.delete(f"{self._base}/api/sessions/{session_id}", timeout=60)

    def close(self) -> None:
        """Disconnect."""
        self._socket.disconnect()


@contextmanager
def runs_of(base: str) -> Iterator[Runs]:
    """The runs of a server, disconnected afterwards."""
    runs = Runs(base)
    try:
        yield runs
    finally:
        runs.close()


@contextmanager
def one_thread_server(**environment: str) -> Iterator[str]:
    """A server that counts one core, so that a run has one thread, and may then use them all."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        with warm_server(**environment) as base:
            for pid in family(os.getpid()):
                for thread in Path(f"/proc/{pid}/task").iterdir():
                    os.sched_setaffinity(int(thread.name), cores)
            yield base
    finally:
        os.sched_setaffinity(0, cores)


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(member for child in children for member in family(int(child)))]


def server_family() -> tuple[int, list[int]]:
    """The server that this process started, and its training processes."""
    _, server, *workers = family(os.getpid())
    return server, workers


def own_memory_mb(pid: int) -> float:
    """What a process has for itself and its share of the rest (PSS), in MB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"process {pid} tells no Pss")


class Usage(NamedTuple):
    """How much of what there is was in use, as shares.

    Attributes:
        processors: of all cores, by whomever.
        server: of the one core that the web process can use, by it.
        memory: of the machine's memory, by whomever, at the end.
    """

    processors: float
    server: float
    memory: float


@contextmanager
def usage_while() -> Iterator[Callable[[], Usage]]:
    """What is used from here on; the function that is given tells it up to its call."""
    server, _ = server_family()
    began, idle_s, server_s = time.perf_counter(), idle_seconds() or 0.0, _seconds_of(server)

    def told() -> Usage:
        elapsed = time.perf_counter() - began
        idle = ((idle_seconds() or 0.0) - idle_s) / elapsed / (os.cpu_count() or 1)
        return Usage(
            processors=max(0.0, 1 - idle),
            server=(_seconds_of(server) - server_s) / elapsed,
            memory=_memory_share(),
        )

    yield told


def _seconds_of(pid: int) -> float:
    """Processor seconds of a process."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def _memory_share() -> float:
    sizes = dict(
        line.split(":") for line in Path("/proc/meminfo").read_text().splitlines() if ":" in line
    )
    total, available = (int(sizes[name].split()[0]) for name in ("MemTotal", "MemAvailable"))
    return 1 - available / total


def corpus() -> Corpus:
    """The text that every part trains on."""
    return Corpus.from_text(text_named(TEXT), 64)


def bare_trainer(read: Corpus) -> Trainer:
    """What a worker would train, here."""
    n_chars = len(read.train) + len(read.val)
    model, training = resolve(PRESET, {}, LONG, read.tokenizer.vocab_size, n_chars)
    return Trainer(read, model, training, seed=7)


def time_of(work: Callable[[], object]) -> float:
    """Seconds that work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
