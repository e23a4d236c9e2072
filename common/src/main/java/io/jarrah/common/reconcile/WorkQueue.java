package io.jarrah.common.reconcile;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Keys that are due at some time, each at most once, and never handed to two workers at once. */
final class WorkQueue<K> {
    private record Entry<K>(K key, long due) {}

    private final long minBackoffNanos;
    private final long maxBackoffNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Entry<K>> queue = new PriorityQueue<>((a, b) -> Long.compare(a.due() - b.due(), 0));
    private final Map<K, Long> dueTimes = new HashMap<>();
    private final Set<K> running = new HashSet<>();
    private final Set<K> wokenWhileRunning = new HashSet<>();
    private final Map<K, Integer> failures = new HashMap<>();
    private boolean closed;

    WorkQueue(Duration minBackoff, Duration maxBackoff) {
        this.minBackoffNanos = minBackoff.toNanos();
        this.maxBackoffNanos = maxBackoff.toNanos();
    }

    /** Queues the key; an earlier time replaces a later one. */
    void add(K key, Duration delay) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (running.contains(key)) {
                wokenWhileRunning.add(key);
                return;
            }
            enqueue(key, System.nanoTime() + delay.toNanos());
        } finally {
            lock.unlock();
        }
    }

    /** Queues the key because its turn has come, not because something happened: one that runs, or fails and waits out its pause, has its turn anyway. */
    void comeRound(K key) {
        lock.lock();
        try {
            if (!running.contains(key) && !failures.containsKey(key)) {
                add(key, Duration.ZERO);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the next key that is due; {@link #done} must follow.
     *
     * @throws InterruptedException also when the queue is closed: a pass may have swallowed the interrupt that came with it
     */
    K take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                if (closed) {
                    throw new InterruptedException("the queue is closed");
                }
                Entry<K> next = queue.peek();
                if (next == null) {
                    changed.await();
                    continue;
                }
                if (isStale(next)) {
                    queue.poll();
                    continue;
                }
                long wait = next.due() - System.nanoTime();
                if (wait > 0) {
                    wait = changed.awaitNanos(wait);
                    continue;
                }
                queue.poll();
                dueTimes.remove(next.key());
                running.add(next.key());
                return next.key();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The worker is through with the key; a positive duration queues it again after that. */
    void done(K key, Duration again) {
        lock.lock();
        try {
            running.remove(key);
            if (wokenWhileRunning.remove(key)) {
                enqueue(key, System.nanoTime());
            } else if (again.isPositive()) {
                enqueue(key, System.nanoTime() + again.toNanos());
            }
        } finally {
            lock.unlock();
        }
    }

    void succeeded(K key) {
        lock.lock();
        try {
            failures.remove(key);
        } finally {
            lock.unlock();
        }
    }

    /** Counts one more failure; returns the pause before the next try. */
    Duration failed(K key) {
        lock.lock();
        try {
            int count = failures.merge(key, 1, Integer::sum);
            long pause = minBackoffNanos << Math.min(count - 1, 20);
            return Duration.ofNanos(Math.min(pause, maxBackoffNanos));
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return dueTimes.size();
        } finally {
            lock.unlock();
        }
    }

    private boolean isStale(Entry<K> entry) {
        Long due = dueTimes.get(entry.key());
        return due == null || due != entry.due();
    }

    private void enqueue(K key, long due) {
        Long known = dueTimes.get(key);
        if (known != null && known - due <= 0) {
            return;
        }
        dueTimes.put(key, due);
        queue.add(new Entry<>(key, due));
        changed.signalAll();
    }
}
