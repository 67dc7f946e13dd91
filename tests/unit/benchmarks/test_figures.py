"""Figures that are reckoned rather than measured, and what they are reckoned from."""

from __future__ import annotations

import pytest

from backend.contract.config import ModelConfig, TrainingConfig
from backend.data.corpus import Corpus
from backend.training.presets import PRESETS
from benchmarks import ablation, tuning
from benchmarks._load_steady import Look, Usage, gives_first, largest
from benchmarks._peak import step_flops
from benchmarks._texts import for_choosing, text_named


def test_the_arithmetic_of_a_step_is_what_counting_each_product_gives() -> None:
    model = ModelConfig(n_embd=12, n_layer=3, n_head=2, block_size=10, vocab_size=7)
    forth = 0
    for place in range(10):
        for _ in range(3):
            forth += (
                2 * 12 * (3 * 12 + 12)
            )  # queries, keys and values; the way back into the stream
            forth += 2 * 12 * (4 * 12) * 2  # up and down
            forth += 2 * 12 * (place + 1) * 2  # looks at itself and all before it; hears them
        forth += 2 * 12 * 7  # the head
    assert step_flops(model, TrainingConfig(batch_size=5)) == 3 * 5 * forth


@pytest.mark.parametrize(
    ("carried", "found"),
    [(0, (0, 24)), (23, (0, 24)), (24, (24, 32)), (45, (40, 48)), (89, (88, 90)), (90, (90, None))],
)
def test_steady_finds_the_last_number_that_holds(carried: int, found: object) -> None:
    asked: list[int] = []

    def holds(count: int) -> bool:
        asked.append(count)
        return count <= carried

    assert largest(holds, first=24, most=90) == found
    assert asked == sorted(set(asked)), "nothing is measured twice, and none ends for the next"


def test_what_is_nearest_to_its_limit_gives_first() -> None:
    look = Look([18.0], 20.0, 12.0, 9000.0, Usage(processors=0.7, server=0.99, memory=0.4))
    assert gives_first(look).startswith("the server's core (99% of it), before the processors")


def test_so_many_runs_hold_when_their_slowest_does_in_most_windows() -> None:
    usage = Usage(processors=0.7, server=0.4, memory=0.4)
    assert Look([19.0, 12.0, 19.1], 20.0, 12.0, 9000.0, usage).holds
    assert not Look([18.9, 20.0, 18.9], 20.0, 12.0, 9000.0, usage).holds


def test_what_is_chosen_never_sees_the_validation_part() -> None:
    whole = Corpus.from_text(text_named("shakespeare"), 64)
    inner = for_choosing("shakespeare", 64)
    assert inner.text == whole.text[: whole.split]
    assert len(inner.val) == pytest.approx(len(whole.train) / 10, rel=0.001)


@pytest.mark.parametrize("preset", list(tuning.SEEDS))
def test_neighbours_differ_from_the_recipe_in_what_they_say(preset: str) -> None:
    recipe = PRESETS[preset].training
    found = tuning.neighbours(recipe, large=tuning.SEEDS[preset] == 1)
    assert found.pop(tuning.CHOSEN) == recipe
    assert len(found) >= 4
    for title, neighbour in found.items():
        TrainingConfig.model_validate(neighbour.model_dump())  # within the bounds of a request
        before, after = recipe.model_dump(), neighbour.model_dump()
        changed = {name for name in before if before[name] != after[name]}
        assert changed - {"warmup_steps"} <= set(title.replace(",", "").split())
        assert changed
        characters = neighbour.batch_size * neighbour.max_iters
        assert characters == recipe.batch_size * recipe.max_iters


def test_a_neighbour_is_better_only_outside_the_spread() -> None:
    chosen = [2.00, 2.01, 2.02]
    assert tuning.verdict([1.96, 1.97, 1.98], chosen) == "clearly better"
    assert tuning.verdict([2.04, 2.05, 2.06], chosen) == "clearly worse"
    assert tuning.verdict([1.99, 2.00, 2.01], chosen) == "within the spread"
    assert tuning.verdict([1.99], [2.0]) == "within the spread"
    assert tuning.verdict([1.98], [2.0]) == "clearly better"
    found = {"tuned": {"losses": {tuning.CHOSEN: chosen, "rate 0.1": [1.96, 1.97, 1.98]}}}
    assert "tuned with rate 0.1" in tuning.better_ones(found)


def rung(title: str, losses: list[float], left_out: list[float] | None = None) -> ablation.Row:
    without = None if left_out is None else ablation.Reached(8000, left_out)
    return ablation.Row(title, ablation.Reached(8000, losses), without)


def test_the_ladder_says_which_rungs_lie_within_the_spread() -> None:
    rows = [
        rung("classic", [2.66, 2.67, 2.68]),
        rung("bold", [2.20, 2.21, 2.22]),
        rung("norm", [2.19, 2.205, 2.22], left_out=[2.20, 2.21, 2.22]),
        rung("gain", [2.18, 2.20, 2.22], left_out=[1.99, 2.00, 2.01]),
        rung("muon", [1.98, 1.99, 2.00], left_out=[1.98, 1.99, 2.00]),
    ]
    (told,) = ablation.in_words(rows)
    lower, within = told.split(". ")
    assert lower == "Clearly lower than the row above: bold; muon"
    assert "norm (yet clearly missed where `modern` lacks it); gain." in within
    table = "\n".join(ablation.table(rows, 3, [{"load_before": 0, "date": "", **PLACE}]))
    assert "| + norm | 8,000 | 2.205 ± 0.015 | -0.005, within the spread | " in table
    assert "| + bold | 8,000 | 2.210 ± 0.010 | -0.460 |  |" in table


def test_one_seed_tells_nothing_about_chance() -> None:
    (told,) = ablation.in_words([rung("classic", [2.7]), rung("bold", [2.2])])
    assert told.startswith("Single runs")


PLACE = dict.fromkeys(("system", "processor", "cores", "python", "torch"), "")
