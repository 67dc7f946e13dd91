"""Verbatim runs against a brute-force search and hand-counted grams."""

from __future__ import annotations

import time
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.style.copying import RECITED, RECITED_LOGOGRAPHS, copied, holds_itself, verdict
from backend.style.runs import RunIndex

few = st.text(alphabet="ab", max_size=40)
some = st.text(alphabet="ab c\né\u0301א今\U0001d49c", max_size=40)
pairs = st.one_of(st.tuples(few, few), st.tuples(some, some))


def brute_longest(original: str, generated: str) -> str:
    for length in range(len(generated), 0, -1):
        for start in range(len(generated) - length + 1):
            if generated[start : start + length] in original:
                return generated[start : start + length]
    return ""


@pytest.mark.parametrize(
    ("original", "generated", "longest_text", "share"),
    [
        ("", "", "", 0),
        ("some text", "", "", 0),
        ("", "some text", "", 0),
        ("abc", "xyz", "", 0),
        ("abcdefgh", "abcdefg", "abcdefg", 0),
        ("abcdefgh", "abcdefgh", "abcdefgh", 1),
        ("abcdefgh", "abcdefghX", "abcdefgh", 0.5),
        ("abcdefghi", "ABCDEFGHI", "", 0),
        ("xxabcdeXfghixx", "abcdefghi", "abcde", 0),
        # Of two runs of three, the one that the generated text has first.
        ("xyz-abc", "abc+xyz", "abc", 0),
        ("אבגדהוזחט", "אבגדהוזחX", "אבגדהוזח", 0.5),
        # Every occurrence counts: grams 0 to 3 of six are the original's.
        ("aaaaaaaaaaa", "aaaaaaaaaaabb", "aaaaaaaaaaa", 4 / 6),
    ],
)
def test_copied_by_hand(original: str, generated: str, longest_text: str, share: float) -> None:
    found = copied(original, generated)
    assert (found.longest, found.longest_text) == (len(longest_text), longest_text)
    assert found.share_8gram == pytest.approx(share)


@given(pairs)
def test_longest_run_equals_brute_force(pair: tuple[str, str]) -> None:
    found = copied(*pair)
    assert found.longest_text == brute_longest(*pair)
    assert found.longest == len(found.longest_text)


@given(pairs)
def test_longest_run_is_symmetric(pair: tuple[str, str]) -> None:
    original, generated = pair
    assert copied(original, generated).longest == copied(generated, original).longest


@given(pairs)
def test_share_equals_a_count_of_grams(pair: tuple[str, str]) -> None:
    original, generated = pair
    present = [
        generated[start : start + 8] in original for start in range(max(0, len(generated) - 7))
    ]
    share = sum(present) / len(present) if present else 0
    assert copied(original, generated).share_8gram == share


@given(some, few)
def test_a_text_is_wholly_copied_from_itself(text: str, tail: str) -> None:
    found = copied(text + tail, text)
    assert found.longest_text == text
    assert found.share_8gram == (len(text) >= 8)


@given(pairs)
def test_run_index_tells_where_a_run_first_stands(pair: tuple[str, str]) -> None:
    text, other = pair
    for position, (length, end) in enumerate(RunIndex(text).runs_in(other), start=1):
        run = other[position - length : position]
        assert end == (text.index(run) + length if length else 0)
        assert length == position or other[position - length - 1 : position] not in text


@pytest.mark.parametrize("kind", ["words", "one letter", "period of two"])
def test_a_long_original_is_quick(kind: str) -> None:
    random = Random(0)
    original, generated = {
        "words": ("".join(random.choices("etaoin shrdlu", k=50_000)), "the train " * 100),
        "one letter": ("a" * 50_000, "a" * 999 + "b"),
        "period of two": ("a" * 49_999 + "b", "ab" * 500),
    }[kind]
    started = time.perf_counter()
    copied(original, generated)
    # About 15 ms on one quiet core; the room is for a busy machine. Quadratic is seconds.
    assert time.perf_counter() - started < 0.5


def test_what_is_normal_for_the_person() -> None:
    refrain = "I remain, as ever, your obedient servant. "
    unique = "".join(chr(0x10000 + n) for n in range(1000))
    found = copied(unique[:300] + refrain + unique[300:] + refrain, "x")
    assert found.longest_self == len(refrain)
    assert 0 < found.share_8gram_self < 1 if found.share_8gram_self is not None else False
    assert found.limit == len(refrain) + 1, "a run that the person repeats is not recited"


def test_a_person_who_repeats_nothing_gets_the_usual_limit() -> None:
    found = copied("".join(chr(0x10D0 + n % 40) + str(n) for n in range(400)), "x")
    assert found.limit == RECITED
    found = copied("".join(chr(0x4E00 + n) for n in range(400)), "x")
    assert (found.longest_self, found.share_8gram_self) == (0, 0.0)
    assert found.limit == RECITED_LOGOGRAPHS, "an ideograph is about half a word"


@pytest.mark.parametrize(("length", "can_tell"), [(399, False), (400, True)])
def test_a_short_text_tells_nothing_of_the_person(length: int, can_tell: bool) -> None:
    found = copied("".join(chr(0x4E00 + n) for n in range(length)), "x")
    assert (found.longest_self is None) == (not can_tell)
    assert (found.share_8gram_self is None) == (not can_tell)


def test_a_text_that_holds_itself_tells_nothing_of_the_person() -> None:
    mail = "".join(f"We met {n} people by bridge number {n * n % 97}. " for n in range(60))
    quoting = f"Thank you, I read it all. {mail}\n\nOn Monday you wrote:\n{mail}"
    page = mail[:80]
    found = copied(quoting, page)
    assert (found.longest_self, found.share_8gram_self) == (None, None)
    assert found.limit == RECITED and found.verdict == "recited"
    assert holds_itself(quoting) and not holds_itself(mail[:399])
    assert not holds_itself("".join(chr(0x4E00 + n) for n in range(400)))


@pytest.mark.parametrize(("length", "can_tell"), [(99, True), (100, False)])
def test_a_long_passage_is_no_set_phrase(length: int, can_tell: bool) -> None:
    letters = "".join(chr(0x10000 + n) for n in range(4000))
    found = copied(letters[:length] + letters + letters[:length], "x")
    own = (length, pytest.approx((length - 7) / (len(letters) // 10 + length // 5 - 7), abs=0.02))
    assert (found.longest_self, found.share_8gram_self) == (own if can_tell else (None, None))
    assert found.limit == (length + 1 if can_tell else RECITED)


@pytest.mark.parametrize(
    ("longest", "share", "own", "expected"),
    [
        (40, 0.0, 0.9, "recited"),
        (39, 0.19, None, "own"),
        (39, 0.2, None, "borrowed"),
        (39, 0.41, 0.51, "usual"),
        (39, 0.41, 0.32, "usual"),
        (39, 0.19, 0.32, "own"),
        (39, 0.41, 0.3, "borrowed"),
        # Whoever repeats himself that much: most of it still stands there word for word.
        (39, 0.6, 0.9, "borrowed"),
    ],
)
def test_one_verdict_on_both_measures(
    longest: int, share: float, own: float | None, expected: str
) -> None:
    assert verdict(longest, 40, share, own) == expected


def test_a_run_that_only_this_person_repeats_is_usual() -> None:
    assert verdict(39, 78, 0.1, 0.5) == "own"
    assert verdict(40, 78, 0.1, 0.5) == verdict(77, 78, 0.1, 0.5) == "usual"
    assert verdict(78, 78, 0.1, 0.5) == "recited"
    assert verdict(20, 30, 0.0, None, recited=15) == "usual"


def test_without_spaces_only_a_long_run_is_judged() -> None:
    text = "天地人山水火木金土日月星雨雪花鸟鱼虫"
    pieces = copied(text, f"{text[3:15]}。{text[1:13]}")
    assert pieces.share_8gram > 0.2 and pieces.verdict == "own"
    assert copied(text, text[:15]).verdict == "recited"


def test_the_verdict_travels_with_the_numbers() -> None:
    assert copied("abcdefgh" * 3, "zz").verdict == "own"
    assert copied("abcdefgh" * 3, "abcdefgh").verdict == "borrowed"
    assert copied("abcdefgh" * 6, "abcdefgh" * 6).verdict == "recited"
