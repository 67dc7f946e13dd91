"""Texts and types that the training tests share."""

from __future__ import annotations

import random
from collections.abc import Callable

from backend.training.micro_gpt import MicroGPT

WORDS = [
    "the",
    "cat",
    "sat",
    "on",
    "a",
    "mat",
    "and",
    "ran",
    "away",
    "from",
    "dogs",
    "in",
    "green",
    "fields",
    "of",
    "barley",
]

MakeModel = Callable[..., MicroGPT]


def babble(lines: int, seed: int = 1) -> str:
    """Lines of three to nine random words."""
    source = random.Random(seed)
    rows = (
        " ".join(source.choice(WORDS) for _ in range(source.randint(3, 9))) for _ in range(lines)
    )
    return "\n".join(rows) + "\n"
