/**
 * What dnsmasq does for instances: one answers for the private domain out of the network document and passes on all other questions; another
 * advertises routers and serves DHCPv6. May depend on {@code os} and the contract.
 */
@NullMarked
package io.jarrah.cc.dns;

import org.jspecify.annotations.NullMarked;
