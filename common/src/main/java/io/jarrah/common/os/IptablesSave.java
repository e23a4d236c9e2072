package io.jarrah.common.os;

import java.time.Duration;

/** {@code iptables-save} or {@code ip6tables-save}: the rules as they are. */
public final class IptablesSave {
    private static final String IPTABLES_SAVE = "/usr/sbin/iptables-save";
    private static final String IP6TABLES_SAVE = "/usr/sbin/ip6tables-save";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final CommandRunner runner;
    private final String program;

    /** Of IPv4. */
    public IptablesSave(CommandRunner runner) {
        this(runner, IPTABLES_SAVE);
    }

    private IptablesSave(CommandRunner runner, String program) {
        this.runner = runner;
        this.program = program;
    }

    /** Of IPv6. */
    public static IptablesSave ipv6(CommandRunner runner) {
        return new IptablesSave(runner, IP6TABLES_SAVE);
    }

    /** Path of the program. */
    public String program() {
        return program;
    }

    /** All tables that exist in this network namespace. */
    public String save() {
        return runner.run(Command.of(program).withTimeout(TIMEOUT)).stdout();
    }
}
