"""Whether the presets' numbers are well chosen, judged on a part of the training text.

Measures the loss (nats per character, all whole windows) on the last tenth of the *training* part
of Shakespeare after training on the rest of it; the validation part, on which `benchmarks.learning`
reports, is not even read. For each preset: its own recipe (the baseline), then one number changed
at a time: a rate times or by 1.4, half or twice the warm-up, half or twice the batch with as many
characters in all. Seeds are the same for all, two threads (the losses are those of one).

``python -m benchmarks.tuning [--quick] [PRESET...]``; writes benchmarks/results/tuning.json and, in
full, its part of docs/learning.md, with those presets that were measured. A neighbour that is
clearly better is told, and is no failure: the exit code is 0.
"""

from __future__ import annotations

import statistics
import sys

from backend.contract.config import TrainingConfig
from backend.data.corpus import Corpus
from backend.training.device import prepare_process
from backend.training.events import Completed
from backend.training.presets import PRESETS, resolve
from backend.training.trainer import Trainer
from benchmarks._command import command
from benchmarks._document import write_section
from benchmarks._machine import Machine, measured_on
from benchmarks._results import Figures, Results
from benchmarks._statistics import clearly_apart, plus_minus
from benchmarks._texts import for_choosing
from benchmarks.learning import DOCUMENT

#: Preset: how many seeds. Eloquent takes a minute a run.
SEEDS = {"tuned": 5, "modern": 5, "words": 3, "fluent": 1, "eloquent": 1}
QUICK = ("tuned", "modern")
CHOSEN = "as it is"
RATE_STEP = 1.4
#: Half the range between seeds that single runs are judged by (the widest of the table of losses).
SINGLE_RUN_SPREAD = 0.015

Recipes = dict[str, TrainingConfig]


def neighbours(training: TrainingConfig, *, large: bool) -> Recipes:
    """The recipe as it is, and around it with one number changed, by what changed.

    Args:
        large: only the rates; the rest would take minutes.
    """
    rates = ["learning_rate"]
    if training.optimizer == "muon":
        rates.append("matrix_learning_rate")
    found = {CHOSEN: training}
    for field in rates:
        value = getattr(training, field)
        for changed in (value / RATE_STEP, value * RATE_STEP):
            found[f"{field} {changed:.3g}"] = training.model_copy(update={field: changed})
    if large:
        return found
    for factor in (0.5, 2.0):
        warmup = round(training.warmup_steps * factor)
        found[f"warmup_steps {warmup}"] = training.model_copy(update={"warmup_steps": warmup})
    for factor in (0.5, 2.0):
        batch, iterations = round(training.batch_size * factor), round(training.max_iters / factor)
        found[f"batch_size {batch}, max_iters {iterations}"] = training.model_copy(
            update={
                "batch_size": batch,
                "max_iters": iterations,
                "warmup_steps": round(training.warmup_steps / factor),
            }
        )
    return found


def final_loss(corpus: Corpus, preset: str, recipe: TrainingConfig, seed: int) -> float:
    """What a run ends with on the corpus's last tenth."""
    model, _ = resolve(preset, {}, {}, corpus.tokenizer.vocab_size, len(corpus.text))
    # Only the end is asked for: checkpoints on the way cost time and change nothing.
    quiet = recipe.model_copy(update={"eval_interval": recipe.max_iters})
    trainer = Trainer(corpus, model, quiet, seed=seed)
    trainer.threads = 2
    (end,) = (event for event in trainer if isinstance(event, Completed))
    return end.val_loss


def of_preset(preset: str, seeds: int) -> Figures:
    """The losses of a preset and of its neighbours, one for each seed."""
    corpus = for_choosing("shakespeare", PRESETS[preset].model.block_size)
    large = SEEDS[preset] == 1
    losses: dict[str, list[float]] = {}
    for change, recipe in neighbours(PRESETS[preset].training, large=large).items():
        losses[change] = [final_loss(corpus, preset, recipe, seed) for seed in range(1, seeds + 1)]
        print(f"  {preset}, {change}: {plus_minus(losses[change])}", flush=True)
    return {"losses": losses}


def verdict(losses: list[float], chosen: list[float]) -> str:
    """How a neighbour compares with what was chosen."""
    difference = statistics.median(losses) - statistics.median(chosen)
    if len(losses) == 1:
        clear = abs(difference) > SINGLE_RUN_SPREAD
    else:
        clear = clearly_apart(losses, chosen)
    if not clear:
        return "within the spread"
    return "clearly better" if difference < 0 else "clearly worse"


def section(found: dict[str, Figures], machines: list[Machine]) -> list[str]:
    """The part of docs/learning.md."""
    lines = [
        "## Are the numbers well chosen?",
        "",
        "Written by `python -m benchmarks.tuning`. The losses of the tables above are those on the "
        "validation part, the last tenth of a text. Here that part is not read: Shakespeare's "
        "training part is cut once more, runs learn from its first nine tenths and are judged on "
        "its last, so these losses stand beside each other only. One number of a recipe is changed "
        "at a time. Batches: as many characters in all, the warm-up in proportion. Median of "
        f"{SEEDS['tuned']} seeds ± half their range ({SEEDS['words']} for `words`; `fluent` and "
        f"`eloquent` are single runs, held against a spread of {SINGLE_RUN_SPREAD}); a difference "
        "of no more than half the range of either is within the spread. "
        f"{measured_on(machines)}",
        "",
        "| Preset | Change | Loss on the tuning part | Against the preset | Verdict |",
        "|---|---|---|---|---|",
    ]
    for preset, figures in found.items():
        chosen = figures["losses"][CHOSEN]
        for change, losses in figures["losses"].items():
            against = told = ""
            if change != CHOSEN:
                difference = statistics.median(losses) - statistics.median(chosen)
                against, told = f"{difference:+.3f}", verdict(losses, chosen)
            lines.append(f"| {preset} | {change} | {plus_minus(losses)} | {against} | {told} |")
    return [*lines, "", better_ones(found)]


def better_ones(found: dict[str, Figures]) -> str:
    """One sentence that names the neighbours that are clearly better, or says that none is."""
    better = [
        f"{preset} with {change}"
        for preset, figures in found.items()
        for change, losses in figures["losses"].items()
        if verdict(losses, figures["losses"][CHOSEN]) == "clearly better"
    ]
    return f"Clearly better than what is shipped: {'; '.join(better) or 'no neighbour'}."


def main(arguments: list[str]) -> int:
    """Run the benchmark. Always succeeds."""
    told = command("tuning", __doc__, "two presets, one seed, no document", SEEDS).parse_args(
        arguments
    )
    prepare_process()
    print("Loss in nats per character on the last tenth of the training part, by what is changed.")
    file = Results("tuning", "quick" if told.quick else "")
    for preset in told.parts or (QUICK if told.quick else SEEDS):
        seeds = 1 if told.quick else SEEDS[preset]
        file.measure(preset, of_preset, preset, seeds)
    kept = file.parts()
    found = {preset: kept[preset] for preset in SEEDS if preset in kept}
    print(better_ones(found))
    if not told.quick:
        write_section(DOCUMENT, "tuning", section(found, file.machines(list(found))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
