package io.jarrah.clc.volume.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.clc.reconcile.Told;
import io.jarrah.clc.volume.AttachmentDesire;
import io.jarrah.clc.volume.AttachmentSummary;
import io.jarrah.clc.volume.reconcile.AttachmentPlanner.Holder;
import io.jarrah.common.contract.AttachedVolume.Phase;
import io.jarrah.common.id.VolumeId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttachmentPlannerTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final VolumeId ID = new VolumeId("vol-00000000000000001");

    @ParameterizedTest
    @EnumSource(Phase.class)
    void aGrantStaysWhileTheNodeSpeaksOfTheVolume(Phase phase) {
        assertThat(AttachmentPlanner.isOver(live(7, 7), detached(7, phase))).isFalse();
    }

    @Test
    void aGrantStaysUntilTheNodeWasToldToBeWithout() {
        assertThat(AttachmentPlanner.isOver(live(7, 6), detached(7, null)))
                .as("it did not speak of it, and was not told either")
                .isFalse();
        assertThat(AttachmentPlanner.isOver(live(7, 7), detached(7, null))).isTrue();
        assertThat(AttachmentPlanner.isOver(live(9, 8), detached(7, null)))
                .as("later generations are without it too")
                .isTrue();
    }

    @Test
    void whatIsWantedIsNotOverUnlessItsInstanceIs() {
        AttachmentSummary wanted = attached(true, null);
        assertThat(AttachmentPlanner.isOver(live(7, 7), wanted)).isFalse();
        assertThat(AttachmentPlanner.isOver(over(), wanted)).isTrue();
        assertThat(AttachmentPlanner.isOver(over(), detached(7, Phase.DETACHING)))
                .isTrue();
    }

    @Test
    void whatWasTakenBackIsNotTakenBackAgain() {
        AttachmentSummary taken =
                new AttachmentSummary(ID, AttachmentDesire.DETACHED, false, Optional.of(7L), true, Optional.empty());
        assertThat(AttachmentPlanner.isOver(over(), taken)).isFalse();
        assertThat(AttachmentPlanner.isOver(live(7, 7), taken)).isFalse();
    }

    @Test
    void aNodeIsToldUntilItHasWhatItIsToHave() {
        List<AttachmentSummary> rows = List.of(attached(true, null));
        assertThat(due(live(3, 2), rows, Optional.empty())).isTrue();
        assertThat(due(live(3, 2), rows, told(3, NOW))).isFalse();
        assertThat(due(live(3, 2), rows, told(2, NOW))).isTrue();
        assertThat(due(live(3, 2), rows, told(3, NOW.minus(AttachmentPlanner.UNSEEN))))
                .isTrue();
        assertThat(due(live(3, 3), rows, told(3, NOW.minus(AttachmentPlanner.UNSEEN))))
                .as("it is at it")
                .isFalse();
        assertThat(due(live(3, 3), rows, told(3, NOW.minus(AttachmentPlanner.INSIST))))
                .isTrue();
        assertThat(due(live(3, 3), List.of(attached(true, Phase.ATTACHED)), Optional.empty()))
                .isFalse();
    }

    @Test
    void aNodeIsToldOfTheLastEndAlsoWhenTheRowIsGone() {
        assertThat(due(live(4, 3), List.of(), Optional.empty())).isTrue();
        assertThat(due(live(4, 4), List.of(), Optional.empty())).isFalse();
    }

    @Test
    void nobodyIsToldOfWhatIsNotExportedNorForAnInstanceThatIsToEnd() {
        assertThat(due(live(0, 0), List.of(attached(false, null)), Optional.empty()))
                .isFalse();
        assertThat(due(new Holder(false, false, true, 3, 2), List.of(attached(true, null)), Optional.empty()))
                .isFalse();
        assertThat(due(over(), List.of(attached(true, null)), Optional.empty())).isFalse();
    }

    @Test
    void aSilentNodeIsNotToldAndItsVolumesAreFreedAllTheSame() {
        Holder silent = new Holder(false, true, false, 3, 2);
        assertThat(due(silent, List.of(attached(true, null)), Optional.empty())).isFalse();
        assertThat(AttachmentPlanner.isOver(new Holder(true, false, false, 7, 6), attached(true, null)))
                .isTrue();
        assertThat(AttachmentPlanner.isOver(new Holder(false, true, false, 7, 7), detached(7, null)))
                .as("it was heard of before it fell silent")
                .isTrue();
    }

    private static boolean due(Holder instance, List<AttachmentSummary> rows, Optional<Told.Message> told) {
        return AttachmentPlanner.isDue(instance, rows, told, NOW);
    }

    private static Optional<Told.Message> told(long generation, Instant at) {
        return Optional.of(new Told.Message(generation, at));
    }

    private static Holder live(long generation, long observed) {
        return new Holder(false, true, true, generation, observed);
    }

    private static Holder over() {
        return new Holder(true, false, true, 7, 6);
    }

    private static AttachmentSummary attached(boolean exported, Phase phase) {
        return new AttachmentSummary(
                ID, AttachmentDesire.ATTACHED, true, Optional.empty(), exported, Optional.ofNullable(phase));
    }

    private static AttachmentSummary detached(long generation, Phase phase) {
        return new AttachmentSummary(
                ID, AttachmentDesire.DETACHED, true, Optional.of(generation), true, Optional.ofNullable(phase));
    }
}
