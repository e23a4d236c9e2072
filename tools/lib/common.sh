# shellcheck shell=bash disable=SC2034
# What every script in tools/ needs: where things are, how to speak, how to wait. Sourced; set -euo pipefail is the caller's.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
TOOLS=$ROOT/tools
# Everything the tools make lives here: caches, images, the dev cloud. `rm -r run` forgets it all (after `tools/cloud down`).
RUN=${JARRAH_RUN:-$ROOT/run}
# C for what is parsed, UTF-8 because keys and files may be named in any script (Java takes its file name encoding from here).
export LC_ALL=C.UTF-8

say() { printf '%s\n' "$*"; }
warn() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; }

# die MESSAGE [WHAT TO DO NEXT]
die() {
  warn "$1"
  if [ -n "${2:-}" ]; then printf '  %s\n' "$2" >&2; fi
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Milliseconds of a clock that only goes forward.
now_ms() {
  local up
  read -r up _ </proc/uptime
  echo $((10#${up/./} * 10))
}

# seconds SINCE_MS: time since then, as 1.2
seconds() {
  local ms=$(($(now_ms) - $1))
  printf '%d.%d' $((ms / 1000)) $((ms % 1000 / 100))
}

# wait_until SECONDS COMMAND...: tries the command until it succeeds; fails when the time is up.
wait_until() {
  local end=$(($(now_ms) + $1 * 1000))
  shift
  until "$@"; do
    [ "$(now_ms)" -lt "$end" ] || return 1
    sleep 0.1
  done
}

# step TEXT COMMAND...: runs a command of ours in this shell, with one progress line and its time.
# STEP_LOG names the file its output goes to; STEP_HINT what to do when it fails.
step() {
  local text=$1 start status=0
  shift
  start=$(now_ms)
  printf '  %-52s ' "$text"
  # Not `"$@" || …`: that would switch errexit off inside the step.
  set +e
  (
    set -e
    "$@"
  ) >>"${STEP_LOG:-/dev/null}" 2>&1
  status=$?
  set -e
  if [ "$status" -ne 0 ]; then
    printf 'FAILED (%s s)\n' "$(seconds "$start")"
    if [ -s "${STEP_LOG:-/dev/null}" ]; then tail -n 15 "$STEP_LOG" | sed 's/^/    | /' >&2; fi
    die "step failed: $text" "${STEP_HINT:-log: ${STEP_LOG:-none}}"
  fi
  printf 'ok  %5s s\n' "$(seconds "$start")"
}

# with_lock FILE COMMAND...: one at a time on this machine. Uses descriptor 9.
with_lock() {
  local file=$1
  shift
  mkdir -p "$(dirname "$file")"
  exec 9>"$file"
  flock 9
  "$@"
  exec 9>&-
}
