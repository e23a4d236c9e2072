package io.jarrah.clc.snapshot.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.TestingCloud;
import io.jarrah.clc.reconcile.Reaper;
import io.jarrah.clc.testing.FaultInjector;
import io.jarrah.clc.testing.FaultInjector.When;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.clc.volume.reconcile.VolumeProcess;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.contract.SnapshotSpec;
import io.jarrah.common.contract.StorageService;
import io.jarrah.common.id.AccountId;
import io.jarrah.common.id.ClusterName;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.CreateVolumeRequest;
import software.amazon.awssdk.services.ec2.model.CreateVolumeResponse;

class SnapshotConvergenceTest {
    private final TestingCloud cloud = new TestingCloud();
    private VolumeProcess process;

    @BeforeEach
    void start() {
        cloud.cluster.automatic();
        process = new VolumeProcess(cloud);
    }

    @AfterEach
    void stop() throws SQLException {
        cloud.close();
    }

    @Test
    void aCrashAroundAnyGatewayCallConvergesAndLeavesNothing() {
        FaultInjector counting = FaultInjector.counting();
        wholeLife(counting);
        assertThat(counting.calls()).isBetween(10, 40);
        for (int n = 1; n <= counting.calls(); n++) {
            for (When when : When.values()) {
                VolumeProcess crashed = wholeLife(new FaultInjector(when, n, () -> {}));
                assertThat(crashed.crashes()).as("crash %s call %d", when, n).isEqualTo(1);
            }
        }
    }

    /** Two snapshots of a volume, which goes at once; a volume from each; then everything goes, and an hour and more passes. */
    private VolumeProcess wholeLife(FaultInjector fault) {
        VolumeProcess crashable =
                new VolumeProcess(cloud, fault.around(StorageService.class, cloud.storage), cloud.cluster);
        VolumeId volume = crashable.created();
        crashable.converge();
        cloud.storage.write(volume, "first");
        SnapshotId first = crashable.snapped(volume);
        crashable.converge();
        cloud.storage.write(volume, "second");
        SnapshotId second = crashable.snapped(volume);
        crashable.delete(volume);
        crashable.converge();
        assertThat(crashable.snapshotState(first)).isEqualTo("completed");
        assertThat(crashable.snapshotState(second)).as("it was asked for first").isEqualTo("completed");
        assertThat(cloud.storage.present()).as("the volume is gone").isEmpty();
        VolumeId fromFirst = crashable.begun(first);
        VolumeId fromSecond = crashable.begun(second);
        crashable.converge();
        crashable.delete(first);
        crashable.delete(second);
        crashable.converge();
        assertThat(cloud.storage.presentSnapshots()).isEmpty();
        assertThat(crashable.state(fromFirst)).isEqualTo("available");
        assertThat(cloud.storage.read(fromFirst)).isEqualTo("first");
        assertThat(cloud.storage.read(fromSecond)).isEqualTo("second");
        assertThat(cloud.storage.made(fromFirst)).as("made once").isEqualTo(1);
        assertThat(crashable.described(fromFirst).snapshotId()).isEqualTo(first.value());
        crashable.delete(fromFirst);
        crashable.delete(fromSecond);
        crashable.converge();
        assertThat(cloud.storage.knownSnapshots()).as("tombstones").containsExactlyInAnyOrder(first, second);
        cloud.clock.pass(Duration.ofMinutes(90));
        assertThat(reap()).contains(TestingCloud.ZONE);
        crashable.converge();
        assertThat(cloud.storage.knownSnapshots()).isEmpty();
        assertThat(cloud.storage.known()).isEmpty();
        assertThat(rows("SnapshotEntity")).isZero();
        assertThat(rows("VolumeEntity")).isZero();
        return crashable;
    }

    @Test
    void aVolumeIsNotRemovedBeforeItsSnapshotIsThereAndIsLookedAtWhenThatIs() {
        VolumeId volume = process.volume();
        cloud.storage.write(volume, "kept");
        SnapshotId id = process.snapped(volume);
        process.delete(volume);
        for (int i = 0; i < 5; i++) {
            process.pass();
            cloud.clock.pass(Duration.ofMinutes(2));
        }
        assertThat(cloud.storage.present()).as("however long it takes").containsExactly(volume);
        assertThat(process.state(volume)).isEqualTo("deleting");
        assertThat(process.described(id).progress()).isEqualTo("0%");
        cloud.storage.step();
        process.pass();
        assertThat(process.described(id).progress()).isEqualTo("50%");
        assertThat(process.volumesWoken()).isZero();
        cloud.storage.step();
        process.listen();
        assertThat(process.volumesWoken()).isEqualTo(1);
        assertThat(cloud.storage.present()).containsExactly(volume);
        process.converge();
        assertThat(cloud.storage.present()).isEmpty();
        assertThat(process.snapshotState(id)).isEqualTo("completed");
        VolumeId next = process.begun(id);
        process.converge();
        assertThat(cloud.storage.read(next)).isEqualTo("kept");
    }

    @Test
    void aVolumeWaitsForNoSnapshotThatIsNotWantedOrCanNeverBe() {
        VolumeId volume = process.volume();
        SnapshotId unwanted = process.snapped(volume);
        process.pass();
        process.delete(volume);
        process.delete(unwanted);
        process.pass();
        process.pass();
        cloud.storage.settle();
        assertThat(cloud.storage.present()).isEmpty();
        assertThat(cloud.storage.presentSnapshots()).isEmpty();
        process.converge();
        assertThat(VolumeProcess.error(() -> process.described(volume))).isEqualTo("InvalidVolume.NotFound");
    }

    @Test
    void aSnapshotHasWhatAGuestWroteBeforeItAndNothingAfter() {
        InstanceId instance =
                process.launch(cloud.image(TestingCalls.ALICE, false), 1).getFirst();
        VolumeId volume = process.volume();
        process.attach(volume, instance, "/dev/sdf");
        process.converge();
        cloud.storage.write(volume, "while it runs");
        SnapshotId id = process.snapshot(volume);
        cloud.storage.write(volume, "later");
        assertThat(process.attachment(volume)).isEqualTo("attached");
        VolumeId next = process.begun(id);
        process.converge();
        assertThat(cloud.storage.read(next)).isEqualTo("while it runs");
    }

    @Test
    void restartsOfBothSidesMakeNothingTwice() {
        VolumeId volume = process.volume();
        cloud.storage.write(volume, "then");
        SnapshotId id = process.snapshot(volume);
        cloud.storage.write(volume, "now");
        cloud.storage.restart();
        process.pass();
        process.crash();
        cloud.storage.restart();
        process.converge();
        assertThat(process.snapshotState(id)).isEqualTo("completed");
        VolumeId next = process.begun(id);
        process.converge();
        assertThat(cloud.storage.read(next)).isEqualTo("then");
        assertThat(cloud.storage.knownSnapshots()).containsExactly(id);
    }

    @Test
    void nothingFollowsFromSilence() {
        VolumeId volume = process.volume();
        cloud.storage.reachable(false);
        SnapshotId id = process.snapped(volume);
        cloud.clock.pass(Duration.ofDays(3));
        process.convergeWithoutCrash();
        assertThat(process.snapshotState(id)).isEqualTo("pending");
        cloud.storage.reachable(true);
        process.converge();
        assertThat(process.snapshotState(id)).isEqualTo("completed");
    }

    /** A snapshot that failed stayed pending for ever (RFD 41). */
    @Test
    void whatCannotBeKeptIsAnErrorThatSaysWhyAndCanBeDeleted() {
        VolumeId volume = process.volume();
        VolumeId filling = filling();
        SnapshotId id = process.snapped(volume);
        process.converge();
        assertThat(process.described(id)).satisfies(snapshot -> {
            assertThat(snapshot.stateAsString()).isEqualTo("error");
            assertThat(snapshot.stateMessage()).contains("no room for the snapshot");
        });
        assertThat(VolumeProcess.error(() -> process.begun(id))).isEqualTo("IncorrectState");
        process.delete(volume);
        process.delete(filling);
        process.delete(id);
        process.converge();
        assertThat(cloud.storage.present()).as("nobody waits for it").hasSize(1);
        assertThat(cloud.storage.snapshot(id).orElseThrow().phase()).isEqualTo(SnapshotPhase.DELETED);
    }

    /** A volume of alice's, with which and one of bob's the storage controller is full. */
    private VolumeId filling() {
        sized(TestingCalls.BOB, 5_000);
        VolumeId hers = sized(TestingCalls.ALICE, 4_997);
        process.converge();
        assertThat(process.state(hers)).isEqualTo("available");
        return hers;
    }

    private VolumeId sized(AccountId account, int gib) {
        CreateVolumeResponse answer = cloud.call(
                account,
                CreateVolumeRequest.builder()
                        .availabilityZone(TestingCloud.ZONE.value())
                        .size(gib)
                        .build());
        return new VolumeId(answer.volumeId());
    }

    @Test
    void whatTheControllerRefusesIsAnErrorAndNobodyWaitsForIt() {
        StorageService refusing = instead("applySnapshot", () -> {
            throw new ServiceException(ServiceException.Code.INVALID, "never");
        });
        process = new VolumeProcess(cloud, refusing, cloud.cluster);
        VolumeId volume = process.volume();
        SnapshotId id = process.snapped(volume);
        process.delete(volume);
        process.pass();
        assertThat(process.volumesWoken()).isEqualTo(1);
        assertThat(process.snapshotState(id)).isEqualTo("error");
        assertThat(process.described(id).stateMessage()).contains("refused");
        process.converge();
        assertThat(cloud.storage.present()).isEmpty();
        process.delete(id);
        process.converge();
        assertThat(cloud.storage.snapshot(id).orElseThrow().phase()).isEqualTo(SnapshotPhase.DELETED);
    }

    @Test
    void whatNoRowExplainsIsLeftAloneAndWhatIsLostIsNotMadeAgain() {
        VolumeId volume = process.volume();
        SnapshotId stranger = new SnapshotId("snap-0000000000000000f");
        cloud.storage.applySnapshot(Correlation.random(), new SnapshotSpec(stranger, TestingCalls.BOB, volume));
        cloud.storage.settle();
        process.converge();
        assertThat(cloud.storage.presentSnapshots()).containsExactly(stranger);
        SnapshotId id = process.snapshot(volume);
        cloud.storage.loseMemory();
        process.converge();
        assertThat(cloud.storage.knownSnapshots())
                .as("one of another moment would be worse")
                .isEmpty();
        assertThat(process.snapshotState(id)).isEqualTo("completed");
        assertThat(VolumeProcess.error(() -> process.begun(id))).isEqualTo("IncorrectState");
        process.delete(id);
        process.converge();
        assertThat(cloud.storage.snapshot(id).orElseThrow().phase()).isEqualTo(SnapshotPhase.DELETED);
    }

    @Test
    void whatIsUnknownBeforeItWasWholeIsToldAgain() {
        VolumeId volume = process.volume();
        SnapshotId id = process.snapped(volume);
        StorageService deaf = instead("applySnapshot", () -> {});
        process = new VolumeProcess(cloud, deaf, cloud.cluster);
        process.converge();
        assertThat(cloud.storage.knownSnapshots()).as("acknowledged, and lost").isEmpty();
        process = new VolumeProcess(cloud);
        process.converge();
        assertThat(process.snapshotState(id)).isEqualTo("completed");
    }

    @Test
    void aSnapshotIsAsLargeAsItsVolumeWasThere() {
        VolumeId volume = process.volume();
        SnapshotId id = process.snapped(volume);
        assertThat(process.described(id).volumeSize()).isEqualTo(2);
        process.converge();
        assertThat(process.described(id).volumeSize()).isEqualTo(2);
        assertThat(process.described(id).completionTime()).isNotNull();
    }

    /** The storage controller, which does that in place of what the method is for. */
    private StorageService instead(String name, Runnable other) {
        return (StorageService) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {StorageService.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(name)) {
                        other.run();
                        return null;
                    }
                    try {
                        return method.invoke(cloud.storage, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private List<ClusterName> reap() {
        List<ClusterName> woken = new ArrayList<>();
        new Reaper(cloud.database, cloud.api.tags(), cluster -> {}, woken::add, cloud.clock)
                .reconcile(Reaper.Everything.ALL);
        return woken;
    }

    private long rows(String entity) {
        return cloud.database.read(session -> session.createSelectionQuery("select count(*) from " + entity, Long.class)
                .getSingleResult());
    }
}
