"""From anything a client sends to a request model, or to a `ContractError` a person understands."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from pydantic import ValidationError

from backend.contract.base import RequestModel
from backend.contract.errors import ContractError, Detail, ErrorType

Model = TypeVar("Model", bound=RequestModel)
_ECHO_CHARS = 80
_CONFIG_FIELDS = {"hyperparameters", "model"}
_BOUNDS = {
    "ge": "at least",
    "gt": "more than",
    "le": "at most",
    "lt": "less than",
    "max_length": "at most",
    "min_length": "at least",
}
#: What pydantic's kinds of failure ask for, in words of JSON.
_WANTED = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "string_type": "text",
    "model_type": "an object",
}
_SHAPES: dict[type, str] = {dict: "an object", list: "a list"}


def echo(value: Any) -> Detail:
    """What was given, small and harmless enough to send back."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < 2**53:
        return value
    if isinstance(value, float) and abs(value) < float("inf"):
        return value
    if isinstance(value, int):
        return "a number too large"
    text = str(value) if isinstance(value, str | float) else _SHAPES.get(type(value), "bytes")
    return text.encode("utf-8", "replace").decode()[:_ECHO_CHARS]


def _sentence(name: str, error: dict[str, Any]) -> tuple[str, Detail]:
    """A sentence for one pydantic error, and the bound that it names."""
    kind, context = error["type"], error.get("ctx", {})
    for key, words in _BOUNDS.items():
        if key in context:
            unit = " characters long" if key.endswith("length") else ""
            got = f"{len(error['input'])} characters" if unit else _quoted(error["input"])
            return f"{name} must be {words} {context[key]}{unit}; it is {got}.", context[key]
    if kind == "extra_forbidden":
        return f"Unknown field {name}. Leave it out.", None
    if kind == "missing":
        return f"The field {name} is missing.", None
    if kind == "literal_error":
        got = _quoted(error["input"])
        return f"{name} must be {context['expected']}; it is {got}.", context["expected"]
    if kind == "value_error":
        return f"{context['error']}.", None
    if kind.startswith("string_unicode"):
        return f"{name} holds half a character (a lone surrogate). Remove it.", None
    wanted = _WANTED.get(kind, error["msg"].removeprefix("Input should be "))
    return f"{name} must be {wanted}; it is {_quoted(error['input'])}.", None


def _quoted(value: Any) -> str:
    """What was given, as a sentence quotes it."""
    told = echo(value)
    if isinstance(value, str):
        return repr(told)
    return json.dumps(told) if told is None or isinstance(told, bool) else str(told)


def refusal(failure: ValidationError, kind: ErrorType | None = None) -> ContractError:
    """The first thing wrong with a request, as the contract's error.

    Args:
        failure: what pydantic found.
        kind: error type; without it, ``invalid_hyperparameter`` for recipe and architecture fields
            and ``invalid_request`` for all others.
    """
    error = failure.errors(include_url=False)[0]
    path = [str(part) for part in error["loc"]]
    configures = bool(path) and path[0] in _CONFIG_FIELDS
    leaf = path[1:] or path if configures else path
    name = ".".join(leaf).encode("utf-8", "replace").decode()[:_ECHO_CHARS]
    value = None if error["type"] in ("missing", "value_error") else echo(error["input"])
    message, limit = _sentence(name or "The body", dict(error))
    if kind is None:
        kind = "invalid_hyperparameter" if configures else "invalid_request"
    return ContractError(kind, message, field=name or None, limit=limit, value=value)


def parse(model: type[Model], data: Any) -> Model:
    """Validate `data` strictly.

    Raises:
        ContractError: ``invalid_request`` or ``invalid_hyperparameter``, naming the field.
    """
    if not isinstance(data, dict):
        raise ContractError(
            "invalid_request",
            f"Send a JSON object; this is {_quoted(data)}.",
        )
    try:
        return model.model_validate(data)
    except ValidationError as failure:
        raise refusal(failure) from None
