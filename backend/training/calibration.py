"""How long training steps take on each device of this machine: a second or two at the start.

Measures with the trainer itself, with the engine and the threads that a run alone on this machine
would have, so that what is timed is what would run. Decides nothing; `placement` does.
"""

from __future__ import annotations

import statistics
import time
import traceback
from collections.abc import Sequence

from backend.contract.config import ModelConfig, TrainingConfig
from backend.data.corpus import Corpus
from backend.training.engines import EngineChoice
from backend.training.events import StepDone
from backend.training.parameters import parameter_count
from backend.training.placement import CPU, crossover
from backend.training.trainer import Trainer

#: Widths and depths: 8,000 parameters as the smallest presets have, 107,000, and 805,000, four
#: times the largest preset.
SHAPES = ((16, 2), (64, 2), (128, 4))
WARM_STEPS = 2
TIMED_STEPS = 5


def calibrate(
    corpus: Corpus, devices: Sequence[str], threads: int, engine: EngineChoice = "auto"
) -> dict[str, int]:
    """Parameters from which each accelerator is faster than the CPU; those that never are miss.

    Args:
        threads: cores that a run alone on this machine has; 1 or more.
        engine: what runs on the CPU may use.

    An accelerator that fails at the work is one of them; the reason goes to standard error.
    """
    cpu_s = step_seconds(corpus, CPU, threads, engine)
    pays_from: dict[str, int] = {}
    for device in devices:
        if device == CPU:
            continue
        try:
            from_parameters = crossover(cpu_s, step_seconds(corpus, device, threads, engine))
        except (RuntimeError, NotImplementedError):
            traceback.print_exc()
            continue
        if from_parameters is not None:
            pays_from[device] = from_parameters
    return pays_from


def step_seconds(
    corpus: Corpus, device: str, threads: int, engine: EngineChoice = "auto"
) -> dict[int, float]:
    """Median seconds of a step on a device, by the parameters of the model.

    Args:
        threads, engine: as for `calibrate`; they make a difference on the CPU alone.
    """
    found: dict[int, float] = {}
    for width, depth in SHAPES:
        model = ModelConfig(
            n_embd=width, n_layer=depth, n_head=4, vocab_size=corpus.tokenizer.vocab_size
        )
        # No checkpoint within the steps: it is the steps that are timed.
        training = TrainingConfig(max_iters=100, eval_interval=100, warmup_steps=0)
        trainer = Trainer(corpus, model, training, seed=0, device=device, engine=engine)
        trainer.threads = threads
        times: list[float] = []
        for _ in range(WARM_STEPS + TIMED_STEPS):
            began = time.perf_counter()
            # Its loss is a number on the CPU: whatever ran on the device has ended by then.
            next(event for event in trainer.step() if isinstance(event, StepDone))
            times.append(time.perf_counter() - began)
        found[parameter_count(model)] = statistics.median(times[WARM_STEPS:])
    return found
