package io.jarrah.clc.volume.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.reconcile.Told;
import io.jarrah.clc.storage.StorageDesire;
import io.jarrah.clc.storage.reconcile.KnownStorage;
import io.jarrah.clc.storage.reconcile.StorageView;
import io.jarrah.clc.volume.VolumeSummary;
import io.jarrah.clc.volume.reconcile.VolumePlanner.Plan;
import io.jarrah.clc.volume.reconcile.VolumePlanner.Wanted;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ObservedVolume;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.VolumePhase;
import io.jarrah.common.contract.VolumeRef;
import io.jarrah.common.id.VolumeId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VolumePlannerTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final VolumeId ID = new VolumeId("vol-00000000000000001");

    @Test
    void nothingIsToldBeforeTheControllerWasHeard() {
        assertThat(VolumePlanner.plan(wants(wanted(1, null)), KnownStorage.silent(), NOW))
                .isEqualTo(Plan.NOTHING);
    }

    @Test
    void whatItDoesNotKnowIsToldUntilItDoes() {
        assertThat(plan(wanted(1, null), known()).specs()).containsExactly(ID);
        assertThat(plan(wanted(1, null), known().applied(1, NOW)).specs()).isEmpty();
        assertThat(plan(wanted(2, null), known().applied(1, NOW)).specs())
                .as("something else is wanted now")
                .containsExactly(ID);
        assertThat(plan(wanted(1, null), known().applied(1, NOW.minus(KnownStorage.UNSEEN)))
                        .specs())
                .as("its effect was not seen")
                .containsExactly(ID);
        assertThat(plan(wanted(1, null), known().has(VolumePhase.AVAILABLE, 1)).specs())
                .isEmpty();
    }

    @Test
    void aLaterGenerationIsTold() {
        Known has = known().has(VolumePhase.AVAILABLE, 4);
        assertThat(plan(wanted(5, VolumePhase.AVAILABLE), has).specs()).containsExactly(ID);
        assertThat(plan(wanted(5, VolumePhase.AVAILABLE), has.applied(5, NOW)).specs())
                .isEmpty();
    }

    /** It may be taken from somebody, who must not go on while others are made. */
    @Test
    void whatIsThereIsToldBeforeWhatIsToBeMade() {
        VolumeSummary earlier = new VolumeSummary(
                new VolumeId("vol-00000000000000000"),
                1,
                StorageDesire.PRESENT,
                false,
                Optional.empty(),
                new Correlation("r"));
        KnownStorage<VolumeId, ObservedVolume> known =
                known().has(VolumePhase.AVAILABLE, 4).value();
        assertThat(VolumePlanner.plan(wants(earlier, wanted(5, VolumePhase.AVAILABLE)), known, NOW)
                        .specs())
                .containsExactly(ID, earlier.id());
    }

    /** Its data may still be somewhere; an empty volume of the same name would hide that. */
    @ParameterizedTest
    @EnumSource(
            value = VolumePhase.class,
            names = {"AVAILABLE", "DELETING", "DELETED", "FAILED"})
    void whatWasSeenAndIsNotOnTheBooksIsNotMadeAgain(VolumePhase last) {
        assertThat(plan(wanted(3, last), known())).isEqualTo(Plan.NOTHING);
    }

    @Test
    void whatWasOnlyBeingMadeIsMadeAgain() {
        assertThat(plan(wanted(1, VolumePhase.CREATING), known()).specs()).containsExactly(ID);
    }

    @ParameterizedTest
    @EnumSource(
            value = VolumePhase.class,
            names = {"DELETING", "DELETED", "FAILED"})
    void whatIsOverThereIsNotToldAgain(VolumePhase phase) {
        assertThat(plan(wanted(3, phase), known().has(phase, 1))).isEqualTo(Plan.NOTHING);
    }

    @Test
    void anEndIsToldEvenWhenItIsUnknownThereSoThatNothingLateMakesTheVolume() {
        assertThat(plan(unwanted(2), known()).deletions()).containsExactly(new VolumeRef(ID, 2));
        assertThat(plan(unwanted(2), known().deleted(2, NOW)).deletions()).isEmpty();
        assertThat(plan(unwanted(2), known().deleted(2, NOW.minus(KnownStorage.UNSEEN)))
                        .deletions())
                .hasSize(1);
    }

    @Test
    void anEndThatWasTakenUpIsInsistedOnMorePatiently() {
        Known takenUp = known().has(VolumePhase.DELETING, 2);
        assertThat(plan(unwanted(2), takenUp.deleted(2, NOW.minus(KnownStorage.UNSEEN)))
                        .deletions())
                .isEmpty();
        assertThat(plan(unwanted(2), takenUp.deleted(2, NOW.minus(KnownStorage.INSIST)))
                        .deletions())
                .hasSize(1);
        assertThat(plan(unwanted(2), known().has(VolumePhase.DELETED, 2)).deletions())
                .isEmpty();
    }

    @Test
    void nothingIsRemovedOfWhichASnapshotIsStillBeingMade() {
        KnownStorage<VolumeId, ObservedVolume> known =
                known().has(VolumePhase.AVAILABLE, 1).value();
        assertThat(VolumePlanner.plan(new Wanted(List.of(unwanted(2)), Set.of(ID)), known, NOW))
                .isEqualTo(Plan.NOTHING);
        VolumeId other = new VolumeId("vol-00000000000000002");
        assertThat(VolumePlanner.plan(new Wanted(List.of(unwanted(2)), Set.of(other)), known, NOW)
                        .deletions())
                .containsExactly(new VolumeRef(ID, 2));
        assertThat(VolumePlanner.plan(new Wanted(List.of(wanted(2, VolumePhase.AVAILABLE)), Set.of(ID)), known, NOW)
                        .specs())
                .as("whoever has it may be shut out meanwhile")
                .containsExactly(ID);
    }

    @ParameterizedTest
    @EnumSource(VolumePhase.class)
    void withoutARowWhatIsOverIsForgottenAndTheRestIsReported(VolumePhase phase) {
        KnownStorage<VolumeId, ObservedVolume> known = known().has(phase, 1).value();
        boolean over = phase == VolumePhase.DELETED || phase == VolumePhase.FAILED;
        assertThat(VolumePlanner.plan(wants(), known, NOW))
                .isEqualTo(new Plan(List.of(), List.of(), over ? List.of(ID) : List.of()));
        assertThat(VolumePlanner.unexplained(List.of(), known).isEmpty()).isEqualTo(over);
        assertThat(VolumePlanner.unexplained(List.of(wanted(1, phase)), known)).isEmpty();
    }

    @Test
    void aRowOfWhatIsGoneKeepsTheTombstone() {
        VolumeSummary gone = new VolumeSummary(
                ID, 2, StorageDesire.DELETED, true, Optional.of(VolumePhase.DELETED), new Correlation("r"));
        assertThat(plan(gone, known().has(VolumePhase.DELETED, 2))).isEqualTo(Plan.NOTHING);
        assertThat(plan(gone, known())).isEqualTo(Plan.NOTHING);
    }

    @Test
    void anAcknowledgementOfAnEarlierEpochDoesNotCount() {
        StorageView<VolumeId, ObservedVolume> view = new StorageView<>(VolumeListener.READING);
        view.accept(new Changes<>(new Revision("a", 1), true, List.of()));
        view.acknowledgedSpec("a", ID, 1, NOW);
        assertThat(view.known().applied()).containsOnlyKeys(ID);
        view.accept(new Changes<>(new Revision("b", 1), true, List.of()));
        assertThat(view.known().applied()).isEmpty();
        view.acknowledgedSpec("a", ID, 1, NOW);
        view.acknowledgedEnd("a", ID, 1, NOW);
        assertThat(view.known().applied()).isEmpty();
        assertThat(view.known().deleted()).isEmpty();
    }

    private static Plan plan(VolumeSummary row, Known known) {
        return VolumePlanner.plan(wants(row), known.value(), NOW);
    }

    private static Wanted wants(VolumeSummary... rows) {
        return new Wanted(List.of(rows), Set.of());
    }

    private static VolumeSummary wanted(long generation, VolumePhase last) {
        return new VolumeSummary(
                ID, generation, StorageDesire.PRESENT, false, Optional.ofNullable(last), new Correlation("r"));
    }

    private static VolumeSummary unwanted(long generation) {
        return new VolumeSummary(
                ID, generation, StorageDesire.DELETED, false, Optional.of(VolumePhase.AVAILABLE), new Correlation("r"));
    }

    private static Known known() {
        return new Known(new KnownStorage<>("e", Map.of(), Map.of(), Map.of()));
    }

    private record Known(KnownStorage<VolumeId, ObservedVolume> value) {
        Known has(VolumePhase phase, long generation) {
            return new Known(new KnownStorage<>(
                    "e",
                    Map.of(
                            ID,
                            new ObservedVolume(
                                    ID, generation, phase, 1, Optional.empty(), Optional.empty(), Instant.EPOCH)),
                    value.applied(),
                    value.deleted()));
        }

        Known applied(long generation, Instant at) {
            return new Known(new KnownStorage<>(
                    "e", value.items(), Map.of(ID, new Told.Message(generation, at)), value.deleted()));
        }

        Known deleted(long generation, Instant at) {
            return new Known(new KnownStorage<>(
                    "e", value.items(), value.applied(), Map.of(ID, new Told.Message(generation, at))));
        }
    }
}
