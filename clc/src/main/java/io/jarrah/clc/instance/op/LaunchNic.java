package io.jarrah.clc.instance.op;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a launch asks of the network interface of its instances.
 *
 * @param subnet id of a subnet, which may not exist
 * @param privateIp dotted; only when no more than one instance is launched
 * @param description says nothing to anybody here, but makes another request
 * @param tags of each interface
 * @param ipv6 whether it is to have an IPv6 address, and which
 */
record LaunchNic(
        Optional<String> subnet,
        Optional<String> privateIp,
        Optional<String> description,
        Map<String, String> tags,
        LaunchIpv6 ipv6) {
    /** All of it as a part of what tells a repetition from another request. */
    String digested() {
        return String.join(
                "\u0001",
                subnet.orElse(""),
                privateIp.orElse(""),
                description.orElse(""),
                new TreeMap<>(tags).toString() + ipv6.digested());
    }
}
