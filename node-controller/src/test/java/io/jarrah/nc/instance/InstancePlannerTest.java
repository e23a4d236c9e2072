package io.jarrah.nc.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.contract.BootImages;
import io.jarrah.common.contract.ImageSource;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.StateReason;
import io.jarrah.common.id.VolumeId;
import io.jarrah.nc.disk.FilesPresent;
import io.jarrah.nc.disk.StagingException.Remedy;
import io.jarrah.nc.hypervisor.DomainState;
import io.jarrah.nc.hypervisor.ObservedDomain;
import io.jarrah.nc.hypervisor.StopReason;
import io.jarrah.nc.instance.InstanceRecord.Reboot;
import io.jarrah.nc.instance.InstanceRecord.Run;
import io.jarrah.nc.instance.Observation.DomainView;
import io.jarrah.nc.instance.Observation.StagingView;
import io.jarrah.nc.testing.Specs;
import io.jarrah.nc.testing.Volumes;
import io.jarrah.nc.volume.Attachments;
import io.jarrah.nc.volume.VolumeStep;
import io.jarrah.nc.volume.VolumeTask;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InstancePlannerTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final InstanceLimits LIMITS = InstanceLimits.DEFAULT;
    private static final DomainView ABSENT = new DomainView.Absent();
    private static final DomainView UNKNOWN = new DomainView.Unknown();
    private static final StagingView IDLE = new StagingView.Idle();
    private static final Run MADE = new Run(true, 1, Optional.empty(), "");

    private final InstancePlanner planner = new InstancePlanner(LIMITS);

    @Test
    void aNewInstanceIsStaged() {
        assertThat(plan(staging(), seen(ABSENT, FilesPresent.NONE))).containsExactly(new Step.Stage());
    }

    @Test
    void stagingGoesOnWhileTheHypervisorIsSilent() {
        assertThat(plan(staging(), seen(UNKNOWN, FilesPresent.NONE))).containsExactly(new Step.Stage());
    }

    @Test
    void whileStagingRunsNothingElseIsDone() {
        assertThat(plan(staging(), seen(ABSENT, FilesPresent.NONE, new StagingView.Running())))
                .containsExactly(new Step.Wait(Duration.ofSeconds(5)));
    }

    @Test
    void aStagedInstanceIsDefinedAndStarted() {
        assertThat(plan(staging(), seen(ABSENT, FilesPresent.ALL)))
                .containsExactly(
                        new Step.DiskMade(),
                        new Step.Enter(InstancePhase.BOOTING, Optional.empty()),
                        new Step.Define(Set.of()),
                        new Step.Start(Set.of()));
    }

    @Test
    void withoutItsNetworkItDoesNotBoot() {
        Observation seen = new Observation(ABSENT, FilesPresent.ALL, true, false, IDLE);
        assertThat(plan(staging().withRun(MADE), seen)).containsExactly(new Step.Wait(Duration.ofSeconds(1)));
    }

    @Test
    void waitingLongForTheNetworkIsExplained() {
        Observation seen = new Observation(ABSENT, FilesPresent.ALL, true, false, IDLE);
        InstanceRecord old = at(staging().withRun(MADE), NOW.minus(LIMITS.explain()));
        assertThat(plan(old, seen)).first().isInstanceOf(Step.Explain.class);
    }

    @Test
    void aRunningDomainIsAdopted() {
        assertThat(plan(booting(), seen(domain(DomainState.RUNNING), FilesPresent.ALL)))
                .containsExactly(new Step.Enter(InstancePhase.RUNNING, Optional.empty()));
    }

    @Test
    void aRunningInstanceNeedsNothing() {
        assertThat(plan(running(), seen(domain(DomainState.RUNNING), FilesPresent.ALL)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(InstancePhase.class)
    void silenceOfTheHypervisorChangesNoPhase(InstancePhase phase) {
        InstanceRecord record = running().enter(phase, Optional.empty(), NOW).withRun(MADE);
        assertThat(plan(record, seen(UNKNOWN, FilesPresent.ALL))).isEmpty();
    }

    @Test
    void aGuestThatPowersItselfOffIsTerminated() {
        assertThat(plan(running(), seen(stopped(StopReason.GUEST_SHUTDOWN), FilesPresent.ALL)))
                .containsExactly(new Step.End(Reasons.GUEST));
    }

    @ParameterizedTest
    @EnumSource(value = StopReason.class, mode = EnumSource.Mode.EXCLUDE, names = "GUEST_SHUTDOWN")
    void anInstanceThatStoppedOtherwiseIsStartedAgain(StopReason reason) {
        assertThat(plan(running(), seen(stopped(reason), FilesPresent.ALL)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Step.Enter.class, enter -> assertThat(enter.phase()).isEqualTo(InstancePhase.BOOTING));
        assertThat(plan(booting(), seen(stopped(reason), FilesPresent.ALL)))
                .containsExactly(new Step.Define(Set.of()), new Step.Start(Set.of()));
    }

    @Test
    void aVanishedDomainIsMadeAgain() {
        assertThat(plan(booting(), seen(ABSENT, FilesPresent.ALL)))
                .containsExactly(new Step.Define(Set.of()), new Step.Start(Set.of()));
    }

    @Test
    void betweenStartsThereIsAPause() {
        InstanceRecord record = booting().withRun(new Run(true, 2, Optional.of(NOW.plusSeconds(2)), "no memory"));
        assertThat(plan(record, seen(stopped(StopReason.FAILED), FilesPresent.ALL)))
                .containsExactly(new Step.Wait(Duration.ofSeconds(2)));
    }

    @Test
    void afterTooManyStartsItEndsWithTheReason() {
        InstanceRecord record = booting().withRun(new Run(true, LIMITS.starts(), Optional.empty(), "no memory"));
        assertThat(plan(record, seen(stopped(StopReason.FAILED), FilesPresent.ALL)))
                .singleElement()
                .isInstanceOfSatisfying(Step.End.class, end -> {
                    assertThat(end.reason().code()).isEqualTo("Server.InternalError");
                    assertThat(end.reason().message()).contains("no memory");
                });
    }

    @Test
    void runningSteadilyForgetsEarlierStarts() {
        InstanceRecord record = at(running(), NOW.minus(LIMITS.steady()));
        assertThat(plan(record, seen(domain(DomainState.RUNNING), FilesPresent.ALL)))
                .containsExactly(new Step.Settle());
    }

    @Test
    void aLostDiskIsNeverReplacedByAFreshOne() {
        assertThat(plan(booting(), seen(stopped(StopReason.CRASHED), new FilesPresent(false, true, true))))
                .singleElement()
                .isInstanceOf(Step.End.class);
    }

    @Test
    void aLostImageIsFetchedAgain() {
        assertThat(plan(booting(), seen(stopped(StopReason.UNKNOWN), new FilesPresent(true, false, true))))
                .containsExactly(new Step.Enter(InstancePhase.STAGING, Optional.empty()), new Step.Stage());
    }

    @Test
    void anExpiredAddressWaitsForAFreshOne() {
        assertThat(plan(staging(), seen(ABSENT, FilesPresent.NONE, failed(Remedy.FRESH_URLS, staging()))))
                .containsExactly(new Step.Wait(LIMITS.restage()));
        InstanceRecord fresher = staging(URI.create("http://127.0.0.1:9/image?X-Amz-Signature=2"));
        assertThat(plan(fresher, seen(ABSENT, FilesPresent.NONE, failed(Remedy.FRESH_URLS, staging()))))
                .containsExactly(new Step.Stage());
    }

    @Test
    void aLongWaitForAnAddressIsExplainedAndThenEnds() {
        Observation seen = seen(ABSENT, FilesPresent.NONE, failed(Remedy.FRESH_URLS, staging()));
        assertThat(plan(at(staging(), NOW.minus(LIMITS.explain())), seen))
                .first()
                .isInstanceOf(Step.Explain.class);
        assertThat(plan(at(staging(), NOW.minus(LIMITS.staging())), seen))
                .singleElement()
                .isInstanceOf(Step.End.class);
    }

    @Test
    void whatTimeMayCureIsTriedAgain() {
        StagingView.Failed justNow = failed(Remedy.TRY_AGAIN, staging());
        assertThat(plan(staging(), seen(ABSENT, FilesPresent.NONE, justNow)))
                .containsExactly(new Step.Wait(LIMITS.restage()));
        assertThat(planner.plan(staging(), seen(ABSENT, FilesPresent.NONE, justNow), NOW.plus(LIMITS.restage())))
                .containsExactly(new Step.Stage());
    }

    @Test
    void whatNothingCuresEnds() {
        assertThat(plan(staging(), seen(ABSENT, FilesPresent.NONE, failed(Remedy.NONE, staging()))))
                .containsExactly(new Step.End(Reasons.internal("broken")));
    }

    @Test
    void aRebootIsAskedForOnce() {
        InstanceRecord record = running().withReboot(new Reboot(1, 0, Optional.empty()));
        assertThat(plan(record, seen(domain(DomainState.RUNNING), FilesPresent.ALL)))
                .containsExactly(new Step.AskReboot(), new Step.Wait(LIMITS.reboot()));
        InstanceRecord asked = running().withReboot(new Reboot(1, 0, Optional.of(NOW.minusSeconds(1))));
        assertThat(plan(asked, seen(domain(DomainState.RUNNING), FilesPresent.ALL)))
                .containsExactly(new Step.Wait(LIMITS.reboot().minusSeconds(1)));
    }

    @Test
    void aRebootIsDoneWhenTheGuestWentThroughAReset() {
        InstanceRecord asked = running().withReboot(new Reboot(1, 0, Optional.of(NOW.minusSeconds(9))));
        DomainView reset = new DomainView.Present(new ObservedDomain(
                Specs.ID.value(), DomainState.RUNNING, StopReason.UNKNOWN, Optional.of(NOW.minusSeconds(2))));
        assertThat(plan(asked, seen(reset, FilesPresent.ALL))).containsExactly(new Step.RebootDone());
    }

    @Test
    void aGuestThatIgnoresTheRequestIsReset() {
        InstanceRecord asked = running().withReboot(new Reboot(1, 0, Optional.of(NOW.minus(LIMITS.reboot()))));
        assertThat(plan(asked, seen(domain(DomainState.RUNNING), FilesPresent.ALL)))
                .containsExactly(new Step.Reset(), new Step.RebootDone());
    }

    @Test
    void aGuestThatPowersOffWhenAskedToRestartIsStarted() {
        InstanceRecord asked = running().withReboot(new Reboot(1, 0, Optional.of(NOW.minusSeconds(9))));
        assertThat(plan(asked, seen(stopped(StopReason.GUEST_SHUTDOWN), FilesPresent.ALL)))
                .containsExactly(new Step.RebootDone(), new Step.Define(Set.of()), new Step.Start(Set.of()));
    }

    @Test
    void terminationDuringStagingCancelsItFirst() {
        InstanceRecord ending = staging().end(2, Reasons.USER, NOW);
        assertThat(plan(ending, seen(ABSENT, FilesPresent.NONE, new StagingView.Running())))
                .containsExactly(new Step.CancelStaging(), new Step.Wait(Duration.ofMillis(100)));
    }

    @Test
    void terminationRemovesEverythingThenSaysSo() {
        InstanceRecord ending = running().end(2, Reasons.USER, NOW);
        assertThat(plan(ending, seen(domain(DomainState.RUNNING), FilesPresent.ALL)))
                .containsExactly(
                        new Step.Destroy(),
                        new Step.Undefine(),
                        new Step.RemoveTap(),
                        new Step.RemoveFiles(),
                        new Step.Enter(InstancePhase.TERMINATED, Optional.of(Reasons.USER)));
    }

    @Test
    void terminationWaitsForASilentHypervisor() {
        InstanceRecord ending = running().end(2, Reasons.USER, NOW);
        assertThat(plan(ending, seen(UNKNOWN, FilesPresent.ALL))).isEmpty();
    }

    @Test
    void aDomainThatComesBackAfterTerminationIsRemoved() {
        assertThat(plan(
                        terminated(NOW),
                        new Observation(domain(DomainState.RUNNING), FilesPresent.NONE, false, false, IDLE)))
                .containsExactly(new Step.Destroy(), new Step.Undefine());
    }

    @Test
    void aTombstoneExpires() {
        Observation nothing = new Observation(ABSENT, FilesPresent.NONE, false, false, IDLE);
        assertThat(plan(terminated(NOW), nothing)).isEmpty();
        assertThat(plan(terminated(NOW.minus(LIMITS.tombstone())), nothing)).containsExactly(new Step.Forget());
    }

    private List<Step> plan(InstanceRecord record, Observation seen) {
        return planner.plan(record, seen, NOW);
    }

    private static InstanceRecord staging() {
        return InstanceRecord.accepted(Specs.instance(Specs.ID, 1), "c", NOW);
    }

    private static InstanceRecord staging(URI url) {
        ImageSource image = Specs.image(url, new byte[] {1, 2, 3});
        return InstanceRecord.accepted(
                Specs.instance(Specs.ID, 1, new BootImages(image, Optional.empty(), Optional.empty())), "c", NOW);
    }

    private static InstanceRecord booting() {
        return staging().withRun(MADE).enter(InstancePhase.BOOTING, Optional.empty(), NOW);
    }

    private static InstanceRecord running() {
        return booting().enter(InstancePhase.RUNNING, Optional.empty(), NOW);
    }

    private static InstanceRecord terminated(Instant since) {
        return running().end(2, Reasons.USER, since).enter(InstancePhase.TERMINATED, Optional.empty(), since);
    }

    @Test
    void volumesAreLookedAfterWhileItRuns() {
        InstanceRecord record =
                running().withVolumes(Attachments.NONE.apply(Volumes.wanted(7, Volumes.connection(1, 1))));
        VolumeStep attach = new VolumeStep.Attach(Volumes.id(1));
        assertThat(plan(record, withVolumes(domain(DomainState.RUNNING), Map.of())))
                .containsExactly(new Step.OfVolume(7, attach));
        InstanceRecord rebooting = record.withReboot(new Reboot(1, 0, Optional.empty()));
        assertThat(plan(rebooting, withVolumes(domain(DomainState.RUNNING), Map.of())))
                .containsExactly(new Step.AskReboot(), new Step.OfVolume(7, attach), new Step.Wait(LIMITS.reboot()));
    }

    @Test
    void itStartsWithThoseOfItsVolumesThatAnswer() {
        InstanceRecord record = booting()
                .withRun(MADE)
                .withVolumes(Attachments.NONE.apply(Volumes.wanted(7, Volumes.connection(1, 1))));
        assertThat(plan(record, withVolumes(stopped(StopReason.CRASHED), Map.of())))
                .containsExactly(
                        new Step.OfVolume(7, new VolumeStep.Check(Volumes.id(1))),
                        new Step.Wait(Duration.ofSeconds(1)));
        VolumeTask answered = new VolumeTask.Ended(VolumeTask.Kind.CHECK, 1, 1, Optional.empty(), NOW, 1);
        Set<VolumeId> all = Set.of(Volumes.id(1));
        assertThat(plan(record, withVolumes(stopped(StopReason.CRASHED), Map.of(Volumes.id(1), answered))))
                .containsExactly(new Step.Define(all), new Step.Start(all));
    }

    @Test
    void itSaysThatItWaitsForAVolumeAndNotWhereThatIs() {
        VolumeTask failed = new VolumeTask.Ended(
                VolumeTask.Kind.CHECK, 1, 0, Optional.of("cannot log in to iqn… at 10.0.9.1:3260"), NOW, 1);
        Attachments volumes = Attachments.NONE.apply(Volumes.wanted(7, Volumes.connection(1, 1)));
        Observation seen = withVolumes(stopped(StopReason.CRASHED), Map.of(Volumes.id(1), failed));
        assertThat(plan(booting().withRun(MADE).withVolumes(volumes), seen)).noneMatch(Step.Explain.class::isInstance);
        InstanceRecord patient = staging()
                .withRun(MADE)
                .enter(InstancePhase.BOOTING, Optional.empty(), NOW.minus(LIMITS.explain()))
                .withVolumes(volumes);
        assertThat(plan(patient, seen))
                .contains(new Step.Explain(Optional.of(Reasons.waiting("waiting for volume " + Volumes.id(1)))));
    }

    /** If the reboot were done before, the guest would be taken for one that powered itself off, and ended. */
    @Test
    void aGuestThatPowersOffToRestartWaitsForItsVolumes() {
        InstanceRecord record = running()
                .withReboot(new Reboot(1, 0, Optional.of(NOW)))
                .withVolumes(Attachments.NONE.apply(Volumes.wanted(7, Volumes.connection(1, 1))));
        assertThat(plan(record, withVolumes(stopped(StopReason.GUEST_SHUTDOWN), Map.of())))
                .containsExactly(
                        new Step.OfVolume(7, new VolumeStep.Check(Volumes.id(1))),
                        new Step.Wait(Duration.ofSeconds(1)));
        VolumeTask answered = new VolumeTask.Ended(VolumeTask.Kind.CHECK, 1, 1, Optional.empty(), NOW, 1);
        Set<VolumeId> all = Set.of(Volumes.id(1));
        assertThat(plan(record, withVolumes(stopped(StopReason.GUEST_SHUTDOWN), Map.of(Volumes.id(1), answered))))
                .containsExactly(new Step.RebootDone(), new Step.Define(all), new Step.Start(all));
    }

    /** A guest that hangs with its storage is stopped before anybody waits for what is under way about its volumes. */
    @Test
    void terminationWaitsForNoVolume() {
        InstanceRecord record = running().end(2, Reasons.USER, NOW);
        Map<VolumeId, VolumeTask> busy = Map.of(Volumes.id(1), new VolumeTask.Running(VolumeTask.Kind.ATTACH));
        assertThat(plan(record, withVolumes(domain(DomainState.RUNNING), busy)))
                .containsExactly(
                        new Step.Destroy(),
                        new Step.Undefine(),
                        new Step.CancelVolumes(),
                        new Step.Wait(Duration.ofMillis(100)));
    }

    private static Observation withVolumes(DomainView domain, Map<VolumeId, VolumeTask> tasks) {
        return new Observation(
                domain, FilesPresent.ALL, true, true, IDLE, new Observation.VolumeView(Optional.of(List.of()), tasks));
    }

    private static InstanceRecord at(InstanceRecord r, Instant since) {
        return new InstanceRecord(
                r.id(),
                r.spec(),
                r.desired(),
                r.generation(),
                r.reboot(),
                r.phase(),
                r.reason(),
                since,
                r.run(),
                "c",
                r.address(),
                r.volumes());
    }

    private static StagingView.Failed failed(Remedy remedy, InstanceRecord tried) {
        return new StagingView.Failed(
                remedy, "broken", tried.spec().orElseThrow().images(), NOW, 1);
    }

    private static DomainView domain(DomainState state) {
        return new DomainView.Present(
                new ObservedDomain(Specs.ID.value(), state, StopReason.UNKNOWN, Optional.empty()));
    }

    private static DomainView stopped(StopReason reason) {
        return new DomainView.Present(
                new ObservedDomain(Specs.ID.value(), DomainState.STOPPED, reason, Optional.empty()));
    }

    private static Observation seen(DomainView domain, FilesPresent files) {
        return seen(domain, files, IDLE);
    }

    private static Observation seen(DomainView domain, FilesPresent files, StagingView staging) {
        return new Observation(domain, files, files.disk(), true, staging);
    }

    @Test
    void reasonsAreBounded() {
        StateReason reason = Reasons.internal("x".repeat(5000));
        assertThat(reason.message()).hasSizeLessThan(500);
    }
}
