/**
 * The DHCP relay between the guests' bridges and the one dhcpd of the cluster: pure rules for messages, and the sockets. Depends on nothing of the service.
 */
@NullMarked
package io.jarrah.cc.dhcp;

import org.jspecify.annotations.NullMarked;
