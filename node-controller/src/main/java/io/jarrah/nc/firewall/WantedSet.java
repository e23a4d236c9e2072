package io.jarrah.nc.firewall;

import java.util.Set;
import java.util.TreeSet;

/**
 * A set of addresses that rules look things up in.
 *
 * @param type {@code hash:ip} or {@code hash:net}
 * @param family of its members
 * @param members as {@code ipset save} writes them, so the prefix of a single address without its length
 */
record WantedSet(String type, Family family, Set<String> members) {
    static final String ADDRESSES = "hash:ip";
    static final String PREFIXES = "hash:net";

    WantedSet {
        members = Set.copyOf(members);
    }

    static WantedSet ofPrefixes(Family family, Set<String> cidrs) {
        String host = family.host();
        Set<String> members = new TreeSet<>();
        for (String cidr : cidrs) {
            members.add(cidr.endsWith(host) ? cidr.substring(0, cidr.length() - host.length()) : cidr);
        }
        return new WantedSet(PREFIXES, family, members);
    }
}
