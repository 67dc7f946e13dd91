"""Learning rates at points computed by hand."""

from __future__ import annotations

import math

import pytest

from backend.contract.config import Decay
from backend.training.schedule import decay_factor, learning_rate_factor


@pytest.mark.parametrize(
    ("decay", "points"),
    [
        ("cosine", {0: 1.0, 0.5: 0.55, 1: 0.1, 1 / 3: 0.1 + 0.9 * 0.75}),
        ("linear", {0: 1.0, 0.5: 0.55, 1: 0.1, 0.25: 0.775}),
        ("trapezoid", {0: 1.0, 0.25: 1.0, 0.5: 1.0, 0.75: 0.55, 1: 0.1}),
        ("constant", {0: 1.0, 0.5: 1.0, 1: 1.0}),
    ],
)
def test_decay(decay: Decay, points: dict[float, float]) -> None:
    for progress, factor in points.items():
        assert decay_factor(progress, decay, 0.1) == pytest.approx(factor)
    assert decay_factor(7.0, decay, 0.1) == decay_factor(1.0, decay, 0.1)


def at(step: int, decay: Decay = "trapezoid", elapsed: float | None = None) -> float:
    return learning_rate_factor(
        step,
        max_iters=500,
        warmup_steps=100,
        decay=decay,
        min_ratio=0.0,
        elapsed_fraction=elapsed,
    )


def test_warm_up_climbs_in_equal_steps_and_then_decay_takes_the_rest() -> None:
    assert at(0) == pytest.approx(0.01)
    assert at(49) == pytest.approx(0.5)
    assert at(99) == 1.0
    assert at(100) == 1.0
    assert at(300) == pytest.approx(1.0)
    assert at(400) == pytest.approx(0.5)
    assert at(200, "cosine") == pytest.approx(0.5 * (1 + math.cos(math.pi / 4)))
    assert at(499, "linear") == pytest.approx(1 / 400)


def test_wall_clock_decides_instead_of_the_step_when_given() -> None:
    assert at(150, elapsed=0.75) == pytest.approx(0.5)
    assert at(49, elapsed=0.1) == pytest.approx(0.5)
    assert at(49, "linear", elapsed=0.2) == pytest.approx(0.4)


def test_no_warm_up_begins_at_the_peak() -> None:
    factor = learning_rate_factor(0, max_iters=10, warmup_steps=0, decay="linear", min_ratio=0.5)
    assert factor == 1.0
    only = learning_rate_factor(9, max_iters=10, warmup_steps=10, decay="linear", min_ratio=0.5)
    assert only == 1.0
