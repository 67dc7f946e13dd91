"""How fresh weights are drawn, following from the configuration alone.

Owns the spread of every initial weight. Three recipes, told apart by what the person chose:

* Muon wants the blocks silent at first: projections back into the stream start at zero.
* AdamW with large steps (the tuned recipe) starts them at a whisper, 0.02.
* AdamW with small steps (`CLASSIC_LEARNING_RATE` and below) is the textbook's GPT: normal 0.02
  everywhere, because the textbook is what such a run is meant to show.
"""

from __future__ import annotations

import torch
from torch import Tensor

from backend.contract.config import TrainingConfig
from backend.training.micro_gpt import MicroGPT

#: At and below this step size AdamW runs get GPT-2's initial weights.
CLASSIC_LEARNING_RATE = 3e-3
CLASSIC_STD = 0.02


@torch.no_grad()
def initialise(model: MicroGPT, training: TrainingConfig, generator: torch.Generator) -> None:
    """Draw every weight of the model anew, in the order of its parameters.

    Norms start as the identity, biases, smear and distance biases at zero. The draw is made on the
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


def spread(name: str, weight: Tensor, model: MicroGPT, training: TrainingConfig) -> float:
    """Standard deviation of one named parameter's initial values; 0 means a constant start."""
    is_matrix = name.endswith("weight") and weight.ndim == 2
    if not is_matrix:
        return 0.0
    muon = training.optimizer == "muon"
    if not muon and training.learning_rate <= CLASSIC_LEARNING_RATE:
        return CLASSIC_STD
    if name == "token_embedding.weight":
        return 0.1
    if name == "position_embedding.weight":
        return 0.01
    if name == "head.weight":
        return 0.0  # every character equally likely: the first loss is ln(vocab_size)
    fan_in = weight.shape[1]
    goes_back = name.endswith(("proj.weight", "down.weight"))
    if goes_back and model.config.residual:
        return 0.0 if muon else 0.02
    # Without a residual path a silent projection would cut the model in two.
    return float(fan_in**-0.5)
