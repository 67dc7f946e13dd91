"""The file of weights that a person takes home: a kept step's bytes, told what they belong to.

Owns the note in the header of a safetensors file (https://github.com/huggingface/safetensors,
"Format"): eight bytes with the header's length, the header as JSON, the numbers. Never reads or
changes a number.
"""

from __future__ import annotations

import json

from backend.sessions.record import Definition

_LENGTH_BYTES = 8
#: Spaces fill the header up to this, so that the numbers begin where a processor likes to read.
_ALIGNMENT = 8


def weights_file(definition: Definition, step: int, data: bytes) -> bytes:
    """The weights of a step with a note of what rebuilds and feeds the model.

    The format has text alone in its note: ``step`` in digits; as JSON ``model_config`` (the
    contract's ModelConfig) and ``vocabulary`` (the characters in the order of their ids).

    Args:
        data: safetensors as `checkpoint_io.model_to_bytes` makes them, without a note.
    """
    note = {
        "step": str(step),
        "model_config": definition.model.model_dump_json(),
        "vocabulary": json.dumps(definition.source.characters, ensure_ascii=False),
    }
    numbers = _LENGTH_BYTES + int.from_bytes(data[:_LENGTH_BYTES], "little")
    tensors = json.loads(data[_LENGTH_BYTES:numbers])
    header = json.dumps({"__metadata__": note, **tensors}, separators=(",", ":")).encode()
    header += b" " * (-len(header) % _ALIGNMENT)
    return len(header).to_bytes(_LENGTH_BYTES, "little") + header + data[numbers:]
