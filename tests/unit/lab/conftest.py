"""The Python twin of the Code Lab, loaded from its file as a learner would run it."""

from __future__ import annotations

import gc
import importlib.util
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "frontend/packages/microgpt"
FILE = """
ada alan albert alice amelie anna barbara blaise carl charles david dorothy edith emil emmy ernst
euclid florence georg grace hedy henri hilbert ida isaac jean johanna john joseph karen kurt
leonhard lise louis marie maryam max michael niels noether otto paul pierre rené rosalind sofia
sophie srinivasa stephen tycho vera werner wilhelm zeno zoe bartholomea-theodora-eugenia
"""
NAMES = FILE.split()


@pytest.fixture(scope="session")
def twin() -> ModuleType:
    """microgpt.py."""
    spec = importlib.util.spec_from_file_location("microgpt", PACKAGE / "microgpt.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def no_collector() -> Iterator[None]:
    """Values form no cycles; looking for some among so many objects takes longer than training."""
    gc.disable()
    yield
    gc.enable()
    gc.collect()


@pytest.fixture
def javascript() -> Callable[[str, Any], Any]:
    """Runs the body of a function of `twin` (microgpt.js) and `given` in Node."""
    address = json.dumps((PACKAGE / "src/microgpt.js").as_uri())

    def run(body: str, given: Any) -> Any:
        code = (
            f"const twin = await import({address}); let text = '';"
            "for await (const part of process.stdin) text += part;"
            f"const given = JSON.parse(text); const result = (() => {{ {body} }})();"
            "process.stdout.write(JSON.stringify(result));"
        )
        done = subprocess.run(
            ["node", "--input-type=module", "--eval", code],
            input=json.dumps(given),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=110,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run
