"""The compiled kernel as Python sees it: its structures, its functions, nothing else.

Owns the mirror of `kernel/interface.cpp`; the two change together. Finding and building the library
is `build`'s business, using it `engine`'s.
"""

from __future__ import annotations

import ctypes
from ctypes import POINTER, c_bool, c_char_p, c_double, c_float, c_int, c_int32, c_int64, c_size_t
from ctypes import c_uint64, c_void_p
from pathlib import Path
from typing import ClassVar


class Config(ctypes.Structure):
    """A model's sizes and switches; enumerations by their place in `contract.config`."""

    _fields_: ClassVar = [
        *((name, c_int32) for name in ("n_embd", "n_layer", "n_head", "block_size", "vocab_size")),
        *((name, c_int32) for name in ("position", "norm", "activation")),
        *((name, c_int32) for name in ("weight_tying", "residual", "bias", "smear")),
        ("dropout", c_float),
    ]


class Vectors(ctypes.Structure):
    """The optimizer's flat vectors: addresses of float32, and how many numbers there are."""

    _fields_: ClassVar = [
        *((name, c_void_p) for name in ("values", "gradients", "momentum", "mean", "square")),
        ("total", c_int64),
        ("cut", c_int64),
    ]


class Group(ctypes.Structure):
    """Equally shaped matrices for Muon, side by side from `start` on."""

    _fields_: ClassVar = [
        ("start", c_int64),
        *((name, c_int32) for name in ("count", "rows", "columns")),
    ]


class Recipe(ctypes.Structure):
    """The numbers of one optimizer step."""

    _fields_: ClassVar = [
        (name, c_float)
        for name in (
            "clip",
            "rate",
            "matrix_rate",
            "beta1",
            "beta2",
            "epsilon",
            "weight_decay",
            "correction1",
            "correction2",
            "momentum",
        )
    ]


_FUNCTIONS: dict[str, tuple[object, list[object]]] = {
    "fused_width": (c_int, []),
    "fused_create": (
        c_void_p,
        [
            POINTER(Config),
            POINTER(c_int64),
            POINTER(c_int64),
            c_int,
            POINTER(Vectors),
            POINTER(Group),
            c_int,
            c_char_p,
            c_size_t,
        ],
    ),
    "fused_destroy": (None, [c_void_p]),
    "fused_begin": (None, [c_void_p]),
    "fused_learn": (
        c_bool,
        [
            c_void_p,
            c_void_p,
            c_void_p,
            c_int64,
            POINTER(c_int64),
            c_uint64,
            c_bool,
            POINTER(c_double),
        ],
    ),
    "fused_gather": (c_double, [c_void_p, c_bool]),
    "fused_step": (None, [c_void_p, c_double, POINTER(Recipe), c_bool]),
    "fused_judge": (c_bool, [c_void_p, c_void_p, c_int64, c_void_p, c_bool]),
}


def load(path: Path) -> ctypes.CDLL:
    """The library at path with its functions typed; they run without the interpreter's lock.

    Raises:
        OSError: when it cannot be loaded.
    """
    library = ctypes.CDLL(str(path))
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library
