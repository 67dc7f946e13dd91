"""Words and sentence ends: hand-cut texts of several scripts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.style.words import fold, sentence_ends, tokens, words


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t", []),
        ("... -- !", []),
        ("Don't stop", ["Don't", "stop"]),
        ("it\u2019s 'quoted'", ["it\u2019s", "quoted"]),
        ("well-known snake_case", ["well", "known", "snake", "case"]),
        ("Q2: 3.5 %", ["Q2", "3", "5"]),
        ("caf\u00e9 cafe\u0301", ["caf\u00e9", "cafe\u0301"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("שלום עולם", ["שלום", "עולם"]),
        ("می\u200cروم", ["می\u200cروم"]),
        ("안녕 여러분", ["안녕", "여러분"]),
        ("今日は、 hello", ["今", "日", "は", "hello"]),
        ("コーヒー・ティー", list("コーヒー") + list("ティー")),
        ("ภาษาไทย", ["ภาษา", "ไทย"]),
        ("iPhoneを買う", ["iPhone", "を", "買", "う"]),
    ],
)
def test_words_by_hand(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_words_compare_without_case_and_curls() -> None:
    assert fold("DON\u2019T") == fold("don't")
    assert fold("STRASSE") == fold("straße")
    assert fold("cant") != fold("can't")


def test_tokens_keep_marks_with_their_letter() -> None:
    found = [(token.kind, token.key) for token in tokens("ที่นี่ A,\nb\n \nc")]
    assert found == [
        ("letter", "ที่"),
        ("letter", "นี่"),
        ("gap", " "),
        ("word", "a"),
        ("gap", ", "),
        ("word", "b"),
        ("gap", "\n\n"),
        ("word", "c"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("No end", []),
        ("One. Two", [4]),
        ("Really?! Yes.", [8, 13]),
        ('He said "go." Then', [13]),
        ("3.5 in a.txt", []),
        ("今日。明日！", [3, 6]),
        ("एक। दो॥", [3, 7]),
        ("終わり。。次", [5]),
        ("سؤال؟ نعم۔", [5, 10]),
        ("Title\n\nText", [5]),
        ("Line\nline", []),
        ("Wait... what", [7]),
    ],
)
def test_sentence_ends_by_hand(text: str, expected: list[int]) -> None:
    assert sentence_ends(text) == expected


@given(st.text(alphabet=st.sampled_from("aB1é\u0301'’.!?。 \n_-今かのทีא\u200c"), max_size=60))
def test_tokens_tile_the_text(text: str) -> None:
    position = 0
    for token in tokens(text):
        assert token.start == position < token.end
        position = token.end
        assert (token.kind == "gap") == (not any(map(str.isalnum, text[token.start : token.end])))
    assert position == len(text)


@given(st.text(max_size=60))
def test_words_and_ends_are_ordered(text: str) -> None:
    edges = [edge for span in words(text) for edge in span]
    assert edges == sorted(edges)
    ends = sentence_ends(text)
    assert ends == sorted(set(ends))
    assert all(0 <= end <= len(text) for end in ends)


@pytest.mark.parametrize("piece", [".", "a'", "\n ", "e\u0301", '."', "ที", "’", "\u0301"])
def test_repetitive_text_takes_linear_time(piece: str) -> None:
    text = (piece * 50_000)[:50_000] + "x"
    started = time.perf_counter()
    words(text)
    sentence_ends(text)
    list(tokens(text))
    # A quadratic scan takes minutes here; a linear one some hundredths of a second.
    assert time.perf_counter() - started < 3
