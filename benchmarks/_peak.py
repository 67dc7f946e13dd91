"""How much arithmetic a step really needs, and how much a core can do at the most.

Owns both sides of a share of the peak: floating point operations of a training step, counted by
hand, and the fastest that one core was seen to do them.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from ctypes import CDLL, c_float, c_int64
from pathlib import Path

import torch

from backend.contract.config import ModelConfig, TrainingConfig
from backend.training.fused import build

PRODUCT_SIZES = (256, 512, 1024)
_SOURCE = Path(__file__).with_name("_peak.cpp")
#: Tried with vectors of so many numbers: SSE and NEON, AVX2, AVX-512.
_LANES = (4, 8, 16)
_ROUNDS = 5_000_000


def step_flops(model: ModelConfig, training: TrainingConfig) -> float:
    """Floating point operations that the products of one training step need, and nothing else.

    A product of a matrix with a character's vector is two for each weight. Attention is causal: of
    T characters the first looks at one and the last at T, (T + 1) / 2 in the mean, once for the
    scores and once for what is heard. Tables are looked up, not multiplied; norms, softmax and the
    optimizer are left out. The way back is twice the way forth.
    """
    C, T = model.n_embd, model.block_size
    matrices = model.n_layer * 12 * C * C + model.vocab_size * C
    attention = model.n_layer * 2 * C * (T + 1) / 2
    return 3 * training.batch_size * T * 2 * (matrices + attention)


class Peak:
    """The most floating point operations a second that one core was seen to do, by who did them.

    PyTorch's product of square matrices at a few sizes; and a loop of multiply-adds in registers,
    which is the processor's own bound: vectors of 16 numbers, two of them each cycle, at 4 GHz are
    256e9.

    Raises:
        RuntimeError: there is no compiler, or it refuses the loop.
    """

    def __init__(self) -> None:
        self.flops: dict[str, float] = {}
        self._loops = {f"registers, {lanes} wide": _loop(lanes) for lanes in _LANES}

    def measure(self) -> float:
        """Look once more; the best of all looks, by processor time."""
        torch.set_num_threads(1)
        for size in PRODUCT_SIZES:
            a = torch.ones(size, size)
            torch.mm(a, a)  # what is made once
            began = time.process_time()
            for _ in range(max(1, 512**3 // size**3 * 4)):
                torch.mm(a, a)
            spent = time.process_time() - began
            self._saw(f"torch, {size}", 2 * size**3 * max(1, 512**3 // size**3 * 4) / spent)
        for name, loop in self._loops.items():
            began = time.process_time()
            loop.multiply_add(_ROUNDS)
            spent = time.process_time() - began
            self._saw(name, loop.flops_of_a_round() * _ROUNDS / spent)
        return max(self.flops.values())

    def _saw(self, name: str, flops: float) -> None:
        self.flops[name] = max(self.flops.get(name, 0.0), flops)


def _loop(lanes: int) -> CDLL:
    found = build.find_compiler()
    if found is None:
        raise RuntimeError(f"nothing to compile with. {build.CURE}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "peak.so"
        flags = (*build.FLAGS, *build.machine_flags(), *build.LIBRARY_FLAGS)
        command = [found[0], *flags, f"-DLANES={lanes}", str(_SOURCE), "-o", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"the loop of multiply-adds was refused:\n{done.stderr}")
        library = CDLL(str(path))
    library.multiply_add.restype, library.multiply_add.argtypes = c_float, [c_int64]
    library.flops_of_a_round.restype = c_int64
    return library
