"""Questions to the inspection process: each gets an answer, whatever becomes of the process."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from backend.contract.errors import ContractError
from backend.engine import inspector as inspector_module
from backend.engine.inspector import Inspector
from tests.unit.engine import fake_worker
from tests.unit.waiting import is_running, until


@pytest.fixture
def inspector() -> Iterator[Inspector]:
    made = Inspector(fake_worker.MODULE)
    yield made
    made.close()


def test_an_answer(inspector: Inspector) -> None:
    reply = inspector.ask("echo", {"text": "Ω\ud800"}, b"\x00\xff")
    assert (reply["text"], reply.blob) == ("Ω\ud800", b"\x00\xff")


def test_one_process_answers_all(inspector: Inspector) -> None:
    inspector.open()
    assert len({inspector.ask("echo", {})["pid"] for _ in range(3)}) == 1


def test_a_refusal_arrives_whole(inspector: Inspector) -> None:
    with pytest.raises(ContractError) as refusal:
        inspector.ask("refuse", {})
    e = refusal.value
    assert (e.error_type, e.message, e.field, e.limit, e.value) == (
        "text_too_short",
        "Too short.",
        "f",
        2,
        1,
    )


@pytest.mark.parametrize(
    ("question", "error_type"),
    [
        ("break", "internal_error"),
        ("die", "internal_error"),
        ("exit", "internal_error"),
        ("garbage", "internal_error"),
    ],
)
def test_a_failure_is_an_error_and_the_next_question_is_answered(
    inspector: Inspector, question: str, error_type: str
) -> None:
    with pytest.raises(ContractError) as failure:
        inspector.ask(question, {})
    assert failure.value.error_type == error_type
    assert inspector.ask("echo", {"n": 1})["n"] == 1


def test_a_file_on_which_reading_died_is_unreadable(
    inspector: Inspector, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspector.open()
    before = inspector.ask("echo", {})["pid"]

    def die(kind: str, *_: object) -> None:
        raise inspector_module.WorkerGone("it was ended by signal 9")

    assert inspector._worker is not None
    monkeypatch.setattr(inspector._worker, "send", die)
    with pytest.raises(ContractError) as failure:
        inspector.ask("read_upload", {})
    assert failure.value.error_type == "file_unreadable"
    assert not is_running(before)


def test_a_question_that_hangs_is_given_up(
    inspector: Inspector, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid = inspector.ask("echo", {})["pid"]
    monkeypatch.setattr(inspector_module, "_ANSWER_S", 0.05)
    with pytest.raises(ContractError, match="stopped"):
        inspector.ask("hang", {})
    assert not is_running(pid)
    monkeypatch.undo()
    assert inspector.ask("echo", {})["pid"] != pid


def test_questions_at_once_get_their_own_answers(inspector: Inspector) -> None:
    got: dict[int, int] = {}

    def ask(n: int) -> None:
        got[n] = inspector.ask("echo", {"n": n})["n"]

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert got == {n: n for n in range(8)}


def test_closing_ends_the_process_and_whoever_waits(inspector: Inspector) -> None:
    pid = inspector.ask("echo", {})["pid"]
    told: list[str] = []

    def ask() -> None:
        with pytest.raises(ContractError) as failure:
            inspector.ask("hang", {})
        told.append(failure.value.error_type)

    waiter = threading.Thread(target=ask)
    waiter.start()
    until(inspector._lock.locked, "the question")
    inspector.close()
    waiter.join(10)
    assert told == ["internal_error"]
    assert not is_running(pid)
    with pytest.raises(ContractError):
        inspector.ask("echo", {})


def test_closing_while_the_process_starts_leaves_none(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    inspector = Inspector(fake_worker.MODULE)
    real = inspector_module.WorkerProcess

    def close_first(module: str) -> object:
        inspector.close()
        worker = real(module)
        made.append(worker.pid)
        return worker

    monkeypatch.setattr(inspector_module, "WorkerProcess", close_first)
    with pytest.raises(ContractError):
        inspector.ask("echo", {})
    assert [pid for pid in made if is_running(pid)] == []


def test_a_program_that_cannot_start_is_an_error() -> None:
    with pytest.raises(ContractError, match="Try again"):
        Inspector("tests.unit.engine.no_such_module").ask("echo", {})


def test_closing_while_the_process_starts_is_no_error(
    inspector: Inspector, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(fake_worker.START, "silent")
    inspector.open()
    until(lambda: inspector._worker is not None, "its process")
    inspector.close()
    with inspector._lock:  # whoever waited for the process has heard of its end
        assert not caplog.records
