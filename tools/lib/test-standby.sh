# shellcheck shell=bash
# A second controller for a cluster takes over on the real cloud. Needs what lib/test-cloud loads, and test-chaos.sh, whose traffic it uses.

duty() { admin component list | awk -v name="$1" '$0 ~ "(^|[ │|])" name "([ │|]|$)"'; }
duty_is() { duty "$1" | grep >/dev/null "$2"; }

standby_joins() {
  "$TOOLS/cloud" up --standby
  wait_until 60 duty_is cc 'in charge'
  wait_until 60 duty_is cc-b 'stands by'
  chaos_well
}

# standby_dies ONE OTHER: kill -9 of the one in charge; the other answers for it, and takes launches.
standby_dies() {
  local id
  "$TOOLS/cloud" kill "$1"
  wait_until 30 duty_is "$2" 'in charge'
  chaos_well
  [ "$(guest_ssh "$(cat "$CLOUD/chaos-address")" 'timeout 5 wget -q -O - http://169.254.169.254/latest/meta-data/instance-id')" = "$(member victim)" ]
  id=$(launch 1 standby)
  wait_until 120 state_is running "$id"
  guest_wait_ssh "$(guest_public "$id")" 120
  "$TOOLS/cloud" start "$1"
  wait_until 60 duty_is "$1" 'stands by'
  duty_is "$2" 'in charge'
  client_ec2 terminate-instances --instance-ids "$id"
  wait_until 120 state_is terminated "$id"
  chaos_well
}
