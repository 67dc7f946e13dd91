"""Text as arrays of Unicode code points: how the data room counts and looks things up.

Owns the two conversions and the table of scripts that are written without spaces; knows nothing of
cleaning, vocabularies or words.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

CodePoints = npt.NDArray[np.uint32]

#: Scripts in which one character is about one word: Han ideographs and Japanese kana.
_LOGOGRAPHIC: Final = (
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3040, 0x30FF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
#: Alphabets of South-East Asia and Tibet that leave no space between words.
_UNSPACED_ALPHABETS: Final = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x0F00, 0x0FFF),  # Tibetan
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x1950, 0x19FF),  # Tai Le, New Tai Lue, Khmer symbols
    (0x1A20, 0x1AAF),  # Tai Tham
    (0xA980, 0xA9DF),  # Javanese
    (0xAA60, 0xAADF),  # Burmese and Tai Viet extensions
)


def _character_class(ranges: tuple[tuple[int, int], ...]) -> str:
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


#: Inside of a regular-expression class: one character is one word.
LOGOGRAPHIC_CLASS: Final = _character_class(_LOGOGRAPHIC)
#: Inside of a regular-expression class: letters run on from word to word.
UNSPACED_CLASS: Final = _character_class(_UNSPACED_ALPHABETS)


def to_codepoints(text: str) -> CodePoints:
    """Code points of `text`, shape (len(text),); a read-only view. Lone surrogates pass through."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def to_text(codepoints: CodePoints) -> str:
    """The string of an array of code points; inverse of `to_codepoints`."""
    return codepoints.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def count_codepoints(codepoints: CodePoints) -> tuple[CodePoints, npt.NDArray[np.int64]]:
    """Distinct code points, ascending, and how often each occurs."""
    if codepoints.size == 0:
        return np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.int64)
    counts = np.bincount(codepoints)
    distinct = np.flatnonzero(counts)
    return distinct.astype(np.uint32), counts[distinct].astype(np.int64)
