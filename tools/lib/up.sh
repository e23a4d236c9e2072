# shellcheck shell=bash
# tools/cloud up: the steps from a bare machine to an instance that answers ssh. Needs everything else in lib/.


up_prepare() {
  local parts=(build client)
  mkdir -p "$CLOUD/log" "$CLOUD/pid"
  [ "$1" = simulated ] || parts+=(image cloud)
  if [ -n "$(install_missing "${parts[@]}")" ] || ! jdk_find; then install_for "${parts[@]}"; fi
  if build_needed; then
    STEP_LOG=$RUN/build.log STEP_HINT="log: run/build.log; a clean try: tools/mvn clean, then tools/cloud up again" step "Building the services" build_now
  fi
}

up_aot() {
  if aot_needed; then STEP_LOG=$RUN/build.log step "Preparing faster starts (AOT cache, once a build)" aot_train; fi
}

# Namespaces and addresses that are taken by something else are found before anything is begun.
up_check() {
  [ "$(id -u)" = 0 ] || die "the real cloud needs root, for namespaces and virtual machines" "run it as root, or: tools/cloud up --simulated"
  if net_foreign; then
    die "namespaces $(ns_list | tr '\n' ' ')exist, made by the cloud in $(net_owner)" \
      "end that one first: tools/cloud down in its project; if that is gone: tools/cloud down --force"
  fi
  if ! proc_alive haproxy; then
    local port
    for port in 8773 8777 8780; do
      if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
        die "port $port of 127.0.0.1 is taken by another program" "end it, or run the cloud on another machine; who it is: ss -ltnp 'sport = :$port'"
      fi
    done
  fi
}

up_network() {
  local nc
  # Before libvirt, which has a view of mounts of its own from then on.
  volumes_fs_up
  # shellcheck disable=SC2046
  net_up $(nodes)
  # shellcheck disable=SC2046
  proxy_start $(nodes)
  for nc in $(nodes); do libvirt_start "$nc"; done
}

up_libvirt() {
  local nc
  for nc in $(nodes); do
    wait_until 60 libvirt_ready "$nc" || { echo "libvirtd of $nc does not answer; log: $CLOUD/log/libvirtd-$nc.log"; return 1; }
  done
}

up_clc() {
  service_start clc
  service_wait clc
}

up_register() {
  local service jobs=()
  # Registering a cluster controller makes the cluster that the others belong to.
  for service in $(ccs); do service_join "$service"; done
  for service in walrus sc $(nodes); do
    service_join "$service" &
    jobs+=($!)
  done
  for service in "${jobs[@]}"; do wait "$service"; done
}

up_others() {
  local service
  # One that had no standby before has another configuration now.
  if standby && ! grep -qs VNET_VIRTUALIP "$CLOUD/cc/jarrah.conf"; then proc_stop cc; fi
  for service in walrus sc $(ccs) $(nodes); do service_start "$service"; done
  for service in walrus sc $(ccs) $(nodes); do
    service_wait "$service" 180
    rm -f "$CLOUD/$service/join-token"
  done
}

# Every zone is available.
up_zones_ready() {
  [ "$(client_ec2 describe-availability-zones --filters Name=state,Values=available --query 'length(AvailabilityZones)' --output text)" = "$(clusters)" ]
}

up_credentials() {
  # shellcheck disable=SC1091
  . "$CLOUD/clc/state/clc/credentials"
  client_files "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" http://127.0.0.1:8773 http://127.0.0.1:8780 us-east-1
  wait_until 60 up_zones_ready
}

up_upload() {
  local file
  for file in vmlinuz initrd.gz root.ext4 disk.qcow2; do guest_upload "$RUN/image/$file"; done
}

up_access() {
  guest_key
  guest_open
}

up_running() { wait_until 180 guest_running "$(cat "$CLOUD/instance")"; }
up_ssh() {
  guest_address "$(cat "$CLOUD/instance")" >"$CLOUD/instance-address"
  guest_wait_ssh "$(cat "$CLOUD/instance-address")" 120
  guest_ssh "$(cat "$CLOUD/instance-address")" uname -a
}

up_real() {
  local start
  start=$(now_ms)
  if [ "$(cat "$CLOUD/mode" 2>/dev/null)" = simulated ] && proc_alive simulated; then die "the simulated cloud is up" "tools/cloud down first"; fi
  say "Jarrah: the five services as five processes, $UP_NODES nodes$([ "$UP_CLUSTERS" = 1 ] || echo ", and a second cluster with one")"
  up_prepare real
  up_check
  echo real >"$CLOUD/mode"
  echo "$UP_NODES" >"$CLOUD/nodes"
  echo "$UP_CLUSTERS" >"$CLOUD/clusters"
  [ -z "$UP_STANDBY" ] || touch "$CLOUD/standby"
  export STEP_LOG=$CLOUD/log/up.log
  up_aot
  STEP_HINT="try by hand: tools/image" step "Building the guest image" "$TOOLS/image"
  step "Namespaces, proxy, libvirt, a file system for volumes" up_network
  STEP_HINT="log: tools/cloud logs clc" step "Cloud controller" up_clc
  STEP_HINT="log: tools/cloud logs clc" step "Registering the components" up_register
  STEP_HINT="logs: tools/cloud logs walrus|sc|cc|nc1" step "Walrus, storage, cluster and node controllers" up_others
  step "libvirt is ready" up_libvirt
  STEP_HINT="logs: tools/cloud logs clc, tools/cloud logs cc" step "Credentials; the zone is available" up_credentials
  STEP_HINT="log: tools/cloud logs walrus" step "Uploading the guest image" up_upload
  STEP_HINT="log: tools/cloud logs clc" step "Registering it" guest_images
  step "Key pair; ssh and ping are let in" up_access
  STEP_HINT="log: tools/cloud logs clc" step "Launching an instance" guest_first
  STEP_HINT="logs: tools/cloud logs cc, tools/cloud logs nc1" step "It is running" up_running
  STEP_HINT="its console: . run/cloud/jarrahrc; aws ec2 get-console-output --latest --output text --instance-id $(cat "$CLOUD/instance" 2>/dev/null)" \
    step "It answers ssh" up_ssh
  up_summary "$(seconds "$start")"
}

up_summary() {
  local id
  id=$(cat "$CLOUD/instance")
  cat <<TEXT

The cloud is up after $1 s. It answers at
  EC2, IAM, STS  http://127.0.0.1:8773      S3  http://127.0.0.1:8780
Instance $id at $(cat "$CLOUD/instance-address") answers ssh.

Try:
  . $(up_relative "$CLOUD/jarrahrc")
  aws ec2 describe-instances --output table
  aws ec2 run-instances --image-id $(cat "$CLOUD/image-guest") --count 2 --key-name jarrah
  aws ec2 get-console-output --instance-id $id --output text
  tools/cloud ssh $id
  aws s3 ls s3://images
tools/cloud status shows the services, tools/cloud down ends them.
TEXT
}

up_relative() { case $1 in "$PWD"/*) echo "${1#"$PWD"/}" ;; *) echo "$1" ;; esac; }
