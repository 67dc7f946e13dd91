"""Texts to learn from: the bundled ones and those that people brought, which live in memory only.

A person's text is known to whoever knows its id; it goes with the last session that uses it, or
after an hour unused. Nothing is ever written to disk.
"""

from __future__ import annotations

import threading
import time
import uuid
from dataclasses import asdict, dataclass
from functools import cached_property

from backend.contract.errors import ContractError
from backend.contract.rest import Dataset, ReferenceLosses, UserDataset
from backend.contract.style import ExampleText
from backend.data.dataset_loader import DatasetLoader
from backend.data.tokenizer import CharTokenizer

PREVIEW_CHARS = 500
MAX_OWN_TEXTS = 200
MAX_OWN_CHARACTERS = 100_000_000


@dataclass(frozen=True)
class SourceText:
    """A text that a session can learn, and what was counted in it."""

    dataset_id: str
    title: str
    text: str
    vocab_size: int
    reference_losses: ReferenceLosses
    own: bool

    @cached_property
    def characters(self) -> tuple[str, ...]:
        """The vocabulary, by token id; every question to a model needs it, a text is read once."""
        return CharTokenizer.from_text(self.text).characters


@dataclass
class _OwnText:
    source: SourceText
    answer: UserDataset
    touched_s: float
    users: int = 0


class TextStore:
    """Every text by its id.

    Args:
        loader: the bundled texts.
        idle_s: how long an unused text of a person is kept, in seconds.
    """

    def __init__(self, loader: DatasetLoader, idle_s: float) -> None:
        self._loader = loader
        self._idle_s = idle_s
        self._own: dict[str, _OwnText] = {}
        self._lock = threading.Lock()

    def bundled(self) -> list[Dataset]:
        """The bundled texts that were built, as the contract lists them."""
        return [Dataset.model_validate(asdict(info)) for info in self._loader.list()]

    def examples(self) -> list[ExampleText]:
        """The example texts that are there."""
        return [ExampleText.model_validate(asdict(voice)) for voice in self._loader.voices()]

    def get(self, dataset_id: str) -> SourceText:
        """A text by its id.

        Raises:
            ContractError: ``dataset_not_found``.
        """
        with self._lock:
            if own := self._own.get(dataset_id):
                own.touched_s = time.monotonic()
                return own.source
        info = self._loader.info(dataset_id)
        return SourceText(
            dataset_id=info.name,
            title=info.display_name,
            text=self._loader.text(info.name),
            vocab_size=info.vocab_size,
            reference_losses=ReferenceLosses(**asdict(info.reference_losses)),
            own=False,
        )

    def own_text(self, dataset_id: str) -> str:
        """A person's own text after cleaning.

        Raises:
            ContractError: ``dataset_not_found``, for bundled texts too.
        """
        with self._lock:
            if own := self._own.get(dataset_id):
                own.touched_s = time.monotonic()
                return own.source.text
        raise ContractError(
            "dataset_not_found",
            "There is no text of yours with this id. It may have expired; bring it again.",
            field="dataset_id",
        )

    def add(self, filename: str, text: str, counts: dict[str, object]) -> UserDataset:
        """Keep a person's cleaned text; the oldest unused ones make room.

        Args:
            filename: what the person's file is called; data, never a path.
            text: the cleaned text.
            counts: encoding, char_count, vocab_size, word_count, filtered_chars,
                direction, advice, reference_losses.

        Raises:
            ContractError: ``too_many_requests`` when texts in use leave no room.
        """
        dataset_id = f"user_{uuid.uuid4()}"
        answer = UserDataset.model_validate(
            {
                "dataset_id": dataset_id,
                "filename": filename,
                "text_preview": text[:PREVIEW_CHARS],
                **counts,
            }
        )
        source = SourceText(
            dataset_id, filename, text, answer.vocab_size, answer.reference_losses, own=True
        )
        with self._lock:
            self._make_room(len(text))
            self._own[dataset_id] = _OwnText(source, answer, time.monotonic())
        return answer

    def hold(self, dataset_id: str) -> None:
        """A session uses this text."""
        with self._lock:
            if own := self._own.get(dataset_id):
                own.users += 1

    def release(self, dataset_id: str) -> None:
        """A session that used this text is gone; with the last one the text goes too."""
        with self._lock:
            if own := self._own.get(dataset_id):
                own.users -= 1
                if own.users <= 0:
                    del self._own[dataset_id]

    def expire(self) -> None:
        """Let go of texts that nobody has used for too long."""
        limit_s = time.monotonic() - self._idle_s
        with self._lock:
            for key, own in list(self._own.items()):
                if not own.users and own.touched_s < limit_s:
                    del self._own[key]

    def _make_room(self, characters: int) -> None:
        unused = sorted((o.touched_s, k) for k, o in self._own.items() if not o.users)
        while self._own:
            held = sum(len(o.source.text) for o in self._own.values())
            if len(self._own) < MAX_OWN_TEXTS and held + characters <= MAX_OWN_CHARACTERS:
                return
            if not unused:
                raise ContractError(
                    "too_many_requests",
                    "Too many texts are in use. Delete a run that you no longer need.",
                    limit=MAX_OWN_TEXTS,
                    value=len(self._own),
                )
            del self._own[unused.pop(0)[1]]
