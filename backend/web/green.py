"""The one module that knows eventlet: patching the process, serving, waiting for the end.

Everything else uses the standard library's threads, queues and sockets, which are green once
`patch` has run. Changing the mode means changing this file.
"""

from __future__ import annotations

import logging
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
    from eventlet.event import Event

    class Protocol(wsgi.HttpProtocol):  # type: ignore[misc]
        """Sends each event when it is written: with Nagle's algorithm it waits up to 40 ms."""

        def setup(self) -> None:
            self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            super().setup()

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = eventlet.listen((host, port), family=family, reuse_port=False)
    stop = Event()

    def ask_to_stop(*_: object) -> None:
        # The handler interrupts whatever runs, perhaps the hub itself: only schedule here.
        if not stop.ready():
            hubs.get_hub().schedule_call_global(0, lambda: stop.ready() or stop.send())

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    eventlet.spawn(wsgi.server, listener, app, protocol=Protocol, log_output=False, debug=False)
    on_listening()
    stop.wait()
