package io.jarrah.common.os;

import java.time.Duration;
import java.util.Optional;

/** {@code nft}: rules of nftables, applied as one transaction and read a table at a time. */
public final class NftCommand {
    /** Where the package nftables has it. */
    public static final String PROGRAM = "/usr/sbin/nft";

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int FAILED = 1;
    private static final String ABSENT = "No such file or directory";

    private final CommandRunner runner;

    public NftCommand(CommandRunner runner) {
        this.runner = runner;
    }

    /** Carries out the text as one transaction: all of it, or nothing. */
    public void apply(String text) {
        runner.run(Command.of(PROGRAM, "-f", "-").withTimeout(TIMEOUT).withStdin(text));
    }

    /** A table with its sets, elements and chains, as nft writes it; empty when there is none. */
    public Optional<String> table(String family, String name) {
        Command command = Command.of(PROGRAM, "list", "table", family, name)
                .withTimeout(TIMEOUT)
                .acceptingExitCodes(FAILED);
        CommandResult result = runner.run(command);
        if (result.exitCode() == 0) {
            return Optional.of(result.stdout());
        }
        if (result.stderr().contains(ABSENT)) {
            return Optional.empty();
        }
        throw CommandFailedException.exited(command, result.exitCode(), result.stderr());
    }
}
