"""The numbers of a comparison, read to a person who has never heard of any of them.

Owns the wording and the thresholds between one wording and the next. Flatters nobody: a text that
is recited or that makes no words is said to be.
"""

from __future__ import annotations

from typing import Final

from backend.contract.style import Copied, StyleNumbers

#: Points of formality, and share of a sentence's length, that a reader would not notice.
SAME_FORMALITY: Final = 10.0
SAME_LENGTH: Final = 0.15
#: Below this share of real words a text is called gibberish. Short words are often hit by chance:
#: at 57 %, the mean after 150 words, hardly a phrase makes sense; at 73 %, after 300, many do.
GIBBERISH: Final = 0.65
#: With so many of its 8-grams in the original, little of a text is its own.
MOSTLY_COPIED: Final = 0.6
NEUTRAL: Final = 50.0


def is_gibberish(generated: StyleNumbers) -> bool:
    """Whether fewer than 65 % of the words are words of the original; true for no words."""
    return generated.real_words < GIBBERISH


def aloud(original: StyleNumbers, generated: StyleNumbers, copied: Copied) -> str:
    """Two or three sentences about what the machine took over, what it made up and what it copied.

    A pure function of the numbers, in English. Formality is spoken of only where one of the texts
    has a formal or informal word; a text without words gets one sentence of its own.
    """
    if not generated.word_count:
        return "It wrote no words: it has not found out how your text is made. Try a longer text."
    return f"{_manner(original, generated)} {_words(generated, copied)}"


def _manner(original: StyleNumbers, generated: StyleNumbers) -> str:
    length = _sentences(original.avg_sentence_length, generated.avg_sentence_length)
    if original.formality == generated.formality == NEUTRAL:
        return f"It writes {length}."
    return f"It writes {_formality(generated.formality - original.formality)}, {length}."


def _formality(difference: float) -> str:
    if abs(difference) <= SAME_FORMALITY:
        return "as formally as you"
    return "more formally than you" if difference > 0 else "less formally than you"


def _sentences(theirs: float, ours: float) -> str:
    if abs(ours - theirs) <= SAME_LENGTH * theirs:
        return "in sentences as long as yours"
    return "in longer sentences" if ours > theirs else "in shorter sentences"


def _words(generated: StyleNumbers, copied: Copied) -> str:
    share = f"{100 * generated.real_words:.0f} %"
    run = f"{copied.longest} {'character' if copied.longest == 1 else 'characters'}"
    recites = copied.longest >= copied.limit or copied.share_8gram >= MOSTLY_COPIED
    if is_gibberish(generated):
        told = f"Only {share} of its words are words you used, so much of it is gibberish"
        if recites:
            return f"{told}; but it also recites you, {run} in one go."
        return f"{told} that merely looks like you. A longer text would help."
    told = f"{share} of its words are words you used"
    if copied.longest >= copied.limit:
        return f"{told}, and it recites: {run} in one go are yours, letter by letter."
    if recites:
        return f"{told}, but it mostly pieces your own phrases together, up to {run} at a time."
    return f"{told}, and the longest run it copied is {run}: it invents rather than recites."
