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
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** The clusters of the registry, and clients of their controllers. */
public final class RegisteredClusters implements ClusterDirectory, ClusterServices, ConsoleSource {
    private final Supplier<? extends Collection<Component>> registry;
    private final Peers<ClusterService> controllers;

    /** Who answered last what only one of a cluster's controllers answers. */
    private final Map<ClusterName, String> inCharge = new ConcurrentHashMap<>();

    /** Who answered describeInstances last, which one thread for each cluster asks. */
    private final Map<ClusterName, Heard> heard = new ConcurrentHashMap<>();

    private record Heard(String controller, String epoch) {}

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
        List<Controller> all = new ArrayList<>(controllers(cluster));
        if (all.isEmpty()) {
            throw controllers.nobody("cluster " + cluster);
        }
        String last = inCharge.getOrDefault(cluster, "");
        // Sorting is stable, and false comes first.
        all.sort(Comparator.comparing(controller -> !controller.name().equals(last)));
        return new ActiveController(
                all, name -> inCharge.put(cluster, name), (name, epoch) -> heard.put(cluster, new Heard(name, epoch)));
    }

    @Override
    public ClusterService heard(ClusterName cluster, String epoch) {
        Optional<String> answered = Optional.ofNullable(heard.get(cluster))
                .filter(last -> last.epoch().equals(epoch))
                .map(Heard::controller);
        return controllers(cluster).stream()
                .filter(controller -> answered.equals(Optional.of(controller.name())))
                .map(Controller::service)
                .findFirst()
                .orElseThrow(() -> new ServiceException(
                        ServiceException.Code.UNAVAILABLE,
                        "another controller of cluster " + cluster
                                + " answers now than was heard before; it is told anew"));
    }

    @Override
    public List<Controller> controllers(ClusterName cluster) {
        return controllers.all(component -> component.cluster().equals(Optional.of(cluster))).stream()
                .map(component -> new Controller(component.name(), controllers.client(component)))
                .toList();
    }

    @Override
    public ConsoleOutput read(Correlation correlation, ClusterName cluster, InstanceId instance) {
        return of(cluster).getConsoleOutput(correlation, instance);
    }
}
