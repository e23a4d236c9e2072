package io.jarrah.common.lifecycle;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one service as the whole of a process: from start to SIGTERM. */
public final class Processes {
    private static final Logger LOG = LoggerFactory.getLogger(Processes.class);

    private Processes() {}

    /**
     * Starts the service, stops it when the JVM is asked to end, and returns after that. The caller is {@code main};
     * what this throws means the service could not start.
     */
    public static void runUntilSignal(Service service) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        service.start();
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    asked.countDown();
                    awaitQuietly(stopped);
                }));
        LOG.info("{} is up", service.name());
        asked.await();
        LOG.info("{} stops", service.name());
        try {
            service.stop();
        } finally {
            stopped.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
