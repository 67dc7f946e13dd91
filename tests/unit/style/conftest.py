"""Hypothesis for the style room: the same examples on every machine and every run."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("style", derandomize=True, deadline=None, max_examples=150)
settings.load_profile("style")
