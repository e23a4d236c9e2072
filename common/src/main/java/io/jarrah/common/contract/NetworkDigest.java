package io.jarrah.common.contract;

import io.jarrah.common.id.SecurityGroupId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * SHA-256 of what a network document says, its generation apart: equal where two services hold the same, whatever Java they run.
 * It is to find mistakes, not to keep liars out: that is what signatures are for.
 */
public final class NetworkDigest {
    private static final int FULL = 1 << 16;

    private final MessageDigest digest;
    private final Parts parts;
    private final StringBuilder text = new StringBuilder(FULL + 1024);
    private Optional<ByteArrayOutputStream> copy = Optional.empty();

    /** How the large parts of a document are added. */
    @FunctionalInterface
    interface Parts {
        /** Each as it comes. */
        Parts WRITTEN = (digest, part, write) -> write.run();

        /** Does what {@code write} does, which writes that part. */
        void add(NetworkDigest digest, Object part, Runnable write);
    }

    private NetworkDigest(Parts parts) {
        this.parts = parts;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is in every Java runtime", e);
        }
    }

    /** In 64 hex digits. */
    public static String of(NetworkDocument document) {
        return of(document, Parts.WRITTEN);
    }

    static String of(NetworkDocument document, Parts parts) {
        NetworkDigest of = new NetworkDigest(parts);
        of.add(document.segments(), document.endpoints(), document.groups());
        of.peers(document.peers());
        return of.value();
    }

    /** In 64 hex digits. */
    public static String of(NodeNetwork network) {
        NetworkDigest of = new NetworkDigest(Parts.WRITTEN);
        of.strings(network.tunnelPeers());
        of.add(network.segments(), network.endpoints(), network.groups());
        return of.value();
    }

    /** Adds what is written, and returns it. */
    byte[] recorded(Runnable write) {
        flush();
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        copy = Optional.of(written);
        write.run();
        flush();
        copy = Optional.empty();
        return written.toByteArray();
    }

    /** Adds what {@link #recorded} returned. */
    void replay(byte[] written) {
        flush();
        digest.update(written);
    }

    private void add(List<NetworkSegment> segments, List<NetworkEndpoint> endpoints, List<SecurityGroup> groups) {
        parts.add(this, segments, () -> segments(segments));
        parts.add(this, endpoints, () -> endpoints(endpoints));
        number(groups.size());
        for (SecurityGroup group : groups) {
            parts.add(this, group, () -> group(group));
        }
    }

    private void segments(List<NetworkSegment> segments) {
        number(segments.size());
        for (NetworkSegment segment : segments) {
            string(segment.id().value());
            string(segment.accountId().value());
            number(segment.segment());
            string(segment.cidr());
            number(segment.mtu());
            string(segment.cidr6().orElse(""));
        }
    }

    private void endpoints(List<NetworkEndpoint> endpoints) {
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
    }

    private void group(SecurityGroup group) {
        string(group.id().value());
        number(group.rules().size());
        group.rules().forEach(this::rule);
        strings(group.members());
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
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        digest.update(bytes);
        copy.ifPresent(written -> written.writeBytes(bytes));
        text.setLength(0);
    }

    private String value() {
        flush();
        return HexFormat.of().formatHex(digest.digest());
    }
}
