"""The note in the weights that a person takes home."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import save

from backend.contract.config import ModelConfig
from backend.sessions.record import Definition
from backend.sessions.weights_file import weights_file
from tests.unit.sessions.stage import Stage

WEIGHTS = {
    "head.weight": np.arange(12, dtype=np.float32).reshape(3, 4),
    "smear": np.array([1e-30, -0.0, 3.5], dtype=np.float32),
}


def definition(stage: Stage, text: str) -> Definition:
    made = stage.create().definition
    return replace(made, source=replace(made.source, text=text))


@pytest.mark.parametrize("text", ["a\nb", 'quo"te\\ and\tmore', "Ἄνδρα ب 深\n"])
def test_the_note_tells_the_model_and_its_characters(
    stage: Stage, tmp_path: Path, text: str
) -> None:
    made = definition(stage, text)
    path = tmp_path / "weights.safetensors"
    path.write_bytes(weights_file(made, 137, save(WEIGHTS)))
    with safe_open(path, framework="np") as file:
        note = file.metadata()
        found = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    assert note["step"] == "137"
    assert ModelConfig.model_validate_json(note["model_config"]) == made.model
    assert json.loads(note["vocabulary"]) == sorted(set(text))
    assert found.keys() == WEIGHTS.keys()
    for name, tensor in WEIGHTS.items():
        assert found[name].tobytes() == tensor.tobytes()


def test_numbers_begin_where_processors_like_to_read(stage: Stage) -> None:
    for length in range(1, 9):
        made = definition(stage, "abcdefgh"[:length])
        data = weights_file(made, 0, save(WEIGHTS))
        assert int.from_bytes(data[:8], "little") % 8 == 0
        assert data.endswith(save(WEIGHTS)[-12 * 4 - 3 * 4 :])
