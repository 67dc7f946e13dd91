"""The comparison of a person's text and the machine's, as it travels.

Owns shapes and what each number means; `backend.style` says how it is measured.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from backend.contract.base import Probability, Step, WireModel


class Copied(WireModel):
    """How much of a generated text stands verbatim in the original, and what is normal.

    The two ``_self`` numbers say how much of the person's own last tenth stands in the nine tenths
    before it; null where that tells nothing: the tenth is too short, or is itself mostly a copy of
    what stands before it, as in a mail that quotes another.
    """

    longest: int
    longest_text: str
    share_8gram: Probability
    longest_self: int | None
    share_8gram_self: Probability | None
    limit: Annotated[int, Field(description="a run of so many characters is recited, not invented")]
    verdict: Annotated[
        Literal["own", "usual", "borrowed", "recited"],
        Field(
            description="recited: a run reaches the limit; borrowed: none does, but the share is "
            "well above the person's own, or most of the text; usual: neither, but as much as the "
            "person repeats of themselves, which is more than others do; own: none of these"
        ),
    ]


class MarkRate(WireModel):
    """How often a punctuation mark is used; curly quotes count as straight, dots in a row as …"""

    mark: str
    per_100_words: float


class StyleNumbers(WireModel):
    """What can be counted in one text.

    Formality and variety depend on how many words are counted: both are means over stretches as
    long as a page of the machine's, or as the person's text where that is shorter.
    """

    formality: Annotated[float, Field(ge=0, le=100)]
    formal_words: Annotated[
        int,
        Field(
            ge=0,
            description="formal and casual words met, in English texts alone: where 0, formality "
            "says nothing",
        ),
    ]
    avg_sentence_length: Annotated[float, Field(description="words a sentence")]
    vocab_richness: Annotated[Probability, Field(description="distinct words over words")]
    word_count: int
    avg_word_length: Annotated[float, Field(description="letters and digits a word")]
    words_per_mark: Annotated[
        float, Field(description="words from one punctuation mark to the next; all where none is")
    ]
    marks: Annotated[
        list[MarkRate], Field(description="the same marks in both texts, the commonest first")
    ]
    real_words: Annotated[
        Probability, Field(description="share of the words that the original has too")
    ]


class Similarity(WireModel):
    """How alike two texts are, 0 to 1; 1 for a text and itself."""

    triples: Annotated[Probability, Field(description="cosine of the counts of letter triples")]
    common_words: Annotated[
        Probability, Field(description="overlap of the rates of the commonest words")
    ]
    punctuation: Annotated[
        Probability, Field(description="overlap of the shares of the punctuation marks")
    ]
    word_lengths: Annotated[Probability, Field(description="overlap of the lengths of words")]
    overall: Annotated[
        Probability,
        Field(
            description="the mean of the four; where no spaces part words, of all but word_lengths"
        ),
    ]


class Favourite(WireModel):
    """A word the person keeps coming back to, and how often both use it."""

    word: str
    original_per_1000: float
    generated_per_1000: float


class Confidence(WireModel):
    """How sure the model was of what it wrote; the lists have one number a character."""

    confidence: Annotated[
        float, Field(ge=0, le=100, description="mean p(chosen)/p(likeliest), percent")
    ]
    avg_token_prob: Probability
    perplexity: float
    token_probs: list[Probability]
    certainty: Annotated[list[Probability], Field(description="p(chosen)/p(likeliest)")]


class PhraseMatch(WireModel):
    """A phrase that both texts hold; offsets point into original_excerpt and text."""

    original: tuple[int, int]
    generated: tuple[int, int]
    text: str
    count: int


class StyleReport(WireModel):
    """The comparison of a person's text and the machine's.

    Style (generated, similarity, favourites, gibberish) is measured on several pages, because one
    holds too few words to tell; copying, phrases and confidence are those of the page in text.
    """

    original_excerpt: Annotated[
        str,
        Field(description="the whole text, or of a long one a part with the longest copied run"),
    ]
    excerpt_words: Annotated[
        tuple[int, int],
        Field(
            description="its first and last word in the whole text, counted from 1 as word_count"
        ),
    ]
    text: str
    pages: Annotated[
        int,
        Field(ge=1, description="pages of the same weights that style is measured on, with text"),
    ]
    prompt: Annotated[str, Field(description="what the machine was given to begin with")]
    step: Annotated[
        Step,
        Field(
            description="whose weights wrote: of a few from the last back to best_step the latest "
            "whose text is not mostly copied, or best_step; from the first checkpoint on where the "
            "text's last tenth stands in the rest of it too"
        ),
    ]
    original: StyleNumbers
    generated: StyleNumbers
    similarity: Similarity
    favourites: list[Favourite]
    confidence: Confidence
    copied: Copied
    matches: list[PhraseMatch]
    gibberish: Annotated[bool, Field(description="fewer than 65 % of its words are real words")]
    aloud: Annotated[str, Field(description="the numbers, read to a person")]


class ExampleText(WireModel):
    """A text of our own writing, to try Style Transfer with."""

    id: str
    title: str
    description: str
    text: str


class ExampleList(WireModel):
    """Answer of ``GET /api/examples``."""

    examples: list[ExampleText]
