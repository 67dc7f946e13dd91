"""Batches: pieces of the training part, repeatable, with noise where it was asked for."""

from __future__ import annotations

import pytest
import torch

from backend.contract.config import TrainingConfig
from backend.training.batches import Batches

TOKENS = torch.arange(1000)


def batches(seed: int = 1, **recipe: float) -> Batches:
    training = TrainingConfig.model_validate({"batch_size": 128} | recipe)
    return Batches(TOKENS, 16, 1000, training, seed)


def test_targets_are_the_next_characters_of_the_text() -> None:
    inputs, targets = batches().draw(0)
    assert inputs.shape == targets.shape == (128, 16)
    assert torch.equal(inputs + 1, targets)
    starts = inputs[:, 0]
    assert int(starts.min()) < 50
    assert int(starts.max()) > 930


def test_every_window_can_be_drawn() -> None:
    few = Batches(torch.arange(19), 16, 19, TrainingConfig(batch_size=128), 1)
    inputs, targets = few.draw(0)
    assert set(inputs[:, 0].tolist()) == {0, 1, 2}
    assert int(targets.max()) == 18


def test_seed_and_step_decide() -> None:
    drawn = batches().draw(5)[0]
    assert torch.equal(drawn, batches().draw(5)[0])
    assert not torch.equal(drawn, batches().draw(6)[0])
    assert not torch.equal(drawn, batches(seed=2).draw(5)[0])


def test_noise_changes_inputs_only_and_as_many_as_told() -> None:
    clean, targets = batches().draw(3)
    noisy, same = batches(input_noise=0.25).draw(3)
    assert torch.equal(targets, same)
    assert float((noisy != clean).float().mean()) == pytest.approx(0.25, abs=0.03)
    replaced = noisy[noisy != clean]
    assert float(replaced.float().mean()) == pytest.approx(500, abs=60)
    assert torch.equal(noisy, batches(input_noise=0.25).draw(3)[0])
