"""What a word is and where a sentence ends: the definitions every number of this room rests on.

Owns the cutting of text and how two words are compared; counts and judges nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

Kind = Literal["word", "logograph", "letter", "gap"]

#: Inside of a character class: Han ideographs and Japanese kana, each about a word by itself.
_LOGOGRAPHS: Final = (
    "\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
#: Inside of a character class: Thai, Lao, Tibetan, Burmese, Khmer and their neighbours, which put
#: no space between words.
_UNSPACED: Final = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff"
    "\u1950-\u19ff\u1a20-\u1aaf\ua980-\ua9df\uaa60-\uaadf"
)
#: Letters of an unspaced alphabet that pass for one word: Thai words average about that many.
LETTERS_PER_UNSPACED_WORD: Final = 4
_APOSTROPHES: Final = "'\u2019"
#: Zero-width joiners steer the shape of Persian and Indic letters inside a word.
_JOINERS: Final = "\u200c\u200d"

_PLAIN_TERMINATORS: Final = ".!?…‼⁇⁈⁉‽"
#: Full stops, question and exclamation marks of other scripts; these need no space after them.
_OTHER_TERMINATORS: Final = "。．｡！？؟۔।॥։።፧፨။។៕།༎"
_CLOSERS: Final = "\"'”’»›)\\]}」』）】》〉"
_TERMINATORS: Final = _PLAIN_TERMINATORS + _OTHER_TERMINATORS
_SENTENCE_END = re.compile(f"[{_TERMINATORS}]++[{_CLOSERS}]*+|(?P<blank>\\n\\s*\\n)")
_LOGOGRAPH = re.compile(f"[{_LOGOGRAPHS}]")
_SPACELESS = re.compile(f"[{_LOGOGRAPHS}{_UNSPACED}]")
_WHITE_SPACE = re.compile(r"\s+")


class Token(NamedTuple):
    """A word, or what stands between two of them.

    Fields:
        start, end: half-open range of code points.
        key: the form under which it is compared; equal keys are equal words or equal gaps.
        kind: "word" for scripts with spaces, "logograph" and "letter" for those without, "gap" for
            what is no word.
    """

    start: int
    end: int
    key: str
    kind: Kind


def fold(word: str) -> str:
    """The form under which words are compared: case aside, curly apostrophes as straight ones."""
    return word.casefold().replace("\u2019", "'")


def is_logographic(text: str) -> bool:
    """Whether more than half of the letters and digits of `text` are Han ideographs or kana."""
    return 2 * len(_LOGOGRAPH.findall(text)) > sum(map(str.isalnum, text))


def is_spaceless(text: str) -> bool:
    """Whether more than half of them are of a script that puts no space between words."""
    return 2 * len(_SPACELESS.findall(text)) > sum(map(str.isalnum, text))


def words(text: str) -> list[tuple[int, int]]:
    """Half-open ranges of the words of `text`, in order.

    A word is a run of letters and digits with their combining marks, and with single apostrophes
    between them: "don't" is one word, "well-known" and "snake_case" are two. Scripts without spaces
    have no such runs: every ideograph and kana is a word, and every four characters begun of a
    Thai, Lao, Tibetan, Burmese or Khmer run.
    """
    return [match.span() for match in _pattern(text, LETTERS_PER_UNSPACED_WORD).finditer(text)]


def tokens(text: str) -> Iterator[Token]:
    """All of `text` as words and the gaps between them, for comparing phrases.

    Words as in `words`, but every letter of a script without spaces is a token of its own (with its
    marks), because four letters counted from the start of a run seldom begin where a word does. In
    the key of a gap, white space is one space, or one blank line where it holds several newlines.
    """
    position = 0
    for match in _pattern(text, 0).finditer(text):
        start, end = match.span()
        if position < start:
            yield Token(position, start, _fold_gap(text[position:start]), "gap")
        kind: Kind = "word"
        if match["unspaced"]:
            kind = "letter"
        elif match["logograph"]:
            kind = "logograph"
        yield Token(start, end, fold(match[0]), kind)
        position = end
    if position < len(text):
        yield Token(position, len(text), _fold_gap(text[position:]), "gap")


def sentence_ends(text: str) -> list[int]:
    """Offsets at which a sentence ends, ascending.

    A sentence ends after a full stop, question or exclamation mark (any script's, repeated or
    mixed, with the quotes and brackets that close after it), or before a blank line. The marks of
    the Latin script must be followed by white space or the end, so "3.5" and "a.txt" hold no end.
    Abbreviations are not known: "Dr. Who" holds one.
    """
    ends = []
    for match in _SENTENCE_END.finditer(text):
        if match["blank"]:
            ends.append(match.start())
        elif (
            match.end() == len(text)
            or text[match.end()].isspace()
            or any(mark in _OTHER_TERMINATORS for mark in match[0])
        ):
            ends.append(match.end())
    return ends


def is_mark(character: str) -> bool:
    """Whether this code point belongs to the one before it: a combining mark or a joiner."""
    return unicodedata.category(character)[0] == "M" or character in _JOINERS


def _fold_gap(gap: str) -> str:
    return _WHITE_SPACE.sub(lambda space: "\n\n" if space[0].count("\n") > 1 else " ", gap).replace(
        "\u2019", "'"
    )


def _pattern(text: str, letters_per_word: int) -> re.Pattern[str]:
    """Pattern of a word, with the combining marks that `text` holds.

    `letters_per_word` is how many characters of an unspaced alphabet make a word; 0 takes each
    letter with its marks. Python's ``\\w`` leaves marks out, and a class of all marks of Unicode
    would cost far more than one look at the text's own characters.
    """
    marks = "".join(sorted(filter(is_mark, set(text)))) or _JOINERS
    letter = f"[^\\W_{_LOGOGRAPHS}{_UNSPACED}]"
    run = f"{letter}++(?:[{marks}]++{letter}*+)*+"
    if letters_per_word:
        unspaced = f"(?:(?=[\\w{marks}])[{_UNSPACED}]){{1,{letters_per_word}}}"
    else:
        unspaced = f"(?=\\w)[{_UNSPACED}][{marks}]*"
    return re.compile(
        f"{run}(?:[{_APOSTROPHES}]{run})*+"
        f"|(?P<logograph>(?=\\w)[{_LOGOGRAPHS}][{marks}]*)"
        f"|(?P<unspaced>{unspaced})"
    )
