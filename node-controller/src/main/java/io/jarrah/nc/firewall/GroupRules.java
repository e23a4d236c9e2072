package io.jarrah.nc.firewall;

import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.id.SecurityGroupId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the groups of this node's guests permit, as rules of iptables and the sets these look up. However many permissions
 * of a group differ in nothing but the prefix, they are one rule. Each family has its own. Pure.
 *
 * @param rules ordered by group and flow
 * @param sets by name
 */
record GroupRules(List<Rule> rules, SortedMap<String, WantedSet> sets) {
    /**
     * One rule of iptables.
     *
     * @param group whose members it concerns
     * @param flow what it permits
     * @param set the other side; empty for everybody
     */
    record Rule(SecurityGroupId group, Flow flow, Optional<String> set) {}

    GroupRules {
        rules = List.copyOf(rules);
        sets = Collections.unmodifiableSortedMap(new TreeMap<>(sets));
    }

    static GroupRules of(Policy policy, Family family) {
        Set<SecurityGroupId> used = new HashSet<>();
        policy.guests().stream()
                .filter(guest -> family == Family.IPV4 || family.of(guest).isPresent())
                .forEach(guest -> used.addAll(guest.groups()));
        Builder builder = new Builder(policy.groups(), family);
        policy.groups().stream().filter(group -> used.contains(group.id())).forEach(builder::add);
        return new GroupRules(builder.rules, builder.sets);
    }

    private static final class Builder {
        private final Map<SecurityGroupId, SecurityGroup> byId = new HashMap<>();
        private final Family family;
        private final List<Rule> rules = new ArrayList<>();
        private final SortedMap<String, WantedSet> sets = new TreeMap<>();

        Builder(List<SecurityGroup> groups, Family family) {
            this.family = family;
            groups.forEach(group -> byId.put(group.id(), group));
        }

        void add(SecurityGroup group) {
            SortedMap<Flow, OtherSide> flows = new TreeMap<>();
            for (SecurityRule rule : group.rules()) {
                Flow flow = Flow.of(rule);
                boolean concerned = rule.cidr().isEmpty()
                        || rule.cidr().filter(family::holds).isPresent();
                if (flow.expressible(family) && concerned) {
                    flows.computeIfAbsent(flow, key -> new OtherSide()).add(rule);
                }
            }
            flows.forEach((flow, side) -> add(group.id(), flow, side));
        }

        private void add(SecurityGroupId group, Flow flow, OtherSide side) {
            // A set of type hash:net cannot hold a prefix of no bits, and whoever permits everybody needs no set.
            if (side.prefixes.contains(family.everywhere())) {
                rules.add(new Rule(group, flow, Optional.empty()));
                return;
            }
            if (!side.prefixes.isEmpty()) {
                String name = Names.prefixes(group, flow, family);
                sets.put(name, WantedSet.ofPrefixes(family, side.prefixes));
                rules.add(new Rule(group, flow, Optional.of(name)));
            }
            for (SecurityGroupId other : side.groups) {
                String name = Names.members(other, family);
                sets.computeIfAbsent(name, key -> new WantedSet(WantedSet.ADDRESSES, family, members(other)));
                rules.add(new Rule(group, flow, Optional.of(name)));
            }
        }

        private Set<String> members(SecurityGroupId group) {
            SecurityGroup known = byId.get(group);
            return known == null
                    ? Set.of()
                    : known.members().stream().filter(family::holds).collect(Collectors.toSet());
        }
    }

    private static final class OtherSide {
        private final Set<String> prefixes = new TreeSet<>();
        private final Set<SecurityGroupId> groups = new TreeSet<>();

        void add(SecurityRule rule) {
            rule.cidr().ifPresent(prefixes::add);
            rule.group().ifPresent(groups::add);
        }
    }
}
