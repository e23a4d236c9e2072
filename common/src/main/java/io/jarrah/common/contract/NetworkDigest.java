package io.jarrah.common.contract;

import io.jarrah.common.id.SecurityGroupId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * SHA-256 of what a network document says, its generation apart: equal where two services hold the same, whatever Java they run.
 * It is to find mistakes, not to keep liars out: that is what signatures are for.
 */
public final class NetworkDigest {
    private static final int FULL = 1 << 16;

    private final MessageDigest digest;
    private final StringBuilder text = new StringBuilder(FULL + 1024);

    private NetworkDigest() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is in every Java runtime", e);
        }
    }

    /** In 64 hex digits. */
    public static String of(NetworkDocument document) {
        NetworkDigest of = new NetworkDigest();
        of.add(document.segments(), document.endpoints(), document.groups());
        of.peers(document.peers());
        return of.value();
    }

    /** In 64 hex digits. */
    public static String of(NodeNetwork network) {
        NetworkDigest of = new NetworkDigest();
        of.strings(network.tunnelPeers());
        of.add(network.segments(), network.endpoints(), network.groups());
        return of.value();
    }

    private void add(List<NetworkSegment> segments, List<NetworkEndpoint> endpoints, List<SecurityGroup> groups) {
        number(segments.size());
        for (NetworkSegment segment : segments) {
            string(segment.id().value());
            string(segment.accountId().value());
            number(segment.segment());
            string(segment.cidr());
            number(segment.mtu());
            string(segment.cidr6().orElse(""));
        }
        number(endpoints.size());
        for (NetworkEndpoint endpoint : endpoints) {
            string(endpoint.instanceId().value());
            string(endpoint.network().value());
            string(endpoint.mac());
            string(endpoint.privateIp());
            string(endpoint.hostname());
            strings(endpoint.groups().stream().map(SecurityGroupId::value).toList());
            string(endpoint.publicIp().orElse(""));
            string(endpoint.ipv6().orElse(""));
        }
        number(groups.size());
        for (SecurityGroup group : groups) {
            string(group.id().value());
            number(group.rules().size());
            group.rules().forEach(this::rule);
            strings(group.members());
        }
    }

    private void peers(List<ClusterPeer> peers) {
        number(peers.size());
        for (ClusterPeer peer : peers) {
            string(peer.cluster().value());
            string(peer.tunnelAddress());
            strings(peer.prefixes());
        }
    }

    private void rule(SecurityRule rule) {
        number(rule.egress() ? 1 : 0);
        number(rule.protocol());
        number(rule.from());
        number(rule.to());
        string(rule.cidr().orElse(""));
        string(rule.group().map(SecurityGroupId::value).orElse(""));
    }

    private void strings(Collection<String> values) {
        number(values.size());
        values.forEach(this::string);
    }

    /** With its length before it: no two lists of strings run together to the same. */
    private void string(String value) {
        number(value.length());
        text.append(value);
        if (text.length() > FULL) {
            flush();
        }
    }

    private void number(int value) {
        text.append(value).append(' ');
    }

    private void flush() {
        digest.update(text.toString().getBytes(StandardCharsets.UTF_8));
        text.setLength(0);
    }

    private String value() {
        flush();
        return HexFormat.of().formatHex(digest.digest());
    }
}
