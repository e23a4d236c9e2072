package io.jarrah.cc.os;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.SupervisedProcess;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ISC {@code dhcpd}: the check of a configuration, the one process that serves it, and those of it that run. */
public final class Dhcpd {
    private static final Logger LOG = LoggerFactory.getLogger(Dhcpd.class);

    private final CommandRunner runner;
    private final String program;

    /**
     * The program at that path.
     *
     * @param program absolute path (VNET_DHCPDAEMON)
     */
    public Dhcpd(CommandRunner runner, String program) {
        this.runner = runner;
        this.program = program;
    }

    /** Refuses a configuration that dhcpd would not start with. */
    public void test(Path configuration, Path leases) {
        runner.run(Command.of(program, "-4", "-t", "-q", "-cf", configuration.toString(), "-lf", leases.toString()));
    }

    /**
     * The server in the foreground, as one interface's only one. It writes no pid file: what runs is known from the
     * kernel, not from a file that may be late or old.
     *
     * @param networkInterface the one it reads requests from
     * @param port UDP port of requests, and of answers to relays
     */
    public SupervisedProcess server(Path configuration, Path leases, String networkInterface, int port, File output) {
        return new SupervisedProcess(
                "dhcpd",
                List.of(
                        program,
                        "-4",
                        "-f",
                        "-q",
                        "--no-pid",
                        "-p",
                        Integer.toString(port),
                        "-cf",
                        configuration.toString(),
                        "-lf",
                        leases.toString(),
                        networkInterface),
                output);
    }

    /** Every process on this host that was started with this program and a configuration in that directory. */
    public List<ProcessHandle> running(Path directory) {
        return ProcessHandle.allProcesses()
                .filter(process -> serves(arguments(process), directory))
                .toList();
    }

    boolean serves(List<String> arguments, Path directory) {
        int flag = arguments.indexOf("-cf");
        return arguments.contains(program)
                && flag >= 0
                && flag + 1 < arguments.size()
                && Path.of(arguments.get(flag + 1)).startsWith(directory);
    }

    private static List<String> arguments(ProcessHandle process) {
        try {
            String line = Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
            return List.of(line.split("\0", -1));
        } catch (IOException e) {
            LOG.debug("process {} is gone", process.pid(), e);
            return List.of();
        }
    }
}
