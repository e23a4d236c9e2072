package io.jarrah.cc.lease;

import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.os.NftCommand;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gate in the kernel, renewed twice a second: it is open while the lease is held, this process runs, and keepalived says to the
 * other controller that it is so.
 */
final class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final Duration BEAT = Duration.ofMillis(500);
    private static final Duration LIFE = Duration.ofSeconds(4);

    /** Beats in a row without an advertisement after which the lease is lost; the gate is closed from the first. */
    private static final int SILENT_BEATS = 3;

    private final LeaseSettings settings;
    private final NftCommand nft;
    private final BooleanSupplier held;
    private final Runnable onSilence;
    private Set<String> guarded = Set.of();

    /** Whether there is nothing behind it beside those; a controller that was killed left what it had there. */
    private boolean exact;

    private int silentBeats;
    private @Nullable Thread heart;
    private boolean stopped;

    /**
     * Nothing is changed yet.
     *
     * @param held whether it is to be open
     * @param onSilence called when nothing is advertised though the lease is held: the other controller has taken over
     */
    Gate(LeaseSettings settings, NftCommand nft, BooleanSupplier held, Runnable onSilence) {
        this.settings = settings;
        this.nft = nft;
        this.held = held;
        this.onSilence = onSilence;
    }

    /** Closes it, whoever left it open, and begins to beat. */
    synchronized void start() {
        nft.apply(GateTable.closed(settings));
        beat();
        heart = Thread.ofPlatform().daemon().name("gate").start(this::beatOn);
    }

    /** Beats no more and closes it; the guests' network is another controller's now. */
    void stop() throws InterruptedException {
        Thread running;
        synchronized (this) {
            stopped = true;
            notifyAll();
            running = heart;
            heart = null;
        }
        // Not interrupted: that would break the command it may be at.
        if (running != null) {
            running.join();
        }
        shut();
    }

    /** Makes it what it should be now; what somebody else broke is made anew. */
    synchronized void beat() {
        boolean wanted = held.getAsBoolean();
        Optional<Duration> advertised = wanted ? advertised() : Optional.empty();
        silentBeats = wanted && advertised.isEmpty() ? silentBeats + 1 : 0;
        try {
            nft.apply(GateTable.renew(LIFE, advertised));
        } catch (CommandFailedException e) {
            LOG.warn("the gate (nft tables {}) cannot be renewed; making it anew", GateTable.NAME, e);
            remake();
        }
    }

    private Optional<Duration> advertised() {
        try {
            return nft.remaining("inet", GateTable.NAME, GateTable.ADVERTISED, GateTable.ADVERTISEMENT);
        } catch (CommandFailedException e) {
            LOG.warn(
                    "what keepalived advertises (nft set {} {}) cannot be read",
                    GateTable.NAME,
                    GateTable.ADVERTISED,
                    e);
            return Optional.empty();
        }
    }

    /** Closes it now. */
    synchronized void shut() {
        try {
            nft.apply(GateTable.close());
        } catch (CommandFailedException e) {
            LOG.warn("the gate (nft tables {}) cannot be closed; making it anew", GateTable.NAME, e);
            remake();
        }
    }

    /** Puts more addresses behind it. */
    synchronized void guardAlso(Set<String> addresses) {
        if (!guarded.containsAll(addresses)) {
            Set<String> all = new HashSet<>(guarded);
            all.addAll(addresses);
            nft.apply(GateTable.also(addresses));
            guarded = all;
        }
    }

    /** Makes these the addresses behind it. */
    synchronized void guardOnly(Set<String> addresses) {
        if (!exact || !guarded.equals(addresses)) {
            nft.apply(GateTable.only(settings, addresses));
            guarded = Set.copyOf(addresses);
            exact = true;
        }
    }

    /** While this thread beats the controller counts as awake. */
    private void beatOn() {
        try {
            while (pause()) {
                beat();
                if (isSilent()) {
                    // Without the lock: whoever takes the lease up or gives it up comes here with locks of its own.
                    onSilence.run();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the gate is not renewed any more");
        }
    }

    /** Returns whether to go on. */
    private synchronized boolean pause() throws InterruptedException {
        long end = System.nanoTime() + BEAT.toNanos();
        for (long left = BEAT.toNanos(); !stopped && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return !stopped;
    }

    private synchronized boolean isSilent() {
        return silentBeats >= SILENT_BEATS;
    }

    /** Closed: the next beat opens it, once something is advertised by way of the new tables. */
    private void remake() {
        try {
            nft.apply(GateTable.closed(settings)
                    + GateTable.only(settings, guarded)
                    + GateTable.renew(LIFE, Optional.empty()));
        } catch (CommandFailedException e) {
            LOG.error("the gate cannot be made; the other controller takes over", e);
        }
    }
}
