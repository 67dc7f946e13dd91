"""Asking a model about a text: who looks at whom, what would come next, what each layer would say.

Owns one captured forward pass and what is read from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch

from backend.contract.errors import ContractError
from backend.data.tokenizer import CharTokenizer, Tokens
from backend.training.heads import HeadMeasure, measure_heads
from backend.training.micro_gpt import MicroGPT

#: A position's likeliest next characters and their probabilities, likeliest first.
Likeliest = list[tuple[str, float]]


class Look(NamedTuple):
    """What one captured pass over T characters shows.

    Attributes:
        attention: float32 array (L, H, T, T); rows look, columns are looked at.
        logits: (T, V) on the CPU.
        streams: (L + 1, T, C) where the model is, before the first block and after each.
    """

    attention: npt.NDArray[np.float32]
    logits: torch.Tensor
    streams: torch.Tensor


@dataclass(frozen=True)
class Inspection:
    """What a model sees in T characters.

    Attributes:
        tokens: the characters looked at: known ones, the last block_size of them.
        dropped: characters that the vocabulary lacks.
        attention: float32 (L, H, T, T); rows look, columns are looked at.
        next_probs: for each position the likeliest next characters and their probabilities.
        entropy: for each position, of the whole distribution, in nats.
        layers: what the model would expect at each position if it ended there: of the embedding
            alone, then after each block; the last is what it does expect.
        characters, embeddings: the vocabulary, and its token embeddings as float32 (V, C).
        heads: what each head does on this text.
    """

    tokens: str
    dropped: tuple[str, ...]
    attention: npt.NDArray[np.float32]
    next_probs: list[Likeliest]
    entropy: list[float]
    layers: list[list[Likeliest]]
    characters: tuple[str, ...]
    embeddings: npt.NDArray[np.float32]
    heads: list[HeadMeasure]


@torch.inference_mode()
def inspect(
    model: MicroGPT, tokenizer: CharTokenizer, text: str, top: int = 10, layer_top: int = 3
) -> Inspection:
    """Look into a model while it reads a text.

    What a layer would say is read with the logit lens (nostalgebraist 2020, "interpreting GPT: the
    logit lens"): the model's own last norm and output head, applied to the stream at that place.

    Args:
        top, layer_top: how many of the likeliest characters are told, at the end and of each layer.

    Raises:
        ContractError: ``invalid_request`` when none of the characters is in the vocabulary.
    """
    known, dropped = tokenizer.encode_known(text)
    ids = known[-model.config.block_size :]
    if not len(ids):
        raise ContractError(
            "invalid_request",
            "None of these characters occur in the text this model learned from. "
            "Try other letters.",
            field="text",
        )
    seen = look(model, ids)
    log_probs = torch.log_softmax(seen.logits.double(), dim=-1)  # (T, V)
    probs = log_probs.exp()
    entropy = -(probs * log_probs).nan_to_num(0.0).sum(dim=-1)
    guesses = torch.softmax(model.predict(seen.streams).cpu().double(), dim=-1)  # (L + 1, T, V)
    tokens = tokenizer.decode(ids)
    return Inspection(
        tokens=tokens,
        dropped=dropped,
        attention=seen.attention,
        next_probs=_likeliest(probs, tokenizer.characters, top),
        entropy=entropy.tolist(),
        layers=[_likeliest(layer, tokenizer.characters, layer_top) for layer in guesses],
        characters=tokenizer.characters,
        embeddings=model.token_embedding.weight.float().cpu().numpy(),
        heads=measure_heads(seen.attention, tokens),
    )


def _likeliest(probs: torch.Tensor, characters: tuple[str, ...], top: int) -> list[Likeliest]:
    """For each row of (T, V) its `top` likeliest characters."""
    best = probs.topk(min(top, probs.shape[1]), dim=-1)
    return [
        [(characters[i], p) for i, p in zip(row, values, strict=True)]
        for row, values in zip(best.indices.tolist(), best.values.tolist(), strict=True)
    ]


@torch.inference_mode()
def look(model: MicroGPT, ids: Tokens) -> Look:
    """Read ids (T,) once and keep what happens on the way."""
    was_training = model.training
    model.eval()
    idx = torch.as_tensor(ids, device=model.token_embedding.weight.device)[None]  # (1, T)
    out = model(idx, capture=True)
    model.train(was_training)
    weights: npt.NDArray[np.float32] = out.attention[:, 0].float().cpu().numpy()
    return Look(weights, out.logits[0].float().cpu(), out.streams[:, 0])
