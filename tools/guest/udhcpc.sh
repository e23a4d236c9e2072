#!/bin/sh
# shellcheck disable=SC2154
# What udhcpc calls: puts the lease on the interface.
case $1 in
  deconfig)
    ip -4 address flush dev "$interface"
    ip link set "$interface" up
    ;;
  bound | renew)
    [ -n "$mtu" ] && ip link set "$interface" mtu "$mtu"
    ip -4 address flush dev "$interface"
    ip address add "$ip/${mask:-24}" dev "$interface"
    if [ "$1" = bound ]; then
      for r in $router; do ip route add default via "$r" dev "$interface" && break; done
    elif [ -n "$router" ]; then
      ip route replace default via "${router%% *}" dev "$interface"
    fi
    : >/etc/resolv.conf
    [ -n "$domain" ] && echo "search $domain" >>/etc/resolv.conf
    for d in $dns; do echo "nameserver $d" >>/etc/resolv.conf; done
    [ "$1" = bound ] && echo "jarrah-guest: address $ip/$mask mtu ${mtu:-1500} router ${router:-none}" >/dev/console
    ;;
esac
exit 0
