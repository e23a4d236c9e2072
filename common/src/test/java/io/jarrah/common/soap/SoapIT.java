package io.jarrah.common.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ClusterDescription;
import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.ConsoleOutput;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.IdentityService;
import io.jarrah.common.contract.InstanceMetadata;
import io.jarrah.common.contract.MetadataOptions;
import io.jarrah.common.contract.NetworkDelta;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NodeService;
import io.jarrah.common.contract.ObjectDescription;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.ServiceException.Code;
import io.jarrah.common.contract.SigningKey;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.contract.StorageStatus;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every operation of every contract there and back over real signed SOAP. */
class SoapIT {
    private static SoapCloud cloud;
    private static SoapClients byClc;
    private static SoapClients byCc;
    private static SoapClients byWalrus;

    @BeforeAll
    static void start() throws Exception {
        cloud = new SoapCloud();
        byClc = cloud.clients(cloud.clc);
        byCc = cloud.clients(cloud.cc);
        byWalrus = cloud.clients(cloud.walrus);
    }

    @AfterAll
    static void stop() throws Exception {
        byClc.close();
        byCc.close();
        byWalrus.close();
        cloud.close();
    }

    @AfterEach
    void forget() {
        cloud.services.clear();
    }

    private static ClusterService cluster() {
        return byClc.cluster(cloud.server.endpoint(Contract.CLUSTER), cloud.self());
    }

    private static NodeService node() {
        return byCc.node(cloud.server.endpoint(Contract.NODE), cloud.self());
    }

    private static IdentityService identity(SoapClients clients) {
        return clients.identity(cloud.server.endpoint(Contract.IDENTITY), cloud.self());
    }

    private static void assertReceived(String operation, Object... arguments) {
        assertThat(cloud.services.calls()).hasSize(1);
        RecordingServices.Call call = cloud.services.calls().getFirst();
        assertThat(call.operation()).isEqualTo(operation);
        assertThat(call.arguments().getFirst()).isEqualTo(Samples.CORRELATION);
        assertThat(call.correlationInLog()).isEqualTo(Samples.CORRELATION.id());
        assertThat(call.arguments().subList(1, call.arguments().size())).containsExactly(arguments);
        cloud.services.clear();
    }

    @Test
    void clusterOperations() {
        ClusterService cluster = cluster();
        Duration wait = Duration.ofMillis(1234);

        ClusterDescription itself = new ClusterDescription("10.0.0.1", false, 7, 3);
        cloud.services.answer("describeCluster", itself);
        assertThat(cluster.describeCluster(Samples.CORRELATION)).isEqualTo(itself);
        assertReceived("describeCluster");

        cloud.services.answer("describeNodes", Samples.NODES);
        assertThat(cluster.describeNodes(Samples.CORRELATION, Samples.REVISION, wait))
                .isEqualTo(Samples.NODES);
        assertReceived("describeNodes", Samples.REVISION, wait);

        cloud.services.answer("describeInstances", Samples.INSTANCES);
        assertThat(cluster.describeInstances(Samples.CORRELATION, Revision.NONE, Duration.ZERO))
                .isEqualTo(Samples.INSTANCES);
        assertReceived("describeInstances", Revision.NONE, Duration.ZERO);

        Changes<?> nothing = Samples.nothing();
        cloud.services.answer("describeInstances", nothing);
        assertThat(cluster.describeInstances(Samples.CORRELATION, Revision.NONE, Duration.ZERO))
                .isEqualTo(nothing);
        cloud.services.clear();

        cluster.runInstances(Samples.CORRELATION, List.of(Samples.FULL_SPEC, Samples.PLAIN_SPEC));
        assertReceived("runInstances", List.of(Samples.FULL_SPEC, Samples.PLAIN_SPEC));
        cluster.runInstances(Samples.CORRELATION, List.of());
        assertReceived("runInstances", List.of());
        cluster.terminateInstances(Samples.CORRELATION, List.of(Samples.REF));
        assertReceived("terminateInstances", List.of(Samples.REF));
        cluster.rebootInstances(Samples.CORRELATION, List.of(Samples.REF));
        assertReceived("rebootInstances", List.of(Samples.REF));
        cluster.applyVolumes(Samples.CORRELATION, Samples.INSTANCE_VOLUMES);
        assertReceived("applyVolumes", Samples.INSTANCE_VOLUMES);
        cluster.forgetInstances(Samples.CORRELATION, List.of(Samples.INSTANCE, Samples.OTHER_INSTANCE));
        assertReceived("forgetInstances", List.of(Samples.INSTANCE, Samples.OTHER_INSTANCE));
        cluster.applyNodes(Samples.CORRELATION, Samples.REGISTRY);
        assertReceived("applyNodes", Samples.REGISTRY);

        byte[] tail = {0, 1, 27, -1, 13, 10};
        cloud.services.answer("getConsoleOutput", new ConsoleOutput(Samples.TIME, tail));
        ConsoleOutput output = cluster.getConsoleOutput(Samples.CORRELATION, Samples.INSTANCE);
        assertThat(output.timestamp()).isEqualTo(Samples.TIME);
        assertThat(output.tail()).isEqualTo(tail);
        assertReceived("getConsoleOutput", Samples.INSTANCE);
    }

    @Test
    void clusterNetworkOperations() {
        ClusterService cluster = cluster();
        cluster.applyNetwork(Samples.CORRELATION, Samples.DOCUMENT);
        assertReceived("applyNetwork", Samples.DOCUMENT);
        cluster.applyNetwork(Samples.CORRELATION, NetworkDocument.EMPTY);
        assertReceived("applyNetwork", NetworkDocument.EMPTY);
        cloud.services.answer("applyNetworkDelta", true);
        assertThat(cluster.applyNetworkDelta(Samples.CORRELATION, Samples.DELTA))
                .isTrue();
        assertReceived("applyNetworkDelta", Samples.DELTA);
        cloud.services.answer("applyNetworkDelta", false);
        assertThat(cluster.applyNetworkDelta(Samples.CORRELATION, Samples.DELTA))
                .isFalse();
        cloud.services.clear();
    }

    @Test
    void aNetworkOfManyMessagesArrivesAsOne() {
        cluster().applyNetwork(Samples.CORRELATION, Samples.large(7));
        assertReceived("applyNetwork", Samples.large(7));
        cloud.services.answer("applyNetwork", 77L);
        assertThat(node().applyNetwork(Samples.CORRELATION, Samples.largeNode(7)))
                .as("the answer to the last message")
                .isEqualTo(77);
        assertReceived("applyNetwork", Samples.largeNode(7));
    }

    @Test
    void aDeltaThatIsTooLargeForOneMessageIsNotSent() {
        assertThat(cluster()
                        .applyNetworkDelta(
                                Samples.CORRELATION, NetworkDelta.between(NetworkDocument.EMPTY, Samples.large(7))))
                .isFalse();
        assertThat(cloud.services.calls()).isEmpty();
    }

    @Test
    void nodeOperations() {
        NodeService node = node();

        cloud.services.answer("describeNode", Samples.NODE_DESCRIPTION);
        assertThat(node.describeNode(Samples.CORRELATION)).isEqualTo(Samples.NODE_DESCRIPTION);
        assertReceived("describeNode");
        cloud.services.answer("describeInstances", Samples.INSTANCES);
        assertThat(node.describeInstances(Samples.CORRELATION, Samples.REVISION, Duration.ofSeconds(60)))
                .isEqualTo(Samples.INSTANCES);
        assertReceived("describeInstances", Samples.REVISION, Duration.ofSeconds(60));
        node.runInstance(Samples.CORRELATION, Samples.FULL_SPEC);
        assertReceived("runInstance", Samples.FULL_SPEC);
        node.terminateInstance(Samples.CORRELATION, Samples.REF);
        assertReceived("terminateInstance", Samples.REF);
        node.rebootInstance(Samples.CORRELATION, Samples.REF);
        assertReceived("rebootInstance", Samples.REF);
        node.applyVolumes(Samples.CORRELATION, Samples.INSTANCE_VOLUMES);
        assertReceived("applyVolumes", Samples.INSTANCE_VOLUMES);
        node.forgetInstances(Samples.CORRELATION, List.of(Samples.INSTANCE));
        assertReceived("forgetInstances", List.of(Samples.INSTANCE));
        cloud.services.answer("applyNetwork", 77L);
        assertThat(node.applyNetwork(Samples.CORRELATION, Samples.NODE_NETWORK)).isEqualTo(77);
        assertReceived("applyNetwork", Samples.NODE_NETWORK);
        cloud.services.answer("applyNetworkDelta", true);
        assertThat(node.applyNetworkDelta(Samples.CORRELATION, Samples.NODE_DELTA))
                .isTrue();
        assertReceived("applyNetworkDelta", Samples.NODE_DELTA);
        cloud.services.answer("getConsoleOutput", new ConsoleOutput(Samples.TIME, new byte[0]));
        assertThat(node.getConsoleOutput(Samples.CORRELATION, Samples.INSTANCE).tail())
                .isEmpty();
    }

    @Test
    void storageAndWalrusOperations() {
        StorageStatus status = new StorageStatus(Health.OK, "", 1000, 10);
        cloud.services.answer("describeStorage", status);
        assertThat(byClc.storage(cloud.server.endpoint(Contract.STORAGE), cloud.self())
                        .describeStorage(Samples.CORRELATION))
                .isEqualTo(status);
        assertReceived("describeStorage");
        volumeOperations();

        ObjectDescription object = new ObjectDescription(5_000_000_000L, Samples.SHA256, "etag-1", Samples.TIME);
        cloud.services.answer("describeObject", object);
        assertThat(byClc.walrus(cloud.server.endpoint(Contract.WALRUS), cloud.self())
                        .describeObject(Samples.CORRELATION, Samples.ACCOUNT, "bucket", Samples.NASTY))
                .isEqualTo(object);
        assertReceived("describeObject", Samples.ACCOUNT, "bucket", Samples.NASTY);
    }

    private static void volumeOperations() {
        StorageService storage = byClc.storage(cloud.server.endpoint(Contract.STORAGE), cloud.self());
        cloud.services.answer("describeVolumes", Samples.VOLUMES);
        assertThat(storage.describeVolumes(Samples.CORRELATION, Samples.REVISION, Duration.ofSeconds(7)))
                .isEqualTo(Samples.VOLUMES);
        assertReceived("describeVolumes", Samples.REVISION, Duration.ofSeconds(7));
        storage.applyVolume(Samples.CORRELATION, Samples.VOLUME_SPEC);
        assertReceived("applyVolume", Samples.VOLUME_SPEC);
        storage.applyVolume(Samples.CORRELATION, Samples.PLAIN_VOLUME_SPEC);
        assertReceived("applyVolume", Samples.PLAIN_VOLUME_SPEC);
        storage.deleteVolume(Samples.CORRELATION, Samples.VOLUME_REF);
        assertReceived("deleteVolume", Samples.VOLUME_REF);
        storage.forgetVolumes(Samples.CORRELATION, List.of(Samples.VOLUME, Samples.OTHER_VOLUME));
        assertReceived("forgetVolumes", List.of(Samples.VOLUME, Samples.OTHER_VOLUME));
        cloud.services.answer("describeSnapshots", Samples.SNAPSHOTS);
        assertThat(storage.describeSnapshots(Samples.CORRELATION, Samples.REVISION, Duration.ofSeconds(7)))
                .isEqualTo(Samples.SNAPSHOTS);
        assertReceived("describeSnapshots", Samples.REVISION, Duration.ofSeconds(7));
        storage.applySnapshot(Samples.CORRELATION, Samples.SNAPSHOT_SPEC);
        assertReceived("applySnapshot", Samples.SNAPSHOT_SPEC);
        storage.deleteSnapshot(Samples.CORRELATION, Samples.SNAPSHOT);
        assertReceived("deleteSnapshot", Samples.SNAPSHOT);
        storage.forgetSnapshots(Samples.CORRELATION, List.of(Samples.SNAPSHOT, Samples.OTHER_SNAPSHOT));
        assertReceived("forgetSnapshots", List.of(Samples.SNAPSHOT, Samples.OTHER_SNAPSHOT));
    }

    @Test
    void identityOperations() {
        byte[] key = new byte[32];
        key[31] = 7;
        LocalDate date = LocalDate.of(2026, 2, 28);
        cloud.services.answer("getSigningKey", new SigningKey(key, Samples.PRINCIPAL, Samples.TIME));
        SigningKey answer = identity(byWalrus).getSigningKey(Samples.CORRELATION, "AKIA", date, "us-east-1", "s3");
        assertThat(answer.key()).isEqualTo(key);
        assertThat(answer.principal()).isEqualTo(Samples.PRINCIPAL);
        assertThat(answer.expires()).isEqualTo(Samples.TIME);
        assertReceived("getSigningKey", "AKIA", date, "us-east-1", "s3");

        cloud.services.answer("verifySignatureV2", Samples.PRINCIPAL);
        assertThat(identity(byWalrus).verifySignatureV2(Samples.CORRELATION, "AKIA", "HmacSHA1", "GET\n\n\nx", "c2ln"))
                .isEqualTo(Samples.PRINCIPAL);
        assertReceived("verifySignatureV2", "AKIA", "HmacSHA1", "GET\n\n\nx", "c2ln");

        byte[] userData = {0, 10, 13, -128};
        Map<String, String> entries = Map.of("ami-id", "ami-1", "tags/a b", Samples.NASTY, "empty", "");
        cloud.services.answer(
                "getInstanceMetadata",
                new InstanceMetadata(
                        Samples.INSTANCE,
                        entries,
                        Map.of("instance-identity/document", "{}\n"),
                        Optional.of(userData),
                        new MetadataOptions(false, true, 2, true),
                        Samples.TIME));
        InstanceMetadata metadata = identity(byCc)
                .getInstanceMetadata(Samples.CORRELATION, Samples.CLUSTER, Samples.NETWORK, "172.16.10.4");
        assertThat(metadata.metaData()).isEqualTo(entries);
        assertThat(metadata.userData().orElseThrow()).isEqualTo(userData);
        assertReceived("getInstanceMetadata", Samples.CLUSTER, Samples.NETWORK, "172.16.10.4");
        InstanceMetadata bare = new InstanceMetadata(
                Samples.INSTANCE, Map.of(), Map.of(), Optional.empty(), MetadataOptions.DEFAULT, Samples.TIME);
        cloud.services.answer("getInstanceMetadata", bare);
        assertThat(identity(byCc)
                        .getInstanceMetadata(Samples.CORRELATION, Samples.CLUSTER, Samples.NETWORK, "172.16.10.4"))
                .isEqualTo(bare);
        cloud.services.clear();

        cloud.services.answer("describeComponents", Samples.COMPONENTS);
        assertThat(identity(byCc).describeComponents(Samples.CORRELATION, Revision.NONE, Duration.ZERO))
                .isEqualTo(Samples.COMPONENTS);
        assertReceived("describeComponents", Revision.NONE, Duration.ZERO);
    }

    @Test
    void refusalsCarryTheirCodeAndDefectsOnlyTheCorrelation() {
        for (Code code : Code.values()) {
            cloud.services.answer("describeNodes", arguments -> {
                throw new ServiceException(code, "because of <" + code + ">");
            });
            assertThatThrownBy(() -> cluster().describeNodes(Samples.CORRELATION, Revision.NONE, Duration.ZERO))
                    .isInstanceOfSatisfying(
                            ServiceException.class, e -> assertThat(e.code()).isEqualTo(code))
                    .hasMessage("because of <" + code + ">");
        }
        cloud.services.answer("describeNodes", arguments -> {
            throw new IllegalStateException("secret detail");
        });
        assertThatThrownBy(() -> cluster().describeNodes(Samples.CORRELATION, Revision.NONE, Duration.ZERO))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo(Code.INTERNAL))
                .hasMessageContaining(Samples.CORRELATION.id())
                .hasMessageNotContaining("secret detail");
        assertThat(cloud.meters
                        .get("jarrah.soap.calls")
                        .tag("side", "server")
                        .tag("operation", "describeNodes")
                        .tag("outcome", "NO_CAPACITY")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void nobodyAnswers() {
        ClusterService nobody =
                byClc.cluster(java.net.URI.create("https://127.0.0.1:1/services/Cluster"), cloud.self());
        assertThatThrownBy(() -> nobody.describeNodes(Samples.CORRELATION, Revision.NONE, Duration.ZERO))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo(Code.UNAVAILABLE));
    }

    @Test
    void bouncyCastleIsNotRegistered() {
        storageAndWalrusOperations();
        assertThat(java.security.Security.getProvider("BC")).isNull();
    }
}
