"""Training without a server: ``python -m backend train --dataset shakespeare --preset tuned``.

Owns the command line and what a person or a script sees of a run. The training is the same trainer
the page uses.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from backend.contract.errors import ContractError
from backend.contract.rest import SEED_LIMIT
from backend.data.cleaning import clean_text
from backend.data.corpus import Corpus
from backend.data.dataset_loader import DatasetLoader
from backend.data.limits import check_upload_text
from backend.data.quality import NOISE, PLAUSIBLE, WORD, QualityMarker
from backend.data.readers import read_file
from backend.data.tokenizer import CharTokenizer
from backend.settings import SettingsError, load_settings, usable_cores
from backend.training.events import Checkpoint, Completed, Event, Sample, StepDone
from backend.training.parameters import parameter_count
from backend.training.presets import DEFAULT_PRESET, PRESETS, resolve

#: With --seconds and no --iters the clock alone ends the run.
MOST_ITERATIONS = 10_000
#: The page's colours of noise, plausible sequences and words.
SHADES = {NOISE: "grey50", PLAUSIBLE: "dodger_blue1", WORD: "green"}


def main(argv: list[str]) -> int:
    """Run one training from command line arguments (with or without a leading "train").

    Returns the exit code: 0, 1 for a run that diverged, 2 for input that was refused, 130 when
    interrupted.
    """
    arguments = _parser().parse_args(argv[1:] if argv[:1] == ["train"] else argv)
    console = Console(stderr=arguments.json, highlight=False)
    try:
        figures = _train(arguments, console)
    except ContractError as refusal:
        print(refusal.message, file=sys.stderr)
        return 2
    except OSError as problem:
        print(f"{problem.filename} cannot be read: {problem.strerror}.", file=sys.stderr)
        return 2
    except SettingsError as problem:
        print(problem, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    if arguments.json:
        print(json.dumps(figures, allow_nan=False), flush=True)
    return 0 if figures["val_loss"] is not None else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m backend train", description="Train a small GPT in this terminal."
    )
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--dataset", default="shakespeare", help="a bundled text (%(default)s)")
    source.add_argument("--file", type=Path, metavar="PATH", help="a .txt or .docx of your own")
    parser.add_argument(
        "--preset", default=DEFAULT_PRESET, help=f"{', '.join(PRESETS)} (%(default)s)"
    )
    parser.add_argument("--seed", type=_seed, help="the same seed gives the same run (random)")
    parser.add_argument("--iters", type=int, metavar="N", help="iterations (the preset's)")
    parser.add_argument(
        "--seconds", type=_seconds, metavar="N", help="train by the clock instead of iterations"
    )
    parser.add_argument(
        "--json", action="store_true", help="end with one line of JSON; progress goes to stderr"
    )
    return parser


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds above 0")
    return value


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > SEED_LIMIT:
        raise argparse.ArgumentTypeError(f"{text[:40]} is no whole number from 0 to {SEED_LIMIT}")
    return int(text)


def _read_text(arguments: argparse.Namespace) -> str:
    """The cleaned text to train on."""
    if arguments.file is None:
        return DatasetLoader(load_settings().datasets_dir).text(arguments.dataset)
    path: Path = arguments.file
    text = clean_text(read_file(path.name, path.read_bytes()).text).text
    check_upload_text(text)
    return text


def _recipe(arguments: argparse.Namespace) -> dict[str, Any]:
    """What the arguments change in the preset's recipe."""
    if arguments.iters is not None:
        return {"max_iters": arguments.iters}
    preset = PRESETS.get(arguments.preset)
    if arguments.seconds is None or preset is None:
        return {}
    # A warm-up in proportion to iterations that never come would last for ever.
    return {"max_iters": MOST_ITERATIONS, "warmup_steps": preset.training.warmup_steps}


def _train(arguments: argparse.Namespace, console: Console) -> dict[str, Any]:
    """Run the training, showing it on the console; the final figures."""
    text = _read_text(arguments)
    vocab_size = CharTokenizer.from_text(text).vocab_size
    model, training = resolve(arguments.preset, {}, _recipe(arguments), vocab_size, len(text))
    seed = random.SystemRandom().randrange(2**31) if arguments.seed is None else arguments.seed

    # Imported late, so that a misspelt argument is answered at once.
    from backend.training.trainer import Trainer

    trainer = Trainer(
        Corpus.from_text(text, model.block_size),
        model,
        training,
        seed=seed,
        marker=QualityMarker(text),
        seconds=arguments.seconds,
        engine=load_settings().engine,
    )
    trainer.threads = usable_cores()  # nobody else trains here; the losses are the same bits
    end = _show(trainer, training.max_iters, arguments.seconds, console)
    characters = end.step * training.batch_size * model.block_size
    figures = {
        "preset": arguments.preset,
        "seed": seed,
        "engine": trainer.engine,
        "parameters": parameter_count(model),
        "iterations": end.step,
        "seconds": round(end.seconds, 3),
        "tokens_per_second": round(characters / trainer.state.step_seconds),
        "train_loss": None if end.diverged else end.train_loss,
        "val_loss": None if end.diverged else end.val_loss,
    }
    console.print(_sentence(figures), soft_wrap=True)
    return figures


def _show(
    run: Iterable[Event], max_iters: int, seconds: float | None, console: Console
) -> Completed:
    """Follow a run to its end: a bar that grows, and every sample as it comes."""
    columns = (
        TextColumn("step {task.fields[step]}"),
        BarColumn(),
        TextColumn("loss {task.fields[loss]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=seconds or max_iters, step=0, loss="–")
        for event in run:
            if isinstance(event, StepDone):
                done = progress.tasks[0].elapsed or 0.0 if seconds else event.step
                progress.update(task, completed=done, step=event.step, loss=f"{event.loss:.3f}")
            elif isinstance(event, Checkpoint):
                losses = f"train {event.train_loss:.3f}, validation {event.val_loss:.3f}"
                console.print(f"\nstep {event.step}: {losses} nats per character", style="bold")
            elif isinstance(event, Sample):
                console.print(_coloured(event), soft_wrap=True)
            elif isinstance(event, Completed):
                return event
    raise RuntimeError("the run ended without a word")


def _coloured(sample: Sample) -> Text:
    """Prompt and sample, every character in the colour of its grade."""
    text = Text(sample.prompt, style="dim")
    for character, grade in zip(sample.text, sample.quality, strict=True):
        text.append(character, style=SHADES[grade])
    return text


def _sentence(figures: dict[str, Any]) -> str:
    """The final line for a person."""
    val_loss = figures["val_loss"]
    if val_loss is None:
        return (
            f"\nDiverged at step {figures['iterations']}: the loss is no longer a number. "
            "Try a lower learning rate or another preset."
        )
    return (
        f"\n{figures['preset']}, seed {figures['seed']}: {figures['parameters']:,} parameters, "
        f"{figures['iterations']:,} iterations in {figures['seconds']:.1f} s "
        f"({figures['tokens_per_second']:,} characters a second), "
        f"train loss {figures['train_loss']:.3f}, validation loss {val_loss:.3f} nats per character"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
