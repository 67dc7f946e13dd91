"""Whose weights write a style session's report and its quiz."""

from __future__ import annotations

from typing import Any

import pytest

from backend.contract.ask import QuizRequest
from backend.contract.errors import ContractError
from backend.contract.rest import MeasuredHeads
from backend.engine.channel import Message
from backend.sessions import questions as questions_module
from backend.sessions.questions import Questions
from backend.sessions.record import SessionRecord
from backend.style.copying import holds_itself
from backend.style.report import build_report
from tests.unit.sessions.stage import TEXT, Stage

OWN = "zebras quickly jump over lazy foxes"
#: Longer than the tenth in which the text's own repetitions are looked for.
RECITED = TEXT[: len(TEXT) // 5]
#: Of copied pieces shorter than any run that counts as recited.
PIECED = " ".join(TEXT[start : start + 30] for start in (0, 41, 82, 123))


@pytest.fixture(autouse=True)
def as_if_no_part_stood_there_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stage's text holds itself, line for line; one test alone is about that."""
    monkeypatch.setattr(questions_module, "holds_itself", lambda text: False)


class Inspector:
    """Answers by the step that is asked about; what each writes is the test's."""

    def __init__(self, texts: dict[int, str]) -> None:
        self.texts = texts
        self.asked: list[tuple[str, int]] = []
        self.further: list[bool] = []

    def ask(self, kind: str, fields: dict[str, Any], blob: bytes = b"") -> Message:
        step = fields["step"]
        assert blob == f"weights {step}".encode(), "a step is asked with its own weights"
        self.asked.append((kind, step))
        if kind == "quiz":
            return Message("answer", {"step": step, "snippets": []})
        self.further.append(fields["further"])
        text = self.texts[step]
        ones = [0.5] * len(text)
        report = build_report(fields["original"], text, ones, ones, 2.0, prompt="\n", step=step)
        return Message("answer", report.wire())


def finished(stage: Stage, best: int, steps: range = range(0, 101, 10)) -> SessionRecord:
    """A style session that keeps weights at these steps."""
    record = stage.create(feature_type="style_transfer")
    for step in steps:
        record.history.add_losses(step, None, 1.0 + abs(step - best))
        record.history.add_weights(MeasuredHeads(step=step, heads=[]), f"weights {step}".encode())
    return record


def written(stage: Stage, best: int, texts: dict[int, str]) -> tuple[int, list[int]]:
    """Who wrote the report, and who was asked for a page on the way."""
    inspector = Inspector(texts)
    questions = Questions(inspector)  # type: ignore[arg-type]
    report = questions.style(finished(stage, best))
    assert report is not None
    *search, (_, last) = inspector.asked
    assert last == report.step and inspector.further == [False] * len(search) + [True], (
        "who writes is asked once more, for more pages"
    )
    return report.step, [step for _, step in search]


def test_the_texts_are_what_they_are_called() -> None:
    def told(text: str) -> tuple[str, bool]:
        ones = [0.5] * len(text)
        found = build_report(TEXT, text, ones, ones, 2.0, prompt="\n", step=0).copied
        return found.verdict, found.share_8gram >= 0.6

    assert told(OWN) == ("own", False)
    assert told(RECITED) == ("recited", True)
    assert told(PIECED)[0] != "recited" and told(PIECED)[1]


def test_the_last_weights_write_where_they_copy_little(stage: Stage) -> None:
    assert written(stage, 20, {100: OWN}) == (100, [100])


@pytest.mark.parametrize("copied", [RECITED, PIECED])
def test_weights_that_copy_leave_the_writing_to_earlier_ones(stage: Stage, copied: str) -> None:
    texts = {100: copied, 80: copied, 60: OWN, 70: OWN}
    assert written(stage, 20, texts) == (70, [100, 60, 80, 70])


def test_the_best_weights_write_at_the_latest_whatever_they_write(stage: Stage) -> None:
    texts = dict.fromkeys(range(0, 101, 10), RECITED)
    assert written(stage, 20, texts) == (20, [100, 60, 40, 30, 20])
    assert written(stage, 100, texts) == (100, [100])
    assert written(stage, 90, texts) == (90, [100, 90])


def test_where_the_held_out_text_stands_in_the_rest_earlier_weights_may_write(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions_module, "holds_itself", holds_itself)
    assert holds_itself(TEXT)
    texts = dict.fromkeys(range(60, 101, 10), RECITED) | dict.fromkeys(range(0, 60, 10), OWN)
    assert written(stage, 100, texts)[0] == 50


def test_the_quiz_is_written_by_who_wrote_the_report(stage: Stage) -> None:
    record = finished(stage, best=20)
    inspector = Inspector({})
    questions = Questions(inspector)  # type: ignore[arg-type]
    for writes, expected in ((None, 20), (60, 60)):
        record.history.writes_step = writes
        assert questions.quiz(record, QuizRequest(seed=1)).step == expected


def test_no_weights_no_report(stage: Stage) -> None:
    record = stage.create(feature_type="style_transfer")
    questions = Questions(Inspector({}))  # type: ignore[arg-type]
    assert questions.style(record) is None
    with pytest.raises(ContractError, match="no trained model"):
        questions.quiz(record, QuizRequest(seed=1))
    diverged = finished(stage, best=20)
    diverged.diverged = True
    assert questions.style(diverged) is None


def test_the_next_round_of_the_quiz_knows_what_was_seen(stage: Stage) -> None:
    asked: list[Any] = []

    class Quizzes(Inspector):
        def ask(self, kind: str, fields: dict[str, Any], blob: bytes = b"") -> Message:
            asked.append(fields["seen"])
            snippet = {"text": f"piece {len(asked)}", "source": "machine"}
            return Message("answer", {"step": 20, "snippets": [snippet]})

    record = finished(stage, best=20)
    questions = Questions(Quizzes({}))  # type: ignore[arg-type]
    for seed in (None, None, 7, None):
        questions.quiz(record, QuizRequest(seed=seed))
    assert asked == [[], ["piece 1"], [], ["piece 1", "piece 2", "piece 3"]]
