package io.jarrah.clc.reconcile;

import io.jarrah.clc.instance.InstancePlace;
import io.jarrah.clc.network.NetworkEntity;
import io.jarrah.common.contract.ClusterPeer;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.id.InstanceId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
     * @param mtu bytes that fit in one packet inside a segment
     */
    static NetworkDocument of(
            long generation,
            Collection<NetworkEntity> networks,
            Collection<InstancePlace> instances,
            Map<InstanceId, String> publicIps,
            DocumentGroups groups,
            List<ClusterPeer> peers,
            int mtu) {
        List<NetworkSegment> segments =
                networks.stream().map(network -> network.describe(mtu)).toList();
        List<NetworkEndpoint> endpoints = instances.stream()
                .map(instance -> new NetworkEndpoint(
                        instance.id(),
                        instance.network(),
                        instance.mac(),
                        instance.privateIp().orElse(NetworkEndpoint.NO_ADDRESS),
                        instance.hostname(),
                        groups.of(instance.id()),
                        Optional.ofNullable(publicIps.get(instance.id()))))
                .toList();
        return new NetworkDocument(generation, segments, endpoints, groups.groups(), peers);
    }
}
