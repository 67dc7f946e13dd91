"""The whole comparison of a person's text and the machine's, as the contract sends it.

Owns the excerpt that is shown and the putting together; measures nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import Final

from backend.contract.style import Confidence, StyleReport
from backend.style.aloud import aloud, is_gibberish
from backend.style.copying import copied
from backend.style.favourites import favourites
from backend.style.metrics import common_marks, style_numbers
from backend.style.phrases import matches
from backend.style.reading import read
from backend.style.similarity import similarity
from backend.style.words import is_mark, is_spaceless, sentence_ends, tokens

#: So much is laid out in a browser at once, some 3,500 words: whoever brings less sees all of it.
EXCERPT_CHARS: Final = 20_000
#: Of an excerpt that begins elsewhere, at most one part in so many leads up to what it must hold.
LEAD: Final = 4


def excerpt(original: str, limit: int = EXCERPT_CHARS) -> str:
    """The beginning of `original`, at most `limit` code points, ending where a reader would stop.

    That is the last end of a sentence in the second half of the limit; without one the end of the
    last whole word; without that the limit itself, but never between a letter and its marks unless
    nothing else is left.

    Raises:
        ValueError: `limit` is negative.
    """
    if limit < 0:
        raise ValueError(f"An excerpt of {limit} characters cannot be made; give 0 or more.")
    if len(original) <= limit:
        return original
    # Some characters beyond the limit tell whether a word or a sentence ends there or goes on.
    window = original[: limit + 64]
    sentences = [end for end in sentence_ends(window) if limit / 2 <= end <= limit]
    if sentences:
        return original[: sentences[-1]]
    whole = [token.end for token in tokens(window) if token.kind != "gap" and token.end <= limit]
    if whole:
        return original[: whole[-1]]
    end = limit
    while end > 0 and is_mark(original[end]):
        end -= 1
    return original[: end or limit]


def excerpt_start(original: str, run: str, limit: int = EXCERPT_CHARS) -> int:
    """Where an excerpt of at most `limit` code points begins that holds the first place of `run`.

    That is the beginning where the excerpt from there holds it, or nothing does; else the start of
    a sentence, or at least of a word, up to a quarter of the limit before it.

    Args:
        original: what is shown.
        run: what must be found in it; shorter than a quarter of `limit`.

    Raises:
        ValueError: `limit` is negative.
    """
    at = original.find(run)
    if at + len(run) <= len(excerpt(original, limit)):
        return 0
    least = max(0, at - limit // LEAD)
    lead = original[least:at]
    # The end of what was cut out says nothing: the run may begin in the middle of a sentence.
    ends = [end for end in sentence_ends(lead) if end < len(lead)]
    starts = [token.start for token in tokens(lead) if token.kind != "gap" and token.start > 0]
    if ends:
        starts = [start for start in starts if start >= ends[0]]
    return least + starts[0] if starts else at


def build_report(
    original: str,
    generated: str,
    token_probs: list[float],
    certainty: list[float],
    perplexity: float,
    *,
    prompt: str,
    step: int,
    further: Sequence[str] = (),
) -> StyleReport:
    """Compare `generated` with the whole `original`.

    Style is measured on `generated` and `further` together; copying, phrases and confidence are
    those of `generated`, which is what a person sees.

    Args:
        original: the person's text after cleaning.
        generated: what the model wrote, without the prompt.
        token_probs: probability of each generated character, 0..1.
        certainty: that probability over the likeliest character's, 0..1.
        perplexity: exp of the mean of -ln token_probs; finite.
        prompt: what the model was given.
        step: whose weights wrote.
        further: more pages by the same weights.

    Raises:
        ValueError: the lists are not one number per generated character, or a number is out of
            range (pydantic's ValidationError is a ValueError).
    """
    if not len(token_probs) == len(certainty) == len(generated):
        raise ValueError(
            f"{len(generated)} generated characters came with {len(token_probs)} probabilities and "
            f"{len(certainty)} certainties; give one of each per character."
        )
    copying = copied(original, generated)
    start = excerpt_start(original, copying.longest_text)
    shown = excerpt(original[start:])
    first_word = len(read(original[:start]).words) + 1
    pages = [generated, *further]
    # The blank line keeps the last sentence of a page apart from the first of the next.
    theirs, ours = read(original), read("\n\n".join(pages))
    marks = common_marks(theirs, ours)
    stretch = min(len(theirs.words), len(ours.words) // len(pages))
    their_numbers = style_numbers(theirs, theirs, marks, stretch)
    our_numbers = style_numbers(ours, theirs, marks, stretch)
    token_prob = _mean(token_probs)
    return StyleReport(
        original_excerpt=shown,
        excerpt_words=(first_word, first_word + len(read(shown).words) - 1),
        text=generated,
        pages=len(pages),
        prompt=prompt,
        step=step,
        original=their_numbers,
        generated=our_numbers,
        similarity=similarity(theirs, ours),
        favourites=favourites(theirs, ours),
        confidence=Confidence(
            confidence=100 * _mean(certainty),
            avg_token_prob=token_prob,
            perplexity=perplexity,
            token_probs=token_probs,
            certainty=certainty,
        ),
        copied=copying,
        matches=matches(shown, generated, original),
        gibberish=is_gibberish(our_numbers),
        aloud=aloud(their_numbers, our_numbers, copying, token_prob, is_spaceless(original)),
    )


def _mean(values: list[float]) -> float:
    return fsum(values) / len(values) if values else 0.0
