# shellcheck shell=bash
# Tests of two clusters on the real cloud, by packets. Needs what lib/test-cloud loads, and test-network.sh.
#
#   near: in zone1, group near      far: in zone2, group far

zone_states() { client_ec2 describe-availability-zones --query 'sort_by(AvailabilityZones, &ZoneName)[].[ZoneName,State]' --output text | xargs; }

second_cluster_joins() {
  "$TOOLS/cloud" up --nodes 2 --clusters 2
  [ "$(zone_states)" = "zone1 available zone2 available" ]
}

# clusters_launch NAME ZONE: in the group of that name; prints the id.
clusters_launch() {
  client_ec2 run-instances --image-id "$(cat "$CLOUD/image-guest")" --instance-type "$TYPE" --key-name jarrah --security-group-ids "$(group_id "$1")" \
    --placement "AvailabilityZone=$2" --tag-specifications "ResourceType=instance,Tags=[{Key=Name,Value=$1}]" --query 'Instances[0].InstanceId' --output text
}

clusters_prepare() {
  local name
  for name in near far; do
    client_ec2 create-security-group --group-name "$name" --description "tests: $name" --query GroupId --output text
    guest_permit "$(group_id "$name")" tcp 22 22
  done
  clusters_launch near zone1 >"$CLOUD/net-near"
  clusters_launch far zone2 >"$CLOUD/net-far"
  wait_until 120 state_is running "$(member near)" "$(member far)"
  for name in near far; do guest_wait_ssh "$(guest_public "$(member "$name")")" 120; done
  [ "$(guest_field "$(member far)" Placement.AvailabilityZone)" = zone2 ]
  on_node nc21 "$(member far)"
}

far_is_closed() {
  local far
  far=$(guest_private "$(member far)")
  [ "$(inside near "$far" 85)" = silent ]
  not inside_ping near "$far"
}

# A rule that names a group means its members in every cluster, by their private addresses.
far_lets_members_in() {
  local far
  far=$(guest_private "$(member far)")
  permit_group "$(group_id far)" 85 "$(group_id near)"
  sees refused inside near "$far" 85
  [ "$(inside near "$far" 86)" = silent ]
  [ "$(inside far "$(guest_private "$(member near)")" 85)" = silent ]
  client_ec2 authorize-security-group-ingress --group-id "$(group_id near)" \
    --ip-permissions "IpProtocol=icmp,FromPort=-1,ToPort=-1,UserIdGroupPairs=[{GroupId=$(group_id far)}]" >/dev/null
  wait_until 10 inside_ping far "$(guest_private "$(member near)")"
  not inside_ping near "$far"
}

# By the public address the sender is its own public address, and no member of a group.
far_by_public_address() {
  local far near
  far=$(guest_public "$(member far)")
  near=$(guest_public "$(member near)")
  [ "$(inside near "$far" 85)" = silent ]
  guest_permit "$(group_id far)" tcp 88 88 "$near/32"
  sees refused inside near "$far" 88
  [ "$(outside tcp "$far" 88)" = silent ]
}

# The administrator's hand takes the clusters apart; they are joined again.
joined_again() {
  in_ns cc ip link delete dev jtransit
  in_ns cc2 ip route flush dev jtransit
  wait_until 15 inside_ping far "$(guest_private "$(member near)")"
}

clusters_end() {
  client_ec2 terminate-instances --instance-ids "$(member near)" "$(member far)"
  wait_until 120 state_is terminated "$(member near)" "$(member far)"
  # They name each other.
  client_ec2 revoke-security-group-ingress --group-id "$(group_id near)" \
    --ip-permissions "IpProtocol=icmp,FromPort=-1,ToPort=-1,UserIdGroupPairs=[{GroupId=$(group_id far)}]" >/dev/null
  client_ec2 delete-security-group --group-id "$(group_id far)"
  client_ec2 delete-security-group --group-id "$(group_id near)"
}

test_clusters() {
  check "up once more is harmless, and adds a second cluster" second_cluster_joins
  check "an instance in each zone, reached by its public address" clusters_prepare
  check "what no group permits is closed between clusters" far_is_closed
  check "members of a group in another cluster are let in by reference" far_lets_members_in
  check "a public address of an instance in another cluster" far_by_public_address
  check "what joins the clusters comes back" joined_again
  check "instances in both zones end, groups go" clusters_end
}
