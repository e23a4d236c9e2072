package io.jarrah.cc.os;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.NftCommand;
import io.jarrah.common.os.SupervisedProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code keepalived}, for VRRP alone, as a child that the kernel tells to end when this process does. */
public final class Keepalived {
    private static final Logger LOG = LoggerFactory.getLogger(Keepalived.class);
    private static final String PROGRAM = "/usr/sbin/keepalived";
    private static final String SETPRIV = "/usr/bin/setpriv";
    private static final String MKFIFO = "/usr/bin/mkfifo";
    private static final long GRACE_SECONDS = 3;

    private final CommandRunner runner;

    public Keepalived(CommandRunner runner) {
        this.runner = runner;
    }

    /**
     * Refuses a host that lacks what is needed.
     *
     * @throws IllegalStateException naming every missing program and Debian's package that has it
     */
    public void requirePrograms() {
        Map<String, String> missing = new TreeMap<>(Map.of(
                PROGRAM, "keepalived", SETPRIV, "util-linux", MKFIFO, "coreutils", NftCommand.PROGRAM, "nftables"));
        missing.keySet().removeIf(program -> Files.isExecutable(Path.of(program)));
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "VNET_VIRTUALIP is set, and programs are missing on this host: " + missing + " (program=package)");
        }
    }

    /** Makes a fifo, whatever was there before. */
    public void makeFifo(Path path) throws IOException {
        Files.deleteIfExists(path);
        runner.run(Command.of(MKFIFO, "--mode=600", path.toString()));
    }

    /** The daemon in the foreground; what an earlier one left behind is ended before each start. */
    public SupervisedProcess process(Path configuration, File output) {
        Path pid = configuration.resolveSibling("keepalived.pid");
        Path vrrpPid = configuration.resolveSibling("keepalived-vrrp.pid");
        return new SupervisedProcess(
                "keepalived",
                List.of(
                        SETPRIV,
                        "--pdeathsig",
                        "TERM",
                        PROGRAM,
                        "--dont-fork",
                        "--log-console",
                        "--vrrp",
                        use(configuration),
                        "--pid=" + pid,
                        "--vrrp_pid=" + vrrpPid),
                output,
                () -> {
                    end(configuration);
                    delete(pid);
                    delete(vrrpPid);
                });
    }

    private static String use(Path configuration) {
        return "--use-file=" + configuration;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }

    private static void end(Path configuration) throws InterruptedException {
        List<ProcessHandle> strays = ProcessHandle.allProcesses()
                .filter(process -> arguments(process).contains(use(configuration)))
                .toList();
        for (ProcessHandle stray : strays) {
            LOG.info("ending keepalived {} of an earlier cluster controller", stray.pid());
            stray.destroy();
        }
        for (ProcessHandle stray : strays) {
            try {
                stray.onExit().get(GRACE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("keepalived {} did not end; killing it", stray.pid(), e);
                stray.destroyForcibly();
            }
        }
    }

    private static List<String> arguments(ProcessHandle process) {
        try {
            String line = Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
            return List.of(line.split("\0", -1));
        } catch (IOException e) {
            LOG.trace("process {} is gone", process.pid(), e);
            return List.of();
        }
    }
}
