package io.jarrah.cc.lease;

import io.jarrah.common.lifecycle.Service;
import io.jarrah.common.os.CommandFailedException;
import io.jarrah.common.os.NftCommand;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gate in the kernel, renewed every second: it is open while the lease is held and this process runs. */
final class Gate implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration LIFE = Duration.ofSeconds(4);

    private final LeaseSettings settings;
    private final NftCommand nft;
    private final BooleanSupplier held;
    private Set<String> guarded = Set.of();

    /** Whether there is nothing behind it beside those; a controller that was killed left what it had there. */
    private boolean exact;

    private @Nullable Thread heart;
    private boolean stopped;

    /**
     * Nothing is changed yet.
     *
     * @param held whether it is to be open
     */
    Gate(LeaseSettings settings, NftCommand nft, BooleanSupplier held) {
        this.settings = settings;
        this.nft = nft;
        this.held = held;
    }

    @Override
    public String name() {
        return "gate";
    }

    /** Closes it, whoever left it open, and begins to beat. */
    @Override
    public synchronized void start() {
        nft.apply(GateTable.closed(settings));
        beat();
        heart = Thread.ofPlatform().daemon().name("gate").start(this::beatOn);
    }

    /** The gate closes by itself soon; the guests' network is another controller's now. */
    @Override
    public void stop() throws InterruptedException {
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
        try {
            nft.apply(GateTable.renew(held.getAsBoolean(), LIFE));
        } catch (CommandFailedException e) {
            LOG.warn("the gate (nft tables {}) cannot be renewed; making it anew", GateTable.NAME, e);
            remake();
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
    private synchronized void beatOn() {
        try {
            while (!stopped) {
                wait(BEAT.toMillis());
                if (!stopped) {
                    beat();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the gate is not renewed any more");
        }
    }

    private void remake() {
        try {
            nft.apply(GateTable.closed(settings)
                    + GateTable.only(settings, guarded)
                    + GateTable.renew(held.getAsBoolean(), LIFE));
        } catch (CommandFailedException e) {
            LOG.error("the gate cannot be made; the other controller takes over", e);
        }
    }
}
