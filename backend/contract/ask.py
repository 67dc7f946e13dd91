"""Questions to a model at any kept step: what would it write, and what does it look at.

The same shapes serve REST and the Socket.IO acknowledgements.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from backend.contract.base import Probability, Quality, RequestModel, Step, WireModel
from backend.contract.config import MAX_VOCABULARY
from backend.contract.rest import MAX_PROMPT, HeadJob, HeadMatrix, Seed, Tokens


class GenerateRequest(RequestModel):
    """Body of ``POST /api/sessions/{id}/generate``; an empty prompt is a newline."""

    prompt: Annotated[str, Field(max_length=MAX_PROMPT)] = ""
    max_new_tokens: Annotated[int, Field(ge=1, le=1000)] = 100
    temperature: Annotated[float, Field(gt=0, le=2)] = 0.7
    top_k: Annotated[int, Field(ge=1, le=512)] | None = None
    seed: Seed | None = None
    step: Step | None = None


class Generated(WireModel):
    """What the model wrote, how probable each of its characters was and how real each is."""

    text: str
    prompt: str
    step: Step
    quality: Quality
    token_probs: list[Probability]
    certainty: Annotated[
        list[Probability], Field(description="p(chosen)/p(likeliest), one a character")
    ]
    perplexity: Annotated[
        float, Field(description="exp of the mean -ln p of the generated characters")
    ]
    dropped: list[str]


class InspectRequest(RequestModel):
    """Body of ``POST /api/sessions/{id}/inspect``; text beyond the context keeps its end."""

    text: Annotated[str, Field(max_length=MAX_PROMPT)]
    step: Step | None = None
    top: Annotated[
        int,
        Field(ge=1, le=MAX_VOCABULARY, description="next characters to tell of each position"),
    ] = 10


class CharProbability(WireModel):
    """A character and its probability."""

    char: str
    prob: Probability


class NextCharacters(WireModel):
    """The likeliest next characters at a position, as many as were asked for (of a smaller
    vocabulary all), and the entropy of all, in nats."""

    top: list[CharProbability]
    entropy: float


class LayerGuess(WireModel):
    """What the model would answer if it stopped after a layer; -1 is the embedding alone."""

    layer: Annotated[int, Field(ge=-1)]
    top: Annotated[list[list[CharProbability]], Field(description="three likeliest per position")]


class CharVector(WireModel):
    """A character's token embedding."""

    char: str
    vector: list[float]


class Inspection(WireModel):
    """What the model of a step looks at and expects, for any text."""

    step: Step
    tokens: Tokens
    dropped: list[str]
    attention: list[HeadMatrix]
    next: list[NextCharacters]
    layers: list[LayerGuess]
    embeddings: list[CharVector]
    heads: list[HeadJob]


class QuizRequest(RequestModel):
    """Body of ``POST /api/sessions/{id}/quiz``; the same seed makes the same quiz."""

    seed: Seed | None = None


class Snippet(WireModel):
    """A piece of text, and who wrote it."""

    text: str
    source: Literal["original", "machine"]


class Quiz(WireModel):
    """Five pieces in random order, two or three of them the machine's, by who wrote the report."""

    step: Step
    snippets: list[Snippet]
