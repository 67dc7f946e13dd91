"""The compiled engine behind the seam of `step_engine`.

Owns the cut of a batch into halves and pieces; the arithmetic is the kernel's. The cut is that of
`gradients`: two fixed halves, pieces of bounded work.
"""

from __future__ import annotations

import ctypes
from collections.abc import Generator

import numpy as np
from torch import Tensor

from backend.contract.config import EngineName
from backend.data.tokenizer import Tokens
from backend.training.fused.handle import Floats, Handle
from backend.training.generation import Probabilities, Reader, Reading, in_sight, softmax
from backend.training.micro_gpt import MicroGPT
from backend.training.optimizers import Optimizer
from backend.training.parameters import window_flops, windows_per_chunk
from backend.training.step_engine import Outcome

#: Reading a whole window in compiled code takes as long as PyTorch needs to be called for the one
#: new character when the window is this much work for each block (about 0.1 ms).
READ_FLOPS = 1e7


class CompiledReader:
    """See `generation.Reading`: all that is in sight anew for each character."""

    def __init__(self, handle: Handle, block_size: int) -> None:
        self._handle, self._block_size = handle, block_size
        self._context: list[int] = []

    def read(self, ids: list[int]) -> Probabilities:
        """See `generation.Reading`."""
        self._context = in_sight(self._context, ids, self._block_size)
        return softmax(self._handle.logits(self._context).astype(np.float64))


class FusedEngine:
    """Iterations in compiled code, on the CPU.

    Attributes:
        threads: 1 or 2, to be changed between steps at will; changes the pace and nothing else.
    """

    name: EngineName = "fused"

    def __init__(self, library: ctypes.CDLL, model: MicroGPT, optimizer: Optimizer) -> None:
        self._handle, self._model = Handle(library, model, optimizer), model
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

    def reader(self) -> Reading:
        """See `step_engine.StepEngine`."""
        config = self._model.config
        if window_flops(config) > READ_FLOPS * config.n_layer:
            return Reader(self._model)
        return CompiledReader(self._handle, config.block_size)

    def attention(self, ids: Tokens) -> Floats:
        """See `step_engine.StepEngine`."""
        return self._handle.attention(ids)
