"""Writing: cached against reading all again, sliding, sampling, and the numbers it reports."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from backend.contract.errors import ContractError
from backend.data.tokenizer import CharTokenizer
from backend.training.generation import Reader, choose, generate, perplexity
from backend.training.micro_gpt import MicroGPT
from backend.training.presets import MODERN_MODEL
from tests.unit.training.support import MakeModel

TOKENIZER = CharTokenizer("\nabcdefghij")
VARIANTS: list[dict[str, object]] = [
    *({"position": position} for position in ("learned", "relative", "rotary", "none")),
    {"position": "learned", "smear": True, "n_layer": 1},
    {**MODERN_MODEL, "n_head": 4},
]


def plain_probabilities(model: MicroGPT, ids: list[int]) -> np.ndarray:
    with torch.no_grad():
        return model(torch.tensor([ids])).logits[0, -1].double().softmax(-1).numpy()


@pytest.mark.parametrize("fields", VARIANTS, ids=str)
def test_cached_reading_equals_reading_everything_again(
    make_model: MakeModel, fields: dict[str, object]
) -> None:
    model = make_model(block_size=24, **fields)
    ids = np.random.default_rng(0).integers(0, 11, 24).tolist()
    reader = Reader(model)
    got = [reader.read(ids[:5])] + [reader.read([i]) for i in ids[5:12]] + [reader.read(ids[12:])]
    ends = [*range(5, 13), 24]
    for end, probabilities in zip(ends, got, strict=True):
        expected = plain_probabilities(model, ids[:end])
        np.testing.assert_allclose(probabilities, expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("fields", VARIANTS, ids=str)
def test_text_equals_uncached_sampling_within_the_context(
    make_model: MakeModel, fields: dict[str, object]
) -> None:
    model = make_model(block_size=40, **fields)
    written = generate(model, TOKENIZER, "abc", 37, 0.8, seed=4)
    ids = TOKENIZER.encode("abc").tolist()
    for character, p, certainty in zip(
        written.text, written.token_probs, written.certainty, strict=True
    ):
        probabilities = plain_probabilities(model, ids)
        chosen = int(TOKENIZER.encode(character)[0])
        assert p == pytest.approx(probabilities[chosen], rel=1e-3)
        assert certainty == pytest.approx(probabilities[chosen] / probabilities.max(), rel=1e-3)
        ids.append(chosen)
    # The same throws of the dice on plain probabilities choose the same characters.
    again = generate(model, TOKENIZER, "abc", 37, 0.8, seed=4)
    assert again.text == written.text
    assert generate(model, TOKENIZER, "abc", 37, 0.8, seed=5).text != written.text


@pytest.mark.parametrize("fields", VARIANTS, ids=str)
def test_a_full_context_starts_again_from_its_last_half(
    make_model: MakeModel, fields: dict[str, object]
) -> None:
    model = make_model(block_size=10, **fields)
    ids = np.random.default_rng(1).integers(0, 11, 31).tolist()
    reader = Reader(model)
    context: list[int] = []
    for i in ids:
        context = [*context, i] if len(context) < 10 else [*context, i][-5:]
        expected = plain_probabilities(model, context)
        np.testing.assert_allclose(reader.read([i]), expected, rtol=1e-4, atol=1e-6)
    assert len(generate(model, TOKENIZER, "abcde", 60, 1.0, seed=1).text) == 60


def test_a_longer_text_begins_with_the_shorter_one(make_model: MakeModel) -> None:
    model = make_model()
    short, long = (generate(model, TOKENIZER, "a", n, 0.7, seed=9).text for n in (12, 50))
    assert long.startswith(short)


def test_the_smallest_temperature_chooses_the_likeliest() -> None:
    probabilities = np.array([0.2, 0.5, 0.3, 0.0])
    assert [choose(probabilities, 5e-324, None, dice) for dice in (0.0, 0.5, 0.99)] == [1, 1, 1]


def test_reported_probabilities_are_the_models_own_at_any_temperature(
    make_model: MakeModel,
) -> None:
    model = make_model()
    for temperature, top_k in ((0.3, None), (2.0, 3)):
        written = generate(model, TOKENIZER, "a", 9, temperature, top_k, seed=1)
        first = int(TOKENIZER.encode(written.text[0])[0])
        expected = plain_probabilities(model, [1])[first]
        assert written.token_probs[0] == pytest.approx(expected, rel=1e-4)
        mean = sum(-math.log(p) for p in written.token_probs) / 9
        assert written.perplexity == pytest.approx(math.exp(mean))


def test_choose_follows_the_sharpened_distribution() -> None:
    probabilities = np.array([0.1, 0.2, 0.3, 0.4])
    dice = (np.arange(10_000) + 0.5) / 10_000
    for temperature, top_k in ((1.0, None), (0.5, None), (2.0, None), (1.0, 2)):
        weights = probabilities ** (1 / temperature)
        if top_k:
            weights[: 4 - top_k] = 0
        picks = [choose(probabilities, temperature, top_k, d) for d in dice]
        share = np.bincount(picks, minlength=4) / len(picks)
        np.testing.assert_allclose(share, weights / weights.sum(), atol=2e-4)
    assert choose(probabilities, 1.0, None, 0.0) == 0
    assert choose(np.array([0.0, 1.0, 0.0]), 0.1, None, 0.999999) == 1


def test_prompts(make_model: MakeModel) -> None:
    model = make_model()
    assert generate(model, TOKENIZER, "", 1, 1.0, seed=1).prompt == "\n"
    mixed = generate(model, TOKENIZER, "aXbYX", 1, 1.0, seed=1)
    assert (mixed.prompt, mixed.dropped) == ("ab", ("X", "Y"))
    assert generate(model, TOKENIZER, "abcdefghij" * 2, 1, 1.0, seed=1).prompt == "abcdefghij"
    with pytest.raises(ContractError) as refused:
        generate(model, TOKENIZER, "XYZ", 1, 1.0, seed=1)
    assert (refused.value.error_type, refused.value.field) == ("invalid_request", "prompt")
    with pytest.raises(ValueError, match="temperature is 0"):
        generate(model, TOKENIZER, "a", 1, 0, seed=1)
    nothing = generate(model, TOKENIZER, "a", 0, 1.0, seed=1)
    assert (nothing.text, nothing.perplexity) == ("", 1.0)


def test_generating_leaves_the_models_mode_alone(make_model: MakeModel) -> None:
    model = make_model(dropout=0.5).train()
    first = generate(model, TOKENIZER, "a", 20, 1.0, seed=1).text
    assert model.training
    assert generate(model.eval(), TOKENIZER, "a", 20, 1.0, seed=1).text == first


def test_a_diverged_model_is_refused(make_model: MakeModel) -> None:
    model = make_model()
    with torch.no_grad():
        model.final_norm.weight.fill_(float("nan"))
    with pytest.raises(ValueError, match="diverged"):
        generate(model, TOKENIZER, "a", 1, 1.0, seed=1)


def test_perplexity_of_a_fair_coin_is_two() -> None:
    assert perplexity([0.5] * 7) == pytest.approx(2.0)
    assert math.isfinite(perplexity([0.0]))
