"""When the next iteration is due, and how fast iterations really come.

Pacing waits; it never changes what an iteration computes. Times are `time.monotonic` seconds,
handed in by the caller, so that nothing here reads a clock.
"""

from __future__ import annotations

import math
from collections import deque

#: Iterations a second at speed 1x: 500 of them take 25 seconds.
BASE_RATE_HZ = 20.0
_WINDOW_S = 1.0


class Pacer:
    """Spaces iterations evenly at ``multiplier`` times `BASE_RATE_HZ`; 0 does not wait at all."""

    def __init__(self, multiplier: int) -> None:
        self._interval_s = 0.0
        self._due_s = 0.0
        self.set_speed(multiplier)

    def set_speed(self, multiplier: int) -> None:
        """Change the speed; the next iteration is due at once."""
        self._interval_s = 1.0 / (BASE_RATE_HZ * multiplier) if multiplier else 0.0
        self._due_s = 0.0

    def wait_s(self, now_s: float) -> float:
        """Seconds until the next iteration is due; 0 when it is."""
        return max(0.0, self._due_s - now_s) if self._interval_s else 0.0

    def started(self, now_s: float) -> None:
        """An iteration begins: plan the next one, catching up on at most one interval of delay."""
        self._due_s = max(self._due_s, now_s - self._interval_s) + self._interval_s


class Ration:
    """Lets things through at most `rate_hz` times a second on average.

    The turns stand on a schedule that does not drift: each moves the next by one interval, however
    late or early it came, so that what comes at just this rate, give or take some jitter, always
    has its turn. One may come half an interval early; one that is late makes up for at most one
    interval: never more than ``3 + rate_hz * t`` turns in any `t` seconds.
    """

    def __init__(self, rate_hz: float) -> None:
        self._interval_s = 1.0 / rate_hz
        self._due_s = -math.inf

    def take(self, now_s: float) -> bool:
        """Whether it is somebody's turn; if so, it is taken."""
        if now_s < self._due_s - self._interval_s / 2:
            return False
        self._due_s = max(self._due_s, now_s - self._interval_s) + self._interval_s
        return True


class Stopwatch:
    """Time spent training, rests left out, in seconds.

    Args:
        so_far_s: what was spent before, in the same training.
    """

    def __init__(self, so_far_s: float = 0.0) -> None:
        self._so_far_s = so_far_s
        self._since_s: float | None = None

    def run(self, now_s: float) -> None:
        """Training goes on; running already is fine."""
        if self._since_s is None:
            self._since_s = now_s

    def rest(self, now_s: float) -> None:
        """Training rests; resting already is fine."""
        self._so_far_s, self._since_s = self.read(now_s), None

    def read(self, now_s: float) -> float:
        """Seconds of training until `now_s`."""
        return self._so_far_s + (now_s - self._since_s if self._since_s is not None else 0.0)


class RateMeter:
    """Iterations a second over the last second or so."""

    def __init__(self) -> None:
        self._ends_s: deque[float] = deque()

    def reset(self) -> None:
        """Forget what was: after a pause the old rate says nothing."""
        self._ends_s.clear()

    def tick(self, now_s: float) -> float:
        """An iteration ended at `now_s`; the rate so far, 0 after the first."""
        self._ends_s.append(now_s)
        while len(self._ends_s) > 2 and now_s - self._ends_s[0] > _WINDOW_S:
            self._ends_s.popleft()
        elapsed_s = now_s - self._ends_s[0]
        return (len(self._ends_s) - 1) / elapsed_s if elapsed_s > 0 else 0.0
