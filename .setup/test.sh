# shellcheck shell=bash
# Checks, tests and benchmarks. Sourced by setup.sh after install.sh.

# Every check runs, also after one has failed; returns whether all passed.
run_checks() {
  local failed=0 shellcheck=shellcheck
  [ -x .venv/bin/shellcheck ] && shellcheck=.venv/bin/shellcheck
  step 'Python lint' - "$PY" -m ruff check . || failed=1
  step 'Python formatting' - "$PY" -m ruff format --check . || failed=1
  step 'Python types' - "$PY" -m mypy || failed=1
  step 'Python imports run one way' - .venv/bin/lint-imports || failed=1
  step 'Page lint and types' - npm --prefix frontend run check || failed=1
  if command -v "$shellcheck" >/dev/null 2>&1; then
    step 'Shell lint' - "$shellcheck" setup.sh .setup/*.sh .ci/run || failed=1
  fi
  step 'Generated files are fresh' - generated --check || failed=1
  return "$failed"
}

# generated [--check]: writes the files made from the typed models, or says which are stale.
generated() {
  local failed=0
  "$PY" -m backend.settings "$@" || failed=1
  "$PY" -m backend.contract "$@" || failed=1
  node frontend/scripts/types.mjs "$@" || failed=1
  return "$failed"
}

# Sets $CHROMIUM: the browser of the end-to-end tests.
find_browser() {
  local candidate
  for candidate in ${CHROMIUM:+"$CHROMIUM"} chromium chromium-browser google-chrome \
    google-chrome-stable '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' \
    /Applications/Chromium.app/Contents/MacOS/Chromium; do
    if CHROMIUM=$(command -v "$candidate"); then
      export CHROMIUM
      return 0
    fi
  done
  unset CHROMIUM
  return 1
}

need_browser() {
  local cure='Install Chromium or Chrome, or name one: CHROMIUM=/path/to/browser ./setup.sh test'
  local sudo='' reply=yes
  find_browser && return
  command -v apt-get >/dev/null 2>&1 || die 'The browser tests need Chromium or Chrome.' "$cure"
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || die 'The browser tests need Chromium.' "$cure"
    sudo='sudo -n'
    if ! is_ci && [ -t 0 ]; then
      printf "The browser tests need Chromium. Install Debian's package with sudo apt-get? [Y/n] "
      read -r reply
      case $reply in [nN]*) die 'The browser tests need Chromium.' "$cure" ;; esac
      sudo -v || die 'sudo refused.' "$cure"
    fi
  fi
  # shellcheck disable=SC2086 # empty, or two words
  {
    must 'Refresh the package lists' $sudo apt-get update -q
    must 'Install Chromium' $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y \
      --no-install-recommends chromium fonts-dejavu-core
  }
  find_browser || die 'Chromium was installed, but no browser is to be found.' "$cure"
}

# test_python LABEL NAME FOLDER...: one run of pytest.
test_python() {
  local label=$1 report=$PWD/$STATE/report/$2.xml
  shift 2
  step "$label" "$report" "$PY" -m pytest -q -m "$marked" --junitxml="$report" "$@"
}

# with_server COMMAND...: runs it beside a server of its own, at the address in BASE_URL.
with_server() {
  local server code=1
  HOST=127.0.0.1
  PORT=$("$PY" -m backend.ports free) || return
  export HOST PORT BASE_URL="http://127.0.0.1:$PORT"
  "$PY" -m backend &
  server=$!
  if "$PY" -m backend.ports wait --pid "$server"; then
    code=0
    "$@" || code=$?
  fi
  kill -TERM "$server" 2>/dev/null
  wait "$server"
  return "$code"
}

command_test() {
  local marked='not slow' grep='--grep-invert=@slow' reports=$PWD/$STATE/report
  if [ "${1:-}" = --all ]; then
    marked='slow or not slow' grep='--grep=.'
  elif [ $# -gt 0 ]; then
    die "./setup.sh test does not know $1." 'It takes --all or nothing.'
  fi
  install_all again
  install_dev
  need_node
  need_browser
  rm -rf "$reports" && mkdir -p "$reports"
  STEPS=$reports/steps.tsv
  run_checks
  test_python 'Unit tests, Python' unit tests/unit
  step 'Unit tests, page' "$reports/vitest.json" npm --prefix frontend test -- \
    --reporter=default --reporter=json --outputFile.json="$reports/vitest.json"
  test_python 'Integration and fault tests' integration tests/integration tests/faults
  step 'Browser tests' "$reports/e2e.json" with_server \
    env PLAYWRIGHT_JSON_OUTPUT_FILE="$reports/e2e.json" \
    npm --prefix frontend run e2e -- --reporter=list,json "$grep"
  say ''
  "$PY" tests/tally.py "$STEPS"
}

command_check() {
  install_venv
  install_dev
  install_node
  need_node
  run_checks || die 'Some checks failed; see above.'
  say 'All checks passed.'
}

command_types() {
  install_venv
  install_dev
  install_node
  need_node
  generated "$@"
}

# command_bench [NAME]...: each benchmark in its quick form; benchmarks/README.md explains them.
command_bench() {
  local name known='' code=0
  for name in benchmarks/[!_]*.py; do
    [ -e "$name" ] && known="$known $(basename "$name" .py)"
  done
  [ -n "$known" ] || die 'There is no benchmark here yet.' 'See benchmarks/README.md.'
  for name in "$@"; do
    case " $known " in
      *" $name "*) ;;
      *) die "There is no benchmark $name." "There are:$known" ;;
    esac
  done
  install_all
  install_dev
  find_browser || say 'No Chromium or Chrome was found: what needs a page cannot be measured.'
  # shellcheck disable=SC2086 # a list of names
  [ $# -gt 0 ] || set -- $known
  for name in "$@"; do
    say "── $name"
    "$PY" -m "benchmarks.$name" --quick || code=1
  done
  say 'These were quick looks; benchmarks/README.md tells how the full ones are run.'
  return "$code"
}
