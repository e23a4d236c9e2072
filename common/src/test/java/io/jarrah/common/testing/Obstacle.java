package io.jarrah.common.testing;

import org.junit.jupiter.api.Assumptions;

/** What this machine lacks for a test, which is skipped then and says why, so that nobody takes it for one that passed. */
public final class Obstacle {
    private Obstacle() {}

    /**
     * Skips the test when there is an obstacle.
     *
     * @param obstacle why the test cannot run here; empty when it can
     */
    public static void skip(Class<?> test, String obstacle) {
        if (!obstacle.isEmpty()) {
            System.err.println(test.getSimpleName() + " is skipped: " + obstacle);
        }
        Assumptions.assumeTrue(obstacle.isEmpty(), obstacle);
    }
}
