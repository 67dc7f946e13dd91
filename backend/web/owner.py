"""The token by which a browser is known: a random cookie, set by the first answer."""

from __future__ import annotations

import re
import secrets

from flask import Flask, Response, g, request

COOKIE = "llmb_owner"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_A_YEAR_S = 365 * 24 * 3600


def known_owner() -> str | None:
    """The caller's token, or None when it has none yet."""
    token = request.cookies.get(COOKIE, "")
    return token if _TOKEN.fullmatch(token) else None


def owner() -> str:
    """The caller's token; a new one is made for a caller without, and set by this answer."""
    if "owner" not in g:
        g.owner = known_owner() or secrets.token_urlsafe(32)
    token: str = g.owner
    return token


def install(app: Flask) -> None:
    """Set the cookie on every answer to a browser that has none."""

    @app.after_request
    def remember(answer: Response) -> Response:
        if known_owner() is None and request.path.startswith("/api/"):
            answer.set_cookie(
                COOKIE, owner(), max_age=_A_YEAR_S, httponly=True, samesite="Strict", path="/"
            )
        return answer
