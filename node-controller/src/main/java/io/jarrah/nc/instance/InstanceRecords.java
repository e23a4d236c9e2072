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
import io.jarrah.common.longpoll.ObservedRecords;
import io.jarrah.nc.image.ImageCache;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    private final ObservedRecords<InstanceId, InstanceRecord, ObservedInstance> records;
    private final ReentrantLock admission = new ReentrantLock();

    /**
     * @param path directory of the records
     */
    public InstanceRecords(NodeName node, Path path) {
        this.records =
                new ObservedRecords<>(path, InstanceRecord.class, InstanceRecord::id, record -> observed(node, record));
    }

    /** Reads what is on disk. */
    public void load() {
        records.load();
    }

    /** Ends all long polls. */
    public void close() {
        records.close();
    }

    /** The record, if the instance is known. */
    public Optional<InstanceRecord> get(InstanceId id) {
        return records.get(id);
    }

    /** All records now. */
    public Collection<InstanceRecord> all() {
        return records.all();
    }

    /** The ids of all records now. */
    public Set<InstanceId> ids() {
        return records.ids();
    }

    /** For the long poll of the cluster controller. */
    public Changes<ObservedInstance> since(Revision revision, Duration wait) {
        return records.since(revision, wait);
    }

    /** Changes a known record; empty when it is not known. An unchanged record is not written. */
    public Optional<InstanceRecord> update(InstanceId id, UnaryOperator<InstanceRecord> change) {
        return records.update(id, change);
    }

    /** Takes over the addresses that the site's DHCP server gave to instances. */
    public void learn(Map<InstanceId, String> addresses) {
        addresses.forEach((id, address) ->
                update(id, record -> record.holdsResources() ? record.withAddress(Optional.of(address)) : record));
    }

    /** Whether an instance that began to run after that moment has still to get its address from the site. */
    public boolean anyAwaitsAddress(Instant since) {
        return records.all().stream()
                .anyMatch(record -> record.phase() == InstancePhase.RUNNING
                        && record.since().isAfter(since)
                        && record.address().isEmpty());
    }

    /** Adds a record unless the instance is known; returns whether it was added. */
    boolean add(InstanceRecord record) {
        return records.add(record);
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
            if (records.get(record.id()).isEmpty() && !total.minus(used).holds(needed)) {
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
        records.forget(id, record -> record.phase() == InstancePhase.TERMINATED);
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
        return records.all().stream().filter(InstanceRecord::holdsResources).flatMap(record -> record.spec().stream());
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

    private static ObservedInstance observed(NodeName node, InstanceRecord record) {
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
