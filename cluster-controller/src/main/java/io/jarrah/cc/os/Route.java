package io.jarrah.cc.os;

/**
 * A route out of one interface, by a neighbour.
 *
 * @param destination prefix such as 172.16.20.0/24
 * @param gateway IPv4 address of the neighbour; empty when it has none
 * @param source address that this host's own packets get; empty when it has none
 */
public record Route(String destination, String gateway, String source) {}
