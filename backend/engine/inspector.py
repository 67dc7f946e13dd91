"""The server's end of the inspection process: ask, wait, replace it when it fails."""

from __future__ import annotations

import logging
import threading
from typing import Any

from backend.contract.errors import ContractError
from backend.engine.channel import Message
from backend.engine.process import WorkerGone, WorkerProcess, WorkerSilent

log = logging.getLogger(__name__)
MODULE = "backend.engine.inspect_worker"
_START_S = 90.0
_ANSWER_S = 30.0


class Inspector:
    """One process for all questions, asked one after the other; started on `open` or first use.

    Args:
        module: the program that answers.
    """

    def __init__(self, module: str = MODULE) -> None:
        self._module = module
        self._lock = threading.Lock()
        self._worker: WorkerProcess | None = None
        self._closed = False

    def open(self) -> None:
        """Start the process without waiting for it."""
        threading.Thread(target=self._open, daemon=True).start()

    def ask(self, kind: str, fields: dict[str, Any], blob: bytes = b"") -> Message:
        """Ask one question and wait for its answer, at most half a minute.

        Raises:
            ContractError: the question was refused, or its process failed on it.
        """
        with self._lock:
            try:
                worker = self._ready()
                worker.send(kind, fields, blob)
                reply = worker.receive(_ANSWER_S)
            except (WorkerGone, WorkerSilent) as failure:
                if not self._closed:  # else it was we who ended it
                    log.error("the inspection process failed on %r: %s", kind, failure)
                self._drop()
                raise ContractError(*_lost(kind)) from failure
        if reply.kind == "refused":
            body = reply.fields
            raise ContractError(
                body["error_type"],
                body["message"],
                field=body["field"],
                limit=body["limit"],
                value=body["value"],
            )
        if reply.kind != "answer":
            raise ContractError("internal_error", "That question failed. Try it again.")
        return reply

    def close(self) -> None:
        """End the process."""
        self._closed = True
        self._drop()

    def _open(self) -> None:
        with self._lock:
            try:
                self._ready()
            except (WorkerGone, WorkerSilent) as failure:
                if not self._closed:
                    log.error("the inspection process did not start: %s", failure)
                self._drop()

    def _ready(self) -> WorkerProcess:
        if self._closed:
            raise WorkerGone("the server is shutting down")
        worker = self._worker
        if worker is None or not worker.alive:
            self._drop()
            worker = self._worker = WorkerProcess(self._module)
            if self._closed:  # meanwhile; `close` could not see it
                raise WorkerGone("the server is shutting down")
            worker.receive(_START_S)
        return worker

    def _drop(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()


def _lost(kind: str) -> tuple[Any, str]:
    """Error type and sentence for a question on which the process ended or hung."""
    if kind == "read_upload":
        return (
            "file_unreadable",
            "This file could not be read: reading it failed. Save it again as .txt.",
        )
    return "internal_error", "The helper that answers questions stopped. Try again."
