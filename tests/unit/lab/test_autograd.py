"""Gradients of the Python twin against finite differences, and the rules of its small parts."""

from __future__ import annotations

import collections
import math
import statistics
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

Formula = Callable[[Any, Any], Any]
FORMULAS: dict[str, Formula] = {
    "add": lambda x, y: x + y,
    "add a number": lambda x, y: x + 3 + y * 0,
    "sub": lambda x, y: x - y,
    "mul": lambda x, y: x * y,
    "square": lambda x, y: x * x + y * 0,
    "div": lambda x, y: x / y,
    "divide by a number": lambda x, y: (x + y) / 4,
    "neg": lambda x, y: -x * y,
    "pow": lambda x, y: x**3 * y**-0.5,
    "exp": lambda x, y: (x * y).exp(),
    "log": lambda x, y: (x * x + y).log(),
    "relu above 0": lambda x, y: (x * y + 1).relu() * y,
    "relu below 0": lambda x, y: (x * y - 9).relu() * y + x,
    "one used many times": lambda x, y: (x * y + x).exp() / (x + y) - x * x,
}


@pytest.mark.parametrize("name", FORMULAS)
def test_gradients_are_slopes(twin: ModuleType, name: str) -> None:
    formula = FORMULAS[name]

    def at(x: float, y: float) -> float:
        twin.tape.clear()
        return formula(twin.Value(x), twin.Value(y)).data

    x, y, nudge = 0.7, 1.3, 1e-6
    slopes = (
        (at(x + nudge, y) - at(x - nudge, y)) / (2 * nudge),
        (at(x, y + nudge) - at(x, y - nudge)) / (2 * nudge),
    )
    twin.tape.clear()
    a, b = twin.Value(x), twin.Value(y)
    formula(a, b).backward()
    assert (a.grad, b.grad) == pytest.approx(slopes, rel=1e-8, abs=1e-8)


def test_softmax_is_a_distribution_whatever_the_scores(twin: ModuleType) -> None:
    for scores in ([0.5, -1.0, 2.0], [1e4, -1e4, 1e4 - 1], [-1e308]):
        shares = [p.data for p in twin.softmax([twin.Value(score) for score in scores])]
        assert sum(shares) == pytest.approx(1, abs=1e-12)
        assert shares.index(max(shares)) == scores.index(max(scores))


def test_rmsnorm_keeps_the_direction_at_length_root_of_n(twin: ModuleType) -> None:
    x = [3.0, -4.0, 12.0, 0.5]
    normed = [value.data for value in twin.rmsnorm([twin.Value(value) for value in x])]
    assert math.hypot(*normed) == pytest.approx(math.sqrt(4), rel=1e-6)
    ratios = {round(b / a, 12) for a, b in zip(x, normed, strict=True)}
    assert len(ratios) == 1 and ratios.pop() > 0


def test_a_broken_loss_stops_before_the_update(twin: ModuleType) -> None:
    config = twin.Config()
    model = twin.Model(config, 3, twin.Random(1))
    model.lm_head[0][0].data = math.nan
    adam = twin.Adam(model)
    before = [p.data for p in adam.parameters]
    with pytest.raises(ArithmeticError, match="the loss is nan"):
        twin.train_step([2, 0, 1, 2], model, adam, 0.01)
    assert [p.data for p in adam.parameters[:20]] == before[:20]
    assert adam.steps == 0


def test_the_rate_never_falls_below_zero(twin: ModuleType) -> None:
    config = twin.Config()
    rates = [twin.learning_rate(step, 100, config) for step in range(300)]
    assert rates[0] == 0.01
    assert rates[50] == pytest.approx(0.005)
    assert min(rates) == rates[-1] == 0


class TestRandom:
    def test_uniform_fills_the_open_interval_evenly(self, twin: ModuleType) -> None:
        random = twin.Random(5)
        draws = [random.uniform() for _ in range(40_000)]
        assert 0 < min(draws) < 0.001 and 0.999 < max(draws) < 1
        tenths = collections.Counter(int(draw * 10) for draw in draws)
        assert all(abs(count - 4000) < 5 * math.sqrt(4000) for count in tenths.values())

    def test_its_ends_are_never_reached(self, twin: ModuleType) -> None:
        random = twin.Random(0)
        for bits in (0, 2**32 - 1):
            random.bits = lambda bits=bits: bits
            assert 0 < random.uniform() < 1
            assert math.isfinite(random.gaussian())

    def test_gaussian_is_a_bell_curve(self, twin: ModuleType) -> None:
        random = twin.Random(11)
        draws = [random.gaussian() for _ in range(40_000)]
        assert statistics.fmean(draws) == pytest.approx(0, abs=0.02)
        assert statistics.stdev(draws) == pytest.approx(1, abs=0.02)
        within = sum(abs(draw) < 1 for draw in draws) / len(draws)
        assert within == pytest.approx(0.6827, abs=0.01)

    def test_shuffle_reaches_every_order_equally_often(self, twin: ModuleType) -> None:
        random = twin.Random(3)
        orders: collections.Counter[str] = collections.Counter()
        for _ in range(6000):
            items = list("abc")
            random.shuffle(items)
            orders["".join(items)] += 1
        assert len(orders) == 6
        assert all(abs(count - 1000) < 150 for count in orders.values())

    def test_choose_follows_the_weights(self, twin: ModuleType) -> None:
        random = twin.Random(9)
        chosen = collections.Counter(random.choose([1, 0, 2, 5]) for _ in range(8000))
        assert chosen[1] == 0
        shares = [chosen[i] / 1000 for i in (0, 2, 3)]
        assert shares == pytest.approx([1, 2, 5], abs=0.2)

    def test_seeds_differ(self, twin: ModuleType) -> None:
        draws = {tuple(twin.Random(seed).bits() for _ in range(1)) for seed in range(1000)}
        assert len(draws) == 1000


def test_the_alphabet_is_sorted_and_comes_back(twin: ModuleType) -> None:
    tokenizer = twin.Tokenizer(["zoë", "anna", "𝒜😀"])
    assert tokenizer.chars == sorted(set("zoëanna𝒜😀"))
    tokens = tokenizer.encode("anna")
    assert tokens[0] == tokens[-1] == tokenizer.bos == tokenizer.size - 1
    assert tokenizer.decode(tokens[1:-1]) == "anna"
