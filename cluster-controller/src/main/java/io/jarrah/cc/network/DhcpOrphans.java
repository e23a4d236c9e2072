package io.jarrah.cc.network;

import io.jarrah.cc.os.Dhcpd;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the dhcpd that a killed cluster controller left behind: there must never be two. It is found by what the kernel
 * says it was started with. Pid files are not asked: dhcpd writes its own late, and the number in an old one may be
 * somebody else's by now.
 */
final class DhcpOrphans {
    private static final Logger LOG = LoggerFactory.getLogger(DhcpOrphans.class);
    private static final long GRACE_SECONDS = 3;
    private static final long KILL_SECONDS = 10;

    private DhcpOrphans() {}

    /**
     * Returns when none is left.
     *
     * @throws IllegalStateException when one does not even end by SIGKILL
     */
    static void end(Dhcpd dhcpd, Path directory) throws InterruptedException {
        for (ProcessHandle orphan : dhcpd.running(directory)) {
            LOG.info("ending dhcpd {} of an earlier cluster controller", orphan.pid());
            orphan.destroy();
            if (ended(orphan, GRACE_SECONDS)) {
                continue;
            }
            LOG.warn("dhcpd {} did not end; killing it", orphan.pid());
            orphan.destroyForcibly();
            if (!ended(orphan, KILL_SECONDS)) {
                throw new IllegalStateException("dhcpd " + orphan.pid()
                        + " of an earlier cluster controller does not end, and there must not be two; see what it waits"
                        + " for in /proc/" + orphan.pid() + "/stack");
            }
        }
    }

    private static boolean ended(ProcessHandle process, long seconds) throws InterruptedException {
        try {
            process.onExit().get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("process {} still runs", process.pid(), e);
            return false;
        }
    }
}
