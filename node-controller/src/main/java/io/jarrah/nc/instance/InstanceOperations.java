package io.jarrah.nc.instance;

import io.jarrah.common.contract.BootImages;
import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.ConsoleOutput;
import io.jarrah.common.contract.Correlation;
import io.jarrah.common.contract.ImageSource;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.InstanceRef;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.InstanceVolumes;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.contract.ServiceException.Code;
import io.jarrah.common.contract.VolumeConnection;
import io.jarrah.common.id.InstanceId;
import io.jarrah.nc.disk.InstanceDisks;
import io.jarrah.nc.hypervisor.DomainVolume;
import io.jarrah.nc.instance.InstanceRecord.Desired;
import io.jarrah.nc.instance.InstanceRecord.Reboot;
import io.jarrah.nc.volume.Attachments;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests about instances up: each ends in a record on disk and a wake-up, never in work. */
public final class InstanceOperations {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceOperations.class);
    private static final Pattern MAC = Pattern.compile("([0-9a-f]{2}:){5}[0-9a-f]{2}");
    private static final int MAX_SEGMENT = 0xffffff;
    private static final int MIN_MTU = 576;
    private static final int MAX_MTU = 9500;

    private final InstanceRecords records;
    private final InstanceDisks disks;
    private final Supplier<Capacity> total;
    private final Consumer<InstanceId> wakeUp;
    private final InstantSource clock;

    /**
     * @param total what the node can hold in all
     * @param wakeUp makes the reconciler look at an instance
     */
    public InstanceOperations(
            InstanceRecords records,
            InstanceDisks disks,
            Supplier<Capacity> total,
            Consumer<InstanceId> wakeUp,
            InstantSource clock) {
        this.records = records;
        this.disks = disks;
        this.total = total;
        this.wakeUp = wakeUp;
        this.clock = clock;
    }

    /** See {@link io.jarrah.common.contract.NodeService#runInstance}. */
    public void run(Correlation correlation, InstanceSpec spec) {
        require(spec);
        InstanceRecord fresh = InstanceRecord.accepted(spec, correlation.id(), clock.instant());
        if (records.get(spec.id()).isPresent() || !records.admit(fresh, total.get())) {
            records.update(spec.id(), known -> rerun(known, spec, correlation));
        } else {
            LOG.info("taking up {} ({})", spec.id(), spec.instanceType());
        }
        wakeUp.accept(spec.id());
    }

    /** A known instance keeps what it is; only fresher download addresses are taken over. */
    private static InstanceRecord rerun(InstanceRecord known, InstanceSpec spec, Correlation correlation) {
        if (known.desired() == Desired.TERMINATE || known.spec().isEmpty() || spec.generation() < known.generation()) {
            return known;
        }
        InstanceSpec old = known.spec().get();
        if (!sameImages(old.images(), spec.images())) {
            LOG.warn("{} was sent again with other images; it keeps those it has", spec.id());
            return known;
        }
        return known.withSpec(
                new InstanceSpec(
                        old.id(),
                        spec.generation(),
                        old.accountId(),
                        old.reservationId(),
                        old.instanceType(),
                        old.capacity(),
                        spec.images(),
                        old.nic(),
                        old.hostname(),
                        old.configDrive()),
                correlation.id());
    }

    private static boolean sameImages(BootImages a, BootImages b) {
        return same(a.root(), b.root()) && same(a.kernel(), b.kernel()) && same(a.ramdisk(), b.ramdisk());
    }

    private static boolean same(Optional<ImageSource> a, Optional<ImageSource> b) {
        return a.isPresent() == b.isPresent() && (a.isEmpty() || same(a.get(), b.orElseThrow()));
    }

    private static boolean same(ImageSource a, ImageSource b) {
        return a.id().equals(b.id())
                && a.sha256().equals(b.sha256())
                && a.sizeBytes() == b.sizeBytes()
                && a.format() == b.format();
    }

    /** See {@link io.jarrah.common.contract.NodeService#terminateInstance}. */
    public void terminate(Correlation correlation, InstanceRef instance) {
        records.add(InstanceRecord.refused(
                instance.id(), instance.generation(), Reasons.USER, correlation.id(), clock.instant()));
        records.update(
                instance.id(),
                known -> instance.generation() < known.generation()
                        ? known
                        : known.end(instance.generation(), Reasons.USER, clock.instant()));
        wakeUp.accept(instance.id());
    }

    /** See {@link io.jarrah.common.contract.NodeService#rebootInstance}. */
    public void reboot(InstanceRef instance) {
        InstanceRecord known = known(instance.id());
        if (known.desired() == Desired.TERMINATE) {
            return;
        }
        records.update(instance.id(), record -> {
            Reboot reboot = record.reboot();
            return instance.generation() <= reboot.wanted()
                    ? record
                    : record.withReboot(new Reboot(instance.generation(), reboot.done(), reboot.asked()));
        });
        wakeUp.accept(instance.id());
    }

    /** See {@link io.jarrah.common.contract.NodeService#applyVolumes}. */
    public void apply(Correlation correlation, InstanceVolumes volumes) {
        require(volumes);
        known(volumes.instance());
        records.update(volumes.instance(), record -> {
            boolean ends = record.desired() == Desired.TERMINATE;
            // An instance that ends gets no more volumes, and is not told secrets that it does not need.
            Attachments changed = record.volumes()
                    .apply(ends ? new InstanceVolumes(volumes.instance(), volumes.generation(), List.of()) : volumes);
            return changed.equals(record.volumes()) ? record : record.withVolumes(changed, correlation.id());
        });
        wakeUp.accept(volumes.instance());
    }

    private static void require(InstanceVolumes volumes) {
        if (volumes.volumes().size() > Attachments.LIMIT) {
            throw new ServiceException(
                    Code.INVALID,
                    volumes.instance() + " cannot have " + volumes.volumes().size() + " volumes, only "
                            + Attachments.LIMIT);
        }
        for (VolumeConnection connection : volumes.volumes()) {
            if (connection.sizeGib() < 1
                    || !DomainVolume.isHost(connection.export().host())) {
                throw new ServiceException(
                        Code.INVALID,
                        "volume " + connection.volume() + " for " + volumes.instance()
                                + " has no size, or a host that is no name or address");
            }
        }
    }

    /** See {@link io.jarrah.common.contract.NodeService#forgetInstances}. */
    public void forget(List<InstanceId> instances) {
        instances.forEach(records::forget);
    }

    /** See {@link io.jarrah.common.contract.NodeService#getConsoleOutput}. */
    public ConsoleOutput console(InstanceId instance) {
        InstanceRecord known = known(instance);
        try {
            return disks.console(instance).tail();
        } catch (IOException e) {
            if (known.phase() == InstancePhase.SHUTTING_DOWN || known.phase() == InstancePhase.TERMINATED) {
                throw new ServiceException(Code.NOT_FOUND, "the console of " + instance + " is gone", e);
            }
            throw new ServiceException(Code.UNAVAILABLE, "cannot read the console of " + instance, e);
        }
    }

    private InstanceRecord known(InstanceId id) {
        return records.get(id).orElseThrow(() -> new ServiceException(Code.NOT_FOUND, "this node does not know " + id));
    }

    private static void require(InstanceSpec spec) {
        if (spec.capacity().vcpus() < 1 || spec.capacity().memoryMib() < 1) {
            throw invalid(spec, "needs at least one vCPU and 1 MiB of memory");
        }
        if (!MAC.matcher(spec.nic().mac()).matches()) {
            throw invalid(spec, "has no lower-case MAC address");
        }
        if (spec.nic().segment() < 1
                || spec.nic().segment() > MAX_SEGMENT
                || spec.nic().mtu() < MIN_MTU
                || spec.nic().mtu() > MAX_MTU) {
            throw invalid(spec, "has a segment or MTU out of range");
        }
        if (spec.images().kernel().filter(InstanceOperations::notRaw).isPresent()
                || spec.images().ramdisk().filter(InstanceOperations::notRaw).isPresent()) {
            throw invalid(spec, "has a kernel or ramdisk that is not a plain file");
        }
    }

    private static boolean notRaw(ImageSource source) {
        return source.format() != ImageSource.Format.RAW;
    }

    private static ServiceException invalid(InstanceSpec spec, String what) {
        return new ServiceException(Code.INVALID, spec.id() + " " + what);
    }
}
