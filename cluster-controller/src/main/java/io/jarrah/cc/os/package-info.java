/**
 * The commands of the cluster's router, a class each: ip, bridge, iptables-save, iptables-restore, dhcpd, dnsmasq, and the kernel's settings under /proc/sys. May depend on {@code common.os}.
 */
@NullMarked
package io.jarrah.cc.os;

import org.jspecify.annotations.NullMarked;
