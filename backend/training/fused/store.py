"""Where the compiled library lies, and whether it is the one for this machine and these sources.

Owns the folder `.venv/fused` and its records. Never compiles: a training process asks here and
takes the answer; `build` writes at set-up. Must not import torch.
"""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

from backend.settings import ROOT

SOURCES = Path(__file__).with_name("kernel")
_ROOM = SOURCES.parent
#: Beside the kernel: how it is compiled, and what it is held against before it may train. A kept
#: verdict must not outlive the check that gave it, nor the model that it is to agree with.
_JUDGES = (
    *(_ROOM / name for name in ("build.py", "check.py", "handle.py", "library.py")),
    *(_ROOM.parent / name for name in ("micro_gpt.py", "optimizers.py", "parameters.py")),
)
FOLDER = ROOT / ".venv" / "fused"
_RECORD = "record.json"
_LIBRARY = "libfused.so"


@dataclass(frozen=True)
class Record:
    """What came of building for one machine and one state of the sources.

    Attributes:
        compiler: the first line of what it says about itself, or "" without one.
        problem: a sentence why there is no library, or "".
    """

    compiler: str
    problem: str


def sources() -> list[Path]:
    """Every file that decides what the library is, and whether it may be used."""
    code = sorted(path for path in SOURCES.iterdir() if path.suffix in (".h", ".cpp"))
    return [*code, *_JUDGES]


def folder() -> Path:
    """Where the library for this machine and these sources lies, or would lie."""
    digest = hashlib.blake2b(_machine().encode(), digest_size=10)
    for path in sources():
        digest.update(path.name.encode() + path.read_bytes())
    return FOLDER / digest.hexdigest()


def read() -> Record | None:
    """The record of the last build, or None where nothing was built yet."""
    try:
        return Record(**json.loads((folder() / _RECORD).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def problem() -> str:
    """A sentence why there is no library to load, or "" where there is one."""
    record = read()
    if record is None:
        return "The compiled engine has not been built; ./setup.sh install does it."
    if record.problem:
        return f"{record.problem[:1].upper()}{record.problem[1:]} at set-up."
    return ""


def write(record: Record) -> None:
    """Keep the record; the library, where there is one, must be in place already."""
    path = folder() / _RECORD
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(record)), "utf-8")


def library_path() -> Path:
    """The library's file, whether it exists or not."""
    return folder() / _LIBRARY


def _machine() -> str:
    """What the code was tuned to: elsewhere its instructions may not exist."""
    parts = [platform.system(), platform.machine()]
    try:
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("flags"):
                parts.append(line)
                break
    except OSError:  # not Linux: one machine type has one set of instructions that we use
        parts.append(platform.processor())
    return "\n".join(parts)
