package io.jarrah.clc.reconcile;

import io.jarrah.clc.instance.InstancePlace;
import io.jarrah.clc.securitygroup.SecurityGroupRules;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.SecurityGroupId;
import io.jarrah.common.net.Ipv6Address;
import io.jarrah.common.net.Ipv6Prefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;

/**
 * Reads what {@link DocumentGroups} is made of. A few queries, however many instances there are; each later one sees at least what an
 * earlier one saw, and whatever comes in between has a higher generation.
 */
final class GroupRows {
    private GroupRows() {}

    /**
     * The groups of a cluster's network document.
     *
     * @param instances those of the zone, read before
     * @param prefix6 what IPv6 addresses are of; others, of before it was changed, are nobody's
     */
    static DocumentGroups of(
            Session session, ClusterName zone, Collection<InstancePlace> instances, Optional<Ipv6Prefix> prefix6) {
        Map<String, InstanceId> here = HashMap.newHashMap(instances.size());
        instances.forEach(instance -> here.put(instance.id().value(), instance.id()));
        Map<InstanceId, List<SecurityGroupId>> memberships = HashMap.newHashMap(instances.size());
        Map<SecurityGroupId, List<String>> instancesOf = new HashMap<>();
        Map<String, SecurityGroupId> ids = new HashMap<>();
        // Those of all clusters, for a rule may name a group of members elsewhere: two looks at whole tables cost less
        // than a join of them.
        session.createSelectionQuery("select instanceId, groupId from MembershipEntity", Object[].class)
                .getResultList()
                .forEach(row -> {
                    String instance = (String) row[0];
                    SecurityGroupId group = ids.computeIfAbsent((String) row[1], SecurityGroupId::new);
                    instancesOf.computeIfAbsent(group, id -> new ArrayList<>()).add(instance);
                    InstanceId local = here.get(instance);
                    if (local != null) {
                        memberships
                                .computeIfAbsent(local, id -> new ArrayList<>(2))
                                .add(group);
                    }
                });
        Set<SecurityGroupId> used = new HashSet<>();
        memberships.values().forEach(used::addAll);
        Map<SecurityGroupId, List<SecurityRule>> rules = SecurityGroupRules.contracts(session, used);
        Set<SecurityGroupId> named = DocumentGroups.named(used, rules);
        return DocumentGroups.of(
                memberships,
                rules,
                named.isEmpty() ? Map.of() : members(addresses(session, zone, instances, prefix6), named, instancesOf));
    }

    /** The private addresses, of both families, of the members of these groups in the whole cloud; of each group that is asked for. */
    static Map<SecurityGroupId, List<String>> members(
            Session session, ClusterName zone, Set<SecurityGroupId> groups, Optional<Ipv6Prefix> prefix6) {
        Map<SecurityGroupId, List<String>> members = HashMap.newHashMap(groups.size());
        groups.forEach(group -> members.put(group, new ArrayList<>()));
        if (groups.isEmpty()) {
            return members;
        }
        session.createSelectionQuery(
                        "select m.groupId, i.privateIp, i.ipv6 from MembershipEntity m"
                                + " join InstanceEntity i on i.id = m.instanceId"
                                + " where m.groupId in :groups and i.privateIp is not null and (i.zoneName <> :zone"
                                + " or (i.observed.terminatedAt is null and i.networkId is not null"
                                + " and i.mac is not null))",
                        Object[].class)
                .setParameterList(
                        "groups", groups.stream().map(SecurityGroupId::value).toList())
                .setParameter("zone", zone.value())
                .getResultList()
                .forEach(row -> members.computeIfAbsent(new SecurityGroupId((String) row[0]), id -> new ArrayList<>())
                        .addAll(both((String) row[1], Optional.ofNullable((String) row[2]), prefix6)));
        return members;
    }

    /** Of each instance its private address, and the one of IPv6 when it has one. */
    private static Map<String, List<String>> addresses(
            Session session, ClusterName zone, Collection<InstancePlace> instances, Optional<Ipv6Prefix> prefix6) {
        Map<String, List<String>> addresses = HashMap.newHashMap(instances.size());
        for (InstancePlace instance : instances) {
            instance.privateIp()
                    .ifPresent(
                            address -> addresses.put(instance.id().value(), both(address, instance.ipv6(), prefix6)));
        }
        session.createSelectionQuery(
                        "select id, privateIp, ipv6 from InstanceEntity where zoneName <> :zone and privateIp is not"
                                + " null",
                        Object[].class)
                .setParameter("zone", zone.value())
                .getResultList()
                .forEach(row -> addresses.put(
                        (String) row[0], both((String) row[1], Optional.ofNullable((String) row[2]), prefix6)));
        return addresses;
    }

    private static List<String> both(String privateIp, Optional<String> ipv6, Optional<Ipv6Prefix> prefix6) {
        return ipv6.filter(address -> Ipv6Address.canonical(address)
                        .flatMap(parsed -> prefix6.filter(prefix -> prefix.contains(parsed)))
                        .isPresent())
                .map(address -> List.of(privateIp, address))
                .orElseGet(() -> List.of(privateIp));
    }

    private static Map<SecurityGroupId, List<String>> members(
            Map<String, List<String>> addresses,
            Set<SecurityGroupId> groups,
            Map<SecurityGroupId, List<String>> instancesOf) {
        Map<SecurityGroupId, List<String>> members = HashMap.newHashMap(groups.size());
        for (SecurityGroupId group : groups) {
            members.put(
                    group,
                    instancesOf.getOrDefault(group, List.of()).stream()
                            .map(addresses::get)
                            .filter(Objects::nonNull)
                            .flatMap(List::stream)
                            .toList());
        }
        return members;
    }
}
