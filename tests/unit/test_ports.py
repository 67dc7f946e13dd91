"""Ports: taken or free, what is said about it, and whether the app itself answers."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from backend import ports


@pytest.fixture
def held() -> Iterator[int]:
    """A port that a silent program listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def answering() -> Iterator[tuple[int, dict[str, object]]]:
    """A port where something answers ``/api/health`` with the given, changeable body."""
    body: dict[str, object] = {"status": "ok", "workers": {"ready": 1}}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            text = json.dumps(body).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port, body
        server.shutdown()
        thread.join()


def test_a_free_port_gets_no_complaint(held: int) -> None:
    free = ports.next_free("127.0.0.1", held)
    assert free is not None and free > held
    assert ports.complaint("127.0.0.1", free) is None


def test_a_held_port_is_named_with_the_next_free_one(held: int) -> None:
    text = ports.complaint("127.0.0.1", held, "./setup.sh dev")
    assert text is not None and "\n" not in text
    assert text.startswith(f"Port {held} is taken; another program holds it. ")
    free = ports.next_free("127.0.0.1", held)
    assert text.endswith(f"PORT={free} ./setup.sh dev")


def test_a_port_held_on_every_address_is_taken_for_loopback_too() -> None:
    with socket.create_server(("0.0.0.0", 0)) as server:
        assert ports.is_taken("127.0.0.1", server.getsockname()[1])


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="this machine has no IPv6")
def test_a_port_answered_on_the_other_loopback_is_taken() -> None:
    # A browser that is told "localhost" may try ::1 first and meet the other program.
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as server:
        assert ports.is_taken("127.0.0.1", server.getsockname()[1])


def test_airplay_is_named_on_macos(held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "AIRPLAY_PORTS", (held,))
    monkeypatch.setattr(ports.sys, "platform", "darwin")
    assert "AirPlay Receiver" in (ports.complaint("127.0.0.1", held) or "")
    monkeypatch.setattr(ports.sys, "platform", "linux")
    assert "AirPlay" not in (ports.complaint("127.0.0.1", held) or "")


def test_an_app_that_runs_already_is_recognised(
    answering: tuple[int, dict[str, object]],
) -> None:
    port, body = answering
    assert ports.health("127.0.0.1", port) == body
    assert "already runs there" in (ports.complaint("127.0.0.1", port) or "")
    del body["workers"]  # somebody else's health page
    assert ports.health("127.0.0.1", port) is None
    assert "another program" in (ports.complaint("127.0.0.1", port) or "")


def test_a_foreign_address_is_refused_with_what_to_do() -> None:
    text = ports.complaint("192.0.2.1", 5000)
    assert text is not None and "HOST must be an address of this machine" in text


def test_waiting_ends_when_the_server_answers_or_its_process_is_gone(
    answering: tuple[int, dict[str, object]], held: int
) -> None:
    port, _ = answering
    assert ports.wait_for("127.0.0.1", port, os.getpid())
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert not ports.wait_for("127.0.0.1", held, gone.pid, timeout_s=60)


def test_an_unused_port_can_be_had() -> None:
    assert ports.complaint("127.0.0.1", ports.unused()) is None


def test_the_shell_gets_port_url_and_complaint(held: int) -> None:
    def ask(**environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "backend.ports", "check"],
            env={**os.environ, **environ},
            capture_output=True,
            text=True,
            check=False,
        )

    free = ports.next_free("127.0.0.1", held)
    good = ask(PORT=str(free), HOST="127.0.0.1", OPEN_BROWSER="no")
    assert (good.returncode, good.stdout) == (0, f"{free} http://localhost:{free} false\n")
    taken = ask(PORT=str(held), HOST="127.0.0.1")
    assert taken.returncode == 1 and taken.stderr.startswith(f"Port {held} is taken")
    wrong = ask(PORT="0")
    assert (wrong.returncode, wrong.stderr) == (
        1,
        "PORT must be 1 to 65535; the environment says 0\n",
    )
