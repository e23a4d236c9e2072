package io.jarrah.common.os;

import java.time.Duration;

/** {@code iptables-restore} or {@code ip6tables-restore}: replaces chains as a whole, a table at a time, atomically. */
public final class IptablesRestore {
    private static final String IPTABLES_RESTORE = "/usr/sbin/iptables-restore";
    private static final String IP6TABLES_RESTORE = "/usr/sbin/ip6tables-restore";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final CommandRunner runner;
    private final String program;

    /** Of IPv4. */
    public IptablesRestore(CommandRunner runner) {
        this(runner, IPTABLES_RESTORE);
    }

    private IptablesRestore(CommandRunner runner, String program) {
        this.runner = runner;
        this.program = program;
    }

    /** Of IPv6. */
    public static IptablesRestore ipv6(CommandRunner runner) {
        return new IptablesRestore(runner, IP6TABLES_RESTORE);
    }

    /** Applies the rules; chains that the text does not declare stay as they are. */
    public void restore(String rules) {
        runner.run(Command.of(program, "--noflush", "--wait", "10")
                .withTimeout(TIMEOUT)
                .withStdin(rules));
    }
}
