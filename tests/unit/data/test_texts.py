"""How the bundled texts are cleaned, on a few lines of each kind of source."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from datasets import catalogue, texts

PLAY = """THE TRAGEDY

PERSONS REPRESENTED.

ACT I.

SCENE I. Rome. A street
near the gate.

[Enter two Citizens, with
staves.]

FIRST CITIZEN.
Before we go,  [Aside.] hear me/
Speak _low_ [to 2 Capulet], friend.

[Shouts.]

And go on.

2 Citizen
Here.

M. JOURDAIN.

Come, come.

ALL. We know't.

[Enter one who never leaves

GHOST OF GREY.
Boo!

[A long dance

that heavily vanishes.]

EPILOGUE

GHOST OF GREY.
The end. [Exeunt.]"""


def test_a_play_becomes_speakers_and_speeches() -> None:
    assert texts.shakespeare([PLAY]) == (
        "First Citizen:\nBefore we go, hear me?\nSpeak low, friend.\nAnd go on.\n\n"
        "Second Citizen:\nHere.\n\n"
        "M. Jourdain:\nCome, come.\n\n"
        "All:\nWe know't.\n\n"
        "Ghost of Grey:\nBoo!\n\n"
        "Ghost of Grey:\nThe end.\n"
    )


def test_plays_stand_apart() -> None:
    assert "The end.\n\nFirst Citizen:" in texts.shakespeare([PLAY, PLAY])


def test_poems_keep_stanzas_and_lose_marks() -> None:
    raw = """#

PART THE FIRST

1
   The w-erld was quench-ed, |  and i{dark}      5
And the world was {old}—

     .     .     .

A note of Dec. 7th. 1875

All-eating time"""
    assert texts.poems([raw, "Next poem\n"]) == (
        "The world was quenched, and dark\nAnd the world was old--\n\n"
        "All-eating time\n\nNext poem\n"
    )


def test_the_poets_own_hyphens_stay() -> None:
    # "all" and "eating" are words of the text, so the hyphen joins them; "altered" is one, too.
    raw = "all eating, all-eating time, mid-eve, always -end and never sh-end"
    assert (
        texts.poems([raw]) == "all eating, all-eating time, mid-eve, always and and never sh-end\n"
    )


def test_poems_that_are_not_free_everywhere_stay_out() -> None:
    def read(package: str, member: str) -> str:
        name = member.removesuffix(".txt").split("en.")[-1]
        free = f"Of {name}\n"
        if name != "yeats.late":
            return free
        return f"{free}\nCRAZED through much child-bearing\nAnd so on.\n"

    recipe = next(recipe for recipe in catalogue.RECIPES if recipe.name == "poems")
    built = recipe.make(read)
    assert "Of yeats.late\n\nOf whitman\n" in built
    assert "CRAZED" not in built and "so on" not in built


def test_a_source_without_the_verse_to_stop_at_is_refused() -> None:
    assert texts.before("The end", "One\nThe end of it\nTwo") == "One\n"
    with pytest.raises(ValueError, match="no line begins with 'The end'"):
        texts.before("The end", "One\nAt The end")


def test_alice_loses_front_matter_and_ornaments() -> None:
    raw = (
        "\n   ALICE\r\n   EDITION 2.9\r\n\r\n     CHAPTER I\r\n\r\n  Down\r\n\r\n\r\n"
        "  `I say,'  said _she_.\r\n   *   *   *\r\n"
        "\r\n[later\r\nverse]\r\nEnd.\r\n  THE END\r\n\x1a"
    )
    assert texts.childrens(raw) == "CHAPTER I\n\nDown\n\n'I say,' said she.\n\nEnd.\n"


def test_names_are_lower_case_distinct_plain_and_shuffled() -> None:
    result = texts.names(["Anna\nJean-Luc\nBob\n", "bob\nZoe\nO'Neil\n\n"])
    assert sorted(result.split()) == ["anna", "bob", "zoe"]
    many = texts.names(["\n".join(f"{a}{b}x" for a in "abcdefg" for b in "hijklmn")]).split()
    assert many != sorted(many)
    assert len(many) == 49


def test_repeats_can_only_be_copied() -> None:
    lines = texts.repeats(seed=1, lines=3_000).splitlines()
    lengths: Counter[int] = Counter()
    followers: Counter[str] = Counter()
    for line in lines:
        phrase, *rest = line.split(" ")
        assert rest and len(rest) <= 3 and set(rest) == {phrase}
        assert len(set(phrase)) == len(phrase)  # each letter tells what follows it
        assert re.fullmatch("[a-z]{5,12}", phrase)
        lengths[len(phrase)] += 1
        followers[phrase[:2]] += 1
    assert set(lengths) == set(range(5, 13))
    assert max(followers.values()) < 20  # no pair of letters is common: 3,000 over 650 pairs


def test_repeats_depend_on_the_seed_alone() -> None:
    assert texts.repeats(seed=1, lines=50) == texts.repeats(seed=1, lines=50)
    assert texts.repeats(seed=1, lines=50) != texts.repeats(seed=2, lines=50)
    # The first line of the shipped set: the recipe must not drift between Python versions.
    assert texts.repeats(lines=1) == texts.repeats(lines=2).splitlines()[0] + "\n"
