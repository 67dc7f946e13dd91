"""Which device is chosen, with accelerators only pretended, and how the process is set up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from backend.contract.errors import ContractError
from backend.data.corpus import Corpus
from backend.training import calibration
from backend.training.device import available_devices, prepare_process
from backend.training.engines import compiled_library
from backend.training.events import Event
from backend.training.placement import choose_device, crossover
from backend.training.trainer import Trainer


def test_devices_are_those_that_pytorch_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert available_devices() == ("cpu", "cuda")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert available_devices() == ("cpu",)


def test_auto_takes_what_was_measured_to_be_faster() -> None:
    both, measured = ("cpu", "cuda"), {"cuda": 100_000}
    assert choose_device("auto", 99_999, both, measured) == "cpu"
    assert choose_device("auto", 100_000, both, measured) == "cuda"
    assert choose_device("cuda", 8384, both, measured) == "cuda", "whoever asks gets it"
    assert choose_device("auto", 10**7, both, {}) == "cpu", "nothing is taken for its name"
    assert choose_device("auto", 10**7, ("cpu",), {}) == "cpu"


def test_missing_devices_are_refused_by_name() -> None:
    with pytest.raises(ContractError, match="no mps device; choose auto or cpu") as refused:
        choose_device("mps", 8384, ("cpu",), {})
    assert (refused.value.error_type, refused.value.field) == ("invalid_request", "device")


def test_crossover_lies_where_the_times_meet() -> None:
    cpu_s = {1_000: 0.001, 10_000: 0.010, 100_000: 0.100}
    assert crossover(cpu_s, {1_000: 0.02, 10_000: 0.02, 100_000: 0.02}) == 20_000
    assert crossover(cpu_s, {1_000: 0.0005, 10_000: 0.001, 100_000: 0.01}) == 1_000
    assert crossover(cpu_s, {1_000: 0.002, 10_000: 0.02, 100_000: 0.11}) is None
    # Faster in the middle alone is chance, or of no use: what counts is from where on it stays so.
    assert crossover(cpu_s, {1_000: 0.0005, 10_000: 0.02, 100_000: 0.05}) == 31_623


def test_calibration_times_every_device(monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = Corpus.from_text("the quick brown fox jumps over the lazy dog\n" * 60, block_size=64)
    real = calibration.step_seconds(corpus, "cpu", 1)
    assert len(real) == 3 and all(seconds > 0 for seconds in real.values())

    def pretended(_: Corpus, device: str, threads: int, engine: str) -> dict[int, float]:
        assert (threads, engine) == (10, "torch")
        if device == "broken":
            raise RuntimeError("no such operation")
        share = {"cpu": 1.0, "quick": 0.5, "slow": 2.0}[device]
        return {size: seconds * share for size, seconds in real.items()}

    monkeypatch.setattr(calibration, "step_seconds", pretended)
    found = calibration.calibrate(corpus, ("cpu", "slow", "broken", "quick"), 10, "torch")
    assert found == {"quick": min(real)}


def test_calibration_times_the_cpu_as_a_run_alone_would_use_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    corpus = Corpus.from_text("the quick brown fox jumps over the lazy dog\n" * 60, block_size=64)
    made: list[tuple[str, int]] = []

    class Watched(Trainer):
        def step(self, checkpoint: bool = False) -> Iterator[Event]:
            made.append((self.engine, self.threads))
            return super().step(checkpoint)

    monkeypatch.setattr(calibration, "Trainer", Watched)
    monkeypatch.setattr(calibration, "SHAPES", ((8, 1),))
    monkeypatch.setattr(calibration, "TIMED_STEPS", 1)
    calibration.step_seconds(corpus, "cpu", 3)
    calibration.step_seconds(corpus, "cpu", 1, "torch")
    calibration.step_seconds(corpus, "cpu", 3, "torch")
    fast = ("fused", 3) if compiled_library()[0] is not None else ("pytorch", 2)
    assert made == [fast] * 3 + [("pytorch", 1)] * 3 + [("pytorch", 2)] * 3


def test_preparing_sets_one_thread() -> None:
    torch.set_num_threads(2)
    prepare_process()
    assert torch.get_num_threads() == 1
    assert float(torch.tensor([1e-40]) * 1.0) == 0.0
