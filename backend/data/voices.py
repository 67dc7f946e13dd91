"""The example texts for Style Transfer: two voices of our own invention.

Owns their names and what is said about them. The words themselves lie beside the bundled texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from backend.data.cleaning import clean_text


@dataclass(frozen=True)
class Voice:
    """One example text; `text` is cleaned as a person's own would be."""

    id: str
    title: str
    description: str
    text: str


_VOICES: Final = (
    (
        "formal",
        "A formal correspondence",
        "The secretary of a reading society writes to members, neighbours and a piano tuner.",
    ),
    (
        "diary",
        "A chatty diary",
        "A week of somebody who bakes, runs late and talks to a cat.",
    ),
)


def read_voices(folder: Path) -> list[Voice]:
    """The example texts that are in `folder` as ``ID.txt``, in their order."""
    found = []
    for name, title, description in _VOICES:
        path = folder / f"{name}.txt"
        if path.is_file():
            text = clean_text(path.read_text(encoding="utf-8")).text.strip()
            found.append(Voice(name, title, description, text))
    return found
