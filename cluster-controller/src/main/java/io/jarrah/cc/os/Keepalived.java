package io.jarrah.cc.os;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.NftCommand;
import io.jarrah.common.os.SupervisedProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code keepalived}, for VRRP alone, as a child that the kernel tells to end when this process does. */
public final class Keepalived {
    private static final String PROGRAM = "/usr/sbin/keepalived";
    private static final String SETPRIV = "/usr/bin/setpriv";
    private static final String MKFIFO = "/usr/bin/mkfifo";
    private static final Duration GRACE = Duration.ofSeconds(3);

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

    /**
     * The daemon in the foreground; what an earlier one left behind is ended before each start.
     *
     * @param ended called before each start: whatever an earlier one held is not held any more
     */
    public SupervisedProcess process(Path configuration, File output, Runnable ended) {
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
                    ended.run();
                    StrayProcesses.end("keepalived", GRACE, arguments -> arguments.contains(use(configuration)));
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
}
