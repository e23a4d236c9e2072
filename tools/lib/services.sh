# shellcheck shell=bash
# The five services of the dev cloud: their configuration, start and health.
# Needs common.sh, proc.sh, net.sh, libvirt.sh, proxy.sh, java.sh, volumefs.sh and $CLOUD.

# How many clusters this cloud has, from the file `clusters` that up writes: 1 or 2.
clusters() { cat "$CLOUD/clusters" 2>/dev/null || echo 1; }

# standby: has the first cluster a second controller? The file `standby` says so, which up writes.
standby() { [ -e "$CLOUD/standby" ]; }

# The cluster controllers.
ccs() {
  echo cc
  if standby; then echo cc-b; fi
  [ "$(clusters)" = 1 ] || echo cc2
}

# The nodes, from the file `nodes` that up writes: those of the first cluster, and the one of the second.
nodes() {
  local n count
  count=$(cat "$CLOUD/nodes" 2>/dev/null || echo 2)
  for ((n = 1; n <= count; n++)); do echo "nc$n"; done
  [ "$(clusters)" = 1 ] || echo nc21
}

# service_cluster SERVICE: the zone it belongs to.
service_cluster() { case $1 in cc2 | nc21) echo zone2 ;; *) echo zone1 ;; esac; }

services() { echo clc walrus sc; ccs; nodes; }

service_space() { case $1 in walrus | sc) echo clc ;; *) echo "$1" ;; esac; }
service_role() { case $1 in nc*) echo nc ;; cc*) echo cc ;; *) echo "$1" ;; esac; }
service_ops_port() {
  case $1 in
    clc) echo 18773 ;;
    walrus) echo 18780 ;;
    sc) echo 18776 ;;
    cc) echo 18774 ;;
    cc-b) echo 18772 ;;
    cc2) echo 18771 ;;
    nc*) proxy_nc_port "$1" ;;
  esac
}
service_host() {
  case $1 in
    cc*) cc_ip "$1" ;;
    nc*) nc_ip "$1" ;;
    *) echo "$CLC_IP" ;;
  esac
}

# service_conf SERVICE: writes its jarrah.conf.
service_conf() {
  local d=$CLOUD/$1
  mkdir -p "$d"
  {
    cat <<CONF
# Written by tools/cloud up; etc/jarrah.conf explains every setting.
EUCALYPTUS="$d/state"
LOGLEVEL="${JARRAH_LOGLEVEL:-INFO}"
ADVERTISED_HOST="$(service_host "$1")"
CONF
    if [ "$1" != clc ]; then
      cat <<CONF
CLC_JOIN_URL="https://$CLC_IP:8777/services/Join"
JOIN_TOKEN_FILE="$d/join-token"
COMPONENT_NAME="$1"
CONF
    fi
    case $1 in
      clc)
        cat <<CONF
EC2_URL="http://127.0.0.1:8773"
WALRUS_URL="http://$CLC_IP:8780"
VNET_PUBLICIPS="$PUBLIC_NET.100-$PUBLIC_NET.227"
VNET_SUBNET6="$TENANTS6"
CONF
        ;;
      walrus) ;;
      sc)
        cat <<CONF
CLUSTER_NAME="$(service_cluster sc)"
VOLUME_PATH="$(volumes_directory)"
CONF
        ;;
      cc*)
        cat <<CONF
CLUSTER_NAME="$(service_cluster "$1")"
VNET_MODE="MANAGED"
VNET_SUBNET6="$TENANTS6"
VNET_ISOLATION="VXLAN"
VNET_PUBINTERFACE="eth0"
VNET_PRIVINTERFACE="eth1"
CONF
        if standby && [ "$1" != cc2 ]; then echo "VNET_VIRTUALIP=\"$(cc_virtual)\""; fi
        ;;
      nc*)
        cat <<CONF
CLUSTER_NAME="$(service_cluster "$1")"
HYPERVISOR="${JARRAH_HYPERVISOR:-auto}"
LIBVIRT_URI="$(libvirt_uri "$1")"
VNET_PRIVINTERFACE="eth1"
MAX_CORES="${JARRAH_NODE_CORES:-8}"
MAX_MEM="${JARRAH_NODE_MEM:-4096}"
MAX_DISK="${JARRAH_NODE_DISK:-40}"
CONF
        ;;
    esac
  } >"$d/jarrah.conf"
}

# storage_tgtd: the process id of the storage controller's tgtd, while that runs.
storage_tgtd() {
  local pid
  pid=$(cat "$CLOUD/sc/state/sc/tgtd/pid" 2>/dev/null) || return 1
  tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep >/dev/null -F "$CLOUD/sc/state/" || return 1
  echo "$pid"
}
storage_tgtd_gone() { ! storage_tgtd >/dev/null; }

# storage_targets: the names of what it exports.
storage_targets() {
  storage_tgtd >/dev/null || return 0
  TGT_IPC_SOCKET=$CLOUD/sc/state/sc/tgtd/socket tgtadm --lld iscsi --mode target --op show | sed -n 's/^Target [0-9]*: //p'
}

# service_start SERVICE: starts it, does not wait.
service_start() {
  local JAVA_COMMAND
  if proc_alive "$1"; then return 0; fi
  service_conf "$1"
  java_command "$1"
  proc_start "$1" ip netns exec "$(ns "$(service_space "$1")")" "${JAVA_COMMAND[@]}" --config "$CLOUD/$1/jarrah.conf"
}

# service_ready SERVICE: does it say so itself?
service_ready() {
  proc_alive "$1" && curl -fsS -m 5 -o /dev/null "http://127.0.0.1:$(service_ops_port "$1")/readyz" 2>/dev/null
}

# service_wait SERVICE [SECONDS]: until it is ready, or gone.
service_wait() {
  local end=$(($(now_ms) + ${2:-120} * 1000))
  until service_ready "$1"; do
    if ! proc_alive "$1"; then
      tail -n 15 "$CLOUD/log/$1.log"
      echo "$1 ended"
      return 1
    fi
    if [ "$(now_ms)" -ge "$end" ]; then
      curl -sS -m 5 "http://127.0.0.1:$(service_ops_port "$1")/readyz" || true
      echo "$1 is not ready after ${2:-120} s"
      return 1
    fi
    sleep 0.1
  done
}

# service_join SERVICE: a one-time token, unless the service has its certificate already.
service_join() {
  local d=$CLOUD/$1 cluster=() standby=()
  if compgen -G "$d/state/*/keys.p12" >/dev/null; then return 0; fi
  mkdir -p "$d"
  case $1 in sc | cc* | nc*) cluster=(--cluster "$(service_cluster "$1")") ;; esac
  [ "$1" != cc-b ] || standby=(--standby)
  (umask 077 && admin component register --role "$(service_role "$1")" "${cluster[@]}" --name "$1" "${standby[@]}" >"$d/join-token")
}

# admin ARGS...: tools/admin as the cloud's administrator.
admin() {
  (
    set -a
    # shellcheck disable=SC1091
    . "$CLOUD/clc/state/clc/credentials"
    set +a
    AWS_ENDPOINT_URL=http://127.0.0.1:8773 JARRAH_ADMIN_URL=http://127.0.0.1:8773/services/Admin "$TOOLS/admin" "$@"
  )
}
