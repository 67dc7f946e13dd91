"""microgpt.py started from the command line: what it says when it cannot train."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.lab.conftest import PACKAGE


def start(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(PACKAGE / "microgpt.py"), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "{path} cannot be read: No such file or directory.\n"),
        (b"", "{path} has no names: write one a line.\n"),
        (b"\n  \n", "{path} has no names: write one a line.\n"),
        (b"\xff\xfe\x00", "{path} is not a text in UTF-8.\n"),
    ],
)
def test_a_file_without_names_gets_a_sentence(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "names.txt"
    if content is not None:
        path.write_bytes(content)
    done = start(str(path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == said.format(path=path)


def test_a_folder_and_no_file_at_all_get_a_sentence(tmp_path: Path) -> None:
    folder = start(str(tmp_path))
    assert folder.returncode == 2
    assert folder.stderr.startswith(f"{tmp_path} cannot be read: ")
    none = start()
    assert none.returncode == 2
    assert none.stderr == "Which names? python microgpt.py names.txt (one a line)\n"
