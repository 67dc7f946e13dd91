"""Makes the .docx files of the tests, honest and hostile."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def document(body: str, *, prolog: str = "", namespace: str = MAIN) -> bytes:
    """Main part of a document around the XML of its body."""
    return (
        f'{prolog}<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'.encode()
    )


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def zipped(members: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(body: str, **extra: bytes | str) -> bytes:
    """A minimal .docx; `extra` members are given by name."""
    return zipped({"_rels/.rels": RELATIONSHIPS, "word/document.xml": document(body), **extra})


def with_declared_size(data: bytes, name: str, size: int) -> bytes:
    """The archive with another uncompressed size written into both headers of a member."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        offset = archive.getinfo(name).header_offset
    changed = bytearray(data)
    struct.pack_into("<I", changed, offset + 22, size)
    encoded = name.encode()
    entry = changed.rindex(encoded) - 46
    assert changed[entry : entry + 4] == b"PK\x01\x02"
    struct.pack_into("<I", changed, entry + 24, size)
    return bytes(changed)


def with_flag(data: bytes, flag: int) -> bytes:
    """The archive with a flag bit set in every header."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = changed.find(signature)
        while position >= 0:
            changed[position + offset] |= flag
            position = changed.find(signature, position + 4)
    return bytes(changed)
