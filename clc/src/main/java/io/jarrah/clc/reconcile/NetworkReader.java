package io.jarrah.clc.reconcile;

import io.jarrah.clc.address.Addresses;
import io.jarrah.clc.cluster.Clusters;
import io.jarrah.clc.instance.InstancePlace;
import io.jarrah.clc.instance.Instances;
import io.jarrah.clc.network.NetworkPlan;
import io.jarrah.clc.network.Networks;
import io.jarrah.clc.securitygroup.RuleNotes;
import io.jarrah.clc.securitygroup.SecurityGroupRules;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.SecurityGroupId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.Session;

/**
 * Reads clusters' network documents from the rows. One that differs from what was read last in the rules of a few groups only, as
 * {@link RuleNotes} say, is made of that and of these groups' rules, which are read; it is what reading everything would give. Safe
 * for use by several threads.
 */
final class NetworkReader {
    private final NetworkPlan plan;
    private final RuleNotes notes;
    private final Map<ClusterName, NetworkDocument> read = new ConcurrentHashMap<>();

    NetworkReader(NetworkPlan plan, RuleNotes notes) {
        this.plan = plan;
        this.notes = notes;
    }

    /** The document of now, whose generation is read before the rows, so that it is never older than its number. */
    NetworkDocument read(Session session, ClusterName cluster) {
        long generation = Clusters.networkGeneration(session, cluster);
        Optional<NetworkDocument> last = Optional.ofNullable(read.get(cluster));
        if (last.filter(before -> before.generation() > generation).isPresent()) {
            notes.forget(cluster);
        }
        Optional<NetworkDocument> changed = last.flatMap(before -> changed(session, cluster, before, generation));
        NetworkDocument document = changed.orElseGet(() -> whole(session, cluster, generation));
        // What was read while rows changed may know of a rule and not of a change before it, which had no need of a
        // generation then.
        if (changed.isPresent() || Clusters.networkGeneration(session, cluster) == generation) {
            read.put(cluster, document);
        } else {
            read.remove(cluster);
        }
        return document;
    }

    private NetworkDocument whole(Session session, ClusterName cluster, long generation) {
        List<InstancePlace> instances = Instances.placesInZone(session, cluster);
        return NetworkDocuments.of(
                generation,
                Networks.inZone(session, cluster),
                instances,
                Addresses.inZone(session, cluster),
                GroupRows.of(session, cluster, instances),
                PeerRows.of(session, cluster),
                plan);
    }

    /** Empty when more than rules may be different. */
    private Optional<NetworkDocument> changed(
            Session session, ClusterName cluster, NetworkDocument before, long generation) {
        return notes.between(cluster, before.generation(), generation)
                .map(changed -> new NetworkDocument(
                        generation,
                        before.segments(),
                        before.endpoints(),
                        withRules(session, cluster, before, changed),
                        before.peers()));
    }

    private static List<SecurityGroup> withRules(
            Session session, ClusterName cluster, NetworkDocument before, Set<SecurityGroupId> changed) {
        Set<SecurityGroupId> concerned = used(before, changed);
        if (concerned.isEmpty()) {
            return before.groups();
        }
        Map<SecurityGroupId, List<SecurityRule>> rules = SecurityGroupRules.contracts(session, concerned);
        List<SecurityGroup> groups = before.groups().stream()
                .map(group -> concerned.contains(group.id())
                        ? new SecurityGroup(group.id(), rules.getOrDefault(group.id(), List.of()), group.members())
                        : group)
                .toList();
        Set<SecurityGroupId> formerly = named(before.groups());
        Set<SecurityGroupId> now = named(groups);
        return formerly.equals(now)
                ? groups
                : withNames(
                        before,
                        groups,
                        without(formerly, now),
                        GroupRows.members(session, cluster, without(now, formerly)));
    }

    /** Groups have members in the document while a rule names them, and are in it while one does or an instance is a member. */
    private static List<SecurityGroup> withNames(
            NetworkDocument before,
            List<SecurityGroup> groups,
            Set<SecurityGroupId> unnamed,
            Map<SecurityGroupId, List<String>> named) {
        Map<SecurityGroupId, SecurityGroup> byId = HashMap.newHashMap(groups.size() + named.size());
        groups.forEach(group -> byId.put(group.id(), group));
        Set<SecurityGroupId> used = used(before, unnamed);
        for (SecurityGroupId id : unnamed) {
            if (used.contains(id)) {
                byId.computeIfPresent(id, (same, group) -> new SecurityGroup(id, group.rules(), List.of()));
            } else {
                byId.remove(id);
            }
        }
        named.forEach((id, members) -> byId.merge(
                id,
                new SecurityGroup(id, List.of(), members),
                (group, fresh) -> new SecurityGroup(id, group.rules(), members)));
        return List.copyOf(byId.values());
    }

    /** Those of the groups that an instance of the cluster is in. */
    private static Set<SecurityGroupId> used(NetworkDocument document, Set<SecurityGroupId> groups) {
        Set<SecurityGroupId> used = new HashSet<>();
        for (NetworkEndpoint endpoint : document.endpoints()) {
            for (SecurityGroupId group : endpoint.groups()) {
                if (groups.contains(group)) {
                    used.add(group);
                }
            }
        }
        return used;
    }

    private static Set<SecurityGroupId> named(List<SecurityGroup> groups) {
        Set<SecurityGroupId> named = new HashSet<>();
        for (SecurityGroup group : groups) {
            for (SecurityRule rule : group.rules()) {
                rule.group().ifPresent(named::add);
            }
        }
        return named;
    }

    private static Set<SecurityGroupId> without(Set<SecurityGroupId> all, Set<SecurityGroupId> others) {
        Set<SecurityGroupId> rest = new HashSet<>(all);
        rest.removeAll(others);
        return rest;
    }
}
