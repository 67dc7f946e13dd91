"""Stages for the session tests, with short patience for workers that do not answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from backend.sessions import training_manager
from tests.unit.sessions.stage import Stage

MakeStage = Callable[..., Stage]
STOP_S = 0.2


@pytest.fixture
def make_stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeStage]:
    monkeypatch.setattr(training_manager, "STOP_S", STOP_S)
    made: list[Stage] = []

    def make(**options: Any) -> Stage:
        made.append(Stage(**options))
        return made[-1]

    yield make
    for stage in made:
        stage.style.gate.set()
        stage.engine.shutdown()
        stage.manager.shutdown()
        for run in stage.engine.runs:
            run.lose()


@pytest.fixture
def stage(make_stage: MakeStage) -> Stage:
    """Two may train at once."""
    return make_stage()
