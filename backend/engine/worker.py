"""A training process: ``python -m backend.engine.worker``, one training at a time.

Owns the loop around a `Trainer`: it applies orders between the trainer's events, keeps the pace,
merges losses into at most 30 progress messages a second, and says what happened in framed messages.
It must never change what the trainer computes. Standard output carries frames only; stray prints go
to standard error. The process ends when the server's end of its input closes, whatever it is doing.
"""

from __future__ import annotations

import contextlib
import functools
import math
import os
import queue
import threading
import time
import traceback
from collections.abc import Iterator
from typing import Any

import numpy as np

from backend.contract.config import ModelConfig, TrainingConfig
from backend.data.corpus import Corpus
from backend.data.quality import QualityMarker
from backend.engine import faults
from backend.engine.channel import Channel, Message
from backend.engine.own_process import claim_stdout, limit_memory, out_of_memory
from backend.engine.pacing import Pacer, RateMeter, Ration, Stopwatch
from backend.settings import load_settings, usable_cores
from backend.training.calibration import calibrate
from backend.training.device import available_devices, prepare_process
from backend.training.engines import EngineChoice
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
from backend.training.heads import measure_heads
from backend.training.trainer import Trainer

MAX_PROGRESS_HZ = 30.0
MAX_FRAMES_HZ = 20.0
#: A worker that rests or works long says that it is alive this often; the server gives up on one
#: that is silent for 30 s.
HEARTBEAT_S = 5.0


class Stopped(Exception):
    """The person or the server asked this training to end."""


@functools.lru_cache(maxsize=3)
def corpus_of(text: str, block_size: int) -> Corpus:
    """The corpus of a text; the last few are kept, so that Play on a warm worker starts at once."""
    return Corpus.from_text(text, block_size)


@functools.lru_cache(maxsize=3)
def marker_of(text: str) -> QualityMarker:
    """The judge of a text's samples; the last few are kept."""
    return QualityMarker(text)


@functools.cache
def engine_choice() -> EngineChoice:
    """What the settings say about the engine; this process was started with the server's."""
    return load_settings().engine


def finite(value: float) -> float | None:
    """JSON has no NaN: what is not finite leaves the process as null."""
    return value if math.isfinite(value) else None


class Parked(Exception):
    """The server wants this training's place while it rests."""


class Progress:
    """Losses since the last message; the newest step's figures travel with them."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._rate = RateMeter()
        self._steps: list[int] = []
        self._losses: list[float | None] = []
        self._last: dict[str, Any] = {}
        self._sent_s = -math.inf

    def add(self, event: StepDone) -> None:
        """Take one iteration's figures; send when a thirtieth of a second has passed."""
        now_s = time.monotonic()
        self._steps.append(event.step)
        self._losses.append(finite(event.loss))
        self._last = {
            "step": event.step,
            "iters_per_sec": self._rate.tick(now_s),
            "learning_rate": event.learning_rate,
            "grad_norm": finite(event.grad_norm),
        }
        if now_s - self._sent_s >= 1.0 / MAX_PROGRESS_HZ:
            self.flush()

    def flush(self) -> None:
        """Send what has gathered: before every rest and end, and when a wait begins."""
        if self._steps:
            fields = {**self._last, "steps": self._steps, "train_losses": self._losses}
            self._channel.send("progress", fields)
            self._steps, self._losses = [], []
            self._sent_s = time.monotonic()

    def rest(self) -> None:
        """A pause begins: what was before it says nothing about the rate after it."""
        self.flush()
        self._rate.reset()


class Training:
    """One run of a trainer under orders.

    Args:
        channel: where messages go.
        orders: where orders come from, in the order in which they were given.
        trainer: what trains.
        job: the fields of the ``train`` message.
        resumed: the trainer was loaded where it was parked.
    """

    def __init__(
        self,
        channel: Channel,
        orders: queue.Queue[Message],
        trainer: Trainer,
        job: dict[str, Any],
        resumed: bool,
    ) -> None:
        self._channel = channel
        self._orders = orders
        self._trainer = trainer
        self._pacer = Pacer(job["speed"])
        self._progress = Progress(channel)
        self._kept_step: int | None = None
        self._frames_wanted = bool(job["frames"])
        self._frames = Ration(MAX_FRAMES_HZ)
        self._resumed = resumed
        self._park_wanted = False
        self._resting = False
        self._single_steps = int(job["step_first"])
        self._rest_after_step = bool(job["step_first"])
        self._alive_s = time.monotonic()
        self._watch = Stopwatch(job["spent_s"])

    @property
    def spent_s(self) -> float:
        """Seconds of this training so far, rests left out; waiting for the next turn counts."""
        return self._watch.read(time.monotonic())

    def run(self) -> None:
        """Train to the end.

        Raises:
            Stopped, Parked: an order said so.
        """
        self._watch.run(time.monotonic())
        if not self._resumed:
            self._relay(self._trainer.start())
        elif not self._single_steps:
            self._channel.send("resumed", {"step": self._trainer.current_step})
        while not self._trainer.done:
            if not self._single_steps:
                self._await_turn()
            single = self._single_steps > 0
            self._watch.run(time.monotonic())
            self._pacer.started(time.monotonic())
            faults.at_step(self._trainer.current_step)
            self._relay(self._trainer.step(checkpoint=single))
            if self._resting:
                self._watch.rest(time.monotonic())
            if single:
                self._single_steps -= 1
                if self._rest_after_step and not self._trainer.done:
                    self._rest_after_step = False
                    self._pause()

    def _relay(self, events: Iterator[Event]) -> None:
        """Send a step's events one by one; between them an order to stop is honoured."""
        for event in events:
            self._send(event)
            self._take_orders()

    def _await_turn(self) -> None:
        """Wait until the next iteration is due, or through a rest, taking orders meanwhile."""
        while True:
            self._take_orders()
            if self._single_steps:
                return
            if self._resting and self._park_wanted:
                self._progress.flush()
                raise Parked
            wait_s = HEARTBEAT_S if self._resting else self._pacer.wait_s(time.monotonic())
            if wait_s <= 0:
                return
            if self._resting or wait_s > 1.0 / MAX_PROGRESS_HZ:
                self._progress.flush()
            try:
                self._obey(self._orders.get(timeout=wait_s))
            except queue.Empty:
                self._say_alive()

    def _take_orders(self) -> None:
        while True:
            try:
                order = self._orders.get_nowait()
            except queue.Empty:
                return
            self._obey(order)

    def _obey(self, order: Message) -> None:
        """Apply one order.

        Raises:
            Stopped: the order was to end.
        """
        match order.kind:
            case "stop":
                self._progress.flush()
                raise Stopped
            case "park":
                self._park_wanted = True
            case "pause":
                self._pause()
            case "resume":
                self._resting = self._rest_after_step = False
                self._watch.run(time.monotonic())
                self._channel.send("resumed", {"step": self._trainer.current_step})
            case "step":
                self._single_steps += 1
            case "speed":
                self._pacer.set_speed(order["speed"])
            case "threads":
                self._trainer.threads = order["count"]
            case "frames":
                self._frames_wanted = bool(order["on"])
                if self._frames_wanted and self._resting:
                    self._send_attention("frame", self._trainer.probe_attention())
            case _:
                raise ValueError(f"unknown order {order.kind!r}")

    def _pause(self) -> None:
        self._resting = True
        self._progress.rest()
        self._watch.rest(time.monotonic())
        self._channel.send("paused", {"step": self._trainer.current_step})

    def _send(self, event: Event) -> None:
        """Say one event of the trainer."""
        if isinstance(event, StepDone):
            self._progress.add(event)
            if self._frames_wanted and self._frames.take(time.monotonic()):
                self._send_attention("frame", self._trainer.probe_attention())
            return
        if isinstance(event, Pulse):
            self._say_alive()
            return
        match event:
            case Checkpoint():
                losses = {
                    "train_loss": finite(event.train_loss),
                    "val_loss": finite(event.val_loss),
                }
                self._channel.send("checkpoint", {"step": event.step, **losses})
            case Sample():
                fields = {"step": event.step, "text": event.text, "prompt": event.prompt}
                self._channel.send("sample", {**fields, "quality": event.quality})
            case AttentionMaps():
                self._send_attention("attention", event)
            case Weights():
                self._keep(event)
            case Completed():
                self._progress.flush()
                fields = {
                    "step": event.step,
                    "train_loss": finite(event.train_loss),
                    "val_loss": finite(event.val_loss),
                    "best_step": event.best_step,
                    "seconds": self.spent_s,
                    "diverged": event.diverged,
                }
                self._channel.send("completed", fields)

    def keep_last(self) -> None:
        """Send the weights as they are, unless they were sent: where a run ended can be asked."""
        begun = self._resumed or self._kept_step is not None
        if begun and self._kept_step != self._trainer.current_step:
            self._keep(self._trainer.weights())

    def _keep(self, weights: Weights) -> None:
        self._kept_step = weights.step
        self._channel.send("weights", self._measured(weights.step), weights.data)

    def _say_alive(self) -> None:
        """Show, every few seconds of rest or long work, that this is no hang."""
        now_s = time.monotonic()
        if now_s - self._alive_s >= HEARTBEAT_S:
            self._alive_s = now_s
            self._channel.send("alive")

    def _measured(self, step: int) -> dict[str, Any]:
        """What every head does at this step."""
        maps = self._trainer.probe_attention()
        heads = measure_heads(maps.weights, maps.tokens)
        return {"step": step, "heads": [head.wire() for head in heads]}

    def _send_attention(self, kind: str, maps: AttentionMaps) -> None:
        """All heads as one blob: float32 for checkpoints, one byte a weight for frames."""
        n_layer, n_head = maps.weights.shape[:2]
        fields = {"step": maps.step, "tokens": list(maps.tokens), "n_layer": n_layer}
        weights = maps.weights
        if kind == "frame":
            weights = np.rint(np.nan_to_num(weights) * 255).astype(np.uint8)
        self._channel.send(kind, {**fields, "n_head": n_head}, weights.tobytes())


def trainer_of(job: Message) -> Trainer:
    """The trainer that a job describes: fresh, or loaded where it was parked."""
    model = ModelConfig.model_validate(job["model"])
    text, state = job.blob[: job["text_bytes"]].decode(), job.blob[job["text_bytes"] :]
    corpus, marker = corpus_of(text, model.block_size), marker_of(text)
    if state:
        return Trainer.load(
            state, corpus, device=job["device"], marker=marker, engine=engine_choice()
        )
    return Trainer(
        corpus,
        model,
        TrainingConfig.model_validate(job["training"]),
        seed=job["seed"],
        device=job["device"],
        probe_text=job["probe_text"],
        marker=marker,
        engine=engine_choice(),
    )


def train(channel: Channel, orders: queue.Queue[Message], job: Message) -> None:
    """Do one job and report its end: completed, stopped, parked, or failed with a cause."""
    try:
        trainer = trainer_of(job)
        # Said by who really trains: what set-up built may not load, or not do this model.
        fields = {"engine": trainer.engine, "engine_reason": trainer.engine_reason}
        channel.send("engine", fields)
        resumed = len(job.blob) > job["text_bytes"]
        training = Training(channel, orders, trainer, job.fields, resumed)
        try:
            training.run()
        except Stopped:
            training.keep_last()
            channel.send("stopped", {"step": trainer.current_step})
        except Parked:
            channel.send("parked", {"spent_s": training.spent_s}, trainer.save())
    except Exception as error:
        traceback.print_exc()
        kind = "out_of_memory" if out_of_memory(error) else "training_failed"
        channel.send("failed", {"error_type": kind, "detail": type(error).__name__})


def warm_up(order: Message) -> None:
    """Do once what a first iteration would wait for: caches, and PyTorch's first calls."""
    model = ModelConfig.model_validate(order["model"])
    training = TrainingConfig.model_validate(order["training"])
    text = order.blob.decode()
    trainer = Trainer(
        corpus_of(text, model.block_size),
        model,
        training,
        seed=0,
        marker=marker_of(text),
        engine=engine_choice(),
    )
    for _ in trainer.start():
        pass
    for _ in range(3):
        for _ in trainer.step():
            pass


def listen(channel: Channel, orders: queue.Queue[Message]) -> None:
    """Put every order into the queue; at the end of the stream end the process at once."""
    while (message := channel.receive()) is not None:
        orders.put(message)
    os._exit(0)


def main() -> None:
    """Say ready, then do jobs until the input closes."""
    channel = claim_stdout()
    with contextlib.suppress(OSError):
        os.nice(5)
    limit_memory()
    prepare_process()
    orders: queue.Queue[Message] = queue.Queue()
    threading.Thread(target=listen, args=(channel, orders), daemon=True).start()
    channel.send("ready", {"devices": available_devices()})
    while True:
        order = orders.get()
        match order.kind:
            case "warm":
                warm_up(order)
                channel.send("warm")
            case "calibrate":
                corpus = corpus_of(order.blob.decode(), order["block_size"])
                pays_from = calibrate(corpus, available_devices(), usable_cores(), engine_choice())
                channel.send("calibrated", {"pays_from": pays_from})
            case "train":
                faults.arm(order["faults"])
                train(channel, orders, order)
            case _:
                # An order that crossed the end of its training on the way: nothing to do.
                pass


if __name__ == "__main__":
    main()
