package io.jarrah.cc.books;

import io.jarrah.common.contract.NodeRegistry;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.state.JsonDirectory;
import io.jarrah.common.state.JsonStore;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/** The books on disk: {@code instances/ID.json}, {@code nodes/NAME.json}, {@code registry.json}, and {@link DocumentStore}. */
final class BookStore {
    private final JsonDirectory<InstanceRecord> instances;
    private final JsonDirectory<NodeMemory> nodes;
    private final JsonStore<NodeRegistry> registry;
    private final DocumentStore network;

    BookStore(Path directory) {
        this.instances = new JsonDirectory<>(directory.resolve("instances"), InstanceRecord.class);
        this.nodes = new JsonDirectory<>(directory.resolve("nodes"), NodeMemory.class);
        this.registry = new JsonStore<>(directory.resolve("registry.json"), NodeRegistry.class);
        this.network = new DocumentStore(directory);
    }

    Collection<InstanceRecord> instances() {
        return instances.readAll().values();
    }

    void put(InstanceRecord record) {
        instances.put(record.id().value(), record);
    }

    void remove(InstanceId id) {
        instances.remove(id.value());
    }

    void removeInstances() {
        instances.clear();
    }

    Collection<NodeMemory> nodes() {
        return nodes.readAll().values();
    }

    void put(NodeMemory memory) {
        nodes.put(memory.name().value(), memory);
    }

    void remove(NodeName name) {
        nodes.remove(name.value());
    }

    Optional<NodeRegistry> registry() {
        return registry.read();
    }

    void put(NodeRegistry value) {
        registry.write(value);
    }

    DocumentStore network() {
        return network;
    }
}
