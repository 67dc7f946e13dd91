"""Weights to bytes and back, in the safetensors format: no code runs when they are read.

Owns the format of stored weights; knows no file and no session.
"""

from __future__ import annotations

from safetensors import SafetensorError
from safetensors.numpy import save
from safetensors.torch import load

from backend.contract.config import ModelConfig
from backend.training.micro_gpt import MicroGPT


def model_to_bytes(model: MicroGPT) -> bytes:
    """The float32 weights of a model under their parameter names."""
    # As arrays: a third of the time that tensors take, which at Max is felt.
    return save({name: p.detach().float().cpu().numpy() for name, p in model.named_parameters()})


def model_from_bytes(config: ModelConfig, data: bytes) -> MicroGPT:
    """A model on the CPU with these weights, ready to be asked (dropout off).

    Raises:
        ValueError: when the bytes are not safetensors, or hold other names or shapes than the
            configuration has.
    """
    model = MicroGPT(config)
    try:
        model.load_state_dict(load(data))
    except (SafetensorError, RuntimeError) as failure:
        raise ValueError(f"these weights do not fit the configuration: {failure}") from failure
    return model.eval()
