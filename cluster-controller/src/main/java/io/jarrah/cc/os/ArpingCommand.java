package io.jarrah.cc.os;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandRunner;
import java.time.Duration;

/** {@code arping} of iputils: tells the neighbours that an address is here now (gratuitous ARP). */
public final class ArpingCommand {
    static final String ARPING = "/usr/bin/arping";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final CommandRunner runner;

    public ArpingCommand(CommandRunner runner) {
        this.runner = runner;
    }

    /** Says it twice, a second apart; takes about two seconds. The address must be one of the interface's. */
    public void announce(String device, String address) {
        runner.run(
                Command.of(ARPING, "-U", "-q", "-c", "2", "-I", device, address).withTimeout(TIMEOUT));
    }
}
