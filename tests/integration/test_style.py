"""Style Transfer: a person's own words, the machine's in their voice, and the comparison."""

from __future__ import annotations

from collections.abc import Callable

from backend.contract.style import StyleNumbers, StyleReport
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
    story = api.history(session_id)
    envelope = ("session_id", "timestamp", "seq")
    assert story["style_metrics"] == {k: v for k, v in report.items() if k not in envelope}
    assert story["seq"] == report["seq"]


def test_other_sessions_end_without(client: Client, api: Api, create: Callable[..., str]) -> None:
    session_id = create()
    train(client, session_id)
    assert "style_metrics" not in client.names()
    assert "style_metrics" not in api.history(session_id)


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
