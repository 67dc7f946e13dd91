"""Which engine is taken, the reason told when it is not the fast one, and what set-up builds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from backend.contract.config import ModelConfig, TrainingConfig
from backend.training.engines import choose_engine, compiled_library
from backend.training.fused import build, store
from backend.training.fused.handle import Handle
from backend.training.micro_gpt import MicroGPT
from backend.training.optimizers import Optimizer
from tests.unit.training.fused_support import library_or_skip

CONFIG = ModelConfig(vocab_size=6, block_size=8)


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty place for libraries, and a PATH on which there is no compiler yet."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setattr(store, "FOLDER", tmp_path / "fused")
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.delenv("CXX", raising=False)
    compiled_library.cache_clear()
    yield programs
    compiled_library.cache_clear()


def grant(programs: Path, name: str, script: str) -> None:
    """Put a stand-in program into a folder."""
    path = programs / name
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)


def reason(device: str = "cpu") -> str:
    model = MicroGPT(CONFIG).to(device)
    engine, why = choose_engine("auto", model, Optimizer(model, TrainingConfig()))
    assert engine.name == "pytorch"
    return why


def test_compiled_code_is_taken_unless_pytorch_is_asked_for() -> None:
    library_or_skip()
    model = MicroGPT(CONFIG)
    optimizer = Optimizer(model, TrainingConfig())
    engine, why = choose_engine("auto", model, optimizer)
    assert (engine.name, why) == ("fused", "")
    engine, why = choose_engine("torch", model, optimizer)
    assert (engine.name, why) == ("pytorch", "PyTorch was asked for.")
    for asked, used in ((2, 2), (10, 2), (1, 1)):
        engine.threads = asked
        assert engine.threads == used, "PyTorch shares a batch between two"


def test_another_device_is_pytorchs() -> None:
    assert reason("meta") == "The compiled engine works on the CPU, this run on meta."


def test_nothing_is_compiled_while_training(workshop: Path) -> None:
    grant(workshop, "c++", f"echo called >>{workshop}/calls")
    assert reason() == "The compiled engine has not been built; ./setup.sh install does it."
    assert not (workshop / "calls").exists()


def test_without_a_compiler_the_set_up_goes_on_and_says_what_helps(
    workshop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build.main() == 0
    said = capsys.readouterr().out
    assert "Training runs in PyTorch" in said
    assert "apt-get install g++" in said
    assert reason() == "No C++ compiler was found at set-up."


def test_a_stand_in_that_is_no_compiler_is_passed_over(workshop: Path) -> None:
    grant(workshop, "c++", "echo 'install the developer tools' >&2; exit 1")
    assert build.find_compiler() is None
    grant(workshop, "g++", "")
    (workshop / "g++").write_bytes(b"\x7fELF for another machine")
    assert build.find_compiler() is None
    grant(workshop, "clang++", "echo 'clang 19'")
    assert build.find_compiler() == (str(workshop / "clang++"), "clang 19")


def test_a_refusal_is_kept_until_the_compiler_changes(
    workshop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = 'if [ "$1" = --version ]; then echo old; else echo "bad flag" >&2; exit 1; fi'
    grant(workshop, "c++", f"echo called >>{workshop}/calls; {script}")
    assert build.build().problem == "the C++ compiler refused the sources"
    assert "bad flag" in capsys.readouterr().err
    build.build()
    assert len((workshop / "calls").read_text("utf-8").splitlines()) == 3  # the third one asks
    grant(workshop, "c++", f"echo called >>{workshop}/calls; {script.replace('old', 'new')}")
    assert build.build().compiler == "new"
    assert len((workshop / "calls").read_text("utf-8").splitlines()) == 5
    assert reason() == "The C++ compiler refused the sources at set-up."


def test_a_library_that_does_not_work_is_never_used(
    workshop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write = 'while [ "$1" != -o ]; do shift; done; echo rubbish >"$2"'
    grant(workshop, "c++", f'if [ "$1" = --version ]; then echo odd; exit; fi; {write}')
    assert build.main() == 0
    assert "failed its check against PyTorch" in capsys.readouterr().out
    assert not store.library_path().exists()
    assert "failed its check" in reason()


def test_other_sources_or_another_machine_need_another_library(
    workshop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = store.folder()
    assert here == store.folder()
    monkeypatch.setattr(store, "_machine", lambda: "another")
    assert store.folder() != here
    monkeypatch.undo()
    monkeypatch.setattr(store, "sources", lambda: [Path(__file__)])
    assert store.folder().name != here.name


@pytest.mark.parametrize("name", ["interface.cpp", "build.py", "check.py", "micro_gpt.py"])
def test_what_made_or_judged_the_library_decides_where_it_lies(
    workshop: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    here, (changed,) = store.folder(), [path for path in store.sources() if path.name == name]
    read = Path.read_bytes
    monkeypatch.setattr(
        Path, "read_bytes", lambda path: read(path) + (b" " if path == changed else b"")
    )
    assert store.folder() != here


def test_what_does_not_fit_the_kernel_is_refused() -> None:
    library = library_or_skip()
    model = MicroGPT(CONFIG)
    optimizer = Optimizer(model, TrainingConfig())
    model.config = CONFIG.model_copy(update={"vocab_size": 7})
    with pytest.raises(
        ValueError, match="refuses this model: 6528 numbers were given, the model has 6544"
    ):
        Handle(library, model, optimizer)
    engine, why = choose_engine("auto", model, optimizer)
    assert engine.name == "pytorch", "PyTorch does what compiled code cannot"
    assert why.startswith("The compiled engine refuses this model: 6528 numbers were given")
    assert torch.isfinite(optimizer.values).all()
