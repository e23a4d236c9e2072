#!/bin/sh
# shellcheck disable=SC2154
# What dhclient -6 calls: puts the lease on the interface. The router is the kernel's business, from its advertisements.
case $reason in
  BOUND6 | RENEW6 | REBIND6)
    if [ "$new_ip6_address" != "$old_ip6_address" ]; then
      [ -n "$old_ip6_address" ] && ip -6 address del "$old_ip6_address/128" dev "$interface"
      ip -6 address add "$new_ip6_address/128" dev "$interface"
      echo "jarrah-guest: address $new_ip6_address" >/dev/console
    fi
    ;;
  EXPIRE6 | RELEASE6 | STOP6 | DEPREF6) [ -n "$old_ip6_address" ] && ip -6 address del "$old_ip6_address/128" dev "$interface" ;;
esac
exit 0
