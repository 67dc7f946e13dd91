"""Whether the machine learns to write like its author, from how little text, and without reciting.

Trains the `style` preset on the first 150, 300 and 600 words of two example texts, over several
seeds, lets the best weights write 600 characters as the product does, and measures:

* likeness of what it wrote to the last 350 words of its own author, which no run learns from.
  Baseline: likeness to the last 350 words of the other author. Told by every measure of
  `backend/style/similarity.py`: wins, and the mean margin. A second baseline is the author's own
  600 unseen characters in the machine's place: what a perfect pupil would reach.
* loss in nats per character on those 350 words, of the best checkpoint and, to see what a better
  choice would have given, of the best one in hindsight. Baseline: counting triples in the text.
* the longest run of characters copied, the share of copied 8-grams, and of words that are real.

``python -m benchmarks.style [--quick]``; writes benchmarks/results/style.json, and in full also
docs/style.md. Exit code 1 when the overall likeness picks the other author more than once in ten.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import sys
from dataclasses import asdict, dataclass

import torch

from backend.contract.style import Similarity
from backend.data.corpus import Corpus
from backend.data.dataset_loader import DatasetLoader
from backend.data.ngram import reference_losses
from backend.engine.style_questions import STYLE_CHARACTERS, STYLE_TEMPERATURE
from backend.settings import load_settings
from backend.style.copying import copied
from backend.style.metrics import real_words
from backend.style.reading import read
from backend.style.similarity import similarity
from backend.training.checkpoint_io import model_from_bytes
from backend.training.device import prepare_process
from backend.training.evaluation import window_losses
from backend.training.events import Checkpoint, Completed, Weights
from backend.training.generation import generate
from backend.training.presets import resolve
from backend.training.trainer import Trainer
from benchmarks.learning import ROOT, machine

RESULTS = ROOT / "benchmarks" / "results" / "style.json"
DOCUMENT = ROOT / "docs" / "style.md"
SIZES = (150, 300, 600)
#: Words at the end of each text that nobody trains on.
UNSEEN_WORDS = 350
MEASURES = tuple(Similarity.model_fields)


@dataclass(frozen=True)
class Run:
    """One training on a piece of one author's text.

    Losses in nats per character on the author's unseen words; likenesses 0..1 by measure.
    """

    voice: str
    words: int
    seed: int
    best_step: int
    loss: float
    loss_in_hindsight: float
    triples_loss: float
    own: dict[str, float]
    other: dict[str, float]
    pupil: dict[str, float]
    longest: int
    share_8gram: float
    real_words: float
    author_real_words: float
    seconds: float
    text: str


def words_of(text: str, first: int | None = None, last: int | None = None) -> str:
    """The first or last so many words of a text, with what stands between them."""
    found = list(re.finditer(r"\S+", text))
    if first is not None:
        return text[: found[first - 1].end()]
    return text[found[-(last or 0)].start() :]


def train(voices: dict[str, str], voice: str, words: int, seed: int) -> Run:
    """Train on the first words of a voice and measure what the best weights write."""
    text = words_of(voices[voice], first=words)
    unseen = {name: words_of(whole, last=UNSEEN_WORDS) for name, whole in voices.items()}
    (stranger,) = (unseen[name] for name in voices if name != voice)
    model, training = resolve("style", {}, {}, len(set(text)), len(text))
    corpus = Corpus.from_text(text, model.block_size)
    trainer = Trainer(corpus, model, training, seed=seed)
    trainer.threads = 2
    known, _ = corpus.tokenizer.encode_known(unseen[voice])
    windows = torch.tensor(known).unfold(0, model.block_size + 1, model.block_size)
    checkpoints: set[int] = set()
    weights: dict[int, bytes] = {}
    best_step: int | None = None
    for event in trainer:
        if isinstance(event, Checkpoint):
            checkpoints.add(event.step)
        elif isinstance(event, Weights):
            weights[event.step] = event.data
        elif isinstance(event, Completed):
            best_step = event.best_step
    assert best_step is not None, "the run diverged"
    losses = {
        step: float(window_losses(model_from_bytes(model, data), windows).mean())
        for step, data in weights.items()
        if step in checkpoints
    }
    made = generate(
        model_from_bytes(model, weights[best_step]),
        corpus.tokenizer,
        "",
        STYLE_CHARACTERS,
        STYLE_TEMPERATURE,
        seed=seed,
    ).text
    copying = copied(text, made)
    own_piece = unseen[voice][:STYLE_CHARACTERS]
    return Run(
        voice=voice,
        words=words,
        seed=seed,
        best_step=best_step,
        loss=losses[best_step],
        loss_in_hindsight=min(losses.values()),
        triples_loss=reference_losses(
            corpus.train, known, len(corpus.tokenizer.characters)
        ).trigram,
        own=similarity(read(made), read(unseen[voice])).wire(),
        other=similarity(read(made), read(stranger)).wire(),
        pupil=similarity(read(own_piece), read(text)).wire(),
        longest=copying.longest,
        share_8gram=copying.share_8gram,
        real_words=real_words(made, text),
        author_real_words=real_words(own_piece, text),
        seconds=trainer.state.step_seconds,
        text=made,
    )


def mean(runs: list[Run], name: str) -> float:
    """Mean of one figure over runs."""
    return float(statistics.mean(getattr(run, name) for run in runs))


def margins(runs: list[Run], measure: str) -> list[float]:
    """By how much each text is more like its own author than like the other."""
    return [run.own[measure] - run.other[measure] for run in runs]


def of_size(runs: list[Run], words: int) -> list[Run]:
    """The runs on so many words."""
    return [run for run in runs if run.words == words]


def document(runs: list[Run], where: dict[str, object], seeds: int) -> str:
    """docs/style.md."""
    sizes = sorted({run.words for run in runs})
    lines = [
        "# What Style Transfer learns from a page of text",
        "",
        "Written by `python -m benchmarks.style`; do not edit by hand.",
        "",
        f"Measured {where['date']} on {where['system']} with {where['cores']} cores, PyTorch "
        f"{where['torch']}: the `style` preset on the first words of two example texts (a formal "
        f"correspondence, a chatty diary), {seeds} seeds each. Everything is judged on each "
        f"author's last {UNSEEN_WORDS} words, which no run has seen.",
        "",
        "## Is it more like its own author than like the other?",
        "",
        "Wins of all runs, and the mean margin of likeness (0 to 1). The measures are defined in "
        "`backend/style/similarity.py`. Two voices are few: the figures tell whether the measures "
        "work at all, not how they rank among hundreds of authors.",
        "",
        "| Measure | " + " | ".join(f"{words} words" for words in sizes) + " | All |",
        "|---|" + "---|" * (len(sizes) + 1),
    ]
    for measure in MEASURES:
        cells = []
        for group in (*(of_size(runs, words) for words in sizes), runs):
            found = margins(group, measure)
            wins = sum(margin > 0 for margin in found)
            cells.append(f"{wins} of {len(found)}, {statistics.mean(found):+.3f}")
        lines.append(f"| {measure} | " + " | ".join(cells) + " |")
    lines += [
        "",
        "## How much it learned, and how much it copied",
        "",
        "Means. Loss: nats per character on the unseen words, of the best checkpoint (the one with "
        "the lowest held-out loss within the text) and of the best one in hindsight; triples: what "
        "counting reaches. Real words: share of the words written that the text has; for the "
        "author, of the next 600 characters they really wrote.",
        "",
        "| Words | Best step | Loss | In hindsight | Triples | Longest copied run | Copied 8-grams "
        "| Real words | The author's |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for words in sizes:
        group = of_size(runs, words)
        lines.append(
            f"| {words} | {mean(group, 'best_step'):.0f} | {mean(group, 'loss'):.3f} | "
            f"{mean(group, 'loss_in_hindsight'):.3f} | {mean(group, 'triples_loss'):.3f} | "
            f"{mean(group, 'longest'):.0f} | {mean(group, 'share_8gram'):.0%} | "
            f"{mean(group, 'real_words'):.0%} | {mean(group, 'author_real_words'):.0%} |"
        )
    lines += ["", "## What it writes", "", f"The first seed, at temperature {STYLE_TEMPERATURE}."]
    for run in runs:
        if run.seed == 1:
            lines += ["", f"**{run.voice}**, {run.words} words", "", "```text"]
            lines += [*run.text[:300].strip("\n").split("\n"), "```"]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def main(arguments: list[str]) -> int:
    """Run the benchmark. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.style", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="300 words, two seeds, no document")
    quick = parser.parse_args(arguments).quick
    where = machine(os.getloadavg()[0])
    prepare_process()
    voices = {v.id: v.text for v in DatasetLoader(load_settings().datasets_dir).voices()}
    print("Likeness to the own author's unseen words less likeness to the other's; losses in nats")
    print("per character on unseen words, against counting triples.")
    print(json.dumps(where))
    seeds = (1, 2) if quick else (1, 2, 3)
    runs = []
    for words in (300,) if quick else SIZES:
        for voice in voices:
            for seed in seeds:
                run = train(voices, voice, words, seed)
                runs.append(run)
                print(
                    f"{voice}, {words} words, seed {seed}: overall {run.own['overall']:.3f} (other "
                    f"{run.other['overall']:.3f}), loss {run.loss:.3f} (triples "
                    f"{run.triples_loss:.3f}), longest copy {run.longest}, real words "
                    f"{run.real_words:.0%}",
                    flush=True,
                )
    RESULTS.parent.mkdir(exist_ok=True)
    found = {"machine": where, "seeds": seeds, "runs": [asdict(run) for run in runs]}
    RESULTS.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    if not quick:
        DOCUMENT.write_text(document(runs, where, len(seeds)), encoding="utf-8")
    lost = sum(margin <= 0 for margin in margins(runs, "overall"))
    print(f"The overall likeness picks the own author in {len(runs) - lost} of {len(runs)} runs.")
    if lost * 10 > len(runs):
        print(f"MISSED: the other author won {lost} of {len(runs)}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
