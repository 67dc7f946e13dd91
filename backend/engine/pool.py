"""Warm training processes on this machine, and the runs on them.

Owns how many processes there are: up to `limit` train, and at least `warm` more stand ready with
torch imported, so that the first iteration after a click need not wait for it. A process that
finished a run in good order is used again; one that did not is replaced.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple, Protocol

from backend.engine.channel import Message
from backend.engine.process import WorkerGone, WorkerProcess, WorkerSilent

log = logging.getLogger(__name__)
TRAINING_MODULE = "backend.engine.worker"
#: Messages after which a run is over and its process free for the next.
ENDINGS = frozenset({"completed", "stopped", "failed", "parked"})
#: A run that says nothing for this long hangs.
SILENCE_S = 30.0
_START_S = 90.0
_RETRY_S = 5.0


@dataclass(frozen=True)
class Job:
    """Everything a worker needs to train: plain values, the text, and where to go on.

    Attributes:
        step_first: do one iteration and rest, instead of running.
        state: a saved run to go on with, from the ``parked`` message; None starts from scratch.
    """

    text: str
    model: dict[str, Any]
    training: dict[str, Any]
    seed: int
    device: str
    probe_text: str
    speed: int
    frames: bool = False
    step_first: bool = False
    state: bytes | None = None
    faults: dict[str, int] = field(default_factory=dict)


class Counts(NamedTuple):
    """Processes ready for a run, busy with one, and allowed to train at most."""

    ready: int
    busy: int
    limit: int


class Run(Protocol):
    """A training under way."""

    def send(self, command: str, **fields: Any) -> None:
        """Give an order: pause, resume, step, stop, park, speed, frames; ignored once over."""

    def events(self) -> Iterator[Message]:
        """What it says, until one of `ENDINGS`.

        Raises:
            WorkerGone: its process ended.
            WorkerSilent: it hangs.
        """

    def kill(self) -> None:
        """End it at once, with its process."""


class Engine(Protocol):
    """Where trainings run."""

    devices: tuple[str, ...]

    def start(self, job: Job) -> Run:
        """Begin a training; waits for a process to become warm if none is."""

    def counts(self) -> Counts:
        """How busy it is."""

    def shutdown(self) -> None:
        """End every process."""


class LocalRun:
    """A training on one process of the pool."""

    def __init__(self, worker: WorkerProcess, give_back: Callable[[WorkerProcess], None]) -> None:
        self._worker = worker
        self._give_back = give_back
        self._over = False

    def send(self, command: str, **fields: Any) -> None:
        if not self._over:
            with contextlib.suppress(WorkerGone):  # the reader of events() hears of it and says so
                self._worker.send(command, fields)

    def events(self) -> Iterator[Message]:
        try:
            while True:
                message = self._worker.receive(SILENCE_S)
                if message.kind in ENDINGS:
                    self._finish()
                    yield message
                    return
                if message.kind != "alive":
                    yield message
        except WorkerSilent:
            self._worker.kill()
            raise
        finally:
            self._finish()

    def kill(self) -> None:
        if not self._over:  # afterwards the process may serve somebody else
            self._worker.kill()

    def _finish(self) -> None:
        if not self._over:
            self._over = True
            self._give_back(self._worker)


class WorkerPool:
    """The engine of this machine.

    Args:
        limit: how many may train at once.
        warm: how many processes stand ready besides those that train.
        rehearsal: called for the job with which a new process warms up, or None for none.
    """

    def __init__(self, limit: int, warm: int, rehearsal: Callable[[], Job | None]) -> None:
        self.devices: tuple[str, ...] = ("cpu",)
        self._limit = limit
        self._warm = warm
        self._rehearsal = rehearsal
        self._lock = threading.Condition()
        self._ready: list[WorkerProcess] = []
        self._starting = 0
        self._busy: list[WorkerProcess] = []
        self._closed = False
        self._failure = ""

    def fill(self) -> None:
        """Start processes until enough are ready or on their way; returns at once."""
        with self._lock:
            room = self._limit + self._warm - len(self._busy)
            missing = min(self._warm, room) - len(self._ready) - self._starting
            for _ in range(0 if self._closed else missing):
                self._starting += 1
                threading.Thread(target=self._start_one, daemon=True).start()

    def start(self, job: Job) -> Run:
        worker = self._take()
        run = LocalRun(worker, self._give_back)
        fields = asdict(job)
        text, state = fields.pop("text").encode(), fields.pop("state") or b""
        fields["text_bytes"] = len(text)
        with contextlib.suppress(WorkerGone):  # events() tells how it ended
            worker.send("train", fields, text + state)
        self.fill()
        return run

    def counts(self) -> Counts:
        with self._lock:
            return Counts(len(self._ready), len(self._busy), self._limit)

    def shutdown(self) -> None:
        with self._lock:
            self._closed = True
            workers = [*self._ready, *self._busy]
            self._ready.clear()
            self._lock.notify_all()
        for worker in workers:
            worker.kill()

    def _take(self) -> WorkerProcess:
        asked = False
        with self._lock:
            while True:
                while self._ready:
                    worker = self._ready.pop()
                    if worker.alive:
                        self._busy.append(worker)
                        return worker
                    worker.kill()
                if self._closed:
                    raise WorkerGone("the server is shutting down")
                if not self._starting:
                    if asked:
                        raise WorkerGone(f"it could not be started ({self._failure})")
                    self._starting += 1
                    threading.Thread(target=self._start_one, daemon=True).start()
                asked = True
                self._lock.wait()

    def _give_back(self, worker: WorkerProcess) -> None:
        with self._lock:
            self._busy.remove(worker)
            # One more than `warm`: else every short run would end a process and start another.
            surplus = len(self._ready) > max(self._warm, 1)
            if worker.alive and not surplus and not self._closed:
                self._ready.append(worker)
                self._lock.notify_all()
                return
        worker.kill()
        self.fill()

    def _start_one(self) -> None:
        """Start a process and put it among the ready ones once it is warm."""
        worker = WorkerProcess(TRAINING_MODULE)
        ready = False
        try:
            self.devices = tuple(worker.receive(_START_S)["devices"])
            if job := self._rehearsal():
                worker.send(
                    "warm", {"model": job.model, "training": job.training}, job.text.encode()
                )
                worker.receive(_START_S)
            ready = True
        except (WorkerGone, WorkerSilent) as failure:
            log.error("a training process did not start: %s", failure)
            worker.kill()
            self._failure = str(failure)
        with self._lock:
            self._starting -= 1
            if ready and not self._closed:
                self._ready.append(worker)
            self._lock.notify_all()
        if not ready:
            time.sleep(_RETRY_S)
            self.fill()
        elif self._closed:
            worker.kill()
