package io.jarrah.clc.gateway;

import io.jarrah.clc.storage.StorageControllers;
import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.id.ClusterName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The storage controllers of the registry, and clients of them. */
public final class RegisteredStorage implements StorageControllers {
    private final Peers<StorageService> controllers;

    /**
     * @param registry all components that joined, revoked ones too
     * @param connect makes a client of a storage controller
     */
    public RegisteredStorage(
            Supplier<? extends Collection<Component>> registry, Function<Component, StorageService> connect) {
        this.controllers = new Peers<>(ComponentRole.SC, registry, connect);
    }

    @Override
    public List<ClusterName> zones() {
        return controllers.all(component -> true).stream()
                .flatMap(component -> component.cluster().stream())
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public StorageService of(ClusterName zone) {
        return controllers.client(
                "cluster " + zone, component -> component.cluster().equals(Optional.of(zone)));
    }
}
