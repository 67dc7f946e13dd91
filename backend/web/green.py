"""The one module that knows eventlet: patching the process, serving, waiting for the end.

Everything else uses the standard library's threads, queues and sockets, which are green once
`patch` has run. Changing the mode means changing this file.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import warnings
from collections.abc import Callable
from typing import Any

ASYNC_MODE = "eventlet"
log = logging.getLogger(__name__)


def patch() -> None:
    """Make the standard library cooperative. Must run before anything else is imported."""
    with warnings.catch_warnings():
        # Its maintainers announce its end at every import; docs/decisions.md says why it is here.
        warnings.simplefilter("ignore")
        import eventlet

    eventlet.monkey_patch()


def serve_until_told(app: Any, host: str, port: int, on_listening: Callable[[], None]) -> None:
    """Serve a WSGI app until SIGTERM or Ctrl-C.

    Args:
        app: the WSGI application.
        host, port: where to listen.
        on_listening: called once connections are accepted.

    Raises:
        OSError: the address cannot be had.
    """
    import eventlet
    from eventlet import hubs, wsgi

    class Protocol(wsgi.HttpProtocol):  # type: ignore[misc]
        """Sends each event when it is written: with Nagle's algorithm it waits up to 40 ms."""

        def setup(self) -> None:
            self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            super().setup()

        def get_environ(self) -> dict[str, Any]:
            environ: dict[str, Any] = super().get_environ()
            # A body in chunks has no length; it ends where it says, which Werkzeug must be told.
            environ["wsgi.input_terminated"] = environ["wsgi.input"].chunked_input
            return environ

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = eventlet.listen((host, port), family=family, reuse_port=False)
    # A handler may interrupt the hub in its sleep, and what it schedules then waits until that
    # sleep is over (measured: 9 s). The signal's number in a pipe that the hub watches wakes it.
    told, tell = os.pipe()
    os.set_blocking(tell, False)
    signal.set_wakeup_fd(tell)
    endings = (signal.SIGTERM, signal.SIGINT)
    for number in endings:
        signal.signal(number, lambda *_: None)
    eventlet.spawn(wsgi.server, listener, app, protocol=Protocol, log_output=False, debug=False)
    on_listening()
    received = b""
    while not set(received) & set(endings):
        hubs.trampoline(told, read=True)
        received = os.read(told, 16)
