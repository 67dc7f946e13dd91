"""What a benchmark found, kept part by part in benchmarks/results.

A part that is measured again replaces itself and nothing else. Quick looks have a file of their own
(NAME.quick.json), so that they never replace the full figures, of which the documents are made.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec

from benchmarks._machine import Machine, machine, same

FOLDER = Path(__file__).resolve().parent / "results"
Figures = dict[str, Any]
P = ParamSpec("P")


class Results:
    """The file of one benchmark: ``{part: {"machine": {...}, "figures": {...}}}``.

    Args:
        name: of the benchmark.
        variant: "quick", or another word for figures that are not the full ones; "" for those.
    """

    def __init__(self, name: str, variant: str = "") -> None:
        #: One look for the whole run: what comes before a later part is an earlier one.
        self._here = machine()
        self.path = FOLDER / f"{name}{'.' * bool(variant)}{variant}.json"

    def measure(
        self, part: str, work: Callable[P, Figures], *args: P.args, **kwargs: P.kwargs
    ) -> Figures:
        """Do the work of a part, keep what it found at once, and return it."""
        figures = work(*args, **kwargs)
        kept = self._read() | {part: {"machine": self._here, "figures": figures}}
        self.path.parent.mkdir(exist_ok=True)
        self.path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        return figures

    def parts(self) -> dict[str, Figures]:
        """The figures of every part that was measured on this machine as it is."""
        return {part: row["figures"] for part, row in self._of_here().items()}

    def machines(self, parts: list[str] | None = None) -> list[Machine]:
        """What those parts were measured on: all of them, or some."""
        here = self._of_here()
        return [row["machine"] for part, row in here.items() if parts is None or part in parts]

    def _of_here(self) -> dict[str, Figures]:
        return {part: row for part, row in self._read().items() if same(row["machine"], self._here)}

    def _read(self) -> dict[str, Figures]:
        """All that the file holds; nothing where it is missing or of another form."""
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            return {}
        rows = found.items() if isinstance(found, dict) else ()
        return {
            part: row
            for part, row in rows
            if isinstance(row, dict) and row.keys() == {"machine", "figures"}
        }
