# shellcheck shell=bash
# Tests of instances and of the clients. Needs what lib/test-cloud loads.

TYPE=m1.small

# launch COUNT NAME: prints the ids.
launch() {
  client_ec2 run-instances --image-id "$(cat "$CLOUD/image-guest")" --instance-type "$TYPE" --count "$1" --key-name jarrah \
    --user-data "file://$CLOUD/user-data" --tag-specifications "ResourceType=instance,Tags=[{Key=Name,Value=$2},{Key=suite,Value=cloud}]" \
    --query 'Instances[].InstanceId' --output text
}

# state_is STATE ID...: all of them.
state_is() {
  local want=$1 states
  shift
  states=$(client_ec2 describe-instances --instance-ids "$@" --query 'Reservations[].Instances[].State.Name' --output text) || return 1
  [ "$(printf '%s\n' "$states" | tr '\t' '\n' | sort -u)" = "$want" ]
}

# domains: names of all libvirt domains on all nodes.
domains() {
  local nc
  for nc in $(nodes); do virsh -q -c "$(libvirt_uri "$nc")" list --all --name 2>/dev/null | sed '/^$/d'; done
}

# on_node NC ID: does that node run the instance?
on_node() { virsh -q -c "$(libvirt_uri "$1")" list --name | grep >/dev/null "$2"; }

console_has() { client_ec2 get-console-output --instance-id "$1" --output text --query Output | grep >/dev/null "$2"; }

three_run() {
  launch 3 trio >"$CLOUD/trio"
  # shellcheck disable=SC2046
  wait_until 180 state_is running $(cat "$CLOUD/trio")
}

three_on_two_nodes() {
  local nc id used=0
  for nc in $(nodes); do
    for id in $(trio); do
      if on_node "$nc" "$id"; then used=$((used + 1)); break; fi
    done
  done
  [ "$used" = 2 ]
}

three_answer_ssh() {
  local id
  for id in $(trio); do guest_wait_ssh "$(guest_address "$id")" 180; done
}

trio() { tr '\t' '\n' <"$CLOUD/trio"; }

first_of_trio() { awk '{ print $1 }' "$CLOUD/trio"; }

user_data_ran() {
  [ "$(guest_ssh "$(guest_address "$(first_of_trio)")" 'test -e /var/log/first-light && hostname')" = "$(guest_field "$(first_of_trio)" PrivateDnsName | cut -d. -f1)" ]
}

# The key is the metadata service's, and the guest asked with an IMDSv2 token.
metadata_answers() {
  local address out
  address=$(guest_private "$(first_of_trio)")
  out=$(guest_ssh "$(guest_address "$(first_of_trio)")" 'wget -q -O - http://169.254.169.254/latest/meta-data/instance-id; echo; wget -q -O - http://169.254.169.254/latest/meta-data/local-ipv4')
  [ "$out" = "$(first_of_trio)"$'\n'"$address" ]
  console_has "$(first_of_trio)" 'imds v2'
}

guests_reach_each_other() {
  local other
  other=$(guest_private "$(awk '{ print $3 }' "$CLOUD/trio")")
  guest_ssh "$(guest_address "$(first_of_trio)")" "ping -c 2 -W 5 $other"
  guest_ssh "$(guest_address "$(awk '{ print $2 }' "$CLOUD/trio")")" "ping -c 2 -W 5 $other"
}

tags_and_filters() {
  local ids id
  id=$(first_of_trio)
  ids=$(client_ec2 describe-instances --filters Name=tag:Name,Values=trio --query 'length(Reservations[].Instances[])')
  [ "$ids" = 3 ]
  client_ec2 create-tags --resources "$id" --tags Key=role,Value=leader
  [ "$(client_ec2 describe-instances --filters 'Name=tag:role,Values=lead*' Name=instance-state-name,Values=running --query 'Reservations[].Instances[].InstanceId' --output text)" = "$id" ]
  [ "$(client_ec2 describe-tags --filters "Name=resource-id,Values=$id" Name=key,Values=role --query 'Tags[0].Value' --output text)" = leader ]
  client_ec2 delete-tags --resources "$id" --tags Key=role
  [ "$(client_ec2 describe-instances --filters Name=tag-key,Values=role --query 'length(Reservations[])')" = 0 ]
}

# Its uptime starts again; nothing else changes.
reboot_works() {
  local id address before
  id=$(first_of_trio)
  address=$(guest_address "$id")
  before=$(guest_ssh "$address" cat /proc/sys/kernel/random/boot_id)
  client_ec2 reboot-instances --instance-ids "$id"
  wait_until 120 rebooted "$address" "$before"
  state_is running "$id"
}

rebooted() {
  local now
  now=$(guest_ssh "$1" cat /proc/sys/kernel/random/boot_id 2>/dev/null) && [ "$now" != "$2" ]
}

full_disk_boots() {
  local id
  id=$(client_ec2 run-instances --image-id "$(cat "$CLOUD/image-disk")" --instance-type "$TYPE" --key-name jarrah --query 'Instances[0].InstanceId' --output text)
  wait_until 120 state_is running "$id"
  guest_wait_ssh "$(guest_address "$id")" 180
  client_ec2 terminate-instances --instance-ids "$id"
  wait_until 90 state_is terminated "$id"
}

# instance_leftovers ID...: what a terminated instance must not leave on the machine.
instance_leftovers() {
  local id nc
  for id in "$@"; do
    if domains | grep "$id"; then return 1; fi
    for nc in $(nodes); do
      find "$CLOUD/$nc/state" -path '*instances*' \( -name '*.qcow2' -o -name '*.img' -o -name disk -o -name 'console*' \) 2>/dev/null | grep "$id" && return 1
    done
    if pgrep -af "qemu.*$id"; then return 1; fi
  done
  return 0
}

taps() {
  local nc
  for nc in $(nodes); do ip -n "$(ns "$nc")" -o link show type tun 2>/dev/null; done
}

terminate_leaves_nothing() {
  local before
  before=$(taps | wc -l)
  # shellcheck disable=SC2046
  client_ec2 terminate-instances --instance-ids $(cat "$CLOUD/trio")
  # shellcheck disable=SC2046
  wait_until 120 state_is terminated $(cat "$CLOUD/trio")
  # shellcheck disable=SC2046
  wait_until 30 instance_leftovers $(cat "$CLOUD/trio")
  [ "$(taps | wc -l)" = $((before - 3)) ]
}

# error_is CODE ARGS...: the call fails with exactly that code.
error_is() {
  local code=$1 out
  shift
  if out=$(client_ec2 "$@" 2>&1); then return 1; fi
  printf '%s\n' "$out"
  printf '%s\n' "$out" | grep >/dev/null "($code)"
}

wrong_signature() {
  local out
  out=$(in_client env AWS_SECRET_ACCESS_KEY=wrong aws --endpoint-url http://127.0.0.1:8773 ec2 describe-instances 2>&1) && return 1
  printf '%s\n' "$out" | grep >/dev/null -E 'AuthFailure|SignatureDoesNotMatch'
}

test_instances() {
  check "run-instances --count 3: all running" three_run
  check "they are on two nodes" three_on_two_nodes
  check "they answer ssh with the key" three_answer_ssh
  check "console output shows the boot" wait_until 30 console_has "$(first_of_trio)" 'jarrah-guest: up'
  check "user data ran" user_data_ran
  check "metadata answers, v1 and v2" metadata_answers
  check "instances reach each other, on one node and across" guests_reach_each_other
  check "tags and filters" tags_and_filters
  check "reboot" reboot_works
  check "a full-disk image boots" full_disk_boots
  check "terminate leaves no domain, disk, process or tap" terminate_leaves_nothing
  check "the terminated ones stay described" state_is terminated "$(first_of_trio)"
  check "a dry run says DryRunOperation" error_is DryRunOperation run-instances --dry-run --image-id "$(cat "$CLOUD/image-guest")" --instance-type "$TYPE"
  check "an unknown image is InvalidAMIID.NotFound" error_is InvalidAMIID.NotFound run-instances --image-id ami-00000000000000000 --instance-type "$TYPE"
  check "an unknown instance is InvalidInstanceID.NotFound" error_is InvalidInstanceID.NotFound describe-instances --instance-ids i-00000000000000000
  check "an impossible count is refused" error_is InstanceLimitExceeded run-instances --image-id "$(cat "$CLOUD/image-guest")" --instance-type "$TYPE" --count 100000
  check "a wrong signature is refused" wrong_signature
}

# aws_check PROGRAM: that client, unmodified, with the variables of jarrahrc alone; Debian 12's needs the option.
aws_check() {
  local aws=$1 options=()
  "$aws" --version
  "$aws" --version 2>&1 | grep >/dev/null -E 'aws-cli/(2\.([0-9]|1[0-2])\.|1\.([01]?[0-9]|2[0-8])\.)' && options=(--endpoint-url "$EC2_URL")
  [ "$("$aws" "${options[@]}" ec2 describe-instances --filters Name=tag:Name,Values=first-light --query 'Reservations[0].Instances[0].InstanceId' --output text)" = "$(cat "$CLOUD/instance")" ]
  [ ${#options[@]} = 0 ] || options=(--endpoint-url "$S3_URL")
  head -c 9000000 /dev/urandom >"$CLOUD/object"
  "$aws" "${options[@]}" s3 mb "s3://check-$2"
  "$aws" "${options[@]}" s3 cp --only-show-errors "$CLOUD/object" "s3://check-$2/folder/object"
  "$aws" "${options[@]}" s3 cp --only-show-errors "s3://check-$2/folder/object" "$CLOUD/object.back"
  cmp "$CLOUD/object" "$CLOUD/object.back"
  "$aws" "${options[@]}" s3 rm --only-show-errors "s3://check-$2/folder/object"
  "$aws" "${options[@]}" s3 rb "s3://check-$2"
}

s3cmd_check() {
  local s3cmd=(s3cmd --no-progress -c "$CLOUD/s3cfg") listing
  head -c 20000000 /dev/urandom >"$CLOUD/object"
  "${s3cmd[@]}" mb s3://check-s3cmd
  "${s3cmd[@]}" put "$CLOUD/object" s3://check-s3cmd/object
  listing=$("${s3cmd[@]}" ls s3://check-s3cmd)
  [[ $listing == *" 20000000 "* ]]
  rm -f "$CLOUD/object.back"
  "${s3cmd[@]}" get s3://check-s3cmd/object "$CLOUD/object.back"
  cmp "$CLOUD/object" "$CLOUD/object.back"
  "${s3cmd[@]}" del s3://check-s3cmd/object
  "${s3cmd[@]}" rb s3://check-s3cmd
}

java_sdk_check() {
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -cp "$(cat "$BUILD/classpath")" io.jarrah.tools.check.SdkCheck "$(cat "$CLOUD/instance")"
}

test_clients() {
  local aws version seen=' '
  for aws in $(type -ap aws | sort -u); do
    version=$("$aws" --version 2>&1 | sed -n 's/^aws-cli\/\([0-9]*\).*/\1/p')
    case $seen in *" $version "*) continue ;; esac
    seen+="$version "
    check "aws version $version ($aws)" in_client aws_check "$aws" "v$version"
  done
  case $seen in *" 1 "*) ;; *) say "skipped aws version 1: not on this machine (pip install awscli)" ;; esac
  check "boto3 ($(/usr/bin/python3 -c 'import boto3; print(boto3.__version__)'))" in_client /usr/bin/python3 "$TOOLS/lib/clients/boto3_check.py" "$(cat "$CLOUD/instance")"
  if python3 -c 'import boto3' 2>/dev/null && [ "$(command -v python3)" != /usr/bin/python3 ]; then
    check "boto3 ($(python3 -c 'import boto3; print(boto3.__version__)'))" in_client python3 "$TOOLS/lib/clients/boto3_check.py" "$(cat "$CLOUD/instance")"
  fi
  check "s3cmd" s3cmd_check
  check "AWS SDK for Java" in_client java_sdk_check
}
