# shellcheck shell=bash
# Counting ok and FAILED. Needs common.sh.

PASSED=0
FAILED=0
SKIPPED=0

passed() {
  PASSED=$((PASSED + 1))
  printf 'ok      %s\n' "$1"
}

failed() {
  FAILED=$((FAILED + 1))
  printf 'FAILED  %s\n' "$1"
}

# check TEXT COMMAND...: the command's output is shown only when it fails.
check() {
  local text=$1 start out status
  shift
  start=$(now_ms)
  out=$(mktemp "$RUN/check.XXXXXX")
  set +e
  (
    set -e
    "$@"
  ) >"$out" 2>&1
  status=$?
  set -e
  if [ "$status" = 0 ]; then
    passed "$text ($(seconds "$start") s)"
  else
    failed "$text (exit code $status after $(seconds "$start") s)"
    tail -n 25 "$out" | sed 's/^/        | /'
  fi
  rm -f "$out"
}

# finish: the closing line, and the exit code.
finish() {
  if [ "$SKIPPED" -gt 0 ]; then
    say "$PASSED passed, $FAILED failed, $SKIPPED skipped"
  else
    say "$PASSED passed, $FAILED failed"
  fi
  [ "$FAILED" = 0 ]
}
