"""How a batch is cut: into parts that may be worked on at the same time, those into pieces.

Owns the cut, which follows from batch and model alone, never from machine or number of threads: the
gradients of each part are summed for themselves and added in order at the end, so the bits are the
same however many threads there are.
"""

from __future__ import annotations

from collections.abc import Iterator

Span = tuple[int, int]


def parts_of(batch: int, parts: int) -> list[Span]:
    """First and last + 1 of the windows of each part; the first parts may have one more."""
    size, larger = divmod(batch, parts)
    starts = [part * size + min(part, larger) for part in range(parts + 1)]
    return list(zip(starts, starts[1:], strict=False))


def pieces(batch: int, parts: int, windows: int) -> Iterator[list[Span]]:
    """The windows of each part that are worked on at once, piece after piece.

    Args:
        windows: of all parts together that are work enough for a piece; each part has at least one.
    """
    spans = parts_of(batch, parts)
    each = max(1, windows // parts)
    for offset in range(0, max(end - start for start, end in spans), each):
        yield [(min(s + offset, e), min(s + offset + each, e)) for s, e in spans]
