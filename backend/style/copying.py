"""How much of a generated text stands verbatim in the text it was trained on.

Owns the two measures of reciting. Verbatim means code point by code point: case, line breaks and
punctuation count.
"""

from __future__ import annotations

from typing import Final

from backend.contract.rest import Copied
from backend.style.runs import RunIndex

GRAM: Final = 8


def copied(original: str, generated: str) -> Copied:
    """The longest verbatim run, and the share of the generated 8-grams that the original has.

    Returns:
        longest: its length in code points.
        longest_text: the run itself; of several as long, the one that `generated` has first.
        share_8gram: 0..1, over all len(generated) - 7 runs of eight characters; 0 for a text too
            short to hold one.

    Time grows with len(original) + len(generated), memory with len(generated) alone.
    """
    longest, end = 0, 0
    for length, run_end in RunIndex(generated).runs_in(original):
        if length > longest or (length == longest and run_end < end):
            longest, end = length, run_end
    return Copied(
        longest=longest,
        longest_text=generated[end - longest : end] if longest else "",
        share_8gram=_shared_grams(original, generated),
    )


def _shared_grams(original: str, generated: str) -> float:
    grams = [generated[start : start + GRAM] for start in range(len(generated) - GRAM + 1)]
    if not grams:
        return 0.0
    known = set(grams).intersection(
        original[start : start + GRAM] for start in range(len(original) - GRAM + 1)
    )
    return sum(gram in known for gram in grams) / len(grams)
