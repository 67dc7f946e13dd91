"""The parameter table and the memory estimate against real models."""

from __future__ import annotations

import itertools
import subprocess
import sys

import pytest
import torch

from backend.contract.config import ModelConfig, TrainingConfig
from backend.training.micro_gpt import MicroGPT
from backend.training.parameters import (
    memory_estimate,
    parameter_count,
    parameter_table,
    windows_per_chunk,
)
from backend.training.presets import PRESETS
from tests.unit.training.support import MakeModel


@pytest.mark.parametrize("position", ["learned", "relative", "rotary", "none"])
@pytest.mark.parametrize("norm", ["layernorm", "rmsnorm", "plain_rmsnorm", "none"])
def test_table_names_every_weight_of_the_model(position: str, norm: str) -> None:
    flags = itertools.product((False, True), repeat=3)
    for (tying, bias, smear), n_layer, stream_norm in itertools.product(
        flags, (1, 3), ("last", "first")
    ):
        config = ModelConfig.model_validate(
            {
                "n_embd": 12,
                "n_head": 3,
                "n_layer": n_layer,
                "block_size": 9,
                "vocab_size": 7,
                "position": position,
                "norm": norm,
                "stream_norm": stream_norm,
                "weight_tying": tying,
                "bias": bias,
                "smear": smear,
            }
        )
        counted = {name: tuple(p.shape) for name, p in MicroGPT(config).named_parameters()}
        table = parameter_table(config)
        assert {name: shape for name, shape, _ in table} == counted
        assert len(table) == len(counted)
        assert parameter_count(config) == sum(p.numel() for p in MicroGPT(config).parameters())


@pytest.mark.parametrize("fields", [{}, {"activation": "relu2"}, {"dropout": 0.1, "n_head": 4}])
def test_memory_estimate_covers_what_the_backward_pass_keeps(
    make_model: MakeModel, fields: dict[str, object]
) -> None:
    model = make_model(n_embd=32, block_size=48, vocab_size=40, **fields).train()
    training = TrainingConfig(batch_size=24)
    kept: dict[int, int] = {}

    def count(tensor: torch.Tensor) -> torch.Tensor:
        storage = tensor.untyped_storage()
        kept[storage.data_ptr()] = storage.nbytes()
        return tensor

    idx = torch.zeros(24, 48, dtype=torch.int64)
    with torch.autograd.graph.saved_tensors_hooks(count, lambda tensor: tensor):
        model(idx, idx).loss.backward()
    estimate = memory_estimate(model.config, training)
    assert sum(kept.values()) < estimate < 5 * sum(kept.values())


def test_large_batches_are_cut_and_shipped_ones_are_not() -> None:
    huge = ModelConfig(n_embd=256, n_layer=2, n_head=8, block_size=256, vocab_size=66)
    assert windows_per_chunk(huge) < 8
    one, many = (memory_estimate(huge, TrainingConfig(batch_size=b)) for b in (64, 128))
    assert one == many < 2**31
    for preset in PRESETS.values():
        model = ModelConfig(**preset.model.model_dump(), vocab_size=100)
        assert windows_per_chunk(model) >= preset.training.batch_size


def test_the_web_process_can_ask_without_torch() -> None:
    modules = "presets, parameters, events, snapshots"
    program = f"import sys; from backend.training import {modules}; print('torch' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "False"
