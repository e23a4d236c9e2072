package io.jarrah.clc.reconcile;

import io.jarrah.clc.instance.InstancePlace;
import io.jarrah.clc.network.NetworkEntity;
import io.jarrah.clc.network.NetworkPlan;
import io.jarrah.common.contract.ClusterPeer;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.net.Ipv6Address;
import io.jarrah.common.net.Ipv6Prefix;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The network of a cluster as its controller is told: a pure function of the rows. */
final class NetworkDocuments {
    private NetworkDocuments() {}

    /**
     * The document: every network, and each instance of which something is or may be left. A network outlives its last instance by as
     * long as that one is described, so that the next launch finds its bridges there.
     *
     * @param publicIps the public addresses that lead to instances
     * @param groups the security groups of the instances
     * @param peers the other clusters
     * @param plan how networks are cut; an IPv6 address that is not of it any more is nobody's
     */
    static NetworkDocument of(
            long generation,
            Collection<NetworkEntity> networks,
            Collection<InstancePlace> instances,
            Map<InstanceId, String> publicIps,
            DocumentGroups groups,
            List<ClusterPeer> peers,
            NetworkPlan plan) {
        Map<NetworkId, Ipv6Prefix> prefixes = new HashMap<>();
        networks.forEach(
                network -> plan.cidr6(network.slice()).ifPresent(prefix -> prefixes.put(network.id(), prefix)));
        List<NetworkSegment> segments =
                networks.stream().map(network -> network.describe(plan)).toList();
        List<NetworkEndpoint> endpoints = instances.stream()
                .map(instance -> new NetworkEndpoint(
                        instance.id(),
                        instance.network(),
                        instance.mac(),
                        instance.privateIp().orElse(NetworkEndpoint.NO_ADDRESS),
                        instance.hostname(),
                        groups.of(instance.id()),
                        Optional.ofNullable(publicIps.get(instance.id())),
                        instance.ipv6().filter(address -> isOf(prefixes.get(instance.network()), address))))
                .toList();
        return new NetworkDocument(generation, segments, endpoints, groups.groups(), peers);
    }

    private static boolean isOf(@Nullable Ipv6Prefix prefix, String address) {
        return prefix != null
                && Ipv6Address.canonical(address).filter(prefix::isForInstances).isPresent();
    }
}
