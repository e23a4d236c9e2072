package io.jarrah.sc.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarrah.common.os.ProcessTable;
import io.jarrah.common.testing.Eventually;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The supervision of a real tgtd. */
@Timeout(60)
class TgtDaemonIT {
    @TempDir
    Path directory;

    @AfterEach
    void end() throws Exception {
        String mark = directory.resolve("pid").toString();
        for (ProcessHandle tgtd : ProcessTable.startedWith(arguments -> arguments.contains(mark))) {
            tgtd.destroyForcibly();
            tgtd.onExit().get();
        }
    }

    @Test
    void isStartedAgainAlsoWhenItsListenerFails() throws Exception {
        AtomicInteger told = new AtomicInteger();
        TgtDaemon daemon = new TgtDaemon(directory);
        daemon.onStart(() -> {
            told.incrementAndGet();
            throw new IllegalStateException("the listener fails");
        });
        daemon.start();
        ProcessHandle first = Eventually.get(daemon::process);
        Eventually.isTrue(() -> told.get() == 1);
        assertThat(daemon.problem()).isEmpty();
        first.destroyForcibly();
        Eventually.isTrue(
                () -> daemon.process().filter(next -> !next.equals(first)).isPresent());
        Eventually.isTrue(() -> told.get() == 2);
        daemon.stop();
        assertThat(daemon.process()).isPresent();
    }

    @Test
    void stopsAlsoWhenItsListenerSwallowsTheInterrupt() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        TgtDaemon daemon = new TgtDaemon(directory);
        daemon.onStart(() -> {
            told.countDown();
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                // As what it calls may.
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            }
        });
        daemon.start();
        told.await();
        daemon.stop();
        assertThat(daemon.process()).isPresent();
    }
}
