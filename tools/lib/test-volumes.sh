# shellcheck shell=bash
# Volumes: seen, written, moved and lost by real guests. Needs what lib/test-cloud loads, test-instances.sh and test-crash.sh.
#
#   here, there: two instances on two nodes; data: the volume that goes from one to the other

VOLUMES_ZONE=zone1

# volume_new SIZE [ARGS...]: prints its id.
volume_new() {
  local size=$1
  shift
  client_ec2 create-volume --availability-zone "$VOLUMES_ZONE" --size "$size" "$@" --query VolumeId --output text
}

volume_field() { client_ec2 describe-volumes --volume-ids "$1" --query "Volumes[0].$2" --output text; }
volume_is() { [ "$(volume_field "$2" State)" = "$1" ]; }
attachment_is() { [ "$(volume_field "$2" 'Attachments[0].State')" = "$1" ]; }
volume_gone() { error_is InvalidVolume.NotFound describe-volumes --volume-ids "$1"; }

# volume_attach VOLUME INSTANCE DEVICE: and wait until the guest has it.
volume_attach() {
  client_ec2 attach-volume --volume-id "$1" --instance-id "$2" --device "$3"
  wait_until 60 attachment_is attached "$1"
}
volume_detach() {
  client_ec2 detach-volume "${@:2}" --volume-id "$1"
  wait_until 60 volume_is available "$1"
}

# kept NAME: an id of this test; keep NAME: reads it.
kept() { cat "$CLOUD/volumes-$1"; }
keep() { cat >"$CLOUD/volumes-$1"; }

# in_guest NAME COMMAND...: with $DISK of the volume `data`, or of the one that $VOLUME names.
in_guest() {
  local name=$1 serial
  shift
  serial=$(kept "${VOLUME:-data}" | tr -d -)
  guest_ssh "$(kept "$name-address")" "for d in /sys/block/vd*; do if [ \"\$(cat \$d/serial)\" = $serial ]; then DISK=/dev/\${d##*/}; fi; done; $*"
}
# shellcheck disable=SC2016
sees_disk() { in_guest "$1" '[ -b "$DISK" ]'; }

# The second lands on another node than the first, or one of its companions does.
volumes_instances() {
  local id nc home=''
  launch 3 volumes | tr '\t' '\n' >"$CLOUD/volumes-all"
  # shellcheck disable=SC2046
  wait_until 180 state_is running $(cat "$CLOUD/volumes-all")
  head -n 1 "$CLOUD/volumes-all" | keep here
  for nc in $(nodes); do if on_node "$nc" "$(kept here)"; then home=$nc; fi; done
  echo "$home" | keep home
  while read -r id; do if ! on_node "$home" "$id"; then echo "$id" | keep there; fi; done <"$CLOUD/volumes-all"
  for nc in $(nodes); do if on_node "$nc" "$(kept there)"; then echo "$nc" | keep far; fi; done
  for id in here there; do
    guest_address "$(kept "$id")" | keep "$id-address"
    guest_wait_ssh "$(kept "$id-address")" 180
  done
  grep -vx -e "$(kept here)" -e "$(kept there)" "$CLOUD/volumes-all" | keep third
}

volume_created() {
  volume_new 1 --tag-specifications 'ResourceType=volume,Tags=[{Key=Name,Value=data}]' | keep data
  wait_until 30 volume_is available "$(kept data)"
  [ "$(client_ec2 describe-volumes --filters Name=tag:Name,Values=data Name=status,Values=available --query 'Volumes[].VolumeId' --output text)" = "$(kept data)" ]
  # Space is taken when it is written to.
  [ "$(find "$(volumes_directory)" -name "$(kept data)*" -printf '%k\n')" -lt 1024 ]
}

# shellcheck disable=SC2016
volume_attached() {
  volume_attach "$(kept data)" "$(kept here)" /dev/sdf
  wait_until 20 sees_disk here
  [ "$(in_guest here 'cat /sys/block/${DISK#/dev/}/size')" = 2097152 ]
  storage_targets | grep "$(kept data)"
  [ "$(volume_field "$(kept data)" 'Attachments[0].[InstanceId,Device]')" = "$(kept here)"$'\t'/dev/sdf ]
  [ "$(guest_field "$(kept here)" "BlockDeviceMappings[?DeviceName=='/dev/sdf'].Ebs.VolumeId | [0]")" = "$(kept data)" ]
}

# The file system leaves the second half of the disk to raw_write and raw_read.
# shellcheck disable=SC2016
volume_written() {
  in_guest here 'mke2fs -L data $DISK 524288 >/dev/null && mount -t ext4 $DISK /mnt && head -c 20000000 /dev/urandom >/mnt/file && sync && sha256sum </mnt/file' | keep sum
  [ -s "$CLOUD/volumes-sum" ]
}
# shellcheck disable=SC2016
volume_reads() { [ "$(in_guest "$1" 'grep -q "^$DISK " /proc/mounts || mount -t ext4 $DISK /mnt; sync; echo 3 >/proc/sys/vm/drop_caches; sha256sum </mnt/file')" = "$(kept sum)" ]; }

# What nobody may know is on no command line and in no log.
volume_secrets_kept() {
  find "$CLOUD/sc/state/sc" -name "$(kept data)*" -exec grep -o '"secret" *: *"[^"]*"' {} + | sed 's/.*"\([^"]*\)"$/\1/' | keep secret
  [ "$(wc -c <"$CLOUD/volumes-secret")" -gt 12 ]
  # From a file: the command that looks for it would find itself.
  if cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' '\n' | grep -aF -f "$CLOUD/volumes-secret"; then return 1; fi
  if grep -rlF -f "$CLOUD/volumes-secret" "$CLOUD/log"; then return 1; fi
}

# volume_rush N: so many attach it at once, to one of two instances each; exactly one may.
volume_rush() {
  local i pids=() won=0
  volume_new 1 | keep rush
  wait_until 30 volume_is available "$(kept rush)"
  for i in $(seq "$1"); do
    client_ec2 attach-volume --volume-id "$(kept rush)" --device /dev/sdh --instance-id "$(kept "$([ $((i % 2)) = 0 ] && echo here || echo there)")" >"$CLOUD/rush-$i" 2>&1 &
    pids+=($!)
  done
  for i in "${pids[@]}"; do if wait "$i"; then won=$((won + 1)); fi; done
  cat "$CLOUD"/rush-* | grep -v '^$' | sort | uniq -c | head -n 20
  rm "$CLOUD"/rush-*
  [ "$won" = 1 ]
  wait_until 60 attachment_is attached "$(kept rush)"
  volume_detach "$(kept rush)"
  client_ec2 delete-volume --volume-id "$(kept rush)"
  wait_until 30 volume_gone "$(kept rush)"
}

volume_refusals() {
  error_is VolumeInUse attach-volume --volume-id "$(kept data)" --instance-id "$(kept there)" --device /dev/sdf
  error_is VolumeInUse delete-volume --volume-id "$(kept data)"
  error_is InvalidVolume.NotFound attach-volume --volume-id vol-00000000000000000 --instance-id "$(kept there)" --device /dev/sdf
  error_is InvalidZone.NotFound create-volume --availability-zone nowhere --size 1
  error_is DryRunOperation create-volume --availability-zone "$VOLUMES_ZONE" --size 1 --dry-run
}

# shellcheck disable=SC2016
volume_survives_reboot() {
  local before
  before=$(boot_id "$(kept here-address)")
  in_guest here sync
  client_ec2 reboot-instances --instance-ids "$(kept here)"
  wait_until 120 rebooted "$(kept here-address)" "$before"
  wait_until 20 sees_disk here
  volume_reads here
  attachment_is attached "$(kept data)"
}

# shellcheck disable=SC2016
volume_writes_begin() { in_guest here 'rm -f /mnt/ended; (i=0; while [ ! -e /mnt/end ] && echo $i >>/mnt/lines && sync; do i=$((i+1)); usleep 100000; done; touch /tmp/ended) >/dev/null 2>&1 </dev/null &'; }
volume_lines() { in_guest here 'wc -l </mnt/lines'; }
# A line is in the guest's memory before it is on the disk; the third is there only when two others went through.
volume_goes_on() { wait_until 90 more_than $(($(volume_lines) + 2)) volume_lines; }

snapshot_new() { client_ec2 create-snapshot --volume-id "$1" --description "of a test" --query SnapshotId --output text; }
snapshot_field() { client_ec2 describe-snapshots --snapshot-ids "$1" --query "Snapshots[0].$2" --output text; }
snapshot_is() { [ "$(snapshot_field "$2" State)" = "$1" ]; }
snapshot_gone() { error_is InvalidSnapshot.NotFound describe-snapshots --snapshot-ids "$1"; }
snapshot_delete() {
  client_ec2 delete-snapshot --snapshot-id "$1"
  wait_until 30 snapshot_gone "$1"
}

# The numbers of lines before and after bound what is in it.
volume_snapshot() {
  volume_lines | keep before
  snapshot_new "$(kept data)" | keep snapshot
  wait_until 30 snapshot_is completed "$(kept snapshot)"
  volume_lines | keep after
  [ "$(snapshot_field "$(kept snapshot)" '[VolumeId,VolumeSize,Progress]')" = "$(kept data)"$'\t'1$'\t'100% ]
  volume_goes_on
}

# Its moment is that of a power failure: the journal is replayed, and everything is there.
# shellcheck disable=SC2016
volume_from_snapshot() {
  local lines VOLUME=copy
  volume_new 2 --snapshot-id "$(kept snapshot)" | keep copy
  wait_until 30 volume_is available "$(kept copy)"
  [ "$(volume_field "$(kept copy)" SnapshotId)" = "$(kept snapshot)" ]
  snapshot_delete "$(kept snapshot)"
  volume_attach "$(kept copy)" "$(kept there)" /dev/sdk
  wait_until 20 sees_disk there
  [ "$(in_guest there 'cat /sys/block/${DISK#/dev/}/size')" = 4194304 ]
  [ "$(in_guest there 'mkdir -p /tmp/copy && mount -t ext4 $DISK /tmp/copy && sha256sum </tmp/copy/file')" = "$(kept sum)" ]
  lines=$(in_guest there 'n=$(wc -l </tmp/copy/lines); seq 0 $((n - 1)) | cmp - /tmp/copy/lines && echo $n')
  # The last of those before may still have been in the guest's memory.
  [ "$lines" -ge $(($(kept before) - 1)) ]
  [ "$lines" -le "$(kept after)" ]
  in_guest there 'umount /tmp/copy'
  volume_detach "$(kept copy)"
  client_ec2 delete-volume --volume-id "$(kept copy)"
  wait_until 30 volume_gone "$(kept copy)"
}

# The storage controller dies as it is told; the volume is deleted before it is back.
volume_snapshot_crash() {
  local volume snapshot
  volume=$(volume_new 1)
  wait_until 30 volume_is available "$volume"
  snapshot=$(snapshot_new "$volume")
  "$TOOLS/cloud" kill sc
  client_ec2 delete-volume --volume-id "$volume"
  "$TOOLS/cloud" start sc
  wait_until 60 snapshot_is completed "$snapshot"
  wait_until 30 volume_gone "$volume"
  snapshot_delete "$snapshot"
}

# crash: the guest writes through it; afterwards all is as it was.
volume_crash() {
  "$TOOLS/cloud" kill "$@"
  volume_goes_on
  "$TOOLS/cloud" start "$@"
  volume_goes_on
  wait_until 60 attachment_is attached "$(kept data)"
}

# The exporter itself is killed while the guest writes: it comes back with all it had, and the guest waits for it.
volume_tgtd_killed() {
  local pid
  pid=$(storage_tgtd)
  kill -9 "$pid"
  wait_until 20 storage_tgtd_is_another "$pid"
  volume_goes_on
}
storage_tgtd_is_another() {
  local pid
  pid=$(storage_tgtd) || return 1
  [ "$pid" != "$1" ]
}

# The guest is cut off for a moment, goes on, and sees that it is larger.
volume_grows() {
  error_is InvalidParameterValue modify-volume --volume-id "$(kept data)" --size 1 --volume-type st1
  client_ec2 modify-volume --volume-id "$(kept data)" --size 2
  wait_until 30 modification_is completed "$(kept data)"
  wait_until 30 disk_has here 4194304
  volume_goes_on
  [ "$(volume_field "$(kept data)" Size)" = 2 ]
}
modification_is() { [ "$(client_ec2 describe-volumes-modifications --volume-ids "$2" --query 'VolumesModifications[0].ModificationState' --output text)" = "$1" ]; }
# disk_has NAME SECTORS
# shellcheck disable=SC2016
disk_has() { [ "$(in_guest "$1" 'cat /sys/block/${DISK#/dev/}/size')" = "$2" ]; }

# shellcheck disable=SC2016
volume_writes_end() {
  in_guest here 'touch /mnt/end; i=0; until [ -e /tmp/ended ] || [ $i = 600 ]; do usleep 100000; i=$((i+1)); done; [ -e /tmp/ended ] && [ "$(wc -l </mnt/lines)" -gt 20 ] && seq 0 $(($(wc -l </mnt/lines) - 1)) | cmp - /mnt/lines'
  volume_reads here
}

# shellcheck disable=SC2016
volume_moves() {
  in_guest here 'umount /mnt'
  volume_detach "$(kept data)"
  [ "$(in_guest here '[ -b "$DISK" ] || echo gone')" = gone ]
  volume_attach "$(kept data)" "$(kept there)" /dev/sdg
  wait_until 20 sees_disk there
  volume_reads there
}

# raw_block NAME: makes what that guest writes, and prints its digest; raw_read NAME: the digest of what is there.
raw_block() { in_guest "$1" 'head -c 204800 /dev/urandom >/tmp/block; sha256sum </tmp/block'; }
# shellcheck disable=SC2016
RAW_WRITE='dd if=/tmp/block of=$DISK bs=4k seek=196608 count=50 conv=notrunc,fsync 2>/dev/null'
# shellcheck disable=SC2016
raw_read() { in_guest "$1" 'echo 3 >/proc/sys/vm/drop_caches; dd if=$DISK bs=4k skip=196608 count=50 2>/dev/null | sha256sum'; }

# The guest hangs in the midst of writing, so it does not let go: the volume stays its own, until that is forced. Then it cannot write to it any more.
volume_forced() {
  local theirs ours
  theirs=$(raw_block there)
  # Where the disk was taken out by then, dd would write to a file of that name.
  in_guest there "(while [ -b \"\$DISK\" ] && $RAW_WRITE; do :; done; touch /tmp/refused) >/dev/null 2>&1 </dev/null &"
  wait_until 20 seen "$theirs" raw_read there
  virsh -q -c "$(libvirt_uri "$(kept far)")" suspend "$(kept there)"
  client_ec2 detach-volume --volume-id "$(kept data)"
  wait_until 20 attachment_is_one_of "$(kept data)" detaching busy
  error_is VolumeInUse attach-volume --volume-id "$(kept data)" --instance-id "$(kept here)" --device /dev/sdf
  client_ec2 detach-volume --force --volume-id "$(kept data)"
  wait_until 60 volume_is available "$(kept data)"
  volume_attach "$(kept data)" "$(kept here)" /dev/sdf
  wait_until 20 sees_disk here
  ours=$(raw_block here)
  in_guest here "$RAW_WRITE"
  virsh -q -c "$(libvirt_uri "$(kept far)")" resume "$(kept there)"
  wait_until 90 guest_ssh "$(kept there-address)" test -e /tmp/refused
  wait_until 90 not has_disk_of "$(kept far)" "$(kept there)"
  [ "$(raw_read here)" = "$ours" ]
  volume_reads here
  [ "$(volume_field "$(kept data)" 'Attachments[0].InstanceId')" = "$(kept here)" ]
}
attachment_is_one_of() {
  local state
  state=$(volume_field "$1" 'Attachments[0].State')
  shift
  [[ " $* " == *" $state "* ]]
}
# has_disk_of NC INSTANCE: does that domain have a disk over the network?
has_disk_of() { virsh -q -c "$(libvirt_uri "$1")" dumpxml "$2" | grep >/dev/null "protocol='iscsi'"; }

# Terminated with two volumes, of which one is to go along.
volume_terminate() {
  volume_new 1 | keep along
  wait_until 30 volume_is available "$(kept along)"
  volume_attach "$(kept along)" "$(kept here)" /dev/sdi
  client_ec2 modify-instance-attribute --instance-id "$(kept here)" --block-device-mappings '[{"DeviceName":"/dev/sdi","Ebs":{"DeleteOnTermination":true}}]'
  # shellcheck disable=SC2046
  client_ec2 terminate-instances --instance-ids $(cat "$CLOUD/volumes-all")
  # shellcheck disable=SC2046
  wait_until 120 state_is terminated $(cat "$CLOUD/volumes-all")
  wait_until 60 volume_is available "$(kept data)"
  wait_until 60 volume_gone "$(kept along)"
  client_ec2 delete-volume --volume-id "$(kept data)"
  wait_until 60 volume_gone "$(kept data)"
  # shellcheck disable=SC2046
  wait_until 30 instance_leftovers $(cat "$CLOUD/volumes-all")
}
# A target that was taken from somebody stays for a minute after, empty.
volume_leftovers() {
  wait_until 120 no_volume_traces
  if find "$(volumes_directory)" -name 'vol-*' -o -name 'snap-*' | grep .; then return 1; fi
}
no_volume_traces() {
  local nc left
  for nc in $(nodes); do
    left=$(virsh -q -c "$(libvirt_uri "$nc")" secret-list) || return 1
    echo "$left"
    [ -z "$left" ] || return 1
  done
  storage_tgtd >/dev/null || return 1
  left=$(storage_targets) || return 1
  echo "$left"
  [ -z "$left" ]
}

test_volumes() {
  local service
  check "instances on two nodes, for volumes" volumes_instances
  check "a volume is created, and takes no space yet" volume_created
  check "it is attached to a running instance, which sees it" volume_attached
  check "a file system on it, and data" volume_written
  check "its secret is on no command line and in no log" volume_secrets_kept
  check "what may not be is refused" volume_refusals
  check "of 20 who attach one volume at once, one does" volume_rush 20
  check "a reboot keeps it" volume_survives_reboot
  check "the guest writes on and on" volume_writes_begin
  check "a snapshot is taken meanwhile" volume_snapshot
  check "a volume from it has what was written by then, and outlives it" volume_from_snapshot
  check "kill -9 sc as a snapshot begins, and delete its volume" volume_snapshot_crash
  for service in sc "$(kept home)" cc clc all; do
    check "kill -9 $service while the guest writes, then start it" volume_crash "$service"
  done
  check "tgtd dies while the guest writes, and returns" volume_tgtd_killed
  check "it becomes larger while the guest writes, who sees that" volume_grows
  check "each line was written, in order" volume_writes_end
  check "detached, and attached on another node: the same data" volume_moves
  check "a hung guest does not let go; forced, it cannot write any more" volume_forced
  check "terminate: one volume goes along, the other stays" volume_terminate
}

# Later than the rest: a target that was taken from somebody stays for a minute.
test_volumes_left() {
  check "no target, secret or file of a volume is left" volume_leftovers
}
