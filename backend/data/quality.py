"""How real each character of a sample is, measured against the corpus: noise, plausible, word.

Owns the three grades of ``generated_sample.quality``. Knows nothing of models or of colours.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Final

import numpy as np
import numpy.typing as npt

from backend.data.codepoints import LOGOGRAPHIC_CLASS, UNSPACED_CLASS
from backend.data.tokenizer import CharTokenizer, Tokens

NOISE, PLAUSIBLE, WORD = "0", "1", "2"

_SHORT: Final = 2
_RARE: Final = 20_000
_APOSTROPHES: Final = "'\u2019"
_JOINERS: Final = "\u200c\u200d"
_UNSPACED = re.compile(f"[{LOGOGRAPHIC_CLASS}{UNSPACED_CLASS}]")


class QualityMarker:
    """Grades generated characters against one corpus; build it once per text.

    Grades, the first that applies:
        0: the corpus never has this character after the two before it. With one character before it
           the pair decides, with none the character.
        2: the character is inside a word that the corpus has.
        1: everything else.

    A word is a run of letters with their combining marks, with single apostrophes inside it
    (straight and curly are one); scripts without spaces form no words. The corpus has a word when
    it occurs there as a whole word, the case of its first letter aside ("The" vouches for "the",
    not for "tHe"). Noise is full of short runs of letters, so a word of one or two letters must
    stand there without an apostrophe beside it ("th' east" and "'t is" do not make words of "th"
    and "t") and at least once in `_RARE` words (one "to' t" and "the letter G" in a long text do
    not either). A word with an
    apostrophe that the corpus lacks is judged part by part. A word that began in the prompt is
    judged whole. A word cut off by the end of the sample gets no benefit of doubt: it counts when
    what is there is a word.
    """

    def __init__(self, text: str) -> None:
        self._tokenizer = CharTokenizer.from_text(text)
        self._id_of = {character: i for i, character in enumerate(self._tokenizer.characters)}
        tokens = self._tokenizer.encode(text)
        self._pairs = _distinct_grams(tokens, self._tokenizer.vocab_size, 2)
        self._triples = _distinct_grams(tokens, self._tokenizer.vocab_size, 3)
        self._pattern = _word_pattern(self._tokenizer.characters)
        self._words = _vocabulary(self._pattern, text)

    def mark(self, prompt: str, generated: str) -> str:
        """One digit per code point of `generated`; the context before it may come from `prompt`."""
        joined = prompt + generated
        grades = [PLAUSIBLE] * len(joined)
        for start, end in self._known_words(joined):
            grades[start:end] = [WORD] * (end - start)
        occurs = self._occurring(joined)
        for position in range(len(prompt), len(joined)):
            if not occurs[position]:
                grades[position] = NOISE
        return "".join(grades[len(prompt) :])

    def _occurring(self, text: str) -> list[bool]:
        """For each character, whether the corpus has it after the two before it, or after those
        that there are.
        """
        size = self._tokenizer.vocab_size
        ids = np.array([self._id_of.get(character, -1) for character in text], dtype=np.int64)
        known = ids >= 0
        good = known.copy()
        good[1:2] &= known[:1] & _among(self._pairs, ids[:1] * size + ids[1:2])
        keys = (ids[:-2] * size + ids[1:-1]) * size + ids[2:]
        good[2:] &= known[:-2] & known[1:-1] & _among(self._triples, keys)
        return [bool(answer) for answer in good]

    def _known_words(self, text: str) -> list[tuple[int, int]]:
        """Half-open ranges of the words of `text` that the corpus has."""
        strangers = set(text).difference(self._tokenizer.characters)
        pattern = (
            _word_pattern((*self._tokenizer.characters, *strangers)) if strangers else self._pattern
        )
        ranges = []
        for match in pattern.finditer(text):
            if self._has(match.group()):
                ranges.append(match.span())
                continue
            start = match.start()
            for part in re.split(f"([{_APOSTROPHES}])", match.group()):
                if part not in ("'", "\u2019") and self._has(part):
                    ranges.append((start, start + len(part)))
                start += len(part)
        return ranges

    def _has(self, word: str) -> bool:
        return _as_known(word) in self._words


def _vocabulary(pattern: re.Pattern[str], text: str) -> frozenset[str]:
    """The words that a text vouches for."""
    counts: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for match in pattern.finditer(text):
        word = _as_known(match.group())
        counts[word] += 1
        if len(word) <= _SHORT and not _is_fragment(match):
            whole[word] += 1
    enough = counts.total() / _RARE
    return frozenset(w for w in counts if len(w) > _SHORT or (whole[w] and whole[w] >= enough))


def _is_fragment(match: re.Match[str]) -> bool:
    """Whether an apostrophe beside these letters says that some are missing."""
    start, end = match.span()
    around = match.string[start - 1 : start] + match.string[end : end + 1]
    return any(character in _APOSTROPHES for character in around)


def _as_known(word: str) -> str:
    """The form under which a word is remembered: first letter lower, apostrophes straight."""
    return (word[:1].lower() + word[1:]).replace("\u2019", "'")


def _word_pattern(characters: tuple[str, ...]) -> re.Pattern[str]:
    """Pattern of a word over these characters: letters, with apostrophes only between letters."""
    letters = "".join(
        re.escape(character)
        for character in characters
        if (unicodedata.category(character)[0] in "LM" or character in _JOINERS)
        and not _UNSPACED.match(character)
    )
    if not letters:
        return re.compile(r"(?!)")
    return re.compile(f"[{letters}]+(?:[{_APOSTROPHES}][{letters}]+)*")


def _among(grams: Tokens, keys: Tokens) -> npt.NDArray[np.bool_]:
    """Which keys (n,) are among the sorted grams."""
    places = np.searchsorted(grams, keys)
    found: npt.NDArray[np.bool_] = places < grams.size
    found[found] = grams[places[found]] == keys[found]
    return found


def _distinct_grams(tokens: Tokens, vocab_size: int, length: int) -> Tokens:
    """Sorted numbers of the different runs of `length` tokens."""
    count = max(0, tokens.size - length + 1)
    keys = np.zeros(count, dtype=np.int64)
    for offset in range(length):
        keys = keys * vocab_size + tokens[offset : offset + count]
    if vocab_size**length > 1 << 24:
        return np.unique(keys)
    # A table of all possible runs is small here, and much quicker than sorting a million of them.
    present = np.zeros(vocab_size**length, dtype=bool)
    present[keys] = True
    return np.flatnonzero(present)
