package io.jarrah.sc.os;

import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.os.ProcessTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@code tgtd} (Debian's package tgt) of one storage controller. It is no child that ends with its parent: guests write through it, so
 * it goes on when the controller stops or is killed, and the next one takes it over; when it dies it is started anew at once. What
 * makes it this controller's is its management socket, below the controller's directory; another tgtd of the host is never touched.
 */
public final class TgtDaemon implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(TgtDaemon.class);
    private static final String TGTD = "/usr/sbin/tgtd";
    /** Puts it into a session of its own: what a terminal sends to the controller's is not for tgtd. */
    private static final String SETSID = "/usr/bin/setsid";

    private static final String MARK = "--pid-file";
    private static final String CONTROL_PORT = "0";
    /** Threads for each volume, which is how many requests of a guest are under way at once. */
    private static final String THREADS = "8";
    /** tgtd listens everywhere if it cannot listen where it is told; here it can. The real address is added once it runs. */
    private static final String FIRST_PORTAL = "portal=127.0.0.1:0";

    private static final Duration STABLE = Duration.ofSeconds(10);
    private static final Duration MIN_PAUSE = Duration.ofMillis(100);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(5);
    private static final long LOG_LIMIT = 16L << 20;

    private final Path directory;
    private volatile Runnable started = () -> {};
    private volatile Optional<ProcessHandle> running = Optional.empty();
    private volatile String trouble = "tgtd was not started yet";
    private volatile boolean stopped;
    private @Nullable Thread supervisor;

    /**
     * @param directory of its socket, its log and the file with its process id; made when it is not there
     */
    public TgtDaemon(Path directory) {
        this.directory = directory;
    }

    /** Who is told that it runs, on a thread that may be kept. Set before the start. */
    public void onStart(Runnable listener) {
        started = listener;
    }

    /** Its management socket. */
    public Path socket() {
        return directory.resolve("socket." + CONTROL_PORT);
    }

    /** Its process while it runs. */
    public Optional<ProcessHandle> process() {
        return running.filter(ProcessHandle::isAlive);
    }

    /** Why it does not run; empty when it does. */
    public Optional<String> problem() {
        return process().isPresent() ? Optional.empty() : Optional.of(trouble);
    }

    @Override
    public String name() {
        return "tgtd";
    }

    @Override
    public synchronized void start() throws IOException {
        if (supervisor != null) {
            return;
        }
        Files.createDirectories(directory);
        stopped = false;
        supervisor = Thread.ofPlatform().daemon().name("supervise-tgtd").start(this::supervise);
    }

    /** Ends the supervision; tgtd runs on. */
    @Override
    public synchronized void stop() throws InterruptedException {
        if (supervisor != null) {
            // Beside the interrupt, which the listener may swallow.
            stopped = true;
            supervisor.interrupt();
            supervisor.join();
            supervisor = null;
        }
    }

    private void supervise() {
        Duration pause = MIN_PAUSE;
        try {
            while (!stopped) {
                long begun = System.nanoTime();
                try {
                    runOnce();
                } catch (IOException | UncheckedIOException | ExecutionException e) {
                    trouble = "tgtd cannot be started (package tgt): " + e.getMessage();
                    LOG.error("tgtd cannot be started; is the package tgt installed?", e);
                }
                boolean stable = System.nanoTime() - begun >= STABLE.toNanos();
                pause = stable ? MIN_PAUSE : min(pause.multipliedBy(2), MAX_PAUSE);
                if (!stable && !stopped) {
                    Thread.sleep(pause);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("supervision of tgtd ends");
        }
    }

    /** Returns when it ended, or supervision is to. */
    private void runOnce() throws IOException, ExecutionException, InterruptedException {
        ProcessHandle process = adoptOrLaunch();
        running = Optional.of(process);
        tell();
        if (!stopped) {
            process.onExit().get();
            trouble = "tgtd ended and is started again; its output is in " + log();
            LOG.warn("tgtd {} ended; starting it again; its output is in {}", process.pid(), log());
        }
    }

    /** Whatever the listener throws, tgtd runs, and has to be started again when it ends. */
    private void tell() throws InterruptedException {
        FutureTask<Void> listening = new FutureTask<>(started, null);
        listening.run();
        try {
            listening.get();
        } catch (ExecutionException e) {
            LOG.error("what is to be done when tgtd runs failed", e);
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private ProcessHandle adoptOrLaunch() throws IOException {
        Optional<ProcessHandle> found = found();
        if (found.isEmpty()) {
            return launch();
        }
        LOG.info("tgtd runs with pid {} and is taken over", found.get().pid());
        writePid(found.get());
        return found.get();
    }

    private ProcessHandle launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        SETSID,
                        TGTD,
                        "--foreground",
                        "--control-port",
                        CONTROL_PORT,
                        "--nr_iothreads",
                        THREADS,
                        MARK,
                        pidFile().toString(),
                        "--iscsi",
                        FIRST_PORTAL))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("TGT_IPC_SOCKET", directory.resolve("socket").toString());
        ProcessHandle process = builder.start().toHandle();
        LOG.info("tgtd runs with pid {}", process.pid());
        writePid(process);
        return process;
    }

    /** For administrators and scripts; in the foreground tgtd writes none itself. Nothing here reads it. */
    private void writePid(ProcessHandle process) throws IOException {
        Files.writeString(pidFile(), process.pid() + "\n", StandardCharsets.US_ASCII);
    }

    private Optional<ProcessHandle> found() {
        String pidFile = pidFile().toString();
        return ProcessTable.startedWith(arguments -> {
                    int mark = arguments.indexOf(MARK);
                    return arguments.contains(TGTD)
                            && mark >= 0
                            && mark + 1 < arguments.size()
                            && arguments.get(mark + 1).equals(pidFile);
                })
                .stream()
                .findFirst();
    }

    private Path pidFile() {
        return directory.resolve("pid");
    }

    private Path log() {
        return directory.resolve("tgtd.log");
    }

    /** Empties its log when it is long: whoever reaches the port can make it grow. */
    public void trimLog() {
        try {
            if (Files.exists(log()) && Files.size(log()) > LOG_LIMIT) {
                try (FileChannel channel = FileChannel.open(log(), StandardOpenOption.WRITE)) {
                    channel.truncate(0);
                }
            }
        } catch (IOException e) {
            LOG.warn("cannot empty {}", log(), e);
        }
    }
}
