package io.jarrah.clc.network;

/** How instances get their private addresses, after {@code VNET_MODE}. */
public enum AddressMode {
    /** Out of networks that the cloud makes for each account. */
    MANAGED,
    /** One of the pairs of MAC and address that the administrator named, in the site's own network. */
    STATIC,
    /** From the site's own DHCP server; it is known once a node has seen it. */
    SYSTEM;

    /** Whether all accounts are in the site's own network, where an instance's address is also the one it is reached by. */
    public boolean flat() {
        return this != MANAGED;
    }
}
