"""The compiled kernel as Python sees it: its structures, its functions, nothing else.

Owns the mirror of `kernel/interface.cpp`; the two change together. `build` makes the library,
`store` knows where it lies, `handle` uses it.
"""

from __future__ import annotations

import ctypes as c
from pathlib import Path
from typing import ClassVar


class Config(c.Structure):
    """A model's sizes and switches; enumerations by their place in `contract.config`."""

    _fields_: ClassVar = [
        *(
            (name, c.c_int32)
            for name in ("n_embd", "n_layer", "n_head", "block_size", "vocab_size")
        ),
        *((name, c.c_int32) for name in ("position", "norm", "stream_norm", "activation")),
        *((name, c.c_int32) for name in ("weight_tying", "residual", "bias", "smear")),
        ("dropout", c.c_float),
    ]


class Vectors(c.Structure):
    """The optimizer's flat vectors: addresses of float32, and how many numbers there are."""

    _fields_: ClassVar = [
        *((name, c.c_void_p) for name in ("values", "gradients", "momentum", "mean", "square")),
        ("total", c.c_int64),
        ("cut", c.c_int64),
    ]


class Group(c.Structure):
    """Equally shaped matrices for Muon, side by side from `start` on."""

    _fields_: ClassVar = [
        ("start", c.c_int64),
        *((name, c.c_int32) for name in ("count", "rows", "columns")),
    ]


class Recipe(c.Structure):
    """The numbers of one optimizer step."""

    _fields_: ClassVar = [
        (name, c.c_float)
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
    "fused_width": (c.c_int, []),
    "fused_parts": (c.c_int, []),
    "fused_create": (
        c.c_void_p,
        [
            c.POINTER(Config),
            c.POINTER(c.c_int64),
            c.POINTER(c.c_int64),
            c.c_int,
            c.POINTER(Vectors),
            c.POINTER(Group),
            c.c_int,
            c.c_char_p,
            c.c_size_t,
        ],
    ),
    "fused_destroy": (None, [c.c_void_p]),
    "fused_use": (c.c_int, [c.c_void_p, c.c_int]),
    "fused_begin": (None, [c.c_void_p]),
    "fused_accumulate": (
        c.c_bool,
        [
            c.c_void_p,
            c.c_void_p,
            c.c_void_p,
            c.c_int64,
            c.POINTER(c.c_int64),
            c.c_uint64,
            c.POINTER(c.c_double),
        ],
    ),
    "fused_reduce": (c.c_double, [c.c_void_p]),
    "fused_step": (None, [c.c_void_p, c.c_double, c.POINTER(Recipe)]),
    "fused_evaluate": (c.c_bool, [c.c_void_p, c.c_void_p, c.c_int64, c.c_void_p]),
    "fused_read": (c.c_bool, [c.c_void_p, c.c_void_p, c.c_int64, c.c_void_p, c.c_void_p]),
}


def load(path: Path) -> c.CDLL:
    """The library at path with its functions typed; they run without the interpreter's lock.

    Raises:
        OSError: when it cannot be loaded.
    """
    library = c.CDLL(str(path))
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library
