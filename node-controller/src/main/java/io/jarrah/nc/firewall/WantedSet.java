package io.jarrah.nc.firewall;

import java.util.Set;
import java.util.TreeSet;

/**
 * A set of addresses that rules look things up in.
 *
 * @param type {@code hash:ip} or {@code hash:net}
 * @param members as {@code ipset save} writes them, so a prefix of 32 bits without its length
 */
record WantedSet(String type, Set<String> members) {
    static final String ADDRESSES = "hash:ip";
    static final String PREFIXES = "hash:net";
    private static final String HOST = "/32";

    WantedSet {
        members = Set.copyOf(members);
    }

    static WantedSet ofPrefixes(Set<String> cidrs) {
        Set<String> members = new TreeSet<>();
        for (String cidr : cidrs) {
            members.add(cidr.endsWith(HOST) ? cidr.substring(0, cidr.length() - HOST.length()) : cidr);
        }
        return new WantedSet(PREFIXES, members);
    }
}
