package io.jarrah.clc.securitygroup;

import io.jarrah.clc.cluster.Clusters;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.SecurityGroupId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.Session;

/**
 * Which instances are in which groups. An instance is in at least one from its launch until nothing is left of it. Every method runs
 * in the caller's transaction.
 */
public final class Memberships {
    private Memberships() {}

    /** The groups of all instances of an account, by name; one query. */
    public static Map<InstanceId, List<SecurityGroupRef>> ofAccount(Session session, AccountId account) {
        return grouped(session.createSelectionQuery(
                        "select m.instanceId, g.id, g.name from SecurityGroupEntity g join MembershipEntity m"
                                + " on m.groupId = g.id where g.accountId = :account",
                        Object[].class)
                .setParameter("account", account.value())
                .getResultList());
    }

    /** The groups of these instances, by name; one query. */
    public static Map<InstanceId, List<SecurityGroupRef>> of(Session session, Collection<InstanceId> instances) {
        if (instances.isEmpty()) {
            return Map.of();
        }
        return grouped(session.createSelectionQuery(
                        "select m.instanceId, g.id, g.name from MembershipEntity m join SecurityGroupEntity g"
                                + " on g.id = m.groupId where m.instanceId in :instances",
                        Object[].class)
                .setParameterList(
                        "instances", instances.stream().map(InstanceId::value).toList())
                .getResultList());
    }

    /** The groups of one instance, by name; none once it is terminated. */
    public static List<SecurityGroupRef> of(Session session, InstanceId instance) {
        return of(session, List.of(instance)).getOrDefault(instance, List.of());
    }

    /** Puts a new instance into groups; its row must be there. */
    public static void join(Session session, InstanceId instance, Collection<SecurityGroupRef> groups) {
        groups.forEach(group -> session.persist(new MembershipEntity(instance, group.id())));
    }

    /** Makes these the groups of the instance, instead of those it is in; returns those it came into or left. */
    public static Set<SecurityGroupId> replace(
            Session session, InstanceId instance, Collection<SecurityGroupRef> groups) {
        Set<SecurityGroupId> wanted = groups.stream().map(SecurityGroupRef::id).collect(Collectors.toSet());
        Set<SecurityGroupId> changed = new HashSet<>(wanted);
        for (MembershipEntity row : rows(session, List.of(instance))) {
            if (!changed.remove(row.group())) {
                changed.add(row.group());
                session.remove(row);
            }
        }
        changed.stream()
                .filter(wanted::contains)
                .forEach(group -> session.persist(new MembershipEntity(instance, group)));
        session.flush();
        return changed;
    }

    /** Takes instances that came to their end out of all groups; returns those groups. */
    public static Set<SecurityGroupId> leave(Session session, Collection<InstanceId> instances) {
        List<MembershipEntity> rows = rows(session, instances);
        rows.forEach(session::remove);
        return rows.stream().map(MembershipEntity::group).collect(Collectors.toSet());
    }

    /**
     * Notes that groups have other members, for the network documents of clusters other than {@code here}, of which the caller
     * knows. Only where a rule names such a group do its members matter elsewhere; then they may everywhere. Returns the clusters
     * to wake after the commit.
     */
    public static Set<ClusterName> changed(Session session, Collection<SecurityGroupId> groups, ClusterName here) {
        return isNamed(session, groups) ? Clusters.networkChangedElsewhere(session, here) : Set.of();
    }

    /** How many instances are in the group. */
    static long count(Session session, SecurityGroupId group) {
        return session.createSelectionQuery("select count(*) from MembershipEntity where groupId = :group", Long.class)
                .setParameter("group", group.value())
                .getSingleResult();
    }

    private static boolean isNamed(Session session, Collection<SecurityGroupId> groups) {
        return !groups.isEmpty()
                && !session.createSelectionQuery(
                                "select id from SecurityGroupRuleEntity where referencedGroupId in :groups",
                                String.class)
                        .setParameterList(
                                "groups",
                                groups.stream().map(SecurityGroupId::value).toList())
                        .setMaxResults(1)
                        .getResultList()
                        .isEmpty();
    }

    private static List<MembershipEntity> rows(Session session, Collection<InstanceId> instances) {
        if (instances.isEmpty()) {
            return List.of();
        }
        return session.createSelectionQuery(
                        "from MembershipEntity where instanceId in :instances", MembershipEntity.class)
                .setParameterList(
                        "instances", instances.stream().map(InstanceId::value).toList())
                .getResultList();
    }

    private static Map<InstanceId, List<SecurityGroupRef>> grouped(List<Object[]> rows) {
        Map<String, SecurityGroupRef> groups = new HashMap<>();
        Map<InstanceId, List<SecurityGroupRef>> byInstance = new HashMap<>();
        for (Object[] row : rows) {
            SecurityGroupRef group = groups.computeIfAbsent(
                    (String) row[1], id -> new SecurityGroupRef(new SecurityGroupId(id), (String) row[2]));
            byInstance
                    .computeIfAbsent(new InstanceId((String) row[0]), id -> new ArrayList<>(2))
                    .add(group);
        }
        byInstance.values().forEach(list -> list.sort(Comparator.comparing(SecurityGroupRef::name)));
        return byInstance;
    }
}
