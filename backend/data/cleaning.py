"""From any string to the text a model may learn: normalised, without junk, a bounded vocabulary.

Owns which characters are kept. Does not judge length (`limits`) and does not read files
(`readers`).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from backend.contract.config import MAX_VOCABULARY
from backend.data.codepoints import CodePoints, count_codepoints, to_codepoints, to_text

#: Everything that ends a line somewhere; each becomes one line feed (CR LF is one line end).
_LINE_ENDS: Final = ("\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029")

#: Control, surrogate, private use, unassigned and format characters; the exceptions follow.
_JUNK_CATEGORIES: Final = frozenset({"Cc", "Cs", "Co", "Cn", "Cf"})
_KEPT_CONTROLS: Final = frozenset("\n\t")
#: Format characters with a visible shape of their own: number and verse signs of Arabic, Syriac,
#: Kaithi.
_VISIBLE_FORMATS: Final = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
#: Marks and symbols without meaning in plain text: grapheme joiner, Hangul fillers, enclosing
#: keycap, emoji and other variation selectors, stand-ins for objects and for bytes that could not
#: be decoded.
_JUNK_RANGES: Final = (
    (0x034F, 0x034F),
    (0x115F, 0x1160),
    (0x20E3, 0x20E3),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFFA0, 0xFFA0),
    (0xFFFC, 0xFFFD),
    (0xE0100, 0xE01EF),
)
#: Where emoji live; of these ranges the symbols (So, and Sk for skin tones) go, digits and arrows
#: stay.
_PICTOGRAPH_RANGES: Final = (
    (0x231A, 0x231B),
    (0x23E9, 0x23FA),
    (0x25FD, 0x25FE),
    (0x2600, 0x27BF),
    (0x2B1B, 0x2B1C),
    (0x2B50, 0x2B55),
    (0x1F000, 0x1FAFF),
)
_ZWNJ, _ZWJ, _MONGOLIAN_SEPARATOR = 0x200C, 0x200D, 0x180E
#: Blocks of the scripts whose spelling uses the zero-width joiner or non-joiner.
_JOINING_SCRIPTS: Final = (
    (0x0620, 0x08FF),  # Arabic, Syriac, Thaana, N'Ko, Samaritan, Mandaic
    (0x0900, 0x0DFF),  # Devanagari to Sinhala
    (0x0F00, 0x109F),  # Tibetan, Burmese
    (0x1780, 0x18AF),  # Khmer, Mongolian
    (0x1A20, 0x1CFF),  # Tai Tham to Vedic extensions
    (0xA800, 0xABFF),  # Syloti Nagri to Meetei Mayek
    (0xFB50, 0xFDFF),  # Arabic presentation forms
    (0xFE70, 0xFEFC),
    (0x10A00, 0x10FFF),  # Kharoshthi to Sogdian
    (0x11000, 0x11FFF),  # Brahmi to Tamil supplement
    (0x1E900, 0x1E95F),  # Adlam
)

#: Combining marks that one letter may carry.
_MAX_MARKS: Final = 30

_KEEP, _DROP, _JOINER, _JOINING = 0, 1, 2, 3


@dataclass(frozen=True)
class CleanedText:
    """A text fit for a vocabulary.

    Attributes:
        text: NFC-normalised, lines ended by a line feed, at most 512 distinct characters.
        filtered_chars: code points that were left out, for whatever reason (changed line ends and
            composed accents are not left out).
        dropped_characters: the distinct characters that found no place in the vocabulary,
            rarest first.
    """

    text: str
    filtered_chars: int
    dropped_characters: tuple[str, ...]


def clean_text(raw: str) -> CleanedText:
    """Clean a text of any origin; idempotent, and total over all strings, lone surrogates included.

    Kept: letters, digits, punctuation, symbols and spaces of every script, tab, line feed, and the
    zero-width joiners directly after a letter or mark of a script that spells with them. Left out:
    other control and format characters (byte-order mark, zero-width spaces, direction marks, soft
    hyphens), lone surrogates, private and unassigned code points, emoji with their selectors, and
    piles of more than 30 combining marks.
    """
    text = _unify_line_ends(raw)
    filtered = 0
    dropped: list[str] = []
    while True:
        plain = _without_mark_piles(_without_junk(text))
        filtered += len(text) - len(plain)
        kept = unicodedata.normalize("NFC", plain)
        capped, rare = _cap_vocabulary(kept)
        if not rare:
            return CleanedText(kept, filtered, tuple(dropped))
        # Without a character, a joiner may stand bare or an accent meet a new letter: once more.
        filtered += len(kept) - len(capped)
        dropped += [character for character in rare if character not in dropped]
        text = capped


def _unify_line_ends(text: str) -> str:
    for line_end in _LINE_ENDS:
        if line_end in text:
            text = text.replace(line_end, "\n")
    return text


def _without_junk(text: str) -> str:
    codepoints = to_codepoints(text)
    junk = _junk_mask(codepoints)
    return to_text(codepoints[~junk]) if junk.any() else text


def _without_mark_piles(text: str) -> str:
    """Leave out the combining marks after the first 30 on one letter.

    Normalising takes quadratic time on such piles; 30 is the bound of the Stream-Safe Text Format
    of Unicode Standard Annex 15, far above what any language writes.
    """
    codepoints = to_codepoints(text)
    distinct, _ = count_codepoints(codepoints)
    combining = [codepoint for codepoint in distinct if unicodedata.combining(chr(codepoint))]
    if not combining:
        return text
    is_mark = np.zeros(int(distinct[-1]) + 1, dtype=bool)
    is_mark[combining] = True
    position = np.arange(1, codepoints.size + 1)
    last_base = np.maximum.accumulate(np.where(is_mark[codepoints], 0, position))
    piled = position - last_base > _MAX_MARKS
    return to_text(codepoints[~piled]) if piled.any() else text


def _junk_mask(codepoints: CodePoints) -> npt.NDArray[np.bool_]:
    """True where a code point is to be left out, shape (n,)."""
    distinct, _ = count_codepoints(codepoints)
    if distinct.size == 0:
        return np.zeros(0, dtype=bool)
    kind_of = np.zeros(int(distinct[-1]) + 1, dtype=np.uint8)
    kind_of[distinct] = [_kind(int(codepoint)) for codepoint in distinct]
    kinds = kind_of[codepoints]
    bare_joiner = kinds == _JOINER
    bare_joiner[1:] &= kinds[:-1] != _JOINING
    junk: npt.NDArray[np.bool_] = (kinds == _DROP) | bare_joiner
    return junk


def _kind(codepoint: int) -> int:
    """What becomes of a code point: keep, drop, or (joiners) keep only after a joining letter."""
    character = chr(codepoint)
    category = unicodedata.category(character)
    if codepoint in (_ZWNJ, _ZWJ, _MONGOLIAN_SEPARATOR):
        return _JOINER
    if character in _KEPT_CONTROLS or character in _VISIBLE_FORMATS:
        return _KEEP
    if category in _JUNK_CATEGORIES or _within(codepoint, _JUNK_RANGES):
        return _DROP
    if category in ("So", "Sk") and _within(codepoint, _PICTOGRAPH_RANGES):
        return _DROP
    if category[0] in "LM" and _within(codepoint, _JOINING_SCRIPTS):
        return _JOINING
    return _KEEP


def _within(codepoint: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= codepoint <= last for first, last in ranges)


def _cap_vocabulary(text: str) -> tuple[str, list[str]]:
    """Keep the 512 most frequent characters; of equally rare ones the higher code points go."""
    codepoints = to_codepoints(text)
    distinct, counts = count_codepoints(codepoints)
    excess = distinct.size - MAX_VOCABULARY
    if excess <= 0:
        return text, []
    rarest = distinct[np.lexsort((-distinct.astype(np.int64), counts))][:excess]
    goes = np.zeros(int(distinct[-1]) + 1, dtype=bool)
    goes[rarest] = True
    return to_text(codepoints[~goes[codepoints]]), [chr(codepoint) for codepoint in rarest]
