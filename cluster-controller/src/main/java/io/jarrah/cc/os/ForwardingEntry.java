package io.jarrah.cc.os;

/**
 * Where one VXLAN interface sends frames for a MAC address.
 *
 * @param mac lower case; {@link BridgeCommand#FLOOD} for broadcasts and unknown destinations
 * @param end IPv4 address of the tunnel end
 */
public record ForwardingEntry(String mac, String end) {}
