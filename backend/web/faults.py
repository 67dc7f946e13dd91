"""How tests plan accidents of workers: a header that is refused unless the server allows it."""

from __future__ import annotations

from flask import request

from backend.contract.errors import ContractError

HEADER = "X-Llmb-Faults"


def planned_faults(allowed: bool) -> dict[str, int]:
    """Accidents by name with the step at which they happen, from a header like ``die=20``.

    Raises:
        ContractError: ``invalid_request`` when the server does not take accidents, or for nonsense.
    """
    text = request.headers.get(HEADER, "")
    if not text:
        return {}
    try:
        if not allowed:
            raise ValueError("not allowed")
        return {name: int(step) for name, step in (part.split("=") for part in text.split(","))}
    except ValueError:
        raise ContractError("invalid_request", f"{HEADER} is not for this server.") from None
