"""AdamW against PyTorch's, Muon against the plainest Newton-Schulz."""

from __future__ import annotations

import copy

import pytest
import torch
from torch import Tensor

from backend.contract.config import TrainingConfig
from backend.training.micro_gpt import MicroGPT
from backend.training.optimizers import Optimizer, orthogonalise
from tests.unit.training.support import MakeModel


def backward(model: MicroGPT, step: int) -> None:
    generator = torch.Generator().manual_seed(step)
    idx, targets = torch.randint(11, (2, 4, 10), generator=generator)
    model(idx, targets).loss.backward()


@pytest.mark.parametrize(
    "recipe",
    [
        {"learning_rate": 0.04, "beta1": 0.8, "beta2": 0.98},
        {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "weight_decay": 0.1},
        {"learning_rate": 0.01, "beta1": 0.0, "beta2": 0.9, "grad_clip": 0.1},
        {"learning_rate": 0.01, "grad_clip": 0},
    ],
    ids=str,
)
def test_adamw_equals_pytorchs(make_model: MakeModel, recipe: dict[str, float]) -> None:
    config = TrainingConfig.model_validate(recipe)
    # In float64: keys' biases have no gradient but rounding, which AdamW would blow up.
    ours = make_model(bias=True, dtype=torch.float64)
    theirs = copy.deepcopy(ours)
    optimizer = Optimizer(ours, config)
    reference = torch.optim.AdamW(
        theirs.parameters(),
        lr=1.0,
        betas=(config.beta1, config.beta2),
        eps=1e-8,
        weight_decay=config.weight_decay,
    )
    for step in range(15):
        factor = 1 - step / 20
        optimizer.zero_gradients()
        backward(ours, step)
        norm = optimizer.clip()
        optimizer.step(factor)

        reference.param_groups[0]["lr"] = config.learning_rate * factor
        reference.zero_grad()
        backward(theirs, step)
        limit = config.grad_clip or float("inf")
        expected = torch.nn.utils.clip_grad_norm_(theirs.parameters(), limit)
        reference.step()
        assert norm == pytest.approx(float(expected), rel=1e-6)
        for (name, p), q in zip(ours.named_parameters(), theirs.parameters(), strict=True):
            torch.testing.assert_close(p, q, rtol=1e-6, atol=1e-9, msg=f"{name} at step {step}")


def newton_schulz(matrix: Tensor) -> Tensor:
    """One matrix in float64, written as in the paper."""
    x = matrix.double() / matrix.double().norm()
    if x.shape[0] > x.shape[1]:
        return newton_schulz(matrix.T).T
    for _ in range(5):
        a = x @ x.T
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
    return x


@pytest.mark.parametrize("shape", [(8, 8), (32, 8), (8, 32)])
def test_orthogonalise_equals_the_plain_iteration(shape: tuple[int, int]) -> None:
    matrices = torch.randn(3, *shape, generator=torch.Generator().manual_seed(1))
    result = orthogonalise(matrices)
    for matrix, got in zip(matrices, result, strict=True):
        torch.testing.assert_close(got.double(), newton_schulz(matrix), rtol=1e-3, atol=1e-4)
        singular = torch.linalg.svdvals(got)
        assert 0.3 < float(singular.min()) <= float(singular.max()) < 1.3


def test_muon_moves_the_matrices_inside_blocks_and_adamw_the_rest(make_model: MakeModel) -> None:
    config = TrainingConfig(
        optimizer="muon", learning_rate=0.01, matrix_learning_rate=0.03, grad_clip=0
    )
    model = make_model(position="relative", smear=True, weight_tying=False, bias=True)
    expected = {name: p.detach().double().clone() for name, p in model.named_parameters()}
    optimizer = Optimizer(model, config)
    momentum: dict[str, Tensor] = {}
    mean: dict[str, Tensor] = {}
    square: dict[str, Tensor] = {}
    for step in range(1, 6):
        optimizer.zero_gradients()
        backward(model, step)
        for name, p in model.named_parameters():
            assert p.grad is not None
            grad = p.grad.double()
            if "blocks" in name and name.endswith("weight") and "norm" not in name:
                momentum[name] = 0.9 * momentum.get(name, 0) + 0.1 * grad
                ahead = 0.1 * grad + 0.9 * momentum[name]
                parts = ahead.chunk(3) if "qkv" in name else (ahead,)
                rows, columns = parts[0].shape
                rate = 0.03 * max(1, rows / columns) ** 0.5
                expected[name] -= rate * torch.cat([newton_schulz(part) for part in parts])
            else:
                mean[name] = config.beta1 * mean.get(name, 0) + (1 - config.beta1) * grad
                square[name] = config.beta2 * square.get(name, 0) + (1 - config.beta2) * grad**2
                unbiased = square[name] / (1 - config.beta2**step)
                share = mean[name] / (1 - config.beta1**step)
                expected[name] -= 0.01 * share / (unbiased.sqrt() + 1e-8)
        optimizer.step(1.0)
        for name, p in model.named_parameters():
            torch.testing.assert_close(p.double(), expected[name], rtol=2e-3, atol=1e-4, msg=name)
            expected[name] = p.detach().double().clone()
