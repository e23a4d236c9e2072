package io.jarrah.cc.os;

import io.jarrah.common.os.Command;
import io.jarrah.common.os.CommandRunner;
import java.time.Duration;

/**
 * {@code arping} of BusyBox: tells the neighbours that an address is here now (gratuitous ARP). That of iputils lists all interfaces
 * and addresses of the host first, each time: with 4,000 networks, 2,000 addresses kept the kernel from all else for minutes.
 */
public final class ArpingCommand {
    static final String BUSYBOX = "/usr/bin/busybox";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final CommandRunner runner;

    public ArpingCommand(CommandRunner runner) {
        this.runner = runner;
    }

    /** Says it once, and takes a second. The address must be one of the interface's. */
    public void announce(String device, String address) {
        runner.run(Command.of(BUSYBOX, "arping", "-U", "-q", "-c", "1", "-I", device, address)
                .withTimeout(TIMEOUT));
    }
}
