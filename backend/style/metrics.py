"""What can be counted in one text: formality, sentences, variety, word lengths, punctuation.

Owns the formulas and the two word lists of formality. Knows nothing of models, and does not say
which style is better.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from statistics import fmean
from typing import Final

from backend.contract.style import MarkRate, StyleNumbers
from backend.style.language import is_english
from backend.style.reading import Reading, read
from backend.style.words import sentence_ends, tokens

NEUTRAL: Final = 50.0
POINTS_PER_WORD: Final = 10.0
#: How many punctuation marks are listed.
MARKS: Final = 6


def listed(entries: str) -> frozenset[str]:
    """The words of a text with white space between them."""
    return frozenset(entries.split())


#: Words of business letters and essays, rare in talk.
FORMAL: Final = listed("""
    accordingly aforementioned albeit appreciate ascertain assistance behalf commence cordially
    correspondence enclosed endeavor endeavour facilitate forthcoming furthermore hence henceforth
    hereby herewith hitherto kindly moreover nevertheless nonetheless notwithstanding pertaining
    pursuant regarding regards respectfully sincerely solely subsequently sufficient therefore
    thereof thus upon utilize whereas whereby
""")
#: Words of chats and of talk between friends.
INFORMAL: Final = listed("""
    ain't awesome bro btw bye crap cuz damn dude dunno folks gimme gonna gotcha gotta guy guys haha
    hey hi idk imo kidding kinda lemme lmao lol nah nope ok okay omg oops pal pals pls sorta stuff
    sucks thx tons totally u ugh wanna whatcha whatever wow ya y'all yay yeah yep yo yup
""")


def formality(text: str) -> float:
    """Formality of `text`, 0..100: 50, +10 for every formal word and -10 for every informal one.

    Every occurrence counts, however long the text is, so long texts reach the ends more easily than
    short ones. The lists are English, and no language is looked at here: `style_numbers` counts
    nothing in other languages. Source of the formula: design document, section 8.3.
    """
    return _formality(read(text).words)


def avg_sentence_length(text: str) -> float:
    """Words per sentence, 0 for a text without words; a sentence without a word is none.

    What a word is and where a sentence ends is said in `backend.style.words`. The text after the
    last end counts as a sentence.
    """
    return _sentence_length(read(text))


def vocab_richness(text: str) -> float:
    """Distinct words over words, case aside, 0..1; 0 for a text without words.

    Falls with the length of the text, as every ratio of this kind does.
    """
    return _richness(read(text).words)


def avg_word_length(text: str) -> float:
    """Letters and digits per word, apostrophes and combining marks not counted; 0 for no words."""
    return _word_length(read(text))


def words_per_mark(text: str) -> float:
    """Words from one punctuation mark to the next: the mean over all stretches that hold a word.

    A text without a mark is one stretch; 0 for a text without words.
    """
    return _words_per_mark(read(text))


def real_words(text: str, original: str) -> float:
    """Share of the words of `text` that `original` has too, 0..1; 0 for a text without words.

    What is looked up is said in `units`.
    """
    return known_share(text, frozenset(units(original)))


def known_share(text: str, known: Collection[str]) -> float:
    """Share of the `units` of `text` that are among `known`, 0..1; 0 for a text without words."""
    found = units(text)
    return sum(unit in known for unit in found) / len(found) if found else 0.0


def common_marks(*texts: Reading) -> list[str]:
    """The punctuation marks to list for these texts together, the most used per word first."""
    rates: Counter[str] = Counter()
    for text in texts:
        for mark, count in Counter(text.marks).items():
            rates[mark] += count / max(1, len(text.words))  # type: ignore[assignment]
    return sorted(rates, key=lambda mark: (-rates[mark], mark))[:MARKS]


def style_numbers(text: Reading, original: Reading, marks: list[str], stretch: int) -> StyleNumbers:
    """All figures of one text.

    Args:
        text: the text that is measured.
        original: the text whose words are the real ones; may be `text` itself. Unless it is
            English, no word counts as formal or casual in either: the lists are English.
        marks: the punctuation marks to list, from `common_marks`.
        stretch: words. Formality and variety depend on how many words are counted, so they are the
            means over stretches of so many, one after the other; give two texts that are compared
            the same number, at most the words of the shorter.
    """
    counts = Counter(text.marks)
    stretches = _stretches(text, stretch)
    per_100 = 100 / len(text.words) if text.words else 0.0
    english = is_english(original.words)
    return StyleNumbers(
        formality=fmean(map(_formality, stretches)) if english else NEUTRAL,
        formal_words=sum(_is_listed(w) for words in stretches for w in words) if english else 0,
        avg_sentence_length=_sentence_length(text),
        vocab_richness=fmean(map(_richness, stretches)),
        word_count=len(text.words),
        avg_word_length=_word_length(text),
        words_per_mark=_words_per_mark(text),
        marks=[MarkRate(mark=mark, per_100_words=counts[mark] * per_100) for mark in marks],
        real_words=real_words(text.text, original.text),
    )


def word_length(word: str) -> int:
    """Letters and digits of a word."""
    return sum(map(str.isalnum, word))


def _stretches(text: Reading, length: int) -> list[tuple[str, ...]]:
    """The words in stretches of `length`; what is left at the end is too short to count."""
    last = len(text.words) - length
    if length <= 0 or last < 0:
        return [text.words]
    return [text.words[start : start + length] for start in range(0, last + 1, length)]


def _is_listed(word: str) -> bool:
    """Whether formality takes notice of this word."""
    return word in FORMAL or word in INFORMAL


def _formality(words: Sequence[str]) -> float:
    balance = sum((word in FORMAL) - (word in INFORMAL) for word in words)
    return min(100.0, max(0.0, NEUTRAL + POINTS_PER_WORD * balance))


def _sentence_length(text: Reading) -> float:
    ends = sentence_ends(text.text)
    sentences = {bisect_right(ends, start) for start, _ in text.spans}
    return len(text.words) / len(sentences) if sentences else 0.0


def _richness(words: Sequence[str]) -> float:
    return len(set(words)) / len(words) if words else 0.0


def _word_length(text: Reading) -> float:
    return sum(map(word_length, text.words)) / len(text.words) if text.words else 0.0


def _words_per_mark(text: Reading) -> float:
    if not text.words:
        return 0.0
    return len(text.words) / (1 + sum(bool(gap) for gap in text.gaps[1:-1]))


def units(text: str) -> list[str]:
    """What is looked up to tell whether it is real, in order: words, case aside.

    In scripts without spaces, where any character would pass for a word, pairs of neighbouring
    characters instead.
    """
    found: list[str] = []
    run: list[str] = []
    for token in tokens(text):
        if token.kind in ("logograph", "letter"):
            run.append(token.key)
            continue
        found += _pairs(run)
        run = []
        if token.kind == "word":
            found.append(token.key)
    return found + _pairs(run)


def _pairs(run: list[str]) -> list[str]:
    if len(run) < 2:
        return run
    return [first + second for first, second in zip(run, run[1:], strict=False)]
