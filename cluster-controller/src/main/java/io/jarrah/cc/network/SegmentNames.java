package io.jarrah.cc.network;

import io.jarrah.common.id.ClusterName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Names and MAC addresses of a segment's interfaces on the cluster controller. An interface is the controller's own
 * when it has both, so nothing of the administrator's is ever changed or removed.
 */
final class SegmentNames {
    /** How the names of bridges begin. */
    static final String BRIDGE = "br";

    private static final Pattern OWN = Pattern.compile("(br|vx|vl)([0-9]{1,8})");

    private final int clusterHash;

    SegmentNames(ClusterName cluster) {
        CRC32 crc = new CRC32();
        crc.update(cluster.value().getBytes(StandardCharsets.UTF_8));
        this.clusterHash = (int) crc.getValue() & 0xffff;
    }

    static String bridge(int segment) {
        return BRIDGE + segment;
    }

    static String vxlan(int segment) {
        return "vx" + segment;
    }

    static String vlan(int segment) {
        return "vl" + segment;
    }

    /**
     * The label of gateway addresses on an interface that is not ours: the kernel wants it to begin with the interface's name.
     *
     * @param device at most {@link #MAX_LABELLED} characters
     */
    static String label(String device) {
        return device + ":jr";
    }

    /** Longest name of an interface that has room for a label of ours. */
    static final int MAX_LABELLED = 12;

    /** Stays the same for ever, so that guests keep their gateway's MAC address over restarts. */
    String bridgeMac(int segment) {
        return mac(0x02, segment);
    }

    String vxlanMac(int segment) {
        return mac(0x06, segment);
    }

    String vlanMac(int segment) {
        return mac(0x0e, segment);
    }

    /** Of the interface between relay and dhcpd. */
    String dhcpMac() {
        return mac(0x0a, 0);
    }

    /** What tells the cluster's DHCPv6 server from others, in hexadecimal digits. */
    String dhcp6Id() {
        return "4a41%04x".formatted(clusterHash);
    }

    /** The segment an interface of ours belongs to; empty for interfaces of others. */
    Optional<Integer> ownSegment(String name, String mac) {
        Matcher matcher = OWN.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int segment = Integer.parseInt(matcher.group(2));
        String expected =
                switch (matcher.group(1)) {
                    case "vx" -> vxlanMac(segment);
                    case "vl" -> vlanMac(segment);
                    default -> bridgeMac(segment);
                };
        return mac.equals(expected) ? Optional.of(segment) : Optional.empty();
    }

    private String mac(int first, int segment) {
        return String.format(
                "%02x:%02x:%02x:%02x:%02x:%02x",
                first, clusterHash >> 8, clusterHash & 255, segment >> 16 & 255, segment >> 8 & 255, segment & 255);
    }
}
