"""Numbering of characters, and the way back."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.data.tokenizer import CharTokenizer

ANY_TEXT = st.text(st.characters(), max_size=60)


def test_ids_are_ranks_by_code_point() -> None:
    tokenizer = CharTokenizer("ba\n\U00010330é")
    assert tokenizer.characters == ("\n", "a", "b", "é", "\U00010330")
    assert tokenizer.vocab_size == 5
    ids = tokenizer.encode("abé\n\U00010330")
    assert ids.tolist() == [1, 2, 3, 0, 4]
    assert ids.dtype == np.int64
    assert tokenizer.decode(ids) == "abé\n\U00010330"


def test_unknown_characters_are_named() -> None:
    tokenizer = CharTokenizer.from_text("abc")
    with pytest.raises(ValueError, match=r"2 of 4 characters .*'x' at 1"):
        tokenizer.encode("axbz")
    ids, dropped = tokenizer.encode_known("zaxbxz\U0001f600")
    assert ids.tolist() == [0, 1]
    assert dropped == ("z", "x", "\U0001f600")


def test_refuses_what_is_no_vocabulary() -> None:
    with pytest.raises(ValueError, match="2 characters long"):
        CharTokenizer(["a", "bc"])
    with pytest.raises(ValueError, match="3 characters given, but only 2"):
        CharTokenizer(["a", "b", "a"])


@pytest.mark.parametrize("ids", [[3], [-1], [0, 7, 1]])
def test_refuses_tokens_outside_the_vocabulary(ids: list[int]) -> None:
    with pytest.raises(ValueError, match="outside the vocabulary of 3"):
        CharTokenizer.from_text("abc").decode(ids)


def test_empty_text_and_empty_vocabulary() -> None:
    empty = CharTokenizer.from_text("")
    assert (empty.vocab_size, empty.encode("").size, empty.decode([])) == (0, 0, "")
    assert empty.encode_known("ab")[1] == ("a", "b")


@given(ANY_TEXT)
def test_round_trip(text: str) -> None:
    tokenizer = CharTokenizer.from_text(text)
    assert tokenizer.characters == tuple(sorted(set(text)))
    assert tokenizer.decode(tokenizer.encode(text)) == text


@given(ANY_TEXT, ANY_TEXT)
def test_encode_known_splits_every_text(vocabulary: str, text: str) -> None:
    tokenizer = CharTokenizer.from_text(vocabulary)
    ids, dropped = tokenizer.encode_known(text)
    assert tokenizer.decode(ids) == "".join(c for c in text if c in vocabulary)
    assert list(dropped) == list(dict.fromkeys(c for c in text if c not in vocabulary))


def test_a_million_characters_take_milliseconds() -> None:
    text = "To be, or not to be: that is the question.\n" * 26_000
    tokenizer = CharTokenizer.from_text(text)
    started = time.perf_counter()
    tokenizer.encode(text)
    assert time.perf_counter() - started < 0.25  # 2 ms on the reference machine
