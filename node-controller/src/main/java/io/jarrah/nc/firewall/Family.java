package io.jarrah.nc.firewall;

import io.jarrah.common.net.Ipv6Address;
import java.util.Optional;

/** What differs between IPv4 and IPv6 where rules and sets are of one structure. */
enum Family {
    IPV4("inet", "0.0.0.0/0", "/32"),
    IPV6("inet6", "::/0", "/128");

    private final String sets;
    private final String everywhere;
    private final String host;

    Family(String sets, String everywhere, String host) {
        this.sets = sets;
        this.everywhere = everywhere;
        this.host = host;
    }

    /** The name that ipset has for it. */
    String sets() {
        return sets;
    }

    /** The prefix of all addresses. */
    String everywhere() {
        return everywhere;
    }

    /** How the prefix of a single address ends. */
    String host() {
        return host;
    }

    /** The address a guest has of it. */
    Optional<String> of(Guest guest) {
        return this == IPV4 ? guest.address() : guest.ipv6();
    }

    /**
     * Whether a set can hold the prefix or address, and shows it as it was given. The kernel writes some IPv6 addresses that nobody has,
     * those in ::/64, as IPv4 ones; a set that never shows what it was given would be mended for ever.
     */
    boolean holds(String prefixOrAddress) {
        if (prefixOrAddress.indexOf(':') < 0) {
            return this == IPV4;
        }
        int slash = prefixOrAddress.indexOf('/');
        return this == IPV6
                && Ipv6Address.canonical(slash < 0 ? prefixOrAddress : prefixOrAddress.substring(0, slash))
                        .filter(address -> address.high() != 0 || address.low() == 0)
                        .isPresent();
    }
}
