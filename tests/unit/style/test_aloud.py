"""The sentences that read the numbers: every wording by hand, and honest for any numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.contract.style import Copied, StyleNumbers
from backend.style.aloud import GIBBERISH, aloud, is_gibberish
from backend.style.copying import RECITED


def numbers(
    formality: float = 60, length: float = 12, real: float = 0.87, words: int = 100
) -> StyleNumbers:
    return StyleNumbers(
        formality=formality,
        avg_sentence_length=length,
        vocab_richness=0.5,
        word_count=words,
        avg_word_length=4,
        words_per_mark=6,
        marks=[],
        real_words=real,
    )


def copies(longest: int = 21, share: float = 0.1, limit: int = RECITED) -> Copied:
    return Copied(
        longest=longest,
        longest_text="x" * longest,
        share_8gram=share,
        longest_self=None,
        share_8gram_self=None,
        limit=limit,
    )


def test_the_usual_case() -> None:
    assert aloud(numbers(), numbers(length=8), copies()) == (
        "It writes as formally as you, in shorter sentences. 87 % of its words are words you used, "
        "and the longest run it copied is 21 characters: it invents rather than recites."
    )


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        (numbers(60), numbers(80), "It writes more formally than you,"),
        (numbers(60), numbers(40), "It writes less formally than you,"),
        (numbers(60), numbers(70), "It writes as formally as you,"),
        (numbers(length=10), numbers(length=11.5), "in sentences as long as yours."),
        (numbers(length=10), numbers(length=11.6), "in longer sentences."),
        (numbers(length=10), numbers(length=8.4), "in shorter sentences."),
        # Nothing formal or informal was found in either: nothing is said about it.
        (numbers(50), numbers(50), "It writes in sentences as long as yours."),
        (numbers(50), numbers(60), "It writes as formally as you,"),
    ],
)
def test_manner(theirs: StyleNumbers, ours: StyleNumbers, expected: str) -> None:
    assert expected in aloud(theirs, ours, copies())


@pytest.mark.parametrize(
    ("real", "longest", "share", "expected"),
    [
        (0.9, 39, 0.1, "it invents rather than recites"),
        (0.9, 40, 0.1, "it recites: 40 characters in one go are yours"),
        (0.9, 39, 0.6, "it mostly pieces your own phrases together, up to 39 characters"),
        (0.1, 9, 0.1, "much of it is gibberish that merely looks like you. A longer text"),
        (0.1, 40, 0.1, "gibberish; but it also recites you, 40 characters in one go"),
        (0.1, 1, 0.0, "Only 10 % of its words"),
        (0.9, 1, 0.0, "is 1 character:"),
    ],
)
def test_copying_and_gibberish(real: float, longest: int, share: float, expected: str) -> None:
    assert expected in aloud(numbers(), numbers(real=real), copies(longest, share))


def test_a_person_who_repeats_himself_sets_the_limit() -> None:
    told = aloud(numbers(), numbers(), copies(70, limit=78))
    assert "it invents rather than recites" in told


def test_no_words_are_no_text() -> None:
    told = aloud(numbers(), numbers(words=0, real=0), copies(0))
    assert told.startswith("It wrote no words") and is_gibberish(numbers(words=0, real=0))


def test_where_gibberish_ends() -> None:
    assert not is_gibberish(numbers(real=GIBBERISH))
    assert is_gibberish(numbers(real=GIBBERISH - 0.01))


some_numbers = st.builds(
    numbers,
    st.integers(0, 10).map(lambda tens: 10.0 * tens),
    st.floats(0, 200),
    st.floats(0, 1),
    st.integers(0, 500),
)


@given(some_numbers, some_numbers, st.integers(0, 600), st.floats(0, 1), st.integers(40, 80))
def test_any_numbers_are_read_honestly(
    theirs: StyleNumbers, ours: StyleNumbers, longest: int, share: float, limit: int
) -> None:
    told = aloud(theirs, ours, copies(longest, share, limit))
    assert told[0] == "I" and told[-1] == "." and len(told) < 300
    assert "None" not in told and "nan" not in told
    if ours.word_count:
        assert (longest >= limit) <= ("recites" in told), told
        assert ("invents rather" in told) <= (longest < limit and not is_gibberish(ours)), told
        assert ("gibberish" in told) == is_gibberish(ours), told
