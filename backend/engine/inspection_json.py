"""The answer to ``inspect`` as finished JSON, written in the inspection process.

Owns how its numbers are rounded. The largest answer has three million weights: as Python numbers
they would keep the server busy for seconds, so the server passes the text on without reading it.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import numpy.typing as npt

from backend.training.inspection import Inspection, Likeliest

#: Weights have four decimals: so few numbers that each is spelled out once.
_STEPS = 10_000
_SPELLED = np.array([f"{n / _STEPS:g}" for n in range(_STEPS + 1)], dtype=object)
#: As many as a float32 has of what is near 1; ten of them sum up to 1 within a millionth.
_PROBABILITY_DECIMALS = 7
_EMBEDDING_DECIMALS = 5


def inspection_json(step: int, seen: Inspection) -> bytes:
    """In the shape of the contract's Inspection.

    Raises:
        ValueError: the model's expectations hold a number that is not finite.
    """
    vectors = np.round(seen.embeddings.astype(np.float64), _EMBEDDING_DECIMALS).tolist()
    fields = {
        "step": step,
        "tokens": list(seen.tokens),
        "dropped": list(seen.dropped),
        "next": [
            {"top": _chances(top), "entropy": entropy}
            for top, entropy in zip(seen.next_probs, seen.entropy, strict=True)
        ],
        "layers": [
            {"layer": index - 1, "top": [_chances(top) for top in layer]}
            for index, layer in enumerate(seen.layers)
        ],
        "embeddings": [
            {"char": char, "vector": vector}
            for char, vector in zip(seen.characters, vectors, strict=True)
        ],
        "heads": [head.wire() for head in seen.heads],
    }
    rest = json.dumps(fields, allow_nan=False, separators=(",", ":"))
    return f'{rest[:-1]},"attention":{_attention(seen.attention)}}}'.encode()


def _chances(top: Likeliest) -> list[dict[str, Any]]:
    return [{"char": char, "prob": round(prob, _PROBABILITY_DECIMALS)} for char, prob in top]


def _attention(weights: npt.NDArray[np.float32]) -> str:
    """(L, H, T, T) as the contract's HeadMatrix list; zeros where a model has no numbers."""
    counted = np.rint(np.nan_to_num(weights.astype(np.float64)) * _STEPS).astype(np.intp)
    spelled = _SPELLED[counted]
    heads = (
        f'{{"layer":{layer},"head":{head},"matrix":[{_rows(spelled[layer, head])}]}}'
        for layer in range(weights.shape[0])
        for head in range(weights.shape[1])
    )
    return f"[{','.join(heads)}]"


def _rows(matrix: npt.NDArray[np.object_]) -> str:
    return ",".join(f"[{','.join(row)}]" for row in matrix.tolist())
