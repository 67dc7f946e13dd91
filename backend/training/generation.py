"""Writing with a model, one character at a time.

Owns sampling and the sliding context. Keys and values of read characters are kept, so a character
costs one character's work; the text is the one that reading everything again would give.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import torch

from backend.contract.errors import ContractError
from backend.data.tokenizer import CharTokenizer
from backend.training.micro_gpt import Cache, MicroGPT
from backend.training.streams import stream

Probabilities = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Generated:
    """Generated text and how sure the model was of it.

    Attributes:
        text: the generated characters, without the prompt.
        prompt: what the model was given, unknown characters left out.
        token_probs: for each character, the probability the model itself gave it: at temperature 1
            and before top_k, whatever the sampling, so that figures of different samplings compare.
        certainty: for each character, its probability over that of the likeliest one (0..1].
        perplexity: exp of the mean of -ln token_probs.
        dropped: characters of the prompt that the vocabulary lacks.
    """

    text: str
    prompt: str
    token_probs: list[float]
    certainty: list[float]
    perplexity: float
    dropped: tuple[str, ...]


class Reading(Protocol):
    """A model with a memory of what it read, at most block_size characters of it.

    When the context is full, it starts again from its own last half (as if only those characters
    had been read): learned positions have no place beyond block_size, and keys and values that
    heard a forgotten character would not be those of a fresh reading.
    """

    def read(self, ids: list[int]) -> Probabilities:
        """Read more characters; the probabilities (V,) of the one that follows, summing to 1."""


def in_sight(context: list[int], ids: list[int], room: int) -> list[int]:
    """What a model with so much room sees when ids follow its context: all, or the last half."""
    together = context + ids
    return together if len(together) <= room else together[-max(1, room // 2) :]


class Reader:
    """See `Reading`: in PyTorch, remembering keys and values."""

    def __init__(self, model: MicroGPT) -> None:
        self.model = model
        self.device = model.token_embedding.weight.device
        self._restart()

    def _restart(self) -> None:
        self.cache = Cache(self.model.config, self.model.token_embedding.weight.detach())
        self.context: list[int] = []

    @torch.inference_mode()
    def read(self, ids: list[int]) -> Probabilities:
        """See `Reading`."""
        context = in_sight(self.context, ids, self.model.config.block_size)
        if len(context) < len(self.context) + len(ids):
            self._restart()
            ids = context
        self.context = context
        idx = torch.tensor([ids], device=self.device)  # (1, T)
        logits = self.model(idx, cache=self.cache).logits[0, -1]  # (V,)
        return softmax(logits.cpu().numpy().astype(np.float64))


#: Below this the likeliest is chosen anyway, and dividing by less has no finite result.
COLDEST = 1e-9


def softmax(logits: Probabilities) -> Probabilities:
    """Probabilities (V,) from logits (V,) in float64."""
    scaled = np.exp(logits - logits.max())
    result: Probabilities = scaled / scaled.sum()
    return result


def choose(probabilities: Probabilities, temperature: float, top_k: int | None, dice: float) -> int:
    """The id under `dice` (0..1) when probabilities (V,) are sharpened and laid end to end."""
    with np.errstate(divide="ignore"):
        weights = softmax(np.log(probabilities) / max(temperature, COLDEST))
    if top_k is not None and top_k < len(weights):
        weights[np.argsort(-weights, kind="stable")[top_k:]] = 0.0
    ends = np.cumsum(weights)
    return int(min(np.searchsorted(ends, dice * ends[-1], side="right"), len(weights) - 1))


def generate(
    model: MicroGPT,
    tokenizer: CharTokenizer,
    prompt: str,
    max_new_tokens: int,
    temperature: float,
    top_k: int | None = None,
    *,
    seed: int,
    reader: Reading | None = None,
) -> Generated:
    """Continue a prompt by max_new_tokens characters.

    The model is put out of training mode while it writes. An empty prompt is a newline, or the
    vocabulary's first character where the text has none. Of a prompt beyond block_size the end is
    kept.

    Args:
        temperature: above 0; 1 samples what the model says, less is more cautious.
        top_k: only the k likeliest characters, where given.
        seed: the same seed writes the same text, and a longer text begins with the shorter one.
        reader: reads with this model, nothing so far; a `Reader` where not given.

    Raises:
        ContractError: ``invalid_request`` when nothing of the prompt is in the vocabulary.
        ValueError: when temperature is not positive, or the model's probabilities are not numbers.
    """
    if not temperature > 0:
        raise ValueError(f"temperature is {temperature}; it must be above 0")
    ids, kept_prompt, dropped = encode_prompt(tokenizer, prompt, model.config.block_size)
    dice = torch.rand(max_new_tokens, generator=stream(seed, "generate"), dtype=torch.float64)
    was_training = model.training
    model.eval()
    try:
        reader = reader or Reader(model)
        written: list[int] = []
        probabilities: list[float] = []
        certainty: list[float] = []
        for throw in dice.tolist():
            following = reader.read(ids)
            if not np.isfinite(following).all():
                raise ValueError("the model's probabilities are not numbers: its weights diverged")
            chosen = choose(following, temperature, top_k, throw)
            written.append(chosen)
            probabilities.append(float(following[chosen]))
            certainty.append(float(following[chosen] / following.max()))
            ids = [chosen]
    finally:
        model.train(was_training)
    return Generated(
        text=tokenizer.decode(written),
        prompt=kept_prompt,
        token_probs=probabilities,
        certainty=certainty,
        perplexity=perplexity(probabilities),
        dropped=dropped,
    )


def encode_prompt(
    tokenizer: CharTokenizer, prompt: str, block_size: int
) -> tuple[list[int], str, tuple[str, ...]]:
    """Ids to start from (at least one, at most block_size), their text, and what was dropped."""
    if not prompt:
        prompt = "\n" if "\n" in tokenizer.characters else tokenizer.characters[0]
    known, dropped = tokenizer.encode_known(prompt)
    ids = [int(i) for i in known[-block_size:]]
    if not ids:
        raise ContractError(
            "invalid_request",
            "None of the prompt's characters occur in the text this model learned from. "
            "Try other letters.",
            field="prompt",
        )
    return ids, tokenizer.decode(ids), dropped


def perplexity(token_probs: list[float]) -> float:
    """exp of the mean of -ln p, with p no smaller than the smallest float; 1 for no characters."""
    if not token_probs:
        return 1.0
    tiny = np.finfo(np.float64).tiny
    return math.exp(sum(-math.log(max(p, tiny)) for p in token_probs) / len(token_probs))
