"""How fresh weights are drawn, following from the configuration alone.

Owns the spread of every initial weight. There are two ways:

* The measured one, for every recipe but the textbook's: matrices keep the size of what they
  multiply, and projections back into the stream start at zero, so that the untrained model is
  nearly its embeddings alone and every block earns its say.
* GPT-2's normal 0.02 everywhere, for AdamW with the textbook's betas. The betas tell them apart
  because nothing else that a person turns (learning rate, schedule, architecture) should change
  where a run starts.
"""

from __future__ import annotations

import torch
from torch import Tensor

from backend.contract.config import TrainingConfig
from backend.training.micro_gpt import MicroGPT

TEXTBOOK_BETAS = (0.9, 0.999)
TEXTBOOK_STD = 0.02  # Radford et al. 2019


@torch.no_grad()
def initialise(model: MicroGPT, training: TrainingConfig, generator: torch.Generator) -> None:
    """Draw every weight of the model anew, in the order of its parameters.

    Norms start as the identity; biases, smear and distance biases at zero. The draw is made on the
    CPU, so that every device starts from the same weights.
    """
    for name, weight in model.named_parameters():
        std = spread(name, weight, model, training)
        if std > 0:
            weight.copy_(torch.randn(weight.shape, generator=generator) * std)
        elif "norm" in name and name.endswith("weight"):
            weight.fill_(1.0)
        else:
            weight.zero_()


def is_textbook(training: TrainingConfig) -> bool:
    """Whether this is AdamW as the textbook has it."""
    return training.optimizer == "adamw" and (training.beta1, training.beta2) == TEXTBOOK_BETAS


def spread(name: str, weight: Tensor, model: MicroGPT, training: TrainingConfig) -> float:
    """Standard deviation of one named parameter's initial values; 0 means a constant start."""
    is_matrix = name.endswith("weight") and weight.ndim == 2
    if not is_matrix:
        return 0.0
    if is_textbook(training):
        return TEXTBOOK_STD
    if name == "token_embedding.weight":
        return 0.1
    if name == "position_embedding.weight":
        return 0.01
    if name == "head.weight":
        return 0.0  # every character equally likely: the first loss is ln(vocab_size)
    goes_back = name.endswith(("proj.weight", "down.weight"))
    if goes_back and model.config.residual:
        return 0.0
    # Without a residual path a silent projection would cut the model in two.
    return float(weight.shape[1] ** -0.5)
