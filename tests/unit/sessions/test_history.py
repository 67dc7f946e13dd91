"""What a run has shown, within bounded memory."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.contract.rest import HeadScores, MeasuredHeads
from backend.sessions import history as history_module
from backend.sessions.history import (
    MAX_ATTENTION_STOPS,
    MAX_PROGRESS_POINTS,
    MAX_WEIGHT_STOPS,
    Attention,
    History,
    decimate,
    most_crowded,
)
from backend.training.heads import label_of
from tests.unit.examples import examples

quick = examples(100)
losses = st.lists(st.none() | st.floats(0, 10), min_size=1, max_size=300)


@quick
@given(losses, st.integers(2, 60))
def test_a_thinned_curve_keeps_its_ends_and_its_extremes(
    curve: list[float | None], limit: int
) -> None:
    steps = list(range(1, len(curve) + 1))
    kept, values = decimate(steps, curve, limit)
    assert len(kept) == len(values) <= max(limit, 2)
    assert kept == sorted(set(kept))
    assert [curve[s - 1] for s in kept] == values, "points are taken, not made"
    assert kept[0] == 1 and kept[-1] == len(curve)
    finite = [x for x in curve if x is not None]
    if limit >= 4 and finite:
        assert min(finite) in values
    if limit >= 4:
        assert max(math.inf if x is None else x for x in curve) in [
            math.inf if x is None else x for x in values
        ]


@quick
@given(st.integers(1, 12_000))
def test_at_most_2000_points_leave_the_server(count: int) -> None:
    steps = list(range(1, count + 1))
    curve: list[float | None] = [math.sin(n * n) for n in steps]
    kept, values = decimate(steps, curve)
    assert len(kept) == len(values) <= MAX_PROGRESS_POINTS
    assert len(kept) == count or len(kept) > MAX_PROGRESS_POINTS * 0.4, "and not much fewer"
    assert min(x for x in curve if x is not None) in values
    assert max(x for x in curve if x is not None) in values


def test_a_loss_that_is_no_number_does_not_push_out_the_lowest() -> None:
    curve: list[float | None] = [5.0, None, 1.0, 4.0, 3.0, 3.0, 3.0, 3.0, 2.0]
    assert decimate(list(range(9)), curve, 4) == ([0, 1, 2, 8], [5.0, None, 1.0, 2.0])


def test_a_short_curve_is_told_whole_and_as_a_copy() -> None:
    steps, curve = [1, 2], [3.0, None]
    kept = decimate(steps, curve)
    assert kept == (steps, curve)
    assert kept[0] is not steps and kept[1] is not curve


def test_gaps_are_bounded() -> None:
    """Extremes alone could leave a stretch bare."""
    steps = list(range(10_000))
    kept, _ = decimate(steps, [math.exp(-n / 500) for n in steps])
    assert max(b - a for a, b in zip(kept[:-1], kept[1:], strict=True)) <= 25


@quick
@given(st.lists(st.integers(0, 10_000), min_size=3, max_size=30, unique=True))
def test_the_most_crowded_stop_is_an_inner_one(found: list[int]) -> None:
    stops = sorted(found)
    index = most_crowded(stops)
    assert 0 < index < len(stops) - 1
    gaps = [math.log1p(stops[i + 1]) - math.log1p(stops[i - 1]) for i in range(1, len(stops) - 1)]
    assert gaps[index - 1] == min(gaps)


def attention(step: int, size: int = 2) -> Attention:
    return Attention(step, ("a",) * size, np.zeros((1, 1, size, size), np.float32))


def test_attention_is_thinned_evenly_on_a_logarithmic_axis(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(history_module, "MAX_ATTENTION_STOPS", 20)
    history = History()
    for step in range(0, 10_001, 10):
        history.add_attention(attention(step))
        assert len(history.attention) <= 20
    stops = [a.step for a in history.attention]
    assert stops[0] == 0 and stops[-1] == 10_000 and stops == sorted(stops)
    logs = [math.log1p(step) for step in stops[1:]]
    gaps = [b - a for a, b in zip(logs[:-1], logs[1:], strict=True)]
    assert max(gaps) < 4 * (logs[-1] - logs[0]) / len(gaps), stops


def test_attention_is_bounded_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_module, "ATTENTION_BYTES", 10 * 64 * 64 * 4)
    history = History()
    for step in range(100):
        history.add_attention(attention(step, size=64))
    assert len(history.attention) == 10
    monkeypatch.setattr(history_module, "ATTENTION_BYTES", 1)
    history.add_attention(attention(100, size=64))
    assert [a.step for a in history.attention] == [0, 100], "the first and the newest stay"
    assert MAX_ATTENTION_STOPS == 200


@quick
@given(st.integers(0, 60), st.integers(1, 12))
def test_weights_are_bounded_and_first_best_and_newest_stay(best: int, room: int) -> None:
    history = History()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history_module, "WEIGHTS_BYTES", room * 10)
        for step in range(0, 61):
            history.add_losses(step, None, 1.0 + abs(step - best))
            history.add_weights(MeasuredHeads(step=step, heads=[]), b"0123456789")
            assert len(history.weights) <= max(room, 3) + 1
            assert history.weights_bytes == 10 * len(history.weights)
            assert list(history.heads) == list(history.weights), "both go together"
            assert all(key == measured.step for key, measured in history.heads.items())
    assert {0, best, 60} <= history.weights.keys()
    assert history.best_step == best


@pytest.mark.parametrize(("best", "writes"), [(20, 40), (0, 40), (20, 60), (20, 20), (None, 40)])
def test_the_weights_that_write_stay(best: int | None, writes: int) -> None:
    history = History(best_step=best, writes_step=writes)
    for step in range(0, 61, 10):
        history.weights[step], history.heads[step] = b"0", MeasuredHeads(step=step, heads=[])
    history.thin_weights(0)
    kept = {0, 60, writes, *([] if best is None else [best])}
    assert kept <= history.weights.keys() == history.heads.keys()
    assert len(history.weights) == max(3, len(kept))


def test_those_from_the_best_on_may_write() -> None:
    history = History()
    assert history.writers() == []
    history.weights = dict.fromkeys([0, 30, 10, 20], b"")
    assert history.writers() == [0, 10, 20, 30]
    history.best_step = 20
    assert history.writers() == [20, 30]
    history.add_losses(10, 1.0, 2.0)
    history.best_step = 20
    assert history.writers(best_tells=False) == [10, 20, 30]


def test_untrained_weights_never_write() -> None:
    history = History()
    history.weights = dict.fromkeys([0, 1, 5, 10, 20], b"")
    for step, unseen in ((0, 5.2), (10, 5.3), (20, 5.6)):
        history.add_losses(step, 1.0, unseen)
    assert history.best_step == 0
    assert history.writers() == [10, 20], "from the first checkpoint of the training on"


def test_stops_are_bounded_in_number_whatever_their_size() -> None:
    history = History()
    for step in range(0, 3 * MAX_WEIGHT_STOPS):
        history.add_weights(MeasuredHeads(step=step, heads=[]), b"")
    assert len(history.weights) == len(history.heads) == MAX_WEIGHT_STOPS
    assert {0, 3 * MAX_WEIGHT_STOPS - 1} <= history.weights.keys()


def measured(step: int, **scores: float) -> MeasuredHeads:
    """One head, named as a worker would."""
    whole = dict.fromkeys(HeadScores.model_fields, 0.0) | scores
    label, score = label_of(whole)
    job = {"layer": 0, "head": 0, "label": label, "score": score, "scores": whole}
    return MeasuredHeads.model_validate({"step": step, "heads": [job]})


def test_a_head_keeps_its_name_while_its_measured_score_wavers() -> None:
    history = History()
    scores = [0.1, 0.31, 0.29, 0.22, 0.3, 0.19, 0.25, 0.31]
    told = [
        history.add_weights(measured(step, induction=score), b"").heads[0]
        for step, score in enumerate(scores)
    ]
    assert [job.label for job in told] == [
        "mixed", *["induction"] * 4, "mixed", "mixed", "induction",
    ]  # fmt: skip
    assert [job.score for job in told] == scores
    assert [kept.heads[0] for kept in history.heads.values()] == told, "and so it is told later"
    assert History().add_weights(measured(0, induction=0.29), b"").heads[0].label == "mixed"


def test_the_best_step_is_the_lowest_finite_and_the_earliest_of_equals() -> None:
    history = History()
    assert history.best_step is None
    found = []
    for step, loss in [(0, None), (10, 3.0), (20, 2.0), (30, 2.0), (40, None), (50, 2.5)]:
        history.add_losses(step, None, loss)
        found.append(history.best_step)
    assert found == [None, 10, 20, 20, 20, 20]


@quick
@given(
    st.lists(st.integers(0, 1000), min_size=1, max_size=20, unique=True),
    st.integers(0, 1100),
)
def test_a_step_means_the_nearest_kept_one_not_after_it(found: list[int], wanted: int) -> None:
    history = History()
    for step in sorted(found):
        history.weights[step] = str(step).encode()
    before = [s for s in found if s <= wanted]
    expected = max(before) if before else min(found)
    assert history.weights_at(wanted) == (expected, str(expected).encode())
    newest = max(found)
    assert history.weights_at(None) == (newest, str(newest).encode())


@pytest.mark.parametrize(
    ("wanted", "found"), [(0, 0), (9, 0), (10, 10), (11, 10), (20, 20), (99, 20), (None, 20)]
)
def test_a_kept_step_means_itself(wanted: int | None, found: int) -> None:
    history = History(weights={step: b"" for step in (0, 10, 20)})
    assert history.weights_at(wanted) == (found, b"")


def test_without_weights_there_is_no_model() -> None:
    assert History().weights_at(None) is None and History().weights_at(5) is None


def test_attention_is_told_with_four_decimals_and_zeros_for_what_is_no_number() -> None:
    weights = np.array([[[[1.0, math.nan], [1 / 3, 2 / 3]]]], np.float32)
    seen = Attention.from_bytes(7, ["a", "b"], 1, 1, weights.tobytes())
    assert seen.state() == {
        "step": 7,
        "n_layer": 1,
        "n_head": 1,
        "tokens": ["a", "b"],
        "heads": [{"layer": 0, "head": 0, "matrix": [[1.0, 0.0], [0.3333, 0.6667]]}],
    }


def test_heads_are_told_layer_by_layer() -> None:
    weights = np.arange(2 * 3 * 1, dtype=np.float32).reshape(2, 3, 1, 1)
    heads = Attention.from_bytes(0, ["a"], 2, 3, weights.tobytes()).state()["heads"]
    assert [(h["layer"], h["head"], h["matrix"]) for h in heads] == [
        (layer, head, [[float(layer * 3 + head)]]) for layer in range(2) for head in range(3)
    ]


@pytest.mark.parametrize(("n_layer", "n_head", "size"), [(1, 1, 1), (2, 3, 5), (1, 2, 200)])
def test_the_parts_of_the_json_are_the_whole_and_none_is_long(
    n_layer: int, n_head: int, size: int
) -> None:
    shape = (n_layer, n_head, size, size)
    weights = np.random.default_rng(4).random(shape, np.float32)
    weights[0, 0, 0, 0] = math.nan
    attention = Attention(9, tuple('"' * size), weights)
    parts = list(attention.json_parts())
    assert json.loads("".join(parts)) == attention.state()
    numbers = max(part.count(".") for part in parts)
    assert numbers <= history_module.PART_NUMBERS
    # More than one part a head where a head has more numbers than that.
    assert len(parts) >= 2 + n_layer * n_head * (2 + size * size // history_module.PART_NUMBERS)
