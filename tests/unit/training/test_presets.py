"""Presets, and requests that change them."""

from __future__ import annotations

from typing import Any

import pytest

from backend.contract.errors import ContractError
from backend.training.parameters import parameter_count
from backend.training.presets import DEFAULT_PRESET, PRESETS, resolve


def refused(model: dict[str, Any], training: dict[str, Any]) -> ContractError:
    with pytest.raises(ContractError) as caught:
        resolve("tuned", model, training, 66, 100_000)
    return caught.value


def test_every_shipped_preset_resolves_unchanged() -> None:
    sizes = {"words", "fluent", "eloquent"}
    assert set(PRESETS) == {"classic", "tuned", "modern", "style", "repeats", "micro"} | sizes
    for name, preset in PRESETS.items():
        model, training = resolve(name, {}, {}, 66, 100_000)
        for_long_text = {}
        if fit := preset.fit:
            batch_size = preset.training.batch_size * fit.most_batches
            for_long_text = {"input_noise": fit.long_text_noise, "batch_size": batch_size}
        assert training == preset.training.model_copy(update=for_long_text)
        assert model.model_dump(exclude={"vocab_size"}) == preset.model.model_dump()
        assert preset.name == name
        assert preset.training.max_iters % preset.training.eval_interval == 0
    assert DEFAULT_PRESET == "tuned"


def test_sizes_and_speeds_promised() -> None:
    counts = {n: parameter_count(resolve(n, {}, {}, 66, 10**6)[0]) for n in PRESETS}
    assert (counts["classic"], counts["tuned"], counts["modern"]) == (8384, 8384, 8608)
    assert 55_000 < counts["words"] < 70_000
    assert 85_000 < counts["fluent"] < 95_000
    assert 200_000 < counts["eloquent"] < 215_000
    speeds = {name: preset.speed_multiplier for name, preset in PRESETS.items()}
    assert speeds == {
        "classic": 1,
        "tuned": 1,
        "modern": 1,
        "words": 0,
        "fluent": 0,
        "eloquent": 0,
        "style": 2,
        "repeats": 1,
        "micro": 1,
    }


def test_what_is_given_overrides_field_by_field() -> None:
    model, training = resolve(
        "modern", {"n_head": 4}, {"weight_decay": 0, "grad_clip": 2}, 66, 10**6
    )
    assert (model.n_head, model.position) == (4, "relative")
    assert (training.weight_decay, training.grad_clip, training.optimizer) == (0, 2, "muon")


def test_warm_up_keeps_its_share_unless_given() -> None:
    def warmup(**given: int) -> int:
        return resolve("tuned", {}, given, 66, 10**6)[1].warmup_steps

    assert warmup(max_iters=1000) == 150
    assert warmup(max_iters=10) == 2
    assert warmup(max_iters=1000, warmup_steps=7) == 7
    assert resolve("style", {}, {"max_iters": 10}, 66, 10**6)[1].warmup_steps == 1


def test_short_texts_shorten_the_context() -> None:
    assert resolve("tuned", {}, {}, 30, 120)[0].block_size == 30
    assert resolve("tuned", {"block_size": 16}, {}, 30, 120)[0].block_size == 16


@pytest.mark.parametrize(
    ("n_chars", "context", "batch", "noise"),
    [
        (300, 8, 64, 0.25),
        (850, 8, 64, 0.25),
        (1_999, 19, 26, 0.25),
        (2_000, 20, 25, 0.15),
        (3_400, 34, 15, 0.15),
        (7_999, 64, 8, 0.15),
        (8_000, 64, 16, 0.15),
        (12_000, 64, 24, 0.15),
        (60_000, 64, 32, 0.15),
    ],
)
def test_the_recipe_for_own_texts_follows_their_length(
    n_chars: int, context: int, batch: int, noise: float
) -> None:
    model, training = resolve("style", {}, {}, 30, n_chars)
    assert (model.block_size, training.batch_size, training.input_noise) == (context, batch, noise)
    model, training = resolve("style", {}, {"batch_size": 4, "input_noise": 0}, 30, n_chars)
    assert (model.block_size, training.batch_size, training.input_noise) == (context, 4, 0)
    model, training = resolve("style", {"block_size": 64}, {}, 30, n_chars)
    asked = 8 * max(1, min(n_chars // 4_000, 4))
    assert (model.block_size, training.batch_size) == (min(64, n_chars // 4), asked)


@pytest.mark.parametrize(
    ("model", "training", "field", "limit"),
    [
        ({}, {"max_iters": 5}, "max_iters", 10),
        ({}, {"max_iters": 10**4000}, "max_iters", 10_000),
        ({}, {"max_iters": True}, "max_iters", None),
        ({}, {"max_iters": 50.5}, "max_iters", None),
        ({}, {"max_iters": "50"}, "max_iters", None),
        ({}, {"max_iters": None}, "max_iters", None),
        ({}, {"learning_rate": float("nan")}, "learning_rate", None),
        ({}, {"learning_rate": float("inf")}, "learning_rate", None),
        ({}, {"learning_rate": 0}, "learning_rate", 0),
        ({}, {"learning_rate": False}, "learning_rate", None),
        ({}, {"warmup_steps": 501}, "warmup_steps", 500),
        ({}, {"momentum": 1}, "momentum", None),
        ({"n_embd": 300}, {}, "n_embd", 256),
        ({"n_embd": 30, "n_head": 4}, {}, "n_embd", 4),
        ({"position": "alibi"}, {}, "position", "'learned', 'relative', 'rotary' or 'none'"),
        ({"width": 16}, {}, "width", None),
        ({"vocab_size": 16}, {}, "vocab_size", None),
        ({"n_embd": 256, "n_layer": 6}, {}, "n_embd", 2_000_000),
    ],
    ids=lambda value: str(value)[:60],
)
def test_refusals_name_field_and_bound(
    model: dict[str, Any], training: dict[str, Any], field: str, limit: object
) -> None:
    refusal = refused(model, training)
    assert refusal.error_type == "invalid_hyperparameter"
    assert (refusal.field, refusal.limit) == (field, limit)
    assert field in refusal.message
    assert refusal.message.endswith(".")


def test_unknown_presets_are_refused_with_the_names_there_are() -> None:
    with pytest.raises(ContractError) as caught:
        resolve("tunde", {}, {}, 66, 1000)
    assert caught.value.error_type == "invalid_request"
    assert "'tunde'" in caught.value.message
    assert "tuned, modern" in caught.value.message
