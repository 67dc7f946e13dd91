# shellcheck shell=bash
# What must be there, and how the rest is installed. Each part carries a stamp of what it was made
# from, so that a second call only compares. Sourced by setup.sh after steps.sh.

MIN_PYTHON=3.11
NEED_MB=3000

# ---- what must be there --------------------------------------------------------------------------

python_at_least() {
  "$1" -c "import sys; sys.exit(sys.version_info[:2] < (${MIN_PYTHON/./, }))" 2>/dev/null
}

# Sets $python: the first Python that is new enough and can make virtual environments.
find_python() {
  local candidate found='' lame=''
  set -- python3 python3.13 python3.12 python3.11
  [ -z "${PYTHON:-}" ] || set -- "$PYTHON"
  for candidate in "$@"; do
    # Asked, not only looked up: a version manager's stand-in may be there and not work.
    "$candidate" -c '' 2>/dev/null || continue
    if ! python_at_least "$candidate"; then
      found="$found, $("$candidate" -V 2>&1)"
    elif ! "$candidate" -c 'import venv, ensurepip' 2>/dev/null; then
      lame=$candidate
    else
      python=$candidate
      return
    fi
  done
  [ -z "$lame" ] || die "$lame has no venv module." \
    "Debian, Ubuntu: sudo apt-get install ${lame##*/}-venv     then run the same command again."
  die "No Python $MIN_PYTHON or newer was found${found:+ (only${found#,})}." \
    ${PYTHON:+"PYTHON=$PYTHON was the only place looked at."} \
    'macOS: brew install python@3.13     Debian, Ubuntu: sudo apt-get install python3 python3-venv' \
    'If it lies elsewhere: PYTHON=/path/to/python3 ./setup.sh'
}

need_node() {
  local cure='macOS: brew install node     Linux: Node.js project, "Download" (Debian 12 has only 18)'
  command -v node >/dev/null 2>&1 || die 'Node.js was not found; the page is built with it.' \
    'Install Node.js 20.19 or newer (an even number: 20, 22, 24).' "$cure"
  node -e 'const [a, b] = process.versions.node.split(".").map(Number);
    process.exit((a === 20 && b >= 19) || (a === 22 && b >= 12) || a > 22 ? 0 : 1)' ||
    die "Node.js $(node -v) is too old for the page's build tool." \
      'Install Node.js 20.19 or newer (22 from 22.12 on).' "$cure"
  command -v npm >/dev/null 2>&1 || die 'Node.js is here, but npm is not.' \
    'Debian: sudo apt-get install npm     others: reinstall Node.js, it brings npm along.'
}

need_disk() {
  local free_mb
  free_mb=$(df -Pk . | awk 'NR == 2 { print int($4 / 1024) }')
  [ "$free_mb" -ge "$NEED_MB" ] || die \
    "Only $free_mb MB are free here; installing needs at least $NEED_MB MB." \
    "Free some space on the disk of $PWD, then run the same command again."
}

# ---- installing: each part carries a stamp of what it was made from --------------------------------

sum_of() { LC_ALL=C cksum "$@" 2>/dev/null | cksum; }
stamp() { printf '%s\n' "$2" >"$STATE/$1.stamp"; }
is_current() { [ -f "$STATE/$1.stamp" ] && [ "$(cat "$STATE/$1.stamp")" = "$2" ]; }

install_venv() {
  if [ -e .venv/bin ] && ! python_at_least "$PY"; then
    say "The Python of .venv is gone or older than $MIN_PYTHON; making .venv anew."
    rm -rf .venv
  fi
  if [ ! -x "$PY" ]; then
    find_python
    need_disk
    must "Make .venv with $("$python" -V)" "$python" -m venv .venv
  fi
  mkdir -p "$STATE"
}

# install_python NAME FILE: the packages of a requirements file, at the versions of constraints.txt.
install_python() {
  local key
  key="$PWD $(sum_of requirements.txt "$2" constraints.txt)"
  is_current "$1" "$key" && return
  "$PY" -m pip --version >/dev/null 2>&1 || must 'Install pip' "$PY" -m ensurepip
  "$PY" -c 'import torch' 2>/dev/null || announce_torch
  must "Install Python packages ($2)" "$PY" -m pip install --no-input --disable-pip-version-check \
    -r "$2" -c constraints.txt
  stamp "$1" "$key"
}

announce_torch() {
  say 'PyTorch comes next, the largest part: minutes on a slow line.'
  if [ "$(uname -s)" = Linux ] && ! command -v nvidia-smi >/dev/null 2>&1; then
    say '  Without an NVIDIA card a far smaller build will do: README.md, "The download is huge".'
  fi
}

# What the compiled engine is made of and for: sources, compiler, and the processor's instructions.
engine_key() {
  sum_of backend/training/fused/*.py backend/training/fused/kernel/*
  uname -sm
  "${CXX:-c++}" --version 2>/dev/null | head -n 1
  grep -m 1 '^flags' /proc/cpuinfo 2>/dev/null | cksum
}

# The app trains without it too, only slower: whatever goes wrong here is said and no reason to end.
build_engine() {
  local key log=$STATE/log/Compile-the-engine.log
  key=$(engine_key)
  is_current engine "$key" && return
  must 'Compile the engine' "$PY" -m backend.training.fused.build
  grep -A 2 'runs in PyTorch' "$log"
  stamp engine "$key"
}

install_node() {
  local key
  key=$(sum_of frontend/package.json frontend/package-lock.json)
  [ -f frontend/node_modules/.package-lock.json ] && is_current node "$key" && return
  need_node
  must 'Install page packages' npm --prefix frontend ci --no-audit --no-fund --loglevel=error
  stamp node "$key"
}

datasets_key() { sum_of datasets/MANIFEST* datasets/*.py datasets/*.txt; }

# build_datasets [again]: the texts. One that cannot be had must not keep the others from being
# read, so that only `again` (install, test) asks the registry once more for what was missing.
build_datasets() {
  local key log=$STATE/log/Build-the-texts.log
  key=$(datasets_key)
  is_current datasets "$key" && return
  if [ "${1:-}" != again ] && is_current datasets "$key partial"; then
    say 'Some texts are missing; ./setup.sh install tries to get them.'
    return
  fi
  must 'Build the texts' "$PY" -m datasets.build
  if grep 'NOT BUILT' "$log"; then
    say 'The app runs with the other texts; ./setup.sh install tries again.'
    stamp datasets "$(datasets_key) partial"
  else
    stamp datasets "$(datasets_key)"
  fi
}

page_key() {
  (
    cd frontend || exit 1
    find src packages public index.html package-lock.json ./*.config.ts tsconfig.json scripts -type f \
      ! -name '*.test.*' -exec cksum {} + 2>/dev/null | LC_ALL=C sort
    # The Code Lab's list of names is built into the page.
    cksum ../datasets/names.txt
  ) 2>/dev/null | cksum
}

# After the texts: the Code Lab learns from one of them. Without it the page is built all the same.
build_page() {
  local without=''
  [ -f frontend/dist/index.html ] && is_current page "$(page_key)" && return
  need_node
  if [ ! -f datasets/names.txt ]; then
    say 'The Code Lab comes without its list of names; it learns from your own lines.'
    without=1
  fi
  must 'Build the page' env LAB_WITHOUT_NAMES="$without" npm --prefix frontend run build
  stamp page "$(page_key)"
}

# install_all [again]
install_all() {
  install_venv
  install_python python requirements.txt
  build_engine
  install_node
  build_datasets "$@"
  build_page
}

install_dev() {
  install_python python-dev requirements-dev.txt
}
