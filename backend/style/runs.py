"""Longest common runs of two sequences, in linear time.

Owns the suffix automaton; knows nothing of words or of what a run means.
"""

from __future__ import annotations

from collections.abc import Iterator


class RunIndex:
    """Every substring of `text`, as a suffix automaton of at most 2·len(text) states.

    Source: Blumer and others, "The smallest automaton recognizing the subwords of a text",
    Theoretical Computer Science 40 (1985).
    """

    def __init__(self, text: str) -> None:
        self._next: list[dict[str, int]] = [{}]
        self._link = [-1]
        self._length = [0]
        self._first_end = [0]
        last = 0
        for character in text:
            last = self._extend(last, character)

    def runs_in(self, other: str) -> Iterator[tuple[int, int]]:
        """For every character of `other`: the longest run ending with it that `text` has too.

        Yields:
            (length of the run, 0 where `text` lacks the character; end of the run's first
            occurrence in `text`). Takes time proportional to `other`, whatever it holds.
        """
        state = length = 0
        for character in other:
            while state and character not in self._next[state]:
                state = self._link[state]
                length = self._length[state]
            following = self._next[state].get(character)
            if following is not None:
                state, length = following, length + 1
            yield length, self._first_end[state]

    def _extend(self, last: int, character: str) -> int:
        """Append one character; returns the state of the whole text so far."""
        length = self._length[last] + 1
        current = self._add({}, length, 0, length)
        state = last
        while state >= 0 and character not in self._next[state]:
            self._next[state][character] = current
            state = self._link[state]
        if state >= 0:
            self._link[current] = self._parent(state, character)
        return current

    def _parent(self, state: int, character: str) -> int:
        """The state of the longest suffix seen before, split off from a longer one if need be."""
        target = self._next[state][character]
        length = self._length[state] + 1
        if self._length[target] == length:
            return target
        clone = self._add(
            dict(self._next[target]), length, self._link[target], self._first_end[target]
        )
        self._link[target] = clone
        while state >= 0 and self._next[state].get(character) == target:
            self._next[state][character] = clone
            state = self._link[state]
        return clone

    def _add(self, following: dict[str, int], length: int, link: int, first_end: int) -> int:
        self._next.append(following)
        self._length.append(length)
        self._link.append(link)
        self._first_end.append(first_end)
        return len(self._next) - 1
