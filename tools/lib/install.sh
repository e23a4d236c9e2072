# shellcheck shell=bash
# Installs from Debian what is missing, and says what and why. Needs common.sh and jdk.sh.

PATH=$PATH:/usr/sbin:/sbin

# What a part needs: command or file, package, purpose.
install_needs() {
  case $1 in
    build)
      cat <<'T'
mvn maven builds the services
git git says which sources belong to the project
T
      ;;
    client)
      cat <<'T'
aws awscli talks to the cloud as users do
curl curl asks services for their health
jq jq reads JSON answers
ssh openssh-client reaches instances
python3 python3-minimal runs small helpers
T
      ;;
    image)
      cat <<'T'
mke2fs e2fsprogs makes the guest's file system
modinfo kmod orders the guest's drivers
grub-mkimage grub-common makes the guest's disk bootable
sfdisk fdisk partitions the guest's disk
qemu-img qemu-utils makes qcow2 disks
T
      ;;
    cloud)
      cat <<'T'
ip iproute2 makes the network namespaces
sysctl procps sets the namespaces' network options
unshare util-linux gives each libvirtd its own directories
haproxy haproxy passes the endpoints from 127.0.0.1 into the namespaces
qemu-system-x86_64 qemu-system-x86 runs instances
/usr/lib/x86_64-linux-gnu/qemu/block-iscsi.so qemu-block-extra attaches volumes
libvirtd libvirt-daemon manages instances
/usr/lib/x86_64-linux-gnu/libvirt/connection-driver/libvirt_driver_qemu.so libvirt-daemon-driver-qemu manages instances
/etc/libvirt libvirt-daemon-system has the directories libvirtd expects
virsh libvirt-clients asks libvirt
dhcpd isc-dhcp-server gives instances their addresses
xorriso xorriso makes config drives
dnsmasq dnsmasq-base gives instances names
iptables iptables routes and filters
ipset ipset holds the members of security groups
nft nftables stops instances that forge addresses
conntrack conntrack forgets flows of what is gone or moved
/usr/bin/busybox busybox tells the neighbours where a public address is
ethtool ethtool sets offloads of interfaces
tgtd tgt exports volumes
mkfs.xfs xfsprogs makes the file system of volumes
T
      ;;
    lab)
      cat <<'T'
qemu-system-x86_64 qemu-system-x86 runs lab hosts
/usr/lib/qemu/virtiofsd qemu-system-common shares this machine's files with lab hosts
depmod kmod lists the drivers of lab hosts
tcpdump tcpdump shows what is on a wire
T
      ;;
    test)
      cat <<'T'
shellcheck shellcheck checks these scripts
xorriso xorriso makes config drives
dhcpd isc-dhcp-server gives instances their addresses
keepalived keepalived says which of two cluster controllers is in charge
openssl openssl reads the key stores of the services
ss iproute2 lists the ports a service listens on
/usr/bin/aws awscli is version 2 of the client
/usr/lib/python3/dist-packages/boto3 python3-boto3 is a client of the tests
s3cmd s3cmd is a client of the tests
busybox busybox pings and fetches in the tests' namespaces
/usr/bin/arping iputils-arping asks whose an address is in the tests' namespaces
/usr/sbin/dhclient isc-dhcp-client asks for IPv6 addresses in the tests' namespaces
nft nftables stops instances that forge addresses
conntrack conntrack forgets flows of instances that are gone
ipset ipset holds the members of security groups
ethtool ethtool sets offloads of interfaces
/usr/bin/python3 python3-minimal speaks for guests in the tests' namespaces
tgtd tgt exports volumes
qemu-io qemu-utils writes to volumes as guests do
/usr/lib/x86_64-linux-gnu/qemu/block-iscsi.so qemu-block-extra logs in to volumes
mkfs.xfs xfsprogs makes a file system that clones the files of volumes
mkfs.btrfs btrfs-progs makes a file system that clones the files of volumes
T
      ;;
  esac
}

# install_missing PART...: lines "package purpose" of what is not there.
install_missing() {
  local part thing package purpose
  for part in "$@"; do
    install_needs "$part" | while read -r thing package purpose; do
      case $thing in
        /*) [ -e "$thing" ] || echo "$package $purpose" ;;
        *) have "$thing" || echo "$package $purpose" ;;
      esac
    done
  done | sort -u
}

# install_jdk: a JDK from 21 on is there after this.
install_jdk() {
  local package
  if jdk_find; then return 0; fi
  for package in openjdk-25-jdk-headless openjdk-21-jdk-headless temurin-25-jdk temurin-21-jdk; do
    if apt-cache policy "$package" 2>/dev/null | grep -q 'Candidate: [0-9]'; then
      say "  installing $package: Jarrah is written in Java 21"
      install_packages "$package"
      jdk_find && return 0
    fi
  done
  die "no JDK 21 or newer, and this Debian's package lists have none" \
    "Debian 12: add Adoptium's repository (https://adoptium.net/installation/linux/) and apt-get install temurin-25-jdk, then run this again"
}

# install_packages PACKAGE...: without starting any service of theirs: this machine's own libvirt, dhcpd and haproxy are its owner's business.
install_packages() {
  local policy=/usr/sbin/policy-rc.d made=
  [ "$(id -u)" = 0 ] || die "not root, so nothing can be installed" "as root: apt-get install --no-install-recommends $*"
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    made=yes
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >>"$RUN/cache/install.log" 2>&1 || {
    DEBIAN_FRONTEND=noninteractive apt-get update -q >>"$RUN/cache/install.log" 2>&1 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >>"$RUN/cache/install.log" 2>&1 || {
      [ -z "$made" ] || rm -f "$policy"
      tail -n 5 "$RUN/cache/install.log" >&2
      die "could not install: $*" "log: $RUN/cache/install.log; try: apt-get update && apt-get install $*"
    }
  }
  [ -z "$made" ] || rm -f "$policy"
}

# install_for PART...: everything these parts need, the JDK included.
install_for() {
  local missing packages
  mkdir -p "$RUN/cache"
  missing=$(install_missing "$@")
  if [ -n "$missing" ]; then
    say "  installing from Debian:"
    printf '%s\n' "$missing" | while read -r package purpose; do printf '    %-28s %s\n' "$package" "$purpose"; done
    packages=$(printf '%s\n' "$missing" | cut -d' ' -f1 | sort -u)
    # shellcheck disable=SC2086
    install_packages $packages
    missing=$(install_missing "$@")
    [ -z "$missing" ] || die "still missing after the installation: $(printf '%s\n' "$missing" | cut -d' ' -f1 | tr '\n' ' ')" "log: $RUN/cache/install.log"
  fi
  install_jdk
}
