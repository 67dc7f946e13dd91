"""The three grades of generated characters."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.data.quality import QualityMarker

CORPUS = "The cat sat on a mat.\nI don't know the king's cat; 'tis fat.\n"


@pytest.mark.parametrize(
    ("prompt", "generated", "expected"),
    [
        ("\n", "The cat", "0021222"),  # the corpus has no line feed before its first word
        ("", "The cat", "2221222"),
        ("", "a mat", "21222"),  # "a" stands alone in the corpus
        ("", "at", "11"),  # part of words, but no word of the corpus
        ("", "s", "1"),
        ("", "zq", "00"),  # characters that the corpus does not have
        ("", "tTh", "100"),  # the corpus has "Th", but never after a t
    ],
)
def test_grades(prompt: str, generated: str, expected: str) -> None:
    assert QualityMarker(CORPUS).mark(prompt, generated) == expected


def test_the_context_may_come_from_the_prompt() -> None:
    marker = QualityMarker("abcabc xbd")
    assert marker.mark("a", "bc")[-1] != "0"
    assert marker.mark("a", "bd")[-1] == "0"  # d follows b, but never after a b
    assert marker.mark("x", "bd")[-1] != "0"
    assert marker.mark("xb", "d") == "2"  # "xbd" is a word of the corpus


def test_noise_comes_before_word() -> None:
    marker = QualityMarker("on the sea. the end")
    # "the" is a word of the corpus, but its t never followed an "n;".
    assert marker.mark("", "the") == "222"
    assert marker.mark("", "on.the")[3:] == "002"


def test_a_word_that_began_in_the_prompt_is_judged_whole() -> None:
    marker = QualityMarker("some kings and things")
    assert marker.mark("ki", "ngs") == "222"
    assert marker.mark("", "ngs") == "111"


def test_a_word_cut_off_at_the_end_counts_only_when_it_is_one() -> None:
    marker = QualityMarker("the other and the oth")
    assert marker.mark("", "the oth") == "2221222"
    assert marker.mark("", "the othe") == "22211111"


@pytest.mark.parametrize(
    ("word", "known"),
    [("the", True), ("The", True), ("anna", True), ("tHe", False), ("THE", False), ("he", False)],
)
def test_the_case_of_the_first_letter_is_free(word: str, known: bool) -> None:
    # The last words make every triple occur, so that no letter is noise.
    marker = QualityMarker("The Anna xthex xTHEx xtHex xannax")
    assert marker.mark("", word) == ("2" if known else "1") * len(word)


def test_apostrophes() -> None:
    marker = QualityMarker("don\u2019t say king's, lord 'tis so")
    assert marker.mark("", "don\u2019t") == "22222"
    assert marker.mark("", "king's") == "222222"
    assert marker.mark(" ", "'tis") == "1222"  # the leading apostrophe is no part of the word
    # "lord's" is not in the corpus: the parts are judged, and "s" is no word of it.
    assert marker.mark("", "lord's")[:4] == "2222"
    assert "2" not in marker.mark("", "lord's")[4:]


def test_letters_beside_an_apostrophe_are_fragments() -> None:
    marker = QualityMarker("if 't were done in th' east, 'This is' it; go to a")
    assert marker.mark("", "t") == "1"
    assert marker.mark("", "th") == "11"
    assert marker.mark("", "This") == "2222"
    assert marker.mark("", "a") == "2"


def test_short_words_must_not_be_rare_in_a_long_text() -> None:
    long = "the cat is on the mat, and " * 6000
    assert QualityMarker(long + "to t").mark("", "t") == "1"
    assert QualityMarker(long + "purr").mark("", "purr") == "2222"
    assert QualityMarker(long).mark("", "is on") == "22122"
    assert QualityMarker("ah, a cat").mark("", "ah") == "22"


def test_straight_and_curly_apostrophes_are_one() -> None:
    marker = QualityMarker("don\u2019t, it's fine' t' \u2019s n't")
    assert "2" in marker.mark("", "don't")
    assert set(marker.mark("", "don't")[:3]) == {"2"}


def test_combining_marks_belong_to_words() -> None:
    marker = QualityMarker("हिन्दी में")
    assert marker.mark("", "हिन्दी") == "2" * len("हिन्दी")


def test_scripts_without_spaces_form_no_words() -> None:
    marker = QualityMarker("春眠不覚暁。処処聞啼鳥。")
    assert marker.mark("", "春眠不暁") == "1110"


@given(
    st.text("abc '\n", max_size=30),
    st.text("abcd '\n", max_size=5),
    st.text("abcd '\n", max_size=30),
)
def test_one_digit_per_code_point(corpus: str, prompt: str, generated: str) -> None:
    grades = QualityMarker(corpus).mark(prompt, generated)
    assert len(grades) == len(generated)
    assert set(grades) <= set("012")


@given(st.text("abcd '.", min_size=1, max_size=40), st.data())
def test_the_corpus_itself_is_never_noise(corpus: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(corpus)))
    end = data.draw(st.integers(start, len(corpus)))
    assert "0" not in QualityMarker(corpus).mark(corpus[:start], corpus[start:end])


def test_noise_is_exactly_the_unseen_triples() -> None:
    corpus = "abracadabra cadabra"
    grades = QualityMarker(corpus).mark("ab", "racab dra")
    text = "abracab dra"
    expected = [text[i - 2 : i + 1] not in corpus for i in range(2, len(text))]
    assert [grade == "0" for grade in grades] == expected


def test_construction_on_a_million_characters_is_quick() -> None:
    text = "It is not in the stars to hold our destiny; isn't it?\n" * 20_000
    started = time.perf_counter()
    QualityMarker(text)
    assert time.perf_counter() - started < 1.5  # 0.1 s on the reference machine
