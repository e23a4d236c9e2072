package io.jarrah.clc.reconcile;

import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.SecurityGroupId;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The security groups of a cluster's network document: a pure function, and equal for equal rows, since everything is sorted.
 *
 * @param memberships the groups of each instance of the cluster, sorted
 * @param groups those groups with their rules, and the groups that these rules name with their members, by id
 */
record DocumentGroups(Map<InstanceId, List<SecurityGroupId>> memberships, List<SecurityGroup> groups) {
    DocumentGroups {
        // A HashMap: with the tens of thousands of ids there may be, the map that Map.copyOf makes takes many times as
        // long.
        memberships = Collections.unmodifiableMap(new HashMap<>(memberships));
        groups = List.copyOf(groups);
    }

    /**
     * The groups of the document.
     *
     * @param memberships the groups of each instance of the cluster
     * @param rules the rules of these groups; of others they are left out
     * @param members private addresses, of both families, of the members, in the whole cloud, of the groups that these rules name; of others they are
     *     left out
     */
    static DocumentGroups of(
            Map<InstanceId, ? extends Collection<SecurityGroupId>> memberships,
            Map<SecurityGroupId, ? extends Collection<SecurityRule>> rules,
            Map<SecurityGroupId, ? extends Collection<String>> members) {
        Set<SecurityGroupId> used =
                memberships.values().stream().flatMap(Collection::stream).collect(Collectors.toSet());
        Set<SecurityGroupId> named = named(used, rules);
        SortedSet<SecurityGroupId> all = new TreeSet<>(used);
        all.addAll(named);
        List<SecurityGroup> groups = all.stream()
                .map(id -> new SecurityGroup(
                        id,
                        used.contains(id) ? all(rules.get(id)) : List.of(),
                        named.contains(id) ? all(members.get(id)) : List.of()))
                .toList();
        return new DocumentGroups(
                memberships.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> sorted(entry.getValue()))),
                groups);
    }

    /** The groups that the rules of these groups name. */
    static Set<SecurityGroupId> named(
            Set<SecurityGroupId> used, Map<SecurityGroupId, ? extends Collection<SecurityRule>> rules) {
        return rules.entrySet().stream()
                .filter(entry -> used.contains(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .flatMap(rule -> rule.group().stream())
                .collect(Collectors.toSet());
    }

    /** The groups of an instance; none for one that has just come to its end. */
    List<SecurityGroupId> of(InstanceId instance) {
        return memberships.getOrDefault(instance, List.of());
    }

    /** The group sorts them. */
    private static <T> List<T> all(@Nullable Collection<T> items) {
        return items == null ? List.of() : List.copyOf(items);
    }

    private static <T extends Comparable<T>> List<T> sorted(Collection<T> items) {
        return items.size() == 1 ? List.copyOf(items) : items.stream().sorted().toList();
    }
}
