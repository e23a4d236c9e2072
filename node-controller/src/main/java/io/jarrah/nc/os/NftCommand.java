package io.jarrah.nc.os;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.os.CommandResult;
import io.jarrah.common.os.CommandRunner;
import java.time.Duration;
import java.util.Optional;

/** {@code nft}: rules of nftables, applied as one transaction and read a table at a time. */
public final class NftCommand {
    private static final String NFT = "/usr/sbin/nft";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int FAILED = 1;
    private static final String ABSENT = "No such file or directory";

    private final CommandRunner runner;

    public NftCommand(CommandRunner runner) {
        this.runner = runner;
    }

    /** Carries out the text as one transaction: all of it, or nothing. */
    public void apply(String text) {
        runner.run(Command.of(NFT, "-f", "-").withTimeout(TIMEOUT).withStdin(text));
    }

    /** A table with its sets, elements and chains, as nft writes it; empty when there is none. */
    public Optional<String> table(String family, String name) {
        Command command = Command.of(NFT, "list", "table", family, name)
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
