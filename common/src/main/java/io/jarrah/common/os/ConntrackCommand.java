package io.jarrah.common.os;

import java.time.Duration;

/** {@code conntrack}: the flows that the kernel remembers, and goes on passing and translating although the rules they began by are gone. */
public final class ConntrackCommand {
    /** Path of the program, for those who look whether it is there. */
    public static final String CONNTRACK = "/usr/sbin/conntrack";

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int NONE_DELETED = 1;

    private final CommandRunner runner;

    /** Which address of a flow is looked at; the first packet tells the original ones, its answer the others. */
    public enum End {
        ORIGINAL_SOURCE("--orig-src"),
        ORIGINAL_DESTINATION("--orig-dst"),
        REPLY_DESTINATION("--reply-dst");

        private final String option;

        End(String option) {
            this.option = option;
        }
    }

    public ConntrackCommand(CommandRunner runner) {
        this.runner = runner;
    }

    /** Forgets every flow that has the IPv4 or IPv6 address at one of these ends; harmless when there is none. */
    public void forget(String address, End... ends) {
        String family = address.indexOf(':') < 0 ? "ipv4" : "ipv6";
        for (End end : ends) {
            Command command = Command.of(CONNTRACK, "--delete", "--family", family, end.option, address)
                    .withTimeout(TIMEOUT)
                    .acceptingExitCodes(NONE_DELETED);
            CommandResult result = runner.run(command);
            // The program exits with the same code when it found nothing as when it failed.
            if (result.exitCode() == NONE_DELETED && !foundNothing(result.stderr())) {
                throw CommandFailedException.exited(command, result.exitCode(), result.stderr());
            }
        }
    }

    static boolean foundNothing(String stderr) {
        return stderr.contains(" 0 flow entries have been deleted");
    }
}
