# shellcheck shell=bash
# Does a cloud leave traces on the machine? Needs common.sh, net.sh and $CLOUD.

# What the machine has outside run/ that a cloud might leave behind; files newer than $CLOUD.begin.
machine_state() {
  ip netns list 2>/dev/null | sort
  ip -o link show | sed 's/^[0-9]*: //; s/[@:].*//' | sort
  iptables-save 2>/dev/null | sed '/^#/d; s/\[[0-9:]*\]//'
  awk '{ print $2, $3 }' /proc/mounts | sort
  find /etc /var/lib/libvirt /var/lib/dhcp /run/libvirt -newer "$CLOUD.begin" -type f 2>/dev/null | sed -E '/^\/etc\/(mtab|resolv.conf)/d' | sort || true
}

# traces_begin: before the cloud is there.
traces_begin() {
  mkdir -p "$(dirname "$CLOUD")"
  touch "$CLOUD.begin"
  machine_state >"$CLOUD.before"
}

# traces_none: after it is gone; prints what is left.
traces_none() {
  local left
  left=$(machine_state)
  printf '%s\n' "$left" | diff "$CLOUD.before" -
  [ -z "$(ns_list)" ]
  if pgrep -af "$CLOUD/"; then return 1; fi
}
