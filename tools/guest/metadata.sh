#!/bin/sh
# The guest's metadata client: host name, ssh key, and the user data, which runs once per instance id. Where no metadata service answers,
# it reads the config drive, as cloud-init's NoCloud does.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
host=169.254.169.254
token=

# IMDSv2; busybox wget cannot PUT. Without a token (v1 only) we go on as v1.
get_token() {
  printf 'PUT /latest/api/token HTTP/1.0\r\nHost: %s\r\nX-aws-ec2-metadata-token-ttl-seconds: 21600\r\nContent-Length: 0\r\n\r\n' $host |
    timeout 3 nc $host 80 2>/dev/null | tr -d '\r' | awk 'NR == 1 && $2 != 200 { exit } body { print; exit } /^$/ { body = 1 }'
}

# busybox wget -T crashes on Debian 12, hence timeout.
get() {
  if [ -n "$drive" ]; then
    from_drive "$1"
  else
    timeout 5 wget -q -O - --header "X-aws-ec2-metadata-token: $token" "http://$host/latest/$1" 2>/dev/null
  fi
}

# The config drive, if there is one; its lines are KEY: VALUE, the value as in JSON.
drive=
open_drive() {
  device=$(findfs LABEL=cidata 2>/dev/null) && [ -b "$device" ] || return 1
  mkdir -p /run/cidata
  mount -t iso9660 -o ro "$device" /run/cidata || return 1
  drive=/run/cidata
}
from_drive() {
  case $1 in
    user-data) cat "$drive/user-data" ;;
    meta-data/public-keys/0/openssh-key) sed -n 's/^public-keys: \["\(.*\)"\]$/\1/p' "$drive/meta-data" ;;
    meta-data/*) sed -n "s/^${1#meta-data/}: \"\(.*\)\"$/\1/p" "$drive/meta-data" ;;
  esac
}

# Without DHCP the drive may know the address.
address_from_drive() {
  config=$drive/network-config
  [ -r "$config" ] && ! ip -4 -o address show dev eth0 | grep -q inet || return 0
  address=$(sed -n 's/.*"dhcp4":false,"addresses":\["\([0-9./]*\)"\].*/\1/p' "$config")
  router=$(sed -n 's/.*"via":"\([0-9.]*\)".*/\1/p' "$config")
  [ -n "$address" ] && ip address add "$address" dev eth0
  [ -n "$router" ] && ip route add default via "$router" dev eth0
  echo "jarrah-guest: address $address router ${router:-none} from the config drive"
}

tries=0
while :; do
  token=$(get_token)
  id=$(get meta-data/instance-id) && [ -n "$id" ] && break
  tries=$((tries + 1))
  if [ $tries -ge 2 ] && open_drive; then
    address_from_drive
    id=$(get meta-data/instance-id)
    break
  fi
  if [ $tries = 30 ]; then
    echo "jarrah-guest: no metadata service at $host and no config drive"
    exit 1
  fi
  sleep 1
done

name=$(get meta-data/local-hostname)
if [ -n "$name" ]; then
  hostname "${name%%.*}"
  echo "${name%%.*}" >/etc/hostname
fi

key=$(get meta-data/public-keys/0/openssh-key)
if [ -n "$key" ]; then
  mkdir -p /root/.ssh
  chmod 700 /root /root/.ssh
  printf '%s\n' "$key" >/root/.ssh/authorized_keys.new
  chmod 600 /root/.ssh/authorized_keys.new
  mv /root/.ssh/authorized_keys.new /root/.ssh/authorized_keys
fi
source="imds v1"
[ -n "$token" ] && source="imds v2"
[ -n "$drive" ] && source="config drive"
echo "jarrah-guest: instance $id, host name ${name:-none}, key $([ -n "$key" ] && echo installed || echo none), $source"

# IPv6 only where the instance has it: no router is heard elsewhere.
mac=$(cat /sys/class/net/eth0/address)
if [ -z "$drive" ] && [ -n "$(get "meta-data/network/interfaces/macs/$mac/ipv6s")" ]; then
  dhclient -6 -nw -cf /dev/null -lf /run/dhclient6.leases -pf /run/dhclient6.pid -sf /etc/dhclient6.sh eth0
fi

state=/var/lib/instances/$id
if [ ! -e "$state/user-data" ]; then
  mkdir -p "$state"
  get user-data >"$state/user-data.new" || : >"$state/user-data.new"
  mv "$state/user-data.new" "$state/user-data"
  sync
  if [ "$(head -c 2 "$state/user-data")" = '#!' ]; then
    chmod 700 "$state/user-data"
    "$state/user-data" >/var/log/user-data.log 2>&1
    code=$?
    sed 's/^/user-data: /' /var/log/user-data.log
    echo "jarrah-guest: user data ended with code $code"
  fi
fi
