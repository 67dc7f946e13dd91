"""The excerpt and the whole report: what is measured on what, and what is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.contract.style import StyleReport
from backend.style.copying import copied
from backend.style.metrics import common_marks, style_numbers
from backend.style.reading import read
from backend.style.report import EXCERPT_CHARS, build_report, excerpt, excerpt_start
from backend.style.words import tokens


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("", 10, ""),
        ("Short.", 10, "Short."),
        ("One two. Three four five", 12, "One two."),
        ("One two. Three four five", 8, "One two."),
        # An end of a sentence in the first half would throw too much away.
        ("One. Two three four five", 15, "One. Two three"),
        ("One. Two three four five", 14, "One. Two three"),
        ("One. Two three four five", 13, "One. Two"),
        ("Costs 3.55 dollars", 8, "Costs 3"),
        ("don't", 4, "don'"),
        ("I don't", 6, "I"),
        ("endless", 3, "end"),
        ("re\u0301sume\u0301", 2, "r"),
        ("今日は。明日は", 5, "今日は。"),
        ("今日は天気", 3, "今日は"),
        ("ที่นี่ดี", 4, "ที่"),
        ("Title\n\nText and more", 8, "Title"),
        ("anything", 0, ""),
        ("\u0301" * 5, 3, "\u0301" * 3),
    ],
)
def test_excerpt_by_hand(text: str, limit: int, expected: str) -> None:
    assert excerpt(text, limit) == expected


def test_excerpt_refuses_a_negative_limit() -> None:
    with pytest.raises(ValueError, match="-1"):
        excerpt("text", -1)


@given(st.text(alphabet="ab .!\n'’\u0301今。א-", max_size=60), st.integers(0, 60))
def test_excerpt_is_a_beginning_within_the_limit(text: str, limit: int) -> None:
    found = excerpt(text, limit)
    assert text.startswith(found)
    assert len(found) <= limit
    inside = [token for token in tokens(text) if token.kind != "gap"]
    if any(token.end <= limit for token in inside):
        assert not any(token.start < len(found) < token.end for token in inside)


@pytest.mark.parametrize(
    ("text", "run", "limit", "expected"),
    [
        # It is in the first excerpt, or nowhere.
        ("One two. Three four.", "two", 12, "One two."),
        ("One two. Three four five six.", "", 12, "One two."),
        ("One two. Three four five six.", "seven", 12, "One two."),
        # From the sentence before it, from the word before it, from itself.
        ("Aa bb cc dd ee. Ff. Gg hh ii jj kk.", "hh", 20, "Gg hh ii jj kk."),
        ("Aa bb cc dd ee ff gg hh ii jj kk ll mm nn", "jj", 16, "ii jj kk ll mm"),
        ("Aa bb cc dd ee ff gg hh ii jj kk ll mm nn", " jj kk", 8, " jj kk"),
    ],
)
def test_a_part_that_holds_the_run(text: str, run: str, limit: int, expected: str) -> None:
    assert excerpt(text[excerpt_start(text, run, limit) :], limit) == expected


@given(st.text(alphabet="ab .!\n'今א-", min_size=1, max_size=200), st.integers(0, 199), st.data())
def test_the_run_is_in_the_part(text: str, at: int, data: st.DataObject) -> None:
    at %= len(text)
    run = text[at : at + data.draw(st.integers(1, 10))]
    start = excerpt_start(text, run, 40)
    assert run in text[start : start + 40]


def make(original: str, generated: str, value: float = 0.5) -> StyleReport:
    numbers = [value] * len(generated)
    return build_report(original, generated, numbers, numbers, 2.0, prompt="\n", step=7)


def test_report_measures_the_whole_original() -> None:
    opening = "Let me know what you think about it. " * 600
    original = opening + "Yeah, gonna bring stuff"
    generated = "gonna bring stuff, let me know what"
    report = make(original, generated)
    assert len(report.original_excerpt) <= EXCERPT_CHARS < len(original)
    # Not the beginning, which lacks the longest run.
    assert original.endswith(report.original_excerpt)
    assert report.original_excerpt.startswith("Let me know")
    first, last = report.excerpt_words
    assert last == report.original.word_count == 600 * 8 + 4
    assert last - first + 1 == len(read(report.original_excerpt).words)
    assert report.text == generated
    theirs, ours = read(original), read(generated)
    marks = common_marks(theirs, ours)
    stretch = len(ours.words)
    assert report.original == style_numbers(theirs, theirs, marks, stretch)
    assert report.original.word_count == len(theirs.words)
    assert report.generated == style_numbers(ours, theirs, marks, stretch)
    assert report.generated.formality == 30
    assert report.copied == copied(original, generated)
    assert report.copied.longest_text == "gonna bring stuff"
    # Phrases are shown in the excerpt alone, but counted everywhere.
    assert [(match.text, match.count) for match in report.matches] == [
        ("gonna bring stuff", 1),
        ("let me know what", 600),
    ]


def test_a_text_of_usual_length_is_shown_whole() -> None:
    original = "Let me know what you think about it. " * 400
    report = make(original, "let me know what")
    assert report.original_excerpt == original
    assert report.excerpt_words == (1, 3200)


def test_style_is_measured_on_more_pages_and_copying_on_the_one_shown() -> None:
    original = "Yeah, we go on. Then we come home again, yeah. " * 4
    page, further = "We go out. ", ["Yeah, yeah, yeah. ", "Yeah, we come home. "]
    alone = make(original, page)
    numbers = [0.5] * len(page)
    report = build_report(
        original, page, numbers, numbers, 2.0, prompt="\n", step=7, further=further
    )
    assert (alone.pages, report.pages) == (1, 3)
    assert report.generated.word_count == 10 and alone.generated.word_count == 3
    assert (alone.generated.formal_words, report.generated.formal_words) == (0, 4)
    # Over stretches as long as a page: "we go out", "yeah yeah yeah", "yeah we come".
    assert report.generated.formality == pytest.approx((50 + 20 + 40) / 3)
    used = {word.word: word.generated_per_1000 for word in report.favourites}
    assert used["Yeah"] == 400 and used["home"] == 100
    for same in ("text", "copied", "matches", "confidence", "original_excerpt"):
        assert getattr(report, same) == getattr(alone, same)


def test_confidence_by_hand() -> None:
    report = build_report(
        "original", "abcd", [0.1, 0.2, 0.3, 0.6], [0.25, 0.5, 0.75, 1], 4.1, prompt="", step=0
    )
    assert report.confidence.confidence == pytest.approx(62.5)
    assert report.confidence.avg_token_prob == pytest.approx(0.3)
    assert report.confidence.perplexity == 4.1
    assert report.confidence.token_probs == [0.1, 0.2, 0.3, 0.6]


def test_certain_of_everything_is_a_hundred() -> None:
    for count in (1, 3, 7, 500):
        assert make("original", "x" * count, 1.0).confidence.confidence == 100


def test_the_mean_of_equal_probabilities_is_exact() -> None:
    assert make("original", "x" * 10, 0.1).confidence.avg_token_prob == 0.1


def test_empty_texts_make_a_report() -> None:
    report = build_report("", "", [], [], 1.0, prompt="", step=0)
    assert report.matches == []
    assert report.confidence.confidence == report.confidence.avg_token_prob == 0
    assert report.copied.longest == 0


@pytest.mark.parametrize(
    ("probs", "certainty", "numbers"),
    [([0.5], [0.5, 0.5], "2 .* 1 .* 2"), ([0.5, 0.5], [0.5], "2 .* 2 .* 1"), ([], [], "2 .* 0")],
)
def test_report_refuses_lists_of_another_length(
    probs: list[float], certainty: list[float], numbers: str
) -> None:
    with pytest.raises(ValueError, match=numbers):
        build_report("original", "ab", probs, certainty, 2.0, prompt="", step=0)


@pytest.mark.parametrize(
    ("prob", "certainty", "perplexity"),
    [(1.5, 0.5, 2.0), (0.5, 1.5, 2.0), (0.5, 0.5, float("inf")), (float("nan"), 0.5, 2.0)],
)
def test_report_refuses_numbers_out_of_range(
    prob: float, certainty: float, perplexity: float
) -> None:
    with pytest.raises(ValueError):
        build_report("original", "a", [prob], [certainty], perplexity, prompt="", step=0)


@given(st.text(max_size=80), st.text(max_size=40))
def test_any_pair_makes_a_report_that_survives_the_wire(original: str, generated: str) -> None:
    report = make(original, original[:20] + generated)
    assert StyleReport.model_validate(json.loads(json.dumps(report.wire()))) == report
    for match in report.matches:
        assert report.text[slice(*match.generated)] == match.text
        assert match.original[1] <= len(report.original_excerpt)
        assert match.count >= 1
    assert report.copied.longest_text in report.original_excerpt
