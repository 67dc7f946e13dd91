"""From a request to a definition: what is chosen, and what is refused."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from backend.contract.errors import ContractError
from backend.contract.rest import CreateSession
from backend.sessions import setup
from backend.sessions.record import Definition
from backend.sessions.setup import define
from backend.training.presets import PRESETS, resolve
from tests.unit.sessions.stage import LINES, TEXT, FakeEngine, source


def defined(text: str = TEXT, **fields: Any) -> Definition:
    given = {"feature_type": "watch_learn", "dataset_id": "words", **fields}
    itself = dataclasses.replace(source(), text=text, vocab_size=len(set(text)))
    return define(CreateSession(**given), itself, "owner", FakeEngine(), {})


def refusal_of(**fields: Any) -> ContractError:
    with pytest.raises(ContractError) as refusal:
        defined(**fields)
    return refusal.value


def test_the_default_presets() -> None:
    assert defined().preset == "tuned"
    assert defined(feature_type="attention_cinema").preset == "tuned"
    assert defined(feature_type="style_transfer").preset == "style"


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_can_be_had(name: str) -> None:
    d = defined(preset=name)
    assert (d.model, d.training) == resolve(name, {}, {}, len(set(TEXT)), len(TEXT))
    assert d.training.max_iters == PRESETS[name].training.max_iters
    assert d.model.n_embd == PRESETS[name].model.n_embd


def test_what_is_given_overrides_the_preset_field_by_field() -> None:
    d = defined(hyperparameters={"max_iters": 77, "warmup_steps": 7}, model={"n_layer": 1})
    tuned = PRESETS["tuned"]
    assert d.training == tuned.training.model_copy(update={"max_iters": 77, "warmup_steps": 7})
    assert d.model.n_layer == 1 and d.model.n_embd == tuned.model.n_embd


def test_a_seed_is_kept_or_drawn() -> None:
    assert defined(seed=0).seed == 0
    drawn = {defined().seed for _ in range(5)}
    assert len(drawn) == 5 and all(0 <= seed < 2**31 for seed in drawn)


def test_ids_are_random() -> None:
    assert len({defined().session_id for _ in range(5)}) == 5
    assert len(defined().session_id) == 36


@pytest.mark.parametrize(
    ("fields", "error_type", "field"),
    [
        ({"preset": "no such"}, "invalid_request", "preset"),
        ({"model": {"n_embd": 10, "n_head": 4}}, "invalid_hyperparameter", None),
        (
            {"hyperparameters": {"warmup_steps": 50, "max_iters": 20}},
            "invalid_hyperparameter",
            None,
        ),
        (
            {"model": {"n_embd": 256, "n_layer": 6, "n_head": 8}},
            "invalid_hyperparameter",
            None,
        ),
        ({"probe_text": "Ω≈ç√"}, "invalid_request", "probe_text"),
        ({"probe_text": ""}, "invalid_request", "probe_text"),
    ],
)
def test_what_does_not_fit_is_refused(
    fields: dict[str, Any], error_type: str, field: str | None
) -> None:
    error = refusal_of(**fields)
    assert error.error_type == error_type and error.message.endswith(".")
    if field:
        assert error.field == field


def test_style_needs_words() -> None:
    error = refusal_of(feature_type="style_transfer", text="word " * 49)
    assert (error.error_type, error.limit, error.value) == ("text_too_short", 50, 49)
    assert defined(feature_type="style_transfer", text="some words " * 100).preset == "style"


def test_more_memory_than_a_run_may_have_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "MAX_TRAINING_BYTES", 1000)
    error = refusal_of()
    assert error.error_type == "invalid_hyperparameter"
    assert error.limit == 1000 and isinstance(error.value, int) and error.value > 1000


def test_the_parameter_table_is_whole() -> None:
    d = defined()
    assert d.parameter_count == sum(p.count for p in d.parameters) > 1000
    for row in d.parameters:
        product = 1
        for side in row.shape:
            product *= side
        assert product == row.count, row


def test_the_probe_is_an_excerpt_of_the_validation_part() -> None:
    d = defined()
    assert 1 <= len(d.probe_text) <= d.model.block_size
    assert d.probe_text in TEXT[len(TEXT) // 2 :]


def test_a_given_probe_keeps_its_known_characters_and_its_end() -> None:
    assert defined(probe_text="the Ω cat").probe_text == "the  cat"
    d = defined(probe_text="cat sat " * 40)
    assert d.probe_text == ("cat sat " * 40)[-d.model.block_size :]


def test_reference_losses_are_the_texts_own_unless_the_cut_moves() -> None:
    assert defined().reference_losses == LINES
    short = defined(text=TEXT[:300], model={"block_size": 64})
    assert short.reference_losses != LINES, "its validation part had to be longer"
    assert short.reference_losses.uniform == pytest.approx(2.3, abs=1)


def test_accidents_travel_with_the_definition() -> None:
    request = CreateSession(feature_type="watch_learn", dataset_id="words")
    assert define(request, source(), "me", FakeEngine(), {"die": 3}).faults == {"die": 3}
