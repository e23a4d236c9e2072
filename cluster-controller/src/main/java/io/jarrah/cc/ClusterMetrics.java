package io.jarrah.cc;

import io.jarrah.cc.books.ClusterBooks;
import io.jarrah.cc.lease.Lease;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.NodeStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Gauges: nodes by health, instances by phase, and what the ledger has and has left. */
final class ClusterMetrics {
    private ClusterMetrics() {}

    static void register(ClusterBooks books, Lease lease, MeterRegistry metrics) {
        Gauge.builder("jarrah.cc.in.charge", lease, each -> each.held() ? 1 : 0)
                .description("1 while this controller serves its cluster, 0 while it stands by")
                .register(metrics);
        for (Health health : Health.values()) {
            Gauge.builder("jarrah.cc.nodes", books, all -> all.nodes().stream()
                            .filter(node -> node.health() == health)
                            .count())
                    .description("Nodes by health")
                    .tag("health", health.name().toLowerCase(Locale.ROOT))
                    .register(metrics);
        }
        for (InstancePhase phase : InstancePhase.values()) {
            Gauge.builder("jarrah.cc.instances", books, all -> all.instances().stream()
                            .filter(instance -> instance.phase() == phase)
                            .count())
                    .description("Instances by phase")
                    .tag("phase", phase.name().toLowerCase(Locale.ROOT))
                    .register(metrics);
        }
        capacity(books, metrics, "total", NodeStatus::total);
        capacity(books, metrics, "available", NodeStatus::available);
    }

    private static void capacity(
            ClusterBooks books, MeterRegistry metrics, String kind, Function<NodeStatus, Capacity> part) {
        sum(books, metrics, kind, "vcpus", node -> part.apply(node).vcpus());
        sum(books, metrics, kind, "memory_mib", node -> part.apply(node).memoryMib());
        sum(books, metrics, kind, "disk_gib", node -> part.apply(node).diskGib());
    }

    private static void sum(
            ClusterBooks books, MeterRegistry metrics, String kind, String resource, ToIntFunction<NodeStatus> value) {
        Gauge.builder("jarrah.cc.capacity", books, all -> all.nodes().stream()
                        .mapToLong(node -> value.applyAsInt(node))
                        .sum())
                .description("What all nodes together can hold, and what is free by the ledger")
                .tag("kind", kind)
                .tag("resource", resource)
                .register(metrics);
    }
}
