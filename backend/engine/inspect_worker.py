"""The inspection process: ``python -m backend.engine.inspect_worker``, one question at a time.

Owns what must not happen in the server: reading a stranger's file (a crash costs nothing here),
counting n-grams of long texts, writing documents, and asking past models. Every question gets one
answer: ``answer``, ``refused`` with the contract's error, or ``failed``.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from backend.contract.config import ModelConfig
from backend.contract.errors import ContractError
from backend.data.cleaning import clean_text
from backend.data.corpus import Corpus, fit_block_size
from backend.data.direction import advice, direction
from backend.data.limits import check_pasted_text, check_upload_text, count_words
from backend.data.ngram import reference_losses
from backend.data.quality import QualityMarker
from backend.data.readers import read_file
from backend.data.tokenizer import CharTokenizer
from backend.engine.channel import Channel, Message
from backend.engine.inspection_json import inspection_json
from backend.engine.own_process import claim_stdout, limit_memory
from backend.engine.style_questions import STYLE_QUESTIONS
from backend.training.checkpoint_io import model_from_bytes
from backend.training.device import prepare_process
from backend.training.generation import COLDEST, generate
from backend.training.inspection import inspect
from backend.training.micro_gpt import MicroGPT

Answer = tuple[dict[str, Any], bytes]
#: The context at which a text's reference lines are told before a session fixes its own.
_USUAL_BLOCK_SIZE = 64
#: Judges of the bundled texts that were asked about last, by the text's id, the newest last. Of a
#: person's own text nothing may stay here when its session goes.
_MARKERS: dict[str, QualityMarker] = {}
_MAX_MARKERS = 3


def _counted(raw: str, check: Callable[[str], None], encoding: str) -> Answer:
    """Clean a text, hold it to its limits and count it."""
    cleaned = clean_text(raw)
    check(cleaned.text)
    text = cleaned.text
    corpus = Corpus.from_text(text, fit_block_size(len(text), _USUAL_BLOCK_SIZE))
    vocab_size = corpus.tokenizer.vocab_size
    fields = {
        "encoding": encoding,
        "char_count": len(text),
        "vocab_size": vocab_size,
        "word_count": count_words(text),
        "filtered_chars": cleaned.filtered_chars,
        "direction": direction(text),
        "advice": advice(text),
        "reference_losses": asdict(reference_losses(corpus.train, corpus.val, vocab_size)),
    }
    return fields, text.encode()


def read_upload(question: Message) -> Answer:
    """A file's bytes to a clean, counted text."""
    content = read_file(question["filename"], question.blob)
    return _counted(content.text, check_upload_text, content.encoding)


def read_pasted(question: Message) -> Answer:
    """A pasted text to a clean, counted one; lone surrogates are filtered like other junk."""
    raw = question.blob.decode("utf-8", "surrogatepass")
    return _counted(raw, check_pasted_text, "utf-8")


def _model_of(question: Message) -> tuple[MicroGPT, CharTokenizer]:
    model = model_from_bytes(ModelConfig.model_validate(question["model"]), question.blob)
    return model, CharTokenizer(question["characters"])


def write(question: Message) -> Answer:
    """What the model of a step would write."""
    model, tokenizer = _model_of(question)
    made = generate(
        model,
        tokenizer,
        question["prompt"],
        question["max_new_tokens"],
        max(question["temperature"], COLDEST),  # denormal numbers count as zero here
        question["top_k"],
        seed=question["seed"],
    )
    return {**asdict(made), "dropped": list(made.dropped)}, b""


def grade(question: Message) -> Answer:
    """How real each written character is; null when the text must be sent along first.

    Building a judge reads the whole text (0.6 s a million characters), using one takes under 1 ms.
    It is kept for the next question under `bundled_id`, unless that is null.
    """
    bundled_id = question["bundled_id"]
    marker = _MARKERS.pop(bundled_id, None)
    if marker is None and question.blob:
        marker = QualityMarker(question.blob.decode())
    if marker is None:
        return {"quality": None}, b""
    if bundled_id is not None:
        _MARKERS[bundled_id] = marker
        if len(_MARKERS) > _MAX_MARKERS:
            del _MARKERS[next(iter(_MARKERS))]
    return {"quality": marker.mark(question["prompt"], question["written"])}, b""


def look(question: Message) -> Answer:
    """What the model of a step looks at and expects: the whole answer, as JSON."""
    model, tokenizer = _model_of(question)
    seen = inspect(model, tokenizer, question["text"], question["top"])
    return {}, inspection_json(question["step"], seen)


def about_style(question: Message) -> Answer:
    """The comparison or the quiz of a style session."""
    return STYLE_QUESTIONS[question.kind](*_model_of(question), question), b""


def write_document(question: Message) -> Answer:
    """A text as the bytes of a Word document."""
    from backend.data.docx_writer import docx_bytes  # its library takes a while to load

    return {}, docx_bytes(question.blob.decode("utf-8", "surrogatepass"))


QUESTIONS: dict[str, Callable[[Message], Answer]] = {
    "read_upload": read_upload,
    "read_pasted": read_pasted,
    "generate": write,
    "grade": grade,
    "inspect": look,
    "document": write_document,
    **dict.fromkeys(STYLE_QUESTIONS, about_style),
}


def answer(channel: Channel, question: Message) -> None:
    """Answer one question, whatever it holds."""
    try:
        fields, blob = QUESTIONS[question.kind](question)
        channel.send("answer", fields, blob)
    except ContractError as refusal:
        channel.send("refused", refusal.body().wire())
    except Exception:
        traceback.print_exc()
        channel.send("failed")


def main() -> None:
    """Say ready, then answer until the input closes."""
    channel = claim_stdout()
    limit_memory()
    prepare_process()
    channel.send("ready")
    while (question := channel.receive()) is not None:
        answer(channel, question)


if __name__ == "__main__":
    main()
