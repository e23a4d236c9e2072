package io.jarrah.cc.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the dhcpd processes that a killed cluster controller left behind: two of them must not serve one network. */
final class DhcpOrphans {
    private static final Logger LOG = LoggerFactory.getLogger(DhcpOrphans.class);
    private static final long GRACE_SECONDS = 3;

    private DhcpOrphans() {}

    static void end(Path directory) throws InterruptedException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "dhcpd-*.pid")) {
            for (Path file : files) {
                Optional<ProcessHandle> orphan =
                        readPid(file).flatMap(ProcessHandle::of).filter(process -> serves(process, directory));
                if (orphan.isPresent()) {
                    end(orphan.get());
                }
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for earlier dhcpd processes in " + directory, e);
        }
    }

    private static void end(ProcessHandle orphan) throws InterruptedException {
        LOG.info("ending dhcpd {} of an earlier cluster controller", orphan.pid());
        orphan.destroy();
        try {
            orphan.onExit().get(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("dhcpd {} did not end; killing it", orphan.pid(), e);
            orphan.destroyForcibly();
        }
    }

    private static Optional<Long> readPid(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
        return text.matches("[0-9]{1,9}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    private static boolean serves(ProcessHandle process, Path directory) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.UTF_8)
                    .contains(directory + "/dhcpd-");
        } catch (IOException e) {
            LOG.debug("process {} is gone", process.pid(), e);
            return false;
        }
    }
}
