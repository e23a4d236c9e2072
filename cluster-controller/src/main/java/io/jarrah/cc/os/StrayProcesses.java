package io.jarrah.cc.os;

import io.jarrah.common.os.ProcessTable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Processes that a killed cluster controller left behind, found by what they were started with. */
final class StrayProcesses {
    private static final Logger LOG = LoggerFactory.getLogger(StrayProcesses.class);
    private static final Duration KILLED = Duration.ofSeconds(10);

    private StrayProcesses() {}

    /**
     * Ends them.
     *
     * @param program for messages
     * @param grace how long each may take to end by itself; zero kills it at once
     * @return those that are left though they were killed
     */
    static List<ProcessHandle> end(String program, Duration grace, Predicate<List<String>> arguments)
            throws InterruptedException {
        List<ProcessHandle> strays = ProcessTable.startedWith(arguments);
        if (grace.isPositive()) {
            for (ProcessHandle stray : strays) {
                LOG.info("ending {} {} of an earlier cluster controller", program, stray.pid());
                stray.destroy();
            }
        }
        List<ProcessHandle> left = left(strays, grace);
        for (ProcessHandle stray : left) {
            LOG.info("killing {} {} of an earlier cluster controller", program, stray.pid());
            stray.destroyForcibly();
        }
        List<ProcessHandle> immortal = left(left, KILLED);
        immortal.forEach(stray -> LOG.error(
                "{} {} was killed and has not ended; see what it waits for in /proc/{}/stack",
                program,
                stray.pid(),
                stray.pid()));
        return immortal;
    }

    /** Those that still run after that time. */
    private static List<ProcessHandle> left(List<ProcessHandle> processes, Duration grace) throws InterruptedException {
        long end = System.nanoTime() + grace.toNanos();
        for (ProcessHandle process : processes) {
            try {
                process.onExit().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.debug("process {} still runs", process.pid(), e);
            }
        }
        return processes.stream().filter(ProcessHandle::isAlive).toList();
    }
}
