package io.jarrah.cc.network;

import io.jarrah.cc.os.Dhcpd;
import io.jarrah.cc.os.Link;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.id.NetworkId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** DHCP for all networks of the cluster: as few processes as can do it quickly. Calls come from one thread at a time. */
final class DhcpServers {
    private static final int NETWORKS_EACH = 32;

    private final PlaneSettings settings;
    private final Dhcpd dhcpd;
    private final Path directory;
    private final LongSupplier nanoTime;
    private final Map<Integer, DhcpServer> servers = new TreeMap<>();
    private Map<Integer, Integer> shards = Map.of();
    private boolean begun;

    DhcpServers(PlaneSettings settings, Dhcpd dhcpd, Path directory, LongSupplier nanoTime) {
        this.settings = settings;
        this.dhcpd = dhcpd;
        this.directory = directory;
        this.nanoTime = nanoTime;
    }

    /**
     * Serves the document on these interfaces; only processes whose networks changed are started anew.
     *
     * @return when to call again, as long as something that changed is not yet served; zero otherwise
     */
    Duration serve(NetworkDocument document, Collection<Link> links) throws InterruptedException {
        if (!begun) {
            DhcpOrphans.end(directory);
            begun = true;
        }
        shards = DhcpShards.assign(
                shards,
                document.segments().stream().map(NetworkSegment::segment).toList(),
                NETWORKS_EACH);
        Set<Integer> idle = new HashSet<>(servers.keySet());
        idle.removeAll(shards.values());
        for (int shard : idle) {
            DhcpServer server = servers.remove(shard);
            if (server != null) {
                server.stop();
            }
        }
        Map<String, Integer> indexes = links.stream().collect(Collectors.toMap(Link::name, Link::index, (a, b) -> a));
        Map<Integer, List<NetworkSegment>> segments = new TreeMap<>();
        for (NetworkSegment segment : document.segments()) {
            segments.computeIfAbsent(shards.getOrDefault(segment.segment(), 0), shard -> new ArrayList<>())
                    .add(segment);
        }
        Map<NetworkId, List<NetworkEndpoint>> endpoints =
                document.endpoints().stream().collect(Collectors.groupingBy(NetworkEndpoint::network));
        Duration again = Duration.ZERO;
        for (Map.Entry<Integer, List<NetworkSegment>> entry : segments.entrySet()) {
            List<NetworkEndpoint> here = entry.getValue().stream()
                    .flatMap(segment -> endpoints.getOrDefault(segment.id(), List.of()).stream())
                    .toList();
            NetworkDocument part = new NetworkDocument(document.generation(), entry.getValue(), here, List.of());
            Duration left = servers.computeIfAbsent(
                            entry.getKey(), shard -> new DhcpServer(dhcpd, directory, "dhcpd-" + shard, nanoTime))
                    .serve(DhcpdConfRenderer.render(settings, part), interfaces(entry.getValue(), indexes));
            again = left.compareTo(again) > 0 ? left : again;
        }
        return again;
    }

    private static String interfaces(List<NetworkSegment> segments, Map<String, Integer> indexes) {
        return segments.stream()
                .sorted(Comparator.comparingInt(NetworkSegment::segment))
                .map(segment -> SegmentNames.bridge(segment.segment()))
                .map(name -> name + "=" + indexes.getOrDefault(name, 0))
                .collect(Collectors.joining(" "));
    }

    /** Ends the processes; leases stay on disk. */
    void stop() throws InterruptedException {
        for (DhcpServer server : servers.values()) {
            server.stop();
        }
        servers.clear();
    }
}
