package io.jarrah.nc.instance;

import io.jarrah.common.contract.Capacity;
import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.ImageSource;
import io.jarrah.common.contract.InstancePhase;
import io.jarrah.common.contract.InstanceSpec;
import io.jarrah.common.contract.ObservedInstance;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.contract.ServiceException;
import io.jarrah.common.id.InstanceId;
import io.jarrah.common.id.NodeName;
import io.jarrah.common.longpoll.ChangeLog;
import io.jarrah.common.state.JsonDirectory;
import io.jarrah.nc.image.ImageCache;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The records of all instances, in memory and on disk, and what others see of them. Every change is on disk before it is
 * visible to anybody.
 */
public final class InstanceRecords {
    private static final long BYTES_PER_GIB = 1L << 30;
    /** A launch goes through several phases within moments. */
    private static final Duration PACE = Duration.ofMillis(50);

    private static final int LOCKS = 64;

    private final NodeName node;
    private final JsonDirectory<InstanceRecord> directory;
    private final ConcurrentHashMap<InstanceId, InstanceRecord> records = new ConcurrentHashMap<>();
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toList();
    private final ReentrantLock admission = new ReentrantLock();
    private final ChangeLog<InstanceId, ObservedInstance> changes = new ChangeLog<>(PACE);

    /**
     * @param path directory of the records
     */
    public InstanceRecords(NodeName node, Path path) {
        this.node = node;
        this.directory = new JsonDirectory<>(path, InstanceRecord.class);
    }

    /** Reads what is on disk. */
    public void load() {
        directory.readAll().forEach((key, record) -> {
            records.put(record.id(), record);
            changes.put(record.id(), observed(record));
        });
    }

    /** Ends all long polls. */
    public void close() {
        changes.close();
    }

    /** The record, if the instance is known. */
    public Optional<InstanceRecord> get(InstanceId id) {
        return Optional.ofNullable(records.get(id));
    }

    /** All records now. */
    public Collection<InstanceRecord> all() {
        return List.copyOf(records.values());
    }

    /** The ids of all records now. */
    public Set<InstanceId> ids() {
        return Set.copyOf(records.keySet());
    }

    /** For the long poll of the cluster controller. */
    public Changes<ObservedInstance> since(Revision revision, Duration wait) {
        return changes.since(revision, wait);
    }

    /** Changes a known record; empty when it is not known. An unchanged record is not written. */
    public Optional<InstanceRecord> update(InstanceId id, UnaryOperator<InstanceRecord> change) {
        ReentrantLock lock = lockOf(id);
        lock.lock();
        try {
            InstanceRecord before = records.get(id);
            if (before == null) {
                return Optional.empty();
            }
            InstanceRecord after = change.apply(before);
            if (!after.equals(before)) {
                save(after);
            }
            return Optional.of(after);
        } finally {
            lock.unlock();
        }
    }

    /** Takes over the addresses that the site's DHCP server gave to instances. */
    public void learn(Map<InstanceId, String> addresses) {
        addresses.forEach((id, address) ->
                update(id, record -> record.holdsResources() ? record.withAddress(Optional.of(address)) : record));
    }

    /** Whether an instance that began to run after that moment has still to get its address from the site. */
    public boolean anyAwaitsAddress(Instant since) {
        return records.values().stream()
                .anyMatch(record -> record.phase() == InstancePhase.RUNNING
                        && record.since().isAfter(since)
                        && record.address().isEmpty());
    }

    /** Adds a record unless the instance is known; returns whether it was added. */
    boolean add(InstanceRecord record) {
        ReentrantLock lock = lockOf(record.id());
        lock.lock();
        try {
            if (records.containsKey(record.id())) {
                return false;
            }
            save(record);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds a record if what it takes fits beside all others.
     *
     * @throws ServiceException NO_CAPACITY when it does not
     */
    boolean admit(InstanceRecord record, Capacity total) {
        admission.lock();
        try {
            Capacity needed = record.spec().map(InstanceRecords::needed).orElse(Capacity.NONE);
            Capacity used = used();
            if (!records.containsKey(record.id()) && !total.minus(used).holds(needed)) {
                throw new ServiceException(
                        ServiceException.Code.NO_CAPACITY,
                        record.id() + " needs " + text(needed) + " but of " + text(total) + " only "
                                + text(total.minus(used)) + " are free");
            }
            return add(record);
        } finally {
            admission.unlock();
        }
    }

    /** Drops the record of a terminated instance. */
    void forget(InstanceId id) {
        ReentrantLock lock = lockOf(id);
        lock.lock();
        try {
            InstanceRecord known = records.get(id);
            if (known != null && known.phase() == InstancePhase.TERMINATED) {
                directory.remove(id.value());
                records.remove(id);
                changes.remove(id);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What all instances take together. */
    public Capacity used() {
        return held().map(InstanceRecords::needed).reduce(Capacity.NONE, Capacity::plus);
    }

    /** Cache entries that instances rest on. */
    public Set<String> imagesInUse() {
        return held().flatMap(spec -> Stream.of(
                                Optional.of(spec.images().root()),
                                spec.images().kernel(),
                                spec.images().ramdisk())
                        .flatMap(Optional::stream))
                .map((ImageSource source) -> ImageCache.entryName(source))
                .collect(Collectors.toSet());
    }

    /** Segments that instances are plugged into. */
    public Set<Integer> segmentsInUse() {
        return held().map(spec -> spec.nic().segment()).collect(Collectors.toSet());
    }

    private Stream<InstanceSpec> held() {
        return records.values().stream()
                .filter(InstanceRecord::holdsResources)
                .flatMap(record -> record.spec().stream());
    }

    /** A disk of the image's own size still takes room. */
    private static Capacity needed(InstanceSpec spec) {
        Capacity asked = spec.capacity();
        if (asked.diskGib() > 0) {
            return asked;
        }
        long gib = (spec.images().root().sizeBytes() + BYTES_PER_GIB - 1) / BYTES_PER_GIB;
        return new Capacity(asked.vcpus(), asked.memoryMib(), (int) Math.min(Integer.MAX_VALUE / 2, gib));
    }

    private void save(InstanceRecord record) {
        directory.put(record.id().value(), record);
        records.put(record.id(), record);
        changes.put(record.id(), observed(record));
    }

    /** A lock for each instance would have to be dropped with it; a fixed number of them serves as well. */
    private ReentrantLock lockOf(InstanceId id) {
        return locks.get(Math.floorMod(id.hashCode(), LOCKS));
    }

    private ObservedInstance observed(InstanceRecord record) {
        return new ObservedInstance(
                record.id(),
                record.generation(),
                record.reboot().done(),
                record.phase(),
                Optional.of(node),
                true,
                record.reason(),
                record.since(),
                record.address(),
                record.volumes().observed());
    }

    private static String text(Capacity capacity) {
        return capacity.vcpus() + " vCPU, " + capacity.memoryMib() + " MiB, " + capacity.diskGib() + " GiB";
    }
}
