"""Which device a run trains on, decided from what a machine has; needs no torch.

Only the CPU is tested and measured. The rule for MPS and CUDA is written with care and untested.
"""

from __future__ import annotations

from collections.abc import Sequence

from backend.contract.config import Device
from backend.contract.errors import ContractError

#: Below this many parameters starting a kernel on an accelerator costs more than the work in it.
#: An assumption, not a measurement: no accelerator was at hand.
ACCELERATOR_PAYS_FROM = 1_000_000


def choose_device(requested: Device, parameter_count: int, available: Sequence[str]) -> str:
    """The device to train on: what was asked for, or for "auto" what should be fastest.

    Args:
        available: devices of this machine, the CPU first.

    Raises:
        ContractError: ``invalid_request`` when this machine does not have the device.
    """
    if requested == "auto":
        return available[-1] if parameter_count >= ACCELERATOR_PAYS_FROM else "cpu"
    if requested not in available:
        raise ContractError(
            "invalid_request",
            f"This machine has no {requested} device; choose auto or {' or '.join(available)}.",
            field="device",
            value=requested,
        )
    return requested
