"""What the handlers need, put together once by the application and handed to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backend.contract.rest import Health, PresetList
from backend.sessions.questions import Questions
from backend.sessions.texts import TextStore
from backend.sessions.training_manager import TrainingManager


@dataclass(frozen=True)
class Services:
    """The rooms below, as far as the web room may use them.

    Attributes:
        health: makes the answer of ``/api/health`` without waiting for anything.
        fault_hooks: whether requests may plan accidents of workers (tests only).
    """

    manager: TrainingManager
    texts: TextStore
    questions: Questions
    presets: PresetList
    health: Callable[[], Health]
    fault_hooks: bool
