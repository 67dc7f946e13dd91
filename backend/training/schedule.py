"""How the learning rate rises and falls over a run.

Owns pure functions of progress; knows no optimizer and no clock.
"""

from __future__ import annotations

import math

from backend.contract.config import Decay


def decay_factor(progress: float, decay: Decay, min_ratio: float) -> float:
    """What is left of the peak learning rate when `progress` (0..1) of the decay is over.

    cosine: half a cosine wave from 1 to min_ratio (Loshchilov and Hutter 2016); linear: a straight
    line; trapezoid: 1 for the first half, then a straight line; constant: 1.
    """
    progress = min(1.0, max(0.0, progress))
    if decay == "cosine":
        left = 0.5 * (1 + math.cos(math.pi * progress))
    elif decay == "linear":
        left = 1 - progress
    elif decay == "trapezoid":
        left = min(1.0, 2 * (1 - progress))
    else:
        return 1.0
    return min_ratio + (1 - min_ratio) * left


def learning_rate_factor(
    step: int,
    *,
    max_iters: int,
    warmup_steps: int,
    decay: Decay,
    min_ratio: float,
    elapsed_fraction: float | None = None,
) -> float:
    """Factor (0..1] on the peak learning rate for the iteration after `step` finished ones.

    The first `warmup_steps` iterations climb in equal steps and reach 1 at their last. The decay
    then runs over the remaining iterations or, when `elapsed_fraction` (0..1, the share of a
    wall-clock budget used up) is given, over that.
    """
    if step < warmup_steps:
        warmup = (step + 1) / warmup_steps
        return (
            warmup
            if elapsed_fraction is None
            else warmup * decay_factor(elapsed_fraction, decay, min_ratio)
        )
    if elapsed_fraction is None:
        elapsed_fraction = (step - warmup_steps) / max(1, max_iters - warmup_steps)
    return decay_factor(elapsed_fraction, decay, min_ratio)
