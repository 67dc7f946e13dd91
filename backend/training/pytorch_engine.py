"""Iterations in PyTorch: on every device, for every configuration, with nothing compiled.

Owns the order of a step's parts; gradients, optimizer and evaluation do them.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import numpy.typing as npt
from torch import Tensor

from backend.contract.config import EngineName
from backend.data.tokenizer import Tokens
from backend.training.evaluation import window_losses
from backend.training.generation import Reader
from backend.training.gradients import PARTS, Gradients
from backend.training.inspection import look
from backend.training.micro_gpt import MicroGPT
from backend.training.optimizers import Optimizer
from backend.training.step_engine import Outcome


class PyTorchEngine:
    """See `step_engine.StepEngine`."""

    name: EngineName = "pytorch"

    def __init__(self, model: MicroGPT, optimizer: Optimizer) -> None:
        self._model, self._optimizer = model, optimizer
        self._device = optimizer.values.device
        self._gradients = Gradients(model, optimizer)

    @property
    def threads(self) -> int:
        return self._gradients.threads

    @threads.setter
    def threads(self, count: int) -> None:
        self._gradients.threads = min(count, PARTS)

    def iterate(
        self, inputs: Tensor, targets: Tensor, dropout_seed: int, factor: float
    ) -> Generator[None, None, Outcome]:
        """See `step_engine.StepEngine`."""
        self._model.train()
        loss = yield from self._gradients.fill(
            inputs.to(self._device), targets.to(self._device), dropout_seed
        )
        outcome = Outcome(loss, self._optimizer.clip())
        if outcome.healthy:
            self._optimizer.step(factor)
        return outcome

    def losses(self, windows: Tensor) -> Tensor:
        """See `step_engine.StepEngine`."""
        return window_losses(self._model, windows)

    def reader(self) -> Reader:
        """See `step_engine.StepEngine`."""
        return Reader(self._model)

    def attention(self, ids: Tokens) -> npt.NDArray[np.float32]:
        """See `step_engine.StepEngine`."""
        return look(self._model, ids).attention
