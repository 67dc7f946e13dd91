"""How long a text may be, and how its words are counted.

Owns the bounds of uploads and pasted texts. They hold for the cleaned text: what was filtered out
does not count towards a minimum.
"""

from __future__ import annotations

import re
from typing import Final

from backend.contract.errors import ContractError
from backend.data.codepoints import LOGOGRAPHIC_CLASS, UNSPACED_CLASS

MAX_UPLOAD_BYTES: Final = 10 * 1024 * 1024
MIN_UPLOAD_CHARS: Final = 100
MAX_UPLOAD_CHARS: Final = 5_000_000
MIN_PASTED_CHARS: Final = 50
MAX_PASTED_CHARS: Final = 50_000
MIN_PASTED_WORDS: Final = 10

#: Letters of an unspaced alphabet that count as one word; Thai and Burmese words average about
#: four.
LETTERS_PER_UNSPACED_WORD: Final = 4

_UNSPACED = re.compile(f"[{LOGOGRAPHIC_CLASS}{UNSPACED_CLASS}]")
_LOGOGRAPH = re.compile(f"[{LOGOGRAPHIC_CLASS}]")
_UNSPACED_RUN = re.compile(f"[{UNSPACED_CLASS}]+")


def count_words(text: str) -> int:
    """Number of words: the runs of characters between white space.

    Scripts without spaces have no such runs. There every ideograph and kana counts as a word, as
    word processors have it, and every four characters begun of a Thai, Lao, Tibetan, Burmese or
    Khmer run.
    """
    if not _UNSPACED.search(text):
        return len(text.split())
    unspaced = sum(-(-len(run) // LETTERS_PER_UNSPACED_WORD) for run in _UNSPACED_RUN.findall(text))
    rest = _LOGOGRAPH.sub(" ", _UNSPACED_RUN.sub(" ", text))
    # What is left between ideographs is often punctuation alone; that is no word.
    spaced = sum(any(map(str.isalnum, run)) for run in rest.split())
    return len(_LOGOGRAPH.findall(text)) + unspaced + spaced


def check_upload_text(text: str) -> None:
    """Refuse a cleaned upload outside 100 to 5,000,000 characters.

    Raises:
        ContractError: ``text_too_short`` or ``text_too_long``, with the limit and the length.
    """
    _check_chars(text, MIN_UPLOAD_CHARS, MAX_UPLOAD_CHARS, field="file")


def check_pasted_text(text: str) -> None:
    """Refuse a cleaned pasted text outside 50 to 50,000 characters or of fewer than 10 words.

    Raises:
        ContractError: ``text_too_short`` or ``text_too_long``, with the limit and the length (or
        the
            number of words).
    """
    _check_chars(text, MIN_PASTED_CHARS, MAX_PASTED_CHARS, field="text")
    words = count_words(text)
    if words < MIN_PASTED_WORDS:
        raise ContractError(
            "text_too_short",
            f"The text has {words} {'word' if words == 1 else 'words'}; "
            f"at least {MIN_PASTED_WORDS} are needed. Paste a longer text.",
            field="text",
            limit=MIN_PASTED_WORDS,
            value=words,
        )


def _check_chars(text: str, least: int, most: int, *, field: str) -> None:
    count = len(text)
    if count < least:
        raise ContractError(
            "text_too_short",
            f"The text has {count:,} readable characters; at least {least:,} are needed. "
            "Choose a longer text.",
            field=field,
            limit=least,
            value=count,
        )
    if count > most:
        raise ContractError(
            "text_too_long",
            f"The text has {count:,} characters; at most {most:,} are allowed. "
            "Shorten it and try again.",
            field=field,
            limit=most,
            value=count,
        )
