"""What the tests of the compiled engine share: library, random models, its dropout in NumPy."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import product
from typing import get_args

import numpy as np
import pytest
import torch
from hypothesis import strategies as st
from numpy.typing import NDArray
from torch import Tensor

from backend.contract.config import ModelConfig, Norm, StreamNorm
from backend.training.engines import compiled_library
from backend.training.micro_gpt import MicroGPT

SITES = {"embedding": 0, "attention": 1, "attention_branch": 2, "mlp_branch": 3}


def library_or_skip() -> ctypes.CDLL:
    """The library that set-up built; skips the test, with the reason, where there is none."""
    library, reason = compiled_library()
    if library is None:
        pytest.skip(reason)
    return library


@st.composite
def configurations(draw: st.DrawFn) -> ModelConfig:
    """Small models of every kind; widths and lengths that fill no vector included."""
    position = draw(st.sampled_from(["learned", "relative", "rotary", "none"]))
    heads = draw(st.integers(1, 5))
    size = draw(st.integers(1, 9)) * (2 if position == "rotary" else 1)
    while heads * size < 4:
        size *= 2
    flags = ("weight_tying", "residual", "bias", "smear")
    return ModelConfig(
        n_embd=heads * size,
        n_head=heads,
        n_layer=draw(st.integers(1, 3)),
        block_size=draw(st.integers(8, 40)),
        vocab_size=draw(st.integers(1, 40)),
        position=position,
        norm=draw(st.sampled_from(get_args(Norm))),
        stream_norm=draw(st.sampled_from(get_args(StreamNorm))),
        activation=draw(st.sampled_from(["relu", "relu2", "gelu"])),
        dropout=draw(st.sampled_from([0.0, 0.0, 0.3])),
        **{flag: draw(st.booleans()) for flag in flags},
    )


def model_of(config: ModelConfig, generator: torch.Generator) -> MicroGPT:
    """A model in which every weight matters and no layer explodes."""
    model = MicroGPT(config)
    # Squares of squares without a norm in between run away, and with them what rounding does.
    calm = 0.5 if config.norm == "none" else 1.0
    with torch.no_grad():
        for name, p in model.named_parameters():
            spread = 0.2 if p.ndim < 2 else calm * p.shape[1] ** -0.5
            start = 1.0 if "norm" in name and name.endswith("weight") else 0.0
            p.copy_(start + spread * torch.randn(p.shape, generator=generator))
    return model


def split_mix(x: int) -> int:
    """Vigna's splitmix64 on one 64-bit number."""
    x = (x + 0x9E3779B97F4A7C15) % 2**64
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
    x = (x ^ (x >> 27)) * 0x94D049BB133111EB % 2**64
    return x ^ (x >> 31)


def low_bias(x: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Wellons' lowbias32 on an array."""
    x = (x ^ (x >> np.uint32(16))) * np.uint32(0x7FEB352D)
    x = (x ^ (x >> np.uint32(15))) * np.uint32(0x846CA68B)
    return x ^ (x >> np.uint32(16))


def factors(rate: float, seed: int, sequence: int, layer: int, site: str, count: int) -> Tensor:
    """What the first `count` places of a site are multiplied by, float64: 0 or 1 / (1 - rate)."""
    key = split_mix((seed + split_mix((sequence * 64 + layer) * 4 + SITES[site])) % 2**64)
    low, high = np.uint32(key % 2**32), np.uint32(key >> 32)
    places = np.arange(count, dtype=np.uint32)
    found = low_bias(low_bias(places + low) ^ high) >> np.uint32(8)
    kept = found >= np.uint32(np.float32(rate) * np.float32(2**24))
    return torch.from_numpy(kept / (1 - rate))


def dropped(config: ModelConfig, seed: int, batch: int) -> Iterator[Tensor]:
    """The factors of every site in the order in which `MicroGPT` meets them, each (B, …)."""
    T, C, H = config.block_size, config.n_embd, config.n_head

    def site(name: str, layer: int, *shape: int) -> Tensor:
        rows = [
            factors(config.dropout, seed, b, layer, name, int(np.prod(shape))).view(shape)
            for b in range(batch)
        ]
        # The kernel counts channels before positions, keys before queries.
        return torch.stack(rows).transpose(-1, -2)

    yield site("embedding", 0, C, T)
    for layer, name in product(
        range(config.n_layer), ("attention", "attention_branch", "mlp_branch")
    ):
        yield site(name, layer, *((H, T, T) if name == "attention" else (C, T)))
