package io.jarrah.common.contract;

import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.id.SecurityGroupId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A network document, or a node's part of one, told by what changed since another: an encoding, and no second truth (RFD 0034). Who
 * does not hold what it starts from, or comes to something else than its sender, takes nothing of it and is sent the whole.
 *
 * @param base generation it starts from
 * @param generation generation it leads to
 * @param digest {@link NetworkDigest} of what it leads to
 * @param segments by network
 * @param endpoints by instance
 * @param removedGroups groups that are not in it any more
 * @param groups groups that are new, or others than before
 * @param tunnelPeers of a node's part
 * @param peers of a document, by cluster
 */
public record NetworkDelta(
        long base,
        long generation,
        String digest,
        NetworkChange<NetworkId, NetworkSegment> segments,
        NetworkChange<InstanceId, NetworkEndpoint> endpoints,
        List<SecurityGroupId> removedGroups,
        List<GroupDelta> groups,
        NetworkChange<String, String> tunnelPeers,
        NetworkChange<ClusterName, ClusterPeer> peers) {
    public NetworkDelta {
        removedGroups = List.copyOf(removedGroups);
        groups = List.copyOf(groups);
    }

    /** How a document became a later one. */
    public static NetworkDelta between(NetworkDocument from, NetworkDocument to) {
        return between(from, to, NetworkDigest.of(to));
    }

    /** How a document became a later one, where digests of documents like it were taken before. */
    public static NetworkDelta between(NetworkDocument from, NetworkDocument to, NetworkDigests digests) {
        return between(from, to, digests.of(to));
    }

    private static NetworkDelta between(NetworkDocument from, NetworkDocument to, String digest) {
        NetworkChange<SecurityGroupId, SecurityGroup> groups = groups(from.groups(), to.groups());
        return new NetworkDelta(
                from.generation(),
                to.generation(),
                digest,
                segments(from.segments(), to.segments()),
                endpoints(from.endpoints(), to.endpoints()),
                groups.removed(),
                deltas(from.groups(), groups.put()),
                NetworkChange.none(),
                NetworkChange.between(from.peers(), to.peers(), ClusterPeer.ORDER, ClusterPeer::cluster));
    }

    /** How a node's part became a later one. */
    public static NetworkDelta between(NodeNetwork from, NodeNetwork to) {
        NetworkChange<SecurityGroupId, SecurityGroup> groups = groups(from.groups(), to.groups());
        return new NetworkDelta(
                from.generation(),
                to.generation(),
                NetworkDigest.of(to),
                segments(from.segments(), to.segments()),
                endpoints(from.endpoints(), to.endpoints()),
                groups.removed(),
                deltas(from.groups(), groups.put()),
                NetworkChange.between(
                        from.tunnelPeers(), to.tunnelPeers(), Comparator.<String>naturalOrder(), Function.identity()),
                NetworkChange.none());
    }

    /** The document it leads to; empty when it does not start from that one, or leads to something else than its sender has. */
    public Optional<NetworkDocument> applyTo(NetworkDocument document) {
        return applyUnchecked(document).filter(this::leadsTo);
    }

    /** The same, where digests of documents like it were taken before. */
    public Optional<NetworkDocument> applyTo(NetworkDocument document, NetworkDigests digests) {
        return applyUnchecked(document).filter(result -> digests.of(result).equals(digest));
    }

    /** Whether that is what it leads to, by its digest; takes long for a large document. */
    public boolean leadsTo(NetworkDocument result) {
        return NetworkDigest.of(result).equals(digest);
    }

    /** The document it leads to, without a look at the digest: for one of many, of which the last is looked at. */
    public Optional<NetworkDocument> applyUnchecked(NetworkDocument document) {
        if (document.generation() != base || generation < base) {
            return Optional.empty();
        }
        return Optional.of(new NetworkDocument(
                generation,
                segments.applyTo(document.segments(), NetworkSegment::id),
                endpoints.applyTo(document.endpoints(), NetworkEndpoint::instanceId),
                applyToGroups(document.groups()),
                peers.applyTo(document.peers(), ClusterPeer::cluster)));
    }

    /** Whether nothing is different but what groups that were there before, or are new, say. */
    public boolean isOfGroups() {
        return segments.isEmpty()
                && endpoints.isEmpty()
                && tunnelPeers.isEmpty()
                && peers.isEmpty()
                && removedGroups.isEmpty();
    }

    /** The node's part it leads to; empty as for a document. */
    public Optional<NodeNetwork> applyTo(NodeNetwork network) {
        if (network.generation() != base || generation < base) {
            return Optional.empty();
        }
        return Optional.of(new NodeNetwork(
                        generation,
                        segments.applyTo(network.segments(), NetworkSegment::id),
                        tunnelPeers.applyTo(network.tunnelPeers(), Function.identity()),
                        endpoints.applyTo(network.endpoints(), NetworkEndpoint::instanceId),
                        applyToGroups(network.groups())))
                .filter(result -> NetworkDigest.of(result).equals(digest));
    }

    /** Whether it tells so much that it should not go as one message; the whole, in {@link NetworkPages}, tells it as well. */
    public boolean isLarge() {
        long values = 0;
        for (NetworkChange<?, ?> change : List.of(segments, endpoints, tunnelPeers, peers)) {
            values += change.removed().size();
        }
        values += removedGroups.size() + (long) tunnelPeers.put().size();
        values += segments.put().stream().mapToLong(NetworkSize::of).sum();
        values += endpoints.put().stream().mapToLong(NetworkSize::of).sum();
        values += peers.put().stream().mapToLong(NetworkSize::of).sum();
        values += groups.stream().mapToLong(GroupDelta::size).sum();
        return values > NetworkPages.VALUES;
    }

    private static NetworkChange<NetworkId, NetworkSegment> segments(
            List<NetworkSegment> from, List<NetworkSegment> to) {
        return NetworkChange.between(from, to, NetworkSegment.ORDER, NetworkSegment::id);
    }

    private static NetworkChange<InstanceId, NetworkEndpoint> endpoints(
            List<NetworkEndpoint> from, List<NetworkEndpoint> to) {
        return NetworkChange.between(from, to, NetworkEndpoint.ORDER, NetworkEndpoint::instanceId);
    }

    private static NetworkChange<SecurityGroupId, SecurityGroup> groups(
            List<SecurityGroup> from, List<SecurityGroup> to) {
        return NetworkChange.between(from, to, SecurityGroup.ORDER, SecurityGroup::id);
    }

    private static List<GroupDelta> deltas(List<SecurityGroup> from, List<SecurityGroup> changed) {
        if (changed.isEmpty()) {
            return List.of();
        }
        Map<SecurityGroupId, SecurityGroup> known = byId(from);
        return changed.stream()
                .map(group -> GroupDelta.between(known.getOrDefault(group.id(), empty(group.id())), group))
                .toList();
    }

    private List<SecurityGroup> applyToGroups(List<SecurityGroup> current) {
        if (removedGroups.isEmpty() && groups.isEmpty()) {
            return current;
        }
        Map<SecurityGroupId, GroupDelta> changed = HashMap.newHashMap(groups.size());
        groups.forEach(group -> changed.put(group.id(), group));
        Set<SecurityGroupId> removed = new HashSet<>(removedGroups);
        List<SecurityGroup> result = new ArrayList<>(current.size() + groups.size());
        for (SecurityGroup group : current) {
            if (!removed.contains(group.id())) {
                GroupDelta delta = changed.remove(group.id());
                result.add(delta == null ? group : delta.applyTo(group));
            }
        }
        changed.values().forEach(delta -> result.add(delta.applyTo(empty(delta.id()))));
        return result;
    }

    private static Map<SecurityGroupId, SecurityGroup> byId(List<SecurityGroup> groups) {
        Map<SecurityGroupId, SecurityGroup> byId = HashMap.newHashMap(groups.size());
        groups.forEach(group -> byId.put(group.id(), group));
        return byId;
    }

    private static SecurityGroup empty(SecurityGroupId id) {
        return new SecurityGroup(id, List.of(), List.of());
    }

    /** For messages: how much changed, not what. */
    @Override
    public String toString() {
        return "NetworkDelta[" + base + " to " + generation + ", segments "
                + segments.removed().size() + "/" + segments.put().size() + ", endpoints "
                + endpoints.removed().size() + "/" + endpoints.put().size() + ", groups " + removedGroups.size() + "/"
                + groups.size() + "]";
    }
}
