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

/**
 * What the groups of this node's guests permit, as rules of iptables and the sets these look up. However many permissions
 * of a group differ in nothing but the prefix, they are one rule. IPv6 prefixes are left out as long as no IPv6 passes. Pure.
 *
 * @param rules ordered by group and flow
 * @param sets by name
 */
record GroupRules(List<Rule> rules, SortedMap<String, WantedSet> sets) {
    private static final String EVERYWHERE = "0.0.0.0/0";

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

    static GroupRules of(Policy policy) {
        Set<SecurityGroupId> used = new HashSet<>();
        policy.guests().forEach(guest -> used.addAll(guest.groups()));
        Builder builder = new Builder(policy.groups());
        policy.groups().stream().filter(group -> used.contains(group.id())).forEach(builder::add);
        return new GroupRules(builder.rules, builder.sets);
    }

    private static final class Builder {
        private final Map<SecurityGroupId, SecurityGroup> byId = new HashMap<>();
        private final List<Rule> rules = new ArrayList<>();
        private final SortedMap<String, WantedSet> sets = new TreeMap<>();

        Builder(List<SecurityGroup> groups) {
            groups.forEach(group -> byId.put(group.id(), group));
        }

        void add(SecurityGroup group) {
            SortedMap<Flow, OtherSide> flows = new TreeMap<>();
            for (SecurityRule rule : group.rules()) {
                Flow flow = Flow.of(rule);
                boolean ipv6 = rule.cidr().filter(cidr -> cidr.contains(":")).isPresent();
                if (flow.expressible() && !ipv6) {
                    flows.computeIfAbsent(flow, key -> new OtherSide()).add(rule);
                }
            }
            flows.forEach((flow, side) -> add(group.id(), flow, side));
        }

        private void add(SecurityGroupId group, Flow flow, OtherSide side) {
            // A set of type hash:net cannot hold a prefix of no bits, and whoever permits everybody needs no set.
            if (side.prefixes.contains(EVERYWHERE)) {
                rules.add(new Rule(group, flow, Optional.empty()));
                return;
            }
            if (!side.prefixes.isEmpty()) {
                String name = Names.prefixes(group, flow);
                sets.put(name, WantedSet.ofPrefixes(side.prefixes));
                rules.add(new Rule(group, flow, Optional.of(name)));
            }
            for (SecurityGroupId other : side.groups) {
                String name = Names.members(other);
                SecurityGroup known = byId.get(other);
                sets.computeIfAbsent(
                        name,
                        key -> new WantedSet(
                                WantedSet.ADDRESSES, known == null ? Set.of() : new HashSet<>(known.members())));
                rules.add(new Rule(group, flow, Optional.of(name)));
            }
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
