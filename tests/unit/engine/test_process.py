"""A worker process seen from the server: it speaks, dies, hangs, babbles, and leaves nothing."""

from __future__ import annotations

import contextlib
import math
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from backend.engine import process
from backend.engine.process import WorkerGone, WorkerProcess, WorkerSilent
from tests.unit.engine import fake_worker
from tests.unit.waiting import has_ended, is_running, until

MakeWorker = Callable[[], WorkerProcess]


def train(worker: WorkerProcess, words: str) -> None:
    worker.send("train", {"text_bytes": len(words)}, words.encode())


def open_pipes() -> set[str]:
    """The pipes this process holds, each by its number in the kernel."""
    names = set()
    for entry in os.scandir("/proc/self/fd"):
        with contextlib.suppress(FileNotFoundError):  # the listing's own
            names.add(os.readlink(entry.path))
    return {name for name in names if name.startswith("pipe:")}


def test_it_answers_in_order(make_worker: MakeWorker) -> None:
    worker = make_worker()
    train(worker, "say echo complete")
    worker.send("pause", {"at": 3})
    assert worker.receive(10)["pid"] == worker.pid
    assert worker.receive(10).fields == {"order": "pause", "at": 3}
    assert worker.receive(10).kind == "completed"
    assert worker.alive


@pytest.mark.parametrize(
    ("word", "told"),
    [("die", r"signal 9 \(SIGKILL\)"), ("exit", "code 3"), ("garbage", "unreadable")],
)
def test_the_way_it_ended_is_told_after_everything_it_said(
    make_worker: MakeWorker, word: str, told: str
) -> None:
    worker = make_worker()
    train(worker, f"say {word}")
    assert worker.receive(10).kind == "progress"
    for _ in range(2):
        with pytest.raises(WorkerGone, match=told):
            worker.receive(10)
    assert not worker.alive
    assert not is_running(worker.pid)


def test_last_words_go_to_the_log(
    make_worker: MakeWorker, caplog: pytest.LogCaptureFixture
) -> None:
    worker = make_worker()
    train(worker, "exit")
    with pytest.raises(WorkerGone):
        worker.receive(10)
    assert "a last word" in caplog.text


def test_orders_to_one_that_ended_are_refused(make_worker: MakeWorker) -> None:
    worker = make_worker()
    worker.kill()
    with pytest.raises(WorkerGone, match="SIGKILL"):
        worker.send("pause")


def test_silence_is_told(make_worker: MakeWorker) -> None:
    with pytest.raises(WorkerSilent, match="no message for 0 s"):
        make_worker().receive(0.01)


def test_a_worker_that_closes_its_output_and_lives_on_is_ended(
    make_worker: MakeWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_LAST_BREATH_S", 0.05)
    worker = make_worker()
    train(worker, "close")
    with pytest.raises(WorkerGone):
        worker.receive(10)
    assert not is_running(worker.pid)


def test_numbers_that_are_not_finite_are_the_callers_error(make_worker: MakeWorker) -> None:
    worker = make_worker()
    with pytest.raises(ValueError, match="JSON"):
        worker.send("train", {"rate": math.nan})
    train(worker, "complete")
    assert worker.receive(10).kind == "completed", "and the worker never saw it"


def test_killing_leaves_no_zombie_no_child_and_no_open_pipe(make_worker: MakeWorker) -> None:
    threads_before, pipes_before = set(threading.enumerate()), open_pipes()
    worker = make_worker()
    train(worker, "child hang")
    child = worker.receive(10)["pid"]
    worker.kill()
    worker.kill()
    assert not is_running(worker.pid)
    until(lambda: has_ended(child), "the end of the worker's own child")
    until(lambda: set(threading.enumerate()) <= threads_before, "the end of the threads")
    until(lambda: open_pipes() <= pipes_before, "the end of the pipes")


def test_killing_one_that_was_cleared_away_hits_nobody(
    make_worker: MakeWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = make_worker()
    worker.kill()
    hit: list[int] = []
    monkeypatch.setattr(os, "killpg", lambda pid, number: hit.append(pid))
    worker.kill()
    assert hit == [], "the number may belong to another process by now"


def test_the_end_of_the_server_ends_it() -> None:
    """A worker whose input closes ends, whatever killed the server."""
    worker = WorkerProcess(fake_worker.MODULE)
    worker.receive(20)
    worker._channel._writer.close()
    with pytest.raises(WorkerGone, match="code 0"):
        worker.receive(10)
    worker.kill()


def test_it_runs_in_a_session_of_its_own(make_worker: MakeWorker) -> None:
    """Ctrl-C in the terminal must reach the server alone, which then ends its workers."""
    worker = make_worker()
    assert os.getsid(worker.pid) == worker.pid != os.getsid(0)
    assert signal.getsignal(signal.SIGINT) is not signal.SIG_IGN
    assert Path(f"/proc/{worker.pid}/cwd").resolve() == process.ROOT
