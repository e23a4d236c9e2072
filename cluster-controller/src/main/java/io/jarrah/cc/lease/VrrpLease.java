package io.jarrah.cc.lease;

import io.jarrah.cc.os.Keepalived;
import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.NftCommand;
import io.jarrah.common.os.SupervisedProcess;
import io.jarrah.common.state.DurableFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lease by VRRP between the two hosts (RFD 38): keepalived, whose transitions are read from a fifo, and the gate. */
public final class VrrpLease implements Lease {
    private static final Logger LOG = LoggerFactory.getLogger(VrrpLease.class);
    private static final String END = "END";
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final LeaseSettings settings;
    private final Keepalived keepalived;
    private final Path directory;
    private final Gate gate;
    private final SupervisedProcess process;
    private volatile boolean told;
    private volatile boolean competing;

    /** Guards that keepalived is started only while it competes; never held by what its supervisor waits for. */
    private final Object starting = new Object();

    private volatile Runnable term = () -> {};
    private volatile Runnable wakeUp = () -> {};
    private @Nullable Thread reader;

    /**
     * Nothing runs yet.
     *
     * @param directory for keepalived's files, made when it is not there
     */
    public VrrpLease(LeaseSettings settings, CommandRunner runner, Path directory) {
        this.settings = settings;
        this.keepalived = new Keepalived(runner);
        this.directory = directory.toAbsolutePath();
        this.gate = new Gate(settings, new NftCommand(runner), this::held, this::silent);
        this.process = keepalived.process(
                configuration(), this.directory.resolve("keepalived.log").toFile(), this::leave);
    }

    /** What keepalived said last holds while it runs. */
    @Override
    public boolean held() {
        return told && process.pid().isPresent();
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public void connect(Runnable onTerm, Runnable onChange) {
        term = onTerm;
        wakeUp = onChange;
    }

    @Override
    public void guardAlso(Set<String> addresses) {
        gate.guardAlso(addresses);
    }

    @Override
    public void guardOnly(Set<String> addresses) {
        gate.guardOnly(addresses);
    }

    @Override
    public Optional<String> problem() {
        return competing && process.pid().isEmpty()
                ? Optional.of("keepalived does not run, so this controller cannot take over; "
                        + directory.resolve("keepalived.log") + " says why")
                : Optional.empty();
    }

    @Override
    public List<Service> first() {
        return List.of(new Part("lease-gate", this::prepare, gate::stop));
    }

    @Override
    public List<Service> last() {
        return List.of(new Part("lease", this::compete, this::giveUp));
    }

    private void prepare() throws IOException {
        keepalived.requirePrograms();
        Files.createDirectories(directory);
        write(directory.resolve("close.nft"), GateTable.close());
        gate.start();
    }

    private void compete() throws IOException {
        keepalived.makeFifo(transitions());
        write(
                configuration(),
                KeepalivedConf.render(settings, transitions(), directory.resolve("close.nft"), NftCommand.PROGRAM));
        competing = true;
        // A read of a fifo cannot be interrupted, and would hold a carrier of virtual threads.
        reader = Thread.ofPlatform().daemon().name("lease").start(this::follow);
        process.start();
    }

    private void giveUp() throws InterruptedException, IOException {
        synchronized (starting) {
            competing = false;
            process.stop();
        }
        Thread running = reader;
        if (running != null) {
            try (RandomAccessFile fifo = open()) {
                fifo.write((END + "\n").getBytes(StandardCharsets.UTF_8));
                running.join();
            }
        }
        become(false);
    }

    private void follow() {
        try {
            while (competing) {
                read();
                if (competing) {
                    beginAnew();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("transitions are not read any more");
        }
    }

    /** Returns at the end, or when they cannot be read. */
    private void read() throws InterruptedException {
        try (RandomAccessFile fifo = open()) {
            for (String line = fifo.readLine(); line != null && !line.equals(END); line = fifo.readLine()) {
                Optional<Boolean> now = Transitions.held(line);
                if (now.isPresent()) {
                    takeUp(now.get());
                }
            }
        } catch (IOException e) {
            LOG.error("cannot read {}", transitions(), e);
        }
    }

    /** For both reading and writing, so that opening waits for nobody and the end can be told by ourselves. */
    private RandomAccessFile open() throws IOException {
        return new RandomAccessFile(transitions().toFile(), "rw");
    }

    /** Whoever is not heard must not hold the lease: the other controller takes over. */
    private void beginAnew() throws InterruptedException {
        LOG.error("keepalived's transitions cannot be read; giving the lease up, and beginning anew");
        leave();
        synchronized (starting) {
            process.stop();
        }
        Thread.sleep(PAUSE);
        synchronized (starting) {
            if (competing) {
                process.start();
            }
        }
    }

    /** keepalived lives and does nothing, or its packets do not leave: the other controller has taken over. */
    private void silent() {
        LOG.error("keepalived advertises nothing; giving the lease up, and keepalived begins anew");
        leave();
        try {
            process.restart();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An edge: a controller that cannot take charge, such as with a full disk, must leave it to the other one. */
    @SuppressWarnings("checkstyle:IllegalCatch")
    private void takeUp(boolean now) throws InterruptedException {
        try {
            become(now);
        } catch (RuntimeException e) {
            LOG.error("cannot {} charge of the cluster; keepalived begins anew", now ? "take" : "leave", e);
            process.restart();
        }
    }

    /** An edge: whatever else fails, it is not held from here on. */
    @SuppressWarnings("checkstyle:IllegalCatch")
    private void leave() {
        try {
            become(false);
        } catch (RuntimeException e) {
            LOG.error("cannot leave charge of the cluster in good order", e);
        }
    }

    private synchronized void become(boolean now) {
        if (now == told) {
            return;
        }
        LOG.warn(
                now
                        ? "this controller is in charge of the cluster from now on"
                        : "this controller is not in charge of the cluster any more");
        if (now) {
            term.run();
            told = true;
            gate.beat();
            wakeUp.run();
            return;
        }
        told = false;
        gate.shut();
        try {
            term.run();
        } finally {
            wakeUp.run();
        }
    }

    private Path transitions() {
        return directory.resolve("transitions");
    }

    private Path configuration() {
        return directory.resolve("keepalived.conf");
    }

    private static void write(Path file, String text) throws IOException {
        DurableFiles.replace(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** What {@link Part} does. */
    @FunctionalInterface
    private interface Action {
        void run() throws Exception;
    }

    private record Part(String name, Action starting, Action stopping) implements Service {
        @Override
        public void start() throws Exception {
            starting.run();
        }

        @Override
        public void stop() throws Exception {
            stopping.run();
        }
    }
}
