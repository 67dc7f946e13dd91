"""The texts that benchmarks train on, and the part of one that may be used to choose.

Losses are reported on the validation part, the last tenth of a text. What is chosen is chosen on
`for_choosing`: the training part alone, cut once more.
"""

from __future__ import annotations

from backend.data.corpus import Corpus
from backend.data.dataset_loader import DatasetLoader
from backend.settings import load_settings

#: Stands for a person's own text: 628 words or so of one voice. It is not one, but it is there.
OWN_TEXT = ("childrens", 20_000, 23_600)


def text_named(name: str) -> str:
    """A bundled text, or the stand-in for a person's own."""
    loader = DatasetLoader(load_settings().datasets_dir)
    if name != "own text":
        return loader.text(name)
    source, start, end = OWN_TEXT
    return loader.text(source)[start:end]


def for_choosing(name: str, block_size: int) -> Corpus:
    """The training part of a text as a text of its own: its last tenth judges what is chosen.

    Nothing of the validation part is in it, not even its alphabet.
    """
    whole = Corpus.from_text(text_named(name), block_size)
    return Corpus.from_text(whole.text[: whole.split], block_size)
