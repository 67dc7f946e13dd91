"""microgpt.py and microgpt.js: the same chance, parameters, losses and samples."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from tests.unit.lab.conftest import NAMES

JavaScript = Callable[[str, Any], Any]

TRAIN = """
const config = Object.assign(new twin.Config(), { steps: given.steps });
const random = new twin.Random(given.seed);
const documents = [...given.names];
random.shuffle(documents);
const tokenizer = new twin.Tokenizer(documents);
const model = new twin.Model(config, tokenizer.size, random);
const adam = new twin.Adam(model);
const losses = [];
const numbers = () => model.parameters().map((p) => p.data);
const parameters = [numbers()];
for (let step = 0; step < given.trained; step++) {
  const tokens = tokenizer.encode(documents[step % documents.length]);
  losses.push(twin.trainStep(tokens, model, adam, twin.learningRate(step, config.steps, config)));
  if ((step + 1) % 100 === 0) parameters.push(numbers());
}
const chance = new twin.Random(given.seed);
const samples = Array.from({ length: 20 }, () => twin.sample(model, tokenizer, 0.7, chance));
const names = Object.keys(model.matrices());
return { chars: tokenizer.chars, names, parameters, losses, samples };
"""


def train(twin: ModuleType, given: dict[str, Any]) -> dict[str, Any]:
    """The same in Python, line by line."""
    config = twin.Config()
    config.steps = given["steps"]
    random = twin.Random(given["seed"])
    documents = list(given["names"])
    random.shuffle(documents)
    tokenizer = twin.Tokenizer(documents)
    model = twin.Model(config, tokenizer.size, random)
    adam = twin.Adam(model)
    losses = []
    parameters = [[p.data for p in model.parameters()]]
    for step in range(given["trained"]):
        tokens = tokenizer.encode(documents[step % len(documents)])
        rate = twin.learning_rate(step, config.steps, config)
        losses.append(twin.train_step(tokens, model, adam, rate))
        if (step + 1) % 100 == 0:
            parameters.append([p.data for p in model.parameters()])
    chance = twin.Random(given["seed"])
    samples = [twin.sample(model, tokenizer, 0.7, chance) for _ in range(20)]
    return {
        "chars": tokenizer.chars,
        "names": list(model.matrices()),
        "parameters": parameters,
        "losses": losses,
        "samples": samples,
    }


def test_the_same_chance(twin: ModuleType, javascript: JavaScript) -> None:
    given = [0, 1, 42, 2**31, 2**32 - 1]
    theirs = javascript(
        """
        return given.map((seed) => {
          const random = new twin.Random(seed);
          const draw = (make) => Array.from({ length: 500 }, make);
          const items = draw((_, i) => i);
          random.shuffle(items);
          return [
            draw(() => random.bits()), draw(() => random.uniform()), items,
            draw(() => random.choose([0.5, 0, 2, 1e-9, 3])), draw(() => random.gaussian()),
          ];
        });
        """,
        given,
    )
    for seed, (bits, uniform, shuffled, chosen, gaussian) in zip(given, theirs, strict=True):
        random = twin.Random(seed)
        items = list(range(500))
        random.shuffle(items)
        assert bits == [random.bits() for _ in range(500)]
        assert uniform == [random.uniform() for _ in range(500)]
        assert shuffled == items
        assert chosen == [random.choose([0.5, 0, 2, 1e-9, 3]) for _ in range(500)]
        expected = [random.gaussian() for _ in range(500)]
        assert gaussian == pytest.approx(expected, rel=0, abs=1e-14)


@pytest.mark.timeout(300)
def test_the_same_training(twin: ModuleType, javascript: JavaScript) -> None:
    given = {"names": NAMES, "seed": 42, "steps": 1000, "trained": 300}
    ours, theirs = train(twin, given), javascript(TRAIN, given)
    assert theirs["chars"] == ours["chars"]
    assert theirs["names"] == ours["names"]
    for found, expected, tolerance in zip(
        theirs["parameters"], ours["parameters"], (1e-15, 1e-9, 1e-6, 1e-6), strict=True
    ):
        assert found == pytest.approx(expected, rel=0, abs=tolerance)
    assert theirs["losses"][:100] == pytest.approx(ours["losses"][:100], rel=0, abs=1e-9)
    assert theirs["losses"] == pytest.approx(ours["losses"], rel=0, abs=1e-6)
    assert theirs["samples"] == ours["samples"]
    assert len(set(ours["samples"])) > 10


def test_the_whole_run_prints_the_same(twin: ModuleType, javascript: JavaScript) -> None:
    theirs = javascript(
        """
        const config = Object.assign(new twin.Config(), { steps: 12, nLayer: 2, nEmbd: 8 });
        const lines = [];
        twin.run(given, config, (line) => lines.push(line));
        return lines;
        """,
        NAMES,
    )
    config = twin.Config()
    config.steps, config.n_layer, config.n_embd = 12, 2, 8
    ours: list[str] = []
    twin.run(NAMES, config, ours.append)
    assert theirs == ours
    assert len(ours) == 12 + 20
