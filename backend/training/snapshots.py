"""At which steps the weights are worth keeping, so that any moment of a run can be revisited.

Owns the choice of stops. Must not import torch; keeps no weights itself.
"""

from __future__ import annotations

import math

MAX_STOPS = 200
WANTED_STOPS = 120
BUDGET_BYTES = 64 * 1024 * 1024


def snapshot_steps(
    max_iters: int, eval_interval: int, parameter_bytes: int, budget_bytes: int = BUDGET_BYTES
) -> tuple[int, ...]:
    """Steps, ascending, whose weights fit the budget together: at least the first and the last.

    All checkpoints are among them when they fit, else as many as do, evenly in the logarithm of the
    step. What is left is filled up to `WANTED_STOPS` with steps spread evenly in the logarithm too:
    most of what a model learns, it learns early.
    """
    capacity = max(2, min(MAX_STOPS, budget_bytes // max(1, parameter_bytes)))
    checkpoints = range(eval_interval, max_iters, eval_interval)
    if len(checkpoints) + 2 >= capacity:
        chosen = [checkpoints[i - 1] for i in log_spaced(len(checkpoints), capacity - 2)]
        return (0, *chosen, max_iters)
    stops = {0, max_iters, *checkpoints}
    wanted = min(capacity, max(WANTED_STOPS, len(stops)), max_iters + 1)
    count = 1
    while len(stops) < wanted:
        for step in log_spaced(max_iters, count):
            if len(stops) < wanted:
                stops.add(step)
        count *= 2
    return tuple(sorted(stops))


def log_spaced(highest: int, count: int) -> list[int]:
    """At most `count` distinct whole numbers from 1 to highest, even in the logarithm.

    Where rounding would make neighbours equal, they move up by one, so that none is lost.
    """
    count = min(count, highest)
    numbers: list[int] = []
    for i in range(count):
        share = i / (count - 1) if count > 1 else 1.0
        wish = round(math.exp(share * math.log(highest)))
        floor = numbers[-1] + 1 if numbers else 1
        numbers.append(min(max(wish, floor), highest - (count - 1 - i)))
    return numbers
