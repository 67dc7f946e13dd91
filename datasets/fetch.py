"""Getting the pinned archives of the registries, whole, unopened and checked.

Owns the download cache and the two clients, pip and npm, which know the machine's mirrors, proxies
and certificates. Runs no code of a downloaded package.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

DOWNLOAD_TIMEOUT_S: Final = 300

#: pip asks a source package's build backend for its metadata before it hands the archive over,
#: which would run the package's setup script and fetch its build tools. This backend answers in its
#: place, from the metadata file inside the archive.
_METADATA_BACKEND: Final = """\
import pathlib


def prepare_metadata_for_build_wheel(directory, config_settings=None):
    text = pathlib.Path("PKG-INFO").read_text(encoding="utf-8")
    fields = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line[:20])
    folder = pathlib.Path(directory, f"{fields['Name']}-{fields['Version']}.dist-info")
    folder.mkdir()
    (folder / "METADATA").write_text(text, encoding="utf-8")
    (folder / "WHEEL").write_text("Wheel-Version: 1.0\\nTag: py3-none-any\\n", encoding="utf-8")
    return folder.name


def get_requires_for_build_wheel(config_settings=None):
    return []


def build_wheel(directory, config_settings=None, metadata_directory=None):
    raise RuntimeError("nothing is built here")


class __legacy__:
    prepare_metadata_for_build_wheel = staticmethod(prepare_metadata_for_build_wheel)
    get_requires_for_build_wheel = staticmethod(get_requires_for_build_wheel)
    build_wheel = staticmethod(build_wheel)
"""


class FetchError(Exception):
    """An archive could not be had; the message says what failed and what to do."""


@dataclass(frozen=True)
class Package:
    """One archive of a registry, pinned by version and content.

    Attributes:
        registry: "pypi" or "npm".
        name: as the registry spells it.
        version: exact version.
        sha256: of the archive, hexadecimal.
        kind: which of PyPI's archives is meant; npm has one kind only.
    """

    registry: Literal["pypi", "npm"]
    name: str
    version: str
    sha256: str
    kind: Literal["sdist", "wheel"] = "sdist"

    @property
    def title(self) -> str:
        """Registry, name and version for a person."""
        registry = {"pypi": "PyPI", "npm": "npm"}[self.registry]
        return f"{registry} {self.name} {self.version}"

    @property
    def cache_name(self) -> str:
        """File name in the cache, the same for every client and mirror."""
        return f"{self.name.replace('@', '').replace('/', '-')}-{self.version}.{self.registry}"


def fetch(package: Package, cache: Path) -> Path:
    """Path of the archive in `cache`, downloaded when it is not there or not intact.

    Raises:
        FetchError: no client, no network, no such version, or other content than pinned.
    """
    kept = cache / package.cache_name
    if kept.is_file() and sha256_of(kept) == package.sha256:
        return kept
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix="download-") as name:
        folder = Path(name)
        archive = _pip(package, folder) if package.registry == "pypi" else _npm(package, folder)
        found = sha256_of(archive)
        if found != package.sha256:
            raise FetchError(
                f"{package.title} has sha256 {found[:16]}…, pinned is {package.sha256[:16]}…; "
                "the registry or mirror serves something else, so it is not used"
            )
        os.replace(archive, kept)
    return kept


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pip(package: Package, folder: Path) -> Path:
    backend = folder / "backend" / "setuptools"
    backend.mkdir(parents=True)
    (backend / "__init__.py").touch()
    (backend / "build_meta.py").write_text(_METADATA_BACKEND, encoding="utf-8")
    # The hash in the requirement makes pip check the archive before it even unpacks it.
    requirement = folder / "requirement.txt"
    requirement.write_text(
        f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n", encoding="utf-8"
    )
    form = "--only-binary" if package.kind == "wheel" else "--no-binary"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-input"]
    command += [form, ":all:", "--no-build-isolation", "--use-pep517", "--ignore-requires-python"]
    command += ["--disable-pip-version-check", "--require-hashes", "--requirement"]
    command += [str(requirement), "--dest", str(folder / "archive")]
    _run(command, package, {"PYTHONPATH": str(backend.parent)})
    return _only_file(folder / "archive", package)


def _npm(package: Package, folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise FetchError(f"{package.title} needs npm, which comes with Node.js; install Node.js")
    target = folder / "archive"
    target.mkdir()
    command = [
        npm,
        "pack",
        "--loglevel=error",
        "--ignore-scripts",
        "--pack-destination",
        str(target),
    ]
    _run([*command, f"{package.name}@{package.version}"], package, {})
    return _only_file(target, package)


def _run(command: list[str], package: Package, environment: dict[str, str]) -> None:
    client = "npm" if package.registry == "npm" else "pip"
    try:
        result = subprocess.run(
            command,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=DOWNLOAD_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FetchError(
            f"{package.title} did not arrive within {DOWNLOAD_TIMEOUT_S} s; "
            "check the network connection and run this again"
        ) from error
    except OSError as error:
        raise FetchError(f"{client} cannot be started: {error}") from error
    if result.returncode != 0:
        complaints = [line.strip() for line in result.stderr.splitlines() if line.strip()]
        errors = [line for line in complaints if "ERROR" in line or "npm error" in line]
        reason = (errors or complaints or [f"exit code {result.returncode}"])[-1]
        raise FetchError(
            f"{package.title} cannot be downloaded; {client} says: {reason[:300]}. "
            "Check the network connection and run this again"
        )


def _only_file(folder: Path, package: Package) -> Path:
    files = [path for path in folder.glob("*") if path.is_file()]
    if len(files) != 1:
        raise FetchError(f"{package.title} came as {len(files)} files where one was expected")
    return files[0]
