# shellcheck shell=bash
# Services die, tables are flushed and bridges deleted while traffic flows, and nothing opens that should be closed.
# Needs what lib/test-cloud loads, test-network.sh, test-crash.sh and test-standby.sh.
#
#   victim: group chaos, reached by ssh alone; partner: the same group; lurker: another account, which tries all the time
#
# Throughout: one ssh connection from outside to victim and one TCP connection from victim to partner, neither of which may end; probes
# from outside and from lurker of what is closed, of which none may be answered or even reach victim.

CHAOS=(/usr/bin/python3 "$TOOLS/lib/clients/chaos.py")

# chaos_start NAME COMMAND...: a watcher, in the background, with a log of its own.
chaos_start() {
  local name=$1
  shift
  rm -f "$CLOUD/log/chaos-$name.log"
  proc_start "chaos-$name" "$@"
}

# chaos_log NAME; chaos_stop NAME: ends the watcher, and prints its last line.
chaos_log() { cat "$CLOUD/log/chaos-$1.log"; }
chaos_stop() {
  proc_stop "chaos-$1"
  chaos_log "$1" | tail -n 1
}

chaos_tap() { local id; id=$(member victim); echo "jt${id: -13}"; }

chaos_home() {
  local nc
  for nc in $(nodes); do if on_node "$nc" "$(member victim)"; then echo "$nc"; fi; done
}

chaos_prepare() {
  local group address
  group=$(client_ec2 create-security-group --group-name chaos --description 'tests: chaos' --query GroupId --output text)
  guest_permit "$group" tcp 22 22 "$PUBLIC_NET.0/24"
  permit_group "$group" 5000 "$group"
  network_launch victim "$group" >"$CLOUD/net-victim"
  network_launch partner "$group" >"$CLOUD/net-partner"
  stranger_ec2 run-instances --image-id "$(cat "$CLOUD/image-guest")" --instance-type "$TYPE" --key-name jarrah --security-group-ids "$(cat "$CLOUD/net-group-stranger")" \
    --query 'Instances[0].InstanceId' --output text >"$CLOUD/net-other"
  wait_until 120 state_is running "$(member victim)" "$(member partner)"
  wait_until 120 stranger_running
  stranger_field PublicIpAddress >"$CLOUD/net-other-public"
  guest_public "$(member victim)" >"$CLOUD/chaos-address"
  guest_public "$(member partner)" >"$CLOUD/chaos-partner"
  chaos_home >"$CLOUD/chaos-home"
  for address in "$(cat "$CLOUD/chaos-address")" "$(cat "$CLOUD/chaos-partner")" "$(cat "$CLOUD/net-other-public")"; do guest_wait_ssh "$address" 120; done
  chaos_traffic
}

chaos_traffic() {
  local SSH address private
  address=$(cat "$CLOUD/chaos-address")
  private=$(guest_private "$(member victim)")
  ip -n "$(ns pub)" route replace 172.16.0.0/12 via "$(cc_public cc)"
  # shellcheck disable=SC2016
  guest_ssh "$(cat "$CLOUD/chaos-partner")" '(while :; do sleep 3600; done | setsid nc -l -p 5000 >/tmp/flow) >/dev/null 2>&1 </dev/null &'
  guest_ssh "$address" "cat >/tmp/flow.sh; setsid sh /tmp/flow.sh >/dev/null 2>&1 </dev/null &" <<SCRIPT
until (while :; do echo line; usleep 200000; done) | nc $(guest_private "$(member partner)") 5000 && false; do sleep 1; touch /tmp/flow.again; done
SCRIPT
  # shellcheck disable=SC2016
  guest_ssh "$(cat "$CLOUD/net-other-public")" "cat >/tmp/lurk.sh; setsid sh /tmp/lurk.sh >/dev/null 2>&1 </dev/null &" <<SCRIPT
while :; do
  ping -c 1 -W 1 $private
  for host in $private $address; do echo | timeout 1 nc \$host 80; done
done
SCRIPT
  chaos_start tap ip netns exec "$(ns "$(cat "$CLOUD/chaos-home")")" "${CHAOS[@]}" tap "$(chaos_tap)"
  chaos_start closed ip netns exec "$(ns pub)" "${CHAOS[@]}" closed 0.05 "$address" "$private"
  guest_ssh_command "$address"
  chaos_start flow "${CHAOS[@]}" flow "${SSH[@]}" 'while :; do echo line; usleep 200000; done'
  chaos_well
}

# chaos_lines: how many lines came over the connection from outside; and over the one between guests.
chaos_lines() { chaos_log flow | tail -n 1 | grep -x '[0-9]*' || echo 0; }
chaos_lines_inside() { guest_ssh "$(cat "$CLOUD/chaos-partner")" 'wc -l </tmp/flow'; }
more_than() { [ "$("${@:2}")" -gt "$1" ]; }

# chaos_well: both connections go on, and new ones are taken.
chaos_well() {
  local address
  address=$(cat "$CLOUD/chaos-address")
  wait_until 20 seen open outside tcp "$address" 22
  # What was lost meanwhile is sent again after up to twice as long as the loss took.
  wait_until 60 more_than "$(chaos_lines)" chaos_lines
  wait_until 60 more_than "$(chaos_lines_inside)" chaos_lines_inside
}

# Dead services: what they made goes on without them.
chaos_dead() {
  "$TOOLS/cloud" kill "$@"
  chaos_well
  "$TOOLS/cloud" start "$@"
  chaos_well
}

# chaos_order SERVICE...: all of these die at once, and come back in that order, each when the one before is up.
chaos_order() {
  local service
  "$TOOLS/cloud" kill "$@"
  chaos_well
  for service in "$@"; do
    "$TOOLS/cloud" start "$service"
    chaos_well
  done
}

# Each by itself, as a careless hand would; mended before the next.
chaos_flush() {
  local home
  home=$(cat "$CLOUD/chaos-home")
  in_ns "$home" iptables -F
  wait_until 15 in_ns "$home" iptables -C FORWARD -j JARRAH-FORWARD
  chaos_well
  in_ns "$home" nft delete table bridge jarrah
  wait_until 15 in_ns "$home" nft list table bridge jarrah
  chaos_well
  in_ns cc iptables -F
  wait_until 15 in_ns cc iptables -C FORWARD -j JARRAH-FORWARD
  chaos_well
  in_ns cc iptables -t nat -F
  wait_until 15 in_ns cc iptables -t nat -C PREROUTING -j JARRAH-PREROUTING
  chaos_well
  in_ns cc ip address delete "$(cat "$CLOUD/chaos-address")/32" dev eth0
  chaos_well
}

# chaos_bridge: of the victim's network.
chaos_bridge() { in_ns "$(cat "$CLOUD/chaos-home")" ip -j link show dev "$(chaos_tap)" | jq -er '.[0].master'; }

chaos_bridges() {
  local bridge
  bridge=$(chaos_bridge)
  in_ns "$(cat "$CLOUD/chaos-home")" ip link delete dev "$bridge"
  wait_until 15 seen "$bridge" chaos_bridge
  chaos_well
  in_ns cc ip link delete dev "$bridge"
  wait_until 15 in_ns cc ip link show dev "$bridge"
  chaos_well
}

# chaos_state SERVICE: the directory of its state.
chaos_state() { echo "$CLOUD/$1/state/$(service_role "$1")"; }

# chaos_small SERVICE: its state on a small disk of its own; chaos_large SERVICE: back again.
chaos_small() {
  local state
  state=$(chaos_state "$1")
  "$TOOLS/cloud" stop "$1"
  mv "$state" "$state.large"
  mkdir -m 700 "$state"
  mount -t tmpfs -o size=8m,mode=700 jarrah-chaos "$state"
  cp -a "$state.large/." "$state/"
  "$TOOLS/cloud" start "$1"
}
chaos_large() {
  local state
  state=$(chaos_state "$1")
  mountpoint -q "$state" || return 0
  "$TOOLS/cloud" stop "$1"
  rm -rf "$state.large"
  cp -a "$state" "$state.large"
  umount "$state"
  rmdir "$state"
  mv "$state.large" "$state"
  "$TOOLS/cloud" start "$1"
}

# chaos_unmount: for a run that ends in the midst of it.
chaos_unmount() { awk -v cloud="$CLOUD/" '$1 == "jarrah-chaos" && index($2, cloud) == 1 { print $2 }' /proc/mounts | xargs -r umount --lazy; }

# says_unkept SERVICE: does its health say that the network is not on the disk?
says_unkept() { curl -sS -m 5 "http://127.0.0.1:$(service_ops_port "$1")/readyz" | grep >/dev/null 'could not be kept'; }

# chaos_change PORT: opens and closes it: a change of the network; small ones find room in what was written before.
chaos_change() {
  guest_permit "$(group_id chaos)" tcp "$1" "$1" "$PUBLIC_NET.0/24"
  sees refused outside tcp "$(cat "$CLOUD/chaos-address")" "$1"
  revoke "$(group_id chaos)" tcp "$1" "$1" "$PUBLIC_NET.0/24"
  sees silent outside tcp "$(cat "$CLOUD/chaos-address")" "$1"
}

# What is opened and closed takes effect all the same, the health says what is wrong, and it is right when there is room again.
chaos_full() {
  local home service port=90
  home=$(cat "$CLOUD/chaos-home")
  for service in cc "$home"; do chaos_small "$service"; done
  chaos_well
  for service in cc "$home"; do dd if=/dev/zero of="$(chaos_state "$service")/full" bs=64k 2>/dev/null || true; done
  until says_unkept cc && says_unkept "$home"; do
    [ "$port" -lt 110 ]
    chaos_change "$port"
    port=$((port + 1))
  done
  chaos_change 120
  for service in cc "$home"; do rm "$(chaos_state "$service")/full"; done
  wait_until 20 not says_unkept cc
  wait_until 20 not says_unkept "$home"
  for service in cc "$home"; do chaos_large "$service"; done
  chaos_well
}

# What the watchers saw. They are shown to see: what is opened at the end reaches the victim, from outside and from lurker.
chaos_verdict() {
  local closed tap flow group address
  address=$(cat "$CLOUD/chaos-address")
  group=$(group_id chaos)
  closed=$(chaos_stop closed)
  flow=$(chaos_stop flow)
  # The watchers' lines are what is shown of a check that fails.
  chaos_log closed | tail -n 5
  chaos_log tap | tail -n 5
  [[ $closed == "0 answers to "????* ]]
  [[ $flow == "longest silence"* ]]
  [ "$(chaos_log tap | grep -c 'was handed')" = 0 ]
  not guest_ssh "$address" test -e /tmp/flow.again
  guest_permit "$group" tcp 80 80 "$(cat "$CLOUD/net-other-public")/32"
  guest_permit "$group" icmp 8 -1
  wait_until 15 chaos_saw 'handed TCP'
  wait_until 15 chaos_saw 'handed echo'
  tap=$(chaos_stop tap)
  [[ $tap != *"beside 0 connections" ]]
  printf 'from outside: %s; nothing of it reached the guest, beside %s; ssh: %s\n' "$closed" "${tap#*beside }" "$flow" >"$CLOUD/chaos-seen"
}
chaos_saw() { chaos_log tap | grep >/dev/null "$1"; }

chaos_end() {
  local name
  for name in cc "$(cat "$CLOUD/chaos-home")"; do chaos_large "$name"; done
  for name in flow tap closed; do proc_stop "chaos-$name"; done
  ip -n "$(ns pub)" route delete 172.16.0.0/12
  stranger_ec2 terminate-instances --instance-ids "$(cat "$CLOUD/net-other")" >/dev/null
  client_ec2 terminate-instances --instance-ids "$(member victim)" "$(member partner)"
  wait_until 120 state_is terminated "$(member victim)" "$(member partner)"
  client_ec2 delete-security-group --group-id "$(group_id chaos)"
}

test_chaos() {
  local home order
  check "traffic and probers for the chaos" chaos_prepare
  home=$(cat "$CLOUD/chaos-home")
  check "a dead cluster controller: flows go on" chaos_dead cc
  check "a dead node controller: flows go on" chaos_dead "$home"
  for order in "$home cc clc" "clc $home cc" "cc clc $home" "$home clc cc" "cc $home clc" "clc cc $home"; do
    # shellcheck disable=SC2086
    check "all of them die, and return in the order $order" chaos_order $order
  done
  check "tables flushed by hand, addresses taken away" chaos_flush
  check "bridges deleted by hand" chaos_bridges
  check "full disks: what is closed is closed" chaos_full
  test_standby
  check "no connection ended, and nothing was open that should be closed at any sampled moment" chaos_verdict
  if [ -e "$CLOUD/chaos-seen" ]; then say "  $(cat "$CLOUD/chaos-seen")"; fi
  check "the guests of the chaos end" chaos_end
}
