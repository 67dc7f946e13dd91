"""Bounds of texts, to the character, and what a word is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backend.contract.errors import ContractError
from backend.data.limits import (
    MAX_UPLOAD_BYTES,
    check_pasted_text,
    check_upload_text,
    count_words,
)


def test_bounds_are_inclusive() -> None:
    check_upload_text("x" * 100)
    check_upload_text("x" * 5_000_000)
    check_pasted_text(("word " * 10)[:50])
    check_pasted_text("word " * 10_000)
    assert MAX_UPLOAD_BYTES == 10 * 2**20


@pytest.mark.parametrize(
    ("check", "text", "error_type", "field", "limit", "value"),
    [
        (check_upload_text, "x" * 99, "text_too_short", "file", 100, 99),
        (check_upload_text, "", "text_too_short", "file", 100, 0),
        (check_upload_text, "x" * 5_000_001, "text_too_long", "file", 5_000_000, 5_000_001),
        (check_pasted_text, "a b " * 12, "text_too_short", "text", 50, 48),
        (check_pasted_text, "x" * 50, "text_too_short", "text", 10, 1),
        (check_pasted_text, "longish " * 9, "text_too_short", "text", 10, 9),
        (check_pasted_text, "word " * 10_000 + "w", "text_too_long", "text", 50_000, 50_001),
    ],
)
def test_refusals_carry_their_numbers(
    check: Callable[[str], None], text: str, error_type: str, field: str, limit: int, value: int
) -> None:
    with pytest.raises(ContractError) as caught:
        check(text)
    error = caught.value
    assert (error.error_type, error.field, error.limit, error.value) == (
        error_type,
        field,
        limit,
        value,
    )
    assert f"{limit:,}" in error.message and f"{value:,}" in error.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \n ", 0),
        ("one", 1),
        ("It's a well-known  fact,\nisn't it?", 6),
        ("dash - counts", 3),
        ("你好，世界。", 4),
        ("日本 ok 語", 4),
        ("ภาษาไทย", 2),  # seven characters, four to a word
        ("한국어 문장", 2),
    ],
)
def test_count_words(text: str, words: int) -> None:
    assert count_words(text) == words


def test_a_text_without_spaces_can_be_pasted() -> None:
    check_pasted_text("春眠不覚暁処処聞啼鳥" * 5)
