"""Looking into a model: attention, next characters, entropy, and what cannot be looked at."""

from __future__ import annotations

import math

import pytest
import torch

from backend.contract.errors import ContractError
from backend.data.tokenizer import CharTokenizer
from backend.training.inspection import inspect
from tests.unit.training.support import MakeModel

TOKENIZER = CharTokenizer("\nabcdefghij")


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
