package io.jarrah.clc.volume.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.address.PublicAddressPlan;
import io.jarrah.clc.instance.InstanceEntity;
import io.jarrah.clc.reconcile.Crashable;
import io.jarrah.clc.reconcile.Reaper;
import io.jarrah.clc.testing.FaultInjector;
import io.jarrah.clc.testing.FaultInjector.When;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.contract.AttachedVolume;
import io.jarrah.common.contract.ClusterService;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.Health;
import io.jarrah.common.contract.IscsiNames;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.contract.VolumeGrant;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.contract.VolumeSpec;
import io.jarrah.common.id.ImageId;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.id.VolumeId;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumeStatusRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumeStatusResponse;
import software.amazon.awssdk.services.ec2.model.InstanceBlockDeviceMappingSpecification;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;

class VolumeConvergenceTest {
    private TestingCloud cloud;
    private VolumeProcess process;
    private ImageId image;

    @BeforeEach
    void start() {
        use(new TestingCloud());
    }

    private void use(TestingCloud used) {
        cloud = used;
        cloud.cluster.automatic();
        image = cloud.image(TestingCalls.ALICE, false);
        process = new VolumeProcess(cloud);
    }

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    @Test
    void aCrashAroundAnyGatewayCallConvergesAndLeavesNoGrant() {
        FaultInjector counting = FaultInjector.counting();
        lifeOfThree(counting);
        assertThat(counting.calls()).isBetween(12, 60);
        for (int n = 1; n <= counting.calls(); n++) {
            for (When when : When.values()) {
                VolumeProcess crashed = lifeOfThree(new FaultInjector(when, n, () -> {}));
                assertThat(crashed.crashes()).as("crash %s call %d", when, n).isEqualTo(1);
            }
        }
    }

    /** Attaches three, detaches one, forces another, ends the instance of the third, deletes them, lets an hour and more pass. */
    private VolumeProcess lifeOfThree(FaultInjector fault) {
        VolumeProcess crashable = new VolumeProcess(
                cloud,
                fault.around(StorageService.class, cloud.storage),
                fault.around(ClusterService.class, cloud.cluster));
        List<InstanceId> instances = crashable.launch(image, 2);
        List<VolumeId> ids = List.of(crashable.created(), crashable.created(), crashable.created());
        crashable.converge();
        ids.forEach(id -> assertThat(crashable.state(id)).isEqualTo("available"));
        crashable.attach(ids.get(0), instances.get(0), "/dev/sdf");
        crashable.attach(ids.get(1), instances.get(0), "/dev/sdg");
        crashable.attach(ids.get(2), instances.get(1), "/dev/sdf");
        crashable.converge();
        ids.forEach(id -> assertThat(crashable.attachment(id)).isEqualTo("attached"));
        assertThat(nodeHas(instances.get(0))).containsExactlyInAnyOrder(ids.get(0), ids.get(1));
        crashable.detach(ids.get(0), false);
        crashable.converge();
        crashable.detach(ids.get(1), true);
        crashable.converge();
        terminate(instances.get(1));
        crashable.converge();
        assertThat(nodeHas(instances.get(0))).isEmpty();
        for (VolumeId id : ids) {
            assertThat(crashable.state(id)).isEqualTo("available");
            assertThat(cloud.storage.made(id)).as("made once").isEqualTo(1);
            cloud.call(DeleteVolumeRequest.builder().volumeId(id.value()).build());
        }
        assertThat(cloud.storage.granted()).isEmpty();
        crashable.converge();
        assertThat(cloud.storage.present()).isEmpty();
        assertThat(cloud.storage.known()).hasSize(3);
        terminate(instances.get(0));
        cloud.clock.pass(Duration.ofMinutes(90));
        reap();
        crashable.converge();
        assertThat(cloud.storage.known()).isEmpty();
        assertThat(crashable.attachmentRows()).isZero();
        assertThat(rows("VolumeEntity")).isZero();
        assertThat(rows("InstanceEntity")).isZero();
        return crashable;
    }

    /** Facts 7.2, failure 6: attachments were forgotten when the cloud controller restarted, and the volume was attached a second time. */
    @Test
    void failure6ARestartForgetsNoAttachment(@TempDir Path directory) throws Exception {
        cloud.close();
        use(new TestingCloud(PublicAddressPlan.NONE, directory));
        InstanceId instance = process.launch(image, 1).getFirst();
        VolumeId id = process.volume();
        process.attach(id, instance, "/dev/sdf");
        process.converge();
        VolumeGrant grant = cloud.storage.exported(id).orElseThrow();
        cloud.database.stop();
        cloud.database.start();
        process.crash();
        process.converge();
        assertThat(process.state(id)).isEqualTo("in-use");
        assertThat(process.attachment(id)).isEqualTo("attached");
        assertThat(cloud.storage.exported(id)).as("the same secret").contains(grant);
        process.detach(id, false);
        process.converge();
        assertThat(process.state(id)).isEqualTo("available");
    }

    @Test
    void storageControllerClusterAndCloudControllerMayRestartInAnyOrder() {
        InstanceId instance = process.launch(image, 1).getFirst();
        VolumeId attached = process.volume();
        process.attach(attached, instance, "/dev/sdf");
        process.converge();
        VolumeGrant grant = cloud.storage.exported(attached).orElseThrow();
        long generation = row(instance).volumesGeneration();
        List<Runnable> restarts = List.of(cloud.storage::restart, cloud.cluster::restart, process::crash);
        for (int order = 0; order < 6; order++) {
            int first = order % 3;
            int second = (first + 1 + order / 3) % 3;
            for (int which : List.of(first, second, 3 - first - second)) {
                restarts.get(which).run();
                process.pass();
            }
            process.converge();
            assertThat(process.attachment(attached)).as("order %d", order).isEqualTo("attached");
            assertThat(cloud.storage.exported(attached)).contains(grant);
            assertThat(row(instance).volumesGeneration()).as("nothing to tell").isEqualTo(generation);
        }
        assertThat(cloud.storage.made(attached)).isEqualTo(1);
    }

    @Test
    void theNodeIsToldOnlyWhenTheExportWasSeenAndTheGrantGoesOnlyWhenTheNodeWasSeenWithout() {
        InstanceId instance = process.launch(image, 1).getFirst();
        VolumeId id = process.volume();
        process.attach(id, instance, "/dev/sdf");
        process.pass();
        process.pass();
        assertThat(cloud.storage.volume(id).orElseThrow().generation())
                .as("the grant is told")
                .isEqualTo(2);
        assertThat(cloud.storage.exported(id)).isEmpty();
        assertThat(nodeHas(instance)).as("no export, no word to the node").isEmpty();
        cloud.storage.step();
        process.converge();
        VolumeGrant grant = cloud.storage.exported(id).orElseThrow();
        assertThat(grant.attachment()).isEqualTo(1);
        assertThat(grant.initiator()).isEqualTo(IscsiNames.initiator(instance));
        assertThat(nodeHas(instance)).containsExactly(id);
        cloud.cluster.guestsHold(true);
        process.detach(id, false);
        process.converge();
        assertThat(process.attachment(id)).isEqualTo("busy");
        assertThat(cloud.storage.exported(id)).as("while the guest holds it").contains(grant);
        cloud.cluster.guestsHold(false);
        cloud.clock.pass(AttachmentPlanner.INSIST);
        process.converge();
        assertThat(cloud.storage.granted()).isEmpty();
        assertThat(process.state(id)).isEqualTo("available");
        process.attach(id, instance, "/dev/sdf");
        process.converge();
        VolumeGrant next = cloud.storage.exported(id).orElseThrow();
        assertThat(next.attachment()).isEqualTo(2);
        assertThat(next.chap().secret()).isNotEqualTo(grant.chap().secret());
    }

    @Test
    void aSilentNodeOnlyDelaysAndForceShutsItOutFirst() {
        List<InstanceId> instances = process.launch(image, 2);
        VolumeId id = process.volume();
        process.attach(id, instances.get(0), "/dev/sdf");
        process.converge();
        cloud.cluster
                .instance(instances.get(0))
                .orElseThrow()
                .node()
                .ifPresent(node -> cloud.cluster.nodeHealth(node, Health.UNREACHABLE));
        process.detach(id, false);
        cloud.clock.pass(Duration.ofDays(30));
        process.convergeWithoutCrash();
        assertThat(process.attachment(id)).isEqualTo("detaching");
        assertThat(cloud.storage.exported(id))
                .as("nothing follows from silence")
                .isPresent();
        process.detach(id, true);
        process.convergeWithoutCrash();
        assertThat(cloud.storage.granted()).isEmpty();
        assertThat(process.state(id)).isEqualTo("available");
        assertThat(nodeHas(instances.get(0))).as("the node still believes so").containsExactly(id);
        cloud.cluster.restart();
        process.convergeWithoutCrash();
        assertThat(process.state(id)).as("a late report is harmless").isEqualTo("available");
        cloud.cluster.nodeHealth(TestingCloud.NODES.getFirst(), Health.OK);
        process.converge();
        assertThat(nodeHas(instances.get(0))).as("and the dead disk goes").isEmpty();
        process.attach(id, instances.get(1), "/dev/sdf");
        process.converge();
        assertThat(process.attachment(id)).isEqualTo("attached");
        assertThat(cloud.storage.exported(id).orElseThrow().attachment()).isEqualTo(2);
    }

    @Test
    void nobodyWaitsForASilentNodeWhichIsToldWhenItIsHeardAgain() {
        InstanceId instance = process.launch(image, 1).getFirst();
        VolumeId id = process.volume();
        process.attach(id, instance, "/dev/sdf");
        process.converge();
        NodeName node = cloud.cluster.instance(instance).orElseThrow().node().orElseThrow();
        cloud.cluster.nodeHealth(node, Health.UNREACHABLE);
        process.converge();
        process.detach(id, false);
        process.converge();
        assertThat(process.crashes()).as("calls that it did not answer").isZero();
        assertThat(process.attachment(id)).isEqualTo("detaching");
        process.woken();
        cloud.cluster.nodeHealth(node, Health.OK);
        process.listen();
        assertThat(process.woken()).containsExactly(instance);
        process.converge();
        assertThat(process.state(id)).isEqualTo("available");
    }

    @Test
    void whatIsBeingDetachedIsKeptWhateverIsAskedOfItsFlag() {
        InstanceId instance = process.launch(image, 1).getFirst();
        VolumeId id = process.volume();
        process.attach(id, instance, "/dev/sdf");
        process.converge();
        cloud.cluster.guestsHold(true);
        process.detach(id, false);
        process.converge();
        assertThat(process.attachment(id)).isEqualTo("busy");
        assertThat(VolumeProcess.error(() -> cloud.call(goesWithIt(instance, "/dev/sdf"))))
                .isEqualTo("IncorrectState");
        cloud.cluster.guestsHold(false);
        cloud.clock.pass(AttachmentPlanner.INSIST);
        process.converge();
        assertThat(process.state(id)).isEqualTo("available");
        assertThat(cloud.storage.present()).containsExactly(id);
    }

    private static ModifyInstanceAttributeRequest goesWithIt(InstanceId instance, String device) {
        return ModifyInstanceAttributeRequest.builder()
                .instanceId(instance.value())
                .blockDeviceMappings(InstanceBlockDeviceMappingSpecification.builder()
                        .deviceName(device)
                        .ebs(ebs -> ebs.deleteOnTermination(true))
                        .build())
                .build();
    }

    /** Facts 7.2, failure 38: the volume of an instance that ended stayed in use. */
    @Test
    void failure38AnInstanceThatEndsGivesItsVolumesBack() {
        InstanceId instance = process.launch(image, 1).getFirst();
        VolumeId kept = process.volume();
        VolumeId going = process.volume();
        process.attach(kept, instance, "/dev/sdf");
        process.attach(going, instance, "/dev/sdg");
        process.converge();
        cloud.call(goesWithIt(instance, "/dev/sdg"));
        cloud.storage.reachable(false);
        terminate(instance);
        process.convergeWithoutCrash();
        assertThat(process.attachment(kept)).isEqualTo("detaching");
        cloud.clock.pass(Duration.ofHours(2));
        reap();
        assertThat(row(instance))
                .as("it stays until its volumes are free of it")
                .isNotNull();
        cloud.storage.reachable(true);
        process.converge();
        assertThat(process.state(kept)).isEqualTo("available");
        assertThat(cloud.storage.present()).containsExactly(kept);
        assertThat(cloud.storage.granted()).isEmpty();
        reap();
        assertThat(rows("InstanceEntity")).isZero();
    }

    /** Facts 7.2, failure 37: what its storage controller could not make stayed creating for ever. */
    @Test
    void failure37WhatCannotBeMadeIsAnErrorAndCanBeDeleted() {
        VolumeId id = process.created();
        cloud.storage.reachable(false);
        process.convergeWithoutCrash();
        assertThat(process.state(id)).as("nothing follows from silence").isEqualTo("creating");
        cloud.storage.reachable(true);
        fill();
        process.converge();
        assertThat(process.state(id)).isEqualTo("error");
        cloud.call(DeleteVolumeRequest.builder().volumeId(id.value()).build());
        process.converge();
        assertThat(cloud.storage.volume(id).orElseThrow().phase()).isEqualTo(VolumePhase.DELETED);
    }

    private void fill() {
        VolumeId stranger = new VolumeId("vol-0000000000000000f");
        cloud.storage.applyVolume(
                Correlation.random(),
                new VolumeSpec(stranger, 1, TestingCalls.BOB, 9_999, Optional.empty(), Optional.empty()));
        cloud.storage.settle();
    }

    @Test
    void whatNoRowExplainsIsLeftAloneAndWhatIsLostIsNotMadeAgain() {
        fill();
        VolumeId before = new VolumeId("vol-0000000000000000f");
        process.converge();
        assertThat(cloud.storage.present()).containsExactly(before);
        cloud.storage.loseMemory();
        VolumeId id = process.volume();
        cloud.storage.loseMemory();
        process.converge();
        assertThat(cloud.storage.known())
                .as("an empty volume in its place would be worse")
                .isEmpty();
        assertThat(process.state(id)).isEqualTo("available");
        cloud.api.storageHealth().note(TestingCloud.ZONE, Health.OK, "", cloud.clock.instant());
        assertThat(status(id)).isEqualTo("impaired");
        cloud.call(DeleteVolumeRequest.builder().volumeId(id.value()).build());
        process.converge();
        assertThat(cloud.storage.volume(id).orElseThrow().phase()).isEqualTo(VolumePhase.DELETED);
    }

    @Test
    void whatIsLostWhileAnInstanceHasItCanBeDetachedAndDeleted() {
        InstanceId instance = process.launch(image, 1).getFirst();
        VolumeId id = process.volume();
        process.attach(id, instance, "/dev/sdf");
        process.converge();
        cloud.storage.loseMemory();
        process.converge();
        assertThat(process.attachment(id)).isEqualTo("attached");
        process.detach(id, false);
        process.converge();
        assertThat(nodeHas(instance)).isEmpty();
        assertThat(cloud.storage.known()).isEmpty();
        assertThat(process.attachment(id)).isEqualTo("detaching");
        cloud.call(DeleteVolumeRequest.builder().volumeId(id.value()).build());
        process.converge();
        assertThat(process.attachmentRows()).isZero();
        assertThat(cloud.storage.present()).isEmpty();
    }

    @Test
    void aStorageControllerThatMovedIsFoundAgain() {
        InstanceId instance = process.launch(image, 1).getFirst();
        VolumeId id = process.volume();
        process.attach(id, instance, "/dev/sdf");
        process.converge();
        long generation = row(instance).volumesGeneration();
        cloud.storage.moveTo("10.0.0.8");
        process.converge();
        assertThat(row(instance).volumesGeneration()).isEqualTo(generation + 1);
        assertThat(row(instance).observedVolumesGeneration())
                .as("the node was told")
                .isEqualTo(generation + 1);
    }

    private List<VolumeId> nodeHas(InstanceId instance) {
        return cloud.cluster.instance(instance).orElseThrow().volumes().volumes().stream()
                .map(AttachedVolume::volume)
                .toList();
    }

    private String status(VolumeId id) {
        DescribeVolumeStatusResponse answer = cloud.call(
                DescribeVolumeStatusRequest.builder().volumeIds(id.value()).build());
        return answer.volumeStatuses().getFirst().volumeStatus().statusAsString();
    }

    private void terminate(InstanceId id) {
        cloud.call(TerminateInstancesRequest.builder().instanceIds(id.value()).build());
        new Crashable(cloud, cloud.cluster).converge();
    }

    private void reap() {
        new Reaper(cloud.database, cloud.api.tags(), cluster -> {}, zone -> {}, cloud.clock)
                .reconcile(Reaper.Everything.ALL);
    }

    private InstanceEntity row(InstanceId id) {
        return cloud.database.read(session -> session.find(InstanceEntity.class, id.value()));
    }

    private long rows(String entity) {
        return cloud.database.read(session -> session.createSelectionQuery("select count(*) from " + entity, Long.class)
                .getSingleResult());
    }
}
