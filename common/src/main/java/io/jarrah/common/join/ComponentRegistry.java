package io.jarrah.common.join;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.soap.PeerRegistry;
import io.jarrah.common.state.JsonStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A component's own copy of the registry, on disk: it serves from the first moment after a restart and while the cloud controller is away. */
public final class ComponentRegistry implements PeerRegistry {
    /** What is on disk. */
    record Snapshot(Revision revision, List<Component> components) {}

    private final JsonStore<Snapshot> store;
    private volatile State state;

    /** Components are unique by role and name. */
    private record Key(ComponentRole role, String name) {
        static Key of(Component component) {
            return new Key(component.role(), component.name());
        }
    }

    private record State(Revision revision, Map<Key, Component> byKey, Map<String, Component> byFingerprint) {
        static State of(Revision revision, Map<Key, Component> components) {
            Map<String, Component> byFingerprint = new HashMap<>();
            components.values().forEach(component -> byFingerprint.put(component.certificateSha256(), component));
            return new State(revision, Map.copyOf(components), Map.copyOf(byFingerprint));
        }
    }

    /**
     * @param file where the copy is kept, read now when it is there
     */
    public ComponentRegistry(Path file) {
        this.store = new JsonStore<>(file, Snapshot.class);
        Snapshot kept = store.read().orElse(new Snapshot(Revision.NONE, List.of()));
        this.state = State.of(kept.revision(), index(kept.components()));
    }

    /** Takes the list that came with the certificate, so that the cloud controller is known before it is first asked. */
    public void seed(Collection<Component> components) {
        apply(new Changes<>(Revision.NONE, true, List.copyOf(components)));
    }

    /** Takes what the cloud controller answered; it is on disk when this returns. */
    public synchronized void apply(Changes<Component> changes) {
        if (!changes.complete()
                && changes.items().isEmpty()
                && changes.revision().equals(state.revision())) {
            return;
        }
        Map<Key, Component> components = new HashMap<>(changes.complete() ? Map.of() : state.byKey());
        components.putAll(index(changes.items()));
        List<Component> sorted = new ArrayList<>(components.values());
        sorted.sort(Comparator.comparing(Component::role).thenComparing(Component::name));
        store.write(new Snapshot(changes.revision(), sorted));
        state = State.of(changes.revision(), components);
    }

    private static Map<Key, Component> index(Collection<Component> components) {
        Map<Key, Component> index = new HashMap<>();
        components.forEach(component -> index.put(Key.of(component), component));
        return index;
    }

    /** What to ask for next. */
    public Revision revision() {
        return state.revision();
    }

    @Override
    public Collection<Component> components() {
        return state.byKey().values();
    }

    @Override
    public Optional<Component> find(String certificateSha256) {
        return Optional.ofNullable(state.byFingerprint().get(certificateSha256));
    }

    /** A component by role and name, unless it is revoked. */
    public Optional<Component> find(ComponentRole role, String name) {
        return Optional.ofNullable(state.byKey().get(new Key(role, name))).filter(component -> !component.revoked());
    }

    /** All components of a role that are not revoked, by name. */
    public List<Component> all(ComponentRole role) {
        return state.byKey().values().stream()
                .filter(component -> component.role() == role && !component.revoked())
                .sorted(Comparator.comparing(Component::name))
                .toList();
    }
}
