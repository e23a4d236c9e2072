package io.jarrah.nc;

import static io.jarrah.nc.testing.Volumes.connection;
import static io.jarrah.nc.testing.Volumes.id;
import static io.jarrah.nc.testing.Volumes.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jarrah.common.contract.AttachedVolume;
import io.jarrah.common.contract.AttachedVolume.Phase;
import io.jarrah.common.contract.AttachedVolumes;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.InstanceVolumes;
import io.jarrah.common.contract.NodeService;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.VolumeConnection;
import io.jarrah.common.contract.VolumeExport;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.testing.Eventually;
import io.jarrah.nc.hypervisor.HostResources;
import io.jarrah.nc.hypervisor.StopReason;
import io.jarrah.nc.hypervisor.VolumeDisk;
import io.jarrah.nc.instance.InstanceLimits;
import io.jarrah.nc.simulated.SimulatedHypervisor;
import io.jarrah.nc.simulated.SimulatedTiming;
import io.jarrah.nc.testing.MovableClock;
import io.jarrah.nc.testing.Specs;
import io.jarrah.nc.testing.Volumes;
import io.jarrah.nc.volume.Attachments;
import io.jarrah.nc.volume.VolumePatience;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the whole node controller makes of volumes, over the simulated hypervisor. */
class NodeVolumesTest {
    private static final Correlation REQUEST = new Correlation("req-1");

    @TempDir
    Path directory;

    private final MovableClock clock = new MovableClock();
    private final SimulatedHypervisor hypervisor =
            new SimulatedHypervisor(SimulatedTiming.INSTANT, new HostResources(4, 4096), clock, new Random(1));
    private NodeController controller;
    private NodeService node;

    @BeforeEach
    void begin() throws Exception {
        start();
        node.runInstance(REQUEST, Specs.instance(Specs.ID, 1));
        awaitPhase(InstancePhase.RUNNING);
    }

    private void start() throws Exception {
        InstanceLimits usual = InstanceLimits.DEFAULT;
        InstanceLimits hasty = new InstanceLimits(
                usual.starts(),
                Duration.ofMillis(1),
                Duration.ofMillis(2),
                usual.steady(),
                Duration.ofMillis(200),
                usual.staging(),
                usual.explain(),
                usual.restage(),
                new VolumePatience(
                        Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(200), Duration.ofSeconds(5)),
                usual.tombstone());
        NodeControllerConfig config = NodeControllerConfig.of(new NodeName("nc1"), directory)
                .withLimits(hasty)
                .withOffer(new Capacity(0, 0, 50));
        controller = NodeController.simulated(
                config, hypervisor, SimulatedTiming.INSTANT, false, clock, new Random(1), new SimpleMeterRegistry());
        controller.start();
        node = controller.service();
    }

    @AfterEach
    void stop() throws Exception {
        controller.stop();
    }

    @Test
    void volumesComeAndGo() throws Exception {
        node.applyVolumes(REQUEST, wanted(1, connection(1, 1), connection(2, 4)));
        awaitVolumes(1, attached(1, 1), attached(2, 4));
        assertThat(hypervisor.volumes(Specs.ID))
                .containsExactlyInAnyOrder(new VolumeDisk(id(1), 1, "vdc"), new VolumeDisk(id(2), 4, "vdd"));
        node.applyVolumes(REQUEST, wanted(2, connection(2, 4)));
        awaitVolumes(2, attached(2, 4));
        node.applyVolumes(REQUEST, wanted(1));
        assertThat(observed().volumes()).isEqualTo(new AttachedVolumes(2, List.of(attached(2, 4))));
        node.applyVolumes(REQUEST, wanted(3, connection(2, 5)));
        awaitVolumes(3, attached(2, 5));
        assertThat(hypervisor.volumes(Specs.ID)).containsExactly(new VolumeDisk(id(2), 5, "vdd"));
    }

    @Test
    void aRefusedVolumeIsExplainedAndComesWhenItCan() throws Exception {
        hypervisor.failAttaching("nobody answers");
        node.applyVolumes(REQUEST, wanted(1, connection(1, 1)));
        Eventually.isTrue(() -> volume().reason().isPresent());
        assertThat(volume().phase()).isEqualTo(Phase.ATTACHING);
        assertThat(volume().reason().orElseThrow().message()).contains("nobody answers");
        assertThat(observed().phase()).isEqualTo(InstancePhase.RUNNING);
        hypervisor.failAttaching(null);
        awaitVolumes(1, attached(1, 1));
    }

    @Test
    void aGuestThatHoldsOnIsReportedAndAskedAgain() throws Exception {
        node.applyVolumes(REQUEST, wanted(1, connection(1, 1)));
        awaitVolumes(1, attached(1, 1));
        hypervisor.holdOn(true);
        node.applyVolumes(REQUEST, wanted(2));
        assertThat(volume().phase()).isEqualTo(Phase.DETACHING);
        Eventually.isTrue(() -> volume().reason().isPresent());
        assertThat(hypervisor.volumes(Specs.ID)).hasSize(1);
        hypervisor.holdOn(false);
        awaitVolumes(2);
    }

    /** Failures 8 and 34. */
    @Test
    void everyRestartKeepsVolumes() throws Exception {
        node.applyVolumes(REQUEST, wanted(1, connection(1, 1)));
        awaitVolumes(1, attached(1, 1));
        controller.stop();
        start();
        assertThat(observed().volumes()).isEqualTo(new AttachedVolumes(1, List.of(attached(1, 1))));
        hypervisor.guestReboots(Specs.ID);
        assertThat(hypervisor.volumes(Specs.ID)).hasSize(1);
        hypervisor.stopped(Specs.ID, StopReason.CRASHED);
        Eventually.isTrue(() -> hypervisor.volumes(Specs.ID).size() == 1);
        controller.stop();
        hypervisor.hostReboots();
        start();
        // What the node says is of before the reboot until it has looked.
        Eventually.passes(
                () -> assertThat(hypervisor.volumes(Specs.ID)).containsExactly(new VolumeDisk(id(1), 1, "vdc")));
        awaitVolumes(1, attached(1, 1));
        node.rebootInstance(REQUEST, new InstanceRef(Specs.ID, 1));
        Eventually.isTrue(() -> observed().rebootGeneration() == 1);
        awaitVolumes(1, attached(1, 1));
    }

    /** As QEMU does whose disk's target is gone. */
    @Test
    void anInstanceThatHangsIsStoppedAndStartedToRestartIt() throws Exception {
        node.applyVolumes(REQUEST, wanted(1, connection(1, 1)));
        awaitVolumes(1, attached(1, 1));
        hypervisor.hang(true);
        node.rebootInstance(REQUEST, new InstanceRef(Specs.ID, 1));
        Eventually.isTrue(() -> observed().rebootGeneration() == 1);
        awaitPhase(InstancePhase.RUNNING);
        awaitVolumes(1, attached(1, 1));
    }

    /** A call to libvirt that nobody waited for any more may end late. */
    @Test
    void aDiskThatComesAfterItWasGivenUpIsTakenOutAgain() throws Exception {
        node.applyVolumes(REQUEST, wanted(1, connection(1, 1)));
        awaitVolumes(1, attached(1, 1));
        node.applyVolumes(REQUEST, wanted(2));
        awaitVolumes(2);
        hypervisor.attach(Specs.ID, Volumes.domainVolume(1, 1, "vdc"));
        Eventually.passes(() -> assertThat(hypervisor.volumes(Specs.ID)).isEmpty());
        awaitVolumes(2);
    }

    @Test
    void whatIsTakenAwayWhileNothingRunsIsGoneAtOnce() throws Exception {
        node.applyVolumes(REQUEST, wanted(1, connection(1, 1)));
        awaitVolumes(1, attached(1, 1));
        controller.stop();
        hypervisor.hostReboots();
        hypervisor.holdOn(true);
        hypervisor.failStarts("not yet");
        start();
        node.applyVolumes(REQUEST, wanted(2));
        awaitVolumes(2);
    }

    /** Failure 38. */
    @Test
    void theEndLeavesNoVolumeAndNoSecret() throws Exception {
        node.applyVolumes(REQUEST, wanted(4, connection(1, 1)));
        awaitVolumes(4, attached(1, 1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(record())))
                .isEqualTo("rw-------");
        assertThat(Files.readString(record())).contains(Volumes.SECRET);
        node.terminateInstance(REQUEST, new InstanceRef(Specs.ID, 2));
        awaitPhase(InstancePhase.TERMINATED);
        assertThat(observed().volumes()).isEqualTo(new AttachedVolumes(4, List.of()));
        assertThat(Files.readString(record())).doesNotContain(Volumes.SECRET);
        node.applyVolumes(REQUEST, wanted(5, connection(1, 2)));
        assertThat(observed().volumes()).isEqualTo(new AttachedVolumes(5, List.of()));
        assertThat(Files.readString(record())).doesNotContain(Volumes.SECRET);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> node.applyVolumes(REQUEST, new InstanceVolumes(Specs.id(99), 1, List.of())))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo(ServiceException.Code.NOT_FOUND));
        assertInvalid(new InstanceVolumes(
                Specs.ID,
                1,
                IntStream.rangeClosed(0, Attachments.LIMIT)
                        .mapToObj(number -> connection(number, 1))
                        .toList()));
        VolumeConnection good = connection(1, 1);
        VolumeExport there = good.export();
        assertInvalid(wanted(
                1,
                new VolumeConnection(
                        good.volume(),
                        good.device(),
                        1,
                        new VolumeExport(1, there.protocol(), "a,b=c", 3260, there.target(), 1),
                        good.initiator(),
                        good.chap())));
        assertInvalid(wanted(1, connection(1, 1, 0)));
        assertThat(observed().volumes()).isEqualTo(AttachedVolumes.NONE);
    }

    private void assertInvalid(InstanceVolumes volumes) {
        assertThatThrownBy(() -> node.applyVolumes(REQUEST, volumes))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo(ServiceException.Code.INVALID));
    }

    @Test
    void aRecordOfAVersionWithoutVolumesIsRead() throws Exception {
        controller.stop();
        ObjectMapper json = new ObjectMapper();
        ObjectNode record = (ObjectNode) json.readTree(record().toFile());
        assertThat(record.remove("volumes")).isNotNull();
        Files.writeString(record(), json.writeValueAsString(record));
        start();
        assertThat(observed().volumes()).isEqualTo(AttachedVolumes.NONE);
        node.applyVolumes(REQUEST, wanted(1, connection(1, 1)));
        awaitVolumes(1, attached(1, 1));
    }

    private Path record() {
        return directory.resolve("state/instances/" + Specs.ID + ".json");
    }

    private static AttachedVolume attached(int number, long attachment) {
        return new AttachedVolume(id(number), attachment, Phase.ATTACHED, Optional.empty());
    }

    private void awaitVolumes(long generation, AttachedVolume... volumes) throws Exception {
        Eventually.passes(() -> {
            assertThat(observed().volumes().generation()).isEqualTo(generation);
            assertThat(observed().volumes().volumes()).containsExactlyInAnyOrder(volumes);
        });
    }

    private AttachedVolume volume() {
        return observed().volumes().volumes().getFirst();
    }

    private ObservedInstance observed() {
        return node.describeInstances(REQUEST, Revision.NONE, Duration.ZERO)
                .items()
                .getFirst();
    }

    private void awaitPhase(InstancePhase phase) throws Exception {
        Eventually.isTrue(() -> observed().phase() == phase);
    }
}
