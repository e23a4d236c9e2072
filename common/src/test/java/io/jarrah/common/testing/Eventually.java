package io.jarrah.common.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Waits for a condition, not for a time: asks again every few milliseconds until it holds or a deadline passes. */
public final class Eventually {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private Eventually() {}

    /** The value once there is one, within 30 s. */
    public static <T> T get(Callable<Optional<T>> probe) throws Exception {
        return get(DEADLINE, probe);
    }

    /** The value once there is one. */
    public static <T> T get(Duration deadline, Callable<Optional<T>> probe) throws Exception {
        long end = System.nanoTime() + deadline.toNanos();
        while (true) {
            Optional<T> value = probe.call();
            if (value.isPresent()) {
                return value.get();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come true within " + deadline);
            }
            Thread.sleep(PAUSE);
        }
    }

    /** Returns once the condition holds, within 30 s. */
    public static void isTrue(Callable<Boolean> condition) throws Exception {
        isTrue(DEADLINE, condition);
    }

    /** Returns once the condition holds. */
    public static void isTrue(Duration deadline, Callable<Boolean> condition) throws Exception {
        boolean unused = get(deadline, () -> condition.call() ? Optional.of(true) : Optional.empty());
    }

    /** Returns once the assertions pass; the last failure is thrown at the deadline of 30 s. */
    public static void passes(ThrowingRunnable assertions) throws Exception {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (true) {
            try {
                assertions.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
            Thread.sleep(PAUSE);
        }
    }

    /** Assertions that may throw anything. */
    @FunctionalInterface
    public interface ThrowingRunnable {
        void run() throws Exception;
    }
}
