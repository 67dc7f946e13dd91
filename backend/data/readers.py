"""From an uploaded file to its text: .txt in any usual encoding, and .docx.

Owns the decision what a file is and how its bytes are decoded. A file name is a label, never a
path. Nothing is written to the disk. Reading a hostile file may cost time and memory, so callers
run it in a process of its own.
"""

from __future__ import annotations

import codecs
import io
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import Final

from backend.contract.errors import ContractError
from backend.data.codepoints import count_codepoints, to_codepoints
from backend.data.limits import MAX_UPLOAD_BYTES

#: Longest first: the mark of UTF-32 begins with that of UTF-16.
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSED_ENCODINGS: Final = ("ascii", "utf_8", "utf_16", "cp1252", "mac_roman")
_OLE_HEADER: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP_HEADER: Final = b"PK\x03\x04"
#: Above this share of control characters something is no text.
_MAX_CONTROL_SHARE: Final = 0.01
_TEXT_CONTROLS: Final = frozenset("\t\n\v\f\r\x1a\x85")


@dataclass(frozen=True)
class FileText:
    """What a file says.

    Attributes:
        text: as decoded, not cleaned yet.
        encoding: Python's name of the encoding that was taken, or "docx".
    """

    text: str
    encoding: str


def read_file(filename: str, data: bytes) -> FileText:
    """Text of an uploaded .txt or .docx.

    Args:
        filename: as the client sent it; only its extension is looked at.
        data: the whole file.

    Raises:
        ContractError: ``file_too_large``, ``file_invalid_type`` (another extension) or
            ``file_unreadable`` (content that is not what the extension says).
    """
    extension = _extension(filename)
    if extension not in (".txt", ".docx"):
        hint = " Save the old Word document as .docx first." if extension == ".doc" else ""
        raise ContractError(
            "file_invalid_type",
            f"{f'A {extension} file' if extension else 'A file without an ending'} cannot be read; "
            f"choose a .txt or .docx file.{hint}",
            field="file",
            limit=".txt, .docx",
            value=extension,
        )
    if len(data) > MAX_UPLOAD_BYTES:
        raise ContractError(
            "file_too_large",
            f"The file has {len(data):,} bytes; at most {MAX_UPLOAD_BYTES:,} (10 MB) are allowed. "
            "Choose a smaller file or a part of it.",
            field="file",
            limit=MAX_UPLOAD_BYTES,
            value=len(data),
        )
    return _read_docx(data) if extension == ".docx" else _read_txt(data)


def _extension(filename: str) -> str:
    """Lower-case extension with its dot, at most 16 characters of it; empty without one."""
    name = filename.replace("\\", "/").rsplit("/", 1)[-1].strip()
    stem, dot, extension = name.rpartition(".")
    printable = "".join(c for c in extension if c.isprintable())
    return f".{printable.lower()[:16]}" if dot else ""


def _read_docx(data: bytes) -> FileText:
    # Imported here: most texts are no Word documents, and the parser takes a while to load.
    from backend.data.docx_reader import docx_text

    if data.startswith(_OLE_HEADER):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise _unreadable("is protected by a password. Save it without one and try again")
        raise _unreadable("is an old Word document (.doc). Save it as .docx and try again")
    if not data.startswith(_ZIP_HEADER):
        raise _unreadable(
            "ends in .docx but is not a Word document. Save it again as .docx or .txt"
        )
    try:
        return FileText(docx_text(data), "docx")
    except ContractError:
        raise
    except Exception as error:
        # Whatever zip and XML parsers trip over in a stranger's file, the file is what is wrong.
        raise _unreadable("is damaged. Open it in Word and save it again as .docx") from error


def _read_txt(data: bytes) -> FileText:
    if data.startswith(_OLE_HEADER) or (data.startswith(_ZIP_HEADER) and _is_zip(data)):
        raise _unreadable("ends in .txt but is no text. Is it a Word document? Name it .docx")
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _as_text(_strict(data[len(mark) :], encoding), encoding)
    text = _decode(data, "utf-8")
    if text is not None and _looks_like_text(text):
        return FileText(text, "utf-8")
    if b"\0" in data:
        return _read_unmarked_utf16(data)
    if text is not None:
        raise _no_text()
    return _read_damaged_utf8(data) or _guess(data)


def _is_zip(data: bytes) -> bool:
    return zipfile.is_zipfile(io.BytesIO(data))


def _read_unmarked_utf16(data: bytes) -> FileText:
    """UTF-16 without a byte-order mark: of the two orders the one that gives more ASCII."""
    candidates = [
        (sum(character < "\x80" for character in text), FileText(text, encoding))
        for encoding in ("utf-16-le", "utf-16-be")
        if (text := _decode(data, encoding)) is not None and _looks_like_text(text)
    ]
    if not candidates:
        raise _no_text()
    return max(candidates, key=lambda candidate: candidate[0])[1]


def _read_damaged_utf8(data: bytes) -> FileText | None:
    """UTF-8 with a few broken bytes, which become U+FFFD for the cleaning to drop and count.

    In a legacy encoding nearly every letter outside ASCII is broken UTF-8; here at most one in ten.
    """
    text = data.decode("utf-8", errors="replace")
    codepoints = to_codepoints(text)
    broken = int((codepoints == 0xFFFD).sum())
    beyond_ascii = int((codepoints >= 0x80).sum())
    if broken * 10 > beyond_ascii or not _looks_like_text(text):
        return None
    return FileText(text, "utf-8")


def _guess(data: bytes) -> FileText:
    """A legacy encoding, guessed from the bytes among those that texts still come in."""
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=list(_GUESSED_ENCODINGS)).best()
    if best is None:
        raise _unreadable("is no text, or in an encoding that cannot be told. Save it as UTF-8")
    encoding = best.encoding.replace("_", "-")
    return _as_text(_strict(data, encoding), encoding)


def _strict(data: bytes, encoding: str) -> str:
    text = _decode(data, encoding)
    if text is None:
        raise _unreadable(f"says it is {encoding}, but is not. Save it again as UTF-8")
    return text


def _decode(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _as_text(text: str, encoding: str) -> FileText:
    if not _looks_like_text(text):
        raise _no_text()
    return FileText(text, encoding)


def _looks_like_text(text: str) -> bool:
    """Whether hardly any character is a control, unassigned or surrogate one."""
    distinct, counts = count_codepoints(to_codepoints(text))
    strange = [
        unicodedata.category(chr(codepoint)) in ("Cc", "Cn", "Cs")
        and chr(codepoint) not in _TEXT_CONTROLS
        for codepoint in distinct
    ]
    return int(counts[strange].sum()) <= len(text) * _MAX_CONTROL_SHARE


def _no_text() -> ContractError:
    return _unreadable("holds no readable text. Save it as plain text in UTF-8")


def _unreadable(problem: str) -> ContractError:
    return ContractError("file_unreadable", f"The file {problem}.", field="file")
