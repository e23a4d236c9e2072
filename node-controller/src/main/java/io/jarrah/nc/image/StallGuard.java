package io.jarrah.nc.image;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes a stream on which nothing arrives for too long; the reader then gets an IOException. */
final class StallGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StallGuard.class);

    private final Closeable stream;
    private final Duration limit;
    private final Thread watcher;
    private volatile long lastProgress = System.nanoTime();

    StallGuard(Closeable stream, Duration limit) {
        this.stream = stream;
        this.limit = limit;
        this.watcher = Thread.ofVirtual().name("stall-guard").start(this::watch);
    }

    void progress() {
        lastProgress = System.nanoTime();
    }

    private void watch() {
        try {
            while (true) {
                long left = lastProgress + limit.toNanos() - System.nanoTime();
                if (left <= 0) {
                    stream.close();
                    return;
                }
                Thread.sleep(Duration.ofNanos(left));
            }
        } catch (InterruptedException e) {
            LOG.trace("the stream ended in time");
        } catch (IOException e) {
            LOG.debug("closing a stalled download failed", e);
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
