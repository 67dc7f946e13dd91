"""Which is which: pieces of two texts, cut alike, so that only the writing tells them apart.

Owns where a piece may begin and end and which piece of the machine's is fair. Generates nothing:
whoever asks hands over a writer.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from typing import Final

from backend.contract.ask import Snippet
from backend.style.copying import RECITED, RECITED_LOGOGRAPHS, longest_run
from backend.style.metrics import known_share, units
from backend.style.words import is_logographic, sentence_ends, words

PIECES: Final = 5
SHORTEST: Final = 60
LONGEST: Final = 110
#: A machine's piece with a longer run of the person's own characters would be half theirs.
FAIR_RUN: Final = 30
#: Ideographs and kana say as much with fewer: all three bounds are so many times lower there.
LOGOGRAPHS_TO_LETTERS: Final = RECITED_LOGOGRAPHS / RECITED
#: What the machine is asked to write for one piece, and how often at most and, unless every word
#: is a real one, at least.
WRITTEN_CHARACTERS: Final = 300
TRIES: Final = 5
LEAST_TRIES: Final = 2

#: Writes so many characters, others for every seed.
Writer = Callable[[int, int], str]


def quiz(
    original: str, shown: int, write: Writer, seed: int, seen: Collection[str] = ()
) -> list[Snippet]:
    """Five pieces in random order, two or three of them the machine's.

    All begin where a sentence does (where one side has too few sentences, with a whole word), end
    with a whole word, and are as long: 60 to 110 characters, less for a text of less than 550.
    White space is one space in all of them. The machine's are written for this quiz; one that
    holds more than 30 characters in a row of the original is written again, up to five times, and
    then the least copied is taken. Of fair ones that with the largest share of words that the
    original has: an invented word would give it away. In ideographs and kana pieces and runs are
    three eighths as long.

    Args:
        original: the person's text.
        shown: how many characters of its beginning the person has just been shown; the pieces come
            from behind them, where enough is left.
        write: takes a number of characters and a seed.
        seed: the same seed makes the same quiz, as far as `write` does.
        seen: pieces of earlier rounds; none comes again as long as there are others.

    Raises:
        ValueError: there is not a word in `original`.
    """
    dice = random.Random(seed)
    machines = dice.choice((2, 3))
    scale = LOGOGRAPHS_TO_LETTERS if is_logographic(original) else 1
    longest = max(1, min(int(LONGEST * scale), len(original) // PIECES))
    lengths = [dice.randint(longest * SHORTEST // LONGEST, longest) for _ in range(PIECES)]
    begins_sentences, theirs = _originals(original, shown, lengths[machines:], dice, seen)
    judge = _Judge(original, int(FAIR_RUN * scale))
    ours: list[str] = []
    for length in lengths[:machines]:
        known = {*seen, *ours}
        ours.append(_machine_piece(judge, write, length, begins_sentences, dice, known))
    pieces = [Snippet(text=text, source="machine") for text in ours]
    pieces += [Snippet(text=text, source="original") for text in theirs]
    dice.shuffle(pieces)
    return pieces


def cut(text: str, start: int, length: int) -> str:
    """The whole words of `text` from `start` on, within `length` characters; at least one word."""
    ends = [end for begin, end in words(text[start : start + 2 * length + 64])]
    whole = [end for end in ends if end <= length] or ends[:1]
    return " ".join(text[start : start + whole[-1]].split()) if whole else ""


def _finished(text: str) -> str:
    """`text` without the word that its end may cut off; all of it where that is its only one."""
    spans = words(text)
    if len(spans) < 2 or spans[-1][1] < len(text):
        return text
    return text[: spans[-1][0]]


def sentence_starts(text: str) -> list[int]:
    """Where a word begins a sentence: the first of the text, and the first after every end."""
    starts = [start for start, _ in words(text)]
    ends = [0, *sentence_ends(text)]
    found: list[int] = []
    for start in starts:
        begins = False
        while ends and ends[0] <= start:
            ends.pop(0)
            begins = True
        if begins:
            found.append(start)
    return found


def _originals(
    text: str, shown: int, lengths: list[int], dice: random.Random, seen: Collection[str]
) -> tuple[bool, list[str]]:
    """Whether the pieces begin sentences, and the pieces, which overlap only in a tiny text.

    What was seen in the quiz comes last, before it what stood on the screen.
    """
    places = [start for start, _ in words(text)]
    if not places:
        raise ValueError("a text without words has no pieces")
    sentences = sentence_starts(text)
    need = max(lengths)
    for taken in (_spans(text, places, seen), []):
        for begins_sentences, starts in ((True, sentences), (False, places)):
            for least in (shown, shown // 2, 0):
                free = [
                    start
                    for start in starts
                    if least <= start <= len(text) - need
                    and all(start + need <= begin or end <= start for begin, end in taken)
                ]
                dice.shuffle(free)
                if chosen := _apart(free, lengths):
                    return begins_sentences, [
                        cut(text, start, length)
                        for start, length in zip(chosen, lengths, strict=True)
                    ]
    return False, [cut(text, dice.choice(places), length) for length in lengths]


def _spans(text: str, places: list[int], seen: Collection[str]) -> list[tuple[int, int]]:
    """Where pieces that were cut from `text` stand in it; white space may be wider there."""
    return [
        (place, place + len(piece))
        for piece in seen
        for place in places
        if text.startswith(piece.split(" ", 1)[0], place) and cut(text, place, len(piece)) == piece
    ]


def _apart(starts: list[int], lengths: list[int]) -> list[int]:
    """The first of `starts` whose pieces do not overlap; none unless there are enough."""
    chosen: list[int] = []
    reach = max(lengths)
    for start in starts:
        if len(chosen) < len(lengths) and all(abs(start - other) >= reach for other in chosen):
            chosen.append(start)
    return chosen if len(chosen) == len(lengths) else []


class _Judge:
    """How fair a piece of the machine's is beside the person's text.

    Args:
        fair_run: the longest run of the person's characters that is fair.
    """

    def __init__(self, original: str, fair_run: int) -> None:
        self._original, self._fair_run = original, fair_run
        self._real = frozenset(units(original))

    def rank(self, piece: str, whole: bool, new: bool) -> tuple[bool, bool, float, int]:
        """Fair, new, its share of real words, less its longest run: the larger the better.

        Args:
            whole: there was room for all of it; else it is not fair.
            new: it was not seen before.
        """
        run = len(longest_run(self._original, piece))
        fair = whole and run <= self._fair_run
        # Of unfair ones the least copied: real words are what they have too many of.
        return fair, new, known_share(piece, self._real) if fair else 0.0, -run


def _machine_piece(
    judge: _Judge,
    write: Writer,
    length: int,
    begins_sentences: bool,
    dice: random.Random,
    known: Collection[str],
) -> str:
    """A piece of what the machine writes: fair and new before all, then with the most real words.

    Where none is fair, the least copied.
    """
    best: tuple[bool, bool, float, int] | None = None
    chosen = ""
    for attempt in range(TRIES):
        text = _finished(write(WRITTEN_CHARACTERS, dice.randrange(2**31)))
        places = [start for start, _ in words(text)]
        # The first sentence begins right after the prompt; of the rest, any with room behind it.
        # A machine that does not end its sentences begins within one, from the second try on.
        sentences = sentence_starts(text)[1:] if begins_sentences else []
        starts = sentences or (places[1:] if attempt or not begins_sentences else [])
        fitting = [start for start in starts if start <= len(text) - length]
        for start in dice.sample(fitting, len(fitting)) or places[:1]:
            piece = cut(text, start, length)
            # Blank lines shrink to a space: a piece may be far shorter than its place.
            whole = bool(fitting) and 2 * len(piece) > length
            rank = judge.rank(piece, whole, new=piece not in known)
            if best is None or rank > best:
                best, chosen = rank, piece
        if best and best[0] and best[1] and (best[2] == 1 or attempt + 1 >= LEAST_TRIES):
            break
    return chosen or cut(text, 0, length) or text[:length]
