"""The two halves of a run's configuration, with their bounds: the architecture and the recipe.

The single truth for field names, defaults and limits, used by the trainer, the server's validation
and, through the generated types, the page. Defaults are the design's architecture and the ``tuned``
recipe.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from backend.contract.base import RequestModel

Position = Literal["learned", "relative", "rotary", "none"]
Norm = Literal["layernorm", "rmsnorm", "plain_rmsnorm", "none"]
StreamNorm = Literal["last", "first"]
Activation = Literal["relu", "relu2", "gelu"]
Decay = Literal["cosine", "linear", "trapezoid", "constant"]
Optimizer = Literal["adamw", "muon"]
Device = Literal["auto", "cpu", "mps", "cuda"]
EngineName = Literal["fused", "pytorch"]
FeatureType = Literal["watch_learn", "attention_cinema", "style_transfer"]
SpeedMultiplier = Literal[1, 2, 5, 10, 0]

#: Above this many parameters two cores cannot show learning within a minute.
MAX_PARAMETERS = 2_000_000
MAX_VOCABULARY = 512


def exact_in_json(value: int) -> int:
    """A whole number that every reader of JSON keeps exactly; for fields without a bound."""
    if value >= 2**53:
        raise ValueError("A number this large is not exact in JSON; use one below 2**53")
    return value


class ModelFields(RequestModel):
    """The architecture of a MicroGPT, without the vocabulary that the text decides."""

    n_embd: Annotated[int, Field(ge=4, le=256)] = 16
    n_layer: Annotated[int, Field(ge=1, le=6)] = 2
    n_head: Annotated[int, Field(ge=1, le=8)] = 2
    block_size: Annotated[int, Field(ge=8, le=256)] = 64
    position: Position = "learned"
    norm: Annotated[Norm, Field(description="plain_rmsnorm has no gain to learn")] = "layernorm"
    stream_norm: Annotated[
        StreamNorm,
        Field(description="where the stream is normed once more: before the head, or embedded"),
    ] = "last"
    activation: Activation = "relu"
    weight_tying: bool = True
    residual: bool = True
    bias: bool = False
    smear: bool = False
    dropout: Annotated[float, Field(ge=0, le=0.5)] = 0.0

    @model_validator(mode="after")
    def _heads_divide_width(self) -> Self:
        if self.n_embd % self.n_head:
            raise ValueError(
                f"n_embd {self.n_embd} is not a multiple of n_head {self.n_head}; "
                f"try {self.n_embd - self.n_embd % self.n_head or self.n_head}"
            )
        if self.position == "rotary" and (self.n_embd // self.n_head) % 2:
            raise ValueError(
                f"rotary positions turn pairs of channels, but n_embd {self.n_embd} over n_head "
                f"{self.n_head} leaves an odd head size of {self.n_embd // self.n_head}"
            )
        return self


class ModelConfig(ModelFields):
    """A complete architecture: `ModelFields` and the size of the vocabulary."""

    vocab_size: Annotated[int, Field(ge=1, le=MAX_VOCABULARY)]


class TrainingConfig(RequestModel):
    """How a model is trained: every hyperparameter of the contract."""

    batch_size: Annotated[int, Field(ge=1, le=128)] = 32
    max_iters: Annotated[int, Field(ge=10, le=10_000)] = 500
    learning_rate: Annotated[float, Field(gt=0, le=0.1)] = 4e-2
    eval_interval: Annotated[int, Field(ge=1), AfterValidator(exact_in_json)] = 50
    warmup_steps: Annotated[int, Field(ge=0)] = 75
    lr_decay: Decay = "trapezoid"
    min_lr_ratio: Annotated[float, Field(ge=0, le=1)] = 0.1
    optimizer: Optimizer = "adamw"
    matrix_learning_rate: Annotated[float, Field(gt=0, le=0.1)] = 4e-2
    beta1: Annotated[float, Field(ge=0, le=0.999)] = 0.8
    beta2: Annotated[float, Field(ge=0, le=0.9999)] = 0.98
    weight_decay: Annotated[float, Field(ge=0, le=1)] = 0.0
    grad_clip: Annotated[float, Field(ge=0, le=10)] = 1.0
    input_noise: Annotated[float, Field(ge=0, le=0.5)] = 0.0

    @model_validator(mode="after")
    def _warmup_fits(self) -> Self:
        if self.warmup_steps > self.max_iters:
            raise ValueError(
                f"warmup_steps {self.warmup_steps} is more than max_iters {self.max_iters}; "
                f"use 0 to {self.max_iters}"
            )
        return self
