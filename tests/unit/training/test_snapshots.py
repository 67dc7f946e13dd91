"""Which steps are kept: within the budget, early ones closely, all checkpoints where they fit."""

from __future__ import annotations

import itertools

import pytest

from backend.training.snapshots import BUDGET_BYTES, snapshot_steps, widening


@pytest.mark.parametrize("max_iters", [10, 60, 500, 1400, 10_000])
@pytest.mark.parametrize("eval_interval", [1, 7, 50, 100_000])
@pytest.mark.parametrize("parameter_bytes", [400, 33_536, 430_000, 8_000_000, 10**9])
def test_stops(max_iters: int, eval_interval: int, parameter_bytes: int) -> None:
    stops = snapshot_steps(max_iters, eval_interval, parameter_bytes)
    assert list(stops) == sorted(set(stops))
    assert stops[0] == 0
    assert stops[-1] == max_iters
    assert len(stops) <= 200
    capacity = max(2, BUDGET_BYTES // parameter_bytes)
    assert len(stops) <= capacity
    checkpoints = set(range(eval_interval, max_iters, eval_interval))
    if len(checkpoints) < min(200, capacity) // 2:
        assert checkpoints <= set(stops)
    if capacity >= 100:
        assert len(stops) >= min(100, max_iters + 1)


def test_the_default_run_keeps_every_early_step_and_leaves_no_large_gap() -> None:
    stops = snapshot_steps(500, 50, 8384 * 4)
    assert stops[:8] == tuple(range(8))
    assert 115 <= len(stops) <= 120
    assert max(b - a for a, b in itertools.pairwise(stops)) <= 12


def test_widening() -> None:
    assert widening(7, 3) == [1, 3, 7]
    assert widening(5, 9) == [1, 2, 3, 4, 5]
    assert widening(9, 1) == [9]
    assert widening(9, 0) == []
    for highest in (3, 50, 999):
        for count in range(1, highest + 1, 7):
            numbers = widening(highest, count)
            assert len(set(numbers)) == count
            assert numbers == sorted(numbers)
            assert numbers[-1] == highest
            gaps = [b - a for a, b in itertools.pairwise([0, *numbers])]
            assert all(later >= sooner - 1 for sooner, later in itertools.pairwise(gaps)), gaps
