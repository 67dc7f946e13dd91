"""Deliberate accidents for the tests: a worker that dies, hangs, exhausts memory or writes garbage.

Armed only by a job that carries faults, which the server puts there only when its ``FAULT_HOOKS``
setting is on; never reachable from a client otherwise.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable


def _exhaust_memory() -> None:
    hoard = []
    while True:
        hoard.append(bytearray(256 * 2**20))


def _write_garbage() -> None:
    for descriptor in range(3, 10):
        try:
            os.write(descriptor, b"\xffnot a frame, not even close" * 8)
        except OSError:
            continue


ACCIDENTS: dict[str, Callable[[], None]] = {
    "die": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "hang": lambda: time.sleep(3600),
    "exhaust": _exhaust_memory,
    "garbage": _write_garbage,
}
_armed: dict[int, str] = {}


def arm(faults: dict[str, int]) -> None:
    """Plan accidents for the next job: name of an accident to the step at which it happens."""
    _armed.clear()
    _armed.update({step: name for name, step in faults.items()})


def at_step(step: int) -> None:
    """Have the accident that is planned for this step, if any."""
    if name := _armed.pop(step, None):
        ACCIDENTS[name]()
