package io.jarrah.sc.volume;

import static io.jarrah.sc.testing.Volumes.GIB;
import static io.jarrah.sc.testing.Volumes.ONE;
import static io.jarrah.sc.testing.Volumes.grant;
import static io.jarrah.sc.testing.Volumes.initiator;
import static io.jarrah.sc.testing.Volumes.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.IscsiNames;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.contract.VolumeExport;
import io.jarrah.common.contract.VolumeGrant;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.contract.VolumeSpec;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.sc.export.ExportRequest;
import io.jarrah.sc.export.ExportedVolume;
import io.jarrah.sc.export.Portal;
import io.jarrah.sc.testing.Volumes;
import io.jarrah.sc.volume.Observation.DataView;
import io.jarrah.sc.volume.Observation.ExportView;
import io.jarrah.sc.volume.Observation.OriginView;
import io.jarrah.sc.volume.Observation.SnapshotsView;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VolumePlannerTest {
    private static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");
    private static final Path DEVICE = Path.of("/volumes/one.raw");
    private static final Portal PORTAL = new Portal("10.0.0.5", 3260);
    private static final DataView ABSENT = new DataView.Absent();
    private static final DataView BROKEN = new DataView.Unknown("the disk is on fire");
    private static final ExportView SILENT = new ExportView.Unknown("tgtd is silent");
    private static final SnapshotId SNAPSHOT = Volumes.FIRST;
    private static final SnapshotsView NO_SNAPSHOTS = new SnapshotsView(Optional.empty(), Optional.empty());
    private static final VolumeGrant FIRST = grant(ONE, 1, 7);
    private static final VolumeGrant SECOND = grant(ONE, 2, 8);

    @Test
    void aNewVolumeGetsItsRoomThenItsDataAndIsThere() {
        VolumeRecord fresh = fresh(spec(ONE, 1, 5));
        assertThat(plan(fresh, ABSENT, none())).containsExactly(new Step.Reserve(5));
        assertThat(plan(fresh.withReserved(5), ABSENT, none())).containsExactly(new Step.Create(5 * GIB));
        assertThat(plan(fresh.withReserved(5), data(5), none()))
                .containsExactly(new Step.Sized(5), new Step.Enter(VolumePhase.AVAILABLE, Optional.empty()));
    }

    @Test
    void whatCannotFitFails() {
        List<Step> steps = VolumePlanner.plan(fresh(spec(ONE, 1, 5)), seen(ABSENT, 4, none()));
        assertThat(steps).singleElement().isInstanceOfSatisfying(Step.Enter.class, enter -> {
            assertThat(enter.phase()).isEqualTo(VolumePhase.FAILED);
            assertThat(enter.reason().orElseThrow().code()).isEqualTo("Server.InsufficientVolumeCapacity");
            assertThat(enter.reason().orElseThrow().message()).contains("5 GiB", "4 GiB");
        });
    }

    @Test
    void dataThatAreThereAreKeptWhateverRoomThereIs() {
        List<Step> steps = VolumePlanner.plan(fresh(spec(ONE, 1, 5)), seen(data(6), 0, none()));
        assertThat(steps).containsExactly(new Step.Sized(6), new Step.Enter(VolumePhase.AVAILABLE, Optional.empty()));
    }

    @Test
    void aBackendThatDoesNotAnswerMakesNothingFail() {
        assertThat(plan(fresh(spec(ONE, 1, 5)), BROKEN, none()))
                .first()
                .isInstanceOfSatisfying(Step.Explain.class, explain -> assertThat(
                                explain.reason().orElseThrow().message())
                        .contains("on fire"));
    }

    @Test
    void aGrantIsExportedAndStaysAsItIs() {
        VolumeRecord granted = available(spec(ONE, 2, 5, FIRST));
        assertThat(plan(granted, data(5), none())).containsExactly(new Step.Export(request(FIRST)));
        assertThat(plan(granted.withExport(place(1)), data(5), served(FIRST))).isEmpty();
    }

    @Test
    void anExportThatWasMadeButNotNotedIsNoted() {
        assertThat(plan(available(spec(ONE, 2, 5, FIRST)), data(5), served(FIRST)))
                .containsExactly(new Step.Export(request(FIRST)));
    }

    @Test
    void anExportThatWentByItselfComesBackUnderItsName() {
        VolumeRecord granted = available(spec(ONE, 2, 5, FIRST)).withExport(place(1));
        assertThat(plan(granted, data(5), none())).containsExactly(new Step.Export(request(FIRST)));
    }

    @Test
    void anotherAddressIsNoted() {
        VolumeRecord granted = available(spec(ONE, 2, 5, FIRST)).withExport(place(1));
        ExportView moved = new ExportView.Known(List.of(export(FIRST)), Optional.of(new Portal("10.0.0.6", 3260)));
        assertThat(plan(granted, data(5), moved)).containsExactly(new Step.Export(request(FIRST)));
    }

    @Test
    void withoutTheGrantItsExportEndsAndOnlyThenIsSaidToHave() {
        VolumeRecord detached = available(spec(ONE, 3, 5)).withExport(place(1));
        assertThat(plan(detached, data(5), served(FIRST))).containsExactly(new Step.Withdraw(1), new Step.Unexported());
        assertThat(plan(detached, data(5), SILENT)).noneMatch(Step.Unexported.class::isInstance);
        assertThat(plan(detached, BROKEN, served(FIRST))).containsExactly(new Step.Withdraw(1), new Step.Unexported());
    }

    @Test
    void anotherAttachmentShutsTheEarlierOneOutFirst() {
        VolumeRecord next = available(spec(ONE, 3, 5, SECOND)).withExport(place(1));
        assertThat(plan(next, data(5), served(FIRST))).containsExactly(new Step.Withdraw(1), new Step.Unexported());
        assertThat(plan(next.withExport(Optional.empty()), data(5), none()))
                .containsExactly(new Step.Export(request(SECOND)));
    }

    @Test
    void anExportThatLetsInAnybodyElseIsMadeAnew() {
        VolumeRecord granted = available(spec(ONE, 2, 5, FIRST)).withExport(place(1));
        for (ExportedVolume drifted : List.of(
                new ExportedVolume(
                        ONE,
                        1,
                        Optional.of(DEVICE),
                        5 * GIB,
                        Set.of(FIRST.initiator(), "ALL"),
                        Set.of(FIRST.chap().user())),
                new ExportedVolume(
                        ONE,
                        1,
                        Optional.of(DEVICE),
                        5 * GIB,
                        Set.of(initiator(9)),
                        Set.of(FIRST.chap().user())),
                new ExportedVolume(ONE, 1, Optional.of(DEVICE), 5 * GIB, Set.of(FIRST.initiator()), Set.of()),
                new ExportedVolume(
                        ONE,
                        1,
                        Optional.empty(),
                        5 * GIB,
                        Set.of(FIRST.initiator()),
                        Set.of(FIRST.chap().user())))) {
            assertThat(plan(granted, data(5), new ExportView.Known(List.of(drifted), Optional.of(PORTAL))))
                    .as("not withdrawn: its guest goes on")
                    .containsExactly(new Step.Export(request(FIRST)));
        }
    }

    @Test
    void itGrowsAndIsSaidToBeLargerOnceItSeemsSoToItsGuest() {
        VolumeRecord larger = available(spec(ONE, 3, 8)).withExport(Optional.empty());
        assertThat(plan(larger, data(5), none())).containsExactly(new Step.Reserve(8));
        assertThat(plan(larger.withReserved(8), data(5), none())).containsExactly(new Step.Grow(8 * GIB));
        assertThat(plan(larger.withReserved(8), data(8), none())).containsExactly(new Step.Sized(8));
        VolumeRecord attached = available(spec(ONE, 3, 8, FIRST)).withExport(place(1));
        assertThat(plan(attached, data(5), served(FIRST))).containsExactly(new Step.Reserve(8));
        VolumeRecord reserved = attached.withReserved(8);
        assertThat(plan(reserved, data(5), served(FIRST))).containsExactly(new Step.Grow(8 * GIB));
        assertThat(plan(reserved, data(8), served(FIRST))).containsExactly(new Step.Export(request(FIRST, 8)));
        ExportView larger8 = new ExportView.Known(
                List.of(new ExportedVolume(
                        ONE,
                        1,
                        Optional.of(DEVICE),
                        8_590_000_000L,
                        Set.of(FIRST.initiator()),
                        Set.of(FIRST.chap().user()))),
                Optional.of(PORTAL));
        assertThat(plan(reserved, data(8), larger8)).containsExactly(new Step.Sized(8));
        assertThat(plan(reserved.withSize(8), data(8), larger8)).isEmpty();
    }

    @Test
    void itGrowsBeforeItIsExportedOrKeepsItsSizeWithoutRoom() {
        VolumeRecord larger = available(spec(ONE, 3, 8, FIRST));
        assertThat(plan(larger, data(5), none())).containsExactly(new Step.Reserve(8));
        assertThat(VolumePlanner.plan(larger, seen(data(5), 7, none())))
                .singleElement()
                .isInstanceOf(Step.KeepSize.class);
        StateReason why = new StateReason("Server.InsufficientVolumeCapacity", "no room");
        assertThat(plan(larger.withoutGrowth(Optional.of(why)), data(5), none()))
                .containsExactly(new Step.Export(request(FIRST)));
    }

    @Test
    void dataThatAreGoneAreNeverMadeAnew() {
        VolumeRecord lost = available(spec(ONE, 2, 5, FIRST)).withExport(place(1));
        assertThat(plan(lost, ABSENT, none()))
                .startsWith(new Step.Unexported())
                .noneMatch(step -> step instanceof Step.Create || step instanceof Step.Export);
        assertThat(plan(lost, data(4), none())).noneMatch(Step.Export.class::isInstance);
    }

    @Test
    void aDeletedVolumeIsShutBeforeItsDataGo() {
        VolumeRecord doomed =
                available(spec(ONE, 2, 5, FIRST)).withExport(place(1)).delete(3, "test");
        assertThat(plan(doomed, data(5), served(FIRST)))
                .containsExactly(
                        new Step.Enter(VolumePhase.DELETING, Optional.empty()),
                        new Step.Withdraw(1),
                        new Step.Unexported(),
                        new Step.RemoveData(),
                        new Step.Enter(VolumePhase.DELETED, Optional.empty()));
        assertThat(plan(doomed, data(5), SILENT)).noneMatch(Step.RemoveData.class::isInstance);
        assertThat(plan(doomed, BROKEN, none()))
                .noneMatch(step -> step.equals(new Step.Enter(VolumePhase.DELETED, Optional.empty())));
    }

    @Test
    void aTombstoneKeepsNoSecretAndDoesNothing() {
        VolumeRecord gone =
                available(spec(ONE, 2, 5, FIRST)).delete(3, "test").enter(VolumePhase.DELETED, Optional.empty(), NOW);
        assertThat(gone.spec()).isEmpty();
        assertThat(gone.reservedGib()).isZero();
        assertThat(plan(gone, ABSENT, none())).isEmpty();
        assertThat(plan(gone, ABSENT, SILENT)).isEmpty();
    }

    @Test
    void aVolumeOutOfASnapshotGetsItsRoomThenBeginsAndIsThereOnceNobodyMakesItAnyMore() {
        VolumeRecord fresh = fresh(spec(ONE, 1, 5, SNAPSHOT));
        OriginView whole = new OriginView.Whole(SNAPSHOT, 3 * GIB);
        OptionalInt none = OptionalInt.empty();
        assertThat(VolumePlanner.plan(fresh, seen(ABSENT, whole, none))).containsExactly(new Step.Reserve(5));
        VolumeRecord ready = fresh.withReserved(5);
        assertThat(VolumePlanner.plan(ready, seen(ABSENT, whole, none)))
                .startsWith(new Step.Begin(SNAPSHOT, 5 * GIB))
                .hasSize(2)
                .last()
                .isInstanceOf(Step.Wait.class);
        for (DataView data : List.of(ABSENT, data(5))) {
            assertThat(VolumePlanner.plan(ready, seen(data, whole, OptionalInt.of(40))))
                    .hasSize(2)
                    .first()
                    .isInstanceOfSatisfying(Step.Explain.class, explain -> assertThat(
                                    explain.reason().orElseThrow().message())
                            .contains("40%"));
        }
        assertThat(VolumePlanner.plan(ready, seen(data(5), whole, none)))
                .containsExactly(new Step.Sized(5), new Step.Enter(VolumePhase.AVAILABLE, Optional.empty()));
    }

    @Test
    void itWaitsForItsSnapshotAndFailsWithoutOne() {
        VolumeRecord fresh = fresh(spec(ONE, 1, 5, SNAPSHOT));
        OptionalInt none = OptionalInt.empty();
        assertThat(VolumePlanner.plan(fresh, seen(ABSENT, new OriginView.Waiting("not yet"), none)))
                .hasSize(2)
                .first()
                .isInstanceOfSatisfying(Step.Explain.class, explain -> assertThat(
                                explain.reason().orElseThrow().code())
                        .isEqualTo("pending"));
        assertFails(fresh, new OriginView.Missing("there is none"), "there is none");
        assertFails(fresh, new OriginView.Whole(SNAPSHOT, 6 * GIB), "5 GiB");
    }

    private static void assertFails(VolumeRecord record, OriginView origin, String why) {
        assertThat(VolumePlanner.plan(record, seen(ABSENT, origin, OptionalInt.empty())))
                .singleElement()
                .isInstanceOfSatisfying(Step.Enter.class, enter -> {
                    assertThat(enter.phase()).isEqualTo(VolumePhase.FAILED);
                    assertThat(enter.reason().orElseThrow().message()).contains(why);
                });
    }

    @Test
    void whatIsDeletedWhileItIsMadeIsMadeNoMoreFirst() {
        VolumeRecord doomed = fresh(spec(ONE, 1, 5, SNAPSHOT)).delete(2, "test");
        assertThat(VolumePlanner.plan(doomed, seen(ABSENT, new OriginView.None(), OptionalInt.of(3))))
                .contains(new Step.Cancel())
                .noneMatch(step -> step.equals(new Step.Enter(VolumePhase.DELETED, Optional.empty())));
    }

    @Test
    void whileItIsCopiedItIsNeitherExportedNorGrowsNorLosesItsData() {
        VolumeRecord granted = available(spec(ONE, 2, 8, FIRST)).withReserved(8);
        assertThat(VolumePlanner.plan(granted, copied(data(5), none())))
                .hasSize(2)
                .first()
                .isInstanceOfSatisfying(Step.Explain.class, explain -> {
                    assertThat(explain.reason().orElseThrow().code()).isEqualTo("pending");
                    assertThat(explain.reason().orElseThrow().message()).contains(SNAPSHOT.value());
                });
        VolumeRecord larger = available(spec(ONE, 2, 8)).withReserved(8);
        assertThat(VolumePlanner.plan(larger, copied(data(5), none()))).noneMatch(Step.Grow.class::isInstance);
        assertThat(VolumePlanner.plan(larger, copied(data(5), SILENT))).noneMatch(Step.Grow.class::isInstance);
        assertThat(VolumePlanner.plan(larger.delete(3, "test"), copied(data(5), none())))
                .noneMatch(Step.RemoveData.class::isInstance)
                .noneMatch(step -> step.equals(new Step.Enter(VolumePhase.DELETED, Optional.empty())));
    }

    @Test
    void whileACloneIsMadeOfItItIsExportedAndKeepsItsData() {
        VolumeRecord granted = available(spec(ONE, 2, 5, FIRST));
        assertThat(VolumePlanner.plan(granted, kept(data(5), none()))).containsExactly(new Step.Export(request(FIRST)));
        assertThat(VolumePlanner.plan(granted.delete(3, "test"), kept(data(5), none())))
                .noneMatch(Step.RemoveData.class::isInstance)
                .noneMatch(step -> step.equals(new Step.Enter(VolumePhase.DELETED, Optional.empty())));
    }

    /** Whoever may not use it any more is shut out whatever is being copied. */
    @Test
    void whoIsNotWantedIsShutOutAlsoWhileItIsCopied() {
        VolumeRecord detached = available(spec(ONE, 3, 5)).withExport(place(1));
        assertThat(VolumePlanner.plan(detached, copied(data(5), served(FIRST))))
                .containsExactly(new Step.Withdraw(1), new Step.Unexported());
    }

    private static List<Step> plan(VolumeRecord record, DataView data, ExportView exports) {
        return VolumePlanner.plan(record, seen(data, 1000, exports));
    }

    private static Observation seen(DataView data, long roomGib, ExportView exports) {
        return new Observation(
                data, DEVICE, roomGib, exports, new OriginView.None(), OptionalInt.empty(), NO_SNAPSHOTS);
    }

    private static Observation seen(DataView data, OriginView origin, OptionalInt making) {
        return new Observation(data, DEVICE, 1000, none(), origin, making, NO_SNAPSHOTS);
    }

    private static Observation kept(DataView data, ExportView exports) {
        return new Observation(
                data,
                DEVICE,
                1000,
                exports,
                new OriginView.None(),
                OptionalInt.empty(),
                new SnapshotsView(Optional.of(SNAPSHOT), Optional.empty()));
    }

    private static Observation copied(DataView data, ExportView exports) {
        return new Observation(
                data,
                DEVICE,
                1000,
                exports,
                new OriginView.None(),
                OptionalInt.empty(),
                new SnapshotsView(Optional.of(SNAPSHOT), Optional.of(SNAPSHOT)));
    }

    private static VolumeRecord fresh(VolumeSpec spec) {
        return VolumeRecord.accepted(spec, "test", NOW);
    }

    private static VolumeRecord available(VolumeSpec spec) {
        return fresh(spec).withSize(5).enter(VolumePhase.AVAILABLE, Optional.empty(), NOW);
    }

    private static DataView data(int gib) {
        return new DataView.Present(gib * GIB);
    }

    private static ExportView none() {
        return new ExportView.Known(List.of(), Optional.of(PORTAL));
    }

    private static ExportView served(VolumeGrant grant) {
        return new ExportView.Known(List.of(export(grant)), Optional.of(PORTAL));
    }

    private static ExportedVolume export(VolumeGrant grant) {
        return new ExportedVolume(
                ONE,
                grant.attachment(),
                Optional.of(DEVICE),
                5 * GIB,
                Set.of(grant.initiator()),
                Set.of(grant.chap().user()));
    }

    private static ExportRequest request(VolumeGrant grant) {
        return request(grant, 5);
    }

    private static ExportRequest request(VolumeGrant grant, int gib) {
        return new ExportRequest(ONE, grant.attachment(), DEVICE, gib * GIB, grant.initiator(), grant.chap());
    }

    private static Optional<VolumeExport> place(long attachment) {
        return Optional.of(new VolumeExport(
                attachment,
                VolumeExport.Protocol.ISCSI,
                PORTAL.host(),
                PORTAL.port(),
                IscsiNames.target(ONE, attachment),
                1));
    }
}
