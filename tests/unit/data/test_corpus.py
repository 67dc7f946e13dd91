"""The cut between training and validation, and contexts for short texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.contract.errors import ContractError
from backend.data.corpus import Corpus, fit_block_size


@pytest.mark.parametrize(
    ("n_chars", "wanted", "expected"),
    [
        (1_000_000, 64, 64),
        (256, 64, 64),
        (255, 64, 63),
        (100, 64, 25),
        (50, 64, 12),
        (50, 8, 8),
        (18, 64, 8),
    ],
)
def test_fit_block_size(n_chars: int, wanted: int, expected: int) -> None:
    assert fit_block_size(n_chars, wanted) == expected


def test_validation_is_the_last_tenth() -> None:
    text = "abcdefghij" * 100
    corpus = Corpus.from_text(text, 64)
    assert corpus.split == 900
    assert corpus.tokenizer.decode(corpus.train) == text[:900]
    assert corpus.tokenizer.decode(corpus.val) == text[900:]


def test_validation_holds_a_window_at_least() -> None:
    corpus = Corpus.from_text("abcdefghij" * 20, 50)
    assert (corpus.train.size, corpus.val.size) == (149, 51)


def test_characters_of_the_validation_part_alone_are_in_the_vocabulary() -> None:
    corpus = Corpus.from_text("ab" * 50 + "z", 8)
    assert corpus.tokenizer.characters == ("a", "b", "z")


def test_refuses_a_context_that_does_not_fit() -> None:
    with pytest.raises(ContractError) as caught:
        Corpus.from_text("x" * 129, 64)
    assert (caught.value.error_type, caught.value.limit, caught.value.value) == (
        "text_too_short",
        130,
        129,
    )
    Corpus.from_text("x" * 130, 64)


@given(st.integers(18, 3_000), st.integers(8, 256))
def test_a_fitted_context_always_leaves_two_windows(n_chars: int, wanted: int) -> None:
    block_size = fit_block_size(n_chars, wanted)
    corpus = Corpus.from_text("ab" * (n_chars // 2) + "c" * (n_chars % 2), block_size)
    assert corpus.train.size > block_size
    assert corpus.val.size > block_size
    assert corpus.train.size + corpus.val.size == n_chars
    assert corpus.val.size >= n_chars / 10
