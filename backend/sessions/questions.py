"""Questions to a session's past: generate, inspect, the style report, the quiz.

Answered by the inspection process with the weights that the history kept; training goes on
meanwhile.
"""

from __future__ import annotations

import logging
import secrets
from typing import Any

from pydantic import ValidationError

from backend.contract.ask import Generated, GenerateRequest, InspectRequest, Quiz, QuizRequest
from backend.contract.errors import ContractError
from backend.contract.rest import UserDataset
from backend.contract.style import StyleReport
from backend.engine.inspector import Inspector
from backend.sessions.record import SessionRecord
from backend.sessions.texts import SourceText, TextStore
from backend.style.copying import holds_itself
from backend.style.writer import latest_fair, too_much

log = logging.getLogger(__name__)
_RANDOM_SEEDS = 2**31
#: Pieces of the quiz that are remembered.
_QUIZ_MEMORY = 100


class Questions:
    """The inspection process, spoken to in the contract's terms."""

    def __init__(self, inspector: Inspector) -> None:
        self._inspector = inspector

    def generate(self, record: SessionRecord, request: GenerateRequest) -> Generated:
        """What the model of a step would write.

        Raises:
            ContractError: ``invalid_state`` before the first checkpoint, ``invalid_request``.
        """
        step, model, weights = self._model(record, request.step)
        asked = request.model_dump(include={"prompt", "max_new_tokens", "temperature", "top_k"})
        seed = secrets.randbelow(_RANDOM_SEEDS) if request.seed is None else request.seed
        reply = self._inspector.ask("generate", {**model, **asked, "seed": seed}, weights)
        quality = self._grade(record.definition.source, reply.fields)
        return Generated.model_validate({**reply.fields, "step": step, "quality": quality})

    def inspect(self, record: SessionRecord, request: InspectRequest) -> str:
        """What the model of a step looks at and expects: the contract's Inspection, as JSON.

        Raises:
            ContractError: ``invalid_state`` before the first checkpoint, ``invalid_request``.
        """
        step, model, weights = self._model(record, request.step)
        fields = {**model, "text": request.text, "top": request.top, "step": step}
        return self._inspector.ask("inspect", fields, weights).blob.decode()

    def style(self, record: SessionRecord) -> StyleReport | None:
        """The style report of a finished session, by its last weights that do not copy too much.

        Letters are guessed better to the end of a run, long after the held-out loss was best: the
        machine only grows too sure of itself (docs/style.md). So later weights write, as long as
        what they write is not the person's own text; no earlier ones than the best.

        Returns:
            The report; None where the run diverged or there is no answer.
        """
        if record.diverged or not record.history.weights:
            return None
        try:
            return self._report(record)
        except ContractError as refusal:
            log.error("no style report for session %s: %s", record.id, refusal)
        except ValidationError as failure:
            # Its own message would quote what the person wrote.
            wrong = [(e["loc"], e["type"]) for e in failure.errors(include_input=False)]
            log.error("the style report of session %s is malformed: %s", record.id, wrong)
        return None

    def _report(self, record: SessionRecord) -> StyleReport:
        def report(step: int, further: bool = False) -> StyleReport:
            fields, weights = self._style_model(record, record.definition.seed, step)
            reply = self._inspector.ask("style", {**fields, "further": further}, weights)
            return StyleReport.model_validate(reply.fields)

        # Reciting would guess a held-out quote best.
        best_tells = not holds_itself(record.definition.source.text)
        with record.room.lock:
            steps = record.history.writers(best_tells)
        found = latest_fair(steps, report, lambda made: too_much(made.copied))
        # The same page again, and more of the one that writes: the search asks for a page alone.
        return report(found.step, further=True)

    def quiz(self, record: SessionRecord, request: QuizRequest) -> Quiz:
        """Pieces of a style session's text and of what its weights write, in random order.

        Those that wrote the report; before there is one the best so far. Without a seed no piece
        of the last twenty rounds comes again, as long as there are others.

        Raises:
            ContractError: ``invalid_state`` for other sessions and before the first checkpoint.
        """
        if record.definition.feature_type != "style_transfer":
            raise ContractError(
                "invalid_state",
                "Only a style session has a quiz. Train one on a text of yours.",
                field="feature_type",
                limit="style_transfer",
                value=record.definition.feature_type,
            )
        seed = secrets.randbelow(_RANDOM_SEEDS) if request.seed is None else request.seed
        history = record.history
        step = history.best_step if history.writes_step is None else history.writes_step
        fields, weights = self._style_model(record, seed, step)
        # Who chooses the seed wants the same quiz again.
        fields["seen"] = record.quizzed[-_QUIZ_MEMORY:] if request.seed is None else []
        told = Quiz.model_validate(self._inspector.ask("quiz", fields, weights).fields)
        with record.room.lock:
            record.quizzed += [snippet.text for snippet in told.snippets]
            del record.quizzed[:-_QUIZ_MEMORY]
        return told

    def document(self, text: str) -> bytes:
        """A text as a Word document.

        Raises:
            ContractError: ``text_too_short``, ``text_too_long``.
        """
        return self._inspector.ask("document", {}, text.encode("utf-8", "surrogatepass")).blob

    def read_upload(self, texts: TextStore, filename: str, data: bytes) -> UserDataset:
        """Read a person's file in the inspection process and keep its text.

        Raises:
            ContractError: why it could not be read or kept.
        """
        reply = self._inspector.ask("read_upload", {"filename": filename}, data)
        return texts.add(filename, reply.blob.decode(), reply.fields)

    def read_pasted(self, texts: TextStore, raw: str) -> UserDataset:
        """Clean and keep a pasted text.

        Raises:
            ContractError: ``text_too_short``, ``text_too_long``, ``too_many_requests``.
        """
        reply = self._inspector.ask("read_pasted", {}, raw.encode("utf-8", "surrogatepass"))
        return texts.add("Pasted text", reply.blob.decode(), reply.fields)

    def _style_model(
        self, record: SessionRecord, seed: int, wanted: int | None
    ) -> tuple[dict[str, Any], bytes]:
        """What rebuilds the model of a step of a style session, and the text it learned."""
        step, model, weights = self._model(record, wanted)
        text = record.definition.source.text
        return {**model, "original": text, "seed": seed, "step": step}, weights

    def _grade(self, source: SourceText, made: dict[str, Any]) -> str:
        """One digit for each generated character, by the text that the session learns."""
        fields = {
            "bundled_id": None if source.own else source.dataset_id,
            "prompt": made["prompt"],
            "written": made["text"],
        }
        quality = None
        if not source.own:  # a bundled text travels only to a process that does not know it yet
            quality = self._inspector.ask("grade", fields).fields["quality"]
        if quality is None:
            reply = self._inspector.ask("grade", fields, source.text.encode())
            quality = reply.fields["quality"]
        graded: str = quality
        return graded

    def _model(self, record: SessionRecord, step: int | None) -> tuple[int, dict[str, Any], bytes]:
        """The kept step not after `step`, and what rebuilds its model."""
        with record.room.lock:
            found = record.history.weights_at(step)
        if found is None:
            raise ContractError(
                "invalid_state",
                "This session has no trained model yet. Start it, or take one step.",
                field="status",
                value=record.status,
            )
        d = record.definition
        characters = list(d.source.characters)
        return found[0], {"model": d.model.model_dump(), "characters": characters}, found[1]
