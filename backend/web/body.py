"""Reading what a client sends without trusting it: size, encoding, JSON, numbers, depth."""

from __future__ import annotations

import io
import json
from typing import IO, Any, NoReturn

from flask import Request

from backend.contract.errors import ContractError

MAX_UPLOAD_BYTES = 10 * 2**20
#: Room for the form's own lines around a file of the largest size.
MAX_BODY_BYTES = MAX_UPLOAD_BYTES + 64 * 1024
#: What is too large is read to its end up to here, so that the refusal reaches the client.
_DRAIN_BYTES = 64 * 2**20
_CHUNK = 256 * 1024


class PrivateRequest(Request):
    """A request whose files stay in memory, where the library would put large ones on disk."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return io.BytesIO()


def too_large(size: int) -> ContractError:
    """The refusal of a body of `size` bytes."""
    return ContractError(
        "file_too_large",
        f"This file is {size / 2**20:.1f} MB, the limit is {MAX_UPLOAD_BYTES // 2**20} MB. "
        "A shorter excerpt trains just as well.",
        field="file",
        limit=MAX_UPLOAD_BYTES,
        value=size,
    )


def check_size(request: Request) -> None:
    """Refuse a body that says it is too large, after letting the client finish sending it.

    Raises:
        ContractError: ``file_too_large``.
    """
    size = request.content_length or 0
    if size <= MAX_BODY_BYTES:
        return
    left = min(size, _DRAIN_BYTES)
    stream = request.environ["wsgi.input"]
    while left > 0 and (chunk := stream.read(min(left, _CHUNK))):
        left -= len(chunk)
    raise too_large(size)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def json_body(request: Request) -> Any:
    """The body as JSON, whatever its declared type.

    Raises:
        ContractError: ``invalid_request`` for what is not strict UTF-8 JSON.
    """
    try:
        return json.loads(request.get_data().decode("utf-8"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise ContractError("invalid_request", "The body is not UTF-8. Send JSON.") from None
    except RecursionError:
        raise ContractError("invalid_request", "The body is nested too deeply.") from None
    except ValueError:
        raise ContractError(
            "invalid_request", "The body is not valid JSON. Numbers must be finite."
        ) from None
