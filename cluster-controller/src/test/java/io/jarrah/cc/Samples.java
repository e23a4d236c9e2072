package io.jarrah.cc;

import io.jarrah.common.contract.BootImages;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.ClusterPeer;
import io.jarrah.common.contract.ImageSource;
import io.jarrah.common.contract.InstanceNic;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.contract.NodeRegistration;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.id.ReservationId;
import io.jarrah.common.id.SecurityGroupId;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Things for tests. */
public final class Samples {
    public static final ClusterName ZONE = new ClusterName("zone1");
    public static final AccountId ALICE = new AccountId("111111111111");
    public static final AccountId BOB = new AccountId("222222222222");
    public static final NetworkSegment NET10 = new NetworkSegment(network(10), ALICE, 10, "172.16.10.0/24", 1450);
    public static final NetworkSegment NET20 = new NetworkSegment(network(20), BOB, 20, "172.16.20.0/24", 1450);
    public static final NetworkSegment NET30 = new NetworkSegment(network(30), ALICE, 30, "172.16.30.0/25", 1400);

    private Samples() {}

    public static NetworkId network(int number) {
        return new NetworkId(String.format("net-%017x", number));
    }

    public static InstanceId instance(int number) {
        return new InstanceId(String.format("i-%017x", number));
    }

    public static NodeName node(int number) {
        return new NodeName("nc" + number);
    }

    public static NodeRegistration registration(int number) {
        return new NodeRegistration(node(number), URI.create("https://nc" + number + ":8775/"), "0".repeat(64));
    }

    public static NetworkEndpoint endpoint(int number, NetworkSegment segment, int host) {
        return new NetworkEndpoint(
                instance(number),
                segment.id(),
                String.format("d0:0d:00:00:00:%02x", number),
                segment.cidr().substring(0, segment.cidr().lastIndexOf('.') + 1) + host,
                "ip-172-16-" + segment.segment() + "-" + host,
                List.of(),
                Optional.empty());
    }

    public static NetworkEndpoint withPublicIp(NetworkEndpoint endpoint, String publicIp) {
        return new NetworkEndpoint(
                endpoint.instanceId(),
                endpoint.network(),
                endpoint.mac(),
                endpoint.privateIp(),
                endpoint.hostname(),
                endpoint.groups(),
                Optional.of(publicIp));
    }

    public static NetworkEndpoint withGroups(NetworkEndpoint endpoint, SecurityGroupId... groups) {
        return new NetworkEndpoint(
                endpoint.instanceId(),
                endpoint.network(),
                endpoint.mac(),
                endpoint.privateIp(),
                endpoint.hostname(),
                List.of(groups),
                endpoint.publicIp());
    }

    public static SecurityGroupId group(int number) {
        return new SecurityGroupId(String.format("sg-%017x", number));
    }

    public static NetworkDocument document() {
        return new NetworkDocument(
                7,
                List.of(NET30, NET10, NET20),
                List.of(endpoint(2, NET20, 5), endpoint(1, NET10, 5), endpoint(3, NET30, 9)),
                List.of());
    }

    /** The document with two more clusters. */
    public static NetworkDocument withPeers(NetworkDocument document) {
        return new NetworkDocument(
                document.generation(),
                document.segments(),
                document.endpoints(),
                document.groups(),
                List.of(
                        new ClusterPeer(
                                new ClusterName("zone2"), "192.168.70.2", List.of("172.16.40.0/24", "172.16.41.0/24")),
                        new ClusterPeer(new ClusterName("zone3"), "192.168.70.3", List.of("172.16.50.0/24"))));
    }

    public static InstanceSpec spec(int number) {
        return spec(number, 1, new Capacity(1, 512, 2));
    }

    public static InstanceSpec spec(int number, long generation, Capacity capacity) {
        return new InstanceSpec(
                instance(number),
                generation,
                ALICE,
                new ReservationId(String.format("r-%017x", number)),
                "m1.small",
                capacity,
                new BootImages(
                        new ImageSource(
                                new ImageId("ami-" + "0".repeat(17)),
                                URI.create("http://walrus/image?generation=" + generation),
                                3L << 30,
                                "a".repeat(64),
                                ImageSource.Format.QCOW2),
                        Optional.empty(),
                        Optional.empty()),
                new InstanceNic(
                        NET10.id(), NET10.segment(), String.format("d0:0d:00:00:00:%02x", number), "172.16.10.5", 1450),
                "host");
    }
}
