"""The compiled engine behind the seam of `step_engine`.

Owns the order of a step's parts; the arithmetic is the kernel's.
"""

from __future__ import annotations

import ctypes
from collections.abc import Generator

import numpy as np
from torch import Tensor

from backend.contract.config import EngineName
from backend.data.tokenizer import Tokens
from backend.training.cut import pieces
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
        threads: 1 to as many as the kernel cuts a batch into; changes the pace and nothing else.
    """

    name: EngineName = "fused"

    def __init__(self, library: ctypes.CDLL, model: MicroGPT, optimizer: Optimizer) -> None:
        self._handle, self._model = Handle(library, model, optimizer), model
        self._windows = windows_per_chunk(model.config)

    @property
    def threads(self) -> int:
        return self._handle.threads

    @threads.setter
    def threads(self, count: int) -> None:
        self._handle.threads = count

    def iterate(
        self, inputs: Tensor, targets: Tensor, dropout_seed: int, factor: float
    ) -> Generator[None, None, Outcome]:
        """See `step_engine.StepEngine`."""
        loss = 0.0
        self._handle.begin()
        for number, spans in enumerate(pieces(len(inputs), self._handle.parts, self._windows)):
            if number:
                yield
            loss += self._handle.accumulate(inputs, targets, spans, dropout_seed)
        outcome = Outcome(loss, self._handle.reduce())
        if outcome.healthy:
            self._handle.step(outcome.grad_norm, factor)
        return outcome

    def losses(self, windows: Tensor) -> Tensor:
        """See `step_engine.StepEngine`."""
        return self._handle.evaluate(windows)

    def reader(self) -> Reading:
        """See `step_engine.StepEngine`."""
        config = self._model.config
        if window_flops(config) > READ_FLOPS * config.n_layer:
            return Reader(self._model)
        return CompiledReader(self._handle, config.block_size)

    def attention(self, ids: Tokens) -> Floats:
        """See `step_engine.StepEngine`."""
        return self._handle.attention(ids)
