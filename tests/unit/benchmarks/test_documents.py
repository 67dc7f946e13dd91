"""What stands by hand in the code and in the README agrees with what benchmarks wrote."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from backend.training.presets import PRESETS

ROOT = Path(__file__).resolve().parents[3]
#: Expected losses have two decimals.
ROUNDING = 0.005


def losses() -> dict[tuple[str, str], tuple[float, float]]:
    """Median and half range by preset and text, from the table of docs/learning.md."""
    text = (ROOT / "docs" / "learning.md").read_text("utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.split("## Losses")[1].split("\n## ")[0].splitlines()
        if line.startswith("|")
    ]
    place = {name: column for column, name in enumerate(rows[0])}
    found = {}
    for row in rows[2:]:
        median, _, half = row[place["Validation loss"]].partition(" ± ")
        found[row[place["Preset"]], row[place["Text"]]] = (float(median), float(half))
    return found


@pytest.mark.parametrize("name", list(PRESETS))
def test_what_a_preset_promises_is_what_was_measured(name: str) -> None:
    expected = PRESETS[name].expected
    median, half = losses()[name, expected.dataset]
    assert abs(expected.val_loss - median) <= max(half, ROUNDING) + 1e-9, (
        f"presets.py says {expected.val_loss} of {name}, docs/learning.md {median} ± {half}"
    )


def test_the_readme_has_a_line_and_a_time_for_every_benchmark() -> None:
    folder = ROOT / "benchmarks"
    there = {path.stem for path in folder.glob("[!_]*.py")}
    rows = re.findall(
        r"^\| `(\w+)` \|.*\| ([^|]+) \|$", (folder / "README.md").read_text("utf-8"), re.M
    )
    assert {name for name, _ in rows} == there
    for name, minutes in rows:
        assert re.search(r"\d", minutes), f"{name}: how long does it take?"
