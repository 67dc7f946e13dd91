"""Whether a compiled library agrees with PyTorch: ``python -m backend.training.fused.check FILE``.

Run once after compiling, in a process of its own, before anything may train with the library. A few
unlike configurations are enough: what is looked for are compilers that got it wrong and processors
that do not know an instruction. The tests look closer.
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch

from backend.contract.config import ModelConfig, TrainingConfig
from backend.training.cut import parts_of
from backend.training.fused.handle import Handle
from backend.training.fused.library import load
from backend.training.micro_gpt import MicroGPT
from backend.training.optimizers import Optimizer

BATCH = 3
TOLERANCE = 1e-3

#: Without biases: that of the keys has no gradient but rounding, which AdamW would blow up.
CONFIGURATIONS = (
    ModelConfig(vocab_size=21, n_embd=16, block_size=24, activation="gelu"),
    ModelConfig(
        vocab_size=9,
        n_embd=12,
        n_head=3,
        block_size=11,
        position="relative",
        norm="rmsnorm",
        activation="relu2",
        weight_tying=False,
        smear=True,
    ),
    ModelConfig(
        vocab_size=7, n_embd=24, block_size=33, position="rotary", norm="none", residual=False
    ),
)


def disagreement(library: Path, config: ModelConfig) -> float:
    """Largest relative difference of loss, gradients and stepped weights between the engines."""
    generator = torch.Generator().manual_seed(1)
    model, twin = MicroGPT(config), MicroGPT(config)
    with torch.no_grad():
        for p, q in zip(model.parameters(), twin.parameters(), strict=True):
            p.add_(torch.randn(p.shape, generator=generator) * 0.1)
            q.copy_(p)
    recipe = TrainingConfig(optimizer="muon", weight_decay=0.1)
    ours, theirs = Optimizer(model, recipe), Optimizer(twin, recipe)
    ids = torch.randint(
        config.vocab_size, (2, BATCH, config.block_size), generator=generator, dtype=torch.int64
    )
    loss = twin(*ids).loss
    loss.backward()
    handle = Handle(load(library), model, ours)
    handle.begin()
    found = handle.accumulate(ids[0], ids[1], parts_of(BATCH, handle.parts), 1)
    length = handle.reduce()
    errors = [abs(found - float(loss.detach())), _error(ours.gradients, theirs.gradients)]
    handle.step(length, 1.0)
    theirs.clip()
    theirs.step(1.0)
    return max(*errors, _error(ours.values, theirs.values))


def _error(ours: torch.Tensor, theirs: torch.Tensor) -> float:
    return float((ours - theirs).norm() / theirs.norm())


def main(library: Path) -> int:
    """Print the disagreements; returns 0 when all are small."""
    torch.set_num_threads(1)
    errors = [disagreement(library, config) for config in CONFIGURATIONS]
    print("disagreement with PyTorch:", *(f"{error:.1e}" for error in errors))
    return 0 if all(error < TOLERANCE for error in errors) else 1  # NaN is not small either


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
