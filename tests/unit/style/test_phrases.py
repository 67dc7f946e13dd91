"""Shared phrases: hand-made pairs, and what must hold for any pair."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from backend.style.grammar import GRAMMAR
from backend.style.phrases import matches
from backend.style.words import fold, tokens

ORIGINAL = "Hi Tom, let me know if the dates work. Thanks again, Anna. Thanks again!"

prose = st.lists(
    st.sampled_from(
        ["I", "think", "We", "should", "ab", ",", ".", "\n", "\n\n", "tomorrow", "don't", "don’t"]
        + ["今日", "は", "天気", "שלום", "רב", "e\u0301te\u0301", "ภาษา", "ไทย", "안녕", " "]
    ),
    max_size=30,
).map(lambda pieces: "".join(piece + (" " if piece.isalnum() else "") for piece in pieces))


def texts(original: str, generated: str) -> list[str]:
    return [match.text for match in matches(original, generated, original)]


def test_offsets_text_and_count_by_hand() -> None:
    generated = "So THANKS\nagain, and let me know if you parn"
    first, second = matches(ORIGINAL, generated, ORIGINAL + " thanks  again")
    assert (first.text, first.count) == ("let me know if", 1)
    assert first.original == (8, 22)
    assert first.generated == (21, 35)
    assert (second.text, second.count) == ("THANKS\nagain", 3)
    assert ORIGINAL[slice(*second.original)] == "Thanks again"
    assert second.original == (39, 51)
    assert second.generated == (3, 15)


@pytest.mark.parametrize(
    ("original", "generated", "expected"),
    [
        ("", "", []),
        (ORIGINAL, "", []),
        ("", "let me know", []),
        # Whole words only.
        ("the dates workable", "he dates work", []),
        ("forget me knowing it", "get me know", []),
        # Two words need six letters together, one word eight.
        ("out of the way", "of the", []),
        ("so I think not", "I think", ["I think"]),
        # Words of grammar alone are everybody's, in a row or one by itself.
        ("salt and the sea", "ink and the pen", []),
        ("he waited for the bus", "made for the sea", []),
        ("it was THEMSELVES", "not themselves", []),
        ("Brot und für die Oma", "Tee und für die Kur", []),
        ("c'est dans la rue", "oui c\u2019est dans la mer", []),
        ("the pen and the sea", "a cup and the sea", ["and the sea"]),
        ("I come tomorrow.", "we tomorrow go", ["tomorrow"]),
        ("I come on Friday.", "we Friday go", []),
        # What stands between the words must agree, but for the kind of white space.
        ("thanks again", "thanks, again", []),
        ("thanks,\nagain", "thanks, again", ["thanks, again"]),
        ("thanks\n\nagain", "thanks again", []),
        # Nor does a phrase go on in the next paragraph.
        ("thanks again\n\nand so on", "thanks again\n \nand so on", ["thanks again"]),
        ("I don\u2019t know", "i don't know", ["i don't know"]),
        # Punctuation at the edges is not part of a phrase.
        ("(thanks again)", "(thanks again)", ["thanks again"]),
        # The longest is taken first, what overlaps it is cut back to what is left.
        (
            "one two three four five. three four five six seven",
            "one two three four five six seven",
            ["three four five six seven", "one two"],
        ),
        (
            "alpha beta gamma. gamma delta one",
            "alpha beta gamma delta one",
            ["alpha beta gamma", "delta one"],
        ),
        # Equally long: the earlier first. Repeated phrases are marked each time.
        ("alpha beta", "alpha beta x alpha beta", ["alpha beta", "alpha beta"]),
        # Right-to-left letters are stored in reading order like all others.
        ("אני רוצה לדעת", "כן אני רוצה לאכול", ["אני רוצה"]),
        # Scripts without spaces: four ideographs, eight letters.
        ("今日は天気がいい", "明日は天気がわるい", ["日は天気が"]),
        ("今日は雨", "今日は晴", []),
        ("ฉันพูดภาษาไทยได้", "เธอภาษาไทยได้ไหม", ["ภาษาไทยได้"]),
        ("여러분 안녕 하세", "모두 안녕 하세", ["안녕 하세"]),
    ],
)
def test_phrases_by_hand(original: str, generated: str, expected: list[str]) -> None:
    assert texts(original, generated) == expected


def test_only_the_excerpt_is_matched_and_all_of_the_original_counted() -> None:
    original = "Let me know. I think we should go. Let me know."
    found = matches(original[:12], "let me know, I think we should", original)
    assert [(match.text, match.count) for match in found] == [("let me know", 2)]


def test_overlapping_occurrences_count() -> None:
    (match,) = matches("bla bla bla bla", "bla bla bla", "bla bla bla bla")
    assert match.count == 2


def comparable(text: str) -> list[str]:
    return [token.key for token in tokens(text)]


#: So few words that common runs overlap all the time.
crowded = st.lists(st.sampled_from(["alpha", "beta", "go"]), max_size=16).map(" ".join)


@given(st.one_of(st.tuples(prose, prose), st.tuples(crowded, crowded)))
def test_what_holds_for_any_pair(pair: tuple[str, str]) -> None:
    original, generated = pair
    found = matches(original, generated, original)
    for match in found:
        assert generated[slice(*match.generated)] == match.text
        assert comparable(original[slice(*match.original)]) == comparable(match.text)
        assert match.count >= 1
        for text, (start, end) in ((original, match.original), (generated, match.generated)):
            edges = {(token.start, token.end) for token in tokens(text) if token.kind != "gap"}
            assert start in {edge[0] for edge in edges}
            assert end in {edge[1] for edge in edges}
    lengths = [len(match.text) for match in found]
    assert lengths == sorted(lengths, reverse=True)
    places = sorted(match.generated for match in found)
    assert all(before[1] <= after[0] for before, after in zip(places, places[1:], strict=False))


@given(prose, prose)
def test_the_first_match_is_the_longest_there_is(original: str, generated: str) -> None:
    """Brute force: the longest run of tokens, in characters, that both texts have."""
    haystack = "\0".join(["", *comparable(original), ""])
    made = list(tokens(generated))
    best = 0
    for first in range(len(made)):
        for last in range(first, len(made)):
            run = made[first : last + 1]
            if "gap" in (run[0].kind, run[-1].kind) or any("\n\n" in t.key for t in run):
                continue
            if GRAMMAR.issuperset(token.key for token in run if token.kind != "gap"):
                continue
            several = sum(token.kind == "word" for token in run) > 1
            letters = sum(
                2 if token.kind == "logograph" or "가" <= letter <= "힣" else 1
                for token in run
                for letter in token.key
                if letter.isalnum()
            )
            shared = "\0".join(["", *(token.key for token in run), ""]) in haystack
            if shared and letters >= (6 if several else 8):
                best = max(best, run[-1].end - run[0].start)
    found = texts(original, generated)
    assert (len(found[0]) if found else 0) == best


@given(prose)
def test_a_paragraph_matches_itself_whole(text: str) -> None:
    assume(not any("\n\n" in key for key in comparable(text)))
    found = matches(text, text, text)
    inside = [token for token in tokens(text) if token.kind != "gap"]
    if found:
        assert found[0].text == text[inside[0].start : inside[-1].end]
        assert len(found) == 1
        assert fold(found[0].text) in fold(text)


def test_a_word_cut_by_the_excerpt_is_no_phrase() -> None:
    original = "nothing but unforgettable"
    assert matches(original[:20], "unforget", original) == []
    assert len(matches(original[:20], "unforget", original[:20])) == 1


@pytest.mark.parametrize("piece", ["hum ", "今日は天気がいい。", "x' ", "the cat sat on the mat. "])
def test_repetitive_texts_are_quick(piece: str) -> None:
    original, generated = piece * (50_000 // len(piece)), piece * (1_000 // len(piece))
    started = time.perf_counter()
    (match,) = matches(original[: len(generated)], generated, original)
    assert match.count > 1_900
    # About a tenth of a second on one quiet core; the room is for a busy machine.
    assert time.perf_counter() - started < 2
