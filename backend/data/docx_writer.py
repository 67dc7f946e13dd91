"""A text as a Word document, made in memory.

Owns what becomes of lines, of control characters and of text that is read from right to left.
"""

from __future__ import annotations

import io
from typing import Final

from docx import Document
from docx.oxml import OxmlElement

from backend.contract.errors import ContractError
from backend.data.direction import direction

MAX_DOCUMENT_CHARS: Final = 50_000
_LINE_ENDS: Final = str.maketrans(dict.fromkeys("\v\f\x85\u2028\u2029", "\n"))


def docx_bytes(text: str) -> bytes:
    """The bytes of a .docx with one paragraph for every line of `text`.

    Characters that XML does not allow (controls, lone surrogates, non-characters) are left out, a
    tab stays one. A line that is read from right to left becomes a paragraph that is.

    Raises:
        ContractError: ``text_too_short`` when nothing readable is left, ``text_too_long`` above
            50,000 characters.
    """
    if len(text) > MAX_DOCUMENT_CHARS:
        raise ContractError(
            "text_too_long",
            f"The text has {len(text):,} characters; a document takes {MAX_DOCUMENT_CHARS:,}. "
            "Shorten it and try again.",
            field="text",
            limit=MAX_DOCUMENT_CHARS,
            value=len(text),
        )
    lines = _readable(text).split("\n")
    if not any(line.strip() for line in lines):
        raise ContractError(
            "text_too_short",
            "There is nothing in this text that a document could show. Send at least one letter.",
            field="text",
            limit=1,
            value=0,
        )
    document = Document()
    document.core_properties.author = ""
    document.core_properties.comments = ""
    for line in lines:
        paragraph = document.add_paragraph(line)
        if direction(line) == "rtl":
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
            for run in paragraph.runs:
                run.font.rtl = True
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _readable(text: str) -> str:
    """Only what XML 1.0 allows (section 2.2), with every line end as a line feed."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_ENDS)
    return "".join(filter(_allowed, unified))


def _allowed(character: str) -> bool:
    code = ord(character)
    return (
        character in "\t\n"
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    )
