"""The pool of training processes: who is ready, who is busy, and that nobody waits for ever."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from backend.engine import pool as pool_module
from backend.engine.channel import Message
from backend.engine.pool import Counts, LocalRun, Run, WorkerPool, threads_of_each
from backend.engine.process import WorkerGone, WorkerSilent
from tests.unit.engine import fake_worker
from tests.unit.engine.conftest import MakePool, job
from tests.unit.waiting import is_running, until


def ready_pool(make_pool: MakePool, **options: Any) -> WorkerPool:
    pool = make_pool(**options)
    pool.fill()
    until(lambda: pool.counts().ready == options.get("warm", 1), "a ready process")
    return pool


def last(run: Run) -> Message:
    """The message with which a run ends."""
    return list(run.events())[-1]


def worker_of(run: Run) -> int:
    assert isinstance(run, LocalRun)
    return run.worker.pid


def test_a_run_is_busy_and_another_process_gets_ready(make_pool: MakePool) -> None:
    pool = ready_pool(make_pool)
    assert pool.counts() == Counts(ready=1, busy=0, limit=2)
    run = pool.start(job("say echo complete"))
    until(lambda: pool.counts() == Counts(1, 1, 2), "one ready and one busy")
    run.send("pause", at=7)
    assert [m.kind for m in run.events()] == ["progress", "echo", "completed"]
    assert pool.counts() == Counts(2, 0, 2)


def test_orders_reach_the_worker(make_pool: MakePool) -> None:
    run = ready_pool(make_pool).start(job("echo complete"))
    run.send("speed", speed=5)
    assert next(run.events()).fields == {"order": "speed", "speed": 5}


def test_a_run_has_the_cores_while_it_is_alone(make_pool: MakePool) -> None:
    pool = ready_pool(make_pool, cores=2)
    first = pool.start(job("echo echo echo complete"))
    second = pool.start(job("echo complete"))
    assert last(second).kind == "completed"
    told = [message.fields for message in first.events() if message.kind == "echo"]
    assert told == [{"order": "threads", "count": count} for count in (2, 1, 2)]


def test_cores_are_shared_out_equally() -> None:
    shares = {
        cores: [threads_of_each(cores, runs) for runs in (1, 2, 3, 8)] for cores in (1, 2, 10)
    }
    assert shares == {1: [1, 1, 1, 1], 2: [2, 1, 1, 1], 10: [10, 5, 3, 1]}


def test_devices_are_those_that_a_worker_found(make_pool: MakePool) -> None:
    assert ready_pool(make_pool).devices == ("cpu", "fake")


def test_the_first_process_measures_where_an_accelerator_pays(make_pool: MakePool) -> None:
    pool = ready_pool(make_pool, rehearsal=lambda: job(""))
    assert pool.pays_from == {"fake": 8000}


def test_a_new_process_rehearses(make_pool: MakePool) -> None:
    asked = threading.Event()

    def rehearsal() -> Any:
        asked.set()
        return job("")

    ready_pool(make_pool, rehearsal=rehearsal)
    assert asked.is_set()


@pytest.mark.parametrize("ending", ["complete", "stop", "park"])
def test_a_process_that_ended_in_order_is_used_again(make_pool: MakePool, ending: str) -> None:
    pool = ready_pool(make_pool, warm=0)
    first = pool.start(job(ending))
    assert last(first)["pid"] == last(pool.start(job("complete")))["pid"] == worker_of(first)


@pytest.mark.parametrize("ending", ["fail", "die", "exit", "garbage"])
def test_one_that_did_not_is_replaced(make_pool: MakePool, ending: str) -> None:
    pool = ready_pool(make_pool)
    run = pool.start(job(f"say {ending}"))
    if ending == "fail":
        assert last(run).kind == "failed"
    else:
        events = run.events()
        assert next(events).kind == "progress"
        with pytest.raises(WorkerGone):
            next(events)
    assert pool.counts().busy == 0
    until(lambda: not is_running(worker_of(run)), "its end")
    other = pool.start(job("complete"))
    assert last(other)["pid"] != worker_of(run)


def test_a_hanging_run_is_given_up_and_its_process_ended(
    make_pool: MakePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool_module, "SILENCE_S", 0.05)
    pool = ready_pool(make_pool)
    run = pool.start(job("hang"))
    with pytest.raises(WorkerSilent):
        list(run.events())
    assert not is_running(worker_of(run))
    assert pool.counts().busy == 0


def test_signs_of_life_are_no_events(make_pool: MakePool) -> None:
    run = ready_pool(make_pool).start(job("alive say alive complete"))
    assert [m.kind for m in run.events()] == ["progress", "completed"]


def test_a_ready_process_that_died_is_not_handed_out(make_pool: MakePool) -> None:
    pool = ready_pool(make_pool)
    dead = pool._ready[0].pid
    os.kill(dead, signal.SIGKILL)
    until(lambda: not pool._ready[0].alive, "its death")
    assert last(pool.start(job("complete")))["pid"] != dead


def test_whoever_stops_listening_does_not_hand_on_a_working_process(make_pool: MakePool) -> None:
    pool = ready_pool(make_pool, warm=0)
    run = pool.start(job("say hang"))
    events = run.events()
    next(events)
    events.close()  # type: ignore[attr-defined]
    assert not is_running(worker_of(run))
    assert pool.counts() == Counts(0, 0, 2)


def test_a_run_that_is_killed_before_anybody_listens_frees_its_place(make_pool: MakePool) -> None:
    pool = ready_pool(make_pool)
    run = pool.start(job("hang"))
    run.kill()
    run.kill()
    assert pool.counts().busy == 0
    assert not is_running(worker_of(run))


def test_late_orders_and_kills_do_not_hit_the_next_run(make_pool: MakePool) -> None:
    pool = ready_pool(make_pool, warm=0)
    old = pool.start(job("complete"))
    last(old)
    new = pool.start(job("echo complete"))
    assert worker_of(new) == worker_of(old)
    old.send("stop")
    old.kill()
    new.send("pause")
    assert next(new.events()).fields["order"] == "pause"


def test_each_who_waits_gets_a_process(make_pool: MakePool) -> None:
    """Three presses of Play while the first process is still warming up."""
    pool = make_pool(limit=3)
    pool.fill()
    kinds: list[str] = []
    threads = [
        threading.Thread(target=lambda: kinds.append(last(pool.start(job("complete"))).kind))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert kinds == ["completed"] * 3


def test_on_one_core_nobody_is_told_of_threads(make_pool: MakePool) -> None:
    run = ready_pool(make_pool).start(job("echo complete"))
    run.send("pause")
    assert next(run.events())["order"] == "pause"


def failures(pool: WorkerPool, count: int) -> Iterator[str]:
    """What so many who want a process at once are told."""
    told: list[str] = []

    def ask() -> None:
        with pytest.raises(WorkerGone) as failure:
            pool.start(job("complete"))
        told.append(str(failure.value))

    threads = [threading.Thread(target=ask) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    yield from told


def test_a_program_that_cannot_start_is_an_error(make_pool: MakePool) -> None:
    told = list(failures(make_pool(module="tests.unit.engine.no_such_module"), 2))
    assert told == ["it could not be started (it ended with code 1)"] * 2


def test_a_program_that_never_gets_ready_is_an_error(
    make_pool: MakePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(fake_worker.START, "silent")
    monkeypatch.setattr(pool_module, "_START_S", 0.05)
    assert list(failures(make_pool(), 1)) == ["it could not be started (no message for 0 s)"]


def test_whatever_goes_wrong_at_the_start_is_an_error(make_pool: MakePool) -> None:
    def rehearsal() -> None:
        raise RuntimeError("no text")

    assert list(failures(make_pool(rehearsal=rehearsal), 1)) == [
        "it could not be started (no text)"
    ]


def test_no_more_processes_on_the_machine_is_an_error(
    make_pool: MakePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(module: str) -> None:
        raise OSError("Resource temporarily unavailable")

    monkeypatch.setattr(pool_module, "WorkerProcess", refuse)
    assert "Resource temporarily unavailable" in next(failures(make_pool(), 1))


def test_it_tries_again_after_a_failure(
    make_pool: MakePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool_module, "_RETRY_S", 0.01)
    monkeypatch.setenv(fake_worker.START, "a refusal")
    pool = make_pool()
    assert "code 1" in next(failures(pool, 1))
    monkeypatch.delenv(fake_worker.START)
    until(lambda: pool.counts().ready == 1, "a ready process")


def test_shutdown_leaves_no_process(make_pool: MakePool, monkeypatch: pytest.MonkeyPatch) -> None:
    pool = ready_pool(make_pool, limit=3)
    busy = pool.start(job("hang"))
    until(lambda: pool.counts().ready == 1, "a second process")
    pids = [worker_of(busy), pool._ready[0].pid]
    monkeypatch.setenv(fake_worker.START, "silent")
    pool._ready[0].kill()
    waiter = threading.Thread(target=lambda: list(failures(pool, 1)))
    waiter.start()
    until(lambda: pool._warming, "a process that warms up")
    pids += [worker.pid for worker in pool._warming]
    pool.shutdown()
    waiter.join(10)
    assert not waiter.is_alive(), "whoever waits for a process is told"
    assert len(pids) == 3
    assert [pid for pid in pids if is_running(pid)] == []
    with pytest.raises(WorkerGone):
        list(busy.events())


def test_after_shutdown_nothing_starts(make_pool: MakePool) -> None:
    pool = make_pool()
    pool.shutdown()
    pool.fill()
    with pytest.raises(WorkerGone, match="shutting down"):
        pool.start(job("complete"))
    assert pool.counts() == Counts(0, 0, 2)
