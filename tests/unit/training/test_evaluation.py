"""Losses on fixed windows, against the plainest loop."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial

import pytest
import torch
import torch.nn.functional as F

from backend.contract.config import ModelConfig
from backend.training.evaluation import Estimate, Evaluator, window_losses
from backend.training.micro_gpt import MicroGPT
from tests.unit.training.support import MakeModel


def finish(judging: Generator[None, None, Estimate]) -> tuple[Estimate, int]:
    pauses = 0
    while True:
        try:
            next(judging)
            pauses += 1
        except StopIteration as done:
            return done.value, pauses


def tokens(length: int, seed: int) -> torch.Tensor:
    return torch.randint(11, (length,), generator=torch.Generator().manual_seed(seed))


def test_the_whole_part_is_every_window_that_fits(make_model: MakeModel) -> None:
    model = make_model()
    train, val = tokens(500, 0), tokens(97, 1)
    judging = Evaluator(train, val, model.config, seed=3).judge(
        partial(window_losses, model), whole=True
    )
    estimate, _ = finish(judging)
    losses = []
    for start in range(0, 96 - 9, 10):
        logits = model(val[None, start : start + 10]).logits[0].detach()
        losses.append(F.cross_entropy(logits, val[start + 1 : start + 11]))
    assert len(losses) == 9
    assert estimate.val == pytest.approx(float(torch.stack(losses).mean()), rel=1e-5)
    assert estimate.val == estimate.val_compared  # small parts are always judged whole


def test_checkpoints_judge_the_same_evenly_spaced_windows(make_model: MakeModel) -> None:
    model = make_model()
    train, val = tokens(500, 0), tokens(30_001, 1)
    losses = partial(window_losses, model)
    evaluator = Evaluator(train, val, model.config, seed=3)
    some, pauses = finish(evaluator.judge(losses, whole=False))
    assert pauses > 2
    assert some == finish(evaluator.judge(losses, whole=False))[0]
    whole, _ = finish(evaluator.judge(losses, whole=True))
    assert whole.train == some.train
    assert whole.val_compared == pytest.approx(some.val, rel=1e-6)
    assert whole.val != some.val
    gaps = evaluator.compared.diff()
    assert 0 <= int(gaps.min()) <= int(gaps.max()) <= int(gaps.min()) + 1
    other = Evaluator(train, val, model.config, seed=4)
    assert finish(other.judge(losses, whole=False))[0].train != some.train


def test_large_models_are_judged_on_little(make_model: MakeModel) -> None:
    config = ModelConfig(n_embd=256, n_layer=2, n_head=4, block_size=256, vocab_size=11)
    evaluator = Evaluator(tokens(9000, 0), tokens(9000, 1), config, seed=3)
    assert len(evaluator.compared) == 8
    assert evaluator.chunk <= 4


def test_dropout_does_not_blur_the_estimate(make_model: MakeModel) -> None:
    model: MicroGPT = make_model(dropout=0.5).train()
    evaluator = Evaluator(tokens(500, 0), tokens(200, 1), model.config, seed=3)
    losses = partial(window_losses, model)
    first, second = (finish(evaluator.judge(losses, whole=True))[0] for _ in range(2))
    assert first == second
    assert model.training
