package io.jarrah.cc.os;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandRunner;
import io.jarrah.common.os.SupervisedProcess;
import java.io.File;
import java.nio.file.Path;
import java.util.List;

/** ISC {@code dhcpd}: the check of a configuration, and the one process that serves it. */
public final class Dhcpd {
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
     * The server in the foreground. It gets no interface names: it serves every interface whose address lies in a
     * subnet of the configuration, so that no argument list limits how many there are.
     */
    public SupervisedProcess server(Path configuration, Path leases, Path pidFile, File output) {
        return new SupervisedProcess(
                "dhcpd",
                List.of(
                        program,
                        "-4",
                        "-f",
                        "-q",
                        "-cf",
                        configuration.toString(),
                        "-lf",
                        leases.toString(),
                        "-pf",
                        pidFile.toString()),
                output);
    }
}
