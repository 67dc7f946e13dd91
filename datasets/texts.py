"""How each bundled text is made from its raw sources: pure functions from strings to a string.

Owns the clean-up of every set. Reads no archive and writes no file.
"""

from __future__ import annotations

import random
import re
import string
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

_BLANK_LINES = re.compile(r"\n\s*\n")
#: A stage direction; it may span lines, but a blank line ends one that was never closed.
_DIRECTION = re.compile(r"[\[{][^\[\]{}]*?(?:[\]}]|(?=\n\s*\n))")
_HEADING = re.compile(r"(?:ACT|SCENE|Act|Scene)\b")
_HEADING_WORDS: Final = frozenset({"SONG", "EPILOGUE", "PROLOGUE"})
#: One to four capitalised words (or a number first), alone on a line: who speaks.
_SPEAKER = re.compile(r"((?:[A-Z1-9][\w'-]*\.?[ ]+){0,3}[A-Z][\w'-]*)[.:]?")
#: The same with the speech on the same line, which only capitals can tell from a sentence.
_INLINE_SPEAKER = re.compile(r"([A-Z]{3,}(?: [A-Z]+)*)\. +(?=[A-Z])")
_ORDINALS: Final = {"1": "First", "2": "Second", "3": "Third", "4": "Fourth", "5": "Fifth"}

#: Words that the poems have only in their damaged form.
_HOPKINS_WORDS: Final = (
    "haunts trades plod unselve channelled aggrandise brass grieving vast quite dismembering "
    "whelms waned skeined veined variety featuring fawn froth frowning personal browed south "
    "westerly blustering magdalen blinking song treetop paradisaical shives"
)

REPEATS_SEED: Final = 20
REPEATS_LINES: Final = 12_000
NAMES_SEED: Final = 21


def shakespeare(plays: Iterable[str]) -> str:
    """The plays one after another: a speaker as "Name:", the speech below, a blank line between.

    What stands before the first act, act and scene headings and stage directions are left out; a
    speech that a direction had interrupted goes on as one.
    """
    return "\n".join(_play(play) for play in plays)


def _play(raw: str) -> str:
    first_act = re.search(r"^ACT [I1]\b", raw, re.MULTILINE)
    if first_act is None:
        raise ValueError("the play has no first act")
    speeches: list[list[str]] = []
    pending: str | None = None
    for block in _BLANK_LINES.split(_DIRECTION.sub("", raw[first_act.start() :])):
        lines = [line for line in map(_tidy_line, block.split("\n")) if line]
        # A closing bracket alone is the rest of a direction that had a blank line inside.
        if not lines or _HEADING.match(lines[0]) or "]" in block or "}" in block:
            continue
        speaker, words = _split_speaker(lines)
        if speaker and not words:
            pending = None if lines[0].upper() in _HEADING_WORDS else speaker
            continue
        speaker, pending = speaker or pending, None
        if speaker:
            speeches.append([f"{_spoken_name(speaker)}:", *words])
        elif speeches:
            speeches[-1] += words
    return "".join("\n".join(speech) + "\n\n" for speech in speeches).rstrip("\n") + "\n"


def _split_speaker(lines: list[str]) -> tuple[str | None, list[str]]:
    """The name that heads a block, where there is one, and the lines that are spoken."""
    inline = _INLINE_SPEAKER.match(lines[0])
    if inline:
        return inline.group(1), [lines[0][inline.end() :], *lines[1:]]
    alone = _SPEAKER.fullmatch(lines[0])
    return (alone.group(1), lines[1:]) if alone else (None, lines)


def _spoken_name(name: str) -> str:
    """A speaker's name in ordinary letters: "1 CITIZEN" is First Citizen."""
    words = [_ORDINALS.get(word, word.capitalize()) for word in name.split()]
    return " ".join(word.lower() if word == "Of" else word for word in words)


def _tidy_line(line: str) -> str:
    """One line of a play without stray marks and without the gaps that directions leave."""
    line = line.replace("/", "?").replace("_", "").replace("&", "and")
    line = re.sub(r"[0-9\[\]{}]", "", line) if not _SPEAKER.fullmatch(line.strip()) else line
    line = re.sub(r"\s+", " ", line).strip()
    return re.sub(r" (?=[,;:.?!])", "", line)


def poems(collections: Iterable[str]) -> str:
    """The collections one after another, stanzas apart, verses flush left.

    Numbers, headings in capitals, rows of dots, editors' marks and notes (the stanzas that hold a
    number) are left out.
    """
    raw = "\n\n".join(collections)
    # Bars mark a pause inside a verse, "i{…}" italics.
    raw = re.sub(r"i\{([^}]*)\}?", r"\1", raw).replace("|", " ").replace("—", "--")
    raw = re.sub(r"[#{}\[\]_&]", "", raw).replace("wind- lilylocks -laced", "wind-lilylocks-laced")
    kept = [_verse(line) for line in _restore_accented(raw).split("\n")]
    stanzas = [stanza.strip() for stanza in re.split(r"\n{2,}", "\n".join(kept))]
    return "\n\n".join(s for s in stanzas if s and not re.search(r"\d", s)) + "\n"


def before(verse: str, collection: str) -> str:
    """What stands in a collection before the line that begins with `verse`.

    Raises:
        ValueError: when no line begins so: the source is not the one that was looked at.
    """
    found = re.search(rf"^{re.escape(verse)}", collection, re.MULTILINE)
    if found is None:
        raise ValueError(f"no line begins with {verse!r}")
    return collection[: found.start()]


def _verse(line: str) -> str:
    line = re.sub(r"(?:^|\s+)\d+$", "", line)
    line = re.sub(r"\s+", " ", line).strip()
    heading = re.fullmatch(r"[A-Z ]{6,}", line) is not None
    return "" if heading or not re.search(r"[A-Za-z]", line) else line


def _restore_accented(text: str) -> str:
    """Undo an old conversion that wrote "-e" for every accented vowel ("w-erld", "quench-ed").

    The ending "-ed" loses its hyphen. In other words the vowel is the one that makes the word the
    text itself uses most; where none makes a word, nothing is changed.
    """
    text = re.sub(r"(?<=[a-z]{3})-ed\b", "ed", text)
    text = text.replace("M-eRGAR-eT", "Margaret").replace("f-eawn", "fawn")
    known = Counter(re.findall(r"(?<![\w-])[A-Za-z]+(?![\w-])", text.lower()))
    known.update(_HOPKINS_WORDS.split())

    def repair(match: re.Match[str]) -> str:
        head, tail = match.groups()
        if len(head) > 2 and known[head.lower()] and known["e" + tail.lower()]:
            return match.group()  # Two whole words: the hyphen is the poet's own.
        vowel = max("eaiou", key=lambda vowel: known[f"{head}{vowel}{tail}".lower()])
        word = f"{head}{vowel}{tail}"
        if not known[word.lower()]:
            return match.group()
        return "I" if word == "i" else word

    return re.sub(r"(?<![A-Za-z'])([A-Za-z]*)-e([a-z]*)(?![A-Za-z])", repair, text)


def childrens(raw: str) -> str:
    """Alice's Adventures in Wonderland: paragraphs and verses flush left, plain quotation marks."""
    text = raw.replace("\r\n", "\n").replace("\x1a", "").replace("`", "'").replace("_", "")
    text = text[text.index("CHAPTER I\n") :]
    # Verses that later editions added stand in square brackets, with a note.
    text = re.sub(r"\[[^\]]*\]", "", text)
    lines = [re.sub(r"\s+", " ", line).strip() for line in text.split("\n")]
    lines = ["" if re.fullmatch(r"[* ]*|THE END", line) else line for line in lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def names(lists: Iterable[str]) -> str:
    """First names, lower case, one a line, each once, of plain letters.

    They are shuffled with a fixed seed: in the order of the alphabet the validation part, the last
    tenth, would hold none but the letters after t.
    """
    every = {name.strip().lower() for names in lists for name in names.split("\n")}
    plain = sorted(name for name in every if name and set(name) <= set(string.ascii_lowercase))
    return "\n".join(_shuffled(plain, random.Random(NAMES_SEED))) + "\n"


def repeats(seed: int = REPEATS_SEED, lines: int = REPEATS_LINES) -> str:
    """Random phrases, each said two to four times in a row on its line.

    A phrase has 5 to 12 different letters drawn evenly from a to z, so nothing about it can be
    learned in advance: not its first occurrence, and by counting pairs or triples not the next ones
    either. But since no letter comes twice in a phrase, looking back to where the last letter stood
    before and copying what came after it predicts every repetition: what an induction head does.
    The phrase length changes from line to line, so that no fixed distance back will do; about two
    lines fit into a context of 64.
    """
    source = random.Random(seed)
    rows = []
    for _ in range(lines):
        phrase = "".join(_shuffled(string.ascii_lowercase, source)[: 5 + _below(8, source)])
        rows.append(" ".join([phrase] * (2 + _below(3, source))))
    return "\n".join(rows) + "\n"


def _below(bound: int, source: random.Random) -> int:
    """A whole number from 0 to bound - 1; only `random()` is the same on every Python version."""
    return int(source.random() * bound)


def _shuffled(items: Sequence[str], source: random.Random) -> list[str]:
    """The items in random order (Fisher and Yates)."""
    result = list(items)
    for last in range(len(result) - 1, 0, -1):
        other = _below(last + 1, source)
        result[last], result[other] = result[other], result[last]
    return result
