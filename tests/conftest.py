"""Servers that tests share. Starting one costs seconds, so most tests use the same."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is slow, not wrong; and what fails here must fail there.
settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")

if TYPE_CHECKING:
    from tests.live.api import Api
    from tests.live.client import Client
    from tests.live.server import Server


# Begun in the background (`nohup`, `&`), we would be deaf to Ctrl-C, and all that we start with us.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def ordinary_numbers() -> Iterator[None]:
    """Training flushes the smallest numbers to zero in the whole process; not for the next test."""
    yield
    if torch := sys.modules.get("torch"):
        torch.set_flush_denormal(False)


# Unit tests must not pay for the clients of real servers: fixtures import what they need.


@pytest.fixture(scope="session")
def shared_server() -> Iterator[Server]:
    """The server of most tests: workers may have planned accidents, three train at once."""
    from tests.live.server import running

    settings = {"fault_hooks": True, "max_running": 3, "max_sessions": 100}
    # Less than the usual 6 GB, so that a worker which exhausts it does not exhaust the machine.
    with running(**settings, llmb_worker_memory_bytes=5 * 2**28) as server:
        yield server.wait_until_warm()


@pytest.fixture(scope="session")
def narrow_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One training at a time, four sessions, no accidents, seconds until what is idle expires.

    Its folder for temporary files is its own.
    """
    from tests.live.server import running

    folder = tmp_path_factory.mktemp("narrow")
    with running(max_running=1, max_sessions=4, session_idle_seconds=4, tmpdir=folder) as server:
        server.temporary_files = folder
        yield server.wait_until_warm()


@pytest.fixture
def server(shared_server: Server, request: pytest.FixtureRequest) -> Iterator[Server]:
    """The shared server, alive before and after the test."""
    yield shared_server
    assert shared_server.process.poll() is None, f"the server ended:\n{shared_server.log()}"


@pytest.fixture
def api(server: Server) -> Iterator[Api]:
    """A new browser."""
    from tests.live.api import Api

    browser = Api(server.base)
    yield browser
    browser.close()


@pytest.fixture
def connect(server: Server) -> Iterator[Callable[..., Client]]:
    """Makes clients of the shared server; afterwards everything they heard must be as promised."""
    from tests.live.client import Client

    made: list[Client] = []

    def make(**options: Any) -> Client:
        made.append(Client(server.base, **options))
        return made[-1]

    yield make
    for client in made:
        client.close()
    for client in made:
        client.check()


@pytest.fixture
def client(connect: Callable[..., Client]) -> Client:
    """A client over WebSocket."""
    return connect()


@pytest.fixture
def create(api: Api) -> Iterator[Callable[..., str]]:
    """Creates small sessions, returns their ids, deletes them in the end."""
    from tests.live.api import small

    made: list[str] = []

    def make(headers: dict[str, str] | None = None, **changes: Any) -> str:
        session_id: str = api.create(small(**changes), headers=headers)["session_id"]
        made.append(session_id)
        return session_id

    yield make
    for session_id in made:
        api.delete(f"/api/sessions/{session_id}")
