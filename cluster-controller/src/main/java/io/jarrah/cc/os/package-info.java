/**
 * The commands of the cluster's router, a class each: ip, bridge, dhcpd, dnsmasq, keepalived and arping. May depend on {@code common.os}.
 */
@NullMarked
package io.jarrah.cc.os;

import org.jspecify.annotations.NullMarked;
