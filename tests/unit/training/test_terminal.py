"""Training from the command line: the last line for scripts, the rest for people."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from backend import terminal
from backend.data.corpus import Corpus
from backend.training.events import Completed
from backend.training.parameters import parameter_count
from backend.training.presets import resolve
from backend.training.trainer import Trainer
from tests.unit.training.support import babble


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(babble(60), encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = terminal.main(["train", *map(str, arguments)])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_json_is_the_last_line_and_true(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "--file", story, "--seed", 7, "--iters", 12, "--json")
    assert code == 0
    figures: dict[str, Any] = json.loads(out)  # nothing else on standard output
    text = babble(60)
    model, training = resolve("tuned", {}, {"max_iters": 12}, len(set(text)), len(text))
    trainer = Trainer(Corpus.from_text(text, model.block_size), model, training, seed=7)
    end = list(trainer)[-1]
    assert isinstance(end, Completed)
    assert figures["val_loss"] == end.val_loss
    assert figures["train_loss"] == end.train_loss
    assert figures["seconds"] > 0
    assert 1000 < figures["tokens_per_second"] < 1e8
    rest = ("preset", "seed", "engine", "iterations", "parameters")
    assert [figures[name] for name in rest] == [
        "tuned",
        7,
        trainer.engine,
        12,
        parameter_count(model),
    ]
    assert "step 12" in err


def test_a_person_sees_samples_and_a_final_line(
    story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "--file", story, "--preset", "modern", "--iters", 10, "--seed", 1)
    assert code == 0
    assert "step 0: train" in out
    assert out.rstrip().endswith("nats per character")
    assert "modern, seed 1:" in out.splitlines()[-1]


def test_the_clock_can_end_a_run(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "--file", story, "--seconds", 0.3, "--json")
    figures = json.loads(out)
    assert 0.3 <= figures["seconds"] < 5
    assert 1 <= figures["iterations"] < 5000


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--preset", "tunde"], "no preset 'tunde'"),
        (["--iters", "5"], "max_iters must be at least 10; it is 5."),
        (["--iters", "0"], "max_iters must be at least 10; it is 0."),
        (["--dataset", "nosuch"], "nosuch"),
        (["--file", "missing.txt"], "missing.txt cannot be read"),
    ],
)
def test_bad_arguments_are_one_sentence_and_an_exit_code(
    arguments: list[str], complaint: str, story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = [] if {"--dataset", "--file"} & set(arguments) else ["--file", story]
    code, out, err = run(capsys, *source, *arguments)
    assert (code, out) == (2, "")
    assert complaint in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "soon"])
def test_only_a_positive_number_of_seconds_is_accepted(
    seconds: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        terminal.main(["--seconds", seconds])
    assert end.value.code == 2
    assert "--seconds" in capsys.readouterr().err


def test_a_diverged_run_is_null_and_says_so(
    story: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENGINE", "torch")
    monkeypatch.setattr("backend.training.optimizers.Optimizer.clip", lambda self: math.nan)
    code, out, err = run(capsys, "--file", story, "--seed", 7, "--iters", 12, "--json")
    assert code == 1
    figures = json.loads(out)
    assert (figures["iterations"], figures["train_loss"], figures["val_loss"]) == (1, None, None)
    assert "Diverged at step 1" in err


@pytest.mark.parametrize(
    "wrong", [["--seed=-3"], ["--seed", "x"], ["--seed", "9" * 30], ["--seconds", "soon"]]
)
def test_nonsense_is_refused_with_its_bounds(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        terminal.main(["train", *wrong])
    assert ended.value.code == 2
    assert " is no" in capsys.readouterr().err
