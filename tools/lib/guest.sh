# shellcheck shell=bash
# The first image, key and instance of the dev cloud, made with the real client. Needs common.sh, net.sh, client.sh and $CLOUD.

# guest_upload FILE: the image's file in the bucket `images`, unless it lies there with the same digest.
guest_upload() {
  local name digest
  name=$(basename "$1")
  digest=$(sha256sum "$1" | cut -d' ' -f1)
  if [ "$(cat "$CLOUD/uploaded-$name" 2>/dev/null)" = "$digest" ]; then return 0; fi
  client_s3 ls s3://images >/dev/null 2>&1 || client_s3 mb s3://images
  client_s3 cp --only-show-errors "$1" "s3://images/$digest/$name"
  echo "$digest" >"$CLOUD/uploaded-$name"
}

# guest_image_id NAME: prints the id of the available image of that name.
guest_image_id() {
  client_ec2 describe-images --owners self --filters "Name=name,Values=$1" Name=state,Values=available \
    --query 'Images[0].ImageId' --output text | grep -v '^None$'
}

# guest_register NAME FILE ARGS...: registers an uploaded file, unless an image of that name is there; prints its id.
guest_register() {
  local name=$1 file=$2 id
  shift 2
  if id=$(guest_image_id "$name"); then
    echo "$id"
    return 0
  fi
  client_ec2 register-image --name "$name" --architecture x86_64 \
    --image-location "images/$(cat "$CLOUD/uploaded-$file")/$file" "$@" --query ImageId --output text
  wait_until 60 guest_image_id "$name" >/dev/null
}

# guest_images: kernel, ramdisk and machine image, and the full disk; ids go to files image-*.
guest_images() {
  local tag
  tag=$(sha256sum "$RUN/image/recipe" | cut -c1-8)
  guest_register "kernel-$tag" vmlinuz --kernel-id true >"$CLOUD/image-kernel"
  guest_register "ramdisk-$tag" initrd.gz --ramdisk-id true >"$CLOUD/image-ramdisk"
  guest_register "guest-$tag" root.ext4 --kernel-id "$(cat "$CLOUD/image-kernel")" --ramdisk-id "$(cat "$CLOUD/image-ramdisk")" >"$CLOUD/image-guest"
  guest_register "disk-$tag" disk.qcow2 --virtualization-type hvm >"$CLOUD/image-disk"
}

# guest_key: a key pair `jarrah`, its private half in key.pem.
guest_key() {
  if [ -s "$CLOUD/key.pub" ] && client_ec2 describe-key-pairs --key-names jarrah >/dev/null 2>&1; then return 0; fi
  client_ec2 delete-key-pair --key-name jarrah >/dev/null
  (umask 077 && client_ec2 create-key-pair --key-name jarrah --query KeyMaterial --output text >"$CLOUD/key.pem")
  ssh-keygen -y -f "$CLOUD/key.pem" >"$CLOUD/key.pub"
}

# guest_field INSTANCE PATH: one field of an instance's description.
guest_field() { client_ec2 describe-instances --instance-ids "$1" --query "Reservations[0].Instances[0].$2" --output text; }

# guest_first: the instance `first-light`, launched unless one of that name lives; its id goes to the file instance.
guest_first() {
  local id
  id=$(client_ec2 describe-instances --filters Name=tag:Name,Values=first-light Name=instance-state-name,Values=pending,running \
    --query 'Reservations[0].Instances[0].InstanceId' --output text)
  if [ "$id" = None ]; then
    # shellcheck disable=SC2016
    printf '#!/bin/sh\necho "first light: user data runs on $(hostname)"\ntouch /var/log/first-light\n' >"$CLOUD/user-data"
    id=$(client_ec2 run-instances --image-id "$(cat "$CLOUD/image-guest")" --instance-type m1.small --key-name jarrah \
      --user-data "file://$CLOUD/user-data" --tag-specifications 'ResourceType=instance,Tags=[{Key=Name,Value=first-light}]' \
      --query 'Instances[0].InstanceId' --output text)
  fi
  echo "$id" >"$CLOUD/instance"
}

# guest_running INSTANCE
guest_running() { [ "$(guest_field "$1" State.Name)" = running ]; }

# guest_open: the account's default group lets ssh and ping in from everywhere; ingress is closed otherwise, as it is at AWS.
guest_open() {
  local group
  group=$(client_ec2 describe-security-groups --filters Name=group-name,Values=default --query 'SecurityGroups[0].GroupId' --output text)
  guest_permit "$group" tcp 22 22
  guest_permit "$group" icmp -1 -1
}

# guest_permit GROUP PROTOCOL FROM TO [CIDR]: unless it is permitted already.
guest_permit() {
  local out
  out=$(client_ec2 authorize-security-group-ingress --group-id "$1" \
    --ip-permissions "IpProtocol=$2,FromPort=$3,ToPort=$4,IpRanges=[{CidrIp=${5:-0.0.0.0/0}}]" 2>&1) && return 0
  case $out in
    *InvalidPermission.Duplicate*) return 0 ;;
    *)
      printf '%s\n' "$out"
      return 1
      ;;
  esac
}

# guest_public INSTANCE, guest_private INSTANCE: that address; fails when it has none.
guest_public() { guest_field "$1" PublicIpAddress | grep -v '^None$'; }
guest_private() { guest_field "$1" PrivateIpAddress | grep -v '^None$'; }

# guest_address TEXT: where an instance (id, Name tag or address) is reached: its public address, or else the private one.
guest_address() {
  local filter=instance-id
  case $1 in
    i-*) ;;
    [0-9]*.*.*.*)
      echo "$1"
      return 0
      ;;
    *) filter=tag:Name ;;
  esac
  client_ec2 describe-instances --filters "Name=$filter,Values=$1" Name=instance-state-name,Values=running \
    --query 'Reservations[0].Instances[0].[PublicIpAddress || PrivateIpAddress]' --output text | grep -v '^None$'
}

# guest_side ADDRESS: the namespace from which it is reached: a client outside for a public address, the cluster controller for a private one.
guest_side() { case $1 in "$PUBLIC_NET".*) ns pub ;; *) ns cc ;; esac; }

# guest_ssh ADDRESS [COMMAND...]
guest_ssh() {
  local SSH
  guest_ssh_command "$1"
  shift
  "${SSH[@]}" "$@"
}

# guest_ssh_command ADDRESS: the command that goes in there, in the array SSH.
guest_ssh_command() {
  SSH=(nsenter --net="/run/netns/$(guest_side "$1")" ssh -F none -i "$CLOUD/key.pem" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null
    -o LogLevel=ERROR -o ConnectTimeout=5 -o IdentitiesOnly=yes "root@$1")
}

# guest_wait_ssh ADDRESS SECONDS
guest_wait_ssh() { wait_until "$2" guest_ssh "$1" -o BatchMode=yes true; }
