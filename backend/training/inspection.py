"""Asking a model about a text: who looks at whom, and what would come next at every place.

Owns one captured forward pass and what is read from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from backend.contract.errors import ContractError
from backend.data.tokenizer import CharTokenizer, Tokens
from backend.training.micro_gpt import MicroGPT


@dataclass(frozen=True)
class Inspection:
    """What a model sees in T characters.

    Attributes:
        tokens: the characters looked at: known ones, the last block_size of them.
        dropped: characters that the vocabulary lacks.
        attention: float32 (L, H, T, T); rows look, columns are looked at.
        next_probs: for each position the likeliest next characters and their probabilities.
        entropy: for each position, of the whole distribution, in nats.
    """

    tokens: str
    dropped: tuple[str, ...]
    attention: npt.NDArray[np.float32]
    next_probs: list[list[tuple[str, float]]]
    entropy: list[float]


def inspect(model: MicroGPT, tokenizer: CharTokenizer, text: str, top: int = 10) -> Inspection:
    """Look into a model while it reads a text.

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
    attention, logits = look(model, ids)
    log_probs = torch.log_softmax(logits.double(), dim=-1)  # (T, V)
    probs = log_probs.exp()
    entropy = -(probs * log_probs).nan_to_num(0.0).sum(dim=-1)
    best = probs.topk(min(top, probs.shape[1]), dim=-1)
    next_probs = [
        list(zip(tokenizer.decode(row), values, strict=True))
        for row, values in zip(best.indices.tolist(), best.values.tolist(), strict=True)
    ]
    return Inspection(tokenizer.decode(ids), dropped, attention, next_probs, entropy.tolist())


@torch.inference_mode()
def look(model: MicroGPT, ids: Tokens) -> tuple[npt.NDArray[np.float32], torch.Tensor]:
    """Attention (L, H, T, T) as float32 array and logits (T, V) on the CPU for ids (T,)."""
    was_training = model.training
    model.eval()
    idx = torch.as_tensor(ids, device=model.token_embedding.weight.device)[None]  # (1, T)
    out = model(idx, capture=True)
    model.train(was_training)
    weights: npt.NDArray[np.float32] = out.attention[:, 0].float().cpu().numpy()
    return weights, out.logits[0].float().cpu()
