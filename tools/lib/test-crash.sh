# shellcheck shell=bash
# kill -9 of services, and a dead node, while instances run. Needs what lib/test-cloud loads and test-instances.sh.

survivor() { cat "$CLOUD/survivor"; }
boot_id() { guest_ssh "$1" cat /proc/sys/kernel/random/boot_id; }

crash_prepare() {
  launch 1 survivor >"$CLOUD/survivor"
  wait_until 120 state_is running "$(survivor)"
  guest_address "$(survivor)" >"$CLOUD/survivor-address"
  guest_wait_ssh "$(cat "$CLOUD/survivor-address")" 120
  boot_id "$(cat "$CLOUD/survivor-address")" >"$CLOUD/survivor-boot"
}

# The guest that ran before runs on, unharmed, and is described as running.
survivor_unharmed() {
  state_is running "$(survivor)"
  [ "$(boot_id "$(cat "$CLOUD/survivor-address")")" = "$(cat "$CLOUD/survivor-boot")" ]
}

# crash SERVICE...: killed while an instance is being launched; after the restart that one runs, and nothing leaks.
crash() {
  local id
  id=$(launch 1 "crash")
  "$TOOLS/cloud" kill "$@"
  if [ "$1" != all ] && [ "$1" != clc ]; then state_is running "$(survivor)"; fi
  "$TOOLS/cloud" start "$@"
  wait_until 180 state_is running "$id"
  survivor_unharmed
  [ "$(domains | grep -c "$id")" = 1 ]
  client_ec2 terminate-instances --instance-ids "$id"
  wait_until 120 state_is terminated "$id"
  wait_until 30 instance_leftovers "$id"
}

# The node that holds the survivor loses its controller: its instance stays, others start elsewhere, health says so.
dead_node() {
  local nc home='' id
  for nc in $(nodes); do if on_node "$nc" "$(survivor)"; then home=$nc; fi; done
  [ -n "$home" ]
  "$TOOLS/cloud" kill "$home"
  wait_until 120 node_impaired "$home"
  state_is running "$(survivor)"
  id=$(launch 1 elsewhere)
  wait_until 180 state_is running "$id"
  if on_node "$home" "$id"; then echo "$id was placed on the dead node"; return 1; fi
  "$TOOLS/cloud" start "$home"
  wait_until 120 node_ok "$home"
  survivor_unharmed
  client_ec2 terminate-instances --instance-ids "$id"
  wait_until 90 state_is terminated "$id"
}

node_health() { admin node list 2>/dev/null | grep -w "$1"; }
node_impaired() { node_health "$1" | grep >/dev/null -i -E 'impaired|unreachable'; }
node_ok() { node_health "$1" | grep >/dev/null -w -i ok; }

leftovers_of_all() {
  local running
  running=$(client_ec2 describe-instances --filters Name=instance-state-name,Values=running,pending --query 'Reservations[].Instances[].InstanceId' --output text | tr '\t' '\n' | sed '/^$/d' | sort)
  diff <(printf '%s\n' "$running") <(domains | grep -o 'i-[0-9a-f]\{17\}' | sort)
}

test_crashes() {
  local service
  check "an instance to survive" crash_prepare
  for service in clc walrus sc cc nc1 nc2 all; do
    check "kill -9 $service during a launch, then start it" crash "$service"
  done
  check "a node dies and returns" dead_node
  check "the domains are exactly the instances described" leftovers_of_all
}
