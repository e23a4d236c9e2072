package io.jarrah.cc.books;

import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.id.SecurityGroupId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One network document, made quick to cut into the parts of the nodes. The lists of two parts of one document are the same objects,
 * which compare at once.
 */
final class DocumentIndex {
    private final NetworkDocument document;
    private final Map<NetworkId, NetworkSegment> segments;
    private final Map<InstanceId, NetworkEndpoint> endpoints;
    private final Map<SecurityGroupId, SecurityGroup> groups;

    DocumentIndex(NetworkDocument document) {
        this(
                document,
                byName(document.segments(), NetworkSegment::id),
                byName(document.endpoints(), NetworkEndpoint::instanceId));
    }

    private DocumentIndex(
            NetworkDocument document,
            Map<NetworkId, NetworkSegment> segments,
            Map<InstanceId, NetworkEndpoint> endpoints) {
        this.document = document;
        this.segments = segments;
        this.endpoints = endpoints;
        this.groups = byName(document.groups(), SecurityGroup::id);
    }

    private static <K, V> Map<K, V> byName(List<V> items, Function<V, K> name) {
        Map<K, V> byName = HashMap.newHashMap(items.size());
        items.forEach(item -> byName.put(name.apply(item), item));
        return byName;
    }

    /** The index of another document, which takes over what that has of this one. */
    DocumentIndex of(NetworkDocument next) {
        return next.segments().equals(document.segments()) && next.endpoints().equals(document.endpoints())
                ? new DocumentIndex(next, segments, endpoints)
                : new DocumentIndex(next);
    }

    /** Whether this is the index of that document. Its generation tells others apart at once, and its lists are equal to themselves. */
    boolean isOf(NetworkDocument other) {
        return document.equals(other);
    }

    /** Whether the document tells where the instance is connected. */
    boolean connects(InstanceId id) {
        return endpoints.containsKey(id);
    }

    /** What the document says of these instances, by instance. */
    List<NetworkEndpoint> endpoints(Collection<InstanceId> instances) {
        return instances.stream()
                .map(endpoints::get)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(NetworkEndpoint::instanceId))
                .toList();
    }

    /** Those of the networks that the document has, by number. */
    List<NetworkSegment> segments(Set<NetworkId> networks) {
        return networks.stream()
                .map(segments::get)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparingInt(NetworkSegment::segment))
                .toList();
    }

    /**
     * The groups that these endpoints need: with rules those they are in, with members those that a rule of the former names, by
     * id. One that a rule names and the document lacks has no members.
     */
    List<SecurityGroup> groups(Collection<NetworkEndpoint> members) {
        Set<SecurityGroupId> joined = new TreeSet<>();
        members.forEach(endpoint -> joined.addAll(endpoint.groups()));
        Set<SecurityGroupId> named = new HashSet<>();
        for (SecurityGroupId id : joined) {
            group(id).rules().stream()
                    .map(SecurityRule::group)
                    .flatMap(Optional::stream)
                    .forEach(named::add);
        }
        Set<SecurityGroupId> all = new TreeSet<>(joined);
        all.addAll(named);
        return all.stream()
                .map(this::group)
                .map(group -> new SecurityGroup(
                        group.id(),
                        joined.contains(group.id()) ? group.rules() : List.of(),
                        named.contains(group.id()) ? group.members() : List.of()))
                .toList();
    }

    private SecurityGroup group(SecurityGroupId id) {
        return groups.getOrDefault(id, new SecurityGroup(id, List.of(), List.of()));
    }
}
