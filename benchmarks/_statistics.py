"""Samples in a few words: medians and how far apart single values lie."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

Samples = Sequence[float]


def half_range(samples: Samples) -> float:
    """Half the distance from the lowest to the highest."""
    return (max(samples) - min(samples)) / 2


def plus_minus(samples: Samples) -> str:
    """Median ± half the range, with three decimals."""
    middle = f"{statistics.median(samples):.3f}"
    return middle if len(samples) == 1 else f"{middle} ± {half_range(samples):.3f}"


def middle(samples: Samples, digits: int = 3) -> dict[str, float]:
    """Median, lowest, highest and number of samples; only the number for none."""
    if not samples:
        return {"n": 0}
    ends = {"min": round(min(samples), digits), "max": round(max(samples), digits)}
    return {"median": round(statistics.median(samples), digits), **ends, "n": len(samples)}


def percentile(samples: Samples, share: float) -> float:
    """The value below which `share` of the samples lie (nearest rank)."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def tail(samples: Samples) -> dict[str, float]:
    """Median, 99th percentile and number of samples."""
    return {
        "median": round(statistics.median(samples), 2),
        "p99": round(percentile(samples, 0.99), 2),
        "n": len(samples),
    }


def clearly_apart(one: Samples, other: Samples) -> bool:
    """Whether the medians differ by more than half the range of either."""
    difference = abs(statistics.median(one) - statistics.median(other))
    return difference > max(half_range(one), half_range(other))
