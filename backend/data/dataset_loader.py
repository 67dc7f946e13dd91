"""The bundled texts that are there: their description and their content.

Owns the folder of built texts and its manifest. Counts nothing itself: a text is the one that the
manifest describes, byte for byte, or it is not listed.
"""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from backend.contract.errors import ContractError
from backend.data.ngram import ReferenceLosses
from backend.data.voices import Voice, read_voices

MANIFEST_NAME: Final = "MANIFEST.json"
VOICES_NAME: Final = "voices"

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DatasetInfo:
    """One bundled text: what the page shows about it.

    Attributes:
        name: identifier.
        file_path: where the text is in terms of the product, never a path of the machine.
        reference_losses: nats per character, for the default context.
    """

    name: str
    display_name: str
    description: str
    char_count: int
    vocab_size: int
    word_count: int
    file_path: str
    source: str
    licence: str
    credit: str
    reference_losses: ReferenceLosses


#: `DatasetLoader.list` hides the built-in name inside its class.
DatasetInfos = list[DatasetInfo]


class DatasetLoader:
    """Bundled texts of a folder. Texts are read when first asked for and kept from then on.

    Args:
        folder: holds ``MANIFEST.json``, the built ``NAME.txt`` and ``voices``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._entries = _read_manifest(folder / MANIFEST_NAME)
        self._texts: dict[str, str] = {}
        self._voices: tuple[Voice, ...] = ()

    def list(self) -> DatasetInfos:
        """The texts that are there and intact, in the manifest's order."""
        return [_info(entry) for name, entry in self._entries.items() if self._load(name)]

    def info(self, name: str) -> DatasetInfo:
        """Description of one text.

        Raises:
            ContractError: ``dataset_not_found``, with the names there are.
        """
        self.text(name)
        return _info(self._entries[name])

    def text(self, name: str) -> str:
        """The whole text, as it was cleaned when it was built.

        Raises:
            ContractError: ``dataset_not_found``, with the names there are.
        """
        if not self._load(name):
            names = ", ".join(info.name for info in self.list())
            raise ContractError(
                "dataset_not_found",
                f"There is no text named {name[:60]!r}. "
                + (f"There are: {names}." if names else "Build them: python -m datasets.build."),
                field="dataset_id",
                limit=names,
                value=name[:60],
            )
        return self._texts[name]

    def voices(self) -> tuple[Voice, ...]:
        """The example texts for Style Transfer that are there."""
        if not self._voices:
            self._voices = tuple(read_voices(self._folder / VOICES_NAME))
        return self._voices

    def _load(self, name: str) -> bool:
        """Whether a text is at hand; reads and verifies it the first time."""
        if name in self._texts:
            return True
        entry = self._entries.get(name)
        if entry is None:
            return False
        try:
            content = (self._folder / f"{name}.txt").read_bytes()
        except OSError:
            return False  # Not built on this machine; it may be built while the product runs.
        if hashlib.sha256(content).hexdigest() != entry["sha256"]:
            _log.warning("%s.txt is not the text the manifest describes; build it again", name)
            return False
        self._texts[name] = content.decode("utf-8")
        return True


def _read_manifest(path: Path) -> dict[str, dict[str, Any]]:
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        _log.warning("there is no %s; no bundled texts", path.name)
        return {}
    return {entry["name"]: entry for entry in manifest["datasets"]}


def _info(entry: dict[str, Any]) -> DatasetInfo:
    return DatasetInfo(
        name=entry["name"],
        display_name=entry["display_name"],
        description=entry["description"],
        char_count=entry["char_count"],
        vocab_size=entry["vocab_size"],
        word_count=entry["word_count"],
        file_path=f"/datasets/{entry['name']}.txt",
        source=entry["source"],
        licence=entry["licence"],
        credit=entry["credit"],
        reference_losses=ReferenceLosses(**entry["reference_losses"]),
    )
