"""One session: what defines it, where it stands, and the contract's views of both."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from backend.contract.config import (
    EngineName,
    FeatureType,
    ModelConfig,
    SpeedMultiplier,
    TrainingConfig,
)
from backend.contract.events import StopReason
from backend.contract.rest import (
    Parameter,
    ReferenceLosses,
    Session,
    SessionState,
    SessionStatus,
    Status,
)
from backend.contract.style import StyleReport
from backend.engine.pool import Run
from backend.sessions.history import History, decimate
from backend.sessions.room import Room
from backend.sessions.texts import SourceText

#: Statuses in which a training exists that has not ended.
ALIVE: frozenset[Status] = frozenset({"queued", "running", "paused"})


def now() -> datetime:
    """This moment in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Definition:
    """What a session is; never changes, but for the speed that the record holds."""

    session_id: str
    owner: str
    feature_type: FeatureType
    source: SourceText
    preset: str
    model: ModelConfig
    training: TrainingConfig
    parameters: tuple[Parameter, ...]
    reference_losses: ReferenceLosses
    device: str
    seed: int
    probe_text: str
    faults: dict[str, int]
    created_at: datetime = field(default_factory=now)

    @property
    def parameter_count(self) -> int:
        """All trainable numbers of the model."""
        return sum(p.count for p in self.parameters)


@dataclass
class SessionRecord:
    """A session's changing part. Guarded by the room's lock.

    Attributes:
        status: what the world is told; changes when the worker confirms.
        wanted: what was last asked for; commands are judged against it, so that they race safely.
        training_id: counts workers asked for; what an older one says is not listened to.
        orders: pause, resume and step, given while no worker was there to obey them.
        parking: the worker was asked to save the run and go.
        parked: the saved run of a session that rests without a worker.
        spent_s: seconds of training before it was parked.
        reason: why the training was asked to stop.
        engine: what does the iterations, as the worker said; None before that.
        engine_reason: a sentence why it is not compiled code, or "".
        ended: set when no worker serves the current training any more.
        quizzed: the pieces of the quizzes so far, the newest last.
    """

    definition: Definition
    room: Room
    speed: SpeedMultiplier
    status: Status = "idle"
    wanted: Status = "idle"
    history: History = field(default_factory=History)
    training_id: int = 0
    run: Run | None = None
    orders: list[str] = field(default_factory=list)
    parking: bool = False
    parked: bytes | None = None
    spent_s: float = 0.0
    reason: StopReason = "user_requested"
    ended: threading.Event = field(default_factory=threading.Event)
    current_iter: int = 0
    iters_per_sec: float = 0.0
    diverged: bool = False
    queue_position: int | None = None
    estimated_start_s: float | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    total_time_s: float | None = None
    error_message: str | None = None
    engine: EngineName | None = None
    engine_reason: str = ""
    style: StyleReport | None = None
    quizzed: list[str] = field(default_factory=list)
    touched_s: float = field(default_factory=time.monotonic)

    @property
    def id(self) -> str:
        """The session's id."""
        return self.definition.session_id

    def reset(self) -> None:
        """Forget the last training: the next one starts from scratch."""
        self.history = History()
        self.training_id += 1
        self.run = None
        self.orders = []
        self.parking, self.parked, self.spent_s = False, None, 0.0
        self.reason = "user_requested"
        self.ended.set()  # who waits for the last one to stop need not any longer
        self.ended = threading.Event()
        self.current_iter, self.iters_per_sec, self.diverged = 0, 0.0, False
        self.engine, self.engine_reason = None, ""
        self.started_at = self.completed_at = None
        self.total_time_s, self.error_message, self.style = None, None, None
        self.quizzed = []

    @property
    def has_place(self) -> bool:
        """Whether a worker serves it, or is about to."""
        return self.status in ("running", "paused") and self.parked is None

    def remaining_s(self) -> float:
        """About how long the training still takes at its present rate, in seconds."""
        left = self.definition.training.max_iters - self.current_iter
        rate = self.iters_per_sec or 20.0 * (self.speed or 5)
        return left / rate

    # ---- views ----------------------------------------------------------------------------------

    def _core(self) -> dict[str, Any]:
        d = self.definition
        return {
            "session_id": d.session_id,
            "status": self.status,
            "feature_type": d.feature_type,
            "dataset_id": d.source.dataset_id,
            "dataset_title": d.source.title,
            "preset": d.preset,
            "parameter_count": d.parameter_count,
            "speed_multiplier": self.speed,
            "engine": self.engine,
            "engine_reason": self.engine_reason,
            "created_at": d.created_at,
        }

    def _defining(self) -> dict[str, Any]:
        d = self.definition
        return {
            "model_config_": d.model,
            "training_config": d.training,
            "parameters": list(d.parameters),
            "reference_losses": d.reference_losses,
            "device": d.device,
            "seed": d.seed,
            "probe_text": d.probe_text,
        }

    def _standing(self) -> dict[str, Any]:
        max_iters = self.definition.training.max_iters
        return {
            "current_iter": self.current_iter,
            "max_iters": max_iters,
            "progress": self.current_iter / max_iters,
            "iters_per_sec": self.iters_per_sec if self.status == "running" else 0.0,
            "diverged": self.diverged,
            "queue_position": self.queue_position,
            "estimated_start_s": self.estimated_start_s,
            "started_at": self.started_at,
            "completed_at": self.completed_at,
            "total_time_seconds": self.total_time_s,
            "error_message": self.error_message,
        }

    def session(self) -> Session:
        """Everything that defines the run."""
        return Session(**self._core(), **self._defining())

    def standing(self) -> SessionStatus:
        """How far the run is."""
        with self.room.lock:
            return SessionStatus(**self._core(), **self._standing())

    def state(self) -> SessionState:
        """The whole story so far."""
        with self.room.lock:
            return SessionState(**self._story())

    def _story(self) -> dict[str, Any]:
        h = self.history
        steps, losses = decimate(h.steps, h.train_losses)
        return {
            **self._core(),
            **self._defining(),
            **self._standing(),
            "progress": {"steps": steps, "train_losses": losses},
            "seq": self.room.seq,
            "loss_history": list(h.losses),
            "samples": list(h.samples),
            "attention": h.attention[-1].state() if h.attention else None,
            "snapshot_steps": sorted(h.weights),
            "snapshot_bytes": h.weights_bytes,
            "head_history": list(h.heads.values()),
            "best_step": h.best_step,
            "style_metrics": self.style,
        }
