"""The training loop: give it a text and a configuration, iterate it, get typed events.

    for event in Trainer(corpus, model, training, seed=7):
        print(event)

Owns the order of what happens in a run. Takes no orders, knows no audience, does not wait: whoever
iterates decides between two events whether there is a next one, so pausing, stepping and pacing
cannot change a number. Generators are lazy: nothing happens before the next event is asked for.
"""

from __future__ import annotations

import math
import time
from collections.abc import Generator, Iterator
from typing import Self, TypeVar

import numpy as np
import numpy.typing as npt
import torch

from backend.contract.config import EngineName, ModelConfig, TrainingConfig
from backend.contract.errors import ContractError
from backend.data.corpus import Corpus
from backend.data.quality import QualityMarker
from backend.data.tokenizer import Tokens
from backend.training.batches import Batches
from backend.training.checkpoint_io import model_to_bytes
from backend.training.device import prepare_process
from backend.training.engines import EngineChoice, choose_engine
from backend.training.evaluation import Evaluator
from backend.training.events import (
    AttentionMaps,
    Checkpoint,
    Completed,
    Event,
    Pulse,
    Sample,
    StepDone,
    Weights,
)
from backend.training.excerpts import probe_excerpt, sample_prompt
from backend.training.generation import generate
from backend.training.init import initialise
from backend.training.inspection import look
from backend.training.micro_gpt import MicroGPT
from backend.training.optimizers import Optimizer
from backend.training.parameters import BYTES_PER_FLOAT, parameter_count
from backend.training.schedule import learning_rate_factor
from backend.training.snapshots import snapshot_steps
from backend.training.state import TrainState, read_bytes
from backend.training.step_engine import Outcome
from backend.training.streams import stream, stream_seed

Result = TypeVar("Result")

SAMPLE_CHARACTERS = 100
#: Cool enough to hide the long tail that a small model is always unsure of, warm enough to vary.
SAMPLE_TEMPERATURE = 0.7


class Trainer:
    """One run of one model on one text.

    Args:
        corpus: both parts must be longer than the model's block_size.
        model, training: what is trained, how.
        seed: decides every number of the run, together with the arguments before it.
        device: from `choose_device`.
        probe_text: what attention is watched on (its last block_size known characters); without it
            an excerpt of the validation part.
        marker: grades samples; without it they carry no grades.
        seconds: end after this much of the trainer's own time (or after max_iters, if that comes
            first) and let the learning rate fall by time. Such a run does not repeat exactly.
        engine: "torch" keeps it from using compiled code; the losses then differ by rounding, and
            with dropout by the draw of what rests.

    Raises:
        ContractError: ``text_too_short``, or ``invalid_request`` for an unknown probe text.
        ValueError: when the model's vocabulary is not the corpus's.
    """

    def __init__(
        self,
        corpus: Corpus,
        model: ModelConfig,
        training: TrainingConfig,
        *,
        seed: int,
        device: str = "cpu",
        probe_text: str | None = None,
        marker: QualityMarker | None = None,
        seconds: float | None = None,
        engine: EngineChoice = "auto",
    ) -> None:
        _check(corpus, model)
        prepare_process()
        self.corpus, self.config, self.training = corpus, model, training
        self.seed, self.device, self.marker, self.seconds = seed, device, marker, seconds
        self.probe_text = probe_text
        train = torch.tensor(corpus.train)
        self._batches = Batches(train, model.block_size, model.vocab_size, training, seed)
        self._evaluator = Evaluator(train, torch.tensor(corpus.val), model, seed)
        validation = corpus.tokenizer.decode(corpus.val)
        self._prompt = sample_prompt(validation, model.block_size)
        self._probe = self._probe_ids(validation)
        self._stops = frozenset(
            snapshot_steps(
                training.max_iters,
                training.eval_interval,
                parameter_count(model) * BYTES_PER_FLOAT,
            )
        )
        self._running_since: float | None = None
        self._maps: AttentionMaps | None = None

        network = MicroGPT(model)
        initialise(network, training, stream(seed, "init"))
        network.to(device)
        self.state = TrainState(network, Optimizer(network, training))
        self._engine, self.engine_reason = choose_engine(engine, network, self.state.optimizer)

    # ---- what a caller asks ------------------------------------------------------------------

    @property
    def model(self) -> MicroGPT:
        """The network being trained. Look, but do not change it."""
        return self.state.model

    @property
    def current_step(self) -> int:
        """Finished iterations."""
        return self.state.step

    @property
    def done(self) -> bool:
        """Whether the run is over."""
        return self.state.done

    @property
    def engine(self) -> EngineName:
        """Who does the iterations; `engine_reason` says why when it is not compiled code."""
        return self._engine.name

    @property
    def threads(self) -> int:
        """How many threads iterations use, 1 at first; only the pace depends on it.

        Set it between steps, to the cores that are there for this run; the engine takes as many as
        it can use.
        """
        return self._engine.threads

    @threads.setter
    def threads(self, count: int) -> None:
        if count < 1:
            raise ValueError(f"threads is {count}; it must be 1 or more")
        self._engine.threads = count

    def start(self) -> Iterator[Event]:
        """Checkpoint 0: what the untrained model makes of it all."""
        return self._timed(self._checkpoint(keep=True))

    def step(self, checkpoint: bool = False) -> Iterator[Event]:
        """One iteration: StepDone, then a checkpoint where one is due or asked for.

        Raises:
            RuntimeError: when the run is over.
        """
        return self._timed(self._step(checkpoint))

    def __iter__(self) -> Iterator[Event]:
        """The whole run, or what is left of it."""
        if self.state.step == 0:
            yield from self.start()
        while not self.done:
            yield from self.step()

    def probe_attention(self) -> AttentionMaps:
        """Who looks at whom in the probe text at this moment; changes nothing.

        Frames and measured heads ask for it: each step is looked at once. Made by the engine, so up
        to rounding what a checkpoint shows.
        """
        if self._maps is None or self._maps.step != self.state.step:
            self._maps = self._probed(self._engine.attention(self._probe))
        return self._maps

    def _probed(self, attention: npt.NDArray[np.float32]) -> AttentionMaps:
        tokens = self.corpus.tokenizer.decode(self._probe)
        return AttentionMaps(self.state.step, tokens, attention)

    def weights(self) -> Weights:
        """The weights as they are now, to be kept."""
        return Weights(self.state.step, model_to_bytes(self.model))

    def save(self) -> bytes:
        """The whole run between two calls of `step`, for `load`."""
        return self.state.to_bytes(
            {
                "model": self.config.model_dump(),
                "training": self.training.model_dump(),
                "seed": self.seed,
                "probe_text": self.probe_text,
                "seconds": self.seconds,
            }
        )

    @classmethod
    def load(
        cls,
        data: bytes,
        corpus: Corpus,
        *,
        device: str = "cpu",
        marker: QualityMarker | None = None,
        engine: EngineChoice = "auto",
    ) -> Self:
        """Go on where `save` was called, with the same corpus.

        Raises:
            ValueError: when the bytes are not a saved run.
        """
        run, numbers, tensors = read_bytes(data)
        trainer = cls(
            corpus,
            ModelConfig(**run["model"]),
            TrainingConfig(**run["training"]),
            seed=run["seed"],
            device=device,
            probe_text=run["probe_text"],
            marker=marker,
            seconds=run["seconds"],
            engine=engine,
        )
        trainer.state.restore(numbers, tensors)
        return trainer

    # ---- one iteration -----------------------------------------------------------------------

    def _step(self, checkpoint: bool) -> Iterator[Event]:
        state = self.state
        if state.done:
            raise RuntimeError(f"the run ended at step {state.step}; start a new trainer")
        began = self._elapsed()
        factor = self._factor()
        outcome = yield from self._iterate(factor)
        state.step += 1
        state.step_seconds += self._elapsed() - began
        rate = self.training.learning_rate * factor
        yield StepDone(state.step, outcome.loss, rate, outcome.grad_norm)

        last = not outcome.healthy or self._budget_used() >= 1
        due = state.step % self.training.eval_interval == 0
        if checkpoint or due or last:
            yield from self._checkpoint(keep=checkpoint, last=last, diverged=not outcome.healthy)
        elif state.step in self._stops:
            yield self.weights()

    def _iterate(self, factor: float) -> Generator[Event, None, Outcome]:
        """Learn from the next batch, with learning rates scaled by factor."""
        inputs, targets = self._batches.draw(self.state.step)
        dropout_seed = stream_seed(self.seed, "dropout", self.state.step)
        work = self._engine.iterate(inputs, targets, dropout_seed, factor)
        outcome: Outcome = yield from self._pulsing(work)
        return outcome

    def _factor(self) -> float:
        training = self.training
        return learning_rate_factor(
            self.state.step,
            max_iters=training.max_iters,
            warmup_steps=training.warmup_steps,
            decay=training.lr_decay,
            min_ratio=training.min_lr_ratio,
            elapsed_fraction=None if self.seconds is None else min(1.0, self._budget_used()),
        )

    def _budget_used(self) -> float:
        """Share of the run that is over; 1 or more at its end."""
        used = self.state.step / self.training.max_iters
        return used if self.seconds is None else max(used, self._elapsed() / self.seconds)

    # ---- one checkpoint ----------------------------------------------------------------------

    def _checkpoint(
        self, *, keep: bool = False, last: bool = False, diverged: bool = False
    ) -> Iterator[Event]:
        """Weights where kept, Checkpoint, Sample, AttentionMaps; Completed when it is the last.

        The weights come first, so that whoever is told of a step can be answered about it. Nothing
        can be sampled from a model whose losses are not numbers: such a run ends with Checkpoint
        and Completed.
        """
        state = self.state
        step = state.step
        whole = last and not diverged
        estimate = yield from self._pulsing(self._evaluator.judge(self._engine.losses, whole=whole))
        diverged = diverged or not (math.isfinite(estimate.train) and math.isfinite(estimate.val))
        best = not diverged and estimate.val_compared < state.best_loss
        if best:
            state.best_step, state.best_loss = step, estimate.val_compared
        if not diverged and (keep or last or best or step in self._stops):
            yield self.weights()
        yield Checkpoint(step, estimate.train, estimate.val)
        if not diverged:
            yield self._sample()
            # By the model itself, digit for digit what a question about this step is answered.
            yield self._probed(look(self.model, self._probe).attention)
        if last or diverged:
            state.done, state.diverged = True, diverged
            yield Completed(
                step, estimate.train, estimate.val, state.best_step, self._elapsed(), diverged
            )

    def _sample(self) -> Sample:
        step = self.state.step
        written = generate(
            self.model,
            self.corpus.tokenizer,
            self._prompt,
            SAMPLE_CHARACTERS,
            SAMPLE_TEMPERATURE,
            seed=stream_seed(self.seed, "sample", step),
            reader=self._engine.reader(),
        )
        quality = self.marker.mark(written.prompt, written.text) if self.marker else ""
        return Sample(step, written.prompt, written.text, quality)

    # ---- the means ---------------------------------------------------------------------------

    def _timed(self, events: Iterator[Event]) -> Iterator[Event]:
        """Pass events on; count the time that making them takes, not what happens in between."""
        while True:
            self._running_since = time.perf_counter()
            try:
                event = next(events, None)
            finally:
                self.state.seconds = self._elapsed()
                self._running_since = None
            if event is None:
                return
            yield event

    def _elapsed(self) -> float:
        """Seconds of the trainer's own work so far."""
        if self._running_since is None:
            return self.state.seconds
        return self.state.seconds + time.perf_counter() - self._running_since

    def _pulsing(self, work: Generator[None, None, Result]) -> Generator[Event, None, Result]:
        """Do work that pauses now and then, with a pulse at each pause; returns its result."""
        while True:
            try:
                next(work)
            except StopIteration as finished:
                result: Result = finished.value
                return result
            yield Pulse(self.state.step)

    def _probe_ids(self, validation: str) -> Tokens:
        """Ids (T,) of the text that attention is watched on."""
        if self.probe_text is None:
            return self.corpus.tokenizer.encode(probe_excerpt(validation, self.config.block_size))
        known, _ = self.corpus.tokenizer.encode_known(self.probe_text)
        if not len(known):
            raise ContractError(
                "invalid_request",
                "None of the probe text's characters occur in the training text. "
                "Try other letters.",
                field="probe_text",
            )
        return known[-self.config.block_size :]


def _check(corpus: Corpus, model: ModelConfig) -> None:
    """Refuse a corpus and a model that do not fit each other."""
    window = model.block_size + 1
    shortest = min(len(corpus.train), len(corpus.val))
    if shortest < window:
        raise ContractError(
            "text_too_short",
            f"One part of the text has {shortest} characters; a context of {model.block_size} "
            f"needs {window}. Choose a longer text or a shorter context.",
            field="block_size",
            limit=window,
            value=shortest,
        )
    if corpus.tokenizer.vocab_size != model.vocab_size:
        raise ValueError(
            f"the text has {corpus.tokenizer.vocab_size} distinct characters, "
            f"the model {model.vocab_size}"
        )
