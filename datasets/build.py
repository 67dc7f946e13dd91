"""Builds the bundled texts: ``python -m datasets.build`` or ``python datasets/build.py``.

Owns the command line and the manifest. A set that is there and unchanged is left alone; one that
cannot be had is reported and does not stop the others.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

if __package__ in (None, ""):
    # Started as a file: the packages lie beside this folder, not in it.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from datasets.catalogue import RECIPES, Recipe, reader
from datasets.fetch import FetchError, fetch

FOLDER: Final = Path(__file__).resolve().parent
MANIFEST_NAME: Final = "MANIFEST.json"
#: The context of the default model, by which the reference losses cut the text.
REFERENCE_BLOCK_SIZE: Final = 64

Entry = dict[str, Any]


class BuildError(Exception):
    """A text could not be made from its sources, or is not the one the manifest describes."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Build what is missing; 0 when at least one set is there, 1 when none is."""
    options = _parse(arguments)
    folder: Path = options.folder
    manifest = _read_manifest(FOLDER / MANIFEST_NAME)
    chosen = [recipe for recipe in RECIPES if recipe.name in (options.only or manifest_names())]
    present = 0
    for number, recipe in enumerate(chosen, start=1):
        label = f"[{number}/{len(chosen)}] {recipe.display_name}"
        target = folder / f"{recipe.name}.txt"
        entry = manifest.get(recipe.name)
        if not options.update_manifest and _is_built(target, entry):
            print(f"{label}: there already")
            present += 1
            continue
        try:
            print(f"{label}: {_plan(recipe)} …", flush=True)
            text = _make(recipe, folder / ".cache")
            if options.update_manifest:
                manifest[recipe.name] = describe(recipe, text)
            else:
                _check(recipe, text, entry)
        except (FetchError, BuildError) as error:
            print(f"{label}: NOT BUILT. {error}.", file=sys.stderr, flush=True)
            continue
        _write(target, text)
        present += 1
        print(f"{label}: {len(text):,} characters", flush=True)
    if options.update_manifest:
        ordered = [manifest[name] for name in manifest_names() if name in manifest]
        content = json.dumps({"datasets": ordered}, indent=2, ensure_ascii=False)
        _write(FOLDER / MANIFEST_NAME, content + "\n")
    if folder != FOLDER:
        # Whoever reads the texts looks for the manifest beside them.
        _write(folder / MANIFEST_NAME, (FOLDER / MANIFEST_NAME).read_text("utf-8"))
    return _conclude(present, len(chosen))


def manifest_names() -> list[str]:
    """Names of all bundled sets, in the order they are shown."""
    return [recipe.name for recipe in RECIPES]


def describe(recipe: Recipe, text: str) -> Entry:
    """The manifest entry of a built text: counts, hash and reference losses measured from it."""
    from dataclasses import asdict

    from backend.data.corpus import Corpus
    from backend.data.limits import count_words
    from backend.data.ngram import reference_losses

    corpus = Corpus.from_text(text, REFERENCE_BLOCK_SIZE)
    losses = reference_losses(corpus.train, corpus.val, corpus.tokenizer.vocab_size)
    return {
        "name": recipe.name,
        "display_name": recipe.display_name,
        "description": recipe.description,
        "source": recipe.source,
        "licence": recipe.licence,
        "credit": recipe.credit,
        "char_count": len(text),
        "vocab_size": corpus.tokenizer.vocab_size,
        "word_count": count_words(text),
        "sha256": _sha256(text),
        "reference_losses": {name: round(loss, 4) for name, loss in asdict(losses).items()},
    }


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="datasets.build", description="Build the bundled texts.")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the texts go")
    parser.add_argument("--only", nargs="+", choices=manifest_names(), help="build these alone")
    parser.add_argument(
        "--update-manifest", action="store_true", help="build all anew and rewrite the manifest"
    )
    return parser.parse_args(arguments)


def _plan(recipe: Recipe) -> str:
    if not recipe.packages:
        return "making"
    return "building from " + ", ".join(package.title for package in recipe.packages)


def _make(recipe: Recipe, cache: Path) -> str:
    """The text of a set, cleaned as every text of the product is."""
    from backend.data.cleaning import clean_text

    archives = {package.name: fetch(package, cache) for package in recipe.packages}
    try:
        return clean_text(recipe.make(reader(archives))).text
    except (KeyError, ValueError, OSError, tarfile.TarError, zipfile.BadZipFile) as error:
        raise BuildError(f"its sources do not hold what is expected: {error}") from error


def _check(recipe: Recipe, text: str, entry: Entry | None) -> None:
    if entry is None:
        raise BuildError("the manifest does not know it; run with --update-manifest")
    if _sha256(text) != entry["sha256"]:
        measured = describe(recipe, text)
        raise BuildError(
            f"the text ({measured['char_count']:,} characters, {measured['vocab_size']} distinct, "
            f"sha256 {measured['sha256'][:16]}…) is not the one of the manifest "
            f"({entry['char_count']:,}, {entry['vocab_size']}, {entry['sha256'][:16]}…); "
            "run with --update-manifest when the recipe was changed on purpose"
        )


def _is_built(target: Path, entry: Entry | None) -> bool:
    if entry is None or not target.is_file():
        return False
    return hashlib.sha256(target.read_bytes()).hexdigest() == str(entry["sha256"])


def _read_manifest(path: Path) -> dict[str, Entry]:
    if not path.is_file():
        return {}
    return {entry["name"]: entry for entry in json.loads(path.read_text("utf-8"))["datasets"]}


def _write(path: Path, text: str) -> None:
    """Replace a file in one go: a reader sees the old text or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(text.encode("utf-8"))
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _conclude(present: int, wanted: int) -> int:
    if present == 0:
        print("No text could be built; the app has nothing to show but uploads.", file=sys.stderr)
        return 1
    if present < wanted:
        print(
            f"WARNING: {wanted - present} of {wanted} texts are missing (see above); "
            "the app runs with the others.",
            file=sys.stderr,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
