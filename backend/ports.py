"""Whether a port is free, who might hold it, and what to do; and whether a server answers yet.

Owns the sentences about ports that a start prints. Must not start a server nor hold a port.
As a program it answers ``setup.sh``: ``check`` prints where the server will listen, or the
complaint; ``wait`` returns once the server answers; ``free`` prints a port nobody uses.
"""

from __future__ import annotations

import argparse
import errno
import http.client
import json
import os
import socket
import sys
import time

from backend.settings import SettingsError, load_settings

#: Where an app that says "localhost" may be found by a browser of this machine.
LOOPBACKS = ("127.0.0.1", "::1")
#: Ports that macOS itself answers on while AirPlay Receiver is switched on.
AIRPLAY_PORTS = (5000, 7000)
_ANSWER_S = 0.5


def is_taken(host: str, port: int) -> bool:
    """Whether someone already answers or holds ``port`` where ``host`` would listen.

    Binding alone does not tell: macOS lets a second program bind 127.0.0.1 beside one that holds
    every address, and the browser then meets whichever it resolves first. So we knock as well.

    Raises:
        OSError: the address is not one of this machine, or the port needs more rights.
    """
    listens_locally = host in ("localhost", "0.0.0.0", "::", *LOOPBACKS)
    doors = LOOPBACKS if listens_locally else (host,)
    return any(_answers(door, port) for door in doors) or not _can_bind(host, port)


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=_ANSWER_S):
            return True
    except OSError:
        return False


def _can_bind(host: str, port: int) -> bool:
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    with socket.socket(family, kind, protocol) as probe:
        # As the server does: a port still closing from the last run counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True


def next_free(host: str, port: int, tries: int = 100) -> int | None:
    """The first free port above ``port``, or None when none of the next ``tries`` is."""
    last = min(65535, port + tries)
    return next((p for p in range(port + 1, last + 1) if not is_taken(host, p)), None)


def unused() -> int:
    """A port that nobody uses just now, chosen by the system."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def complaint(host: str, port: int, command: str | None = "./setup.sh run") -> str | None:
    """Why a server cannot listen there and what to do, in one line; None when it can.

    ``command`` is what to repeat with another port; None when the port is fixed.
    """
    try:
        if not is_taken(host, port):
            return None
    except OSError as error:
        return (
            f"Cannot listen on HOST={host}, PORT={port}: {error.strerror or error}. {_cure(error)}"
        )
    if health(host, port) is not None:
        who = f"LLMBreaker already runs there: open http://localhost:{port}"
    elif sys.platform == "darwin" and port in AIRPLAY_PORTS:
        who = (
            "AirPlay Receiver probably holds it "
            "(System Settings, General, AirDrop & Handoff switches it off)"
        )
    else:
        who = "another program holds it"
    if command is None:
        cure = "End that program first: this port cannot be changed"
    elif free := next_free(host, port):
        cure = f"Start on the next free port: PORT={free} {command}"
    else:
        cure = "Choose another PORT"
    return f"Port {port} is taken; {who}. {cure}"


def _cure(error: OSError) -> str:
    if error.errno == errno.EACCES:
        return "Ports below 1024 need an administrator; choose a PORT from 1024 up."
    return "HOST must be an address of this machine; 127.0.0.1 always is."


def health(host: str, port: int, timeout_s: float = _ANSWER_S) -> dict[str, object] | None:
    """The body of ``/api/health``, or None when no LLMBreaker answers there."""
    door = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    connection = http.client.HTTPConnection(door, port, timeout=timeout_s)
    try:
        connection.request("GET", "/api/health")
        answer = connection.getresponse()
        body = json.loads(answer.read(65536)) if answer.status == 200 else None
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()
    known = isinstance(body, dict) and body.get("status") == "ok" and "workers" in body
    return body if known else None


def wait_for(host: str, port: int, pid: int, timeout_s: float = 60.0) -> bool:
    """Whether the server of process ``pid`` answered in time; ends early when it is gone."""
    end = time.monotonic() + timeout_s
    while time.monotonic() < end and _is_alive(pid):
        if health(host, port) is not None:
            return True
        time.sleep(0.05)
    return False


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def main(arguments: list[str]) -> int:
    """Answer one of the three questions. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m backend.ports", description=__doc__)
    parser.add_argument("question", choices=["check", "wait", "free"])
    parser.add_argument("--command", default="./setup.sh run", help="what to suggest repeating")
    parser.add_argument("--port", type=int, help="a fixed port to look at, in place of PORT")
    parser.add_argument("--pid", type=int, default=os.getppid(), help="the server's process")
    asked = parser.parse_args(arguments)
    if asked.question == "free":
        print(unused())
        return 0
    try:
        settings = load_settings()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    if asked.question == "wait":
        return 0 if wait_for(settings.host, settings.port, asked.pid) else 1
    if asked.port is None:
        problem = complaint(settings.host, settings.port, asked.command)
    else:
        problem = complaint("localhost", asked.port, None)
    if problem is not None:
        print(problem, file=sys.stderr)
        return 1
    print(settings.port, settings.url, str(settings.open_browser).lower())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
