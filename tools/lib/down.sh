# shellcheck shell=bash
# tools/cloud down: nothing stays but the files under run/, and with --purge not those either. Needs proc.sh, net.sh, libvirt.sh, volumefs.sh.

down_processes() {
  local name file
  # Callers before callees: the controllers first, so that nobody reports a neighbour as lost.
  for name in simulated clc walrus sc cc cc2; do proc_stop "$name"; done
  for file in "$CLOUD"/pid/nc*; do
    if [ -e "$file" ]; then proc_stop "$(basename "$file")"; fi
  done
  for file in "$CLOUD"/libvirt-*; do
    if [ -d "$file" ]; then libvirt_stop "$(basename "$file" | sed 's/^libvirt-//')"; fi
  done
  for file in "$CLOUD"/pid/*; do
    if [ -e "$file" ]; then proc_stop "$(basename "$file")"; fi
  done
  down_exports
  volumes_fs_down
}

# What exports volumes outlives the storage controller, for the guests; there are none any more.
down_exports() {
  local pid
  pid=$(storage_tgtd) || return 0
  kill -KILL "$pid"
  wait_until 5 storage_tgtd_gone || warn "process $pid (tgtd) does not end"
}

# down [--purge] [--force]
down() {
  local purge='' force='' option
  for option in "$@"; do
    case $option in
      --purge) purge=yes ;;
      --force) force=yes ;;
      *) die "down does not know $option" "tools/cloud down [--purge] [--force]" ;;
    esac
  done
  if [ -d "$CLOUD" ]; then step "Ending services and instances" down_processes; fi
  # A simulated cloud has none: these are somebody else's, and no matter of ours.
  if [ "$(cat "$CLOUD/mode" 2>/dev/null)" != simulated ] && [ -n "$(ns_list)" ]; then
    if net_foreign && [ -z "$force" ]; then
      die "namespaces $(ns_list | tr '\n' ' ')were made by the cloud in $(net_owner)" "tools/cloud down --force ends everything in them and removes them"
    fi
    step "Removing the namespaces" net_down
  fi
  if [ -n "$purge" ]; then
    rm -rf "$CLOUD"
    say "Nothing is left; run/cloud is gone too."
  else
    say "Nothing runs any more. The cloud's data stays in run/cloud: tools/cloud up brings it back, tools/cloud down --purge forgets it."
  fi
}
