"""How much of a generated text stands verbatim in the text it was trained on.

Owns the two measures of reciting and the one verdict on both. Verbatim means code point by code
point: case, line breaks and punctuation count.
"""

from __future__ import annotations

from typing import Final, Literal

from backend.contract.style import Copied
from backend.style.runs import RunIndex
from backend.style.words import is_logographic, is_spaceless

GRAM: Final = 8
#: A run this long is recited: about seven words. Of the fresh pages below 95 % share a run of at
#: most 34 characters with what stands before them, but for letters with set phrases.
RECITED: Final = 40
#: The same in ideographs and kana, two to a word or so. A reckoning, not measured; nor is the share
#: of 8-grams there, which are several words each.
RECITED_LOGOGRAPHS: Final = 15
#: The last tenth of a person's text is compared with the rest from this length on, in code points.
SHORTEST_TENTH: Final = 40
#: A run so many times as long as a recited one is no set phrase (the closing lines of a letter are
#: 50 to 80 characters): the tenth holds a passage that stands before it, as a mail holds its quote.
#: A reckoning, not measured.
SET_PHRASE: Final = 2.5
#: A share this far above the person's own is more than chance: phrases were taken over. Measured:
#: of fresh pages, the 600 characters that follow a piece of 100 to 300 words, 95 % are at most 0.03
#: to 0.12 above the piece's last tenth; only letters with set phrases reach more (docs/log.md).
MARGIN: Final = 0.1
#: What passes for a person's own share where their text is too short to tell. Measured as above:
#: after pieces of 300 and 400 characters 95 % of the fresh pages have at most 0.03 to 0.12.
USUAL_SHARE: Final = 0.1
#: With so many of its 8-grams in the original, little of a text is its own, whoever the person is.
MOSTLY_COPIED: Final = 0.6

Verdict = Literal["own", "usual", "borrowed", "recited"]


def copied(original: str, generated: str) -> Copied:
    """The longest verbatim run, and the share of the generated 8-grams that the original has.

    Returns:
        longest: its length in code points.
        longest_text: the run itself; of several as long, the one that `generated` has first.
        share_8gram: 0..1, over all len(generated) - 7 runs of eight characters; 0 for a text too
            short to hold one.
        longest_self, share_8gram_self: the same of the last tenth of `original` against the nine
            tenths before it, so that one can see what is normal for this person; None where the
            tenth is shorter than 40 characters, or is itself a copy: a share of 0.6, or a run of
            100 characters (in Chinese and Japanese 37). A text that holds itself twice says nothing
            of what its author repeats.
        limit: the length from which a run counts as recited: 40, in Chinese and Japanese 15, or one
            more than `longest_self` for a person who repeats longer runs (a letter's closing words,
            for one).
        verdict: what `verdict` says of these numbers; in scripts without spaces of the run alone.

    Time grows with len(original) + len(generated), memory with len(generated) alone.
    """
    run = longest_run(original, generated)
    cut = len(original) - len(original) // 10
    recited = RECITED_LOGOGRAPHS if is_logographic(original) else RECITED
    longest_self, share_self = _usual(original[:cut], original[cut:], int(SET_PHRASE * recited))
    share = _shared_grams(original, generated)
    limit = max(recited, 1 + (longest_self or 0))
    # Eight characters are several words there: what share of them is usual is not known.
    judged = 0.0 if is_spaceless(original) else share
    return Copied(
        longest=len(run),
        longest_text=run,
        share_8gram=share,
        longest_self=longest_self,
        share_8gram_self=share_self,
        limit=limit,
        verdict=verdict(len(run), limit, judged, share_self, recited),
    )


def _usual(before: str, tenth: str, passage: int) -> tuple[int | None, float | None]:
    """The longest run and the share of 8-grams that `tenth` has of `before`; None where it cannot
    tell. A run of `passage` characters is more than a phrase.
    """
    if len(tenth) < SHORTEST_TENTH:
        return None, None
    longest, share = len(longest_run(before, tenth)), _shared_grams(before, tenth)
    return (None, None) if longest >= passage or share >= MOSTLY_COPIED else (longest, share)


def holds_itself(text: str) -> bool:
    """Whether the last tenth of `text` is itself a copy of what stands before it, as in a mail with
    its quote; false where it is too short to tell. Then a loss on it is no loss on unseen text.
    """
    if len(text) // 10 < SHORTEST_TENTH:
        return False
    return copied(text, "").longest_self is None


def verdict(
    longest: int,
    limit: int,
    share: float,
    share_self: float | None,
    recited: int = RECITED,
) -> Verdict:
    """Whether a text is recited, borrows phrases, or is in its own words; "usual" where it is fair
    only because the person repeats themselves as much.

    Args:
        longest, limit: characters; from `limit` on the text is recited.
        share, share_self: 0..1, as in `copied`. A share of 0.1 above the person's own, or of 0.6
            at the latest, is borrowed; where the person's own is not known, 0.1 passes for it.
        recited: the length from which a run of anybody else would be.
    """
    if longest >= limit:
        return "recited"
    usual = USUAL_SHARE if share_self is None else share_self
    if share >= min(usual + MARGIN, MOSTLY_COPIED):
        return "borrowed"
    return "usual" if share >= USUAL_SHARE + MARGIN or longest >= recited else "own"


def longest_run(original: str, generated: str) -> str:
    """The longest text that both hold; of several as long, the one `generated` has first."""
    longest, end = 0, 0
    for length, run_end in RunIndex(generated).runs_in(original):
        if length > longest or (length == longest and run_end < end):
            longest, end = length, run_end
    return generated[end - longest : end] if longest else ""


def _shared_grams(original: str, generated: str) -> float:
    grams = [generated[start : start + GRAM] for start in range(len(generated) - GRAM + 1)]
    if not grams:
        return 0.0
    known = set(grams).intersection(
        original[start : start + GRAM] for start in range(len(original) - GRAM + 1)
    )
    return sum(gram in known for gram in grams) / len(grams)
