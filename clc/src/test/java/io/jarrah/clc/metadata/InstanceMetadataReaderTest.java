package io.jarrah.clc.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.contract.InstanceMetadata;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NetworkId;
import io.jarrah.common.os.Command;
import io.jarrah.common.os.ProcessCommandRunner;
import io.jarrah.common.pki.Pem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.model.CreateKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;

class InstanceMetadataReaderTest {
    @Test
    void aLiveInstanceReadsItselfAndNobodyElse(@TempDir Path state) throws Exception {
        try (TestingCloud cloud = new TestingCloud()) {
            ImageId image = cloud.image(TestingCalls.ALICE, false);
            cloud.call(CreateKeyPairRequest.builder()
                    .keyName("laptop")
                    .keyType("ed25519")
                    .build());
            RunInstancesResponse answer = cloud.call(RunInstancesRequest.builder()
                    .imageId(image.value())
                    .minCount(1)
                    .maxCount(1)
                    .keyName("laptop")
                    .userData(Base64.getEncoder().encodeToString("hello".getBytes(StandardCharsets.UTF_8)))
                    .build());
            cloud.call(DeleteKeyPairRequest.builder().keyName("laptop").build());
            Instance instance = answer.instances().getFirst();
            NetworkId network = cloud.database.read(session -> session.find(InstanceEntity.class, instance.instanceId())
                    .network()
                    .orElseThrow());
            InstanceMetadataReader reader = new InstanceMetadataReader(
                    cloud.database,
                    cloud.api.tags(),
                    "us-east-1",
                    TestingCloud.PLAN,
                    new IdentitySigner(state, cloud.clock, new SecureRandom())::get,
                    cloud.clock);

            InstanceMetadata metadata = reader.read(TestingCloud.ZONE, network, "172.16.0.2");
            Map<String, String> tree = metadata.metaData();
            assertThat(metadata.instanceId().value()).isEqualTo(instance.instanceId());
            assertThat(new String(metadata.userData().orElseThrow(), StandardCharsets.UTF_8))
                    .isEqualTo("hello");
            assertThat(tree)
                    .containsEntry("ami-id", image.value())
                    .containsEntry("ami-launch-index", "0")
                    .containsEntry("instance-type", "m1.small")
                    .containsEntry("local-ipv4", "172.16.0.2")
                    .containsEntry("local-hostname", "ip-172-16-0-2.ec2.internal")
                    .containsEntry("placement/availability-zone", "zone1")
                    .containsEntry("placement/region", "us-east-1")
                    .containsEntry("reservation-id", answer.reservationId())
                    .containsEntry("network/interfaces/macs/" + tree.get("mac") + "/local-ipv4s", "172.16.0.2");
            assertInterface(tree, instance);
            assertThat(tree.get("public-keys/0/openssh-key"))
                    .as("the key of the launch, though the pair is deleted")
                    .startsWith("ssh-ed25519 ")
                    .contains("laptop");

            provesWhoItIs(metadata, state);

            refused(reader, TestingCloud.ZONE, network, "172.16.0.3");
            refused(reader, new ClusterName("zone2"), network, "172.16.0.2");
            refused(reader, TestingCloud.ZONE, new NetworkId("net-0123456789abcdef0"), "172.16.0.2");
            cloud.call(TerminateInstancesRequest.builder()
                    .instanceIds(instance.instanceId())
                    .build());
            refused(reader, TestingCloud.ZONE, network, "172.16.0.2");
        }
    }

    /** Facts 7.2, failure 23: an instance that had ended answered for the address, which another had by then. */
    @Test
    void failure23AnAddressTellsOfItsPresentInstanceOnly(@TempDir Path state) throws Exception {
        try (TestingCloud cloud = new TestingCloud()) {
            ImageId image = cloud.image(TestingCalls.ALICE, false);
            InstanceMetadataReader reader = reader(cloud, state);
            String former = launch(cloud, TestingCalls.ALICE, image);
            NetworkId network = network(cloud, former);
            assertThat(reader.read(TestingCloud.ZONE, network, "172.16.0.2")
                            .instanceId()
                            .value())
                    .isEqualTo(former);
            cloud.call(TerminateInstancesRequest.builder().instanceIds(former).build());
            refused(reader, TestingCloud.ZONE, network, "172.16.0.2");
            ends(cloud, former);
            refused(reader, TestingCloud.ZONE, network, "172.16.0.2");
            String present = launch(cloud, TestingCalls.ALICE, image);
            assertThat(network(cloud, present)).isEqualTo(network);
            assertThat(reader.read(TestingCloud.ZONE, network, "172.16.0.2")
                            .instanceId()
                            .value())
                    .isEqualTo(present)
                    .isNotEqualTo(former);
        }
    }

    /** Facts 7.2, failure 24: everybody's groups, rules and addresses were told to anybody. */
    @Test
    void failure24NothingIsToldOfOtherAccounts(@TempDir Path state) throws Exception {
        try (TestingCloud cloud = new TestingCloud()) {
            ImageId image = cloud.image(TestingCalls.ALICE, true);
            String hers = launch(cloud, TestingCalls.ALICE, image);
            String his = launch(cloud, TestingCalls.BOB, image);
            InstanceMetadata metadata =
                    reader(cloud, state).read(TestingCloud.ZONE, network(cloud, hers), "172.16.0.2");
            InstanceEntity stranger = cloud.database.read(session -> session.find(InstanceEntity.class, his));
            String told = metadata.metaData() + " " + metadata.dynamic();
            assertThat(told)
                    .contains(hers)
                    .doesNotContain(
                            his,
                            TestingCalls.BOB.value(),
                            stranger.privateIp().orElseThrow(),
                            stranger.mac().orElseThrow(),
                            network(cloud, his).value());
            assertThat(metadata.metaData().keySet()).noneMatch(path -> path.contains("topology"));
        }
    }

    private static InstanceMetadataReader reader(TestingCloud cloud, Path state) {
        return new InstanceMetadataReader(
                cloud.database,
                cloud.api.tags(),
                "us-east-1",
                TestingCloud.PLAN,
                new IdentitySigner(state, cloud.clock, new SecureRandom())::get,
                cloud.clock);
    }

    private static String launch(TestingCloud cloud, AccountId account, ImageId image) {
        RunInstancesResponse answer = cloud.call(
                account,
                RunInstancesRequest.builder()
                        .imageId(image.value())
                        .minCount(1)
                        .maxCount(1)
                        .build());
        return answer.instances().getFirst().instanceId();
    }

    private static NetworkId network(TestingCloud cloud, String instance) {
        return cloud.database.read(session ->
                session.find(InstanceEntity.class, instance).network().orElseThrow());
    }

    private static void ends(TestingCloud cloud, String instance) {
        cloud.database.write(session -> session.find(InstanceEntity.class, instance)
                .observe(
                        new ObservedInstance(
                                new InstanceId(instance),
                                2,
                                0,
                                InstancePhase.TERMINATED,
                                Optional.empty(),
                                true,
                                Optional.empty(),
                                cloud.clock.instant()),
                        cloud.clock.instant()));
    }

    /** As a service would that was sent document and signature: with openssl and the published certificate. */
    private static void provesWhoItIs(InstanceMetadata metadata, Path state) throws Exception {
        Map<String, String> dynamic = metadata.dynamic();
        String document = dynamic.get("instance-identity/document");
        assertThat(new ObjectMapper().readTree(document).path("instanceId").asText())
                .isEqualTo(metadata.instanceId().value());
        assertThat(document).contains("\"kernelId\" : null", "\"region\" : \"us-east-1\"");
        Path message = Files.writeString(
                state.resolve("message"),
                "-----BEGIN PKCS7-----\n" + dynamic.get("instance-identity/rsa2048") + "\n-----END PKCS7-----\n");
        String certificate = state.resolve("instance-identity.pem").toString();
        ProcessCommandRunner runner = new ProcessCommandRunner();
        assertThat(runner.run(Command.of(
                                "/usr/bin/openssl",
                                "smime",
                                "-verify",
                                "-inform",
                                "PEM",
                                "-in",
                                message.toString(),
                                "-certfile",
                                certificate,
                                "-noverify"))
                        .stdout())
                .isEqualTo(document);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(
                Pem.parseCertificate(Files.readString(Path.of(certificate))).getPublicKey());
        signature.update(document.getBytes(StandardCharsets.UTF_8));
        assertThat(signature.verify(Base64.getMimeDecoder().decode(dynamic.get("instance-identity/signature"))))
                .isTrue();
    }

    private static void assertInterface(Map<String, String> tree, Instance instance) {
        String nic = "network/interfaces/macs/" + tree.get("mac") + "/";
        assertThat(tree)
                .containsEntry(nic + "vpc-id", instance.vpcId())
                .containsEntry(nic + "subnet-id", instance.subnetId())
                .containsEntry(nic + "subnet-ipv4-cidr-block", "172.16.0.0/21")
                .containsEntry(nic + "vpc-ipv4-cidr-block", "172.16.0.0/12")
                .containsEntry(nic + "vpc-ipv4-cidr-blocks", "172.16.0.0/12")
                .containsEntry(
                        nic + "interface-id",
                        instance.networkInterfaces().getFirst().networkInterfaceId());
    }

    private static void refused(InstanceMetadataReader reader, ClusterName zone, NetworkId network, String address) {
        assertThatThrownBy(() -> reader.read(zone, network, address))
                .isInstanceOf(ServiceException.class)
                .extracting("code")
                .isEqualTo(ServiceException.Code.NOT_FOUND);
    }
}
