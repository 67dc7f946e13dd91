"""The loop: its order, its exactness, and that nobody who looks can change it."""

from __future__ import annotations

import copy
import math
from collections.abc import Generator, Iterable
from typing import Any

import pytest
import torch

from backend.contract.config import ModelConfig, TrainingConfig
from backend.contract.errors import ContractError
from backend.data.corpus import Corpus
from backend.data.ngram import reference_losses
from backend.data.quality import QualityMarker
from backend.training.checkpoint_io import model_from_bytes, model_to_bytes
from backend.training.engines import EngineChoice
from backend.training.evaluation import Estimate
from backend.training.events import (
    AttentionMaps,
    Checkpoint,
    Completed,
    Event,
    Pulse,
    Sample,
    StepDone,
    Weights,
)
from backend.training.snapshots import snapshot_steps
from backend.training.trainer import Trainer
from tests.unit.training.support import babble

MUON = {"optimizer": "muon", "input_noise": 0.2, "weight_decay": 0.1}


def losses(events: Iterable[Event]) -> list[float]:
    return [event.loss for event in events if isinstance(event, StepDone)]


def names(events: Iterable[Event]) -> list[str]:
    return [type(event).__name__ for event in events if not isinstance(event, Pulse)]


@pytest.fixture
def engine() -> EngineChoice:
    """The engine of every run here; the tests that `both_engines` marks take PyTorch's as well."""
    return "auto"


both_engines = pytest.mark.parametrize("engine", ["auto", "torch"])


@pytest.fixture
def make(corpus: Corpus, small: ModelConfig, brief: TrainingConfig, engine: EngineChoice) -> Any:
    def trainer(seed: int = 7, model: dict[str, Any] = {}, **recipe: Any) -> Trainer:  # noqa: B006
        return Trainer(
            corpus,
            small.model_copy(update=model),
            brief.model_copy(update=recipe),
            seed=seed,
            marker=QualityMarker(corpus.text),
            engine=engine,
        )

    return trainer


def test_order_of_events(make: Any) -> None:
    trainer = make()
    every = ["Weights", "Checkpoint", "Sample", "AttentionMaps"]
    assert names(trainer.start()) == every
    assert trainer.current_step == 0
    for step in range(1, 13):
        assert not trainer.done
        got = names(trainer.step())
        if step == 12:
            assert got == ["StepDone", *every, "Completed"]
        elif step % 5 == 0:
            assert got == ["StepDone", *every]
        else:
            assert got == ["StepDone", "Weights"]  # a short run keeps every step
        assert trainer.current_step == step
    assert trainer.done
    with pytest.raises(RuntimeError, match="the run ended at step 12"):
        next(trainer.step())
    assert names(make()) == names(make().start()) + [
        name for t in [make()] for _ in range(12) for name in names(t.step())
    ]


def test_a_forced_checkpoint_comes_once_and_keeps_its_weights(make: Any) -> None:
    trainer = make(max_iters=5000, eval_interval=700)
    stops = snapshot_steps(5000, 700, 4 * sum(p.numel() for p in trainer.model.parameters()))
    list(trainer.start())
    unkept = next(step for step in range(1, 5000) if step not in stops)
    while trainer.current_step < unkept - 1:
        list(trainer.step())
    forced = names(trainer.step(checkpoint=True))
    assert forced == ["StepDone", "Weights", "Checkpoint", "Sample", "AttentionMaps"]
    due = make(eval_interval=1)
    assert names(due.step(checkpoint=True)).count("Checkpoint") == 1


def test_every_event_tells_its_step_and_what_it_says_is_right(
    make: Any, corpus: Corpus, small: ModelConfig
) -> None:
    trainer = make()
    events = list(trainer)
    sampled = [e for e in events if isinstance(e, Sample)]
    assert [e.step for e in sampled] == [0, 5, 10, 12]
    assert {len(e.text) for e in sampled} == {len(e.quality) for e in sampled} == {100}
    assert len({e.prompt for e in sampled}) == 1
    assert len({e.text for e in sampled}) == 4
    maps = [e for e in events if isinstance(e, AttentionMaps)]
    assert len({e.tokens for e in maps}) == 1
    assert maps[0].tokens in corpus.tokenizer.decode(corpus.val)
    assert all(e.weights.shape == (2, 2, 16, 16) for e in maps)
    assert maps[-1].weights == pytest.approx(trainer.probe_attention().weights, abs=1e-6)
    kept = {e.step: e.data for e in events if isinstance(e, Weights)}
    assert sorted(kept) == list(range(13))
    assert kept[12] == model_to_bytes(trainer.model)
    steps = [e for e in events if isinstance(e, StepDone)]
    assert [e.step for e in steps] == list(range(1, 13))
    assert steps[0].learning_rate == pytest.approx(0.02)
    assert steps[1].learning_rate == pytest.approx(0.04)
    end = events[-1]
    checkpoints = [e for e in events if isinstance(e, Checkpoint)]
    assert isinstance(end, Completed)
    assert (end.step, end.diverged) == (12, False)
    assert (end.train_loss, end.val_loss) == (checkpoints[-1].train_loss, checkpoints[-1].val_loss)
    # The loss of step n is that of the weights after n - 1 steps, on batch n.
    before = model_from_bytes(small, kept[3])
    loss = before(*trainer._batches.draw(3)).loss.detach()
    assert float(loss) == pytest.approx(steps[3].loss)


@pytest.mark.parametrize("recipe", [{}, MUON], ids=["adamw", "muon"])
@pytest.mark.parametrize(
    ("engine", "model"), [("auto", {}), ("auto", {"dropout": 0.3}), ("torch", {"dropout": 0.3})]
)
def test_watching_pausing_and_stepping_change_no_loss(
    make: Any, recipe: dict[str, Any], model: dict[str, Any]
) -> None:
    plain = losses(make(model=model, **recipe))
    assert len(plain) == 12
    watched = make(model=model, **recipe)
    seen: list[float] = []
    for step in range(12):
        torch.manual_seed(step)  # whatever else draws numbers in this process
        watched.probe_attention()
        seen += losses(watched.step(checkpoint=step % 2 == 0))
        torch.rand(3)
    assert seen == plain
    other = make(model=model, **recipe)
    paused: list[Event] = []
    while not other.done:
        work = other.step()
        for event in work:
            paused.append(event)
            if isinstance(event, Checkpoint):
                other.probe_attention()
    assert losses(paused) == plain
    assert losses(make(seed=8, model=model, **recipe)) != plain


def test_thread_count_changes_nothing(make: Any) -> None:
    plain = losses(make())
    torch.set_num_threads(2)
    assert losses(make()) == plain
    assert torch.get_num_threads() == 1


@pytest.mark.parametrize("recipe", [{}, MUON], ids=["adamw", "muon"])
@pytest.mark.parametrize(
    ("engine", "batch_size"), [("auto", 4), ("auto", 5), ("auto", 1), ("torch", 5)]
)
def test_more_threads_give_the_same_bits(
    make: Any, recipe: dict[str, Any], batch_size: int
) -> None:
    plain, changing = (make(batch_size=batch_size, max_iters=40, **recipe) for _ in range(2))
    expected = losses(plain)
    found: list[float] = []
    for step in range(40):
        changing.threads = 1 + step % 4
        found += losses(changing.step())
    assert found == expected
    assert torch.equal(plain.state.optimizer.values, changing.state.optimizer.values)
    with pytest.raises(ValueError, match="threads is 0"):
        plain.threads = 0


@both_engines
def test_halves_add_up_to_the_gradient_of_the_whole_batch(make: Any) -> None:
    trainer = make(batch_size=5, grad_clip=0)
    whole = copy.deepcopy(trainer.model)
    whole.zero_grad(set_to_none=True)
    loss = whole(*trainer._batches.draw(0)).loss
    loss.backward()
    assert losses(trainer.step()) == pytest.approx([float(loss.detach())], rel=1e-6)
    for p, q in zip(trainer.model.parameters(), whole.parameters(), strict=True):
        torch.testing.assert_close(p.grad, q.grad, rtol=1e-4, atol=1e-6)


@both_engines
@pytest.mark.parametrize("recipe", [{}, MUON], ids=["adamw", "muon"])
@pytest.mark.parametrize("model", [{}, {"dropout": 0.3}], ids=["plain", "dropout"])
def test_ten_steps_are_five_saved_loaded_and_five_more(
    make: Any, corpus: Corpus, engine: EngineChoice, recipe: dict[str, Any], model: dict[str, Any]
) -> None:
    whole = list(make(model=model, **recipe))
    first = make(model=model, **recipe)
    events = list(first.start())
    for _ in range(5):
        events += list(first.step())
    saved = first.save()
    for _ in range(3):
        list(first.step())  # what the first one does afterwards must not matter
    second = Trainer.load(saved, corpus, marker=QualityMarker(corpus.text), engine=engine)
    assert second.current_step == 5
    events += list(second)
    assert len(events) == len(whole)
    for ours, theirs in zip(events, whole, strict=True):
        if isinstance(ours, AttentionMaps) and isinstance(theirs, AttentionMaps):
            assert (ours.weights == theirs.weights).all()
        elif isinstance(ours, Completed) and isinstance(theirs, Completed):
            assert (ours.val_loss, ours.best_step) == (theirs.val_loss, theirs.best_step)
        else:
            assert ours == theirs


def test_bytes_of_something_else_are_refused(make: Any, corpus: Corpus) -> None:
    trainer = make()
    for data in (b"", b"12345678 nothing", trainer.save()[:-9], model_to_bytes(trainer.model)):
        with pytest.raises(ValueError, match=r"not a saved run|not a 'llmbreaker"):
            Trainer.load(data, corpus)


@both_engines
def test_large_work_is_cut_into_pieces_with_the_same_gradient(
    make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = losses(make(batch_size=8))
    for module in ("gradients", "fused.engine"):
        monkeypatch.setattr(f"backend.training.{module}.windows_per_chunk", lambda config: 1)
    trainer = make(batch_size=8)
    events = [event for _ in range(12) for event in trainer.step()]
    # Parts of one window at a time: compiled code has four parts, PyTorch two.
    pulses = sum(isinstance(e, Pulse) and e.step == 0 for e in events)
    assert pulses == {"fused": 1, "pytorch": 3}[trainer.engine]
    assert losses(events) == pytest.approx(whole, rel=1e-4)


@both_engines
@pytest.mark.parametrize("sick", ["loss", "gradient"])
def test_a_diverged_run_ends_after_the_metrics_of_its_step(make: Any, sick: str) -> None:
    trainer = make()
    list(trainer.start())
    list(trainer.step())
    with torch.no_grad():
        if sick == "loss":
            trainer.model.final_norm.bias.fill_(float("inf"))
        else:
            # Nothing is heard, so the loss is finite, but what comes back overflows on its way.
            attention = trainer.model.blocks[1].attention
            attention.qkv.weight[16:].zero_()
            attention.proj.weight.copy_(torch.eye(8) * 1e38)
            trainer.model.final_norm.weight.fill_(1e6)
    before = trainer.state.optimizer.values.clone()
    events = [e for e in trainer.step() if not isinstance(e, Pulse)]
    assert names(events) == ["StepDone", "Checkpoint", "Completed"]
    assert torch.equal(trainer.state.optimizer.values, before)  # what was learned is not spoilt
    done, _, end = events
    assert isinstance(done, StepDone)
    assert isinstance(end, Completed)
    assert math.isfinite(done.loss) == (sick == "gradient")
    assert not math.isfinite(done.grad_norm)
    assert end.diverged
    assert (end.step, end.best_step) == (2, 0)
    assert trainer.done


def test_wall_clock_ends_a_run_and_lowers_its_rate(
    corpus: Corpus, small: ModelConfig, brief: TrainingConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = iter(range(10**9))
    monkeypatch.setattr("backend.training.trainer.time.perf_counter", lambda: next(ticks) * 0.01)
    recipe = brief.model_copy(update={"max_iters": 5000, "lr_decay": "linear"})
    trainer = Trainer(corpus, small, recipe, seed=1, seconds=3.0)
    events = list(trainer)
    rates = [e.learning_rate for e in events if isinstance(e, StepDone)]
    end = events[-1]
    assert isinstance(end, Completed)
    assert 3.0 <= end.seconds < 3.5
    assert 10 < end.step < 200
    assert rates[-1] < 0.15 * max(rates)
    assert names(events[-5:]) == ["Weights", "Checkpoint", "Sample", "AttentionMaps", "Completed"]


def test_seconds_do_not_count_what_happens_between_events(
    make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr("backend.training.trainer.time.perf_counter", lambda: now[0])
    trainer = make()
    for _ in trainer:
        now[0] += 100.0
    assert trainer.state.seconds == 0.0


def test_best_weights_are_always_among_the_kept(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    trainer = make(eval_interval=2)
    trainer._stops = frozenset({0, 12})
    scripted = iter([3.0, 2.0, 1.0, 2.5, 1.5, 1.2, 1.1])

    def judge(losses: object, *, whole: bool) -> Generator[None, None, Estimate]:
        yield
        # What is shown at the end is the whole part; what is compared must be comparable.
        return Estimate(0.5, 0.1 if whole else 9.0, next(scripted))

    monkeypatch.setattr(trainer._evaluator, "judge", judge)
    events = list(trainer)
    assert [e.step for e in events if isinstance(e, Weights)] == [0, 2, 4, 12]
    end = events[-1]
    assert isinstance(end, Completed)
    assert (end.best_step, end.val_loss) == (4, 0.1)


def test_probe_text(corpus: Corpus, small: ModelConfig, brief: TrainingConfig) -> None:
    def probe(text: str) -> str:
        trainer = Trainer(corpus, small, brief, seed=1, probe_text=text)
        return trainer.probe_attention().tokens

    assert probe("the CAT sat") == "the  sat"
    assert probe("on and on and on and on") == " on and on and on"[-16:]
    with pytest.raises(ContractError) as refused:
        probe("ÀÉ")
    assert (refused.value.error_type, refused.value.field) == ("invalid_request", "probe_text")


def test_texts_and_models_that_do_not_fit_are_refused(
    corpus: Corpus, small: ModelConfig, brief: TrainingConfig
) -> None:
    with pytest.raises(ContractError, match="context of 256 needs 257") as refused:
        short = Corpus.from_text(corpus.text[:400], 16)
        config = small.model_copy(
            update={"block_size": 256, "vocab_size": short.tokenizer.vocab_size}
        )
        Trainer(short, config, brief, seed=1)
    assert refused.value.error_type == "text_too_short"
    with pytest.raises(ValueError, match="distinct characters"):
        Trainer(corpus, small.model_copy(update={"vocab_size": 5}), brief, seed=1)


def test_the_shortest_text_trains() -> None:
    text = "we went to the sea and it was cold but we swam far"
    corpus = Corpus.from_text(text, 12)
    model = ModelConfig(block_size=12, vocab_size=corpus.tokenizer.vocab_size)
    end = list(Trainer(corpus, model, TrainingConfig(max_iters=10, warmup_steps=2), seed=1))[-1]
    assert isinstance(end, Completed)
    assert not end.diverged


def test_the_tuned_recipe_learns_more_than_pairs() -> None:
    corpus = Corpus.from_text(babble(1500), 64)
    model = ModelConfig(vocab_size=corpus.tokenizer.vocab_size)
    recipe = TrainingConfig(max_iters=150, warmup_steps=22, eval_interval=150)
    end = list(Trainer(corpus, model, recipe, seed=1))[-1]
    assert isinstance(end, Completed)
    lines = reference_losses(corpus.train, corpus.val, corpus.tokenizer.vocab_size)
    assert end.val_loss < lines.bigram - 0.2
