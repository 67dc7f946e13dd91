"""The numbers of a comparison, read to a person who has never heard of any of them.

Owns the wording and the thresholds between one wording and the next. Flatters nobody: a text that
is recited or that makes no words is said to be. Scolds nobody either: of a short text little else
can come, and what would help is said with it.
"""

from __future__ import annotations

from typing import Final

from backend.contract.style import Copied, StyleNumbers

#: Points of formality, and share of a sentence's length, that a reader would not notice.
SAME_FORMALITY: Final = 10.0
SAME_LENGTH: Final = 0.15
#: Each listed word is ten points of formality: fewer than so many in either text are chance.
LISTED_WORDS: Final = 3
#: Below this share of real words a text is called gibberish. Short words are often hit by chance:
#: at 57 % hardly a phrase makes sense, at 73 % many do (read in some forty texts; docs/log.md).
GIBBERISH: Final = 0.65
#: A machine that gave its characters less than this on average held each for unlikely.
GUESSING: Final = 0.5
#: From so many words on a text is long enough; the page recommends as many.
GOOD_WORDS: Final = 300
#: What more text changes, by the verdict on what came of a short one (figures: docs/style.md).
_MORE_TEXT: Final = {
    "own": "",
    "usual": "",
    "borrowed": "The more you give it, the more it makes up",
    "recited": "The more you give it, the less it recites",
}
#: A narrow space that does not break, before a percent sign.
NARROW: Final = "\u202f"


def is_gibberish(generated: StyleNumbers) -> bool:
    """Whether fewer than 65 % of the words are words of the original; true for no words."""
    return generated.real_words < GIBBERISH


def aloud(
    original: StyleNumbers,
    generated: StyleNumbers,
    copied: Copied,
    token_prob: float,
    spaceless: bool = False,
) -> str:
    """Two or three sentences about what the machine took over, what it made up and what it copied.

    A pure function of the numbers, in English. Formality is spoken of only where both texts have
    three formal or casual words; a text without words gets one sentence of its own. Where fewer
    than 300 words of the person's end in pieces of them, or in gibberish, a last sentence says what
    helps.

    Args:
        original, generated: what was counted in the person's text and in the machine's.
        copied: what is copied; its verdict decides the wording.
        token_prob: 0..1, the mean probability of the characters that the machine chose; told of
            gibberish alone.
        spaceless: whether the script has no spaces between words. Then pairs of characters were
            looked up, and how much is pieced together is not judged: the bound is for letters.
    """
    if not generated.word_count:
        return "It wrote no words: it has not found out how your text is made. Try a longer text."
    manner = _manner(original, generated)
    known = f"{_percent(generated.real_words)} of its "
    known += "pairs of characters stand in your text" if spaceless else "words are words you used"
    short = original.word_count < GOOD_WORDS
    if is_gibberish(generated):
        help_wanted = "More text makes more words"
        told = _gibberish(known, copied, token_prob)
    else:
        help_wanted = _MORE_TEXT[copied.verdict]
        # Of pieces of somebody's phrases nearly every word is theirs; that alone is no praise.
        told = _words(known if spaceless else f"One by one, {known}", copied, spaceless, short)
    said = f"{manner} {told}"
    if not short or not help_wanted:
        return said
    # In a script without spaces a word is one character or so: 300 are not enough there.
    return f"{said} {help_wanted}{'' if spaceless else f': {GOOD_WORDS} words are a good start'}."


def _manner(original: StyleNumbers, generated: StyleNumbers) -> str:
    length = _sentences(original.avg_sentence_length, generated.avg_sentence_length)
    if min(original.formal_words, generated.formal_words) < LISTED_WORDS:
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


def _gibberish(known: str, copied: Copied, token_prob: float) -> str:
    told = f"Only {known}, so much of it is gibberish"
    if copied.verdict == "recited":
        told += f"; but it also recites you, {_run(copied)} in one go"
    elif copied.verdict == "borrowed":
        told += f"; but it also borrows your phrases, up to {_run(copied)} at a time"
    sure = f"It gave each character it chose {_percent(token_prob)} on average"
    return f"{told}. {sure}{': it was guessing.' if token_prob < GUESSING else '.'}"


def _words(told: str, copied: Copied, spaceless: bool, short: bool) -> str:
    run = _run(copied)
    if copied.verdict == "recited":
        return f"{told}, and it recites: {run} in one go are yours, letter by letter."
    if copied.verdict == "borrowed" and short:
        return f"{told}. With so little to learn from it also borrows phrases, up to {run}."
    if copied.verdict == "borrowed":
        share = _percent(copied.share_8gram)
        return f"{told}, but it borrows phrases: {share} of it is pieced from you, up to {run}."
    if copied.verdict == "usual":
        return f"{told}. It repeats your phrases as much as you do yourself, up to {run}."
    if spaceless:
        told = f"{told}, and the longest run it copied is {run}."
        return f"{told} How much is pieced together from yours is not judged in this script."
    return f"{told}, and the longest run it copied is {run}: its own words."


def _percent(share: float) -> str:
    return f"{100 * share:.0f}{NARROW}%"


def _run(copied: Copied) -> str:
    return f"{copied.longest} {'character' if copied.longest == 1 else 'characters'}"
