"""The search for who writes, against looking at every step."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.contract.style import Copied
from backend.style.copying import copied, verdict
from backend.style.writer import MAX_WRITTEN, latest_fair, too_much


def search(steps: list[int], copies_from: int) -> tuple[int, list[int]]:
    """Who writes where all from a step on copy, and who was asked."""
    asked: list[int] = []

    def write(step: int) -> int:
        asked.append(step)
        return step

    return latest_fair(steps, write, lambda step: step >= copies_from), asked


@pytest.mark.parametrize(
    ("steps", "copies_from", "expected"),
    [
        ([50], 0, [50]),
        ([50, 650], 700, [650]),
        ([50, 650], 0, [650, 50]),
        ([50, 350, 650], 400, [650, 350]),
        ([50, 350, 650], 0, [650, 350, 50]),
        ([0, 10, 20, 30, 40], 35, [40, 20, 30]),
    ],
)
def test_who_is_asked(steps: list[int], copies_from: int, expected: list[int]) -> None:
    found, asked = search(steps, copies_from)
    assert asked == expected and found == expected[-1]


def test_it_ends_close_to_the_latest() -> None:
    found, asked = search(list(range(50, 651, 5)), 480)
    assert 455 <= found < 480 and len(asked) == MAX_WRITTEN


@given(st.sets(st.integers(0, 650), min_size=1), st.integers(0, 700))
def test_it_finds_one_that_is_fair_with_few_texts(kept: set[int], copies_from: int) -> None:
    steps = sorted(kept)
    found, asked = search(steps, copies_from)
    assert found < copies_from or found == steps[0]
    assert len(asked) == len(set(asked)) <= MAX_WRITTEN
    if len(steps) < MAX_WRITTEN:
        assert found == max((s for s in steps if s < copies_from), default=steps[0])


@pytest.mark.parametrize(
    ("longest", "share", "own", "expected"),
    [
        (39, 0.59, 0.1, False),
        (40, 0.1, 0.1, True),
        (39, 0.6, 0.9, True),
    ],
)
def test_what_is_too_much(longest: int, share: float, own: float, expected: bool) -> None:
    found = Copied(
        longest=longest,
        longest_text="x" * longest,
        share_8gram=share,
        longest_self=None,
        share_8gram_self=own,
        limit=40,
        verdict=verdict(longest, 40, share, own),
    )
    assert too_much(found) == expected


def test_where_words_have_no_spaces_only_a_long_run_is_too_much() -> None:
    original = "我今天早上去河边散步,看见一只白色的鸟。" * 3 + "天下雨了,我没有带伞,只好跑回家。"
    short_runs = "".join(original[at : at + 14] for at in (0, 20, 61))
    found = copied(original, short_runs)
    assert found.longest < found.limit and found.share_8gram >= 0.4
    assert not too_much(found.model_copy(update={"share_8gram": 0.9}))
    assert too_much(copied(original, original[61:77]))
