# shellcheck shell=bash
# One haproxy passes TCP from the host's loopback into the cloud's namespaces, so that the endpoints answer on 127.0.0.1
# and the host's network stays as it is. Needs common.sh, proc.sh, net.sh.

# name, port on 127.0.0.1, namespace, address in it
proxy_table() {
  cat <<TABLE
ec2 8773 clc $CLC_IP:8773
join 8777 clc $CLC_IP:8777
s3 8780 clc $CLC_IP:8780
ops-clc 18773 clc 127.0.0.1:18773
ops-sc 18776 clc 127.0.0.1:18776
ops-walrus 18780 clc 127.0.0.1:18780
TABLE
  local cc
  for cc in $(ccs); do echo "ops-$cc $(service_ops_port "$cc") $cc 127.0.0.1:18774"; done
}

# Health and metrics of the nodes: 18775 is nc1's, then one port a node up from 18781.
proxy_nc_port() { if [ "$1" = nc1 ]; then echo 18775; else echo $((18779 + ${1#nc})); fi; }

proxy_config() {
  local name port space address nc
  cat <<'CONF'
global
  maxconn 4096
defaults
  mode tcp
  timeout connect 5s
  timeout client 1h
  timeout server 1h
CONF
  {
    proxy_table
    for nc in "$@"; do echo "ops-$nc $(proxy_nc_port "$nc") $nc 127.0.0.1:18775"; done
  } | while read -r name port space address; do
    printf 'listen %s\n  bind 127.0.0.1:%s\n  server s %s namespace %s\n' "$name" "$port" "$address" "$(ns "$space")"
  done
}

# proxy_start NC...: one that runs is replaced when a service came.
proxy_start() {
  proxy_config "$@" >"$CLOUD/haproxy.cfg.new"
  if ! cmp -s "$CLOUD/haproxy.cfg.new" "$CLOUD/haproxy.cfg"; then proc_stop haproxy; fi
  mv "$CLOUD/haproxy.cfg.new" "$CLOUD/haproxy.cfg"
  proc_start haproxy haproxy -db -f "$CLOUD/haproxy.cfg"
  wait_until 5 proxy_listens || die "haproxy did not start" "log: $CLOUD/log/haproxy.log; is another program on port 8773 or 8780 of 127.0.0.1?"
}

proxy_listens() { proc_alive haproxy && (exec 3<>/dev/tcp/127.0.0.1/8780) 2>/dev/null; }
