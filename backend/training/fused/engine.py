"""The compiled engine behind the seam of `step_engine`.

Owns the cut of a batch into halves and pieces; the arithmetic is the kernel's. The cut is that of
`gradients`: two fixed halves, pieces of bounded work.
"""

from __future__ import annotations

import ctypes
from collections.abc import Generator

from torch import Tensor

from backend.contract.config import EngineName
from backend.training.fused.handle import Handle
from backend.training.micro_gpt import MicroGPT
from backend.training.optimizers import Optimizer
from backend.training.parameters import windows_per_chunk
from backend.training.step_engine import Outcome


class FusedEngine:
    """Iterations in compiled code, on the CPU.

    Attributes:
        threads: 1 or 2, to be changed between steps at will; changes the pace and nothing else.
    """

    name: EngineName = "fused"

    def __init__(self, library: ctypes.CDLL, model: MicroGPT, optimizer: Optimizer) -> None:
        self._handle = Handle(library, model, optimizer)
        self._windows = windows_per_chunk(model.config)

    @property
    def threads(self) -> int:
        return 2 if self._handle.together else 1

    @threads.setter
    def threads(self, count: int) -> None:
        self._handle.together = count == 2

    def iterate(
        self, inputs: Tensor, targets: Tensor, dropout_seed: int, factor: float
    ) -> Generator[None, None, Outcome]:
        """See `step_engine.StepEngine`."""
        batch = len(inputs)
        half = (batch + 1) // 2
        loss = 0.0
        self._handle.begin()
        for start in range(0, half, self._windows):
            if start:
                yield
            end = min(start + self._windows, half)
            other = (min(half + start, batch), min(half + end, batch))
            loss += self._handle.learn(inputs, targets, ((start, end), other), dropout_seed)
        outcome = Outcome(loss, self._handle.gather())
        if outcome.healthy:
            self._handle.step(outcome.grad_norm, factor)
        return outcome

    def losses(self, windows: Tensor) -> Tensor:
        """See `step_engine.StepEngine`."""
        return self._handle.judge(windows)
