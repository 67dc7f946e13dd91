"""The process a model trains in: what it has, and how it is set up so that numbers repeat.

Owns PyTorch's process-wide switches. Which device is taken is decided in `placement`.
"""

from __future__ import annotations

import torch


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
