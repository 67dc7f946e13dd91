"""Small texts and models that the training tests share."""

from __future__ import annotations

import pytest
import torch

from backend.contract.config import ModelConfig, TrainingConfig
from backend.data.corpus import Corpus
from backend.training.device import prepare_process
from backend.training.init import initialise
from backend.training.micro_gpt import MicroGPT
from tests.unit.training.support import MakeModel, babble


@pytest.fixture(autouse=True)
def one_thread() -> None:
    """As in a worker. Before every test: the one before may have changed it."""
    prepare_process()


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return Corpus.from_text(babble(400), 16)


@pytest.fixture(scope="session")
def small(corpus: Corpus) -> ModelConfig:
    return ModelConfig(
        n_embd=8, n_layer=2, n_head=2, block_size=16, vocab_size=corpus.tokenizer.vocab_size
    )


@pytest.fixture(scope="session")
def brief() -> TrainingConfig:
    return TrainingConfig(batch_size=4, max_iters=12, warmup_steps=2, eval_interval=5)


@pytest.fixture(scope="session")
def make_model() -> MakeModel:
    """A small model in which every weight matters: all are drawn, none is zero."""

    def make(
        vocab_size: int = 11, dtype: torch.dtype = torch.float32, **fields: object
    ) -> MicroGPT:
        given = {"n_embd": 8, "n_layer": 2, "n_head": 2, "block_size": 10} | fields
        model = MicroGPT(ModelConfig.model_validate(given | {"vocab_size": vocab_size}))
        generator = torch.Generator().manual_seed(5)
        initialise(model, TrainingConfig(), generator)
        with torch.no_grad():
            for weight in model.parameters():
                weight.add_(torch.randn(weight.shape, generator=generator) * 0.3)
        return model.to(dtype).eval()

    return make
