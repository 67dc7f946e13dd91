"""How long one training step takes, against PyTorch written by a beginner and by an expert.

Measures ms of whole steps (drawing a batch, forward, backward, clipping, optimizer) at four sizes
of the design's architecture and at the presets' shapes: our compiled engine, our PyTorch engine, a
per-head GPT (`_plain_gpt.py`, the baseline) and a nanoGPT-style one (`_nano_gpt.py`), all of the
same width, depth, heads, batch and context. At the default size of a machine with AVX-512 our
engine takes part once more, compiled for AVX2 alone, while the others keep what their library uses.
They take turns in blocks of steps, so that all meet the same neighbours on the machine; medians
over the rounds.

With one thread, what is told is processor time, which neighbours disturb little: ratios come from
it. With two it is time on the clock, and true on a quiet machine only.

Also: what share of the matrix-multiply speed that PyTorch reaches on one core, measured between the
rounds, our engine turns into the model's own arithmetic.

``python -m benchmarks.speed [--quick]``; writes benchmarks/results/speed.json. Exit code 1 when the
per-head GPT is fewer times slower than promised.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from ctypes import CDLL
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import torch

from backend.contract.config import ModelConfig, TrainingConfig
from backend.data.corpus import Corpus
from backend.data.dataset_loader import DatasetLoader
from backend.settings import load_settings
from backend.training.device import prepare_process
from backend.training.engines import EngineChoice, compiled_library
from backend.training.events import StepDone
from backend.training.fused import build, store
from backend.training.fused.library import load
from backend.training.parameters import parameter_count, window_flops
from backend.training.presets import PRESETS, resolve
from backend.training.trainer import Trainer
from benchmarks._nano_gpt import NanoGPT
from benchmarks._plain_gpt import PlainGPT, PlainTraining

RESULTS = Path(__file__).resolve().parent / "results" / "speed.json"

#: Name: (n_embd, n_layer, n_head) and how many times slower the per-head GPT must be.
SIZES = {
    "8K": ((16, 2, 2), 8.0),
    "55K": ((32, 4, 4), 6.0),
    "208K": ((64, 4, 4), 2.5),
    "808K": ((128, 4, 4), 1.3),
}
#: What is promised of the default size with vectors of 8 numbers, as AVX2 has, instead of 16.
DEFAULT_SIZE, AVX2_PROMISED = "8K", 6.5
AVX2_FLAGS = ("-march=haswell",)  # AVX2 and FMA, nothing newer
AVX2_WIDTH = 8
X86_64 = ("x86_64", "AMD64")
PRESET_NAMES = ("modern", "words", "fluent", "eloquent", "style", "repeats")
QUICK = ("8K", "208K", "modern")
#: A block of steps takes about this long, so that what the one before left running has ended.
BLOCK_S = 0.15
UNTIMED_STEPS = 2
PEAK_SIZE = 512

Step = Callable[[], object]


@dataclass
class Result:
    """Medians over rounds: ms of a step by "who threads", and what follows.

    Attributes:
        spread: half the range between the quartiles of the rounds, as a share of the median.
        times_faster: the per-head GPT's time over the compiled engine's, with one thread;
            two_threads_times_faster: with two; avx2_times_faster: with one thread, compiled for
            AVX2 alone.
        share_of_peak: model arithmetic per second of the compiled engine on one thread over the
            speed of PyTorch's matrix product on one thread. That is what a library reaches, not the
            processor's limit, so it may be above 1.
    """

    name: str
    parameters: int
    step_ms: dict[str, float]
    spread: dict[str, float]
    times_faster: float
    times_faster_than_nano: float
    two_threads_times_faster: float
    avx2_times_faster: float | None
    share_of_peak: float
    promised: float | None


def ours(
    corpus: Corpus, model: ModelConfig, training: TrainingConfig, choice: EngineChoice, threads: int
) -> Step:
    """Steps of the product's own trainer."""
    endless = training.model_copy(update={"max_iters": 10_000, "eval_interval": 10_000})
    trainer = Trainer(corpus, model, endless, seed=0, engine=choice)
    trainer.threads = threads
    if choice == "auto" and trainer.engine != "fused":
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
        found[f"pytorch {threads}"] = ours(corpus, model, training, "torch", threads)
        found[f"per-head {threads}"] = theirs(PlainGPT, corpus, model, training, threads)
        found[f"nano {threads}"] = theirs(NanoGPT, corpus, model, training, threads)
    if avx2 is not None:
        with patch("backend.training.engines.compiled_library", return_value=(avx2, "")):
            found["avx2 1"] = ours(corpus, model, training, "auto", 1)
    return found


def block(step: Step, clock: Callable[[], float]) -> float:
    """Median seconds of a step within one block of them, after a few that do not count."""
    torch.set_num_threads(1)
    for _ in range(UNTIMED_STEPS):
        step()
    times: list[float] = []
    while sum(times) < BLOCK_S or len(times) < 3:
        began = clock()
        step()
        times.append(clock() - began)
    return statistics.median(times)


def peak_flops() -> float:
    """Floating point operations a second of PyTorch's matrix product on one thread."""
    torch.set_num_threads(1)
    a = torch.ones(PEAK_SIZE, PEAK_SIZE)
    return 2 * PEAK_SIZE**3 / block(lambda: a @ a, time.process_time)


def measure(
    name: str, text: str, model: ModelConfig, training: TrainingConfig, rounds: int
) -> Result:
    """Let everybody take turns."""
    corpus = Corpus.from_text(text, model.block_size)
    narrow = name == DEFAULT_SIZE and width() > AVX2_WIDTH and platform.machine() in X86_64
    steps = contestants(corpus, model, training, avx2_library() if narrow else None)
    seconds: dict[str, list[float]] = {who: [] for who in steps}
    peaks: list[float] = []
    for _ in range(rounds):
        for who, step in steps.items():
            clock = time.process_time if who.endswith("1") else time.perf_counter
            seconds[who].append(block(step, clock))
        peaks.append(peak_flops())
    middle = {who: statistics.median(values) for who, values in seconds.items()}

    arithmetic = 3 * training.batch_size * window_flops(model)
    return Result(
        name=name,
        parameters=parameter_count(model),
        step_ms={who: value * 1e3 for who, value in middle.items()},
        spread={who: _spread(values) for who, values in seconds.items()},
        times_faster=middle["per-head 1"] / middle["fused 1"],
        times_faster_than_nano=middle["nano 1"] / middle["fused 1"],
        two_threads_times_faster=middle["per-head 2"] / middle["fused 2"],
        avx2_times_faster=middle["per-head 1"] / middle["avx2 1"] if narrow else None,
        share_of_peak=arithmetic / middle["fused 1"] / statistics.median(peaks),
        promised=promised(name),
    )


def promised(name: str) -> float | None:
    """How many times slower the per-head GPT must be; less where vectors are narrow."""
    if name not in SIZES:
        return None
    return AVX2_PROMISED if name == DEFAULT_SIZE and width() <= AVX2_WIDTH else SIZES[name][1]


def _spread(values: list[float]) -> float:
    if len(values) < 2:
        return 0.0
    low, middle, high = statistics.quantiles(values, n=4)
    return (high - low) / 2 / middle


def configuration(name: str, text: str) -> tuple[ModelConfig, TrainingConfig]:
    """What is trained under a name: one of `SIZES` with the default recipe, or a preset."""
    symbols = len(set(text))
    if name in PRESETS:
        return resolve(name, {}, {}, symbols, len(text))
    n_embd, n_layer, n_head = SIZES[name][0]
    shape = {"n_embd": n_embd, "n_layer": n_layer, "n_head": n_head}
    return resolve("tuned", shape, {}, symbols, len(text))


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    record = store.read()
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 2),
        "torch": torch.__version__,
        "compiler": record.compiler if record else "",
        "vector": width(),
        "date": time.strftime("%Y-%m-%d"),
    }


def table(results: list[Result]) -> str:
    """The figures as Markdown, ms with one thread / two."""
    lines = [
        "| Model | Parameters | compiled | our PyTorch | nano | per-head | times faster, one "
        "thread / two | AVX2 alone | than nano | of peak |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for r in results:
        pairs = " | ".join(
            f"{r.step_ms[f'{who} 1']:.2f} / {r.step_ms[f'{who} 2']:.2f}"
            for who in ("fused", "pytorch", "nano", "per-head")
        )
        avx2 = "–"
        if r.avx2_times_faster is not None:
            avx2 = f"{r.step_ms['avx2 1']:.2f} ms, {r.avx2_times_faster:.1f}"
        lines.append(
            f"| {r.name} | {r.parameters:,} | {pairs} | {r.times_faster:.1f} / "
            f"{r.two_threads_times_faster:.1f} | {avx2} | {r.times_faster_than_nano:.1f} | "
            f"{r.share_of_peak:.0%} |"
        )
    return "\n".join(lines)


def misses(results: list[Result]) -> list[str]:
    """Sentences about sizes that do not keep what is promised."""
    kept: list[tuple[str, float | None, float | None]] = []
    for r in results:
        kept.append((r.name, r.times_faster, r.promised))
        kept.append((f"{r.name} with AVX2 alone", r.avx2_times_faster, AVX2_PROMISED))
    return [
        f"{name}: {times:.1f} times faster than per-head, promised {bar}"
        for name, times, bar in kept
        if times is not None and bar is not None and times < bar
    ]


def main(arguments: list[str]) -> int:
    """Run the benchmark. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three shapes, three rounds")
    quick = parser.parse_args(arguments).quick
    prepare_process()
    where = machine()
    print("ms a training step: processor time of one thread / time on the clock of two.")
    print(json.dumps(where))
    text = DatasetLoader(load_settings().datasets_dir).text("shakespeare")
    results = []
    for name in QUICK if quick else (*SIZES, *PRESET_NAMES):
        model, training = configuration(name, text)
        results.append(measure(name, text, model, training, rounds=3 if quick else 9))
        print(table(results[-1:]).splitlines()[-1], flush=True)
    print(table(results))
    RESULTS.parent.mkdir(exist_ok=True)
    found = {"machine": where, "results": [asdict(r) for r in results]}
    RESULTS.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    for miss in misses(results):
        print(f"MISSED: {miss}", file=sys.stderr)
    return 1 if misses(results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
