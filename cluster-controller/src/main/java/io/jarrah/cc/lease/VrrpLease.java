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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lease by VRRP between the two hosts (RFD 38): keepalived, whose transitions are read from a fifo, and the gate. */
public final class VrrpLease implements Lease {
    private static final Logger LOG = LoggerFactory.getLogger(VrrpLease.class);
    private static final String END = "END\n";

    private final LeaseSettings settings;
    private final Keepalived keepalived;
    private final Path directory;
    private final Gate gate;
    private final SupervisedProcess process;
    private volatile boolean held;
    private volatile boolean competing;
    private volatile Runnable term = () -> {};
    private volatile Runnable wakeUp = () -> {};
    private @Nullable RandomAccessFile fifo;
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
        this.gate = new Gate(settings, new NftCommand(runner), this::held);
        this.process = keepalived.process(
                configuration(), this.directory.resolve("keepalived.log").toFile());
    }

    @Override
    public boolean held() {
        return held;
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
        Path pipe = directory.resolve("transitions");
        keepalived.makeFifo(pipe);
        write(
                configuration(),
                KeepalivedConf.render(settings, pipe, directory.resolve("close.nft"), NftCommand.PROGRAM));
        // For both, so that opening waits for nobody and the end can be told by ourselves.
        RandomAccessFile opened = new RandomAccessFile(pipe.toFile(), "rw");
        fifo = opened;
        // A read of a fifo cannot be interrupted, and would hold a carrier of virtual threads.
        reader = Thread.ofPlatform().daemon().name("lease").start(() -> follow(opened));
        process.start();
        competing = true;
    }

    private void giveUp() throws InterruptedException, IOException {
        competing = false;
        process.stop();
        RandomAccessFile opened = fifo;
        Thread running = reader;
        if (opened != null && running != null) {
            opened.write(END.getBytes(StandardCharsets.UTF_8));
            running.join();
            opened.close();
        }
        become(false);
    }

    private void follow(RandomAccessFile transitions) {
        try {
            for (String line = transitions.readLine();
                    line != null && !line.equals(END.strip());
                    line = transitions.readLine()) {
                Optional<Boolean> now = Transitions.held(line);
                if (now.isPresent()) {
                    takeUp(now.get());
                }
            }
        } catch (IOException e) {
            LOG.error("keepalived's transitions cannot be read; giving the lease up", e);
            become(false);
        } catch (InterruptedException e) {
            LOG.debug("transitions are not read any more");
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

    private synchronized void become(boolean now) {
        if (now == held) {
            return;
        }
        LOG.warn(
                now
                        ? "this controller is in charge of the cluster from now on"
                        : "this controller is not in charge of the cluster any more");
        if (now) {
            term.run();
            held = true;
            gate.beat();
        } else {
            held = false;
            gate.shut();
            term.run();
        }
        wakeUp.run();
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
