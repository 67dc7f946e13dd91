"""Every failure on every route becomes the contract's error shape."""

from __future__ import annotations

import logging

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, RequestEntityTooLarge

from backend.contract.errors import ContractError
from backend.web.body import MAX_BODY_BYTES, too_large

log = logging.getLogger(__name__)


def respond(error: ContractError) -> Response:
    """An error as an HTTP answer."""
    answer = jsonify(error.body().wire())
    answer.status_code = error.status
    return answer


def translate(failure: HTTPException) -> ContractError:
    """Flask's own refusals in the contract's terms."""
    if isinstance(failure, NotFound):
        return ContractError("not_found", "There is nothing at this address.")
    if isinstance(failure, MethodNotAllowed):
        return ContractError("method_not_allowed", "This address does not take that method.")
    if isinstance(failure, RequestEntityTooLarge):
        return _too_much()
    return ContractError("invalid_request", "This request could not be understood. Send it again.")


def _too_much() -> ContractError:
    """The body is too large, or a form in it has more or longer fields than any needs."""
    size = request.content_length
    if size is None or size > MAX_BODY_BYTES:
        return too_large(size or MAX_BODY_BYTES + 1)
    return ContractError(
        "invalid_request", "Send the file alone: one part of the form, in the field file."
    )


def install(app: Flask) -> None:
    """Answer all failures of `app` in the contract's shape; traces go to the log only."""

    @app.errorhandler(ContractError)
    def refused(error: ContractError) -> Response:
        return respond(error)

    @app.errorhandler(HTTPException)
    def unusable(failure: HTTPException) -> Response:
        answer = respond(translate(failure))
        if isinstance(failure, MethodNotAllowed) and failure.valid_methods:
            answer.headers["Allow"] = ", ".join(sorted(failure.valid_methods))
        return answer

    @app.errorhandler(Exception)
    def broken(failure: Exception) -> Response:
        log.exception("a request failed", exc_info=failure)
        return respond(
            ContractError("internal_error", "Something went wrong on our side. Try again.")
        )
