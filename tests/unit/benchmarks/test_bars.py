"""Every promise about speed, learning and load that a benchmark measures can be missed."""

from __future__ import annotations

from typing import Any

import pytest

from backend.data.ngram import ReferenceLosses
from backend.training.presets import PRESETS
from benchmarks import budgets, learning, load, speed
from benchmarks._statistics import clearly_apart, middle, plus_minus

REFERENCES = ReferenceLosses(uniform=4.2, unigram=3.2, bigram=2.5, trigram=2.1)


def learned(preset: str, losses: list[float], text: str = "shakespeare") -> learning.Result:
    return learning.Result(preset, text, 8352, 500, losses, REFERENCES, 0.5, "")


@pytest.mark.parametrize(("preset", "bar"), [("tuned", 2.25), ("modern", 2.04)])
def test_the_mean_of_the_seeds_is_held_against_the_bar(preset: str, bar: float) -> None:
    # The median is far below the bar; the mean of the five decides.
    good, bad = [bar - 0.05] * 4 + [bar + 0.2], [bar - 0.05] * 4 + [bar + 0.21]
    assert learning.misses([learned(preset, good)]) == []
    (sentence,) = learning.misses([learned(preset, bad)])
    assert sentence.startswith(f"{preset}, mean of 5 seeds: {sum(bad) / 5:.3f}, to be at most")
    assert learning.misses([learned(preset, bad, "poems")]) == []


def test_what_a_preset_promises_is_held_against_its_median() -> None:
    expected = PRESETS["fluent"].expected.val_loss
    assert learning.misses([learned("fluent", [expected + 0.04])]) == []
    assert len(learning.misses([learned("fluent", [expected + 0.06])])) == 1


def timed(name: str, times: float, threads: int = 1, **more: float) -> speed.Result:
    ms = {f"{who} {n}": 100.0 for who in ("fused", "per-head", "nano") for n in (1, 2)}
    ms[f"fused {threads}"] = 100.0 / times
    ms[f"fused {3 - threads}"] = 1.0
    peak = {"registers": 1e9}
    return speed.Result(name, 8352, 2048, ms | more, {}, 0.5, peak)


@pytest.mark.parametrize(("name", "bar"), [("8K", 8.0), ("55K", 6.0), ("208K", 2.5), ("808K", 1.3)])
@pytest.mark.parametrize("threads", [1, 2])
def test_every_size_has_a_bar(
    name: str, bar: float, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speed, "width", lambda: 16)
    assert speed.misses([timed(name, bar + 0.1, threads)]) == []
    assert len(speed.misses([timed(name, bar - 0.1, threads)])) == 1


def test_narrow_vectors_have_a_bar_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speed, "width", lambda: 16)
    assert speed.misses([timed("8K", 9.0, **{"avx2 1": 100 / 6.6})]) == []
    (sentence,) = speed.misses([timed("8K", 9.0, **{"avx2 1": 100 / 6.4})])
    assert "AVX2 alone" in sentence
    monkeypatch.setattr(speed, "width", lambda: 8)
    assert speed.misses([timed("8K", 6.6)]) == []
    assert len(speed.misses([timed("8K", 6.4)])) == 1


def test_more_than_the_peak_cannot_be() -> None:
    result = timed("modern", 9.0)
    result.share_of_peak = 1.01
    assert len(speed.misses([result])) == 1


@pytest.mark.parametrize(("seconds", "bar"), [("10", 1.82), ("25", 1.74), ("60", 1.69)])
def test_every_budget_has_a_bar(seconds: str, bar: float) -> None:
    def parts(loss: float) -> dict[str, Any]:
        return {"budgets": {"budgets": {seconds: {"losses": [loss]}}}}

    assert budgets.misses(parts(bar), quick=False) == []
    assert len(budgets.misses(parts(bar + 0.001), quick=True)) == 1


def test_the_race_must_be_won_thirty_times_sooner() -> None:
    assert budgets.misses({"race": {"times_sooner": 30.0}}, quick=False) == []
    assert len(budgets.misses({"race": {"times_sooner": 29.9}}, quick=False)) == 1
    assert budgets.misses({"race": {"times_sooner": 0.0}}, quick=True) == []


@pytest.mark.parametrize(
    ("figure", "kept", "missed"),
    [
        ("through_share", 0.9, 0.89),
        ("drawn_share", 0.7, 0.69),
        ("beside_8_share", 0.95, 0.94),
        ("fair_eight_at_max", 0.8, 0.79),
        ("first_fresh_ms", 3499.0, 3500.0),
        ("first_warm_ms", 49.0, 50.0),
    ],
)
def test_load_holds_medians_against_its_bars(figure: str, kept: float, missed: float) -> None:
    # The lowest or highest sample alone decides nothing.
    assert load.misses({figure: {"median": kept, "min": 0, "max": 1e9, "n": 3}}, False) == []
    (sentence,) = load.misses({figure: {"median": missed, "min": 0, "max": 1e9, "n": 3}}, False)
    assert figure in sentence


def test_25_steady_runs_are_asked_for_in_full() -> None:
    assert load.misses({"steady_runs": 25}, quick=False) == []
    assert len(load.misses({"steady_runs": 24}, quick=False)) == 1
    assert load.misses({"steady_runs": 8}, quick=True) == []


def test_medians_are_told_with_their_spread() -> None:
    assert plus_minus([2.0, 2.1, 2.3]) == "2.100 ± 0.150"
    assert plus_minus([2.0]) == "2.000"
    assert middle([1.0, 4.0, 2.0]) == {"median": 2.0, "min": 1.0, "max": 4.0, "n": 3}
    assert middle([]) == {"n": 0}


def test_a_difference_within_either_spread_is_not_clear() -> None:
    assert clearly_apart([2.00, 2.01, 2.02], [2.03, 2.04, 2.05])
    assert not clearly_apart([2.00, 2.01, 2.02], [2.00, 2.02, 2.04])
    assert not clearly_apart([2.00, 2.05, 2.10], [2.01, 2.02, 2.03])
    assert not clearly_apart([2.01, 2.02, 2.03], [2.00, 2.05, 2.10])
