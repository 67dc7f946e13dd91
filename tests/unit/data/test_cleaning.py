"""Which characters are kept, which go, and what is counted."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backend.data.cleaning import clean_text

#: Any string, lone surrogates included, with what interacts badly mixed in often.
RAW = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs"]),
        st.sampled_from(
            "e\u0301\u0316\u200c\u200d\r\n\u0915\u094d\u0628\ufeff\u200e\U0001f600\ufe0f"
        ),
    ),
    max_size=80,
)


@pytest.mark.parametrize(
    ("raw", "expected", "filtered"),
    [
        ("plain text\n", "plain text\n", 0),
        ("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh", 0),
        ("e\u0301", "\u00e9", 0),
        ("a\x00b\x07c\x1bd\x7f", "abcd", 4),
        ("tab\tstays", "tab\tstays", 0),
        ("\ufeffstart \u200band\u00ad\u200e\u2060 end", "start and end", 5),
        ("lone \ud83d surrogate \udc00", "lone  surrogate ", 2),
        ("smile \U0001f600\U0001f3fd!", "smile !", 2),
        ("family \U0001f468\u200d\U0001f469\u200d\U0001f467.", "family .", 5),
        ("heart \u2764\ufe0f star \u2b50 key 1\ufe0f\u20e3", "heart  star  key 1", 5),
        ("flag \U0001f1e9\U0001f1ea", "flag ", 2),
        ("\ufffd \ufffc \ue000 \U000e0041", "   ", 4),
        (
            "\u00a9 \u2122 \u00b0 \u2192 \u221e \u20ac",
            "\u00a9 \u2122 \u00b0 \u2192 \u221e \u20ac",
            0,
        ),
        ("", "", 0),
    ],
)
def test_keeps_text_and_filters_junk(raw: str, expected: str, filtered: int) -> None:
    cleaned = clean_text(raw)
    assert (cleaned.text, cleaned.filtered_chars) == (expected, filtered)
    assert cleaned.dropped_characters == ()


@pytest.mark.parametrize(
    "text",
    [
        "Grüße, naïve Ærøskøbing",
        "Съешь ещё этих булок",
        "Ξεσκεπάζω",
        "中文字符，日本語の文章、한국어",
        "نص عربي: می\u200cخواهم",
        "क्\u200dष हिन्दी",
        "ශ්\u200dරී",
        "ภาษาไทย",
        "עברית בְּרֵאשִׁית",
        "\U00010330\U00010331 \U0001e900",
    ],
)
def test_letters_of_every_script_stay(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    cleaned = clean_text(text)
    assert (cleaned.text, cleaned.filtered_chars) == (text, 0)


@pytest.mark.parametrize(
    "bare", ["a\u200db", "\u200cx", "1\u200d", "\u0628\u200c\u200c", "\u4e2d\u200d"]
)
def test_joiner_without_a_joining_letter_goes(bare: str) -> None:
    cleaned = clean_text(bare)
    assert cleaned.filtered_chars == 1
    assert len(cleaned.text) == len(bare) - 1


def test_at_most_512_distinct_characters_the_rarest_go_first() -> None:
    han = [chr(0x4E00 + number) for number in range(514)]
    # Every character twice, but three of them once: the two highest of those three go.
    text = "".join(han) + "".join(c for c in han if c not in (han[3], han[7], han[400]))
    cleaned = clean_text(text)
    assert cleaned.dropped_characters == (han[400], han[7])
    assert cleaned.filtered_chars == 2
    assert len(set(cleaned.text)) == 512
    assert han[3] in cleaned.text


def test_dropping_a_character_may_compose_its_neighbours() -> None:
    common = "".join(chr(0x4E00 + number) for number in range(509)) * 3
    # Between e and its accent stands the rarest character; without it they become one letter.
    text = common + "eee\u0301\u0301\u0301"[:4] + "e\u9fa0\u0301" + "\u0301"
    cleaned = clean_text(text)
    assert unicodedata.is_normalized("NFC", cleaned.text)
    assert len(set(cleaned.text)) <= 512
    assert clean_text(cleaned.text) == type(cleaned)(cleaned.text, 0, ())


def test_piles_of_marks_are_cut_at_thirty() -> None:
    cleaned = clean_text("x" + "\u0316" * 40 + "y")
    assert cleaned.text == "x" + "\u0316" * 30 + "y"
    assert cleaned.filtered_chars == 10


@settings(max_examples=300)
@given(RAW)
@example("\u0915\u200e\u200d")
@example("e\u200b\u0301")
@example("\r\x00\n")
def test_cleaning_is_idempotent_and_total(raw: str) -> None:
    cleaned = clean_text(raw)
    again = clean_text(cleaned.text)
    assert again.text == cleaned.text
    assert again.filtered_chars == 0
    assert unicodedata.is_normalized("NFC", cleaned.text)
    cleaned.text.encode("utf-8")


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=700, max_size=700), st.integers(0, 2**32))
def test_cap_holds_for_any_counts(counts: list[int], seed: int) -> None:
    letters = [chr(0x4E00 + number) for number in range(640)] + [chr(0x300 + n) for n in range(60)]
    text = "".join(letter * count for letter, count in zip(letters, counts, strict=True))
    cleaned = clean_text(text)
    assert len(set(cleaned.text)) <= 512
    assert clean_text(cleaned.text).text == cleaned.text


def test_five_million_characters_take_seconds_at_most() -> None:
    raw = (
        "Hello w\u00f6rld, e\u0301 \u200b text.\r\n\U0001f600 \u0915\u094d\u200d\u0937 " * 200_000
    )[:5_000_000]
    started = time.perf_counter()
    clean_text(raw)
    assert time.perf_counter() - started < 6  # 0.5 s on the reference machine


def test_a_pile_of_a_million_marks_is_no_trap() -> None:
    started = time.perf_counter()
    cleaned = clean_text("a" + "\u0301\u0316" * 500_000)
    assert time.perf_counter() - started < 5  # unbounded normalisation would take hours
    assert len(cleaned.text) == 30
