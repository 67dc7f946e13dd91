"""The words a person keeps coming back to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backend.style.favourites import EVERYBODYS, FAVOURITES, favourites
from backend.style.reading import read


def found(original: str, generated: str = "") -> list[tuple[str, float, float]]:
    return [
        (f.word, f.original_per_1000, f.generated_per_1000)
        for f in favourites(read(original), read(generated))
    ]


def test_by_hand() -> None:
    original = "Honestly, the garden! The Garden was honestly lovely, GARDEN there, cat cat"
    assert found(original, "a garden of tea") == [
        ("garden", 3000 / 12, 250.0),
        ("Honestly", 2000 / 12, 0.0),
        ("lovely", 1000 / 12, 0.0),
    ]


def test_names_keep_their_capital() -> None:
    text = "Gary is huge. GARY! Gary is alive. Honestly, honestly, honestly."
    assert [word for word, *_ in found(text)][:2] == ["Gary", "honestly"]


def test_everybodys_words_are_left_out() -> None:
    assert found("there there would would once upon nicht nicht avec avec para para") == []


def test_behind_those_that_return_come_the_longest() -> None:
    text = "rain is falling on the umbrella, rain on the old umbrella, and nobody complains"
    assert [word for word, *_ in found(text)] == [
        "rain",
        "umbrella",
        "complains",
        "falling",
        "nobody",
    ]


def test_of_equals_the_first_comes_first() -> None:
    assert [word for word, *_ in found("zebra apple zebra apple mango mango mango")] == [
        "mango",
        "zebra",
        "apple",
    ]


def test_scripts_without_spaces_have_none() -> None:
    assert found("今日は天気がいい。今日は天気がいい。") == []


def test_no_words_make_no_favourites() -> None:
    assert found("") == found("?!") == []
    assert found("garden garden", "") == [("garden", 1000.0, 0.0)]


@given(st.text(alphabet="aebcd ,\né", max_size=300), st.text(alphabet="aebcd ", max_size=60))
def test_the_most_used_come_first(original: str, generated: str) -> None:
    rates = favourites(read(original), read(generated))
    assert len(rates) <= FAVOURITES
    assert [f.original_per_1000 for f in rates] == sorted(
        (f.original_per_1000 for f in rates), reverse=True
    )
    for favourite in rates:
        assert favourite.word.casefold() not in EVERYBODYS and favourite.word in original
        assert 0 < favourite.original_per_1000 <= 1000
        assert 0 <= favourite.generated_per_1000 <= 1000
