"""Waiting for what another thread or process does, without fixed sleeps."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path


def until(condition: Callable[[], object], what: str = "it", limit_s: float = 10.0) -> None:
    """Return as soon as the condition holds; fail when it does not within the limit."""
    deadline_s = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline_s, f"{what} did not happen within {limit_s:g} s"
        time.sleep(0.002)


def is_running(pid: int) -> bool:
    """Whether there is such a process; a zombie counts as one that nobody cleared away."""
    return Path(f"/proc/{pid}").exists()


def has_ended(pid: int) -> bool:
    """Whether a process that is not our child runs no more (its parent may be slow to clear up)."""
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True
