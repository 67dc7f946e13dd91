"""The example texts: there, long enough, and two voices indeed."""

from __future__ import annotations

from pathlib import Path

from backend.data.cleaning import clean_text
from backend.data.limits import check_pasted_text, count_words
from backend.data.voices import read_voices
from backend.style.metrics import avg_sentence_length, formality
from backend.style.reading import read
from backend.style.similarity import similarity

FOLDER = Path(__file__).resolve().parents[3] / "datasets" / "voices"


def test_two_texts_that_can_be_trained_on() -> None:
    voices = read_voices(FOLDER)
    assert [voice.id for voice in voices] == ["formal", "diary"]
    assert len({voice.title for voice in voices} | {v.description for v in voices}) == 4
    for voice in voices:
        check_pasted_text(voice.text)
        assert count_words(voice.text) >= 900
        cleaned = clean_text(voice.text)
        assert (cleaned.text, cleaned.filtered_chars) == (voice.text, 0)


def test_the_voices_differ() -> None:
    formal, diary = (voice.text for voice in read_voices(FOLDER))
    assert formality(formal[:2000]) >= 80 and formality(diary[:2000]) <= 30
    assert avg_sentence_length(formal) > 1.5 * avg_sentence_length(diary)
    halves = [read(text[: len(text) // 2]) for text in (formal, diary)]
    rests = [read(text[len(text) // 2 :]) for text in (formal, diary)]
    for own, other in ((0, 1), (1, 0)):
        at_home = similarity(halves[own], rests[own])
        abroad = similarity(halves[own], rests[other])
        assert at_home.overall > abroad.overall + 0.05


def test_a_folder_without_them_has_none(tmp_path: Path) -> None:
    assert read_voices(tmp_path) == []
    (tmp_path / "diary.txt").write_text("Monday. \U0001f600 So tired!\n", encoding="utf-8")
    assert [(voice.id, voice.text) for voice in read_voices(tmp_path)] == [
        ("diary", "Monday.  So tired!")
    ]
