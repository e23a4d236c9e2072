package io.jarrah.nc.instance;

import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.StateReason;
import io.jarrah.nc.disk.StagingException.Remedy;
import io.jarrah.nc.hypervisor.DomainState;
import io.jarrah.nc.hypervisor.ObservedDomain;
import io.jarrah.nc.hypervisor.StopReason;
import io.jarrah.nc.instance.InstanceRecord.Desired;
import io.jarrah.nc.instance.Observation.DomainView;
import io.jarrah.nc.instance.Observation.StagingView;
import io.jarrah.nc.volume.VolumePlanner;
import io.jarrah.nc.volume.VolumeStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares what is wanted of an instance with what is true and says what to do. Pure: same record, observation and time,
 * same steps. Empty means that all is as it should be.
 */
public final class InstancePlanner {
    private static final Duration SOON = Duration.ofMillis(100);

    private final InstanceLimits limits;
    private final VolumePlanner volumes;

    public InstancePlanner(InstanceLimits limits) {
        this.limits = limits;
        this.volumes = new VolumePlanner(limits.volumes());
    }

    /** What to do now. */
    public List<Step> plan(InstanceRecord record, Observation seen, Instant now) {
        if (record.desired() == Desired.TERMINATE) {
            return teardown(record, seen, now);
        }
        List<Step> off = ofVolumes(record, withoutDomain(record, seen));
        if (!off.isEmpty()) {
            return off;
        }
        return switch (seen.domain()) {
            case DomainView.Unknown unknown -> withoutHypervisor(record, seen, now);
            case DomainView.Absent absent -> raise(record, seen, now, Optional.empty());
            case DomainView.Present present -> withDomain(record, seen, now, present.domain());
        };
    }

    /** The hypervisor is silent: files can be made, everything else stays as it was. */
    private List<Step> withoutHypervisor(InstanceRecord record, Observation seen, Instant now) {
        boolean staging =
                record.phase() == InstancePhase.STAGING && !seen.files().complete();
        return staging && record.spec().isPresent()
                ? stage(record, record.spec().get(), seen, now)
                : List.of();
    }

    private List<Step> withDomain(InstanceRecord record, Observation seen, Instant now, ObservedDomain domain) {
        return switch (domain.state()) {
            case STARTING ->
                record.phase() == InstancePhase.BOOTING
                        ? List.of()
                        : List.of(new Step.Enter(InstancePhase.BOOTING, Optional.empty()));
            case RUNNING -> runningWithVolumes(record, seen, now, domain);
            case STOPPING -> List.of();
            case STOPPED -> stopped(record, seen, now, domain.stopReason());
        };
    }

    /** What there is to note of volumes when it is sure that nobody uses them. */
    private List<VolumeStep> withoutDomain(InstanceRecord record, Observation seen) {
        boolean off =
                switch (seen.domain()) {
                    case DomainView.Unknown unknown -> false;
                    case DomainView.Absent absent -> true;
                    case DomainView.Present present -> present.domain().state() == DomainState.STOPPED;
                };
        return off ? volumes.off(record.volumes(), seen.volumes().tasks()) : List.of();
    }

    private static List<Step> ofVolumes(InstanceRecord record, List<VolumeStep> steps) {
        return steps.stream()
                .<Step>map(step -> new Step.OfVolume(record.volumes().generation(), step))
                .toList();
    }

    private List<Step> runningWithVolumes(InstanceRecord record, Observation seen, Instant now, ObservedDomain domain) {
        List<Step> steps = running(record, now, domain);
        if (record.phase() != InstancePhase.RUNNING || seen.volumes().disks().isEmpty()) {
            return steps;
        }
        VolumePlanner.Plan plan = volumes.running(
                record.volumes(), seen.volumes().disks().get(), seen.volumes().tasks(), now);
        List<Step> all = new ArrayList<>();
        Optional<Duration> wait = plan.again();
        for (Step step : steps) {
            if (step instanceof Step.Wait own) {
                wait = wait.filter(time -> time.compareTo(own.time()) < 0).or(() -> Optional.of(own.time()));
            } else {
                all.add(step);
            }
        }
        all.addAll(ofVolumes(record, plan.steps()));
        wait.ifPresent(time -> all.add(new Step.Wait(time)));
        return all;
    }

    private List<Step> running(InstanceRecord record, Instant now, ObservedDomain domain) {
        List<Step> steps = new ArrayList<>();
        if (record.phase() != InstancePhase.RUNNING) {
            if (!record.run().diskMade()) {
                steps.add(new Step.DiskMade());
            }
            steps.add(new Step.Enter(InstancePhase.RUNNING, Optional.empty()));
            return steps;
        }
        boolean steady = !now.isBefore(record.since().plus(limits.steady()));
        if (record.run().starts() > 0 && steady) {
            steps.add(new Step.Settle());
        }
        if (record.reboot().due()) {
            steps.addAll(reboot(record.reboot(), now, domain));
        }
        return steps;
    }

    private List<Step> reboot(InstanceRecord.Reboot reboot, Instant now, ObservedDomain domain) {
        if (reboot.asked().isEmpty()) {
            return List.of(new Step.AskReboot(), new Step.Wait(limits.reboot()));
        }
        Instant asked = reboot.asked().get();
        if (domain.lastReset().filter(reset -> !reset.isBefore(asked)).isPresent()) {
            return List.of(new Step.RebootDone());
        }
        Duration left = Duration.between(now, asked.plus(limits.reboot()));
        return left.isPositive() ? List.of(new Step.Wait(left)) : List.of(new Step.Reset(), new Step.RebootDone());
    }

    private List<Step> stopped(InstanceRecord record, Observation seen, Instant now, StopReason reason) {
        if (reason == StopReason.GUEST_SHUTDOWN) {
            // A guest that was asked to restart and powers off instead is started again.
            return record.reboot().due() && record.reboot().asked().isPresent()
                    ? rebooted(record, seen, now)
                    : List.of(new Step.End(Reasons.GUEST));
        }
        return raise(record, seen, now, Optional.of(reason));
    }

    /** It stays asked to restart until it does: otherwise it would have powered itself off. */
    private List<Step> rebooted(InstanceRecord record, Observation seen, Instant now) {
        Instant asked = record.reboot().asked().orElse(now);
        List<Step> steps = new ArrayList<>(start(record, seen, asked, now));
        if (steps.getFirst() instanceof Step.Define) {
            steps.addFirst(new Step.RebootDone());
        }
        return steps;
    }

    /** There is no running domain and there should be. */
    private List<Step> raise(InstanceRecord record, Observation seen, Instant now, Optional<StopReason> stopped) {
        if (record.spec().isEmpty()) {
            return List.of(new Step.End(Reasons.internal("the node lost what the instance was to be")));
        }
        if (record.phase() == InstancePhase.RUNNING) {
            String how = stopped.map(reason -> "stopped (" + reason + ")").orElse("vanished");
            return List.of(new Step.Enter(
                    InstancePhase.BOOTING,
                    Optional.of(Reasons.waiting("its virtual machine " + how + " and is started again"))));
        }
        if (record.run().diskMade() && !seen.files().disk()) {
            return List.of(new Step.End(Reasons.internal("the root disk is gone from the node")));
        }
        if (!seen.files().complete()) {
            return stage(record, record.spec().get(), seen, now);
        }
        return boot(record, seen, now, stopped);
    }

    private List<Step> boot(InstanceRecord record, Observation seen, Instant now, Optional<StopReason> stopped) {
        List<Step> steps = new ArrayList<>();
        if (!record.run().diskMade()) {
            steps.add(new Step.DiskMade());
        }
        if (!seen.networkReady()) {
            explain(record, now, record.since(), "waiting for its network to be connected")
                    .ifPresent(steps::add);
            steps.add(new Step.Wait(Duration.ofSeconds(1)));
            return steps;
        }
        if (record.run().starts() >= limits.starts()) {
            String why = record.run().failure().isEmpty()
                    ? "its virtual machine does not stay up"
                            + stopped.map(reason -> " (" + reason + ")").orElse("")
                    : record.run().failure();
            steps.add(new Step.End(
                    Reasons.internal("started " + record.run().starts() + " times in a row without success: " + why)));
            return steps;
        }
        Optional<Instant> notBefore = record.run().notBefore().filter(time -> time.isAfter(now));
        if (notBefore.isPresent()) {
            steps.add(new Step.Wait(Duration.between(now, notBefore.get())));
            return steps;
        }
        if (record.phase() != InstancePhase.BOOTING) {
            steps.add(new Step.Enter(InstancePhase.BOOTING, Optional.empty()));
        }
        steps.addAll(start(record, seen, record.since(), now));
        return steps;
    }

    /** With its volumes, if they answer; without those that do not for long: they are attached when they do. */
    private List<Step> start(InstanceRecord record, Observation seen, Instant since, Instant now) {
        return switch (volumes.boot(record.volumes(), seen.volumes().tasks(), since, now)) {
            case VolumePlanner.Boot.Ready ready -> List.of(new Step.Define(ready.with()), new Step.Start(ready.with()));
            case VolumePlanner.Boot.NotYet notYet -> {
                List<Step> steps = new ArrayList<>();
                notYet.why().flatMap(why -> explain(record, now, since, why)).ifPresent(steps::add);
                steps.addAll(ofVolumes(record, notYet.steps()));
                steps.add(new Step.Wait(notYet.again()));
                yield steps;
            }
        };
    }

    private List<Step> stage(InstanceRecord record, InstanceSpec spec, Observation seen, Instant now) {
        List<Step> steps = new ArrayList<>();
        if (record.phase() != InstancePhase.STAGING) {
            steps.add(new Step.Enter(InstancePhase.STAGING, record.reason()));
        }
        switch (seen.staging()) {
            case StagingView.Idle idle -> steps.add(new Step.Stage());
            case StagingView.Running running -> steps.add(new Step.Wait(Duration.ofSeconds(5)));
            case StagingView.Failed failed -> steps.addAll(afterFailure(record, spec, failed, now));
        }
        return steps;
    }

    private List<Step> afterFailure(InstanceRecord record, InstanceSpec spec, StagingView.Failed failed, Instant now) {
        if (failed.remedy() == Remedy.NONE) {
            return List.of(new Step.End(Reasons.internal(failed.message())));
        }
        if (!spec.images().equals(failed.images())) {
            return List.of(new Step.Stage());
        }
        if (!now.isBefore(record.since().plus(limits.staging()))) {
            return List.of(new Step.End(Reasons.internal("its images could not be fetched in "
                    + limits.staging().toMinutes() + " minutes: " + failed.message())));
        }
        List<Step> steps = new ArrayList<>();
        explain(record, now, record.since(), failed.message()).ifPresent(steps::add);
        Duration pause = limits.restage().multipliedBy(Math.min(failed.tries(), 12));
        Duration left = Duration.between(now, failed.at().plus(pause));
        if (failed.remedy() == Remedy.TRY_AGAIN && !left.isPositive()) {
            steps.add(new Step.Stage());
        } else {
            steps.add(new Step.Wait(left.isPositive() ? left : limits.restage()));
        }
        return steps;
    }

    private Optional<Step> explain(InstanceRecord record, Instant now, Instant since, String message) {
        boolean longEnough = !now.isBefore(since.plus(limits.explain()));
        Optional<StateReason> reason = Optional.of(Reasons.waiting(message));
        return longEnough && !record.reason().equals(reason) ? Optional.of(new Step.Explain(reason)) : Optional.empty();
    }

    private List<Step> teardown(InstanceRecord record, Observation seen, Instant now) {
        List<Step> steps = new ArrayList<>();
        boolean over = record.phase() == InstancePhase.TERMINATED;
        if (!over && record.phase() != InstancePhase.SHUTTING_DOWN) {
            steps.add(new Step.Enter(InstancePhase.SHUTTING_DOWN, record.reason()));
        }
        if (seen.staging() instanceof StagingView.Running) {
            steps.add(new Step.CancelStaging());
            steps.add(new Step.Wait(SOON));
            return steps;
        }
        switch (seen.domain()) {
            case DomainView.Unknown unknown -> {
                return steps;
            }
            case DomainView.Absent absent -> {}
            case DomainView.Present present -> {
                if (present.domain().state() != DomainState.STOPPED) {
                    steps.add(new Step.Destroy());
                }
                steps.add(new Step.Undefine());
            }
        }
        if (seen.volumes().busy()) {
            steps.add(new Step.CancelVolumes());
            steps.add(new Step.Wait(SOON));
            return steps;
        }
        if (!over) {
            steps.add(new Step.RemoveTap());
        }
        if (seen.leftovers()) {
            steps.add(new Step.RemoveFiles());
        }
        if (!over) {
            steps.add(new Step.Enter(InstancePhase.TERMINATED, record.reason()));
        } else if (!now.isBefore(record.since().plus(limits.tombstone()))) {
            steps.add(new Step.Forget());
        }
        return steps;
    }
}
