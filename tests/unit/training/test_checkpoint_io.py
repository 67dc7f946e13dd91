"""Weights survive the way to bytes and back, and foreign bytes are refused."""

from __future__ import annotations

import pytest
import torch

from backend.training.checkpoint_io import model_from_bytes, model_to_bytes
from backend.training.presets import MODERN_MODEL
from tests.unit.training.support import MakeModel


def test_round_trip_is_exact(make_model: MakeModel) -> None:
    for fields in (
        {},
        {**MODERN_MODEL, "bias": True},
        {"position": "rotary", "norm": "none"},
        {"norm": "plain_rmsnorm", "stream_norm": "first"},
    ):
        model = make_model(**fields)
        again = model_from_bytes(model.config, model_to_bytes(model))
        idx = torch.arange(10)[None]
        assert torch.equal(model(idx).logits, again(idx).logits)
        assert not again.training


def test_other_bytes_are_refused(make_model: MakeModel) -> None:
    model, other = make_model(), make_model(n_layer=1)
    for data in (b"", b"not weights", model_to_bytes(model)[:-3], model_to_bytes(other)):
        with pytest.raises(ValueError, match="do not fit the configuration"):
            model_from_bytes(model.config, data)
