"""How fresh weights are spread."""

from __future__ import annotations

import math

import pytest
import torch

from backend.contract.config import ModelConfig, TrainingConfig
from backend.training.init import initialise
from backend.training.micro_gpt import MicroGPT
from backend.training.presets import MODERN_MODEL, PRESETS


def fresh(training: TrainingConfig, seed: int = 1, **fields: object) -> MicroGPT:
    given = {"n_embd": 64, "n_head": 4, "vocab_size": 66} | fields
    model = MicroGPT(ModelConfig.model_validate(given))
    initialise(model, training, torch.Generator().manual_seed(seed))
    return model


@pytest.mark.parametrize(
    ("preset", "fields", "spreads"),
    [
        (
            "tuned",
            {},
            {
                "token_embedding": 0.1,
                "position_embedding": 0.01,
                "qkv": 1 / 8,
                "proj": 0,
                "up": 1 / 8,
                "down": 0,
            },
        ),
        ("modern", MODERN_MODEL, {"token_embedding": 0.1, "qkv": 1 / 8, "down": 0, "head": 0}),
        ("classic", {}, dict.fromkeys(("token_embedding", "qkv", "proj", "up", "down"), 0.02)),
        ("tuned", {"residual": False}, {"proj": 1 / 8, "down": 1 / 16}),
    ],
)
def test_spread_of_each_recipe(
    preset: str, fields: dict[str, object], spreads: dict[str, float]
) -> None:
    model = fresh(PRESETS[preset].training, **fields)
    for name, std in spreads.items():
        weights = [p for n, p in model.named_parameters() if n.endswith(f"{name}.weight")]
        assert weights
        for weight in weights:
            assert float(weight.detach().std()) == pytest.approx(std, rel=0.1)


def test_vectors_start_neutral_and_an_untied_head_at_uniform() -> None:
    model = fresh(PRESETS["modern"].training, **MODERN_MODEL, bias=True)
    for name, weight in model.named_parameters():
        if weight.ndim == 1 or "distance" in name:
            expected = 1.0 if "norm" in name else 0.0
            assert torch.equal(weight, torch.full_like(weight, expected)), name
    idx = torch.arange(64)[None] % 66
    assert float(model(idx, idx).loss.detach()) == pytest.approx(math.log(66), rel=1e-6)


def test_the_seed_decides() -> None:
    one, same, other = (fresh(TrainingConfig(), seed) for seed in (1, 1, 2))
    for p, q in zip(one.parameters(), same.parameters(), strict=True):
        assert torch.equal(p, q)
    weights = (m.token_embedding.weight for m in (one, other))
    assert not torch.equal(*weights)


def test_turning_the_learning_rate_does_not_change_where_a_run_starts() -> None:
    slow = TrainingConfig(learning_rate=1e-4, lr_decay="cosine", optimizer="muon")
    weights = (fresh(t).blocks[0].mlp.up.weight for t in (TrainingConfig(), slow))
    assert torch.equal(*weights)
