package io.jarrah.sc.snapshot;

import static io.jarrah.sc.testing.Volumes.FIRST;
import static io.jarrah.sc.testing.Volumes.GIB;
import static io.jarrah.sc.testing.Volumes.ONE;
import static io.jarrah.sc.testing.Volumes.TWO;
import static io.jarrah.sc.testing.Volumes.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.contract.StateReason;
import io.jarrah.sc.snapshot.SnapshotObservation.SourceView;
import io.jarrah.sc.snapshot.SnapshotObservation.Use;
import io.jarrah.sc.volume.Observation.DataView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SnapshotPlannerTest {
    private static final Instant NOW = Instant.parse("2026-11-27T07:00:00Z");
    private static final DataView ABSENT = new DataView.Absent();
    private static final DataView BROKEN = new DataView.Unknown("the disk is on fire");
    private static final Use UNUSED = new Use.Unused();
    private static final SnapshotRecord FRESH = SnapshotRecord.accepted(spec(FIRST, ONE), "test", NOW);
    private static final SnapshotRecord WHOLE = FRESH.withSize(5).enter(SnapshotPhase.AVAILABLE, Optional.empty(), NOW);
    private static final SnapshotStep DELETED = new SnapshotStep.Enter(SnapshotPhase.DELETED, Optional.empty());

    @Test
    void whereFilesAreClonedItBeginsWhateverIsWritten() {
        for (Use use : List.of(UNUSED, new Use.Exported(), new Use.Unknown("silent"))) {
            SourceView volume = new SourceView.Present(5 * GIB, true, use);
            assertThat(plan(FRESH, ABSENT, volume)).containsExactly(new SnapshotStep.Reserve(5));
            assertThat(plan(FRESH.withReserved(5), ABSENT, volume))
                    .startsWith(new SnapshotStep.Begin(false))
                    .hasSize(2);
        }
    }

    @Test
    void whereTheyAreNotTheVolumeIsOccupiedBeforeTheCopyBegins() {
        SourceView volume = new SourceView.Present(5 * GIB, false, UNUSED);
        SnapshotRecord ready = FRESH.withReserved(5);
        assertThat(plan(FRESH, ABSENT, volume)).containsExactly(new SnapshotStep.Reserve(5));
        assertThat(plan(ready, ABSENT, volume)).containsExactly(new SnapshotStep.Occupy());
        assertThat(plan(ready.withCopying(), ABSENT, volume))
                .startsWith(new SnapshotStep.Begin(true))
                .hasSize(2);
    }

    @Test
    void whereTheyAreNotAnExportedVolumeHasNone() {
        for (SnapshotRecord record : List.of(FRESH, FRESH.withReserved(5).withCopying())) {
            StateReason why = failure(record, new SourceView.Present(5 * GIB, false, new Use.Exported()));
            assertThat(why.code()).isEqualTo("Client.IncorrectState");
            assertThat(why.message()).contains(ONE.value(), "Detach", "XFS", "btrfs", "VOLUME_PATH");
        }
        assertThat(plan(FRESH, ABSENT, new SourceView.Present(5 * GIB, false, new Use.Unknown("tgtd is silent"))))
                .hasSize(2)
                .first()
                .satisfies(step -> assertThat(message(step)).contains("silent"));
    }

    @Test
    void withoutDataOrRoomItFails() {
        StateReason lost = new StateReason("Server.InternalError", "lost");
        assertThat(failure(FRESH, new SourceView.Missing(lost))).isEqualTo(lost);
        SnapshotObservation narrow = new SnapshotObservation(
                ABSENT, OptionalInt.empty(), new SourceView.Present(5 * GIB, true, UNUSED), 4, Set.of());
        assertThat(SnapshotPlanner.plan(FRESH, narrow)).singleElement().satisfies(step -> assertThat(message(step))
                .contains("5 GiB", "4 GiB"));
    }

    @Test
    void itWaitsForItsVolumeAndForADiskThatDoesNotAnswer() {
        assertThat(plan(FRESH, ABSENT, new SourceView.Waiting("still being made")))
                .hasSize(2)
                .first()
                .satisfies(step -> assertThat(message(step)).contains("still being made"));
        assertThat(plan(FRESH, BROKEN, new SourceView.Waiting("")))
                .hasSize(2)
                .first()
                .satisfies(step -> assertThat(message(step)).contains("on fire"));
    }

    @Test
    void whileItIsMadeItsProgressIsToldAndItIsThereOnlyAfter() {
        for (DataView data : List.of(ABSENT, data(5))) {
            assertThat(SnapshotPlanner.plan(FRESH, making(data, 40)))
                    .startsWith(new SnapshotStep.Progress(40))
                    .hasSize(2);
            assertThat(SnapshotPlanner.plan(FRESH.withProgress(40), making(data, 40)))
                    .hasSize(1);
        }
        assertThat(plan(FRESH.withProgress(40), data(5), new SourceView.Waiting("")))
                .containsExactly(
                        new SnapshotStep.Sized(5), new SnapshotStep.Enter(SnapshotPhase.AVAILABLE, Optional.empty()));
    }

    @Test
    void oneThatIsThereIsLeftAloneAndDataThatAreGoneAreToldAndNeverMadeAnew() {
        assertThat(WHOLE.observed().progress()).isEqualTo(100);
        assertThat(plan(WHOLE, data(5), new SourceView.Waiting(""))).isEmpty();
        for (DataView data : List.of(ABSENT, data(4))) {
            List<SnapshotStep> steps = plan(WHOLE, data, new SourceView.Present(5 * GIB, true, UNUSED));
            assertThat(steps).singleElement().isInstanceOf(SnapshotStep.Explain.class);
        }
        SnapshotRecord explained = WHOLE.withReason(Optional.of(new StateReason("Server.InternalError", "was lost")));
        assertThat(plan(explained, data(5), new SourceView.Waiting("")))
                .containsExactly(new SnapshotStep.Explain(Optional.empty()));
    }

    @Test
    void aDeletedOneIsRemovedAtOnceUnlessAVolumeIsMadeOfIt() {
        SnapshotRecord doomed = WHOLE.delete("test");
        assertThat(plan(doomed, data(5), new SourceView.Waiting("")))
                .containsExactly(
                        new SnapshotStep.Enter(SnapshotPhase.DELETING, Optional.empty()),
                        new SnapshotStep.RemoveData(),
                        DELETED);
        SnapshotObservation used =
                new SnapshotObservation(data(5), OptionalInt.empty(), new SourceView.Waiting(""), 1000, Set.of(TWO));
        assertThat(SnapshotPlanner.plan(doomed, used))
                .doesNotContain(new SnapshotStep.RemoveData(), DELETED)
                .anySatisfy(step -> assertThat(message(step)).contains(TWO.value()));
        assertThat(plan(doomed, BROKEN, new SourceView.Waiting(""))).doesNotContain(DELETED);
    }

    @Test
    void oneThatIsDeletedWhileItIsMadeIsMadeNoMoreFirst() {
        assertThat(SnapshotPlanner.plan(FRESH.delete("test"), making(ABSENT, 3)))
                .contains(new SnapshotStep.Cancel())
                .doesNotContain(new SnapshotStep.RemoveData(), DELETED);
    }

    @Test
    void aTombstoneHoldsNothingAndDoesNothing() {
        SnapshotRecord gone = WHOLE.delete("test").enter(SnapshotPhase.DELETED, Optional.empty(), NOW);
        assertThat(gone.reservedGib()).isZero();
        assertThat(gone.observed().progress()).isZero();
        assertThat(plan(gone, ABSENT, new SourceView.Waiting(""))).isEmpty();
        assertThat(plan(gone, BROKEN, new SourceView.Waiting(""))).isEmpty();
        SnapshotRecord failed = FRESH.enter(SnapshotPhase.FAILED, Optional.empty(), NOW);
        assertThat(plan(failed, ABSENT, new SourceView.Present(5 * GIB, true, UNUSED)))
                .isEmpty();
    }

    private static StateReason failure(SnapshotRecord record, SourceView volume) {
        List<SnapshotStep> steps = plan(record, ABSENT, volume);
        assertThat(steps).hasSize(1);
        SnapshotStep.Enter enter = (SnapshotStep.Enter) steps.getFirst();
        assertThat(enter.phase()).isEqualTo(SnapshotPhase.FAILED);
        return enter.reason().orElseThrow();
    }

    private static String message(SnapshotStep step) {
        Optional<StateReason> reason =
                switch (step) {
                    case SnapshotStep.Enter enter -> enter.reason();
                    case SnapshotStep.Explain explain -> explain.reason();
                    default -> Optional.empty();
                };
        return reason.map(StateReason::message).orElse("");
    }

    private static List<SnapshotStep> plan(SnapshotRecord record, DataView data, SourceView source) {
        return SnapshotPlanner.plan(record, new SnapshotObservation(data, OptionalInt.empty(), source, 1000, Set.of()));
    }

    private static SnapshotObservation making(DataView data, int percent) {
        return new SnapshotObservation(
                data, OptionalInt.of(percent), new SourceView.Waiting("not looked at"), 0, Set.of());
    }

    private static DataView data(int gib) {
        return new DataView.Present(gib * GIB);
    }
}
