package io.jarrah.nc.instance;

import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.reconcile.Reconciler;
import io.jarrah.common.reconcile.Result;
import io.jarrah.nc.disk.FilesPresent;
import io.jarrah.nc.disk.InstanceDisks;
import io.jarrah.nc.hypervisor.DomainSpec;
import io.jarrah.nc.hypervisor.Hypervisor;
import io.jarrah.nc.hypervisor.HypervisorException;
import io.jarrah.nc.instance.InstanceRecord.Reboot;
import io.jarrah.nc.instance.InstanceRecord.Run;
import io.jarrah.nc.instance.Observation.DomainView;
import io.jarrah.nc.network.NetworkPlane;
import io.jarrah.nc.network.TapNames;
import io.jarrah.nc.volume.VolumeTasks;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Brings one instance to what its record wants: observe, plan, carry out, until nothing is left to do. */
public final class InstanceReconciler implements Reconciler<InstanceId> {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceReconciler.class);
    private static final int ROUNDS = 12;
    private static final Duration BREATHER = Duration.ofMillis(200);

    private final InstanceRecords records;
    private final Backends backends;
    private final StagingTasks staging;
    private final VolumeWork volumes;
    private final InstancePlanner planner;
    private final InstanceLimits limits;
    private final DomainOptions options;
    private final InstantSource clock;

    /** What instances consist of. */
    public record Backends(Hypervisor hypervisor, InstanceDisks disks, NetworkPlane network) {}

    /**
     * What all domains have in common.
     *
     * @param kernelArguments command line of directly booted kernels
     * @param vnc whether displays are served on the loopback address
     */
    public record DomainOptions(String kernelArguments, boolean vnc) {}

    public InstanceReconciler(
            InstanceRecords records,
            Backends backends,
            StagingTasks staging,
            VolumeTasks volumes,
            InstanceLimits limits,
            DomainOptions options,
            InstantSource clock) {
        this.records = records;
        this.backends = backends;
        this.staging = staging;
        this.volumes = new VolumeWork(records, backends.hypervisor(), volumes);
        this.planner = new InstancePlanner(limits);
        this.limits = limits;
        this.options = options;
        this.clock = clock;
    }

    @Override
    public Result reconcile(InstanceId id) throws HypervisorException, IOException {
        for (int round = 0; round < ROUNDS; round++) {
            Optional<InstanceRecord> known = records.get(id);
            if (known.isEmpty()) {
                return Result.done();
            }
            InstanceRecord record = known.get();
            MDC.put("correlation", record.correlation());
            List<Step> steps = planner.plan(record, observe(record), clock.instant());
            if (steps.isEmpty()) {
                return Result.done();
            }
            LOG.debug("{}: {}", id, steps);
            for (Step step : written(id, steps)) {
                if (step instanceof Step.Wait pause) {
                    return Result.after(pause.time());
                }
                if (!carryOut(record, step)) {
                    break;
                }
            }
        }
        LOG.warn("{} needs more steps than expected; going on a little later", id);
        return Result.after(BREATHER);
    }

    /** A made disk and the boot that follows are one change of the record, written once. Returns the steps that are left. */
    private List<Step> written(InstanceId id, List<Step> steps) {
        if (steps.size() < 2
                || !(steps.getFirst() instanceof Step.DiskMade)
                || !(steps.get(1) instanceof Step.Enter enter)) {
            return steps;
        }
        staging.clear(id);
        LOG.info("{} is {}", id, enter.phase());
        records.update(id, r -> diskMade(r).enter(enter.phase(), enter.reason(), clock.instant()));
        return steps.subList(2, steps.size());
    }

    private static InstanceRecord diskMade(InstanceRecord record) {
        Run run = record.run();
        return record.withRun(new Run(true, run.starts(), run.notBefore(), run.failure()));
    }

    private Observation observe(InstanceRecord record) {
        DomainView domain = domain(record.id());
        boolean active = domain instanceof DomainView.Present present
                && present.domain().state().active();
        FilesPresent files = active
                ? FilesPresent.ALL
                : record.spec().map(backends.disks()::present).orElse(FilesPresent.NONE);
        boolean network =
                record.spec().map(spec -> backends.network().ready(spec.id())).orElse(false);
        return new Observation(
                domain,
                files,
                backends.disks().exists(record.id()),
                network,
                staging.status(record.id()),
                volumes.observe(record, active));
    }

    private DomainView domain(InstanceId id) {
        try {
            return backends.hypervisor()
                    .domain(id)
                    .<DomainView>map(DomainView.Present::new)
                    .orElseGet(DomainView.Absent::new);
        } catch (HypervisorException e) {
            LOG.debug("nothing is known of {} now", id, e);
            return new DomainView.Unknown();
        }
    }

    /** Returns false when the rest of the plan is to be made anew. */
    private boolean carryOut(InstanceRecord record, Step step) throws HypervisorException, IOException {
        InstanceId id = record.id();
        Hypervisor hypervisor = backends.hypervisor();
        switch (step) {
            case Step.Enter enter -> enter(id, enter);
            case Step.Explain explain -> records.update(id, r -> r.withReason(explain.reason()));
            case Step.End end -> {
                LOG.info("{} ends: {}", id, end.reason().message());
                records.update(id, r -> r.end(r.generation(), end.reason(), clock.instant()));
            }
            case Step.Stage stage -> record.spec().ifPresent(spec -> staging.begin(spec, record.correlation()));
            case Step.CancelStaging cancel -> staging.cancel(id);
            case Step.DiskMade made -> {
                staging.clear(id);
                records.update(id, InstanceReconciler::diskMade);
            }
            case Step.Define define -> {
                return tryToStart(record, define.with(), false);
            }
            case Step.Start start -> {
                return tryToStart(record, start.with(), true);
            }
            case Step.Settle settle -> update(id, run -> new Run(run.diskMade(), 0, Optional.empty(), ""));
            case Step.AskReboot ask -> askReboot(id);
            case Step.Reset reset -> reset(id);
            case Step.RebootDone done ->
                records.update(
                        id,
                        r -> r.withReboot(
                                new Reboot(r.reboot().wanted(), r.reboot().wanted(), Optional.empty())));
            case Step.Destroy destroy -> hypervisor.destroy(id);
            case Step.Undefine undefine -> hypervisor.undefine(id);
            case Step.RemoveTap removeTap -> backends.network().removeTap(TapNames.of(id));
            case Step.RemoveFiles remove -> backends.disks().remove(id);
            case Step.OfVolume ofVolume -> {
                return volumes.carryOut(record, ofVolume);
            }
            case Step.CancelVolumes cancel -> volumes.cancel(id);
            case Step.Forget forget -> records.forget(id);
            case Step.Wait pause -> throw new IllegalStateException("waiting is the caller's");
        }
        return true;
    }

    private void enter(InstanceId id, Step.Enter enter) {
        LOG.info("{} is {}", id, enter.phase());
        if (enter.phase() == InstancePhase.TERMINATED) {
            staging.clear(id);
            volumes.clear(id);
        }
        records.update(id, r -> r.enter(enter.phase(), enter.reason(), clock.instant()));
    }

    private void update(InstanceId id, UnaryOperator<Run> change) {
        records.update(id, r -> r.withRun(change.apply(r.run())));
    }

    /** The request is noted first, so that a restart of the node controller does not ask twice. */
    private void askReboot(InstanceId id) throws HypervisorException {
        records.update(
                id,
                r -> r.withReboot(new Reboot(r.reboot().wanted(), r.reboot().done(), Optional.of(clock.instant()))));
        try {
            backends.hypervisor().reboot(id);
        } catch (HypervisorException e) {
            if (e.kind() != HypervisorException.Kind.FAILED) {
                throw e;
            }
            LOG.info("{} cannot be asked to restart: {}", id, e.getMessage());
        }
    }

    /** QEMU waits for its disks before it resets, and for ever if the storage of one is gone: then it is stopped, and started again. */
    private void reset(InstanceId id) throws HypervisorException {
        LOG.info("{} did not restart by itself and is reset", id);
        try {
            backends.hypervisor().reset(id);
        } catch (HypervisorException e) {
            // Interrupted when this node controller ends: then nobody knows whether QEMU hangs.
            if (e.kind() != HypervisorException.Kind.TIMED_OUT
                    || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            LOG.warn("{} cannot be reset and is stopped, to be started again: {}", id, e.getMessage());
            backends.hypervisor().destroy(id);
        }
    }

    /** A refusal counts and is remembered; the planner then decides whether to try once more. */
    private boolean tryToStart(InstanceRecord record, Set<VolumeId> with, boolean start) throws HypervisorException {
        InstanceId id = record.id();
        if (start) {
            Instant now = clock.instant();
            update(id, run -> {
                int starts = run.starts() + 1;
                return new Run(run.diskMade(), starts, Optional.of(now.plus(limits.backoff(starts))), "");
            });
        }
        try {
            if (start) {
                backends.hypervisor().start(id, VolumeWork.domainVolumes(record.volumes(), with));
            } else {
                InstanceSpec spec = record.spec().orElseThrow();
                backends.hypervisor()
                        .define(domainOf(spec).withVolumes(VolumeWork.domainVolumes(record.volumes(), with)));
            }
            return true;
        } catch (HypervisorException e) {
            if (e.kind() != HypervisorException.Kind.FAILED) {
                if (start) {
                    update(id, run -> new Run(run.diskMade(), run.starts() - 1, Optional.empty(), ""));
                }
                throw e;
            }
            LOG.warn("cannot start {}: {}", id, e.getMessage());
            Instant now = clock.instant();
            update(id, run -> {
                int starts = start ? run.starts() : run.starts() + 1;
                return new Run(
                        run.diskMade(),
                        starts,
                        Optional.of(now.plus(limits.backoff(starts))),
                        String.valueOf(e.getMessage()));
            });
            return false;
        }
    }

    private DomainSpec domainOf(InstanceSpec spec) {
        InstanceDisks.BootFiles files = backends.disks().files(spec);
        return new DomainSpec(
                spec.id(),
                spec.capacity().vcpus(),
                spec.capacity().memoryMib(),
                files.disk(),
                files.configDrive(),
                files.kernel()
                        .map(kernel -> new DomainSpec.KernelBoot(kernel, files.ramdisk(), options.kernelArguments())),
                new DomainSpec.DomainNic(
                        backends.network().bridge(spec.nic().segment()),
                        TapNames.of(spec.id()),
                        spec.nic().mac(),
                        spec.nic().mtu()),
                files.consoleLog(),
                options.vnc());
    }
}
