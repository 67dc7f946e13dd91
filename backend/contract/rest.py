"""Requests and answers of the REST calls.

Owns shapes only: no defaults that depend on a preset, no look-ups. Every answer model is what the
server sends, field by field; every request model refuses what it does not know.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AwareDatetime,
    BeforeValidator,
    Field,
    PlainValidator,
    WithJsonSchema,
    create_model,
)

from backend.contract.base import Loss, Probability, Quality, RequestModel, Step, WireModel
from backend.contract.config import (
    Device,
    EngineName,
    FeatureType,
    ModelConfig,
    ModelFields,
    SpeedMultiplier,
    TrainingConfig,
)
from backend.contract.style import StyleReport

Status = Literal["idle", "queued", "running", "paused", "stopped", "completed", "error"]
MAX_TEXT = 50_000
MAX_PROMPT = 2_000
SEED_LIMIT = 2**53 - 1


def whole_number(value: Any) -> Any:
    """Accept 2.0 for 2, as JavaScript and the design document write speeds; refuse true for 1."""
    if isinstance(value, bool):
        raise ValueError("A speed is a number, not true or false")
    is_whole = isinstance(value, float) and value.is_integer() and abs(value) <= SEED_LIMIT
    return int(value) if is_whole else value


def omitted_when_none(annotation: Any, **field: Any) -> Any:
    """An optional part of an answer that is left out, rather than sent as null."""
    return Annotated[
        annotation | None, Field(default=None, exclude_if=lambda value: value is None, **field)
    ]


def _partial(name: str, source: type[RequestModel], doc: str) -> type[RequestModel]:
    """The same fields, types and bounds as `source`, every one optional."""
    fields: dict[str, Any] = {}
    for key, info in source.model_fields.items():
        bounded: Any = (
            Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
        )
        fields[key] = (bounded | None, None)
    model: type[RequestModel] = create_model(name, __base__=RequestModel, __doc__=doc, **fields)
    return model


HyperparameterOverrides = _partial(
    "HyperparameterOverrides", TrainingConfig, "Recipe fields that override the preset's."
)
ModelOverrides = _partial(
    "ModelOverrides", ModelFields, "Architecture fields that override the preset's."
)

#: The characters of a probe or prompt, one string each.
Tokens = list[str]
Seed = Annotated[int, Field(ge=0, le=SEED_LIMIT)]
Speed = Annotated[SpeedMultiplier, BeforeValidator(whole_number)]


# ---- health, data sets, presets ---------------------------------------------------------------


class SessionCounts(WireModel):
    """How many sessions exist, train and wait."""

    total: int
    running: int
    queued: int


class WorkerCounts(WireModel):
    """How many training processes are idle and warm, busy, and allowed at most."""

    ready: int
    busy: int
    limit: int


class Health(WireModel):
    """Answer of ``GET /api/health``.

    engine is what was built for training on the CPU, engine_reason why that is not compiled code;
    which one trains a run is told by the run.
    """

    status: Literal["ok"]
    version: str
    device: str
    engine: EngineName
    engine_reason: str
    sessions: SessionCounts
    workers: WorkerCounts


class ReferenceLosses(WireModel):
    """What counting alone reaches on the validation part, in nats per character."""

    uniform: float
    unigram: float
    bigram: float
    trigram: float


class Dataset(WireModel):
    """A bundled text; counts are measured from the built file."""

    name: str
    display_name: str
    description: str
    char_count: int
    vocab_size: int
    word_count: int
    file_path: str
    source: str
    licence: str
    credit: str
    reference_losses: ReferenceLosses


class DatasetList(WireModel):
    """Answer of ``GET /api/datasets``."""

    datasets: list[Dataset]


class DatasetText(WireModel):
    """Answer of ``GET /api/datasets/{id}/text``: a person's own text after cleaning."""

    dataset_id: str
    text: str


class UserDataset(WireModel):
    """Answer of an upload or a pasted text."""

    dataset_id: str
    filename: str
    encoding: str
    char_count: int
    vocab_size: int
    word_count: int
    text_preview: str
    filtered_chars: int
    direction: Annotated[
        Literal["ltr", "rtl"], Field(description="the way most of its letters are read")
    ]
    advice: Annotated[
        str | None, Field(description="what to expect of this text, where it is not the usual")
    ]
    reference_losses: ReferenceLosses


def _raw_text(value: Any) -> str:
    """Any string, lone surrogates included: cleaning filters and counts them."""
    if not isinstance(value, str):
        raise ValueError("text must be a string")
    return value


RawText = Annotated[str, PlainValidator(_raw_text), WithJsonSchema({"type": "string"})]


class FromText(RequestModel):
    """Body of ``POST /api/datasets/from-text``."""

    text: RawText


class DocumentRequest(RequestModel):
    """Body of ``POST /api/documents``: a text to take home as a file, 1 to 50,000 characters."""

    text: RawText
    format: Literal["docx"]


class Expectation(WireModel):
    """What a preset reached when it was measured."""

    val_loss: float
    seconds: float
    dataset: str


class TextFit(WireModel):
    """What a preset changes for a short and a long text, where a request does not say otherwise.

    On a text of fewer than `characters_per_context` times block_size characters the context is as
    many times shorter (at least its lower bound) and the batch longer. From `long_text` characters
    on, input_noise is `long_text_noise`. On a longer text the batch is larger, by its own size for
    each `characters_per_batch` characters up to `most_batches` times.
    """

    characters_per_context: int
    long_text: int
    long_text_noise: float
    characters_per_batch: int
    most_batches: int


class Preset(WireModel):
    """A named architecture and recipe."""

    name: str
    title: str
    description: str
    model: ModelFields
    training: TrainingConfig
    fit: TextFit | None
    speed_multiplier: SpeedMultiplier
    parameter_count: int
    expected: Expectation


class PresetList(WireModel):
    """Answer of ``GET /api/presets``."""

    presets: list[Preset]


# ---- sessions -----------------------------------------------------------------------------------


class CreateSession(RequestModel):
    """Body of ``POST /api/sessions/create``; what is given overrides the preset field by field."""

    feature_type: FeatureType
    dataset_id: Annotated[str, Field(max_length=100)]
    preset: Annotated[str, Field(max_length=100)] | None = None
    hyperparameters: HyperparameterOverrides | None = None  # type: ignore[valid-type]
    model: ModelOverrides | None = None  # type: ignore[valid-type]
    seed: Seed | None = None
    speed_multiplier: Speed | None = None
    device: Device = "auto"
    probe_text: Annotated[str, Field(max_length=MAX_PROMPT)] | None = None


class Parameter(WireModel):
    """One row of the parameter table."""

    name: str
    shape: list[int]
    count: int


class SessionCore(WireModel):
    """What a session and its status both tell.

    engine is null until the process that trains has said which one it uses; engine_reason says why
    that is not compiled code, or nothing.
    """

    session_id: str
    status: Status
    feature_type: FeatureType
    dataset_id: str
    dataset_title: str
    preset: str
    parameter_count: int
    speed_multiplier: SpeedMultiplier
    engine: EngineName | None
    engine_reason: str
    created_at: AwareDatetime


class Session(SessionCore):
    """Answer of ``POST /api/sessions/create``: everything that defines a run."""

    model_config_: Annotated[ModelConfig, Field(alias="model_config")]
    training_config: TrainingConfig
    parameters: list[Parameter]
    reference_losses: ReferenceLosses
    device: str
    seed: int
    probe_text: str


class SessionStatus(SessionCore):
    """Answer of ``GET /api/sessions/{id}``: how far a run is."""

    current_iter: Step
    max_iters: int
    progress: Probability
    iters_per_sec: float
    diverged: bool
    queue_position: omitted_when_none(int)  # type: ignore[valid-type]
    estimated_start_s: omitted_when_none(float)  # type: ignore[valid-type]
    started_at: omitted_when_none(AwareDatetime)  # type: ignore[valid-type]
    completed_at: omitted_when_none(AwareDatetime)  # type: ignore[valid-type]
    total_time_seconds: omitted_when_none(float)  # type: ignore[valid-type]
    error_message: omitted_when_none(str)  # type: ignore[valid-type]


class SessionList(WireModel):
    """Answer of ``GET /api/sessions``: the sessions of the caller's own browser."""

    sessions: list[SessionStatus]


class Deleted(WireModel):
    """Answer of ``DELETE /api/sessions/{id}``."""

    message: Literal["Session terminated"]
    session_id: str


class LossPoint(WireModel):
    """The two estimates of a checkpoint."""

    step: Step
    train_loss: Loss
    val_loss: Loss


class ProgressHistory(WireModel):
    """Mini-batch losses of a run so far, at most 2,000 points with the extremes kept."""

    steps: list[int]
    train_losses: list[Loss]


class SamplePoint(WireModel):
    """What the model wrote at a checkpoint."""

    step: Step
    text: str
    prompt: str
    quality: Quality


class HeadMatrix(WireModel):
    """One head's attention: rows look, columns are looked at."""

    layer: int
    head: int
    matrix: list[list[float]]


HeadLabel = Literal[
    "previous_character",
    "same_character",
    "first_position",
    "word_start",
    "separators",
    "recent_characters",
    "positional",
    "induction",
    "diffuse",
    "mixed",
]


class HeadScores(WireModel):
    """How much of its attention a head spends on each job, measured on the probe text; 0 to 1."""

    previous_character: Probability
    same_character: Probability
    first_position: Probability
    word_start: Probability
    separators: Probability
    recent_characters: Probability
    positional: Probability
    induction: Probability
    diffuse: Probability


class HeadJob(WireModel):
    """What a head does, in a word, and by how much; ``mixed`` where no job stands out."""

    layer: int
    head: int
    label: HeadLabel
    score: Annotated[
        Probability, Field(description="the label's own; for mixed the highest but diffuse")
    ]
    scores: HeadScores


class MeasuredHeads(WireModel):
    """Every head's job at a step whose weights are kept."""

    step: Step
    heads: list[HeadJob]


class AttentionState(WireModel):
    """Attention of every head on the session's probe text at one step."""

    step: Step
    n_layer: int
    n_head: int
    tokens: Tokens
    heads: list[HeadMatrix]


class SessionState(Session, SessionStatus):
    """The whole story of a session: what it is, how far it is, and all it has shown."""

    seq: Annotated[int, Field(ge=0)]
    loss_history: list[LossPoint]
    progress: ProgressHistory  # type: ignore[assignment]  # takes the place of the status's fraction
    samples: list[SamplePoint]
    attention: AttentionState | None
    snapshot_steps: list[int]
    snapshot_bytes: Annotated[int, Field(ge=0, description="that the weights kept take")]
    head_history: list[MeasuredHeads]
    best_step: omitted_when_none(int)  # type: ignore[valid-type]
    style_metrics: omitted_when_none(StyleReport)  # type: ignore[valid-type]
    attention_history: omitted_when_none(  # type: ignore[valid-type]
        list[AttentionState], description="of every kept checkpoint; only where it was asked for"
    )
