"""What a run has shown so far: losses, samples, attention and weights, within bounded memory.

Owns the numbers of one training of one session. Everything that is kept can be told again to a
client that comes late; samples and checkpoint losses are never thinned.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from backend.contract.rest import MeasuredHeads
from backend.training.heads import label_of

Floats = npt.NDArray[np.float32]

MAX_PROGRESS_POINTS = 2000
MAX_ATTENTION_STOPS = 200
ATTENTION_BYTES = 32 * 2**20
WEIGHTS_BYTES = 96 * 2**20
#: So many numbers are written as JSON in about 2 ms.
PART_NUMBERS = 8192
#: Planned stops are at most 200; single steps and best checkpoints add more.
MAX_WEIGHT_STOPS = 400


@dataclass(frozen=True)
class Attention:
    """Every head on the probe text at one step; weights is float32 (L, H, T, T)."""

    step: int
    tokens: tuple[str, ...]
    weights: Floats

    @classmethod
    def from_bytes(
        cls, step: int, tokens: list[str], n_layer: int, n_head: int, blob: bytes
    ) -> Attention:
        """Read the float32 bytes that a worker sends."""
        size = len(tokens)
        weights = np.frombuffer(blob, np.float32).reshape(n_layer, n_head, size, size)
        return cls(step, tuple(tokens), weights)

    def matrix(self, layer: int, head: int, rows: slice = slice(None)) -> list[list[float]]:
        """Rows of one head with four decimals; zeros where a diverged model has no numbers."""
        exact = np.nan_to_num(self.weights[layer, head, rows].astype(np.float64))
        numbers: list[list[float]] = np.round(exact, 4).tolist()
        return numbers

    def state(self) -> dict[str, Any]:
        """In the shape of the contract's AttentionState."""
        n_layer, n_head = self.weights.shape[:2]
        heads = [
            {"layer": layer, "head": head, "matrix": self.matrix(layer, head)}
            for layer in range(n_layer)
            for head in range(n_head)
        ]
        return {**self._outline(), "heads": heads}

    def json_parts(self) -> Iterator[str]:
        """The JSON of `state` in parts of a few milliseconds each: all of it may take seconds."""
        n_layer, n_head, size, _ = self.weights.shape
        rows = max(1, PART_NUMBERS // size)
        yield json.dumps(self._outline())[:-1] + ', "heads": ['
        for layer, head in np.ndindex(n_layer, n_head):
            yield f'{", " if layer or head else ""}{{"layer": {layer}, "head": {head}, "matrix": ['
            for start in range(0, size, rows):
                part = json.dumps(self.matrix(layer, head, slice(start, start + rows)))[1:-1]
                yield f"{', ' if start else ''}{part}"
            yield "]}"
        yield "]}"

    def _outline(self) -> dict[str, Any]:
        n_layer, n_head = self.weights.shape[:2]
        fields = {"step": self.step, "n_layer": n_layer, "n_head": n_head}
        return {**fields, "tokens": list(self.tokens)}


def decimate(
    steps: list[int], losses: list[float | None], limit: int = MAX_PROGRESS_POINTS
) -> tuple[list[int], list[float | None]]:
    """At most `limit` points of a curve with its ends and, in every stretch, its extremes.

    A loss that is not finite (None) is the highest: a stretch that has one keeps one.
    """
    if len(steps) <= limit:
        return list(steps), list(losses)
    edges = np.linspace(1, len(steps) - 1, (limit - 2) // 2 + 1).astype(int)
    kept = {0, len(steps) - 1}
    for start, end in zip(edges[:-1], edges[1:], strict=True):
        stretch = range(start, end)
        kept.add(min(stretch, key=lambda i: _height(losses[i])))
        kept.add(max(stretch, key=lambda i: _height(losses[i])))
    order = sorted(kept)
    return [steps[i] for i in order], [losses[i] for i in order]


def _height(loss: float | None) -> float:
    return math.inf if loss is None else loss


def most_crowded(steps: list[int]) -> int:
    """Index of the inner step whose neighbours are closest on a logarithmic axis."""
    logs = [math.log1p(step) for step in steps]
    return min(range(1, len(steps) - 1), key=lambda i: logs[i + 1] - logs[i - 1])


def with_kept_names(measured: MeasuredHeads, before: MeasuredHeads) -> MeasuredHeads:
    """The same scores, under the names of the stop before where these nearly hold still."""
    heads = []
    for job, earlier in zip(measured.heads, before.heads, strict=True):
        label, score = label_of(job.scores.model_dump(), earlier.label)
        kept = label == earlier.label != job.label
        heads.append(job.model_copy(update={"label": label, "score": score}) if kept else job)
    return measured.model_copy(update={"heads": heads})


@dataclass
class History:
    """All that one training has shown."""

    losses: list[dict[str, Any]] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)
    train_losses: list[float | None] = field(default_factory=list)
    samples: list[dict[str, Any]] = field(default_factory=list)
    attention: list[Attention] = field(default_factory=list)
    weights: dict[int, bytes] = field(default_factory=dict)
    heads: dict[int, MeasuredHeads] = field(default_factory=dict)
    best_step: int | None = None
    #: Whose weights wrote the style report.
    writes_step: int | None = None
    _best_loss: float = math.inf

    def add_progress(self, steps: list[int], losses: list[float | None]) -> None:
        """Append mini-batch losses, in order."""
        self.steps += steps
        self.train_losses += losses

    def add_losses(self, step: int, train_loss: float | None, val_loss: float | None) -> None:
        """Append a checkpoint's estimates and remember which step was best on unseen text."""
        self.losses.append({"step": step, "train_loss": train_loss, "val_loss": val_loss})
        if val_loss is not None and val_loss < self._best_loss:
            self.best_step, self._best_loss = step, val_loss

    def add_attention(self, attention: Attention) -> None:
        """Keep a checkpoint's attention; the most crowded stop goes when there is no room."""
        self.attention.append(attention)
        each = attention.weights.nbytes
        room = max(2, min(MAX_ATTENTION_STOPS, ATTENTION_BYTES // each))
        while len(self.attention) > room:
            inner = [a.step for a in self.attention]
            self.attention.pop(most_crowded(inner) if len(inner) > 2 else 0)

    def add_weights(self, measured: MeasuredHeads, data: bytes) -> MeasuredHeads:
        """Keep the weights of a step and what its heads do; returns the latter as it is told.

        Names are kept within a margin, so each follows from the stops before it too. Where there is
        no room, the most crowded stop goes with both; the first, best and newest stay whatever
        happens, and so does the one that writes.
        """
        if self.heads:
            measured = with_kept_names(measured, self.heads[max(self.heads)])
        self.weights[measured.step], self.heads[measured.step] = data, measured
        self.thin_weights(WEIGHTS_BYTES)
        return measured

    def thin_weights(self, room_bytes: int) -> None:
        """Let the most crowded stops go until the rest takes at most so many bytes, or is three."""
        taken = self.weights_bytes
        chosen = {self.best_step, self.writes_step}
        while len(self.weights) > 3:
            if taken <= room_bytes and len(self.weights) <= MAX_WEIGHT_STOPS:
                return
            newest = max(self.weights)
            steps = [s for s in self.weights if s not in chosen or s in (min(self.weights), newest)]
            if len(steps) < 3:
                return
            gone = steps[most_crowded(steps)]
            taken -= len(self.weights.pop(gone))
            del self.heads[gone]

    @property
    def weights_bytes(self) -> int:
        """What the kept weights take."""
        return sum(map(len, self.weights.values()))

    def writers(self, best_tells: bool = True) -> list[int]:
        """Kept steps from the best on, ascending: those that may write; from the first trained one
        on where the best tells nothing, because the held-out text stands in the rest as well.

        Untrained weights never do: where unseen text only got harder, which happens in scripts of
        many characters, those from the first checkpoint of the training on.
        """
        trained = (point["step"] for point in self.losses if point["step"] > 0)
        best = self.best_step if best_tells else None
        first = best or min(trained, default=0)
        return sorted(step for step in self.weights if step >= first)

    def weights_at(self, step: int | None) -> tuple[int, bytes] | None:
        """The newest kept weights not after `step` (of all for None), with their step."""
        steps = sorted(self.weights)
        if not steps:
            return None
        index = len(steps) if step is None else bisect_right(steps, step)
        found = steps[max(0, index - 1)]
        return found, self.weights[found]
