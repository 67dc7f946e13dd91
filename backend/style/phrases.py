"""The phrases that a generated text shares with the original, for marking them side by side.

Owns which common runs are worth showing and where they stand. Words are compared without regard to
case, with white space as one space and curly apostrophes as straight ones; any other character
between two words must be the same in both texts. No phrase goes on over a blank line.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from typing import Final

from backend.contract.style import PhraseMatch
from backend.style.grammar import GRAMMAR
from backend.style.runs import RunIndex
from backend.style.words import Token, tokens

#: A phrase of at least two words needs this weight: "I think" has it, "so we" has not.
MIN_PHRASE_WEIGHT: Final = 6
#: A lone word, or a run in a script without spaces, needs this: "tomorrow", four ideographs.
MIN_LONE_WEIGHT: Final = 8
#: Ideographs, kana and Hangul syllables say about as much as two letters.
HEAVY_WEIGHT: Final = 2
_HANGUL: Final = ("\uac00", "\ud7a3")
#: Stand for every token that the other text lacks, and for every end of a paragraph: never alike.
_STRANGER: Final = {"made": "\0", "original": "\1"}
_PARAGRAPH_END: Final = "\n\n"


def matches(original_excerpt: str, generated: str, original: str) -> list[PhraseMatch]:
    """The common phrases of whole words, longest first; none overlap in `generated`.

    A phrase is a run of words that cannot grow to either side without leaving the excerpt's wording
    or entering a longer match. It counts from two words with six letters or digits together, or
    from eight letters in one word or in a script without spaces; ideographs, kana and Hangul
    syllables count as two. Words of grammar alone ("and the") are no phrase. A word cut off by the
    end of `generated` is taken as it stands.

    Args:
        original_excerpt: what is shown of the original.
        generated: the machine's text, at most some thousand characters.
        original: the whole original, in which occurrences are counted, overlapping ones too; what
            does not occur there as whole words is left out.

    Returns:
        Each phrase with half-open code-point ranges: `original` is its first occurrence in the
        excerpt (two matches may share it), `generated` its place, `text` as generated. Of two as
        long, the one that stands first in `generated` comes first.
    """
    made = list(tokens(generated))
    shown = list(tokens(original_excerpt))
    keys = dict.fromkeys(token.key for token in made if _PARAGRAPH_END not in token.key)
    codes = {key: chr(len(_STRANGER) + rank) for rank, key in enumerate(keys)}
    made_code = _encode(made, codes, _STRANGER["made"])
    shown_code = _encode(shown, codes, _STRANGER["original"])
    phrases = _tile(made, [length for length, _ in RunIndex(shown_code).runs_in(made_code)])
    original_code = _encode(tokens(original), codes, _STRANGER["original"]) if phrases else ""
    found = []
    for first, last in phrases:
        code = made_code[first : last + 1]
        count = _occurrences(code, original_code)
        if not count:  # the excerpt was cut through a word, and only the stump is shared
            continue
        place = shown_code.index(code)
        start, end = made[first].start, made[last].end
        found.append(
            PhraseMatch(
                original=(shown[place].start, shown[place + last - first].end),
                generated=(start, end),
                text=generated[start:end],
                count=count,
            )
        )
    return found


def _encode(sequence: Iterable[Token], codes: dict[str, str], stranger: str) -> str:
    """One character per token, so that phrases can be looked up as substrings."""
    return "".join(codes.get(token.key, stranger) for token in sequence)


def _tile(made: list[Token], lengths: list[int]) -> list[tuple[int, int]]:
    """The phrases to show as first and last token, longest in characters first.

    `lengths[i]` is the number of tokens of the longest common run that ends with token i. The
    longest run is taken, whatever overlaps it is shortened to what is left, and so on.
    """
    taken = [False] * len(made)
    queue: list[tuple[int, int, int]] = []

    def offer(first: int, last: int) -> None:
        while first <= last and made[first].kind == "gap":
            first += 1
        if _is_phrase(made[first : last + 1]):
            heapq.heappush(queue, (made[first].start - made[last].end, first, last))

    for last, length in enumerate(lengths):
        if made[last].kind != "gap":
            offer(last - length + 1, last)
    chosen = []
    while queue:
        _, first, last = heapq.heappop(queue)
        if taken[last]:
            continue
        free = last
        while free > first and not taken[free - 1]:
            free -= 1
        if free > first:
            offer(free, last)
        else:
            taken[first : last + 1] = [True] * (last - first + 1)
            chosen.append((first, last))
    return chosen


def _is_phrase(run: list[Token]) -> bool:
    """Whether these tokens say enough to be pointed at."""
    if all(token.kind == "gap" or token.key in GRAMMAR for token in run):
        return False
    weight = sum(_weight(token) for token in run)
    several = sum(token.kind == "word" for token in run) >= 2
    return weight >= (MIN_PHRASE_WEIGHT if several else MIN_LONE_WEIGHT)


def _weight(token: Token) -> int:
    """Letters and digits of a word, marks not counted; 0 for a gap."""
    if token.kind == "gap":
        return 0
    if token.kind == "logograph":
        return HEAVY_WEIGHT
    return sum(
        HEAVY_WEIGHT if _HANGUL[0] <= character <= _HANGUL[1] else 1
        for character in token.key
        if character.isalnum()
    )


def _occurrences(phrase: str, text: str) -> int:
    """How often `phrase` occurs in `text`, overlapping occurrences included."""
    count, position = 0, text.find(phrase)
    while position >= 0:
        count += 1
        position = text.find(phrase, position + 1)
    return count
