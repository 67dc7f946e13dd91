"""What each change from ``classic`` to ``modern`` buys: a ladder, and modern without each.

Measures the validation loss (nats per character, all whole windows of the last tenth of
Shakespeare) after 500 iterations of about the same number of parameters, several seeds. Baseline:
the rung below on the ladder; modern itself for what is left out.

``python -m benchmarks.ablation [--quick]``; writes benchmarks/results/ablation.json and, in full,
its part of docs/learning.md.
"""

from __future__ import annotations

import statistics
import sys
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from backend.contract.config import ModelConfig, TrainingConfig
from backend.data.corpus import Corpus
from backend.training.device import prepare_process
from backend.training.events import Completed
from backend.training.parameters import parameter_count
from backend.training.presets import PRESETS
from backend.training.trainer import Trainer
from benchmarks._command import command, exit_code
from benchmarks._document import write_section
from benchmarks._machine import Machine, measured_on
from benchmarks._results import Results
from benchmarks._statistics import clearly_apart, plus_minus
from benchmarks._texts import text_named
from benchmarks.learning import DOCUMENT

CLASSIC, TUNED, MODERN = (PRESETS[name] for name in ("classic", "tuned", "modern"))
Overrides = dict[str, Any]


@dataclass(frozen=True)
class Rung:
    """One change: fields of the model, or a whole recipe."""

    title: str
    model: Overrides
    recipe: TrainingConfig | None = None


def _of_modern(*fields: str) -> Overrides:
    return {field: getattr(MODERN.model, field) for field in fields}


LADDER = (
    Rung("bold steps (the recipe of `tuned`)", {}, TUNED.training),
    Rung("distances instead of places (relative positions)", _of_modern("position")),
    Rung("RMSNorm for LayerNorm", _of_modern("norm")),
    Rung("ReLU² for ReLU", _of_modern("activation")),
    Rung("an output matrix of its own", _of_modern("weight_tying")),
    Rung("each embedding with some of the one before (smear)", _of_modern("smear")),
    Rung("Muon for the matrices, and its rates", {}, MODERN.training),
)


@dataclass(frozen=True)
class Reached:
    """A configuration's size and its losses, one for each seed."""

    parameters: int
    losses: list[float]


def reach(corpus: Corpus, fields: Overrides, recipe: TrainingConfig, seeds: int) -> Reached:
    """Train a configuration with every seed."""
    model = ModelConfig(**fields, vocab_size=corpus.tokenizer.vocab_size)
    # Only the end is asked for: checkpoints on the way cost time and change nothing.
    quiet = recipe.model_copy(update={"eval_interval": recipe.max_iters})
    losses = []
    for seed in range(1, seeds + 1):
        events = list(Trainer(corpus, model, quiet, seed=seed))
        (end,) = (event for event in events if isinstance(event, Completed))
        losses.append(end.val_loss)
    return Reached(parameter_count(model), losses)


@dataclass(frozen=True)
class Row:
    """A rung: what the ladder has reached with it, and `modern` without it where that is asked."""

    title: str
    reached: Reached
    left_out: Reached | None


def climb(corpus: Corpus, seeds: int) -> list[Row]:
    """`classic`, then every rung."""
    fields, recipe = CLASSIC.model.model_dump(), CLASSIC.training
    rows = [Row("`classic`", reach(corpus, fields, recipe, seeds), None)]
    modern = MODERN.model.model_dump()
    for rung in LADDER:
        fields, recipe = fields | rung.model, rung.recipe or recipe
        without = modern | {field: CLASSIC.model.model_dump()[field] for field in rung.model}
        # The last recipe undone is the one before it: bold steps of AdamW alone.
        other = TUNED.training if rung.recipe is MODERN.training else MODERN.training
        left_out = None if rung.recipe is TUNED.training else reach(corpus, without, other, seeds)
        rows.append(Row(rung.title, reach(corpus, fields, recipe, seeds), left_out))
        print(f"  {rung.title}: {plus_minus(rows[-1].reached.losses)}", flush=True)
    return rows


def table(rows: list[Row], seeds: int, machines: list[Machine]) -> list[str]:
    """The section of docs/learning.md."""
    lines = [
        "## From Classic to Modern, change by change",
        "",
        "Written by `python -m benchmarks.ablation`. Shakespeare, 500 iterations of 32 × 64 "
        f"characters, median of {seeds} seeds ± half their range. Each row adds its change to the "
        "rows above; the last column takes it out of `modern`. A change by no more than half the "
        f"range of either row is within the spread: chance alone may do it. "
        f"{measured_on(machines)}",
        "",
        "| Change | Parameters | Validation loss | Change by it | `modern` without it |",
        "|---|---|---|---|---|",
    ]
    before: Reached | None = None
    modern = rows[-1].reached
    for row in rows:
        gain = "" if before is None else judged(row.reached.losses, before.losses)
        without = ""
        if row.left_out is not None:
            losses = row.left_out.losses
            without = f"{plus_minus(losses)} ({judged(losses, modern.losses)})"
        name = row.title if before is None else f"+ {row.title}"
        lines.append(
            f"| {name} | {row.reached.parameters:,} | {plus_minus(row.reached.losses)} | {gain} | "
            f"{without} |"
        )
        before = row.reached
    return [*lines, "", *in_words(rows)]


def judged(losses: list[float], baseline: list[float]) -> str:
    """By how much the medians differ, and whether that is more than chance."""
    told = f"{statistics.median(losses) - statistics.median(baseline):+.3f}"
    return told if clearly_apart(losses, baseline) else f"{told}, within the spread"


def in_words(rows: list[Row]) -> list[str]:
    """Which rungs these seeds show to help, and which might be chance, though `modern` miss them.

    Nothing where there is one seed, of which no spread can be known.
    """
    modern = rows[-1].reached.losses
    if len(modern) == 1:
        return ["Single runs: what is chance cannot be told."]
    by_verdict: dict[str, list[str]] = {"lower": [], "higher": [], "within the spread": []}
    for below, row in pairwise(rows):
        if clearly_apart(row.reached.losses, below.reached.losses):
            falls = statistics.median(row.reached.losses) < statistics.median(below.reached.losses)
            by_verdict["lower" if falls else "higher"].append(row.title)
            continue
        without = row.left_out.losses if row.left_out else modern
        worse = statistics.median(without) > statistics.median(modern)
        missed = worse and clearly_apart(without, modern)
        told = " (yet clearly missed where `modern` lacks it)" if missed else ""
        by_verdict["within the spread"].append(row.title + told)
    sentences = {
        "lower": "Clearly lower than the row above",
        "higher": "Clearly higher than the row above",
        "within the spread": "Within the spread, so nothing is shown on this ladder",
    }
    return [
        " ".join(
            f"{sentences[key]}: {'; '.join(told)}." for key, told in by_verdict.items() if told
        )
    ]


def main(arguments: list[str]) -> int:
    """Run the benchmark. Returns 1 when modern is no better than classic."""
    told = command("ablation", __doc__, "one seed, no document").parse_args(arguments)
    prepare_process()
    seeds = 1 if told.quick else 5
    corpus = Corpus.from_text(text_named("shakespeare"), CLASSIC.model.block_size)
    file = Results("ablation", "quick" if told.quick else "")
    rows: list[Row] = []

    def ladder() -> dict[str, object]:
        rows.extend(climb(corpus, seeds))
        return {"rows": [asdict(row) for row in rows]}

    file.measure("ladder", ladder)
    lines = table(rows, seeds, file.machines())
    print("\n".join(lines))
    if not told.quick:
        write_section(DOCUMENT, "ablation", lines)
    first, last = (statistics.median(rows[i].reached.losses) for i in (0, -1))
    return exit_code([] if last < first else [f"modern {last:.3f}, classic {first:.3f}"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
