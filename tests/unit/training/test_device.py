"""Which device is chosen, with accelerators only pretended."""

from __future__ import annotations

import pytest
import torch

from backend.contract.errors import ContractError
from backend.training.device import (
    ACCELERATOR_PAYS_FROM,
    available_devices,
    choose_device,
    prepare_process,
)


def test_small_models_stay_on_the_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert available_devices() == ("cpu", "cuda")
    assert choose_device("auto", 8384) == "cpu"
    assert choose_device("auto", ACCELERATOR_PAYS_FROM) == "cuda"
    assert choose_device("cuda", 8384) == "cuda"


def test_missing_devices_are_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert choose_device("auto", 10**7) == "cpu"
    with pytest.raises(ContractError, match="no mps device; choose auto or cpu") as refused:
        choose_device("mps", 8384)
    assert (refused.value.error_type, refused.value.field) == ("invalid_request", "device")


def test_preparing_sets_one_thread() -> None:
    torch.set_num_threads(2)
    prepare_process()
    assert torch.get_num_threads() == 1
    assert float(torch.tensor([1e-40]) * 1.0) == 0.0
