"""The REST calls: parse, ask the rooms below, answer in the contract's shapes. No own logic."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Iterator

from flask import Blueprint, Response, jsonify, request
from werkzeug.routing import BaseConverter

from backend.contract.ask import GenerateRequest, InspectRequest, QuizRequest
from backend.contract.base import WireModel
from backend.contract.errors import ContractError
from backend.contract.openapi import DOCX, openapi
from backend.contract.parse import parse
from backend.contract.rest import (
    CreateSession,
    DatasetList,
    DatasetText,
    Deleted,
    DocumentRequest,
    FromText,
)
from backend.contract.style import ExampleList
from backend.sessions.record import SessionRecord
from backend.sessions.weights_file import weights_file
from backend.web.body import MAX_UPLOAD_BYTES, check_size, json_body, too_large
from backend.web.faults import planned_faults
from backend.web.owner import known_owner, owner
from backend.web.services import Services

_EXPORTS = ("json", "csv", "safetensors")
_MAX_DIGITS = 15


class SessionIdConverter(BaseConverter):
    """Any one part of a path but ``create``, so that other methods on that call answer 405."""

    regex = r"(?!create$)[^/]+"


def answer(model: WireModel, status: int = 200) -> Response:
    """A model as a JSON answer."""
    response = Response(model.model_dump_json(by_alias=True), status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def _one_of(name: str, allowed: tuple[str, ...], default: str | None = None) -> str | None:
    """A query parameter that takes one of a few words.

    Raises:
        ContractError: ``invalid_request`` for any other.
    """
    value = request.args.get(name, default)
    if value is None or value in allowed:
        return value
    raise ContractError(
        "invalid_request",
        f"{name} must be one of {', '.join(allowed)}.",
        field=name,
        limit=", ".join(allowed),
        value=value[:80],
    )


def _whole_number(name: str) -> int | None:
    """A query parameter that takes a number from 0 on.

    Raises:
        ContractError: ``invalid_request`` for anything else.
    """
    value = request.args.get(name)
    if value is None:
        return None
    if value.isascii() and value.isdigit() and len(value) <= _MAX_DIGITS:
        return int(value)
    raise ContractError(
        "invalid_request",
        f"{name} must be a whole number from 0 on, of at most {_MAX_DIGITS} digits.",
        field=name,
        limit=0,
        value=value[:80],
    )


def blueprint(services: Services) -> Blueprint:
    """All calls under ``/api``."""
    api = Blueprint("api", __name__, url_prefix="/api")
    api.record_once(lambda state: state.app.url_map.converters.update(id=SessionIdConverter))
    manager, texts, questions = services.manager, services.texts, services.questions

    @api.before_request
    def _size() -> None:
        check_size(request)

    @api.get("/health")
    def health() -> Response:
        return answer(services.health())

    @api.get("/openapi.json")
    def document() -> Response:
        return jsonify(openapi())

    @api.get("/presets")
    def presets() -> Response:
        return answer(services.presets)

    @api.get("/datasets")
    def datasets() -> Response:
        return answer(DatasetList(datasets=texts.bundled()))

    @api.get("/datasets/<dataset_id>/text")
    def dataset_text(dataset_id: str) -> Response:
        text = texts.own_text(dataset_id)
        if request.method == "HEAD":
            # Whether it is still there; megabytes need not be packed for that.
            return Response(mimetype="application/json")
        return answer(DatasetText(dataset_id=dataset_id, text=text))

    @api.post("/datasets/upload")
    def upload() -> Response:
        file = request.files.get("file")
        if file is None or not file.filename:
            raise ContractError(
                "invalid_request", "Send the file as multipart form data, field file.", field="file"
            )
        data = file.stream.read(MAX_UPLOAD_BYTES + 1)
        if len(data) > MAX_UPLOAD_BYTES:
            raise too_large(len(data))
        return answer(questions.read_upload(texts, file.filename[:255], data), 201)

    @api.post("/datasets/from-text")
    def from_text() -> Response:
        body = parse(FromText, json_body(request))
        return answer(questions.read_pasted(texts, body.text), 201)

    @api.get("/examples")
    def examples() -> Response:
        return answer(ExampleList(examples=texts.examples()))

    @api.post("/documents")
    def document_of() -> Response:
        body = parse(DocumentRequest, json_body(request))
        return _file(questions.document(body.text), DOCX, "llmbreaker-style.docx")

    @api.post("/sessions/create")
    def create() -> Response:
        body = json_body(request)
        faults = planned_faults(services.fault_hooks)
        return answer(manager.create(parse(CreateSession, body), owner(), faults), 201)

    @api.get("/sessions")
    def sessions() -> Response:
        return answer(manager.of_owner(known_owner()))

    @api.get("/sessions/<id:session_id>")
    def status(session_id: str) -> Response:
        return answer(manager.get(session_id).standing())

    @api.get("/sessions/<id:session_id>/history")
    def history(session_id: str) -> Response:
        record = manager.get(session_id)
        if _one_of("attention", ("all",)) is None:
            return answer(record.state())
        return _with_all_attention(record)

    @api.delete("/sessions/<id:session_id>")
    def delete(session_id: str) -> Response:
        manager.delete(session_id)
        return answer(Deleted(message="Session terminated", session_id=session_id))

    @api.post("/sessions/<id:session_id>/generate")
    def generate(session_id: str) -> Response:
        record = manager.get(session_id)
        return answer(questions.generate(record, parse(GenerateRequest, json_body(request))))

    @api.post("/sessions/<id:session_id>/inspect")
    def inspect(session_id: str) -> Response:
        record = manager.get(session_id)
        told = questions.inspect(record, parse(InspectRequest, json_body(request)))
        return _file(told, "application/json")

    @api.post("/sessions/<id:session_id>/quiz")
    def quiz(session_id: str) -> Response:
        record = manager.get(session_id)
        return answer(questions.quiz(record, parse(QuizRequest, json_body(request))))

    @api.get("/sessions/<id:session_id>/export")
    def export(session_id: str) -> Response:
        record = manager.get(session_id)
        wanted = _one_of("format", _EXPORTS, "")
        return _EXPORTERS[str(wanted)](record)

    return api


def _with_all_attention(record: SessionRecord) -> Response:
    """The state, and every kept checkpoint's attention under ``attention_history``."""
    with record.room.lock:
        state = record.state().wire()
        kept = list(record.history.attention)

    def parts() -> Iterator[str]:
        yield json.dumps(state, allow_nan=False)[:-1] + ', "attention_history": ['
        # Matrices of our own making, tens of megabytes of them: neither checked again nor written
        # in one go, in which nobody else would be answered.
        for number, attention in enumerate(kept):
            yield ", " if number else ""
            for part in attention.json_parts():
                yield part
                time.sleep(0)
        yield "]}"

    return _file(parts(), "application/json")


def _file(content: str | bytes | Iterator[str], mimetype: str, name: str = "") -> Response:
    response = Response(content, mimetype=mimetype)
    response.headers["Cache-Control"] = "no-store"
    if name:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _export_json(record: SessionRecord) -> Response:
    response = _with_all_attention(record)
    response.headers["Content-Disposition"] = f'attachment; filename="llmbreaker-{record.id}.json"'
    return response


def _export_csv(record: SessionRecord) -> Response:
    """One row a step: the mini-batch loss, and at checkpoints the two estimates."""
    with record.room.lock:
        batch = dict(zip(record.history.steps, record.history.train_losses, strict=True))
        points = {p["step"]: p for p in record.history.losses}
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(("step", "batch_loss", "train_loss", "val_loss"))
    for step in sorted(batch.keys() | points.keys()):
        point = points.get(step, {})
        writer.writerow((step, batch.get(step), point.get("train_loss"), point.get("val_loss")))
    return _file(table.getvalue(), "text/csv", f"llmbreaker-{record.id}.csv")


def _export_weights(record: SessionRecord) -> Response:
    """The newest kept weights not after ``step``, which may still be training."""
    wanted = _whole_number("step")
    with record.room.lock:
        found = record.history.weights_at(wanted)
    if found is None:
        raise ContractError(
            "invalid_state", "There are no weights yet. Start the session, or take one step."
        )
    step, data = found
    name = f"llmbreaker-{record.id}-step{step}.safetensors"
    return _file(weights_file(record.definition, step, data), "application/octet-stream", name)


def _export_unknown(record: SessionRecord) -> Response:
    raise ContractError(
        "invalid_request",
        f"Say which format: {', '.join(_EXPORTS)}.",
        field="format",
        limit=", ".join(_EXPORTS),
    )


_EXPORTERS = {
    "json": _export_json,
    "csv": _export_csv,
    "safetensors": _export_weights,
    "": _export_unknown,
}
