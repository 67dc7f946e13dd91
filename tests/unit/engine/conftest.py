"""Pools and processes whose worker is `fake_worker`; none outlives its test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from backend.engine.pool import Job, WorkerPool
from backend.engine.process import WorkerProcess
from tests.unit.engine import fake_worker

MakePool = Callable[..., WorkerPool]


@pytest.fixture
def make_pool() -> Iterator[MakePool]:
    """A pool of fake workers that rehearse nothing."""
    made: list[WorkerPool] = []

    def make(
        limit: int = 2,
        warm: int = 1,
        rehearsal: Callable[[], Job | None] = lambda: None,
        module: str = fake_worker.MODULE,
        cores: int = 1,
    ) -> WorkerPool:
        made.append(WorkerPool(limit, warm, rehearsal, module, cores))
        return made[-1]

    yield make
    for pool in made:
        pool.shutdown()


@pytest.fixture
def make_worker() -> Iterator[Callable[[], WorkerProcess]]:
    """Fake workers that said ready."""
    made: list[WorkerProcess] = []

    def make() -> WorkerProcess:
        made.append(WorkerProcess(fake_worker.MODULE))
        assert made[-1].receive(20).kind == "ready"
        return made[-1]

    yield make
    for worker in made:
        worker.kill()


def job(words: str) -> Job:
    """A job for a fake worker: what it shall do, word by word."""
    return Job(
        words, model={"block_size": 8}, training={}, seed=1, device="cpu", probe_text="", speed=1
    )
