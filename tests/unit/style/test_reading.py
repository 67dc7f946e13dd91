"""What counts as punctuation, by hand and for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.style.reading import read


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("", [()]),
        ("?!", [("?", "!")]),
        ("one two", [(), (), ()]),
        ("one, two.", [(), (",",), (".",)]),
        ("“one”", [('"',), ('"',)]),
        ("one... two…", [(), ("…",), ("…",)]),
        ("one!!! two?!?", [(), ("!",), ("?", "!", "?")]),
        # Spelling is no rhythm, whatever Unicode calls it.
        ("well-known 3.5 a/b a_b", [()] * 9),
        ("one - two", [(), ("-",), ()]),
        ("one—two", [(), ("—",), ()]),
        ("50 % & more @ home #1", [()] * 5),
        ("don't ‘tell’", [(), ("'",), ("'",)]),
        ("今日は。", [(), (), (), ("。",)]),
        ("مرحبا، كيف؟", [(), ("،",), ("؟",)]),
    ],
)
def test_marks_by_hand(text: str, gaps: list[tuple[str, ...]]) -> None:
    assert list(read(text).gaps) == gaps


@given(st.text(max_size=120))
def test_every_gap_stands_between_words(text: str) -> None:
    reading = read(text)
    assert len(reading.gaps) == len(reading.words) + 1 == len(reading.spans) + 1
    assert reading.marks == [mark for gap in reading.gaps for mark in gap]
    assert not any(mark.isalnum() or mark.isspace() for mark in reading.marks)


@given(st.lists(st.sampled_from(["so", "Hi", "tree"]), min_size=1, max_size=9))
def test_marks_stay_where_they_were_put(chosen: list[str]) -> None:
    reading = read("; ".join(chosen))
    assert reading.gaps == ((), *[(";",)] * (len(chosen) - 1), ())
