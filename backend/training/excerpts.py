"""Which pieces of the validation part a session shows, from its first step to its last.

Owns the choice of the sample's prompt and of the text attention is watched on. Pure functions.
"""

from __future__ import annotations

SHORTEST_PROMPT = 4
LONGEST_PROMPT = 32


def sample_prompt(validation: str, block_size: int) -> str:
    """The first short line of a text, with its newline; the text's beginning where it has none.

    At most half a context long, so that the sample starts with room to write.
    """
    longest = max(1, min(LONGEST_PROMPT, block_size // 2) - 1)
    # The first line is cut off by the split, the last one by the end of the text.
    for line in validation.split("\n")[1:-1]:
        if SHORTEST_PROMPT <= len(line) <= longest and line.strip():
            return line + "\n"
    return "\n" if "\n" in validation else validation[:longest]


def probe_excerpt(validation: str, block_size: int) -> str:
    """block_size characters that begin a line, a paragraph's first where there is one in reach."""
    last_start = len(validation) - block_size
    for mark in ("\n\n", "\n"):
        start = validation.find(mark)
        while start >= 0 and start + len(mark) <= last_start:
            begin = start + len(mark)
            if validation[begin] != "\n":
                return validation[begin : begin + block_size]
            start = validation.find(mark, start + 1)
    return validation[:block_size]
