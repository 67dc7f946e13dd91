"""Stops of the time machine: announced while it trains, told again later, asked about any text."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from typing import Any

import pytest
from safetensors.numpy import load, save

from backend.contract.ask import Inspection
from tests.live.api import Api
from tests.live.client import Client
from tests.live.story import assert_attention, train

Create = Callable[..., str]
SHAPE = {"n_layer": 2, "n_head": 2}
GREEK = "Ἄνδρα μοι ἔννεπε, μοῦσα, πολύτροπον, ὃς μάλα πολλὰ πλάγχθη, ἐπεὶ Τροίης ἱερὸν πτολίεθρον\n"


def ask(client: Client, session_id: str, text: str, **fields: Any) -> dict[str, Any]:
    """An `inspect` that must be answered, in the contract's shape."""
    ack = client.order("inspect", session_id, text=text, **fields)
    told = {key: value for key, value in ack.items() if key != "ok"}
    Inspection.model_validate(told, strict=True)
    return told


def test_a_run_of_five_hundred_steps_has_a_hundred_stops(
    client: Client, connect: Callable[..., Client], create: Create, api: Api
) -> None:
    session_id = create(
        model=SHAPE, hyperparameters={"max_iters": 500, "eval_interval": 50}, speed_multiplier=0
    )
    before = api.history(session_id)
    assert (before["head_history"], before["snapshot_bytes"]) == ([], 0)
    train(client, session_id)
    story = api.history(session_id)
    stops = story["snapshot_steps"]
    assert len(stops) >= 100 and stops[0] == 0 and stops[-1] == 500, stops
    assert set(range(0, 501, 50)) <= set(stops), "every checkpoint is one"
    heard = client.events("heads_measured", session_id=session_id)
    assert [e["step"] for e in heard] == stops, "each was announced, in order"
    assert story["head_history"] == [{"step": e["step"], "heads": e["heads"]} for e in heard]
    export = api.get(f"/api/sessions/{session_id}/export?format=safetensors").content
    weights = save(load(export))  # as they are kept: without the note
    assert story["snapshot_bytes"] == len(stops) * len(weights)
    assert [e["snapshot_bytes"] for e in heard] == [
        n * len(weights) for n in range(1, len(stops) + 1)
    ], "what they take grows with each"
    late = connect()
    late.order("join", session_id)
    assert late.wait("session_state")["head_history"] == story["head_history"]

    # At a pace that leaves time to stop it.
    client.order("set_speed", session_id, speed_multiplier=5)
    heard_before = len(client.heard)
    client.order("start_training", session_id)
    client.wait("training_progress", lambda e: e["step"] >= 20, after=heard_before)
    client.order("stop_training", session_id)
    client.wait("training_stopped", after=heard_before)
    *again, last = api.history(session_id)["head_history"]
    assert 0 < len(again) < len(stops), "replay starts over"
    assert again == story["head_history"][: len(again)], "and shows the same"
    assert last["step"] > again[-1]["step"], "where it was stopped is kept too"


def test_where_a_run_was_stopped_can_be_asked(client: Client, create: Create, api: Api) -> None:
    """Also between two stops of the plan, which are far apart in so long a run."""
    session_id = create(hyperparameters={"max_iters": 10_000, "eval_interval": 5000})
    client.order("join", session_id)
    client.order("start_training", session_id)
    client.wait("training_progress", lambda e: e["step"] >= 150)
    client.order("stop_training", session_id)
    stopped = client.wait("training_stopped")["current_step"]
    story = api.history(session_id)
    assert story["snapshot_steps"][-1] == stopped
    assert client.events("heads_measured")[-1]["step"] == stopped
    assert ask(client, session_id, "What")["step"] == stopped


def test_the_heads_of_a_stop_are_those_of_the_probe(
    client: Client, create: Create, api: Api
) -> None:
    session_id = create(model=SHAPE, hyperparameters={"max_iters": 30, "eval_interval": 10})
    train(client, session_id)
    story = api.history(session_id)
    for before, measured in list(itertools.pairwise(story["head_history"]))[::7]:
        told = ask(client, session_id, story["probe_text"], step=measured["step"])
        assert told["step"] == measured["step"]
        for asked, kept, earlier in zip(
            told["heads"], measured["heads"], before["heads"], strict=True
        ):
            assert kept["label"] in (asked["label"], earlier["label"]), "or it keeps its name"
            assert asked["scores"] == pytest.approx(kept["scores"], abs=0.0011)


def test_an_answer_tells_layers_embeddings_and_heads(
    client: Client, create: Create, api: Api
) -> None:
    session_id = create(model=SHAPE, hyperparameters={"max_iters": 30, "eval_interval": 10})
    train(client, session_id)
    session = api.history(session_id)
    told = ask(client, session_id, "The king")
    by_rest = api.post(f"/api/sessions/{session_id}/inspect", {"text": "The king"}).json()
    assert told == by_rest, "the same on either way"
    assert [guess["layer"] for guess in told["layers"]] == [-1, 0, 1]
    assert all(len(guess["top"]) == 8 and len(guess["top"][0]) == 3 for guess in told["layers"])
    last = [position["top"][:3] for position in told["next"]]
    assert told["layers"][-1]["top"] == last, "the last layer says what the model says"
    assert told["layers"][0]["top"] != last
    vocab_size, width = session["model_config"]["vocab_size"], session["model_config"]["n_embd"]
    characters = [entry["char"] for entry in told["embeddings"]]
    assert len(set(characters)) == vocab_size and characters == sorted(characters)
    assert {len(entry["vector"]) for entry in told["embeddings"]} == {width}
    assert [(h["layer"], h["head"]) for h in told["heads"]] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    early = ask(client, session_id, "The king", step=0)
    assert early["embeddings"] != told["embeddings"] and early["heads"] != told["heads"]


@pytest.mark.parametrize(
    "model",
    [
        {"position": "rotary", "norm": "rmsnorm", "smear": True, "weight_tying": False},
        {"position": "none", "norm": "none", "residual": False, "n_layer": 1},
        {"position": "relative", "activation": "relu2", "bias": True, "dropout": 0.5},
    ],
    ids=lambda model: model["position"],
)
def test_every_architecture_answers(
    client: Client, create: Create, model: dict[str, Any], api: Api
) -> None:
    session_id = create(model={**SHAPE, **model})
    train(client, session_id)
    told = ask(client, session_id, "What say you?")
    assert len(told["layers"]) == model.get("n_layer", 2) + 1
    for head in told["attention"]:
        assert_attention({**head, "tokens": told["tokens"]})
    assert ask(client, session_id, "What say you?") == told, "dropout is off while it is asked"


def test_other_scripts_are_measured_and_asked(client: Client, create: Create, api: Api) -> None:
    text = "".join(GREEK[n:] + GREEK[:n] for n in range(0, 60, 3))
    own = api.post("/api/datasets/from-text", {"text": text})
    assert own.status_code == 201, own.text
    session_id = create(dataset_id=own.json()["dataset_id"], model=SHAPE)
    train(client, session_id)
    told = ask(client, session_id, "μοῦσα 😀")
    assert told["tokens"] == list("μοῦσα ") and told["dropped"] == ["😀"], told["tokens"]
    assert {"Ἄ", "ὃ"} <= {entry["char"] for entry in told["embeddings"]}
    assert api.history(session_id)["head_history"]


def test_the_largest_model_stays_usable(client: Client, create: Create, api: Api) -> None:
    shape = {"n_layer": 6, "n_head": 8, "n_embd": 64, "block_size": 256}
    text = "To be, or not to be, that is the question: " * 30  # short: evaluating is not asked here
    own = api.post("/api/datasets/from-text", {"text": text}).json()
    recipe = {"max_iters": 10, "batch_size": 1}
    session_id = create(dataset_id=own["dataset_id"], model=shape, hyperparameters=recipe)
    client.order("join", session_id, attention="frames")  # snapshots would be 14 MB each time
    train(client, session_id)
    url = f"{api.base}/api/sessions/{session_id}/inspect"
    began_s = time.monotonic()
    answer = api.http.post(url, json={"text": text}, timeout=30)
    took_s = time.monotonic() - began_s
    told = answer.json()
    assert len(told["attention"]) == 48 and len(told["tokens"]) == 256 == len(told["next"])
    assert took_s < 10, f"{took_s:.1f} s"
    assert len(answer.content) < 20e6, f"{len(answer.content) / 1e6:.1f} MB"
