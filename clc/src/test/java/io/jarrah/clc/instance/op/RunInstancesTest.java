package io.jarrah.clc.instance.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.action.Ec2Error;
import io.jarrah.clc.address.AddressPool;
import io.jarrah.clc.address.PublicAddressPlan;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.LaunchQuota;
import io.jarrah.clc.instance.ReservationEntity;
import io.jarrah.clc.network.Networks;
import io.jarrah.clc.securitygroup.GroupLookup;
import io.jarrah.clc.securitygroup.SecurityGroups;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.config.ClcSettings.ConfigDrives;
import io.jarrah.common.id.ImageId;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

class RunInstancesTest {
    private TestingCloud cloud;
    private ImageId image;

    @BeforeEach
    void start() {
        cloud = new TestingCloud();
        image = cloud.image(TestingCalls.ALICE, false);
    }

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    @Test
    void answersPendingInstancesWithAddressesAndTags() {
        RunInstancesResponse answer = run(request -> request.minCount(1)
                .maxCount(3)
                .instanceType("m1.small")
                .tagSpecifications(TagSpecification.builder()
                        .resourceType("instance")
                        .tags(Tag.builder().key("Name").value("web").build())
                        .build()));
        assertThat(answer.ownerId()).isEqualTo(TestingCalls.ALICE.value());
        assertThat(answer.instances()).hasSize(3);
        assertThat(answer.instances())
                .extracting(Instance::privateIpAddress)
                .containsExactly("172.16.0.2", "172.16.0.3", "172.16.0.4");
        Instance first = answer.instances().getFirst();
        assertThat(first.state().nameAsString()).isEqualTo("pending");
        assertThat(first.state().code()).isZero();
        assertThat(first.privateDnsName()).isEqualTo("ip-172-16-0-2.ec2.internal");
        assertThat(first.tags()).extracting(Tag::key).containsExactly("Name");
        assertThat(first.placement().availabilityZone()).isEqualTo("zone1");
        assertThat(first.stateReason().code()).isEqualTo("pending");
        DescribeInstancesResponse described =
                cloud.call(DescribeInstancesRequest.builder().build());
        assertThat(described.reservations()).hasSize(1);
        assertThat(described.reservations().getFirst().instances()).containsExactlyElementsOf(answer.instances());
        String mac = cloud.database.read(session ->
                session.find(InstanceEntity.class, first.instanceId()).mac().orElseThrow());
        assertThat(mac).startsWith("d0:0d:").hasSize(17).isEqualTo(macOf(first.instanceId()));
    }

    @Test
    void launchesAsManyAsFitAndNoneWhenTooFew() {
        assertThat(run(request -> request.minCount(1).maxCount(40).instanceType("c1.xlarge"))
                        .instances())
                .hasSize(32);
        assertThat(error(request -> request.minCount(1).maxCount(1).instanceType("c1.xlarge")))
                .isEqualTo(Ec2Error.INSUFFICIENT_INSTANCE_CAPACITY);
        assertThat(count()).isEqualTo(32);
        long reservations = cloud.database.read(
                session -> session.createSelectionQuery("select count(*) from ReservationEntity", Long.class)
                        .getSingleResult());
        assertThat(reservations).isEqualTo(1);
    }

    @Test
    void theSameTokenLaunchesOnce() {
        RunInstancesResponse first = run(request -> request.clientToken("t-1").maxCount(2));
        RunInstancesResponse again = run(request -> request.clientToken("t-1").maxCount(2));
        assertThat(again).isEqualTo(first);
        assertThat(error(request -> request.clientToken("t-1").maxCount(3)))
                .isEqualTo(Ec2Error.IDEMPOTENT_PARAMETER_MISMATCH);
        assertThat(error(request -> request.clientToken("t-1").maxCount(2).userData("eA==")))
                .isEqualTo(Ec2Error.IDEMPOTENT_PARAMETER_MISMATCH);
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void accountsShareNeitherNetworkNorToken() {
        ImageId open = cloud.image(TestingCalls.ALICE, true);
        String alices = run(request -> request.imageId(open.value()).clientToken("t"))
                .instances()
                .getFirst()
                .privateIpAddress();
        RunInstancesResponse bobs = cloud.call(TestingCalls.BOB, request(builder -> builder.imageId(open.value())
                .clientToken("t")));
        assertThat(alices).isEqualTo("172.16.0.2");
        assertThat(bobs.instances().getFirst().privateIpAddress()).isEqualTo("172.16.8.2");
        assertThat(cloud.networks()).extracting(network -> network.segment()).containsExactly(2, 3);
    }

    @Test
    void concurrentLaunchesGetDifferentAddresses() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<RunInstancesResponse>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(threads.submit(() -> {
                    run(request -> request.maxCount(2));
                    return run(request -> request.minCount(3).maxCount(3));
                }));
            }
            for (Future<RunInstancesResponse> answer : answers) {
                assertThat(answer.get().instances()).hasSize(3);
            }
        }
        Set<String> addresses = new HashSet<>();
        DescribeInstancesResponse all =
                cloud.call(DescribeInstancesRequest.builder().build());
        all.reservations().forEach(r -> r.instances().forEach(i -> addresses.add(i.privateIpAddress())));
        assertThat(addresses).hasSize(8 * 5);
    }

    @Test
    void concurrentRequestsWithOneTokenLaunchOnce() throws Exception {
        Set<String> reservations = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<RunInstancesResponse>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(threads.submit(() -> run(request -> request.clientToken("one"))));
            }
            for (Future<RunInstancesResponse> answer : answers) {
                reservations.add(answer.get().reservationId());
            }
        }
        assertThat(reservations).hasSize(1);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void twoProcessesNeverGiveAwayTheSameRoom() throws Exception {
        Launcher one = launcher();
        Launcher other = launcher();
        LaunchOrder order = LaunchOrders.of(
                request(builder -> builder.minCount(4).maxCount(4).instanceType("c1.xlarge")));
        int launched = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> counts = new ArrayList<>();
            for (Launcher launcher : List.of(one, other)) {
                counts.add(threads.submit(() -> {
                    int n = 0;
                    for (int i = 0; i < 6; i++) {
                        try {
                            n += launcher.launch(cloud.context(TestingCalls.ALICE, "RunInstances"), order)
                                    .instances()
                                    .size();
                        } catch (ApiException full) {
                            assertThat(full.error()).isEqualTo(Ec2Error.INSUFFICIENT_INSTANCE_CAPACITY);
                        }
                    }
                    return n;
                }));
            }
            for (Future<Integer> count : counts) {
                launched += count.get();
            }
        }
        assertThat(launched).isEqualTo(32);
        assertThat(count()).isEqualTo(32);
    }

    @Test
    void userDataIsCheckedDecoded() {
        String longest = Base64.getEncoder().encodeToString(new byte[16 * 1024]);
        assertThat(run(request -> request.userData(longest)).instances()).hasSize(1);
        assertThat(error(request -> request.userData(Base64.getEncoder().encodeToString(new byte[16 * 1024 + 1]))))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        assertThat(error(request -> request.userData("#!/bin/sh"))).isEqualTo(Ec2Error.INVALID_USER_DATA_MALFORMED);
    }

    @Test
    void errorCodesAreAmazons() {
        assertThat(error(request -> request.imageId("ami-0123456789abcdef0")))
                .isEqualTo(Ec2Error.INVALID_AMI_ID_NOT_FOUND);
        assertThat(error(request -> request.imageId("ami-1"))).isEqualTo(Ec2Error.INVALID_AMI_ID_MALFORMED);
        assertThat(error(request -> request.imageId(null))).isEqualTo(Ec2Error.MISSING_PARAMETER);
        assertThat(error(request -> request.minCount(null))).isEqualTo(Ec2Error.MISSING_PARAMETER);
        assertThat(error(request -> request.minCount(0))).isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        assertThat(error(request -> request.minCount(2).maxCount(1))).isEqualTo(Ec2Error.INVALID_PARAMETER_COMBINATION);
        assertThat(error(request -> request.minCount(1_000_000).maxCount(1_000_000)))
                .isEqualTo(Ec2Error.INSTANCE_LIMIT_EXCEEDED);
        assertThat(error(request -> request.instanceType("x9.huge"))).isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        assertThat(error(request -> request.keyName("nokey"))).isEqualTo(Ec2Error.INVALID_KEY_PAIR_NOT_FOUND);
        assertThat(error(request -> request.placement(p -> p.availabilityZone("mars"))))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_VALUE);
        assertThat(error(request -> request.subnetId("subnet-1"))).isEqualTo(Ec2Error.INVALID_SUBNET_ID_NOT_FOUND);
        assertThat(error(request -> request.securityGroupIds("sg-1"))).isEqualTo(Ec2Error.INVALID_GROUP_NOT_FOUND);
        assertThat(error(request -> request.instanceInitiatedShutdownBehavior("stop")))
                .isEqualTo(Ec2Error.INVALID_PARAMETER_COMBINATION);
        assertThat(error(request -> request.blockDeviceMappings(BlockDeviceMapping.builder()
                        .deviceName("/dev/sdf")
                        .ebs(e -> e.volumeSize(1))
                        .build())))
                .isEqualTo(Ec2Error.INVALID_BLOCK_DEVICE_MAPPING);
        ImageId bobs = cloud.image(TestingCalls.BOB, false);
        assertThat(error(request -> request.imageId(bobs.value()))).isEqualTo(Ec2Error.INVALID_AMI_ID_NOT_FOUND);
        assertThat(count()).isZero();
    }

    @Test
    void acceptsWhatTerraformSends() {
        assertThat(run(request -> request.creditSpecification(c -> c.cpuCredits("unlimited"))
                                .monitoring(m -> m.enabled(false))
                                .placement(p -> p.availabilityZone(""))
                                .disableApiTermination(false)
                                .ebsOptimized(false)
                                .instanceInitiatedShutdownBehavior("terminate")
                                .metadataOptions(m -> m.httpTokens("optional"))
                                .blockDeviceMappings(BlockDeviceMapping.builder()
                                        .deviceName("/dev/sda1")
                                        .ebs(e -> e.volumeSize(8))
                                        .build()))
                        .instances())
                .hasSize(1);
    }

    @Test
    void classicImagesBringTheirKernel() {
        ImageId kernel = cloud.image(ImageId.Kind.AKI, TestingCalls.ALICE, false, Optional.empty());
        ImageId classic = cloud.image(ImageId.Kind.AMI, TestingCalls.ALICE, false, Optional.of(kernel));
        Instance instance =
                run(request -> request.imageId(classic.value())).instances().getFirst();
        assertThat(instance.kernelId()).isEqualTo(kernel.value());
    }

    @Test
    void aFailedLaunchLeavesNothing() throws SQLException {
        try (TestingCloud limited = new TestingCloud((session, account, each, wanted) -> 1)) {
            ImageId own = limited.image(TestingCalls.ALICE, false);
            assertThatThrownBy(() -> limited.call(request(
                            builder -> builder.imageId(own.value()).minCount(2).maxCount(2))))
                    .extracting("error")
                    .isEqualTo(Ec2Error.INSTANCE_LIMIT_EXCEEDED);
            assertThat(limited.networks()).isEmpty();
            List<ReservationEntity> reservations = limited.database.read(
                    session -> session.createSelectionQuery("from ReservationEntity", ReservationEntity.class)
                            .getResultList());
            assertThat(reservations).isEmpty();
            RunInstancesResponse one = limited.call(
                    request(builder -> builder.imageId(own.value()).minCount(1).maxCount(5)));
            assertThat(one.instances()).hasSize(1);
        }
    }

    private Launcher launcher() {
        return new Launcher(
                cloud.database,
                new Networks(TestingCloud.PLAN, new SecureRandom()),
                cloud.api.instanceTypes(),
                cloud.api.keyPairs(),
                new GroupLookup(new SecurityGroups(cloud.api.tags(), new SecureRandom(), false)),
                cloud.api.tags(),
                LaunchQuota.UNLIMITED,
                new LaunchSites(cloud.api.zones()),
                new LaunchPublicAddresses(new AddressPool(PublicAddressPlan.NONE, new SecureRandom())),
                ConfigDrives.AUTO,
                new SecureRandom());
    }

    private RunInstancesResponse run(UnaryOperator<RunInstancesRequest.Builder> change) {
        return cloud.call(request(change));
    }

    private RunInstancesRequest request(UnaryOperator<RunInstancesRequest.Builder> change) {
        return change.apply(RunInstancesRequest.builder()
                        .imageId(image.value())
                        .minCount(1)
                        .maxCount(1))
                .build();
    }

    private Object error(UnaryOperator<RunInstancesRequest.Builder> change) {
        Object[] error = new Object[1];
        assertThatThrownBy(() -> run(change)).extracting("error").satisfies(found -> error[0] = found);
        return error[0];
    }

    private long count() {
        return cloud.database.read(
                session -> session.createSelectionQuery("select count(*) from InstanceEntity", Long.class)
                        .getSingleResult());
    }

    private static String macOf(String id) {
        return "d0:0d:" + id.substring(2, 4) + ":" + id.substring(4, 6) + ":" + id.substring(6, 8) + ":"
                + id.substring(8, 10);
    }
}
