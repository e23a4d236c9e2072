# shellcheck shell=bash
# Boots the test guest in plain QEMU, without a cloud, and looks whether all it promises is there. Needs common.sh.

# guest_check IMAGES: both kinds of image, one after the other.
guest_check() {
  local images=$1 work=$RUN/cache/guest-check
  have qemu-system-x86_64 || die "qemu-system-x86_64 is missing" "apt-get install qemu-system-x86"
  rm -rf "$work"
  mkdir -p "$work"
  ssh-keygen -q -t ed25519 -N '' -C check -f "$work/key"
  guest_check_one "kernel, ramdisk and root" "$work/parts" "$work/key" \
    -kernel "$images/vmlinuz" -initrd "$images/initrd.gz" -append 'root=LABEL=root console=ttyS0 quiet' \
    -drive "file=$images/root.ext4,if=virtio,format=raw,snapshot=on"
  guest_check_one "full disk" "$work/disk" "$work/key" -drive "file=$images/disk.qcow2,if=virtio,format=qcow2,snapshot=on"
  if have xorriso; then
    guest_check_drive "$work/drive" "$work/key"
    guest_check_one "config drive" "$work/drive" "$work/key" -drive "file=$images/disk.qcow2,if=virtio,format=qcow2,snapshot=on" \
      -drive "file=$work/drive/config.iso,if=virtio,format=raw,readonly=on"
  else
    warn "xorriso is not installed, so the config drive is not tried"
  fi
}

# guest_check_drive WORK KEY: a config drive as the node makes it.
guest_check_drive() {
  local work=$1 key=$2
  mkdir -p "$work/files"
  printf 'instance-id: "i-0123456789abcdef0"\nlocal-hostname: "ip-10-0-0-1"\npublic-keys: ["%s"]\n' "$(cat "$key.pub")" >"$work/files/meta-data"
  printf '#!/bin/sh\necho user data speaking\n' >"$work/files/user-data"
  xorriso -as mkisofs -quiet -V cidata -J -R -o "$work/config.iso" "$work/files" 2>"$work/xorriso.log" ||
    die "cannot make a config drive" "$work/xorriso.log"
}

# guest_check_one WHAT WORK KEY QEMU-ARGUMENTS...
guest_check_one() {
  local what=$1 work=$2 key=$3 start port metadata="" source="imds v2"
  shift 3
  mkdir -p "$work/latest/meta-data/public-keys/0"
  printf 'i-0123456789abcdef0' >"$work/latest/meta-data/instance-id"
  printf 'ip-10-0-0-1.internal' >"$work/latest/meta-data/local-hostname"
  cp "$key.pub" "$work/latest/meta-data/public-keys/0/openssh-key"
  printf '#!/bin/sh\necho user data speaking\n' >"$work/latest/user-data"
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  start=$(now_ms)
  # The metadata service is a program QEMU's user network starts for each connection; the guest reaches nothing else.
  if [ -e "$work/config.iso" ]; then
    source="config drive"
  else
    metadata=",guestfwd=tcp:169.254.169.254:80-cmd:$TOOLS/lib/fake-metadata $work/latest"
  fi
  qemu-system-x86_64 -nographic -nodefaults -no-reboot -machine pc -accel tcg,tb-size=64 -cpu max -m 128 \
    -netdev "user,id=n,restrict=on,net=169.254.169.0/24,dhcpstart=169.254.169.15,hostfwd=tcp:127.0.0.1:$port-:22$metadata" \
    -device virtio-net-pci,netdev=n,romfile= -serial "file:$work/console.log" -monitor "unix:$work/monitor,server,nowait" \
    -pidfile "$work/pid" -daemonize "$@"
  trap 'kill "$(cat '"$work"'/pid)" 2>/dev/null || true' EXIT
  local ssh=(ssh -F none -i "$key" -p "$port" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o ConnectTimeout=5 -o BatchMode=yes root@127.0.0.1)
  wait_until 120 grep -q 'user data ended with code 0' "$work/console.log" ||
    die "$what: the guest did not come up in 120 s" "its console: $work/console.log"
  wait_until 60 "${ssh[@]}" true || die "$what: ssh does not answer" "its console: $work/console.log"
  [ "$("${ssh[@]}" hostname)" = ip-10-0-0-1 ] || die "$what: the host name is not the metadata service's"
  grep -q 'user-data: user data speaking' "$work/console.log" || die "$what: user data did not run" "$work/console.log"
  grep -q "$source" "$work/console.log" || die "$what: the guest did not use $source" "$work/console.log"
  say "$what: up, address, key, ssh, user data after $(seconds "$start") s ($(grep -o 'up after .* s' "$work/console.log"))"
  printf 'system_powerdown\n' | python3 -c 'import socket, sys; s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.sendall(sys.stdin.buffer.read()); s.recv(4096)' "$work/monitor"
  wait_until 60 guest_check_gone "$work/pid" || die "$what: the power button does nothing" "$work/console.log"
  trap - EXIT
  say "$what: power button ok"
}

guest_check_gone() { [ ! -s "$1" ] || ! kill -0 "$(cat "$1")" 2>/dev/null; }
