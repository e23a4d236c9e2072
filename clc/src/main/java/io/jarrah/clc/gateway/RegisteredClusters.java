package io.jarrah.clc.gateway;

import io.jarrah.clc.cluster.ClusterDirectory;
import io.jarrah.clc.cluster.ClusterServices;
import io.jarrah.clc.instance.ConsoleSource;
import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.contract.ConsoleOutput;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.NodeRegistration;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The clusters of the registry, and clients of their controllers. */
public final class RegisteredClusters implements ClusterDirectory, ClusterServices, ConsoleSource {
    private final Supplier<? extends Collection<Component>> registry;
    private final Peers<ClusterService> controllers;

    /**
     * @param registry all components that joined, revoked ones too
     * @param connect makes a client of a cluster controller
     */
    public RegisteredClusters(
            Supplier<? extends Collection<Component>> registry, Function<Component, ClusterService> connect) {
        this.registry = registry;
        this.controllers = new Peers<>(ComponentRole.CC, registry, connect);
    }

    @Override
    public List<ClusterName> clusters() {
        return registry.get().stream()
                .filter(component -> component.role() == ComponentRole.CC && !component.revoked())
                .flatMap(component -> component.cluster().stream())
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public List<NodeRegistration> nodes(ClusterName cluster) {
        return registry.get().stream()
                .filter(component -> component.role() == ComponentRole.NC
                        && !component.revoked()
                        && component.cluster().equals(Optional.of(cluster)))
                .map(component -> new NodeRegistration(
                        new NodeName(component.name()), component.endpoint(), component.certificateSha256()))
                .sorted(Comparator.comparing(NodeRegistration::name))
                .toList();
    }

    @Override
    public ClusterService of(ClusterName cluster) {
        return controllers.client(
                "cluster " + cluster, component -> component.cluster().equals(Optional.of(cluster)));
    }

    @Override
    public ConsoleOutput read(Correlation correlation, ClusterName cluster, InstanceId instance) {
        return of(cluster).getConsoleOutput(correlation, instance);
    }
}
