"""What a trainer asks of whoever does the arithmetic of an iteration.

Owns the seam between the loop and its engines: `pytorch_engine` and `fused.engine` stand behind it,
`engines` chooses. All of them work on the same flat vectors of the optimizer, so a run saved under
one engine goes on under another.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
from torch import Tensor

from backend.contract.config import EngineName
from backend.data.tokenizer import Tokens
from backend.training.generation import Reading


class Outcome(NamedTuple):
    """What an iteration found: the batch's mean loss in nats per character, and the length of its
    gradient before clipping.
    """

    loss: float
    grad_norm: float

    @property
    def healthy(self) -> bool:
        """Whether both are numbers; otherwise no weight was changed."""
        return math.isfinite(self.loss) and math.isfinite(self.grad_norm)


class StepEngine(Protocol):
    """Does iterations for one model and its optimizer.

    Attributes:
        threads: 1 at first, to be set between steps at will; an engine that cannot use so many
            takes as many as it can. Changes the pace and nothing else.
    """

    threads: int

    @property
    def name(self) -> EngineName:
        """Which engine this is."""

    def iterate(
        self, inputs: Tensor, targets: Tensor, dropout_seed: int, factor: float
    ) -> Generator[None, None, Outcome]:
        """Learn from inputs and targets (B, T): gradients, clipping, and one optimizer step.

        Yields between pieces of a batch that is too much work at once.

        Args:
            dropout_seed: 63 bits that decide what rests.
            factor: of the learning rates, (0..1].
        """

    def losses(self, windows: Tensor) -> Tensor:
        """Mean loss in nats per character of each window (N, T + 1), without dropout; float64 (N,)
        on the CPU.
        """

    def reader(self) -> Reading:
        """Reads with the model as it is; to be done with before the next iteration."""

    def attention(self, ids: Tokens) -> npt.NDArray[np.float32]:
        """Who looks at whom in ids (T,), at most block_size of them: (L, H, T, T), rows look."""
