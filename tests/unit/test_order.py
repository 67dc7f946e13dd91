"""No test changes what the next one finds, in whatever order they run."""

from __future__ import annotations

import sys

from backend.training.device import prepare_process


def smallest() -> float:
    """A number below the ordinary ones; 0 where those are flushed."""
    return sys.float_info.min / 2


def test_a_training_flushes_the_smallest_numbers() -> None:
    prepare_process()
    assert smallest() == 0


def test_and_the_test_after_it_has_them_again() -> None:
    assert smallest() > 0
