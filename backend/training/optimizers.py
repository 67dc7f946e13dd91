"""How gradients change weights: AdamW for everything, or Muon for the matrices inside the blocks.

Owns the optimizer's memory. Weights and gradients are laid out in two flat vectors, of which the
model's parameters become views: clipping and AdamW are then a handful of vector operations,
whatever the number of parameters, and equal matrices stand side by side for Muon. Written out here
because importing `torch.optim` costs more than a second before the first step.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import torch
from torch import Tensor, nn

from backend.contract.config import TrainingConfig
from backend.training.micro_gpt import MicroGPT

ADAM_EPS = 1e-8
MUON_MOMENTUM = 0.9
#: Coefficients of the fifth-order Newton-Schulz iteration (Jordan et al. 2024, Muon).
NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)
NEWTON_SCHULZ_STEPS = 5

Shape = tuple[int, int]


def orthogonalise(x: Tensor) -> Tensor:
    """Push the singular values of each matrix of x (N, rows, columns) towards 1.

    Five Newton-Schulz steps land them between about 0.7 and 1.2, which is near enough.
    """
    a, b, c = NEWTON_SCHULZ
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    tall = x.shape[1] > x.shape[2]
    if tall:
        x = x.mT
    for _ in range(NEWTON_SCHULZ_STEPS):
        square = x @ x.mT
        x = torch.baddbmm(x, b * square + c * (square @ square), x, beta=a)
    return x.mT if tall else x


def flatten(parameters: list[nn.Parameter]) -> tuple[Tensor, Tensor]:
    """Move parameters into one vector and give them gradients in another; both (N,).

    Afterwards every parameter and its `.grad` are views, so a change of the vector is a change of
    the model and the other way round.
    """
    device = parameters[0].device
    total = sum(p.numel() for p in parameters)
    values = torch.empty(total, dtype=parameters[0].dtype, device=device)
    gradients = torch.zeros_like(values)
    start = 0
    for p in parameters:
        stop = start + p.numel()
        values[start:stop] = p.detach().flatten()
        p.data = values[start:stop].view_as(p)
        p.grad = gradients[start:stop].view_as(p)
        start = stop
    return values, gradients


def muon_matrices(model: MicroGPT) -> dict[Shape, list[nn.Parameter]]:
    """The matrices inside the blocks by the shape they are orthogonalised in.

    Queries, keys and values share one parameter but are three matrices.
    """
    groups: dict[Shape, list[nn.Parameter]] = {}
    for name, p in model.blocks.named_parameters():
        if p.ndim == 2 and name.endswith("weight"):
            rows, columns = p.shape
            shape = (rows // 3, columns) if "qkv" in name else (rows, columns)
            groups.setdefault(shape, []).append(p)
    return groups


class Optimizer:
    """One step of AdamW, or of Muon with AdamW for the rest, after clipping the gradients.

    `state` names the tensors it remembers between steps; loading is copying into them.
    """

    def __init__(self, model: MicroGPT, config: TrainingConfig) -> None:
        self.config = config
        self.steps = 0
        groups = muon_matrices(model) if config.optimizer == "muon" else {}
        matrices = [p for group in groups.values() for p in group]
        claimed = {id(p) for p in matrices}
        rest = [p for p in model.parameters() if id(p) not in claimed]
        self.values, self.gradients = flatten(matrices + rest)
        cut = sum(p.numel() for p in matrices)
        self.shapes = [(shape, sum(p.numel() for p in ps)) for shape, ps in groups.items()]
        self.rest, self.rest_gradients = self.values[cut:], self.gradients[cut:]
        self.state = {
            "momentum": torch.zeros_like(self.values[:cut]),
            "mean": torch.zeros_like(self.rest),
            "square": torch.zeros_like(self.rest),
        }

    def zero_gradients(self) -> None:
        """Forget the gradients of the last step."""
        self.gradients.zero_()

    def clip(self) -> float:
        """Shorten the gradient to at most `grad_clip` (0: leave it); returns its length before."""
        norm = float(self.gradients.norm())
        limit = self.config.grad_clip
        if 0 < limit < norm:
            self.gradients.mul_(limit / (norm + 1e-6))
        return norm

    @torch.no_grad()
    def step(self, factor: float) -> None:
        """Change the weights by the gradients, with learning rates scaled by factor (0..1]."""
        self.steps += 1
        for values, gradients, momentum in self._muon_groups():
            momentum.lerp_(gradients, 1 - MUON_MOMENTUM)
            ahead = gradients.lerp(momentum, MUON_MOMENTUM)  # Nesterov
            rows, columns = values.shape[1:]
            rate = self.config.matrix_learning_rate * factor * math.sqrt(max(1, rows / columns))
            values.sub_(orthogonalise(ahead), alpha=rate)
        self._adamw(self.config.learning_rate * factor)

    def _muon_groups(self) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
        """Values, gradients and momentum of equally shaped matrices, each (N, rows, columns)."""
        start = 0
        for shape, size in self.shapes:
            stop = start + size
            vectors: Iterable[Tensor] = (self.values, self.gradients, self.state["momentum"])
            values, gradients, momentum = (v[start:stop].view(-1, *shape) for v in vectors)
            yield values, gradients, momentum
            start = stop

    def _adamw(self, rate: float) -> None:
        """Loshchilov and Hutter 2017, with bias correction."""
        beta1, beta2 = self.config.beta1, self.config.beta2
        mean, square = self.state["mean"], self.state["square"]
        mean.lerp_(self.rest_gradients, 1 - beta1)
        square.mul_(beta2).addcmul_(self.rest_gradients, self.rest_gradients, value=1 - beta2)
        spread = (square / (1 - beta2**self.steps)).sqrt_().add_(ADAM_EPS)
        if self.config.weight_decay:
            self.rest.mul_(1 - rate * self.config.weight_decay)
        self.rest.addcdiv_(mean, spread, value=-rate / (1 - beta1**self.steps))
