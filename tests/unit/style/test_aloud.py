"""The sentences that read the numbers: every wording by hand, and honest for any numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.contract.style import Copied, StyleNumbers
from backend.style import aloud as module
from backend.style.aloud import GIBBERISH, GOOD_WORDS, LISTED_WORDS, is_gibberish
from backend.style.copying import RECITED, verdict

NARROW = "\u202f"


def numbers(
    formality: float = 60,
    length: float = 12,
    real: float = 0.87,
    words: int = GOOD_WORDS,
    formal_words: int = 3,
) -> StyleNumbers:
    return StyleNumbers(
        formality=formality,
        formal_words=formal_words,
        avg_sentence_length=length,
        vocab_richness=0.5,
        word_count=words,
        avg_word_length=4,
        words_per_mark=6,
        marks=[],
        real_words=real,
    )


def copies(
    longest: int = 21, share: float = 0.1, limit: int = RECITED, own: float | None = None
) -> Copied:
    return Copied(
        longest=longest,
        longest_text="x" * longest,
        share_8gram=share,
        longest_self=None,
        share_8gram_self=own,
        limit=limit,
        verdict=verdict(longest, limit, share, own),
    )


def aloud(theirs: StyleNumbers, ours: StyleNumbers, found: Copied, prob: float = 0.4) -> str:
    """What is said, with plain spaces before the percent signs."""
    told = module.aloud(theirs, ours, found, prob)
    assert " %" not in told, "a percent sign must not be parted from its number"
    return told.replace(NARROW, " ")


def test_the_usual_case() -> None:
    assert aloud(numbers(), numbers(length=8), copies()) == (
        "It writes as formally as you, in shorter sentences. One by one, 87 % of its words are "
        "words you used, and the longest run it copied is 21 characters: its own words."
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
        (numbers(50), numbers(60), "It writes as formally as you,"),
        # One or two listed words in one of the two are chance: nothing is said about it.
        (numbers(30), numbers(50, formal_words=2), "It writes in sentences as long as yours."),
        (numbers(50, formal_words=2), numbers(80), "It writes in sentences as long as yours."),
    ],
)
def test_manner(theirs: StyleNumbers, ours: StyleNumbers, expected: str) -> None:
    assert expected in aloud(theirs, ours, copies())


@pytest.mark.parametrize(
    ("real", "longest", "share", "expected"),
    [
        (0.9, 39, 0.1, "the longest run it copied is 39 characters: its own words."),
        (0.9, 40, 0.1, "it recites: 40 characters in one go are yours"),
        (0.9, 39, 0.6, "it borrows phrases: 60 % of it is pieced from you, up to 39 characters"),
        (
            0.1,
            9,
            0.1,
            "gibberish. It gave each character it chose 40 % on average: it was guessing.",
        ),
        (0.1, 40, 0.1, "gibberish; but it also recites you, 40 characters in one go"),
        (
            0.1,
            39,
            0.6,
            "gibberish; but it also borrows your phrases, up to 39 characters at a time",
        ),
        (0.1, 1, 0.0, "Only 10 % of its words"),
        (0.9, 1, 0.0, "is 1 character:"),
    ],
)
def test_copying_and_gibberish(real: float, longest: int, share: float, expected: str) -> None:
    assert expected in aloud(numbers(), numbers(real=real), copies(longest, share))


@pytest.mark.parametrize(
    ("real", "longest", "share", "expected"),
    [
        (0.9, 21, 0.1, "is 21 characters: its own words."),
        (
            0.9,
            39,
            0.6,
            "90 % of its words are words you used. With so little to learn from it also borrows "
            "phrases, up to 39 characters. The more you give it, the more it makes up: 300 words "
            "are a good start.",
        ),
        (0.9, 40, 0.6, "letter by letter. The more you give it, the less it recites: 300 words"),
        (0.1, 9, 0.1, "it was guessing. More text makes more words: 300 words are a good start."),
    ],
)
def test_a_short_text_is_told_what_would_help(
    real: float, longest: int, share: float, expected: str
) -> None:
    short, found = numbers(words=GOOD_WORDS - 1), copies(longest, share)
    told = aloud(short, numbers(real=real), found)
    assert expected in told
    assert "good start" not in aloud(numbers(), numbers(real=real), found)


def test_a_person_who_repeats_himself_sets_the_limit() -> None:
    told = aloud(numbers(), numbers(), copies(70, limit=78))
    assert told.endswith("It repeats your phrases as much as you do yourself, up to 70 characters.")


def test_the_share_is_measured_by_the_persons_own() -> None:
    assert "as much as you do yourself" in aloud(numbers(), numbers(), copies(share=0.41, own=0.51))
    assert "it borrows phrases: 41 %" in aloud(numbers(), numbers(), copies(share=0.41, own=0.2))


def test_a_script_without_spaces_has_no_words_to_own() -> None:
    told = module.aloud(numbers(), numbers(), copies(longest=9, limit=15), 0.4, spaceless=True)
    assert "pairs of characters stand in your text" in told and "not judged" in told
    assert "its own words" not in told and "words you used" not in told
    few = numbers(words=100)
    told = module.aloud(few, numbers(), copies(longest=15, limit=15), 0.4, spaceless=True)
    assert "it recites" in told and told.endswith("the less it recites.")


def test_sure_gibberish_is_not_called_guessing() -> None:
    told = aloud(numbers(), numbers(real=0.1), copies(), 0.8)
    assert told.endswith("chose 80 % on average.")


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
    st.integers(0, 6),
)


@given(some_numbers, some_numbers, st.integers(0, 600), st.floats(0, 1), st.integers(40, 80))
def test_any_numbers_are_read_honestly(
    theirs: StyleNumbers, ours: StyleNumbers, longest: int, share: float, limit: int
) -> None:
    told = aloud(theirs, ours, copies(longest, share, limit))
    assert told[0] == "I" and told[-1] == "." and len(told) < 340
    assert "None" not in told and "nan" not in told
    if ours.word_count:
        assert (longest >= limit) <= ("recites" in told), told
        kinds = ("its own words", "as much as you do", "borrow", "recites")
        assert sum(kind in told for kind in kinds) <= 1, told
        assert ("its own words" in told) <= (longest < RECITED and share < 0.2), told
        enough = min(theirs.formal_words, ours.formal_words) >= LISTED_WORDS
        assert ("formally" in told) == enough, told
        assert ("gibberish" in told) == is_gibberish(ours), told
