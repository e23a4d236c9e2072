package io.jarrah.common.os;

import io.jarrah.common.lifecycle.Service;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child process that is kept running: started again with a growing pause when it ends, ended with SIGTERM and then
 * SIGKILL. The command must stay in the foreground. Its output goes to a file.
 */
public final class SupervisedProcess implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisedProcess.class);

    /** What has to be done before each start. */
    @FunctionalInterface
    public interface Preparation {
        void run() throws InterruptedException;
    }

    private static final Duration STABLE = Duration.ofSeconds(10);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);
    private static final Duration TERM_GRACE = Duration.ofSeconds(3);

    private final String name;
    private final List<String> argv;
    private final File output;
    private final Preparation preparation;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Process process;
    private @Nullable Thread supervisor;
    private boolean wanted;
    private boolean hurry;

    /**
     * @param name for messages
     * @param argv program and arguments
     * @param output file that receives standard output and error, appended
     */
    public SupervisedProcess(String name, List<String> argv, File output) {
        this(name, argv, output, () -> {});
    }

    /**
     * A process that needs something done before each of its starts.
     *
     * @param preparation such as ending what a killed predecessor left behind
     */
    public SupervisedProcess(String name, List<String> argv, File output, Preparation preparation) {
        this.name = name;
        this.argv = List.copyOf(argv);
        this.output = output;
        this.preparation = preparation;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        lock.lock();
        try {
            if (wanted) {
                return;
            }
            wanted = true;
            // Its own, not one that carries others: a child may have asked the kernel to tell it when the thread that
            // started it ends.
            supervisor = Thread.ofPlatform().daemon().name("supervise-" + name).start(this::supervise);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the process and starts it anew; returns once the old one is gone. */
    public void restart() throws InterruptedException {
        lock.lock();
        try {
            hurry = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        end(current());
    }

    @Override
    public void stop() throws InterruptedException {
        Thread running;
        lock.lock();
        try {
            wanted = false;
            running = supervisor;
            supervisor = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        end(current());
        if (running != null) {
            running.join();
        }
    }

    /** The process id while the process runs. */
    public Optional<Long> pid() {
        Process running = current();
        return running != null && running.isAlive() ? Optional.of(running.pid()) : Optional.empty();
    }

    private @Nullable Process current() {
        lock.lock();
        try {
            return process;
        } finally {
            lock.unlock();
        }
    }

    private void supervise() {
        Duration pause = Duration.ofMillis(100);
        try {
            while (true) {
                preparation.run();
                long begun = System.nanoTime();
                Process started = launch();
                if (started == null) {
                    return;
                }
                int exitCode = started.waitFor();
                if (System.nanoTime() - begun >= STABLE.toNanos()) {
                    pause = Duration.ofMillis(100);
                }
                if (!pauseBeforeRestart(exitCode, pause)) {
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause.multipliedBy(2);
            }
        } catch (InterruptedException e) {
            LOG.info("supervision of {} ends: interrupted", name);
        } catch (IOException e) {
            LOG.error("cannot start {} ({}); is the package that contains it installed?", name, argv.getFirst(), e);
        }
    }

    private @Nullable Process launch() throws IOException {
        lock.lock();
        try {
            if (!wanted) {
                return null;
            }
            ProcessBuilder builder = new ProcessBuilder(argv)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output));
            builder.environment().put("LC_ALL", "C");
            process = builder.start();
            LOG.info("{} runs with pid {}", name, process.pid());
            return process;
        } finally {
            lock.unlock();
        }
    }

    private boolean pauseBeforeRestart(int exitCode, Duration pause) throws InterruptedException {
        lock.lock();
        try {
            if (!wanted) {
                return false;
            }
            if (hurry) {
                LOG.info("{} is started again", name);
            } else {
                LOG.warn(
                        "{} ended with {}; starting it again in {} ms; its output is in {}",
                        name,
                        exitCode,
                        pause.toMillis(),
                        output);
            }
            long left = pause.toNanos();
            while (wanted && !hurry && left > 0) {
                left = changed.awaitNanos(left);
            }
            hurry = false;
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    private static void end(@Nullable Process victim) throws InterruptedException {
        if (victim == null) {
            return;
        }
        victim.destroy();
        if (!victim.waitFor(TERM_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
            victim.destroyForcibly();
            victim.waitFor();
        }
    }
}
