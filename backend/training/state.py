"""Everything a run knows about itself, in one place, so that saving it whole is saving it all.

Owns the loop state and its bytes: safetensors with a JSON header, no pickle.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

from backend.training.micro_gpt import MicroGPT
from backend.training.optimizers import Optimizer

FORMAT = "llmbreaker-run-1"


@dataclass
class TrainState:
    """The whole state of a training loop between two iterations.

    Random streams are keyed by step, so they need no entry.

    Attributes:
        step: finished iterations.
        seconds: time spent in the trainer; step_seconds: the part of it spent on iterations.
        best_step: checkpoint with the lowest comparable validation loss so far, best_loss.
        done: nothing follows; diverged: because a loss was not a finite number.
    """

    model: MicroGPT
    optimizer: Optimizer
    step: int = 0
    seconds: float = 0.0
    step_seconds: float = 0.0
    best_step: int | None = None
    best_loss: float = math.inf
    done: bool = False
    diverged: bool = False

    _NUMBERS = ("step", "seconds", "step_seconds", "best_step", "best_loss", "done", "diverged")

    def to_bytes(self, run: dict[str, Any]) -> bytes:
        """This state and `run`, a JSON-able description of what is trained how."""
        numbers = {name: getattr(self, name) for name in self._NUMBERS}
        numbers["optimizer_steps"] = self.optimizer.steps
        header = {"format": FORMAT, "numbers": json.dumps(numbers), "run": json.dumps(run)}
        tensors = {name: t.cpu() for name, t in self._tensors().items()}
        return save(tensors, metadata=header)

    def restore(self, numbers: dict[str, Any], tensors: dict[str, Tensor]) -> None:
        """Become the state that `read_bytes` read; model and optimizer must have its shapes."""
        mine = self._tensors()
        if mine.keys() != tensors.keys():
            raise ValueError(f"saved tensors {sorted(tensors)} are not {sorted(mine)}")
        for name, tensor in mine.items():
            if tensor.shape != tensors[name].shape:
                raise ValueError(
                    f"saved {name} has {tensors[name].numel()} numbers, not {tensor.numel()}"
                )
            tensor.copy_(tensors[name])
        self.optimizer.steps = numbers.pop("optimizer_steps")
        for name, value in numbers.items():
            setattr(self, name, value)

    def _tensors(self) -> dict[str, Tensor]:
        return {"weights": self.optimizer.values, **self.optimizer.state}


def read_bytes(data: bytes) -> tuple[dict[str, Any], dict[str, Any], dict[str, Tensor]]:
    """What `TrainState.to_bytes` wrote: the run's description, the numbers and the tensors.

    Raises:
        ValueError: when these are not the bytes of a saved run.
    """
    length = int.from_bytes(data[:8], "little")
    try:
        header = json.loads(data[8 : 8 + length]).get("__metadata__", {})
        tensors = load(data)
    except (ValueError, SafetensorError) as failure:
        raise ValueError(f"these bytes are not a saved run: {failure}") from failure
    if header.get("format") != FORMAT:
        raise ValueError(f"this is a {header.get('format')!r}, not a {FORMAT!r}")
    return json.loads(header["run"]), json.loads(header["numbers"]), tensors
