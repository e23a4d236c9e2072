package io.jarrah.nc.firewall;

import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.SecurityGroupId;
import io.jarrah.common.os.OwnChains;

/**
 * Names of chains and sets, made of ids: never of what users type, never the same for two things, and short enough for
 * the kernel whatever happens (28 characters for a chain, 31 for a set).
 */
final class Names {
    static final String FORWARD = OwnChains.PREFIX + "FORWARD";
    static final String GUESTS = OwnChains.PREFIX + "GUESTS";
    static final String FROM = OwnChains.PREFIX + "FROM";
    static final String TO = OwnChains.PREFIX + "TO";
    static final String PASS = OwnChains.PREFIX + "PASS";
    static final String CLOSED = OwnChains.PREFIX + "CLOSED";

    /** The administrator's, seen by every packet from and to a guest before any rule of ours. */
    static final String PRE = OwnChains.PREFIX + "PRE";

    /** The administrator's, seen by what no group permits before it is dropped. */
    static final String POST = OwnChains.PREFIX + "POST";

    private Names() {}

    /** Chain of what a guest sends. */
    static String from(InstanceId id) {
        return OwnChains.PREFIX + "F-" + digits(id.value());
    }

    /** Chain of what is sent to a guest. */
    static String to(InstanceId id) {
        return OwnChains.PREFIX + "T-" + digits(id.value());
    }

    /** Chain of what a group permits in one direction. */
    static String group(SecurityGroupId id, boolean egress) {
        return OwnChains.PREFIX + (egress ? "E-" : "I-") + digits(id.value());
    }

    /** Set of the prefixes that a group permits a flow with. */
    static String prefixes(SecurityGroupId id, Flow flow, Family family) {
        return OwnChains.PREFIX + digits(id.value()) + flow.code(family);
    }

    /** Set of those addresses of a group's members. */
    static String members(SecurityGroupId id, Family family) {
        return OwnChains.PREFIX + digits(id.value()) + (family == Family.IPV4 ? "m" : "n");
    }

    private static String digits(String id) {
        return id.substring(id.indexOf('-') + 1);
    }
}
