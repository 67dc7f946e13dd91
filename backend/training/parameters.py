"""How many weights a configuration has, and how much memory training it takes.

Owns arithmetic on configurations alone, so that it can be asked before any model exists. Must not
import torch: the web process uses it.
"""

from __future__ import annotations

import math

from backend.contract.config import ModelConfig, TrainingConfig

Row = tuple[str, tuple[int, ...], int]

#: Work of forward and backward passes of one thread of two between two chances to stop: about
#: 0.1 s on one core.
CHUNK_FLOPS = 4e9
BYTES_PER_FLOAT = 4


def parameter_table(config: ModelConfig) -> list[Row]:
    """Every weight of the model as (name, shape, count), in the order a character meets them.

    Names are those of `MicroGPT.named_parameters()`.
    """
    C, V = config.n_embd, config.vocab_size
    shapes: list[tuple[str, tuple[int, ...]]] = [("token_embedding.weight", (V, C))]
    if config.smear:
        shapes.append(("smear", (C,)))
    if config.position == "learned":
        shapes.append(("position_embedding.weight", (config.block_size, C)))
    if config.stream_norm == "first":
        shapes += _norm("first_norm", config)
    for layer in range(config.n_layer):
        block = f"blocks.{layer}"
        shapes += _norm(f"{block}.norm1", config)
        shapes += _linear(f"{block}.attention.qkv", 3 * C, C, config)
        if config.position == "relative":
            distances = (config.n_head, config.block_size)
            shapes.append((f"{block}.attention.distance_bias", distances))
        shapes += _linear(f"{block}.attention.proj", C, C, config)
        shapes += _norm(f"{block}.norm2", config)
        shapes += _linear(f"{block}.mlp.up", 4 * C, C, config)
        shapes += _linear(f"{block}.mlp.down", C, 4 * C, config)
    if config.stream_norm == "last":
        shapes += _norm("final_norm", config)
    if not config.weight_tying:
        shapes.append(("head.weight", (V, C)))
    return [(name, shape, math.prod(shape)) for name, shape in shapes]


def _norm(name: str, config: ModelConfig) -> list[tuple[str, tuple[int, ...]]]:
    gain = (f"{name}.weight", (config.n_embd,))
    if config.norm in ("plain_rmsnorm", "none"):
        return []
    return [gain, (f"{name}.bias", (config.n_embd,))] if config.norm == "layernorm" else [gain]


def _linear(
    name: str, rows: int, columns: int, config: ModelConfig
) -> list[tuple[str, tuple[int, ...]]]:
    matrix = (f"{name}.weight", (rows, columns))
    return [matrix, (f"{name}.bias", (rows,))] if config.bias else [matrix]


def parameter_count(config: ModelConfig) -> int:
    """Number of weights of the model."""
    return sum(count for _, _, count in parameter_table(config))


def window_flops(config: ModelConfig) -> float:
    """Floating point operations of one forward pass over one window of block_size characters."""
    attention = 4 * config.n_layer * config.block_size * config.n_embd
    return config.block_size * (2.0 * parameter_count(config) + attention)


def windows_per_chunk(config: ModelConfig) -> int:
    """How many windows of a batch are worked on between two chances to stop, 2 or more.

    Follows from the model alone, so it never depends on the machine; every shipped preset takes its
    batches at once.
    """
    return 2 * max(1, int(CHUNK_FLOPS // (3 * window_flops(config))))


def memory_estimate(config: ModelConfig, training: TrainingConfig) -> int:
    """Bytes that training takes beyond the process itself, rounded up.

    Weights, a gradient and those of four parts, two moments and two copies in flight, and
    everything the forward pass keeps for the backward pass of two chunks of the batch, with as much
    again for what comes and goes.
    """
    parameters = parameter_count(config)
    windows = min(training.batch_size, windows_per_chunk(config))
    characters = windows * config.block_size
    square = 2.0 if config.activation == "relu" else 3.0
    channels = (14.0 + 4.0 * square) * config.n_embd
    scores = 2.0 * config.n_head * config.block_size
    if config.dropout:
        channels += 3 * config.n_embd
        scores *= 2
    kept = characters * (config.n_layer * (channels + scores) + 3.0 * config.vocab_size)
    return math.ceil(BYTES_PER_FLOAT * (10 * parameters + 2 * kept))
