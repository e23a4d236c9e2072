package io.jarrah.clc.gateway;

import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.contract.ServiceException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Clients of registered components of one role, one for each registration: another endpoint or certificate, another client. */
final class Peers<S> {
    private final ComponentRole role;
    private final Supplier<? extends Collection<Component>> registry;
    private final Function<Component, S> connect;
    private final Map<String, Connected<S>> clients = new ConcurrentHashMap<>();

    private record Connected<S>(Component component, S client) {}

    Peers(ComponentRole role, Supplier<? extends Collection<Component>> registry, Function<Component, S> connect) {
        this.role = role;
        this.registry = registry;
        this.connect = connect;
    }

    /** The registered component, not revoked, for which this holds; of several the first by name. */
    Optional<Component> find(Predicate<Component> wanted) {
        return all(wanted).stream().findFirst();
    }

    /** All registered components, not revoked, for which this holds, by name. */
    List<Component> all(Predicate<Component> wanted) {
        return registry.get().stream()
                .filter(component -> component.role() == role && !component.revoked() && wanted.test(component))
                .sorted(Comparator.comparing(Component::name))
                .toList();
    }

    /** A client of that component; a ServiceException UNAVAILABLE when none is registered now. */
    S client(String what, Predicate<Component> wanted) {
        return client(find(wanted).orElseThrow(() -> nobody(what)));
    }

    /** What to say when there is none. */
    ServiceException nobody(String what) {
        return new ServiceException(
                ServiceException.Code.UNAVAILABLE,
                "no " + role + " is registered for " + what + "; register one with tools/admin component");
    }

    /** A client of that component. */
    S client(Component component) {
        Connected<S> connected = clients.compute(
                component.name(),
                (name, known) -> known != null && known.component().equals(component)
                        ? known
                        : new Connected<>(component, connect.apply(component)));
        return connected.client();
    }
}
