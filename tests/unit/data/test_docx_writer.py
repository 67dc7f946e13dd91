"""Text to Word and back: what our own reader reads is what was written."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from backend.contract.errors import ContractError
from backend.data.docx_reader import docx_text
from backend.data.docx_writer import MAX_DOCUMENT_CHARS, docx_bytes
from tests.unit.examples import examples


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dear Anna,\n\n  two spaces, a\ttab.", "Dear Anna,\n\n  two spaces, a\ttab."),
        ("one\r\ntwo\rthree\u2028four\x0bfive", "one\ntwo\nthree\nfour\nfive"),
        ("a\x00b\x07c\x1bd\ufffee\uffff", "abcde"),
        ("half \ud800 a character \U0001f600", "half  a character \U0001f600"),
        ("<b>&amp; 'quotes' ]]>", "<b>&amp; 'quotes' ]]>"),
        ("नमस्ते 今日は שלום", "नमस्ते 今日は שלום"),
    ],
)
def test_what_is_written_is_read(text: str, expected: str) -> None:
    assert docx_text(docx_bytes(text)) == expected


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80))
@examples(25)
def test_any_text_makes_a_document_or_a_clear_refusal(text: str) -> None:
    try:
        data = docx_bytes(text)
    except ContractError as refusal:
        assert (
            refusal.error_type == "text_too_short"
            and not text.strip().isprintable()
            or (not text.strip())
        )
    else:
        visible = "".join(c for c in text if c.isalnum())
        assert "".join(c for c in docx_text(data) if c.isalnum()) == visible


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00\x01", "\ud800"])
def test_nothing_to_write_is_refused(text: str) -> None:
    with pytest.raises(ContractError) as caught:
        docx_bytes(text)
    assert (caught.value.error_type, caught.value.field) == ("text_too_short", "text")


def test_the_bound_is_inclusive() -> None:
    line = "x" * 999 + "\n"
    assert len(docx_text(docx_bytes(line * 50))) == MAX_DOCUMENT_CHARS
    with pytest.raises(ContractError) as caught:
        docx_bytes(line * 50 + "y")
    found = caught.value
    assert (found.error_type, found.limit, found.value) == ("text_too_long", 50_000, 50_001)


def test_right_to_left_lines_are_marked() -> None:
    document = Document(io.BytesIO(docx_bytes("שלום\nhello")))
    hebrew, english = document.paragraphs
    assert hebrew._p.pPr is not None and hebrew._p.pPr.find(qn("w:bidi")) is not None
    assert all(run.font.rtl for run in hebrew.runs)
    assert english._p.pPr is None


def test_the_document_tells_nothing_of_its_maker() -> None:
    document = Document(io.BytesIO(docx_bytes("text")))
    properties = document.core_properties
    assert (properties.author, properties.comments, properties.last_modified_by) == ("", "", "")
    with zipfile.ZipFile(io.BytesIO(docx_bytes("text"))) as archive:
        assert not any(
            "python-docx" in archive.read(n).decode("latin-1") for n in archive.namelist()
        )
