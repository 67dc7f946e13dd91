"""The Code Lab's big brother: its weights leave the server, and stand for the lab's own network."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pytest
from safetensors import safe_open
from safetensors.numpy import load, save

from tests.live.api import Api
from tests.live.client import Client
from tests.live.server import Server

SCRIPT = Path(__file__).with_name("big_brother.mjs")
Floats = npt.NDArray[np.float64]
CHARACTERS = ["\n", *"abcdefghijklmnopqrstuvwxyz"]
#: Fills the context together with the newline before it.
NAME = "annabelladelaisa"[:15]
MATRICES = ("wq", "wk", "wv", "wo", "fc1", "fc2")
TWIN = {
    "n_embd": 16,
    "n_layer": 1,
    "n_head": 4,
    "block_size": 16,
    "position": "learned",
    "norm": "plain_rmsnorm",
    "stream_norm": "first",
    "activation": "relu",
    "weight_tying": False,
    "residual": True,
    "bias": False,
    "smear": False,
    "dropout": 0.0,
    "vocab_size": 27,
}


class Resting(NamedTuple):
    """A run of the preset that was paused on its way."""

    api: Api
    client: Client
    session: dict[str, Any]
    paused_step: int

    @property
    def path(self) -> str:
        return f"/api/sessions/{self.session['session_id']}"

    def weights(self, query: str = "") -> bytes:
        answer = self.api.get(f"{self.path}/export?format=safetensors{query}")
        assert answer.status_code == 200, answer.text
        return answer.content


@pytest.fixture(scope="module")
def resting(shared_server: Server) -> Iterator[Resting]:
    api, client = Api(shared_server.base), Client(shared_server.base)
    session = api.create(
        {"feature_type": "watch_learn", "dataset_id": "names", "preset": "micro", "seed": 5}
        | {"speed_multiplier": 10}
    )
    session_id = session["session_id"]
    client.order("join", session_id)
    client.order("start_training", session_id)
    client.wait("training_progress", lambda e: e["step"] >= 60)
    client.order("pause_training", session_id)
    step = client.wait("training_paused")["current_step"]
    yield Resting(api, client, session, step)
    api.delete(f"/api/sessions/{session_id}")
    client.close()
    client.check()
    api.close()


def noted(data: bytes, tmp_path: Path) -> dict[str, str]:
    path = tmp_path / "weights.safetensors"
    path.write_bytes(data)
    with safe_open(path, framework="np") as file:
        note: dict[str, str] = file.metadata()
    return note


def kept_steps(resting: Resting) -> list[int]:
    steps: list[int] = resting.api.history(resting.session["session_id"])["snapshot_steps"]
    return steps


def reference(weights: dict[str, Floats], config: dict[str, Any], tokens: list[int]) -> Floats:
    """The lab's network by its own names, one character after the other: probabilities (T, V)."""
    heads, size = config["nHead"], config["nEmbd"] // config["nHead"]

    def norm(x: Floats) -> Floats:
        return x / np.sqrt(np.mean(x * x) + 1e-5)

    def softmax(scores: Floats) -> Floats:
        powers = np.exp(scores - scores.max())
        return powers / powers.sum()

    pasts: list[list[tuple[Floats, Floats]]] = [[] for _ in range(config["nLayer"])]
    rows = []
    for position, token in enumerate(tokens):
        x = norm(weights["wte"][token] + weights["wpe"][position])
        for layer, past in enumerate(pasts):
            of = {name: weights[f"layers.{layer}.{name}"] for name in MATRICES}
            read = norm(x)
            past.append((of["wk"] @ read, of["wv"] @ read))
            query = of["wq"] @ read
            heard = []
            for head in range(heads):
                part = slice(head * size, (head + 1) * size)
                scores = [key[part] @ query[part] / np.sqrt(size) for key, _ in past]
                shares = softmax(np.array(scores))
                heard.append(sum(s * v[part] for s, (_, v) in zip(shares, past, strict=True)))
            x = x + of["wo"] @ np.concatenate(heard)
            x = x + of["fc2"] @ np.maximum(of["fc1"] @ norm(x), 0)
        rows.append(softmax(weights["lm_head"] @ x))
    return np.array(rows)


def test_it_is_the_labs_network(resting: Resting) -> None:
    session = resting.session
    assert session["model_config"] == TWIN
    assert session["parameter_count"] == 4192


def test_weights_of_any_kept_step_leave_a_run_that_rests(resting: Resting, tmp_path: Path) -> None:
    assert resting.api.status(resting.session["session_id"])["status"] == "paused"
    stops = kept_steps(resting)
    assert stops[-1] <= resting.paused_step
    seen = set()
    for query, step in (
        ("", stops[-1]),
        ("&step=0", 0),
        (f"&step={stops[5]}", stops[5]),
        (f"&step={stops[9] - 1}", stops[8]),
        ("&step=999999", stops[-1]),
    ):
        data = resting.weights(query)
        note = noted(data, tmp_path)
        assert note["step"] == str(step), query
        assert json.loads(note["model_config"]) == TWIN
        assert json.loads(note["vocabulary"]) == CHARACTERS
        table = {row["name"]: tuple(row["shape"]) for row in resting.session["parameters"]}
        assert {name: tensor.shape for name, tensor in load(data).items()} == table
        seen.add(save(load(data)))
    assert len(seen) == 4, "other steps, other weights"


def test_the_answer_tells_as_many_characters_as_are_asked_for(resting: Resting) -> None:
    def told(**fields: Any) -> list[Any]:
        answer = resting.api.post(f"{resting.path}/inspect", {"text": "\nanna", **fields})
        assert answer.status_code == 200, answer.text
        rows: list[Any] = answer.json()["next"]
        return rows

    ten, every = told(), told(top=27)
    assert [len(row["top"]) for row in ten] == [10] * 5
    for few, row in zip(ten, every, strict=True):
        assert few["top"] == row["top"][:10]
        assert sorted(entry["char"] for entry in row["top"]) == CHARACTERS
        probabilities = [entry["prob"] for entry in row["top"]]
        assert sum(probabilities) == pytest.approx(1, abs=2e-6)
        assert probabilities == sorted(probabilities, reverse=True)
    assert told(top=512) == every, "of a smaller vocabulary all"
    by_socket = resting.client.order("inspect", resting.session["session_id"], text="\nanna", top=3)
    assert [row["top"] for row in by_socket["next"]] == [row["top"][:3] for row in ten]


@pytest.fixture(scope="module")
def brother(resting: Resting, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the page makes of the weights of a kept step."""
    node = shutil.which("node")
    assert node, "node is needed for this test; setup.sh says how to install it"
    step = kept_steps(resting)[-2]
    arguments = (resting.api.base, resting.session["session_id"], step, NAME)
    command = [node, SCRIPT, *arguments, tmp_path_factory.mktemp("modules")]
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told: dict[str, Any] = json.loads(done.stdout)
    assert told["step"] == step
    return told


def test_the_labs_engines_expect_the_same(brother: dict[str, Any]) -> None:
    if brother["lab"] is None:
        pytest.skip("the lab's toolbox is not there")
    assert brother["lab"].keys() == {"value", "fast"}
    for engine, apart in brother["lab"].items():
        assert apart["largest"] < 2e-6, (engine, apart)


def test_the_page_makes_the_labs_own_network_of_it(brother: dict[str, Any]) -> None:
    """From the server's bytes through the page's reading to the lab's mathematics and back."""
    assert brother["apart"] == 0
    assert brother["settings"] == {"nEmbd": 16, "nHead": 4, "nLayer": 1, "blockSize": 16}
    weights = {m["name"]: np.array(m["data"]).reshape(m["shape"]) for m in brother["parameters"]}
    assert sum(w.size for w in weights.values()) == 4192

    boundary = len(brother["chars"])
    tokens = [boundary, *(brother["chars"].index(char) for char in NAME)]
    expected = reference(weights, brother["settings"], tokens)
    told = np.array(brother["expectations"])
    assert told.shape == (16, 27)
    assert np.abs(told - expected).max() < 2e-6, np.abs(told - expected).max()
    assert np.abs(told - 1 / 27).max() > 0.1, "it has learned something"


def test_weights_leave_a_run_while_it_trains(resting: Resting, tmp_path: Path) -> None:
    session_id = resting.session["session_id"]
    resting.client.order("resume_training", session_id)
    resting.client.wait("training_progress", lambda e: e["step"] > resting.paused_step + 20)
    assert resting.api.status(session_id)["status"] == "running"
    assert int(noted(resting.weights(), tmp_path)["step"]) > 0
