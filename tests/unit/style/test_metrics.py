"""The three figures against values worked out by hand, and their bounds on any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.contract.style import StyleNumbers
from backend.style.metrics import (
    FORMAL,
    INFORMAL,
    avg_sentence_length,
    avg_word_length,
    common_marks,
    formality,
    real_words,
    style_numbers,
    vocab_richness,
    words_per_mark,
)
from backend.style.reading import read
from backend.style.words import fold


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 50),
        ("The cat sat.", 50),
        ("Regarding your letter, nevertheless", 70),
        ("yeah, I'm gonna bring stuff", 20),
        ("Yeah. Furthermore: yeah", 40),
        ("regarding " * 9, 100),
        ("wanna " * 9, 0),
        ("disregarding gonnab", 50),
        ("Y\u2019ALL", 40),
        ("Уважаемые коллеги", 50),
    ],
)
def test_formality_by_hand(text: str, expected: float) -> None:
    assert formality(text) == expected


def test_word_lists_are_usable() -> None:
    assert not FORMAL & INFORMAL
    for word in FORMAL | INFORMAL:
        # Also fails for an entry that the word definition would cut in two.
        assert formality(word) == (60 if word in FORMAL else 40)
        assert fold(word) == word


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("... !?", 0),
        ("One two three", 3),
        ("One two three. Four.", 2),
        ("One. . . Two!", 1),
        ("Really?! Yes, really.", 1.5),
        ("A title\n\nOne two three four.", 3),
        ("It costs 3.5 dollars.", 5),
        ("今日は。明日。", 2.5),
        ("שלום עולם. מה נשמע היום?", 2.5),
        ("एक दो। तीन", 1.5),
    ],
)
def test_avg_sentence_length_by_hand(text: str, expected: float) -> None:
    assert avg_sentence_length(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("?!", 0),
        ("one two three four", 1),
        ("The cat and the dog", 0.8),
        ("the THE, the. The!", 0.25),
        ("don't don\u2019t", 0.5),
    ],
)
def test_vocab_richness_by_hand(text: str, expected: float) -> None:
    assert vocab_richness(text) == expected


def figures(text: str) -> StyleNumbers:
    """All figures of a text that is its own original."""
    reading = read(text)
    return style_numbers(reading, reading, common_marks(reading), len(reading.words))


def test_formality_and_variety_are_counted_over_equal_stretches() -> None:
    text = read("Yeah sure. Therefore, the! Yeah yeah.")
    numbers = style_numbers(text, text, [], 2)
    assert numbers.formality == pytest.approx((40 + 60 + 30) / 3)
    assert numbers.vocab_richness == pytest.approx((1 + 1 + 0.5) / 3)
    assert numbers.formal_words == 4
    # Words that are not counted tell nothing of the formality that was found.
    assert style_numbers(read("sure thing yeah"), text, [], 2).formal_words == 0
    # The last word of five-word stretches is left over; a stretch longer than the text is the text.
    assert style_numbers(text, text, [], 5).formality == 40
    for stretch in (0, 6, 7):
        assert style_numbers(text, text, [], stretch).formality == formality(text.text) == 30


@pytest.mark.parametrize(
    "foreign",
    [
        "Tout commence. Les regards, et avec l'assistance de mon ami,",
        "Yo ya te lo he dicho, y ya no hay tons.",
        "Siehe u. a. den Brief; das ist okay, hey, wow, damn.",
    ],
)
def test_formality_is_for_english_alone(foreign: str) -> None:
    assert formality(foreign) != 50, "the lists alone would tell something"
    assert (figures(foreign).formality, figures(foreign).formal_words) == (50, 0)
    # What the machine wrote goes by the person's language, however little of it there is.
    person, machine = (
        read("It is not the thing that you wanted, regarding this."),
        read("yeah yeah"),
    )
    for text, original, listed in ((machine, person, 2), (person, read(foreign), 0)):
        assert style_numbers(text, original, [], 2).formal_words == listed


@given(st.text(max_size=200))
def test_bounds_hold_for_any_text(text: str) -> None:
    numbers = figures(text)  # the model itself refuses what is out of range
    assert numbers.formality in (formality(text), 50)
    assert numbers.avg_sentence_length == avg_sentence_length(text)
    assert numbers.vocab_richness == vocab_richness(text)
    assert numbers.formality % 10 == 0
    assert (numbers.avg_sentence_length >= 1) == (numbers.vocab_richness > 0)


@given(st.lists(st.sampled_from(["so", "Hi", "thus", "yeah", "hence", "tree"]), max_size=20))
def test_figures_ignore_case_and_spacing(chosen: list[str]) -> None:
    text = " ".join(chosen)
    assert figures(text) == figures(text.upper())
    assert figures(text) == figures("\n".join(chosen))


@given(st.lists(st.sampled_from(["so", "tree", "cat"]), min_size=1), st.integers(1, 5))
def test_repeating_sentences_keeps_their_length(chosen: list[str], times: int) -> None:
    sentence = " ".join(chosen) + ". "
    assert avg_sentence_length(sentence * times) == len(chosen)
    assert vocab_richness(sentence * times) == len(set(chosen)) / (len(chosen) * times)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("...", 0),
        ("a bcd", 2),
        ("don't", 4),
        ("e\u0301te\u0301", 3),
        ("नमस्ते", 4),
        ("今日", 1),
    ],
)
def test_avg_word_length_by_hand(text: str, expected: float) -> None:
    assert avg_word_length(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("?!", 0),
        ("one two three", 3),
        ("one two three.", 3),
        ("one, two three", 1.5),
        ("- one, two?! three four... five -", 5 / 4),
        ("well-known words", 3),
    ],
)
def test_words_per_mark_by_hand(text: str, expected: float) -> None:
    assert words_per_mark(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "original", "expected"),
    [
        ("", "words", 0),
        ("?!", "words", 0),
        ("The CAT", "the cat sat", 1),
        ("the cst sat", "the cat sat", 2 / 3),
        ("don’t", "don't", 1),
        # One character by itself would be real; the pair tells.
        ("天気", "今日は天気", 1),
        ("気天", "今日は天気", 0),
        ("天", "今日は天気", 0),
        ("ดี", "ที่นี่ดี", 0),
        ("นี่ดี", "ที่นี่ดี", 1),
    ],
)
def test_real_words_by_hand(text: str, original: str, expected: float) -> None:
    assert real_words(text, original) == pytest.approx(expected)


def test_both_texts_list_the_same_marks() -> None:
    first, second = read("One, two, three! Four five."), read("one; two...")
    marks = common_marks(first, second)
    assert marks == [";", "…", ",", "!", "."]
    rates = [
        [(m.mark, m.per_100_words) for m in style_numbers(text, first, marks, 2).marks]
        for text in (first, second)
    ]
    assert rates[0] == [(";", 0), ("…", 0), (",", 40), ("!", 20), (".", 20)]
    assert rates[1] == [(";", 50), ("…", 50), (",", 0), ("!", 0), (".", 0)]


def test_only_the_commonest_marks_are_listed() -> None:
    reading = read("a, b; c: d! e? f. g… h— i, j; k: l! m? n. o… p,")
    assert len(common_marks(reading)) == 6
    assert common_marks(reading)[0] == ","


@given(st.text(max_size=120), st.text(max_size=120))
def test_real_words_are_a_share(text: str, original: str) -> None:
    assert 0 <= real_words(text, original) <= 1
    assert real_words(original, original) in (0, 1)
    assert real_words(text, original + "\n" + text) in (0, 1)


@given(st.text(max_size=120))
def test_stretches_between_marks_hold_all_words(text: str) -> None:
    numbers = figures(text)
    assert 0 <= numbers.words_per_mark <= numbers.word_count
    assert numbers.words_per_mark >= min(1, numbers.word_count)
    assert all(rate.per_100_words >= 0 for rate in numbers.marks)
