"""From anything to a request or a refusal that a person understands."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.contract.ask import GenerateRequest, InspectRequest
from backend.contract.config import TrainingConfig
from backend.contract.errors import STATUS, ContractError
from backend.contract.events import CLIENT_EVENTS, FrameAck, Join, SetSpeed
from backend.contract.openapi import ROUTES
from backend.contract.parse import parse
from backend.contract.rest import CreateSession, FromText
from tests.unit.examples import examples

CREATE = {"feature_type": "watch_learn", "dataset_id": "words"}
HALF = "\ud800"
BODY, CONFIG = "invalid_request", "invalid_hyperparameter"
REQUESTS = sorted(
    {route.request for route in ROUTES if route.request} | set(CLIENT_EVENTS.values()),
    key=lambda model: model.__name__,
)


def create(**fields: Any) -> tuple[type[CreateSession], dict[str, Any]]:
    return CreateSession, {**CREATE, **fields}


def recipe(**fields: Any) -> tuple[type[CreateSession], dict[str, Any]]:
    return create(hyperparameters=fields)


def shape(**fields: Any) -> tuple[type[CreateSession], dict[str, Any]]:
    return create(model=fields)


def event(model: Any, **fields: Any) -> tuple[Any, dict[str, Any]]:
    return model, {"session_id": "s", **fields}


def generate(**fields: Any) -> tuple[type[GenerateRequest], dict[str, Any]]:
    return GenerateRequest, fields


#: request, error type, field, limit, value, sentence
BAD: list[tuple[tuple[Any, Any], str, str | None, Any, Any, str]] = [
    ((CreateSession, None), BODY, None, None, None, "Send a JSON object; this is null."),
    ((CreateSession, []), BODY, None, None, None, "Send a JSON object; this is a list."),
    ((CreateSession, "x"), BODY, None, None, None, "Send a JSON object; this is 'x'."),
    ((CreateSession, True), BODY, None, None, None, "Send a JSON object; this is true."),
    (
        (CreateSession, {"dataset_id": "x"}),
        BODY,
        "feature_type",
        None,
        None,
        "The field feature_type is missing.",
    ),
    (create(dataset_id=5), BODY, "dataset_id", None, 5, "dataset_id must be text; it is 5."),
    (
        create(dataset_id="a" * 101),
        BODY,
        "dataset_id",
        100,
        "a" * 80,
        "dataset_id must be at most 100 characters long; it is 101 characters.",
    ),
    (create(sed=1), BODY, "sed", None, 1, "Unknown field sed. Leave it out."),
    (create(seed=-1), BODY, "seed", 0, -1, "seed must be at least 0; it is -1."),
    (create(seed=True), BODY, "seed", None, True, "seed must be a whole number; it is true."),
    (create(seed="1"), BODY, "seed", None, "1", "seed must be a whole number; it is '1'."),
    (create(seed=1.0), BODY, "seed", None, 1.0, "seed must be a whole number; it is 1.0."),
    (
        create(seed=10**4000),
        BODY,
        "seed",
        2**53 - 1,
        "a number too large",
        "seed must be at most 9007199254740991; it is a number too large.",
    ),
    (create(preset={}), BODY, "preset", None, "an object", "preset must be text; it is an object."),
    (
        create(device="tpu"),
        BODY,
        "device",
        "'auto', 'cpu', 'mps' or 'cuda'",
        "tpu",
        "device must be 'auto', 'cpu', 'mps' or 'cuda'; it is 'tpu'.",
    ),
    (
        create(speed_multiplier=3),
        BODY,
        "speed_multiplier",
        "1, 2, 5, 10 or 0",
        3,
        "speed_multiplier must be 1, 2, 5, 10 or 0; it is 3.",
    ),
    (
        create(speed_multiplier=1e300),
        BODY,
        "speed_multiplier",
        "1, 2, 5, 10 or 0",
        1e300,
        "speed_multiplier must be 1, 2, 5, 10 or 0; it is 1e+300.",
    ),
    (
        create(speed_multiplier=True),
        BODY,
        "speed_multiplier",
        None,
        None,
        "A speed is a number, not true or false.",
    ),
    (
        create(probe_text=HALF),
        BODY,
        "probe_text",
        None,
        "?",
        "probe_text holds half a character (a lone surrogate). Remove it.",
    ),
    (
        create(hyperparameters=5),
        CONFIG,
        "hyperparameters",
        None,
        5,
        "hyperparameters must be an object; it is 5.",
    ),
    (create(model=[]), CONFIG, "model", None, "a list", "model must be an object; it is a list."),
    (recipe(batch_size=0), CONFIG, "batch_size", 1, 0, "batch_size must be at least 1; it is 0."),
    (
        recipe(batch_size=2.5),
        CONFIG,
        "batch_size",
        None,
        2.5,
        "batch_size must be a whole number; it is 2.5.",
    ),
    (
        recipe(learning_rate=0),
        CONFIG,
        "learning_rate",
        0,
        0,
        "learning_rate must be more than 0.0; it is 0.",
    ),
    (
        recipe(learning_rate=math.nan),
        CONFIG,
        "learning_rate",
        None,
        "nan",
        "learning_rate must be a finite number; it is nan.",
    ),
    (
        recipe(learning_rate=10**400),
        CONFIG,
        "learning_rate",
        None,
        "a number too large",
        "learning_rate must be a number; it is a number too large.",
    ),
    (
        recipe(beta1="0.9"),
        CONFIG,
        "beta1",
        None,
        "0.9",
        "beta1 must be a number; it is '0.9'.",
    ),
    (recipe(lr=1), CONFIG, "lr", None, 1, "Unknown field lr. Leave it out."),
    (
        shape(n_embd=True),
        CONFIG,
        "n_embd",
        None,
        True,
        "n_embd must be a whole number; it is true.",
    ),
    (shape(bias=1), CONFIG, "bias", None, 1, "bias must be true or false; it is 1."),
    (shape(n_layer=7), CONFIG, "n_layer", 6, 7, "n_layer must be at most 6; it is 7."),
    (
        shape(norm=None, position="spiral"),
        CONFIG,
        "position",
        "'learned', 'relative', 'rotary' or 'none'",
        "spiral",
        "position must be 'learned', 'relative', 'rotary' or 'none'; it is 'spiral'.",
    ),
    (
        (TrainingConfig, {"warmup_steps": 600}),
        BODY,
        None,
        None,
        None,
        "warmup_steps 600 is more than max_iters 500; use 0 to 500.",
    ),
    ((FromText, {"text": 5}), BODY, "text", None, None, "text must be a string."),
    (
        generate(temperature=0),
        BODY,
        "temperature",
        0,
        0,
        "temperature must be more than 0.0; it is 0.",
    ),
    (
        generate(max_new_tokens=1001),
        BODY,
        "max_new_tokens",
        1000,
        1001,
        "max_new_tokens must be at most 1000; it is 1001.",
    ),
    ((InspectRequest, {}), BODY, "text", None, None, "The field text is missing."),
    (event(Join, since=-1), BODY, "since", 0, -1, "since must be at least 0; it is -1."),
    (
        event(Join, attention="none"),
        BODY,
        "attention",
        "'snapshots' or 'frames'",
        "none",
        "attention must be 'snapshots' or 'frames'; it is 'none'.",
    ),
    (
        event(SetSpeed),
        BODY,
        "speed_multiplier",
        None,
        None,
        "The field speed_multiplier is missing.",
    ),
    (event(FrameAck, step=1.5), BODY, "step", None, 1.5, "step must be a whole number; it is 1.5."),
]


@pytest.mark.parametrize(
    ("request_", "error_type", "field", "limit", "value", "sentence"),
    BAD,
    ids=[row[-1][:60] for row in BAD],
)
def test_what_is_wrong_is_told(
    request_: tuple[Any, Any], error_type: str, field: Any, limit: Any, value: Any, sentence: str
) -> None:
    with pytest.raises(ContractError) as refusal:
        parse(*request_)
    error = refusal.value
    told = (error.error_type, error.field, error.limit, error.value, error.message)
    assert told == (error_type, field, limit, value, sentence)
    assert error.status == 400


@pytest.mark.parametrize("speed", [0, 1, 2, 5, 10, 2.0, 0.0])
def test_speeds_are_whole_numbers_however_they_are_written(speed: float) -> None:
    parsed = parse(SetSpeed, {"session_id": "s", "speed_multiplier": speed}).speed_multiplier
    assert parsed == speed and type(parsed) is int


def test_null_means_the_default() -> None:
    names = ("preset", "hyperparameters", "model", "seed", "speed_multiplier", "probe_text")
    assert parse(CreateSession, {**CREATE, **dict.fromkeys(names)}) == parse(CreateSession, CREATE)


def test_pasted_text_may_hold_anything() -> None:
    assert parse(FromText, {"text": f"a{HALF}\0b"}).text == f"a{HALF}\0b", "cleaning counts it"


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -(10**400), 2**53, 0.1, 1e308, math.nan, math.inf, -math.inf])
    | st.floats()
    | st.text()
    | st.text(st.characters(categories=["Cs", "Lu", "Cc"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def bodies(draw: st.DrawFn, model: Any) -> Any:
    """Anything, or an object with some of the model's own fields."""
    names = st.sampled_from(list(model.model_fields)) | st.text(max_size=5)
    nested = st.sampled_from(["batch_size", "learning_rate", "n_embd", "n_head", "lr_decay", "?"])
    values = json_values | st.dictionaries(nested, json_values, max_size=3)
    return draw(json_values | st.dictionaries(names, values, max_size=6))


@pytest.mark.parametrize("model", REQUESTS, ids=lambda model: model.__name__)
@examples(60)
@given(data=st.data())
def test_no_json_raises_anything_but_a_refusal(model: Any, data: st.DataObject) -> None:
    body = data.draw(bodies(model))
    try:
        parsed = parse(model, body)
    except ContractError as refusal:
        told = refusal.body().wire()
        sent = json.dumps(told, allow_nan=False, ensure_ascii=False).encode("utf-8")
        assert len(sent) < 3000, "an error does not send back what it was sent"
        assert told["error"] == told["message"] and told["message"].endswith(".")
        assert STATUS[told["error_type"]] == 400
    else:
        assert isinstance(parsed, model)
