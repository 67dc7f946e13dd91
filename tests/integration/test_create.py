"""Setting up a session: defaults, overrides, every bound, and what is not a number at all."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest

from backend.contract.config import ModelFields, TrainingConfig
from backend.contract.rest import CreateSession
from tests.live.api import Api, assert_refused, small
from tests.live.tables import NOT_NUMBERS, ODD_TEXTS, with_raw

CREATE = "/api/sessions/create"
MINIMAL = {"feature_type": "watch_learn", "dataset_id": "shakespeare"}

#: field: accepted values, refused values; the contract's table.
BOUNDS: dict[str, tuple[tuple[Any, ...], tuple[Any, ...]]] = {
    "hyperparameters.batch_size": ((1, 128), (0, 129, -1, 1.5)),
    "hyperparameters.max_iters": ((10, 10_000), (9, 10_001, 100.5)),
    "hyperparameters.learning_rate": ((1e-9, 0.1), (0, -0.1, 0.1001)),
    "hyperparameters.eval_interval": ((1, 10_000), (0, -5)),
    "hyperparameters.warmup_steps": ((0, 20), (-1, 21)),
    "hyperparameters.lr_decay": (
        ("cosine", "linear", "trapezoid", "constant"),
        ("Cosine", "", "none"),
    ),
    "hyperparameters.min_lr_ratio": ((0, 1), (-0.1, 1.1)),
    "hyperparameters.optimizer": (("adamw", "muon"), ("sgd", "")),
    "hyperparameters.matrix_learning_rate": ((1e-9, 0.1), (0, 0.2)),
    "hyperparameters.beta1": ((0, 0.999), (-0.1, 0.9991, 1)),
    "hyperparameters.beta2": ((0, 0.9999), (-0.1, 0.99991, 1)),
    "hyperparameters.weight_decay": ((0, 1), (-1e-9, 1.01)),
    "hyperparameters.grad_clip": ((0, 10), (-1, 10.1)),
    "hyperparameters.input_noise": ((0, 0.5), (-0.1, 0.51)),
    "model.n_embd": ((4, 256), (3, 257, 0, 9)),
    "model.n_layer": ((1, 6), (0, 7)),
    "model.n_head": ((1, 8), (0, 9, 3)),
    "model.block_size": ((8, 256), (7, 257)),
    "model.position": (("learned", "relative", "rotary", "none"), ("alibi", "")),
    "model.norm": (("layernorm", "rmsnorm", "plain_rmsnorm", "none"), ("batchnorm",)),
    "model.stream_norm": (("last", "first"), ("middle",)),
    "model.activation": (("relu", "relu2", "gelu"), ("silu",)),
    "model.weight_tying": ((True, False), ("yes", 1, 0)),
    "model.residual": ((True, False), (1,)),
    "model.bias": ((True, False), (1,)),
    "model.smear": ((True, False), (1,)),
    "model.dropout": ((0, 0.5), (-0.1, 0.51)),
}
NUMBERS = [f for f, (ok, _) in BOUNDS.items() if not isinstance(ok[0], (str, bool))]


def with_field(field: str, value: Any) -> dict[str, Any]:
    part, name = field.split(".")
    return small(**{part: {name: value}})


def test_the_table_of_bounds_is_complete() -> None:
    fields = {f"hyperparameters.{f}" for f in TrainingConfig.model_fields}
    fields |= {f"model.{f}" for f in ModelFields.model_fields}
    assert fields == set(BOUNDS), fields ^ set(BOUNDS)


@pytest.mark.parametrize("field", BOUNDS)
def test_bounds_are_held_and_told(api: Api, field: str) -> None:
    part, name = field.split(".")
    good, bad = BOUNDS[field]
    for value in good:
        session = api.create(with_field(field, value))
        config = session["training_config" if part == "hyperparameters" else "model_config"]
        assert config[name] == value, config
        api.delete(f"/api/sessions/{session['session_id']}")
    for value in bad:
        body = assert_refused(
            api.post(CREATE, with_field(field, value)), 400, "invalid_hyperparameter"
        )
        assert name in body["message"], body
        if name not in ("warmup_steps", "n_head", "n_embd"):  # these may break a rule of two fields
            assert body["field"] == name and body["value"] == value, body


@pytest.mark.parametrize("field", NUMBERS)
def test_what_is_not_a_number_is_no_hyperparameter(api: Api, field: str) -> None:
    for name, raw in NOT_NUMBERS.items():
        answer = api.post(CREATE, data=with_raw(small(), tuple(field.split(".")), raw))
        assert answer.status_code == 400, f"{field} {name}: {answer.text}"
        assert answer.json()["error_type"] in ("invalid_hyperparameter", "invalid_request")


@pytest.mark.parametrize("field", CreateSession.model_fields)
def test_odd_values_in_every_field_of_create(api: Api, field: str) -> None:
    if field in ("seed", "speed_multiplier"):
        for name, raw in NOT_NUMBERS.items():
            answer = api.post(CREATE, data=with_raw(small(), (field,), raw))
            assert_refused(answer, 400, "invalid_request")
            assert answer.json()["field"] in (field, None), f"{name}: {answer.text}"
    for name, raw in ODD_TEXTS.items():
        answer = api.post(CREATE, data=with_raw(small(), (field,), raw))
        if answer.status_code == 201:
            # 5 is a speed and a seed; a probe text may hold anything that the text knows too.
            assert field in ("seed", "speed_multiplier", "probe_text"), f"{field} {name}"
            api.delete(f"/api/sessions/{answer.json()['session_id']}")
        else:
            assert answer.status_code in (400, 404), f"{field} {name}: {answer.text}"


def test_the_answer_defines_the_run(api: Api) -> None:
    session = api.create(MINIMAL)
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
                        session["session_id"]), session["session_id"]  # fmt: skip
    assert session["status"] == "idle" and session["preset"] == "tuned", session
    assert session["feature_type"] == "watch_learn" and session["dataset_id"] == "shakespeare"
    assert set(session["model_config"]) == set(ModelFields.model_fields) | {"vocab_size"}
    assert set(session["training_config"]) == set(TrainingConfig.model_fields)
    total = 0
    for row in session["parameters"]:
        count = 1
        for side in row["shape"]:
            count *= side
        assert row["count"] == count, row
        total += count
    assert session["parameter_count"] == total > 8000, session["parameter_count"]
    lines = session["reference_losses"]
    assert lines["uniform"] > lines["unigram"] > lines["bigram"] > lines["trigram"] > 0, lines
    assert session["device"] == "cpu", session
    assert (session["engine"], session["engine_reason"]) == (None, ""), "nobody trains it yet"
    assert 0 < len(session["probe_text"]) <= session["model_config"]["block_size"]
    assert session["created_at"].endswith("Z"), session["created_at"]
    datetime.fromisoformat(session["created_at"])
    other = api.create(MINIMAL)
    assert other["seed"] != session["seed"], "the default seed is random"
    assert other["session_id"] != session["session_id"]
    for made in (session, other):
        api.delete(f"/api/sessions/{made['session_id']}")


def test_what_is_given_overrides_the_preset_field_by_field(api: Api) -> None:
    presets = {p["name"]: p for p in api.get("/api/presets").json()["presets"]}
    changes = {"hyperparameters": {"eval_interval": 77}, "model": {"n_layer": 1}, "seed": 2**53 - 1}
    session = api.create({**MINIMAL, "preset": "classic", "speed_multiplier": 5, **changes})
    training, model = session["training_config"], session["model_config"]
    assert training == {**presets["classic"]["training"], "eval_interval": 77}, training
    expected = {**presets["classic"]["model"], "n_layer": 1, "vocab_size": model["vocab_size"]}
    assert model == expected, model
    assert session["seed"] == 2**53 - 1 and session["speed_multiplier"] == 5, session
    api.delete(f"/api/sessions/{session['session_id']}")


def test_fewer_iterations_keep_the_share_of_the_warm_up(api: Api) -> None:
    """Otherwise every shorter run of a preset would be refused: its warm-up would not fit."""
    shorter = {"hyperparameters": {"max_iters": 50}, "preset": "classic"}
    session = api.create({**MINIMAL, **shorter})
    assert session["training_config"]["warmup_steps"] == 5, session["training_config"]
    api.delete(f"/api/sessions/{session['session_id']}")


def test_style_has_its_own_default_preset(api: Api) -> None:
    session = api.create({**MINIMAL, "feature_type": "style_transfer"})
    assert session["preset"] == "style", session["preset"]
    api.delete(f"/api/sessions/{session['session_id']}")


@pytest.mark.parametrize(
    ("change", "status", "error_type", "field"),
    [
        ({"feature_type": "chat"}, 400, "invalid_request", "feature_type"),
        ({"dataset_id": "nowhere"}, 404, "dataset_not_found", None),
        ({"dataset_id": "../poems"}, 404, "dataset_not_found", None),
        ({"preset": "huge"}, 400, "invalid_request", "preset"),
        ({"seed": -1}, 400, "invalid_request", "seed"),
        ({"seed": 2**53}, 400, "invalid_request", "seed"),
        ({"seed": 1.5}, 400, "invalid_request", "seed"),
        ({"speed_multiplier": 3}, 400, "invalid_request", "speed_multiplier"),
        ({"device": "tpu"}, 400, "invalid_request", "device"),
        ({"device": "mps"}, 400, "invalid_request", "device"),
        ({"probe_text": "x" * 2001}, 400, "invalid_request", "probe_text"),
        ({"probe_text": "文字"}, 400, "invalid_request", "probe_text"),
        ({"probe_text": ""}, 400, "invalid_request", "probe_text"),
        ({"surprise": 1}, 400, "invalid_request", "surprise"),
        ({"hyperparameters": {"lr": 1}}, 400, "invalid_hyperparameter", "lr"),
        ({"model": {"vocab_size": 5}}, 400, "invalid_hyperparameter", "vocab_size"),
        ({"hyperparameters": [1]}, 400, "invalid_hyperparameter", "hyperparameters"),
        ({"model": "large"}, 400, "invalid_hyperparameter", "model"),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, dict) else "",
)
def test_refusals_name_the_field(
    api: Api, change: dict[str, Any], status: int, error_type: str, field: str | None
) -> None:
    body = assert_refused(api.post(CREATE, {**MINIMAL, **change}), status, error_type)
    if field:
        assert body["field"] == field, body


@pytest.mark.parametrize("missing", ["feature_type", "dataset_id"])
def test_what_must_be_said(api: Api, missing: str) -> None:
    body = {key: value for key, value in MINIMAL.items() if key != missing}
    assert assert_refused(api.post(CREATE, body), 400, "invalid_request")["field"] == missing


def test_two_million_parameters_are_the_limit(api: Api) -> None:
    model = {"n_embd": 256, "n_layer": 6, "n_head": 8, "block_size": 256}
    body = assert_refused(
        api.post(CREATE, {**MINIMAL, "model": model}), 400, "invalid_hyperparameter"
    )
    assert body["limit"] == 2_000_000 and body["value"] > 2_000_000, body


def test_a_short_text_shortens_the_context(api: Api) -> None:
    text = "one two three four five six seven eight nine ten eleven " * 2
    dataset = api.post("/api/datasets/from-text", {"text": text}).json()
    session = api.create({**MINIMAL, "dataset_id": dataset["dataset_id"]})
    assert session["model_config"]["block_size"] == dataset["char_count"] // 4, session
    assert session["model_config"]["vocab_size"] == dataset["vocab_size"]
    style = {**MINIMAL, "dataset_id": dataset["dataset_id"], "feature_type": "style_transfer"}
    body = assert_refused(api.post(CREATE, style), 400, "text_too_short")
    assert body["limit"] == 50 and body["value"] == 22, body
    api.delete(f"/api/sessions/{session['session_id']}")


def test_a_probe_text_is_kept_as_far_as_it_is_known(api: Api) -> None:
    session = api.create(small(probe_text="To be 文字 or not to be, that is the question"))
    assert session["probe_text"] == " is the question", session["probe_text"]
    api.delete(f"/api/sessions/{session['session_id']}")


def test_speed_may_be_written_as_a_float(api: Api) -> None:
    session = api.create(small(speed_multiplier=2.0))
    assert session["speed_multiplier"] == 2, session
    api.delete(f"/api/sessions/{session['session_id']}")
