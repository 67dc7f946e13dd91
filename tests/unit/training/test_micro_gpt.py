"""The model against PyTorch's own functions, finite differences and perturbed futures."""

from __future__ import annotations

import itertools

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from backend.contract.config import ModelConfig
from backend.training.micro_gpt import ROTARY_BASE, MicroGPT, Output
from backend.training.presets import MODERN_MODEL, PRESETS
from tests.unit.training.support import MakeModel

POSITIONS = ("learned", "relative", "rotary", "none")
NORMS = ("layernorm", "rmsnorm", "plain_rmsnorm", "none")
MICRO_MODEL = PRESETS["micro"].model.model_dump()
#: As the fixture's models have it.
SMALL = {"n_embd": 8, "block_size": 10}
ACTIVATIONS = {"relu": F.relu, "gelu": F.gelu, "relu2": lambda h: F.relu(h) ** 2}
VARIANTS: list[dict[str, object]] = [
    *({"position": p, "norm": n} for p, n in itertools.product(POSITIONS, NORMS)),
    *({"norm": n, "stream_norm": "first", "smear": True} for n in NORMS),
    {"activation": "gelu", "bias": True},
    {"activation": "relu2", "weight_tying": False, "n_head": 4},
    {"residual": False, "smear": True, "n_layer": 1},
    {**MODERN_MODEL, "bias": True},
    MICRO_MODEL | SMALL,
]


def ids(length: int = 10, batch: int = 3, seed: int = 0) -> Tensor:
    return torch.randint(11, (batch, length), generator=torch.Generator().manual_seed(seed))


def reference_logits(model: MicroGPT, idx: Tensor) -> Tensor:
    """The same model from PyTorch's own building blocks, in the plainest way."""
    config, weights = model.config, {n: p.detach() for n, p in model.named_parameters()}
    T, C, H = idx.shape[1], config.n_embd, config.n_head

    def linear(x: Tensor, name: str) -> Tensor:
        return F.linear(x, weights[f"{name}.weight"], weights.get(f"{name}.bias"))

    x = F.embedding(idx, weights["token_embedding.weight"])
    if config.smear:
        shifted = torch.zeros_like(x)
        shifted[:, 1:] = x[:, :-1]
        x = x + weights["smear"] * shifted
    if config.position == "learned":
        x = x + weights["position_embedding.weight"][:T]
    if config.stream_norm == "first":
        x = reference_norm(x, "first_norm", config, weights)
    for layer in range(config.n_layer):
        name = f"blocks.{layer}"
        z = reference_norm(x, f"{name}.norm1", config, weights)
        z = linear(z, f"{name}.attention.qkv")
        q, k, v = (part.unflatten(-1, (H, C // H)).transpose(1, 2) for part in z.split(C, dim=-1))
        if config.position == "rotary":
            q, k = reference_rotary(q), reference_rotary(k)
        mask = torch.full((H, T, T), float("-inf"), dtype=x.dtype)
        for head, i in itertools.product(range(H), range(T)):
            for j in range(i + 1):
                bias = 0.0
                if config.position == "relative":
                    bias = float(weights[f"{name}.attention.distance_bias"][head, i - j])
                mask[head, i, j] = bias
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        y = y.transpose(1, 2).flatten(2)
        y = linear(y, f"{name}.attention.proj")
        x = x + y if config.residual else y
        z = reference_norm(x, f"{name}.norm2", config, weights)
        z = linear(z, f"{name}.mlp.up")
        z = {"relu": F.relu, "gelu": F.gelu, "relu2": lambda h: F.relu(h) ** 2}[config.activation](
            z
        )
        z = linear(z, f"{name}.mlp.down")
        x = x + z if config.residual else z
    if config.stream_norm == "last":
        x = reference_norm(x, "final_norm", config, weights)
    head = weights["token_embedding.weight" if config.weight_tying else "head.weight"]
    return x @ head.T


def reference_norm(x: Tensor, name: str, config: ModelConfig, weights: dict[str, Tensor]) -> Tensor:
    if config.norm == "layernorm":
        return F.layer_norm(x, x.shape[-1:], weights[f"{name}.weight"], weights[f"{name}.bias"])
    if config.norm == "rmsnorm":
        return F.rms_norm(x, x.shape[-1:], weights[f"{name}.weight"])
    if config.norm == "plain_rmsnorm":
        return x / (x.square().mean(dim=-1, keepdim=True) + 1e-5).sqrt()
    return x


def reference_rotary(x: Tensor) -> Tensor:
    """Channel pairs (d, d + D/2) as complex numbers, turned by position × frequency."""
    T, D = x.shape[-2:]
    pair = torch.complex(x[..., : D // 2].double(), x[..., D // 2 :].double())
    frequency = ROTARY_BASE ** (-torch.arange(D // 2, dtype=torch.float64) / (D // 2))
    turned = pair * torch.exp(1j * torch.arange(T, dtype=torch.float64)[:, None] * frequency)
    return torch.cat((turned.real, turned.imag), dim=-1).to(x.dtype)


@pytest.mark.parametrize("fields", VARIANTS, ids=str)
def test_logits_and_loss_equal_those_of_pytorch_functions(
    make_model: MakeModel, fields: dict[str, object]
) -> None:
    model = make_model(dtype=torch.float64, **fields)
    idx, targets = ids(), ids(seed=1)
    out: Output = model(idx, targets)
    expected = reference_logits(model, idx)
    torch.testing.assert_close(out.logits, expected, rtol=1e-6, atol=1e-6)
    loss = F.cross_entropy(expected.reshape(-1, 11), targets.reshape(-1))
    torch.testing.assert_close(out.loss, loss, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("fields", VARIANTS, ids=str)
def test_gradients_equal_finite_differences(
    make_model: MakeModel, fields: dict[str, object]
) -> None:
    model = make_model(dtype=torch.float64, **fields)
    idx, targets = ids(), ids(seed=1)
    model(idx, targets).loss.backward()
    generator = torch.Generator().manual_seed(2)
    epsilon = 1e-6
    for name, weight in model.named_parameters():
        direction = torch.randn(weight.shape, generator=generator, dtype=torch.float64)
        direction /= direction.norm()
        losses = []
        with torch.no_grad():
            for move in (epsilon, -2 * epsilon, epsilon):
                weight += move * direction
                losses.append(float(model(idx, targets).loss))
        slope = (losses[0] - losses[1]) / (2 * epsilon)
        assert weight.grad is not None
        along = float((weight.grad * direction).sum())
        assert slope == pytest.approx(along, rel=1e-4, abs=1e-7), name


@pytest.mark.parametrize(("position", "norm"), list(itertools.product(POSITIONS, NORMS)))
@pytest.mark.parametrize("smear", [False, True])
def test_no_character_sees_the_future(
    make_model: MakeModel, position: str, norm: str, smear: bool
) -> None:
    model = make_model(position=position, norm=norm, smear=smear)
    idx = ids()
    before = model(idx).logits
    for place in range(idx.shape[1]):
        changed = idx.clone()
        changed[:, place] = (changed[:, place] + 1) % 11
        after = model(changed).logits
        assert torch.equal(before[:, :place], after[:, :place])
        assert not torch.allclose(before[:, place], after[:, place])


@pytest.mark.parametrize("fields", VARIANTS, ids=str)
def test_capturing_changes_nothing_and_gives_distributions_over_the_past(
    make_model: MakeModel, fields: dict[str, object]
) -> None:
    model = make_model(**fields)
    idx = ids()
    fast, captured = model(idx), model(idx, capture=True)
    assert fast.attention is None and fast.streams is None
    assert torch.equal(fast.logits, captured.logits)
    maps = captured.attention.detach()
    assert maps.shape == (model.config.n_layer, 3, model.config.n_head, 10, 10)
    torch.testing.assert_close(maps.sum(-1), torch.ones(maps.shape[:-1]))
    assert float(maps.triu(1).abs().max()) == 0.0


@pytest.mark.parametrize("fields", VARIANTS, ids=str)
def test_captured_streams_are_what_blocks_read_and_write(
    make_model: MakeModel, fields: dict[str, object]
) -> None:
    model = make_model(**fields)
    captured = model(ids(), capture=True)
    assert captured.streams.shape == (model.config.n_layer + 1, 3, 10, model.config.n_embd)
    for layer, block in enumerate(model.blocks):
        x, _ = block(captured.streams[layer], layer)
        assert torch.equal(x, captured.streams[layer + 1])
    assert torch.equal(model.predict(captured.streams[-1]), captured.logits)


def test_captured_attention_is_the_one_that_was_used(make_model: MakeModel) -> None:
    model = make_model(n_layer=1, n_head=2)
    idx = ids()
    maps = model(idx, capture=True).attention[0]
    block = model.blocks[0]
    q, k, _ = block.attention.qkv(
        block.norm1(model.token_embedding(idx) + model.position_embedding.weight)
    ).split(8, dim=-1)
    scores = torch.einsum("bihd,bjhd->bhij", q.unflatten(-1, (2, 4)), k.unflatten(-1, (2, 4))) / 2
    mask = torch.ones(10, 10, dtype=torch.bool).triu(1)
    torch.testing.assert_close(maps, scores.masked_fill(mask, float("-inf")).softmax(-1))


def test_relative_positions_do_not_care_where_a_text_stands(make_model: MakeModel) -> None:
    for position, same in (("relative", True), ("rotary", True), ("learned", False)):
        model = make_model(position=position, n_layer=1)
        q, _ = model.blocks[0].attention(torch.randn(1, 10, 8), 0)
        assert q.shape == (1, 10, 8)
        # With one repeated character only the places differ.
        logits = model(torch.full((1, 10), 3)).logits[0]
        assert torch.allclose(logits, logits[:1].expand_as(logits), atol=1e-5) is same


def test_dropout_only_while_training(make_model: MakeModel) -> None:
    model = make_model(dropout=0.5)
    idx = ids()
    assert torch.equal(model(idx).logits, model(idx).logits)
    model.train()
    assert not torch.equal(model(idx).logits, model(idx).logits)


def test_too_many_characters_are_refused_with_both_numbers(make_model: MakeModel) -> None:
    with pytest.raises(ValueError, match="11 characters do not fit block_size 10"):
        make_model()(ids(length=11))


@pytest.mark.parametrize(
    ("vocab_size", "fields", "count"),
    [
        (66, {}, 8384),
        (65, {}, 8368),
        (36, {}, 7904),
        (66, MODERN_MODEL, 8608),
        (27, MICRO_MODEL, 4192),
    ],
)
def test_parameter_counts_of_the_design(
    vocab_size: int, fields: dict[str, object], count: int
) -> None:
    model = MicroGPT(ModelConfig.model_validate({"vocab_size": vocab_size} | fields))
    assert sum(p.numel() for p in model.parameters()) == count
