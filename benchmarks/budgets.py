"""The lowest loss within a few seconds, and how soon a well-known setting is overtaken.

Measures, on Shakespeare, with two threads, in nats per character:

* ``budgets``: the validation loss (all whole windows of the last tenth of the text) after 10, 25
  and 60 seconds of the trainer's own time, with the size and recipe that ``choose`` found best.
  Baseline: what counting triples of characters reaches.
* ``race``: the loss with which the nanoGPT-style model (`_nano_gpt.py`) ends at its published
  laptop setting (4 layers, 4 heads, 128 wide, context 64, batch 12, 2,000 iterations), the seconds
  that its steps took, and in how many seconds our trainer gets there.
* ``choose`` (only when it is named): sizes and rates for each budget, compared on the last tenth of
  the *training* part; the validation part is not looked at.

``python -m benchmarks.budgets [--quick] [PART...]``; writes benchmarks/results/budgets.json and, in
full, its part of docs/learning.md.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from backend.contract.config import ModelConfig, TrainingConfig
from backend.data.corpus import Corpus
from backend.data.ngram import reference_losses
from backend.training.device import prepare_process
from backend.training.events import Completed
from backend.training.parameters import parameter_count
from backend.training.presets import MODERN_MODEL, MODERN_RECIPE
from backend.training.trainer import Trainer
from benchmarks._document import write_section
from benchmarks._nano_gpt import NanoGPT
from benchmarks.learning import DOCUMENT, RESULTS, machine, spread, text_named

Figures = dict[str, Any]


@dataclass(frozen=True)
class Setting:
    """A size and the numbers of its recipe that a budget decides."""

    n_embd: int
    n_layer: int
    batch_size: int
    matrix_learning_rate: float = 0.04
    learning_rate: float = 0.015
    n_head: int = 4

    def model(self, vocab_size: int) -> ModelConfig:
        """The architecture: `modern` in this size."""
        shape = {"n_embd": self.n_embd, "n_layer": self.n_layer, "n_head": self.n_head}
        return ModelConfig(**MODERN_MODEL, **shape, vocab_size=vocab_size)

    def training(self) -> TrainingConfig:
        """The recipe of `modern` with these numbers; the rate falls with the clock."""
        numbers = {
            "batch_size": self.batch_size,
            "matrix_learning_rate": self.matrix_learning_rate,
            "learning_rate": self.learning_rate,
            "max_iters": 10_000,
            "eval_interval": 10_000,
            "warmup_steps": 150,
        }
        return TrainingConfig(**MODERN_RECIPE | numbers)


#: What `choose` found for each budget in seconds.
CHOSEN = {
    10: Setting(48, 2, 16),
    25: Setting(48, 3, 16),
    60: Setting(64, 4, 16),
}
PROMISED = {10: 1.82, 25: 1.74, 60: 1.69}
CANDIDATES = {
    10: (Setting(32, 2, 16), Setting(32, 3, 16), Setting(32, 3, 32), Setting(48, 2, 16)),
    25: (Setting(32, 4, 16), Setting(48, 3, 16), Setting(64, 2, 16), Setting(64, 3, 16)),
    60: (Setting(64, 3, 16), Setting(64, 4, 16), Setting(64, 4, 32), Setting(96, 3, 16)),
}
RACE_SECONDS = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 10.0)
RACER = Setting(32, 2, 16)


def learn(corpus: Corpus, setting: Setting, seconds: float, seed: int) -> tuple[float, int]:
    """Final validation loss and iterations of a run within so many seconds."""
    model = setting.model(corpus.tokenizer.vocab_size)
    trainer = Trainer(corpus, model, setting.training(), seed=seed, seconds=seconds)
    trainer.threads = 2
    (end,) = (event for event in trainer if isinstance(event, Completed))
    return end.val_loss, end.step


def budgets(corpus: Corpus, quick: bool) -> Figures:
    """The chosen setting of every budget."""
    found: Figures = {}
    for seconds, setting in CHOSEN.items():
        if quick and seconds > 10:
            break
        runs = [learn(corpus, setting, seconds, seed) for seed in range(1, 2 if quick else 4)]
        found[str(seconds)] = {
            "setting": f"{setting.n_embd} wide, {setting.n_layer} layers, batch "
            f"{setting.batch_size}",
            "parameters": parameter_count(setting.model(corpus.tokenizer.vocab_size)),
            "iterations": round(statistics.median(steps for _, steps in runs)),
            "losses": [loss for loss, _ in runs],
        }
        print(f"{seconds} s: {found[str(seconds)]}", flush=True)
    return {"budgets": found}


def race(corpus: Corpus, quick: bool) -> Figures:
    """How many times sooner the baseline's final loss is reached."""
    theirs, their_seconds = nano_run(corpus, iterations=200 if quick else 2000)
    print(f"nanoGPT-style: {theirs:.3f} after {their_seconds:.1f} s of steps", flush=True)
    seeds = range(1, 2 if quick else 4)
    for seconds in RACE_SECONDS:
        losses = [learn(corpus, RACER, seconds, seed)[0] for seed in seeds]
        print(f"  ours after {seconds} s: {spread(losses)}", flush=True)
        if statistics.mean(losses) <= theirs:
            times = their_seconds / seconds
            return {"race": _race(theirs, their_seconds, seconds, losses, times)}
    return {"race": _race(theirs, their_seconds, None, losses, 0.0)}


def _race(
    theirs: float, their_seconds: float, seconds: float | None, losses: list[float], times: float
) -> Figures:
    return {
        "their_loss": theirs,
        "their_seconds": their_seconds,
        "our_seconds": seconds,
        "our_losses": losses,
        "times_sooner": times,
    }


def nano_run(corpus: Corpus, iterations: int) -> tuple[float, float]:
    """Final validation loss of the baseline, and the seconds that its steps took."""
    torch.manual_seed(0)
    torch.set_num_threads(2)
    T, batch, warmup = 64, 12, 100
    network = NanoGPT(corpus.tokenizer.vocab_size, n_embd=128, n_layer=4, n_head=4, block_size=T)
    for name, p in network.named_parameters():
        if p.ndim == 2:
            share = math.sqrt(2 * 4) if name.endswith(("proj.weight", "down.weight")) else 1.0
            nn.init.normal_(p, std=0.02 / share)
        elif name.endswith("bias"):
            nn.init.zeros_(p)
    matrices = [p for p in network.parameters() if p.ndim == 2]
    rest = [p for p in network.parameters() if p.ndim != 2]
    groups = [{"params": matrices, "weight_decay": 0.1}, {"params": rest, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.99), fused=True)
    data = torch.tensor(corpus.train).unfold(0, T + 1, 1)
    began = time.perf_counter()
    for step in range(iterations):
        progress = (step - warmup) / (iterations - warmup)
        decayed = 1e-4 + 0.5 * (1 + math.cos(math.pi * progress)) * (1e-3 - 1e-4)
        for group in optimizer.param_groups:
            group["lr"] = 1e-3 * (step + 1) / (warmup + 1) if step < warmup else decayed
        windows = data[torch.randint(len(data), (batch,))]
        loss = network(windows[:, :-1], windows[:, 1:])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
    seconds = time.perf_counter() - began
    with torch.inference_mode():
        judged = torch.tensor(corpus.val).unfold(0, T + 1, T)
        parts = [network(w[:, :-1], w[:, 1:]).item() * len(w) for w in judged.split(64)]
    torch.set_num_threads(1)
    return sum(parts) / len(judged), seconds


def choose(corpus: Corpus, quick: bool) -> Figures:
    """Every candidate's loss on a part of the training text that it did not learn from."""
    inner = Corpus.from_text(corpus.tokenizer.decode(corpus.train), 64)
    found: Figures = {}
    for seconds, candidates in CANDIDATES.items():
        for setting in candidates:
            losses = [learn(inner, setting, seconds, s)[0] for s in range(1, 2 if quick else 3)]
            found[f"{seconds} s, {setting}"] = losses
            print(f"{seconds} s: {spread(losses)} {setting}", flush=True)
    return {"choose": found}


def section(figures: Figures, where: Figures) -> list[str]:
    """The part of docs/learning.md."""
    references = figures["references"]
    lines = [
        "## The lowest loss within a few seconds",
        "",
        f"Written by `python -m benchmarks.budgets`. Measured {where['date']} on "
        f"{where['system']} with {where['cores']} cores, load before the start "
        f"{where['load_before']}; Shakespeare, two threads, the recipe of `modern`, median of 3 "
        "seeds ± half their range. Sizes were chosen on a tenth of the training part. Counting "
        f"triples of characters reaches {references['trigram']:.3f}.",
        "",
        "| Seconds | Model | Parameters | Iterations | Validation loss |",
        "|---|---|---|---|---|",
    ]
    for seconds, row in figures["budgets"].items():
        lines.append(
            f"| {seconds} | {row['setting']} | {row['parameters']:,} | {row['iterations']:,} | "
            f"{spread(row['losses'])} |"
        )
    r = figures["race"]
    lines += [
        "",
        "The nanoGPT-style model at its published laptop setting (4 layers, 4 heads, 128 wide, "
        f"batch 12, 2,000 iterations) ends at {r['their_loss']:.3f} after {r['their_seconds']:.0f} "
        f"s of steps. A model of {RACER.n_embd} channels and {RACER.n_layer} layers was at "
        f"{spread(r['our_losses'])} after {r['our_seconds']} s: {r['times_sooner']:.0f} times "
        "sooner.",
    ]
    return lines


PARTS: dict[str, Callable[[Corpus, bool], Figures]] = {
    part.__name__: part for part in (budgets, race, choose)
}


def main(arguments: list[str]) -> int:
    """Measure, print and keep the figures. Returns 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.budgets", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one seed, the shortest budget")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    told = parser.parse_args(arguments)
    if unknown := set(told.parts) - set(PARTS):
        parser.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    prepare_process()
    where = machine(os.getloadavg()[0])
    corpus = Corpus.from_text(text_named("shakespeare"), 64)
    references = reference_losses(corpus.train, corpus.val, corpus.tokenizer.vocab_size)
    figures: Figures = {"machine": where, "references": {"trigram": references.trigram}}
    for name in told.parts or ("budgets", "race"):
        figures |= PARTS[name](corpus, told.quick)
    results = RESULTS.with_name("budgets.json")
    results.parent.mkdir(exist_ok=True)
    results.write_text(json.dumps(figures, indent=1) + "\n")
    if not told.quick and {"budgets", "race"} <= figures.keys():
        write_section(DOCUMENT, "budgets", section(figures, where))
    missed = [
        f"{seconds} s: {statistics.median(row['losses']):.3f}, promised {PROMISED[int(seconds)]}"
        for seconds, row in figures.get("budgets", {}).items()
        if statistics.median(row["losses"]) > PROMISED[int(seconds)]
    ]
    if not told.quick and figures.get("race", {}).get("times_sooner", 30) < 30:
        missed.append("the baseline's loss 30 times sooner")
    for miss in missed:
        print(f"MISSED: {miss}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
