"""Write ``docs/openapi.json`` and ``docs/events.schema.json``; with ``--check`` only compare.

The TypeScript types follow from the second file: ``npm run types`` in ``frontend``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from backend.contract.openapi import event_schemas, openapi

DOCS = Path(__file__).resolve().parents[2] / "docs"


def documents() -> dict[Path, str]:
    """Every generated file and the text it should hold."""
    made = {"openapi.json": openapi(), "events.schema.json": event_schemas()}
    return {
        DOCS / name: json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        for name, document in made.items()
    }


def main(arguments: list[str]) -> int:
    """Write the documents, or with ``--check`` name the stale ones. Returns the exit code."""
    stale = [
        path
        for path, text in documents().items()
        if not path.exists() or path.read_text("utf-8") != text
    ]
    if "--check" in arguments:
        for path in stale:
            print(f"{path.name} is stale. Run: ./setup.sh types", file=sys.stderr)
        return 1 if stale else 0
    for path, text in documents().items():
        path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
