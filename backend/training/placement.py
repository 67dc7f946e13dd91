"""Which device a run trains on, decided from what was measured on this machine; needs no torch.

Only the CPU is tested and measured here. What is said of MPS and CUDA is written with care and
untested.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from backend.contract.config import Device
from backend.contract.errors import ContractError

CPU = "cpu"


def choose_device(
    requested: Device,
    parameter_count: int,
    available: Sequence[str],
    pays_from: Mapping[str, int],
) -> str:
    """The device to train on: what was asked for, or for "auto" what was measured to be faster.

    Args:
        available: devices of this machine, the CPU first.
        pays_from: parameters from which an accelerator was faster than the CPU, from `crossover`;
            one that is not in it is taken only when it is asked for.

    Raises:
        ContractError: ``invalid_request`` when this machine does not have the device.
    """
    if requested == "auto":
        paying = [d for d in available if parameter_count >= pays_from.get(d, math.inf)]
        return paying[-1] if paying else CPU
    if requested not in available:
        raise ContractError(
            "invalid_request",
            f"This machine has no {requested} device; choose auto or {' or '.join(available)}.",
            field="device",
            value=requested,
        )
    return requested


def crossover(cpu_s: Mapping[int, float], other_s: Mapping[int, float]) -> int | None:
    """Parameters from which the other device is faster; None when it is not at the largest model.

    Args:
        cpu_s, other_s: seconds a step took, by the parameters of the model; the same models.

    Between two models the ratio of the times is taken to be straight in both logarithms.
    """
    sizes = sorted(cpu_s)
    gains = [math.log(cpu_s[size] / other_s[size]) for size in sizes]
    if gains[-1] <= 0:
        return None
    slow = max((i for i, gain in enumerate(gains) if gain <= 0), default=None)
    if slow is None:
        return sizes[0]
    below, above = math.log(sizes[slow]), math.log(sizes[slow + 1])
    share = -gains[slow] / (gains[slow + 1] - gains[slow])
    return round(math.exp(below + share * (above - below)))
