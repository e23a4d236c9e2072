package io.jarrah.common.os;

import java.time.Duration;

/** {@code ipset}: sets of addresses that rules look things up in; changed in batches, read as one text. */
public final class IpsetCommand {
    private static final String IPSET = "/usr/sbin/ipset";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final CommandRunner runner;

    public IpsetCommand(CommandRunner runner) {
        this.runner = runner;
    }

    /** Every set of this network namespace with its members, as {@code create} and {@code add} lines. */
    public String save() {
        return runner.run(Command.of(IPSET, "save").withTimeout(TIMEOUT)).stdout();
    }

    /** Carries out the lines in order, each an ipset command without the leading {@code ipset}; stops at the first that fails. */
    public void restore(String lines) {
        runner.run(Command.of(IPSET, "restore").withTimeout(TIMEOUT).withStdin(lines));
    }
}
