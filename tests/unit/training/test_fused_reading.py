"""Reading in compiled code against PyTorch: what comes next, and who looks at whom."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import example, given, settings

from backend.contract.config import ModelConfig, TrainingConfig
from backend.data.corpus import Corpus
from backend.training.fused import engine as engine_module
from backend.training.fused.engine import CompiledReader, FusedEngine
from backend.training.fused.handle import Handle
from backend.training.generation import Reader
from backend.training.inspection import look
from backend.training.micro_gpt import MicroGPT
from backend.training.optimizers import Optimizer
from backend.training.trainer import Trainer
from tests.unit.training.fused_support import configurations, library_or_skip, model_of

TOLERANCE = 1e-4


def handle_of(model: MicroGPT) -> Handle:
    return Handle(library_or_skip(), model, Optimizer(model, TrainingConfig()))


def model_with(seed: int = 6, **fields: object) -> MicroGPT:
    config = ModelConfig.model_validate({"vocab_size": 20, "block_size": 12, **fields})
    return model_of(config, torch.Generator().manual_seed(seed)).eval()


@settings(max_examples=40, deadline=None, derandomize=True)
@given(config=configurations())
@example(config=ModelConfig(vocab_size=66, position="relative", norm="rmsnorm", smear=True))
@example(config=ModelConfig(vocab_size=9, n_embd=24, n_head=3, position="rotary", bias=True))
def test_every_length_of_text_is_read_as_pytorch_does(config: ModelConfig) -> None:
    generator = torch.Generator().manual_seed(7)
    model = model_of(config, generator)
    handle = handle_of(model)
    ids = torch.randint(config.vocab_size, (config.block_size,), generator=generator).numpy()
    seen = look(model, ids)
    assert model.training, "it is put back as it was"
    expected = seen.logits.double().numpy()
    scale = float(np.abs(expected).max())
    for length in range(1, config.block_size + 1):
        read = ids[:length].tolist()
        logits = handle.logits(read)
        assert logits.shape == (config.vocab_size,)
        np.testing.assert_allclose(
            logits,
            expected[length - 1],
            rtol=TOLERANCE,
            atol=TOLERANCE * scale,
            err_msg=str(config),
        )
        attention = handle.attention(read)
        assert attention.shape == (config.n_layer, config.n_head, length, length)
        np.testing.assert_allclose(
            attention,
            seen.attention[:, :, :length, :length],
            rtol=TOLERANCE,
            atol=TOLERANCE,
            err_msg=f"{length} of {config}",
        )
        assert (np.triu(attention, 1) == 0).all(), "nobody looks ahead"


def test_what_is_read_is_the_model_of_this_moment() -> None:
    model = model_with(position="relative")
    handle = handle_of(model)
    before = handle.logits([1, 2, 3]), handle.attention([1, 2, 3])
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(1.5)
    after = handle.logits([1, 2, 3]), handle.attention([1, 2, 3])
    for old, new in zip(before, after, strict=True):
        assert not np.allclose(old, new, atol=1e-3)
    np.testing.assert_allclose(after[1], look(model, np.array([1, 2, 3])).attention, atol=TOLERANCE)


@pytest.mark.parametrize("unknown", [-1, 20, 2**40, -(2**63)])
@pytest.mark.parametrize("place", [0, 4, 11])
def test_ids_outside_the_vocabulary_are_refused(unknown: int, place: int) -> None:
    handle = handle_of(model_with())
    ids = [3] * 12
    ids[place] = unknown
    for read in (handle.logits, handle.attention):
        with pytest.raises(ValueError, match="outside the model's vocabulary"):
            read(ids)


def test_no_text_and_too_long_a_text_are_refused() -> None:
    handle = handle_of(model_with())
    for count in (0, 13, 1000):
        for read in (handle.logits, handle.attention):
            with pytest.raises(ValueError, match=f"^{count} ids, but 1 to 12 can be read"):
                read([3] * count)


@pytest.mark.parametrize("block_size", [8, 9, 12])
@pytest.mark.parametrize("position", ["learned", "relative", "rotary"])
def test_a_long_text_slides_as_in_pytorch(position: str, block_size: int) -> None:
    """Past the end of the context, and with several characters at once."""
    model = model_with(position=position, block_size=block_size)
    theirs, ours = Reader(model), CompiledReader(handle_of(model), block_size)
    ids = torch.randint(20, (4 * block_size,), generator=torch.Generator().manual_seed(8)).tolist()
    sizes = [3, *[1] * (2 * block_size), 4, block_size - 1, 1, 1]
    while sizes and ids:
        given, ids = ids[: sizes[0]], ids[sizes.pop(0) :]
        expected, found = theirs.read(given), ours.read(given)
        assert found.sum() == pytest.approx(1)
        np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-5)


def test_large_windows_are_left_to_a_reader_that_remembers(monkeypatch: pytest.MonkeyPatch) -> None:
    model = model_with()
    engine = FusedEngine(library_or_skip(), model, Optimizer(model, TrainingConfig()))
    assert isinstance(engine.reader(), CompiledReader)
    monkeypatch.setattr(engine_module, "READ_FLOPS", 1.0)
    assert isinstance(engine.reader(), Reader)


def test_the_probe_has_the_same_bits_however_many_threads(
    corpus: Corpus, small: ModelConfig, brief: TrainingConfig
) -> None:
    library_or_skip()
    recipe = brief.model_copy(update={"batch_size": 7})
    seen = []
    for threads in (1, 2, 4):
        trainer = Trainer(corpus, small, recipe, seed=3)
        assert trainer.engine == "fused"
        trainer.threads = threads
        maps = []
        for _ in range(5):
            list(trainer.step())
            maps.append(trainer.probe_attention().weights.tobytes())
        seen.append(maps)
    assert len(set(seen[0])) == 5, "every step looks elsewhere"
    assert seen[0] == seen[1] == seen[2]
