"""How long one training step takes, against PyTorch written by a beginner and by an expert.

Measures ms of whole steps (drawing a batch, forward, backward, clipping, optimizer) at four sizes
of the design's architecture and of every preset: our compiled engine, our PyTorch engine, a
per-head GPT (`_plain_gpt.py`, the baseline) and a nanoGPT-style one (`_nano_gpt.py`), all of the
same width, depth, heads, batch and context. At the default size of a machine with AVX-512 our
engine takes part once more, compiled for AVX2 alone, while the others keep what their library uses.
They take turns in blocks of steps, so that all meet the same neighbours on the machine; medians
over the rounds.

With one thread, what is told is processor time, which neighbours disturb little: ratios come from
it. With two it is time on the clock, and true on a quiet machine only.

Also: what share of the most that one core can compute, measured between the rounds (`_peak.py`),
our engine turns into the arithmetic that a step needs.

``python -m benchmarks.speed [--quick] [PART...]``; writes benchmarks/results/speed.json and, in
full, its part of docs/learning.md. Exit code 1 when the per-head GPT is fewer times slower than
promised.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import NamedTuple

import torch

from backend.contract.config import ModelConfig, TrainingConfig
from backend.data.corpus import Corpus
from backend.training.device import prepare_process
from backend.training.parameters import parameter_count
from backend.training.presets import PRESETS, resolve
from benchmarks._command import command, exit_code
from benchmarks._contestants import (
    AVX2_WIDTH,
    Step,
    avx2_library,
    can_be_narrower,
    contestants,
    width,
)
from benchmarks._document import write_section
from benchmarks._machine import Machine, measured_on
from benchmarks._peak import Peak, step_flops
from benchmarks._results import Figures, Results
from benchmarks._texts import text_named
from benchmarks.learning import DOCUMENT

#: Name: (n_embd, n_layer, n_head) and how many times slower the per-head GPT must be.
SIZES = {
    "8K": ((16, 2, 2), 8.0),
    "55K": ((32, 4, 4), 6.0),
    "208K": ((64, 4, 4), 2.5),
    "808K": ((128, 4, 4), 1.3),
}
#: What is promised of the default size with vectors of 8 numbers, as AVX2 has, instead of 16.
DEFAULT_SIZE, AVX2_PROMISED = "8K", 6.5
NAMES = (*SIZES, *PRESETS)
QUICK = ("8K", "208K", "modern")
#: A block of steps takes about this long, so that what the one before left running has ended.
BLOCK_S = 0.15
UNTIMED_STEPS = 2


@dataclass
class Result:
    """Medians over rounds: ms of a step by "who threads", and what follows.

    Attributes:
        spread: half the range between the quartiles of the rounds, as a share of the median.
        share_of_peak: arithmetic that a step needs, each second of the compiled engine on one
            thread, as a share of the most that one core was seen to do.
        peak_flops: that most, by who did it.
    """

    name: str
    parameters: int
    characters: int
    step_ms: dict[str, float]
    spread: dict[str, float]
    share_of_peak: float
    peak_flops: dict[str, float]

    def times(self, baseline: str, ours: str, threads: int) -> float:
        """How many times longer a baseline takes than one of our engines."""
        return self.step_ms[f"{baseline} {threads}"] / self.step_ms[f"{ours} {threads}"]


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


def measure(name: str, peak: Peak, rounds: int) -> Result:
    """Let everybody take turns."""
    text = text_named(PRESETS[name].expected.dataset if name in PRESETS else "shakespeare")
    model, training = configuration(name, text)
    corpus = Corpus.from_text(text, model.block_size)
    narrow = name == DEFAULT_SIZE and can_be_narrower()
    steps = contestants(corpus, model, training, avx2_library() if narrow else None)
    seconds: dict[str, list[float]] = {who: [] for who in steps}
    for _ in range(rounds):
        for who, step in steps.items():
            clock = time.process_time if who.endswith("1") else time.perf_counter
            seconds[who].append(block(step, clock))
        most = peak.measure()
    middle = {who: statistics.median(values) for who, values in seconds.items()}
    return Result(
        name=name,
        parameters=parameter_count(model),
        characters=training.batch_size * model.block_size,
        step_ms={who: value * 1e3 for who, value in middle.items()},
        spread={who: _spread(values) for who, values in seconds.items()},
        share_of_peak=step_flops(model, training) / middle["fused 1"] / most,
        peak_flops=dict(peak.flops),
    )


def as_figures(name: str, peak: Peak, rounds: int) -> Figures:
    """A measured size or preset as it is written down."""
    return asdict(measure(name, peak, rounds))


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


class Ratio(NamedTuple):
    """One line of the headline: a size in one way of running it, and what is promised of that."""

    title: str
    ms: float
    per_head: float
    nano: float
    promised: float


def ratios(r: Result) -> list[Ratio]:
    """What is promised of a size, with one thread and with two; nothing for a preset."""
    if r.name not in SIZES:
        return []
    by_default = r.name == DEFAULT_SIZE and width() <= AVX2_WIDTH
    promised = AVX2_PROMISED if by_default else SIZES[r.name][1]
    found = []
    for threads, said in ((1, "one thread"), (2, "two threads")):
        for who, more, bar in (("fused", "", promised), ("avx2", ", AVX2 alone", AVX2_PROMISED)):
            if f"{who} {threads}" in r.step_ms:
                per_head, nano = (r.times(they, who, threads) for they in ("per-head", "nano"))
                ms = r.step_ms[f"{who} {threads}"]
                found.append(Ratio(f"{r.name}, {said}{more}", ms, per_head, nano, bar))
    return found


def in_pairs(r: Result, who: str) -> str:
    """ms with one thread / with two."""
    return f"{r.step_ms[f'{who} 1']:.2f} / {r.step_ms[f'{who} 2']:.2f}"


def headline(results: list[Result]) -> list[str]:
    """The sizes' ratios as a table."""
    lines = [
        "| Model | Parameters | Compiled, ms | Per-head takes, times | Promised | "
        "nanoGPT-style takes, times | Share of the peak |",
        "|---|---|---|---|---|---|---|",
    ]
    for r in results:
        for ratio in ratios(r):
            share = f"{r.share_of_peak:.0%}" if ratio.title == f"{r.name}, one thread" else ""
            lines.append(
                f"| {ratio.title} | {r.parameters:,} | {ratio.ms:.2f} | {ratio.per_head:.1f} | "
                f"{ratio.promised} | {ratio.nano:.1f} | {share} |"
            )
    return lines


def step_table(results: list[Result]) -> list[str]:
    """Every contestant's ms at the presets' shapes."""
    lines = [
        "| Preset | Compiled | Our PyTorch | nanoGPT-style | Per-head | Characters a second | "
        "Share of the peak |",
        "|---|---|---|---|---|---|---|",
    ]
    for r in results:
        cells = " | ".join(in_pairs(r, who) for who in ("fused", "pytorch", "nano", "per-head"))
        pace = r.characters / r.step_ms["fused 1"] * 1e3
        lines.append(f"| {r.name} | {cells} | {pace:,.0f} | {r.share_of_peak:.0%} |")
    return lines


def section(results: dict[str, Result], machines: list[Machine]) -> list[str]:
    """The part of docs/learning.md."""
    most: dict[str, float] = {}
    for r in results.values():
        most |= {who: max(flops, most.get(who, 0.0)) for who, flops in r.peak_flops.items()}
    said = ", ".join(f"{who}: {flops / 1e9:.0f}" for who, flops in most.items())
    return [
        "## Speed of a training step",
        "",
        "Written by `python -m benchmarks.speed`. Forward, backward, clipping and optimizer; "
        "medians of interleaved rounds: processor time of one thread, time on the clock with two. "
        "Per-head: a GPT of the same width, depth, heads and batch with learned positions, "
        "LayerNorm, ReLU and PyTorch's AdamW, each head a module of its own; nanoGPT-style: the "
        "same shape written the efficient way. Two threads of ours give the same losses as one. "
        f"{measured_on(machines)}",
        "",
        *headline([results[name] for name in SIZES]),
        "",
        "Share of the peak: the operations that the products of a step need (attention counted "
        "for its causal half only, the way back as twice the way forth, all else left out), as a "
        "share of the most that one core was seen to do, be it PyTorch's product of square "
        "matrices or multiply-adds in registers alone, which nothing can pass. In 1e9 a second: "
        f"{said}.",
        "",
        "The presets, ms a step with one thread / with two:",
        "",
        *step_table([results[name] for name in PRESETS]),
    ]


def misses(results: list[Result]) -> list[str]:
    """Sentences about sizes that do not keep what is promised."""
    found = [
        f"{ratio.title}: {ratio.per_head:.1f} times faster than per-head, promised {ratio.promised}"
        for r in results
        for ratio in ratios(r)
        if ratio.per_head < ratio.promised
    ]
    found += [
        f"{r.name}: {r.share_of_peak:.0%} of the peak cannot be; operations are counted wrongly"
        for r in results
        if r.share_of_peak > 1
    ]
    return found


def main(arguments: list[str]) -> int:
    """Run the benchmark. Returns the exit code."""
    told = command("speed", __doc__, "three shapes, three rounds", NAMES).parse_args(arguments)
    prepare_process()
    print("ms a training step: processor time of one thread / time on the clock of two.")
    file, peak = Results("speed", "quick" if told.quick else ""), Peak()
    rounds = 3 if told.quick else 9
    measured = []
    for name in told.parts or (QUICK if told.quick else NAMES):
        measured.append(Result(**file.measure(name, as_figures, name, peak, rounds)))
        print(step_table(measured[-1:])[-1], flush=True)
    print("\n".join(headline(measured)))
    kept: dict[str, Figures] = file.parts()
    if not told.quick and kept.keys() >= set(NAMES):
        results = {name: Result(**kept[name]) for name in NAMES}
        write_section(DOCUMENT, "speed", section(results, file.machines(list(NAMES))))
    return exit_code(misses(measured))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
