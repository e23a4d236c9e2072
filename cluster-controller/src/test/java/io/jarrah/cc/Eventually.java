package io.jarrah.cc;

import static org.assertj.core.api.Assertions.fail;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition, with a deadline. */
public final class Eventually {
    private static final long DEADLINE_NANOS = 20_000_000_000L;

    private Eventually() {}

    public static void until(String what, Supplier<?> state, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + DEADLINE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                fail("not within 20 s: " + what + "; now " + state.get());
            }
            Thread.sleep(10);
        }
    }
}
