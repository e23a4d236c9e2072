package io.jarrah.clc.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.address.PublicAddressPlan;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.instance.InstanceState;
import io.jarrah.clc.testing.FaultInjector;
import io.jarrah.clc.testing.FaultInjector.When;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.config.AddressRanges;
import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusResponse;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.RebootInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;

class ConvergenceTest {
    private TestingCloud cloud;
    private ImageId image;

    @BeforeEach
    void start() {
        cloud = new TestingCloud(new PublicAddressPlan(AddressRanges.parse("203.0.113.8/29"), 10));
        image = cloud.image(TestingCalls.ALICE, false);
    }

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    @Test
    void aCrashAroundAnyGatewayCallConvergesAndLeaksNothing() {
        FaultInjector counting = FaultInjector.counting();
        lifeOfThree(counting);
        assertThat(counting.calls()).isBetween(8, 40);
        for (int n = 1; n <= counting.calls(); n++) {
            for (When when : When.values()) {
                FaultInjector fault = new FaultInjector(when, n, () -> {});
                Crashable process = lifeOfThree(fault);
                assertThat(process.crashes()).as("crash %s call %d", when, n).isEqualTo(1);
            }
        }
    }

    /** Launches three, reboots one, ends another, lets an hour and an half pass, ends the rest, lets another hour pass. */
    private Crashable lifeOfThree(FaultInjector fault) {
        Crashable process = new Crashable(cloud, fault.around(ClusterService.class, cloud.cluster));
        List<InstanceId> ids = launch(3);
        process.converge();
        ids.forEach(id -> assertThat(state(id)).isEqualTo(InstanceState.RUNNING));
        assertThat(cloud.cluster.live()).containsExactlyInAnyOrderElementsOf(ids);
        reboot(ids.get(0));
        process.converge();
        terminate(ids.get(1));
        process.converge();
        assertThat(cloud.cluster.boots(ids.get(0))).isEqualTo(2);
        assertThat(cloud.cluster.boots(ids.get(2))).isEqualTo(1);
        assertThat(state(ids.get(1))).isEqualTo(InstanceState.TERMINATED);
        assertThat(cloud.cluster.live()).containsExactlyInAnyOrder(ids.get(0), ids.get(2));
        assertThat(cloud.cluster.network().endpoints())
                .extracting(NetworkEndpoint::instanceId)
                .containsExactlyInAnyOrder(ids.get(0), ids.get(2));
        cloud.clock.pass(Duration.ofMinutes(90));
        reap();
        terminate(ids.get(0));
        terminate(ids.get(2));
        process.converge();
        assertThat(cloud.cluster.known()).containsExactlyInAnyOrder(ids.get(0), ids.get(2));
        cloud.clock.pass(Duration.ofMinutes(90));
        reap();
        process.converge();
        assertNothingIsLeft();
        return process;
    }

    private void assertNothingIsLeft() {
        assertThat(cloud.cluster.known()).isEmpty();
        assertThat(cloud.cluster.network().endpoints()).isEmpty();
        assertThat(cloud.cluster.network().segments()).isEmpty();
        assertThat(cloud.networks()).isEmpty();
        for (String rows : List.of(
                "InstanceEntity",
                "ReservationEntity",
                "LaunchDataEntity",
                "TagEntity",
                "AddressEntity",
                "AddressHoldEntity")) {
            long count = cloud.database.read(
                    session -> session.createSelectionQuery("select count(*) from " + rows, Long.class)
                            .getSingleResult());
            assertThat(count).as(rows).isZero();
        }
    }

    /** Facts 7.2, failure 27: instances of a cluster or node that did not answer were declared terminated, after minutes. */
    @Test
    void failure27AnUnreachableClusterChangesHealthOnly() {
        Crashable process = new Crashable(cloud, cloud.cluster);
        List<InstanceId> ids = launch(2);
        process.converge();
        cloud.cluster.reachable(false);
        process.passWithoutCrash();
        new Observations(cloud.database, cloud.clock, instance -> {}, new SimpleMeterRegistry())
                .health(TestingCloud.ZONE, Health.UNREACHABLE, "silent");
        cloud.clock.pass(Duration.ofDays(200));
        process.passWithoutCrash();
        reap();
        assertThat(ids).extracting(this::state).containsOnly(InstanceState.RUNNING);
        assertThat(statuses()).containsOnly("impaired");
        terminate(ids.get(0));
        process.passWithoutCrash();
        assertThat(state(ids.get(0))).isEqualTo(InstanceState.SHUTTING_DOWN);
        cloud.cluster.reachable(true);
        process.converge();
        new Observations(cloud.database, cloud.clock, instance -> {}, new SimpleMeterRegistry())
                .health(TestingCloud.ZONE, Health.OK, "");
        assertThat(state(ids.get(0))).isEqualTo(InstanceState.TERMINATED);
        assertThat(state(ids.get(1))).isEqualTo(InstanceState.RUNNING);
        assertThat(statuses()).containsExactly("ok");
    }

    /** Failure 27 as well: the node, not its cluster, is silent. */
    @Test
    void failure27ASilentNodeChangesHealthOnlyAndNewLaunchesGoElsewhere() {
        Crashable process = new Crashable(cloud, cloud.cluster);
        InstanceId before = launch(1).getFirst();
        process.converge();
        var node = cloud.cluster.instance(before).orElseThrow().node().orElseThrow();
        cloud.cluster.nodeHealth(node, Health.UNREACHABLE);
        cloud.clock.pass(Duration.ofDays(200));
        process.pass();
        reap();
        assertThat(state(before)).isEqualTo(InstanceState.RUNNING);
        assertThat(statuses()).containsExactly("impaired");
        InstanceId after = launch(1).getFirst();
        process.converge();
        assertThat(cloud.cluster.instance(after).orElseThrow().node())
                .isNotEmpty()
                .isNotEqualTo(cloud.cluster.instance(before).orElseThrow().node());
        cloud.cluster.nodeHealth(node, Health.OK);
        process.pass();
        assertThat(statuses()).containsExactly("ok", "ok");
        assertThat(cloud.cluster.boots(before)).isEqualTo(1);
    }

    @Test
    void aClusterThatLostItsMemoryStartsNothingTwice() {
        Crashable process = new Crashable(cloud, cloud.cluster);
        InstanceId running = launch(1).getFirst();
        process.converge();
        InstanceId unheard = launch(1).getFirst();
        process.pass();
        cloud.cluster.loseMemory();
        process.converge();
        assertThat(cloud.cluster.live()).as("only what never ran is started").containsExactly(unheard);
        assertThat(state(running)).isEqualTo(InstanceState.RUNNING);
        assertThat(statuses()).containsExactlyInAnyOrder("impaired", "ok");
        assertThat(cloud.cluster.network().endpoints())
                .as("it is told its network again")
                .hasSize(2);
        assertThat(cloud.cluster.registry().nodes()).hasSize(2);
        terminate(running);
        process.converge();
        assertThat(state(running)).isEqualTo(InstanceState.TERMINATED);
    }

    @Test
    void aGuestThatPowersOffIsOverAndGivesItsAddressBack() {
        Crashable process = new Crashable(cloud, cloud.cluster);
        InstanceId id = launch(1).getFirst();
        process.converge();
        cloud.cluster.powerOff(id);
        process.converge();
        assertThat(state(id)).isEqualTo(InstanceState.TERMINATED);
        assertThat(row(id).reason().orElseThrow().code()).isEqualTo("Client.InstanceInitiatedShutdown");
        assertThat(row(id).privateIp()).isEmpty();
        assertThat(row(id).mac()).isEmpty();
        RunInstancesResponse next = cloud.call(request(1));
        assertThat(next.instances().getFirst().privateIpAddress()).isEqualTo("172.16.0.2");
    }

    @Test
    void endingOneThatWasNeverSentLeavesATombstoneUntilTheRowIsGone() {
        Crashable process = new Crashable(cloud, cloud.cluster);
        InstanceId id = launch(1).getFirst();
        terminate(id);
        process.converge();
        assertThat(state(id)).isEqualTo(InstanceState.TERMINATED);
        assertThat(cloud.cluster.boots(id)).isZero();
        assertThat(cloud.cluster.known()).containsExactly(id);
    }

    /** Facts 7.2, failure 25: a stale report put an instance back to running, whose place in its network had gone to another. */
    @Test
    void failure25ALateReportNeverRaisesTheDeadNorTakesTheirAddressBack() {
        Crashable process = new Crashable(cloud, cloud.cluster);
        InstanceId id = launch(1).getFirst();
        process.converge();
        var alive = cloud.cluster.instance(id).orElseThrow();
        terminate(id);
        process.converge();
        InstanceId next = launch(1).getFirst();
        process.converge();
        InstanceEntity.Observation outcome = cloud.database.write(
                session -> session.find(InstanceEntity.class, id.value()).observe(alive, cloud.clock.instant()));
        assertThat(outcome).isEqualTo(InstanceEntity.Observation.IGNORED);
        assertThat(alive.phase()).isEqualTo(InstancePhase.RUNNING);
        assertThat(state(id)).isEqualTo(InstanceState.TERMINATED);
        assertThat(row(id).privateIp()).isEmpty();
        process.converge();
        assertThat(cloud.cluster.network().endpoints())
                .as("the address has its new owner")
                .singleElement()
                .satisfies(endpoint -> {
                    assertThat(endpoint.instanceId()).isEqualTo(next);
                    assertThat(endpoint.privateIp()).isEqualTo("172.16.0.2");
                });
        assertThat(state(next)).isEqualTo(InstanceState.RUNNING);
    }

    private List<InstanceId> launch(int count) {
        RunInstancesResponse answer = cloud.call(request(count));
        return answer.instances().stream()
                .map(Instance::instanceId)
                .map(InstanceId::new)
                .toList();
    }

    private RunInstancesRequest request(int count) {
        return RunInstancesRequest.builder()
                .imageId(image.value())
                .minCount(count)
                .maxCount(count)
                .userData("eA==")
                .tagSpecifications(TagSpecification.builder()
                        .resourceType("instance")
                        .tags(Tag.builder().key("k").value("v").build())
                        .build())
                .build();
    }

    private void terminate(InstanceId id) {
        cloud.call(TerminateInstancesRequest.builder().instanceIds(id.value()).build());
    }

    private void reboot(InstanceId id) {
        cloud.call(RebootInstancesRequest.builder().instanceIds(id.value()).build());
    }

    private void reap() {
        new Reaper(cloud.database, cloud.api.tags(), cluster -> {}, zone -> {}, cloud.clock)
                .reconcile(Reaper.Everything.ALL);
    }

    private InstanceEntity row(InstanceId id) {
        return cloud.database.read(session -> session.find(InstanceEntity.class, id.value()));
    }

    private InstanceState state(InstanceId id) {
        return row(id).state();
    }

    private List<String> statuses() {
        DescribeInstanceStatusResponse answer =
                cloud.call(DescribeInstanceStatusRequest.builder().build());
        return answer.instanceStatuses().stream()
                .map(status -> status.instanceStatus().statusAsString())
                .toList();
    }
}
