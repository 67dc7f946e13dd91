"""Where a model trains, and how the process is set up so that numbers repeat.

Owns the choice of device. Only the CPU is tested and measured; MPS and CUDA are written with care
but untested on hardware.
"""

from __future__ import annotations

import torch

from backend.contract.config import Device
from backend.contract.errors import ContractError

#: Below this many parameters starting a kernel on an accelerator costs more than the work in it.
#: An assumption, not a measurement: no accelerator was at hand.
ACCELERATOR_PAYS_FROM = 1_000_000


def prepare_process() -> None:
    """One thread, denormals flushed: the same numbers on every run, and no crawl near zero.

    One thread because products split over a varying number of threads are summed in a varying
    order, and because several trainings share the machine better that way.
    """
    if torch.get_num_threads() != 1:
        torch.set_num_threads(1)
    torch.set_flush_denormal(True)


def available_devices() -> tuple[str, ...]:
    """Devices that this machine's PyTorch can use, the CPU first."""
    devices = ["cpu"]
    if torch.backends.mps.is_available():
        devices.append("mps")
    if torch.cuda.is_available():
        devices.append("cuda")
    return tuple(devices)


def choose_device(requested: Device, parameter_count: int) -> str:
    """The device to train on: what was asked for, or for "auto" what should be fastest.

    Raises:
        ContractError: ``invalid_request`` when this machine does not have the device.
    """
    available = available_devices()
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
