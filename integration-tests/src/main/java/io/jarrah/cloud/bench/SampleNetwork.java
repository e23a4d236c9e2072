package io.jarrah.cloud.bench;

import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.id.SecurityGroupId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A cluster of 4,000 networks with 5 instances each, a public address for the first instance of every second network, and
 * 50,000 rules: every network's account has a default group, which permits itself, and another one with ten prefixes; four
 * accounts permit 500 prefixes more.
 *
 * @param account the account of network 0, whose groups can be changed by who has its keys
 */
record SampleNetwork(AccountId account) {
    static final int NETWORKS = 4000;
    static final int INSTANCES = 20_000;
    static final int PUBLIC = 2000;
    static final int RULES = 50_000;

    /** Instances on the one node that is real: those of the first 100 networks. */
    static final int ON_NODE = 500;

    static final int FIRST_SEGMENT = 10;
    static final int MTU = 1450;
    private static final int PER_NETWORK = INSTANCES / NETWORKS;
    private static final int LARGE = 4;
    private static final int PREFIXES_OF_LARGE = 500;

    static NetworkId network(int number) {
        return new NetworkId("net-" + hex(number));
    }

    static InstanceId instance(int number) {
        return new InstanceId("i-" + hex(number));
    }

    static SecurityGroupId defaultGroup(int network) {
        return new SecurityGroupId("sg-" + hex(2 * network));
    }

    static SecurityGroupId webGroup(int network) {
        return new SecurityGroupId("sg-" + hex(2 * network + 1));
    }

    private static String hex(int number) {
        return String.format(Locale.ROOT, "%017x", number + 1);
    }

    AccountId account(int network) {
        return network == 0 ? account : new AccountId(Long.toString(200_000_000_000L + network));
    }

    static String cidr(int network) {
        return prefix(network) + "0/24";
    }

    private static String prefix(int network) {
        return "172." + (16 + network / 256) + "." + network % 256 + ".";
    }

    static int networkOf(int instance) {
        return instance / PER_NETWORK;
    }

    static String address(int instance) {
        return prefix(networkOf(instance)) + (10 + instance % PER_NETWORK);
    }

    static String mac(int instance) {
        return String.format(
                Locale.ROOT, "d0:0d:00:%02x:%02x:%02x", instance >> 16, instance >> 8 & 255, instance & 255);
    }

    static String hostname(int instance) {
        return "ip-" + address(instance).replace('.', '-');
    }

    static Optional<String> publicAddress(int instance) {
        int network = networkOf(instance);
        return instance % PER_NETWORK == 0 && network < PUBLIC
                ? Optional.of("203.0." + network / 250 + "." + (network % 250 + 1))
                : Optional.empty();
    }

    static List<SecurityRule> defaultRules(int network) {
        return List.of(
                new SecurityRule(false, -1, -1, -1, Optional.empty(), Optional.of(defaultGroup(network))),
                new SecurityRule(true, -1, -1, -1, Optional.of("0.0.0.0/0"), Optional.empty()));
    }

    static List<SecurityRule> webRules(int network) {
        List<SecurityRule> rules = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            rules.add(tcp(22, "198.51." + network % 250 + "." + 4 * i + "/30"));
        }
        for (int i = 0; i < 4; i++) {
            rules.add(tcp(443, "198.18." + network % 250 + "." + 8 * i + "/29"));
        }
        rules.add(new SecurityRule(false, 1, 8, -1, Optional.of("0.0.0.0/0"), Optional.empty()));
        for (int i = 0; network < LARGE && i < PREFIXES_OF_LARGE; i++) {
            rules.add(tcp(22, "100." + (64 + network) + "." + i / 128 + "." + 2 * (i % 128) + "/31"));
        }
        return rules;
    }

    private static SecurityRule tcp(int port, String prefix) {
        return new SecurityRule(false, SecurityRule.TCP, port, port, Optional.of(prefix), Optional.empty());
    }

    NetworkDocument document(long generation) {
        List<NetworkSegment> segments = new ArrayList<>();
        List<SecurityGroup> groups = new ArrayList<>();
        for (int i = 0; i < NETWORKS; i++) {
            segments.add(new NetworkSegment(network(i), account(i), FIRST_SEGMENT + i, cidr(i), MTU));
            List<String> members = new ArrayList<>();
            for (int k = 0; k < PER_NETWORK; k++) {
                members.add(address(i * PER_NETWORK + k));
            }
            groups.add(new SecurityGroup(defaultGroup(i), defaultRules(i), members));
            groups.add(
                    new SecurityGroup(webGroup(i), webRules(i).stream().sorted().toList(), List.of()));
        }
        List<NetworkEndpoint> endpoints = new ArrayList<>();
        for (int k = 0; k < INSTANCES; k++) {
            int network = networkOf(k);
            endpoints.add(new NetworkEndpoint(
                    instance(k),
                    network(network),
                    mac(k),
                    address(k),
                    hostname(k),
                    List.of(defaultGroup(network), webGroup(network)),
                    publicAddress(k)));
        }
        return new NetworkDocument(generation, segments, endpoints, groups);
    }

    /** The part of the document for the node with the first instances. */
    static NodeNetwork node(NetworkDocument document, List<String> peers) {
        List<NetworkEndpoint> endpoints = document.endpoints().subList(0, ON_NODE);
        Set<NetworkId> networks = new HashSet<>();
        Set<SecurityGroupId> groups = new TreeSet<>();
        endpoints.forEach(endpoint -> {
            networks.add(endpoint.network());
            groups.addAll(endpoint.groups());
        });
        return new NodeNetwork(
                document.generation(),
                document.segments().stream()
                        .filter(segment -> networks.contains(segment.id()))
                        .toList(),
                peers,
                endpoints,
                document.groups().stream()
                        .filter(group -> groups.contains(group.id()))
                        .toList());
    }

    /** The same with one more rule in the other group of network 0. */
    static NetworkDocument withRule(NetworkDocument document, long generation, SecurityRule rule) {
        List<SecurityGroup> groups = document.groups().stream()
                .map(group -> group.id().equals(webGroup(0))
                        ? new SecurityGroup(group.id(), append(group.rules(), rule), group.members())
                        : group)
                .toList();
        return new NetworkDocument(generation, document.segments(), document.endpoints(), groups);
    }

    private static List<SecurityRule> append(List<SecurityRule> rules, SecurityRule rule) {
        List<SecurityRule> all = new ArrayList<>(rules);
        all.add(rule);
        return all.stream().sorted().toList();
    }
}
