"""What a worker process does to itself before it works: its streams, its memory, its last words.

Owns nothing of training or questions.
"""

from __future__ import annotations

import contextlib
import os
import sys

import torch

from backend.engine.channel import Channel

_MEMORY_BYTES = 6 * 2**30


def claim_stdout() -> Channel:
    """Frames over the inherited descriptors; whatever else prints goes to standard error."""
    writer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return Channel(sys.stdin.buffer, writer)


def limit_memory() -> None:
    """Make a runaway allocation an error of this process instead of the whole machine's trouble."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        limit = int(os.environ.get("LLMB_WORKER_MEMORY_BYTES", _MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def out_of_memory(error: BaseException) -> bool:
    """Whether an error proves that memory ran out."""
    words = str(error).lower()
    return isinstance(error, (MemoryError, torch.OutOfMemoryError)) or (
        isinstance(error, RuntimeError) and ("not enough memory" in words or "alloc" in words)
    )
