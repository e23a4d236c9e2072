# shellcheck shell=bash
# Daemons of ours: started in a session of their own, known by pid and start time, so that only they are ever ended. Needs common.sh and $CLOUD.

# Field 22 of /proc/PID/stat: when the process began. The name in field 2 may hold anything, so count from its last bracket.
proc_birth() {
  local stat
  read -r stat 2>/dev/null <"/proc/$1/stat" || return 1
  stat=${stat##*) }
  # shellcheck disable=SC2086
  set -- $stat
  # A zombie (state Z) is over.
  [ "$1" != Z ] || return 1
  echo "${20}"
}

# proc_pid NAME: prints the pid while that very process lives.
proc_pid() {
  local pid birth
  read -r pid birth 2>/dev/null <"$CLOUD/pid/$1" || return 1
  [ "$(proc_birth "$pid")" = "$birth" ] || return 1
  echo "$pid"
}

proc_alive() { proc_pid "$1" >/dev/null; }

# proc_start NAME COMMAND...: in the background, output to log/NAME.log; nothing happens when it runs already.
proc_start() {
  local name=$1 pid log=$CLOUD/log/$1.log
  shift
  if proc_alive "$name"; then return 0; fi
  mkdir -p "$CLOUD/pid" "$CLOUD/log"
  if [ "$(stat -c %s "$log" 2>/dev/null || echo 0)" -gt 33554432 ]; then mv "$log" "$log.1"; fi
  # 9 is the lock of with_lock: a daemon must not hold it.
  setsid "$@" </dev/null >>"$log" 2>&1 9>&- &
  pid=$!
  echo "$pid $(proc_birth "$pid" || echo 0)" >"$CLOUD/pid/$name"
}

# proc_stop NAME [SECONDS]: asks it to end, and ends it when it does not within the time.
proc_stop() {
  local pid
  if pid=$(proc_pid "$1"); then
    kill -TERM "$pid" 2>/dev/null || true
    if ! wait_until "${2:-15}" proc_gone "$1"; then
      kill -KILL "$pid" 2>/dev/null || true
      wait_until 5 proc_gone "$1" || warn "process $pid ($1) does not end"
    fi
  fi
  rm -f "$CLOUD/pid/$1"
}

# proc_kill NAME: kill -9, as an accident would.
proc_kill() {
  local pid
  pid=$(proc_pid "$1") || return 1
  kill -KILL "$pid"
  wait_until 5 proc_gone "$1"
}

proc_gone() { ! proc_alive "$1"; }

# proc_rss NAME: its memory in MiB, pages that processes share (the AOT cache, the JVM itself) counted once among them.
proc_rss() {
  local pid
  pid=$(proc_pid "$1") || return 1
  awk '/^Pss:/ { printf "%d", $2 / 1024 }' "/proc/$pid/smaps_rollup"
}
