"""One run from creation to completion: events, order, payloads, history, exports, replay."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from safetensors.numpy import load as load_weights

from tests.live.api import Api, assert_refused, small
from tests.live.client import Client
from tests.live.server import ROOT, Server, eventually
from tests.live.story import assert_attention, assert_whole, losses, picture, train

SHAPE = {"n_layer": 2, "n_head": 2}
ITERS, INTERVAL = 25, 10


class Finished:
    """A completed session and all that its watcher heard."""

    def __init__(self, api: Api, client: Client) -> None:
        self.api = api
        self.client = client
        recipe = {"max_iters": ITERS, "eval_interval": INTERVAL}
        self.session = api.create(small(model=SHAPE, hyperparameters=recipe))
        self.id: str = self.session["session_id"]
        self.acks = {"join": client.order("join", self.id)}
        self.acks["start"] = client.order("start_training", self.id)
        client.wait("training_completed", lambda e: e["session_id"] == self.id)
        client.settle(self.id)


@pytest.fixture(scope="module")
def done(shared_server: Server) -> Iterator[Finished]:
    api, client = Api(shared_server.base), Client(shared_server.base)
    finished = Finished(api, client)
    yield finished
    client.close()
    client.check()
    api.delete(f"/api/sessions/{finished.id}")
    api.close()


def test_acknowledgements(done: Finished) -> None:
    assert done.acks == {"join": {"ok": True}, "start": {"ok": True, "queued": False}}


def test_joining_brings_the_room_and_the_whole_state(done: Finished) -> None:
    names = done.client.names()
    assert names[:3] == ["joined_room", "session_state", "training_started"], names[:5]
    assert names.count("joined_room") == 1, names
    state = done.client.events("session_state")[0]
    assert state["status"] == "idle" and state["seq"] == 0 and state["loss_history"] == [], state
    for key, value in done.session.items():
        assert state[key] == value, key
    assert state["engine"] is None, "nobody trains it yet"


def test_nothing_is_left_out_and_everything_is_in_order(done: Finished) -> None:
    assert_whole(done.client, done.session, ITERS, INTERVAL)


def test_progress_carries_the_figures(done: Finished) -> None:
    for event in done.client.events("training_progress"):
        assert event["iters_per_sec"] >= 0 and event["grad_norm"] >= 0, event
        assert 0 < event["learning_rate"] <= done.session["training_config"]["learning_rate"]


def test_checkpoints_measure_a_model_that_learns(done: Finished) -> None:
    metrics = done.client.events("training_metrics")
    assert [m["step"] for m in metrics] == [0, 10, 20, 25]
    uniform = done.session["reference_losses"]["uniform"]
    assert math.isclose(metrics[0]["val_loss"], uniform, rel_tol=0.1), "step 0 is untrained"
    assert metrics[-1]["val_loss"] < metrics[0]["val_loss"] - 0.3, metrics


def test_samples_are_graded_character_by_character(done: Finished) -> None:
    corpus = (ROOT / "datasets" / "shakespeare.txt").read_text("utf-8")
    samples = done.client.events("generated_sample")
    assert len({s["prompt"] for s in samples}) == 1, "one prompt, comparable over time"
    for sample in samples:
        text, quality = sample["text"], sample["quality"]
        assert len(text) == 100 and len(quality) == 100, sample
        assert set(quality) <= set("012"), quality
        assert set(text) <= set(corpus), text
        before = sample["prompt"] + text
        shift = len(sample["prompt"])
        for index, (grade, char) in enumerate(zip(quality, text, strict=True)):
            triple = before[max(0, index + shift - 2) : index + shift + 1]
            if len(triple) == 3:
                known = triple in corpus
                assert (grade == "0") is (not known) or grade == "2", f"{triple!r} {grade}"
            if grade == "2":
                assert char.isalpha() or char in "'’-", f"{char!r} in a word"


def test_attention_looks_back_only(done: Finished) -> None:
    tokens = list(done.session["probe_text"])
    snapshots = done.client.events("attention_snapshot")
    assert len(snapshots) == 4 * 4, len(snapshots)
    for snapshot in snapshots:
        assert_attention(snapshot, tokens)


def test_completion_tells_the_end(done: Finished) -> None:
    event = done.client.events("training_completed")[0]
    last = done.client.events("training_metrics")[-1]
    assert event["final_train_loss"] == last["train_loss"], event
    assert event["final_val_loss"] == last["val_loss"], event
    by_loss = {m["step"]: m["val_loss"] for m in done.client.events("training_metrics")}
    assert event["best_step"] in by_loss, event
    assert event["total_time_seconds"] > 0 and event["diverged"] is False, event


def test_status_after_the_end(done: Finished) -> None:
    status = done.api.status(done.id)
    assert status["status"] == "completed" and status["current_iter"] == ITERS, status
    assert status["progress"] == 1 and status["max_iters"] == ITERS, status
    assert "error_message" not in status and "queue_position" not in status, status
    created, started, completed = (
        datetime.fromisoformat(status[key]) for key in ("created_at", "started_at", "completed_at")
    )
    assert created <= started <= completed, status
    assert all(status[k].endswith("Z") for k in ("created_at", "started_at", "completed_at"))


def test_history_is_what_was_heard(done: Finished) -> None:
    story = done.api.history(done.id)
    seen = picture(done.client, done.id)
    told = [(p["step"], p["train_loss"], p["val_loss"]) for p in story["loss_history"]]
    assert told == seen["metrics"]
    curve = dict(zip(story["progress"]["steps"], story["progress"]["train_losses"], strict=True))
    assert curve == seen["losses"]
    samples = [(s["step"], s["prompt"], s["text"], s["quality"]) for s in story["samples"]]
    assert samples == seen["samples"]
    attention = story["attention"]
    assert (attention["step"], attention["n_layer"], attention["n_head"]) == (ITERS, 2, 2)
    last = [(h["layer"], h["head"], h["matrix"]) for h in attention["heads"]]
    assert last == [(la, h, m) for s, la, h, _, m in seen["attention"] if s == ITERS]
    assert story["snapshot_steps"][0] == 0 and story["snapshot_steps"][-1] == ITERS, story
    assert story["best_step"] == done.client.events("training_completed")[0]["best_step"]
    assert story["seq"] == done.client.events("training_completed")[0]["seq"]
    assert "style_metrics" not in story
    for key in ("model_config", "training_config", "parameters", "seed", "probe_text"):
        assert story[key] == done.session[key], key


def test_history_with_all_attention(done: Finished) -> None:
    story = done.api.history(done.id, "?attention=all")
    kept = story["attention_history"]
    assert [a["step"] for a in kept] == [0, 10, 20, 25]
    assert kept[-1] == story["attention"]
    assert "attention_history" not in done.api.history(done.id)


def test_export_json_is_the_whole_history(done: Finished) -> None:
    answer = done.api.get(f"/api/sessions/{done.id}/export?format=json")
    assert answer.headers["Content-Type"] == "application/json"
    assert "attachment" in answer.headers["Content-Disposition"]
    exported = answer.json()
    assert exported["samples"] == done.api.history(done.id)["samples"]
    assert len(exported["attention_history"]) == 4


def test_export_csv_has_a_row_a_step(done: Finished) -> None:
    answer = done.api.get(f"/api/sessions/{done.id}/export?format=csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [int(row["step"]) for row in rows] == list(range(ITERS + 1))
    told = losses(done.client, done.id)
    for row in rows[1:]:
        assert float(row["batch_loss"]) == told[int(row["step"])], row
    metrics = {m["step"]: m for m in done.client.events("training_metrics")}
    for row in rows:
        point = metrics.get(int(row["step"]))
        assert bool(row["val_loss"]) is (point is not None), row
        if point:
            assert float(row["train_loss"]) == point["train_loss"]
            assert float(row["val_loss"]) == point["val_loss"]


def test_export_safetensors_holds_every_parameter(done: Finished) -> None:
    answer = done.api.get(f"/api/sessions/{done.id}/export?format=safetensors")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert f"step{ITERS}.safetensors" in answer.headers["Content-Disposition"]
    weights = load_weights(answer.content)
    table = {row["name"]: tuple(row["shape"]) for row in done.session["parameters"]}
    shapes = {name: array.shape for name, array in weights.items()}
    assert shapes == table, shapes.items() ^ table.items()


def test_an_idle_session_has_nothing_to_export_or_ask(
    api: Api, client: Client, create: Callable[..., str]
) -> None:
    session_id = create()
    answer = api.get(f"/api/sessions/{session_id}/export?format=safetensors")
    assert_refused(answer, 409, "invalid_state")
    for call, body in (("generate", {}), ("inspect", {"text": "To be"})):
        path = f"/api/sessions/{session_id}/{call}"
        assert_refused(api.post(path, body), 409, "invalid_state")
        client.refused(call, "invalid_state", session_id=session_id, **body)
    assert api.get(f"/api/sessions/{session_id}/export?format=csv").text.count("\n") == 1


def test_replay_trains_again_from_scratch_with_the_same_seed(
    client: Client, create: Callable[..., str], api: Api
) -> None:
    session_id = create()
    client.order("join", session_id)
    first_seq = train(client, session_id)["seq"]
    first = picture(client, session_id)
    heard = len(client.heard)
    second_seq = train(client, session_id)["seq"]
    again = client.heard[heard:]
    assert [h.data["seq"] for h in again] == list(range(first_seq + 1, second_seq + 1))
    client.heard = again
    assert picture(client, session_id) == first
    story = api.history(session_id)
    assert len(story["loss_history"]) == 3 and story["seq"] == second_seq, story["loss_history"]


def test_a_list_of_sessions_is_the_own_browsers(
    server: Server, create: Callable[..., str], api: Api
) -> None:
    mine = create()
    ids = [s["session_id"] for s in api.get("/api/sessions").json()["sessions"]]
    assert ids == [mine], ids
    stranger = Api(server.base)
    answer = stranger.get("/api/sessions")
    assert answer.json() == {"sessions": []}
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("llmb_owner=") and "HttpOnly" in cookie, cookie
    assert "SameSite=Strict" in cookie and "Path=/" in cookie, cookie
    assert stranger.status(mine)["session_id"] == mine, "whoever knows the id may look"
    assert "Set-Cookie" not in stranger.get("/api/sessions").headers, "one token for a browser"
    for forged in ("", "x", "llmb", "a" * 43, '"; Path=/', "A" * 5000):
        answer = stranger.get("/api/sessions", headers={"Cookie": f"llmb_owner={forged}"})
        assert answer.json() == {"sessions": []}, forged
    stranger.close()


def test_delete_ends_everything(client: Client, api: Api) -> None:
    busy = api.get("/api/health").json()["workers"]["busy"]
    session = api.create(small(hyperparameters={"max_iters": 10_000, "batch_size": 128}))
    session_id = session["session_id"]
    client.order("start_training", session_id)
    client.wait("training_progress")
    answer = api.delete(f"/api/sessions/{session_id}")
    assert answer.json() == {"message": "Session terminated", "session_id": session_id}
    removed = client.wait("session_removed")
    stopped = client.wait("training_stopped")
    assert stopped["reason"] == "deleted", stopped
    assert removed["seq"] == stopped["seq"] + 1, "the last word"
    assert_refused(api.delete(f"/api/sessions/{session_id}"), 404, "session_not_found")
    assert_refused(api.get(f"/api/sessions/{session_id}"), 404, "session_not_found")
    client.refused("join", "session_not_found", session_id=session_id)
    eventually(
        lambda: api.get("/api/health").json()["workers"]["busy"] <= busy, 10, "its worker is free"
    )


def test_a_run_that_diverges_is_a_lesson(
    client: Client, create: Callable[..., str], api: Api
) -> None:
    wild = {"learning_rate": 0.1, "grad_clip": 0, "max_iters": 300, "eval_interval": 300}
    session_id = create(
        hyperparameters={**wild, "optimizer": "muon", "matrix_learning_rate": 0.1},
        model={"norm": "none", "residual": True, "n_layer": 6, "n_embd": 64, "activation": "relu2"},
        dataset_id="names",
    )
    client.order("join", session_id)
    done = train(client, session_id)
    assert done["diverged"] is True, done
    error = client.wait("error", lambda e: e["error_type"] == "diverged")
    assert "learning rate" in error["message"], error
    status = api.status(session_id)
    assert status["status"] == "completed" and status["diverged"] is True, status
    assert status["error_message"] == error["message"], status
    assert status["current_iter"] < 300, status
    told = losses(client, session_id)
    text = json.dumps(api.history(session_id))
    assert "NaN" not in text and "Infinity" not in text
    assert client.names()[-1] == "training_completed", client.names()[-3:]
    assert done["final_val_loss"] is None or math.isfinite(done["final_val_loss"]), done
    assert all(loss is None or math.isfinite(loss) for loss in told.values())
