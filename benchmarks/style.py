"""Whether the machine learns to write like its author, from how little text, and without reciting.

Trains the `style` preset on the first 75, 150, 300 and 600 words of two example texts, over several
seeds, lets the weights write 600 characters that would write in the product, and measures:

* likeness of what it wrote to the last 350 words of its own author, which no run learns from.
  Baseline: likeness to the last 350 words of the other author. Told by every measure of
  `backend/style/similarity.py`: wins, and the mean margin. A second baseline is the author's own
  600 unseen characters in the machine's place: what a perfect pupil would reach.
* how well it guesses those 350 words: nats per character, and the share of characters it would
  guess right. Baseline: the weights with the lowest held-out loss within the text, which would
  write if the loss alone decided; for the loss also counting triples in the text.
* the longest run of characters copied, the share of copied 8-grams, and of words that are real,
  with the same baseline.

Everything is judged on that one page; the product shows its figures of style over four pages of the
same weights, which would only make them steadier.

How far the machine sees, which weights write and how the measures are joined was not chosen by
these two texts but by the three in `benchmarks/texts` (`--tuning` runs on those).

``python -m benchmarks.style [--quick] [--tuning]``; writes benchmarks/results/style.json, and in
full also docs/style.md. Exit code 1 when the overall likeness picks the other author more than once
in ten, or when half of the runs on 150 words write gibberish.
"""

from __future__ import annotations

import re
import statistics
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor

from backend.contract.style import Similarity
from backend.data.cleaning import clean_text
from backend.data.corpus import Corpus
from backend.data.dataset_loader import DatasetLoader
from backend.data.ngram import reference_losses
from backend.engine.style_questions import STYLE_CHARACTERS, STYLE_TEMPERATURE
from backend.sessions.history import History
from backend.settings import load_settings
from backend.style.aloud import GIBBERISH
from backend.style.copying import copied
from backend.style.metrics import real_words
from backend.style.reading import read
from backend.style.similarity import similarity
from backend.style.writer import latest_fair, too_much
from backend.training.checkpoint_io import model_from_bytes
from backend.training.device import prepare_process
from backend.training.events import Completed, Weights
from backend.training.generation import generate
from backend.training.micro_gpt import MicroGPT
from backend.training.presets import resolve
from backend.training.trainer import Trainer
from benchmarks._command import command, exit_code
from benchmarks._machine import Machine
from benchmarks._results import Figures, Results

TEXTS = Path(__file__).with_name("texts")
DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "style.md"
SIZES = (75, 150, 300, 600)
#: Words at the end of each text that nobody trains on.
UNSEEN_WORDS = 350
MEASURES = tuple(Similarity.model_fields)


@dataclass(frozen=True)
class Writer:
    """What the weights of one step know and write.

    `loss` in nats per character and `right`, the share of characters guessed right, both on the
    author's unseen words.
    """

    step: int
    loss: float
    right: float
    longest: int
    share_8gram: float
    copies: bool
    real_words: float
    text: str


@dataclass(frozen=True)
class Run:
    """One training on a piece of one author's text; likenesses 0..1 by measure, of `writes`."""

    voice: str
    words: int
    seed: int
    context: int
    best: Writer
    writes: Writer
    triples_loss: float
    own: dict[str, float]
    other: dict[str, float]
    pupil: dict[str, float]
    author_real_words: float
    seconds: float


def words_of(text: str, first: int | None = None, last: int | None = None) -> str:
    """The first or last so many words of a text, with what stands between them."""
    found = list(re.finditer(r"\S+", text))
    if first is not None:
        return text[: found[first - 1].end()]
    return text[found[-(last or 0)].start() :]


@torch.inference_mode()
def guesses(model: MicroGPT, ids: Tensor) -> tuple[float, float]:
    """Loss and share guessed right over ids (N,), each character with half a context at least."""
    T = model.config.block_size
    windows = ids.unfold(0, T + 1, T // 2)  # (W, T + 1)
    logits = model(windows[:, :-1]).logits[:, T // 2 :]  # (W, T - T // 2, V)
    targets = windows[:, 1 + T // 2 :]
    loss = torch.nn.functional.cross_entropy(logits.transpose(1, 2), targets)
    return float(loss), float((logits.argmax(dim=2) == targets).float().mean())


def train(voices: dict[str, str], voice: str, words: int, seed: int) -> Run:
    """Train on the first words of a voice and measure what it writes."""
    text = words_of(voices[voice], first=words)
    unseen = {name: words_of(whole, last=UNSEEN_WORDS) for name, whole in voices.items()}
    stranger = next(unseen[name] for name in voices if name != voice)
    model, training = resolve("style", {}, {}, len(set(text)), len(text))
    corpus = Corpus.from_text(text, model.block_size)
    trainer = Trainer(corpus, model, training, seed=seed)
    trainer.threads = 2
    known, _ = corpus.tokenizer.encode_known(unseen[voice])
    history = History()
    for event in trainer:
        if isinstance(event, Weights):
            history.weights[event.step] = event.data
        elif isinstance(event, Completed):
            history.best_step = event.best_step
    assert history.best_step is not None, "the run diverged"

    def writer(step: int) -> Writer:
        network = model_from_bytes(model, history.weights[step])
        made = generate(
            network, corpus.tokenizer, "", STYLE_CHARACTERS, STYLE_TEMPERATURE, seed=seed
        ).text
        found = copied(text, made)
        return Writer(
            step,
            *guesses(network, torch.tensor(known)),
            longest=found.longest,
            share_8gram=found.share_8gram,
            copies=too_much(found),
            real_words=real_words(made, text),
            text=made,
        )

    writes = latest_fair(history.writers(), writer, lambda made: made.copies)
    made, own_piece = read(writes.text), unseen[voice][:STYLE_CHARACTERS]
    return Run(
        voice=voice,
        words=words,
        seed=seed,
        context=model.block_size,
        best=writer(history.best_step),
        writes=writes,
        triples_loss=reference_losses(
            corpus.train, known, len(corpus.tokenizer.characters)
        ).trigram,
        own=similarity(made, read(unseen[voice])).wire(),
        other=similarity(made, read(stranger)).wire(),
        pupil=similarity(read(own_piece), read(text)).wire(),
        author_real_words=real_words(own_piece, text),
        seconds=trainer.state.step_seconds,
    )


def mean(values: Iterable[float]) -> float:
    """Mean as a plain number."""
    return float(statistics.mean(values))


def margins(runs: list[Run], measure: str) -> list[float]:
    """By how much each text is more like its own author than like the other."""
    return [run.own[measure] - run.other[measure] for run in runs]


def of_size(runs: list[Run], words: int) -> list[Run]:
    """The runs on so many words."""
    return [run for run in runs if run.words == words]


def document(runs: list[Run], where: Machine, seeds: int) -> str:
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
        f"author's last {UNSEEN_WORDS} words, which no run has seen. How far the machine sees, "
        "which weights write and how the measures are joined was settled on three other texts, "
        "those in `benchmarks/texts`.",
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
    lines += learned(runs, sizes)
    lines += ["", "## What it writes", "", f"The first seed, at temperature {STYLE_TEMPERATURE}."]
    for run in runs:
        if run.seed == 1:
            lines += ["", f"**{run.voice}**, {run.words} words, step {run.writes.step}", ""]
            lines += ["```text", *run.writes.text[:300].strip("\n").split("\n"), "```"]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def learned(runs: list[Run], sizes: list[int]) -> list[str]:
    """The lines on learning and copying: who writes, beside who would by the held-out loss."""
    lines = [
        "",
        "## How much it learned, and how much it copied",
        "",
        "Means over the runs. Two writers of each run are compared: the weights with the lowest "
        "loss on the text's own held-out tenth, and those that write in the product, the last "
        "whose text is not mostly copied (no run that counts as recited, under 60 % in copied "
        "8-grams; six steps are tried at most, and where all copy the best writes). A tenth "
        "of 150 words is 85 characters: its loss stops falling early, by chance and because the "
        "machine grows surer than it should be, while it goes on guessing unseen letters better.",
        "",
        "Guessed right: share of the characters of the unseen words; loss: nats per character of "
        "them (counting triples in brackets). Real words: share of the words written that the text "
        "has; for the author, of the next 600 characters they really wrote. Longest run: "
        "characters, mean and most. Context: how many characters the machine sees.",
        "",
        "| Words | Context | Writer | Step | Guessed right | Loss | Real words (author) | "
        "Copied 8-grams | Longest run |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for words in sizes:
        group = of_size(runs, words)
        for name, each in (
            ("lowest held-out loss", [run.best for run in group]),
            ("**writes**", [run.writes for run in group]),
        ):
            lines.append(
                f"| {words} | {mean(run.context for run in group):.0f} | {name} | "
                f"{steps(each)} | "
                f"{mean(w.right for w in each):.1%} | {mean(w.loss for w in each):.2f} "
                f"({mean(run.triples_loss for run in group):.2f}) | "
                f"{mean(w.real_words for w in each):.0%} "
                f"({mean(run.author_real_words for run in group):.0%}) | "
                f"{mean(w.share_8gram for w in each):.0%} | "
                f"{mean(w.longest for w in each):.0f}, {max(w.longest for w in each)} |"
            )
    return lines


def steps(writers: list[Writer]) -> str:
    """From which step to which they are."""
    first, last = min(w.step for w in writers), max(w.step for w in writers)
    return str(last) if first == last else f"{first} to {last}"


def voices_of(tuning: bool) -> dict[str, str]:
    """The product's example texts, or those that choices are made on."""
    if not tuning:
        return {v.id: v.text for v in DatasetLoader(load_settings().datasets_dir).voices()}
    return {
        path.stem: clean_text(path.read_text(encoding="utf-8")).text.strip()
        for path in sorted(TEXTS.glob("*.txt"))
    }


def train_all(voices: dict[str, str], sizes: tuple[int, ...], seeds: tuple[int, ...]) -> list[Run]:
    """Every voice at every size with every seed, told as they come."""
    runs = []
    for words in sizes:
        for voice in voices:
            for seed in seeds:
                run = train(voices, voice, words, seed)
                runs.append(run)
                print(
                    f"{voice}, {words} words, seed {seed}: overall {run.own['overall']:.3f} (other "
                    f"{run.other['overall']:.3f}), step {run.writes.step} (lowest loss "
                    f"{run.best.step}), guessed right {run.writes.right:.1%} "
                    f"({run.best.right:.1%}), longest copy {run.writes.longest}, 8-grams "
                    f"{run.writes.share_8gram:.0%}, real words {run.writes.real_words:.0%} "
                    f"({run.best.real_words:.0%})",
                    flush=True,
                )
    return runs


def misses(runs: list[Run]) -> list[str]:
    """Sentences about what is not as promised."""
    found = []
    lost = sum(margin <= 0 for margin in margins(runs, "overall"))
    print(f"The overall likeness picks the own author in {len(runs) - lost} of {len(runs)} runs.")
    if lost * 10 > len(runs):
        found.append(f"the other author won {lost} of {len(runs)}")
    gibberish = [run.writes.real_words < GIBBERISH for run in of_size(runs, 150)]
    if sum(gibberish) * 2 > len(gibberish):
        found.append(f"{sum(gibberish)} of {len(gibberish)} are gibberish")
    return found


def main(arguments: list[str]) -> int:
    """Run the benchmark. Returns the exit code."""
    parser = command("style", __doc__, "150 words, two seeds, no document")
    parser.add_argument("--tuning", action="store_true", help="on the other texts; no document")
    told = parser.parse_args(arguments)
    prepare_process()
    print("Likeness to the own author's unseen words less likeness to the other's; losses in nats")
    print("per character on unseen words, against counting triples.")
    seeds = (1, 2) if told.quick else (1, 2, 3)
    sizes = (150,) if told.quick else SIZES[:3] if told.tuning else SIZES
    runs: list[Run] = []

    def work() -> Figures:
        runs.extend(train_all(voices_of(told.tuning), sizes, seeds))
        return {"seeds": seeds, "runs": [asdict(run) for run in runs]}

    words = ("tuning" * told.tuning, "quick" * told.quick)
    file = Results("style", ".".join(word for word in words if word))
    file.measure("voices", work)
    if not (told.quick or told.tuning):
        (where,) = file.machines(["voices"])
        DOCUMENT.write_text(document(runs, where, len(seeds)), encoding="utf-8")
    return exit_code(misses(runs))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
