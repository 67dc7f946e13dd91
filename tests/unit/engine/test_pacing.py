"""Rates by a clock that the test turns."""

from __future__ import annotations

import random

import pytest

from backend.engine.pacing import BASE_RATE_HZ, Pacer, RateMeter, Ration, Stopwatch


def iterations(pacer: Pacer, seconds: float, cost_s: float, start_s: float = 1000.0) -> list[float]:
    """When iterations begin that each take `cost_s`, within `seconds` of waiting and working."""
    now_s, begun = start_s, []
    while now_s < start_s + seconds:
        now_s += pacer.wait_s(now_s)
        if now_s < start_s + seconds:
            pacer.started(now_s)
            begun.append(now_s)
            now_s += cost_s
    return begun


@pytest.mark.parametrize("multiplier", [1, 2, 5, 10])
def test_speed_is_a_multiple_of_the_base_rate(multiplier: int) -> None:
    begun = iterations(Pacer(multiplier), 10, cost_s=0.001)
    assert len(begun) == pytest.approx(10 * BASE_RATE_HZ * multiplier, abs=2)


def test_500_iterations_at_speed_1_take_25_seconds() -> None:
    begun = iterations(Pacer(1), 30, cost_s=0.01)
    assert begun[499] - begun[0] == pytest.approx(25, abs=0.11)


def test_iterations_are_spaced_evenly() -> None:
    begun = iterations(Pacer(2), 3, cost_s=0.013)[3:]
    gaps = [later - earlier for earlier, later in zip(begun[:-1], begun[1:], strict=True)]
    assert gaps == pytest.approx([1 / (2 * BASE_RATE_HZ)] * len(gaps))


def test_max_speed_does_not_wait() -> None:
    pacer = Pacer(0)
    for now_s in (5.0, 5.0, 5.000001):
        assert pacer.wait_s(now_s) == 0.0
        pacer.started(now_s)


def test_a_slow_iteration_is_caught_up_once_and_no_more() -> None:
    pacer = Pacer(1)
    pacer.started(1.0)
    assert pacer.wait_s(9.0) == 0.0, "eight seconds late"
    pacer.started(9.0)
    assert pacer.wait_s(9.0) == 0.0, "one interval of the delay is made up for"
    pacer.started(9.0)
    assert pacer.wait_s(9.0) == pytest.approx(1 / BASE_RATE_HZ), "the rest is not"


def test_a_new_speed_counts_at_once() -> None:
    pacer = Pacer(1)
    pacer.started(2.0)
    pacer.set_speed(10)
    assert pacer.wait_s(2.0) == 0.0
    assert len(iterations(pacer, 1, cost_s=0.001, start_s=2.0)) == pytest.approx(200, abs=2)


def test_the_meter_tells_the_rate_of_the_last_second() -> None:
    meter = RateMeter()
    assert meter.tick(0.0) == 0.0
    assert [meter.tick(0.1 * n) for n in range(1, 40)][-1] == pytest.approx(10, rel=0.02)
    rates = [meter.tick(3.9 + 0.01 * n) for n in range(1, 150)]
    assert rates[-1] == pytest.approx(100, rel=0.02), "the slow second is forgotten"


def test_the_meter_knows_rates_below_one_a_second() -> None:
    meter = RateMeter()
    assert [meter.tick(s) for s in (0.0, 4.0, 8.0)][-1] == pytest.approx(0.25)


def test_a_reset_forgets_the_rest_before_it() -> None:
    meter = RateMeter()
    meter.tick(0.0)
    meter.tick(0.1)
    meter.reset()
    assert meter.tick(60.0) == 0.0
    assert meter.tick(60.1) == pytest.approx(10)


def test_two_ticks_at_one_moment_are_no_division_by_zero() -> None:
    meter = RateMeter()
    assert [meter.tick(1.0), meter.tick(1.0)] == [0.0, 0.0]


def test_the_stopwatch_leaves_rests_out() -> None:
    watch = Stopwatch(so_far_s=2.0)
    assert watch.read(10.0) == 2.0
    watch.run(10.0)
    watch.run(11.0)
    assert watch.read(13.0) == 5.0
    watch.rest(13.0)
    watch.rest(20.0)
    assert watch.read(30.0) == 5.0
    watch.run(30.0)
    assert watch.read(31.5) == 6.5


def let_through(moments_s: list[float], rate_hz: float = 20.0) -> list[float]:
    """Which of these moments have their turn."""
    ration = Ration(rate_hz)
    return [moment_s for moment_s in moments_s if ration.take(moment_s)]


@pytest.mark.parametrize("seed", range(5))
def test_a_ration_lets_all_of_its_own_rate_through_despite_jitter(seed: int) -> None:
    source = random.Random(seed)
    moments_s = [7.0 + n / 20 + source.uniform(0.0, 0.024) for n in range(2000)]
    assert let_through(moments_s) == moments_s


@pytest.mark.parametrize("seed", range(5))
def test_a_ration_keeps_what_the_pace_keeps_after_delays(seed: int) -> None:
    """A checkpoint takes longer than an interval now and then; the pacer makes up for one."""
    source = random.Random(seed)
    pacer, now_s, moments_s = Pacer(1), 7.0, []
    for step in range(1000):
        now_s += pacer.wait_s(now_s) + source.uniform(0.0, 0.003)
        pacer.started(now_s)
        now_s += 0.008 + source.uniform(0.0, 0.004)
        moments_s.append(now_s)
        now_s += 0.2 if step % 25 == 0 else 0.0
    assert let_through(moments_s) == moments_s


@pytest.mark.parametrize("gap_s", [0.0005, 0.003, 0.01, 0.025, 0.0333, 0.049])
def test_a_ration_is_kept_on_average_whatever_comes(gap_s: float) -> None:
    taken = let_through([7.0 + n * gap_s for n in range(int(20 / gap_s))])
    assert len(taken) <= 20 * 20 + 2
    assert len(taken) == pytest.approx(400, abs=3), "and is used up"
    for start in range(0, len(taken) - 21, 7):
        assert taken[start + 21] - taken[start] >= 0.95, "no second has more than 22"


@pytest.mark.parametrize("seed", range(5))
def test_a_ration_holds_in_every_window_despite_delays(seed: int) -> None:
    source = random.Random(seed)
    now_s, moments_s = 7.0, []
    for _ in range(2000):
        now_s += 0.3 if source.random() < 0.02 else source.uniform(0.0, 0.01)
        moments_s.append(now_s)
    turns = let_through(moments_s)
    for first, begin_s in enumerate(turns):
        for count, end_s in enumerate(turns[first:], start=1):
            assert count <= 3 + 20 * (end_s - begin_s), f"{count} turns from {begin_s} to {end_s}"
