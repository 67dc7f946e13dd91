"""Witten-Bell losses against values worked out by hand and against the formula read literally."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.data.ngram import reference_losses


def tokens(*ids: int) -> np.ndarray:
    return np.array(ids, dtype=np.int64)


def test_by_hand() -> None:
    # Training a a b a (0 0 1 0), validation "b"; three characters in the vocabulary.
    losses = reference_losses(tokens(0, 0, 1, 0), tokens(1), 3)
    # Unigram: 4 characters, 2 kinds, b once: (1 + 2/3) / 6.
    unigram = (1 + 2 / 3) / 6
    # After a (the last of training): a and b followed once each, 2 kinds: (1 + 2 P1) / 4.
    bigram = (1 + 2 * unigram) / 4
    # After "b a" nothing was ever seen: the pair decides.
    assert losses.uniform == pytest.approx(math.log(3))
    assert losses.unigram == pytest.approx(-math.log(unigram))
    assert losses.bigram == pytest.approx(-math.log(bigram))
    assert losses.trigram == pytest.approx(-math.log(bigram))


def test_trigram_by_hand() -> None:
    # Training a b a b a, validation "b": after "b a" came b, once of once.
    losses = reference_losses(tokens(0, 1, 0, 1, 0), tokens(1), 2)
    unigram = (2 + 2 * 0.5) / 7
    bigram = (2 + 1 * unigram) / 3
    trigram = (1 + 1 * bigram) / 2
    assert losses.unigram == pytest.approx(-math.log(unigram))
    assert losses.bigram == pytest.approx(-math.log(bigram))
    assert losses.trigram == pytest.approx(-math.log(trigram))


def test_never_infinite() -> None:
    # A character that training never had, after a history it never had.
    losses = reference_losses(tokens(0, 0, 0), tokens(2, 1, 2), 3)
    assert all(math.isfinite(loss) for loss in vars(losses).values())
    # Each character of validation is new: (0 + 1/3) / (3 + 1).
    assert losses.unigram == pytest.approx(math.log(12))


def test_training_of_one_character() -> None:
    losses = reference_losses(tokens(0), tokens(0, 1), 2)
    p_seen, p_new = (1 + 0.5) / 2, 0.5 / 2
    assert losses.unigram == pytest.approx(-(math.log(p_seen) + math.log(p_new)) / 2)
    # No pair and no triple was ever seen.
    assert losses.bigram == pytest.approx(losses.unigram)
    assert losses.trigram == pytest.approx(losses.unigram)


def test_refuses_empty_parts_and_foreign_tokens() -> None:
    with pytest.raises(ValueError, match="val has 0"):
        reference_losses(tokens(0), tokens(), 1)
    with pytest.raises(ValueError, match="token 3 is outside the vocabulary of 3"):
        reference_losses(tokens(0), tokens(3), 3)


def literal_losses(train: Sequence[int], val: Sequence[int], vocab_size: int) -> list[float]:
    """The docstring's formula, one character at a time."""
    counts = [
        Counter(tuple(train[i : i + n]) for i in range(len(train) - n + 1)) for n in (1, 2, 3)
    ]

    def probability(history: tuple[int, ...], token: int) -> float:
        followers = {
            gram[-1]: count for gram, count in counts[len(history)].items() if gram[:-1] == history
        }
        lower = probability(history[1:], token) if history else 1 / vocab_size
        total, kinds = sum(followers.values()), len(followers)
        return (followers.get(token, 0) + kinds * lower) / (total + kinds) if total else lower

    text = [*train, *val]
    return [
        -sum(
            math.log(probability(tuple(text[max(0, i - order) : i]), text[i]))
            for i in range(len(train), len(text))
        )
        / len(val)
        for order in (0, 1, 2)
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 4), min_size=1, max_size=40),
    st.lists(st.integers(0, 4), min_size=1, max_size=12),
    st.integers(5, 7),
)
def test_equals_the_formula_read_literally(train: list[int], val: list[int], size: int) -> None:
    losses = reference_losses(tokens(*train), tokens(*val), size)
    expected = literal_losses(train, val, size)
    assert [losses.unigram, losses.bigram, losses.trigram] == pytest.approx(expected, abs=1e-12)


def test_large_vocabularies_do_not_overflow() -> None:
    ids = np.arange(512, dtype=np.int64).repeat(4)
    losses = reference_losses(ids, ids[-20:], 512)
    assert losses.trigram < losses.uniform
