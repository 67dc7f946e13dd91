"""Documents that could drift: commands, folders, links and generated files that they name exist."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import pytest

from backend.contract.__main__ import documents

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    path
    for folder in (ROOT, ROOT / "docs", ROOT / "benchmarks", ROOT / "frontend")
    for path in folder.glob("*.md")
)
HIDDEN_FOLDERS = {".ci", ".setup"}


def shell_lines(text: str) -> str:
    """What a reader would type: code blocks and code spans of a page."""
    blocks = re.findall(r"```(?:sh|bash)\n(.*?)```", text, re.DOTALL)
    return "\n".join(blocks + re.findall(r"`([^`\n]+)`", text))


def commands_of_setup() -> set[str]:
    cases = (ROOT / "setup.sh").read_text("utf-8").split('case "${1:-run}" in')[1]
    return {name for line in re.findall(r"^  ([a-z -|]+)\)", cases, re.M) for name in line.split()}


def test_there_are_pages_to_look_at() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in PAGES}
    assert {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/decisions.md"} <= names


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_commands_of_a_page_exist(page: Path) -> None:
    typed = shell_lines(page.read_text("utf-8"))
    known = commands_of_setup()
    for name in re.findall(r"\./setup\.sh ([a-z]+)", typed):
        assert name in known, f"{page.name} names ./setup.sh {name}; there are {sorted(known)}"
    scripts = json.loads((ROOT / "frontend/package.json").read_text("utf-8"))["scripts"]
    for name in re.findall(r"npm run ([\w:-]+)", typed) + re.findall(r"npm (start|test)\b", typed):
        assert name in scripts, f"{page.name} names npm run {name}; there are {sorted(scripts)}"
    for module in re.findall(r"python -m ((?:backend|datasets)[\w.]*)", typed):
        assert importlib.util.find_spec(module), f"{page.name} names python -m {module}"
    for path in re.findall(r"python ([\w/]+\.py)", typed):
        assert (ROOT / path).is_file(), f"{page.name} names python {path}"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_and_pictures_of_a_page_exist(page: Path) -> None:
    text = re.sub(r"<!--.*?-->", "", page.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_readme_has_a_line_for_every_folder() -> None:
    table = (ROOT / "README.md").read_text("utf-8").split("| Folder |")[1].split("\n\n")[0]
    named = set(re.findall(r"^\| `([\w.]+)` \|", table, re.MULTILINE))
    there = {
        path.name
        for path in ROOT.iterdir()
        if path.is_dir() and not path.name.startswith((".", "_"))
    }
    assert named == there | HIDDEN_FOLDERS


def test_contributing_names_every_room() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = set(re.findall(r"`(backend/[\w./]+)`", text.split("## Rooms")[1].split("## Rules")[0]))
    rooms = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "backend").iterdir()
        if (path.is_dir() or path.suffix == ".py")
        and path.name not in {"__init__.py", "__pycache__"}
    }
    assert named == rooms


def test_setup_project_and_readme_agree_on_the_requirements() -> None:
    install = (ROOT / ".setup/install.sh").read_text("utf-8")
    python = re.search(r"^MIN_PYTHON=(\S+)$", install, re.MULTILINE)
    assert python
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    assert f'requires-python = ">={python[1]}"' in project
    readme = (ROOT / "README.md").read_text("utf-8")
    assert f"Python {python[1]} or newer" in readme
    node = re.search(r"Install Node\.js (\d+\.\d+) or newer", install)
    assert node
    assert f"Node.js {node[1]} or newer" in readme


def test_torch_of_the_readme_is_the_pinned_one() -> None:
    pinned = re.search(r"^torch==\S+$", (ROOT / "requirements.txt").read_text("utf-8"), re.M)
    assert pinned
    assert f"pip install {pinned[0]}`" in (ROOT / "README.md").read_text("utf-8")


def test_every_requirement_is_pinned_and_locked() -> None:
    locked = {
        line.split("==")[0].lower()
        for line in (ROOT / "constraints.txt").read_text("utf-8").split()
        if "==" in line
    }
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text("utf-8").splitlines():
            if line and not line.startswith(("#", "-r")):
                assert line.split("==")[0].lower() in locked, f"{name}: {line} is not locked"


def test_the_page_lock_names_the_packages_of_every_platform() -> None:
    # A lock written where only some platforms' packages can be had leaves the others out,
    # and `npm ci` then refuses it everywhere.
    packages = json.loads((ROOT / "frontend/package-lock.json").read_text("utf-8"))["packages"]
    there = {path.rpartition("node_modules/")[2] for path in packages}
    for path, package in packages.items():
        missing = set(package.get("optionalDependencies", {})) - there
        assert not missing, f"{path} needs {sorted(missing)} in frontend/package-lock.json"


@pytest.mark.parametrize("path", sorted(documents()), ids=lambda path: path.name)
def test_generated_documents_are_fresh(path: Path) -> None:
    assert path.read_text("utf-8") == documents()[path], "Run: ./setup.sh types"


def test_the_changelog_opens_with_the_version_of_the_project() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    version = re.search(r'^version = "(.+)"$', project, re.MULTILINE)
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert version and newest
    assert newest[1] == version[1]
    assert json.loads((ROOT / "frontend/package.json").read_text())["version"] == version[1]
