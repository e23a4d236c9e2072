package io.jarrah.sc.copy;

import io.jarrah.common.lifecycle.Service;
import io.jarrah.sc.backend.BackendException;
import io.jarrah.sc.backend.BackendException.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes data out of other data, which may take hours: on threads of their own, so that no worker of a reconcile loop waits for them. There is one at a time
 * for each key. Stopping interrupts all of them; one that was interrupted is as if it had never begun.
 *
 * @param <K> names what is made
 */
public final class Copies<K> implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(Copies.class);
    /** More of them would only take the disk from one another, and from guests. */
    private static final int LONG_ONES = 2;

    private static final int SHORT_ONES = 8;

    /** Makes the data; whole, or not at all. */
    @FunctionalInterface
    public interface Work {
        /** Returns when they are there. */
        void run() throws BackendException, InterruptedException;
    }

    private record Job<K>(FutureTask<K> task, Thread thread) {}

    private final String name;
    private final Semaphore longOnes = new Semaphore(LONG_ONES);
    private final Semaphore shortOnes = new Semaphore(SHORT_ONES);
    private final Map<K, Job<K>> jobs = new HashMap<>();
    private volatile Consumer<K> listener = key -> {};
    private volatile boolean stopped;

    /**
     * @param name for messages and threads
     */
    public Copies(String name) {
        this.name = name;
    }

    /** Who is told when one has ended, however; set once, before the first begins. */
    public void onEnd(Consumer<K> ended) {
        listener = ended;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {}

    @Override
    public void stop() throws InterruptedException {
        for (Job<K> job : close()) {
            job.thread().interrupt();
            job.thread().join();
        }
    }

    private synchronized List<Job<K>> close() {
        stopped = true;
        List<Job<K>> open = List.copyOf(jobs.values());
        open.forEach(job -> job.thread().interrupt());
        return open;
    }

    /**
     * Begins, unless it is under way, or {@link #failed} was not asked what became of the last one; never blocks.
     *
     * @param takesLong whether it may take longer than moments; few of these run at the same time, and others wait for none of them
     */
    public synchronized void begin(K key, boolean takesLong, Work work) {
        if (stopped || jobs.containsKey(key)) {
            return;
        }
        Semaphore slots = takesLong ? longOnes : shortOnes;
        FutureTask<K> task = new FutureTask<>(() -> {
            slots.acquire();
            try {
                if (stopped) {
                    throw new InterruptedException("its turn came when all were to end");
                }
                work.run();
                return key;
            } finally {
                slots.release();
            }
        });
        Thread thread = Thread.ofPlatform().daemon().name(name + "-" + key).unstarted(() -> {
            task.run();
            listener.accept(key);
        });
        jobs.put(key, new Job<>(task, thread));
        thread.start();
    }

    /** Whether it is under way. When it is not, what it was to make is there if it ever will be. */
    public synchronized boolean running(K key) {
        Job<K> job = jobs.get(key);
        return job != null && !job.task().isDone();
    }

    /** Why the last one failed; told once. Empty also for one that is under way, or was interrupted. */
    public synchronized Optional<BackendException> failed(K key) {
        Job<K> job = jobs.get(key);
        if (job == null || !job.task().isDone()) {
            return Optional.empty();
        }
        jobs.remove(key);
        if (job.task().state() != Future.State.FAILED) {
            return Optional.empty();
        }
        return switch (job.task().exceptionNow()) {
            case BackendException e -> Optional.of(e);
            case InterruptedException e -> {
                LOG.info("{} of {} was interrupted", name, key);
                yield Optional.empty();
            }
            case Throwable e -> {
                LOG.error("{} of {} broke", name, key, e);
                yield Optional.of(new BackendException(Kind.FAILED, "copying the data broke: " + e, e));
            }
        };
    }

    /** Interrupts it, if it is under way; it has ended when it is not {@link #running} any more. */
    public synchronized void cancel(K key) {
        Job<K> job = jobs.get(key);
        if (job != null) {
            job.thread().interrupt();
        }
    }
}
