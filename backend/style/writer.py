"""Which weights of a run write: the latest that do not mostly copy.

Owns the search and the bound. Writes nothing itself: whoever asks hands over a writer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from backend.contract.style import Copied
from backend.style.copying import MOSTLY_COPIED

Text = TypeVar("Text")

#: A text and its report take half a second, on a busy machine several.
MAX_WRITTEN: Final = 6


def too_much(found: Copied) -> bool:
    """Whether weights that write so much of the original should leave the writing to earlier ones:
    a run is recited, or most 8-grams (0.6 of them) are the original's, where those are judged at
    all: in scripts without spaces the verdict leaves them out.
    """
    borrows = found.verdict == "borrowed" and found.share_8gram >= MOSTLY_COPIED
    return found.verdict == "recited" or borrows


def latest_fair(
    steps: list[int], write: Callable[[int], Text], copies: Callable[[Text], bool]
) -> Text:
    """What the latest of `steps` writes that does not copy; where all do, what the first writes.

    Weights copy more and more as training goes on, if not strictly; so the last is tried first, and
    then the middle of what is open between one that copies and one that does not. At most six
    texts are written, so of many steps a neighbour of the latest may be found.

    Args:
        steps: ascending, one at least; the first is taken for fair until it is needed.
        write: a step to a text, the same every time.
        copies: whether a text copies too much.
    """
    text = write(steps[-1])
    if len(steps) == 1 or not copies(text):
        return text
    found: Text | None = None
    fair, copying, written = 0, len(steps) - 1, 1
    while copying - fair > 1 and written < MAX_WRITTEN - (found is None):
        middle = (steps[fair] + steps[copying]) / 2
        at = min(range(fair + 1, copying), key=lambda i: abs(steps[i] - middle))
        text, written = write(steps[at]), written + 1
        if copies(text):
            copying = at
        else:
            found, fair = text, at
    return write(steps[0]) if found is None else found
