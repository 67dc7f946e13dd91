"""Compiles the kernel at set-up: ``python -m backend.training.fused.build``.

Owns the choice of compiler and flags. What is built once is kept until the sources, the machine or
the compiler change. Without a compiler, or when the result disagrees with PyTorch, a record says so
and PyTorch trains instead: this never keeps the app from being installed.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from backend.settings import ROOT
from backend.training.fused import store
from backend.training.fused.store import Record

#: Nothing here lets NaN and infinity vanish, as -ffast-math would: a diverged run must show.
FLAGS = (
    "-std=c++17",
    "-O3",
    "-fno-math-errno",
    "-fno-trapping-math",
    "-ffp-contract=fast",
    "-Wall",
    "-Wextra",
    "-pthread",
)
LIBRARY_FLAGS = ("-shared", "-fPIC")
CANDIDATES = ("c++", "g++", "clang++")
CURE = "macOS: xcode-select --install     Debian, Ubuntu: sudo apt-get install g++"
_SECONDS = 300


def machine_flags() -> tuple[str, ...]:
    """For arm64 none: its vectors are part of the base. Elsewhere whatever this processor has."""
    return () if platform.machine().lower() in ("arm64", "aarch64") else ("-march=native",)


def find_compiler() -> tuple[str, str] | None:
    """Path and version line of the first compiler that answers: $CXX, or one of the usual names."""
    named = os.environ.get("CXX")
    for name in (named,) if named else CANDIDATES:
        path = shutil.which(name)
        if path is None:
            continue
        # Asked, not only looked up: macOS has stand-ins that only offer to install one.
        answer = _run([path, "--version"])
        if answer.returncode == 0 and answer.stdout:
            return path, answer.stdout.splitlines()[0]
    return None


def compile_library(compiler: str, to: Path, extra: tuple[str, ...] = ()) -> str:
    """Compile the kernel into the file `to`; returns what went wrong, "" if nothing.

    Args:
        extra: flags after ours.
    """
    source = str(store.SOURCES / "interface.cpp")
    flags = (*FLAGS, *machine_flags(), *LIBRARY_FLAGS, *extra)
    result = _run([compiler, *flags, source, "-o", str(to)])
    return "" if result.returncode == 0 else result.stderr or f"exit code {result.returncode}"


def build() -> Record:
    """Build what is missing or stale; returns the record, which is also kept."""
    found = find_compiler()
    version = found[1] if found else ""
    kept = store.read()
    if kept and kept.compiler == version and (kept.problem or store.library_path().exists()):
        return kept
    record = Record(version, _build(found[0]) if found else "no C++ compiler was found")
    store.write(record)
    return record


def _build(compiler: str) -> str:
    """Compile, check against PyTorch, put in place; returns the problem, "" if there is none."""
    target = store.library_path()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as workshop:
        library = Path(workshop) / target.name
        complaint = compile_library(compiler, library)
        if complaint:
            print(complaint, file=sys.stderr)
            return "the C++ compiler refused the sources"
        # In a process of its own: code for another machine would end this one.
        check = _run([sys.executable, "-m", "backend.training.fused.check", str(library)])
        if check.returncode != 0:
            print(check.stdout + check.stderr, file=sys.stderr)
            return "the compiled engine failed its check against PyTorch"
        os.replace(library, target)
    return ""


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """What a command said; one that cannot run or does not end has failed, with the reason."""
    try:
        return subprocess.run(
            command,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        return subprocess.CompletedProcess(command, 1, "", str(problem))


def main() -> int:
    """Build and say in one line which engine will train. Always succeeds."""
    record = build()
    if record.problem:
        print(f"Training runs in PyTorch, several times slower: {record.problem}.")
        if not record.compiler:
            print(f"  {CURE}")
            print("  Then: ./setup.sh install")
    else:
        print(f"Training runs in compiled code ({record.compiler}).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
