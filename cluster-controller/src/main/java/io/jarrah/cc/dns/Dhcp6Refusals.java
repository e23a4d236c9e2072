package io.jarrah.cc.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What dnsmasq says of clients that got no address. It keeps a lease for the DUID that asked first, and there is no way to tell it that only
 * the MAC address counts; but a guest has one DUID in its initial ramdisk, another in its system, and a third after a repair. Calls come
 * from one thread at a time.
 */
final class Dhcp6Refusals {
    /** Beyond it the log begins anew: guests decide how much is said. */
    private static final int MAX_LOG = 1 << 20;

    /** Whoever is refused on purpose, by asking for two addresses, must not keep dnsmasq starting: the next start waits twice as long. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final Duration MAX_PATIENCE = Duration.ofMinutes(2);

    private final Path log;
    private Duration patience = PATIENCE;
    private long startedAt;
    private boolean refused;
    private long read;

    Dhcp6Refusals(Path log) {
        this.log = log;
    }

    /** dnsmasq starts, and so forgets whom it would refuse. */
    void started(long nanoTime) {
        startedAt = nanoTime;
        refused = false;
    }

    /** Whether dnsmasq is to start anew, since somebody was refused; the more often that is so, the longer it waits. */
    boolean callForStart(long nanoTime) {
        refused |= any();
        Duration since = Duration.ofNanos(nanoTime - startedAt);
        if (since.compareTo(patience) < 0) {
            return false;
        }
        if (refused) {
            Duration twice = patience.multipliedBy(2);
            patience = twice.compareTo(MAX_PATIENCE) > 0 ? MAX_PATIENCE : twice;
            return true;
        }
        if (since.compareTo(patience.multipliedBy(2)) > 0) {
            patience = PATIENCE;
        }
        return false;
    }

    /** Whether somebody was refused since the last call. */
    boolean any() {
        if (!Files.exists(log)) {
            read = 0;
            return false;
        }
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long from = channel.size() < read ? 0 : read;
            ByteBuffer fresh = ByteBuffer.allocate((int) Math.min(channel.size() - from, MAX_LOG));
            channel.read(fresh, from);
            read = from + fresh.position();
            if (read >= MAX_LOG) {
                // Its writer appends, so it goes on at the new end.
                channel.truncate(0);
                read = 0;
            }
            String text = new String(fresh.array(), 0, fresh.position(), StandardCharsets.ISO_8859_1);
            return Stream.of("no addresses available", "address unavailable").anyMatch(text::contains);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }
}
