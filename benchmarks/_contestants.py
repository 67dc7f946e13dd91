"""Who takes part in `benchmarks.speed`: our engines and the two baselines, as steps to be timed."""

from __future__ import annotations

import platform
import tempfile
from collections.abc import Callable
from ctypes import CDLL
from pathlib import Path

import torch

from backend.contract.config import ModelConfig, TrainingConfig
from backend.data.corpus import Corpus
from backend.training.engines import EngineChoice, compiled_library
from backend.training.events import StepDone
from backend.training.fused import build
from backend.training.fused.library import load
from backend.training.trainer import Trainer
from benchmarks._nano_gpt import NanoGPT
from benchmarks._plain_gpt import PlainGPT, PlainTraining

AVX2_FLAGS = ("-march=haswell",)  # AVX2 and FMA, nothing newer
AVX2_WIDTH = 8
X86_64 = ("x86_64", "AMD64")

Step = Callable[[], object]


def ours(
    corpus: Corpus, model: ModelConfig, training: TrainingConfig, choice: EngineChoice, threads: int
) -> Step:
    """Steps of the product's own trainer."""
    endless = training.model_copy(update={"max_iters": 10_000, "eval_interval": 10_000})
    trainer = Trainer(corpus, model, endless, seed=0, engine=choice)
    trainer.threads = threads
    if choice != "torch" and trainer.engine != "fused":
        raise SystemExit(f"Nothing to measure: {trainer.engine_reason}")
    return lambda: next(event for event in trainer.step() if isinstance(event, StepDone))


def theirs(
    kind: type[PlainGPT] | type[NanoGPT],
    corpus: Corpus,
    model: ModelConfig,
    training: TrainingConfig,
    threads: int,
) -> Step:
    """Steps of a baseline."""
    torch.manual_seed(0)
    network = kind(model.vocab_size, model.n_embd, model.n_layer, model.n_head, model.block_size)
    data = torch.tensor(corpus.train)
    work = PlainTraining(network, data, training.batch_size, model.block_size)

    def step() -> None:
        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)
        work.step()

    return step


def width() -> int:
    """Numbers of a vector of the library that set-up built; 0 without one."""
    library, _ = compiled_library()
    return int(library.fused_width()) if library else 0


def can_be_narrower() -> bool:
    """Whether there is more than AVX2 to take away."""
    return width() > AVX2_WIDTH and platform.machine() in X86_64


def avx2_library() -> CDLL:
    """The kernel compiled anew for AVX2 alone, beside the machine's own."""
    found = build.find_compiler()
    if found is None:
        raise SystemExit(f"Nothing to compile with. {build.CURE}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "libfused.so"
        if complaint := build.compile_library(found[0], path, AVX2_FLAGS):
            raise SystemExit(complaint)
        return load(path)


def contestants(
    corpus: Corpus, model: ModelConfig, training: TrainingConfig, avx2: CDLL | None
) -> dict[str, Step]:
    """Everybody who takes part, by "who threads"."""
    found: dict[str, Step] = {}
    for threads in (1, 2):
        found[f"fused {threads}"] = ours(corpus, model, training, "auto", threads)
        if avx2 is not None:
            found[f"avx2 {threads}"] = ours(corpus, model, training, avx2, threads)
        found[f"pytorch {threads}"] = ours(corpus, model, training, "torch", threads)
        found[f"per-head {threads}"] = theirs(PlainGPT, corpus, model, training, threads)
        found[f"nano {threads}"] = theirs(NanoGPT, corpus, model, training, threads)
    return found
