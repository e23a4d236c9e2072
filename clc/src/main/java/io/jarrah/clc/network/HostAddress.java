package io.jarrah.clc.network;

import java.util.Optional;

/**
 * A place in a network.
 *
 * @param address dotted; empty when the site's DHCP server will choose one
 * @param mac the MAC address that goes with it; empty when any will do
 */
public record HostAddress(Optional<String> address, Optional<String> mac) {
    /** One of which nothing is known yet. */
    public static final HostAddress UNKNOWN = new HostAddress(Optional.empty(), Optional.empty());

    static HostAddress of(String address) {
        return new HostAddress(Optional.of(address), Optional.empty());
    }
}
