package io.jarrah.common.longpoll;

import io.jarrah.common.contract.Changes;
import io.jarrah.common.contract.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A map that remembers the revision of each entry's last change, so that a caller can ask for what changed since it
 * asked last and wait for it. Each new log is an epoch of its own.
 */
public final class ChangeLog<K, T> {
    private record Entry<T>(T item, long changed) {}

    private static final Duration MAX_WAIT = Duration.ofMinutes(1);

    private final String epoch = UUID.randomUUID().toString();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<K, Entry<T>> entries = new HashMap<>();
    private final long paceNanos;
    private long number = 1;
    private long lastRemoval;
    private long earliestAnswer = System.nanoTime();
    private boolean closed;
    private long answered;

    /** A log whose waiters are answered at once. */
    public ChangeLog() {
        this(Duration.ZERO);
    }

    /**
     * A log whose changes travel together when there are many: a waiter is answered at once when it was quiet, and
     * after an answer not again before the pace has passed. An answer costs two signed messages, whatever is in it.
     *
     * @param pace time between two answers of which the later was waited for, 0 or more
     */
    public ChangeLog(Duration pace) {
        if (pace.isNegative()) {
            throw new IllegalArgumentException("a pace of 0 or more was expected: " + pace);
        }
        this.paceNanos = pace.toNanos();
    }

    /** Sets the entry; an equal item changes nothing and wakes nobody. */
    public void put(K key, T item) {
        lock.lock();
        try {
            Entry<T> known = entries.get(key);
            if (known != null && known.item().equals(item)) {
                return;
            }
            entries.put(key, new Entry<>(item, ++number));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Removes the entry; whoever asks since before then gets a complete answer. */
    public void remove(K key) {
        lock.lock();
        try {
            if (entries.remove(key) != null) {
                lastRemoval = ++number;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The entry now. */
    public Optional<T> get(K key) {
        lock.lock();
        try {
            return Optional.ofNullable(entries.get(key)).map(Entry::item);
        } finally {
            lock.unlock();
        }
    }

    /** All entries now. */
    public List<T> all() {
        lock.lock();
        try {
            return entries.values().stream().map(Entry::item).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waits now, as if their time were up. */
    public void answerAll() {
        lock.lock();
        try {
            answered++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waits, now and later: the service stops. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * What changed since that revision, at once when something did, else as soon as something does, else an empty
     * list after the wait. A revision of another epoch gets everything.
     *
     * @param wait 0 to 60 s; what is asked for beyond that is not waited for
     */
    public Changes<T> since(Revision since, Duration wait) {
        lock.lock();
        try {
            if (!since.epoch().equals(epoch)) {
                return answer(true, 0);
            }
            long left = wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT.toNanos() : wait.toNanos();
            long before = answered;
            while (number <= since.number() && left > 0 && !closed && answered == before) {
                left = changed.awaitNanos(left);
            }
            keepPace(left);
            return answer(lastRemoval > since.number(), since.number());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return answer(lastRemoval > since.number(), since.number());
        } finally {
            lock.unlock();
        }
    }

    private void keepPace(long most) throws InterruptedException {
        long left = Math.min(most, earliestAnswer - System.nanoTime());
        while (left > 0 && !closed) {
            left = changed.awaitNanos(left);
        }
        earliestAnswer = System.nanoTime() + paceNanos;
    }

    private Changes<T> answer(boolean complete, long since) {
        List<Entry<T>> selected = new ArrayList<>();
        for (Entry<T> entry : entries.values()) {
            if (complete || entry.changed() > since) {
                selected.add(entry);
            }
        }
        selected.sort(Comparator.comparingLong(Entry::changed));
        return new Changes<>(
                new Revision(epoch, number),
                complete,
                selected.stream().map(Entry::item).toList());
    }
}
