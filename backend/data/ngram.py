"""What counting alone reaches: n-gram losses of a text, the lines a model is held against.

Owns the estimator. Pure arithmetic on token arrays; no text, no model.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backend.data.tokenizer import Tokens

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ReferenceLosses:
    """Mean cross-entropy of the validation part in nats per character, by model order."""

    uniform: float
    unigram: float
    bigram: float
    trigram: float


def reference_losses(train: Tokens, val: Tokens, vocab_size: int) -> ReferenceLosses:
    """Losses of the validation part under interpolated Witten-Bell counts of the training part.

    For a history h (the n - 1 characters before), c(h, w) counts w after h in the training part,
    c(h) is their sum and T(h) the number of different characters seen after h. Then

        P(w | h) = (c(h, w) + T(h) P(w | h')) / (c(h) + T(h)),

    with h' the history without its oldest character, P(w | h') alone where h was never seen, and
    the uniform 1 / vocab_size below the unigram. Every probability is positive, so no loss is
    infinite. Validation follows training in the text: the histories of its first characters are the
    last ones of the training part.

    Source: Witten and Bell, The zero-frequency problem, IEEE Trans. Information Theory 37(4), 1991,
    method C; in the interpolated form of Chen and Goodman, An empirical study of smoothing
    techniques for language modeling, TR-10-98, Harvard 1998, section 2.6.

    Args:
        train: token ids, shape (n,), n ≥ 1, each below vocab_size.
        val: token ids that follow `train` in the text, shape (m,), m ≥ 1.
        vocab_size: number of distinct tokens of the whole text.

    Raises:
        ValueError: when a part is empty or a token is outside the vocabulary.
    """
    if train.size == 0 or val.size == 0:
        raise ValueError(f"both parts need tokens: train has {train.size}, val has {val.size}")
    highest = int(max(train.max(), val.max()))
    if highest >= vocab_size or int(min(train.min(), val.min())) < 0:
        raise ValueError(f"token {highest} is outside the vocabulary of {vocab_size}")
    probability: _Floats = np.full(val.size, 1.0 / vocab_size)
    losses = []
    for order in (1, 2, 3):
        probability = _interpolate(train, val, vocab_size, order, probability)
        losses.append(float(-np.log(probability).mean()))
    return ReferenceLosses(math.log(vocab_size), *losses)


def _interpolate(
    train: Tokens, val: Tokens, vocab_size: int, order: int, lower: _Floats
) -> _Floats:
    """Probability of each validation token under one order, given the next lower one's."""
    history_length = order - 1
    train_histories, train_grams = _keys(train, vocab_size, history_length)
    val_histories, val_grams = _keys(
        np.concatenate([train[train.size - min(history_length, train.size) :], val]),
        vocab_size,
        history_length,
    )
    # A training part shorter than the history leaves the first validation tokens without one.
    skipped = val.size - val_grams.size
    grams, gram_counts = np.unique(train_grams, return_counts=True)
    histories, history_counts = np.unique(train_histories, return_counts=True)
    _, continuations = np.unique(grams // vocab_size, return_counts=True)

    seen = _look_up(grams, gram_counts, val_grams)
    total = _look_up(histories, history_counts, val_histories)
    kinds = _look_up(histories, continuations, val_histories)
    tail = lower[skipped:]
    known = total > 0
    mixed = np.where(known, (seen + kinds * tail) / np.where(known, total + kinds, 1), tail)
    return np.concatenate([lower[:skipped], mixed])


def _keys(tokens: Tokens, vocab_size: int, history_length: int) -> tuple[Tokens, Tokens]:
    """Numbers of each history and of each history with its next token, both of one shape."""
    count = max(0, tokens.size - history_length)
    history = np.zeros(count, dtype=np.int64)
    for offset in range(history_length):
        history = history * vocab_size + tokens[offset : offset + count]
    return history, history * vocab_size + tokens[history_length : history_length + count]


def _look_up(keys: Tokens, values: Tokens, wanted: Tokens) -> Tokens:
    """Value of each wanted key, 0 where the sorted `keys` lack it."""
    if keys.size == 0:
        return np.zeros(wanted.size, dtype=np.int64)
    position = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
    return np.where(keys[position] == wanted, values[position], 0)
