"""The compiled engine's gradients against autograd in float64, over every switch of a model."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, get_args

import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st
from torch import Tensor

from backend.contract.config import ModelConfig, Norm, TrainingConfig
from backend.training.cut import parts_of
from backend.training.evaluation import window_losses
from backend.training.fused.handle import Handle
from backend.training.micro_gpt import MicroGPT
from backend.training.optimizers import Optimizer
from tests.unit.training.fused_support import (
    configurations,
    dropped,
    library_or_skip,
    model_of,
)

SEED = 2**63 - 5


def expected(twin: MicroGPT, ids: Tensor, monkeypatch: pytest.MonkeyPatch) -> float:
    """Loss of a float64 model; fills its gradients, resting where the compiled engine rests."""
    if twin.config.dropout:
        masks: Iterator[Tensor] = dropped(twin.config, SEED, ids.shape[1])

        def rest(x: Tensor, *_: object) -> Tensor:
            return x * next(masks)

        monkeypatch.setattr("backend.training.micro_gpt.F.dropout", rest)
    for module in twin.modules():
        if isinstance(module, torch.nn.RMSNorm) and module.eps is None:
            module.eps = torch.finfo(torch.float32).eps  # what float32 models have
    loss = twin(*ids).loss
    loss.backward()
    return float(loss.detach())


@settings(max_examples=60, deadline=None, derandomize=True)
@given(config=configurations(), batch=st.integers(1, 5))
@example(config=ModelConfig(vocab_size=66), batch=4)
@example(config=ModelConfig(vocab_size=512, n_embd=256, block_size=17, activation="gelu"), batch=2)
@example(
    config=ModelConfig(
        vocab_size=5, block_size=256, n_head=8, position="relative", activation="gelu", dropout=0.5
    ),
    batch=2,
)
@example(config=ModelConfig(vocab_size=9, n_embd=144, n_head=6, position="rotary"), batch=2)
@example(
    config=ModelConfig(
        vocab_size=27, norm="plain_rmsnorm", stream_norm="first", smear=True, dropout=0.3
    ),
    batch=3,
)
@example(config=ModelConfig(vocab_size=12, n_embd=12, stream_norm="first"), batch=3)
def test_gradients_are_autograds(config: ModelConfig, batch: int) -> None:
    library = library_or_skip()
    generator = torch.Generator().manual_seed(3)
    model = model_of(config, generator)
    twin = copy.deepcopy(model).double().train()
    ids = torch.randint(config.vocab_size, (2, batch, config.block_size), generator=generator)
    handle = Handle(library, model, Optimizer(model, TrainingConfig()))
    handle.begin()
    loss = handle.accumulate(ids[0], ids[1], parts_of(batch, handle.parts), SEED)
    length = handle.reduce()
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert loss == pytest.approx(expected(twin, ids, monkeypatch), rel=1e-5, abs=1e-6)

    pairs = list(zip(model.named_parameters(), twin.parameters(), strict=True))
    whole = float(torch.cat([p.grad.flatten() for p in twin.parameters()]).norm())
    tolerance = 1e-3 if config.activation == "relu" else 1e-4
    assert length == pytest.approx(whole, rel=tolerance, abs=1e-6), config
    for (name, p), q in pairs:
        assert p.grad is not None
        assert q.grad is not None
        error = float((p.grad - q.grad).norm())
        # Some gradients are zero but for rounding, so the whole one's size counts as well.
        scale = float(q.grad.norm()) + 0.01 * whole
        assert error <= tolerance * scale + 1e-7, f"{name}: {error / scale:.1e} off in {config}"


def test_losses_of_windows_are_pytorchs(monkeypatch: pytest.MonkeyPatch) -> None:
    library = library_or_skip()
    generator = torch.Generator().manual_seed(4)
    config = ModelConfig(vocab_size=20, block_size=30, dropout=0.4, position="relative")
    model = model_of(config, generator).eval()
    handle = Handle(library, model, Optimizer(model, TrainingConfig()))
    windows = torch.randint(20, (7, 31), generator=generator)
    logits = model(windows[:, :-1]).logits.detach()
    losses = torch.nn.functional.cross_entropy(
        logits.transpose(1, 2), windows[:, 1:], reduction="none"
    ).mean(dim=1)
    torch.testing.assert_close(handle.evaluate(windows), losses.double(), rtol=1e-5, atol=1e-6)
    alone = torch.cat([handle.evaluate(window[None]) for window in windows])
    assert torch.equal(handle.evaluate(windows), alone)
    handle.threads = 4
    assert torch.equal(handle.evaluate(windows), alone)
    with torch.no_grad():
        model.token_embedding.weight.mul_(2)  # weights are read where they lie
    assert not torch.equal(handle.evaluate(windows), alone)


@pytest.mark.parametrize("norm", get_args(Norm))
def test_norms_of_nearly_nothing_are_pytorchs(norm: Norm) -> None:
    """So small a stream that what keeps a norm from dividing by zero decides its size."""
    library = library_or_skip()
    generator = torch.Generator().manual_seed(5)
    config = ModelConfig(vocab_size=20, block_size=12, norm=norm, stream_norm="first")
    model = model_of(config, generator).eval()
    with torch.no_grad():
        for embedding in (model.token_embedding, model.position_embedding):
            embedding.weight.mul_(1e-3)
    windows = torch.randint(20, (7, 13), generator=generator)
    handle = Handle(library, model, Optimizer(model, TrainingConfig()))
    torch.testing.assert_close(
        handle.evaluate(windows), window_losses(model, windows), rtol=1e-6, atol=1e-7
    )


@pytest.mark.parametrize("unknown", [-1, 20, 2**40])
def test_ids_outside_the_vocabulary_are_refused(unknown: int) -> None:
    library = library_or_skip()
    model = model_of(ModelConfig(vocab_size=20, block_size=8), torch.Generator().manual_seed(4))
    handle = Handle(library, model, Optimizer(model, TrainingConfig()))
    good, bad = torch.zeros(2, 8, dtype=torch.int64), torch.zeros(2, 8, dtype=torch.int64)
    bad[1, 3] = unknown
    handle.begin()
    for pair in ((good, bad), (bad, good)):
        with pytest.raises(ValueError, match="outside the model's vocabulary"):
            handle.accumulate(*pair, parts_of(2, handle.parts), 1)
    with pytest.raises(ValueError, match="outside the model's vocabulary"):
        handle.evaluate(torch.full((1, 9), unknown))
    shapes: list[Any] = [good[:, :7], good.int(), good[0]]
    for ids in shapes:
        with pytest.raises(ValueError, match=r"not int64 of \(any, 8\)"):
            handle.accumulate(ids, good, parts_of(2, handle.parts), 1)
    spans = parts_of(2, handle.parts)
    for wrong in (spans[:-1], [*spans[:-1], (2, 3)], [*spans[:-1], (-1, 2)], [*spans[:-1], (2, 1)]):
        with pytest.raises(ValueError, match=f"are not {handle.parts} spans of 2 windows"):
            handle.accumulate(good, good, wrong, 1)
    assert handle.reduce() == 0.0
