"""What a text asks of whoever shows it or learns it: its direction, and a warning where it is due.

Owns two questions about the characters of a text. Refuses nothing.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Final, Literal

Direction = Literal["ltr", "rtl"]

#: Below this many occurrences a character, most characters are too rare to be learned.
FEW_OCCURRENCES: Final = 12


def direction(text: str) -> Direction:
    """Whether most letters of `text` are read from right to left; ties and no letters are not.

    Counted are the characters with a strong direction of their own (Unicode Standard Annex 9,
    section 3.2).
    """
    strong: Counter[str] = Counter()
    for character, count in Counter(text).items():
        strong[unicodedata.bidirectional(character)] += count
    return "rtl" if strong["R"] + strong["AL"] > strong["L"] else "ltr"


def advice(text: str) -> str | None:
    """A sentence for a text with many characters that are all rare; None for the usual one.

    A model that learns character by character has to meet each of them many times. An alphabet
    offers 15 to 100 occurrences of each already in a page; a page of Chinese or Japanese fewer
    than five.
    """
    distinct = len(set(text))
    if not distinct or len(text) / distinct >= FEW_OCCURRENCES:
        return None
    times = round(len(text) / distinct)
    return (
        f"This text has {distinct:,} different characters in {len(text):,}, so each is met about "
        f"{times} {'time' if times == 1 else 'times'}. A model that learns one character at a time "
        f"needs more: expect fragments, or bring about {distinct * FEW_OCCURRENCES:,} characters."
    )
