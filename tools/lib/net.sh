# shellcheck shell=bash
# The cloud's own network: namespaces only, nothing in the host's. Needs common.sh and $CLOUD.
#
#   host 127.0.0.1 --haproxy--> clc 192.168.70.10
#                                |
#   sw: bridge br0 ------------- + --- cc .1 ---- 10.99.0.1 --+-- pub 10.99.0.2 (a client outside)
#                                + --- nc1 .11                |
#                                + --- nc2 .12                |
#   with a second cluster:       + --- cc2 .2 --- 10.99.0.3 --+
#                                + --- nc21 .31
#   with a standby:              + --- cc-b .3 --- 10.99.0.4 --+   and .9 is at whichever of cc and cc-b is in charge

PREFIX=${JARRAH_PREFIX:-jc}
CLC_IP=192.168.70.10
PUBLIC_NET=10.99.0
# Tenants' IPv6, and the beginning of addresses outside.
# shellcheck disable=SC2034 # lib/services.sh and the tests read them
TENANTS6=fd00:10:20::/48 PUBLIC6=fd00:99:0

cc_virtual() { echo 192.168.70.9; }
cc_ip() { case $1 in cc2) echo 192.168.70.2 ;; cc-b) echo 192.168.70.3 ;; *) echo 192.168.70.1 ;; esac; }
cc_public() { case $1 in cc2) echo "$PUBLIC_NET.3" ;; cc-b) echo "$PUBLIC_NET.4" ;; *) echo "$PUBLIC_NET.1" ;; esac; }
ns() { echo "$PREFIX-$1"; }
nc_ip() { echo "192.168.70.$((10 + ${1#nc}))"; }

# in_ns NAME COMMAND...: with the network of that namespace, and /sys to match (libvirt reads /sys/class/net).
in_ns() {
  local name=$1
  shift
  ip netns exec "$(ns "$name")" "$@"
}

ns_exists() { [ -e "/run/netns/$(ns "$1")" ]; }

# All namespaces of this cloud, by prefix.
ns_list() { ip netns list 2>/dev/null | awk '{ print $1 }' | grep "^$PREFIX-" || true; }

# Which cloud made the namespaces: written on the switch's bridge, so it is there exactly as long as they are.
net_owner() { ip -n "$(ns sw)" -j link show br0 2>/dev/null | jq -r '.[0].ifalias // "somebody"' 2>/dev/null || true; }

# net_foreign: are there namespaces of our prefix that are not ours?
net_foreign() { [ -n "$(ns_list)" ] && [ "$(net_owner)" != "$CLOUD" ]; }

net_namespace() {
  if ns_exists "$1"; then return 0; fi
  ip netns add "$(ns "$1")"
  ip -n "$(ns "$1")" link set lo up
}

# net_wire NAME ADDRESS: eth1 of NAME, plugged into the switch.
net_wire() {
  local space
  space=$(ns "$1")
  if ip -n "$space" link show eth1 >/dev/null 2>&1; then return 0; fi
  ip -n "$(ns sw)" link add name "t-$1" type veth peer name eth1 netns "$space"
  ip -n "$(ns sw)" link set "t-$1" master br0 up
  ip -n "$space" address add "$2/24" dev eth1
  ip -n "$space" link set eth1 up
}

# net_switch NAME BRIDGE: plays a plain switch: no filter of the machine looks into it.
net_switch() {
  ip -n "$(ns "$1")" link add name "$2" type bridge
  in_ns "$1" sysctl -qw net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0 net.bridge.bridge-nf-call-arptables=0 2>/dev/null || true
  ip -n "$(ns "$1")" link set "$2" up
}

# net_public CC: eth0 of a cluster controller, on the network of the client outside.
net_public() {
  local space
  space=$(ns "$1")
  if ip -n "$space" link show eth0 >/dev/null 2>&1; then return 0; fi
  ip -n "$space" link add name eth0 type veth peer name "p-$1" netns "$(ns pub)"
  ip -n "$(ns pub)" link set "p-$1" master eth0 up
  ip -n "$space" address add "$(cc_public "$1")/24" dev eth0
  ip -n "$space" link set eth0 up
  # Checksums are left to the network card, and a veth has none: what is routed on would arrive without.
  in_ns "$1" ethtool -K eth0 tx off >/dev/null
}

# net_up NODE...: everything that is missing.
net_up() {
  local nc
  # Where no namespace was ever made, `ip netns` mounts /run/netns: remembered, so that down can take it away.
  if ! grep -q ' /run/netns ' /proc/mounts; then touch "$CLOUD/netns-mounted"; fi
  net_namespace sw
  if ! ip -n "$(ns sw)" link show br0 >/dev/null 2>&1; then
    net_switch sw br0
    ip -n "$(ns sw)" link set br0 alias "$CLOUD"
  fi
  for nc in clc $(ccs) "$@" pub; do net_namespace "$nc"; done
  net_wire clc "$CLC_IP"
  for nc in "$@"; do net_wire "$nc" "$(nc_ip "$nc")"; done
  if ! ip -n "$(ns pub)" link show eth0 >/dev/null 2>&1; then
    net_switch pub eth0
    ip -n "$(ns pub)" address add "$PUBLIC_NET.2/24" dev eth0
    in_ns pub ethtool -K eth0 tx off >/dev/null
  fi
  for nc in $(ccs); do
    net_wire "$nc" "$(cc_ip "$nc")"
    net_public "$nc"
  done
}

# net_pids: what still runs in our namespaces; by their nature all of it is ours.
net_pids() {
  local space
  for space in $(ns_list); do ip netns pids "$space"; done
}

net_empty() { [ -z "$(net_pids)" ]; }

# net_down: ends what is left in the namespaces and removes them, with every interface, bridge, tunnel and rule in them.
net_down() {
  local space pids
  pids=$(net_pids)
  if [ -n "$pids" ]; then
    # shellcheck disable=SC2086
    kill -TERM $pids 2>/dev/null || true
    if ! wait_until 5 net_empty; then
      pids=$(net_pids)
      # shellcheck disable=SC2086
      [ -z "$pids" ] || kill -KILL $pids 2>/dev/null || true
      wait_until 5 net_empty || warn "processes stay in the namespaces: $(net_pids | tr '\n' ' ')"
    fi
  fi
  for space in $(ns_list); do ip netns delete "$space"; done
  if [ -e "$CLOUD/netns-mounted" ] && [ -z "$(ls -A /run/netns 2>/dev/null)" ]; then
    umount /run/netns 2>/dev/null || true
    rmdir /run/netns 2>/dev/null || true
    rm -f "$CLOUD/netns-mounted"
  fi
}
