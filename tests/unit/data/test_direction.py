"""Which way a text is read, and which texts deserve a warning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.data.direction import FEW_OCCURRENCES, advice, direction
from tests.unit.examples import examples


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "ltr"),
        ("123, ...", "ltr"),
        ("plain", "ltr"),
        ("שלום עולם", "rtl"),
        ("مرحبا ٣ OK", "rtl"),
        ("مرحبا hello", "ltr"),
        ("אב ab", "ltr"),
        ("今日は नमस्ते", "ltr"),
    ],
)
def test_direction_by_hand(text: str, expected: str) -> None:
    assert direction(text) == expected


@given(st.text(alphabet="ab אبم1,今", max_size=60))
@examples(100)
def test_direction_does_not_hang_on_order(text: str) -> None:
    assert direction(text) == direction(text[::-1]) == direction(text * 3)


def test_an_alphabet_needs_no_advice() -> None:
    letter = "Dear Anna, the garden is slowly waking up after the long winter. " * 8
    assert advice(letter) is None
    assert advice("") is None


def test_advice_carries_its_numbers() -> None:
    text = "".join(chr(0x4E00 + n) for n in range(200)) * 3
    told = advice(text)
    assert told is not None
    for number in ("200 different", "in 600", "about 3 times", "about 2,400 characters"):
        assert number in told, told
    assert "about 1 time." in str(advice("".join(chr(0x4E00 + n) for n in range(60))))


def test_where_advice_ends() -> None:
    assert advice("ab" * FEW_OCCURRENCES) is None
    assert advice(("ab" * FEW_OCCURRENCES)[:-1]) is not None
