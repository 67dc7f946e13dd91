"""The compiled engine under the compiler's sanitizers, and at vector widths that are not ours."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from backend.training.fused import build, store
from backend.training.fused.check import CONFIGURATIONS, TOLERANCE, disagreement
from backend.training.fused.library import load

DRIVER = Path(__file__).with_name("fused_driver.cpp")
#: Flags, and the numbers of threads to try beside one.
SANITIZERS = {
    "address and undefined behaviour": (
        (
            "-fsanitize=address,undefined",
            # What the address sanitizer sees anyway costs a third of the compiling.
            "-fno-sanitize=null,vptr,pointer-overflow,object-size",
            "-fno-sanitize-recover=all",
        ),
        ("4",),
    ),
    "threads": (("-fsanitize=thread",), ("2", "3", "4")),
}


@pytest.fixture(scope="module")
def compiler() -> str:
    found = build.find_compiler()
    if found is None:
        pytest.skip("no C++ compiler on this machine")
    return found[0]


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=110, check=False)


@pytest.mark.parametrize("sanitizer", SANITIZERS)
def test_sanitizers_find_nothing(compiler: str, sanitizer: str, tmp_path: Path) -> None:
    driver = str(tmp_path / "driver")
    looking, threads = SANITIZERS[sanitizer]
    flags = (*build.FLAGS, *build.machine_flags(), *looking, "-O1", "-g1")
    # Half as wide as AVX2, as NEON is: more columns, and registers that our widest never spills.
    command = [compiler, *flags, "-DFUSED_WIDTH=4", f"-I{store.SOURCES}", str(DRIVER), "-o", driver]
    built = run(command)
    if "cannot find" in built.stderr:
        pytest.skip(f"this compiler has no sanitizer for {sanitizer}")
    assert built.returncode == 0, built.stderr
    done = run([driver, *threads])
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == "12 configurations, 4 floats a vector\n"


@pytest.mark.parametrize("width", [4, 8])
def test_every_width_of_vector_agrees_with_pytorch(
    compiler: str, width: int, tmp_path: Path
) -> None:
    library = tmp_path / "libfused.so"
    complaint = build.compile_library(compiler, library, (f"-DFUSED_WIDTH={width}", "-O1"))
    assert complaint == ""
    assert load(library).fused_width() == width
    for config in CONFIGURATIONS:
        assert disagreement(library, config) < TOLERANCE
