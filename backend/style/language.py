"""Whether a text is English.

Owns the one test of it, for figures whose word lists are English: elsewhere "commence" is French
for begins, "ya" Spanish for already and "u" a German abbreviation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

#: Words that hold English sentences together and mean nothing, or something rare, elsewhere: no
#: "was" (German), "is" (Dutch), "for" (Danish), "a" (Spanish) and no "me" (many).
_ENGLISH: Final = frozenset(
    {"the", "and", "of", "to", "that", "it", "you", "with", "have", "this", "are",
     "not", "my", "but", "they", "we", "had", "your", "from", "would"}
)  # fmt: skip
#: Stretches of 50 words of four people's English have 0.10 to 0.38 of them; German, French,
#: Spanish, Dutch and Danish at most 0.02.
SHARE: Final = 0.05


def is_english(words: Sequence[str]) -> bool:
    """Whether more than one word in twenty is one that English is held together by.

    Args:
        words: folded, as `Reading.words` has them. None are not English.
    """
    return sum(word in _ENGLISH for word in words) > SHARE * len(words)
