"""The background task of one training: start it, read it to its end, say how it ended.

One task lives as long as one worker serves one session. It listens only as long as the session's
`training_id` is the one it was started for; a session that moved on is no longer its business.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from backend.contract.errors import ErrorType
from backend.engine.pool import ENDINGS, Engine, Job, Run
from backend.engine.process import WorkerGone, WorkerNotStarted, WorkerSilent
from backend.sessions.metrics_emitter import MetricsEmitter
from backend.sessions.questions import Questions
from backend.sessions.record import ALIVE, SessionRecord
from backend.sessions.run_reader import RunReader

log = logging.getLogger(__name__)
LOST = "The training process ended unexpectedly. What it showed so far is kept."
NOT_STARTED = "No training process could be started; the server's log says why. Try again."
HUNG = "The training process no longer answered and was ended. What it showed so far is kept."
BROKEN = "The server failed to follow this training. Press Replay to start again."


class TrainingTask:
    """One training of one session.

    Args:
        record: the session; `parked` holds where to go on, if it does not start from scratch.
        engine: where it trains.
        emitter: knows whether somebody watches attention frames.
        questions: makes the style report of a style session.
        on_weights: called when the session keeps weights of one more step; no lock is held.
        on_end: called when the worker is free again, whatever happened.
    """

    def __init__(
        self,
        record: SessionRecord,
        engine: Engine,
        emitter: MetricsEmitter,
        questions: Questions,
        on_weights: Callable[[], None],
        on_end: Callable[[], None],
    ) -> None:
        self._record = record
        record.training_id += 1
        self._training_id = record.training_id
        self._parked, record.parked = record.parked, None
        self._rest_after_step = record.wanted == "paused"
        self._engine = engine
        self._emitter = emitter
        self._questions = questions
        self._on_weights = on_weights
        self._on_end = on_end
        self._reader = RunReader(record)

    def run(self) -> None:
        """Train to the end; never raises."""
        try:
            self._read()
        except WorkerGone as failure:
            unborn = isinstance(failure, WorkerNotStarted)
            if self._fail("worker_lost", NOT_STARTED if unborn else LOST):
                log.error("session %s lost its worker: %s", self._record.id, failure)
        except WorkerSilent as failure:
            if self._fail("worker_lost", HUNG):
                log.error("the worker of session %s hung: %s", self._record.id, failure)
        except Exception:
            log.exception("following session %s failed", self._record.id)
            self._fail("training_failed", BROKEN)
        finally:
            self._finish()
        self._report_style()

    @property
    def _current(self) -> bool:
        """Whether the session still is where this task was started; ask under its lock."""
        return self._record.training_id == self._training_id

    def _read(self) -> None:
        job = self._job()
        run = self._engine.start(job)
        record = self._record
        if not self._attach(run, job):
            run.send("stop")
            for _ in run.events():  # unheard; to its end, so that its process can serve another
                pass
            return
        for message in run.events():
            with record.room.lock:
                if not self._current:
                    run.kill()
                    return
                record.touched_s = time.monotonic()
                if message.kind in ENDINGS:
                    record.run = None
                self._reader.take(message)
            if message.kind == "weights":
                self._on_weights()

    def _attach(self, run: Run, job: Job) -> bool:
        """Hand the run to the session with what was ordered meanwhile, unless it moved on."""
        record = self._record
        with record.room.lock:
            if not self._current or record.wanted not in ALIVE:
                return False
            record.run = run
            if record.speed != job.speed:
                run.send("speed", speed=record.speed)
            if job.frames != (frames := self._emitter.frames_wanted(record.id)):
                run.send("frames", on=frames)
            for order in record.orders:
                run.send(order)
            record.orders = []
            return True

    def _job(self) -> Job:
        record, d = self._record, self._record.definition
        return Job(
            text=d.source.text,
            model=d.model.model_dump(),
            training=d.training.model_dump(),
            seed=d.seed,
            device=d.device,
            probe_text=d.probe_text,
            speed=record.speed,
            frames=self._emitter.frames_wanted(record.id),
            step_first=self._rest_after_step,
            state=self._parked,
            spent_s=record.spent_s,
            faults=d.faults,
        )

    def _report_style(self) -> None:
        """Compare a style session's texts at its completion, when its worker is free already."""
        record = self._record
        if record.definition.feature_type != "style_transfer" or record.status != "completed":
            return
        report = self._questions.style(record)
        with record.room.lock:
            if report is not None and self._current:
                record.style, record.history.writes_step = report, report.step
                record.room.publish("style_metrics", **dict(report))

    def _fail(self, kind: ErrorType, sentence: str) -> bool:
        """End the session with an error; returns whether it still was to be trained at all."""
        with self._record.room.lock:
            if not (self._current and self._record.wanted in ALIVE):
                return False
            self._reader.fail(kind, sentence)
            return True

    def _finish(self) -> None:
        record = self._record
        with record.room.lock:
            if self._current:
                record.run = None
                record.ended.set()
        self._on_end()
