"""A text as a trainer takes it: tokens, cut into a training and a validation part.

Owns the cut and the rule that shortens the context for short texts. Draws no batches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

from backend.contract.errors import ContractError
from backend.data.tokenizer import CharTokenizer, Tokens

MIN_BLOCK_SIZE: Final = 8


def fit_block_size(n_chars: int, wanted: int) -> int:
    """The context a text of `n_chars` characters allows: ``min(wanted, n_chars // 4)``, at least 8.

    With a quarter of the text as context, both parts hold a window of block_size + 1 characters:
    the shortest text that is accepted, 50 characters, gets 12, validates on its last 13 and trains
    on 37. Below 32 characters the floor of 8 takes over; it works down to 18 characters.
    """
    return max(MIN_BLOCK_SIZE, min(wanted, n_chars // 4))


def split_point(n_chars: int, block_size: int) -> int:
    """Where the validation part begins: the last 10 %, at least block_size + 1 characters."""
    return min(n_chars * 9 // 10, n_chars - block_size - 1)


@dataclass(frozen=True, eq=False)
class Corpus:
    """A tokenised text and where its validation part begins.

    Attributes:
        text: the cleaned text, n characters.
        tokenizer: vocabulary of the whole text, so that the validation part holds nothing unknown.
        tokens: int64, shape (n,).
        split: index of the first validation character.
    """

    text: str
    tokenizer: CharTokenizer
    tokens: Tokens
    split: int

    @classmethod
    def from_text(cls, text: str, block_size: int) -> Self:
        """Tokenise and cut: validation is the last 10 %, at least block_size + 1 characters.

        Raises:
            ContractError: ``text_too_short`` when the two parts cannot both hold block_size + 1
                characters; `fit_block_size` gives a block size that fits.
        """
        window = block_size + 1
        if len(text) < 2 * window:
            raise ContractError(
                "text_too_short",
                f"The text has {len(text)} characters; a context of {block_size} needs at least "
                f"{2 * window}. Choose a longer text or a shorter context.",
                field="block_size",
                limit=2 * window,
                value=len(text),
            )
        tokenizer = CharTokenizer.from_text(text)
        return cls(text, tokenizer, tokenizer.encode(text), split_point(len(text), block_size))

    @property
    def train(self) -> Tokens:
        """Training part, shape (split,); a view."""
        return self.tokens[: self.split]

    @property
    def val(self) -> Tokens:
        """Validation part, shape (n - split,); a view."""
        return self.tokens[self.split :]
