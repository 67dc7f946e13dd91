#!/usr/bin/env bash
# Installs, starts, checks and tests LLMBreaker; ./setup.sh help lists the commands.
# The parts are in .setup. Works with bash 3.2 and without GNU tools (macOS). What it makes lies in
# .venv, frontend/node_modules, frontend/dist and datasets; it ends only processes it started.
if [ -z "${BASH_VERSION:-}" ]; then exec bash "$0" "$@"; fi
set -u -o pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

PY=.venv/bin/python
STATE=.venv/setup # stamps of what is installed, logs, test reports

# shellcheck source=.setup/steps.sh
. .setup/steps.sh
# shellcheck source=.setup/install.sh
. .setup/install.sh
# shellcheck source=.setup/test.sh
. .setup/test.sh

usage() {
  cat <<'HELP'
./setup.sh [run]         install what is missing, start the app, open the page
./setup.sh dev           the same with a page that reloads as you edit it, on port 3000
./setup.sh install       everything into .venv and frontend/node_modules; starts nothing
./setup.sh test [--all]  what CI runs: checks, unit, integration and browser tests (--all: slow ones too)
./setup.sh check         lint, formatting, types and import rules
./setup.sh bench [name]  the benchmarks in their quick form (see benchmarks/README.md)
./setup.sh types         rewrite the generated files: OpenAPI, TypeScript types, .env.example
./setup.sh help          this list

Settings come from .env (.env.example lists them) or the environment: PORT=5001 ./setup.sh
PYTHON=/path/to/python3 names the Python to use for a new .venv.
HELP
}

has_display() {
  is_ci && return 1
  [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && return 0
  [ "$(uname -s)" = Darwin ] && [ -z "${SSH_CONNECTION:-}" ]
}

open_page() {
  if [ "$(uname -s)" = Darwin ]; then
    open "$1"
  elif command -v xdg-open >/dev/null 2>&1; then
    xdg-open "$1"
  fi >/dev/null 2>&1
}

# open_when_ready PID URL OPEN: opens the page once the server of PID answers.
open_when_ready() {
  [ "$3" = true ] && has_display || return
  "$PY" -m backend.ports wait --pid "$1" && open_page "$2"
}

command_run() {
  local where port url browser
  install_all
  where=$("$PY" -m backend.ports check --command './setup.sh run') || exit 1
  read -r port url browser <<<"$where"
  # Twice in the background: nobody waits for it, so the server must not become its parent.
  (open_when_ready $$ "$url" "$browser" </dev/null &)
  say 'Starting; Ctrl-C ends it.'
  PORT=$port exec "$PY" -m backend
}

command_dev() {
  local where port url browser backend page
  install_venv
  install_python python requirements.txt
  build_engine
  install_node
  build_datasets
  where=$("$PY" -m backend.ports check --command './setup.sh dev') || exit 1
  read -r port url browser <<<"$where"
  "$PY" -m backend.ports check --port 3000 >/dev/null || exit 1
  say "Backend on $url, page with live reload on http://localhost:3000 (Ctrl-C ends both)."
  say 'The same in two terminals:'
  say "  1: PORT=$port $PY -m backend"
  say "  2: cd frontend && BACKEND_PORT=$port npm run dev"
  launch - env PORT="$port" "$PY" -m backend
  backend=$launched
  launch - env BACKEND_PORT="$port" npm --prefix frontend run dev
  page=$launched
  open_when_ready "$backend" http://localhost:3000 "$browser" &
  while kill -0 "$backend" 2>/dev/null && kill -0 "$page" 2>/dev/null; do sleep 0.5; done
  die 'One of the two ended, so the other is stopped as well. The lines above say why.'
}

case "${1:-run}" in
  run) command_run ;;
  dev) command_dev ;;
  install) install_all again && say "Installed. Start with ./setup.sh" ;;
  test) shift && command_test "$@" ;;
  check) command_check ;;
  bench) shift && command_bench "$@" ;;
  types) shift && command_types "$@" ;;
  help | -h | --help) usage ;;
  *)
    usage >&2
    die "./setup.sh does not know $1."
    ;;
esac
