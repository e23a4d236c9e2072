package io.jarrah.common.reconcile;

import io.jarrah.common.lifecycle.Service;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Runs a reconciler over keys. A key is worked on by one thread at a time; waking it while it runs makes it run once
 * more. All keys come round with the resync timer, so a lost wake-up costs time, never correctness.
 */
public final class ReconcileLoop<K> implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(ReconcileLoop.class);

    /**
     * How the loop runs.
     *
     * @param workers keys worked on at the same time, 1 or more
     * @param resync how often every key comes round without being woken, except one that fails: that has its own pauses
     * @param minBackoff first pause after a failure; doubles with each further one
     * @param maxBackoff longest pause
     */
    public record Options(int workers, Duration resync, Duration minBackoff, Duration maxBackoff) {
        public Options {
            if (workers < 1 || !resync.isPositive() || !minBackoff.isPositive()) {
                throw new IllegalArgumentException("a loop needs a worker, a resync interval and a back-off above 0");
            }
        }

        /** Resync every 10 s, back-off from 100 ms to 30 s. */
        public static Options withWorkers(int workers) {
            return new Options(workers, Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofSeconds(30));
        }
    }

    private final String name;
    private final Reconciler<K> reconciler;
    private final Options options;
    private final Supplier<? extends Collection<K>> allKeys;
    private final WorkQueue<K> queue;
    private final Timer passes;
    private final Counter failures;
    private final List<Thread> threads = new ArrayList<>();

    public ReconcileLoop(
            String name,
            Reconciler<K> reconciler,
            Options options,
            Supplier<? extends Collection<K>> allKeys,
            MeterRegistry metrics) {
        this.name = name;
        this.reconciler = reconciler;
        this.options = options;
        this.allKeys = allKeys;
        this.queue = new WorkQueue<>(options.minBackoff(), options.maxBackoff());
        this.passes = Timer.builder("jarrah.reconcile.passes").tag("loop", name).register(metrics);
        this.failures =
                Counter.builder("jarrah.reconcile.failures").tag("loop", name).register(metrics);
        Gauge.builder("jarrah.reconcile.queue", queue, WorkQueue::size)
                .tag("loop", name)
                .register(metrics);
    }

    @Override
    public String name() {
        return "reconcile-" + name;
    }

    @Override
    public synchronized void start() {
        if (!threads.isEmpty()) {
            return;
        }
        for (int i = 0; i < options.workers(); i++) {
            threads.add(Thread.ofVirtual().name(name() + "-" + i).start(this::work));
        }
        threads.add(Thread.ofVirtual().name(name() + "-resync").start(this::resync));
    }

    @Override
    public synchronized void stop() throws InterruptedException {
        queue.close();
        for (Thread thread : threads) {
            thread.interrupt();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        threads.clear();
    }

    /** Makes the key run soon, at once when a worker is free; never blocks. */
    public void wakeUp(K key) {
        queue.add(key, Duration.ZERO);
    }

    private void work() {
        try {
            while (true) {
                K key = queue.take();
                Duration again = pass(key);
                queue.done(key, again);
            }
        } catch (InterruptedException e) {
            LOG.debug("{} worker ends", name);
        }
    }

    /** One pass; returns when to look again, zero or less for "when woken". An edge: whatever is thrown is retried. */
    private Duration pass(K key) throws InterruptedException {
        long begun = System.nanoTime();
        try {
            Result result = reconciler.reconcile(key);
            queue.succeeded(key);
            return switch (result) {
                case Result.Done done -> Duration.ZERO;
                case Result.RequeueAfter after -> after.delay();
            };
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            failures.increment();
            Duration pause = queue.failed(key);
            LOG.warn("reconciling {} {} failed; trying again in {} ms", name, key, pause.toMillis(), e);
            return pause;
        } finally {
            MDC.remove("correlation");
            passes.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        }
    }

    private void resync() {
        try {
            addAll();
            // Listing the keys may swallow the interrupt that comes with the end.
            while (!queue.isClosed()) {
                Thread.sleep(options.resync());
                addAll();
            }
        } catch (InterruptedException e) {
            LOG.debug("{} resync ends", name);
        }
    }

    private void addAll() {
        try {
            allKeys.get().forEach(queue::comeRound);
        } catch (RuntimeException e) {
            LOG.warn("cannot list the keys of {}; trying again in {}", name, options.resync(), e);
        }
    }
}
