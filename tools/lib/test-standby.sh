# shellcheck shell=bash
# A second controller for a cluster takes over on the real cloud, amid the traffic and the probers of test-chaos.sh.
# Needs what lib/test-cloud loads.

duty_is() { admin --json component list | jq -e --arg name "$1" --arg duty "$2" '.components[] | select(.name == $name and .duty == $duty)' >/dev/null; }
in_charge() {
  local name
  for name in cc cc-b; do if duty_is "$name" 'in charge'; then echo "$name" && return; fi; done
  return 1
}
other_than() { case $1 in cc) echo cc-b ;; *) echo cc ;; esac; }

standby_joins() {
  "$TOOLS/cloud" up --standby
  wait_until 60 in_charge
  wait_until 60 duty_is "$(other_than "$(in_charge)")" 'stands by'
  chaos_well
}

# The one in charge dies: the other answers for it, and takes launches; whoever comes back stands by.
standby_dies() {
  local one other id SSH address
  one=$(in_charge)
  other=$(other_than "$one")
  address=$(cat "$CLOUD/chaos-address")
  guest_ssh_command "$address"
  chaos_start takeover "${CHAOS[@]}" flow "${SSH[@]}" 'while :; do echo line; usleep 200000; done'
  wait_until 30 takeover_flows
  "$TOOLS/cloud" kill "$one"
  wait_until 30 duty_is "$other" 'in charge'
  chaos_well
  chaos_stop takeover >>"$CLOUD/standby-seen"
  [ "$(guest_ssh "$address" 'timeout 5 wget -q -O - http://169.254.169.254/latest/meta-data/instance-id')" = "$(member victim)" ]
  id=$(launch 1 standby)
  wait_until 120 state_is running "$id"
  guest_wait_ssh "$(guest_public "$id")" 120
  "$TOOLS/cloud" start "$one"
  wait_until 60 duty_is "$one" 'stands by'
  duty_is "$other" 'in charge'
  client_ec2 terminate-instances --instance-ids "$id"
  wait_until 120 state_is terminated "$id"
  chaos_well
}
takeover_flows() { chaos_log takeover | tail -n 1 | grep -x '[0-9]*'; }

# The other tests look for the network at cc.
standby_ends() {
  if [ "$(in_charge)" != cc ]; then standby_dies; fi
  duty_is cc 'in charge'
}

test_standby() {
  check "a second controller joins the cluster" standby_joins
  check "the one in charge dies, the other takes over" standby_dies
  check "and so it goes the other way" standby_dies
  check "the first is in charge again" standby_ends
  if [ -e "$CLOUD/standby-seen" ]; then say "  ssh during each takeover: $(paste -sd';' "$CLOUD/standby-seen")"; fi
}
