"""setup.sh where it does not need the network: what it says when something is missing, and that
it leaves nothing running. Each test has its own copy, with a PATH that holds only what it grants.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = (
    "bash awk basename cat cksum df dirname env find grep head id ls mkdir rm sed sleep sort tail"
)
TOOLS += " uname"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with setup.sh, its parts, and a `bin` of ordinary tools without Python and Node."""
    (tmp_path / "bin").mkdir()
    for tool in TOOLS.split():
        found = shutil.which(tool)
        assert found, f"{tool} is not on this machine"
        (tmp_path / "bin" / tool).symlink_to(found)
    shutil.copy(ROOT / "setup.sh", tmp_path)
    shutil.copytree(ROOT / ".setup", tmp_path / ".setup")
    return tmp_path


def grant(copy: Path, name: str, script: str) -> None:
    """Put a stand-in program on the copy's PATH."""
    path = copy / "bin" / name
    path.write_text(f"#!{shutil.which('bash')}\n{script}\n", "utf-8")
    path.chmod(0o755)


def run(copy: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "setup.sh", *arguments],
        cwd=copy,
        env={"PATH": str(copy / "bin"), "HOME": str(copy), **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def script(copy: Path, body: str) -> list[str]:
    """A command that runs `body` with the functions of setup.sh's parts."""
    head = "set -u -o pipefail; PY=.venv/bin/python; STATE=.venv/setup; . .setup/steps.sh; "
    return ["bash", "-c", head + ". .setup/install.sh; . .setup/test.sh; " + body]


def parts(copy: Path, body: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        script(copy, body), cwd=copy, capture_output=True, text=True, timeout=60, check=False
    )


def test_help_lists_every_command_and_a_wrong_one_is_named(copy: Path) -> None:
    good = run(copy, "help")
    assert good.returncode == 0
    cases = (copy / "setup.sh").read_text("utf-8").split('case "${1:-run}" in')[1]
    for name in ("run", "dev", "install", "test", "check", "bench", "types", "help"):
        assert f"  {name}" in cases
        assert f"./setup.sh {name}" in good.stdout.replace("[", "").replace("]", "")
    bad = run(copy, "instal")
    assert bad.returncode == 1
    assert "does not know instal." in bad.stderr


def test_without_python_it_says_which_and_where_from(copy: Path) -> None:
    done = run(copy, "install")
    assert done.returncode == 1
    assert "No Python 3.11 or newer was found." in done.stderr
    assert "PYTHON=/path/to/python3" in done.stderr


def test_an_old_python_is_named_and_a_broken_stand_in_passed_over(copy: Path) -> None:
    old = 'case "$*" in "-c ") exit 0 ;; -V) echo Python 3.9.1 ;; *) exit 1 ;; esac'
    grant(copy, "python3", old)
    grant(copy, "python3.13", "echo 'command not found' >&2; exit 127")
    done = run(copy, "install")
    assert "No Python 3.11 or newer was found (only Python 3.9.1)." in done.stderr


def test_a_python_without_venv_gets_the_package_to_install(copy: Path) -> None:
    grant(copy, "python3.12", 'case "$*" in *ensurepip*) exit 1 ;; *) exit 0 ;; esac')
    done = run(copy, "install")
    assert done.returncode == 1
    assert "python3.12 has no venv module." in done.stderr
    assert "apt-get install python3.12-venv" in done.stderr


@pytest.mark.parametrize(
    ("node", "npm", "said"),
    [
        (None, False, "Node.js was not found"),
        ("exit 1", True, "is too old for the page's build tool"),
        ("exit 0", False, "npm is not"),
    ],
)
def test_node_and_npm_are_asked_for(copy: Path, node: str | None, npm: bool, said: str) -> None:
    if node is not None:
        grant(copy, "node", node)
    if npm:
        grant(copy, "npm", "exit 0")
    head = f"PATH={copy / 'bin'}; "
    done = parts(copy, head + "need_node")
    assert done.returncode == 1
    assert said in done.stderr


@pytest.mark.skipif(shutil.which("node") is None, reason="needs a real Node to ask")
@pytest.mark.parametrize(
    ("version", "fits"),
    [
        ("18.20.0", False),
        ("20.18.9", False),
        ("20.19.0", True),
        ("21.9.0", False),
        ("22.11.0", False),
        ("22.12.0", True),
        ("24.0.0", True),
    ],
)
def test_node_versions_are_judged_as_the_build_tool_does(
    copy: Path, version: str, fits: bool
) -> None:
    real = shutil.which("node")
    fake = f"Object.defineProperty(process.versions, 'node', {{ value: '{version}' }});"
    (copy / "fake.cjs").write_text(fake, "utf-8")
    grant(copy, "node", f'exec {real} -r {copy}/fake.cjs "$@"')
    grant(copy, "npm", "exit 0")
    done = parts(copy, f"PATH={copy / 'bin'}; need_node")
    assert (done.returncode == 0) is fits, done.stderr


@pytest.mark.parametrize(
    ("log", "said"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full."),
        ("npm error code ENOTFOUND", "registry could not be reached"),
        ("Temporary failure in name resolution", "registry could not be reached"),
        ("error: command 'gcc' failed: No such file or directory", "needs a C compiler"),
        ("something else", "Get it: did not work."),
    ],
)
def test_a_failed_step_shows_its_log_and_what_it_means(copy: Path, log: str, said: str) -> None:
    (copy / "said").write_text(log, "utf-8")
    done = parts(copy, "must 'Get it' bash -c 'cat said; exit 7'; echo 'went on'")
    assert done.returncode == 1
    assert "✗ Get it" in done.stdout and "exit code 7" in done.stdout
    assert log in done.stdout
    assert said in done.stderr
    assert "went on" not in done.stdout


def test_a_missing_browser_is_installed_where_debian_packages_are(copy: Path) -> None:
    browser = copy / "bin" / "chromium"
    install = f"printf '#!/bin/sh\\n' >{browser}; /bin/chmod +x {browser}"
    grant(copy, "apt-get", f'echo "$*" >>{copy}/asked; case "$*" in *chromium*) {install} ;; esac')
    grant(copy, "sudo", f'echo "sudo $1" >>{copy}/asked; shift; exec "$@"')
    grant(copy, "id", "echo 1000")
    done = parts(
        copy, f'unset CHROMIUM; CI=true PATH={copy / "bin"}; need_browser; echo "$CHROMIUM"'
    )
    assert done.stdout.splitlines()[-1] == str(browser), done.stdout + done.stderr
    asked = (copy / "asked").read_text("utf-8").splitlines()
    # Never a question for a password where nobody answers.
    assert asked[::2] == ["sudo -n", "sudo -n"]
    assert asked[1].startswith("update") and "install" in asked[3]


def test_a_missing_browser_is_explained_elsewhere(copy: Path) -> None:
    done = parts(copy, f"unset CHROMIUM; PATH={copy / 'bin'}; need_browser")
    assert done.returncode == 1
    assert "need Chromium or Chrome" in done.stderr
    assert "CHROMIUM=/path/to/browser" in done.stderr


def test_steps_are_noted_for_the_tally_with_their_own_exit_codes(copy: Path) -> None:
    body = "STEPS=steps.tsv; step One - true; step 'Two, three' r.xml bash -c 'exit 3'; echo $?"
    done = parts(copy, body)
    assert done.stdout.splitlines()[-1] == "3"
    rows = [line.split("\t") for line in (copy / "steps.tsv").read_text("utf-8").splitlines()]
    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("One", "0", "-"),
        ("Two, three", "3", "r.xml"),
    ]
    assert done.stderr == ""


def test_stamps_follow_the_files_they_were_made_from(copy: Path) -> None:
    (copy / "input").write_text("a", "utf-8")
    body = (
        'mkdir -p $STATE; stamp x "$(sum_of input)"; is_current x "$(sum_of input)" && echo same;'
        'echo b >input; is_current x "$(sum_of input)" || echo changed'
    )
    assert parts(copy, body).stdout.split() == ["same", "changed"]


def test_a_text_that_cannot_be_had_is_named_and_asked_for_again_only_by_install(copy: Path) -> None:
    (copy / "datasets").mkdir()
    python = copy / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\necho asked >>asked\necho '[2/5] Poems: NOT BUILT. Offline.'\n")
    python.chmod(0o755)
    done = parts(copy, "build_datasets; echo next; build_datasets; echo last; build_datasets again")
    first, rest = done.stdout.split("next")
    second, third = rest.split("last")
    assert "Poems: NOT BUILT" in first
    assert "Some texts are missing; ./setup.sh install" in second and "NOT BUILT" not in second
    assert "Poems: NOT BUILT" in third
    assert (copy / "asked").read_text("utf-8").split() == ["asked", "asked"]


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_ends_the_step_and_what_it_started(
    copy: Path, sent: signal.Signals, code: int
) -> None:
    # A child and a grandchild that write their ids, then wait far longer than this test.
    step = "echo $$ >>pids; (echo $BASHPID >>pids; exec sleep 300) & wait"
    process = subprocess.Popen(
        script(copy, f"step Long - bash -c '{step}'"), cwd=copy, stdout=subprocess.DEVNULL
    )
    try:
        pids = wait_for_pids(copy / "pids", 2)
        process.send_signal(sent)
        assert process.wait(timeout=20) == code
        assert [pid for pid in pids if is_alive(pid)] == []
    finally:
        process.kill()


def wait_for_pids(path: Path, count: int) -> list[int]:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        pids = [int(line) for line in path.read_text().split()] if path.exists() else []
        if len(pids) == count:
            return pids
        time.sleep(0.02)
    raise AssertionError(f"{path.name} did not get {count} lines")


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    if sys.platform == "linux":
        # Ended, and only waiting to be collected by whoever adopted it.
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    return True


def test_an_engine_that_cannot_be_compiled_is_said_once_and_stops_nothing(copy: Path) -> None:
    said = "Training runs in PyTorch, several times slower: no C++ compiler was found."
    grant(copy, "python", f"echo built >>{copy}/built; echo '{said}'; echo '  macOS: xcode-select'")
    body = f"PY={copy}/bin/python; mkdir -p $STATE; build_engine; build_engine; echo went on"
    done = parts(copy, body)
    assert done.stdout.splitlines()[1:] == [said, "  macOS: xcode-select", "went on"]
    assert (copy / "built").read_text("utf-8") == "built\n"
    # Another compiler is another try.
    grant(copy, "odd++", "echo odd 1.0")
    again = parts(copy, f"PY={copy}/bin/python; CXX={copy}/bin/odd++; build_engine")
    assert said in again.stdout.splitlines()


def test_dev_names_two_commands_that_do_the_same(copy: Path) -> None:
    dev = (copy / "setup.sh").read_text("utf-8").split("command_dev() {")[1].split("\n}")[0]
    # Nothing is installed, checked or launched: only what it says.
    stand_ins = """
    for name in install_venv install_python build_engine install_node build_datasets launch \\
      open_when_ready
    do eval "$name() { launched=1; }"; done
    kill() { return 1; }; die() { exit; }; fake() { echo '5017 http://localhost:5017 false'; }
    PY=fake; command_dev"""
    done = parts(copy, f"command_dev() {{{dev}\n}}{stand_ins}")
    said = done.stdout.splitlines()
    assert "  1: PORT=5017 fake -m backend" in said, done.stderr
    assert "  2: cd frontend && BACKEND_PORT=5017 npm run dev" in said


def test_the_page_is_not_built_anew_for_what_other_builds_leave_behind(copy: Path) -> None:
    package = copy / "frontend/packages/microgpt"
    (package / "src").mkdir(parents=True)
    (package / "src/index.ts").write_text("export {};", "utf-8")
    (copy / "frontend/index.html").write_text("<html></html>", "utf-8")

    def key() -> str:
        return parts(copy, "page_key").stdout

    first = key()
    for path in ("microgpt-0.1.0.tgz", "dist/index.js", "dist/fast/wasm.js", "a.tsbuildinfo"):
        (package / path).parent.mkdir(parents=True, exist_ok=True)
        (package / path).write_text("built", "utf-8")
    (copy / "frontend/dist-lab").mkdir()
    (copy / "frontend/dist-lab/index.html").write_text("built", "utf-8")
    assert key() == first
    (package / "src/index.ts").write_text("export const changed = true;", "utf-8")
    assert key() != first
