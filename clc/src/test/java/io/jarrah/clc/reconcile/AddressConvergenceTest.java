package io.jarrah.clc.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.action.ApiException;
import io.jarrah.clc.address.PublicAddressPlan;
import io.jarrah.clc.securitygroup.RuleNotes;
import io.jarrah.clc.testing.FaultInjector;
import io.jarrah.clc.testing.FaultInjector.When;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.config.AddressRanges;
import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.NetworkDocument;
import io.jarrah.common.contract.NetworkEndpoint;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.InstanceId;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AllocateAddressResponse;
import software.amazon.awssdk.services.ec2.model.AssociateAddressRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesResponse;
import software.amazon.awssdk.services.ec2.model.DisassociateAddressRequest;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.ReleaseAddressRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;

/** Public addresses on their way to the cluster and back. */
class AddressConvergenceTest {
    private static final String ONE = "203.0.113.1";

    private TestingCloud cloud = cloud(ONE);

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    private static PublicAddressPlan plan(String addresses) {
        return new PublicAddressPlan(AddressRanges.parse(addresses), 100);
    }

    private static TestingCloud cloud(String addresses) {
        return new TestingCloud(plan(addresses));
    }

    private static InstanceNetworkInterfaceSpecification nic(
            Consumer<InstanceNetworkInterfaceSpecification.Builder> change) {
        InstanceNetworkInterfaceSpecification.Builder nic = InstanceNetworkInterfaceSpecification.builder();
        change.accept(nic);
        return nic.build();
    }

    private InstanceId launch(boolean automatic) {
        RunInstancesResponse answer = cloud.call(RunInstancesRequest.builder()
                .imageId(cloud.image(TestingCalls.ALICE, false).value())
                .minCount(1)
                .maxCount(1)
                .networkInterfaces(nic(nic -> nic.deviceIndex(0).associatePublicIpAddress(automatic)))
                .build());
        return new InstanceId(answer.instances().getFirst().instanceId());
    }

    private AllocateAddressResponse allocate(AccountId account) {
        return cloud.call(account, AllocateAddressRequest.builder().build());
    }

    private boolean canAllocate(AccountId account) {
        ApiException refused = catchThrowableOfType(ApiException.class, () -> allocate(account));
        if (refused != null) {
            assertThat(refused.error().code()).isEqualTo("InsufficientAddressCapacity");
        }
        return refused == null;
    }

    private void associate(String allocation, InstanceId instance) {
        cloud.call(AssociateAddressRequest.builder()
                .allocationId(allocation)
                .instanceId(instance.value())
                .build());
    }

    private void disassociate(String ip) {
        cloud.call(DisassociateAddressRequest.builder().publicIp(ip).build());
    }

    private void release(String allocation) {
        cloud.call(ReleaseAddressRequest.builder().allocationId(allocation).build());
    }

    private void terminate(InstanceId id) {
        cloud.call(TerminateInstancesRequest.builder().instanceIds(id.value()).build());
    }

    /** What the cluster translates. */
    private Map<InstanceId, String> translated() {
        Map<InstanceId, String> byInstance = new HashMap<>();
        for (NetworkEndpoint endpoint : cloud.cluster.network().endpoints()) {
            endpoint.publicIp().ifPresent(ip -> byInstance.put(endpoint.instanceId(), ip));
        }
        return byInstance;
    }

    private long rows(String entity) {
        return cloud.database.read(session -> session.createSelectionQuery("select count(*) from " + entity, Long.class)
                .getSingleResult());
    }

    private void reap() {
        new Reaper(cloud.database, cloud.api.tags(), cluster -> {}, zone -> {}, cloud.clock)
                .reconcile(Reaper.Everything.ALL);
    }

    @Test
    void anAddressIsGivenToNobodyBeforeTheClusterStoppedTranslatingIt() {
        Crashable process = new Crashable(cloud, cloud.cluster);
        AllocateAddressResponse address = allocate(TestingCalls.ALICE);
        InstanceId instance = launch(false);
        associate(address.allocationId(), instance);
        process.converge();
        assertThat(translated()).containsExactly(Map.entry(instance, ONE));
        cloud.cluster.reachable(false);
        disassociate(ONE);
        release(address.allocationId());
        assertThat(canAllocate(TestingCalls.BOB)).as("released").isFalse();
        process.passWithoutCrash();
        assertThat(canAllocate(TestingCalls.BOB))
                .as("the cluster does not answer")
                .isFalse();
        process.crash();
        process.passWithoutCrash();
        reap();
        assertThat(canAllocate(TestingCalls.BOB))
                .as("nor does it tell another process")
                .isFalse();
        assertThat(translated()).containsExactly(Map.entry(instance, ONE));
        cloud.cluster.reachable(true);
        process.converge();
        assertThat(translated()).isEmpty();
        assertThat(canAllocate(TestingCalls.BOB)).isTrue();
        assertThat(rows("AddressHoldEntity")).isZero();
    }

    @Test
    void theAutomaticAddressOfAnEndedInstanceWaitsForTheClusterAsWell() {
        Crashable process = new Crashable(cloud, cloud.cluster);
        InstanceId instance = launch(true);
        process.converge();
        assertThat(translated()).containsExactly(Map.entry(instance, ONE));
        terminate(instance);
        process.pass();
        cloud.cluster.settle();
        process.listen();
        assertThat(canAllocate(TestingCalls.BOB))
                .as("it ended, and its cluster was not told so")
                .isFalse();
        process.converge();
        assertThat(canAllocate(TestingCalls.BOB)).isTrue();
    }

    @Test
    void anElasticAddressReplacesTheAutomaticOneAndStaysWhenTheInstanceEnds() throws SQLException {
        cloud.close();
        cloud = cloud("203.0.113.1-203.0.113.2");
        Crashable process = new Crashable(cloud, cloud.cluster);
        InstanceId instance = launch(true);
        process.converge();
        AllocateAddressResponse address = allocate(TestingCalls.ALICE);
        associate(address.allocationId(), instance);
        assertThat(canAllocate(TestingCalls.BOB))
                .as("replaced, still translated")
                .isFalse();
        process.converge();
        assertThat(translated()).containsExactly(Map.entry(instance, address.publicIp()));
        cloud.cluster.powerOff(instance);
        process.converge();
        assertThat(translated()).isEmpty();
        DescribeAddressesResponse kept =
                cloud.call(DescribeAddressesRequest.builder().build());
        assertThat(kept.addresses()).singleElement().satisfies(it -> {
            assertThat(it.publicIp()).isEqualTo(address.publicIp());
            assertThat(it.instanceId()).isNull();
        });
        assertThat(allocate(TestingCalls.BOB).publicIp()).isEqualTo(ONE);
        release(address.allocationId());
        assertThat(canAllocate(TestingCalls.BOB)).isTrue();
    }

    @Test
    void failure2ElasticAddressesSurviveRestartsInEveryOrder(@TempDir Path directory) throws SQLException {
        cloud.close();
        cloud = new TestingCloud(plan("203.0.113.1-203.0.113.3"), directory);
        AllocateAddressResponse spare = allocate(TestingCalls.ALICE);
        AllocateAddressResponse used = allocate(TestingCalls.ALICE);
        InstanceId elastic = launch(false);
        InstanceId automatic = launch(true);
        associate(used.allocationId(), elastic);
        new Crashable(cloud, cloud.cluster).converge();
        Map<InstanceId, String> mapping = Map.of(elastic, used.publicIp(), automatic, "203.0.113.3");
        assertThat(translated()).isEqualTo(mapping);
        NetworkDocument before = cloud.cluster.network();
        DescribeAddressesResponse described =
                cloud.call(DescribeAddressesRequest.builder().build());

        cloud.close();
        cloud = new TestingCloud(plan("203.0.113.1-203.0.113.3"), directory);
        Crashable process = new Crashable(cloud, cloud.cluster);
        process.pass();
        assertThat(cloud.cluster.network()).as("both came up anew").isEqualTo(before);
        cloud.cluster.restart();
        process.pass();
        cloud.cluster.loseMemory();
        process.pass();
        assertThat(cloud.cluster.network()).as("the cluster lost its disk").isEqualTo(before);
        TestingCloud.NODES.forEach(node -> cloud.cluster.nodeHealth(node, Health.UNREACHABLE));
        process.crash();
        process.pass();
        assertThat(cloud.cluster.network()).as("no node is heard").isEqualTo(before);
        DescribeAddressesResponse after =
                cloud.call(DescribeAddressesRequest.builder().build());
        assertThat(after).isEqualTo(described);
        assertThat(canAllocate(TestingCalls.BOB))
                .as("none of the three is free")
                .isFalse();
        release(spare.allocationId());
        assertThat(allocate(TestingCalls.BOB).publicIp()).isEqualTo(spare.publicIp());
    }

    @Test
    void failure2AnAddressTakenOutOfTheSettingStaysWithItsOwner(@TempDir Path directory) throws SQLException {
        cloud.close();
        cloud = new TestingCloud(plan("203.0.113.1-203.0.113.2"), directory);
        AllocateAddressResponse address = allocate(TestingCalls.ALICE);
        InstanceId instance = launch(false);
        associate(address.allocationId(), instance);
        cloud.close();
        cloud = new TestingCloud(plan("203.0.113.2"), directory);
        Crashable process = new Crashable(cloud, cloud.cluster);
        process.converge();
        assertThat(translated()).containsExactly(Map.entry(instance, ONE));
        disassociate(ONE);
        associate(address.allocationId(), instance);
        process.converge();
        assertThat(translated()).containsExactly(Map.entry(instance, ONE));
        disassociate(ONE);
        release(address.allocationId());
        process.converge();
        assertThat(allocate(TestingCalls.BOB).publicIp()).isEqualTo("203.0.113.2");
        assertThat(canAllocate(TestingCalls.BOB)).isFalse();
    }

    @Test
    void failure26NoAddressLeaksFromLaunchesThatFail() {
        Crashable process = new Crashable(cloud, cloud.cluster);
        ApiException wrong = catchThrowableOfType(
                ApiException.class,
                () -> cloud.call(RunInstancesRequest.builder()
                        .imageId(cloud.image(TestingCalls.ALICE, false).value())
                        .minCount(1)
                        .maxCount(1)
                        .keyName("no-such-key")
                        .build()));
        assertThat(wrong.error().code()).isEqualTo("InvalidKeyPair.NotFound");
        assertThat(rows("AddressEntity")).as("refused").isZero();
        InstanceId never = launch(true);
        terminate(never);
        process.converge();
        assertThat(rows("AddressEntity")).as("ended before it was sent").isZero();
        InstanceId refused = launch(true);
        new ClusterRows(cloud.database, TestingCloud.PLAN, TestingCloud.LINKS, new RuleNotes())
                .refused(
                        TestingCloud.ZONE,
                        refused,
                        "no such hypervisor",
                        cloud.context(TestingCalls.ALICE, "x").correlation(),
                        cloud.clock.instant());
        process.converge();
        assertThat(rows("AddressEntity")).as("refused by the cluster").isZero();
        assertThat(rows("AddressHoldEntity")).isZero();
    }

    @Test
    void failure26WhatIsReleasedTwiceIsReleasedOnce() {
        Crashable process = new Crashable(cloud, cloud.cluster);
        AllocateAddressResponse address = allocate(TestingCalls.ALICE);
        InstanceId instance = launch(false);
        associate(address.allocationId(), instance);
        process.converge();
        cloud.cluster.powerOff(instance);
        process.listen();
        process.crash();
        process.listen();
        disassociate(ONE);
        release(address.allocationId());
        ApiException again = catchThrowableOfType(ApiException.class, () -> release(address.allocationId()));
        assertThat(again.error().code()).isEqualTo("InvalidAllocationID.NotFound");
        ApiException byIp = catchThrowableOfType(ApiException.class, () -> disassociate(ONE));
        assertThat(byIp.error().code()).isEqualTo("InvalidAddress.NotFound");
        process.converge();
        AllocateAddressResponse bobs = allocate(TestingCalls.BOB);
        assertThat(bobs.publicIp()).isEqualTo(ONE);
        process.converge();
        reap();
        assertThat(rows("AddressEntity")).as("bob's is left alone").isEqualTo(1);
    }

    @Test
    void aCrashAroundAnyGatewayCallLosesAndLeaksNoAddress() throws SQLException {
        cloud.close();
        cloud = cloud("203.0.113.1-203.0.113.3");
        FaultInjector counting = FaultInjector.counting();
        life(counting);
        assertThat(counting.calls()).isBetween(8, 40);
        for (int n = 1; n <= counting.calls(); n++) {
            for (When when : When.values()) {
                FaultInjector fault = new FaultInjector(when, n, () -> {});
                assertThat(life(fault).crashes())
                        .as("crash %s call %d", when, n)
                        .isEqualTo(1);
            }
        }
    }

    /** An address is moved between two instances, comes back from one that ends, and is released. */
    private Crashable life(FaultInjector fault) {
        Crashable process = new Crashable(cloud, fault.around(ClusterService.class, cloud.cluster));
        AllocateAddressResponse address = allocate(TestingCalls.ALICE);
        InstanceId one = launch(true);
        InstanceId two = launch(false);
        process.converge();
        associate(address.allocationId(), two);
        process.converge();
        assertThat(translated()).hasSize(2).containsEntry(two, address.publicIp());
        associate(address.allocationId(), one);
        process.converge();
        assertThat(translated()).containsExactly(Map.entry(one, address.publicIp()));
        assertThat(rows("AddressEntity")).as("the automatic one is free").isEqualTo(1);
        terminate(one);
        process.converge();
        assertThat(translated()).isEmpty();
        release(address.allocationId());
        terminate(two);
        process.converge();
        assertThat(rows("AddressEntity")).isZero();
        assertThat(rows("AddressHoldEntity")).isZero();
        return process;
    }

    @Test
    void everyChangeGivesTheDocumentAnotherGeneration() {
        Crashable process = new Crashable(cloud, cloud.cluster);
        AllocateAddressResponse address = allocate(TestingCalls.ALICE);
        InstanceId instance = launch(false);
        process.converge();
        long before = cloud.cluster.network().generation();
        associate(address.allocationId(), instance);
        process.converge();
        long associated = cloud.cluster.network().generation();
        assertThat(associated).isGreaterThan(before);
        associate(address.allocationId(), instance);
        process.converge();
        assertThat(cloud.cluster.network().generation()).as("nothing changed").isEqualTo(associated);
        disassociate(ONE);
        process.converge();
        assertThat(cloud.cluster.network().generation()).isGreaterThan(associated);
        assertThat(cloud.cluster.network().endpoints())
                .extracting(NetworkEndpoint::publicIp)
                .containsExactly(Optional.empty());
        assertThat(List.of(ONE)).contains(address.publicIp());
    }

    @Test
    void whatTwoClustersLetGoInTheSameMomentIsSweptUp() {
        AllocateAddressResponse address = allocate(TestingCalls.ALICE);
        cloud.database.write(
                session -> session.createNativeMutationQuery("update addresses set released_at = current_timestamp")
                        .executeUpdate());
        assertThat(canAllocate(TestingCalls.BOB)).isFalse();
        reap();
        assertThat(allocate(TestingCalls.BOB).publicIp()).isEqualTo(address.publicIp());
    }
}
