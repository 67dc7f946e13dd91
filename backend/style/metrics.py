"""The three style figures of a text: formality, words per sentence, variety of words.

Owns the formulas and the two word lists. Knows nothing of models, and does not say which style is
better.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from backend.contract.rest import StyleNumbers
from backend.style.words import fold, sentence_ends, words

NEUTRAL: Final = 50.0
POINTS_PER_WORD: Final = 10.0


def _listed(entries: str) -> frozenset[str]:
    return frozenset(entries.split())


#: Words of business letters and essays, rare in talk.
FORMAL: Final = _listed("""
    accordingly aforementioned albeit appreciate ascertain assistance behalf commence cordially
    correspondence enclosed endeavor endeavour facilitate forthcoming furthermore hence henceforth
    hereby herewith hitherto kindly moreover nevertheless nonetheless notwithstanding pertaining
    pursuant regarding regards respectfully sincerely solely subsequently sufficient therefore
    thereof thus upon utilize whereas whereby
""")
#: Words of chats and of talk between friends.
INFORMAL: Final = _listed("""
    ain't awesome bro btw bye crap cuz damn dude dunno folks gimme gonna gotcha gotta guy guys haha
    hey hi idk imo kidding kinda lemme lmao lol nah nope ok okay omg oops pal pals pls sorta stuff
    sucks thx tons totally u ugh wanna whatcha whatever wow ya y'all yay yeah yep yo yup
""")


def formality(text: str) -> float:
    """Formality of `text`, 0..100: 50, +10 for every formal word and -10 for every informal one.

    Every occurrence counts, however long the text is, so long texts reach the ends more easily than
    short ones. The lists are English: a text in another language stays near 50. Source of the
    formula: design document, section 8.3.
    """
    return _formality(_folded(text, words(text)))


def avg_sentence_length(text: str) -> float:
    """Words per sentence, 0 for a text without words; a sentence without a word is none.

    What a word is and where a sentence ends is said in `backend.style.words`. The text after the
    last end counts as a sentence.
    """
    return _sentence_length(text, words(text))


def vocab_richness(text: str) -> float:
    """Distinct words over words, case aside, 0..1; 0 for a text without words.

    Falls with the length of the text, as every ratio of this kind does.
    """
    return _richness(_folded(text, words(text)))


def style_numbers(text: str) -> StyleNumbers:
    """The three figures of one text, cut into words once."""
    spans = words(text)
    found = _folded(text, spans)
    return StyleNumbers(
        formality=_formality(found),
        avg_sentence_length=_sentence_length(text, spans),
        vocab_richness=_richness(found),
    )


def _folded(text: str, spans: list[tuple[int, int]]) -> list[str]:
    return [fold(text[start:end]) for start, end in spans]


def _formality(found: list[str]) -> float:
    balance = sum(word in FORMAL for word in found) - sum(word in INFORMAL for word in found)
    return min(100.0, max(0.0, NEUTRAL + POINTS_PER_WORD * balance))


def _sentence_length(text: str, spans: list[tuple[int, int]]) -> float:
    ends = sentence_ends(text)
    sentences = {bisect_right(ends, start) for start, _ in spans}
    return len(spans) / len(sentences) if sentences else 0.0


def _richness(found: list[str]) -> float:
    return len(set(found)) / len(found) if found else 0.0
