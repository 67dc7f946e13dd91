"""At which steps the weights are worth keeping, so that any moment of a run can be revisited.

Owns the choice of stops. Must not import torch; keeps no weights itself.
"""

from __future__ import annotations

MAX_STOPS = 200
WANTED_STOPS = 120
BUDGET_BYTES = 64 * 1024 * 1024


def snapshot_steps(
    max_iters: int, eval_interval: int, parameter_bytes: int, budget_bytes: int = BUDGET_BYTES
) -> tuple[int, ...]:
    """Steps, ascending, whose weights fit the budget together: at least the first and the last.

    Half of them may be checkpoints: all, when that is enough. The others, up to `WANTED_STOPS`
    together (or up to a tenth fewer), are spread by `widening`: most of what a model learns, it
    learns early, but its heads find their jobs all along the run.
    """
    capacity = max(2, min(MAX_STOPS, budget_bytes // max(1, parameter_bytes)))
    checkpoints = range(eval_interval, max_iters, eval_interval)
    kept = widening(len(checkpoints), capacity // 2 - 1)
    fixed = {0, max_iters, *(checkpoints[i - 1] for i in kept)}
    wanted = min(capacity, max(WANTED_STOPS, 2 * len(fixed)), max_iters + 1)
    count, stops = wanted - 1, fixed | set(widening(max_iters, wanted - 1))
    while len(stops) > wanted:
        count -= 1
        stops = fixed | set(widening(max_iters, count))
    return tuple(sorted(stops))


def widening(highest: int, count: int) -> list[int]:
    """At most `count` distinct whole numbers from 1 to highest, the last of them highest.

    The gaps begin with one and grow by the same factor each time, up to rounding.
    """
    count = min(count, highest)
    factor = _growth(highest, count)
    numbers: list[int] = []
    reached, gap = 0.0, 1.0
    for i in range(count):
        reached, gap = reached + gap, gap * factor
        floor = numbers[-1] + 1 if numbers else 1
        numbers.append(min(max(round(reached), floor), highest - (count - 1 - i)))
    if numbers:
        numbers[-1] = highest  # what rounding of the factor left over
    return numbers


def _growth(total: int, count: int) -> float:
    """The factor, at least 1, with which `count` gaps that begin with 1 sum to total >= count."""
    low, high = 1.0, float(max(2, total))
    for _ in range(60):
        middle = (low + high) / 2
        reached, gap = 0.0, 1.0
        for _ in range(count):
            reached, gap = reached + gap, gap * middle
            if reached > total:
                break
        low, high = (low, middle) if reached > total else (middle, high)
    return low
