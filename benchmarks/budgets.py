"""The lowest loss within a few seconds, and how soon a well-known setting is overtaken.

Measures, on Shakespeare, with two threads, in nats per character:

* ``budgets``: the validation loss (all whole windows of the last tenth of the text) after 10, 25
  and 60 seconds of the trainer's own time, with the size and recipe that ``choose`` found best.
  Baseline: what counting triples of characters reaches.
* ``race``: the loss with which the nanoGPT-style model (`_nano_gpt.py`) ends at its published
  laptop setting (4 layers, 4 heads, 128 wide, context 64, batch 12, 2,000 iterations), the seconds
  that its steps took, and in how many seconds our trainer gets there. They take turns: a piece of
  its iterations, then one of our runs.
* ``choose`` (only when it is named): sizes and rates for each budget, compared on the last tenth of
  the *training* part; the validation part is not looked at.

``python -m benchmarks.budgets [--quick] [PART...]``; writes benchmarks/results/budgets.json and, in
full, its part of docs/learning.md. Exit code 1 when a budget's median or the race misses its bar.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import torch

from backend.contract.config import ModelConfig, TrainingConfig
from backend.data.corpus import Corpus
from backend.data.ngram import reference_losses
from backend.training.device import prepare_process
from backend.training.events import Completed
from backend.training.parameters import parameter_count
from backend.training.presets import MODERN_MODEL, MODERN_RECIPE
from backend.training.trainer import Trainer
from benchmarks._command import command, exit_code
from benchmarks._document import write_section
from benchmarks._machine import Machine, measured_on
from benchmarks._nano_gpt import PublishedRun
from benchmarks._results import Figures, Results
from benchmarks._statistics import plus_minus
from benchmarks._texts import for_choosing, text_named
from benchmarks.learning import DOCUMENT


@dataclass(frozen=True)
class Setting:
    """A size and the numbers of its recipe that a budget decides."""

    n_embd: int
    n_layer: int
    batch_size: int
    matrix_learning_rate: float = 0.04
    learning_rate: float = 0.015
    n_head: int = 4
    block_size: int = 64

    def __str__(self) -> str:
        return (
            f"{self.n_embd} wide, {self.n_layer} layers, {self.block_size} characters in sight, "
            f"batch {self.batch_size}"
        )

    def model(self, vocab_size: int) -> ModelConfig:
        """The architecture: `modern` in this size."""
        return ModelConfig(
            **MODERN_MODEL,
            n_embd=self.n_embd,
            n_layer=self.n_layer,
            n_head=self.n_head,
            block_size=self.block_size,
            vocab_size=vocab_size,
        )

    def training(self) -> TrainingConfig:
        """The recipe of `modern` with these numbers; the rate falls with the clock."""
        numbers = {
            "batch_size": self.batch_size,
            "matrix_learning_rate": self.matrix_learning_rate,
            "learning_rate": self.learning_rate,
            "max_iters": 10_000,
            "eval_interval": 10_000,
            "warmup_steps": 150,
            "min_lr_ratio": 0,
        }
        return TrainingConfig(**MODERN_RECIPE | numbers)


#: What `choose` found for each budget in seconds.
CHOSEN = {
    10: Setting(48, 2, 16),
    25: Setting(64, 3, 8, block_size=128),
    60: Setting(64, 4, 8, block_size=128),
}
PROMISED = {10: 1.82, 25: 1.74, 60: 1.69}
CANDIDATES = {
    10: (Setting(32, 2, 16), Setting(32, 3, 16), Setting(32, 3, 32), Setting(48, 2, 16)),
    25: (
        Setting(48, 3, 16),
        Setting(64, 3, 16),
        Setting(48, 3, 8, block_size=128),
        Setting(64, 2, 8, block_size=128),
        Setting(64, 3, 8, block_size=128),
    ),
    60: (
        Setting(64, 4, 16),
        Setting(96, 3, 16),
        Setting(64, 4, 8, block_size=128),
        Setting(96, 3, 8, block_size=128),
    ),
}
#: Our runs in the race, each with every seed. The shortest that gets there is what is told.
RACE_SECONDS = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
RACER = Setting(32, 2, 16)
SOONER = 30
#: PyTorch's own threads go on spinning for a while after their last product.
SPINNING_S = 0.3


def learn(corpus: Corpus, setting: Setting, seconds: float, seed: int) -> tuple[float, int]:
    """Final validation loss and iterations of a run within so many seconds."""
    model = setting.model(corpus.tokenizer.vocab_size)
    trainer = Trainer(corpus, model, setting.training(), seed=seed, seconds=seconds)
    trainer.threads = 2
    (end,) = (event for event in trainer if isinstance(event, Completed))
    return end.val_loss, end.step


def shakespeare() -> Corpus:
    """The text, both parts."""
    return Corpus.from_text(text_named("shakespeare"), 64)


def budgets(quick: bool) -> Figures:
    """The chosen setting of every budget."""
    corpus = shakespeare()
    found: Figures = {}
    for seconds, setting in CHOSEN.items():
        if quick and seconds > 10:
            break
        runs = [learn(corpus, setting, seconds, seed) for seed in range(1, 2 if quick else 4)]
        found[str(seconds)] = {
            "setting": str(setting),
            "parameters": parameter_count(setting.model(corpus.tokenizer.vocab_size)),
            "iterations": round(statistics.median(steps for _, steps in runs)),
            "losses": [loss for loss, _ in runs],
        }
        print(f"{seconds} s: {found[str(seconds)]}", flush=True)
    references = reference_losses(corpus.train, corpus.val, corpus.tokenizer.vocab_size)
    return {"budgets": found, "trigram": references.trigram}


def race(quick: bool) -> Figures:
    """How many times sooner the baseline's final loss is reached."""
    corpus = shakespeare()
    theirs = PublishedRun(corpus, iterations=100 if quick else 2000)
    seeds = range(1, 2 if quick else 4)
    turns = [(seconds, seed) for seed in seeds for seconds in RACE_SECONDS]
    ours: dict[float, list[float]] = {seconds: [] for seconds in RACE_SECONDS}
    for done, (seconds, seed) in enumerate(turns, start=1):
        torch.set_num_threads(2)
        theirs.advance_to(theirs.iterations * done // len(turns))
        torch.set_num_threads(1)
        time.sleep(SPINNING_S)
        ours[seconds].append(learn(corpus, RACER, seconds, seed)[0])
    their_loss = theirs.validation_loss()
    print(f"nanoGPT-style: {their_loss:.3f} after {theirs.seconds:.1f} s of steps", flush=True)
    for seconds, losses in ours.items():
        print(f"  ours after {seconds} s: {plus_minus(losses)}", flush=True)
    reached = [s for s, losses in ours.items() if statistics.mean(losses) <= their_loss]
    soonest = min(reached, default=None)
    return {
        "iterations": theirs.iterations,
        "their_loss": their_loss,
        "their_seconds": theirs.seconds,
        "our_seconds": soonest,
        "our_losses": ours[soonest or RACE_SECONDS[-1]],
        "times_sooner": theirs.seconds / soonest if soonest else 0.0,
    }


def choose(quick: bool) -> Figures:
    """Every candidate's loss on a part of the training text that it did not learn from."""
    inner = for_choosing("shakespeare", 64)
    found: Figures = {}
    for seconds, candidates in CANDIDATES.items():
        for setting in candidates:
            losses = [learn(inner, setting, seconds, s)[0] for s in range(1, 2 if quick else 3)]
            found[f"{seconds} s, {setting}"] = losses
            print(f"{seconds} s: {plus_minus(losses)} {setting}", flush=True)
    return found


def section(parts: dict[str, Figures], machines: list[Machine]) -> list[str]:
    """The part of docs/learning.md."""
    found, r = parts["budgets"], parts["race"]
    lines = [
        "## The lowest loss within a few seconds",
        "",
        "Written by `python -m benchmarks.budgets`. Shakespeare, two threads, the recipe of "
        "`modern`, median of 3 seeds ± half their range. Sizes were chosen on a tenth of the "
        f"training part. Counting triples of characters reaches {found['trigram']:.3f}. "
        f"{measured_on(machines)}",
        "",
        "| Seconds | Model | Parameters | Iterations | Validation loss | At most |",
        "|---|---|---|---|---|---|",
    ]
    for seconds, row in found["budgets"].items():
        lines.append(
            f"| {seconds} | {row['setting']} | {row['parameters']:,} | {row['iterations']:,} | "
            f"{plus_minus(row['losses'])} | {PROMISED[int(seconds)]} |"
        )
    ours = (
        f"A model of {RACER.n_embd} channels and {RACER.n_layer} layers was at "
        f"{plus_minus(r['our_losses'])} after {r['our_seconds']} s: {r['times_sooner']:.0f} times "
        f"sooner ({SOONER} promised)."
        if r["our_seconds"]
        else f"A model of {RACER.n_embd} channels and {RACER.n_layer} layers did not get there "
        f"within {RACE_SECONDS[-1]} s: {plus_minus(r['our_losses'])}."
    )
    return [
        *lines,
        "",
        "The nanoGPT-style model at its published laptop setting (4 layers, 4 heads, 128 wide, "
        f"batch 12, {r['iterations']:,} iterations) ends at {r['their_loss']:.3f} after "
        f"{r['their_seconds']:.0f} s of steps, in turns with our runs. {ours}",
    ]


def misses(parts: dict[str, Figures], quick: bool) -> list[str]:
    """Sentences about what is not as low or as soon as promised, of what was measured."""
    found = [
        f"{seconds} s: {statistics.median(row['losses']):.3f}, promised {PROMISED[int(seconds)]}"
        for seconds, row in parts.get("budgets", {"budgets": {}})["budgets"].items()
        if statistics.median(row["losses"]) > PROMISED[int(seconds)]
    ]
    # A quick race is against a twentieth of the published iterations: a look at whether it runs.
    if not quick and "race" in parts and parts["race"]["times_sooner"] < SOONER:
        times = parts["race"]["times_sooner"]
        found.append(f"the baseline's loss {times:.0f} times sooner, promised {SOONER}")
    return found


PARTS: dict[str, Callable[[bool], Figures]] = {
    part.__name__: part for part in (budgets, race, choose)
}


def main(arguments: list[str]) -> int:
    """Measure, print and keep the figures. Returns 1 when a bar is missed."""
    told = command("budgets", __doc__, "one seed, the shortest budget", PARTS).parse_args(arguments)
    prepare_process()
    file = Results("budgets", "quick" if told.quick else "")
    measured = {
        name: file.measure(name, PARTS[name], told.quick)
        for name in told.parts or ("budgets", "race")
    }
    kept = file.parts()
    if not told.quick and kept.keys() >= {"budgets", "race"}:
        machines = file.machines(["budgets", "race"])
        write_section(DOCUMENT, "budgets", section(kept, machines))
    return exit_code(misses(measured, told.quick))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
