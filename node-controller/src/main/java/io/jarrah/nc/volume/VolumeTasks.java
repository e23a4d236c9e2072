package io.jarrah.nc.volume;

import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.VolumeId;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.nc.hypervisor.DomainVolume;
import io.jarrah.nc.hypervisor.Hypervisor;
import io.jarrah.nc.hypervisor.HypervisorException;
import io.jarrah.nc.hypervisor.VolumeDisk;
import io.jarrah.nc.volume.VolumeTask.Ended;
import io.jarrah.nc.volume.VolumeTask.Kind;
import io.jarrah.nc.volume.VolumeTask.Running;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * What is under way about volumes, a thread each: a storage network that does not answer holds up neither the instance's other affairs nor other
 * instances. Each volume of an instance has one task at most.
 */
public final class VolumeTasks implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeTasks.class);

    /** Programs that try a login at the same time, each for 10 s at most. */
    private static final int LOGINS = 8;

    /** Attaching calls at the same time: one may stand still for as long as the storage is away. The hypervisor takes 32 calls of all kinds. */
    private static final int ATTACHING = 12;

    /** All other calls of volumes at the same time, which must not wait for those. */
    private static final int OTHERS = 8;

    private final Hypervisor hypervisor;
    private final VolumePortal portal;
    private final InstantSource clock;
    private final Consumer<InstanceId> finished;
    private final Semaphore logins = new Semaphore(LOGINS);
    private final Semaphore attaching = new Semaphore(ATTACHING);
    private final Semaphore others = new Semaphore(OTHERS);
    private final Map<InstanceId, Map<VolumeId, Task>> tasks = new ConcurrentHashMap<>();

    /**
     * @param finished called when a task ended, however it did
     */
    public VolumeTasks(Hypervisor hypervisor, VolumePortal portal, InstantSource clock, Consumer<InstanceId> finished) {
        this.hypervisor = hypervisor;
        this.portal = portal;
        this.clock = clock;
        this.finished = finished;
    }

    @Override
    public String name() {
        return "volumes";
    }

    @Override
    public void start() {}

    @Override
    public void stop() throws InterruptedException {
        List<Task> all = tasks.values().stream()
                .flatMap(some -> List.copyOf(some.values()).stream())
                .toList();
        all.forEach(task -> task.thread.interrupt());
        for (Task task : all) {
            task.thread.join();
        }
    }

    /** Where each volume's task of the instance stands. */
    public Map<VolumeId, VolumeTask> status(InstanceId instance) {
        Map<VolumeId, VolumeTask> status = new HashMap<>();
        tasks.getOrDefault(instance, Map.of()).forEach((volume, task) -> status.put(volume, task.state));
        return status;
    }

    /** Begins to see whether the volume can be logged in to. */
    public void check(InstanceId instance, DomainVolume volume, String correlation) {
        begin(instance, volume.volume(), volume.attachment(), Kind.CHECK, correlation, () -> size(volume));
    }

    /** Begins to give the volume to the running guest. */
    public void attach(InstanceId instance, DomainVolume volume, String correlation) {
        begin(instance, volume.volume(), volume.attachment(), Kind.ATTACH, correlation, () -> {
            int size = size(volume);
            call(attaching, () -> hypervisor.attach(instance, volume));
            LOG.info("{} has {} as {}", instance, volume.volume(), volume.dev());
            return size;
        });
    }

    /** Begins to ask the guest to let the disk go. */
    public void detach(InstanceId instance, VolumeDisk disk, String correlation) {
        begin(instance, disk.volume(), disk.attachment(), Kind.DETACH, correlation, () -> {
            LOG.info("{} is asked to let go of {}", instance, disk.volume());
            call(others, () -> hypervisor.detach(instance, disk));
            return 0;
        });
    }

    /** Begins to show the guest that the volume has that many GiB. */
    public void grow(InstanceId instance, VolumeDisk disk, int sizeGib, String correlation) {
        begin(instance, disk.volume(), disk.attachment(), Kind.GROW, correlation, () -> {
            call(others, () -> hypervisor.grow(instance, disk, sizeGib));
            LOG.info("{} sees {} GiB of {}", instance, sizeGib, disk.volume());
            return sizeGib;
        });
    }

    /** Asks all tasks of the instance to end; their status tells when they have. */
    public void cancel(InstanceId instance) {
        tasks.getOrDefault(instance, Map.of()).values().forEach(task -> task.thread.interrupt());
    }

    /** Forgets how it went with a volume that the instance does not have any more. */
    public void clear(InstanceId instance, VolumeId volume) {
        tasks.computeIfPresent(instance, (key, some) -> {
            some.computeIfPresent(volume, (of, task) -> task.state instanceof Ended ? null : task);
            return some.isEmpty() ? null : some;
        });
    }

    /** Forgets how it went with an instance that is over. */
    public void clear(InstanceId instance) {
        tasks.computeIfPresent(instance, (key, some) -> {
            some.values().removeIf(task -> task.state instanceof Ended);
            return some.isEmpty() ? null : some;
        });
    }

    /** A call to the hypervisor. */
    @FunctionalInterface
    private interface Call {
        void make() throws HypervisorException;
    }

    private static void call(Semaphore room, Call call) throws HypervisorException, InterruptedException {
        room.acquire();
        try {
            call.make();
        } finally {
            room.release();
        }
    }

    private int size(DomainVolume volume) throws VolumeUnavailableException, InterruptedException {
        if (!hypervisor.kind().attachesVolumes()) {
            throw new VolumeUnavailableException(
                    "volumes need KVM or QEMU, and this node runs "
                            + hypervisor.kind().word(),
                    null);
        }
        logins.acquire();
        try {
            return portal.sizeGib(volume);
        } finally {
            logins.release();
        }
    }

    private void begin(
            InstanceId instance, VolumeId volume, long attachment, Kind kind, String correlation, Work work) {
        tasks.compute(instance, (key, some) -> {
            Map<VolumeId, Task> of = some == null ? new ConcurrentHashMap<>() : some;
            Task known = of.get(volume);
            if (known != null && known.state instanceof Running) {
                return of;
            }
            int tries = known != null && known.state instanceof Ended ended && ended.is(kind, attachment)
                    ? ended.tries()
                    : 0;
            Task task = new Task(instance, volume, attachment, kind, correlation, tries + 1, work);
            of.put(volume, task);
            task.thread.start();
            return of;
        });
    }

    /** What a task does. */
    @FunctionalInterface
    private interface Work {
        int run() throws VolumeUnavailableException, HypervisorException, InterruptedException;
    }

    private final class Task implements Runnable {
        private final InstanceId instance;
        private final VolumeId volume;
        private final long attachment;
        private final Kind kind;
        private final String correlation;
        private final int tries;
        private final Work work;
        private final Thread thread;
        private volatile VolumeTask state;

        Task(
                InstanceId instance,
                VolumeId volume,
                long attachment,
                Kind kind,
                String correlation,
                int tries,
                Work work) {
            this.instance = instance;
            this.volume = volume;
            this.attachment = attachment;
            this.kind = kind;
            this.correlation = correlation;
            this.tries = tries;
            this.work = work;
            this.state = new Running(kind);
            this.thread =
                    Thread.ofVirtual().name("volume-" + instance + "-" + volume).unstarted(this);
        }

        @Override
        public void run() {
            MDC.put("correlation", correlation);
            @Nullable VolumeTask outcome = null;
            try {
                outcome = ended(work.run(), null);
            } catch (VolumeUnavailableException | HypervisorException e) {
                LOG.warn("cannot {} {} of {}: {}", kind, volume, instance, e.getMessage());
                outcome = ended(0, String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                outcome = ended(0, "it was broken off");
            } finally {
                // What is unforeseen ends the thread and is logged by the JVM; it is then tried again.
                state = outcome != null ? outcome : ended(0, "it broke unexpectedly; see the node's log");
                finished.accept(instance);
            }
        }

        private Ended ended(int sizeGib, @Nullable String failure) {
            return new Ended(kind, attachment, sizeGib, Optional.ofNullable(failure), clock.instant(), tries);
        }
    }
}
