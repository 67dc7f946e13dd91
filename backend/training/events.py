"""What a trainer announces. Frozen: whoever listens cannot reach back into the training.

Owns the shapes of the events. Must not import torch: the server reads them too. Losses are Python
floats in nats per character and may be NaN or infinite; who sends them on decides what that means.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class StepDone:
    """One iteration is over. `loss` is the one it minimised.

    `learning_rate` is AdamW's at this step, `grad_norm` the gradient's length before clipping.
    """

    step: int
    loss: float
    learning_rate: float
    grad_norm: float


@dataclass(frozen=True)
class Checkpoint:
    """Estimates without gradients, over several training batches and over the validation part."""

    step: int
    train_loss: float
    val_loss: float


@dataclass(frozen=True)
class Sample:
    """Text the model wrote after `prompt`; `quality` has one digit a character, or is empty."""

    step: int
    prompt: str
    text: str
    quality: str


@dataclass(frozen=True)
class AttentionMaps:
    """Who looks at whom in `tokens` (T characters): weights is float32 (L, H, T, T)."""

    step: int
    tokens: str
    weights: npt.NDArray[np.float32]


@dataclass(frozen=True)
class Weights:
    """All weights of this step as safetensors bytes, float32, for `checkpoint_io`."""

    step: int
    data: bytes


@dataclass(frozen=True)
class Pulse:
    """Nothing to tell: a moment within long work at which an order may be obeyed. Ignore it."""

    step: int


@dataclass(frozen=True)
class Completed:
    """The run is over; nothing follows.

    `seconds` counts the trainer's own work, not what happened between events. `diverged` says that
    a loss stopped being a finite number. `best_step` is the checkpoint with the lowest validation
    loss; None when no checkpoint had a finite one.
    """

    step: int
    train_loss: float
    val_loss: float
    best_step: int | None
    seconds: float
    diverged: bool


Event = StepDone | Checkpoint | Sample | AttentionMaps | Weights | Pulse | Completed
