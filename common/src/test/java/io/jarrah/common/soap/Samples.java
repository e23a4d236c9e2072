package io.jarrah.common.soap;

import io.jarrah.common.contract.AttachedVolume;
import io.jarrah.common.contract.AttachedVolumes;
import io.jarrah.common.contract.BootImages;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ChapCredential;
import io.jarrah.common.contract.ClusterPeer;
import io.jarrah.common.contract.Component;
import io.jarrah.common.contract.ComponentRole;
import io.jarrah.common.contract.ConfigFile;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.ImageSource;
import io.jarrah.common.contract.InstanceNic;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.InstanceVolumes;
import io.jarrah.common.contract.IscsiNames;
import io.jarrah.common.contract.NetworkDelta;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.contract.NetworkSegment;
import io.jarrah.common.contract.NodeDescription;
import io.jarrah.common.contract.NodeNetwork;
import io.jarrah.common.contract.NodeRegistration;
import io.jarrah.common.contract.NodeRegistry;
import io.jarrah.common.contract.NodeStatus;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.ObservedSnapshot;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.SecurityGroup;
import io.jarrah.common.contract.SecurityRule;
import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.contract.SnapshotSpec;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.contract.VerifiedPrincipal;
import io.jarrah.common.contract.VolumeConnection;
import io.jarrah.common.contract.VolumeExport;
import io.jarrah.common.contract.VolumeGrant;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.contract.VolumeRef;
import io.jarrah.common.contract.VolumeSpec;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.id.ReservationId;
import io.jarrah.common.id.SecurityGroupId;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One of each record of the contracts, with nothing left at a default, and the same with its options empty. */
final class Samples {
    static final Correlation CORRELATION = new Correlation("6c2b1f7e-0000-4000-8000-0123456789ab");
    static final Revision REVISION = new Revision("epoch-7", 9_007_199_254_740_993L);
    static final Instant TIME = Instant.parse("2026-11-21T23:05:06.123456789Z");
    static final InstanceId INSTANCE = new InstanceId("i-0123456789abcdef0");
    static final InstanceId OTHER_INSTANCE = new InstanceId("i-0fedcba9876543210");
    static final AccountId ACCOUNT = new AccountId("123456789012");
    static final NetworkId NETWORK = new NetworkId("net-0123456789abcdef0");
    static final ClusterName CLUSTER = new ClusterName("zone1");
    static final NodeName NODE = new NodeName("nc1");
    static final String SHA256 = "0123456789abcdef".repeat(4);
    static final Capacity CAPACITY = new Capacity(4, 8192, 40);
    /** What XML could lose: markup, quotes, line ends, an astral character, spaces at the ends. */
    static final String NASTY = " <&>\"' \r\n\t ]]> \u00fc \ud83d\ude00 ";

    static final VolumeId VOLUME = new VolumeId("vol-0123456789abcdef0");
    static final SnapshotId SNAPSHOT = new SnapshotId("snap-0123456789abcdef0");
    static final SnapshotId OTHER_SNAPSHOT = new SnapshotId("snap-0fedcba9876543210");
    static final SnapshotSpec SNAPSHOT_SPEC = new SnapshotSpec(SNAPSHOT, ACCOUNT, VOLUME);
    static final VolumeId OTHER_VOLUME = new VolumeId("vol-0fedcba9876543210");
    static final ChapCredential CHAP = new ChapCredential("vol-0123456789abcdef0", "c0ffee-C0FFEE-123");
    static final VolumeExport EXPORT =
            new VolumeExport(3, VolumeExport.Protocol.ISCSI, "10.0.9.1", 3260, IscsiNames.target(VOLUME, 3), 1);
    static final VolumeSpec VOLUME_SPEC = new VolumeSpec(
            VOLUME,
            7,
            ACCOUNT,
            16_384,
            Optional.of(SNAPSHOT),
            Optional.of(new VolumeGrant(3, IscsiNames.initiator(INSTANCE), CHAP)));
    static final VolumeSpec PLAIN_VOLUME_SPEC =
            new VolumeSpec(OTHER_VOLUME, 1, ACCOUNT, 1, Optional.empty(), Optional.empty());
    static final VolumeRef VOLUME_REF = new VolumeRef(VOLUME, 12);
    static final Changes<ObservedVolume> VOLUMES = new Changes<>(
            REVISION,
            true,
            List.of(
                    new ObservedVolume(
                            VOLUME,
                            7,
                            VolumePhase.AVAILABLE,
                            16_384,
                            Optional.of(EXPORT),
                            Optional.of(new StateReason("Server.Note", NASTY)),
                            TIME),
                    new ObservedVolume(
                            OTHER_VOLUME, 1, VolumePhase.FAILED, 1, Optional.empty(), Optional.empty(), TIME)));
    static final Changes<ObservedSnapshot> SNAPSHOTS = new Changes<>(
            REVISION,
            true,
            List.of(
                    new ObservedSnapshot(
                            SNAPSHOT,
                            SnapshotPhase.CREATING,
                            16_384,
                            99,
                            Optional.of(new StateReason("Server.Note", NASTY)),
                            TIME),
                    new ObservedSnapshot(OTHER_SNAPSHOT, SnapshotPhase.FAILED, 0, 0, Optional.empty(), TIME)));
    static final InstanceVolumes INSTANCE_VOLUMES = new InstanceVolumes(
            INSTANCE,
            9,
            List.of(new VolumeConnection(VOLUME, "/dev/sdf", 16_384, EXPORT, IscsiNames.initiator(INSTANCE), CHAP)));
    static final InstanceRef REF = new InstanceRef(INSTANCE, 12);
    static final InstanceNic NIC = new InstanceNic(NETWORK, 4097, "d0:0d:0a:0b:0c:0d", "172.16.10.4", 1450);
    static final NetworkSegment SEGMENT =
            new NetworkSegment(NETWORK, ACCOUNT, 4097, "172.16.10.0/24", 1450, Optional.of("fd00:10:20:a::/64"));
    static final InstanceSpec FULL_SPEC =
            spec(new BootImages(image("ami"), Optional.of(image("aki")), Optional.of(image("ari"))));
    static final InstanceSpec PLAIN_SPEC = spec(new BootImages(image("ami"), Optional.empty(), Optional.empty()));
    static final Changes<ObservedInstance> INSTANCES = new Changes<>(
            REVISION,
            true,
            List.of(
                    new ObservedInstance(
                            INSTANCE,
                            3,
                            2,
                            InstancePhase.SHUTTING_DOWN,
                            Optional.of(NODE),
                            true,
                            Optional.of(new StateReason("Client.UserInitiatedShutdown", NASTY)),
                            TIME,
                            Optional.of("192.168.1.77"),
                            new AttachedVolumes(
                                    8,
                                    List.of(
                                            new AttachedVolume(
                                                    VOLUME,
                                                    3,
                                                    AttachedVolume.Phase.DETACHING,
                                                    Optional.of(new StateReason("Busy", NASTY))),
                                            new AttachedVolume(
                                                    OTHER_VOLUME,
                                                    1,
                                                    AttachedVolume.Phase.ATTACHED,
                                                    Optional.empty())))),
                    new ObservedInstance(
                            OTHER_INSTANCE,
                            1,
                            0,
                            InstancePhase.PENDING,
                            Optional.empty(),
                            false,
                            Optional.empty(),
                            TIME)));
    static final Changes<NodeStatus> NODES = new Changes<>(
            REVISION,
            false,
            List.of(new NodeStatus(NODE, Health.UNREACHABLE, NASTY, TIME, "kvm", CAPACITY, Capacity.NONE)));
    static final NodeDescription NODE_DESCRIPTION = new NodeDescription(
            "qemu", Health.IMPAIRED, "disk full", CAPACITY, Capacity.NONE, "10.0.0.5", List.of("stranger", "other"));
    static final SecurityGroupId GROUP_ID = new SecurityGroupId("sg-0123456789abcdef0");
    static final NetworkEndpoint ENDPOINT = new NetworkEndpoint(
            INSTANCE,
            NETWORK,
            "d0:0d:0a:0b:0c:0d",
            "172.16.10.4",
            "ip-172-16-10-4",
            List.of(GROUP_ID),
            Optional.of("203.0.113.9"),
            Optional.of("fd00:10:20:a::5"));
    static final SecurityGroup GROUP = new SecurityGroup(
            GROUP_ID,
            List.of(
                    new SecurityRule(false, SecurityRule.TCP, 0, 1024, Optional.of("0.0.0.0/0"), Optional.empty()),
                    new SecurityRule(false, SecurityRule.ICMP, 8, -1, Optional.empty(), Optional.of(GROUP_ID)),
                    new SecurityRule(true, SecurityRule.ANY, -1, -1, Optional.of("::/0"), Optional.empty())),
            List.of("172.16.10.4", "172.16.20.4"));
    static final NetworkDocument DOCUMENT = new NetworkDocument(
            7,
            List.of(SEGMENT),
            List.of(ENDPOINT),
            List.of(GROUP),
            List.of(new ClusterPeer(
                    new ClusterName("zone2"), "10.0.1.1", List.of("172.16.32.0/27", "172.16.64.0/27"))));
    static final NodeNetwork NODE_NETWORK =
            new NodeNetwork(8, List.of(SEGMENT), List.of("10.0.0.1", "10.0.0.6"), List.of(ENDPOINT), List.of(GROUP));
    static final NetworkDelta DELTA = NetworkDelta.between(
            new NetworkDocument(
                    3,
                    List.of(new NetworkSegment(
                            new NetworkId("net-00000000000000001"), ACCOUNT, 3, "172.16.30.0/24", 1450)),
                    List.of(),
                    List.of(
                            new SecurityGroup(new SecurityGroupId("sg-00000000000000001"), List.of(), List.of()),
                            new SecurityGroup(
                                    GROUP_ID,
                                    List.of(new SecurityRule(
                                            true, SecurityRule.UDP, 5, 6, Optional.of("10.0.0.0/8"), Optional.empty())),
                                    List.of("172.16.10.9")))),
            DOCUMENT);
    static final NetworkDelta NODE_DELTA = NetworkDelta.between(
            new NodeNetwork(4, List.of(), List.of("10.0.0.1", "10.0.0.9"), List.of(), List.of()), NODE_NETWORK);
    static final NodeRegistry REGISTRY = new NodeRegistry(
            9, List.of(new NodeRegistration(NODE, URI.create("https://10.0.0.5:8775/services/Node"), SHA256)));
    static final VerifiedPrincipal PRINCIPAL =
            new VerifiedPrincipal(ACCOUNT, "eucalyptus", "AIDAEXAMPLE", "", "arn:aws:iam::123456789012:root", true);
    static final Changes<Component> COMPONENTS = new Changes<>(
            REVISION,
            true,
            List.of(
                    new Component(
                            ComponentRole.NC,
                            "nc1",
                            Optional.of(CLUSTER),
                            URI.create("https://10.0.0.5:8775/services/Node"),
                            SHA256,
                            true),
                    new Component(
                            ComponentRole.WALRUS,
                            "walrus",
                            Optional.empty(),
                            URI.create("https://10.0.0.2:8778/services/Walrus"),
                            SHA256,
                            false)));

    private Samples() {}

    /** More than one message takes, in one group and outside of it. */
    static NetworkDocument large(long generation) {
        List<String> members = new ArrayList<>();
        List<NetworkSegment> segments = new ArrayList<>();
        for (int i = 0; i < 25_000; i++) {
            members.add("172.16." + i / 250 + "." + i % 250);
            if (i % 5 == 0) {
                segments.add(new NetworkSegment(
                        new NetworkId(String.format(Locale.ROOT, "net-%017x", i)),
                        ACCOUNT,
                        i + 1,
                        "172.16.0.0/24",
                        1450));
            }
        }
        return new NetworkDocument(
                generation,
                segments,
                List.of(),
                List.of(GROUP, new SecurityGroup(new SecurityGroupId("sg-0123456789abcdef1"), GROUP.rules(), members)));
    }

    /** The same for a node. */
    static NodeNetwork largeNode(long generation) {
        NetworkDocument document = large(generation);
        return new NodeNetwork(
                generation, document.segments(), List.of("10.0.0.1"), document.endpoints(), document.groups());
    }

    static <T> Changes<T> nothing() {
        return new Changes<>(Revision.NONE, false, List.of());
    }

    private static InstanceSpec spec(BootImages images) {
        return new InstanceSpec(
                INSTANCE,
                5,
                ACCOUNT,
                new ReservationId("r-0123456789abcdef0"),
                "m1.small",
                CAPACITY,
                images,
                NIC,
                "ip-172-16-10-4",
                images.kernel().isPresent()
                        ? List.of(ConfigFile.of("meta-data", NASTY), ConfigFile.of("user-data", new byte[] {0, -1, 7}))
                        : List.of());
    }

    private static ImageSource image(String kind) {
        return new ImageSource(
                new ImageId(kind + "-0123456789abcdef0"),
                URI.create("http://10.0.0.2:8780/b/k?X-Amz-Signature=abc&X-Amz-Date=20261121T000000Z"),
                5_000_000_000L,
                SHA256,
                kind.equals("ami") ? ImageSource.Format.QCOW2 : ImageSource.Format.RAW);
    }
}
