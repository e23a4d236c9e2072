package io.jarrah.cc.dns;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes of dnsmasq that serve one configuration. There is one for each open TCP connection besides the server
 * itself, and all of them hold its port: one that outlives a killed server would let no other start while its guest
 * keeps the connection open.
 */
final class DnsProcesses {
    private static final Logger LOG = LoggerFactory.getLogger(DnsProcesses.class);
    private static final long GRACE_SECONDS = 3;

    private DnsProcesses() {}

    /** Ends them all, and returns once they are gone. They keep nothing on disk, so no time is given to any. */
    static void end(Path configuration) throws InterruptedException {
        List<ProcessHandle> strays = ProcessHandle.allProcesses()
                .filter(process -> serves(process, configuration))
                .toList();
        for (ProcessHandle stray : strays) {
            LOG.info("ending dnsmasq {}, which an earlier one left behind", stray.pid());
            stray.destroyForcibly();
        }
        for (ProcessHandle stray : strays) {
            try {
                stray.onExit().get(GRACE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("dnsmasq {} was killed and has not ended", stray.pid(), e);
            }
        }
    }

    private static boolean serves(ProcessHandle process, Path configuration) {
        try {
            String[] argv = Files.readString(
                            Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1)
                    .split("\0");
            return List.of(argv).contains("--conf-file=" + configuration);
        } catch (IOException e) {
            LOG.trace("process {} is gone", process.pid(), e);
            return false;
        }
    }
}
