"""From a request to a session's definition: every choice made, every bound held."""

from __future__ import annotations

import secrets
import uuid

from backend.contract.base import RequestModel
from backend.contract.errors import ContractError
from backend.contract.rest import CreateSession, Parameter, ReferenceLosses
from backend.data.corpus import Corpus, split_point
from backend.data.limits import count_words
from backend.data.ngram import reference_losses
from backend.data.tokenizer import CharTokenizer
from backend.engine.pool import Engine
from backend.sessions.record import Definition
from backend.sessions.texts import SourceText
from backend.training.excerpts import probe_excerpt
from backend.training.parameters import memory_estimate, parameter_table
from backend.training.placement import choose_device
from backend.training.presets import DEFAULT_PRESET, resolve

STYLE_WORDS = 50
_STYLE_PRESET = "style"
_RANDOM_SEEDS = 2**31
#: What one training may need; a worker may hold half as much again before it is refused memory.
MAX_TRAINING_BYTES = 4 * 2**30


def define(
    request: CreateSession,
    source: SourceText,
    owner: str,
    engine: Engine,
    faults: dict[str, int],
) -> Definition:
    """Everything about a new session; its device is one of the engine's.

    Raises:
        ContractError: ``invalid_hyperparameter``, ``invalid_request`` or ``text_too_short``.
    """
    is_style = request.feature_type == "style_transfer"
    if is_style and (words := count_words(source.text)) < STYLE_WORDS:
        raise ContractError(
            "text_too_short",
            f"Style Transfer needs at least {STYLE_WORDS} words; this text has {words}. Add more.",
            field="dataset_id",
            limit=STYLE_WORDS,
            value=words,
        )
    preset = request.preset or (_STYLE_PRESET if is_style else DEFAULT_PRESET)
    model, training = resolve(
        preset,
        _given(request.model),
        _given(request.hyperparameters),
        vocab_size=source.vocab_size,
        n_chars=len(source.text),
    )
    rows = parameter_table(model)
    parameters = tuple(Parameter(name=n, shape=list(s), count=c) for n, s, c in rows)
    _check_memory(memory_estimate(model, training))
    device = choose_device(
        request.device, sum(p.count for p in parameters), engine.devices, engine.pays_from
    )
    validation = source.text[split_point(len(source.text), model.block_size) :]
    return Definition(
        session_id=str(uuid.uuid4()),
        owner=owner,
        feature_type=request.feature_type,
        source=source,
        preset=preset,
        model=model,
        training=training,
        parameters=parameters,
        reference_losses=_reference_losses(source, model.block_size),
        device=device,
        seed=secrets.randbelow(_RANDOM_SEEDS) if request.seed is None else request.seed,
        probe_text=_probe(request.probe_text, validation, source, model.block_size),
        faults=faults,
    )


def _given(overrides: RequestModel | None) -> dict[str, object]:
    return overrides.model_dump(exclude_none=True) if overrides else {}


def _check_memory(needed_bytes: int) -> None:
    if needed_bytes > MAX_TRAINING_BYTES:
        raise ContractError(
            "invalid_hyperparameter",
            f"This run would need about {needed_bytes / 2**30:.1f} GB of memory; "
            f"{MAX_TRAINING_BYTES / 2**30:.0f} GB is the most. "
            "Choose a smaller batch, context or model.",
            field="batch_size",
            limit=MAX_TRAINING_BYTES,
            value=needed_bytes,
        )


def _reference_losses(source: SourceText, block_size: int) -> ReferenceLosses:
    """The text's lines; counted anew when this context moves the cut of a short text."""
    if split_point(len(source.text), block_size) == len(source.text) * 9 // 10:
        return source.reference_losses
    corpus = Corpus.from_text(source.text, block_size)
    lines = reference_losses(corpus.train, corpus.val, source.vocab_size)
    return ReferenceLosses(
        uniform=lines.uniform, unigram=lines.unigram, bigram=lines.bigram, trigram=lines.trigram
    )


def _probe(wanted: str | None, validation: str, source: SourceText, block_size: int) -> str:
    """What attention is watched on: the person's text as far as it is known, or an excerpt."""
    if wanted is None:
        return probe_excerpt(validation, block_size)
    tokenizer = CharTokenizer(sorted(set(source.text)))
    known, _ = tokenizer.encode_known(wanted)
    if not len(known):
        raise ContractError(
            "invalid_request",
            "None of the probe text's characters occur in this text. Try other letters.",
            field="probe_text",
        )
    return tokenizer.decode(known[-block_size:])
