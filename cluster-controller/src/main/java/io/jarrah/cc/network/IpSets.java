package io.jarrah.cc.network;

import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.os.OwnChains;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The difference between the ipsets that are and those that the rules look into. Other sets are not looked at, whoever made
 * them. Pure.
 */
public final class IpSets {
    /** Prefix of every tenant's network, and the interface that serves it: both of a packet's source must belong together. */
    static final String NETWORKS = OwnChains.PREFIX + "NET";

    /** The same prefixes alone, for where the kernel does not know any more which way a packet came. */
    static final String PREFIXES = OwnChains.PREFIX + "PREFIX";

    /** The public addresses that are translated here. */
    static final String PUBLIC = OwnChains.PREFIX + "PUBLIC";

    /** The prefixes of the other clusters' networks. */
    static final String REMOTE = OwnChains.PREFIX + "REMOTE";

    /** Where the tunnels of the other clusters' controllers end. */
    static final String PEERS = OwnChains.PREFIX + "PEERS";

    /** Where the tunnels of this cluster's nodes end. */
    static final String NODES = OwnChains.PREFIX + "NODES";

    /** As {@link #NETWORKS}, of IPv6. */
    static final String NETWORKS6 = OwnChains.PREFIX + "NET6";

    /** As {@link #PREFIXES}, of IPv6. */
    static final String PREFIXES6 = OwnChains.PREFIX + "PREFIX6";

    private static final Map<String, String> TYPES6 = new TreeMap<>(Map.of(
            NETWORKS6, "hash:net,iface family inet6 maxelem 65536",
            PREFIXES6, "hash:net family inet6 maxelem 65536"));

    private static final Map<String, String> TYPES = new TreeMap<>(Map.of(
            NETWORKS, "hash:net,iface family inet maxelem 65536",
            PREFIXES, "hash:net family inet maxelem 65536",
            REMOTE, "hash:net family inet maxelem 65536",
            PEERS, "hash:ip family inet maxelem 65536",
            NODES, "hash:ip family inet maxelem 65536",
            PUBLIC, "hash:ip family inet maxelem 262144"));

    /**
     * What to tell {@code ipset restore}.
     *
     * @param grow lines to be carried out before the rules are replaced: missing sets and members
     * @param shrink lines to be carried out afterwards: members that no rule may need any more
     */
    public record Plan(List<String> grow, List<String> shrink) {
        public Plan {
            grow = List.copyOf(grow);
            shrink = List.copyOf(shrink);
        }

        Plan and(Plan other) {
            return new Plan(
                    Stream.concat(grow.stream(), other.grow.stream()).toList(),
                    Stream.concat(shrink.stream(), other.shrink.stream()).toList());
        }
    }

    private record Saved(String type, Set<String> members) {}

    private IpSets() {}

    /**
     * Plans the changes.
     *
     * @param gateways which interface serves which network
     * @param publicAddresses the public addresses that are translated
     * @param ends who may send tunnels here
     * @param saved what {@code ipset save} printed
     */
    public static Plan plan(
            NetworkDocument document,
            GatewayInterfaces gateways,
            Collection<String> publicAddresses,
            TunnelEnds ends,
            String saved) {
        return plan(TYPES, wanted(document, gateways, publicAddresses, ends), saved);
    }

    /** Plans the changes of the sets for IPv6. */
    static Plan plan6(NetworkDocument document, GatewayInterfaces gateways, String saved) {
        Set<String> networks = new TreeSet<>();
        Set<String> prefixes = new TreeSet<>();
        for (NetworkSegment segment : document.segments()) {
            segment.cidr6().ifPresent(cidr -> {
                networks.add(cidr + "," + gateways.of(segment));
                prefixes.add(cidr);
            });
        }
        return plan(TYPES6, Map.of(NETWORKS6, networks, PREFIXES6, prefixes), saved);
    }

    private static Plan plan(Map<String, String> types, Map<String, Set<String>> wanted, String saved) {
        Map<String, Saved> current = parse(types, saved);
        List<String> grow = new ArrayList<>();
        List<String> shrink = new ArrayList<>();
        for (Map.Entry<String, String> set : types.entrySet()) {
            String name = set.getKey();
            Saved there = current.getOrDefault(name, new Saved("", Set.of()));
            if (!there.type().equals(set.getValue())) {
                if (!there.type().isEmpty()) {
                    grow.add("destroy " + name);
                }
                grow.add("create " + name + " " + set.getValue());
                there = new Saved(set.getValue(), Set.of());
            }
            Set<String> members = wanted.getOrDefault(name, Set.of());
            for (String member : members) {
                if (!there.members().contains(member)) {
                    grow.add("add " + name + " " + member);
                }
            }
            for (String member : new TreeSet<>(there.members())) {
                if (!members.contains(member)) {
                    shrink.add("del " + name + " " + member);
                }
            }
        }
        return new Plan(grow, shrink);
    }

    /** Members of {@link #PUBLIC}. */
    static Set<String> publicAddresses(String saved) {
        return parse(TYPES, saved).getOrDefault(PUBLIC, new Saved("", Set.of())).members();
    }

    private static Map<String, Set<String>> wanted(
            NetworkDocument document, GatewayInterfaces gateways, Collection<String> publicAddresses, TunnelEnds ends) {
        Set<String> networks = new TreeSet<>();
        for (NetworkSegment segment : document.segments()) {
            networks.add(segment.cidr() + "," + gateways.of(segment));
        }
        Set<String> prefixes =
                document.segments().stream().map(NetworkSegment::cidr).collect(Collectors.toCollection(TreeSet::new));
        Set<String> remote = document.peers().stream()
                .flatMap(peer -> peer.prefixes().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        return Map.of(
                NETWORKS,
                networks,
                PREFIXES,
                prefixes,
                PUBLIC,
                new TreeSet<>(publicAddresses),
                REMOTE,
                remote,
                PEERS,
                new TreeSet<>(ends.peers()),
                NODES,
                new TreeSet<>(ends.nodes()));
    }

    private static Map<String, Saved> parse(Map<String, String> types, String saved) {
        Map<String, Saved> sets = new HashMap<>();
        for (String line : saved.lines().toList()) {
            String[] words = line.split(" ", -1);
            if (words.length < 3 || !types.containsKey(words[1])) {
                continue;
            }
            if (words[0].equals("create")) {
                sets.put(words[1], new Saved(type(words), new HashSet<>()));
            } else if (words[0].equals("add") && sets.containsKey(words[1])) {
                sets.get(words[1]).members().add(words[2]);
            }
        }
        return sets;
    }

    /** The type and those of its options that we set; the kernel tells how it came to build its table as well. */
    private static String type(String[] words) {
        StringBuilder type = new StringBuilder(words[2]);
        for (int i = 3; i + 1 < words.length; i += 2) {
            if (words[i].equals("family") || words[i].equals("maxelem")) {
                type.append(' ').append(words[i]).append(' ').append(words[i + 1]);
            }
        }
        return type.toString();
    }
}
