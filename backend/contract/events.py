"""Every Socket.IO event of namespace ``/``, in both directions.

`SERVER_EVENTS` and `CLIENT_EVENTS` map names to payload models; the generators and the tests walk
them, so an event that is not here does not exist.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from backend.contract.ask import GenerateRequest, InspectRequest
from backend.contract.base import Loss, Quality, RequestModel, Step, WireModel
from backend.contract.config import EngineName, SpeedMultiplier
from backend.contract.errors import Detail, ErrorType
from backend.contract.rest import (
    HeadJob,
    SessionState,
    Tokens,
    omitted_when_none,
    whole_number,
)
from backend.contract.style import StyleReport

StopReason = Literal["user_requested", "deleted", "expired", "shutdown"]
AttentionMode = Literal["snapshots", "frames"]


# ---- client to server ---------------------------------------------------------------------------


class SessionRef(RequestModel):
    """Payload of every command that needs nothing but to know which session."""

    session_id: str


class Join(SessionRef):
    """Enter a session's room, with the last `seq` already seen when coming back."""

    attention: AttentionMode = "snapshots"
    since: Annotated[int, Field(ge=0)] | None = None


class SetSpeed(SessionRef):
    """Change the pacing; 0 is Max."""

    speed_multiplier: Annotated[SpeedMultiplier, BeforeValidator(whole_number)]


class FrameAck(SessionRef):
    """Credit for one more attention frame."""

    step: Step


class InspectEvent(InspectRequest, SessionRef):
    """`inspect` over the socket."""


class GenerateEvent(GenerateRequest, SessionRef):
    """`generate` over the socket."""


CLIENT_EVENTS: dict[str, type[RequestModel]] = {
    "join": Join,
    "leave": SessionRef,
    "start_training": SessionRef,
    "pause_training": SessionRef,
    "resume_training": SessionRef,
    "stop_training": SessionRef,
    "step_training": SessionRef,
    "set_speed": SetSpeed,
    "inspect": InspectEvent,
    "generate": GenerateEvent,
    "frame_ack": FrameAck,
}


class Refusal(WireModel):
    """Acknowledgement of a client event that failed."""

    ok: Literal[False] = False
    error_type: ErrorType
    message: str
    field: str | None = None
    limit: Detail = None
    value: Detail = None


# ---- server to client ---------------------------------------------------------------------------


class JoinedRoom(WireModel):
    """To the caller: it is in the room."""

    session_id: str


class RoomEvent(WireModel):
    """What every event of a session carries."""

    session_id: str
    timestamp: Annotated[float, Field(description="Unix seconds")]
    seq: Annotated[int, Field(ge=0)]


class TrainingQueued(RoomEvent):
    """The run waits for a worker; sent again when the position changes."""

    position: Annotated[int, Field(ge=1)]
    estimated_start_s: float


class TrainingStarted(RoomEvent):
    """First event of a training."""


class EngineChosen(RoomEvent):
    """The process that trains says what does the iterations, and why it is not compiled code."""

    engine: EngineName
    engine_reason: str


class TrainingProgress(RoomEvent):
    """Mini-batch losses since the last progress event, none left out."""

    step: Step
    steps: list[int]
    train_losses: list[Loss]
    iters_per_sec: float
    learning_rate: float
    grad_norm: float | None


class TrainingMetrics(RoomEvent):
    """A checkpoint's estimates, without gradients."""

    step: Step
    train_loss: Loss
    val_loss: Loss


class GeneratedSample(RoomEvent):
    """What the model writes at a checkpoint."""

    step: Step
    text: str
    prompt: str
    quality: Quality


class AttentionSnapshot(RoomEvent):
    """One head's attention on the probe text at a checkpoint."""

    step: Step
    layer: int
    head: int
    matrix: Annotated[list[list[float]], Field(description="T x T; rows look and sum to 1")]
    tokens: Tokens


class HeadsMeasured(RoomEvent):
    """What every head does at a step whose weights are kept: one more stop of the time machine.

    Comes before the other events of a checkpoint: whoever is told of one can ask about it.
    """

    step: Step
    heads: list[HeadJob]
    snapshot_bytes: Annotated[int, Field(ge=0, description="that all weights kept now take")]


class AttentionFrame(RoomEvent):
    """All heads at once, one byte a weight: layer-major, then head, row, column; 255 is 1.0."""

    step: Step
    n_layer: int
    n_head: int
    size: Annotated[int, Field(description="T")]
    tokens: Tokens
    weights: Annotated[bytes, Field(json_schema_extra={"tsType": "ArrayBuffer"})]

    def wire(self) -> dict[str, Any]:
        """JSON-ready values, but for the weights, which travel as they are."""
        return self.model_dump(by_alias=True)


class TrainingPaused(RoomEvent):
    """The run rests."""

    current_step: Step


class TrainingResumed(RoomEvent):
    """The run goes on."""

    current_step: Step


class SpeedChanged(RoomEvent):
    """The pacing is another."""

    speed_multiplier: SpeedMultiplier


class TrainingStopped(RoomEvent):
    """The run ended before its last step."""

    reason: StopReason
    current_step: Step


class TrainingCompleted(RoomEvent):
    """The run reached its end; training time counts no pauses."""

    final_train_loss: Loss
    final_val_loss: Loss
    best_step: int | None
    total_time_seconds: float
    diverged: bool


class StyleMetrics(RoomEvent, StyleReport):
    """The comparison with the person's own text, at the completion of a style session."""


class SessionRemoved(RoomEvent):
    """The session is gone, by deletion or expiry."""


class ErrorEvent(WireModel):
    """To a room when its run failed, to a caller when its request did."""

    error_type: ErrorType
    message: str
    session_id: omitted_when_none(str)  # type: ignore[valid-type]
    timestamp: omitted_when_none(float)  # type: ignore[valid-type]
    seq: omitted_when_none(int)  # type: ignore[valid-type]
    field: omitted_when_none(str)  # type: ignore[valid-type]
    limit: omitted_when_none(Detail)  # type: ignore[valid-type]
    value: omitted_when_none(Detail)  # type: ignore[valid-type]


SERVER_EVENTS: dict[str, type[WireModel]] = {
    "joined_room": JoinedRoom,
    "session_state": SessionState,
    "training_queued": TrainingQueued,
    "training_started": TrainingStarted,
    "engine_chosen": EngineChosen,
    "training_progress": TrainingProgress,
    "training_metrics": TrainingMetrics,
    "generated_sample": GeneratedSample,
    "attention_snapshot": AttentionSnapshot,
    "attention_frame": AttentionFrame,
    "heads_measured": HeadsMeasured,
    "training_paused": TrainingPaused,
    "training_resumed": TrainingResumed,
    "speed_changed": SpeedChanged,
    "training_stopped": TrainingStopped,
    "training_completed": TrainingCompleted,
    "style_metrics": StyleMetrics,
    "session_removed": SessionRemoved,
    "error": ErrorEvent,
}
#: Room events that a slow client may be spared: the newest wins, losses are merged.
SKIPPABLE = frozenset({"training_progress", "attention_frame"})
