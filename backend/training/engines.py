"""Which engine does a run's iterations, and why not the fast one.

Owns the choice. Compiled code where there is some for this machine, PyTorch everywhere else; nobody
above needs to know which, but everybody may ask.
"""

from __future__ import annotations

import functools
from ctypes import CDLL
from typing import Literal

from backend.training.fused import store
from backend.training.fused.engine import FusedEngine
from backend.training.fused.library import load
from backend.training.micro_gpt import MicroGPT
from backend.training.optimizers import Optimizer
from backend.training.pytorch_engine import PyTorchEngine
from backend.training.step_engine import StepEngine

EngineChoice = Literal["auto", "torch"] | CDLL


def choose_engine(
    wanted: EngineChoice, model: MicroGPT, optimizer: Optimizer
) -> tuple[StepEngine, str]:
    """An engine for a model, and a sentence why it is PyTorch, or "" when it is the compiled one.

    Args:
        wanted: "auto" takes the compiled engine where it can; "torch" never does; a library is
            taken instead of the one that set-up built.
    """
    device = optimizer.values.device.type
    if wanted == "torch":
        reason = "PyTorch was asked for."
    elif device != "cpu":
        reason = f"The compiled engine works on the CPU, this run on {device}."
    else:
        library, reason = (wanted, "") if isinstance(wanted, CDLL) else compiled_library()
        if library is not None:
            try:
                return FusedEngine(library, model, optimizer), ""
            except ValueError as refusal:
                reason = f"{refusal}."
    return PyTorchEngine(model, optimizer), reason


@functools.cache
def compiled_library() -> tuple[CDLL | None, str]:
    """The library that set-up built, or a sentence why there is none. Looked for once a process."""
    if reason := store.problem():
        return None, reason
    try:
        return load(store.library_path()), ""
    except OSError as problem:
        return None, f"The compiled engine cannot be loaded: {problem}."
