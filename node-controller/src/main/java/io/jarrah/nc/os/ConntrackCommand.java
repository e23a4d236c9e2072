package io.jarrah.nc.os;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.os.CommandResult;
import io.jarrah.common.os.CommandRunner;

/** {@code conntrack}: the flows that the kernel remembers, and takes packets for part of. */
public final class ConntrackCommand {
    private static final String CONNTRACK = "/usr/sbin/conntrack";
    private static final int NONE_OR_FAILED = 1;
    private static final String NONE = "0 flow entries";

    private final CommandRunner runner;

    public ConntrackCommand(CommandRunner runner) {
        this.runner = runner;
    }

    /** Forgets every flow from and to an IPv4 address; harmless when there is none. */
    public void forget(String address) {
        delete("--src", address);
        delete("--dst", address);
    }

    private void delete(String side, String address) {
        Command command = Command.of(CONNTRACK, "--delete", side, address).acceptingExitCodes(NONE_OR_FAILED);
        CommandResult result = runner.run(command);
        if (result.exitCode() != 0 && !result.stderr().contains(NONE)) {
            throw CommandFailedException.exited(command, result.exitCode(), result.stderr());
        }
    }
}
