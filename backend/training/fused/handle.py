"""The compiled trainer of one model and its optimizer.

Owns the handle and the numbers that cross into the kernel. The kernel reads and writes the
optimizer's flat vectors in place, so the PyTorch model, whose parameters are views of them, always
is what was trained; nobody else needs to know that there is a kernel.
"""

from __future__ import annotations

import ctypes
import math
import weakref
from collections.abc import Sequence
from typing import get_args

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from backend.contract import config as contract
from backend.data.tokenizer import Tokens
from backend.training.fused.library import Config, Group, Recipe, Vectors
from backend.training.micro_gpt import MicroGPT
from backend.training.optimizers import ADAM_EPS, MUON_MOMENTUM, Optimizer
from backend.training.parameters import parameter_table

_COMPLAINT_BYTES = 300

Floats = npt.NDArray[np.float32]
Spans = Sequence[tuple[int, int]]


class Handle:
    """Forward, backward, clipping and optimizer of one model in compiled code.

    Attributes:
        parts: that a batch is cut into, and so the most threads that can share it.

    Args:
        library: from `library.load`.
        model, optimizer: on the CPU, in float32; `optimizer` owns the model's flat vectors.

    Raises:
        ValueError: when the kernel's idea of the model is not PyTorch's.
    """

    def __init__(self, library: ctypes.CDLL, model: MicroGPT, optimizer: Optimizer) -> None:
        self._library, self._optimizer = library, optimizer
        self._shape = model.config
        self.parts = int(library.fused_parts())
        self._threads = 1
        tensors = dict(model.named_parameters())
        rows = parameter_table(model.config)
        offsets = [int(tensors[name].storage_offset()) for name, _, _ in rows]
        complaint = ctypes.create_string_buffer(_COMPLAINT_BYTES)
        # The vectors are the optimizer's: it must live as long as the handle, and does.
        groups = _groups(optimizer)
        self._handle = library.fused_create(
            _config(model.config),
            (ctypes.c_int64 * len(rows))(*offsets),
            (ctypes.c_int64 * len(rows))(*(count for _, _, count in rows)),
            len(rows),
            _vectors(optimizer),
            (Group * len(groups))(*groups),
            len(groups),
            complaint,
            _COMPLAINT_BYTES,
        )
        if self._handle is None:
            raise ValueError(f"The compiled engine refuses this model: {complaint.value.decode()}")
        weakref.finalize(self, library.fused_destroy, self._handle)

    @property
    def threads(self) -> int:
        """How many threads work, 1 (at first) to `parts`; changes the pace and nothing else.

        Fewer than were asked for where the system grants no more.
        """
        return self._threads

    @threads.setter
    def threads(self, count: int) -> None:
        self._threads = int(self._library.fused_use(self._handle, count))

    def begin(self) -> None:
        """Forget the gradients of the last step."""
        self._library.fused_begin(self._handle)

    def accumulate(self, inputs: Tensor, targets: Tensor, spans: Spans, dropout_seed: int) -> float:
        """Add the gradients of some windows of a batch, (B, T) int64 each; returns their share of
        the batch's mean loss, in nats per character.

        Args:
            spans: first and last + 1 of the windows of each part.

        Raises:
            ValueError: for an id outside the vocabulary, windows of another length, or spans that
                are not one for each part and within the batch.
        """
        if len(spans) != self.parts or not all(0 <= a <= b <= len(inputs) for a, b in spans):
            raise ValueError(f"{spans} are not {self.parts} spans of {len(inputs)} windows")
        inputs, targets = inputs.contiguous(), targets.contiguous()
        _check(inputs, self._shape.block_size)
        _check(targets, self._shape.block_size)
        loss = ctypes.c_double(0)
        known = self._library.fused_accumulate(
            self._handle,
            inputs.data_ptr(),
            targets.data_ptr(),
            len(inputs),
            (ctypes.c_int64 * (2 * self.parts))(*(border for span in spans for border in span)),
            dropout_seed,
            loss,
        )
        _refuse_unknown(known)
        return loss.value

    def reduce(self) -> float:
        """Write the gradient into the optimizer's vector; returns its length."""
        return float(self._library.fused_reduce(self._handle))

    def step(self, length: float, factor: float) -> None:
        """Clip the gradient of this length and change the weights by it.

        Args:
            factor: of the learning rates, (0..1].
        """
        optimizer, config = self._optimizer, self._optimizer.config
        optimizer.steps += 1
        recipe = Recipe(
            clip=config.grad_clip,
            rate=config.learning_rate * factor,
            matrix_rate=config.matrix_learning_rate * factor,
            beta1=config.beta1,
            beta2=config.beta2,
            epsilon=ADAM_EPS,
            weight_decay=config.weight_decay,
            correction1=1 - config.beta1**optimizer.steps,
            correction2=1 - config.beta2**optimizer.steps,
            momentum=MUON_MOMENTUM,
        )
        self._library.fused_step(self._handle, length, recipe)

    def evaluate(self, windows: Tensor) -> Tensor:
        """Mean loss in nats per character of each window (N, T + 1) int64; float64 (N,).

        Raises:
            ValueError: for an id outside the vocabulary, or windows of another length.
        """
        windows = windows.contiguous()
        _check(windows, self._shape.block_size + 1)
        losses = torch.empty(len(windows), dtype=torch.float64)
        known = self._library.fused_evaluate(
            self._handle, windows.data_ptr(), len(windows), losses.data_ptr()
        )
        _refuse_unknown(known)
        return losses

    def logits(self, ids: Sequence[int]) -> Floats:
        """Logits (V,) of the character after some ids, from 1 to block_size of them.

        Raises:
            ValueError: for an id outside the vocabulary, or another number of them.
        """
        logits = np.empty(self._shape.vocab_size, dtype=np.float32)
        self._read(ids, logits.ctypes.data, None)
        return logits

    def attention(self, ids: Sequence[int] | Tokens) -> Floats:
        """Who looks at whom among so many ids, (L, H, n, n); rows look.

        Raises:
            ValueError: as `logits`.
        """
        shape = (self._shape.n_layer, self._shape.n_head, len(ids), len(ids))
        looks = np.empty(shape, dtype=np.float32)
        self._read(ids, None, looks.ctypes.data)
        return looks

    def _read(self, ids: Sequence[int] | Tokens, logits: int | None, looks: int | None) -> None:
        if not 1 <= len(ids) <= self._shape.block_size:
            raise ValueError(f"{len(ids)} ids, but 1 to {self._shape.block_size} can be read")
        given = np.array(ids, dtype=np.int64)
        known = self._library.fused_read(self._handle, given.ctypes.data, len(ids), logits, looks)
        _refuse_unknown(known)


def _config(config: contract.ModelConfig) -> Config:
    fields = config.model_dump()
    for name, values in (
        ("position", contract.Position),
        ("norm", contract.Norm),
        ("stream_norm", contract.StreamNorm),
        ("activation", contract.Activation),
    ):
        fields[name] = get_args(values).index(fields[name])
    return Config(**fields)


def _vectors(optimizer: Optimizer) -> Vectors:
    state = optimizer.state
    named = {"values": optimizer.values, "gradients": optimizer.gradients, **state}
    return Vectors(
        **{name: tensor.data_ptr() for name, tensor in named.items()},
        total=optimizer.values.numel(),
        cut=state["momentum"].numel(),
    )


def _groups(optimizer: Optimizer) -> Sequence[Group]:
    groups, start = [], 0
    for shape, size in optimizer.shapes:
        groups.append(Group(start, size // math.prod(shape), *shape))
        start += size
    return groups


def _check(ids: Tensor, length: int) -> None:
    if ids.dtype != torch.int64 or ids.ndim != 2 or ids.shape[1] != length:
        raise ValueError(
            f"ids are {ids.dtype} of shape {tuple(ids.shape)}, not int64 of (any, {length})"
        )


def _refuse_unknown(known: bool) -> None:
    if not known:
        raise ValueError("an id is outside the model's vocabulary")
