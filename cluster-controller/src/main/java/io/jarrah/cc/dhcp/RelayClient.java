package io.jarrah.cc.dhcp;

/**
 * A guest the relay serves; addresses are IPv4 addresses as numbers.
 *
 * @param mac its MAC address, the 48 low bits
 * @param address the address it has by the network document
 * @param gateway the cluster controller's address in its network
 */
public record RelayClient(long mac, int address, int gateway) {}
