package io.jarrah.clc.reconcile;

import io.jarrah.clc.securitygroup.GroupRule;
import io.jarrah.clc.securitygroup.SecurityGroupRules;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.SecurityGroupId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;

/**
 * Reads what {@link DocumentGroups} is made of. A few queries, however many instances there are; each later one sees at least what an
 * earlier one saw, and whatever comes in between has a higher generation.
 */
final class GroupRows {
    private static final int CHUNK = 500;

    private GroupRows() {}

    /** The groups of a cluster's network document; the instances are read before. */
    static DocumentGroups inZone(Session session, ClusterName zone) {
        Map<InstanceId, List<SecurityGroupId>> memberships = memberships(session, zone);
        Set<SecurityGroupId> used = new HashSet<>();
        memberships.values().forEach(used::addAll);
        Map<SecurityGroupId, List<SecurityRule>> rules = new HashMap<>();
        for (GroupRule rule : SecurityGroupRules.ofGroups(session, used)) {
            rules.computeIfAbsent(rule.group(), group -> new ArrayList<>()).add(rule.contract());
        }
        return DocumentGroups.of(memberships, rules, members(session, DocumentGroups.named(used, rules)));
    }

    private static Map<InstanceId, List<SecurityGroupId>> memberships(Session session, ClusterName zone) {
        Map<InstanceId, List<SecurityGroupId>> memberships = new HashMap<>();
        Map<String, SecurityGroupId> groups = new HashMap<>();
        session.createSelectionQuery(
                        "select m.instanceId, m.groupId from InstanceEntity i join MembershipEntity m"
                                + " on m.instanceId = i.id where i.zoneName = :zone and i.observed.terminatedAt is null",
                        Object[].class)
                .setParameter("zone", zone.value())
                .getResultList()
                .forEach(row -> memberships
                        .computeIfAbsent(new InstanceId((String) row[0]), id -> new ArrayList<>(2))
                        .add(groups.computeIfAbsent((String) row[1], SecurityGroupId::new)));
        return memberships;
    }

    private static Map<SecurityGroupId, List<String>> members(Session session, Set<SecurityGroupId> groups) {
        Map<SecurityGroupId, List<String>> members = new HashMap<>();
        List<String> ids = groups.stream().map(SecurityGroupId::value).toList();
        for (int from = 0; from < ids.size(); from += CHUNK) {
            session.createSelectionQuery(
                            "select m.groupId, i.privateIp, i.ipv6 from MembershipEntity m join InstanceEntity i"
                                    + " on i.id = m.instanceId where m.groupId in :groups and i.privateIp is not null",
                            Object[].class)
                    .setParameterList("groups", ids.subList(from, Math.min(ids.size(), from + CHUNK)))
                    .getResultList()
                    .forEach(row -> {
                        List<String> addresses =
                                members.computeIfAbsent(new SecurityGroupId((String) row[0]), id -> new ArrayList<>());
                        addresses.add((String) row[1]);
                        Optional.ofNullable((String) row[2]).ifPresent(addresses::add);
                    });
        }
        return members;
    }
}
