package io.jarrah.clc.reconcile;

import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.network.NetworkEntity;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.id.NetworkId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The network of a cluster as its controller is told: a pure function of the rows. */
final class NetworkDocuments {
    private NetworkDocuments() {}

    /**
     * The document: every network with an instance of which something is or may be left, and each such instance.
     *
     * @param mtu bytes that fit in one packet inside a segment
     */
    static NetworkDocument of(
            long generation, Collection<NetworkEntity> networks, Collection<InstanceEntity> instances, int mtu) {
        List<NetworkEndpoint> endpoints = new ArrayList<>();
        Set<NetworkId> used = new HashSet<>();
        for (InstanceEntity instance : instances) {
            if (instance.network().isPresent()
                    && instance.mac().isPresent()
                    && instance.privateIp().isPresent()) {
                NetworkId network = instance.network().get();
                used.add(network);
                endpoints.add(new NetworkEndpoint(
                        instance.id(),
                        network,
                        instance.mac().get(),
                        instance.privateIp().get(),
                        instance.hostname()));
            }
        }
        endpoints.sort(Comparator.comparing(NetworkEndpoint::instanceId));
        List<NetworkSegment> segments = networks.stream()
                .filter(network -> used.contains(network.id()))
                .map(network -> network.describe(mtu))
                .sorted(Comparator.comparingInt(NetworkSegment::segment))
                .toList();
        return new NetworkDocument(generation, segments, endpoints);
    }
}
