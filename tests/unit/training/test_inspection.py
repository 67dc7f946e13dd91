"""Looking into a model: attention, next characters, entropy, and what cannot be looked at."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from backend.contract.ask import Inspection
from backend.contract.errors import ContractError
from backend.data.tokenizer import CharTokenizer
from backend.engine.inspection_json import inspection_json
from backend.training.heads import measure_heads
from backend.training.inspection import inspect
from tests.unit.training.support import MakeModel

TOKENIZER = CharTokenizer("\nabcdefghij")
VARIANTS: list[dict[str, object]] = [
    {},
    {"position": "rotary", "norm": "rmsnorm", "smear": True},
    {"position": "relative", "weight_tying": False, "bias": True, "norm": "none"},
    {"position": "none", "residual": False},
    {"norm": "plain_rmsnorm", "stream_norm": "first", "weight_tying": False},
]


def test_inspection_shows_what_the_model_computes(make_model: MakeModel) -> None:
    model = make_model()
    seen = inspect(model, TOKENIZER, "cabXbage", top=3)
    assert (seen.tokens, seen.dropped) == ("cabbage", ("X",))
    idx = torch.from_numpy(TOKENIZER.encode("cabbage"))[None]
    out = model(idx, capture=True)
    torch.testing.assert_close(torch.from_numpy(seen.attention), out.attention[:, 0].detach())
    probs = out.logits[0].detach().double().softmax(-1)
    entropy = torch.distributions.Categorical(probs=probs).entropy()
    assert seen.entropy == pytest.approx(entropy.tolist(), rel=1e-5)
    for row, top in zip(probs, seen.next_probs, strict=True):
        assert len(top) == 3
        order = row.argsort(descending=True)[:3]
        assert [c for c, _ in top] == list(TOKENIZER.decode(order.numpy()))
        assert [p for _, p in top] == pytest.approx(row[order].tolist(), rel=1e-5)


@pytest.mark.parametrize("fields", VARIANTS, ids=str)
def test_the_last_layer_would_say_what_the_model_says(
    make_model: MakeModel, fields: dict[str, object]
) -> None:
    model = make_model(**fields)
    seen = inspect(model, TOKENIZER, "cabbage")
    assert len(seen.layers) == 3, "the embedding alone, then two blocks"
    assert all(len(layer) == 7 and len(layer[0]) == 3 for layer in seen.layers)
    for guessed, said in zip(seen.layers[-1], seen.next_probs, strict=True):
        assert [c for c, _ in guessed] == [c for c, _ in said[:3]]
        assert [p for _, p in guessed] == pytest.approx([p for _, p in said[:3]], rel=1e-5)


def test_the_first_guess_knows_only_the_embedding(make_model: MakeModel) -> None:
    model = make_model()
    seen = inspect(model, TOKENIZER, "cab")
    idx = torch.from_numpy(TOKENIZER.encode("cab"))
    x = model.token_embedding(idx) + model.position_embedding.weight[:3]
    probs = (model.final_norm(x) @ model.token_embedding.weight.T).detach().softmax(-1)
    for row, top in zip(probs, seen.layers[0], strict=True):
        assert [p for _, p in top] == pytest.approx(row.topk(3).values.tolist(), rel=1e-5)
    assert seen.layers[0] != seen.layers[1] != seen.layers[2]


def test_embeddings_are_the_weights(make_model: MakeModel) -> None:
    model = make_model()
    seen = inspect(model, TOKENIZER, "cab")
    assert seen.characters == tuple("\nabcdefghij")
    assert np.array_equal(seen.embeddings, model.token_embedding.weight.detach().numpy())


def test_heads_are_measured_on_the_text_that_was_asked(make_model: MakeModel) -> None:
    model = make_model()
    seen = inspect(model, TOKENIZER, "cabXbage")
    assert seen.heads == measure_heads(seen.attention, "cabbage")
    assert seen.heads != inspect(model, TOKENIZER, "jihgfed").heads


def test_the_answer_as_json_fits_the_contract_and_says_the_same(make_model: MakeModel) -> None:
    seen = inspect(make_model(smear=True, position="rotary"), TOKENIZER, 'ca\n"ge')
    told = Inspection.model_validate_json(inspection_json(7, seen))
    assert (told.step, told.tokens, told.dropped) == (7, list("ca\nge"), ['"'])
    for head, weights in zip(told.attention, seen.attention.reshape(4, 5, 5), strict=True):
        assert head.matrix == np.round(weights.astype(np.float64), 4).tolist()
    assert [(h.layer, h.head) for h in told.attention] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert [guess.layer for guess in told.layers] == [-1, 0, 1]
    assert told.layers[2].top[4] == told.next[4].top[:3]
    vectors = np.array([entry.vector for entry in told.embeddings])
    assert "".join(entry.char for entry in told.embeddings) == "\nabcdefghij"
    np.testing.assert_allclose(vectors, seen.embeddings, atol=6e-6)


def test_the_answer_of_a_model_without_numbers_has_zeros_or_fails(make_model: MakeModel) -> None:
    seen = inspect(make_model(), TOKENIZER, "ab")
    seen.attention[0, 0] = math.nan
    told = Inspection.model_validate_json(inspection_json(0, seen))
    assert told.attention[0].matrix == [[0.0, 0.0], [0.0, 0.0]]
    seen.entropy[0] = math.nan
    with pytest.raises(ValueError, match="Out of range"):
        inspection_json(0, seen)


def test_entropy_of_a_model_that_knows_nothing(make_model: MakeModel) -> None:
    model = make_model(weight_tying=False)
    with torch.no_grad():
        model.head.weight.zero_()
    seen = inspect(model, TOKENIZER, "abc")
    assert seen.entropy == pytest.approx([math.log(11)] * 3)


def test_long_texts_keep_their_end_and_unknown_ones_are_refused(make_model: MakeModel) -> None:
    model = make_model()
    assert inspect(model, TOKENIZER, "aaaa" + "bcdefghija").tokens == "bcdefghija"
    assert len(inspect(model, TOKENIZER, "a").next_probs[0]) == 10
    for text in ("", "XYZ"):
        with pytest.raises(ContractError) as refused:
            inspect(model, TOKENIZER, text)
        assert refused.value.error_type == "invalid_request"
