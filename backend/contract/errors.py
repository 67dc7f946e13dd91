"""The one error shape of every route and event, and the exception that carries it between rooms.

`ContractError` is raised wherever an input is refused, from the file reader to the session
registry; the web room alone turns it into an HTTP status or a failed acknowledgement.
"""

from __future__ import annotations

from typing import Literal

from backend.contract.base import WireModel

ErrorType = Literal[
    "file_too_large",
    "text_too_short",
    "text_too_long",
    "invalid_request",
    "invalid_hyperparameter",
    "token_required",
    "forbidden_host",
    "forbidden_origin",
    "session_not_found",
    "dataset_not_found",
    "not_found",
    "method_not_allowed",
    "invalid_state",
    "file_invalid_type",
    "file_unreadable",
    "too_many_sessions",
    "too_many_requests",
    "internal_error",
    "out_of_memory",
    "training_failed",
    "worker_lost",
    "diverged",
]

#: HTTP status of each error type; the last four only ever travel as events.
STATUS: dict[ErrorType, int] = {
    "file_too_large": 400,
    "text_too_short": 400,
    "text_too_long": 400,
    "invalid_request": 400,
    "invalid_hyperparameter": 400,
    "token_required": 401,
    "forbidden_host": 403,
    "forbidden_origin": 403,
    "session_not_found": 404,
    "dataset_not_found": 404,
    "not_found": 404,
    "method_not_allowed": 405,
    "invalid_state": 409,
    "file_invalid_type": 415,
    "file_unreadable": 422,
    "too_many_sessions": 429,
    "too_many_requests": 429,
    "internal_error": 500,
    "out_of_memory": 500,
    "training_failed": 500,
    "worker_lost": 500,
    "diverged": 500,
}

#: What an error may say about the value that was refused and the limit it broke.
Detail = int | float | str | bool | None


class ErrorBody(WireModel):
    """Body of every failed answer: the same sentence as ``error`` and ``message``."""

    error: str
    message: str
    error_type: ErrorType
    field: str | None = None
    limit: Detail = None
    value: Detail = None


class ContractError(Exception):
    """A refusal that a person can act on.

    Args:
        error_type: one of the contract's types; decides the HTTP status.
        message: a sentence that says what is wrong and what to do.
        field: dotted name of the offending field, where there is one.
        limit: the bound that was broken.
        value: what was given.
    """

    def __init__(
        self,
        error_type: ErrorType,
        message: str,
        *,
        field: str | None = None,
        limit: Detail = None,
        value: Detail = None,
    ) -> None:
        super().__init__(message)
        self.error_type: ErrorType = error_type
        self.message = message
        self.field = field
        self.limit = limit
        self.value = value

    @property
    def status(self) -> int:
        """HTTP status code of this error."""
        return STATUS[self.error_type]

    def body(self) -> ErrorBody:
        """This refusal in the contract's error shape."""
        return ErrorBody(
            error=self.message,
            message=self.message,
            error_type=self.error_type,
            field=self.field,
            limit=self.limit,
            value=self.value,
        )
