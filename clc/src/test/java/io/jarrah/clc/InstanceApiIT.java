package io.jarrah.clc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarrah.clc.account.NewAccessKey;
import io.jarrah.clc.http.Clients;
import io.jarrah.clc.instancetype.InstanceType;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.lifecycle.ServiceGroup;
import io.jarrah.common.testing.Eventually;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** The instance and image actions through the front end and Amazon's own client, with the loops running. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstanceApiIT {
    private static TestingCloud cloud;
    private static ServiceGroup services;
    private static Ec2Client alice;
    private static Ec2Client bob;
    private static ImageId image;

    @BeforeAll
    static void start(@TempDir Path state) throws Exception {
        cloud = new TestingCloud();
        cloud.clock.pass(
                Duration.between(cloud.clock.instant(), Clock.systemUTC().instant()));
        cloud.cluster.automatic();
        PublicApi api = new PublicApi(
                ClcConfig.local(state),
                cloud.api,
                cloud.wiring::addTo,
                cloud.wiring::addToAdmin,
                cloud.wiring.taggable(Clock.systemUTC()),
                "0".repeat(64),
                Clock.systemUTC(),
                new SimpleMeterRegistry());
        List<Service> all = new ArrayList<>(cloud.wiring.services());
        all.add(api);
        services = new ServiceGroup("cloud", all);
        services.start();
        alice = Clients.ec2(api.uri(), key("alice"));
        bob = Clients.ec2(api.uri(), key("bob"));
        image = cloud.image(TestingCalls.ALICE, false);
    }

    @AfterAll
    static void stop() throws Exception {
        alice.close();
        bob.close();
        services.stop();
        cloud.close();
    }

    private static NewAccessKey key(String account) {
        return cloud.api
                .accessKeys()
                .create(account, Optional.empty(), Clock.systemUTC().instant());
    }

    @Test
    @Order(1)
    void aLaunchIsSeenFromPendingToTerminated() throws Exception {
        RunInstancesResponse answer = alice.runInstances(RunInstancesRequest.builder()
                .imageId(image.value())
                .instanceType("m1.small")
                .minCount(1)
                .maxCount(2)
                .userData(Base64.getEncoder().encodeToString("#!/bin/sh".getBytes(StandardCharsets.UTF_8)))
                .tagSpecifications(TagSpecification.builder()
                        .resourceType("instance")
                        .tags(Tag.builder().key("Name").value("<web> & \"co\"").build())
                        .build())
                .build());
        assertThat(answer.instances()).hasSize(2).allSatisfy(instance -> {
            assertThat(instance.state().nameAsString()).isEqualTo("pending");
            assertThat(instance.instanceTypeAsString()).isEqualTo("m1.small");
        });
        String id = answer.instances().getFirst().instanceId();
        Eventually.passes(() -> assertThat(describe(id).state().nameAsString()).isEqualTo("running"));
        assertThat(describe(id).tags().getFirst().value()).isEqualTo("<web> & \"co\"");
        String console =
                alice.getConsoleOutput(r -> r.instanceId(id).latest(true)).output();
        assertThat(new String(Base64.getDecoder().decode(console), StandardCharsets.UTF_8))
                .isEqualTo("boot 1 of " + id + "\n");
        alice.rebootInstances(r -> r.instanceIds(id));
        Eventually.passes(
                () -> assertThat(cloud.cluster.boots(new InstanceId(id))).isEqualTo(2));
        assertThat(alice.describeInstanceStatus(r -> r.instanceIds(id))
                        .instanceStatuses()
                        .getFirst()
                        .systemStatus()
                        .statusAsString())
                .isEqualTo("ok");
        assertThat(alice.terminateInstances(r -> r.instanceIds(id))
                        .terminatingInstances()
                        .getFirst()
                        .previousState()
                        .nameAsString())
                .isEqualTo("running");
        Eventually.passes(() -> assertThat(describe(id).state().nameAsString()).isEqualTo("terminated"));
        assertThat(describe(id).stateReason().code()).isEqualTo("Client.UserInitiatedShutdown");
    }

    @Test
    @Order(2)
    void thePaginatorWalksAndFiltersSelect() {
        for (int i = 0; i < 3; i++) {
            alice.runInstances(r -> r.imageId(image.value()).minCount(4).maxCount(4));
        }
        List<String> paged = new ArrayList<>();
        alice.describeInstancesPaginator(r -> r.maxResults(5)).reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .map(Instance::instanceId)
                .forEach(paged::add);
        assertThat(paged).hasSize(14);
        assertThat(new HashSet<>(paged)).hasSize(14);
        Filter index = Filter.builder().name("launch-index").values("3").build();
        assertThat(alice.describeInstances(DescribeInstancesRequest.builder()
                                .filters(index)
                                .build())
                        .reservations())
                .hasSize(3);
        assertThat(bob.describeInstances().reservations()).isEmpty();
    }

    @Test
    @Order(3)
    void imagesAreRegisteredAndSeen() throws Exception {
        cloud.objects.put("images/disk.img", new byte[] {1, 2, 3});
        String id = alice.registerImage(r -> r.name("disk").imageLocation("images/disk.img"))
                .imageId();
        Eventually.passes(() -> assertThat(alice.describeImages(r -> r.imageIds(id))
                        .images()
                        .getFirst()
                        .stateAsString())
                .isEqualTo("available"));
        assertThat(code(() -> bob.describeImages(r -> r.imageIds(id)))).isEqualTo("InvalidAMIID.NotFound");
        assertThat(alice.describeImages(r -> r.owners("self")).images()).hasSize(2);
        alice.deregisterImage(r -> r.imageId(id));
        assertThat(code(() -> alice.deregisterImage(r -> r.imageId(id)))).isEqualTo("InvalidAMIID.NotFound");
    }

    @Test
    @Order(4)
    void errorsAndDryRunsReadLikeAmazons() {
        assertThat(code(() -> alice.runInstances(
                        r -> r.imageId(image.value()).minCount(1).maxCount(1).dryRun(true))))
                .isEqualTo("DryRunOperation");
        assertThat(code(() -> alice.terminateInstances(r -> r.instanceIds("i-00000000000000001"))))
                .isEqualTo("InvalidInstanceID.NotFound");
        assertThat(code(() -> alice.describeInstances(r -> r.instanceIds("nonsense"))))
                .isEqualTo("InvalidInstanceID.Malformed");
        assertThat(code(() -> alice.runInstances(r -> r.imageId(image.value())
                        .minCount(1)
                        .maxCount(1)
                        .userData(Base64.getEncoder().encodeToString(new byte[64 << 10])))))
                .isEqualTo("InvalidParameterValue");
        assertThat(code(() -> alice.runInstances(r ->
                        r.imageId(image.value()).minCount(900).maxCount(1000).instanceType("c1.xlarge"))))
                .isEqualTo("InsufficientInstanceCapacity");
        assertThatThrownBy(() -> bob.runInstances(
                        r -> r.imageId(image.value()).minCount(1).maxCount(1)))
                .isInstanceOf(Ec2Exception.class)
                .hasMessageContaining("does not exist");
    }

    /** Prints the figures the design promises; what they are on a loaded machine is nobody's failure. */
    @Test
    @Order(5)
    void printsHowLongAnswersTake() {
        cloud.database.write(session -> {
            cloud.api.instanceTypes().define(session, new InstanceType("t0.tiny", 1, 16, 1));
            return session;
        });
        report(
                "RunInstances of one",
                60,
                () -> alice.runInstances(
                        r -> r.imageId(image.value()).minCount(1).maxCount(1).instanceType("t0.tiny")));
        int missing = 1000 - count();
        alice.runInstances(r ->
                r.imageId(image.value()).minCount(missing).maxCount(missing).instanceType("t0.tiny"));
        assertThat(count()).isEqualTo(1000);
        report("DescribeInstances of 1000", 60, () -> alice.describeInstances());
        report(
                "DescribeInstances of 1000 without client and wire",
                60,
                () -> cloud.call(DescribeInstancesRequest.builder().build()));
        report(
                "RunInstances of one beside 1000 without client and wire",
                60,
                () -> cloud.call(RunInstancesRequest.builder()
                        .imageId(image.value())
                        .minCount(1)
                        .maxCount(1)
                        .instanceType("t0.tiny")
                        .build()));
        report(
                "RunInstances of one beside 1000",
                60,
                () -> alice.runInstances(
                        r -> r.imageId(image.value()).minCount(1).maxCount(1).instanceType("t0.tiny")));
    }

    private static int count() {
        return alice.describeInstances().reservations().stream()
                .mapToInt(reservation -> reservation.instances().size())
                .sum();
    }

    /** Wall time, and the calling thread's CPU time, which a loaded machine does not blow up. */
    private static void report(String what, int times, Supplier<Object> call) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] wall = new long[times];
        long[] cpu = new long[times];
        for (int i = 0; i < times; i++) {
            long begun = System.nanoTime();
            long cpuBegun = threads.getCurrentThreadCpuTime();
            assertThat(call.get()).isNotNull();
            cpu[i] = threads.getCurrentThreadCpuTime() - cpuBegun;
            wall[i] = System.nanoTime() - begun;
        }
        Arrays.sort(wall);
        Arrays.sort(cpu);
        System.out.printf(
                "%s: p50 %.1f ms, p90 %.1f ms; CPU of the caller p50 %.1f ms%n",
                what, wall[times / 2] / 1e6, wall[times * 9 / 10] / 1e6, cpu[times / 2] / 1e6);
    }

    private static Instance describe(String id) {
        return alice.describeInstances(r -> r.instanceIds(id))
                .reservations()
                .getFirst()
                .instances()
                .getFirst();
    }

    private static String code(ThrowingCallable call) {
        String[] code = new String[1];
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Ec2Exception.class, e -> code[0] = e.awsErrorDetails().errorCode());
        return code[0];
    }
}
