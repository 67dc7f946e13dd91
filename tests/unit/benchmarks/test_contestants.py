"""Those who take part in the benchmarks do what their names say."""

from __future__ import annotations

import pytest
import torch

from backend.contract.config import ModelConfig, TrainingConfig
from backend.data.corpus import Corpus
from backend.training import engines
from backend.training.trainer import Trainer
from benchmarks._contestants import contestants
from benchmarks._nano_gpt import NanoGPT, PublishedRun
from benchmarks._plain_gpt import PlainGPT
from tests.unit.training.fused_support import library_or_skip

CORPUS = Corpus.from_text("the cat sat on the mat and ate. " * 40, 64)
MODEL = ModelConfig(vocab_size=CORPUS.tokenizer.vocab_size)
RECIPE = TrainingConfig(batch_size=2)


def test_a_library_that_is_given_is_taken_instead_of_the_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    library = library_or_skip()
    monkeypatch.setattr(engines, "compiled_library", lambda: (None, "there is none"))
    assert Trainer(CORPUS, MODEL, RECIPE, seed=1).engine == "pytorch"
    assert Trainer(CORPUS, MODEL, RECIPE, seed=1, engine=library).engine == "fused"


def test_everybody_can_step() -> None:
    found = contestants(CORPUS, MODEL, RECIPE, library_or_skip())
    names = {
        f"{who} {n}" for who in ("fused", "avx2", "pytorch", "per-head", "nano") for n in (1, 2)
    }
    assert set(found) == names
    threads = torch.get_num_threads()
    for name, step in found.items():
        torch.set_num_threads(1)
        step()
        step()
        wants = 2 if name in ("per-head 2", "nano 2") else 1
        assert torch.get_num_threads() == wants, f"{name} runs on its own number of threads"
    torch.set_num_threads(threads)


@torch.no_grad()
@pytest.mark.parametrize("kind", [PlainGPT, NanoGPT])
def test_the_baselines_see_nothing_of_what_lies_ahead(kind: type[PlainGPT] | type[NanoGPT]) -> None:
    torch.manual_seed(0)
    network = kind(vocab_size=9, n_embd=8, n_layer=2, n_head=2, block_size=6)
    ids = torch.randint(9, (1, 6))
    other = ids.clone()
    other[0, -1] = (other[0, -1] + 1) % 9
    targets = torch.randint(9, (1, 6))
    assert float((network(ids, targets) - network(other, targets)).abs()) > 1e-3
    targets[0, -1] = -100  # what is to come after the last is not asked for
    assert float((network(ids, targets) - network(other, targets)).abs()) < 1e-6
    assert float((network(ids, targets) - network(ids[:, :5], targets[:, :5])).abs()) < 1e-6


def test_a_published_run_takes_turns_without_noticing() -> None:
    def loss(steps: list[int]) -> float:
        run = PublishedRun(CORPUS, iterations=120)
        for step in steps:
            run.advance_to(step)
            torch.manual_seed(step)  # whoever comes in between draws too
        return run.validation_loss()

    assert loss([2, 3, 6]) == loss([6])
