package io.jarrah.nc.volume;

import static io.jarrah.nc.testing.Volumes.connection;
import static io.jarrah.nc.testing.Volumes.id;
import static io.jarrah.nc.testing.Volumes.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.AttachedVolume.Phase;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.id.VolumeId;
import io.jarrah.nc.hypervisor.VolumeDisk;
import io.jarrah.nc.volume.VolumePlanner.Boot;
import io.jarrah.nc.volume.VolumePlanner.Plan;
import io.jarrah.nc.volume.VolumeTask.Ended;
import io.jarrah.nc.volume.VolumeTask.Kind;
import io.jarrah.nc.volume.VolumeTask.Running;
import java.time.Duration;
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
    private static final VolumePatience PATIENCE = VolumePatience.DEFAULT;
    private static final Attachments NEW = Attachments.NONE.apply(wanted(1, connection(1, 3)));
    private static final VolumeDisk DISK = new VolumeDisk(id(1), 3, "vdc");
    private static final Attachments ATTACHED = NEW.with(known(Phase.ATTACHED, null));

    private final VolumePlanner planner = new VolumePlanner(PATIENCE);

    private static Attachment known(Phase phase, String reason) {
        return new Attachment(
                id(1), 3, "vdc", 1, phase, Optional.ofNullable(reason).map(text -> new StateReason("pending", text)));
    }

    private static Ended ended(Kind kind, String failure, int tries) {
        return new Ended(kind, 3, 1, Optional.ofNullable(failure), NOW, tries);
    }

    private Plan plan(Attachments volumes, List<VolumeDisk> disks, VolumeTask task, Instant now) {
        return planner.running(volumes, disks, task == null ? Map.of() : Map.of(id(1), task), now);
    }

    @Test
    void whatIsMissingIsAttached() {
        assertThat(plan(NEW, List.of(), null, NOW))
                .isEqualTo(new Plan(List.of(new VolumeStep.Attach(id(1))), Optional.empty()));
    }

    @Test
    void whatIsThereIsNotedAndThenNothingIsLeft() {
        assertThat(plan(NEW, List.of(DISK), ended(Kind.ATTACH, null, 1), NOW).steps())
                .containsExactly(new VolumeStep.Note(known(Phase.ATTACHED, null)));
        assertThat(plan(ATTACHED, List.of(DISK), ended(Kind.ATTACH, null, 1), NOW))
                .isEqualTo(new Plan(List.of(), Optional.empty()));
        assertThat(plan(ATTACHED, List.of(DISK), null, NOW)).isEqualTo(new Plan(List.of(), Optional.empty()));
    }

    /** An attach that ended well is not believed before the domain has the disk. */
    @Test
    void successAloneIsNotAttached() {
        Plan plan = plan(NEW, List.of(), ended(Kind.ATTACH, null, 1), NOW);
        assertThat(plan.steps()).singleElement().isInstanceOfSatisfying(VolumeStep.Note.class, note -> {
            assertThat(note.attachment().phase()).isEqualTo(Phase.ATTACHING);
            assertThat(note.attachment().reason()).isPresent();
        });
        assertThat(plan.again()).contains(PATIENCE.minPause());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void nothingIsDoneWhileATaskRuns(Kind kind) {
        assertThat(plan(NEW, List.of(), new Running(kind), NOW)).isEqualTo(new Plan(List.of(), Optional.empty()));
        assertThat(plan(NEW.apply(wanted(2)), List.of(), new Running(kind), NOW))
                .isEqualTo(new Plan(List.of(), Optional.empty()));
    }

    @Test
    void aFailureIsExplainedAndTriedAgainWithPauses() {
        Attachments explained = NEW.with(known(Phase.ATTACHING, "refused"));
        assertThat(plan(NEW, List.of(), ended(Kind.ATTACH, "refused", 3), NOW))
                .isEqualTo(new Plan(
                        List.of(new VolumeStep.Note(known(Phase.ATTACHING, "refused"))),
                        Optional.of(Duration.ofSeconds(4))));
        assertThat(plan(explained, List.of(), ended(Kind.ATTACH, "refused", 3), NOW.plusSeconds(4)))
                .isEqualTo(new Plan(List.of(new VolumeStep.Attach(id(1))), Optional.empty()));
        assertThat(plan(explained, List.of(), ended(Kind.ATTACH, "refused", 99), NOW)
                        .again())
                .contains(PATIENCE.maxPause());
    }

    @Test
    void aFailureOfAnEarlierAttachmentIsForgotten() {
        Attachments fresh = NEW.apply(wanted(2, connection(1, 4)));
        assertThat(plan(fresh, List.of(), ended(Kind.ATTACH, "refused", 9), NOW).steps())
                .endsWith(new VolumeStep.Attach(id(1)))
                .first()
                .isInstanceOfSatisfying(VolumeStep.Note.class, note -> {
                    assertThat(note.attachment().attachment()).isEqualTo(4);
                    assertThat(note.attachment().reason()).isEmpty();
                });
    }

    @Test
    void whatIsNotWantedIsAskedForAgainAndAgainUntilTheDiskIsGone() {
        Attachments unwanted = ATTACHED.apply(wanted(2));
        assertThat(plan(unwanted, List.of(DISK), null, NOW))
                .isEqualTo(new Plan(List.of(new VolumeStep.Detach(DISK)), Optional.of(Duration.ofSeconds(1))));
        assertThat(plan(unwanted, List.of(DISK), ended(Kind.DETACH, null, 1), NOW))
                .isEqualTo(new Plan(List.of(), Optional.of(Duration.ofSeconds(1))));
        assertThat(plan(unwanted, List.of(DISK), ended(Kind.DETACH, null, 1), NOW.plusSeconds(1))
                        .steps())
                .containsExactly(new VolumeStep.Detach(DISK));
        assertThat(plan(unwanted, List.of(DISK), ended(Kind.DETACH, null, 2), NOW)
                        .steps())
                .containsExactly(new VolumeStep.Note(known(Phase.DETACHING, VolumePlanner.ASKED)));
        assertThat(plan(unwanted, List.of(), ended(Kind.DETACH, null, 2), NOW))
                .isEqualTo(new Plan(List.of(new VolumeStep.Gone(id(1))), Optional.empty()));
    }

    @Test
    void anotherAttachmentIsDetachedFirst() {
        Attachments changed = ATTACHED.apply(wanted(2, connection(1, 4)));
        assertThat(plan(changed, List.of(DISK), null, NOW).steps()).containsExactly(new VolumeStep.Detach(DISK));
        assertThat(plan(changed, List.of(), ended(Kind.DETACH, null, 1), NOW).steps())
                .containsExactly(
                        new VolumeStep.Note(Attachment.begun(id(1), 4, "vdc", 1)), new VolumeStep.Attach(id(1)));
    }

    @Test
    void aDiskThatNobodyKnowsIsDetached() {
        VolumeDisk stray = new VolumeDisk(id(9), 1, "vdx");
        assertThat(plan(ATTACHED, List.of(DISK, stray), null, NOW).steps())
                .hasSize(2)
                .endsWith(new VolumeStep.Detach(stray));
    }

    @Test
    void aVolumeThatGrewIsShownToTheGuest() {
        Attachments larger = ATTACHED.apply(wanted(2, connection(1, 3, 5)));
        assertThat(plan(larger, List.of(DISK), null, NOW))
                .isEqualTo(new Plan(List.of(new VolumeStep.Grow(DISK)), Optional.empty()));
        Ended grown = new Ended(Kind.GROW, 3, 5, Optional.empty(), NOW, 1);
        assertThat(plan(larger, List.of(DISK), grown, NOW).steps())
                .containsExactly(
                        new VolumeStep.Note(new Attachment(id(1), 3, "vdc", 5, Phase.ATTACHED, Optional.empty())));
    }

    @Test
    void growthThatFailsLeavesItAttachedWithTheReason() {
        Attachments larger = ATTACHED.apply(wanted(2, connection(1, 3, 5)));
        Ended failed = new Ended(Kind.GROW, 3, 0, Optional.of("too small"), NOW, 1);
        assertThat(plan(larger, List.of(DISK), failed, NOW))
                .isEqualTo(new Plan(
                        List.of(new VolumeStep.Note(known(Phase.ATTACHED, "too small"))),
                        Optional.of(PATIENCE.minPause())));
    }

    /** The server had not grown it yet when it was attached. */
    @Test
    void aVolumeThatIsSmallerThanPromisedGrowsLater() {
        Attachments larger = Attachments.NONE.apply(wanted(1, connection(1, 3, 5)));
        assertThat(plan(larger, List.of(DISK), ended(Kind.ATTACH, null, 1), NOW).steps())
                .containsExactly(new VolumeStep.Note(known(Phase.ATTACHED, null)), new VolumeStep.Grow(DISK));
    }

    @Test
    void withoutADomainNothingIsAttachedAndNothingHeld() {
        assertThat(planner.off(ATTACHED, Map.of()))
                .containsExactly(new VolumeStep.Note(Attachment.begun(id(1), 3, "vdc", 1)));
        assertThat(planner.off(ATTACHED.apply(wanted(2)), Map.of())).containsExactly(new VolumeStep.Gone(id(1)));
        assertThat(planner.off(NEW, Map.of())).isEmpty();
        assertThat(planner.off(ATTACHED.apply(wanted(2)), Map.of(id(1), new Running(Kind.ATTACH))))
                .isEmpty();
    }

    @Test
    void aStartWithoutVolumesNeedsNothing() {
        assertThat(planner.boot(Attachments.NONE, Map.of(), NOW, NOW)).isEqualTo(new Boot.Ready(Set.of()));
    }

    @Test
    void aStartChecksItsVolumesFirst() {
        assertThat(boot(null, NOW)).isInstanceOfSatisfying(Boot.NotYet.class, notYet -> assertThat(notYet.steps())
                .containsExactly(new VolumeStep.Check(id(1))));
        assertThat(boot(new Running(Kind.CHECK), NOW))
                .isInstanceOfSatisfying(
                        Boot.NotYet.class, notYet -> assertThat(notYet.steps()).isEmpty());
        assertThat(boot(ended(Kind.CHECK, null, 1), NOW)).isEqualTo(new Boot.Ready(Set.of(id(1))));
    }

    @Test
    void anOldCheckIsMadeAgain() {
        assertThat(boot(ended(Kind.CHECK, null, 1), NOW.plus(PATIENCE.fresh())))
                .isInstanceOfSatisfying(Boot.NotYet.class, notYet -> assertThat(notYet.steps())
                        .containsExactly(new VolumeStep.Check(id(1))));
    }

    @Test
    void aStartWaitsForAVolumeAndGoesOnWithoutItInTheEnd() {
        Ended failed = ended(Kind.CHECK, "nobody answers", 2);
        assertThat(boot(failed, NOW)).isInstanceOfSatisfying(Boot.NotYet.class, notYet -> {
            assertThat(notYet.steps()).isEmpty();
            assertThat(notYet.why()).contains("waiting for volume " + id(1));
            assertThat(notYet.again()).isEqualTo(Duration.ofSeconds(2));
        });
        assertThat(boot(failed, NOW.plusSeconds(2)))
                .isInstanceOfSatisfying(Boot.NotYet.class, notYet -> assertThat(notYet.steps())
                        .containsExactly(new VolumeStep.Check(id(1))));
        assertThat(boot(failed, NOW.plus(PATIENCE.boot()))).isEqualTo(new Boot.Ready(Set.of()));
    }

    private Boot boot(VolumeTask task, Instant now) {
        Map<VolumeId, VolumeTask> tasks = task == null ? Map.of() : Map.of(id(1), task);
        return planner.boot(NEW, tasks, NOW, now);
    }
}
