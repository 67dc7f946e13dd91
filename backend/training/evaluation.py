"""How good a model is right now, in nats per character, without changing anything.

Owns which windows are judged. At checkpoints: some windows of both parts, the same ones every time,
so that two checkpoints differ by what was learned and not by what was drawn. At the end: every
non-overlapping window of the validation part. Small validation parts are always judged whole.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from backend.contract.config import ModelConfig
from backend.training.micro_gpt import MicroGPT
from backend.training.parameters import CHUNK_FLOPS, window_flops
from backend.training.streams import stream

#: A checkpoint judges at most this many validation characters, and half as many training ones …
MAX_CHARACTERS = 16_384
#: … and spends at most about this much work on the validation ones, a tenth of a second …
MAX_FLOPS = 3e9
#: … but never fewer windows than this.
MIN_WINDOWS = 8
#: Judged at once; more would fall out of the processor's cache.
CHUNK_WINDOWS = 64


#: Mean loss in nats per character of each window (N, T + 1); float64 (N,).
WindowLosses = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class Estimate:
    """Losses in nats per character.

    Attributes:
        train: over fixed windows drawn from the training part.
        val: over the validation windows that were judged: some, or all of them.
        val_compared: over the windows that every checkpoint judges; finds the best one.
    """

    train: float
    val: float
    val_compared: float


class Evaluator:
    """Judges models on fixed windows of a corpus.

    Args:
        train, val: token ids, (n,) and (m,), each longer than block_size.
        config: decides the window length and how many windows are affordable.
        seed: chooses the training windows.
    """

    def __init__(self, train: Tensor, val: Tensor, config: ModelConfig, seed: int) -> None:
        T = config.block_size
        affordable = min(MAX_CHARACTERS // T, int(MAX_FLOPS / window_flops(config)))
        limit = max(MIN_WINDOWS, affordable)
        self.chunk = max(1, min(CHUNK_WINDOWS, int(CHUNK_FLOPS / window_flops(config))))
        self.all_val = val.unfold(0, T + 1, T)  # (N, T + 1): targets overlap by one, inputs never
        count = len(self.all_val)
        chosen = min(limit, count)
        self.compared = torch.arange(chosen) * count // chosen  # (chosen,)
        every = train.unfold(0, T + 1, 1)
        draws = min(max(1, limit // 2), len(every))
        starts = torch.randint(len(every), (draws,), generator=stream(seed, "evaluate"))
        self.train = every[starts]

    def judge(self, losses: WindowLosses, *, whole: bool) -> Generator[None, None, Estimate]:
        """Yields between pieces of work, returns the estimate; `whole` takes every val window."""
        train = yield from self._in_pieces(losses, self.train)
        windows = self.all_val if whole else self.all_val[self.compared]
        some = yield from self._in_pieces(losses, windows)
        compared = some[self.compared] if whole else some
        return Estimate(float(train.mean()), float(some.mean()), float(compared.mean()))

    def _in_pieces(self, losses: WindowLosses, windows: Tensor) -> Generator[None, None, Tensor]:
        """Mean loss of each window (N, T + 1), float64 (N,)."""
        found: list[Tensor] = []
        for start in range(0, len(windows), self.chunk):
            if start:
                yield
            found.append(losses(windows[start : start + self.chunk]))
        return torch.cat(found)


@torch.inference_mode()
def window_losses(model: MicroGPT, windows: Tensor) -> Tensor:
    """Mean loss in nats per character of each window (N, T + 1); float64 (N,) on the CPU."""
    was_training = model.training
    model.eval()
    windows = windows.to(model.token_embedding.weight.device)
    logits = model(windows[:, :-1]).logits  # (N, T, V)
    losses = F.cross_entropy(logits.transpose(1, 2), windows[:, 1:], reduction="none")  # (N, T)
    model.train(was_training)
    return losses.double().mean(dim=1).cpu()
