"""Adds up what `./setup.sh test` did, from the reports that the test programs wrote themselves.

    python tests/tally.py STEPS

STEPS is a file with one line per step, separated by tabs: label, exit code, seconds, report (or
``-`` for a step without tests). Prints a table; its last line is ``N passed, N failed``. A step
that breaks, leaves no report, or runs no test at all counts as one failure, so that the last line
never says "0 failed" over something that did not work. Exits with 0 only when nothing failed.
"""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Count:
    """How many tests did what; ``flaky`` ones passed on a second try and are among the passed."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    flaky: int = 0


def read_junit(text: str) -> Count:
    """pytest's ``--junitxml``: errors (of a fixture, of collecting) are failures."""
    suites = ElementTree.fromstring(text).iter("testsuite")
    total = failed = skipped = 0
    for suite in suites:
        total += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
    return Count(total - failed - skipped, failed, skipped)


def read_json(text: str) -> Count:
    """The JSON report of vitest or of Playwright.

    Raises:
        KeyError, TypeError: it is neither.
    """
    report = json.loads(text)
    if "numTotalTests" in report:
        skipped = report["numPendingTests"] + report.get("numTodoTests", 0)
        return Count(report["numPassedTests"], report["numFailedTests"], skipped)
    stats = report["stats"]
    # Errors outside any test: a server that did not start, a file that does not compile.
    failed = stats["unexpected"] + len(report.get("errors", []))
    return Count(stats["expected"] + stats["flaky"], failed, stats["skipped"], stats["flaky"])


def judge(code: int, report: str) -> tuple[Count, str]:
    """What a step counts for, and what to remark about it (empty: nothing)."""
    if report == "-":
        return (Count(), "") if code == 0 else (Count(failed=1), f"exit code {code}")
    try:
        text = Path(report).read_text("utf-8")
        count = read_junit(text) if report.endswith(".xml") else read_json(text)
    except (OSError, ValueError, KeyError, TypeError, ElementTree.ParseError):
        return Count(failed=1), f"left no readable report (exit code {code})"
    if count.passed + count.failed == 0:
        return Count(0, 1, count.skipped), f"ran no test (exit code {code})"
    if code != 0 and count.failed == 0:
        broken = Count(count.passed, 1, count.skipped, count.flaky)
        return broken, f"exit code {code}, though no test failed"
    remarks = {"skipped": count.skipped, "passed on a second try": count.flaky}
    return count, ", ".join(f"{number} {what}" for what, number in remarks.items() if number)


def main(arguments: list[str]) -> int:
    """Print the table and the last line. Returns the exit code."""
    rows = [line.split("\t") for line in Path(arguments[0]).read_text("utf-8").splitlines()]
    passed = failed = 0
    for label, code, seconds, report in rows:
        count, remark = judge(int(code), report)
        passed, failed = passed + count.passed, failed + count.failed
        mark = "✗" if count.failed else "✓"
        numbers = "" if report == "-" else f"{count.passed} passed, {count.failed} failed"
        print(f"{mark} {label:<34} {seconds:>4} s  {numbers:<26}  {remark}".rstrip())
    if not rows:
        failed = 1
        print("✗ no step ran")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
