"""How well the shipped presets learn.

Measures, for each preset on its texts, over several seeds, the final validation loss in nats per
character over all whole windows of the last tenth of the text (for `style`, which keeps its best
weights, the best checkpoint's), and the seconds of a run on one thread. Baselines: the n-gram
losses of the same text, that is, what counting alone reaches. (`benchmarks.speed` times steps.)

``python -m benchmarks.learning [--quick] [PRESET...]``; writes benchmarks/results/learning.json
and, in full, its part of docs/learning.md. Presets that are not named keep the figures of the last
run on this machine. Exit code 1 when the mean of a preset's seeds misses its bar, or its median
what `presets.py` promises by 0.05.
"""

from __future__ import annotations

import statistics
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from backend.data.corpus import Corpus
from backend.data.ngram import ReferenceLosses, reference_losses
from backend.training.checkpoint_io import model_from_bytes
from backend.training.device import prepare_process
from backend.training.events import Checkpoint, Completed, Weights
from backend.training.generation import generate
from backend.training.parameters import parameter_count
from backend.training.presets import PRESETS, resolve
from backend.training.trainer import Trainer
from benchmarks._command import command, exit_code
from benchmarks._document import write_section
from benchmarks._machine import Machine, measured_on
from benchmarks._results import Figures, Results
from benchmarks._statistics import plus_minus
from benchmarks._texts import OWN_TEXT, text_named

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "learning.md"

#: At most this mean of the seeds' losses on Shakespeare, after 500 iterations.
BARS = {"tuned": 2.25, "modern": 2.04}
#: A preset's loss may be this much above what it promises: seeds differ by about 0.02.
TOLERANCE = 0.05
#: Preset: the texts that it is judged on.
TEXTS = {name: (preset.expected.dataset,) for name, preset in PRESETS.items()} | dict.fromkeys(
    ("classic", "tuned", "modern"), ("shakespeare", "poems", "childrens")
)
QUICK = {"tuned": ("shakespeare",), "modern": ("shakespeare",)}
SEEDS = (1, 2, 3, 4, 5)
SAMPLE_CHARACTERS = 300
SAMPLE_TEMPERATURE = 0.7


@dataclass(frozen=True)
class Result:
    """What one preset reached on one text.

    Losses in nats per character, one for each seed; seconds of the iterations of a run.
    """

    preset: str
    text: str
    parameters: int
    iterations: int
    val_losses: list[float]
    references: ReferenceLosses
    train_seconds: float
    sample: str


def measure(preset: str, text_name: str, seeds: tuple[int, ...]) -> Result:
    """Train with every seed; the first one's weights write the sample."""
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
    return Result(
        preset=preset,
        text=text_name,
        parameters=parameter_count(model),
        iterations=training.max_iters,
        val_losses=losses,
        references=reference_losses(corpus.train, corpus.val, vocab_size),
        train_seconds=statistics.median(seconds),
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


def of_preset(preset: str, texts: tuple[str, ...], seeds: tuple[int, ...]) -> Figures:
    """One preset on its texts, as it is written down."""
    return {"results": [asdict(measure(preset, text, seeds)) for text in texts]}


def results_of(figures: Figures) -> list[Result]:
    """The results of one preset, read back."""
    return [
        Result(**{**row, "references": ReferenceLosses(**row["references"])})
        for row in figures["results"]
    ]


def document(results: list[Result], machines: list[Machine]) -> list[str]:
    """The first part of docs/learning.md."""
    lines = [
        "# What the presets learn, and how fast",
        "",
        "Written by `python -m benchmarks.learning` and the benchmarks that its parts name; do not "
        "edit by hand.",
        "",
        f"{len(SEEDS)} seeds each. {measured_on(machines)}",
        "",
        "## Losses",
        "",
        "Nats per character over all whole windows of the last tenth of the text, median of the "
        "seeds ± half their range (for `style` at the best checkpoint). Pairs and triples: what "
        "counting them reaches (interpolated, Witten-Bell). Own text: a piece of "
        f"{OWN_TEXT[2] - OWN_TEXT[1]:,} characters of the children's book. Run: seconds of the "
        "iterations on one thread.",
        "",
        "| Preset | Text | Parameters | Iterations | Validation loss | Pairs | Triples | Run, s |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for r in results:
        lines.append(
            f"| {r.preset} | {r.text} | {r.parameters:,} | {r.iterations:,} | "
            f"{plus_minus(r.val_losses)} | {r.references.bigram:.3f} | {r.references.trigram:.3f} "
            f"| {r.train_seconds:.1f} |"
        )
    for r in results:
        if r.text == "shakespeare" and r.preset in BARS:
            lines += ["", f"Mean of {r.preset} on shakespeare: {_against_its_bar(r)}."]
    lines += [
        "",
        "## What they write",
        "",
        f"At temperature {SAMPLE_TEMPERATURE}, after a newline.",
    ]
    for r in results:
        lines += ["", f"**{r.preset}**, {r.text}", "", "```text", *r.sample.split("\n"), "```"]
    return lines


def _against_its_bar(r: Result) -> str:
    return f"{statistics.mean(r.val_losses):.3f}, to be at most {BARS[r.preset]}"


def misses(results: list[Result]) -> list[str]:
    """Sentences about presets that miss their bar, or do not keep what they promise."""
    found = []
    for r in results:
        if r.text == "shakespeare" and statistics.mean(r.val_losses) > BARS.get(r.preset, 9.0):
            found.append(f"{r.preset}, mean of {len(r.val_losses)} seeds: {_against_its_bar(r)}")
        expected = PRESETS[r.preset].expected
        loss = statistics.median(r.val_losses)
        if r.text == expected.dataset and loss > expected.val_loss + TOLERANCE:
            found.append(f"{r.preset} on {r.text}: {loss:.3f}, promised {expected.val_loss:.2f}")
    return found


def main(arguments: list[str]) -> int:
    """Run the benchmark. Returns the exit code."""
    told = command("learning", __doc__, "two presets, one seed, no document", PRESETS).parse_args(
        arguments
    )
    prepare_process()
    print("Validation loss in nats per character, against counting pairs and triples.")
    texts = QUICK if told.quick else TEXTS
    seeds = SEEDS[:1] if told.quick else SEEDS
    file = Results("learning", "quick" if told.quick else "")
    measured = []
    for preset in told.parts or texts:
        where = texts.get(preset, TEXTS[preset])
        figures = file.measure(preset, of_preset, preset, where, seeds)
        for r in results_of(figures):
            measured.append(r)
            print(
                f"{preset} on {r.text}: {plus_minus(r.val_losses)} (pairs "
                f"{r.references.bigram:.3f}, triples {r.references.trigram:.3f}), "
                f"{r.train_seconds:.1f} s",
                flush=True,
            )
    kept = file.parts()
    if not told.quick and kept.keys() >= PRESETS.keys():
        rows = [r for preset in PRESETS for r in results_of(kept[preset])]
        write_section(DOCUMENT, "presets", document(rows, file.machines(list(PRESETS))))
    return exit_code(misses(measured))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
