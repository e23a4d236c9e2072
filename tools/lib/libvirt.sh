# shellcheck shell=bash
# A libvirtd of its own for each node: its directories lie under run/, its sockets too; the machine's libvirt sees nothing of it.
# Needs common.sh, proc.sh, net.sh.

libvirt_dir() { echo "$CLOUD/libvirt-$1"; }
libvirt_uri() { echo "qemu+unix:///system?socket=$(libvirt_dir "$1")/run/libvirt/libvirt-sock"; }

# libvirt_start NC
libvirt_start() {
  local name=$1 d
  d=$(libvirt_dir "$name")
  if proc_alive "libvirtd-$name"; then return 0; fi
  mkdir -p "$d"/{run,lib,cache,log,etc/qemu/networks}
  [ ${#d} -lt 70 ] || die "the path $d is too long for a socket" "put the project at a shorter path, or set JARRAH_RUN"
  [ -s "$d/uuid" ] || cat /proc/sys/kernel/random/uuid >"$d/uuid"
  # stdio_handler=file spares virtlogd; two nodes on one machine need two host ids.
  cat >"$d/etc/qemu.conf" <<'CONF'
security_driver = "none"
user = "root"
group = "root"
stdio_handler = "file"
cgroup_controllers = [ ]
namespaces = [ ]
remember_owner = 0
CONF
  cat >"$d/etc/libvirtd.conf" <<CONF
auth_unix_rw = "none"
auth_unix_ro = "none"
unix_sock_rw_perms = "0700"
host_uuid = "$(cat "$d/uuid")"
CONF
  # The directories are compiled in, so they are bound over in a mount namespace of the daemon's own. Without the
  # machine's /run it cannot reach the machine's dbus, systemd or libvirt either.
  # shellcheck disable=SC2016
  proc_start "libvirtd-$name" ip netns exec "$(ns "$name")" unshare -m bash -ec '
    mount --make-rprivate /
    mount --bind "$1/lib" /var/lib/libvirt
    mount --bind "$1/cache" /var/cache/libvirt
    mount --bind "$1/log" /var/log/libvirt
    mount --bind "$1/etc" /etc/libvirt
    mount --bind "$1/run" /run
    exec libvirtd -f /etc/libvirt/libvirtd.conf -p /run/libvirtd.pid' libvirtd "$d"
}

# libvirt_ready NC: it answers; the first answer takes seconds, while QEMU is asked what it can do.
libvirt_ready() { virsh -q -c "$(libvirt_uri "$1")" version >/dev/null 2>&1; }

# libvirt_stop NC: ends its guests, then itself.
libvirt_stop() {
  local name=$1 domain
  if proc_alive "libvirtd-$name"; then
    for domain in $(timeout 20 virsh -q -c "$(libvirt_uri "$name")" list --id 2>/dev/null); do
      timeout 20 virsh -q -c "$(libvirt_uri "$name")" destroy "$domain" >/dev/null 2>&1 || true
    done
  fi
  proc_stop "libvirtd-$name"
}
