package io.jarrah.cc;

import io.jarrah.common.contract.ClusterPeer;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.net.Wiring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Two clusters, each with a real controller, a node and guests: zone1 at 192.168.70.0/24 and zone2 at 192.168.80.0/24, with a router's hop
 * between their tunnel ends.
 */
final class TwoClusters {
    static final NetworkEndpoint ALICE = Samples.endpoint(1, Samples.NET10, 5);
    static final NetworkEndpoint BOB = Samples.endpoint(2, Samples.NET20, 5);
    static final NetworkEndpoint NARROW = Samples.endpoint(3, Samples.NET30, 9);
    private static final ClusterPeer ZONE1 = peer("zone1", "192.168.70.1", Samples.NET10);
    private static final ClusterPeer ZONE2 = peer("zone2", "192.168.80.1", Samples.NET20, Samples.NET30);

    private final Lab zone1;
    private final Lab zone2;
    private long generation;

    TwoClusters(Path directory, Wiring wiring) throws IOException {
        zone1 = new Lab(Files.createDirectory(directory.resolve("1")), "zone1", "192.168.70", wiring);
        zone2 = new Lab(Files.createDirectory(directory.resolve("2")), "zone2", "192.168.80", wiring);
    }

    Lab zone1() {
        return zone1;
    }

    Lab zone2() {
        return zone2;
    }

    void build() throws IOException {
        zone1.build();
        zone2.build();
        wire(zone1, "eth2", "10.0.0.1/24", zone2.full("router"));
        address(zone2, "router", "eth2", "10.0.0.2/24");
        zone1.in("router", "ip", "route", "add", "192.168.80.0/24", "via", "10.0.0.2");
        zone2.in("router", "ip", "route", "add", "192.168.70.0/24", "via", "10.0.0.1");
        zone1.segmentOnNode(Samples.NET10);
        zone2.segmentOnNode(Samples.NET20);
        zone2.segmentOnNode(Samples.NET30);
        zone1.server("alice", 1, Samples.NET10, ALICE);
        zone2.server("bob", 2, Samples.NET20, BOB);
        zone2.server("narrow", 3, Samples.NET30, NARROW);
        zone1.startController();
        zone2.startController();
    }

    /** Tells each of the other. */
    void join() throws IOException {
        zone1.apply(document(List.of(Samples.NET10), List.of(ALICE), List.of(ZONE2)));
        zone2.apply(document(List.of(Samples.NET20, Samples.NET30), List.of(BOB, NARROW), List.of(ZONE1)));
    }

    /** Tells the first that it is alone. */
    void part() throws IOException {
        zone1.apply(document(List.of(Samples.NET10), List.of(ALICE), List.of()));
    }

    void close() throws InterruptedException {
        zone1.close();
        zone2.close();
    }

    private NetworkDocument document(
            List<NetworkSegment> segments, List<NetworkEndpoint> endpoints, List<ClusterPeer> peers) {
        return new NetworkDocument(++generation, segments, endpoints, List.of(), peers);
    }

    private static ClusterPeer peer(String name, String end, NetworkSegment... segments) {
        return new ClusterPeer(
                new ClusterName(name),
                end,
                Arrays.stream(segments).map(NetworkSegment::cidr).toList());
    }

    /** A link from the router of that lab into another namespace, under the same name there. */
    static void wire(Lab lab, String device, String address, String other) {
        lab.in("router", "ip", "link", "add", "name", device, "type", "veth", "peer", "name", device, "netns", other);
        address(lab, "router", device, address);
    }

    static void address(Lab lab, String name, String device, String address) {
        lab.in(name, "ethtool", "-K", device, "tx", "off");
        lab.in(name, "ip", "address", "add", address, "dev", device);
        lab.in(name, "ip", "link", "set", device, "up");
    }
}
