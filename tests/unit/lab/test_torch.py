"""The Python twin against PyTorch: the same weights give the same loss, gradients and training."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from tests.unit.lab.conftest import NAMES

SHAPES = [(16, 4, 1, 16), (8, 2, 3, 6), (12, 1, 2, 32)]


def in_torch(model: Any) -> dict[str, Tensor]:
    """The weights by name, in double precision."""
    return {
        name: torch.tensor([[p.data for p in row] for row in rows], dtype=torch.float64)
        .clone()
        .requires_grad_()
        for name, rows in model.matrices().items()
    }


def norm(x: Tensor) -> Tensor:
    return x * (x.pow(2).mean(-1, keepdim=True) + 1e-5).rsqrt()


def loss_in_torch(w: dict[str, Tensor], tokens: list[int], config: Any) -> Tensor:
    """All positions at once, with a mask: another way to the same numbers."""
    T = min(len(tokens) - 1, config.block_size)
    C, H = config.n_embd, config.n_head
    mask = torch.full((T, T), float("-inf"), dtype=torch.float64).triu(1)
    x = norm(w["wte"][tokens[:T]] + w["wpe"][:T])
    for i in range(config.n_layer):
        layer = {name: w[f"layers.{i}.{name}"] for name in ("wq", "wk", "wv", "wo", "fc1", "fc2")}
        h = norm(x)
        q, k, v = (
            (h @ layer[name].T).view(T, H, C // H).transpose(0, 1) for name in ("wq", "wk", "wv")
        )
        weights = (q @ k.transpose(1, 2) / (C // H) ** 0.5 + mask).softmax(-1)
        x = x + (weights @ v).transpose(0, 1).reshape(T, C) @ layer["wo"].T
        x = x + (norm(x) @ layer["fc1"].T).relu() @ layer["fc2"].T
    return cross_entropy(x @ w["lm_head"].T, torch.tensor(tokens[1 : T + 1]))


def scene(twin: ModuleType, shape: tuple[int, int, int, int]) -> tuple[Any, Any, Any]:
    config = twin.Config()
    config.n_embd, config.n_head, config.n_layer, config.block_size = shape
    tokenizer = twin.Tokenizer(NAMES)
    model = twin.Model(config, tokenizer.size, twin.Random(4))
    for p in model.parameters():
        p.data *= 4  # far from even attention
    return config, tokenizer, model


@pytest.mark.parametrize("shape", SHAPES)
def test_loss_and_gradients(twin: ModuleType, shape: tuple[int, int, int, int]) -> None:
    config, tokenizer, model = scene(twin, shape)
    for name in ("srinivasa", "zoe", NAMES[-1]):
        tokens = tokenizer.encode(name)
        weights = in_torch(model)
        expected = loss_in_torch(weights, tokens, config)
        expected.backward()
        twin.tape.clear()
        loss = twin.loss_of(tokens, model)
        loss.backward()
        assert loss.data == pytest.approx(expected.item(), abs=1e-12)
        for key, rows in model.matrices().items():
            gradients = torch.tensor([[p.grad for p in row] for row in rows], dtype=torch.float64)
            assert weights[key].grad is not None
            torch.testing.assert_close(gradients, weights[key].grad, rtol=1e-9, atol=1e-12, msg=key)
        for p in model.parameters():
            p.grad = 0.0


def test_training(twin: ModuleType) -> None:
    config, tokenizer, model = scene(twin, (8, 2, 1, 16))
    weights = in_torch(model)
    adam = twin.Adam(model)
    theirs = torch.optim.Adam(
        weights.values(), betas=(config.beta1, config.beta2), eps=config.eps, lr=1.0
    )
    for step in range(30):
        tokens = tokenizer.encode(NAMES[step])
        rate = twin.learning_rate(step, 40, config)
        loss = twin.train_step(tokens, model, adam, rate)
        theirs.param_groups[0]["lr"] = rate
        theirs.zero_grad()
        expected = loss_in_torch(weights, tokens, config)
        expected.backward()
        theirs.step()
        assert loss == pytest.approx(expected.item(), abs=1e-9)
    for key, rows in model.matrices().items():
        ours = torch.tensor([[p.data for p in row] for row in rows], dtype=torch.float64)
        torch.testing.assert_close(ours, weights[key].detach(), rtol=0, atol=1e-9, msg=key)
