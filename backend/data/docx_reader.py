"""The text of a Word document: paragraphs and tables, in reading order.

Owns what counts as text in a .docx. Reads the main part alone, so that pictures, fonts and dangling
relationships cannot hurt. It may raise whatever zip and XML parsers raise; `readers` turns that
into a refusal.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Final

from docx.blkcntnr import BlockItemContainer
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table, _Cell

from backend.contract.errors import ContractError
from backend.data.archives import Archive

_ROOT_RELATIONSHIPS: Final = "_rels/.rels"
_USUAL_MAIN_PART: Final = "word/document.xml"
#: Documents saved as "Strict Open XML" differ in the namespace alone, as far as text goes.
_STRICT_NAMESPACE: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL_NAMESPACE: Final = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#: Wrappers around text that a reader sees but python-docx passes over: content controls, accepted
#: or pending insertions, fields, custom mark-up.
_WRAPPERS: Final = ("w:sdt", "w:ins", "w:moveTo", "w:fldSimple", "w:smartTag", "w:customXml")

#: Both far above any text of the size that is accepted; they bound the time and memory of parsing.
MAX_TAGS: Final = 4_000_000
MAX_PARAGRAPHS: Final = 500_000


def docx_text(data: bytes) -> str:
    """Text of a .docx: one line a paragraph, one line a table row with tabs between its cells.

    Raises:
        ContractError: ``file_unreadable`` when it is no Word document or breaks a cap.
        Exception: whatever the parsers raise on a damaged file.
    """
    archive = Archive(data)
    main_part = _main_part(archive)
    if main_part not in archive.names:
        raise _not_word()
    xml = archive.read(main_part).replace(_STRICT_NAMESPACE, _USUAL_NAMESPACE)
    _check_count(xml.count(b"<"), MAX_TAGS, "pieces of mark-up")
    document = _parse(xml)
    body = document.find(qn("w:body"))
    if document.tag != qn("w:document") or body is None:
        raise _not_word()
    _check_count(sum(1 for _ in body.iter(qn("w:p"))), MAX_PARAGRAPHS, "paragraphs")
    _unwrap(body)
    return "\n".join(_lines(BlockItemContainer(body, None)))  # type: ignore[arg-type]


def _check_count(count: int, limit: int, things: str) -> None:
    if count > limit:
        raise ContractError(
            "file_unreadable",
            f"The document has {count:,} {things}; at most {limit:,} can be read. "
            "Save it as .txt and try again.",
            field="file",
            limit=limit,
            value=count,
        )


def _main_part(archive: Archive) -> str:
    """Name of the part that holds the text, as the package's relationships tell it."""
    if _ROOT_RELATIONSHIPS in archive.names:
        for relationship in _parse(archive.read(_ROOT_RELATIONSHIPS)):
            if str(relationship.get("Type")).endswith("/officeDocument"):
                return posixpath.normpath(str(relationship.get("Target")).lstrip("/"))
    return _USUAL_MAIN_PART


def _parse(xml: bytes) -> BaseOxmlElement:
    """Parse with python-docx's parser, which expands no entities; refuse files that declare any."""
    root = parse_xml(xml)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ContractError(
            "file_unreadable",
            "The file declares its own document type, which Word never does. "
            "Save it again with Word or LibreOffice.",
            field="file",
        )
    return root


def _unwrap(body: BaseOxmlElement) -> None:
    """Put the content of every wrapper in the wrapper's place."""
    for wrapper in list(body.iter(*map(qn, _WRAPPERS))):
        content = wrapper.find(qn("w:sdtContent")) if wrapper.tag == qn("w:sdt") else wrapper
        for child in list(content) if content is not None else ():
            wrapper.addprevious(child)
        parent = wrapper.getparent()
        if parent is not None:
            parent.remove(wrapper)


def _lines(container: BlockItemContainer) -> Iterator[str]:
    for block in container.iter_inner_content():
        if isinstance(block, Table):
            yield from _rows(block)
        else:
            yield block.text


def _rows(table: Table) -> Iterator[str]:
    for row in table._tbl.tr_lst:
        # The cells as they are written: python-docx's own list repeats merged cells.
        yield "\t".join("\n".join(_lines(_Cell(cell, table))) for cell in row.tc_lst)


def _not_word() -> ContractError:
    return ContractError(
        "file_unreadable",
        "The file ends in .docx but is not a Word document. Save it again as .docx or .txt.",
        field="file",
    )
