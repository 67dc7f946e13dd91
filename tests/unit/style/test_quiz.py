"""The quiz: cut alike, fairly, and the same for the same seed."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from backend.contract.ask import Snippet
from backend.style.copying import longest_run
from backend.style.quiz import (
    FAIR_RUN,
    LOGOGRAPHS_TO_LETTERS,
    LONGEST,
    PIECES,
    SHORTEST,
    TRIES,
    cut,
    quiz,
    sentence_starts,
)
from backend.style.words import words

SUBJECTS = ("the old cat", "my sister", "a tall stranger", "our postman", "the baker", "nobody")
VERBS = ("found", "lost", "painted", "forgot", "carried", "admired")
OBJECTS = ("a yellow umbrella", "the third letter", "two wooden boats", "every spoon", "the moon")


def sentences(count: int, seed: int) -> str:
    dice = Random(seed)
    return " ".join(
        f"{dice.choice(SUBJECTS).capitalize()} {dice.choice(VERBS)} {dice.choice(OBJECTS)} "
        f"on day {dice.randrange(1000)} of the year {dice.randrange(1000, 2000)}."
        for _ in range(count)
    )


ORIGINAL = sentences(60, seed=1)


def invent(characters: int, seed: int) -> str:
    """A machine that writes of other things in sentences."""
    dice = Random(seed)
    made = " ".join(
        f"{''.join(dice.choice('aeiou') + dice.choice('bdgkl') for _ in range(3)).title()} "
        f"{' '.join(dice.choice('xyz') * dice.randint(2, 6) for _ in range(9))}."
        for _ in range(20)
    )
    return ("\n" + made)[:characters]


def of(pieces: list[Snippet], source: str) -> list[str]:
    return [piece.text for piece in pieces if piece.source == source]


@pytest.mark.parametrize("seed", range(12))
def test_five_pieces_two_or_three_of_each(seed: int) -> None:
    pieces = quiz(ORIGINAL, 1000, invent, seed)
    assert len(pieces) == PIECES and len(of(pieces, "machine")) in (2, 3)
    ends = {end for _, end in words(ORIGINAL)}
    for text in of(pieces, "original"):
        at = ORIGINAL.index(text)
        assert at >= 1000 and at in sentence_starts(ORIGINAL), "not what was shown, a sentence"
        assert at + len(text) in ends
    for piece in pieces:
        assert 40 < len(piece.text) <= LONGEST
        assert piece.text[0].isupper() and piece.text == " ".join(piece.text.split())
    places = sorted(ORIGINAL.index(text) for text in of(pieces, "original"))
    assert all(b - a >= 60 for a, b in zip(places, places[1:], strict=False))


def test_the_seed_decides() -> None:
    assert quiz(ORIGINAL, 1000, invent, 5) == quiz(ORIGINAL, 1000, invent, 5)
    made = [quiz(ORIGINAL, 1000, invent, seed) for seed in range(20)]
    assert {len(of(pieces, "machine")) for pieces in made} == {2, 3}
    assert {pieces[0].source for pieces in made} == {"machine", "original"}


def test_a_piece_that_recites_is_written_again() -> None:
    asked: list[int] = []

    def recite_at_first(characters: int, seed: int) -> str:
        asked.append(seed)
        return ORIGINAL[:characters] if len(asked) % 2 else invent(characters, seed)

    for text in of(quiz(ORIGINAL, 0, recite_at_first, 3), "machine"):
        assert not any(
            text[start : start + FAIR_RUN + 1] in ORIGINAL for start in range(len(text) - FAIR_RUN)
        )
    assert len(set(asked)) == len(asked) >= 4, "every try has a seed of its own"


def test_a_machine_that_only_recites_is_asked_a_few_times() -> None:
    asked: list[int] = []

    def recite(characters: int, seed: int) -> str:
        asked.append(seed)
        return ORIGINAL[200 : 200 + characters]

    pieces = quiz(ORIGINAL, 1000, recite, 3)
    assert all(text in ORIGINAL for text in of(pieces, "machine"))
    assert len(asked) == TRIES * len(of(pieces, "machine"))


@pytest.mark.parametrize("made", ["", " ", "....", "\n\n", "x", "one endless breath " * 20])
def test_a_machine_that_writes_no_sentence_still_takes_part(made: str) -> None:
    pieces = quiz(ORIGINAL, 1000, lambda characters, seed: made[:characters], 1)
    assert len(pieces) == PIECES and 2 <= len(of(pieces, "machine")) <= 3


def test_what_was_seen_does_not_come_again() -> None:
    seen: list[str] = []
    for seed in range(8):
        pieces = quiz(ORIGINAL, 1000, invent, seed, seen)
        assert not {piece.text for piece in pieces} & set(seen)
        places = [ORIGINAL.index(text) for text in seen if text in ORIGINAL]
        for text in of(pieces, "original"):
            at = ORIGINAL.index(text)
            assert all(abs(at - place) >= 60 for place in places), "nor what overlaps with it"
        seen += [piece.text for piece in pieces]


def test_all_of_a_short_text_was_seen_once() -> None:
    text = " ".join(["Rain fell again, and the river rose."] * 7)
    seen = [piece.text for seed in range(9) for piece in quiz(text, 0, invent, seed)]
    assert len(quiz(text, 0, invent, 9, seen)) == PIECES


def test_what_was_on_the_screen_comes_last() -> None:
    half = len(ORIGINAL) // 2
    for seed in range(8):
        # Nothing begins behind all of it: from its second half.
        pieces = quiz(ORIGINAL, len(ORIGINAL), invent, seed)
        assert all(ORIGINAL.index(text) >= half for text in of(pieces, "original"))


def test_real_words_are_preferred() -> None:
    real = "The baker painted every spoon while nobody admired my sister near the two umbrella. "
    fake = "Xblor gdank pluv yter wobble qunx zzyrt fnork blip drat gnash mumf vexing trool. "

    def mixed(characters: int, seed: int) -> str:
        return ("\n" + fake + real + fake)[:characters]

    for seed in range(6):
        made = of(quiz(ORIGINAL, 0, mixed, seed), "machine")
        assert made[0].startswith("The baker")


def test_a_short_text_gives_short_pieces() -> None:
    text = " ".join(["Rain fell again, and the river rose."] * 7)
    pieces = quiz(text, len(text), invent, 2)
    assert len(pieces) == PIECES
    assert all(10 < len(piece.text) <= len(text) // PIECES for piece in pieces)


def test_one_long_sentence_is_cut_at_words() -> None:
    text = "and so on and on without a stop " * 60
    pieces = quiz(text, 1000, lambda characters, seed: text[seed % 7 :][:characters], 4)
    for piece in pieces:
        assert all(
            word in {"and", "so", "on", "without", "a", "stop"} for word in piece.text.split()
        )


def test_no_words_make_no_quiz() -> None:
    with pytest.raises(ValueError, match="without words"):
        quiz("?! ... \n", 0, invent, 1)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", []),
        ("One. Two three! Four", [0, 5, 16]),
        ("  “One.” two", [3, 9]),
        ("3.5 is. 4.5 is", [0, 8]),
        ("Title\n\nText", [0, 7]),
        ("今日は。明日も。", [0, 4]),
    ],
)
def test_sentence_starts_by_hand(text: str, starts: list[int]) -> None:
    assert sentence_starts(text) == starts


@given(st.text(alphabet="ab .\n今é'’א", max_size=80), st.data(), st.integers(1, 40))
def test_a_cut_is_whole_words_within_its_length(
    text: str, data: st.DataObject, length: int
) -> None:
    spans = words(text)
    assume(spans)
    start, first = data.draw(st.sampled_from(spans))
    piece = cut(text, start, length)
    assert piece and (len(piece) <= length or piece == " ".join(text[start:first].split()))
    assert " ".join(text[start:].split()).startswith(piece)


@given(st.text(alphabet="ab .\n今א", min_size=1, max_size=300), st.integers(0, 2**31))
def test_any_text_with_a_word_makes_a_quiz(text: str, seed: int) -> None:
    assume(words(text))
    pieces = quiz(text, len(text) // 2, lambda characters, seed: text[::-1][:characters], seed)
    assert len(pieces) == PIECES and 2 <= len(of(pieces, "original")) <= 3
    flat = " ".join(text.split())
    assert all(piece in flat for piece in of(pieces, "original"))


def test_no_piece_ends_within_a_word() -> None:
    """What a machine was stopped in the middle of would tell it from a person."""
    for seed in range(4):
        pieces = quiz(ORIGINAL, 1000, lambda _, seed: "\nZub xuz kop dram unfini", seed)
        assert set(of(pieces, "machine")) == {"Zub xuz kop dram"}


def test_blank_lines_make_no_stumps() -> None:
    def gappy(characters: int, seed: int) -> str:
        """Mostly blank lines, and somewhere enough words for a piece."""
        stump = "\nZyx." + "\n" * 55
        return (stump * 3 + invent(characters, seed).strip())[:characters]

    for seed in range(8):
        for text in of(quiz(ORIGINAL, 0, gappy, seed), "machine"):
            assert len(text) > SHORTEST // 2


def test_ideographs_say_as_much_in_shorter_pieces() -> None:
    dice = Random(4)
    signs = "天地人山水火木金土日月星雨雪花鸟鱼虫"
    text = "".join(
        f"{''.join(dice.choice(signs) for _ in range(dice.randint(5, 16)))}。" for _ in range(90)
    )

    def copy_some(characters: int, seed: int) -> str:
        """Now and then a run of the person's that would be fair in letters."""
        own = Random(seed)
        made = "。"
        while len(made) < characters:
            start = own.randrange(len(text) - 25)
            made += text[start : start + own.choice((4, 4, 4, 25))] + own.choice(signs) + "。"
        return made[:characters]

    longest = int(LONGEST * LOGOGRAPHS_TO_LETTERS)
    for seed in range(6):
        pieces = quiz(text, 0, copy_some, seed)
        assert all(8 < len(piece.text) <= longest for piece in pieces)
        for piece in of(pieces, "machine"):
            assert len(longest_run(text, piece)) <= FAIR_RUN * LOGOGRAPHS_TO_LETTERS
