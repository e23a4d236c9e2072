package io.jarrah.clc.snapshot.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.reconcile.Told;
import io.jarrah.clc.snapshot.SnapshotSummary;
import io.jarrah.clc.snapshot.reconcile.SnapshotPlanner.Plan;
import io.jarrah.clc.storage.StorageDesire;
import io.jarrah.clc.storage.reconcile.KnownStorage;
import io.jarrah.clc.storage.reconcile.StorageView;
import io.jarrah.clc.testing.TestingCalls;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ObservedSnapshot;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.SnapshotPhase;
import io.jarrah.common.contract.SnapshotSpec;
import io.jarrah.common.id.SnapshotId;
import io.jarrah.common.id.VolumeId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SnapshotPlannerTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final SnapshotId ID = new SnapshotId("snap-00000000000000001");
    private static final SnapshotSpec SPEC =
            new SnapshotSpec(ID, TestingCalls.ALICE, new VolumeId("vol-00000000000000001"));
    private static final KnownStorage<SnapshotId, ObservedSnapshot> EMPTY =
            new KnownStorage<>("e", Map.of(), Map.of(), Map.of());

    @Test
    void nothingIsToldBeforeTheControllerWasHeard() {
        assertThat(SnapshotPlanner.plan(List.of(wanted(null)), KnownStorage.silent(), NOW))
                .isEqualTo(Plan.NOTHING);
    }

    @Test
    void whatItDoesNotKnowIsToldUntilItDoes() {
        assertThat(plan(wanted(null), EMPTY).specs()).containsExactly(SPEC);
        assertThat(plan(wanted(null), applied(NOW)).specs()).isEmpty();
        assertThat(plan(wanted(null), applied(NOW.minus(KnownStorage.UNSEEN))).specs())
                .as("its effect was not seen")
                .containsExactly(SPEC);
    }

    @ParameterizedTest
    @EnumSource(SnapshotPhase.class)
    void whatIsOnItsBooksIsNotToldAgain(SnapshotPhase phase) {
        assertThat(plan(wanted(phase), has(phase))).isEqualTo(Plan.NOTHING);
    }

    /** A snapshot of another moment under the same name would be worse than none. */
    @ParameterizedTest
    @EnumSource(
            value = SnapshotPhase.class,
            names = {"AVAILABLE", "DELETING", "DELETED", "FAILED"})
    void whatWasWholeAndIsNotOnTheBooksIsNotMadeAgain(SnapshotPhase last) {
        assertThat(plan(wanted(last), EMPTY)).isEqualTo(Plan.NOTHING);
    }

    @Test
    void whatWasOnlyBeingMadeIsMadeAgain() {
        assertThat(plan(wanted(SnapshotPhase.CREATING), EMPTY).specs()).containsExactly(SPEC);
    }

    @Test
    void anEndIsToldEvenWhenItIsUnknownThereSoThatNothingLateMakesTheSnapshot() {
        assertThat(plan(unwanted(), EMPTY).deletions()).containsExactly(ID);
        assertThat(plan(unwanted(), deleted(EMPTY, NOW)).deletions()).isEmpty();
        assertThat(plan(unwanted(), deleted(EMPTY, NOW.minus(KnownStorage.UNSEEN)))
                        .deletions())
                .hasSize(1);
        assertThat(plan(unwanted(), has(SnapshotPhase.FAILED)).deletions()).containsExactly(ID);
        assertThat(plan(unwanted(), has(SnapshotPhase.DELETED))).isEqualTo(Plan.NOTHING);
    }

    @Test
    void anEndThatWasTakenUpIsInsistedOnMorePatiently() {
        assertThat(plan(unwanted(), deleted(has(SnapshotPhase.DELETING), NOW.minus(KnownStorage.UNSEEN)))
                        .deletions())
                .isEmpty();
        assertThat(plan(unwanted(), deleted(has(SnapshotPhase.DELETING), NOW.minus(KnownStorage.INSIST)))
                        .deletions())
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(SnapshotPhase.class)
    void withoutARowWhatIsOverIsForgottenAndTheRestIsReported(SnapshotPhase phase) {
        boolean over = phase == SnapshotPhase.DELETED || phase == SnapshotPhase.FAILED;
        assertThat(SnapshotPlanner.plan(List.of(), has(phase), NOW))
                .isEqualTo(new Plan(List.of(), List.of(), over ? List.of(ID) : List.of()));
        assertThat(SnapshotPlanner.unexplained(List.of(), has(phase)).isEmpty()).isEqualTo(over);
        assertThat(SnapshotPlanner.unexplained(List.of(wanted(phase)), has(phase)))
                .isEmpty();
    }

    @Test
    void aRowOfWhatIsGoneKeepsTheTombstone() {
        SnapshotSummary gone = new SnapshotSummary(
                SPEC, StorageDesire.DELETED, true, Optional.of(SnapshotPhase.DELETED), new Correlation("r"));
        assertThat(plan(gone, has(SnapshotPhase.DELETED))).isEqualTo(Plan.NOTHING);
        assertThat(plan(gone, EMPTY)).isEqualTo(Plan.NOTHING);
    }

    @Test
    void whatIsOnTheBooksWasTakenUpAndANewEpochForgetsWhatWasAcknowledged() {
        StorageView<SnapshotId, ObservedSnapshot> view = new StorageView<>(SnapshotListener.READING);
        view.accept(new Changes<>(new Revision("a", 1), true, List.of()));
        view.acknowledgedSpec("a", ID, SnapshotListener.GENERATION, NOW);
        assertThat(view.known().applied()).containsOnlyKeys(ID);
        view.accept(new Changes<>(new Revision("a", 2), false, List.of(report(SnapshotPhase.CREATING))));
        assertThat(view.known().applied()).isEmpty();
        view.acknowledgedEnd("a", ID, SnapshotListener.GENERATION, NOW);
        assertThat(view.known().deleted()).containsOnlyKeys(ID);
        view.accept(new Changes<>(new Revision("b", 1), true, List.of()));
        assertThat(view.known()).isEqualTo(new KnownStorage<>("b", Map.of(), Map.of(), Map.of()));
        view.acknowledgedEnd("a", ID, SnapshotListener.GENERATION, NOW);
        assertThat(view.known().deleted()).isEmpty();
    }

    private static Plan plan(SnapshotSummary row, KnownStorage<SnapshotId, ObservedSnapshot> known) {
        return SnapshotPlanner.plan(List.of(row), known, NOW);
    }

    private static SnapshotSummary wanted(SnapshotPhase last) {
        return new SnapshotSummary(SPEC, StorageDesire.PRESENT, false, Optional.ofNullable(last), new Correlation("r"));
    }

    private static SnapshotSummary unwanted() {
        return new SnapshotSummary(
                SPEC, StorageDesire.DELETED, false, Optional.of(SnapshotPhase.AVAILABLE), new Correlation("r"));
    }

    private static ObservedSnapshot report(SnapshotPhase phase) {
        return new ObservedSnapshot(ID, phase, 1, 100, Optional.empty(), Instant.EPOCH);
    }

    private static KnownStorage<SnapshotId, ObservedSnapshot> has(SnapshotPhase phase) {
        return new KnownStorage<>("e", Map.of(ID, report(phase)), Map.of(), Map.of());
    }

    private static KnownStorage<SnapshotId, ObservedSnapshot> applied(Instant at) {
        return new KnownStorage<>(
                "e", Map.of(), Map.of(ID, new Told.Message(SnapshotListener.GENERATION, at)), Map.of());
    }

    private static KnownStorage<SnapshotId, ObservedSnapshot> deleted(
            KnownStorage<SnapshotId, ObservedSnapshot> known, Instant at) {
        return new KnownStorage<>(
                "e", known.items(), Map.of(), Map.of(ID, new Told.Message(SnapshotListener.GENERATION, at)));
    }
}
