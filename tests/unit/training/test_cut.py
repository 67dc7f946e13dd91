"""The cut of a batch: everything once, parts as even as can be, pieces of bounded work."""

from __future__ import annotations

from itertools import pairwise, product

import pytest

from backend.training.cut import parts_of, pieces


@pytest.mark.parametrize(("batch", "parts"), list(product((1, 2, 3, 5, 16, 127), (1, 2, 4))))
def test_parts_follow_each_other_and_differ_by_one_at_most(batch: int, parts: int) -> None:
    spans = parts_of(batch, parts)
    assert len(spans) == parts
    assert spans[0][0] == 0 and spans[-1][1] == batch
    assert all(one[1] == next_[0] for one, next_ in pairwise(spans))
    sizes = [end - start for start, end in spans]
    assert max(sizes) - min(sizes) <= 1
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize(
    ("batch", "parts", "windows"), list(product((1, 3, 5, 16, 127), (1, 2, 4), (1, 2, 5, 8, 200)))
)
def test_pieces_are_the_parts_bit_by_bit(batch: int, parts: int, windows: int) -> None:
    most = max(1, windows // parts)
    found: list[list[int]] = [[] for _ in range(parts)]
    for spans in pieces(batch, parts, windows):
        assert len(spans) == parts
        assert any(start < end for start, end in spans), "no piece without work"
        for part, (start, end) in enumerate(spans):
            assert end - start <= most
            found[part] += range(start, end)
    assert found == [list(range(*span)) for span in parts_of(batch, parts)]
