"""Style Transfer: a person's own words, the machine's in their voice, and the comparison."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest

from backend.contract.openapi import DOCX
from backend.contract.style import StyleNumbers, StyleReport
from backend.style.aloud import GIBBERISH
from tests.live.api import Api, assert_refused, small
from tests.live.client import Client
from tests.live.story import train

#: About 120 words, in somebody's own voice.
LETTER = (
    "Dear Anna, the garden is slowly waking up after the long winter. Yesterday I counted "
    "eleven tulips beside the old wall, and the cat counted them too, from her usual place "
    "beside the old wall. I still think of our evenings at the lake, of the wooden boat and "
    "of the soup that we burned twice in one evening. Please come and visit us in June, "
    "before the roses are gone; the small room is yours, and the piano has been tuned. I "
    "have read the book that you sent me, and I have read it again, slowly, with a pencil. "
    "We should talk about it for a whole evening. Write to me soon, please, and tell me "
    "everything. Your old friend, Maria."
)


def test_a_style_session_ends_with_the_comparison(
    client: Client, api: Api, create: Callable[..., str]
) -> None:
    dataset = api.post("/api/datasets/from-text", {"text": LETTER}).json()
    assert 100 < dataset["word_count"] < 150, dataset["word_count"]
    session_id = create(
        feature_type="style_transfer",
        dataset_id=dataset["dataset_id"],
        hyperparameters={"max_iters": 150, "eval_interval": 50, "batch_size": 16},
        model={"n_embd": 32, "n_layer": 1, "n_head": 2, "block_size": 32},
    )
    client.order("join", session_id)
    train(client, session_id)
    report = client.wait("style_metrics")
    assert client.names()[-2:] == ["training_completed", "style_metrics"], client.names()[-3:]
    completed = client.events("training_completed")[0]
    assert report["seq"] == completed["seq"] + 1, "the last word"
    assert set(report) >= set(StyleReport.model_fields), report.keys()
    assert LETTER.startswith(report["original_excerpt"]) and report["text"]
    assert set(report["text"]) <= set(LETTER), "it knows no other characters"
    for numbers in (report["original"], report["generated"]):
        assert set(numbers) == set(StyleNumbers.model_fields), numbers
    confidence = report["confidence"]
    assert len(confidence["token_probs"]) == len(report["text"])
    mean = sum(confidence["token_probs"]) / len(report["text"])
    assert abs(confidence["avg_token_prob"] - mean) < 1e-9, confidence["avg_token_prob"]
    copied = report["copied"]
    assert len(copied["longest_text"]) == copied["longest"], copied
    assert copied["longest_text"] in LETTER and copied["longest_text"] in report["text"], copied
    for match in report["matches"]:
        (a, b), (c, d) = match["original"], match["generated"]
        theirs, ours = report["original_excerpt"][a:b], report["text"][c:d]
        assert theirs.casefold() == ours.casefold(), f"{theirs!r} {ours!r}"
        assert theirs.strip(), match
    assert report["pages"] == 4 and report["generated"]["word_count"] > 200, report["pages"]
    assert copied["limit"] >= 40 and 0 <= copied["share_8gram_self"] <= 1, copied
    assert report["step"] >= completed["best_step"] and report["prompt"] in LETTER, report["step"]
    if report["step"] > completed["best_step"]:
        assert copied["verdict"] != "recited" and copied["share_8gram"] < 0.6, copied
    assert report["original"]["real_words"] == 1 and report["original"]["word_count"] == 123
    assert report["gibberish"] == (report["generated"]["real_words"] < GIBBERISH)
    assert f"{copied['longest']} character" in report["aloud"] or report["gibberish"], report
    marks = [[rate["mark"] for rate in report[side]["marks"]] for side in ("original", "generated")]
    assert marks[0] == marks[1] and {",", "."} <= set(marks[0]), marks
    favourites = {favourite["word"].casefold() for favourite in report["favourites"]}
    assert {"beside", "evening", "please"} <= favourites, favourites
    story = api.history(session_id)
    envelope = ("session_id", "timestamp", "seq")
    assert story["style_metrics"] == {k: v for k, v in report.items() if k not in envelope}
    assert story["seq"] == report["seq"]
    _quiz(api, session_id, report["step"])
    told = api.post(f"/api/sessions/{session_id}/generate", {"step": report["step"]}).json()
    assert told["step"] == report["step"] and len(told["certainty"]) == 100


def _quiz(api: Api, session_id: str, writes_step: int) -> None:
    """Five pieces, cut alike and fairly; a new quiz each time, the same for the same seed."""
    first, again, other, free = (
        api.post(f"/api/sessions/{session_id}/quiz", body).json()
        for body in ({"seed": 1}, {"seed": 1}, {"seed": 2}, {})
    )
    assert first == again and first != other and first != free
    for quiz in (first, other, free):
        assert quiz["step"] == writes_step and len(quiz["snippets"]) == 5, quiz
        theirs = [s["text"] for s in quiz["snippets"] if s["source"] == "original"]
        ours = [s["text"] for s in quiz["snippets"] if s["source"] == "machine"]
        assert {len(theirs), len(ours)} == {2, 3}, quiz
        assert all(text in LETTER for text in theirs), theirs
        assert not any(text in LETTER for text in ours), ours
        assert all(40 < len(text) <= 110 for text in theirs), theirs


def test_other_sessions_end_without(client: Client, api: Api, create: Callable[..., str]) -> None:
    session_id = create()
    train(client, session_id)
    assert "style_metrics" not in client.names()
    assert "style_metrics" not in api.history(session_id)


def test_only_a_trained_style_session_has_a_quiz(api: Api, create: Callable[..., str]) -> None:
    other = assert_refused(api.post(f"/api/sessions/{create()}/quiz", {}), 409, "invalid_state")
    assert (other["field"], other["value"]) == ("feature_type", "watch_learn"), other
    dataset = api.post("/api/datasets/from-text", {"text": LETTER}).json()["dataset_id"]
    idle = create(feature_type="style_transfer", dataset_id=dataset)
    refusal = assert_refused(api.post(f"/api/sessions/{idle}/quiz", {}), 409, "invalid_state")
    assert refusal["field"] == "status", refusal
    bad = api.post(f"/api/sessions/{idle}/quiz", {"seed": -1})
    assert assert_refused(bad, 400, "invalid_request")["field"] == "seed"


def test_two_voices_to_try(api: Api) -> None:
    examples = api.get("/api/examples").json()["examples"]
    assert [example["id"] for example in examples] == ["formal", "diary"]
    for example in examples:
        told = api.post("/api/datasets/from-text", {"text": example["text"]})
        assert told.status_code == 201, told.text
        assert told.json()["filtered_chars"] == 0 and told.json()["word_count"] >= 900
        assert (told.json()["direction"], told.json()["advice"]) == ("ltr", None)


def test_a_document_to_take_home(api: Api) -> None:
    text = "Dear Anna,\n\nשלום \x00 and <b>soon</b>.\tMaria \U0001f600"
    answer = api.post("/api/documents", {"text": text, "format": "docx"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == DOCX
    assert answer.headers["Content-Disposition"] == 'attachment; filename="llmbreaker-style.docx"'
    assert answer.headers["Cache-Control"] == "no-store"
    read_back = [p.text for p in docx.Document(io.BytesIO(answer.content)).paragraphs]
    assert "\n".join(read_back) == text.replace("\x00", "")


@pytest.mark.parametrize(
    ("body", "error_type", "field"),
    [
        ({"text": "words"}, "invalid_request", "format"),
        ({"text": "words", "format": "pdf"}, "invalid_request", "format"),
        ({"format": "docx"}, "invalid_request", "text"),
        ({"text": " \n", "format": "docx"}, "text_too_short", "text"),
        ({"text": "x" * 50_001, "format": "docx"}, "text_too_long", "text"),
        ({"text": "x", "format": "docx", "path": "/etc"}, "invalid_request", "path"),
    ],
    ids=["no format", "pdf", "no text", "blank", "long", "unknown"],
)
def test_documents_that_are_refused(
    api: Api, body: dict[str, str], error_type: str, field: str
) -> None:
    refusal = assert_refused(api.post("/api/documents", body), 400, error_type)
    assert refusal["field"] == field, refusal


def test_texts_that_need_more_say_so(api: Api) -> None:
    for text, direction, needs_more in (
        ("".join(chr(0x4E00 + n % 200) for n in range(600)), "ltr", True),
        ("هذا نص قصير عن البيت والحديقة والبحر. " * 8, "rtl", False),
        (LETTER + " \U0001f600\U0001f680", "ltr", False),
    ):
        told = api.post("/api/datasets/from-text", {"text": text}).json()
        assert told["direction"] == direction, told
        assert (told["advice"] is not None) == needs_more, told
        assert told["filtered_chars"] == 2 * ("\U0001f600" in text), told


def test_style_wants_fifty_words(api: Api) -> None:
    words = "one two three four five six seven eight nine ten "
    for count, status in ((4, 400), (5, 201)):
        dataset = api.post("/api/datasets/from-text", {"text": words * count}).json()["dataset_id"]
        body = small(feature_type="style_transfer", dataset_id=dataset)
        answer = api.post("/api/sessions/create", body)
        assert answer.status_code == status, answer.text
        if status == 400:
            assert_refused(answer, 400, "text_too_short")
        else:
            api.delete(f"/api/sessions/{answer.json()['session_id']}")
