package io.jarrah.cc.os;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.SupervisedProcess;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** ISC {@code dhcpd}: the check of a configuration, and the one process that serves it. */
public final class Dhcpd {
    private static final Duration GRACE = Duration.ofSeconds(3);

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

    /**
     * Ends those of this program with a configuration in that directory, which a killed cluster controller left behind: there must never be
     * two. Returns when none is left.
     *
     * @throws IllegalStateException when one does not even end by SIGKILL
     */
    public void endStrays(Path directory) throws InterruptedException {
        List<ProcessHandle> left = StrayProcesses.end("dhcpd", GRACE, arguments -> serves(arguments, directory));
        if (!left.isEmpty()) {
            throw new IllegalStateException(
                    "dhcpd of an earlier cluster controller does not end, and there must not be two: process "
                            + left.getFirst().pid());
        }
    }

    boolean serves(List<String> arguments, Path directory) {
        int flag = arguments.indexOf("-cf");
        return arguments.contains(program)
                && flag >= 0
                && flag + 1 < arguments.size()
                && Path.of(arguments.get(flag + 1)).startsWith(directory);
    }
}
