package io.jarrah.cc.os;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.os.CommandResult;
import io.jarrah.common.os.CommandRunner;
import java.time.Duration;

/** {@code conntrack}: the flows the kernel keeps translating although the rules that began them are gone. */
public final class ConntrackCommand {
    static final String CONNTRACK = "/usr/sbin/conntrack";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int NONE_DELETED = 1;

    private final CommandRunner runner;

    public ConntrackCommand(CommandRunner runner) {
        this.runner = runner;
    }

    /** Ends every flow that began towards the address, and every one that goes out by it. */
    public void forget(String address) {
        delete("--orig-dst", address);
        delete("--reply-dst", address);
    }

    /** The program exits with the same code when it found nothing as when it failed. */
    private void delete(String option, String address) {
        Command command = Command.of(CONNTRACK, "--delete", "--family", "ipv4", option, address)
                .withTimeout(TIMEOUT)
                .acceptingExitCodes(NONE_DELETED);
        CommandResult result = runner.run(command);
        if (result.exitCode() == NONE_DELETED && !foundNothing(result.stderr())) {
            throw CommandFailedException.exited(command, result.exitCode(), result.stderr());
        }
    }

    static boolean foundNothing(String stderr) {
        return stderr.contains(" 0 flow entries have been deleted");
    }
}
