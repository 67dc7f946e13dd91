"""Which pieces of the training part each iteration learns from.

Owns the draw of a batch and the noise on its inputs; both follow from (seed, step) alone.
"""

from __future__ import annotations

import torch
from torch import Tensor

from backend.contract.config import TrainingConfig
from backend.training.streams import stream


class Batches:
    """Batches of a training part.

    Args:
        train: token ids (n,), longer than block_size.
    """

    def __init__(
        self, train: Tensor, block_size: int, vocab_size: int, training: TrainingConfig, seed: int
    ) -> None:
        self._windows = train.unfold(0, block_size + 1, 1)  # (N, T + 1), a view
        self._vocab_size = vocab_size
        self._size, self._noise = training.batch_size, training.input_noise
        self._seed = seed

    def draw(self, step: int) -> tuple[Tensor, Tensor]:
        """What the iteration after `step` finished ones reads and must guess, each (B, T)."""
        generator = stream(self._seed, "batch", step)
        starts = torch.randint(len(self._windows), (self._size,), generator=generator)
        windows = self._windows[starts]
        return self._noisy(windows[:, :-1], step), windows[:, 1:]

    def _noisy(self, inputs: Tensor, step: int) -> Tensor:
        """Replace a share `input_noise` of the characters (B, T) by random ones.

        What must be guessed stays clean. Keeps a model from learning a short text by heart.
        """
        if not self._noise:
            return inputs
        generator = stream(self._seed, "noise", step)
        hit = torch.rand(inputs.shape, generator=generator) < self._noise
        other = torch.randint(self._vocab_size, inputs.shape, generator=generator)
        return torch.where(hit, other, inputs)
