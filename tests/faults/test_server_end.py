"""Start and end are clean: no worker outlives the server, a taken port is explained."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest
import requests

from tests.live.api import small
from tests.live.server import ROOT, Server, eventually, running

LONG = {"max_iters": 10_000, "eval_interval": 10_000, "batch_size": 128}


@pytest.fixture
def busy() -> Iterator[Server]:
    """A server of its own in the middle of two trainings, one at Max and one at rest."""
    with running(max_running=2) as server:
        server.wait_until_warm()
        lasting = small(hyperparameters=LONG, model={"n_embd": 32, "n_layer": 2})
        ids = [server.api.create(lasting)["session_id"] for _ in range(2)]
        client = server.connect()
        client.order("step_training", ids[0])
        client.wait("training_paused")
        client.order("start_training", ids[1])
        client.wait("training_progress", lambda e: e["session_id"] == ids[1])
        # One trains, one rests, one waits for work, and the helper: each has its own way to end.
        server.wait_until_warm()
        assert len(server.children()) >= 4, server.children()
        server.watcher = client  # type: ignore[attr-defined]
        yield server


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_worker_outlives_the_server(busy: Server, number: int) -> None:
    if number == signal.SIGKILL:
        # While the helper is busy with a long question, too.
        path = f"{busy.base}/api/sessions/{_resting(busy)}/generate"
        asking = threading.Thread(target=_ask, args=(path,))
        asking.start()
    began_s = time.monotonic()
    code = busy.end(number)
    assert code == (-signal.SIGKILL if number == signal.SIGKILL else 0), busy.log()
    eventually(lambda: not busy.children(), 5.5 - (time.monotonic() - began_s), "no worker is left")
    for word in ("Traceback", "ERROR"):
        assert word not in busy.log(), busy.log()
    if number == signal.SIGKILL:
        asking.join()
    else:
        client = busy.watcher  # type: ignore[attr-defined]
        client.gone.wait(5)
        reasons = {e["reason"] for e in client.events("training_stopped")}
        assert reasons == {"shutdown"}, client.summary()
        assert len(client.events("training_stopped")) == 2, client.summary()
        client.check()


def _resting(server: Server) -> str:
    sessions = server.api.get("/api/sessions").json()["sessions"]
    return str(next(s["session_id"] for s in sessions if s["status"] == "paused"))


def _ask(path: str) -> None:
    try:
        requests.post(path, json={"max_new_tokens": 1000}, timeout=10)
    except requests.RequestException:
        return  # the server is killed meanwhile


def test_ending_while_workers_are_starting() -> None:
    with running(warm_workers=2) as server:
        server.children()
        began_s = time.monotonic()
        assert server.end(signal.SIGTERM) == 0, server.log()
        assert time.monotonic() - began_s < 5, server.log()
        eventually(lambda: not server.children(), 5, "no half-started worker is left")
        assert "ERROR" not in server.log(), "an ordinary end is no error"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_taken_port_is_explained_in_a_line(host: str) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        environment = {**os.environ, "PORT": str(port), "HOST": host}
        began = subprocess.run(
            [sys.executable, "-m", "backend"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert began.returncode not in (0, None), began
    assert str(port) in began.stderr and "Traceback" not in began.stderr, began.stderr
    assert began.stdout == "", began.stdout
    assert len(began.stderr.strip().splitlines()) == 1, began.stderr


def test_two_servers_at_once_stay_apart(shared_server: Server) -> None:
    with running(warm_workers=0) as other:
        session_id = other.api.create()["session_id"]
        assert shared_server.api.get(f"/api/sessions/{session_id}").status_code == 404
