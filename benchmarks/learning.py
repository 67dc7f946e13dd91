"""How well and how fast the shipped presets learn.

Measures, for each preset on its texts, over several seeds:

* the final validation loss in nats per character over all whole windows of the last tenth of the
  text (for `style`, which keeps its best weights, the best checkpoint's). Baselines: the n-gram
  losses of the same text, that is, what counting alone reaches.
* ms per training step with one thread and with two (the same bits), and characters learned from a
  second. Baseline, step by step in the same run: a plain per-head GPT of the same width, depth and
  batch (`_plain_gpt.py`), with one thread and with two.

``python -m benchmarks.learning [--quick | --only PRESET…]``; writes
benchmarks/results/learning.json, and unless quick also its part of docs/learning.md. With `--only`
the other presets' figures stay as the last run on this machine left them. Exit code 1 when a loss
misses what `presets.py` promises by 0.05.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from backend.data.corpus import Corpus
from backend.data.dataset_loader import DatasetLoader
from backend.data.ngram import ReferenceLosses, reference_losses
from backend.settings import load_settings
from backend.training.checkpoint_io import model_from_bytes
from backend.training.device import prepare_process
from backend.training.events import Checkpoint, Completed, StepDone, Weights
from backend.training.generation import generate
from backend.training.parameters import parameter_count
from backend.training.presets import PRESETS, resolve
from backend.training.trainer import Trainer
from benchmarks._document import write_section
from benchmarks._plain_gpt import PlainGPT, PlainTraining

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "learning.json"
DOCUMENT = ROOT / "docs" / "learning.md"

#: A preset's loss may be this much above what it promises: seeds differ by about 0.02.
TOLERANCE = 0.05
#: Stands for a person's own text: 628 words or so of one voice. It is not one, but it is there.
OWN_TEXT = ("childrens", 20_000, 23_600)
TEXTS = ("shakespeare", "poems", "childrens")
FULL = [
    *((preset, text) for preset in ("classic", "tuned", "modern") for text in TEXTS),
    ("words", "shakespeare"),
    ("fluent", "shakespeare"),
    ("eloquent", "shakespeare"),
    ("style", "own text"),
    ("repeats", "repeats"),
    ("micro", "names"),
]
QUICK = [("tuned", "shakespeare"), ("modern", "shakespeare")]
SAMPLE_CHARACTERS = 300
SAMPLE_TEMPERATURE = 0.7


@dataclass(frozen=True)
class Result:
    """What one preset reached on one text.

    Losses in nats per character, one for each seed; times of one seed's run and of interleaved
    steps, with one thread unless named otherwise.
    """

    preset: str
    text: str
    parameters: int
    iterations: int
    val_losses: list[float]
    references: ReferenceLosses
    train_seconds: float
    step_ms: float
    step_ms_two_threads: float
    plain_step_ms: float
    plain_step_ms_two_threads: float
    characters_per_second: float
    sample: str


def text_named(name: str) -> str:
    """A bundled text, or the stand-in for a person's own."""
    loader = DatasetLoader(load_settings().datasets_dir)
    if name != "own text":
        return loader.text(name)
    source, start, end = OWN_TEXT
    return loader.text(source)[start:end]


def measure(preset: str, text_name: str, seeds: list[int], timed_steps: int) -> Result:
    """Train with every seed, then time steps of ours and of the baseline in turn."""
    text = text_named(text_name)
    vocab_size = len(set(text))
    model, training = resolve(preset, {}, {}, vocab_size, len(text))
    corpus = Corpus.from_text(text, model.block_size)
    losses, seconds, sample = [], [], ""
    for seed in seeds:
        trainer = Trainer(corpus, model, training, seed=seed)
        loss, weights = follow(trainer, best=preset == "style")
        losses.append(loss)
        seconds.append(trainer.state.step_seconds)
        if not sample:
            network = model_from_bytes(model, weights)
            sample = generate(
                network, corpus.tokenizer, "\n", SAMPLE_CHARACTERS, SAMPLE_TEMPERATURE, seed=1
            ).text
        print(f"  {preset} on {text_name}, seed {seed}: {loss:.3f}", flush=True)
    times = step_times(Trainer(corpus, model, training, seed=0), timed_steps)
    return Result(
        preset=preset,
        text=text_name,
        parameters=parameter_count(model),
        iterations=training.max_iters,
        val_losses=losses,
        references=reference_losses(corpus.train, corpus.val, vocab_size),
        train_seconds=statistics.median(seconds),
        step_ms=times["ours 1"],
        step_ms_two_threads=times["ours 2"],
        plain_step_ms=times["plain 1"],
        plain_step_ms_two_threads=times["plain 2"],
        characters_per_second=training.batch_size * model.block_size / times["ours 1"] * 1e3,
        sample=sample,
    )


def follow(trainer: Trainer, *, best: bool) -> tuple[float, bytes]:
    """Loss and weights at the end of a run, or of its best checkpoint."""
    losses: dict[int, float] = {}
    weights: dict[int, bytes] = {}
    for event in trainer:
        if isinstance(event, Checkpoint):
            losses[event.step] = event.val_loss
        elif isinstance(event, Weights):
            weights[event.step] = event.data
        elif isinstance(event, Completed):
            step = event.best_step if best and event.best_step is not None else event.step
            return losses[step], weights[step]
    raise RuntimeError("the run ended without a word")


def step_times(trainer: Trainer, count: int) -> dict[str, float]:
    """Median ms of a step of ours and of the baseline, taken in turn so that both meet the same
    neighbours on the machine.
    """
    config, training = trainer.config, trainer.training
    torch.manual_seed(0)
    plain = PlainTraining(
        PlainGPT(
            config.vocab_size, config.n_embd, config.n_layer, config.n_head, config.block_size
        ),
        torch.tensor(trainer.corpus.train),
        training.batch_size,
        config.block_size,
    )
    times: dict[str, list[float]] = {}

    def timed(name: str, work: Callable[[], object]) -> None:
        began = time.perf_counter()
        work()
        times.setdefault(name, []).append(time.perf_counter() - began)

    def ours() -> None:
        next(event for event in trainer.step() if isinstance(event, StepDone))

    for _ in range(count):
        for threads in (1, 2):
            trainer.threads = threads
            timed(f"ours {threads}", ours)
        timed("plain 1", plain.step)
    # Last and on its own: PyTorch's own threads keep spinning for a while after every product.
    torch.set_num_threads(2)
    for _ in range(count):
        timed("plain 2", plain.step)
    torch.set_num_threads(1)
    warm = count // 5
    return {name: statistics.median(values[warm:]) * 1e3 for name, values in times.items()}


def machine(load: float) -> dict[str, Any]:
    """What the figures were measured on."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load_before": round(load, 2),
        "python": platform.python_version(),
        "torch": torch.__version__,
        "date": time.strftime("%Y-%m-%d"),
    }


def spread(values: list[float]) -> str:
    """Median and half the range."""
    middle = f"{statistics.median(values):.3f}"
    return middle if len(values) == 1 else f"{middle} ± {(max(values) - min(values)) / 2:.3f}"


def document(results: list[Result], where: dict[str, Any], seeds: int) -> list[str]:
    """The first part of docs/learning.md."""
    busy = where["load_before"] > 0.5
    note = " The machine was busy with other work: losses are exact, times are not." if busy else ""
    lines = [
        "# What the presets learn, and how fast",
        "",
        "Written by `python -m benchmarks.learning` and the benchmarks that its parts name; do not "
        "edit by hand.",
        "",
        f"Measured {where['date']} on {where['system']} with {where['cores']} cores, "
        f"Python {where['python']}, PyTorch {where['torch']}; {seeds} seeds each, load before the "
        f"start at most {where['load_before']}.{note}",
        "",
        "## Losses",
        "",
        "Nats per character over all whole windows of the last tenth of the text, median of the "
        "seeds ± half their range (for `style` at the best checkpoint). Pairs and triples: what "
        "counting them reaches (interpolated, Witten-Bell). Own text: a piece of "
        f"{OWN_TEXT[2] - OWN_TEXT[1]:,} characters of the children's book.",
        "",
        "| Preset | Text | Parameters | Iterations | Validation loss | Pairs | Triples |",
        "|---|---|---|---|---|---|---|",
    ]
    for r in results:
        lines.append(
            f"| {r.preset} | {r.text} | {r.parameters:,} | {r.iterations:,} | "
            f"{spread(r.val_losses)} | {r.references.bigram:.3f} | {r.references.trigram:.3f} |"
        )
    lines += [
        "",
        "## Speed",
        "",
        "Forward, backward, clipping and optimizer; medians of steps taken in turn (plain with two "
        "threads: on its own afterwards). Plain: a "
        "per-head GPT of the same width, depth and batch with learned positions, LayerNorm, ReLU "
        "and PyTorch's AdamW. Two threads give the same losses as one.",
        "",
        "| Preset | Text | Run, s | ms a step | two threads | plain | plain, two threads | "
        "Characters a second |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for r in results:
        lines.append(
            f"| {r.preset} | {r.text} | {r.train_seconds:.1f} | {r.step_ms:.1f} | "
            f"{r.step_ms_two_threads:.1f} | {r.plain_step_ms:.1f} | "
            f"{r.plain_step_ms_two_threads:.1f} | {r.characters_per_second:,.0f} |"
        )
    lines += [
        "",
        "## What they write",
        "",
        f"At temperature {SAMPLE_TEMPERATURE}, after a newline.",
    ]
    for r in results:
        lines += ["", f"**{r.preset}**, {r.text}", "", "```text", *r.sample.split("\n"), "```"]
    return lines


def misses(results: list[Result]) -> list[str]:
    """Sentences about presets that do not keep what they promise."""
    found = []
    for r in results:
        expected = PRESETS[r.preset].expected
        loss = statistics.median(r.val_losses)
        if r.text == expected.dataset and loss > expected.val_loss + TOLERANCE:
            found.append(f"{r.preset} on {r.text}: {loss:.3f}, promised {expected.val_loss:.2f}")
    return found


def kept(presets: list[str], where: dict[str, Any], seeds: list[int]) -> dict[str, Any]:
    """What the last run found, to take new figures of these presets into.

    Raises:
        SystemExit: there was none, or it was another machine's or quicker.
    """
    if not RESULTS.exists():
        raise SystemExit("Nothing was measured here yet: run once without --only.")
    found: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
    for name in ("system", "cores", "python", "torch"):
        if found["machine"][name] != where[name]:
            raise SystemExit(f"The last run had {name} {found['machine'][name]}: leave out --only.")
    if found["seeds"] != seeds:
        raise SystemExit(f"The last run had {len(found['seeds'])} seeds: leave out --only.")
    load = max(where["load_before"], found["machine"]["load_before"])
    found["machine"] = {**where, "load_before": load}
    found["results"] = [r for r in found["results"] if r["preset"] not in presets]
    return found


def result(row: dict[str, Any]) -> Result:
    """A result as it was written down."""
    return Result(**{**row, "references": ReferenceLosses(**row["references"])})


def main(arguments: list[str]) -> int:
    """Run the benchmark. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.learning", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two presets, one seed, no document")
    parser.add_argument("--only", nargs="+", choices=list(PRESETS), metavar="PRESET", default=[])
    given = parser.parse_args(arguments)
    quick, only = given.quick, given.only
    if quick and only:
        parser.error("--quick measures its own presets; leave out --only")
    prepare_process()
    where = machine(os.getloadavg()[0])
    seeds = [1] if quick else [1, 2, 3, 4, 5]
    before = kept(only, where, seeds) if only else {"machine": where, "results": []}
    where = before["machine"]
    print("Validation loss in nats per character; ms a step against a plain per-head GPT.")
    print(json.dumps(where))
    results = []
    wanted = [pair for pair in FULL if pair[0] in only] if only else FULL
    for preset, text in QUICK if quick else wanted:
        r = measure(preset, text, seeds, timed_steps=20 if quick else 50)
        results.append(r)
        print(
            f"{preset} on {text}: {spread(r.val_losses)} (pairs {r.references.bigram:.3f}, triples "
            f"{r.references.trigram:.3f}), {r.step_ms:.1f} ms a step, two threads "
            f"{r.step_ms_two_threads:.1f}, plain {r.plain_step_ms:.1f}",
            flush=True,
        )
    results += [result(row) for row in before["results"]]
    results.sort(key=lambda r: FULL.index((r.preset, r.text)))
    RESULTS.parent.mkdir(exist_ok=True)
    found = {"machine": where, "seeds": seeds, "results": [asdict(r) for r in results]}
    RESULTS.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    if not quick:
        write_section(DOCUMENT, "presets", document(results, where, len(seeds)))
    for miss in misses(results):
        print(f"MISSED: {miss}", file=sys.stderr)
    return 1 if misses(results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
