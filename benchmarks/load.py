"""What the server leaves of the trainer's speed, and how many runs one machine carries.

Measures, on real servers with worker processes, on Shakespeare, preset ``tuned``, in iterations a
second as each run tells them (``current_iter`` over a window):

* ``through``: a run at Max with one thread and a client that receives every event. Baseline: the
  bare trainer with the same configuration in this process, taken in turns.
* ``drawn``: the same while a page in headless Chromium draws it. Baseline: the same server and run
  with nobody watching, taken in turns.
* ``beside``: 1, 2, 4 and 8 runs at Max together. Baseline: one run alone (two threads).
* ``fair``: the slowest of four runs at 5x against the quickest; what a run gains when the one
  beside it pauses.
* ``steady``: how many runs keep 1x (20 iterations a second) together.
* ``first``: ms to the first step of a fresh process, torch's import included, and of a warm one.
* ``single``: ms of 100 generated characters, and of one look at all heads against one step.
* ``memory``: MB of the server and of a worker for each run.

``python -m benchmarks.load [--quick] [PART...]``; writes benchmarks/results/load.json. Linux only:
it reads /proc and narrows the cores that the server counts.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
import socketio

from backend.data.corpus import Corpus
from backend.data.dataset_loader import DatasetLoader
from backend.engine.process import WorkerProcess
from backend.settings import load_settings
from backend.training.device import prepare_process
from backend.training.events import StepDone
from backend.training.generation import generate
from backend.training.inspection import look
from backend.training.presets import resolve
from backend.training.trainer import Trainer
from benchmarks._server import ROOT, wait_until_warm, warm_server

RESULTS = ROOT / "benchmarks" / "results" / "load.json"
TEXT, PRESET = "shakespeare", "tuned"
LONG = {"max_iters": 10_000}
STEADY_HZ = 20.0
Figures = dict[str, Any]


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


def own_memory_mb(pid: int) -> float:
    """What a process has for itself and its share of the rest (PSS), in MB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"process {pid} tells no Pss")


def corpus() -> Corpus:
    """The text that every part trains on."""
    return Corpus.from_text(text(), 64)


def text() -> str:
    """The text itself."""
    return DatasetLoader(load_settings().datasets_dir).text(TEXT)


def bare_trainer(read: Corpus) -> Trainer:
    """What a worker would train, here."""
    n_chars = len(read.train) + len(read.val)
    model, training = resolve(PRESET, {}, LONG, read.tokenizer.vocab_size, n_chars)
    return Trainer(read, model, training, seed=7)


def through(quick: bool) -> Figures:
    """Share of the bare trainer's pace that arrives through the server."""
    read, window_s = corpus(), 2.0 if quick else 4.0
    shares, bare_hz, served_hz = [], [], []
    with one_thread_server() as base, runs_of(base) as runs:
        for _ in range(3 if quick else 7):
            bare_hz.append(bare_rate(bare_trainer(read), window_s))
            session_id = runs.start()
            served_hz += runs.rates([session_id], window_s)
            runs.end([session_id])
            shares.append(served_hz[-1] / bare_hz[-1])
            wait_until_warm(base)
    return {
        "through_share": middle(shares),
        "through_bare_hz": middle(bare_hz),
        "through_served_hz": middle(served_hz),
    }


def bare_rate(trainer: Trainer, seconds: float) -> float:
    """Iterations a second of a trainer, checkpoints included."""
    events = iter(trainer)
    for event in events:  # the first step pays for what is made once
        if isinstance(event, StepDone):
            break
    began, steps = time.perf_counter(), 0
    for event in events:
        steps += isinstance(event, StepDone)
        if time.perf_counter() - began >= seconds:
            break
    return steps / (time.perf_counter() - began)


def drawn(quick: bool) -> Figures:
    """Share of the pace that is left while Chromium draws on the same cores."""
    node = shutil.which("node")
    if node is None:
        raise FileNotFoundError("node is not installed; see the README's requirements")
    script = str(Path(__file__).with_name("_load_page.mjs"))
    window_s = 2.0 if quick else 4.0
    shares, alone_hz, drawn_hz = [], [], []
    with one_thread_server() as base, runs_of(base) as runs:
        for _ in range(2 if quick else 5):
            session_id = runs.start(heard=False)
            alone_hz += runs.rates([session_id], window_s)
            runs.end([session_id])
            wait_until_warm(base)
            with subprocess.Popen(
                [node, script, base], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            ) as page:
                assert page.stdin and page.stdout
                drawn_id = page.stdout.readline().strip()
                drawn_hz += runs.rates([drawn_id], window_s)
                page.stdin.close()
            runs.end([drawn_id])
            shares.append(drawn_hz[-1] / alone_hz[-1])
            wait_until_warm(base)
    return {
        "drawn_share": middle(shares),
        "drawn_alone_hz": middle(alone_hz),
        "drawn_hz": middle(drawn_hz),
    }


def beside(quick: bool) -> Figures:
    """Iterations a second of 1, 2, 4 and 8 runs in sum, against one alone."""
    window_s = 2.0 if quick else 4.0
    sums: dict[int, list[float]] = {1: [], 2: [], 4: [], 8: []}
    with warm_server(MAX_RUNNING="8", WARM_WORKERS="8") as base, runs_of(base) as runs:
        for _ in range(1 if quick else 3):
            for count, seen in sums.items():
                ids = [runs.start() for _ in range(count)]
                wait_until_warm(base, busy=count, ready=8)  # or new workers' start takes its part
                seen.append(sum(runs.rates(ids, window_s)))
                runs.end(ids)
                wait_until_warm(base)
    alone = statistics.median(sums[1])
    return {"beside_alone_hz": middle(sums[1])} | {
        f"beside_{count}_share": middle([one / alone for one in seen])
        for count, seen in sums.items()
        if count > 1
    }


def fair(quick: bool) -> Figures:
    """Slowest against quickest of four equal runs; the gain of a run whose neighbour pauses."""
    window_s = 3.0 if quick else 6.0
    with warm_server(MAX_RUNNING="4", WARM_WORKERS="4") as base, runs_of(base) as runs:
        equal = [runs.start(speed=5) for _ in range(4)]
        rates = runs.rates(equal, window_s)
        runs.end(equal)
        wait_until_warm(base)
        both = [runs.start() for _ in range(4)]
        crowded = sum(runs.rates(both[:2], window_s))
        for session_id in both[2:]:
            runs.order("pause_training", session_id)
        freed = sum(runs.rates(both[:2], window_s))
        runs.end(both)
    return {
        "fair_slowest_to_quickest": round(min(rates) / max(rates), 3),
        "fair_gain_when_half_pause": round(freed / crowded, 2),
    }


def steady(quick: bool) -> Figures:
    """The largest number of runs of which the slowest keeps 95 % of 1x, and what gave first."""
    most = 32 if quick else 64
    limits = {"MAX_RUNNING": str(most + 1), "MAX_SESSIONS": str(2 * most)}
    told: Figures = {}
    with warm_server(**limits, WARM_WORKERS="2") as base, runs_of(base) as runs:
        ids: list[str] = []
        carried = 0
        while len(ids) < most:
            ids += [runs.start(speed=1, heard=False) for _ in range(8)]
            wait_until_warm(base, busy=len(ids))
            rates = runs.rates(ids, 5.0)
            health_ms = time_of(lambda: requests.get(f"{base}/api/health", timeout=10)) * 1e3
            told[f"steady_{len(ids)}"] = {
                "slowest_hz": round(min(rates), 2),
                "median_hz": round(statistics.median(rates), 2),
                "health_ms": round(health_ms, 1),
                "memory_mb": round(sum(map(own_memory_mb, family(os.getpid())))),
            }
            if min(rates) < 0.95 * STEADY_HZ:
                break
            carried = len(ids)
        runs.end(ids)
    return {"steady_runs": carried, **told}


def first(quick: bool) -> Figures:
    """ms to the first step: of a fresh process, and of one that has rehearsed."""
    itself = text()
    model, training = resolve(PRESET, {}, {}, len(set(itself)), len(itself))
    config: Figures = {"model": model.model_dump(), "training": training.model_dump()}
    job: Figures = {
        **config,
        "seed": 7,
        "device": "cpu",
        "probe_text": None,
        "speed": 0,
        "frames": False,
    }
    job |= {"step_first": False, "spent_s": 0.0, "faults": {}, "text_bytes": len(itself.encode())}

    def step_ms(worker: WorkerProcess, began: float) -> float:
        worker.send("train", job, itself.encode())
        while worker.receive(60).kind != "progress":
            pass
        return (time.perf_counter() - began) * 1e3

    fresh_ms, warm_ms = [], []
    for _ in range(2 if quick else 5):
        began = time.perf_counter()
        worker = WorkerProcess("backend.engine.worker")
        assert worker.receive(60).kind == "ready"
        fresh_ms.append(step_ms(worker, began))
        worker.kill()
        worker = WorkerProcess("backend.engine.worker")
        assert worker.receive(60).kind == "ready"
        worker.send("warm", config, itself.encode())
        assert worker.receive(60).kind == "warm"
        warm_ms.append(step_ms(worker, time.perf_counter()))
        worker.kill()
    return {"first_fresh_ms": middle(fresh_ms), "first_warm_ms": middle(warm_ms)}


def single(quick: bool) -> Figures:
    """ms of 100 characters, of a step, and of a look at every head."""
    trainer = bare_trainer(corpus())
    for _ in trainer.start():
        pass
    tokenizer, model = trainer.corpus.tokenizer, trainer.model
    window = trainer.corpus.val[: trainer.config.block_size]
    rounds = 7 if quick else 25
    writing = [
        time_of(lambda: generate(model, tokenizer, "\n", 100, 0.7, seed=1)) for _ in range(rounds)
    ]
    looking = [time_of(lambda: look(model, window)) for _ in range(rounds)]
    stepping = [time_of(lambda: list(trainer.step())) for _ in range(rounds)]
    return {
        "single_100_characters_ms": middle([s * 1e3 for s in writing]),
        "single_look_ms": middle([s * 1e3 for s in looking]),
        "single_step_ms": middle([s * 1e3 for s in stepping]),
    }


def memory(quick: bool) -> Figures:
    """MB of the server for each finished run that it keeps, and of a worker that trains."""
    count = 3 if quick else 10
    with warm_server(MAX_RUNNING="1") as base, runs_of(base) as runs:
        runs.end([runs.start()])
        wait_until_warm(base)
        server, *_ = family(os.getpid())[1:]
        before_mb = own_memory_mb(server)
        ids = []
        for _ in range(count):
            ids.append(runs.start())
            worker_mb = max(own_memory_mb(pid) for pid in family(server)[1:])
            while runs.step(ids[-1]) < 500:
                time.sleep(0.05)
            runs.order("stop_training", ids[-1])
            wait_until_warm(base)
        each_mb = (own_memory_mb(server) - before_mb) / count
        runs.end(ids)
    return {
        "memory_server_mb": round(before_mb, 1),
        "memory_a_kept_run_mb": round(each_mb, 2),
        "memory_worker_mb": round(worker_mb, 1),
    }


def time_of(work: Callable[[], object]) -> float:
    """Seconds that work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def middle(samples: list[float]) -> dict[str, float]:
    """Median, lowest and highest."""
    ends = {"min": round(min(samples), 3), "max": round(max(samples), 3), "n": len(samples)}
    return {"median": round(statistics.median(samples), 3), **ends}


PARTS: dict[str, Callable[[bool], Figures]] = {
    part.__name__: part for part in (first, single, through, drawn, beside, fair, steady, memory)
}


def main(arguments: list[str]) -> int:
    """Measure, print and keep the figures. Returns 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true", help="fewer repeats")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    told = parser.parse_args(arguments)
    if unknown := set(told.parts) - set(PARTS):
        parser.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    prepare_process()
    figures: Figures = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}",
        "load_before": os.getloadavg()[0],
    }
    for name, part in PARTS.items():
        if not told.parts or name in told.parts:
            found = part(told.quick)
            figures |= found
            for figure, value in found.items():
                print(f"{figure:28s} {value}", flush=True)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(figures, indent=1) + "\n")
    missed = [text for text, holds in BARS.items() if holds(figures) is False]
    for text in missed:
        print(f"missed: {text}", file=sys.stderr)
    return 1 if missed else 0


def _bar(name: str, holds: Callable[[float], bool]) -> Callable[[Figures], bool | None]:
    """A promise about one figure; None where it was not measured."""

    def check(figures: Figures) -> bool | None:
        if name not in figures:
            return None
        value = figures[name]
        return holds(value["median"] if isinstance(value, dict) else value)

    return check


BARS: dict[str, Callable[[Figures], bool | None]] = {
    "90 % of the bare trainer through the server": _bar("through_share", lambda x: x >= 0.9),
    "25 runs at a steady 1x": _bar("steady_runs", lambda n: n >= 25),
    "first step of a fresh worker within 3.5 s": _bar("first_fresh_ms", lambda ms: ms < 3500),
    "first step of a warm worker within 50 ms": _bar("first_warm_ms", lambda ms: ms < 50),
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
