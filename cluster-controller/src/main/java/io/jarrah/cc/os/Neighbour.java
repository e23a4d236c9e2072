package io.jarrah.cc.os;

/**
 * Who has an address on one interface.
 *
 * @param address IPv4 address
 * @param mac lower case; empty when it is not known
 * @param permanent whether it was said, and not learnt
 */
public record Neighbour(String address, String mac, boolean permanent) {}
