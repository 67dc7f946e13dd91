# shellcheck shell=bash
# How setup.sh speaks and works: one line a step, the log when it fails, nothing left running.
# Sourced by setup.sh, which has set STATE.

STEPS=/dev/null # where each step is noted; `test` sets a file for its tally
children=''     # processes started here that may still run

say() { printf '%s\n' "$*"; }

# die WHAT [WHAT TO DO]...: ends with one paragraph a person can act on.
die() {
  printf '\n%s\n' "$1" >&2
  shift
  for line in "$@"; do printf '  %s\n' "$line" >&2; done
  exit 1
}

is_ci() { [ "${CI:-}" = true ] || [ "${CI:-}" = 1 ]; }

# Ends a process started here together with what it started (each leads its own group).
end_group() {
  local tries=25
  kill -TERM -- "-$1" 2>/dev/null || return 0
  while [ "$tries" -gt 0 ]; do
    kill -0 -- "-$1" 2>/dev/null || return 0
    sleep 0.2
    tries=$((tries - 1))
  done
  kill -KILL -- "-$1" 2>/dev/null
}

cleanup() {
  local pid
  trap '' INT TERM HUP
  for pid in $children; do end_group "$pid"; done
  children=''
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# launch LOG COMMAND...: in the background, in a process group of its own; sets $launched.
launch() {
  local log=$1
  shift
  set -m
  if [ "$log" = - ]; then
    "$@" </dev/null &
  else
    "$@" </dev/null >"$log" 2>&1 &
  fi
  launched=$!
  set +m
  children="$children $launched"
}

forget() {
  local left='' pid
  for pid in $children; do [ "$pid" = "$1" ] || left="$left $pid"; done
  children=$left
}

# tick LABEL: shows that a step is still at work: each second on a terminal, else twice a minute.
tick() {
  local seconds=0 pace=30
  [ -t 1 ] && pace=1
  while sleep "$pace"; do
    seconds=$((seconds + pace))
    if [ -t 1 ]; then
      printf '\r  %s … %s s ' "$1" "$seconds"
    else
      say "  $1: still at work after $seconds s"
    fi
  done
}

# excerpt FILE: its beginning and its end, where programs say what went wrong.
excerpt() {
  if [ "$(awk 'END { print NR }' "$1")" -le 100 ]; then
    sed 's/^/    /' "$1"
  else
    head -n 20 "$1" | sed 's/^/    /'
    say '    …'
    tail -n 80 "$1" | sed 's/^/    /'
  fi
}

# step LABEL REPORT COMMAND...: runs the command, notes result and seconds; returns its exit code.
# REPORT is the file where a test program writes its results, or - for any other command.
step() {
  local label=$1 report=$2 begin=$SECONDS code=0 worker ticker
  local log=$STATE/log/${label//[^A-Za-z0-9]/-}.log
  shift 2
  mkdir -p "$STATE/log"
  # The command last: bash forgets a job that ends before another is launched under job control.
  launch - tick "$label"
  ticker=$launched
  launch "$log" "$@"
  worker=$launched
  wait "$worker" || code=$?
  forget "$worker"
  # Not TERM: one that comes before the new process has dropped our traps waits for its sleep to end.
  kill -KILL -- "-$ticker" 2>/dev/null
  wait "$ticker" 2>/dev/null
  forget "$ticker"
  [ -t 1 ] && printf '\r\033[K'
  printf '%s\t%s\t%s\t%s\n' "$label" "$code" $((SECONDS - begin)) "$report" >>"$STEPS"
  if [ "$code" -eq 0 ]; then
    say "✓ $label  $((SECONDS - begin)) s"
  else
    say "✗ $label  $((SECONDS - begin)) s (exit code $code)"
    excerpt "$log"
    say "  The whole log: $log"
  fi
  return "$code"
}

# explain LABEL: what a failed download or build most likely means, from its log.
explain() {
  local log=$STATE/log/${1//[^A-Za-z0-9]/-}.log
  local full='no space left|ENOSPC|errno 28'
  local offline='name resolution|getaddrinfo|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED'
  local compiler="command '[^']*(gcc|cc|clang|c\+\+)[^']*' failed|unable to execute|xcrun: error"
  offline="$offline|unreachable|timed out|newconnectionerror"
  compiler="$compiler|no such file.*'(gcc|cc|clang)'|python\.h: no such"
  if grep -qiE "$full" "$log"; then
    die 'The disk is full.' "Free at least $NEED_MB MB here: $PWD" 'Then run the same command again.'
  elif grep -qiE "$offline" "$log"; then
    die 'The package registry could not be reached.' \
      'Check the network (proxy, VPN, certificate), then run the same command again:' \
      'what is downloaded already is kept.'
  elif grep -qiE "$compiler" "$log"; then
    die 'A package had to be compiled here, and that needs a C compiler.' \
      'macOS: xcode-select --install' \
      'Debian, Ubuntu: sudo apt-get install build-essential python3-dev' \
      'Or use a Python for which ready-made packages exist: PYTHON=python3.11 ./setup.sh install'
  fi
  die "$1: did not work. The lines above say why."
}

# must LABEL COMMAND...: a step without which there is no going on.
must() {
  local label=$1
  shift
  step "$label" - "$@" || explain "$label"
}
