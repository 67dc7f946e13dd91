"""What each change from ``classic`` to ``modern`` buys: a ladder, and modern without each.

Measures the validation loss (nats per character, all whole windows of the last tenth of
Shakespeare) after 500 iterations of about the same number of parameters, several seeds. Baseline:
the rung below on the ladder; modern itself for what is left out.

``python -m benchmarks.ablation [--quick]``; writes benchmarks/results/ablation.json and, in full,
its part of docs/learning.md.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from dataclasses import dataclass
from typing import Any

from backend.contract.config import ModelConfig, TrainingConfig
from backend.data.corpus import Corpus
from backend.training.device import prepare_process
from backend.training.events import Completed
from backend.training.parameters import parameter_count
from backend.training.presets import PRESETS
from backend.training.trainer import Trainer
from benchmarks._document import write_section
from benchmarks.learning import DOCUMENT, RESULTS, spread, text_named

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


def climb(corpus: Corpus, seeds: int) -> list[tuple[str, Reached, Reached | None]]:
    """For `classic` and each rung: its title, what the ladder has reached, modern without it."""
    fields, recipe = CLASSIC.model.model_dump(), CLASSIC.training
    rows: list[tuple[str, Reached, Reached | None]] = [
        ("`classic`", reach(corpus, fields, recipe, seeds), None)
    ]
    modern = MODERN.model.model_dump()
    for rung in LADDER:
        fields, recipe = fields | rung.model, rung.recipe or recipe
        without = modern | {field: CLASSIC.model.model_dump()[field] for field in rung.model}
        # The last recipe undone is the one before it: bold steps of AdamW alone.
        other = TUNED.training if rung.recipe is MODERN.training else MODERN.training
        left_out = None if rung.recipe is TUNED.training else reach(corpus, without, other, seeds)
        rows.append((rung.title, reach(corpus, fields, recipe, seeds), left_out))
        print(f"  {rung.title}: {spread(rows[-1][1].losses)}", flush=True)
    return rows


def table(rows: list[tuple[str, Reached, Reached | None]], seeds: int) -> list[str]:
    """The section of docs/learning.md."""
    lines = [
        "## From Classic to Modern, change by change",
        "",
        f"Written by `python -m benchmarks.ablation`. Shakespeare, 500 iterations of 32 × 64 "
        f"characters, median of {seeds} seeds ± half their range. Each row adds its change to the "
        "rows above; the last column takes it out of `modern`.",
        "",
        "| Change | Parameters | Validation loss | Change by it | `modern` without it |",
        "|---|---|---|---|---|",
    ]
    before = None
    modern = statistics.median(rows[-1][1].losses)
    for title, reached, left_out in rows:
        loss = statistics.median(reached.losses)
        gain = "" if before is None else f"{loss - before:+.3f}"
        without = ""
        if left_out is not None:
            missed = statistics.median(left_out.losses)
            without = f"{spread(left_out.losses)} ({missed - modern:+.3f})"
        name = title if before is None else f"+ {title}"
        lines.append(
            f"| {name} | {reached.parameters:,} | {spread(reached.losses)} | {gain} | {without} |"
        )
        before = loss
    return lines


def main(arguments: list[str]) -> int:
    """Run the benchmark. Returns 1 when modern is no better than classic."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ablation", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one seed, no document")
    quick = parser.parse_args(arguments).quick
    prepare_process()
    seeds = 1 if quick else 5
    corpus = Corpus.from_text(text_named("shakespeare"), CLASSIC.model.block_size)
    rows = climb(corpus, seeds)
    lines = table(rows, seeds)
    print("\n".join(lines))
    results = RESULTS.with_name("ablation.json")
    results.parent.mkdir(exist_ok=True)
    kept = [{"change": t, "losses": r.losses, "parameters": r.parameters} for t, r, _ in rows]
    results.write_text(json.dumps(kept, indent=1) + "\n")
    if not quick:
        write_section(DOCUMENT, "ablation", lines)
    first, last = (statistics.median(rows[i][1].losses) for i in (0, -1))
    return 0 if last < first else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
