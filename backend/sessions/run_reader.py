"""What a worker says becomes what a session shows: state, history, and events for the room.

One `RunReader` lives as long as one training. It gives no orders and knows no clients.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from backend.contract.errors import ErrorType
from backend.contract.events import StopReason
from backend.contract.rest import MeasuredHeads, Status
from backend.engine.channel import Message
from backend.sessions.history import Attention
from backend.sessions.record import SessionRecord, now

#: Python holds a number of a matrix row in about this many bytes.
_BYTES_PER_WEIGHT = 32
#: And a head's label and scores.
_BYTES_PER_HEAD = 1500

FAILURES: dict[str, str] = {
    "out_of_memory": "This run needed more memory than there is. Try a smaller batch, a shorter "
    "context or a smaller model; for your own text, less than 1,000 words.",
    "training_failed": "The training stopped because of an error of ours. Press Replay to try "
    "again; what it showed so far is kept.",
}
DIVERGED = (
    "The loss stopped being a number at step {step}: the steps were too large and the weights ran "
    "away. Try a learning rate below {rate:g}."
)


class RunReader:
    """Applies the messages of one training to its session.

    Args:
        session: the session; its room's lock must be held when `take` is called.
    """

    def __init__(self, session: SessionRecord) -> None:
        self._session = session
        self._room = session.room
        self._handlers: dict[str, Callable[[Message], None]] = {
            "engine": self._engine,
            "progress": self._progress,
            "checkpoint": self._checkpoint,
            "sample": self._sample,
            "attention": self._attention,
            "frame": self._frame,
            "weights": self._weights,
            "paused": self._paused,
            "resumed": self._resumed,
            "completed": self._completed,
            "stopped": self._stopped,
            "parked": self._parked,
            "failed": self._failed,
        }

    def take(self, message: Message) -> None:
        """Apply one message."""
        with self._room.at(message.sent_s):
            self._handlers[message.kind](message)

    def fail(self, error_type: ErrorType, sentence: str) -> None:
        """End the session with an error that a person understands; its history stays."""
        s = self._session
        self._end("error")
        s.error_message = sentence
        self._room.publish("error", error_type=error_type, message=sentence)

    def stop(self, reason: StopReason) -> None:
        """End the session because somebody wanted it to."""
        self._end("stopped")
        s = self._session
        self._room.publish("training_stopped", reason=reason, current_step=s.current_iter)

    def _end(self, status: Status) -> None:
        s = self._session
        s.status = s.wanted = status
        s.completed_at = now()
        s.queue_position = s.estimated_start_s = None
        s.parking, s.parked = False, None

    def _engine(self, message: Message) -> None:
        s = self._session
        s.engine, s.engine_reason = message["engine"], message["engine_reason"]
        self._room.publish("engine_chosen", **message.fields)

    def _progress(self, message: Message) -> None:
        s = self._session
        s.current_iter = message["step"]
        s.iters_per_sec = message["iters_per_sec"]
        s.history.add_progress(message["steps"], message["train_losses"])
        self._room.publish("training_progress", **message.fields)

    def _checkpoint(self, message: Message) -> None:
        self._session.history.add_losses(**message.fields)
        self._room.publish("training_metrics", **message.fields)

    def _sample(self, message: Message) -> None:
        self._session.history.samples.append(message.fields)
        self._room.publish("generated_sample", **message.fields)

    def _attention(self, message: Message) -> None:
        attention = Attention.from_bytes(**message.fields, blob=message.blob)
        self._session.history.add_attention(attention)
        n_layer, n_head, size = attention.weights.shape[:3]
        for layer in range(n_layer):
            for head in range(n_head):
                build = partial(_snapshot, attention, layer, head)
                self._room.publish_built(
                    "attention_snapshot", build, size * size * _BYTES_PER_WEIGHT
                )

    def _frame(self, message: Message) -> None:
        size = len(message["tokens"])
        self._room.publish("attention_frame", **message.fields, size=size, weights=message.blob)

    def _weights(self, message: Message) -> None:
        history = self._session.history
        measured = history.add_weights(MeasuredHeads.model_validate(message.fields), message.blob)
        fields = {**dict(measured), "snapshot_bytes": history.weights_bytes}
        size_bytes = len(measured.heads) * _BYTES_PER_HEAD
        self._room.publish_built("heads_measured", lambda: fields, size_bytes)

    def _paused(self, message: Message) -> None:
        self._session.status = "paused"
        self._room.publish("training_paused", current_step=message["step"])

    def _resumed(self, message: Message) -> None:
        self._session.status = "running"
        self._room.publish("training_resumed", current_step=message["step"])

    def _completed(self, message: Message) -> None:
        s = self._session
        self._end("completed")
        s.diverged = message["diverged"]
        s.total_time_s = message["seconds"]
        s.history.best_step = message["best_step"]
        if s.diverged:
            rate = s.definition.training.learning_rate
            s.error_message = DIVERGED.format(step=message["step"], rate=rate)
            self._room.publish("error", error_type="diverged", message=s.error_message)
        self._room.publish(
            "training_completed",
            final_train_loss=message["train_loss"],
            final_val_loss=message["val_loss"],
            best_step=message["best_step"],
            total_time_seconds=message["seconds"],
            diverged=s.diverged,
        )

    def _stopped(self, message: Message) -> None:
        self._session.current_iter = message["step"]
        self.stop(self._session.reason)

    def _parked(self, message: Message) -> None:
        self._session.parking = False
        self._session.parked = message.blob
        self._session.spent_s = message["spent_s"]

    def _failed(self, message: Message) -> None:
        kind: ErrorType = message["error_type"]
        self.fail(kind, FAILURES[kind])


def _snapshot(attention: Attention, layer: int, head: int) -> dict[str, Any]:
    """The payload of one head's checkpoint attention."""
    fields = {"step": attention.step, "layer": layer, "head": head}
    return {**fields, "matrix": attention.matrix(layer, head), "tokens": list(attention.tokens)}
