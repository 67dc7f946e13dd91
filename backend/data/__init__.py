"""Texts and what can be counted in them: reading, cleaning, vocabulary, n-grams, quality.

Knows nothing of torch, processes or the web. The names below are what other rooms use; the .docx
and encoding parsers behind `readers` load only when a file needs them.
"""

from backend.data.cleaning import CleanedText, clean_text
from backend.data.corpus import Corpus, fit_block_size
from backend.data.dataset_loader import DatasetInfo, DatasetLoader
from backend.data.limits import (
    MAX_UPLOAD_BYTES,
    check_pasted_text,
    check_upload_text,
    count_words,
)
from backend.data.ngram import ReferenceLosses, reference_losses
from backend.data.quality import QualityMarker
from backend.data.readers import FileText, read_file
from backend.data.tokenizer import CharTokenizer

__all__ = [
    "MAX_UPLOAD_BYTES",
    "CharTokenizer",
    "CleanedText",
    "Corpus",
    "DatasetInfo",
    "DatasetLoader",
    "FileText",
    "QualityMarker",
    "ReferenceLosses",
    "check_pasted_text",
    "check_upload_text",
    "clean_text",
    "count_words",
    "fit_block_size",
    "read_file",
    "reference_losses",
]
