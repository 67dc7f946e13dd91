"""The outermost check, for REST, polling and WebSocket alike: who is calling, and from which page.

A WSGI wrapper, because Flask-SocketIO answers ``/socket.io`` before Flask sees it. A website cannot
drive this server: its Host must be a name of this machine, and its Origin, when there is one, must
equal an allowed one exactly. Forwarded headers are never looked at. Every answer, refusals
included, gets the security headers here.
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from backend.contract.errors import ContractError

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WsgiApp = Callable[[Environ, StartResponse], Iterable[bytes]]

_HOST = re.compile(r"(\[[0-9a-f.]*:[0-9a-f:.]*\]|[a-z0-9._-]+?)\.?(?::\d{1,5})?", re.ASCII)
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        # The Code Lab's fast engine makes a WebAssembly module; text stays forbidden as a script.
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
SECURITY_HEADERS = [
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]


def host_name(header: str) -> str | None:
    """The name in a Host header, lower case, without port and trailing dot; None for nonsense."""
    found = _HOST.fullmatch(header.strip().lower())
    return found.group(1).strip("[]") if found else None


def is_loopback_name(name: str) -> bool:
    """Whether a host name always means this machine."""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name) in _LOOPBACK
    except ValueError:
        return False


_LOOPBACK = {ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("::1")}


class Guard:
    """Refuses strangers, then passes on.

    Args:
        app: what is guarded.
        origins: allowed origins besides the server's own.
        hosts: names besides the loopback ones under which this server was announced.
    """

    def __init__(self, app: WsgiApp, origins: frozenset[str], hosts: frozenset[str]) -> None:
        self._app = app
        self._origins = origins
        self._hosts = hosts

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [*headers, *SECURITY_HEADERS], *rest)

        refusal = self._refusal(environ)
        if refusal is None:
            return self._app(environ, start)
        body = json.dumps(refusal.body().wire()).encode()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        start("403 Forbidden", headers)
        return [body]

    def _refusal(self, environ: Environ) -> ContractError | None:
        host = environ.get("HTTP_HOST", "")
        name = host_name(host)
        if name is None or not (is_loopback_name(name) or name in self._hosts):
            return ContractError(
                "forbidden_host",
                "This address is not one of this server's. Open it as http://localhost.",
            )
        origin = environ.get("HTTP_ORIGIN")
        own = f"{environ.get('wsgi.url_scheme', 'http')}://{host.strip().lower()}"
        if origin is not None and origin != own and origin not in self._origins:
            return ContractError(
                "forbidden_origin",
                "Another website tried to use this server, which only its own page may do.",
            )
        return None
