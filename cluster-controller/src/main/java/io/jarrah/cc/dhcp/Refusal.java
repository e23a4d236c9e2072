package io.jarrah.cc.dhcp;

/** Why a message is not passed on. */
enum Refusal {
    /** Not a DHCP message of an Ethernet client, or with options that only relays and servers set. */
    MALFORMED,
    /** A relay's mark is in it already; there is no other relay between a guest and this one. */
    ALREADY_RELAYED,
    /** No instance has this MAC address. */
    UNKNOWN_CLIENT,
    /** Sent from an address that is not this guest's. */
    FOREIGN_SOURCE,
    /** The guest asks too often. */
    TOO_MANY,
    /** The kernel takes no more for dhcpd. */
    SERVER_BUSY
}
