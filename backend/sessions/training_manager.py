"""Every session of this server: creating, commanding, expiring.

One state machine a session. Commands are judged against what was last wanted, under the session's
lock, and travel to the worker in order; what the world is told changes when the worker confirms.
One background task a training reads the worker's messages. Nothing here trains, blocks for long, or
knows HTTP.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from backend.contract.config import SpeedMultiplier
from backend.contract.errors import ContractError
from backend.contract.events import StopReason
from backend.contract.rest import CreateSession, Session, SessionList, Status
from backend.engine.pool import Engine, Run
from backend.sessions.metrics_emitter import MetricsEmitter, Transport
from backend.sessions.places import Places
from backend.sessions.questions import Questions
from backend.sessions.record import ALIVE, SessionRecord, now
from backend.sessions.room import Room
from backend.sessions.run_reader import RunReader
from backend.sessions.setup import define
from backend.sessions.texts import TextStore
from backend.sessions.training_task import TrainingTask
from backend.sessions.weight_budget import WeightBudget
from backend.training.presets import PRESETS

log = logging.getLogger(__name__)
#: A worker that has not stopped by then is ended.
STOP_S = 0.9
_HOUSEKEEPING_S = 15.0


class TrainingManager:
    """The registry and its commands.

    Args:
        engine: where trainings run.
        texts: what they learn from.
        questions: asks past models; used for the style report at the end of a style session.
        transport: the way to clients.
        max_running: how many may train or rest at once; more wait.
        max_sessions: how many are kept.
        weights_bytes: what the weights that all of them keep may take together.
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
        weights_bytes: int,
        idle_s: float,
    ) -> None:
        self._engine = engine
        self._texts = texts
        self._questions = questions
        self._max_sessions = max_sessions
        self._idle_s = idle_s
        self._sessions: dict[str, SessionRecord] = {}
        self._lock = threading.RLock()
        self._places = Places(self._sessions, self._lock, max_running, self._launch)
        self._weight_budget = WeightBudget(self._sessions, weights_bytes)
        self.emitter = MetricsEmitter(transport, self._with_state)

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
        mine = [s for s in list(self._sessions.values()) if s.definition.owner == owner]
        return SessionList(sessions=[s.standing() for s in mine])

    def counts(self) -> dict[str, int]:
        """How many sessions exist, train and wait."""
        running = sum(s.status == "running" for s in list(self._sessions.values()))
        return {"total": len(self._sessions), "running": running, "queued": self._places.waiting}

    # ---- creating and ending --------------------------------------------------------------------

    def create(self, request: CreateSession, owner: str, faults: dict[str, int]) -> Session:
        """Set up a session; trains nothing yet.

        Raises:
            ContractError: whatever is wrong with the request, or ``too_many_sessions``.
        """
        source = self._texts.get(request.dataset_id)
        definition = define(request, source, owner, self._engine, faults)
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
        while not self._forget(record):
            self._halt(record, reason)

    def _forget(self, record: SessionRecord) -> bool:
        """Forget a session, unless a training of it is alive. Returns whether it is gone."""
        with self._lock, record.room.lock:
            if record.status in ALIVE:
                return False
            if self._sessions.pop(record.id, None) is not None:
                record.room.publish("session_removed")
                self.emitter.forget_session(record.id)
                self._texts.release(record.definition.source.dataset_id)
            return True

    def keep_house(self) -> None:
        """Expire now and then, for ever. Trainings that are running or waiting never expire."""
        while True:
            time.sleep(min(_HOUSEKEEPING_S, self._idle_s / 2))
            try:
                self.expire()
            except Exception:
                log.exception("expiring what nobody uses failed")

    def expire(self) -> None:
        """Forget what nobody used for too long."""
        limit_s = time.monotonic() - self._idle_s
        for record in list(self._sessions.values()):
            if record.status not in ("running", "queued") and record.touched_s < limit_s:
                self.remove(record, "expired")
        self._texts.expire()

    def shutdown(self) -> None:
        """Tell every room that its training ends with the server."""
        with self._lock:
            self._places.close()
            for record in self._sessions.values():
                with record.room.lock:
                    if record.status in ALIVE:
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
        with self._lock, record.room.lock:
            if record.wanted == "paused" and record.status != "queued":
                self._order(record, "step")
            elif record.wanted in ALIVE:
                raise self._refused(record, "take a single step", "Pause it first")
            else:
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
            if record.run is not None:  # else the task tells the worker when there is one
                record.run.send("speed", speed=speed)
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
        if record is not None:
            with record.room.lock:
                if record.run is not None:  # else the task tells the worker when there is one
                    record.run.send("frames", on=self.emitter.frames_wanted(session_id))

    def _switch(self, session_id: str, expected: Status, wanted: Status, order: str) -> None:
        record = self.get(session_id)
        with self._lock, record.room.lock:
            if record.wanted != expected or record.status == "queued":
                raise self._refused(record, order, f"Only a {expected} one can {order}")
            record.wanted = wanted
            self._order(record, order)

    def _order(self, record: SessionRecord, order: str) -> None:
        """Give an order to the worker, or keep it until there is one."""
        if record.run is not None and not record.parking:
            record.run.send(order)
        else:
            record.orders.append(order)
            self._places.unpark(record)

    def _refused(self, record: SessionRecord, verb: str, advice: str) -> ContractError:
        state: str = "queued" if record.status == "queued" else record.wanted
        if record.status in ALIVE and record.wanted not in ALIVE:
            state, advice = "stopping", "Wait a moment"
        return ContractError(
            "invalid_state",
            f"This session is {state}, so it cannot {verb}. {advice}.",
            field="status",
            value=state,
        )

    # ---- one training ---------------------------------------------------------------------------

    def _begin(self, record: SessionRecord, *, step_first: bool) -> bool:
        with self._lock, record.room.lock:
            self.get(record.id)  # it may have been deleted meanwhile
            if record.wanted in ALIVE or record.status in ALIVE:
                raise self._refused(record, "start", "Stop it first")
            record.reset()
            record.wanted = "paused" if step_first else "running"
            return self._places.take(record)

    def _launch(self, record: SessionRecord) -> None:
        """Give a session its place: from scratch, or from where it was parked."""
        record.queue_position = record.estimated_start_s = None
        if record.parked is None:
            record.started_at = now()
            record.room.publish("training_started")
        # A parked session is told to be running by its worker, when it is.
        record.status = "paused" if record.parked is not None else "running"
        record.ended.clear()
        task = TrainingTask(
            record,
            self._engine,
            self.emitter,
            self._questions,
            on_weights=self._weight_budget.keep,
            on_end=self._places.admit,
        )
        threading.Thread(target=task.run, daemon=True).start()

    def _halt(self, record: SessionRecord, reason: StopReason) -> None:
        """End whatever is under way: ask, and after `STOP_S` no longer ask."""
        with self._lock, record.room.lock:
            if self._places.leave_queue(record):
                RunReader(record).stop(reason)
                return
            if record.wanted in ALIVE:
                record.wanted, record.reason = "stopped", reason
                if record.run is not None:
                    record.run.send("stop")
            run, ended, training_id = record.run, record.ended, record.training_id
        if run is not None:
            ended.wait(STOP_S)
        self._abandon(record, run, training_id)

    def _abandon(self, record: SessionRecord, run: Run | None, training_id: int) -> None:
        """End without the worker, if it did not stop in time, was parked, or never there."""
        with record.room.lock:
            if record.status not in ALIVE or record.training_id != training_id:
                return
            record.training_id += 1
            record.run = None
            record.ended.set()
            RunReader(record).stop(record.reason)
        if run is not None:
            run.kill()
        self._places.admit()

    def _with_state(self, session_id: str, use: Callable[[dict[str, Any]], None]) -> None:
        record = self._sessions.get(session_id)
        if record is not None:
            with record.room.lock:
                use(record.state().wire())
