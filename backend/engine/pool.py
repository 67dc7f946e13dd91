"""Warm training processes on this machine, and the runs on them.

Owns how many processes there are: up to `limit` train, and at least `warm` more stand ready with
torch imported, so that the first iteration after a click need not wait for it. A process that
finished a run in good order is used again; one that did not is replaced.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple, Protocol

from backend.engine.channel import Message
from backend.engine.process import WorkerGone, WorkerNotStarted, WorkerProcess, WorkerSilent

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
        spent_s: seconds of training before it was parked.
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
    spent_s: float = 0.0
    faults: dict[str, int] = field(default_factory=dict)


class Counts(NamedTuple):
    """Processes ready for a run, busy with one, and allowed to train at most."""

    ready: int
    busy: int
    limit: int


class Run(Protocol):
    """A training under way."""

    def send(self, command: str, **fields: Any) -> None:
        """Give an order: pause, resume, step, stop, park, speed, frames, threads."""

    def events(self) -> Iterator[Message]:
        """What it says, until one of `ENDINGS`.

        Raises:
            WorkerGone: its process ended.
            WorkerSilent: it hangs.
        """

    def kill(self) -> None:
        """End it at once, with its process."""


class Engine(Protocol):
    """Where trainings run.

    Attributes:
        devices: what a run can train on, the CPU first.
        pays_from: parameters from which a device was measured to be faster than the CPU.
    """

    devices: tuple[str, ...]
    pays_from: dict[str, int]

    def start(self, job: Job) -> Run:
        """Begin a training; waits for a process to become warm if none is."""

    def counts(self) -> Counts:
        """How busy it is."""

    def shutdown(self) -> None:
        """End every process."""


def threads_of_each(cores: int, runs: int) -> int:
    """Threads for each of so many runs: the cores in equal shares, and one where there are fewer.

    A trainer takes no more of them than its engine can use.
    """
    return max(1, cores // runs)


class LocalRun:
    """A training on one process of the pool, which is its own until `retire` takes it away."""

    def __init__(
        self,
        worker: WorkerProcess,
        retire: Callable[[LocalRun, bool], None],
        share_cores: Callable[[], None],
    ) -> None:
        self.worker = worker
        self._retire = retire
        self._share_cores = share_cores
        self._ordering = threading.Lock()
        self._over = False

    def send(self, command: str, **fields: Any) -> None:
        with self._ordering:
            if not self._over:  # afterwards the process may serve somebody else
                with contextlib.suppress(WorkerGone):  # who reads events() hears of it and says so
                    self.worker.send(command, fields)

    def events(self) -> Iterator[Message]:
        try:
            while True:
                message = self.worker.receive(SILENCE_S)
                if message.kind in ENDINGS:
                    with self._ordering:
                        self._over = True
                        self._retire(self, message.kind != "failed")
                    self._share_cores()  # not within our lock: it gives orders to other runs
                    yield message
                    return
                if message.kind != "alive":
                    yield message
        finally:
            self.kill()  # it is lost, it hangs, or nobody listens any more; after its end: nothing

    def kill(self) -> None:
        self._retire(self, False)
        self._share_cores()


class WorkerPool:
    """The engine of this machine.

    Args:
        limit: how many may train at once.
        warm: how many processes stand ready besides those that train.
        rehearsal: called for the job with which a new process warms up, or None for none.
        module: the program that a process runs.
        cores: how many this machine grants.
    """

    def __init__(
        self,
        limit: int,
        warm: int,
        rehearsal: Callable[[], Job | None],
        module: str = TRAINING_MODULE,
        cores: int = 1,
    ) -> None:
        self.devices: tuple[str, ...] = ("cpu",)
        self.pays_from: dict[str, int] = {}
        self._calibrated = False
        self._limit = limit
        self._warm = warm
        self._rehearsal = rehearsal
        self._module = module
        self._cores = cores
        self._lock = threading.Condition()
        self._ready: list[WorkerProcess] = []
        self._busy: list[LocalRun] = []
        self._waiting = 0
        self._starting = 0
        self._warming: list[WorkerProcess] = []
        self._failures = 0
        self._last_failure = ""
        self._closing = threading.Event()

    def fill(self) -> None:
        """Start processes until enough are ready or on their way; returns at once."""
        with self._lock:
            room = self._limit + self._warm - len(self._busy)
            self._start_processes(min(self._warm, room) - len(self._ready) - self._starting)

    def start(self, job: Job) -> Run:
        run = self._take()
        fields = asdict(job)
        text, state = fields.pop("text").encode(), fields.pop("state") or b""
        fields["text_bytes"] = len(text)
        with contextlib.suppress(WorkerGone):  # events() tells how it ended
            run.worker.send("train", fields, text + state)
        self._share_cores()
        self.fill()
        return run

    def counts(self) -> Counts:
        with self._lock:
            return Counts(len(self._ready), len(self._busy), self._limit)

    def shutdown(self) -> None:
        with self._lock:
            self._closing.set()
            workers = [*self._ready, *self._warming, *(run.worker for run in self._busy)]
            self._ready.clear()
            self._lock.notify_all()
        for worker in workers:
            worker.kill()

    def _take(self) -> LocalRun:
        """A run on a ready process; starts one, and waits for it, when there is none.

        Raises:
            WorkerGone: a process could not be started, or the server is shutting down.
        """
        with self._lock:
            failures = self._failures
            self._waiting += 1
            try:
                while not self._closing.is_set():
                    while self._ready:
                        worker = self._ready.pop()
                        if worker.alive:
                            run = LocalRun(worker, self._retire, self._share_cores)
                            self._busy.append(run)
                            return run
                        worker.kill()
                    if self._failures > failures:
                        raise WorkerNotStarted(f"it could not be started ({self._last_failure})")
                    self._start_processes(self._waiting - self._starting)
                    self._lock.wait()
            finally:
                self._waiting -= 1
        raise WorkerGone("the server is shutting down")

    def _retire(self, run: LocalRun, reusable: bool) -> None:
        """A run is over: its process serves the next one or ends. Whoever comes second is late."""
        with self._lock:
            if run not in self._busy:
                return
            self._busy.remove(run)
            # One more than `warm`: else every short run would end a process and start another.
            surplus = len(self._ready) > max(self._warm, 1)
            if reusable and run.worker.alive and not surplus and not self._closing.is_set():
                self._ready.append(run.worker)
                self._lock.notify_all()
                return
        run.worker.kill()
        self.fill()

    def _share_cores(self) -> None:
        """Tell every run its threads; the losses are the same bits whatever they are."""
        if self._cores < 2:
            return
        with self._lock:
            runs = list(self._busy)
        for run in runs:
            run.send("threads", count=threads_of_each(self._cores, len(runs)))

    def _start_processes(self, count: int) -> None:
        """Begin to start so many; the lock is held."""
        for _ in range(0 if self._closing.is_set() else count):
            self._starting += 1
            threading.Thread(target=self._start_one, daemon=True).start()

    def _start_one(self) -> None:
        """Start a process and put it among the ready ones once it is warm."""
        worker: WorkerProcess | None = None
        failure = ""
        try:
            worker = WorkerProcess(self._module)
            self._warm_up(worker)
        except (WorkerGone, WorkerSilent) as problem:
            failure = str(problem)
        except Exception as problem:  # whoever waits for this process must hear of anything
            log.exception("starting a training process failed")
            failure = str(problem)
        with self._lock:
            self._starting -= 1
            if worker in self._warming:
                self._warming.remove(worker)
            if failure:
                self._failures += 1
                self._last_failure = failure
            elif worker is not None and not self._closing.is_set():
                self._ready.append(worker)
                worker = None
            self._lock.notify_all()
        if worker is not None:
            worker.kill()
        if failure and not self._closing.is_set():
            log.error("a training process did not start: %s", failure)
            self._closing.wait(_RETRY_S)
            self.fill()

    def _warm_up(self, worker: WorkerProcess) -> None:
        """Wait until a process is there, and let it rehearse."""
        with self._lock:
            if self._closing.is_set():
                raise WorkerGone("the server is shutting down")
            self._warming.append(worker)
        self.devices = tuple(worker.receive(_START_S)["devices"])
        if job := self._rehearsal():
            worker.send("warm", {"model": job.model, "training": job.training}, job.text.encode())
            worker.receive(_START_S)
            self._calibrate(worker, job)

    def _calibrate(self, worker: WorkerProcess, job: Job) -> None:
        """Let the first process of a machine with accelerators measure where they are faster.

        Asked once: where an accelerator takes the process down with it, the next one starts.
        """
        with self._lock:
            if self._calibrated or len(self.devices) == 1:
                return
            self._calibrated = True
        fields = {"block_size": job.model["block_size"]}
        worker.send("calibrate", fields, job.text.encode())
        self.pays_from = dict(worker.receive(_START_S)["pays_from"])
