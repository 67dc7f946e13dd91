"""The compiled engine's clipping and optimizers against PyTorch's, step by step and over a run."""

from __future__ import annotations

import copy
import math
from typing import Any

import pytest
import torch
from torch import Tensor

from backend.contract.config import ModelConfig, TrainingConfig
from backend.data.corpus import Corpus
from backend.training.cut import parts_of
from backend.training.engines import EngineChoice
from backend.training.events import StepDone
from backend.training.fused.engine import FusedEngine
from backend.training.fused.handle import Handle
from backend.training.init import initialise
from backend.training.micro_gpt import MicroGPT
from backend.training.optimizers import Optimizer
from backend.training.step_engine import Outcome, StepEngine
from backend.training.trainer import Trainer
from tests.unit.training.fused_support import library_or_skip
from tests.unit.training.support import babble

MODERN: dict[str, Any] = {
    "position": "relative",
    "norm": "rmsnorm",
    "activation": "relu2",
    "weight_tying": False,
    "smear": True,
}
MUON: dict[str, Any] = {"optimizer": "muon", "learning_rate": 0.015, "matrix_learning_rate": 0.04}


@pytest.mark.parametrize("width", [8, 20, 48], ids="width {}".format)
@pytest.mark.parametrize(
    "recipe",
    [
        {"grad_clip": 0.0},
        {"weight_decay": 0.1, "beta1": 0.0, "grad_clip": 0.05},
        MUON | {"weight_decay": 0.1},
        MUON | {"grad_clip": 0.05},
    ],
    ids=str,
)
def test_steps_are_those_of_the_optimizer(width: int, recipe: dict[str, Any]) -> None:
    library = library_or_skip()
    config = ModelConfig(vocab_size=19, n_embd=width, n_layer=2, block_size=8, bias=True)
    training = TrainingConfig.model_validate(recipe)
    generator = torch.Generator().manual_seed(1)
    ours = MicroGPT(config)
    with torch.no_grad():
        for p in ours.parameters():
            p.copy_(torch.randn(p.shape, generator=generator))
    theirs = copy.deepcopy(ours).double()
    optimizer, reference = Optimizer(ours, training), Optimizer(theirs, training)
    handle = Handle(library, ours, optimizer)
    for step in range(1, 6):
        gradient = torch.randn(optimizer.values.shape, generator=generator) * 0.1
        optimizer.gradients.copy_(gradient)
        reference.gradients.copy_(gradient)
        length = reference.clip()
        reference.step(1 - step / 10)
        handle.step(length, 1 - step / 10)
        assert optimizer.steps == step
        pairs = [("gradients", optimizer.gradients, reference.gradients)]
        pairs += [(name, t, reference.state[name]) for name, t in optimizer.state.items()]
        pairs += [("values", optimizer.values, reference.values)]
        for name, found, expected in pairs:
            torch.testing.assert_close(
                found.double(), expected, rtol=1e-4, atol=1e-5, msg=lambda m, n=name: f"{n}: {m}"
            )


def run(engine: StepEngine, batches: list[tuple[Tensor, Tensor]]) -> list[float]:
    """Losses of one iteration for each batch."""
    losses = []
    for step, (inputs, targets) in enumerate(batches):
        work = engine.iterate(inputs, targets, step, 1.0)
        try:
            while True:
                next(work)
        except StopIteration as done:
            outcome: Outcome = done.value
            losses.append(outcome.loss)
    return losses


@pytest.mark.parametrize(
    ("model", "recipe"),
    [({}, {}), (MODERN, MUON), ({"position": "rotary", "activation": "gelu"}, {})],
    ids=["tuned", "modern", "rotary"],
)
def test_two_hundred_losses_stay_within_noise_of_pytorchs(
    model: dict[str, Any], recipe: dict[str, Any]
) -> None:
    library_or_skip()
    corpus = Corpus.from_text(babble(1500), 32)
    config = ModelConfig(block_size=32, vocab_size=corpus.tokenizer.vocab_size, **model)
    training = TrainingConfig(
        batch_size=16, max_iters=200, warmup_steps=30, eval_interval=200, **recipe
    )

    def losses(engine: EngineChoice, seed: int) -> list[float]:
        trainer = Trainer(corpus, config, training, seed=seed, engine=engine)
        found = []
        while not trainer.done:
            found += [e.loss for e in trainer.step() if isinstance(e, StepDone)]
        return found

    ours, theirs, another = losses("auto", 1), losses("torch", 1), losses("auto", 2)
    assert ours[:10] == pytest.approx(theirs[:10], rel=1e-3)
    # What rounding grows into stays far below what another seed's batches change.
    apart = [abs(a - b) for a, b in zip(ours, theirs, strict=True)]
    by_seed = [abs(a - b) for a, b in zip(ours, another, strict=True)]
    assert sum(apart) < 0.5 * sum(by_seed)
    assert sum(ours[-20:]) / 20 == pytest.approx(sum(theirs[-20:]) / 20, abs=0.03)


def test_a_run_goes_on_under_another_engine(corpus: Corpus, small: ModelConfig) -> None:
    library_or_skip()
    training = TrainingConfig(batch_size=4, max_iters=12, warmup_steps=2, **MUON)
    config = small.model_copy(update={"dropout": 0.0})
    choices: tuple[EngineChoice, EngineChoice] = ("auto", "torch")
    whole = list(Trainer(corpus, config, training, seed=3))
    expected = [e.loss for e in whole if isinstance(e, StepDone)]
    for first, second in (choices, choices[::-1]):
        trainer = Trainer(corpus, config, training, seed=3, engine=first)
        found: list[float] = []
        for _ in range(6):
            found += [e.loss for e in trainer.step() if isinstance(e, StepDone)]
        later = Trainer.load(trainer.save(), corpus, engine=second)
        assert {trainer.engine, later.engine} == {"fused", "pytorch"}
        assert {trainer.engine_reason, later.engine_reason} == {"", "PyTorch was asked for."}
        found += [e.loss for e in later if isinstance(e, StepDone)]
        assert found == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize("shape", [MODERN | {"n_embd": 48}, {"dropout": 0.2}], ids=str)
def test_every_number_of_threads_gives_the_same_bits(shape: dict[str, Any]) -> None:
    """Also where the model is large enough for all to share the optimizer's work."""
    library = library_or_skip()
    config = ModelConfig(vocab_size=30, block_size=16, **shape)
    generator = torch.Generator().manual_seed(2)
    ids = torch.randint(30, (8, 2, 5, 16), generator=generator)
    batches = [(inputs, targets) for inputs, targets in ids]
    results = []
    for threads in (1, 2, 3, 4, 99):
        model = MicroGPT(config)
        initialise(model, TrainingConfig(), torch.Generator().manual_seed(1))
        optimizer = Optimizer(model, TrainingConfig.model_validate(MUON))
        engine = FusedEngine(library, model, optimizer)
        engine.threads = threads
        assert engine.threads == min(threads, 4), "a part of the batch each, at most"
        results.append((run(engine, batches), optimizer.values, optimizer.gradients))
    losses, values, gradients = results[0]
    for other in results[1:]:
        assert losses == other[0]
        assert torch.equal(values, other[1])
        assert torch.equal(gradients, other[2])


def test_what_is_not_a_number_stays_visible_and_changes_nothing() -> None:
    library = library_or_skip()
    for poison in (math.nan, math.inf, -math.inf):
        for name in ("token_embedding.weight", "blocks.0.attention.qkv.weight", "smear"):
            model = MicroGPT(ModelConfig(vocab_size=6, block_size=8, **MODERN))
            optimizer = Optimizer(model, TrainingConfig.model_validate(MUON))
            handle = Handle(library, model, optimizer)
            with torch.no_grad():
                dict(model.named_parameters())[name].view(-1)[0] = poison
            ids = torch.arange(16).view(2, 8) % 6
            handle.begin()
            loss = handle.accumulate(ids, ids, parts_of(2, handle.parts), 0)
            assert not (math.isfinite(loss) and math.isfinite(handle.reduce())), (name, poison)
