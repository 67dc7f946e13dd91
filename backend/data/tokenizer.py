"""Characters to numbers and back: the vocabulary of a character model.

Owns the numbering (by code point). Knows nothing of words, limits or training.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
import numpy.typing as npt

from backend.data.codepoints import CodePoints, count_codepoints, to_codepoints, to_text

Tokens = npt.NDArray[np.int64]

_UNKNOWN = -1


class CharTokenizer:
    """One token per character; token ids are the ranks of the characters by code point.

    Args:
        characters: distinct single characters, in any order.

    Raises:
        ValueError: on an entry that is not one character, and on repeated characters.
    """

    def __init__(self, characters: Sequence[str]) -> None:
        wrong = [entry for entry in characters if len(entry) != 1]
        if wrong:
            raise ValueError(f"{wrong[0]!r} is {len(wrong[0])} characters long, not one")
        if len(set(characters)) != len(characters):
            raise ValueError(
                f"{len(characters)} characters given, but only {len(set(characters))} are distinct"
            )
        self._characters = tuple(sorted(characters))
        self._codepoints: CodePoints = to_codepoints("".join(self._characters))
        # One entry more than the highest code point, which every unknown character above it shares.
        size = int(self._codepoints[-1]) + 2 if self._characters else 1
        self._id_of = np.full(size, _UNKNOWN, dtype=np.int64)
        self._id_of[self._codepoints] = np.arange(len(self._characters))

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The vocabulary of exactly the characters that occur in `text`."""
        distinct, _ = count_codepoints(to_codepoints(text))
        return cls(tuple(to_text(distinct)))

    @property
    def characters(self) -> tuple[str, ...]:
        """The vocabulary, by token id."""
        return self._characters

    @property
    def vocab_size(self) -> int:
        """Number of distinct characters."""
        return len(self._characters)

    def encode(self, text: str) -> Tokens:
        """Token ids of `text`, shape (len(text),).

        Raises:
            ValueError: when a character is not in the vocabulary.
        """
        ids = self._ids(text)
        unknown = np.flatnonzero(ids == _UNKNOWN)
        if unknown.size:
            first = int(unknown[0])
            raise ValueError(
                f"{unknown.size} of {len(text)} characters are not in the vocabulary of "
                f"{self.vocab_size}; the first is {text[first]!r} at {first}"
            )
        return ids

    def encode_known(self, text: str) -> tuple[Tokens, tuple[str, ...]]:
        """Token ids of the known characters, and the unknown ones, once each as they appear."""
        ids = self._ids(text)
        known = ids != _UNKNOWN
        unknown = to_text(to_codepoints(text)[~known])
        return ids[known], tuple(dict.fromkeys(unknown))

    def decode(self, ids: npt.ArrayLike) -> str:
        """The text of token ids, shape (n,).

        Raises:
            ValueError: when an id is outside 0 to vocab_size - 1.
        """
        tokens = np.asarray(ids, dtype=np.int64).reshape(-1)
        if tokens.size == 0:
            return ""
        least, most = int(tokens.min()), int(tokens.max())
        if least < 0 or most >= self.vocab_size:
            wrong = least if least < 0 else most
            raise ValueError(f"token {wrong} is outside the vocabulary of {self.vocab_size}")
        return to_text(self._codepoints[tokens])

    def _ids(self, text: str) -> Tokens:
        codepoints = to_codepoints(text)
        return self._id_of[np.minimum(codepoints, self._id_of.size - 1)]
