"""Every session of this server: creating, commanding, queueing, expiring.

One state machine a session. Commands are judged against what was last wanted, under the session's
lock, and travel to the worker in order; what the world is told changes when the worker confirms.
One background task a training reads the worker's messages. Nothing here trains, blocks for long, or
knows HTTP.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import Any

from backend.contract.config import SpeedMultiplier
from backend.contract.errors import ContractError, ErrorType
from backend.contract.events import StopReason
from backend.contract.rest import CreateSession, Session, SessionList
from backend.engine.pool import ENDINGS, Engine, Job
from backend.engine.process import WorkerGone, WorkerSilent
from backend.sessions.metrics_emitter import MetricsEmitter, Transport
from backend.sessions.questions import Questions
from backend.sessions.record import ALIVE, SessionRecord, now
from backend.sessions.room import Room
from backend.sessions.run_reader import RunReader
from backend.sessions.setup import define
from backend.sessions.texts import TextStore
from backend.training.presets import PRESETS

log = logging.getLogger(__name__)
#: A worker that has not stopped by then is ended.
STOP_S = 0.9
_HOUSEKEEPING_S = 15.0
LOST = (
    "The training process ended: {how}. What it showed so far is kept; press Replay to start again."
)


class TrainingManager:
    """The registry and its commands.

    Args:
        engine: where trainings run.
        texts: what they learn from.
        questions: asks past models; used for the style report at the end of a style session.
        transport: the way to clients.
        max_running: how many may train or rest at once; more wait.
        max_sessions: how many are kept.
        idle_s: a session that nobody used for this long, and that does not train, expires.
    """

    def __init__(
        self,
        engine: Engine,
        texts: TextStore,
        questions: Questions,
        transport: Transport,
        *,
        max_running: int,
        max_sessions: int,
        idle_s: float,
    ) -> None:
        self._engine = engine
        self._texts = texts
        self._questions = questions
        self._max_running = max_running
        self._max_sessions = max_sessions
        self._idle_s = idle_s
        self._sessions: dict[str, SessionRecord] = {}
        self._queue: list[SessionRecord] = []
        self._lock = threading.RLock()
        self.emitter = MetricsEmitter(transport, self._state_payload)

    # ---- looking --------------------------------------------------------------------------------

    def get(self, session_id: object) -> SessionRecord:
        """A session by its exact id; counts as using it.

        Raises:
            ContractError: ``session_not_found``.
        """
        record = self._sessions.get(session_id) if isinstance(session_id, str) else None
        if record is None:
            raise ContractError(
                "session_not_found", "This session is gone or never was. Start a new one."
            )
        record.touched_s = time.monotonic()
        return record

    def of_owner(self, owner: str | None) -> SessionList:
        """The sessions that a browser created, oldest first."""
        mine = [s for s in self._sessions.values() if owner and s.definition.owner == owner]
        return SessionList(sessions=[s.standing() for s in mine])

    def counts(self) -> dict[str, int]:
        """How many sessions exist, train and wait."""
        running = sum(s.status == "running" for s in self._sessions.values())
        return {"total": len(self._sessions), "running": running, "queued": len(self._queue)}

    # ---- creating and ending --------------------------------------------------------------------

    def create(self, request: CreateSession, owner: str, faults: dict[str, int]) -> Session:
        """Set up a session; trains nothing yet.

        Raises:
            ContractError: whatever is wrong with the request, or ``too_many_sessions``.
        """
        source = self._texts.get(request.dataset_id)
        definition = define(request, source, owner, self._engine.devices, faults)
        preset = PRESETS[definition.preset]
        speed: SpeedMultiplier = (
            preset.speed_multiplier
            if request.speed_multiplier is None
            else request.speed_multiplier
        )
        with self._lock:
            self._make_room()
            room = Room(definition.session_id, self.emitter.deliver)
            record = SessionRecord(definition, room, speed)
            self._sessions[record.id] = record
            self._texts.hold(source.dataset_id)
        return record.session()

    def _make_room(self) -> None:
        """Let the session that was longest unused go when there are too many.

        Raises:
            ContractError: ``too_many_sessions`` when all of them are alive.
        """
        if len(self._sessions) < self._max_sessions:
            return
        over = [s for s in self._sessions.values() if s.status not in ALIVE]
        if not over:
            raise ContractError(
                "too_many_sessions",
                f"{len(self._sessions)} trainings are alive, and {self._max_sessions} sessions are "
                "the most. Stop or delete one first.",
                limit=self._max_sessions,
                value=len(self._sessions),
            )
        self.remove(min(over, key=lambda s: s.touched_s), "expired")

    def delete(self, session_id: str) -> None:
        """Stop a session if it trains, and forget it.

        Raises:
            ContractError: ``session_not_found``.
        """
        self.remove(self.get(session_id), "deleted")

    def remove(self, record: SessionRecord, reason: StopReason) -> None:
        """Stop and forget a session; the second of two callers finds nothing to do."""
        if record.status in ALIVE:
            self._halt(record, reason)
        with self._lock:
            if self._sessions.pop(record.id, None) is None:
                return
        record.room.publish("session_removed")
        self.emitter.forget_session(record.id)
        self._texts.release(record.definition.source.dataset_id)

    def keep_house(self) -> None:
        """Expire what nobody uses, for ever. Trainings that are running or waiting never expire."""
        while True:
            time.sleep(min(_HOUSEKEEPING_S, self._idle_s / 2))
            limit_s = time.monotonic() - self._idle_s
            for record in list(self._sessions.values()):
                if record.status not in ("running", "queued") and record.touched_s < limit_s:
                    self.remove(record, "expired")
            self._texts.expire()

    def shutdown(self) -> None:
        """Tell every room that its training ends with the server."""
        for record in list(self._sessions.values()):
            if record.status in ALIVE:
                with record.room.lock:
                    record.training_id += 1
                    RunReader(record).stop("shutdown")

    # ---- commands -------------------------------------------------------------------------------

    def start(self, session_id: str) -> bool:
        """Train from scratch. Returns whether it has to wait for its turn.

        Raises:
            ContractError: ``session_not_found``; ``invalid_state`` while it trains or rests.
        """
        return self._begin(self.get(session_id), step_first=False)

    def step(self, session_id: str) -> None:
        """One iteration: starts an idle session and rests after it, or moves a resting one on.

        Raises:
            ContractError: ``session_not_found``; ``invalid_state`` while it runs or waits.
        """
        record = self.get(session_id)
        with record.room.lock:
            if record.wanted == "paused":
                self._order(record, "step")
                return
            if record.wanted in ALIVE:
                raise self._refused(record, "take a single step", "Pause it first")
        self._begin(record, step_first=True)

    def pause(self, session_id: str) -> None:
        """Rest after the iteration under way.

        Raises:
            ContractError: ``session_not_found``; ``invalid_state`` unless it runs.
        """
        self._switch(session_id, "running", "paused", "pause")

    def resume(self, session_id: str) -> None:
        """Go on after a rest.

        Raises:
            ContractError: ``session_not_found``; ``invalid_state`` unless it rests.
        """
        self._switch(session_id, "paused", "running", "resume")

    def set_speed(self, session_id: str, speed: SpeedMultiplier) -> None:
        """Change the pacing, now or for the next training; the mathematics stay.

        Raises:
            ContractError: ``session_not_found``.
        """
        record = self.get(session_id)
        with record.room.lock:
            record.speed = speed
            self._order(record, "speed", speed=speed)
            record.room.publish("speed_changed", speed_multiplier=speed)

    def stop(self, session_id: str) -> None:
        """End the training within a second, keeping what it showed.

        Raises:
            ContractError: ``session_not_found``; ``invalid_state`` unless it trains, rests or
            waits.
        """
        record = self.get(session_id)
        with record.room.lock:
            if record.wanted not in ALIVE:
                raise self._refused(record, "stop", "There is nothing to stop")
        self._halt(record, "user_requested")

    def frames_changed(self, session_id: str) -> None:
        """Somebody began or ceased to watch attention as frames."""
        record = self._sessions.get(session_id)
        if record is not None and record.run is not None:
            record.run.send("frames", on=self.emitter.frames_wanted(session_id))

    def _switch(self, session_id: str, expected: str, wanted: Any, order: str) -> None:
        record = self.get(session_id)
        with record.room.lock:
            if record.wanted != expected:
                raise self._refused(record, order, f"Only a {expected} one can {order}")
            record.wanted = wanted
            self._order(record, order)

    def _order(self, record: SessionRecord, order: str, **fields: Any) -> None:
        """Give an order to the worker, or keep it until there is one."""
        if record.run is not None:
            record.run.send(order, **fields)
        elif record.wanted in ALIVE:
            record.orders.append((order, fields))

    def _refused(self, record: SessionRecord, verb: str, advice: str) -> ContractError:
        return ContractError(
            "invalid_state",
            f"This session is {record.wanted}, so it cannot {verb}. {advice}.",
            field="status",
            value=record.wanted,
        )

    # ---- one training ---------------------------------------------------------------------------

    def _begin(self, record: SessionRecord, *, step_first: bool) -> bool:
        with self._lock, record.room.lock:
            if record.wanted in ALIVE:
                raise self._refused(record, "start", "Stop it first")
            record.reset()
            busy = sum(s.status in ("running", "paused") for s in self._sessions.values())
            record.wanted = "running"
            if busy >= self._max_running:
                record.status = "queued"
                record.orders.append(("_step_first", {})) if step_first else None
                self._queue.append(record)
                self._tell_queue()
                return True
            self._launch(record, step_first)
            return False

    def _launch(self, record: SessionRecord, step_first: bool) -> None:
        record.status = "running"
        record.wanted = "paused" if step_first else "running"
        record.started_at = now()
        record.room.publish("training_started")
        threading.Thread(
            target=self._train, args=(record, record.training_id, step_first), daemon=True
        ).start()

    def _train(self, record: SessionRecord, training_id: int, step_first: bool) -> None:
        """The background task of one training: start it, read it to its end, admit the next."""
        reader = RunReader(record)
        try:
            self._read(record, training_id, reader, step_first)
        except WorkerGone as failure:
            self._fail(record, training_id, reader, "worker_lost", LOST.format(how=failure))
        except WorkerSilent as failure:
            how = f"it hung ({failure})"
            self._fail(record, training_id, reader, "worker_lost", LOST.format(how=how))
        except Exception:
            log.exception("reading the training of session %s failed", record.id)
            sentence = "The server failed to follow this training. Press Replay to start again."
            self._fail(record, training_id, reader, "training_failed", sentence)
        finally:
            with record.room.lock:
                if record.training_id == training_id:
                    record.run = None
                    record.ended.set()
            self._admit()

    def _read(
        self, record: SessionRecord, training_id: int, reader: RunReader, step_first: bool
    ) -> None:
        d = record.definition
        job = Job(
            text=d.source.text,
            model=d.model.model_dump(),
            training=d.training.model_dump(),
            seed=d.seed,
            device=d.device,
            probe_text=d.probe_text,
            speed=record.speed,
            frames=self.emitter.frames_wanted(record.id),
            step_first=step_first,
            faults=d.faults,
        )
        run = self._engine.start(job)
        with record.room.lock:
            if record.training_id != training_id or record.wanted not in ALIVE:
                run.kill()
                return
            record.run = run
            for order, fields in record.orders:
                run.send(order, **fields)
            record.orders = []
        for message in run.events():
            with record.room.lock:
                if record.training_id != training_id:
                    run.kill()
                    return
                record.touched_s = time.monotonic()
                if message.kind in ENDINGS:
                    record.run = None
                reader.take(message)
        if record.status == "completed" and d.feature_type == "style_transfer":
            self._report_style(record, training_id)

    def _fail(
        self,
        record: SessionRecord,
        training_id: int,
        reader: RunReader,
        kind: ErrorType,
        sentence: str,
    ) -> None:
        with record.room.lock:
            if record.training_id == training_id and record.wanted in ALIVE:
                reader.fail(kind, sentence)

    def _report_style(self, record: SessionRecord, training_id: int) -> None:
        report = self._questions.style(record)
        with record.room.lock:
            if report is not None and record.training_id == training_id:
                record.style = report
                record.room.publish("style_metrics", **dict(report))

    def _halt(self, record: SessionRecord, reason: StopReason) -> None:
        """End whatever is under way: ask, and after `STOP_S` no longer ask."""
        with self._lock, record.room.lock:
            if record in self._queue:
                self._queue.remove(record)
                record.queue_position = record.estimated_start_s = None
                RunReader(record).stop(reason)
                self._tell_queue()
                return
            if record.wanted not in ALIVE:
                return
            record.wanted = "stopped"
            run, ended = record.run, record.ended
            if run is not None:
                run.send("stop")
        if run is None or not ended.wait(STOP_S):
            self._abandon(record, run, reason)

    def _abandon(self, record: SessionRecord, run: Any, reason: StopReason) -> None:
        """The worker did not stop in time, or was not there yet: end without it."""
        with record.room.lock:
            if record.status not in ALIVE:
                return
            record.training_id += 1
            record.run = None
            record.ended.set()
            RunReader(record).stop(reason)
        if run is not None:
            run.kill()

    # ---- the queue ------------------------------------------------------------------------------

    def _admit(self) -> None:
        """Start whoever waits longest, while there is room."""
        with self._lock:
            while self._queue:
                busy = [s for s in self._sessions.values() if s.status in ("running", "paused")]
                if len(busy) >= self._max_running:
                    break
                record = self._queue.pop(0)
                with record.room.lock:
                    record.queue_position = record.estimated_start_s = None
                    step_first = ("_step_first", {}) in record.orders
                    record.orders = [o for o in record.orders if o[0] != "_step_first"]
                    self._launch(record, step_first)
            self._tell_queue()

    def _tell_queue(self) -> None:
        """Tell those who wait where they stand, when that changed."""
        trains = (s for s in self._sessions.values() if s.status in ("running", "paused"))
        ends_s = sorted(s.remaining_s() for s in trains)
        for index, record in enumerate(self._queue):
            position = index + 1
            if record.queue_position == position:
                continue
            rounds, place = divmod(index, len(ends_s)) if ends_s else (0, 0)
            estimate_s = ends_s[place] * (rounds + 1) if ends_s else 0.0
            record.queue_position, record.estimated_start_s = position, estimate_s
            record.room.publish("training_queued", position=position, estimated_start_s=estimate_s)

    def _state_payload(self, session_id: str) -> dict[str, Any] | None:
        record = self._sessions.get(session_id)
        if record is None:
            return None
        with record.room.lock:
            return record.state().wire()
