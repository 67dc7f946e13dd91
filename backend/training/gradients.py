"""The gradients of one batch in PyTorch, cut in two parts that two threads can share.

Owns the order in which the pieces are summed; `cut` has the cut. Both are fixed, so one thread and
two give the same bits: the parts have gradients of their own, which are added at the end. More
parts would be more calls into PyTorch, which cost it most at these sizes. On the CPU the batch is
always cut; an accelerator takes it whole.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import torch
from torch import Tensor

from backend.training.cut import pieces
from backend.training.device import prepare_process
from backend.training.micro_gpt import MicroGPT
from backend.training.optimizers import Optimizer
from backend.training.parameters import windows_per_chunk
from backend.training.streams import stream_seed

#: Of a batch on the CPU.
PARTS = 2


class Gradients:
    """Fills an optimizer's gradients.

    Attributes:
        threads: 1 to `PARTS`, to be set between steps at will; changes the pace and nothing else.
            Models with dropout stay with one: its random numbers come from a generator of the
            whole process.
    """

    def __init__(self, model: MicroGPT, optimizer: Optimizer) -> None:
        self.threads = 1
        self._model, self._optimizer = model, optimizer
        self._twin, self._twin_gradients = _twin(model, optimizer)
        self._cut_in_two = optimizer.values.device.type == "cpu"
        self._windows = windows_per_chunk(model.config)
        self._helper: ThreadPoolExecutor | None = None

    def fill(
        self, inputs: Tensor, targets: Tensor, dropout_seed: int
    ) -> Generator[None, None, float]:
        """Gradients of the mean loss of inputs and targets (B, T); returns that loss.

        Yields between pieces of a batch that is too much work at once.
        """
        batch = len(inputs)
        self._optimizer.zero_gradients()
        self._twin_gradients.zero_()

        def work(model: MicroGPT, start: int, end: int) -> float:
            """Add the share of windows start to end; returns their share of the loss."""
            if start >= end:
                return 0.0
            with _dropout(model, stream_seed(dropout_seed, "dropout", start)):
                mean = model(inputs[start:end], targets[start:end]).loss
            loss = mean * ((end - start) / batch)
            loss.backward()
            return float(loss.detach())

        first = second = 0.0
        parts = PARTS if self._cut_in_two else 1
        for number, spans in enumerate(pieces(batch, parts, self._windows)):
            if number:
                yield
            mine, other = spans[0], spans[1] if self._cut_in_two else (0, 0)
            a, b = self._both(partial(work, self._model, *mine), partial(work, self._twin, *other))
            first, second = first + a, second + b
        self._optimizer.gradients.add_(self._twin_gradients)
        return first + second

    def _both(self, mine: Callable[[], float], other: Callable[[], float]) -> tuple[float, float]:
        if self.threads == 1 or not self._cut_in_two or self._model.config.dropout:
            return mine(), other()
        if self._helper is None:
            self._helper = ThreadPoolExecutor(1, "gradients", initializer=prepare_process)
        promised = self._helper.submit(other)
        result = mine()
        return result, promised.result()


def _twin(model: MicroGPT, optimizer: Optimizer) -> tuple[MicroGPT, Tensor]:
    """A second model that shares the weights but not the gradients, and those as one vector (N,).

    The vector has the layout of the optimizer's.
    """
    twin = MicroGPT(model.config).to(optimizer.values.device)
    gradients = torch.zeros_like(optimizer.gradients)
    for theirs, ours in zip(twin.parameters(), model.parameters(), strict=True):
        assert ours.grad is not None
        start = ours.grad.storage_offset()
        theirs.data = ours.data
        theirs.grad = gradients[start : start + ours.numel()].view_as(ours)
    return twin.train(), gradients


@contextmanager
def _dropout(model: MicroGPT, seed: int) -> Iterator[None]:
    """Dropout draws from PyTorch's global generator: seed it for a while, then put it back."""
    if not model.config.dropout:
        yield
        return
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        yield
