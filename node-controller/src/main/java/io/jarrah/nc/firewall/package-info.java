/**
 * Anti-spoofing and security groups at the instance (RFD 0030): pure renderers of what nft, ipset and iptables are to hold, and what
 * makes it so. May depend on {@code os}.
 */
@NullMarked
package io.jarrah.nc.firewall;

import org.jspecify.annotations.NullMarked;
