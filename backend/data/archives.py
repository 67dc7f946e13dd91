"""Opening a zip archive from a stranger without letting it explode.

Owns the caps on members, expanded size and ratio, which count the bytes that really come out: the
sizes an archive declares can lie. Knows nothing of what is inside.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection
from typing import Final

from backend.contract.errors import ContractError

MAX_MEMBERS: Final = 2_000
MAX_EXPANDED_BYTES: Final = 50 * 1024 * 1024
MAX_RATIO: Final = 200

_CHUNK_BYTES: Final = 64 * 1024
#: The methods that Office writes; others are decompressed without a bound by the standard library.
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED_FLAG: Final = 0x1


class Archive:
    """A zip archive in memory, all of whose members have been expanded once within the caps.

    Args:
        data: the archive.

    Raises:
        ContractError: ``file_unreadable`` when it breaks a cap, is encrypted or uses an unusual
            compression method.
        zipfile.BadZipFile, zlib.error, EOFError: when it is damaged.
    """

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._limit = min(MAX_EXPANDED_BYTES, MAX_RATIO * len(data))
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS:
            raise _refusal(
                f"The file holds {len(members):,} parts; at most {MAX_MEMBERS:,} are allowed. "
                "Copy its text into a new document and try again.",
                MAX_MEMBERS,
                len(members),
            )
        self._check_methods(members)
        declared = sum(member.file_size for member in members)
        if declared > self._limit:
            raise self._explosion(declared)
        self._names = frozenset(member.filename for member in members)
        self._expand_all(members)

    @property
    def names(self) -> Collection[str]:
        """Names of the members."""
        return self._names

    def read(self, name: str) -> bytes:
        """Content of one member.

        Raises:
            KeyError: when there is no such member.
        """
        content, _ = self._expand(self._zip.getinfo(name), self._limit)
        return content

    def _check_methods(self, members: list[zipfile.ZipInfo]) -> None:
        for member in members:
            if member.flag_bits & _ENCRYPTED_FLAG:
                raise _refusal(
                    "The file is protected by a password. Save it without one and try again."
                )
            if member.compress_type not in _METHODS:
                raise _refusal(
                    f"The file is compressed in an unusual way (method {member.compress_type}). "
                    "Save it again with Word or LibreOffice."
                )

    def _expand_all(self, members: list[zipfile.ZipInfo]) -> None:
        total = 0
        for member in members:
            _, size = self._expand(member, self._limit - total, keep=False)
            total += size

    def _expand(
        self, member: zipfile.ZipInfo, allowed: int, *, keep: bool = True
    ) -> tuple[bytes, int]:
        """Read a member in pieces, so that never more than one piece above the cap is in memory."""
        pieces: list[bytes] = []
        size = 0
        with self._zip.open(member) as file:
            while piece := file.read(_CHUNK_BYTES):
                size += len(piece)
                if size > allowed:
                    raise self._explosion(self._limit - allowed + size)
                if keep:
                    pieces.append(piece)
        return b"".join(pieces), size

    def _explosion(self, size: int) -> ContractError:
        return _refusal(
            f"The file unpacks to at least {size:,} bytes; at most {self._limit:,} are allowed for "
            "its size. Copy its text into a new document and try again.",
            self._limit,
            size,
        )


def _refusal(message: str, limit: int | None = None, value: int | None = None) -> ContractError:
    return ContractError("file_unreadable", message, field="file", limit=limit, value=value)
