"""Generate and inspect, by REST and by socket, at any kept step."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from backend.data.quality import QualityMarker
from tests.live.api import Api, assert_refused, small
from tests.live.client import Client
from tests.live.server import ROOT, Server
from tests.live.story import assert_attention, train

Ask = Callable[[str, dict[str, Any]], dict[str, Any]]


@pytest.fixture(scope="module")
def trained(shared_server: Server) -> Iterator[dict[str, Any]]:
    """A small finished session and its last state."""
    api, client = Api(shared_server.base), Client(shared_server.base)
    recipe = {"max_iters": 30, "eval_interval": 10}
    session = api.create(small(model={"n_layer": 2, "n_head": 2}, hyperparameters=recipe))
    train(client, session["session_id"])
    yield api.history(session["session_id"])
    client.close()
    client.check()
    api.delete(f"/api/sessions/{session['session_id']}")
    api.close()


@pytest.fixture(params=["REST", "socket"])
def ask(request: pytest.FixtureRequest, trained: dict[str, Any], api: Api, client: Client) -> Ask:
    """A question that must be answered, on either way."""
    session_id = trained["session_id"]

    def by_rest(name: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = api.post(f"/api/sessions/{session_id}/{name}", body)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def by_socket(name: str, body: dict[str, Any]) -> dict[str, Any]:
        ack = client.order(name, session_id, **body)
        return {key: value for key, value in ack.items() if key != "ok"}

    return by_rest if request.param == "REST" else by_socket


def test_generation(ask: Ask, trained: dict[str, Any]) -> None:
    told = ask("generate", {"prompt": "KING", "max_new_tokens": 40, "temperature": 0.8, "seed": 5})
    assert len(told["text"]) == 40 == len(told["token_probs"]) == len(told["certainty"]), told
    pairs = zip(told["token_probs"], told["certainty"], strict=True)
    assert all(0 < prob <= certainty <= 1 for prob, certainty in pairs), "the likeliest has 1"
    assert told["prompt"] == "KING" and told["step"] == 30 and told["dropped"] == [], told
    assert all(0 < p <= 1 for p in told["token_probs"]), told
    learned = (ROOT / "datasets" / f"{trained['dataset_id']}.txt").read_text("utf-8")
    assert told["quality"] == QualityMarker(learned).mark("KING", told["text"]), told
    mean = sum(-math.log(p) for p in told["token_probs"]) / 40
    assert math.isclose(told["perplexity"], math.exp(mean), rel_tol=1e-6), told
    body = {"prompt": "KING", "max_new_tokens": 40, "temperature": 0.8, "seed": 5}
    assert ask("generate", body) == told, "the same seed writes the same"
    assert ask("generate", {**body, "seed": 6})["text"] != told["text"]


def test_generation_with_defaults_and_bounds(ask: Ask) -> None:
    told = ask("generate", {})
    assert told["prompt"] == "\n" and len(told["text"]) == 100, told
    assert ask("generate", {"prompt": ""})["prompt"] == "\n"
    assert len(ask("generate", {"max_new_tokens": 1000})["text"]) == 1000
    assert len(ask("generate", {"max_new_tokens": 1, "temperature": 2})["text"]) == 1
    assert len(ask("generate", {"max_new_tokens": 1, "temperature": 5e-324})["text"]) == 1
    greedy = {"max_new_tokens": 20, "top_k": 1}
    texts = {ask("generate", {**greedy, "seed": seed})["text"] for seed in (1, 2, 3)}
    assert len(texts) == 1, "the likeliest character needs no dice"


def test_a_step_means_the_nearest_kept_one_not_after_it(ask: Ask, trained: dict[str, Any]) -> None:
    kept = trained["snapshot_steps"]
    assert kept[0] == 0 and kept[-1] == 30, kept
    for wanted in (0, 1, 7, 19, 29, 30, 31, 10_000):
        nearest = max(step for step in kept if step <= wanted)
        assert ask("generate", {"step": wanted, "max_new_tokens": 1})["step"] == nearest
        assert ask("inspect", {"step": wanted, "text": "a"})["step"] == nearest
    early = ask("generate", {"step": 0, "seed": 1})["text"]
    assert early != ask("generate", {"step": 30, "seed": 1})["text"]


def test_inspection(ask: Ask, trained: dict[str, Any]) -> None:
    told = ask("inspect", {"text": "The king"})
    assert told["tokens"] == list("The king") and told["step"] == 30, told
    heads = [(h["layer"], h["head"]) for h in told["attention"]]
    assert heads == [(0, 0), (0, 1), (1, 0), (1, 1)], heads
    for head in told["attention"]:
        assert_attention({**head, "tokens": told["tokens"]})
    assert len(told["next"]) == 8, "an expectation at every position"
    most = math.log(trained["model_config"]["vocab_size"])
    for position in told["next"]:
        probs = [entry["prob"] for entry in position["top"]]
        assert len(probs) == 10 and probs == sorted(probs, reverse=True), position
        assert sum(probs) <= 1 + 1e-6 and 0 <= position["entropy"] <= most + 1e-6, position
        assert len({entry["char"] for entry in position["top"]}) == 10, position


def test_inspection_of_the_probe_is_the_sessions_own_attention(
    ask: Ask, trained: dict[str, Any]
) -> None:
    told = ask("inspect", {"text": trained["probe_text"], "step": 30})
    assert told["attention"] == trained["attention"]["heads"]


def test_text_beyond_the_context_keeps_its_end(ask: Ask) -> None:
    told = ask("inspect", {"text": "abcdefgh" * 5})
    assert told["tokens"] == list("abcdefgh" * 2), told["tokens"]


def test_unknown_characters_are_left_out_and_listed(ask: Ask) -> None:
    told = ask("inspect", {"text": "To 文be字文"})
    assert told["tokens"] == list("To be") and sorted(told["dropped"]) == ["字", "文"], told
    told = ask("generate", {"prompt": "文To\x00", "max_new_tokens": 1})
    assert told["prompt"] == "To" and sorted(told["dropped"]) == ["\x00", "文"], told


@pytest.mark.parametrize(
    ("name", "body", "field"),
    [
        ("generate", {"prompt": "文字"}, "prompt"),
        ("generate", {"prompt": "x" * 2001}, "prompt"),
        ("generate", {"max_new_tokens": 0}, "max_new_tokens"),
        ("generate", {"max_new_tokens": 1001}, "max_new_tokens"),
        ("generate", {"temperature": 0}, "temperature"),
        ("generate", {"temperature": 2.01}, "temperature"),
        ("generate", {"top_k": 0}, "top_k"),
        ("generate", {"seed": -1}, "seed"),
        ("generate", {"step": -1}, "step"),
        ("generate", {"surprise": 1}, "surprise"),
        ("inspect", {"text": ""}, "text"),
        ("inspect", {"text": "文字"}, "text"),
        ("inspect", {"text": "x" * 2001}, "text"),
        ("inspect", {"text": "a", "step": -1}, "step"),
        ("inspect", {}, "text"),
    ],
    ids=str,
)
def test_questions_out_of_bounds(
    api: Api, client: Client, trained: dict[str, Any], name: str, body: dict[str, Any], field: str
) -> None:
    session_id = trained["session_id"]
    answer = api.post(f"/api/sessions/{session_id}/{name}", body)
    refusal = assert_refused(answer, 400, "invalid_request")
    assert refusal["field"] == field, refusal
    ack = client.refused(name, "invalid_request", session_id=session_id, **body)
    assert ack["message"] == refusal["message"] and ack["field"] == field, ack


def test_questions_while_it_trains(client: Client, create: Callable[..., str], api: Api) -> None:
    session_id = create(hyperparameters={"max_iters": 10_000, "eval_interval": 50})
    client.order("join", session_id)
    client.order("start_training", session_id)
    client.wait("heads_measured", lambda e: e["step"] == 50)  # the step can be asked now
    told = client.order("inspect", session_id, text="To be")
    assert told["step"] >= 50, told["step"]
    answer = api.post(f"/api/sessions/{session_id}/generate", {"step": 0})
    assert answer.json()["step"] == 0, answer.text
    assert api.status(session_id)["status"] == "running"
    client.order("stop_training", session_id)
    assert client.order("generate", session_id)["step"] >= told["step"], "a stopped run answers too"
