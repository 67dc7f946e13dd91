"""How alike two texts are in style, each measure 0..1, symmetric, and 1 for a text and itself.

Owns the measures and how they are joined. They are those that authorship is told by; how well each
tells two authors apart here, `benchmarks/style.py` measures.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import Final, TypeVar

from backend.contract.style import Similarity
from backend.style.metrics import word_length
from backend.style.reading import Reading
from backend.style.words import is_spaceless

Key = TypeVar("Key", bound=Hashable)

#: So many of the commonest words of each text are compared.
COMMON_WORDS: Final = 50
#: Longer words are all as long.
LONGEST_WORD: Final = 15
_NO_LETTERS = re.compile(r"[\W_]+")


def similarity(first: Reading, second: Reading) -> Similarity:
    """All measures of two texts.

    `punctuation` is the overlap of which marks the two use, whatever their number: small models get
    the mix right long before they know where a mark belongs. `overall` is the plain mean: there are
    no weights that could have been chosen to please a benchmark. Where neither text has spaces
    between its words, all of these are cut to one length, and `overall` is the mean of the others.
    """
    triples = cosine(_triples(first), _triples(second))
    common_words = _common_words(first, second)
    punctuation = overlap(Counter(first.marks), Counter(second.marks))
    word_lengths = overlap(_lengths(first), _lengths(second))
    telling = [triples, common_words, punctuation]
    if not (is_spaceless(first.text) and is_spaceless(second.text)):
        telling.append(word_lengths)
    return Similarity(
        triples=triples,
        common_words=common_words,
        punctuation=punctuation,
        word_lengths=word_lengths,
        overall=sum(telling) / len(telling),
    )


def cosine(first: Mapping[Key, float], second: Mapping[Key, float]) -> float:
    """Cosine of two count vectors, 0..1; two empty ones are alike, an empty one is like no other.

    Source: Salton and McGill, "Introduction to Modern Information Retrieval" (1983); on letter
    n-grams for authorship, Kešelj and others, "N-gram-based Author Profiles" (PACLING 2003).
    """
    if not first or not second:
        return float(not first and not second)
    if first == second:
        return 1.0
    product = math.fsum(count * second[key] for key, count in first.items() if key in second)
    norms = math.hypot(*first.values()) * math.hypot(*second.values())
    return min(1.0, product / norms)


def overlap(first: Mapping[Key, float], second: Mapping[Key, float]) -> float:
    """What two distributions have in common, 0..1: 1 less their total variation distance.

    Counts are divided by their sums first. Two empty ones are alike, an empty one is like no other.
    Source: Levin, Peres and Wilmer, "Markov Chains and Mixing Times", section 4.1.
    """
    if not first or not second:
        return float(not first and not second)
    if first == second:
        return 1.0
    first_sum, second_sum = sum(first.values()), sum(second.values())
    shared = (
        min(count / first_sum, second[key] / second_sum)
        for key, count in first.items()
        if key in second
    )
    return min(1.0, math.fsum(shared))


def _triples(text: Reading) -> Counter[str]:
    """Runs of three in the text with case folded and all but letters and digits as one space."""
    folded = f" {_NO_LETTERS.sub(' ', text.text.casefold()).strip()} "
    return Counter(folded[start : start + 3] for start in range(len(folded) - 2))


def _common_words(first: Reading, second: Reading) -> float:
    """Overlap of the rates of the commonest words of either text; every other word is one kind.

    Function words are the oldest mark of an author (Mosteller and Wallace, "Inference and Disputed
    Authorship: The Federalist", 1964; Burrows' Delta, 2002, takes the commonest words instead,
    which works in every language).
    """
    counts = Counter(first.words), Counter(second.words)
    chosen = {word for count in counts for word in _commonest(count)}
    kinds = [Counter[str | None]() for _ in counts]
    for count, kind in zip(counts, kinds, strict=True):
        for word, times in count.items():
            kind[word if word in chosen else None] += times
    return overlap(kinds[0], kinds[1])


def _commonest(counts: Counter[str]) -> Iterable[str]:
    return sorted(counts, key=lambda word: (-counts[word], word))[:COMMON_WORDS]


def _lengths(text: Reading) -> Counter[int]:
    """How many words have how many letters (Mendenhall, "The Characteristic Curves of
    Composition", Science 9, 1887).
    """
    return Counter(min(word_length(word), LONGEST_WORD) for word in text.words)
