"""The page's own Socket.IO client sees what the contract promises."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.live.client import Heard, Record
from tests.live.server import ROOT, Server
from tests.live.story import assert_whole

SCRIPT = Path(__file__).with_name("javascript_client.mjs")


@pytest.fixture(scope="module")
def told(shared_server: Server) -> dict[str, Any]:
    """Everything the script printed."""
    node = shutil.which("node")
    assert node, "node is needed for this test; setup.sh says how to install it"
    assert (ROOT / "frontend" / "node_modules").is_dir(), "run ./setup.sh install"
    done = subprocess.run(
        [node, str(SCRIPT), shared_server.base], capture_output=True, text=True, timeout=110
    )
    assert done.returncode == 0, done.stderr[-3000:]
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def record(part: dict[str, Any]) -> Record:
    """What the script heard, held to the schemas."""
    found = Record()
    for event in part["heard"]:
        found.note(Heard(event["name"], event["data"], 0.0))
    found.check()
    return found


@pytest.mark.parametrize("part", ["run", "upgraded"])
def test_a_whole_run(told: dict[str, Any], part: str) -> None:
    heard = record(told[part])
    assert heard.names()[:3] == ["joined_room", "session_state", "training_started"]
    assert_whole(heard, told[part]["session"], 20, 10)


def test_binary_frames_on_credit(told: dict[str, Any]) -> None:
    assert told["frames"]["count"] == 6


def test_cuts_lose_and_double_nothing(told: dict[str, Any]) -> None:
    part = told["cuts"]
    assert part["cut"] == 5, part["cut"]
    assert_whole(record(part), part["session"], 240, 40)
