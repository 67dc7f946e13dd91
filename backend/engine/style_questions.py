"""What the inspection process answers about a style session: the comparison, and the quiz.

Owns how much the model writes for them, and how warm. Style is measured on more than the page that
is shown: 600 characters hold a hundred words, too few for what comes once in a hundred. The
measuring is the style room's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from backend.data.tokenizer import CharTokenizer
from backend.engine.channel import Message
from backend.style.quiz import quiz
from backend.style.report import build_report, excerpt
from backend.training.generation import Generated, generate
from backend.training.micro_gpt import MicroGPT

STYLE_CHARACTERS = 600
#: Pages that style is measured on beside the one shown.
FURTHER_PAGES = 3
#: The recipe's noise leaves models less sure than they could be; cooler than usual reads better
#: and copies no more (docs/log.md).
STYLE_TEMPERATURE = 0.5

Fields = dict[str, Any]


def compare_style(model: MicroGPT, tokenizer: CharTokenizer, question: Message) -> Fields:
    """Write with these weights and compare with the person's own text.

    With ``further`` in the question more pages are written for the style to be measured on; the
    page shown is the same with and without.
    """

    def write(seed: int) -> Generated:
        return generate(model, tokenizer, "", STYLE_CHARACTERS, STYLE_TEMPERATURE, seed=seed)

    seed = question["seed"]
    made = write(seed)
    further = FURTHER_PAGES if question.fields.get("further", False) else 0
    report = build_report(
        question["original"],
        made.text,
        made.token_probs,
        made.certainty,
        made.perplexity,
        prompt=made.prompt,
        step=question["step"],
        further=[write(seed + page).text for page in range(1, 1 + further)],
    )
    return report.wire()


def make_quiz(model: MicroGPT, tokenizer: CharTokenizer, question: Message) -> Fields:
    """Pieces of the person's text and of what the model writes now."""

    def write(characters: int, seed: int) -> str:
        return generate(model, tokenizer, "", characters, STYLE_TEMPERATURE, seed=seed).text

    original = question["original"]
    shown, seen = len(excerpt(original)), question.fields.get("seen", [])
    snippets = quiz(original, shown, write, question["seed"], seen)
    return {"step": question["step"], "snippets": [snippet.wire() for snippet in snippets]}


STYLE_QUESTIONS: dict[str, Callable[[MicroGPT, CharTokenizer, Message], Fields]] = {
    "style": compare_style,
    "quiz": make_quiz,
}
