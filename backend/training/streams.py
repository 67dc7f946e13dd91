"""Independent streams of random numbers, one for each purpose and step of a seeded run.

Owns how a seed becomes generators. Because no stream is shared, looking at a run more often cannot
change it, and a resumed run needs no generator state: the step number is enough.
"""

from __future__ import annotations

import hashlib
from typing import Literal

import torch

Purpose = Literal["init", "batch", "noise", "dropout", "evaluate", "sample", "generate"]


def stream_seed(seed: int, purpose: Purpose, step: int = 0) -> int:
    """A 63-bit seed for one purpose at one step of the run with this seed."""
    digest = hashlib.blake2b(f"{seed}/{purpose}/{step}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def stream(seed: int, purpose: Purpose, step: int = 0) -> torch.Generator:
    """A CPU generator for one purpose at one step of the run with this seed."""
    return torch.Generator().manual_seed(stream_seed(seed, purpose, step))
