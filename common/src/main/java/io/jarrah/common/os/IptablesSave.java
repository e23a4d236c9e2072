package io.jarrah.common.os;

import java.time.Duration;

/** {@code iptables-save}: the rules as they are. */
public final class IptablesSave {
    private static final String IPTABLES_SAVE = "/usr/sbin/iptables-save";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final CommandRunner runner;

    public IptablesSave(CommandRunner runner) {
        this.runner = runner;
    }

    /** All tables that exist in this network namespace. */
    public String save() {
        return runner.run(Command.of(IPTABLES_SAVE).withTimeout(TIMEOUT)).stdout();
    }
}
