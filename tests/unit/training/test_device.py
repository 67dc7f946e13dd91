"""Which device is chosen, with accelerators only pretended, and how the process is set up."""

from __future__ import annotations

import pytest
import torch

from backend.contract.errors import ContractError
from backend.training.device import available_devices, prepare_process
from backend.training.placement import ACCELERATOR_PAYS_FROM, choose_device


def test_devices_are_those_that_pytorch_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert available_devices() == ("cpu", "cuda")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert available_devices() == ("cpu",)


def test_small_models_stay_on_the_cpu() -> None:
    both = ("cpu", "cuda")
    assert choose_device("auto", 8384, both) == "cpu"
    assert choose_device("auto", ACCELERATOR_PAYS_FROM, both) == "cuda"
    assert choose_device("cuda", 8384, both) == "cuda"
    assert choose_device("auto", 10**7, ("cpu",)) == "cpu"


def test_missing_devices_are_refused_by_name() -> None:
    with pytest.raises(ContractError, match="no mps device; choose auto or cpu") as refused:
        choose_device("mps", 8384, ("cpu",))
    assert (refused.value.error_type, refused.value.field) == ("invalid_request", "device")


def test_preparing_sets_one_thread() -> None:
    torch.set_num_threads(2)
    prepare_process()
    assert torch.get_num_threads() == 1
    assert float(torch.tensor([1e-40]) * 1.0) == 0.0
