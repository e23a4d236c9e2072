package io.jarrah.common.os;

import java.time.Duration;

/** {@code iptables-restore}: replaces chains as a whole, a table at a time, atomically. */
public final class IptablesRestore {
    private static final String IPTABLES_RESTORE = "/usr/sbin/iptables-restore";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final CommandRunner runner;

    public IptablesRestore(CommandRunner runner) {
        this.runner = runner;
    }

    /** Applies the rules; chains that the text does not declare stay as they are. */
    public void restore(String rules) {
        runner.run(Command.of(IPTABLES_RESTORE, "--noflush", "--wait", "10")
                .withTimeout(TIMEOUT)
                .withStdin(rules));
    }
}
