"""Likeness of two texts: by hand, and its laws for any pair."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.contract.style import Similarity
from backend.style.reading import read
from backend.style.similarity import cosine, overlap, similarity

texts = st.one_of(st.text(max_size=80), st.text(alphabet="ab c,.!é今א", max_size=80))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({}, {}, 1),
        ({}, {"a": 1}, 0),
        ({"a": 1}, {"b": 1}, 0),
        ({"a": 3, "b": 4}, {"a": 3, "b": 4}, 1),
        ({"a": 3, "b": 4}, {"a": 6, "b": 8}, 1),
        ({"a": 3, "b": 4}, {"a": 4, "b": 3}, 24 / 25),
    ],
)
def test_cosine_by_hand(first: dict[str, float], second: dict[str, float], expected: float) -> None:
    assert cosine(first, second) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({}, {}, 1),
        ({"a": 1}, {}, 0),
        ({"a": 1}, {"b": 1}, 0),
        ({"a": 1, "b": 1}, {"a": 5, "b": 5}, 1),
        ({"a": 1, "b": 3}, {"a": 3, "b": 1}, 0.5),
        ({"a": 1, "b": 1}, {"a": 1, "c": 1}, 0.5),
    ],
)
def test_overlap_by_hand(
    first: dict[str, float], second: dict[str, float], expected: float
) -> None:
    assert overlap(first, second) == pytest.approx(expected)


def measures(first: str, second: str) -> dict[str, Any]:
    return similarity(read(first), read(second)).wire()


def test_triples_by_hand() -> None:
    # " ab", "ab " against " ab", "abc", "bc ": one in common.
    assert measures("ab", "abc")["triples"] == pytest.approx(1 / 6**0.5)
    assert measures("A, b!", "a b")["triples"] == 1, "letters alone count, and no case"


def test_common_words_by_hand() -> None:
    assert measures("the cat the dog", "the cow the cow")["common_words"] == 0.5
    rare = " ".join(f"w{n}" for n in range(200))
    both = measures(f"{rare} so so", f"{rare.replace('w', 'v')} so so")["common_words"]
    assert both > 0.5, "what is common to neither is one kind of word"


def test_without_spaces_the_length_of_words_says_nothing() -> None:
    found = measures("今天天气很好。我去买菜。", "他们昨天在家吃饭，看书。")
    assert found["word_lengths"] == 1, "each character is a word"
    parts = [found[name] for name in ("triples", "common_words", "punctuation")]
    assert found["overall"] == pytest.approx(sum(parts) / 3)
    mixed = measures("今天天气很好。", "quite another script")
    assert mixed["overall"] == pytest.approx((sum(mixed.values()) - mixed["overall"]) / 4)


def test_punctuation_by_hand() -> None:
    assert measures("one, two three. Four, five six.", "a, b.")["punctuation"] == 1
    assert measures("one, two, three, four,", "one! two! three! four!")["punctuation"] == 0
    assert measures("one, two, three, four!", "one, two!")["punctuation"] == 0.75
    assert measures("one, two", "one two")["punctuation"] == 0
    assert measures("one two", "two one")["punctuation"] == 1


def test_overall_by_hand() -> None:
    found = measures("the cat, the dog. Ab!", "the cow, the cow. Abc?")
    parts = [value for name, value in found.items() if name != "overall"]
    assert len(parts) == 4 and len(set(parts)) == 4
    assert found["overall"] == pytest.approx(sum(parts) / 4)
    assert 0 < found["overall"] < 1


def test_word_lengths_by_hand() -> None:
    assert measures("a bb ccc", "d ee fff")["word_lengths"] == 1
    assert measures("a bb", "a ccc")["word_lengths"] == 0.5
    assert measures("x" * 15, "y" * 40)["word_lengths"] == 1, "beyond fifteen all are long"


@given(texts)
def test_a_text_is_like_itself(text: str) -> None:
    assert set(measures(text, text).values()) == {1.0}


@given(texts, texts)
def test_likeness_is_symmetric_and_a_share(first: str, second: str) -> None:
    there, back = measures(first, second), measures(second, first)
    assert there == pytest.approx(back)
    assert set(there) == set(Similarity.model_fields)
    assert all(0 <= value <= 1 for value in there.values())


@given(texts, texts)
def test_spacing_and_length_do_not_matter(first: str, second: str) -> None:
    counts = Counter(first)
    times = Counter({key: 7 * count for key, count in counts.items()})
    assert cosine(counts, Counter(second)) == pytest.approx(cosine(times, Counter(second)))
    assert overlap(counts, Counter(second)) == pytest.approx(overlap(times, Counter(second)))


def test_an_author_is_more_like_himself() -> None:
    letter = "I remain, as ever, your obedient servant. I have the honour to write to you. " * 3
    reply = "I have the honour to remain your servant, and I write, as ever, to the Committee. " * 3
    chat = "ok so the cat ate it!! no way? yeah it did! and we were like wow, so good! " * 3
    same, other = measures(letter, reply), measures(letter, chat)
    assert all(same[name] > other[name] for name in same), (same, other)
