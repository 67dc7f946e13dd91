"""The fixed pieces of text that a session shows."""

from __future__ import annotations

from backend.training.excerpts import probe_excerpt, sample_prompt

PLAY = "cut off line\n\nKing:\nHow now, what means this noise that we hear?\n\nFool:\nNothing.\n"


def test_prompt_is_a_short_whole_line() -> None:
    assert sample_prompt(PLAY, 64) == "King:\n"
    assert sample_prompt("King:\nand then one very long line " * 3, 64) == "\n"
    assert sample_prompt("no line at all in this text", 16) == "no line"
    assert sample_prompt("", 16) == ""


def test_prompt_leaves_room_to_write() -> None:
    text = "\nseventeen letters\nshort\nlast"
    assert sample_prompt(text, 64) == "seventeen letters\n"
    assert sample_prompt(text, 16) == "short\n"


def test_probe_begins_a_paragraph_or_at_least_a_line() -> None:
    assert probe_excerpt(PLAY, 16) == "King:\nHow now, w"
    assert probe_excerpt("one\ntwo three four", 8) == "two thre"
    assert probe_excerpt("one two three\nx", 8) == "one two "
    assert probe_excerpt("short", 8) == "short"
    assert probe_excerpt("a\n\n\n\nbcdefghijk", 4) == "bcde"
