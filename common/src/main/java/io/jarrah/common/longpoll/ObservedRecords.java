package io.jarrah.common.longpoll;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Revision;
import io.jarrah.common.state.JsonDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a service remembers of each of its things, in memory and on disk, and what others see of it by long poll. Every change is on disk before it is visible to
 * anybody; changes of one thing come one after the other.
 *
 * @param <K> names a thing; its text is the name of the record's file
 * @param <R> the record
 * @param <T> what others see of it
 */
public final class ObservedRecords<K, R, T> {
    /** Things go through several phases within moments; these travel together. */
    private static final Duration PACE = Duration.ofMillis(50);

    private static final int LOCKS = 64;

    private final JsonDirectory<R> directory;
    private final Function<R, K> key;
    private final Function<R, T> observed;
    private final Map<K, R> records = new ConcurrentHashMap<>();
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toList();
    private final ChangeLog<K, T> changes = new ChangeLog<>(PACE);

    /**
     * @param path directory of the records
     * @param observed what others see of a record; pure
     */
    public ObservedRecords(Path path, Class<R> type, Function<R, K> key, Function<R, T> observed) {
        this.directory = new JsonDirectory<>(path, type);
        this.key = key;
        this.observed = observed;
    }

    /** Reads what is on disk. */
    public void load() {
        directory.readAll().values().forEach(this::show);
    }

    /** Ends all long polls. */
    public void close() {
        changes.close();
    }

    /** The record, if the thing is known. */
    public Optional<R> get(K id) {
        return Optional.ofNullable(records.get(id));
    }

    /** All records now. */
    public List<R> all() {
        return List.copyOf(records.values());
    }

    /** The ids of all records now. */
    public Set<K> ids() {
        return Set.copyOf(records.keySet());
    }

    /** See {@link ChangeLog#since}. */
    public Changes<T> since(Revision revision, Duration wait) {
        return changes.since(revision, wait);
    }

    /** Changes a known record; empty when it is not known. An unchanged record is not written. */
    public Optional<R> update(K id, UnaryOperator<R> change) {
        ReentrantLock lock = lockOf(id);
        lock.lock();
        try {
            R before = records.get(id);
            if (before == null) {
                return Optional.empty();
            }
            R after = change.apply(before);
            if (!after.equals(before)) {
                save(after);
            }
            return Optional.of(after);
        } finally {
            lock.unlock();
        }
    }

    /** Adds a record unless the thing is known; returns whether it was added. */
    public boolean add(R record) {
        ReentrantLock lock = lockOf(key.apply(record));
        lock.lock();
        try {
            if (records.containsKey(key.apply(record))) {
                return false;
            }
            save(record);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Drops a record, if it is known and such a one. */
    public void forget(K id, Predicate<R> over) {
        ReentrantLock lock = lockOf(id);
        lock.lock();
        try {
            R known = records.get(id);
            if (known != null && over.test(known)) {
                directory.remove(id.toString());
                records.remove(id);
                changes.remove(id);
            }
        } finally {
            lock.unlock();
        }
    }

    private void save(R record) {
        directory.put(key.apply(record).toString(), record);
        show(record);
    }

    private void show(R record) {
        records.put(key.apply(record), record);
        changes.put(key.apply(record), observed.apply(record));
    }

    /** A lock for each thing would have to be dropped with it; a fixed number of them serves as well. */
    private ReentrantLock lockOf(K id) {
        return locks.get(Math.floorMod(id.hashCode(), LOCKS));
    }
}
