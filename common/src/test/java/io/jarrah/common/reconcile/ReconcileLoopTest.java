package io.jarrah.common.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.testing.Eventually;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReconcileLoopTest {
    private static final ReconcileLoop.Options RARELY =
            new ReconcileLoop.Options(4, Duration.ofHours(1), Duration.ofMillis(1), Duration.ofMillis(10));

    private @Nullable ReconcileLoop<String> loop;

    @AfterEach
    void stop() throws Exception {
        if (loop != null) {
            loop.stop();
        }
    }

    private ReconcileLoop<String> start(
            ReconcileLoop.Options options, List<String> keys, Reconciler<String> reconciler) {
        ReconcileLoop<String> started =
                new ReconcileLoop<>("test", reconciler, options, () -> keys, new SimpleMeterRegistry());
        loop = started;
        started.start();
        return started;
    }

    @Test
    void allKeysRunAtStartAndWithTheTimer() throws Exception {
        AtomicInteger passes = new AtomicInteger();
        ReconcileLoop.Options often =
                new ReconcileLoop.Options(1, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1));
        start(often, List.of("a"), key -> {
            passes.incrementAndGet();
            return Result.done();
        });
        Eventually.isTrue(() -> passes.get() >= 3);
    }

    @Test
    void aFailureIsTriedAgainUntilItSucceeds() throws Exception {
        AtomicInteger passes = new AtomicInteger();
        CountDownLatch succeeded = new CountDownLatch(1);
        start(RARELY, List.of("a"), key -> {
            if (passes.incrementAndGet() < 4) {
                throw new IllegalStateException("not yet");
            }
            succeeded.countDown();
            return Result.done();
        });
        succeeded.await();
        assertThat(passes).hasValue(4);
    }

    @Test
    void theTimerDoesNotShortenThePauseOfAKeyThatFails() throws Exception {
        AtomicInteger failing = new AtomicInteger();
        AtomicInteger others = new AtomicInteger();
        ReconcileLoop.Options often =
                new ReconcileLoop.Options(2, Duration.ofMillis(1), Duration.ofHours(1), Duration.ofHours(1));
        ReconcileLoop<String> started = start(often, List.of("a", "b"), key -> {
            if (key.equals("a")) {
                failing.incrementAndGet();
                throw new IllegalStateException("its node hangs");
            }
            if (failing.get() > 0) {
                others.incrementAndGet();
            }
            return Result.done();
        });
        Eventually.isTrue(() -> others.get() >= 20);
        assertThat(failing).hasValue(1);
        started.wakeUp("a");
        Eventually.isTrue(() -> failing.get() == 2);
    }

    @Test
    void aKeyNeverRunsTwiceAtOnceAndAWakeUpWhileItRunsIsNotLost() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger passes = new AtomicInteger();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ReconcileLoop<String> started = start(RARELY, List.of(), key -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            inside.countDown();
            release.await();
            running.decrementAndGet();
            passes.incrementAndGet();
            return Result.done();
        });
        started.wakeUp("a");
        inside.await();
        started.wakeUp("a");
        started.wakeUp("a");
        release.countDown();
        Eventually.isTrue(() -> passes.get() == 2);
        assertThat(most).hasValue(1);
    }

    @Test
    void anInterruptThatListingTheKeysSwallowsDoesNotKeepTheLoopFromEnding() throws Exception {
        CountDownLatch listing = new CountDownLatch(1);
        ReconcileLoop<String> swallowing = new ReconcileLoop<>(
                "test",
                key -> Result.done(),
                RARELY,
                () -> {
                    listing.countDown();
                    return swallowInterrupt();
                },
                new SimpleMeterRegistry());
        swallowing.start();
        listing.await();
        Thread ending = Thread.ofPlatform().start(() -> {
            try {
                swallowing.stop();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(ending.join(Duration.ofSeconds(30))).as("it ended").isTrue();
    }

    /** As a look at a database may: interrupted, it fails, and the thread does not know any more. */
    private static List<String> swallowInterrupt() {
        try {
            new CountDownLatch(1).await();
            return List.of();
        } catch (InterruptedException e) {
            throw new IllegalStateException("the look was interrupted", e);
        }
    }

    @Test
    void aReconcilerMayAskToBeCalledAgain() throws Exception {
        AtomicInteger passes = new AtomicInteger();
        start(RARELY, List.of("a"), key -> {
            passes.incrementAndGet();
            return Result.after(Duration.ofMillis(1));
        });
        Eventually.isTrue(() -> passes.get() >= 3);
    }

    /** As an HTTP client does that reports an interrupted call as one without an answer. */
    @Test
    void itStopsThoughAPassSwallowsTheInterrupt() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        ReconcileLoop<String> started = start(RARELY, List.of("a"), key -> {
            inside.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException swallowed) {
                throw new IllegalStateException("no answer", swallowed);
            }
            return Result.done();
        });
        inside.await();
        Thread stopping = Thread.ofVirtual().start(() -> {
            try {
                started.stop();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Eventually.isTrue(() -> !stopping.isAlive());
    }
}
