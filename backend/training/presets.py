"""The named configurations a person can choose, and how a request changes one field by field.

Owns architectures, recipes and what each was measured to reach (found by `benchmarks/learning.py`,
recorded in `docs/learning.md`). Must not import torch: the web process uses it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.contract.base import RequestModel
from backend.contract.config import (
    MAX_PARAMETERS,
    ModelConfig,
    ModelFields,
    SpeedMultiplier,
    TrainingConfig,
)
from backend.contract.errors import ContractError
from backend.contract.parse import parse
from backend.data.corpus import MIN_BLOCK_SIZE, fit_block_size
from backend.training.parameters import parameter_count

DEFAULT_PRESET = "tuned"


@dataclass(frozen=True)
class Expected:
    """What a preset reached on the reference machine: one core, median of several seeds.

    `val_loss` in nats per character over the whole validation part of `dataset`; `seconds` is the
    time of the iterations at Max speed.
    """

    val_loss: float
    seconds: float
    dataset: str


@dataclass(frozen=True)
class TextFit:
    """What a recipe changes for a short and for a long text.

    Attributes:
        characters_per_context: the context is one character for so many of the text, down to 8 and
            at most `model.block_size`, and a batch holds as many characters as ever. What stands
            before a letter says more than the letter's own word; in a short text it says which
            place this is, and a model that sees so far learns the text by heart.
        long_text: from so many characters on, `input_noise` is `long_text_noise`: the more there
            is to learn, the less must be kept from being learned by heart.
        characters_per_batch: a batch grows by its own size for each so many of the text, up to
            `most_batches` times: in as many iterations a longer text is read as often.
    """

    characters_per_context: int
    long_text: int
    long_text_noise: float
    characters_per_batch: int
    most_batches: int


@dataclass(frozen=True)
class Preset:
    """One named configuration.

    Attributes:
        speed_multiplier: the speed it starts at (0 = Max).
        fit: how the recipe follows the length of the text, where it does.
    """

    name: str
    title: str
    description: str
    model: ModelFields
    training: TrainingConfig
    speed_multiplier: SpeedMultiplier
    expected: Expected
    fit: TextFit | None = None


#: What changed in language models since GPT-2, as far as it helps a small one.
MODERN_MODEL: dict[str, Any] = {
    "position": "relative",
    "norm": "rmsnorm",
    "activation": "relu2",
    "weight_tying": False,
    "smear": True,
}
MODERN_RECIPE: dict[str, Any] = {
    "optimizer": "muon",
    "matrix_learning_rate": 0.04,
    "learning_rate": 0.015,
    "beta1": 0.9,
    "beta2": 0.99,
}

PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset(
            name="classic",
            title="Classic",
            description="The textbook recipe with small, careful steps. It learns, but slowly.",
            model=ModelFields(),
            training=TrainingConfig(
                learning_rate=1e-3,
                warmup_steps=50,
                lr_decay="cosine",
                beta1=0.9,
                beta2=0.999,
            ),
            speed_multiplier=1,
            expected=Expected(2.67, 0.4, "shakespeare"),
        ),
        Preset(
            name="tuned",
            title="Tuned",
            description="The same network taught with bold steps: from noise to word-like text.",
            model=ModelFields(),
            training=TrainingConfig(),
            speed_multiplier=1,
            expected=Expected(2.21, 0.4, "shakespeare"),
        ),
        Preset(
            name="modern",
            title="Modern",
            description="As small, but built like today's models: real words come sooner.",
            model=ModelFields(**MODERN_MODEL),
            training=TrainingConfig(**MODERN_RECIPE),
            speed_multiplier=1,
            expected=Expected(1.99, 0.4, "shakespeare"),
        ),
        Preset(
            name="words",
            title="Words",
            description="Seven times as many connections: lines that could be from the text.",
            model=ModelFields(n_embd=48, n_head=4, **MODERN_MODEL),
            training=TrainingConfig(
                **MODERN_RECIPE, batch_size=16, max_iters=2400, warmup_steps=150, eval_interval=240
            ),
            speed_multiplier=0,
            expected=Expected(1.75, 6, "shakespeare"),
        ),
        Preset(
            name="fluent",
            title="Fluent",
            description="Three layers deep: whole phrases with the ring of the original.",
            model=ModelFields(n_embd=48, n_layer=3, n_head=4, **MODERN_MODEL),
            training=TrainingConfig(
                **MODERN_RECIPE, batch_size=16, max_iters=4800, warmup_steps=150, eval_interval=480
            ),
            speed_multiplier=0,
            expected=Expected(1.71, 18, "shakespeare"),
        ),
        Preset(
            name="eloquent",
            title="Eloquent",
            description="The largest, for who can wait a minute: sentences that almost hold.",
            model=ModelFields(n_embd=64, n_layer=4, n_head=4, **MODERN_MODEL),
            training=TrainingConfig(
                **MODERN_RECIPE, batch_size=16, max_iters=4800, warmup_steps=150, eval_interval=480
            ),
            speed_multiplier=0,
            expected=Expected(1.67, 44, "shakespeare"),
        ),
        Preset(
            name="style",
            title="Your style",
            description="For your own texts: learns more of how you write and less by heart.",
            model=ModelFields(n_embd=64, n_head=4, dropout=0.2, **MODERN_MODEL),
            training=TrainingConfig(
                optimizer="muon",
                learning_rate=0.01,
                matrix_learning_rate=0.02,
                beta1=0.9,
                beta2=0.99,
                weight_decay=0.1,
                batch_size=8,
                max_iters=650,
                warmup_steps=20,
                lr_decay="linear",
                min_lr_ratio=0.05,
                eval_interval=25,
                input_noise=0.25,
            ),
            speed_multiplier=2,
            expected=Expected(2.36, 2.2, "own text"),
            # Measured in docs/log.md: a context of 8 characters for 150 words, 16 for 300, 32 for
            # 600; batches twice as large from 1,500 words on, four times from 3,000.
            fit=TextFit(
                characters_per_context=100,
                long_text=2_000,
                long_text_noise=0.15,
                characters_per_batch=4_000,
                most_batches=4,
            ),
        ),
        Preset(
            name="repeats",
            title="Repeats",
            description="For the Repeats text: a head learns to find and copy what came before.",
            # Without smearing, which would do the first head's work for it. Many small heads and
            # quick distance biases: with four heads, or half the rate, some seeds never find it.
            model=ModelFields(n_embd=32, n_head=8, **MODERN_MODEL | {"smear": False}),
            # The rate stays high until late starters have found it too.
            training=TrainingConfig(
                **MODERN_RECIPE | {"learning_rate": 0.03},
                max_iters=600,
                warmup_steps=30,
                lr_decay="trapezoid",
            ),
            speed_multiplier=1,
            expected=Expected(1.42, 1.5, "repeats"),
        ),
        Preset(
            name="micro",
            title="Micro",
            description="For the Names: the Code Lab's network makes up names letter by letter.",
            model=ModelFields(
                n_layer=1,
                n_head=4,
                block_size=16,
                norm="plain_rmsnorm",
                stream_norm="first",
                weight_tying=False,
            ),
            # Short pieces, so more of them: as many characters a step as in the others.
            training=TrainingConfig(
                batch_size=128,
                learning_rate=0.03,
                warmup_steps=0,
                lr_decay="linear",
                min_lr_ratio=0,
                beta1=0.85,
                beta2=0.99,
                grad_clip=0,
            ),
            speed_multiplier=1,
            expected=Expected(2.17, 0.3, "names"),
        ),
    )
}


class _Configuration(RequestModel):
    """Both halves under the names a request gives them, so that refusals name its fields."""

    model: ModelConfig
    hyperparameters: TrainingConfig


def resolve(
    preset_name: str,
    model_overrides: Mapping[str, Any],
    training_overrides: Mapping[str, Any],
    vocab_size: int,
    n_chars: int,
) -> tuple[ModelConfig, TrainingConfig]:
    """A preset with a request's changes, fitted to a text.

    When max_iters is changed and warmup_steps is not, the warm-up keeps the preset's share of the
    run. block_size is cut to what the text allows; what the preset fits to the length of the text
    (`TextFit`) holds where the request does not say otherwise.

    Args:
        vocab_size, n_chars: distinct characters of the text, and its length.

    Raises:
        ContractError: ``invalid_request`` for an unknown preset, ``invalid_hyperparameter`` for
            unknown fields and values out of bounds, naming field, value and bound.
    """
    preset = PRESETS.get(preset_name)
    if preset is None:
        raise ContractError(
            "invalid_request",
            f"There is no preset {preset_name!r}; choose one of {', '.join(PRESETS)}.",
            field="preset",
            value=preset_name[:100],
        )
    if "vocab_size" in model_overrides:
        raise ContractError(
            "invalid_hyperparameter",
            "vocab_size follows from the text. Leave it out.",
            field="vocab_size",
        )
    fitted_model, fitted_training = _fitted(preset, model_overrides, n_chars)
    architecture = preset.model.model_dump() | fitted_model | dict(model_overrides)
    architecture["vocab_size"] = vocab_size
    recipe = _recipe(preset.training, fitted_training | dict(training_overrides))
    try:
        checked = parse(_Configuration, {"model": architecture, "hyperparameters": recipe})
    except ContractError as refusal:
        raise _named(refusal, architecture, recipe) from None
    block_size = fit_block_size(n_chars, checked.model.block_size)
    model = checked.model.model_copy(update={"block_size": block_size})
    count = parameter_count(model)
    if count > MAX_PARAMETERS:
        raise ContractError(
            "invalid_hyperparameter",
            f"This model would have {count:,} parameters; at most {MAX_PARAMETERS:,} can learn "
            "while you watch. Choose a smaller n_embd or n_layer.",
            field="n_embd",
            limit=MAX_PARAMETERS,
            value=count,
        )
    return model, checked.hyperparameters


def _fitted(
    preset: Preset, given: Mapping[str, Any], n_chars: int
) -> tuple[dict[str, int], dict[str, float]]:
    """What the length of the text changes in architecture and recipe, where the preset says so."""
    if preset.fit is None:
        return {}, {}
    fit, wanted = preset.fit, preset.model.block_size
    model: dict[str, int] = {}
    training: dict[str, float] = {}
    if n_chars >= fit.long_text:
        training["input_noise"] = fit.long_text_noise
    batches = min(max(n_chars // fit.characters_per_batch, 1), fit.most_batches)
    training["batch_size"] = preset.training.batch_size * batches
    if "block_size" not in given:
        context = min(wanted, n_chars // fit.characters_per_context)
        model["block_size"] = max(MIN_BLOCK_SIZE, context)
        training["batch_size"] = training["batch_size"] * wanted // model["block_size"]
    return model, training


def _recipe(training: TrainingConfig, overrides: Mapping[str, Any]) -> dict[str, Any]:
    """The preset's recipe with what was given, and the warm-up in proportion."""
    merged = training.model_dump() | dict(overrides)
    iterations = merged["max_iters"]
    if "warmup_steps" in overrides or type(iterations) is not int or iterations < 1:
        return merged
    # Beyond the bounds the product would be of no use; the validation refuses those anyway.
    share = training.warmup_steps / training.max_iters
    warmup = round(min(iterations, 10**6) * share)
    return merged | {"warmup_steps": max(1, warmup) if training.warmup_steps else 0}


def _named(
    refusal: ContractError, architecture: Mapping[str, Any], recipe: Mapping[str, Any]
) -> ContractError:
    """The refusal with a field where two fields contradict each other: the one to change."""
    if refusal.field == "model":
        field, value, limit = "n_embd", architecture["n_embd"], architecture["n_head"]
    elif refusal.field == "hyperparameters":
        field, value, limit = "warmup_steps", recipe["warmup_steps"], recipe["max_iters"]
    else:
        return refusal
    return ContractError(refusal.error_type, refusal.message, field=field, limit=limit, value=value)
