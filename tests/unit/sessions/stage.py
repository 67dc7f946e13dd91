"""A training manager on a scripted engine: workers that say what a test tells them to say."""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from backend.contract.errors import ContractError
from backend.contract.rest import CreateSession, HeadScores, ReferenceLosses
from backend.data.dataset_loader import DatasetInfo
from backend.data.ngram import ReferenceLosses as Counted
from backend.engine.channel import Message
from backend.engine.pool import ENDINGS, Counts, Job
from backend.engine.process import WorkerGone, WorkerSilent
from backend.sessions.record import SessionRecord
from backend.sessions.texts import SourceText, TextStore
from backend.sessions.training_manager import TrainingManager
from tests.unit.waiting import until

_LINE = "the cat sat on a mat and ran away from dogs in green fields of barley"
WORDS = _LINE.split()
TEXT = "\n".join(" ".join(WORDS[n % 7 : n % 7 + 5]) for n in range(120)) + "\n"
LINES = ReferenceLosses(uniform=3.0, unigram=2.8, bigram=2.2, trigram=2.0)


JOBS = tuple(HeadScores.model_fields)
HEAD = {
    "layer": 0,
    "head": 0,
    "label": "diffuse",
    "score": 1.0,
    "scores": {**dict.fromkeys(JOBS, 0.0), "diffuse": 1.0},
}


class Texts:
    """A loader of one bundled text."""

    def __init__(self) -> None:
        counts = Counted(**LINES.model_dump())
        self._info = DatasetInfo(
            "words", "Words", "", len(TEXT), len(set(TEXT)), 600, "/datasets/words.txt", "", "", "",
            counts,
        )  # fmt: skip

    def list(self) -> list[DatasetInfo]:
        return [self._info]

    def info(self, name: str) -> DatasetInfo:
        if name != "words":
            raise ContractError("dataset_not_found", f"There is no text {name!r}.")
        return self._info

    def text(self, name: str) -> str:
        return TEXT


class Wire:
    """A transport that remembers what each client was sent; backlogs are as the test says."""

    def __init__(self) -> None:
        self.sent: dict[str, list[tuple[str, dict[str, Any]]]] = {}
        self.backlogs: dict[str, int] = {}
        self.disconnected: list[str] = []

    def send(self, client: str, event: str, payload: dict[str, Any]) -> None:
        self.sent.setdefault(client, []).append((event, payload))

    def backlog(self, client: str) -> int:
        return self.backlogs.get(client, 0)

    def disconnect(self, client: str) -> None:
        self.disconnected.append(client)

    def names(self, client: str) -> list[str]:
        return [name for name, _ in self.sent.get(client, [])]


class FakeRun:
    """A training on a worker that obeys, or (deaf) does not."""

    def __init__(self, job: Job, deaf: bool) -> None:
        self.job = job
        self.deaf = deaf
        self.orders: list[str] = []
        self.given: list[tuple[str, dict[str, Any]]] = []
        self.killed = False
        self.over = False
        self.step = int(job.state or b"0")
        self._said: queue.Queue[Message | Exception] = queue.Queue()
        self._resting = False
        if not deaf:
            self._begin()

    def _begin(self) -> None:
        if self.job.state is None:
            self.checkpoint(0)
        elif not self.job.step_first:
            self.say("resumed", step=self.step)
        if self.job.step_first:
            self._iterate(rest=True)

    def send(self, command: str, **fields: Any) -> None:
        self.orders.append(command)
        self.given.append((command, fields))
        if self.deaf:
            return
        match command:
            case "pause":
                self._rest()
            case "resume":
                self._resting = False
                self.say("resumed", step=self.step)
            case "step":
                self._iterate(rest=False)
            case "stop":
                self.say("stopped", step=self.step)
            case "park":
                self.say("parked", blob=str(self.step).encode(), spent_s=1.5)

    def _rest(self) -> None:
        self._resting = True
        self.say("paused", step=self.step)

    def _iterate(self, *, rest: bool) -> None:
        self.step += 1
        self.progress()
        self.checkpoint(self.step)
        if rest:
            self._rest()

    def progress(self) -> None:
        """Tell the loss of the newest step."""
        figures = {"iters_per_sec": 20.0, "learning_rate": 0.01, "grad_norm": 1.0}
        self.say("progress", step=self.step, steps=[self.step], train_losses=[2.0], **figures)

    def checkpoint(self, step: int) -> None:
        """Tell the weights and the losses of a step."""
        self.say("weights", b"weights", step=step, heads=[HEAD])
        self.say("checkpoint", step=step, train_loss=2.0, val_loss=2.1)

    def complete(self, **fields: Any) -> None:
        """Reach the end."""
        given = {"step": 500, "train_loss": 1.9, "val_loss": 2.0, "best_step": 500, "seconds": 9.0}
        self.say("completed", **{**given, "diverged": False, **fields})

    def say(self, kind: str, blob: bytes = b"", **fields: Any) -> None:
        """Have the worker say this."""
        self._said.put(Message(kind, fields, blob))

    def lose(self, failure: Exception | None = None) -> None:
        """Have the worker end, or fall silent."""
        self._said.put(failure or WorkerGone("it was ended by signal 9 (SIGKILL)"))

    def events(self) -> Iterator[Message]:
        while True:
            message = self._said.get()
            if isinstance(message, Exception):
                raise message
            yield message
            if message.kind in ENDINGS:
                self.over = True
                return

    def kill(self) -> None:
        self.killed = True
        self.lose()


class FakeEngine:
    """Starts scripted runs; `gate` closed, a start waits as for a process that warms up."""

    def __init__(self) -> None:
        self.devices: tuple[str, ...] = ("cpu",)
        self.pays_from: dict[str, int] = {}
        self.runs: list[FakeRun] = []
        self.asked = 0
        self.deaf = False
        self.gate = threading.Event()
        self.gate.set()
        self.failure: Exception | None = None

    def start(self, job: Job) -> FakeRun:
        self.asked += 1
        assert self.gate.wait(20)
        if self.failure is not None:
            raise self.failure
        self.runs.append(FakeRun(job, self.deaf))
        return self.runs[-1]

    def counts(self) -> Counts:
        return Counts(1, len(self.runs), 2)

    def shutdown(self) -> None:
        self.gate.set()


@dataclass
class Style:
    """Stands for the questions: the style report of a test."""

    report: Any = None
    asked: list[str] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)

    def style(self, record: SessionRecord) -> Any:
        self.asked.append(record.id)
        assert self.gate.wait(20)
        return self.report


class Stage:
    """A manager, its engine, and a client "ann" who watches every session that `create` makes."""

    def __init__(
        self,
        max_running: int = 2,
        max_sessions: int = 10,
        idle_s: float = 1000.0,
        weights_bytes: int = 2**30,
    ) -> None:
        self.engine = FakeEngine()
        self.wire = Wire()
        self.style = Style()
        self.texts = TextStore(Texts(), idle_s)  # type: ignore[arg-type]
        questions: Any = self.style
        self.manager = TrainingManager(
            self.engine,
            self.texts,
            questions,
            self.wire,
            max_running=max_running,
            max_sessions=max_sessions,
            weights_bytes=weights_bytes,
            idle_s=idle_s,
        )
        self._numbers = itertools.count()

    def create(self, owner: str = "owner", **fields: Any) -> SessionRecord:
        """A new session, watched by ann."""
        given = {"feature_type": "watch_learn", "dataset_id": "words", "seed": 7, **fields}
        session = self.manager.create(CreateSession(**given), owner, {})
        self.manager.emitter.join(session.session_id, "ann", "snapshots")
        return self.manager.get(session.session_id)

    def told(self, record: SessionRecord) -> list[str]:
        """Names of the events of a session that ann was sent, checkpoints and stops left out."""
        return [
            name
            for name, payload in self.wire.sent.get("ann", [])
            if payload["session_id"] == record.id
            and name not in ("training_metrics", "training_progress", "heads_measured")
        ]

    def running(self) -> SessionRecord:
        """A session that trains."""
        record = self.create()
        self.manager.start(record.id)
        until(lambda: record.run is not None and record.history.losses, "its worker")
        return record

    def run_of(self, record: SessionRecord) -> FakeRun:
        """The scripted run that serves a session."""
        assert isinstance(record.run, FakeRun)
        return record.run

    def reach(self, status: str) -> SessionRecord:
        """A session in this status; see `STATES`."""
        return STATES[status](self)


def await_status(record: SessionRecord, status: str) -> None:
    until(lambda: record.status == status, f"{status} (it is {record.status})")


def _starting(stage: Stage) -> SessionRecord:
    record = stage.create()
    stage.engine.gate.clear()
    stage.manager.start(record.id)
    until(lambda: stage.engine.asked, "the start")
    return record


def _paused(stage: Stage) -> SessionRecord:
    record = stage.running()
    stage.manager.pause(record.id)
    await_status(record, "paused")
    return record


def _queued(stage: Stage) -> SessionRecord:
    for _ in range(2):
        stage.running()
    record = stage.create()
    assert stage.manager.start(record.id)
    return record


def _parked(stage: Stage) -> SessionRecord:
    record = _paused(stage)
    stage.running()
    assert stage.manager.start(stage.create().id), "a third has to wait until a place is freed"
    until(lambda: record.parked is not None, "the parking")
    until(lambda: record.ended.is_set(), "the worker's end")
    return record


def _stopping(stage: Stage) -> SessionRecord:
    record = stage.running()
    stage.run_of(record).deaf = True
    stop = threading.Thread(target=stage.manager.stop, args=(record.id,), name="the stop")
    stop.daemon = True
    stop.start()
    until(lambda: record.wanted == "stopped", "the order")
    return record


def _stopped(stage: Stage) -> SessionRecord:
    record = stage.running()
    stage.manager.stop(record.id)
    assert record.status == "stopped"
    return record


def _completed(stage: Stage) -> SessionRecord:
    record = stage.running()
    stage.run_of(record).complete()
    await_status(record, "completed")
    return record


def _error(stage: Stage) -> SessionRecord:
    record = stage.running()
    stage.run_of(record).lose()
    await_status(record, "error")
    return record


def _deleted(stage: Stage) -> SessionRecord:
    record = stage.running()
    stage.manager.delete(record.id)
    return record


STATES: dict[str, Callable[[Stage], SessionRecord]] = {
    "idle": lambda stage: stage.create(),
    "starting": _starting,
    "running": lambda stage: stage.running(),
    "paused": _paused,
    "queued": _queued,
    "parked": _parked,
    "stopping": _stopping,
    "stopped": _stopped,
    "completed": _completed,
    "error": _error,
    "deleted": _deleted,
}


def silent() -> WorkerSilent:
    return WorkerSilent("no message for 30 s")


def source() -> SourceText:
    """The bundled text as sessions see it."""
    return SourceText("words", "Words", TEXT, len(set(TEXT)), LINES, own=False)
