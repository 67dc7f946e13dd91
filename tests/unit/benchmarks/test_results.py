"""What benchmarks keep: quick looks apart from full figures, each part on its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks import _results
from benchmarks._command import command, exit_code
from benchmarks._results import Results


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A folder of its own for results, and the machine that they are measured on."""
    where: dict[str, Any] = {
        "system": "Linux",
        "cores": 2,
        "load_before": 0.1,
        "date": "2026-01-01",
    }
    monkeypatch.setattr(_results, "FOLDER", tmp_path)
    monkeypatch.setattr(_results, "machine", lambda: dict(where))
    return where


def test_a_quick_look_leaves_the_full_figures_alone(here: dict[str, Any]) -> None:
    Results("load").measure("first", dict, ms=3)
    Results("load", "quick").measure("first", dict, ms=4)
    assert Results("load").parts() == {"first": {"ms": 3}}
    assert Results("load", "quick").parts() == {"first": {"ms": 4}}
    assert Results("load", "quick").path.name == "load.quick.json"


def test_a_part_replaces_itself_alone_and_keeps_its_own_load(here: dict[str, Any]) -> None:
    Results("load").measure("first", dict, ms=3)
    Results("load").measure("beside", dict, hz=900)
    here["load_before"] = 5.0
    Results("load").measure("first", dict, ms=9)
    file = Results("load")
    assert file.parts() == {"first": {"ms": 9}, "beside": {"hz": 900}}
    assert [row["load_before"] for row in file.machines(["first"])] == [5.0]
    assert [row["load_before"] for row in file.machines(["beside"])] == [0.1]


def test_figures_of_another_machine_are_kept_but_not_put_beside_ours(here: dict[str, Any]) -> None:
    Results("load").measure("first", dict, ms=3)
    here["cores"] = 10
    Results("load").measure("beside", dict, hz=900)
    assert Results("load").parts() == {"beside": {"hz": 900}}
    here["cores"] = 2
    assert Results("load").parts() == {"first": {"ms": 3}}


@pytest.mark.parametrize("content", ["", "[]", '{"machine": {"cores": 2}, "results": []}'])
def test_a_file_of_another_form_is_begun_anew(here: dict[str, Any], content: str) -> None:
    Results("load").path.write_text(content, "utf-8")
    assert Results("load").parts() == {}
    Results("load").measure("first", dict, ms=3)
    assert Results("load").parts() == {"first": {"ms": 3}}


def test_what_fails_keeps_nothing(here: dict[str, Any]) -> None:
    def fail() -> dict[str, Any]:
        raise RuntimeError("no page")

    with pytest.raises(RuntimeError, match="no page"):
        Results("load").measure("drawn", fail)
    assert Results("load").parts() == {}


def test_a_part_that_is_not_there_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    parser = command("load", "What it does.", "less", ("first", "beside"))
    assert parser.parse_args([]).parts == []
    told = parser.parse_args(["--quick", "beside"])
    assert (told.quick, told.parts) == (True, ["beside"])
    with pytest.raises(SystemExit):
        parser.parse_args(["third"])
    assert "no part third; there are first, beside" in capsys.readouterr().err


def test_what_is_missed_decides_the_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code([]) == 0
    assert exit_code(["25 runs: 24"]) == 1
    assert "MISSED: 25 runs: 24" in capsys.readouterr().err
