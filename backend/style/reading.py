"""A text read once: its words, and the punctuation between them.

Owns what counts as a punctuation mark; what a word is, `words` says. Counts and compares nothing.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from backend.style.words import fold, words

#: Between two letters or digits without a space these belong to the spelling: well-known, 3.5,
#: a/b.
_SPELLING: Final = frozenset("-\u2010\u2011./_:@,'\u2019")
#: Punctuation to Unicode, but no rhythm to a reader.
_SIGNS: Final = frozenset("%‰&@#*\\_/§¶†‡")
#: Word processors turn straight quotes into curly ones; both are one habit.
_STRAIGHT: Final = str.maketrans("“”„‟‘’‚‛", "\"\"\"\"''''")
ELLIPSIS: Final = "…"


@dataclass(frozen=True)
class Reading:
    """What the numbers of a text are counted from.

    Attributes:
        text: the text itself.
        spans: half-open code-point ranges of its words.
        words: the words as they are compared, one for each span.
        gaps: the punctuation marks before the first word, then after every word: one more entry
            than there are words.
    """

    text: str
    spans: tuple[tuple[int, int], ...]
    words: tuple[str, ...]
    gaps: tuple[tuple[str, ...], ...]

    @property
    def marks(self) -> list[str]:
        """Every punctuation mark, in order."""
        return [mark for gap in self.gaps for mark in gap]


def read(text: str) -> Reading:
    """Cut a text into words and punctuation. Takes time proportional to its length."""
    spans = tuple(words(text))
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    return Reading(
        text=text,
        spans=spans,
        words=tuple(fold(text[start:end]) for start, end in spans),
        gaps=tuple(_marks(text, end, start) for end, start in zip(ends, starts, strict=True)),
    )


def _marks(text: str, start: int, end: int) -> tuple[str, ...]:
    """The punctuation marks from `start` to `end`; a mark repeated is one, dots are an ellipsis."""
    gap = text[start:end]
    inside = start > 0 and end < len(text)
    if inside and len(gap) == 1 and gap in _SPELLING:
        return ()
    marks = []
    for mark, run in groupby(gap.translate(_STRAIGHT)):
        if unicodedata.category(mark)[0] == "P" and mark not in _SIGNS:
            marks.append(ELLIPSIS if mark == "." and sum(1 for _ in run) > 1 else mark)
    return tuple(marks)
