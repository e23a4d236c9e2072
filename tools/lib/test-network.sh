# shellcheck shell=bash
# Tests of security groups and public addresses on the real cloud, by packets. Needs what lib/test-cloud loads and test-instances.sh.
#
#   alpha: group web      beta: group db      gamma: group web, on whatever node      other: another account, its own group

# group_id NAME
group_id() { client_ec2 describe-security-groups --filters "Name=group-name,Values=$1" --query 'SecurityGroups[0].GroupId' --output text | grep -v '^None$'; }

# network_launch NAME GROUP...: prints the id.
network_launch() {
  local name=$1
  shift
  client_ec2 run-instances --image-id "$(cat "$CLOUD/image-guest")" --instance-type "$TYPE" --key-name jarrah --security-group-ids "$@" \
    --tag-specifications "ResourceType=instance,Tags=[{Key=Name,Value=$name}]" --query 'Instances[0].InstanceId' --output text
}

member() { cat "$CLOUD/net-$1"; }

# outside KIND ADDRESS PORT: how it looks to a client on the public side.
outside() { in_ns pub /usr/bin/python3 "$TOOLS/lib/clients/probe.py" "$@"; }
outside_ping() { in_ns pub busybox ping -c 2 -W 3 "$1" >/dev/null; }

# inside NAME ADDRESS PORT: how it looks to that guest: open, refused or silent.
inside() {
  local out
  # The guest says what it saw; an ssh that fails is no answer.
  out=$(guest_ssh "$(guest_public "$(member "$1")")" "timeout 4 wget -q -O /dev/null http://$2:$3/ 2>&1; echo \"exit \$?\"") || return 1
  case $out in
    *refused*) echo refused ;;
    *"exit 143"* | *"exit 124"* | *"timed out"*) echo silent ;;
    *) echo open ;;
  esac
}

# inside_ping NAME ADDRESS
inside_ping() { guest_ssh "$(guest_public "$(member "$1")")" "ping -c 2 -W 3 $2" >/dev/null; }

# sees WANTED COMMAND...: within ten seconds it is so.
sees() { wait_until 10 seen "$@"; }
seen() {
  local want=$1
  shift
  [ "$("$@")" = "$want" ]
}

# not COMMAND...: fails when the command succeeds.
not() { if "$@"; then return 1; fi; }

network_prepare() {
  local group name
  for group in web db; do
    client_ec2 create-security-group --group-name "$group" --description "tests: $group" --query GroupId --output text >"$CLOUD/net-group-$group"
    # The tests themselves come in by ssh.
    guest_permit "$(cat "$CLOUD/net-group-$group")" tcp 22 22
  done
  network_launch alpha "$(group_id web)" >"$CLOUD/net-alpha"
  network_launch gamma "$(group_id web)" >"$CLOUD/net-gamma"
  network_launch beta "$(group_id db)" >"$CLOUD/net-beta"
  for name in alpha gamma beta; do wait_until 120 state_is running "$(member "$name")"; done
  for name in alpha gamma beta; do guest_wait_ssh "$(guest_public "$(member "$name")")" 120; done
}

closed_by_default() {
  local address
  address=$(guest_public "$(member alpha)")
  [ "$(outside tcp "$address" 22)" = open ]
  [ "$(outside tcp "$address" 80)" = silent ]
  [ "$(outside udp "$address" 53)" = silent ]
  not outside_ping "$address"
  # Not even members of one group reach each other, unless a rule says so.
  [ "$(inside alpha "$(guest_private "$(member gamma)")" 80)" = silent ]
}

# revoke GROUP PROTOCOL FROM TO CIDR
revoke() {
  client_ec2 revoke-security-group-ingress --group-id "$1" --ip-permissions "IpProtocol=$2,FromPort=$3,ToPort=$4,IpRanges=[{CidrIp=$5}]" >/dev/null
}

tcp_opens_and_closes() {
  local address group
  address=$(guest_public "$(member alpha)")
  group=$(group_id web)
  guest_permit "$group" tcp 80 81 "$PUBLIC_NET.0/24"
  sees refused outside tcp "$address" 80
  [ "$(outside tcp "$address" 81)" = refused ]
  [ "$(outside tcp "$address" 82)" = silent ]
  [ "$(outside udp "$address" 80)" = silent ]
  revoke "$group" tcp 80 81 "$PUBLIC_NET.0/24"
  sees silent outside tcp "$address" 80
  # A prefix that the client is not in opens nothing for it.
  guest_permit "$group" tcp 80 80 203.0.113.0/24
  guest_permit "$group" tcp 83 83 "$PUBLIC_NET.0/24"
  sees refused outside tcp "$address" 83
  [ "$(outside tcp "$address" 80)" = silent ]
  revoke "$group" tcp 80 80 203.0.113.0/24
  revoke "$group" tcp 83 83 "$PUBLIC_NET.0/24"
}

udp_and_icmp() {
  local address group
  address=$(guest_public "$(member alpha)")
  group=$(group_id web)
  guest_permit "$group" udp 53 53
  sees refused outside udp "$address" 53
  [ "$(outside tcp "$address" 53)" = silent ]
  guest_permit "$group" icmp 8 -1
  wait_until 10 outside_ping "$address"
  revoke "$group" icmp 8 -1 0.0.0.0/0
  wait_until 10 not outside_ping "$address"
  # Type 13 (timestamp) is not an echo request.
  guest_permit "$group" icmp 13 0
  guest_permit "$group" tcp 84 84
  sees refused outside tcp "$address" 84
  not outside_ping "$address"
  revoke "$group" icmp 13 0 0.0.0.0/0
}

# A range that begins at 0 opens that range, not everything (Eucalyptus' failure 18).
range_from_zero() {
  local address group
  address=$(guest_public "$(member alpha)")
  group=$(group_id web)
  guest_permit "$group" tcp 0 70
  sees refused outside tcp "$address" 70
  [ "$(outside tcp "$address" 71)" = silent ]
  [ "$(outside udp "$address" 70)" = silent ]
  revoke "$group" tcp 0 70 0.0.0.0/0
  sees silent outside tcp "$address" 70
  [ "$(outside tcp "$address" 22)" = open ]
}

# permit_group GROUP PORT PEER [ACCOUNT]: members of PEER reach members of GROUP there.
permit_group() {
  local pair="GroupId=$3"
  [ -z "${4:-}" ] || pair+=",UserId=$4"
  client_ec2 authorize-security-group-ingress --group-id "$1" --ip-permissions "IpProtocol=tcp,FromPort=$2,ToPort=$2,UserIdGroupPairs=[{$pair}]" >/dev/null
}

groups_refer_to_groups() {
  local beta
  beta=$(guest_private "$(member beta)")
  permit_group "$(group_id web)" 85 "$(group_id web)"
  sees refused inside alpha "$(guest_private "$(member gamma)")" 85
  [ "$(inside beta "$(guest_private "$(member gamma)")" 85)" = silent ]
  permit_group "$(group_id db)" 86 "$(group_id web)"
  sees refused inside alpha "$beta" 86
  [ "$(inside gamma "$beta" 86)" = refused ]
  # Who comes from outside is no member, whatever the port.
  [ "$(outside tcp "$(guest_public "$(member beta)")" 86)" = silent ]
}

# An instance changes its groups while it runs, and the references follow.
groups_change_live() {
  local beta
  beta=$(guest_private "$(member beta)")
  client_ec2 modify-instance-attribute --instance-id "$(member gamma)" --groups "$(group_id db)"
  sees silent inside gamma "$beta" 86
  [ "$(inside alpha "$beta" 86)" = refused ]
  client_ec2 modify-instance-attribute --instance-id "$(member gamma)" --groups "$(group_id web)" "$(group_id db)"
  sees refused inside gamma "$beta" 86
}

# stranger_ec2 ARGS...: as the second account.
stranger_ec2() {
  in_client env AWS_ACCESS_KEY_ID="$(jq -r .accessKeyId "$CLOUD/net-stranger")" AWS_SECRET_ACCESS_KEY="$(jq -r .secretAccessKey "$CLOUD/net-stranger")" \
    aws --endpoint-url http://127.0.0.1:8773 ec2 "$@"
}

stranger_prepare() {
  local id
  admin --json account create stranger >/dev/null
  admin --json key create --account stranger >"$CLOUD/net-stranger"
  for id in guest kernel ramdisk; do client_ec2 modify-image-attribute --image-id "$(cat "$CLOUD/image-$id")" --launch-permission 'Add=[{Group=all}]'; done
  stranger_ec2 import-key-pair --key-name jarrah --public-key-material "fileb://$CLOUD/key.pub" >/dev/null
  stranger_ec2 create-security-group --group-name web --description 'the same name, another account' --query GroupId --output text >"$CLOUD/net-group-stranger"
  stranger_ec2 authorize-security-group-ingress --group-id "$(cat "$CLOUD/net-group-stranger")" --protocol tcp --port 22 --cidr 0.0.0.0/0 >/dev/null
  stranger_ec2 run-instances --image-id "$(cat "$CLOUD/image-guest")" --instance-type "$TYPE" --key-name jarrah --security-group-ids "$(cat "$CLOUD/net-group-stranger")" \
    --query 'Instances[0].InstanceId' --output text >"$CLOUD/net-other"
  wait_until 120 stranger_running
  stranger_field PublicIpAddress >"$CLOUD/net-other-public"
  guest_wait_ssh "$(cat "$CLOUD/net-other-public")" 120
}

stranger_field() { stranger_ec2 describe-instances --instance-ids "$(cat "$CLOUD/net-other")" --query "Reservations[0].Instances[0].$1" --output text; }
stranger_running() { [ "$(stranger_field State.Name)" = running ]; }

stranger_sees() {
  guest_ssh "$(cat "$CLOUD/net-other-public")" "timeout 4 wget -q -O /dev/null http://$1:$2/ 2>&1; echo \"exit \$?\"" | grep -c refused
}

other_account_only_by_reference() {
  local beta account
  beta=$(guest_private "$(member beta)")
  [ "$(stranger_sees "$beta" 86)" = 0 ]
  account=$(stranger_field 'NetworkInterfaces[0].OwnerId')
  permit_group "$(group_id db)" 87 "$(cat "$CLOUD/net-group-stranger")" "$account"
  sees 1 stranger_sees "$beta" 87
  [ "$(stranger_sees "$beta" 86)" = 0 ]
  [ "$(inside gamma "$beta" 87)" = silent ]
  stranger_ec2 terminate-instances --instance-ids "$(cat "$CLOUD/net-other")" >/dev/null
}

# Packets with a sender that is not the guest's own do not leave the node. The guest puts its address back by itself.
spoofing_is_dropped() {
  local address gateway out
  address=$(guest_public "$(member gamma)")
  gateway=$(guest_ssh "$address" "ip route | sed -n 's/^default via \\([0-9.]*\\).*/\\1/p'")
  guest_ssh "$address" "ping -c 1 -W 3 $gateway"
  out=$(guest_ssh "$address" "ip addr add ${gateway%.*}.250/32 dev eth0; ping -c 2 -W 2 -I ${gateway%.*}.250 $gateway; echo \"exit \$?\"; ip addr del ${gateway%.*}.250/32 dev eth0")
  [[ $out == *"exit 1"* ]]
  # shellcheck disable=SC2016
  guest_ssh "$address" 'cat >/tmp/mac.sh; setsid sh /tmp/mac.sh >/dev/null 2>&1 &' <<SCRIPT
own=\$(cat /sys/class/net/eth0/address)
net=\$(ip -o -4 addr show dev eth0 | awk '{ print \$4 }')
ip link set eth0 down; ip link set eth0 address d0:0d:00:00:00:99; ip link set eth0 up
ip addr add \$net dev eth0 2>/dev/null
ping -c 2 -W 2 $gateway >/dev/null 2>&1; echo \$? >/tmp/mac.seen
ip link set eth0 down; ip link set eth0 address \$own; ip link set eth0 up
ip addr add \$net dev eth0 2>/dev/null; ip route add default via $gateway
touch /tmp/mac.done
SCRIPT
  wait_until 60 guest_ssh "$address" test -e /tmp/mac.done
  [ "$(guest_ssh "$address" cat /tmp/mac.seen)" = 1 ]
}

# elastic_address: one address that the tests allocate; its allocation id is in net-eip.
elastic_associates_and_moves() {
  local eip
  client_ec2 allocate-address --domain vpc --query AllocationId --output text >"$CLOUD/net-eip"
  eip=$(client_ec2 describe-addresses --allocation-ids "$(cat "$CLOUD/net-eip")" --query 'Addresses[0].PublicIp' --output text)
  echo "$eip" >"$CLOUD/net-eip-address"
  [ "$(outside tcp "$eip" 22)" = silent ]
  client_ec2 associate-address --allocation-id "$(cat "$CLOUD/net-eip")" --instance-id "$(member alpha)"
  wait_until 10 elastic_is alpha
  client_ec2 associate-address --allocation-id "$(cat "$CLOUD/net-eip")" --instance-id "$(member beta)"
  wait_until 10 elastic_is beta
}

# elastic_is NAME: ssh to the elastic address ends at that guest, and the guest's own connections come from it.
elastic_is() {
  local eip
  eip=$(cat "$CLOUD/net-eip-address")
  [ "$(guest_field "$(member "$1")" PublicIpAddress)" = "$eip" ]
  [ "$(guest_ssh "$eip" hostname)" = "$(guest_field "$(member "$1")" PrivateDnsName | cut -d. -f1)" ]
}

# To another's public address and to one's own, from inside (Eucalyptus' failure 4).
hairpins() {
  local eip
  eip=$(cat "$CLOUD/net-eip-address")
  guest_permit "$(group_id db)" tcp 88 88
  sees refused outside tcp "$eip" 88
  [ "$(inside gamma "$eip" 88)" = refused ]
  [ "$(guest_ssh "$eip" "timeout 4 wget -q -O /dev/null http://$eip:88/ 2>&1" | grep -c refused)" = 1 ]
}

elastic_goes_back() {
  local eip
  eip=$(cat "$CLOUD/net-eip-address")
  client_ec2 disassociate-address --association-id \
    "$(client_ec2 describe-addresses --allocation-ids "$(cat "$CLOUD/net-eip")" --query 'Addresses[0].AssociationId' --output text)"
  sees silent outside tcp "$eip" 22
  client_ec2 release-address --allocation-id "$(cat "$CLOUD/net-eip")"
  error_is InvalidAllocationID.NotFound describe-addresses --allocation-ids "$(cat "$CLOUD/net-eip")"
}

# The administrator's hand: everything of ours is flushed on both ends, and comes back while nothing that was closed opens.
flushed_rules_come_back() {
  local nc address
  address=$(guest_public "$(member gamma)")
  for nc in $(nodes); do
    in_ns "$nc" iptables -F
    in_ns "$nc" nft delete table bridge jarrah
  done
  in_ns cc iptables -F
  in_ns cc iptables -t nat -F
  wait_until 15 seen open outside tcp "$address" 22
  wait_until 15 seen silent outside tcp "$address" 80
  for nc in $(nodes); do in_ns "$nc" nft list table bridge jarrah >/dev/null; done
}

# Two instances with IPv6, one without; the client outside gets an address of its own for the time.
ipv6_prepare() {
  local name
  client_ec2 create-security-group --group-name six --description 'tests: IPv6' --query GroupId --output text
  guest_permit "$(group_id six)" tcp 22 22
  for name in sixA sixB; do
    client_ec2 run-instances --image-id "$(cat "$CLOUD/image-guest")" --instance-type "$TYPE" --key-name jarrah --security-group-ids "$(group_id six)" \
      --ipv6-address-count 1 --metadata-options HttpProtocolIpv6=enabled --query 'Instances[0].InstanceId' --output text >"$CLOUD/net-$name"
  done
  wait_until 120 state_is running "$(member sixA)" "$(member sixB)"
  in_ns cc ip -6 address add "$PUBLIC6::1/64" dev eth0 nodad
  in_ns pub ip -6 address add "$PUBLIC6::2/64" dev eth0 nodad
  in_ns pub ip -6 route add "$TENANTS6" via "$PUBLIC6::1"
  for name in sixA sixB; do
    guest_wait_ssh "$(guest_public "$(member "$name")")" 120
    wait_until 60 ipv6_is_there "$name"
  done
}
guest_ipv6() { guest_field "$(member "$1")" 'NetworkInterfaces[0].Ipv6Addresses[0].Ipv6Address' | grep ':'; }
ipv6_is_there() { guest_ssh "$(guest_public "$(member "$1")")" ip -6 address show dev eth0 | grep -F "inet6 $(guest_ipv6 "$1")/"; }
inside_ping6() { guest_ssh "$(guest_public "$(member "$1")")" "ping6 -c 2 -W 3 $2" >/dev/null; }
outside_ping6() { in_ns pub busybox ping6 -c 2 -W 3 "$1" >/dev/null; }

# permission6 VERB PROTOCOL FROM TO PREFIX
permission6() {
  client_ec2 "$1-security-group-ingress" --group-id "$(group_id six)" --ip-permissions "IpProtocol=$2,FromPort=$3,ToPort=$4,Ipv6Ranges=[{CidrIpv6=$5}]" >/dev/null
}

ipv6_opens_and_closes() {
  local one other
  one=$(guest_ipv6 sixA)
  other=$(guest_ipv6 sixB)
  not inside_ping6 sixA "$other"
  not outside_ping6 "$one"
  # Echo of IPv4 is another protocol.
  guest_permit "$(group_id six)" icmp -1 -1
  wait_until 10 outside_ping "$(guest_public "$(member sixA)")"
  not outside_ping6 "$one"
  permission6 authorize icmpv6 -1 -1 "$PUBLIC6::/64"
  wait_until 10 outside_ping6 "$one"
  not inside_ping6 sixA "$other"
  permission6 revoke icmpv6 -1 -1 "$PUBLIC6::/64"
  wait_until 10 not outside_ping6 "$one"
  client_ec2 authorize-security-group-ingress --group-id "$(group_id six)" \
    --ip-permissions "IpProtocol=icmpv6,FromPort=-1,ToPort=-1,UserIdGroupPairs=[{GroupId=$(group_id six)}]"
  wait_until 10 inside_ping6 sixA "$other"
  not outside_ping6 "$one"
  permission6 authorize tcp 80 80 ::/0
  sees refused outside tcp "$one" 80
  [ "$(outside tcp "$one" 81)" = silent ]
}

ipv6_metadata() {
  [ "$(guest_ssh "$(guest_public "$(member sixA)")" "timeout 5 wget -q -O - 'http://[fd00:ec2::254]/latest/meta-data/instance-id'")" = "$(member sixA)" ]
}

ipv6_end() {
  in_ns pub ip -6 route delete "$TENANTS6"
  in_ns pub ip -6 address delete "$PUBLIC6::2/64" dev eth0
  in_ns cc ip -6 address delete "$PUBLIC6::1/64" dev eth0
  client_ec2 terminate-instances --instance-ids "$(member sixA)" "$(member sixB)"
  wait_until 120 state_is terminated "$(member sixA)" "$(member sixB)"
  client_ec2 delete-security-group --group-id "$(group_id six)"
}

network_end() {
  local ids name
  ids=$(for name in alpha beta gamma; do member "$name"; done)
  # shellcheck disable=SC2086
  client_ec2 terminate-instances --instance-ids $ids
  # shellcheck disable=SC2086
  wait_until 120 state_is terminated $ids
  error_is DependencyViolation delete-security-group --group-id "$(group_id web)"
  client_ec2 delete-security-group --group-id "$(group_id db)"
  client_ec2 delete-security-group --group-id "$(group_id web)"
  error_is InvalidGroup.NotFound describe-security-groups --group-names web
}

test_network() {
  check "three instances in two groups, reached by their public addresses" network_prepare
  check "what no group permits is closed" closed_by_default
  check "TCP opens and closes, by port and by prefix" tcp_opens_and_closes
  check "UDP and ICMP, by type" udp_and_icmp
  check "a port range from 0 opens that range only" range_from_zero
  check "members of a group are let in by reference" groups_refer_to_groups
  check "groups of a running instance change" groups_change_live
  check "another account launches beside" stranger_prepare
  check "it gets in by reference only" other_account_only_by_reference
  check "spoofed senders are dropped" spoofing_is_dropped
  check "an elastic address is associated and moves" elastic_associates_and_moves
  check "hairpins: to another's public address and to its own" hairpins
  check "the elastic address goes back" elastic_goes_back
  check "flushed rules come back" flushed_rules_come_back
  check "instances end, groups go" network_end
  check "two instances get IPv6 addresses by DHCPv6" ipv6_prepare
  check "IPv6 opens and closes, from outside and by reference" ipv6_opens_and_closes
  check "the metadata service answers by IPv6" ipv6_metadata
  check "instances with IPv6 end" ipv6_end
}
