"""How tests plan accidents of workers: a header that is refused unless the server allows it."""

from __future__ import annotations

from flask import request

from backend.contract.errors import ContractError
from backend.engine.faults import ACCIDENTS

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
        plan = {name: int(step) for name, step in (part.split("=") for part in text.split(","))}
        if not allowed or not plan.keys() <= ACCIDENTS.keys():
            raise ValueError("not allowed, or no such accident")
        return plan
    except ValueError:
        raise ContractError("invalid_request", f"{HEADER} is not for this server.") from None
