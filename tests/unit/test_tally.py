"""The tally of `./setup.sh test`: sums come from reports, and nothing broken ends as "0 failed"."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tally import Count, main, read_json, read_junit

ROOT = Path(__file__).resolve().parents[2]
JUNIT = (
    '<testsuites><testsuite name="pytest" tests="{tests}" failures="{failures}" '
    'errors="{errors}" skipped="{skipped}"/></testsuites>'
)
VITEST = {"numTotalTests": 9, "numPassedTests": 6, "numFailedTests": 1, "numPendingTests": 2}
PLAYWRIGHT = {"stats": {"expected": 3, "unexpected": 1, "flaky": 1, "skipped": 2}, "errors": [{}]}


def tally(folder: Path, *steps: tuple[str, int, str]) -> int:
    """Run the tally over steps of (label, exit code, report)."""
    lines = [f"{label}\t{code}\t3\t{report}\n" for label, code, report in steps]
    (folder / "steps.tsv").write_text("".join(lines), "utf-8")
    return main([str(folder / "steps.tsv")])


def last_line(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out.splitlines()[-1]


def junit(folder: Path, tests: int, failures: int = 0, errors: int = 0, skipped: int = 0) -> str:
    path = folder / f"{tests}-{failures}-{errors}-{skipped}.xml"
    values = {"tests": tests, "failures": failures, "errors": errors, "skipped": skipped}
    path.write_text(JUNIT.format(**values), "utf-8")
    return str(path)


def test_reports_are_read_as_their_programs_mean_them() -> None:
    text = JUNIT.format(tests=10, failures=2, errors=1, skipped=3)
    assert read_junit(text) == Count(passed=4, failed=3, skipped=3)
    assert read_json(json.dumps(VITEST)) == Count(passed=6, failed=1, skipped=2)
    # A flaky test passed in the end; an error outside every test is a failure.
    assert read_json(json.dumps(PLAYWRIGHT)) == Count(passed=4, failed=2, skipped=2, flaky=1)


def test_a_real_pytest_report_is_understood(tmp_path: Path) -> None:
    (tmp_path / "test_sample.py").write_text(
        "import pytest\ndef test_a(): pass\ndef test_b(): assert False\n"
        "def test_c(): pytest.skip('no')\n@pytest.fixture\ndef bad(): raise OSError\n"
        "def test_d(bad): pass\n",
        "utf-8",
    )
    report = tmp_path / "report.xml"
    command = [sys.executable, "-m", "pytest", "-q", "--rootdir", str(tmp_path), "-p"]
    command += ["no:cacheprovider", f"--junitxml={report}", str(tmp_path)]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert read_junit(report.read_text("utf-8")) == Count(passed=1, failed=2, skipped=1)


def test_sums_over_all_suites_and_ends_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "vitest.json"
    page.write_text(json.dumps({**VITEST, "numFailedTests": 0}), "utf-8")
    steps = [("Lint", 0, "-"), ("Unit", 0, junit(tmp_path, 5, skipped=1)), ("Page", 0, str(page))]
    assert tally(tmp_path, *steps) == 0
    assert last_line(capsys) == "10 passed, 0 failed"


def test_a_failed_test_fails_the_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tally(tmp_path, ("Unit", 1, junit(tmp_path, 5, failures=2))) == 1
    assert last_line(capsys) == "3 passed, 2 failed"


@pytest.mark.parametrize(
    ("code", "tests", "line"),
    [
        (0, 0, "0 passed, 1 failed"),  # a suite that ran nothing
        (3, 4, "4 passed, 1 failed"),  # all passed, and yet the program broke
    ],
)
def test_a_broken_suite_counts_as_a_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], code: int, tests: int, line: str
) -> None:
    assert tally(tmp_path, ("Unit", code, junit(tmp_path, tests))) == 1
    assert last_line(capsys) == line


@pytest.mark.parametrize("text", [None, "", "{}", "[]", "<testsuites"])
def test_a_missing_or_unreadable_report_counts_as_a_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None
) -> None:
    for name in ("report.xml", "report.json"):
        if text is not None:
            (tmp_path / name).write_text(text, "utf-8")
        assert tally(tmp_path, ("Unit", 0, str(tmp_path / name))) == 1
        assert last_line(capsys) == "0 passed, 1 failed"


def test_a_failed_check_counts_as_a_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tally(tmp_path, ("Lint", 1, "-"), ("Unit", 0, junit(tmp_path, 2))) == 1
    assert last_line(capsys) == "2 passed, 1 failed"


def test_no_step_at_all_is_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tally(tmp_path) == 1
    assert last_line(capsys) == "0 passed, 1 failed"
